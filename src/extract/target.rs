//! Target: a number that is to be reached.

use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Evidence, Extractor, Fact, Inference, Measure, Target};
use crate::mention::Mention;
use crate::mention::quantity::{self, Comparator, Decimal, Found, Quantity, UnitKind};
use crate::outline::{BlockId, BlockKind, Document};
use crate::text::Span;
use context::{Context, Setting};

mod context;
mod table;

/// Reads the goals of sentences and of tables.
pub(super) const EXTRACTOR: Extractor =
    Extractor { relation: "target", rules: &[LEVEL, COUNT, SHARED, TABLE], specification: include_str!("target.md"), extract };

/// 规模以上工业增加值增长6%: the number behind what it measures.
const LEVEL: &str = "indicator-number";

/// 培育20家以上龙头企业: the number before what it counts.
const COUNT: &str = "number-of-things";

/// 产值、税收分别达到100亿元、5亿元; 年产钢、铁各1000万吨: several indicators that share a verb.
const SHARED: &str = "shared-verb";

/// The row of a table of indicators or of parks.
const TABLE: &str = "target-table";

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let mut context = Context::of(document);
    for (index, block) in document.blocks.iter().enumerate() {
        let id = BlockId(index as u32);
        if let BlockKind::Table(table) = block.kind {
            table::targets(document, &document.tables[table as usize], id, &context, facts);
            continue;
        }
        context.enter(id);
        let span = if matches!(block.kind, BlockKind::Heading { .. }) { block.title } else { block.span };
        let text = document.text.slice(span);
        for sentence in crate::outline::sentences(text) {
            let content = &text[sentence.start..sentence.end];
            let mut quantities = quantity::find(content);
            quantities.retain(|found| !is_name(found, content) && !is_idiom(found));
            if quantities.is_empty() {
                context.pass(content);
                continue;
            }
            let setting = context.sentence(content, span.start + sentence.start);
            if let Some(rule) = setting.rule(content) {
                quantities.retain(|found| !rule.contains(found.span));
            }
            if quantities.is_empty() || !setting.looks_ahead(content) {
                continue;
            }
            let sentence = Sentence { content, offset: span.start + sentence.start, setting: &setting };
            let goals = sentence.goals(&quantities);
            context.carry(goals.iter().rev().find_map(|goal| goal.subject.as_ref().filter(|_| goal.rule == LEVEL)));
            for goal in goals {
                if let Some(fact) = goal.fact(document, id, &sentence) {
                    facts.push(Fact::Target(fact));
                }
            }
        }
    }
}

/// A sentence in which goals are looked for.
struct Sentence<'t> {
    content: &'t str,
    /// Where it stands in the document's text.
    offset: usize,
    setting: &'t Setting,
}

/// A goal found in a sentence, in the coordinates of the sentence.
struct Goal {
    indicator: String,
    measure: Measure,
    quantity: Quantity,
    baseline: Option<Decimal>,
    /// From the indicator to the number or the counted things.
    quote: Span,
    /// Where the words begin that may name its subject and its year.
    clause: usize,
    rule: &'static str,
    /// Whose it is, where its own clause says so.
    subject: Option<Mention>,
    /// The words that tell its year end here.
    at: usize,
}

impl Goal {
    fn fact(self, document: &Document, block: BlockId, sentence: &Sentence<'_>) -> Option<Target<Mention>> {
        let quote = self.quote.shift(sentence.offset);
        document.text.source_range(quote)?;
        let year = sentence.setting.year(&sentence.content[..self.at]);
        let subject = self.subject.map(|subject| (subject, true)).or_else(|| sentence.setting.subject(self.clause));
        let certainty = match (&subject, &year) {
            (Some((_, true)), Some((_, true)) | None) => Certainty::Stated,
            (Some((_, true)), _) => Certainty::Inferred(Inference::Year),
            _ => Certainty::Inferred(Inference::Subject),
        };
        Some(Target {
            subject: subject.map(|(subject, _)| subject),
            indicator: self.indicator,
            measure: self.measure,
            quantity: self.quantity,
            year: year.map(|(year, _)| year),
            baseline: self.baseline,
            evidence: Evidence { quote, block, note: None, rule: self.rule, certainty },
        })
    }
}

