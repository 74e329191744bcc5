//! The number stands behind what it measures: 规模以上工业增加值增长6%.

use std::sync::LazyLock;

use regex::Regex;

use super::counted::{MAKES, counts_what_is};
use super::name::GOVERNS;
use super::pattern::Pattern;
use super::shared::names_a_measure;
use super::{COUNT, Goal, LEVEL, Sentence, context};
use crate::extract::Measure;
use crate::mention::Mention;
use crate::mention::quantity::{Comparator, Found, Quantity, UnitKind};
use crate::text::{Span, unspaced};
use crate::words::CharSet;

/// Verbs by which a number is a growth.
const GROWTH: &str = "(?:增长|递增)率?(?:达到|达|保持在|保持|为|稳定在|力争)?|增速(?:达到|达|保持在|保持|稳定在|为|力争)?|增幅(?:达到|达|保持在|为)?|增速|递增|提高|提升|增加|上升|增长|同比增|增";

/// Verbs by which a number is a reduction.
const REDUCTION: &str = "下降率?(?:达到|达)?|降低|减少|压减|缩减|削减|消减|压缩|缩短|降幅达到|减排|节约|下降|缩小";

/// Verbs by which a number is a level.
const LEVEL_VERB: &str = r"(?:提高|提升|增加|上升|扩大|增长|升|发展|突破|增至|下降|降低|减少|压缩|缩短|压减|缩减|降)(?:到|至|为)|增至|减至|缩至|达到|达|实现|完成|为|保持在|稳定在|维持在|控制在|稳控在|保持|稳定|维持|控制|突破|力争|冲刺|迈上|跨越|跨上|迈过|占|落实|确保|争取|分别是|(?:是|为|达到|相当于)20\d{2}年的";

/// What ends the words before a number that say how the indicator comes to it.
pub(super) static VERB: Pattern = Pattern::at_end(
    "是的率到达在持为争速幅增高升加长降低少减缩短排约小至现成定制破刺上越过占实保取",
    || Regex::new(&format!("(?:{GROWTH}|{REDUCTION}|{LEVEL_VERB})(?:新的)?$")).expect("the pattern is a constant"),
);

/// What is done to the same things: 新建12万亩、改造提升8万亩.
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:新建|续建|改造|改建|扩建|改扩建|修缮|提升|升级|整治|修复|新增|维修|重建|迁建)+$").expect("the pattern is a constant")
});

static IS_GROWTH: LazyLock<Regex> = LazyLock::new(|| Regex::new(&format!("^(?:{GROWTH})(?:新的)?$")).expect("the pattern is a constant"));

static IS_REDUCTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^(?:{REDUCTION})(?:新的)?$")).expect("the pattern is a constant"));

/// Words between an indicator and its verb.
pub(super) static ADVERB: Pattern = Pattern::at_end(
    "均年比末初平础上期底计内间以共争取保划将要应可都别体步本部际望力面再新各也持续价少幅合约",
    || {
        Regex::new(r"(?:[，,]?(?:年均|年平均|平均每年|每年|逐年|同比|(?:较|比|与|在)[^重例率，。；、][^，。；、]{0,14}?(?:年|上年|去年|期末|初|末|水平|基础上?|同期)(?:底|末|初)?(?:相比|基础上)?|(?:^|[，,；、])[1-9]年(?:平均|累计)|[两三四五]年(?:累计|内|间)?|要?以|累计|总共|合计|力争|争取|确保|预期|预计|计划|将|要|应|可|均|都|分别|总体|进一步|稳步|基本|全部|实际|有望|努力|全面|再|新|各|也|共|总计|平均|保持|持续|年|按不变价|按可比价|可比价|至少|大幅|全年|复合|约))$")
            .expect("the pattern is a constant")
    },
);

