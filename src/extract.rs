//! Document → facts: one extractor a relation, plain facts that know no RDF.

use std::fmt;

use crate::mention::Mention;
use crate::outline::{BlockId, Document};
use crate::text::Span;

mod citation;
mod responsibility;

/// One claim of a document. `E` is [`Mention`] before linking and [`crate::link::Entity`] after: what is not linked cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<E = Mention> {
    /// Who answers for which task.
    Responsibility(Responsibility<E>),
    /// Which document it rests on or carries out.
    Citation(Citation),
}

/// The form in which the specifications state facts: `lead 省商务厅 | 冷链物流`, `cites 关于…的意见 | 国发〔2021〕4号`.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Responsibility(Responsibility { role, organization, task, .. }) => {
                write!(f, "{} {} | {}", role.name(), organization.name, task.as_ref().map_or("*", |task| task.name.as_str()))
            }
            Self::Citation(Citation { title, document_number, .. }) => {
                write!(f, "cites {title} | {}", document_number.as_deref().unwrap_or(""))
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
    /// What proves it.
    pub evidence: Evidence,
}

/// A document that is named in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its title, without the marks 《》.
    pub title: String,
    /// Its 发文字号, if it is given.
    pub document_number: Option<String>,
    /// What proves it.
    pub evidence: Evidence,
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
}

/// One relation: how its facts are read, which rules it has, and the text that explains and tests them.
pub struct Extractor {
    /// The name of the relation.
    pub relation: &'static str,
    /// The names of its rules, as evidence bears them.
    pub rules: &'static [&'static str],
    /// Every way of writing that is read, and what must not be read: documentation, specification and test suite.
    pub specification: &'static str,
    /// Adds the facts of a document, in the order of its text.
    pub extract: fn(&Document, &mut Vec<Fact>),
}

/// The relations. To add one: a file, its specification beside it, and a line here.
pub const ALL: [Extractor; 2] = [responsibility::EXTRACTOR, citation::EXTRACTOR];

/// Reads all facts of a document: relation by relation, each in the order of the text.
#[must_use]
pub fn extract(document: &Document) -> Vec<Fact> {
    let mut facts = Vec::new();
    for extractor in &ALL {
        (extractor.extract)(document, &mut facts);
    }
    facts
}
