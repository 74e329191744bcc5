//! Which words name an industry, and how lists of them are written.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use crate::mention::park;
use crate::mention::place::{self, Home};
use crate::reference::{Rank, Reference};
use crate::text::Span;
use crate::words::{self, Words};

/// An industry in a stretch of text.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) name: String,
    pub(super) span: Span,
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// Nouns that end the name of an industry without being part of it.
static TAILS: Words = Words::new(&[
    "产业集群", "产业基地", "产业链条", "全产业链", "产业链", "产业带", "产业园区", "产业园", "产业集聚区", "产业聚集区", "产业示范基地",
    "产业示范园区", "产业示范园", "产业体系", "产业高地", "产业强市", "产业强县", "产业示范区", "产业项目", "产业新城", "产业集群化",
    "产业生态圈", "产业生态", "产业转移", "产业基础", "产业优势", "产业", "生产基地", "制造基地城市", "基地城市", "产品基地", "种植基地",
    "基地", "集群", "行业", "项目", "工程", "园区", "聚集区", "集聚区", "高地", "综合示范区", "示范区", "改革创新试验区", "改革试验区",
    "综合试验区", "试验区", "重要载体", "载体", "领域", "龙头企业", "骨干企业", "企业集团", "企业", "品牌", "新赛道", "赛道", "板块",
    "示范线", "主产区", "业务", "电站", "转移示范地", "示范地", "飞地园", "业态", "服务体系", "产业区", "走廊", "集中区", "创新高地",
    "强市", "之都", "特色小镇", "产业格局", "产业布局", "优势区", "优势产区", "产区", "强县", "强区", "强镇", "供应基地", "供给基地",
    "配套基地", "保障基地", "储备基地", "产销基地", "输出基地", "出口基地", "中国特色农产品优势区", "特色农产品优势区", "精品区",
    "规模化种植", "标准化种植", "规范化种植", "规模化养殖", "标准化养殖", "标准化生产", "规模化生产", "专业化生产", "精品园",
    "优势区（带）", "产业区（带）", "生产区", "生产带", "种植区", "种植带", "养殖区", "养殖带",
]);

/// Qualities that stand before such a noun and are no part of the name either.
static QUALITIES: Words = Words::new(&[
    "特色", "优势", "重点", "重大", "主导", "支柱", "示范", "循环", "出口", "创新", "先进", "转型", "工业", "国家级", "国家", "高技术",
    "重要", "百亿元级", "千亿元级", "万亿元级", "百亿元", "千亿元", "万亿元", "百亿级", "千亿级", "万亿级", "百亿", "千亿", "万亿", "一期",
    "二期", "三期", "四期", "五期", "扩能", "扩建", "建设", "发展", "梯度", "转移", "延链补链", "强链补链", "补链强链", "及", "和", "、",
    "等", "类", "改革", "创新发展", "集聚", "核心", "首位", "接续替代", "接续", "替代", "最适宜", "适宜", "最佳", "主要",
]);

/// Words before an industry that only praise or place it.
static PRAISE: Words = Words::new(&[
    "知名", "自治区级", "市级", "重点", "大力", "一批", "大量", "若干", "国家级", "国家", "省级", "国内外", "国际国内", "国内一流",
    "国内领先", "国内先进", "国内重要", "国内", "国际一流", "国际化", "国际知名", "世界", "世界级", "世界一流", "全球", "全国最大", "全国",
    "全省", "我国", "我省", "面向", "区域性", "地区性", "国际性", "区域", "重要", "主要", "传统", "具有", "高水平", "其", "各类", "本地",
    "当地", "现有", "相关", "先导型", "骨干", "支柱", "主导", "百亿级", "千亿级", "万亿级", "百亿元", "千亿元", "万亿元", "以", "的", "等",
    "新一轮", "东部", "发达地区", "产业", "和", "及", "与", "以及", "若干个", "一个", "发展", "建设", "承接", "西部地区", "西部",
    "知识产权", "首个", "最大", "区域中心城市", "中心城市", "区域性中心城市", "副中心城市", "北方", "南方", "我国北方", "我国南方",
    "西南地区", "西北地区", "综合性",
]);

/// Names by which a place becomes the centre of an industry: 区域性金融中心, 国际旅游目的地, 国家物流枢纽.
static CENTRES: Words = Words::new(&[
    "目的地", "集散地", "胜地", "名城", "枢纽", "节点城市", "枢纽城市", "中心城市", "示范城市", "中心", "示范市", "示范县",
    "梯度转移重点承接地", "转移重点承接地", "梯度转移承接地", "转移承接地", "重点承接地", "承接地", "聚集地", "集散中心", "名县", "名镇",
    "城市", "市场", "重要载体", "口岸城市", "旅游区", "旅游带", "之乡",
]);

/// Words of rank, not of an industry.
const RANKS: &[&str] = &[
    "农业", "国际", "国内", "合理", "战略性新兴", "战略新兴", "专精特新", "新兴", "支柱", "主导", "特色", "优势", "传统", "重点", "未来",
    "先导", "特色优势", "优势特色", "传统优势", "首位", "骨干", "接续", "替代", "接续替代", "富民", "特色富民", "产业", "相关", "关联",
    "配套", "上下游", "工业", "三次", "实体经济", "国有经济", "集体经济", "区域经济", "农村经济", "民营经济", "县域经济", "开放型经济",
    "园区经济", "新质生产力", "总部经济", "现代", "临港型", "外向型", "主导型", "新型", "新兴战略性", "战略性", "战略性新型", "国民经济",
    "临港", "临海", "绿色", "高端", "生态", "平台", "全域", "老工业",
];

/// Umbrellas that tell of a list no more than that it is one of products or of high technology.
const UMBRELLAS: &[&str] = &[
    "产品", "制品", "加工制品", "部件", "服务", "高技术", "高新技术", "整机", "整机产品", "设备", "系列产品", "配件", "新产品",
    "高技术产品", "新技术", "技术", "关键零部件", "业态", "新业态", "都市型", "劳动密集型", "资源型",
];

