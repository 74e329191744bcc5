//! Which words name an industry, and how lists of them are written.

use std::sync::LazyLock;

use regex::Regex;

use crate::mention::place;
use crate::reference::{Rank, Reference};
use crate::text::Span;

/// An industry in a stretch of text.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) span: Span,
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// Adverbs and verbs by which a place comes to an industry.
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:进一步|要|应|将|可|应当|重点|着力|大力|积极|加快|着重|努力|主要|优先|全力|主动|配套|延伸|协同|有序|适度|稳步|继续|前瞻|同时|逐步|深度|因地制宜|合理|规划|鼓励|支持|引导|推动|推进|促进|组织|聚力|集中力量|持续|培育和|培育|深入|不断|充分|科学|创新|分别|协调|错位|着眼|全面|大规模|高标准|高水平|高质量|选择|加大|突出|利用|逐渐|率先|并|和|、|，)*",
        r"(?:发展壮大|培育壮大|培育发展|培育引进|引进培育|引进发展|承接发展|承接和发展|发展和提升|改造提升|巩固提升|巩固壮大|提质升级|做大做强做优|做大做强|做强做大|做优做强|做精做优|布局建设|建设发展|延伸发展|开发利用|打造形成|建设成为|发展成为|打造成为|聚焦发展|开发|发展|培育|壮大|做大|做强|做优|做精|提升|巩固|布局|打造|建设|建成|形成|承接|引进|生产|聚焦|抢占|构建|主攻|围绕|扶持|创建|建立|设立|集聚|谋划|推广|培植|创成|加快|推进|重点抓好|推动)(?:一批|起|成为|成|以)?"
    ))
});

/// The first verb of a stretch.
pub(super) fn verb(words: &str) -> Option<Span> {
    VERB.find(words).map(|found| Span::new(found.start(), found.end()))
}

/// Verbs whose object is an industry without more ado: 发展纺织丝绸.
pub(super) static GROWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:发展|培育|壮大|做大|做强|做优|做精|提升|巩固|生产|开发|承接|主攻|聚焦|扶持|抢占|发展壮大|引进|布局|培植)(?:一批)?$")
});

/// Words before places that make them the ones that a sentence is about.
pub(super) static LEADS_TO_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|，|；)?(?:支持|推动|引导|鼓励|指导|促进|推进|组织|加快|在|依托|以|把|将|由|围绕|充分发挥|充分利用|发挥|利用|优先在|着重在|积极推动|积极引导|重点支持|因此|其中|逐步把|努力把|争取把|争取在|新疆|甘肃|第[一二三四五六七八九十]+师)+$",
    )
});

/// 以A为主导, 主导产业为: what may stand right behind the places that it is about.
pub(super) static MAINLY_OPENS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:要|应|则|主要)?(?:以|围绕|依托|借助|利用|主导产业|产业定位|功能定位|定位|重点产业|主攻|聚焦|为(?:重点|核心|中心|主|龙头)|的?(?:主导|特色|支柱)产业)",
    )
});

/// A label before a list: 主导产业：
pub(super) static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:主导产业|产业定位|功能定位|发展定位|重点产业|主要产业|特色产业|培育产业|产业方向|发展方向|重点发展产业|首位产业|支柱产业|优势产业)(?:为|是)?$",
    )
});

/// Whether a verb puts something somewhere: 向 does where 集中 or 布局 follows.
pub(super) fn puts(words: &str, found: regex::Match<'_>) -> bool {
    !found.as_str().ends_with('向')
        || !words[..found.start()].ends_with(['方', '面', '导', '走', '转', '取'])
            && ["集中", "布局", "集聚", "聚集", "拓展"].iter().any(|verb| words[found.end()..].contains(verb))
}

/// A place that is the core of what the heading names.
pub(super) static CORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^以.*为(?:核心|中心|重点|主|龙头|依托)|为(?:核心|中心|重点|主)"));

/// Verbs that say where an industry is put.
pub(super) static LAID_OUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:优先|主要|重点|着重|集中)*(?:布局在|布局于|布局到|分布在|集中在|落户|入驻|布局|投放到|进驻|向)|^以.{2,40}为(?:重点|核心|主)",
    )
});