impl Sentence<'_> {
    /// 进口每箱平均费用由3300元降至2200元.
    pub(super) fn lowered(&self, first: &Found, second: &Found, previous: usize, last: Option<&Goal>) -> Option<Goal> {
        static TO: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"^(?:[^，。；]{0,8}?)(?:降至|降到|降为|下降到|下降至|降低到|降低至|减少到|减少至|压缩到|压缩至|压减至|缩短到|缩短至|提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|上升到|上升至|扩大到|扩大至|升至|增至|减至|达到|调整为|变为)(?:20\d{2} ?年的?)?[ ]*$").expect("the pattern is a constant")
        });
        let content = self.content;
        let between = content.get(first.span.end..second.span.start)?;
        let before = content[..first.span.start].trim_end();
        let near = before.ceil_char_boundary(before.len().saturating_sub(45));
        let opening =
            near + before[near..].rfind(['由', '从', '，', '；', '。']).filter(|&at| before[near + at..].starts_with(['由', '从']))?;
        if !TO.is_match(between) {
            return None;
        }
        let from = previous.max(self.clause_start(opening));
        let name = self.name(content.get(from..opening)?, from);
        let indicator = if name.words.is_empty() { last?.indicator.clone() } else { name.words };
        let measure = if second.kind == UnitKind::Tally { Measure::Count } else { Measure::Level };
        Some(Goal {
            measure: if is_share(&indicator) { Measure::Share } else { measure },
            indicator,
            quantity: second.quantity.clone(),
            baseline: Some(first.quantity.value.clone()),
            quote: Span::new(name.start, second.span.end),
            clause: from,
            rule: LEVEL,
            part: false,
            subject: name.subject,
            at: if between.contains('年') { second.span.start } else { opening },
        })
    }

    /// Whether words name a part of what the goal before measures, and nothing that is measured: 整车 of 产值达到1600亿元，其中整车500亿元.
    fn is_part(&self, words: &str, verb: bool, last: &Goal, found: &Found) -> bool {
        let between = &self.content[last.quote.end.min(found.span.start)..found.span.start];
        let money = found.quantity.unit.ends_with('元') && last.quantity.unit.ends_with('元');
        // 公路投资16亿元，安排专项债券40亿元: what a verb of its own governs is no part.
        let clause = &self.content[self.clause_start(found.span.start)..found.span.start];
        let apart = !verb && GOVERNS.is_match(clause.trim_start());
        // 甲产业产值达到3000亿元，乙产业达到1000亿元
        let alike = money && words.ends_with("产业") && last.subject.as_ref().is_some_and(|subject| subject.name.ends_with("产业"));
        (!verb || alike)
            && (money || last.quantity.unit == found.quantity.unit)
            && !between.contains(['；', '。'])
            && (money
                && !apart
                && !names_a_measure(words)
                && names_a_measure(&last.indicator)
                && between.chars().count() <= if words.ends_with("产业") { 40 } else { 12 }
                || is_place(words))
    }

    /// What the clause before a place names: 农村公路改造 of 农村公路改造，计划安排200公里.
    fn told_before(&self, at: usize) -> Option<String> {
        let before = self.content[..at].strip_suffix(['，', ','])?;
        let start = self.clause_start(before.len());
        let name = self.name(&before[start..], start).words;
        (3..=20).contains(&name.chars().count()).then_some(name)
    }

    /// The words before a colon, if that stands right before a place and they may be measured.
    fn label(&self, at: usize) -> Option<String> {
        let before = self.content[..at].strip_suffix(['：', ':'])?;
        let start = self.clause_start(before.len());
        let label = self.name(&before[start..], start).words;
        (names_a_measure(&label) || label.ends_with(['数', '比', '度', '例', '重', '长', '积']))
            .then_some(label)
            .filter(|label| !is_no_indicator(label))
    }

    /// 规模以上工业增加值增长6%: the number stands behind what it measures.
    pub(super) fn measured(&self, left: &str, from: usize, found: &Found, last: Option<&Goal>) -> Option<Goal> {
        // 主营业务收入超2万亿元, 年均增长超20%, 每年新增就业逾250万人
        let trimmed = left.trim_end();
        let over = trimmed.ends_with(['超', '逾']);
        let trimmed = trimmed.trim_end_matches(['超', '逾']).trim_end();
        let (mut measure, mut stem, verb) = verb(trimmed);
        // 居民消费价格涨幅控制在3%以内: the rate is named, and the verb bounds it.
        const RATES: [(&str, Measure); 5] = [
            ("涨幅", Measure::Growth),
            ("增幅", Measure::Growth),
            ("增速", Measure::Growth),
            ("增长率", Measure::Growth),
            ("降幅", Measure::Reduction),
        ];
        if measure == Measure::Level
            && found.kind == UnitKind::Ratio
            && let Some((rest, of)) = RATES.iter().find_map(|(rate, of)| Some((left[..stem].strip_suffix(rate)?, *of)))
            && !rest.ends_with("自然")
        {
            (measure, stem) = (of, self::verb(rest).1.max(1).min(rest.len()));
        }
        let verb = verb || over;
        let mut name = self.name(&left[..stem], from);
        let continues = last.is_some();
        let mut words = std::mem::take(&mut name.words);
        // 建设绿色交通示范区5个: the park is what is counted.
        let kinds = ["示范区", "试验区", "集聚区", "园区", "片区", "园", "基地", "小镇"];
        let is_kind = |subject: &Mention| kinds.iter().any(|kind| subject.name.ends_with(kind));
        let counts_parks = words.is_empty() && !verb && found.kind == UnitKind::Tally && name.subject.as_ref().is_some_and(is_kind);
        if counts_parks {
            words = name.subject.take().map_or_else(String::new, |subject| subject.name);
        }
        // 年营业收入超100亿元的集群40个、超50亿元的60个: what they exceed is the same.
        if let Some(over) = ["超过", "超", "突破"].into_iter().find(|over| words.starts_with(over))
            && let Some((head, _)) = last.and_then(|last| last.indicator.split_once(over)).filter(|(head, _)| !head.is_empty())
        {
            words.insert_str(0, head);
        }
        // 老旧小区综合改造提升15万平方米: what is done, and not by how much it grows.
        if measure == Measure::Growth
            && found.kind != UnitKind::Ratio
            && let Some(done) =
                ["改造提升", "整治提升", "综合提升", "提质提升", "改造升级", "优化提升"].iter().find(|done| trimmed.ends_with(**done))
            && !words.is_empty()
            && !words.ends_with(done)
        {
            let whole = done.chars().take(2).collect::<String>();
            words = format!("{}{done}", words.strip_suffix(whole.as_str()).unwrap_or(&words));
            measure = Measure::Level;
        }
        // 占全国新增算力的60%以上
        if found.kind == UnitKind::Ratio && (words.contains('占') || words.contains("相当于")) {
            words.truncate(words.trim_end_matches('的').len());
        }
        let mut part = name.part;
        // 新建高标准农田50万亩，改造提升20万亩: another thing that is done to the same.
        let done = (2..=4).contains(&words.chars().count()) && DONE.is_match(&words);
        if done && measure == Measure::Growth && found.kind != UnitKind::Ratio {
            measure = Measure::Level;
        }
        // 新增300家: things that are counted.
        if found.kind == UnitKind::Tally && (left.trim_end().ends_with("新增") || left.trim_end().ends_with("净增")) {
            measure = Measure::Level;
        }
        // 比2010年的1吨标准煤降低17%: what was measured before.
        let since = left[..stem].trim_start_matches(['，', '（', ' ']);
        let from_there = verb && since.starts_with(['比', '较']) && since.contains("年的");
        // 农村公路改造，计划安排200公里: what is planned for stands before.
        if words == "安排" {
            words = self.told_before(from)?;
            name.start = from;
        }
        let elliptic = words.is_empty() || from_there || done || matches!(words.as_str(), "总量" | "总数" | "总额" | "增速" | "规模");
        // 旅游直接就业人数：达到5万人: the label says what is measured.
        let labelled = (words.is_empty() && (verb || self.setting.is_explicit())).then(|| self.label(from)).flatten();
        if let Some(label) = labelled {
            words = label;
        } else if elliptic {
            // 年均增长10.5%, 累计突破100家: what is measured is what was measured before.
            let whole = last.filter(|_| verb || found.span.start < from + left.len() + 1)?;
            words = whole.indicator.clone();
            // 增长6.5%、力争7%: of what grows.
            let rate = whole.indicator.ends_with('率') || is_share(&whole.indicator);
            if measure == Measure::Level && found.kind == UnitKind::Ratio && whole.quantity.unit == found.quantity.unit && !rate {
                measure = whole.measure;
            }
            // 60公里，其中青石县20公里: of a part.
            part |= !verb && name.subject.is_some();
            // 新材料产业产值达到100亿元，年均增长10%: of the same industry.
            if whole.part && name.subject.is_none() && !whole.indicator.is_empty() {
                (name.subject, part) = (whole.subject.clone(), true);
            }
        } else if let Some(whole) = last.filter(|last| !verb && is_rank(&words) && last.quantity.unit == found.quantity.unit) {
            // 龙头企业达到300家，其中国家级10家
            // 国家级企业30家、省级500家: one rank in the place of the other.
            let ranked = whole.indicator.split_once('级').filter(|(rank, things)| rank.chars().count() <= 4 && things.chars().count() >= 2);
            let things = ranked.map_or(whole.indicator.as_str(), |(_, things)| things);
            words = format!("{words}{things}");
        } else if let Some(whole) = last.filter(|last| !counts_parks && self.is_part(&words, verb && !over, last, found)) {
            part = true;
            // 产值达到1600亿元，其中整车500亿元: the same is measured of a part.
            // 电子信息、汽车等产业超5000亿元: what stands before 等 tells which.
            if words == "产业" {
                words = unspaced(left[..stem].trim_matches(|c: char| "，；、 ".contains(c)));
            }
            name.subject = Some(Mention { name: words, span: Span::new(name.start, from + stem).shift(self.offset) });
            words = whole.indicator.clone();
        } else if let Some((_, noun)) = last.filter(|_| words.ends_with('的')).and_then(|last| last.indicator.rsplit_once('的')) {
            // 过1000亿元的园区达到6个、过500亿元的达到10个
            words.push_str(noun);
        } else if let Some(share) = words.strip_prefix('占') {
            words = format!("{}占{share}", last?.indicator.split('占').next().unwrap_or_default());
        }
        let folds = self.content[found.span.start..].starts_with(['翻', '减']);
        let verb = verb || folds;
        if found.quantity.unit == "大" {
            return None;
        }
        let comparison = found.quantity.comparator != Comparator::Equal;
        // Without a verb it is a goal only beside another, behind a verb that makes things, or as a bound.
        let makes = || self.setting.is_explicit() || MAKES.is_match(&self.content[from..from + stem]);
        if !(verb || continues || comparison || makes()) {
            return None;
        }
        let grown = ["播种面积", "种植面积", "造林面积", "灌溉面积", "绿化面积", "治理面积"].iter().any(|area| words.ends_with(area));
        // An area that stands without a verb is one that is planned; where it is bounded or made it is a goal.
        let made = || {
            comparison && found.quantity.comparator != Comparator::About
                || self.setting.is_explicit() && MAKES.find(left[..stem].trim_start()).is_some_and(|verb| verb.start() == 0)
        };
        if !verb && words.ends_with("面积") && (!grown || words.ends_with("总面积")) && !left[..stem].contains("新增") && !made()
            || is_no_indicator(&words)
            || counts_what_is(&left[..stem])
        {
            return None;
        }
        if measure == Measure::Level && found.kind == UnitKind::Amount && left[..stem].contains("新增") {
            measure = Measure::Growth;
        }
        let words_of_number = &self.content[found.span.start..found.span.end];
        if words_of_number.starts_with('翻') {
            measure = Measure::Growth;
        } else if words_of_number.starts_with('减') {
            measure = Measure::Reduction;
        }
        if measure == Measure::Level && found.kind == UnitKind::Ratio && is_share(&words) {
            measure = Measure::Share;
        } else if found.kind == UnitKind::Tally && measure == Measure::Level && !words.ends_with('量') {
            measure = Measure::Count;
        }
        // 63个计划年内投产项目…，年内完成投资92亿元: the investment is that of the projects.
        let projects = last
            .filter(|last| last.rule == COUNT && last.indicator.contains("项目") && words.ends_with("投资"))
            .filter(|last| !self.content[last.quote.end..found.span.start].contains(['；', '。']))
            .map(|last| Mention { name: last.indicator.clone(), span: last.quote.shift(self.offset) });
        // 规上企业达到300户，实现产值350亿元: the output is that of the enterprises.
        let things = last
            .filter(|last| {
                last.measure == Measure::Count
                    && last.indicator.ends_with("企业")
                    && left.trim_start_matches(['，', ' ']).starts_with("实现")
            })
            .map(|last| Mention { name: last.indicator.clone(), span: last.quote.shift(self.offset) });
        part |= things.is_some();
        let start = if elliptic { from + left.len() - left.trim_start_matches(['、', ' ']).len() } else { name.start };
        let start = if elliptic { last.map_or(start, |last| last.quote.start) } else { start };
        Some(Goal {
            indicator: words,
            measure,
            quantity: match over {
                true => Quantity { comparator: Comparator::MoreThan, ..found.quantity.clone() },
                false => found.quantity.clone(),
            },
            baseline: None,
            quote: Span::new(start, found.span.end),
            clause: from,
            rule: LEVEL,
            part,
            subject: projects.or(name.subject).or(things),
            at: found.span.start,
        })
    }
}