/// Verbs by which things that can be counted come to be.
const MAKE: &str = "新建|改建|扩建|改扩建|建设|建成|建立|打造|培育|培养|培训|引进|引育|新增|增加|创建|创成|争创|推进|推动|形成|实施|完成|开展|争取|组织|认定|扶持|支持|发展|改造|开通|布局|设立|成立|孵化|申报|评选|遴选|选树|选派|招引|招募|开工|竣工|投产|落地|签约|搭建|制定|制修订|修订|编制|举办|达到|达|实现|突破|获得|获批|启动|盘活|建|储备|谋划|策划|推广|提升|升级|上市|培植|壮大|带动|帮扶|转化|攻克|突出抓好|抓好|抓|集中力量推进|统筹推进|引导|做强|做优|新创|授权|取得|保持|确保|加快|聚力|集聚|淘汰|关停|整治|治理|修复|创办|入选|命名|新认定|新入库|入库|新培育|布点|铺设|解决|提供|配备|招聘|聚焦|力争|拥有|举行|承接|落户|入驻|安排|筹集|发放|投放|种植|植树|造林|生产|出栏|完工|开放|升格|创|增|育|引|入统|研发|开发|转移|转型|脱贫|退出|覆盖|惠及|服务|惠|办好|办成|整合|重点打造|净增|挂牌|复垦|供应|安置|吸纳|接待|吸引|通车|改善|提质|增设|补充|配建|新设|选定|实行|扩大|聘请|推出|创作|修建|兴建|新改扩建|新改建|更换|接入|投用|投入|新投放|出台|发布";

static MAKES: LazyLock<Regex> = LazyLock::new(|| Regex::new(MAKE).expect("the pattern is a constant"));

/// What ends the words before a number that say how the indicator comes to it.
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?P<growth>增长率?(?:达到|达|保持在|保持|为|稳定在|力争)?|增速(?:达到|达|保持在|保持|稳定在|为|力争)?|增幅(?:达到|达|保持在|为)?|增速|递增|提高|提升|增加|上升|增长|同比增|增)",
        r"|(?P<reduction>下降率?(?:达到|达)?|降低|减少|压减|缩减|削减|压缩|缩短|降幅达到|减排|节约|下降|缩小)",
        r"|(?P<level>(?:提高|提升|增加|上升|扩大|增长|升|发展|突破|增至|下降|降低|减少|压缩|缩短|压减|缩减|降)(?:到|至|为)|增至|减至|缩至|达到|达|实现|完成|为|保持在|稳定在|维持在|控制在|稳控在|保持|稳定|维持|控制|突破|力争|冲刺|迈上|跨越|跨上|迈过|占|落实|确保|争取|(?:是|为|达到|相当于)20\d{2}年的))",
        r"(?:新的)?$"
    ))
    .expect("the pattern is a constant")
});

/// Words between an indicator and its verb.
static ADVERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[，,]?(?:年均|年平均|平均每年|每年|逐年|同比|(?:较|比|与|在)[^重例，。；、][^，。；、]{0,14}?(?:年|上年|去年|期末|初|末|水平|基础上?|同期)(?:底|末|初)?(?:相比|基础上)?|累计|总共|合计|力争|争取|确保|预期|预计|计划|将|要|应|可|均|都|分别|总体|进一步|稳步|基本|全部|实际|有望|努力|全面|再|新|各|也|共|总计|平均|保持|持续|年|按不变价|按可比价|可比价|至少|大幅|全年|约))$")
        .expect("the pattern is a constant")
});

/// Words before an indicator, or before what is counted, that are no part of it.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[、，,：；（\s]|其中|以及|同时|并且|而且|以|及|和|与|并|且|使|让|通过|经过|经|预计|预期|目标|是|为|即|",
        r"到|至|在|于|自|从|今后|未来|",
        r"(?:20\d{2}|二〇[〇一二三四五六七八九]{2})(?:[—\-－~～至]20\d{2})?年?(?:底|末|初|期间|度)?(?:之?前)?|",
        r"“?十[一二三四五六]五”?(?:规划)?(?:时期|期间|期末|末期|末|期)?|",
        r"[一二三四五六七八九十\d]{1,3}年(?:内|左右|时间)|[一二三四五六七八九十\d]{1,2}月(?:底|份|末)?前?|[一二三四]季度末?|上半年|下半年|",
        r"年底前?|年末|年内|当年|今年|明年|本年度?|全年|届时|期末|近期|远期|中期|规划期末|目标年|每年|年均|累计|总共|合计|力争|争取|确保|努力|全力|计划|将|要|应|须|需|可|均|都|分别|各自|总体|进一步|稳步|基本|全部|前?底|今春|今冬|今秋|[一二三四五]年累计)"
    ))
    .expect("the pattern is a constant")
});