/// What ends the name of an industry without being part of it.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?:[一二两三四五六七八九十]大|\d+个|(?:百亿|千亿|万亿)元?级?|[一二三四五]期|特色|优势|重点|重大|主导|支柱|示范|循环|循环经济示范|出口|创新|先进|转型|工业)*",
        r"(?:产业(?:集群|基地|链条?|带|园区?|集聚区|聚集区|示范基地|示范园区?|体系|高地|强市|强县|示范区|项目|化?示范区|新城|集群化|生态|转移|基础|优势)?|电站|生产基地|基地|集群|产业|行业|项目|工程|园区|聚集区|集聚区|高地|基地城市|综合示范区|载体|领域|企业|产品基地|龙头企业|品牌|新赛道|赛道|板块|示范线|主产区|重要载体|种植基地))+$"
    ))
});

/// Names by which a place becomes the centre of an industry: 区域性金融中心, 国际旅游目的地, 国家物流枢纽.
static CENTRE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<what>[\p{Han}]{2,12}?)(?:目的地|集散地|胜地|名城|枢纽|节点城市|中心城市|示范城市|中心|示范市|示范县|承接地|聚集地|集散中心|名县|名镇|城市|示范区|交易市场|重要载体|口岸城市|(?:梯度)?转移(?:重点)?承接地)$",
    )
});

/// Words before an industry that only praise or place it.
static PRAISE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:引导|推动|支持|鼓励|促进|加快|引进|逐渐|并|知名|优质|(?:若干)?个?(?:自治区级|市级)|重点|大力|一批|若干|国家级?|省级|国内(?:一流|领先|先进|重要)?|国际一流|国际化|世界级?|全国|全省|我国|我省|面向|区域性|地区性|国际性|区域|重要|主要|特色|优势|传统|具有|高水平|大型|其|各类|本地|当地|现有|相关|先导型|配套|骨干|支柱|主导|百亿级?|千亿级?|万亿级?|百亿元|千亿元|“|以|的|等|新一轮|东部|发达地区|产业|(?:一|两|二|三|四|五|六|七|八|九|十|\d+)(?:大|个|家|批)|和|及|与)+",
    )
});

/// Words of rank, not of an industry.
const RANKS: [&str; 42] = [
    "战略性新兴", "战略新兴", "新兴", "支柱", "主导", "特色", "优势", "传统", "重点", "未来", "先导", "特色优势", "优势特色", "传统优势",
    "首位", "骨干", "接续", "替代", "接续替代", "富民", "特色富民", "产业", "相关", "关联", "配套", "上下游", "工业", "三次", "实体经济",
    "民营经济", "县域经济", "开放型经济", "园区经济", "新质生产力", "总部经济", "临港型", "外向型", "主导型", "新型", "新兴战略性", "临港",
    "临海",
];

/// Fields of policy, means and qualities that are developed too, but are no industries.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:.*(?:教育|职业教育|脱贫|扶贫|攻坚|基础设施|公共服务|社会事业|体制|机制|改革|政策|环境|营商环境|生态环境|能力|水平|质量|效益|优势|作用|格局|模式|体系|(?:服务|信息|公共|交易|合作|融资|创新|孵化|技术|开放|展示)平台|制度|标准|规范|安全|人才|队伍|党建|文明|民生|就业|社会保障|城镇化|乡村振兴|一体化|发展|合作|交流|开放|通道|厂房|标准厂房|用地|土地|资金|贷款|投资|消费|市场主体|主体|企业|品牌|招商引资|引资|质效|动能|新区|县城|新城|城区|乡村|社区|治理|管理|监督|服务体系|公路|铁路|道路|大桥|机场|港口码头|水利|水库|供水|管网|污水|垃圾处理|医院|学校|住房|小区|走廊|屏障|增长极|极核|支点|桥头堡|先行区|先行示范区|排头兵|样板|标杆|引擎|高地|龙头|示范作用|条件|要素|需求|供给|规模|总量|比重|占比|竞争力|影响力|集聚力|创新驱动|创新创业|链条|协同|联动|融合|循环化改造|标准化|数字化|转型|升级|改造|扩容|提质|增效|问题|任务|目标|项目建设|新格局|实践|经验|成果|技术|共性技术|核心技术|关键技术|研发|攻关|承载|承载力|配套设施|设施|功能|布局|规划|试点|试验|创新|战略|行动|机遇|合力|资源|优惠|方式|方向|空间|区域|地区|城市|中心城市|县域|节点|门户|纽带|枢纽|基地|园区|开发区|自贸试验区|综保区|工作|活动|宣传|文化事业|体育事业|养老事业|卫生事业))$",
        r"|[“”《》%％\d]{2,}|[，；。]|^[\d]|了|^(?:有|能|可|使|让|被|把|对|向|在|从|为|是|与|由|不|已|还|更|最|全面|进一步|充分|有效|切实)"
    ))
});