/// Fields of policy, means and qualities that are developed too, but are no industries.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:.*(?:教育|职业教育|脱贫|扶贫|攻坚|基础设施|公共服务|社会事业|体制|机制|改革|政策|环境|营商环境|生态环境|能力|水平|质量|效益|优势|作用|格局|模式|体系|(?:服务|信息|公共|网络|工业互联网|电商|交易|合作|融资|创新|孵化|技术|开放|展示)平台|节约|制度|标准|规范|安全|人才|队伍|党建|文明|民生|就业|社会保障|城镇化|乡村振兴|一体化发展|发展|合作|交流|开放|通道|厂房|标准厂房|用地|土地|资金|贷款|投资|消费|市场主体|主体|企业|品牌|招商引资|引资|质效|动能|新区|县城|新城|城区|乡村|社区|治理|管理|监督|服务体系|公路|铁路|道路|大桥|机场|港口码头|水利|水库|供水|管网|污水|垃圾处理|医院|学校|住房|小区|走廊|屏障|增长极|极核|支点|桥头堡|先行区|先行示范区|排头兵|样板|标杆|引擎|高地|龙头|示范作用|条件|要素|需求|供给|规模|总量|比重|占比|竞争力|影响力|集聚力|创新驱动|创新创业|链条|协同|联动|融合|循环化改造|标准化|转型|升级|改造|扩容|提质|增效|问题|任务|目标|项目建设|新格局|实践|经验|成果|共性技术|核心技术|关键技术|攻关|承载|承载力|配套设施|设施|功能|布局|规划|试点|试验|创新|战略|行动|机遇|合力|资源|优惠|方式|方向|空间|区域|地区|城市|中心城市|县域|节点|门户|纽带|枢纽|基地|园区|开发区|自贸试验区|综保区|工作|活动|宣传|组团|地区一体化|同城化|疏解|互促|互融|并进|共进|文化事业|体育事业|养老事业|卫生事业|优势互补|前期|节奏|步伐|力度|经济带|产业带|集群|整合|重组|招商))$",
        r"|[“”《》%％\d]{2,}|[，；。：]|^[\d]|了|^稳(?:增长|就业|物价|投资|预期|外贸|外资)|^(?:有|能|可|使|让|被|把|对|向|在|从|为|是|与|由|不|已|还|更|最|全面|进一步|充分|有效|切实|后|前|将)"
    ))
});

/// Bodies, and words that end as an industry does and are none.
static NEVER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[—\-·]|^承接|^深化|^(?:拥有|集中|攻坚|稳定|巩固|扩大|增加|推广|开展|引入|培优|聚力|瞄准|紧扣|锚定|保障|落实|强化|确保)|(?:面积|品质|质量|技术水平|百|十|自建|联建|合作社|或)$|(?:现代|高端|智能|绿色|服务|数字|网络|融合|集群|规模|品牌|特色|专业|市场|国际|集约|链条|低碳|循环|生态|多元|差异)化$|^改造|超[百千万]|^延长|^整合|^健全|^加强|^到|^于|^性|^带|^成|^管委会|^转移$|作为|吸引|更多|提供|基本|我国|投产|产能|^中国|[（()）]$|^[（()）]|提高|推进|实施|对接|各|之间|不断|积极|通过|围绕|进行|开展|参与|建立|优化|完善|力争|实现|^(?:高性能|方便|优质|安全|营养|生态型|综合|综合型|信息化|基础|地位|生态环保|中小|超|元|产品及服务|多层次产品|系列产品|高新|国际国内|下游|上下游|下游配套|上下游配套|服务|加工|制造|生产|经济|资源|科技|技术|研发|总部|领军|运营|实体|优势产品|特色产品|优势特色产品|特色资源|器件|配件|部件|产品|制品|配套)$|(?:为|创新型|专家|教授|学者|院士|人才|团队|人员|群体|极|三极|厅|局|委|办|政府|部门|单位|公司|集团|股份|协会|指挥部|企业|就业|创业|作业|行业|专业|事业|主业|毕业|多元化|名牌产品|新产品|小镇|强县|示范点|公共服务|审批服务|党群服务|政务服务|人才培养|创新主体|经济带|城市群|经济圈|区|院|库|厂|率|谷|国民经济|贡献|核心业务|创新产品|发展规划|技术研发|是|[市县镇乡村]|短板|名城|新都|之都|之城|之乡|硅谷|体系|链|试点|扶贫开发|中心|机制|活动|引链补链|[临陆海空]港型|港口型|服务型|强链补链)$",
    )
});

/// Whether a name is that of an industry and of nothing else: 林浆纸, not 金桂浆纸, which is a company.
pub(super) fn is_plain(name: &str) -> bool {
    is_industry(name) && core(name, 2) == name
}

/// Whether a name ends as those of industries do (`ontology/industries.ttl`): 氢能装备, 茉莉花茶.
pub(super) fn is_industry(name: &str) -> bool {
    Reference::load().ends_as_industry(name)
}

/// The words without those of a list with which they begin, again and again.
fn without_start<'t>(mut words: &'t str, starts: &Words) -> &'t str {
    let counted = |words: &'t str| {
        let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || ".一二两三四五六七八九十百千万亿".contains(c));
        let rest = rest
            .strip_prefix(['个', '大', '家', '条', '批', '亩', '吨', '头', '只', '羽'])
            .or_else(|| ["公顷", "平方米", "千瓦", "瓦", "万元", "元级", "级"].iter().find_map(|unit| rest.strip_prefix(unit)));
        let rest = rest.map(|rest| rest.strip_prefix('级').unwrap_or(rest));
        rest.filter(|rest| {
            rest.len() < words.len() && !words.starts_with(['大', '个', '家', '条', '批', '亩', '吨', '头', '只', '羽', '级'])
        })
    };
    while let Some(rest) = starts.strip_opening(words).or_else(|| counted(words)) {
        words = rest;
    }
    words
}

/// The words without the nouns, and what qualifies them, that end the name of an industry; `None` where none ends it.
fn without_tail(words: &str) -> Option<&str> {
    // 都市农业区 is where 都市农业 is.
    static GROWN: Words = Words::new(&["农业", "林业", "牧业", "渔业", "种植业", "养殖业"]);
    if let Some(grown) = words.strip_suffix(['区', '带']).filter(|grown| GROWN.end(grown) && !GROWN.contain(grown)) {
        return Some(grown);
    }
    let mut rest = TAILS.strip_ending(words)?;
    loop {
        // 木材加工工业 is 木材加工, but 临港工业 is whole.
        let shorter = TAILS.strip_ending(rest).or_else(|| QUALITIES.strip_ending(rest)).or_else(|| without_count(rest));
        let shorter = shorter.filter(|shorter| !rest.ends_with("工业") || is_industry(shorter));
        match shorter {
            Some(shorter) if !shorter.is_empty() || rest != words => rest = shorter,
            _ => return Some(rest),
        }
        if rest.is_empty() {
            return Some(rest);
        }
    }
}