/// Adverbs before a verb that makes something.
static BEFORE_VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:加快|大力|积极|着力|重点|全力|继续|持续|深入|集中力量|统筹|有序|切实|突出|推动|推进|力争|每年|年内|当年|分别|各自|组织|规划|计划)$")
        .expect("the pattern is a constant")
});

/// Verbs with which a clause governs what it measures: 实现, 推动.
static GOVERNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:培训|加快|大力|积极|着力|重点|全力|继续|持续|深入|集中力量|统筹|有序|扎实|切实|突出|抓好|支持|鼓励|引导|力争|争取|确保|努力|推动|推进|促进|实现|使|带动|保持|新建|改建|扩建|建设|建成|建立|打造|培育|培植|培养|引进|新增|增加|创建|创成|争创|形成|实施|完成|开展|组织|扶持|发展|改造|开通|设立|成立|新开工|开工|盘活|达到|提升|壮大|招引|总投资)")
        .expect("the pattern is a constant")
});

impl<'t> Sentence<'t> {
    /// The goals of the sentence, in its order.
    fn goals(&self, quantities: &[Found]) -> Vec<Goal> {
        let mut goals: Vec<Goal> = Vec::new();
        let mut index = 0;
        while index < quantities.len() {
            let previous = index.checked_sub(1).map_or(0, |before| quantities[before].span.end);
            let taken = self.goal(&quantities[index..], previous, &mut goals);
            index += taken.max(1);
        }
        // 全市甲增长6%，乙增长8%: whose the first is, the others are.
        let mut subject: Option<(usize, Mention)> = None;
        for goal in &mut goals {
            if self.content[goal.clause..goal.at.max(goal.clause)].contains("至少") && goal.quantity.comparator == Comparator::Equal {
                goal.quantity.comparator = Comparator::AtLeast;
            }
            match &goal.subject {
                Some(own) if goal.rule != COUNT || !own.name.contains('、') => subject = Some((goal.clause, own.clone())),
                Some(_) => subject = None,
                None => {
                    if let Some((said, own)) = subject.as_ref().filter(|(_, own)| !own.name.ends_with("项目"))
                        && !self.setting.names_programme(*said, goal.clause)
                    {
                        goal.subject = Some(own.clone());
                    }
                }
            }
        }
        goals
    }

    /// Reads the goal that the first of some quantities states; how many of them it took.
    fn goal(&self, quantities: &[Found], previous: usize, goals: &mut Vec<Goal>) -> usize {
        let [found, rest @ ..] = quantities else { return 0 };
        let content = self.content;
        if is_inside_brackets(&content[..found.span.start]) || self.is_condition(found) {
            return 1;
        }
        // 由3300元降至2200元: the first number is where it starts.
        if let Some(next) = rest.first()
            && let Some(goal) = self.lowered(found, next, previous, goals.last())
        {
            goals.push(goal);
            return 2;
        }
        let behind = &content[found.span.end..];
        if behind.starts_with(|c: char| is_word(c) || c.is_ascii_digit())
            && !behind.starts_with('（')
            && !behind.starts_with(['和', '及', '与', '并', '且', '以', '而'])
        {
            if let Some(goal) = self.counted(found, previous, rest.first(), goals.last()) {
                goals.push(goal);
            }
            return 1;
        }
        let from = previous.max(self.clause_start(found.span.start));
        let left = &content[from..found.span.start];
        if let Some(shared) = self.shared(left, from, quantities) {
            let taken = shared.len();
            goals.extend(shared);
            return taken.min(quantities.len());
        }
        let Some(mut goal) = self.measured(left, from, found, goals.last()) else { return 1 };
        // 达到95%（2020年为88%）: the bracket tells where it started.
        static START: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^（20\d{2}年(?:为|是|底为)?$").expect("the pattern is a constant"));
        let start = rest
            .first()
            .filter(|next| next.quantity.unit == found.quantity.unit && START.is_match(&content[found.span.end..next.span.start]));
        goal.baseline = start.map(|start| start.quantity.value.clone());
        goals.push(goal);
        if start.is_some() { 2 } else { 1 }
    }

    /// Where the clause begins in which something stands.
    fn clause_start(&self, at: usize) -> usize {
        let mut depth = 0_i32;
        for (index, c) in self.content[..at].char_indices().rev() {
            match c {
                '）' | ')' | '”' | '》' => depth += 1,
                '（' | '(' | '“' | '《' => depth -= 1,
                '，' | '；' | '。' | '：' | ',' | ';' if depth <= 0 => return index + c.len_utf8(),
                _ => {}
            }
        }
        0
    }

