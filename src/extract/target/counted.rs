//! The number stands before what it counts: 培育20家以上龙头企业.

use std::sync::LazyLock;

use regex::Regex;

use super::measured::ADVERB;
use super::pattern::Pattern;
use super::{COUNT, Goal, Sentence};
use crate::extract::Measure;
use crate::mention::Mention;
use crate::mention::quantity::{Comparator, Found, Quantity, UnitKind};
use crate::reference::Reference;
use crate::text::{Span, unspaced};
use crate::words::{CharSet, Words};

/// Verbs by which things that can be counted come to be.
const MAKE: &str = "打通|疏通|拆除|续建|栽植|除险加固|新组建|组建|回收|腾退|选聘|轮训|流转|收储|新建|改建|扩建|改扩建|建设|建成|建立|打造|培育|培养|培训|引进|引育|新增|增加|创建|创成|争创|推进|推动|形成|实施|完成|开展|争取|组织|认定|筛选|确定|扶持|支持|发展|改造|开通|布局|设立|成立|孵化|申报|评选|遴选|选拔|选树|选派|招引|招募|开工|竣工|投产|落地|签约|搭建|制定|制修订|修订|编制|举办|达到|达|实现|突破|获得|获批|启动|盘活|建|储备|谋划|策划|推广|提升|升级|上市|培植|壮大|带动|帮扶|转化|攻克|突出抓好|抓好|抓|集中力量推进|统筹推进|引导|做强|做优|新创|授权|取得|保持|确保|加快|聚力|集聚|淘汰|关停|整治|治理|修复|创办|入选|命名|新认定|新入库|入库|新培育|布点|铺设|解决|提供|配备|招聘|力争|拥有|举行|承接|落户|入驻|安排|筹集|发放|投放|种植|植树|造林|生产|出栏|完工|开放|升格|创|增|育|引|入统|研发|开发|转移|转型|脱贫|退出|覆盖|惠及|服务|惠|办好|办成|整合|重点打造|净增|新辟|优化|维修|加固|疏浚|清淤|挂牌|复垦|供应|安置|吸纳|接待|吸引|通车|改善|提质|增设|补充|配建|新设|选定|实行|扩大|聘请|推出|创作|修建|兴建|新改扩建|新改建|更换|接入|投用|投入|新投放|出台|发布|开拓|消化|处置|新签约|净增";

pub(super) static MAKES: LazyLock<Regex> = LazyLock::new(|| Regex::new(MAKE).expect("the pattern is a constant"));

/// Adverbs before a verb that makes something.
pub(super) static BEFORE_VERB: Pattern = Pattern::at_end("快力极重点续入量筹序实出动进争年内别自织划", || {
    Regex::new(r"(?:加快|大力|积极|着力|重点|全力|继续|持续|深入|集中力量|统筹|有序|切实|突出|推动|推进|力争|每年|年内|当年|分别|各自|组织|规划|计划)$")
        .expect("the pattern is a constant")
});

