//! Target: a number that is to be reached.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Evidence, Extractor, Fact, Inference, Measure, Rule, Target};
use crate::mention::Mention;
use crate::mention::organization;
use crate::mention::quantity::{self, Comparator, Decimal, Found, Quantity, UnitKind};
use crate::outline::{BlockId, BlockKind, Document};
use crate::text::Span;
use crate::words::CharSet;
use context::{Context, Setting};
use pattern::Pattern;

mod context;
mod counted;
mod measured;
mod name;
mod pattern;
mod shared;
mod table;
mod topic;

/// Reads the goals of sentences and of tables.
pub(super) const EXTRACTOR: Extractor = Extractor {
    relation: "target",
    rules: &[
        Rule::new(LEVEL, "an indicator and the number behind it"),
        Rule::new(COUNT, "a number and the things that it counts"),
        Rule::new(SHARED, "several indicators that share a verb, and their numbers"),
        Rule::new(TABLE, "the row of a table of indicators or of parks"),
    ],
    specification: include_str!("target.md"),
    extract,
};

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
        // A running sentence with a number of its own is all in the paragraph behind it.
        let again = document.blocks.get(index + 1).is_some_and(|next| next.span.start == block.title.start);
        let is_title =
            document.head.title.as_ref().is_some_and(|title| block.span.contains(title.span) && block.title.end <= title.span.end + 12);
        context.enter(id);
        if again && matches!(block.kind, BlockKind::Heading { .. }) || is_title {
            continue;
        }
        let span = if matches!(block.kind, BlockKind::Heading { .. }) { block.title } else { block.span };
        let text = document.text.slice(span);
        let mut quantities = quantity::find(text);
        quantities.retain(|found| !is_name(found, text) && !counted::is_idiom(found));
        if quantities.is_empty() && !context.names_a_year(span) {
            continue;
        }
        let mut quantities = quantities.into_iter().peekable();
        for sentence in crate::outline::sentences(text) {
            let (content, offset) = (&text[sentence.start..sentence.end], span.start + sentence.start);
            let here = std::iter::from_fn(|| quantities.next_if(|found| found.span.start < sentence.end));
            let mut here: Vec<Found> = here.map(|found| found.behind(sentence.start)).collect();
            if here.is_empty() {
                context.pass(content, offset);
                continue;
            }
            let setting = context.sentence(content, offset);
            if !setting.looks_ahead() {
                continue;
            }
            if let Some(rule) = setting.rule(content) {
                here.retain(|found| !rule.contains(found.span));
            }
            if here.is_empty() {
                continue;
            }
            let sentence = Sentence::of(content, offset, &setting);
            let goals = sentence.goals(&here);
            let carries = |goal: &&Goal| goal.rule == LEVEL && !goal.part;
            let subject = goals.iter().rev().filter(carries).find_map(|goal| goal.subject.as_ref()).cloned();
            facts.extend(goals.into_iter().filter_map(|goal| goal.fact(document, id, &sentence)).map(Fact::Target));
            context.carry(subject);
        }
    }
}

/// A sentence in which goals are looked for.
struct Sentence<'t> {
    content: &'t str,
    /// Where it stands in the document's text.
    offset: usize,
    setting: &'t Setting<'t>,
    /// The marks that part clauses and that quote, and where each stands.
    marks: Vec<(usize, char)>,
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
    /// Whether its subject is one of several that the sentence measures, or a part of one, and not that of what follows.
    part: bool,
    /// Whose it is, where its own clause says so.
    subject: Option<Mention>,
    /// The words that tell its year end here.
    at: usize,
}

/// Who was said to reach a goal.
struct Said {
    /// Where.
    at: usize,
    who: Mention,
    /// Whether what stands behind the next ； is no longer said of it.
    ends: bool,
}