    /// 总产值超过5000万元的，…; 不得低于50%; 每家奖励50万元: a condition, a norm, money that is given.
    fn is_condition(&self, found: &Found) -> bool {
        static NORM: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:不得|应当?|必须|须|严禁|原则上|最高|最低|按照?|每(?:人|家|户|个|项|台|亩|吨|平方米|次|月|天|例|头|辆|件|千瓦|立方米|度)|一次性|给予|奖励|补助|补贴|资助|罚款|处以?|支付|标准为?|出资|间距|半径|第[^，。；]{0,3})$").expect("the pattern is a constant")
        });
        let behind = &self.content[found.span.end..];
        let of = behind.strip_prefix('的').is_some_and(|rest| {
            found.kind != UnitKind::Tally && !["目标", "水平", "速度", "增速", "增长", "投资"].iter().any(|word| rest.starts_with(word))
                || rest.starts_with(['，', '；', '。', '、'])
        });
        of || NORM.is_match(self.content[..found.span.start].trim_end())
            || behind.starts_with("标准")
            || behind.starts_with("的比例给予")
            || ["奖励", "奖补", "补助", "补贴"].iter().any(|word| behind.starts_with(word))
    }

    /// 进口每箱平均费用由3300元降至2200元.
    fn lowered(&self, first: &Found, second: &Found, previous: usize, last: Option<&Goal>) -> Option<Goal> {
        static TO: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"^(?:[^，。；]{0,8}?)(?:降至|降到|降为|下降到|下降至|降低到|降低至|减少到|减少至|压缩到|压缩至|压减至|缩短到|缩短至|提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|上升到|上升至|扩大到|扩大至|升至|增至|减至|达到|调整为|变为)(?:20\d{2} ?年的?)?[ ]*$").expect("the pattern is a constant")
        });
        let content = self.content;
        let between = content.get(first.span.end..second.span.start)?;
        let before = content[..first.span.start].trim_end();
        let opening = before.rfind(['由', '从']).filter(|&at| before.len() - at <= 45 && !before[at..].contains(['，', '；', '。']))?;
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
            subject: name.subject,
            at: if between.contains('年') { second.span.start } else { opening },
        })
    }

    /// 建设100个工业互联网标杆应用场景: the number stands before what it counts.
    fn counted(&self, found: &Found, previous: usize, next: Option<&Found>, last: Option<&Goal>) -> Option<Goal> {
        let content = self.content;
        let clause = self.clause_start(found.span.start);
        let left = &content[previous.max(clause)..found.span.start];
        let behind = &content[found.span.end..];
        let amount = found.kind == UnitKind::Amount;
        if found.kind == UnitKind::Ratio
            || amount
                && (["时", "钟", "岁", "日"].iter().any(|end| found.quantity.unit.ends_with(end))
                    || !left.trim_end().ends_with(ENDS_MAKE.as_slice())
                    || found.quantity.unit.ends_with('元') && !is_money(behind))
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
        let stop = next.map_or(content.len(), |next| next.span.start);
        let (words, end) = things(content, found.span.end, stop)?;
        // 2个万亿元级和5个千亿元级产业集群: the noun stands behind the second.
        if is_no_thing(&words) || words.ends_with('级') {
            return None;
        }
        let few = !found.digits && matches!(found.quantity.unit.as_str(), "大" | "个");
        if few && (!FOUNDS.is_match(&content[clause..found.span.start]) || is_heading_word(&words)) {
            return None;
        }
        let made = MAKES.find_iter(&content[clause..found.span.start]).last();
        // 形成7个…园区，30个…园区: the verb of the clause before holds on.
        let opens = content[clause..found.span.start].trim().is_empty()
            && last.is_some_and(|last| {
                last.rule == COUNT && content[last.quote.end..clause].trim_matches(['，', ' ', '；']).is_empty() && last.quote.end <= clause
            });
        let continued = opens
            || left.trim_start_matches(' ').starts_with(['、', '和', '及', '与', '以'])
                && last.is_some_and(|last| last.quote.end >= clause);
        if made.is_none() && !continued || counts_what_is(&content[clause..found.span.start]) {
            return None;
        }
        let actor = self.actor(clause, made.map_or(clause, |made| clause + made.start()));
        Some(Goal {
            indicator: words,
            measure: if amount { Measure::Level } else { Measure::Count },
            quantity: found.quantity.clone(),
            baseline: None,
            quote: Span::new(if continued { found.span.start } else { made.map_or(found.span.start, |made| clause + made.start()) }, end),
            clause,
            rule: COUNT,
            subject: actor,
            at: found.span.start,
        })
    }

    /// 规模以上工业增加值增长6%: the number stands behind what it measures.
    fn measured(&self, left: &str, from: usize, found: &Found, last: Option<&Goal>) -> Option<Goal> {
        let trimmed = left.trim_end();
        let (mut measure, mut stem, verb) = verb(trimmed);
        // 居民消费价格涨幅控制在3%以内: the rate is named, and the verb bounds it.
        for (rate, of) in [
            ("涨幅", Measure::Growth),
            ("增幅", Measure::Growth),
            ("增速", Measure::Growth),
            ("增长率", Measure::Growth),
            ("降幅", Measure::Reduction),
        ] {
            if let Some(rest) = left[..stem].strip_suffix(rate).filter(|_| measure == Measure::Level && found.kind == UnitKind::Ratio) {
                (measure, stem) = (of, self::verb(rest).1.max(1).min(rest.len()));
            }
        }
        let name = self.name(&left[..stem], from);
        let continues = last.is_some();
        let mut words = name.words;
        let elliptic = words.is_empty() || matches!(words.as_str(), "总量" | "总数" | "总额" | "增速" | "规模");
        if elliptic {
            // 年均增长10.5%, 累计突破100家: what is measured is what was measured before.
            words = last.filter(|_| verb || found.span.start < from + left.len() + 1)?.indicator.clone();
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
        let makes = MAKES.is_match(&self.content[from..from + stem]) || self.setting.is_explicit();
        if !(verb || makes || continues || comparison) {
            return None;
        }
        if !verb && words.ends_with("面积") && !left[..stem].contains("新增") || is_no_indicator(&words) || counts_what_is(&left[..stem])
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
        if is_share(&words) && measure == Measure::Level && found.kind == UnitKind::Ratio {
            measure = Measure::Share;
        } else if found.kind == UnitKind::Tally && measure == Measure::Level && !words.ends_with('量') {
            measure = Measure::Count;
        }
        // 63个计划年内投产项目…，年内完成投资92亿元: the investment is that of the projects.
        let projects = last
            .filter(|last| last.rule == COUNT && last.indicator.contains("项目") && words.ends_with("投资"))
            .filter(|last| !self.content[last.quote.end..found.span.start].contains(['；', '。']))
            .map(|last| Mention { name: last.indicator.clone(), span: last.quote.shift(self.offset) });
        let start = if elliptic { from + left.len() - left.trim_start_matches(['、', ' ']).len() } else { name.start };
        let start = if elliptic { last.map_or(start, |last| last.quote.start) } else { start };
        Some(Goal {
            indicator: words,
            measure,
            quantity: found.quantity.clone(),
            baseline: None,
            quote: Span::new(start, found.span.end),
            clause: from,
            rule: LEVEL,
            subject: projects.or(name.subject),
            at: found.span.start,
        })
    }

    /// 产值、税收分别达到100亿元、5亿元; 年产钢、铁、钢材各1000万吨.
    fn shared(&self, left: &str, from: usize, quantities: &[Found]) -> Option<Vec<Goal>> {
        let content = self.content;
        let each = left.trim_end().ends_with('各') || left.trim_end().ends_with("均达到") || left.trim_end().ends_with("各达到");
        let marker = if each { left.trim_end().rfind(['各', '均'])? } else { left.rfind("分别").unwrap_or(left.len()) };
        let apart = !each && marker == left.len();
        // The quantities that stand in a row, parted by 、 or 和 alone.
        let mut row = 1;
        while !each
            && quantities.get(row).is_some_and(|next| {
                if apart {
                    return matches!(&content[quantities[row - 1].span.end..next.span.start], "、" | "和");
                }
                let between = &content[quantities[row - 1].span.end..next.span.start];
                between.trim_matches(|c: char| "、，和及与 以约".contains(c)).is_empty()
                    || verb(between.trim_start_matches(['、', '，', '和', ' '])).1 == 0
            })
        {
            row += 1;
        }
        let start = if apart { from } else { 0 };
        let start = start.max(content[..from + marker].rfind(['；', '。', '：']).map_or(0, |at| at + '；'.len_utf8()).max(if each {
            from
        } else {
            0
        }));
        let mut start = start.max(previous_end(content, quantities[0].span.start, from));
        let listed = &content[start..from + marker];
        let skipped = listed.len() - listed.trim_start().len();
        start += skipped;
        // The clause alone, where it names as many as there are numbers.
        let own = self.clause_start(from + marker);
        if own > start && split_list(&content[own..from + marker]).len() >= row.max(2) {
            start = own;
        }
        let name = self.name(&content[start..from + marker], start);
        let names: Vec<&str> = split_list(&name.words);
        if names.len() < 2 && row >= 2 && !apart && !each {
            let behind = marker + "分别".len();
            let mut thing = self.name(&left[behind..], from + behind);
            thing.subject = name.subject.or_else(|| self.actor(start, from + marker));
            return self.by_years(&thing, start, &quantities[..row]);
        }
        if names.len() < 2 || !each && row < 2 || apart && names.len() != row {
            return None;
        }
        let quantities: Vec<&Found> = if each { vec![&quantities[0]; names.len()] } else { quantities[..row].iter().collect() };
        if quantities.len() > names.len() {
            return None;
        }
        let names = &names[names.len() - quantities.len()..];
        let head = ["年产", "新增", "年"].iter().find(|head| names[0].starts_with(**head)).filter(|_| each);
        let (measure, _, _) = verb(left.trim_end());
        let goals = names.iter().zip(&quantities).enumerate().map(|(index, (words, found))| {
            let indicator = match head {
                Some(head) if index > 0 => format!("{head}{words}"),
                // 城镇和农村居民人均可支配收入: what the last names the others share.
                // 电子信息、有色金属产业营业收入: so is what is measured of all of them.
                _ if index + 1 < names.len()
                    && !names_a_measure(words)
                    && names.last().is_some_and(|last| last.find("产业").is_some_and(|at| at > 0)) =>
                {
                    let last = names[names.len() - 1];
                    format!("{words}{}", last.find("产业").map_or("", |at| &last[at..]))
                }
                _ => match names.last().filter(|_| index + 1 < names.len() && words.chars().count() <= 3) {
                    Some(last) => format!("{words}{}", last.chars().skip(words.chars().count()).collect::<String>()),
                    None => (*words).to_owned(),
                },
            };
            let measure = match (measure, found.kind) {
                (Measure::Level, UnitKind::Tally) => Measure::Count,
                (Measure::Level, UnitKind::Ratio) if is_share(&indicator) => Measure::Share,
                (measure, _) => measure,
            };
            Goal {
                indicator,
                measure,
                quantity: found.quantity.clone(),
                baseline: None,
                quote: Span::new(name.start, found.span.end),
                clause: start,
                rule: SHARED,
                subject: name.subject.clone(),
                at: quantities[0].span.start,
            }
        });
        Some(goals.collect())
    }

    /// 2024年、2025年，…分别新建充电桩200个、300个: one indicator, a number for each of as many years.
    fn by_years(&self, name: &Name, clause: usize, quantities: &[Found]) -> Option<Vec<Goal>> {
        let first = quantities.first()?.span.start;
        let years: Vec<usize> = context::years(&self.content[..first]).map(|(at, _)| at).collect();
        if years.len() != quantities.len() {
            return None;
        }
        let ends = years[1..].iter().copied().chain([first]);
        let measure = if quantities[0].kind == UnitKind::Tally { Measure::Count } else { Measure::Level };
        let goals = quantities.iter().zip(ends).map(|(found, at)| Goal {
            indicator: name.words.clone(),
            measure,
            quantity: found.quantity.clone(),
            baseline: None,
            quote: Span::new(name.start, found.span.end),
            clause,
            rule: SHARED,
            subject: name.subject.clone(),
            at,
        });
        Some(goals.collect())
    }

    /// Who makes what is counted: the words between the beginning of the clause and the verb (其他各市分别打造…), or the 各市 of 推动各市…，培育….
    fn actor(&self, clause: usize, verb: usize) -> Option<Mention> {
        static ORDERED: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:推动|支持|鼓励|指导|引导|督促|要求|组织)(?P<who>各(?:设区市|地市|盟市|州市|市州|市县|县区|县市区|市|县|区|地|园区)|每个(?:市|县|区|园区))").expect("the pattern is a constant")
        });
        let mut stretch = &self.content[clause.min(verb)..verb];
        while let Some(adverb) = ADVERB.find(stretch).or_else(|| BEFORE_VERB.find(stretch)).filter(|adverb| !adverb.is_empty()) {
            stretch = &stretch[..adverb.start()];
        }
        let name = self.name(stretch, clause);
        let mention = |words: &str, span: Span| Mention { name: without_space(words), span: span.shift(self.offset) };
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

    /// What is measured: the words of a stretch without what leads to it, and whose it is, where they begin with that.
    fn name(&self, stretch: &str, offset: usize) -> Name {
        let mut words = stretch.trim_end_matches(|c: char| c.is_whitespace() || "、，：；".contains(c));
        let mut subject = None;
        loop {
            let before = words.len();
            while let Some(lead) = LEAD.find(words).filter(|lead| lead.end() > 0 && lead.end() <= words.len()) {
                words = &words[lead.end()..];
            }
            if let Some(verb) = GOVERNS.find(words).filter(|verb| keeps_a_noun(&words[verb.end()..])) {
                words = &words[verb.end()..];
            }
            if subject.is_none()
                && let Some(len) = context::subject_at_start(words)
            {
                let start = offset + (words.as_ptr() as usize - stretch.as_ptr() as usize);
                subject = Some(Mention { name: without_space(&words[..len]), span: Span::new(start, start + len).shift(self.offset) });
                words = &words[len..];
            }
            words = ["的", "实现"].iter().find_map(|word| words.strip_prefix(word)).unwrap_or(words);
            if words.len() == before {
                break;
            }
        }
        let start = offset + (words.as_ptr() as usize - stretch.as_ptr() as usize);
        Name { words: without_space(words), start, subject }
    }
}