/// 三大 of 钢铁、核电三大.
fn without_count(words: &str) -> Option<&str> {
    let rest = words.strip_suffix(['大', '个', '条', '类'])?;
    let stem = rest.trim_end_matches(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十百".contains(c));
    (stem.len() < rest.len()).then_some(stem)
}

/// Whether a word is named as a base, a cluster, a project or the like of something.
pub(super) fn is_tailed(words: &str) -> bool {
    without_tail(words.trim_end_matches('等').trim_end()).is_some()
}

/// The nouns of works: what is named so is a project, whose name may begin with a company's or a hill's.
const WORKS: [&str; 5] = ["项目", "工程", "电站", "企业", "品牌"];

/// Whether a stretch names a work.
pub(super) fn is_work(words: &str) -> bool {
    let words = words::without_end(words.trim_end(), "建设");
    WORKS.iter().any(|work| words.ends_with(work))
}

/// The names of works that are industries, without what only names the work: 核电 of 红沙核电项目.
fn of_works(found: Vec<Name>) -> Vec<Name> {
    const PROCESSES: [&str; 8] = ["发电", "循环利用", "综合利用", "加工", "制造", "合金", "检测", "回收"];
    let known = found.into_iter().filter(|name| is_industry(&name.name) && name.name.chars().count() <= 12);
    let named = |name: &str| Some(core(name, 2)).filter(|core| !PROCESSES.contains(core)).unwrap_or(name).to_owned();
    known.map(|name| Name { name: named(&name.name), span: name.span }).collect()
}

/// What a place is the centre of: 旅游 of 国际旅游目的地.
fn centre_of(words: &str) -> Option<&str> {
    static MOVED: Words = Words::new(&["梯度", "重点", "转移", "产业", "骨干", "及", "发展"]);
    let what = without_start(CENTRES.strip_ending(words)?, &PRAISE);
    // 国际旅游目的地 is one of 旅游; 国际航运 is an industry of its own.
    let what = match what.strip_prefix("国际") {
        Some(rest) if !rest.starts_with(['航', '贸', '采', '中', '配', '滨', '物']) => rest,
        _ => what,
    };
    let what = MOVED.strip_ending(what).unwrap_or(what);
    let whole = what.chars().count() >= 2 || is_industry(what) && what.len() < words.len();
    (whole && (is_industry(what) || what.ends_with("交易")) && !NEVER.is_match(what)).then_some(what)
}

/// The industry that a member of a list names, without what is no part of its name; `certain` where the words around it already say that it is one.
pub(super) fn industry(item: &str, certain: bool) -> Option<String> {
    // “中国钛谷”品牌: a slogan.
    if item.trim_start().starts_with('“') {
        return None;
    }
    let dropped = |c: char| c.is_whitespace() || matches!(c, '“' | '”');
    let bare = if item.contains(dropped) { Cow::Owned(item.replace(dropped, "")) } else { Cow::Borrowed(item) };
    let (words, bracket) = own_bracket(&bare);
    let words = thing_itself(without_amount(words));
    // “真龙”品牌卷烟
    let words = words::split_once(words, "品牌").map(|(_, what)| what).filter(|what| what.chars().count() >= 2).unwrap_or(words);
    let words = ["之一", "等", "建设", "发展", "延链补链"].iter().fold(words, |words, end| words::without_end(words, end));
    // 巩固商贸物流优势, 做大装备制造业规模
    let words =
        ["优势地位", "优势", "规模"].iter().find_map(|end| words.strip_suffix(end)).filter(|stem| is_industry(stem)).unwrap_or(words);
    // 炼化一体化及其下游产品: what is meant is the first.
    let joints = ["及其", "以及其", "和其", "及相关", "及关联", "及配套产", "及其他", "及保障", "及下游"];
    let words = joints
        .iter()
        .filter(|_| words.contains(['及', '和']))
        .find_map(|joint| words::split_once(words, joint).map(|(before, _)| before).filter(|before| !before.is_empty()))
        .unwrap_or(words);
    let words = without_start(without_origin(without_start(words, &PRAISE)), &PRAISE);
    let (mut name, mut tailed) = (words, false);
    if let Some(centre) = centre_of(name) {
        (name, tailed) = (centre, true);
    } else if let Some(stem) = without_tail(name) {
        (name, tailed) = (stem, true);
        if let Some(centre) = centre_of(name) {
            name = centre;
        }
    }
    if tailed {
        name = name.strip_prefix("大型").unwrap_or(name);
    }
    // 造纸产品 is 造纸, but 珍珠饰品 and 电子产品 stand.
    name = match name.strip_suffix("产品") {
        Some(stem) if ["加工", "造纸", "冶炼", "养殖", "种植", "纺织"].iter().any(|process| stem.ends_with(process)) => stem,
        _ => name,
    };
    // 装备制造（内燃机）示范基地
    let (name, bracket) = if bracket.is_empty() { own_bracket(name) } else { (name, bracket) };
    let name = without_start(name.trim_end_matches(['等', '类']), &PRAISE).trim_matches(['，', '。', '；', '：', '、']);
    // 生物医药2: the number of the line behind.
    let name = if is_industry(name.trim_end_matches(|c: char| c.is_ascii_digit())) {
        name.trim_end_matches(|c: char| c.is_ascii_digit())
    } else {
        name
    };
    let count = name.chars().count();
    let known = is_industry(name);
    if !(tailed || certain || known) {
        return None;
    }
    let is_place = || {
        Reference::load().region_prefix(name) == Some(name) || Reference::load().place_prefix(name).is_some_and(|(place, _)| place == name)
    };
    let refused = !(1..=24).contains(&count)
        || is_none(name)
        || name.contains(['《', '》'])
        || count == 1 && !known
        || name.ends_with(['和', '及', '与'])
        || RANKS.contains(&name)
        || NEVER.is_match(name) && !["数据中心", "算力中心", "智算中心"].contains(&name)
        || !known && OTHER.is_match(name)
        || name.contains(['、', '和']) && count > 14
        || is_place();
    (!refused).then(|| [name, bracket].concat())
}

/// What begins or ends as no industry does, though it may hold the name of one: 被誉为中国电池, 高科技含量, 藏药产业化.
fn is_none(name: &str) -> bool {
    static BEGINS: Words = Words::new(&["湾", "沿", "被", "中石油", "中石化", "中海油"]);
    static ENDS: Words =
        Words::new(&["以上", "含量", "附加值", "申报", "领头羊", "块状经济", "工业化", "产业化", "城镇化", "信息化", "均有工业"]);
    BEGINS.open(name) || ENDS.end(name)
}

/// The words without a number of things behind them: 储能电池装备企业3～5家.
fn without_amount(words: &str) -> &str {
    let rest = words.trim_end_matches("以上").trim_end_matches(['家', '个', '项', '条', '座', '户', '处']);
    let stem = rest.trim_end_matches(|c: char| c.is_ascii_digit() || "～~—-至".contains(c));
    if stem.len() < rest.len() && rest.len() < words.len() { stem } else { words }
}

/// What stands behind the last 的 (面向东盟的, 具有竞争力的), unless that is but a base or the like (电子制造业的聚集区).
fn thing_itself(words: &str) -> &str {
    let Some(at) = words.rfind('的').filter(|&at| !words[..at].ends_with('目')) else { return words };
    let behind = &words[at + '的'.len_utf8()..];
    let bare = without_start(behind, &PRAISE);
    if bare.is_empty() || without_tail(bare) == Some("") || CENTRES.contain(bare) { thing_itself(&words[..at]) } else { behind }
}

/// The words before a bracket that ends them, and the bracket where it is part of the name: 装备制造（内燃机）, not 食品（含饮料等）.
fn own_bracket(words: &str) -> (&str, &str) {
    let Some(at) = words.find('（').filter(|_| words.ends_with('）')) else { return (words, "") };
    let (before, bracket) = words.split_at(at);
    if bracket.contains(['、', '等', '含', '如', '以']) || bracket.bytes().any(|byte| byte.is_ascii_digit()) || bracket.chars().count() > 8
    {
        (before, "")
    } else {
        (before, bracket)
    }
}

/// The words behind a province or a region with which they begin: from where an industry comes is no part of its name.
fn without_origin(words: &str) -> &str {
    let reference = Reference::load();
    let province = reference.place_prefix(words).filter(|(_, places)| places[0].rank == Rank::Province).map(|(name, _)| name.len());
    // 关中地区
    let region = reference.region_prefix(words).map(str::len).map(|len| {
        let area = ["地区", "经济区", "经济带", "城市群"].iter().find(|area| words[len..].starts_with(**area));
        len + area.map_or(0, |area| area.len())
    });
    let origin = province.or(region);
    origin.filter(|&len| len < words.len()).map_or(words, |len| &words[len..])
}

/// The industries that an object names: a list, perhaps with an umbrella behind 等 or a count (三大千亿元产业); `certain` as for [`industry`].
pub(super) fn list(object: &str, offset: usize, certain: bool) -> Vec<Name> {
    static COUNT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:[一二两三四五六七八九十]+|\d+) ?(?:大|个|条|类)[^、，和及]{0,10}(?:、[^、，和及]{2,5})*?的?[^、，和及]{0,6}?(?:产业链|产业集群|产业|集群|领域|行业|板块|方向|赛道|基地|精品园|示范园|产业园|优势区|产业带)”?",
        )
    });
    let mut found = Vec::new();
    let mut from = 0;
    for count in COUNT.find_iter(object) {
        // 四大汽车制造基地: nothing stands before it that it counts.
        if object[from..count.start()].trim().is_empty() {
            continue;
        }
        members(object, Span::new(from, count.start()), true, &mut found);
        from = count.end();
    }
    let rest = Span::new(from, object.len());
    if !object[rest.start..].trim().is_empty() {
        members(object, rest, certain, &mut found);
    }
    for name in &mut found {
        name.span = name.span.shift(offset);
    }
    found
}