/// What ends a stretch and says how the number is meant; the length of the words before it, and whether there was such a verb.
pub(super) fn verb(left: &str) -> (Measure, usize, bool) {
    let mut measure = Measure::Level;
    let mut stem = left.trim_end();
    let mut verb = false;
    loop {
        let before = stem.len();
        // 人口自然增长率控制在6‰以内: the rate is what is measured.
        if let Some(found) =
            VERB.find(stem).filter(|found| !(found.as_str().starts_with("增长率") && stem[..found.start()].ends_with("自然")))
        {
            if IS_GROWTH.is_match(found.as_str()) {
                measure = Measure::Growth;
            } else if IS_REDUCTION.is_match(found.as_str()) {
                measure = Measure::Reduction;
            }
            let before = &left[..found.start()];
            stem = if matches!(found.as_str(), "占" | "占新的") { before } else { before.trim_end() };
            verb = true;
        }
        if let Some(found) = ADVERB.find(stem) {
            stem = stem[..found.start()].trim_end();
        }
        if stem.len() == before || stem.is_empty() {
            break;
        }
    }
    (measure, stem.len(), verb)
}

/// 国家级, 省级: a rank of the things that were counted before.
fn is_rank(words: &str) -> bool {
    words.ends_with('级') && words.chars().count() <= 5
}