/// Bodies, and words that end as an industry does and are none.
static NEVER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"作为|吸引|更多|提供|基本|我国|能力|投产|联动|产能|^中国|[（）()]$|^[（）()]|提高|推进|实施|要|并|对接|各|之间|方向|不断|积极|依托|通过|围绕|进行|开展|参与|建立|优化|完善|^(?:高性能|方便|优质|安全|营养|生态|生态型|综合|综合型|绿色|高端|信息化|基础|地位|生态环保|中小|超|元|产品|产品及服务|多层次产品|系列产品|知名|高新|国际国内|下游|上下游|下游配套|上下游配套|服务|加工|制造|生产|经济|资源|科技|技术)$|(?:厅|局|委|办|政府|部门|单位|公司|集团|协会|指挥部|企业|就业|创业|作业|行业|专业|事业|主业|毕业|多元化|名牌产品|新产品|小镇|强县|示范点|公共服务|审批服务|党群服务|政务服务|金融服务体系|人才培养|创新主体|上市公司|经济带|城市群|经济圈|区|院|库|厂|率|谷|国民经济|贡献|布局和)$",
    )
});

/// Whether a name ends as those of industries do (`ontology/industries.ttl`): 氢能装备, 茉莉花茶.
fn is_industry(name: &str) -> bool {
    Reference::load().ends_as_industry(name)
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
                found.push(Span::new(start, at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.push(Span::new(start, text.len()));
    let mut split = Vec::new();
    for span in found {
        // 新能源新材料 is two.
        let content = &text[span.start..span.end];
        match content.strip_prefix("新能源").filter(|rest| rest.starts_with('新')) {
            Some(rest) => {
                let middle = span.end - rest.len();
                split.push(Span::new(span.start, middle));
                divide(text, Span::new(middle, span.end), &mut split);
            }
            None => divide(text, span, &mut split),
        }
    }
    split
}

/// Cuts at 和 and 及 where either side can stand alone: 汽车和机械, but not 汽车及零部件, 饮料和精制茶制造业.
fn divide(text: &str, span: Span, found: &mut Vec<Span>) {
    let content = &text[span.start..span.end];
    for joint in ["以及", "和", "及", "与", "并"] {
        for (at, _) in content.match_indices(joint) {
            let (left, right) = (content[..at].trim(), content[at + joint.len()..].trim());
            let depth = left.matches('（').count() > left.matches('）').count();
            let part =
                ["零部件", "配件", "配套", "其", "相关", "关联", "叶片", "下游", "再", "循环利用", "深加工", "服务", "技术服务", "品"];
            let dependent = right.ends_with("零部件") && right.chars().count() <= 6
                || joint == "和" && matches!(right, "加工业" | "加工" | "制造业" | "深加工" | "深加工产业")
                || right.starts_with("零部件") || right.starts_with("配件") || right.starts_with('其') || joint != "和" && part.contains(&right)
                || joint == "和" && matches!(right, "技术服务" | "信息技术服务业" | "信息技术服务" | "精制茶制造业")
                || right.starts_with("信息技术服务")
                // 糖及食品加工业: one industry of two materials.
                || joint != "和" && joint != "以及" && ["加工", "加工业", "制造", "冶炼", "深加工", "配送业"].iter().any(|end| right.ends_with(end)) && !["业", "加工", "制造", "产业", "修造", "冶炼", "服务"].iter().any(|end| left.ends_with(end));
            let stands = |side: &str| {
                let side = TAIL.replace(side, "");
                is_industry(&side) || CENTRE.is_match(&side) || side.chars().count() >= 3
            };
            // 陶瓷集散中心和生产基地: both are of the one industry.
            if !depth && !right.is_empty() && TAIL.replace(right, "").is_empty() && stands(left) {
                divide(text, Span::new(span.start, span.start + at), found);
                return;
            }
            if !depth && !dependent && stands(left) && stands(right) {
                divide(text, Span::new(span.start, span.start + at), found);
                divide(text, Span::new(span.start + at + joint.len(), span.end), found);
                return;
            }
        }
    }
    if !content.trim().is_empty() {
        found.push(span);
    }
}

/// The industry that an item names, without what is no part of its name; `certain` where a label or a verb of growth already says that it is one.
pub(super) fn industry(item: &str, certain: bool) -> Option<String> {
    let mut words: String = item.chars().filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”')).collect();
    if let Some(at) = words.rfind('的').filter(|&at| !words[at..].contains('）') && !words[..at].ends_with('目')) {
        words = words[at + '的'.len_utf8()..].to_owned();
    }
    let mut bracket = String::new();
    if let Some(at) = words.find('（')
        && words.ends_with('）')
    {
        bracket = words[at..].to_owned();
        words.truncate(at);
        if bracket.contains(['、', '等', '含', '如']) || bracket.chars().count() > 8 {
            bracket.clear();
        }
    }
    let words = words.trim_end_matches("等").trim_end_matches("建设").trim_end_matches("发展");
    // 承接广东建筑陶瓷产业转移: from where it comes is no part of its name.
    let words = without_origin(&PRAISE.replace(words, "")).to_owned();
    let mut name = PRAISE.replace(&words, "").into_owned();
    let mut tailed = false;
    if let Some(centre) = CENTRE.captures(&name).and_then(|found| found.name("what")).map(|what| what.as_str().to_owned()) {
        let centre = PRAISE.replace(&centre, "").into_owned();
        // 国际旅游目的地 is one of 旅游; 国际航运 is an industry of its own.
        let centre = match centre.strip_prefix("国际").or_else(|| centre.strip_prefix("国家")) {
            Some(rest) if !rest.starts_with(['航', '贸', '采', '中', '配']) => rest,
            _ => &centre,
        };
        let centre = PRAISE
            .replace(centre, "")
            .trim_end_matches("梯度")
            .trim_end_matches("重点")
            .trim_end_matches("转移")
            .trim_end_matches("产业")
            .to_owned();
        if is_industry(&centre) {
            tailed = true;
            name = centre;
        }
    }
    if let Some(tail) = TAIL.find(&name) {
        tailed = true;
        let cut = name[..tail.start()].trim_end_matches("国家高技术").trim_end_matches("国家").to_owned();
        name = cut;
    }
    let name = name.trim_end_matches(['等', '类']).trim_matches(|c: char| "，。；：、".contains(c)).to_owned();
    let name = PRAISE.replace(&name, "").into_owned();
    let count = name.chars().count();
    if RANKS.contains(&name.as_str())
        || !(1..=24).contains(&count)
        || count == 1 && !(tailed || is_industry(&name))
        || NEVER.is_match(&name)
        || OTHER.is_match(&name) && !is_industry(&name)
    {
        return None;
    }
    (tailed || certain || is_industry(&name)).then(|| if bracket.is_empty() { name.clone() } else { format!("{name}{bracket}") })
}

/// The words behind a province or a region with which they begin.
fn without_origin(words: &str) -> &str {
    let reference = Reference::load();
    let province = reference.place_prefix(words).filter(|(_, places)| places[0].rank == Rank::Province).map(|(name, _)| name.len());
    let origin = province.or_else(|| reference.regions().find(|region| words.starts_with(*region)).map(str::len));
    origin.filter(|&len| len < words.len()).map_or(words, |len| &words[len..])
}

/// The industries of a list; `certain` as for [`industry`].
pub(super) fn list(text: &str, offset: usize, certain: bool) -> Vec<Found> {
    // One member that is an industry for sure makes the others so.
    let sure = |certain| items(text).iter().filter(|item| industry(&text[item.start..item.end], certain).is_some()).count();
    let umbrella = || text.rsplit_once('等').is_some_and(|(_, what)| industry(what, false).is_some());
    let certain = certain || text.contains('、') && (2 * sure(false) >= sure(true) || umbrella());
    // A、B等C产业: the umbrella behind 等 is one of them.
    let mut found: Vec<Found> = Vec::new();
    for item in items(text) {
        let content = &text[item.start..item.end];
        let parts: Vec<Span> = match content
            .find('等')
            .filter(|&at| at > 0 && !content[at..].starts_with("等级") && content.chars().filter(|c| *c == '（').count() == 0)
        {
            Some(at) => vec![Span::new(item.start, item.start + at), Span::new(item.start + at + '等'.len_utf8(), item.end)],
            None => vec![item],
        };
        for part in parts {
            let words = &text[part.start..part.end];
            if let Some(name) = industry(words, certain) {
                found.push(Found { name, span: part.shift(offset) });
            }
            // 生物医药（生物制药、现代中药等）: what the bracket holds are industries too.
            if let Some((_, inner)) = words.split_once('（')
                && let Some(inner) = inner.strip_suffix('）')
                && inner.contains(['、', '等'])
            {
                let at = part.start + words.len() - inner.len() - '）'.len_utf8();
                let inner = inner.trim_start_matches(['含', '如']).trim_start_matches("包括").trim_start_matches("以");
                found.extend(list(inner, at + offset, certain).into_iter().map(|mut item| {
                    item.span = part.shift(offset);
                    item
                }));
            }
        }
    }
    restore_shared(&mut found, text);
    found
}

/// 秸秆、蔗渣发电 is 秸秆发电 and 蔗渣发电; 铜、铝精深加工 is both.
fn restore_shared(found: &mut [Found], _text: &str) {
    const SHARED: [&str; 8] = ["发电", "精深加工", "深加工", "装备制造", "加工", "冶炼", "造纸", "种植"];
    let Some(last) = found.last() else { return };
    let Some(ending) = SHARED.iter().find(|ending| last.name.ends_with(**ending) && last.name.len() > ending.len()) else { return };
    let count = last.name.chars().count() - ending.chars().count();
    let equal = |item: &Found| *ending == "装备制造" && item.name.chars().count() == count && count == 2;
    let alike = found
        .iter()
        .rev()
        .skip(1)
        .take_while(|item| {
            item.name.chars().count() <= count.min(2) && !is_industry(&item.name) || item.name.chars().count() == 1 || equal(item)
        })
        .count();
    let end = found.len() - 1;
    for item in &mut found[end - alike..end] {
        item.name.push_str(ending);
    }
}

/// 以A、B为主的C产业, 形成以A为主导, 主导产业为A: the industries.
pub(super) fn mainly(words: &str, offset: usize) -> Vec<Found> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"以(?:发展)?(?P<list>[^，；。]{2,80}?)(?:等)?(?:产业)?为(?:主导|主体|主|重点|支柱|特色|龙头|支撑|核心|导向)(?:产业)?(?:的(?P<what>[^，；。]{2,30}))?",
        )
    });
    static IS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:主导产业|产业定位|功能定位|定位|重点产业|首位产业|主攻产业)(?:为|是|于)(?P<list>[^，；。]{2,80})"));
    if let Some(found) = BY.captures(words)
        && let Some(inner) = found.name("list").filter(|list| place::sites(list.as_str()).is_empty())
    {
        let mut all = list(inner.as_str(), offset + inner.start(), found.name("what").is_some());
        if all.is_empty() {
            return all;
        }
        if let Some(what) = found.name("what").filter(|_| !found[0].contains("为导向")) {
            all.extend(industry(what.as_str(), false).map(|name| Found { name, span: Span::new(what.start(), what.end()).shift(offset) }));
        } else if let Some(what) = found.name("what") {
            return list(what.as_str(), offset + what.start(), true);
        }
        return all;
    }
    if let Some(inner) = IS.captures(words).and_then(|found| found.name("list")) {
        return list(inner.as_str(), offset + inner.start(), true);
    }
    Vec::new()
}