/// Adds the members of a list, and the umbrella behind its 等.
fn members(object: &str, span: Span, certain: bool, found: &mut Vec<Name>) {
    let text = &object[span.start..span.end];
    let (body, umbrella) = match etc(text) {
        Some(at) => (&text[..at], &text[at + '等'.len_utf8()..]),
        None => (text, ""),
    };
    // 富士康等龙头企业: a list of companies names no industries, nor does one of parks (丁山、马湾等重点园区) that knows none of them.
    if ["企业", "公司", "集团", "厂商", "国家", "地区", "省份", "城市", "省市"].iter().any(|company| umbrella.trim_end().ends_with(company))
        || umbrella.starts_with("国家和")
        || umbrella.starts_with("地产业")
        || umbrella.starts_with("地区产业")
    {
        return;
    }
    // 汽车、船舶等高端装备用钢材: what is before is where it is used.
    let used = umbrella.ends_with("加工产品")
        || umbrella.contains('用') && MADE_FOR.iter().any(|ending| umbrella.ends_with(ending) || umbrella.contains(&format!("{ending}和")));
    let items = if used { Vec::new() } else { items(body) };
    let parks = ["园区", "开发区", "集聚区", "集中区"].iter().any(|park| umbrella.trim_end().ends_with(park));
    let works = ["项目", "工程", "品牌"].iter().any(|work| umbrella.trim_end().ends_with(work));
    let summed = !umbrella.is_empty()
        && !works
        && !parks
        && (is_tailed(umbrella) || industry(umbrella, false).is_some() || UMBRELLAS.iter().any(|word| umbrella.trim_end().ends_with(word)));
    let known = |certain| items.iter().filter(|item| industry(&body[item.start..item.end], certain).is_some()).count();
    // Where most members are known, the others are of their kind.
    let certain = certain && !parks || summed || items.len() > 1 && 2 * known(false) >= items.len();
    let first = found.len();
    let province = |item: &Span| {
        let (words, reference) = (body[item.start..item.end].trim(), Reference::load());
        reference.opens_site(words)
            && reference.place_prefix(words).is_some_and(|(name, places)| places[0].rank == Rank::Province && name.len() < words.len())
    };
    for (index, item) in items.iter().enumerate() {
        // 酒泉风电基地、新疆准东煤炭基地: another place's.
        if index > 0 && province(item) && !province(&items[0]) {
            continue;
        }
        let words = &body[item.start..item.end];
        let own = item.shift(span.start);
        if let Some(name) = industry(words, certain) {
            found.push(Name { name, span: own });
        }
        // 生物医药（生物制药、现代中药等）: what the bracket holds are industries too.
        if let Some(inner) = words.trim_end().strip_suffix('）').and_then(|words| words.split_once('（')).map(|(_, inner)| inner)
            && inner.contains(['、', '等', '以', '及'])
        {
            let inner = inner.trim_start_matches("包括").trim_start_matches(['含', '如', '以']);
            for part in inner.split('，') {
                let part = ["为主体", "为龙头", "为主导", "为主", "为核心"].iter().fold(part, |part, end| part.trim_end_matches(end));
                let part = part.trim_start_matches("带动").trim_start_matches("下游");
                let mut more = Vec::new();
                members(part, Span::new(0, part.len()), true, &mut more);
                found.extend(more.into_iter().map(|name| Name { span: own, ..name }));
            }
        }
    }
    restore_shared(&mut found[first..]);
    // 等特色种植业: what they are alike in, and no industry more.
    if !umbrella.is_empty() && !["特色", "优势", "主导", "支柱", "重点"].iter().any(|rank| umbrella.trim_start().starts_with(rank))
    {
        let start = span.end - umbrella.len();
        for item in self::items(umbrella) {
            let named = industry(&umbrella[item.start..item.end], false).filter(|name| {
                let vague = ["制品", "部件", "配件", "整机产品", "系列产品", "下游产品"].iter().any(|end| name.ends_with(end));
                is_industry(name) && !vague && !UMBRELLAS.contains(&name.as_str())
            });
            found.extend(named.map(|name| Name { name, span: item.shift(start) }));
        }
    }
}