impl Sentence<'_> {
    /// 建设100个工业互联网标杆应用场景: the number stands before what it counts.
    pub(super) fn counted(&self, found: &Found, previous: usize, rest: &[Found], last: Option<&Goal>) -> Option<Goal> {
        let content = self.content;
        let clause = self.clause_start(found.span.start);
        let left = &content[previous.max(clause)..found.span.start];
        let behind = &content[found.span.end..];
        let amount = found.kind == UnitKind::Amount;
        // 将75公里村道纳入养护: what is done to it stands behind.
        let handled =
            left.trim_end().ends_with(['将', '把']) && HANDLED.is_match(behind.split(['，', '；', '。', ',']).next().unwrap_or_default());
        // 50万平方米厂房、10万平方米公寓
        let same = left.trim_end().ends_with(['、', '和', '及'])
            && last.is_some_and(|last| last.rule == COUNT && last.quantity.unit.ends_with(found.quantity.unit.trim_start_matches('万')));
        if found.kind == UnitKind::Ratio
            || amount
                && (["时", "钟", "岁", "日", "伏", "kV", "度", "级"].iter().any(|end| found.quantity.unit.ends_with(end))
                    || !(left.trim_end().ends_with(ENDS_MAKE.as_slice()) || handled || same)
                    || found.quantity.unit.ends_with('元') && !is_money(behind) && !is_fund(behind))
        {
            return None;
        }
        // 2个500亿元园区: the second number is part of the name.
        let adjoins = previous == found.span.start || left.trim().is_empty();
        if adjoins && previous > clause && last.is_some_and(|last| last.quote.end >= found.span.start) {
            return None;
        }
        if is_idiom(found) {
            return None;
        }
        let stop = rest.first().map_or(content.len(), |next| next.span.start);
        let (words, end) = sized(content, found.span.end).or_else(|| things(content, found.span.end, stop))?;
        // 2个万亿元级和5个千亿元级产业集群: the noun stands behind the second.
        if is_no_thing(&words) || is_a_level(&words) || tells_of_a_level(&words) {
            return None;
        }
        // 装备、食品两大主导产业: those that were named, and no more are made.
        const KINDS: [&str; 6] = ["主导产业", "支柱产业", "优势产业", "特色产业", "新兴产业", "重点产业"];
        if found.quantity.unit == "大" && KINDS.contains(&words.as_str()) {
            return None;
        }
        // 重点抓好10件民生实事：: what is announced is told behind.
        const ANNOUNCED: [&str; 8] = ["实事", "任务", "工作", "举措", "措施", "行动", "事项", "目标"];
        if content[end..].starts_with(['：', ':']) && ANNOUNCED.iter().any(|noun| words.ends_with(noun)) {
            return None;
        }
        let few = !found.digits && matches!(found.quantity.unit.as_str(), "大" | "个");
        // 建设高铁站、六家畈古镇: a numeral amid a list of names, or behind 以, counts nothing.
        let listed = left.trim_end().ends_with('、') && last.is_none_or(|last| last.quote.end < clause) || left.trim_end().ends_with('以');
        if !found.digits && found.quantity.unit.chars().count() == 1 && listed {
            return None;
        }
        if few && (!FOUNDS.is_match(&content[clause..found.span.start]) || is_heading_word(&words)) {
            return None;
        }
        // 突破百项关键技术: here the word makes them, and bounds no number.
        let broken = content[found.span.start..].starts_with("突破");
        let made = MAKES.find_iter(&content[clause..found.span.start]).last().map(|made| clause + made.start());
        let made = made.or((broken || handled).then_some(found.span.start));
        // 首批100个示范社区全面建成: the verb stands behind.
        let done = || COMES_TO_BE.end(content[found.span.end..end].trim_end());
        let made = made.or_else(|| done().then_some(found.span.start));
        // 形成7个…园区，30个…园区: the verb of the clause before holds on.
        let opens = content[clause..found.span.start].trim().is_empty()
            && last.is_some_and(|last| {
                last.rule == COUNT && content[last.quote.end..clause].trim_matches(['，', ' ', '；']).is_empty() && last.quote.end <= clause
            });
        let continued = opens
            || left.trim_start_matches(' ').starts_with(['、', '和', '及', '与', '以'])
                && last.is_some_and(|last| last.quote.end >= clause);
        let service = if made.is_none() && !continued { served(left, &words) } else { None };
        let made = made.or(service.as_ref().map(|_| found.span.start - left.trim_start().len()));
        if made.is_none() && !continued || service.is_none() && counts_what_is(&content[clause..found.span.start]) {
            return None;
        }
        let words = service.unwrap_or(words);
        let actor = self.actor(clause, made.unwrap_or(clause));
        Some(Goal {
            indicator: words,
            measure: if amount { Measure::Level } else { Measure::Count },
            quantity: match broken {
                true => Quantity { comparator: Comparator::Equal, ..found.quantity.clone() },
                false => found.quantity.clone(),
            },
            baseline: None,
            quote: Span::new(if continued { found.span.start } else { made.unwrap_or(found.span.start) }, end),
            clause,
            rule: COUNT,
            part: false,
            subject: actor,
            at: found.span.start,
        })
    }

    /// Who makes what is counted: the words between the beginning of the clause and the verb (其他各市分别打造…), or the 各市 of 推动各市…，培育….
    pub(super) fn actor(&self, clause: usize, verb: usize) -> Option<Mention> {
        static ORDERED: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:推动|支持|鼓励|指导|引导|督促|要求|组织)(?P<who>各(?:设区市|地市|盟市|州市|市州|市县|县区|县市区|市|县|区|地|园区)|每个(?:市|县|区|园区))").expect("the pattern is a constant")
        });
        let mut stretch = &self.content[clause.min(verb)..verb];
        // 建设100个集聚区、扶持…: what is made before is not who makes.
        if stretch.contains(|c: char| c.is_ascii_digit()) && stretch.contains('、') {
            return None;
        }
        while let Some(adverb) = ADVERB.find(stretch).or_else(|| BEFORE_VERB.find(stretch)).filter(|adverb| !adverb.is_empty()) {
            stretch = &stretch[..adverb.start()];
        }
        let name = self.name(stretch, clause);
        let mention = |words: &str, span: Span| Mention { name: unspaced(words), span: span.shift(self.offset) };
        if let Some(subject) = name.subject
            && name.words.is_empty()
        {
            return Some(subject);
        }
        if ["市", "县", "区", "州", "园区", "企业", "单位", "乡镇", "基地"].iter().any(|end| name.words.ends_with(end))
            && name.start >= clause
        {
            let end = clause + stretch.trim_end().len();
            let start = name.start.min(end);
            // A list of places is named as it stands: 南宁、柳州等承接产业转移重点市.
            let whole = self.content[clause..end].trim_start();
            let start = if whole.contains('、') { end - whole.len() } else { start };
            return Some(mention(&self.content[start..end], Span::new(start, end)));
        }
        let segment = self.content[..clause].rfind('；').map_or(0, |at| at + '；'.len_utf8());
        let who = ORDERED.captures(&self.content[segment..verb])?.name("who")?;
        Some(mention(who.as_str(), Span::new(segment + who.start(), segment + who.end())))
    }
}

