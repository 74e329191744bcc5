//! Corrections as a table that people share: CSV, one a row, with a header. Its columns are the fields of [`Correction`].

use std::io;
use std::path::Path;

use super::{Action, Correction, time};
use crate::extract::claim;
use crate::extract::{Certainty, Evidence};
use crate::outline::BlockId;
use crate::output::begins_like_a_formula;
use crate::text::Span;
use crate::{Error, Result};

/// Writes corrections. Cells that a spreadsheet would run as formulas have an apostrophe before them, which [`read`] takes away.
///
/// # Errors
/// If `writer` refuses.
pub fn write<'c>(corrections: impl IntoIterator<Item = &'c Correction>, writer: impl io::Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().has_headers(false).from_writer(writer);
    table.write_record(COLUMNS)?;
    for correction in corrections {
        let Correction { action, about, same_as, claim, quote, place, section, document, by, at, why } = correction;
        let cells = [action.name(), about, same_as, claim, quote, place, section, document, by, at, why];
        table.write_record(cells.map(|cell| if would_run(cell) { format!("'{cell}") } else { cell.to_owned() }))?;
    }
    table.flush()
}

const COLUMNS: [&str; 11] = ["action", "about", "same_as", "claim", "quote", "place", "section", "document", "by", "at", "why"];

/// Reads a table of corrections from a file, with or without a byte order mark, its columns in any order. Others than those of [`Correction`] are passed over.
///
/// # Errors
/// [`Error::NotCorrections`] with the row, if one is not understood. Nothing of the table is returned then.
pub fn read(path: &Path) -> Result<Vec<Correction>> {
    let bytes = std::fs::read(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    let refused = |line: Option<u64>, reason: String, remedy: &'static str| Error::NotCorrections {
        place: line.map_or_else(|| path.display().to_string(), |line| format!("{}, line {line}", path.display())),
        reason,
        remedy,
    };
    const FORM: &str = "give the columns that  zhengtu correct export  writes, in UTF-8";
    let mut table = csv::ReaderBuilder::new().flexible(false).from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let headers = table.headers().map_err(|problem| refused(None, problem.to_string(), FORM))?.clone();
    if let Some(missing) = ["action", "about", "by", "at", "why"].into_iter().find(|column| !headers.iter().any(|header| header == *column))
    {
        return Err(refused(None, format!("it has no column `{missing}`"), FORM));
    }
    let mut corrections = Vec::new();
    for record in table.records() {
        let record = record.map_err(|problem| refused(problem.position().map(csv::Position::line), problem.to_string(), FORM))?;
        let line = record.position().map(csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |cell: &str| cell.strip_prefix('\'').filter(|rest| would_run(rest)).unwrap_or(cell).to_owned();
        let record: csv::StringRecord = record.iter().map(cell).collect();
        let mut correction: Correction = record.deserialize(Some(&headers)).map_err(|problem| refused(line, problem.to_string(), FORM))?;
        match time(&correction.at) {
            Some(at) => correction.at = at,
            None => return Err(refused(line, format!("`{}` is no time", correction.at), "write it as 2026-03-01 or 2026-03-01T08:30:00Z")),
        }
        check(&correction).map_err(|reason| refused(line, reason, "correct the row, or take it out"))?;
        corrections.push(correction);
    }
    Ok(corrections)
}

/// Whether a spreadsheet would run a cell, with or without apostrophes before it: each adds one, and so each can be taken away again.
fn would_run(cell: &str) -> bool {
    begins_like_a_formula(cell.trim_start_matches('\''))
}

/// What is wrong with a correction, as one clause.
fn check(correction: &Correction) -> std::result::Result<(), String> {
    let Correction { action, about, same_as, claim, quote, place, by, why, .. } = correction;
    for (column, value) in [("by", by), ("why", why)] {
        if value.trim().is_empty() {
            return Err(format!("`{column}` is empty"));
        }
    }
    for (column, value) in [("about", about), ("same_as", same_as), ("place", place), ("document", &correction.document)] {
        if !value.is_empty()
            && let Err(problem) = oxigraph::model::NamedNode::new(value.as_str())
        {
            return Err(format!("`{column}` is no IRI: {problem}"));
        }
    }
    match action {
        _ if about.is_empty() => Err("`about` is empty".to_owned()),
        Action::Same if same_as.is_empty() => Err("`same_as` is empty".to_owned()),
        Action::Same if claim.split_once(" = ").is_none_or(|(one, other)| one.is_empty() || other.is_empty()) => {
            Err("`claim` is not the two names, as 甲 = 乙".to_owned())
        }
        Action::Same if same_as == about => Err("`about` and `same_as` are one".to_owned()),
        Action::Add if super::place(place).is_none() => Err("`place` is none in a text, as …#char=5,9".to_owned()),
        Action::Add if super::place(place).is_some_and(|(start, end)| start + quote.chars().count() != end || quote.is_empty()) => {
            Err("`quote` is not as long as `place` says".to_owned())
        }
        Action::Add => {
            let evidence = Evidence { quote: Span::new(0, 1), block: BlockId(0), note: None, rule: "", certainty: Certainty::Stated };
            claim::parse(claim, evidence).map(drop).map_err(|problem| format!("`claim` is no fact: {problem}"))
        }
        _ => Ok(()),
    }
}