/// 重点发展A、B, 打造C产业集群, 把…建成D基地: what verbs of growth govern.
pub(super) fn developed(words: &str, offset: usize) -> Vec<Found> {
    let mut found = Vec::new();
    let mut verbs: Vec<regex::Match<'_>> = Vec::new();
    for verb in VERB.find_iter(words) {
        let inside = words[..verb.start()].matches('（').count() > words[..verb.start()].matches('）').count();
        if inside || is_noun(words, &verb) {
            continue;
        }
        verbs.push(verb);
    }
    for (index, verb) in verbs.iter().enumerate() {
        let stop = verbs.get(index + 1).map_or(words.len(), |next| next.start());
        let object = &words[verb.end()..stop];
        if object.trim().is_empty() {
            continue;
        }
        // 承接A产业转移的载体: what is moved there.
        let object = match object.split_once("转移") {
            Some((moved, _)) if verb.as_str().ends_with("承接") => moved,
            _ => object,
        };
        let grows = GROWS.is_match(verb.as_str());
        // 航空、汽车等领域的高端铝材: what is made, not where it is used.
        let object = ["领域的", "领域"]
            .iter()
            .find_map(|end| object.split_once(end))
            .map_or(object, |(_, what)| if what.is_empty() { object } else { what });
        let works = ["项目", "工程", "企业", "品牌"].iter().any(|end| object.trim_end().trim_end_matches("建设").ends_with(end));
        let many = grows && !works && object.contains('等') && object.matches('、').count() >= 2;
        let tailed = !works && (TAIL.is_match(object.trim_end_matches("等").trim_end()) || object.contains("产业")) || is_centre(object);
        if grows || tailed || works || object.contains("产品") {
            let at = object.as_ptr() as usize - words.as_ptr() as usize;
            found.extend(list(object, offset + at, tailed || many));
        }
    }
    found
}