/// What is said at last of things that come to be.
static COMES_TO_BE: Words = Words::new(&[
    "建成", "竣工", "投产", "投用", "开工", "完工", "达产", "落地", "投入使用", "投入运营", "投运", "通车", "挂牌", "启用", "上线", "交付",
    "脱贫", "达标", "改造完成", "开业", "开园", "入统", "上市", "完成改造", "出列", "摘帽", "建成使用", "投入运行",
]);

/// What is done to things that 将 or 把 leads to: 将75公里村道全部纳入养护范围.
static HANDLED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("纳入|改造|建成|建设成|打造|提升|培育成|升级|改建|转为|转化|盘活").expect("the pattern is a constant"));

/// Who is served, and with what: 为300名老年人提供上门服务, 对50户家庭进行改造.
fn served(left: &str, words: &str) -> Option<String> {
    static SERVES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("^(?P<whom>[〇㐀-鿿（）]{2,16}?)(?:免费|统一|集中|依法|全部)?(?:提供|实施|进行|开展|安装|配备|发放|办理)(?:免费)?(?P<what>[〇㐀-鿿（）“”]{2,})$")
            .expect("the pattern is a constant")
    });
    let left = left.trim().trim_end_matches(['市', '区', '县', '省', '州']).trim_end_matches(['全', '我']);
    if !left.ends_with(['为', '对', '给', '向']) || left.chars().count() > 4 {
        return None;
    }
    let served = SERVES.captures(words)?;
    Some(format!("{}{}", &served["whom"], &served["what"]))
}