impl Goal {
    fn fact(self, document: &Document, block: BlockId, sentence: &Sentence<'_>) -> Option<Target<Mention>> {
        let quote = self.quote.shift(sentence.offset);
        document.text.source_range(quote)?;
        let year = sentence.setting.year(&sentence.content[..self.at]);
        let subject = self
            .subject
            .map(|subject| (subject, true))
            .or_else(|| sentence.setting.subject(self.clause, &self.indicator, self.measure == Measure::Count));
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

impl<'t> Sentence<'t> {
    fn of(content: &'t str, offset: usize, setting: &'t Setting<'t>) -> Self {
        static MARKS: CharSet = CharSet::of("（）()“”《》，；。：,;");
        let mut marks = Vec::with_capacity(16);
        while let Some(at) = MARKS.find(content, marks.last().map_or(0, |(at, c): &(usize, char)| at + c.len_utf8())) {
            marks.extend(content[at..].chars().next().map(|c| (at, c)));
        }
        Self { content, offset, setting, marks }
    }

    /// The marks before a place, the nearest first.
    fn marks_before(&self, at: usize) -> impl Iterator<Item = (usize, char)> {
        self.marks[..self.marks.partition_point(|(mark, _)| *mark < at)].iter().rev().copied()
    }

    /// Where the bracket or the quotation mark stands that is open at a place, of those that these open and close.
    fn opened(&self, at: usize, open: &[char], close: &[char]) -> Option<usize> {
        let mut marks = self.marks_before(at).filter(|(_, c)| open.contains(c) || close.contains(c));
        marks.next().filter(|(_, c)| open.contains(c)).map(|(at, _)| at)
    }

    /// The goals of the sentence, in its order.
    fn goals(&self, quantities: &[Found]) -> Vec<Goal> {
        let quantities = without_baselines(self.content, quantities);
        let mut goals: Vec<Goal> = Vec::new();
        let mut index = 0;
        while index < quantities.len() {
            let previous = index.checked_sub(1).map_or(0, |before| quantities[before].span.end);
            let taken = self.goal(&quantities[index..], previous, &mut goals);
            index += taken.max(1);
        }
        // 全市甲增长6%，乙增长8%: whose the first is, the others are.
        let bounded = self.content.contains("至少");
        let mut subject: Option<Said> = None;
        for goal in &mut goals {
            if bounded
                && goal.quantity.comparator == Comparator::Equal
                && self.content[goal.clause..goal.at.max(goal.clause)].contains("至少")
            {
                goal.quantity.comparator = Comparator::AtLeast;
            }
            match &goal.subject {
                Some(_) if goal.part => {}
                Some(own) if goal.rule != COUNT || !own.name.contains('、') => {
                    let ends = is_industry(&own.name) && !self.setting.is_about(&own.name);
                    subject = Some(Said { at: goal.clause, who: own.clone(), ends });
                }
                Some(_) => subject = None,
                None => {
                    let from = subject.as_ref().map_or(0, |said| said.at);
                    let topic = self.topic(from, goal.clause, &goal.indicator);
                    if let Some((at, who)) = topic.filter(|(at, _)| !self.setting.names_programme(*at, goal.clause)) {
                        goal.subject = Some(who.clone());
                        goal.part = true;
                        subject = Some(Said { at, who, ends: true });
                    } else if let Some(said) = subject.as_ref().filter(|said| !said.who.name.ends_with("项目"))
                        && !self.setting.names_programme(said.at, goal.clause)
                        && !(said.ends && self.content[said.at..goal.clause.max(said.at)].contains('；'))
                    {
                        goal.subject = Some(said.who.clone());
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
        if self.is_inside_brackets(found.span.start) || self.is_condition(found) {
            return 1;
        }
        // 涉及8个乡镇、27个村: what there is, one beside the other.
        let clause = content[self.clause_start(found.span.start)..found.span.start].trim_start();
        if ["涉及", "现有", "共有", "下辖", "辖"].iter().any(|told| clause.starts_with(told)) {
            return 1;
        }
        // 由3300元降至2200元: the first number is where it starts.
        if let Some(next) = rest.first()
            && let Some(goal) = self.lowered(found, next, previous, goals.last())
        {
            goals.push(goal);
            return 2;
        }
        // 增长4%的目标: what is set, not what is counted.
        let behind = &content[found.span.end..];
        let set = behind
            .strip_prefix('的')
            .is_some_and(|rest| ["目标", "要求", "增速", "速度", "增长", "水平"].iter().any(|noun| rest.starts_with(noun)))
            || is_mark(behind)
            || self.closes_its_row(behind);
        if !set
            && behind.starts_with(|c: char| is_word(c) || c.is_ascii_digit())
            && !behind.starts_with('（')
            && !behind.starts_with(['和', '及', '与', '并', '且', '以', '而'])
        {
            let goal = self.counted(found, previous, rest, goals.last());
            // 5个产值超100亿元的集群: the second number tells which.
            let within = |goal: &Goal| rest.iter().take_while(|next| next.span.end <= goal.quote.end).count();
            let taken = 1 + goal.as_ref().map_or(0, within);
            goals.extend(goal);
            return taken;
        }
        let from = previous.max(self.clause_start(found.span.start));
        let left = &content[from..found.span.start];
        if let Some(shared) = self.shared(left, from, quantities, goals) {
            // Those that share one number have it once.
            let taken = if shared.iter().all(|goal| goal.quote.end == shared[0].quote.end) { 1 } else { shared.len() };
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

    /// 铁路投资8000亿元以上 发展改革委: whether nothing but a body stands behind a number, as in a row that has lost its cells.
    fn closes_its_row(&self, behind: &str) -> bool {
        static BODIES: CharSet = CharSet::of("委部局厅办署院行会");
        let line = behind.lines().next().unwrap_or_default().trim_end();
        BODIES.ends(line)
            && line.chars().count() <= 16
            && !line.contains(['，', '。', '；'])
            && line.split('、').all(organization::is_organization)
    }

    /// Whether a place stands in the name of a document, in brackets that tell no part (其中…), or in “” that hold a name, and not the goal itself
    /// (实现“产值达到100亿元”的目标).
    fn is_inside_brackets(&self, at: usize) -> bool {
        const STATES: [&str; 4] = ["实现", "达到", "完成", "确保"];
        let content = self.content;
        let tells_a_part = |open: usize| content[open..].trim_start_matches(['（', '(']).starts_with("其中") || self.is_programmes(open);
        let states = |open: usize| STATES.iter().any(|verb| content[..open].ends_with(verb));
        self.opened(at, &['《'], &['》']).is_some()
            || self.opened(at, &['（', '('], &['）', ')']).is_some_and(|open| !tells_a_part(open))
            || self.opened(at, &['“'], &['”']).is_some_and(|open| !states(open))
    }

    /// “十百千”工程（培育10个…，抓好100个…）: whether a bracket tells what a programme is to reach.
    fn is_programmes(&self, open: usize) -> bool {
        let inner = self.content[open..].trim_start_matches(['（', '(']);
        ["工程", "行动", "计划", "专项"].iter().any(|kind| self.content[..open].ends_with(kind))
            && counted::MAKES.find(inner).is_some_and(|verb| verb.start() == 0)
    }

    /// Where the clause begins in which something stands.
    fn clause_start(&self, at: usize) -> usize {
        let mut depth = 0_i32;
        for (index, c) in self.marks_before(at) {
            match c {
                '）' | ')' | '”' | '》' => depth += 1,
                // 实现“总量达到2000名”: the clause that holds the number begins inside the marks.
                '“' if depth == 0 => return index + c.len_utf8(),
                '（' | '(' if depth == 0 && at > index && self.is_programmes(index) => return index + c.len_utf8(),
                '（' | '(' | '“' | '《' => depth -= 1,
                '，' | '；' | '。' | '：' | ',' | ';' if depth <= 0 => return index + c.len_utf8(),
                _ => {}
            }
        }
        0
    }

    /// 总产值超过5000万元的，…; 不得低于50%; 每家奖励50万元: a condition, a norm, money that is given.
    fn is_condition(&self, found: &Found) -> bool {
        let behind = &self.content[found.span.end..];
        let of = behind.strip_prefix('的').filter(|rest| !counted::is_fund(rest)).is_some_and(|rest| {
            found.kind != UnitKind::Tally && !["目标", "水平", "速度", "增速", "增长", "投资"].iter().any(|word| rest.starts_with(word))
                || rest.starts_with(['，', '；', '。', '、'])
        });
        let before = self.content[..found.span.start].trim_end();
        // 资助500名: people are chosen, and no sum is given.
        let chosen = before.ends_with("资助") && found.kind == UnitKind::Tally;
        // 第一批3家
        let ordinal = before.chars().rev().take(4).take_while(|c| !matches!(c, '，' | '。' | '；')).any(|c| c == '第');
        of || (ordinal || NORM.is_match(before)) && !chosen
            || counted::is_norm(behind)
            || behind.starts_with("的比例给予")
            || ["奖励", "奖补", "补助", "补贴"].iter().any(|word| behind.starts_with(word))
    }
}

/// Words before a number that make it a condition or a norm.
static NORM: Pattern = Pattern::at_end(
    "得应当须禁上多高低按照人家户个项台亩吨米次月天例头辆件瓦度性予励助贴款处以付准为资距径",
    || {
        Regex::new(r"(?:不得|应当?|必须|须|严禁|原则上|最高|最多|最低|按照?|每(?:人|家|户|个|项|台|亩|吨|平方米|次|月|天|例|头|辆|件|千瓦|立方米|度)|一次性|给予|奖励|补助|补贴|资助|罚款|处以?|支付|标准为?|出资|间距|半径)$")
            .expect("the pattern is a constant")
    },
);

/// 500亿元大关, 4万元新台阶: a mark that is passed.
fn is_mark(behind: &str) -> bool {
    let noun = behind.strip_prefix('的').unwrap_or(behind);
    let noun = noun.strip_prefix('新').unwrap_or(noun);
    ["台阶", "大关", "关口"].iter().any(|mark| noun.starts_with(mark))
}

/// The 千亿元 of 千亿元产业, the 500亿元 of 2个500亿元园区: part of a name.
fn is_name(found: &Found, content: &str) -> bool {
    let behind = &content[found.span.end..];
    // 三次产业 are the three sectors.
    if found.quantity.unit == "次" && behind.starts_with("产业") {
        return true;
    }
    let names = behind.starts_with(|c| is_word(c) || c == '的') && !is_mark(behind);
    // 每万人口床位数, 万人发明专利拥有量
    if !found.digits
        && names
        && (content[..found.span.start].ends_with('每') || matches!(&content[found.span.start..found.span.end], "万人" | "千人"))
    {
        return true;
    }
    found.kind == UnitKind::Amount
        && names
        && (!found.digits
            || found.quantity.unit == "岁"
            || found.quantity.unit.ends_with('元') && found.quantity.comparator != Comparator::Equal && !counted::is_money(behind)
            || content[..found.span.start].ends_with(['超', '过']))
}

/// The quantities of a sentence but for those that only tell where it starts: 比2010年的132万吨、14万吨分别减少7%、8.6%.
fn without_baselines<'q>(content: &str, quantities: &'q [Found]) -> Cow<'q, [Found]> {
    static SINCE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[比较]\s*20\d{2}\s*年\s*的\s*$").expect("the pattern is a constant"));
    if !content.contains("年的") && !content.contains("年 的") {
        return Cow::Borrowed(quantities);
    }
    let mut left: Vec<Found> = Vec::new();
    let mut row: Option<usize> = None;
    for found in quantities {
        let goes_on = row.is_some_and(|end| matches!(content[end..found.span.start].trim(), "、" | "和"));
        row = (goes_on || SINCE.is_match(&content[..found.span.start])).then_some(found.span.end);
        if row.is_none() {
            left.push(found.clone());
        }
    }
    Cow::Owned(left)
}

/// Whether the name of a subject is that of an industry: 新材料产业, 航空动力产业链.
fn is_industry(name: &str) -> bool {
    ["业", "链", "集群"].iter().any(|end| name.ends_with(end))
}

fn is_word(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '“' | '（') || c.is_ascii_alphabetic()
}