/// Whether a word names a place as the centre of an industry: 国际旅游目的地.
fn is_centre(word: &str) -> bool {
    CENTRE
        .captures(word.trim())
        .and_then(|found| found.name("what"))
        .is_some_and(|what| is_industry(&PRAISE.replace(what.as_str(), "").replace("梯度", "")))
}

/// 产业发展, 开发区, 建设项目: a verb's word that is part of a noun.
fn is_noun(words: &str, verb: &regex::Match<'_>) -> bool {
    let behind = &words[verb.end()..];
    let before = &words[..verb.start()];
    let ends = |word: &str| verb.as_str().ends_with(word);
    let follows = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    ends("开发") && follows(&["区", "商", "者", "开放"])
        || ends("发展")
            && follows(&[
                "战略", "规划", "空间", "的", "阶段", "中国家", "环境", "基础", "势头", "格局", "条件", "机遇", "基金", "水平", "质量",
                "目标",
            ])
        || ends("建设") && follows(&["项目", "用地", "者", "期", "规模", "规划", "指挥部", "单位", "的"])
        || ends("承接") && follows(&["地", "载体", "能力", "基地"])
        || ends("提升") && follows(&["行动", "工程", "计划"])
        || verb.as_str() == "发展" && (before.ends_with("产业") || before.ends_with("经济")) && behind.starts_with(['，', '。'])
        || ends("生产") && behind.starts_with(['基', '性', '能', '要', '力', '总', '线', '厂', '者', '型', '企'])
        || verb.as_str() == "加快"
        || verb.as_str() == "推进" && behind.is_empty()
}