/// Where the 等 stands that ends a list.
fn etc(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut last = None;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '〔' => depth += 1,
            '）' | ')' | '”' | '〕' => depth -= 1,
            '等' if depth == 0
                && at > 0
                && !text[at..].starts_with("等离子")
                && !text[at..].starts_with("等级")
                && !text[..at].ends_with(['高', '中', '初', '平', '同', '对']) =>
            {
                last = last.or(Some(at));
            }
            _ => {}
        }
    }
    last
}

/// How materials end that are named after what is made of them.
const MADE_FOR: [&str; 6] = ["用钢材", "用铝材", "用铜材", "用材料", "用玻璃", "用钢"];

/// 秸秆、蔗渣发电 is 秸秆发电 and 蔗渣发电; 铜、铝精深加工 is both.
fn restore_shared(found: &mut [Name]) {
    const SHARED: [&str; 9] = ["发电", "精深加工", "深加工", "装备制造", "产品制造", "加工", "冶炼", "造纸", "种植"];
    let Some((last, before)) = found.split_last_mut() else { return };
    // 轨道交通、新能源汽车用铝材
    if let Some(ending) = MADE_FOR.iter().find(|ending| last.name.ends_with(**ending) && last.name.len() > ending.len()) {
        before.iter_mut().filter(|name| !name.name.contains('用') && is_industry(&name.name)).for_each(|name| name.name.push_str(ending));
        return;
    }
    let Some(ending) = SHARED.iter().find(|ending| last.name.ends_with(**ending) && last.name.len() > ending.len()) else { return };
    let count = last.name.chars().count() - ending.chars().count();
    let whole = matches!(*ending, "装备制造" | "产品制造");
    for name in before.iter_mut().rev() {
        let own = name.name.chars().count();
        let whole = whole && !name.name.ends_with('业');
        let alike =
            own <= count.min(2) && !is_industry(&name.name) || own == 1 || whole && own == 2 && (count == 2 || *ending == "产品制造");
        if !alike {
            break;
        }
        name.name.push_str(ending);
    }
}

