//! Document → facts: one extractor a relation, plain facts that know no RDF.

use crate::mention::Mention;
use crate::outline::{BlockId, Document};
use crate::text::Span;

/// One claim of a document. `E` is [`Mention`] before linking and [`crate::link::Entity`] after: what is not linked cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<E = Mention> {
    /// Who answers for which task.
    Responsibility(Responsibility<E>),
    /// Which document it rests on or carries out.
    Citation(Citation),
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

/// Reads all facts of a document, in the order of its text.
#[must_use]
pub fn extract(document: &Document) -> Vec<Fact> {
    let _ = document;
    Vec::new()
}
