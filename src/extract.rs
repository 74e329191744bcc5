//! Document → facts: one extractor a relation, plain facts that know no RDF.

use std::fmt;

use crate::mention::Mention;
use crate::mention::quantity::{Decimal, Quantity};
use crate::outline::{BlockId, Document, Field};
use crate::text::Span;

mod citation;
pub mod claim;
mod industry;
mod location;
mod membership;
mod responsibility;
mod target;

/// One claim of a document. `E` is [`Mention`] before linking and [`crate::link::Entity`] after: what is not linked cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<E = Mention> {
    /// Who answers for which task.
    Responsibility(Responsibility<E>),
    /// Who sits in a leading group.
    Membership(Membership<E>),
    /// A number that is to be reached.
    Target(Target<E>),
    /// Which place or park has or is to develop which industry.
    Industry(Industry<E>),
    /// Where a park lies.
    Location(Location<E>),
    /// Which document it rests on or carries out.
    Citation(Citation),
}

/// The form in which the specifications state facts; what is not given is `-`:
///
/// - `lead 省商务厅 | 冷链物流`, behind it ` | 2025-06` for a time limit and ` | 省政府副省长某某` for the leading official, where the text gives one;
/// - `member 省冷链物流工作领导小组 | head | 某某 | 省人民政府副省长`;
/// - `target 江川省 | 规模以上工业增加值 | growth >= 6 % | 2025`, `target - | 主导产业 | count = 3..4 个 | -`, with ` | from 3300` for a baseline;
/// - `industry 南宁市 | 制糖`, `located_in 南宁六景工业园区 | 南宁市`;
/// - `cites 关于…的意见 | 国发〔2021〕4号`, or `implements`, `based_on`, `repeals` in the place of `cites`.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn or_dash<T: fmt::Display>(value: Option<&T>) -> String {
            value.map_or_else(|| "-".to_owned(), ToString::to_string)
        }
        match self {
            Self::Responsibility(Responsibility { role, organization, task, deadline, official, .. }) => {
                write!(f, "{} {} | {}", role.name(), organization.name, task.as_ref().map_or("*", |task| task.name.as_str()))?;
                if deadline.is_some() || official.is_some() {
                    write!(f, " | {}", or_dash(deadline.as_ref().map(|deadline| &deadline.value)))?;
                }
                official.as_ref().map_or(Ok(()), |official| write!(f, " | {official}"))
            }
            Self::Membership(Membership { group, position, person, organization, .. }) => {
                let organization = organization.as_ref().map(|organization| &organization.name);
                write!(f, "member {} | {} | {} | {}", group.name, position.name(), or_dash(person.as_ref()), or_dash(organization))
            }
            Self::Target(Target { subject, indicator, measure, quantity, year, baseline, .. }) => {
                let subject = subject.as_ref().map(|subject| &subject.name);
                write!(f, "target {} | {indicator} | {} {quantity} | {}", or_dash(subject), measure.name(), or_dash(year.as_ref()))?;
                baseline.as_ref().map_or(Ok(()), |baseline| write!(f, " | from {baseline}"))
            }
            Self::Industry(Industry { host, industry, .. }) => write!(f, "industry {} | {}", host.name, industry.name),
            Self::Location(Location { park, place, .. }) => write!(f, "located_in {} | {}", park.name, place.name),
            Self::Citation(Citation { relation, title, document_number, .. }) => {
                write!(f, "{} {title} | {}", relation.name(), document_number.as_deref().unwrap_or(""))
            }
        }
    }
}

impl<E> Fact<E> {
    /// What proves it.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        match self {
            Self::Responsibility(fact) => &fact.evidence,
            Self::Membership(fact) => &fact.evidence,
            Self::Target(fact) => &fact.evidence,
            Self::Industry(fact) => &fact.evidence,
            Self::Location(fact) => &fact.evidence,
            Self::Citation(fact) => &fact.evidence,
        }
    }
}

/// How an organization answers for a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 牵头: it leads.
    Lead,
    /// 配合, 参与, 协办: it supports the one that leads.
    Support,
    /// 责任单位, 按职责分工负责: it answers, and the text names no leader.
    Responsible,
}

impl Role {
    /// The name that the role bears in the graph and in the lines of `extract`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Support => "support",
            Self::Responsible => "responsible",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Lead, Self::Support, Self::Responsible].into_iter().find(|role| role.name() == name)
    }
}