/// The items of a list of industries: 、, 和, 及 between them, and what stands in brackets behind one.
fn items(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '〔' => depth += 1,
            '）' | ')' | '”' | '〕' => depth -= 1,
            '、' | '，' | '；' | '/' | '+' if depth <= 0 => {
                divide(text, Span::new(start, at), &mut found);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    divide(text, Span::new(start, text.len()), &mut found);
    found
}

/// The parts of a list that are dealt out one each: at 、, or for want of it at 和.
pub(super) fn parts(object: &str) -> Vec<Span> {
    let joint = ['、', '和'].into_iter().find(|joint| object.contains(*joint));
    let Some(joint) = joint else { return Vec::new() };
    let mut start = 0;
    let mut found: Vec<Span> = object
        .match_indices(joint)
        .map(|(at, joint)| {
            let part = Span::new(start, at);
            start = at + joint.len();
            part
        })
        .collect();
    found.push(Span::new(start, object.len()));
    found
}

/// Processes that materials share: 糖及食品加工业 is one industry.
const PROCESSES: &[&str] =
    &["精深加工", "深加工", "加工业", "加工", "制造业", "制造", "冶炼", "配送业", "修造", "生产", "销售", "养殖", "种养", "种植"];

/// Cuts at 和 and 及 where either side can stand alone: 汽车和机械, but not 汽车及零部件, 饮料和精制茶制造业.
fn divide(text: &str, span: Span, found: &mut Vec<Span>) {
    let content = &text[span.start..span.end];
    if content.trim().is_empty() {
        return;
    }
    if !content.contains(['和', '及', '与', '并', '新']) {
        return found.push(span);
    }
    // 新能源新材料 is two.
    if let Some(rest) = content.strip_prefix("新能源").filter(|rest| rest.starts_with("新材料")) {
        let middle = span.end - rest.len();
        found.push(Span::new(span.start, middle));
        return divide(text, Span::new(middle, span.end), found);
    }
    for joint in ["以及", "和", "及", "与", "并"] {
        for (at, _) in content.match_indices(joint) {
            let (left, right) = (content[..at].trim(), content[at + joint.len()..].trim());
            let depth = left.matches('（').count() > left.matches('）').count();
            let bare = |side: &str| without_tail(side).unwrap_or(side).trim_end_matches('业').to_owned();
            let processed = |side: &str| PROCESSES.iter().any(|process| side.ends_with(process.trim_end_matches('业')));
            // 无公害和绿色蔬菜: both are of what the right names.
            const QUALITIES: [&str; 12] =
                ["无公害", "绿色", "有机", "特色", "优质", "高端", "生态", "名优", "精品", "高效", "设施", "专用"];
            let dependent = right.starts_with('其')
                || QUALITIES.contains(&left)
                || ["零部件", "关键零部件", "配件", "相关", "关联", "下游", "信息技术服务", "技术服务", "精制茶"]
                    .iter()
                    .any(|part| right.starts_with(part))
                || right.ends_with("零部件") && right.chars().count() <= 6
                || right.starts_with("配套") && bare(right).chars().count() <= 4
                || matches!(right, "再制造" | "循环利用" | "叶片" | "服务" | "品")
                // 生物医药与健康 is one.
                || matches!(bare(right).as_str(), "健康" | "大健康") && joint == "与"
                || PROCESSES.contains(&right)
                || PROCESSES.contains(&bare(right).as_str())
                || matches!(joint, "及" | "与")
                    && processed(&bare(right))
                    && !processed(&bare(left))
                    && (left.chars().count() < 3 || joint == "及" && !is_industry(&bare(left)));
            let stands = |side: &str| {
                let tail = without_tail(side);
                let bare = tail.unwrap_or(side);
                // 新材料和低碳产业
                let tailed = || tail.is_some() && is_industry(left) && bare.chars().count() == 2 && !RANKS.contains(&bare);
                is_industry(bare) || centre_of(side).is_some() || bare.chars().count() >= 3 || tailed()
            };
            // 陶瓷集散中心和生产基地: both are of the one industry.
            let same = !right.is_empty() && without_tail(right) == Some("");
            if !depth && same && stands(left) {
                return divide(text, Span::new(span.start, span.start + at), found);
            }
            if !depth && !dependent && stands(left) && stands(right) {
                divide(text, Span::new(span.start, span.start + at), found);
                return divide(text, Span::new(span.start + at + joint.len(), span.end), found);
            }
        }
    }
    found.push(span);
}

/// 全省经济、科教、文化中心: what a capital is of, not an industry.
fn is_seat(object: &str) -> bool {
    object.trim_end().ends_with("中心") && ["经济、", "政治、", "、经济"].iter().any(|part| object.contains(part))
}

/// What a verb governs. `grows`: the verb alone says that it is an industry.
pub(super) fn governed(object: &str, offset: usize, grows: bool) -> Vec<Name> {
    // 形成了A、B产业
    if let Some(rest) = object.strip_prefix('了') {
        return governed(rest, offset + '了'.len_utf8(), grows);
    }
    if is_seat(object) {
        return Vec::new();
    }
    // 承接A产业转移的载体: what is moved there. 航空、汽车等领域的高端铝材: what is made, not where it is used.
    let object = match words::split_once(object, "转移的") {
        // What is moved is not told: the rest says what it is for.
        Some((moved, rest)) if matches!(moved.trim(), "" | "产业" | "国内外产业" | "东部产业") => {
            return governed(rest, offset + object.len() - rest.len(), grows);
        }
        Some((moved, _)) => moved,
        None => object,
    };
    let moved = ["转移", "外溢"].iter().find_map(|end| object.trim_end().strip_suffix(end));
    let object = moved.unwrap_or(object);
    // 集A、B为一体的C产业园
    if let Some((inner, rest)) = object.strip_prefix('集').and_then(|object| object.split_once("一体的")) {
        let inner = inner.trim_end_matches(['为', '于', '等']);
        let start = offset + '集'.len_utf8();
        let mut found = list(inner, start, false);
        found.extend(governed(rest, offset + object.len() - rest.len(), grows));
        return found;
    }
    // 造纸、橡胶加工需要配套的各类助剂: what others need.
    let needed = ["需要的", "所需的", "配套的", "所用的", "急需的"]
        .iter()
        .find_map(|end| object.rsplit_once(end))
        .filter(|(_, what)| !what.trim().is_empty());
    if let Some((_, what)) = needed {
        return list(what, offset + object.len() - what.len(), grows);
    }
    // 形成A中心、B基地的产业格局
    let object = match object.rsplit_once('的') {
        Some((before, whole)) if ["格局", "体系", "布局", "局面"].iter().any(|end| whole.trim_end().ends_with(end)) => before,
        _ => object,
    };
    let object = object.strip_suffix('”').and_then(|object| object.rfind('“')).filter(|&at| at > 0).map_or(object, |at| &object[..at]);
    let (lead, object) = ["领域的", "行业的", "用途的"]
        .iter()
        .filter(|end| object.contains(**end))
        .find_map(|end| object.rsplit_once(end))
        .map_or((0, object), |(before, what)| {
            let at = object.len() - what.len();
            if what.trim().is_empty() { (0, before) } else { (at, what) }
        });
    let stretch = object.trim_end().trim_end_matches(['和', '及', '、', '与']);
    let stretch = words::without_end(words::without_end(stretch, "建设"), "开发").trim_end_matches('等');
    let stretch = words::without_end(stretch, "之一");
    let works = is_work(stretch);
    let tailed = !works
        && (is_tailed(stretch)
            || items(stretch).iter().any(|item| is_tailed(&stretch[item.start..item.end]))
            || stretch.ends_with("服务业")
            || stretch.split(['、', '和', '及']).any(|item| centre_of(without_start(item, &PRAISE)).is_some()));
    // What a list of several names behind a verb of growth is taken for industries, known or not.
    let summed = grows && object.contains('、');
    if !(grows || tailed || works || stretch.ends_with("产品")) {
        return Vec::new();
    }
    let found = list(object, offset + lead, (tailed || summed || grows && moved.is_some()) && (grows || !works));
    if works && !grows { of_works(found) } else { found }
}

/// Where a list of industries ends that is the subject of what follows: 茶叶、柑橘两大产业|规模居全国前列, 钒钛、石墨等产业|快速发展.
pub(super) fn flourishing(words: &str) -> Option<usize> {
    flourishes(words, false)
}

/// As [`flourishing`]; `lone` where one industry is enough: 襄阳|汽车产业产值.
fn flourishes(words: &str, lone: bool) -> Option<usize> {
    static SUBJECTS: Words = Words::new(&["产业集群", "产业链条", "产业链", "产业带", "产业体系", "产业"]);
    static PREDICATES: Words = Words::new(&[
        "基础雄厚", "基础较好", "基础良好", "基础扎实", "规模", "产值", "总产值", "增加值", "总产量", "产量", "基本", "初步", "不断",
        "快速", "逐步", "加快", "加速", "持续", "蓬勃", "迅速", "稳步", "健康", "日益", "进一步", "实现", "发展", "集聚", "聚集", "形成",
        "壮大", "效应", "初具", "成为", "较为", "优势明显", "优势突出", "特色鲜明", "特色突出", "蒸蒸日上", "方兴未艾", "异军突起", "茁壮",
        "竞相", "迈上", "迈向", "突破", "全面", "已经", "已形成", "已成为", "位居", "居全", "占全", "占比", "脱颖而出",
    ]);
    words.match_indices("产业").find_map(|(at, _)| {
        let subject = SUBJECTS.opening(&words[at..])?;
        let end = at + subject.len();
        let list = words[..at].contains('、') || without_count(QUALITIES.strip_ending(&words[..at]).unwrap_or(&words[..at])).is_some();
        let one = || industry(&words[..end], false).is_some_and(|name| name.chars().count() <= 8);
        let list = list || lone && one();
        (list && PREDICATES.open(words[end..].trim_start())).then_some(end)
    })
}

/// The industry that the title of a place tells: 食品 of 中国食品名城, 竹 of 中国竹乡.
pub(super) fn titled(title: &str) -> Option<&str> {
    static TITLES: Words = Words::new(&[
        "名城", "之都", "之乡", "之城", "名都", "产业基地", "生产基地", "基地", "第一镇", "第一县", "都", "乡", "名镇", "名县", "硅谷",
        "强县", "强镇", "产业集群",
    ]);
    let of = ["中国", "世界", "全国", "国际"].iter().find_map(|of| title.strip_prefix(of))?;
    let what = TITLES.strip_ending(of)?;
    let what = without_tail(what).filter(|what| !what.is_empty()).unwrap_or(what);
    is_industry(what).then_some(what)
}

/// The base, cluster or centre of an industry that stands right behind places: 糖业基地, 区域性金融中心, 核电项目.
pub(super) fn named(words: &str, offset: usize) -> Vec<Name> {
    static STOPS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let words = [
            "的支持", "的建设", "的发展", "集聚发展", "集聚壮大", "前期工作", "扩区", "规范", "升级", "扩能", "联动", "转型", "提质",
            "竞争", "竣工", "投产", "落地", "发展水平", "建设水平",
        ];
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words).expect("the words are constants")
    });
    let stretch = words.trim_start_matches(|c: char| matches!(c, '的' | '、' | '，' | '等' | '了') || c.is_whitespace());
    let lead = words.len() - stretch.len();
    // 漯河“中国食品名城”
    if stretch.starts_with(['为', '至', '与', '和', '之', '（', '“', '到', '被', '获']) || is_seat(stretch) {
        return Vec::new();
    }
    let end = STOPS.find(stretch).map_or(stretch.len(), |stop| stop.start());
    let end = flourishes(&stretch[..end], true).unwrap_or(end);
    let object = stretch[..end].trim_end_matches(|c: char| matches!(c, '、' | '和' | '及') || c.is_whitespace());
    let object = words::without_end(words::without_end(object, "建设"), "开发");
    // Each item is to be named as a base of its own, or share the base of the last.
    let is_base = |item: Span| {
        let item = object[item.start..item.end].trim_end_matches('等');
        is_tailed(item) || centre_of(without_start(item.rsplit('的').next().unwrap_or(item), &PRAISE)).is_some()
    };
    if object.is_empty() || !items(object).into_iter().any(is_base) {
        return Vec::new();
    }
    let mut found = list(object, offset + lead, true);
    if is_work(object) {
        return of_works(found);
    }
    found.retain(|name| is_industry(&name.name) || is_tailed(object));
    found
}