/// The base, cluster or centre of an industry that stands right behind places: 糖业基地, 区域性金融中心, 核电项目.
pub(super) fn named(words: &str, offset: usize) -> Vec<Found> {
    static CUT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:集聚发展|集聚壮大|加快|大力|积极|进一步|建设|发展|前期工作|扩区|协同|规范|有序|合理|升级|扩能|联动|转型|提质|高质量|做大|壮大|竞争)",
        )
    });
    let stretch = words.trim_start_matches(|c: char| "的、，".contains(c) || c.is_whitespace());
    let lead = words.len() - stretch.len();
    if stretch.starts_with(['为', '至', '与', '和', '之', '等', '（', '“', '到'])
        || VERB.find(stretch).is_some_and(|verb| verb.start() == 0 && !is_noun(stretch, &verb))
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    // Each item is to be named as a base of its own, or share the base of the last.
    let end = CUT.find(stretch).map_or(stretch.len(), |cut| cut.start());
    let object = stretch[..end].trim_end_matches(['、', '和', '及']);
    let is_base = |item: &str| {
        let item = item.trim_end_matches('等');
        TAIL.is_match(item) || is_centre(item)
    };
    if object.is_empty() || !items(object).iter().any(|item| is_base(&object[item.start..item.end])) {
        return found;
    }
    for item in list(object, offset + lead, true) {
        let works = ["项目", "工程", "电站", "企业", "品牌"].iter().any(|end| object.ends_with(end));
        if is_industry(&item.name) && (!works || item.name.chars().count() <= 6) || !works && TAIL.is_match(object) {
            found.push(item);
        }
    }
    found
}

