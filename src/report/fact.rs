//! The facts that a report draws, as the rows of an answer tell them: a row is known by its columns.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use oxigraph::sparql::QuerySolution;

use super::words::{Words, role, words};
use crate::Role;
use crate::query::text;

/// A fact and what proves it.
#[derive(Clone, Debug)]
pub struct Fact {
    pub what: What,
    pub evidence: Arc<Evidence>,
    /// `stated` or `inferred`; empty where the answer does not tell.
    pub certainty: Arc<str>,
    /// Why it is inferred.
    pub reason: Arc<str>,
    /// The words of the note that it also follows from.
    pub note: Arc<str>,
}

/// What is said.
#[derive(Clone, Debug)]
pub enum What {
    /// Columns `organization`, `role` and `task`.
    Duty {
        organization: Arc<str>,
        role: Role,
        task: Arc<str>,
        /** What tells the task from those of the same name. */
        node: Arc<str>,
    },
    /// Columns `indicator` and `value`.
    Target { subject: Arc<str>, indicator: Arc<str>, measure: Arc<str>, amount: Amount, year: Arc<str> },
    /// Columns `host` and `industry`.
    Hosting { host: Arc<str>, kind: Arc<str>, industry: Arc<str> },
}

/// How much is to be reached.
#[derive(Clone, Debug)]
pub struct Amount {
    pub comparator: Arc<str>,
    pub value: Arc<str>,
    /// The upper value of a range; else empty.
    pub value_to: Arc<str>,
    pub unit: Arc<str>,
}

/// The words that prove facts, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// The date of the document, as precise as it is known; may be empty.
    pub date: Arc<str>,
    /// The title of the document.
    pub document: Arc<str>,
    /// The name of its file.
    pub source: Arc<str>,
    /// In code points, if the answer tells them.
    pub start: Option<u64>,
    pub end: Option<u64>,
    pub quote: Arc<str>,
    pub section: Arc<str>,
    pub rule: Arc<str>,
}

/// Texts that many rows share, each kept once.
#[derive(Default)]
pub struct Strings {
    strings: HashSet<Arc<str>>,
    evidence: HashSet<Arc<Evidence>>,
}

impl Strings {
    /// A text without the characters that neither HTML nor SVG can hold.
    pub fn keep(&mut self, text: &str) -> Arc<str> {
        let unfit = |c: char| c.is_control() && !matches!(c, '\t' | '\n') || matches!(c, '\u{fffe}' | '\u{ffff}');
        if text.contains(unfit) {
            return self.keep(&text.replace(unfit, "\u{fffd}"));
        }
        if let Some(kept) = self.strings.get(text) {
            return kept.clone();
        }
        let kept: Arc<str> = text.into();
        self.strings.insert(kept.clone());
        kept
    }
}

impl Fact {
    /// The fact that a row tells, if it is one that a report can draw.
    pub fn read(row: &QuerySolution, strings: &mut Strings) -> Option<Self> {
        let mut cell = |column: &str| strings.keep(text(row, column));
        let some = |text: Arc<str>| Some(text).filter(|text| !text.is_empty());
        let what = if let (Some(organization), Some(role)) = (some(cell("organization")), Role::named(text(row, "role"))) {
            let (task, node, document) = (cell("task"), cell("node"), cell("document"));
            let node = some(node).unwrap_or_else(|| cell(&format!("{document} / {task}")));
            What::Duty { organization, role, task, node }
        } else if let (Some(indicator), Some(value)) = (some(cell("indicator")), some(cell("value"))) {
            let amount = Amount { comparator: cell("comparator"), value, value_to: cell("value_to"), unit: cell("unit") };
            What::Target { subject: cell("subject"), indicator, measure: cell("measure"), amount, year: cell("year") }
        } else {
            What::Hosting { host: some(cell("host"))?, kind: cell("kind"), industry: some(cell("industry"))? }
        };
        let evidence = Evidence {
            date: cell("date"),
            document: cell("document"),
            source: cell("source"),
            start: text(row, "start").parse().ok(),
            end: text(row, "end").parse().ok(),
            quote: cell("quote"),
            section: cell("section"),
            rule: cell("rule"),
        };
        let (certainty, reason, note) = (cell("certainty"), cell("reason"), cell("note"));
        let evidence = strings.evidence.get(&evidence).cloned().unwrap_or_else(|| {
            let evidence = Arc::new(evidence);
            strings.evidence.insert(evidence.clone());
            evidence
        });
        Some(Self { what, evidence, certainty, reason, note })
    }

    /// The year of its document.
    pub fn year(&self) -> Option<i32> {
        self.evidence.date.get(..4)?.parse().ok()
    }

    /// What is said, in one line.
    pub fn words(&self) -> Words {
        match &self.what {
            What::Duty { organization, role: kind, task, .. } => {
                let kind = role(*kind);
                let said = |kind: &str| format!("{organization} {kind}{}{task}", if task.is_empty() { "" } else { "：" });
                words(said(&kind.zh), said(&kind.en))
            }
            What::Target { subject, indicator, measure, amount, year } => {
                let measure = measured(measure);
                let gap = if subject.is_empty() { "" } else { " " };
                let said = |measure: &str, year: String| format!("{subject}{gap}{indicator}{measure} {}{year}", amount.written());
                let (zh, en) = if year.is_empty() { Default::default() } else { (format!("（{year}年）"), format!(" by {year}")) };
                words(said(&measure.zh, zh), said(&measure.en, en))
            }
            What::Hosting { host, industry, .. } => words(format!("{host}：{industry}"), format!("{host}: {industry}")),
        }
    }
}

/// What a target's number says of its indicator, as words behind the indicator; none where it is the amount itself.
pub fn measured(measure: &str) -> Words {
    match measure {
        "growth" => words("增长", " growth"),
        "reduction" => words("下降", " reduction"),
        "share" => words("占比", " share"),
        "count" => words("数量", " count"),
        _ => Words::default(),
    }
}

impl Amount {
    /// With its bound and unit: ≥6%.
    pub fn written(&self) -> String {
        self.bare() + &self.unit
    }

    /// With its bound alone: ≥6, 5–7.
    pub fn bare(&self) -> String {
        let bound = match &*self.comparator {
            ">=" => "≥",
            "<=" => "≤",
            "~" => "≈",
            "=" => "",
            other => other,
        };
        if self.value_to.is_empty() { format!("{bound}{}", self.value) } else { format!("{}–{}", self.value, self.value_to) }
    }

    /// Orders amounts by their values.
    pub fn by_value(&self, other: &Self) -> Ordering {
        let value = |amount: &Self| amount.value.parse::<f64>().unwrap_or(f64::NAN);
        value(self).total_cmp(&value(other)).then_with(|| self.bare().cmp(&other.bare()))
    }
}