/// The things that are counted by what they reach, and where they end: 5个产值超100亿元、10个产值超50亿元的集群, where the last names them all.
fn sized(content: &str, from: usize) -> Option<(String, usize)> {
    static SIZE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[〇㐀-鿿]{2,12}?(?:超过|超|过|达到|达|突破)\d[\d.]*(?:万亿|亿|万)?元(?:以上)?|(?:[日年亩单总]|装机|单机)[〇㐀-鿿]{1,6}?(?:超过|超|达到|达|突破)?\d[\d.]*(?:亿|万|千|百)?(?:吨|公斤|斤|千瓦|兆瓦|立方米|平方米|立方|方|头|只|羽|套|台|升|米)(?:以上)?)").expect("the pattern is a constant")
    });
    let size = SIZE.find(&content[from..])?;
    let behind = &content[from + size.end()..];
    let clause = &behind[..behind.find(['，', '；', '。']).unwrap_or(behind.len())];
    let own = if clause.starts_with(['、', '和', '及']) { None } else { Some(clause.trim_start_matches('的')) };
    let noun = own.or_else(|| clause.rsplit_once('的').map(|(_, noun)| noun))?;
    let noun = noun.split(['、', '和', '及']).next()?;
    let end = if own.is_some() { content.len() - behind.len() + clause.find(noun)? + noun.len() } else { from + size.end() };
    (2..=16).contains(&noun.chars().count()).then(|| (unspaced(&format!("{}的{noun}", size.as_str())), end))
}

/// The things that are counted: the words behind the number, without what is done with them, and where they end.
fn things(content: &str, from: usize, stop: usize) -> Option<(String, usize)> {
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:按期|加快|如期|顺利|全面|尽快|早日|全部|陆续|实现|的?建设|有序|开工|投产|竣工|建成|达产|落地|投用|投入使用|投入运营|实施|通过|完成|入驻|落户|上线|完工|年内|重点扶持|重点支持|达标|交付|投运|启用|开业|挂牌)+$").expect("the pattern is a constant")
    });
    let rest = &content[from..stop];
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let from = stop - rest.len();
    let mut depth = 0_i32;
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            // The bracket in which the number stands ends here.
            '）' | ')' if depth == 0 => {
                end = at;
                break;
            }
            '）' | ')' | '”' | '》' => depth -= 1,
            '，' | '；' | '。' | '：' | ',' | '\n' if depth <= 0 => {
                end = at;
                break;
            }
            // A list of kinds goes on (“园中园”、“特色园”; 教师、医生等人才); the next number begins another goal.
            '、' if depth <= 0 && !rest[at + c.len_utf8()..].starts_with('“') && !is_one_noun(rest, at) && !tells_a_quality(rest, at) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let mut words = rest[..end].trim_end();
    // 50条具有较高集聚性、先进性的重点产业链: what they are like is no part of their name.
    if let Some((like, noun)) = words.rsplit_once('的')
        && like.contains('、')
        && noun.chars().count() >= 2
    {
        words = noun;
    }
    if end == rest.len() && stop < content.len() {
        words = words.trim_end_matches(['和', '及', '与', '以', ' ']);
        for joint in ["建成", "新增", "培育", "打造", "推进", "并"] {
            words = words.strip_suffix(joint).unwrap_or(words);
        }
    }
    if stop < content.len()
        && !rest[end..].contains(['，', '；', '。'])
        && !rest.trim_end().ends_with('、')
        && let Some((things, _)) = words.split_once(['和', '及'])
        && things.chars().count() >= 2
    {
        // 三大千亿元产业和甲、乙2个园区: what the next number counts begins here.
        words = things;
    }
    // 5万个行政村通光纤 工业和信息化部: the next cell of a row names who answers for it.
    words = without_body(words);
    let whole = words;
    if let Some(done) = DONE.find(words)
        && words[..done.start()].chars().count() >= 2
    {
        words = &words[..done.start()];
    }
    // …等63个计划年内开工项目按期开工建设, …等6个二类口岸和…升格为一类口岸: what is said of them is no part of their name.
    let end = whole.as_ptr() as usize - rest.as_ptr() as usize + whole.len();
    (words.chars().count() >= 2).then(|| (unspaced(words), from + end))
}