/// The industry that the name of a park tells: 电子信息 of 北海电子信息产业园, none of 南宁高新技术产业开发区.
pub(super) fn of_park(name: &str) -> Option<String> {
    static KINDS: Words = Words::new(&[
        "产业园区", "产业园", "产业城", "产业新城", "产业新区", "工业园区", "工业园", "加工园区", "加工园", "加工带", "加工区", "园区",
        "城", "园", "综合试验区", "试验区", "示范区", "合作区", "度假区", "基地", "集聚区", "产业示范园区", "先导区", "港", "改革试验区",
        "特别试验区", "集中区", "聚集区", "旅游区", "旅游带", "旅游合作区", "旅游度假区", "走廊", "开放试验区", "合作试验区", "信息港",
    ]);
    static QUALITIES: Words =
        Words::new(&["循环", "改革", "综合", "产业", "国家", "循环化改造", "示范", "出口", "集中", "特色", "创新", "合作", "发展", "特别"]);
    const GENERAL: &[&str] = &[
        "经济", "技术", "经济技术", "高新", "高新技术", "综合", "保税", "出口", "边境", "跨境", "自由", "合作", "工业", "产业", "科技",
        "农业", "转移", "创业", "创新", "共建", "智慧", "生态", "循环", "现代", "先进", "开放", "开发", "新", "贸易", "自由贸易", "高技术",
        "高端", "民族", "海峡", "国际", "总部", "孵化", "临港", "临空", "空港", "中小企业", "小微企业", "返乡", "飞地", "协同", "合作产业",
        "绿色", "低碳", "改革", "先行", "服务", "保税物流", "特色", "融合", "产业融合",
    ];
    let name = if name.ends_with('）') { &name[..name.rfind('（')?] } else { name.split('〔').next().unwrap_or(name) };
    // Cheap first: where no bracket goes, the name keeps its end.
    if !name.contains(['（', '〔']) {
        KINDS.strip_ending(name)?;
    }
    let bare = without_places(name);
    let bare = bare.rsplit_once('区').filter(|(_, rest)| rest.chars().count() > 3).map_or(bare.as_ref(), |(_, rest)| rest);
    let mut what = KINDS.strip_ending(bare)?;
    // 青湖高新区电子商务产业园: a park inside another.
    what = what.rsplit_once('区').map(|(_, rest)| rest).filter(|rest| rest.chars().count() >= 2).unwrap_or(what);
    if ["旅游区", "旅游带", "旅游合作区", "旅游度假区"].iter().any(|kind| bare.ends_with(kind)) {
        return Some(if what.ends_with("生态") { "生态旅游" } else { "旅游" }.to_owned());
    }
    if let Some(process) = bare
        .strip_suffix("加工带")
        .or_else(|| bare.strip_suffix("加工区"))
        .or_else(|| bare.strip_suffix("加工园区"))
        .filter(|what| what.chars().count() >= 2)
    {
        let what = without_start(process, &PRAISE);
        return (what != "出口" && what != "保税").then(|| format!("{what}加工"));
    }
    while let Some(rest) = QUALITIES.strip_ending(what) {
        what = rest;
    }
    // 长春国际汽车城 is one of 汽车, 东盛国际商贸物流港 of 商贸物流.
    let what = what.split_once("国际").map(|(_, rest)| rest).filter(|rest| is_plain(rest)).unwrap_or(what);
    let what = core(without_town(without_origin(without_start(what, &PRAISE))), 2);
    let known = Reference::load().industry_at_end(what).is_some_and(|known| known.chars().count() >= 2);
    if !known || what.chars().count() < 2 {
        return None;
    }
    let general = GENERAL.contains(&what)
        || what.ends_with("经济") && !["数字经济", "循环经济", "海洋经济", "低空经济", "银发经济"].contains(&what)
        || what.ends_with("贸易") && !what.contains("服务")
        || ["科技", "工业", "总部", "经济技术", "高新技术"].iter().any(|end| what.ends_with(end));
    (!general).then(|| what.to_owned())
}