/// What is to be done: a heading of the document, or the first clause of the sentence that a clause of responsibility closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The task's name, without number and final punctuation.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The block that holds it: a heading, or the paragraph of a running sentence.
    pub block: BlockId,
}

/// An organization's part in a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsibility<E> {
    /// Its part.
    pub role: Role,
    /// The organization.
    pub organization: E,
    /// The task; `None` where the source has lost it.
    pub task: Option<Task>,
    /// By when (完成时限): a date as `2023-06-30`, `2023-06` or `2023`, else the words of the text (长期坚持).
    pub deadline: Option<Field>,
    /// The leading official who answers for it (责任领导), as the text writes it.
    pub official: Option<String>,
    /// What proves it.
    pub evidence: Evidence,
}

/// A seat in a leading group (领导小组, 指挥部, 联席会议): a person, an organization, or a person and where that person serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership<E> {
    /// The group.
    pub group: E,
    /// What the member is in it.
    pub position: Position,
    /// The person, if one is named.
    pub person: Option<String>,
    /// The organization that is a member, or of which the person is.
    pub organization: Option<E>,
    /// What proves it.
    pub evidence: Evidence,
}

/// A position in a leading group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// 组长, 总指挥, 召集人, 主任.
    Head,
    /// 副组长, 副总指挥, 副召集人.
    Deputy,
    /// 成员, 成员单位.
    Member,
    /// 办公室设在…, 办公室主任: who does the daily work.
    Office,
}

impl Position {
    /// The name that the position bears in the graph and in the lines of `extract`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Member => "member",
            Self::Office => "office",
        }
    }
}

/// A number that is to be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target<E> {
    /// Who is to reach it, where the text names someone; else it is the document's own place, which linking tells.
    pub subject: Option<E>,
    /// The measured thing in the document's words: 规模以上工业增加值.
    pub indicator: String,
    /// How the indicator is measured.
    pub measure: Measure,
    /// How much.
    pub quantity: Quantity,
    /// The year by which.
    pub year: Option<u16>,
    /// The value at the outset, in the unit of the quantity.
    pub baseline: Option<Decimal>,
    /// What proves it.
    pub evidence: Evidence,
}

/// What a target's number says of its indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// An amount that is reached: 达到1000亿元.
    Level,
    /// A rise by a percentage or an amount: 增长6%, 提高3个百分点.
    Growth,
    /// A fall by a percentage or an amount: 下降18%.
    Reduction,
    /// A part of a whole: 占…比重.
    Share,
    /// A number of things that are built, founded or trained: 20家.
    Count,
}

impl Measure {
    /// The name that the measure bears in the graph and in the lines of `extract`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Growth => "growth",
            Self::Reduction => "reduction",
            Self::Share => "share",
            Self::Count => "count",
        }
    }
}

/// An industry, product line or service sector that a place or a park has, focuses on, or is to develop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Industry<E> {
    /// The place or the park.
    pub host: E,
    /// The industry, without a final 产业, 产业集群 or 基地.
    pub industry: E,
    /// What proves it.
    pub evidence: Evidence,
}

/// Where a park lies, as the text itself shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location<E> {
    /// The park.
    pub park: E,
    /// The city or county.
    pub place: E,
    /// What proves it.
    pub evidence: Evidence,
}

/// A document that is named in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What the text says of the two.
    pub relation: Relation,
    /// Its title, without the marks 《》.
    pub title: String,
    /// Its 发文字号, if it is given.
    pub document_number: Option<String>,
    /// What proves it.
    pub evidence: Evidence,
}

/// How a document relates to one that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// It names it.
    Cites,
    /// It carries it out: 贯彻落实.
    Implements,
    /// It rests on it: 根据, 依据.
    BasedOn,
    /// It ends its force: 废止.
    Repeals,
}

impl Relation {
    /// The name that the relation bears in the graph and in the lines of `extract`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cites => "cites",
            Self::Implements => "implements",
            Self::BasedOn => "based_on",
            Self::Repeals => "repeals",
        }
    }
}

/// The words that prove a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The words. They stand in the source as they are ([`crate::Text::quote`] never fails for them).
    pub quote: Span,
    /// The block in which they stand.
    pub block: BlockId,
    /// A second place that the fact follows from: the note by which the first unit of a list leads.
    pub note: Option<Span>,
    /// The rule that found it.
    pub rule: &'static str,
    /// How sure the reading is.
    pub certainty: Certainty,
}

/// How sure the reading of a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// The text says so.
    Stated,
    /// What belongs together was inferred, for the reason that is given.
    Inferred(Inference),
}