/// The words without a national body that ends them.
fn without_body(words: &str) -> &str {
    static BODIES: CharSet = CharSet::of("委部局署");
    if !BODIES.ends(words) {
        return words;
    }
    let starts = words.char_indices().skip(2).map(|(at, _)| at);
    let body = starts.into_iter().find(|&at| words[at..].chars().count() >= 3 && Reference::load().is_national_body(&words[at..]));
    body.map_or(words, |at| words[..at].trim_end())
}

/// Whether a list goes on behind its 、 to the noun that sums it up: 教师、医生、技术人员; 具有博士、硕士学位的人才.
fn is_one_noun(rest: &str, at: usize) -> bool {
    let clause = &rest[..rest.find(['，', '；', '。']).unwrap_or(rest.len())];
    let noun = ["人才", "人员", "干部"].iter().filter_map(|noun| Some(clause.get(at..)?.find(noun)? + at + noun.len())).min();
    let list = noun.map_or("", |end| &clause[..end]);
    !list.is_empty()
        && list.chars().count() <= 40
        && !list.contains(|c: char| c.is_ascii_digit())
        && !MAKES.find_iter(list).any(|verb| verb.as_str().chars().count() > 1)
}

/// 1个集聚力强、辐射力广的物流中心, 50条具有集聚性、先进性的产业链: whether what stands before a 、 tells what the things are like, and their noun stands
/// behind a later 的.
fn tells_a_quality(rest: &str, at: usize) -> bool {
    static QUALITIES: CharSet = CharSet::of("强高好大优新广多快低足精美全善齐整备实显");
    let clause = &rest[..rest.find(['，', '；', '。']).unwrap_or(rest.len())];
    let first = rest.split('、').next().unwrap_or_default();
    let is_quality = rest.starts_with("具有") || rest.starts_with("具备") || QUALITIES.ends(first);
    let noun = clause.rsplit_once('的').map_or("", |(_, noun)| noun);
    let counts_no_more = clause.get(at..).is_some_and(|list| !list.contains(|c: char| c.is_ascii_digit()));
    is_quality && (2..=16).contains(&noun.chars().count()) && counts_no_more
}

/// 设立500亿元新兴产业投资引导基金: a fund that is to be raised.
pub(super) fn is_fund(behind: &str) -> bool {
    let clause = behind.split(['，', '；', '。', '、']).next().unwrap_or_default();
    clause.ends_with("基金")
}

/// 2个万亿元级: a size of what is named later; 5条农村公路提档升级 is what is done.
fn is_a_level(words: &str) -> bool {
    let words = words.trim_end_matches('”');
    words.ends_with('级') && !["升级", "提级", "晋级"].iter().any(|done| words.ends_with(done))
}

/// 8大产业集群总量超过…: what is counted is not made, its sum is told.
fn tells_of_a_level(words: &str) -> bool {
    ["达到", "超过", "突破", "增长到"].iter().any(|verb| words.contains(verb))
}

/// Whether what a number stands before is a norm: 50平方米标准, but not 50万平方米标准厂房.
pub(super) fn is_norm(behind: &str) -> bool {
    let rest = behind.strip_prefix("标准");
    rest.is_some_and(|rest| !["厂房", "化", "地", "仓", "件", "田"].iter().any(|thing| rest.starts_with(thing)))
}