/// Whether the name of a park has more to it than its industry and what kind of park it is: 天北新区化工园, not 电子产业集聚区.
pub(super) fn has_own_name(park: &str, industry: &str) -> bool {
    (park.ends_with(['园', '城']) || park.ends_with("园区"))
        && park.split_once(industry).is_some_and(|(before, _)| {
            before.chars().count() >= 2 && without_start(before, &PRAISE) == before && !before.starts_with(['个', '超'])
        })
}

/// Without the town that stands before the industries: 纺织服装 of 顾山纺织服装, 化工 of 潘湾化工. Names of towns are told by their last character.
fn without_town(what: &str) -> &str {
    let reference = Reference::load();
    let mut left = what;
    while let Some(known) = reference.industry_at_end(left).filter(|known| known.chars().count() >= 2) {
        left = &left[..left.len() - known.len()];
    }
    // 曹甸教玩具: the town, and what is not known of the name.
    let ends = left.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1).take(2);
    let town = ends.filter(|&end| reference.ends_as_town(&left[..end]));
    match town.last().filter(|&end| left != what && left[end..].chars().count() <= 1) {
        Some(end) => &what[end..],
        None => what,
    }
}

/// 富士康电子 is 电子, but 智能电网 and 生物医药 are whole: a name that only stands before an industry's is left out.
fn core(what: &str, least: usize) -> &str {
    const QUALIFIERS: &[&str] = &[
        "智能", "新", "高", "绿色", "现代", "先进", "特种", "精细", "精密", "通用", "日用", "工业", "生态", "海洋", "海上", "临空", "临港",
        "空港", "跨境", "国际", "数字", "网络", "信息", "文化", "体育", "医疗", "健康", "康养", "航空", "航天", "动力", "大", "小", "微",
        "电", "光", "水", "风", "氢", "核", "生物", "家用", "专用", "农", "林", "中", "民", "特色", "综合", "循环", "再生", "进口", "出口",
        "创新", "软件", "技术", "半导体", "第三代", "功能", "纳米", "有机", "优质", "名优", "传统", "民族", "高档", "节能", "城市", "都市",
        "设施", "林下", "滨海", "沿海", "矿山", "工程", "交通", "化学", "应急", "安全", "时尚", "休闲", "乡村", "红色", "智慧", "虚拟",
        "类脑", "未来", "深海", "低空", "低碳", "零碳", "清洁", "可再生", "可降解", "精品", "复合", "无机", "天然", "合成", "热带", "高原",
        "高山", "草原", "商务",
    ];
    let Some(known) = Reference::load().industry_at_end(what).filter(|known| known.chars().count() >= 2) else { return what };
    let before = &what[..what.len() - known.len()];
    let whole = before.chars().count() < least
        || is_industry(before)
        || QUALIFIERS.iter().any(|word| before.starts_with(word) || before.ends_with(word));
    if whole { what } else { known }
}

/// The name of a park without the places and countries that it holds.
fn without_places(name: &str) -> Cow<'_, str> {
    static COUNTRY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:中国|国家|中[〇㐀-鿿])?(?:—|-)?(?:东盟|马来西亚|泰国|越南|德国|新加坡)?|（[^）]*）|〔[^〕]*〕"));
    let opens = name.starts_with(['中', '国', '东', '马', '泰', '越', '德', '新', '—', '-']);
    let bare = if opens || name.contains(['（', '〔']) { COUNTRY.replace_all(name, "") } else { Cow::Borrowed(name) };
    // Cheap first: most names of parks hold neither a place nor a town.
    let town = bare.contains(['镇', '乡', '木', '道', '团', '场']);
    if !town && !Reference::load().might_name_a_place(&bare) {
        return bare;
    }
    let named = park::named_in(&bare).last().map_or(0, |(end, _)| *end);
    if named > 0 && !town {
        return bare[named..].to_owned().into();
    }
    let sites = place::sites(&bare, &Home::default());
    if named > 0 {
        let town = sites.iter().rfind(|site| site.kind == place::SiteKind::Town).map_or(0, |site| site.span.end);
        return bare[named.max(town)..].to_owned().into();
    }
    match sites.into_iter().rfind(|site| site.kind != place::SiteKind::Park && site.kind != place::SiteKind::Region) {
        Some(site) => bare[site.span.end..].trim_start_matches(['市', '县', '区', '省', '）']).to_owned().into(),
        None => match park::place_in(&bare) {
            Some((at, place)) => bare[at + place.len()..].to_owned().into(),
            None => bare,
        },
    }
}