/// What [`Sentence::name`] reads.
struct Name {
    words: String,
    start: usize,
    subject: Option<Mention>,
}

/// Whether what is left behind a verb can be a noun: not 率 of 增长率, nor 投资 alone of 完成投资.
fn keeps_a_noun(rest: &str) -> bool {
    rest.chars().take_while(|c| is_word(*c) || c.is_ascii_alphanumeric()).count() >= 3
        && !rest.starts_with(['率', '额', '值', '量', '性', '度', '力', '者', '率', '业', '区', '面'])
        || rest.starts_with('“')
}

/// The 千亿元 of 千亿元产业, the 500亿元 of 2个500亿元园区: part of a name.
fn is_name(found: &Found, content: &str) -> bool {
    let behind = &content[found.span.end..];
    let names = behind.starts_with(|c| is_word(c) || c == '的');
    found.kind == UnitKind::Amount
        && names
        && (!found.digits
            || found.quantity.unit.ends_with('元') && found.quantity.comparator != Comparator::Equal && !is_money(behind)
            || content[..found.span.start].ends_with('超'))
}

fn without_space(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where the goal before ends inside the sentence, if it ends behind the clause's start.
fn previous_end(content: &str, at: usize, from: usize) -> usize {
    let clause = content[..at].rfind('；').map_or(0, |found| found + '；'.len_utf8());
    clause.min(from)
}

/// What ends a stretch and says how the number is meant; the length of the words before it, and whether there was such a verb.
fn verb(left: &str) -> (Measure, usize, bool) {
    let mut measure = Measure::Level;
    let mut stem = left.trim_end();
    let mut verb = false;
    loop {
        let before = stem.len();
        if let Some(found) = VERB.captures(stem) {
            let start = found.get(0).map_or(stem.len(), |all| all.start());
            if found.name("growth").is_some() {
                measure = Measure::Growth;
            } else if found.name("reduction").is_some() {
                measure = Measure::Reduction;
            }
            stem = stem[..start].trim_end();
            verb = true;
            if found.name("level").is_some_and(|level| level.as_str() == "占") {
                stem = &left[..start];
            }
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

/// The things that are counted: the words behind the number, without what is done with them, and where they end.
fn things(content: &str, from: usize, stop: usize) -> Option<(String, usize)> {
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:按期|加快|如期|顺利|全面|尽快|早日|全部|陆续|实现|的?建设|有序|开工|投产|竣工|建成|达产|落地|投用|投入使用|投入运营|实施|通过|完成|入驻|落户|上线)+$").expect("the pattern is a constant")
    });
    let rest = &content[from..stop];
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let from = stop - rest.len();
    let mut depth = 0_i32;
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth -= 1,
            '，' | '；' | '。' | '：' | ',' | '\n' if depth <= 0 => {
                end = at;
                break;
            }
            // A list of kinds goes on (“园中园”、“特色园”); the next number begins another goal.
            '、' if depth <= 0 && !rest[at + c.len_utf8()..].starts_with('“') => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let mut words = rest[..end].trim_end();
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
    let whole = words;
    if let Some(done) = DONE.find(words)
        && words[..done.start()].chars().count() >= 2
    {
        words = &words[..done.start()];
    }
    // …等63个计划年内开工项目按期开工建设, …等6个二类口岸和…升格为一类口岸: what is said of them is no part of their name.
    (words.chars().count() >= 2).then(|| (without_space(words), from + whole.len()))
}

/// Words that a number counts without being a goal: 3个方面, 14个设区市, 5个工作日.
fn is_no_thing(words: &str) -> bool {
    const NONE: [&str; 45] = [
        "省市", "省区", "副", "方面", "领域", "环节", "部门", "阶段", "月", "季度", "省份", "省（", "设区市", "地级市", "地市", "县（",
        "县市", "市县", "乡镇", "工作日", "自然日", "小时", "层次", "维度", "步骤", "层面", "单位", "成员", "章", "条款", "字", "小组",
        "工作组", "专班", "以上的", "以下", "重点任务", "问题", "原则", "体系", "机制", "要素", "左右", "标准", "档次",
    ];
    // 35个工业重点县…, 20个产粮大县: counties that are told of, not made.
    let counties = words.split_once('县').is_some_and(|(kind, _)| kind.ends_with(['点', '大', '困']) && kind.chars().count() <= 6);
    counties
        || NONE.iter().any(|none| words.starts_with(none))
        || matches!(words, "国家" | "县" | "市" | "区" | "镇" | "村" | "盟市" | "州市" | "县区" | "城市" | "方向" | "任务")
}

/// Words that name nothing that can be measured.
fn is_no_indicator(words: &str) -> bool {
    let length = words.chars().count();
    !(2..=60).contains(&length)
        || words.contains(['。', '；'])
        || words.ends_with('的')
        || [
            "期限", "时间为", "有效期", "电话", "邮编", "罚款", "名额", "占地", "规划面积", "总面积", "建筑面积", "核准面积", "东经",
            "北纬", "奖补", "补助", "补贴", "奖励", "不足部分", "按",
        ]
        .iter()
        .any(|none| words.ends_with(none) || words == *none)
}

/// 现有12家企业, 涉及14个县: a count of what exists.
fn counts_what_is(left: &str) -> bool {
    static EXISTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:现有|已有|共有|拥有|包括|涉及|涵盖|分为|全市|全省|全县|全区|共|辖|辖区|等|下设|覆盖|下辖|所属|其他|其余|上述)\s*$|了\s*$|已(?:经)?[^，]{0,8}$").expect("the pattern is a constant")
    });
    EXISTS.is_match(left) && !left.trim_end().ends_with('等') && !left.contains("力争")
}