/// Words that a number counts without being a goal: 3个方面, 14个设区市, 5个工作日.
fn is_no_thing(words: &str) -> bool {
    const NONE: [&str; 44] = [
        "省市", "省区", "副省", "方面", "领域", "环节", "部门", "阶段", "月", "季度", "省份", "省（", "设区市", "地级市", "地市", "县（",
        "县市", "市县", "乡镇", "工作日", "自然日", "小时", "层次", "维度", "步骤", "层面", "单位", "成员", "章", "条款", "字", "小组",
        "工作组", "专班", "以上的", "以下", "重点任务", "问题", "原则", "体系", "机制", "要素", "左右", "档次",
    ];
    // 35个工业重点县…, 20个产粮大县: counties that are told of, not made.
    let counties = words.split_once('县').is_some_and(|(kind, _)| kind.ends_with(['点', '大', '困']) && kind.chars().count() <= 6);
    // 12个园区为全省代表性园区: what they are.
    let are = words.split_once('为').is_some_and(|(who, what)| {
        who.chars().count() >= 2 && !who.contains('以') && what.starts_with(['全', '国', '省', '市', '首', '该', '我', '第'])
    });
    counties
        || are
        || is_norm(words)
        || NONE.iter().any(|none| words.starts_with(none))
        || ["目标", "意见", "措施", "举措", "政策"].iter().any(|end| words.ends_with(end))
        || matches!(words, "国家" | "县" | "市" | "区" | "镇" | "村" | "盟市" | "州市" | "市州" | "县区" | "城市" | "方向" | "任务")
}

/// 现有12家企业, 涉及14个县: a count of what exists.
pub(super) fn counts_what_is(left: &str) -> bool {
    static ALREADY: LazyLock<Regex> = LazyLock::new(|| Regex::new("已(?:经)?[^，]{0,8}$").expect("the pattern is a constant"));
    let words = left.trim_end();
    let is_told = EXISTS.is_match(words) || left.chars().rev().take(10).any(|c| c == '已') && ALREADY.is_match(left);
    is_told && !words.ends_with('等') && !left.contains("力争")
}

/// Words before a number that counts what exists.
pub(super) static EXISTS: Pattern = Pattern::at_end("有括及盖为市省县区共辖等设属他余述了", || {
    Regex::new("(?:现有|已有|共有|拥有|包括|涉及|涵盖|分为|全市|全省|全县|全区|共|辖|辖区|等|下设|覆盖|下辖|所属|其他|其余|上述|了)$")
        .expect("the pattern is a constant")
});

pub(super) fn is_money(behind: &str) -> bool {
    ["投资", "产值", "税收", "收入", "销售", "资金", "贷款", "融资", "以上投资"].iter().any(|word| behind.starts_with(word))
}

/// 一个, 一支, 一批: no count.
pub(super) fn is_idiom(found: &Found) -> bool {
    found.kind == UnitKind::Tally
        && !found.digits
        && found.quantity.value.as_str() == "1"
        && !matches!(found.quantity.unit.as_str(), "家" | "座" | "所" | "%")
}

/// Verbs that found what 七大 or 三个 counts; beside others such a number tells how many there are.
static FOUNDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("打造|培育|形成|建设|建成|壮大|构建|创建|新增|新建|引进|争创|组建|发展壮大|做大做强").expect("the pattern is a constant")
});

/// 三大行动, 两个动力: what a plan counts of itself.
fn is_heading_word(words: &str) -> bool {
    [
        "动力", "领域", "行动", "举措", "任务", "体系", "工程", "传统", "优势", "方面", "支撑", "高地", "保障", "关系", "基础", "能力",
        "平台", "环境", "格局", "定位", "重点", "统筹", "意识", "产业链", "文明",
    ]
    .iter()
    .any(|word| words.starts_with(word) || words.ends_with(word) && !words.contains('元'))
}

/// Verbs that make what an amount measures: 新建50万平方米标准厂房.
const ENDS_MAKE: [char; 15] = ['建', '立', '增', '成', '设', '造', '引', '入', '供', '植', '现', '理', '到', '施', '动'];

#[cfg(test)]
mod tests {
    use super::things;

    #[test]
    fn what_is_counted_ends_where_it_stands() {
        let counted = "50条具有较高集聚性、先进性的重点产业链";
        let content = format!("培育{counted}，扩大规模");
        let (from, end) = ("培育50条".len(), "培育".len() + counted.len());
        assert_eq!(things(&content, from, content.len()), Some(("重点产业链".to_owned(), end)));
    }
}