/// The industry that the name of a park tells: 电子信息 of 北海电子信息产业园, none of 南宁高新技术产业开发区.
pub(super) fn of_park(name: &str) -> Option<String> {
    static KIND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?P<what>[\p{Han}A-Z]{2,14}?)(?:国家)?(?:循环化改造)?(?:示范|出口|集中|工业|特色)?(?:产业园区?|产业城|工业园区?|加工园区?|园区|城|园|试验区|综合试验区|示范区|旅游区|合作区|度假区|基地|集聚区|产业示范园区?|先导区|港)(?:（[^）]*）)?$",
        )
    });
    let bare = without_places(name);
    let bare = bare.rsplit_once('区').filter(|(_, rest)| rest.chars().count() > 3).map_or(bare.as_str(), |(_, rest)| rest);
    let what = KIND.captures(bare)?.name("what")?.as_str().to_owned();
    let what = PRAISE.replace(&what, "").into_owned();
    if let Some(kind) = ["旅游区", "旅游带", "旅游合作区", "旅游度假区"].iter().find(|kind| bare.ends_with(**kind)) {
        return Some(if bare.trim_end_matches(kind).ends_with("生态") { "生态旅游" } else { "旅游" }.to_owned());
    }
    let what = what.trim_end_matches("改革").trim_end_matches("综合").trim_end_matches("产业").trim_end_matches("国家").to_owned();
    let general = [
        "经济", "技术", "经济技术", "高新", "高新技术", "综合", "保税", "出口", "边境", "跨境", "自由", "合作", "工业", "产业", "科技",
        "农业", "转移", "创业", "创新", "共建", "智慧", "生态", "循环经济", "循环", "现代", "先进", "开放", "开发", "新", "贸易",
        "自由贸易", "高技术", "高端", "民族", "海峡", "国际", "总部", "孵化", "临港", "临空", "空港", "中小企业", "小微企业", "返乡",
        "飞地", "协同", "合作产业", "绿色", "低碳", "改革", "先行", "服务",
    ];
    if general.contains(&what.as_str())
        || what.ends_with("合作")
        || what.ends_with("经济") && what != "数字经济"
        || what.ends_with("贸易") && !what.contains("服务")
        || what.ends_with("科技")
        || what.ends_with("工业")
        || what.ends_with("总部")
        || what.ends_with("经济技术")
        || what.ends_with("高新技术")
    {
        return None;
    }
    (is_industry(&what) && what.chars().count() >= 2).then_some(what)
}

/// 以A、B为主的C带: what the belt or zone named behind rests on, and where its name begins.
pub(super) fn rests_on(words: &str, offset: usize) -> Option<(Vec<Found>, usize)> {
    static BY: LazyLock<Regex> = LazyLock::new(|| pattern(r"以(?P<list>[^，；。以]{2,60}?)(?:等)?为主的"));
    let found = BY.captures(words)?;
    let inner = found.name("list").filter(|list| place::sites(list.as_str()).is_empty())?;
    Some((list(inner.as_str(), offset + inner.start(), true), offset + found.get(0)?.end()))
}

/// What a stretch is about that opens with 为核心的: 铝产业集群 of 以南宁为核心的铝产业集群.
pub(super) fn of_core(words: &str, offset: usize) -> Vec<Found> {
    static OPENS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^为(?:核心|中心|重点|主体|主|龙头|支撑)[^的，]{0,20}的"));
    let Some(opening) = OPENS.find(words) else { return Vec::new() };
    let rest = &words[opening.end()..];
    if TAIL.is_match(rest.trim_end_matches("建设")) { list(rest, offset + opening.end(), true) } else { Vec::new() }
}

/// The name of a park without the places and countries that it holds.
fn without_places(name: &str) -> String {
    static COUNTRY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:中国|国家|中[\p{Han}])?(?:—|-)?(?:东盟|马来西亚|泰国|越南|德国|新加坡)?|（[^）]*）|〔[^〕]*〕"));
    let bare = COUNTRY.replace_all(name, "").into_owned();
    match place::sites(&bare).into_iter().rfind(|site| site.kind != place::SiteKind::Park && site.kind != place::SiteKind::Region) {
        Some(site) => bare[site.span.end..].trim_start_matches(['市', '县', '区', '省', '）']).to_owned(),
        None => match (crate::mention::park::place_in(&bare), Reference::load().county_prefix(&bare)) {
            (Some((at, place)), _) => bare[at + place.len()..].to_owned(),
            (None, Some((county, _))) => bare[county.len()..].to_owned(),
            (None, None) => bare,
        },
    }
}