fn is_money(behind: &str) -> bool {
    ["投资", "产值", "税收", "收入", "销售", "资金", "贷款", "融资", "以上投资"].iter().any(|word| behind.starts_with(word))
}

fn is_share(indicator: &str) -> bool {
    indicator.contains('占')
        || indicator.ends_with("比重")
        || indicator.ends_with("比例")
        || indicator.ends_with("占比")
        || indicator.ends_with("份额")
}

fn is_inside_brackets(before: &str) -> bool {
    let open = before.rfind(['（', '(']).filter(|&at| !before[at..].contains(['）', ')']));
    open.is_some_and(|at| !before[at..].trim_start_matches(['（', '(']).starts_with("其中"))
        || before.rfind('“').is_some_and(|at| !before[at..].contains('”'))
}

fn is_word(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '“' | '（') || c.is_ascii_alphabetic()
}

/// 一个, 一支, 一批: no count.
fn is_idiom(found: &Found) -> bool {
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
const ENDS_MAKE: [char; 12] = ['建', '增', '成', '设', '造', '引', '入', '供', '植', '现', '理', '到'];

/// Whether words name what is measured: 产值, 收入, 产量.
fn names_a_measure(words: &str) -> bool {
    ["值", "入", "额", "量", "率", "规模", "总数", "比重", "产能", "投资", "面积", "人数", "费用", "能耗"]
        .iter()
        .any(|end| words.ends_with(end))
}

/// The members of a list of indicators.
fn split_list(words: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = words.split(['、', '，']).collect();
    if let Some(last) = parts.pop() {
        let joint = ["以及", "和", "及", "与"]
            .iter()
            .find_map(|joint| last.rsplit_once(joint))
            .filter(|(left, right)| left.chars().count() >= 2 && right.chars().count() >= 2);
        match joint {
            Some((left, right)) => parts.extend([left, right]),
            None => parts.push(last),
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}