/// Why a fact is inferred and not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inference {
    /// The source's pieces were shuffled: the task is the one that the restored order gives.
    Reordered,
    /// The table's cells stand one a line, or its columns ran together: which belongs to which was told by their number and their form.
    Flattened,
    /// No subject is named nearby: it is taken to be the document's own place, or what the heading names.
    Subject,
    /// No year is stated nearby: it is the one that the document plans for.
    Year,
    /// Text and reference data do not tell the place for sure: a rank (自治区财政厅) is said of the province that the text names most.
    Place,
    /// The document has no date: its year is one in which the other bodies that it names bore their names.
    Age,
    /// In the year of a reform, the short form is that of the body before and of the body after it: the one before is meant.
    Reform,
}

impl Inference {
    /// The name that the reason bears in the graph and in the lines of `extract`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reordered => "reordered",
            Self::Flattened => "flattened-table",
            Self::Subject => "subject-of-the-document",
            Self::Year => "planning-year",
            Self::Place => "inferred-place",
            Self::Age => "inferred-year",
            Self::Reform => "year-of-the-reform",
        }
    }

    /// What the reason means, in one clause.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Reordered => "the pieces of the source were shuffled, and this is read in the order that was restored",
            Self::Flattened => "the cells of a table stand one a line or ran together; their number and form tell which belongs to which",
            Self::Subject => "no subject is named nearby; it is taken to be the document's own place, or what the heading names",
            Self::Year => "no year is named nearby; it is taken to be the one that the document plans for",
            Self::Place => "the text does not say of which place the body is; it is taken to be the province that the text names most",
            Self::Age => "the document has no date; its year is told by the names of the other bodies in it",
            Self::Reform => {
                "in the year of a reform the short form is that of the body before and of the one after; the one before is taken"
            }
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        const ALL: [Inference; 7] = [
            Inference::Reordered,
            Inference::Flattened,
            Inference::Subject,
            Inference::Year,
            Inference::Place,
            Inference::Age,
            Inference::Reform,
        ];
        ALL.into_iter().find(|inference| inference.name() == name)
    }
}

/// One relation: how its facts are read, which rules it has, and the text that explains and tests them.
pub struct Extractor {
    /// The name of the relation.
    pub relation: &'static str,
    /// Its rules.
    pub rules: &'static [Rule],
    /// Every way of writing that is read, and what must not be read: documentation, specification and test suite.
    pub specification: &'static str,
    /// Adds the facts of a document, in the order of its text.
    pub extract: fn(&Document, &mut Vec<Fact>),
}

/// A rule of an extractor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, as evidence bears it.
    pub name: &'static str,
    /// What it reads, in one clause.
    pub reads: &'static str,
}

impl Rule {
    const fn new(name: &'static str, reads: &'static str) -> Self {
        Self { name, reads }
    }

    /// The rule of that name.
    ///
    /// ```
    /// let rule = zhengtu::extract::Rule::named("bare-list").expect("it is a rule");
    /// assert!(rule.reads.starts_with("a bracket"));
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().flat_map(|extractor| extractor.rules).find(|rule| rule.name == name)
    }
}

/// The relations. To add one: a file, its specification beside it, and a line here.
pub const ALL: [Extractor; 6] =
    [responsibility::EXTRACTOR, membership::EXTRACTOR, target::EXTRACTOR, industry::EXTRACTOR, location::EXTRACTOR, citation::EXTRACTOR];

/// Reads all facts of several documents, each as [`extract`] does.
///
/// The patterns of a relation are at hand while it reads one document after the other: that takes two thirds of the time.
#[must_use]
pub fn extract_all(documents: &[&Document]) -> Vec<Vec<Fact>> {
    let mut facts = vec![Vec::new(); documents.len()];
    for extractor in &ALL {
        for (document, facts) in documents.iter().zip(&mut facts) {
            (extractor.extract)(document, facts);
        }
    }
    facts
}

/// Reads all facts of a document: relation by relation, each in the order of the text.
#[must_use]
pub fn extract(document: &Document) -> Vec<Fact> {
    let mut facts = Vec::new();
    for extractor in &ALL {
        (extractor.extract)(document, &mut facts);
    }
    facts
}

/// Whether a paragraph is a line that may head others: a few words without a mark.
fn is_caption(line: &str) -> bool {
    const LONGEST: usize = 20 * '字'.len_utf8();
    line.len() <= LONGEST && !line.contains(['，', '。', '：', '；', '！', '？', '）', '》'])
}