/// Whether words are a place, by reference data or by their form: 砚湖区, 青石镇; not 园区.
fn is_place(words: &str) -> bool {
    const WITHIN: [&str; 8] = ["特区", "管理区", "度假区", "风景区", "风景名胜区", "林区", "矿区", "农场"];
    const KINDS: [&str; 12] = ["园区", "社区", "城区", "地区", "景区", "小区", "片区", "库区", "灌区", "小镇", "城镇", "乡镇"];
    let by_form = (3..=5).contains(&words.chars().count()) && words.ends_with(['市', '县', '区', '旗', '镇', '乡']);
    let length = words.chars().count();
    (5..=12).contains(&length) && WITHIN.iter().any(|kind| words.ends_with(kind))
        || by_form && !KINDS.iter().any(|kind| words.ends_with(kind))
        || context::subject_at_start(words) == Some(words.len())
}

/// Words that name nothing that can be measured.
fn is_no_indicator(words: &str) -> bool {
    const NONE: [&str; 19] = [
        "期限", "时间为", "有效期", "电话", "邮编", "罚款", "名额", "占地", "规划面积", "建筑面积", "核准面积", "东经", "北纬", "奖补",
        "补助", "补贴", "奖励", "不足部分", "按",
    ];
    static STOPS: CharSet = CharSet::of("。；");
    static LAST: CharSet = CharSet::of("限为期话编款额地积经纬补助贴励分按");
    let length = words.chars().count();
    !(2..=60).contains(&length)
        || STOPS.occurs_in(words)
        || words.ends_with('的')
        || ["高于", "低于", "快于"].iter().any(|than| words.starts_with(than) || words.ends_with("水平") && words.contains(than))
        || words.contains("给予")
        || ["资金", "安排资金", "专项资金", "安排专项资金", "引导资金", "经费"].contains(&words)
        || LAST.ends(words) && NONE.iter().any(|none| words.ends_with(none))
}

pub(super) fn is_share(indicator: &str) -> bool {
    indicator.contains('占')
        || indicator.ends_with("比重")
        || indicator.ends_with("比例")
        || indicator.ends_with("占比")
        || indicator.ends_with("份额")
}
