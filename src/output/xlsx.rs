//! An Excel workbook: the answer, what it is the answer to, and the documents that it rests on.

use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::csv::begins_like_a_formula;
use crate::query::{self, Query, evaluation_error};
use crate::{Error, Result};

/// What a workbook tells of its answer, so that a table that was sent on can still be cited and made again.
pub struct About {
    /// Names and values: which question, with which parameters, of which store.
    pub entries: Vec<(String, String)>,
    /// The documents that the answer rests on, a row each, on a sheet of their own.
    pub documents: Option<QueryResults<'static>>,
    /// When the answer was given.
    pub time: SystemTime,
}

impl About {
    /// What is told of the answer to a question. `name` is what the store is called.
    pub fn of(store: &oxigraph::store::Store, name: &str, question: &Query, parameters: &[(String, String)]) -> Self {
        let header = &question.header;
        let mut entries = vec![
            ("question", question.origin.clone()),
            ("title", header.title.clone()),
            ("title@en", header.title_en.clone()),
            ("description", header.description.clone()),
            ("description@en", header.description_en.clone()),
        ];
        entries.retain(|(_, value)| !value.is_empty());
        let mut entries: Vec<(String, String)> = entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        entries.extend(parameters.iter().map(|(name, value)| (format!("-p {name}"), value.clone())));
        if ["-e", "-", "the query"].contains(&question.origin.as_str()) {
            entries.push(("SPARQL".to_owned(), question.text.clone()));
        }
        entries.push(("store".to_owned(), name.to_owned()));
        // Where the store cannot be read, the answer itself says so.
        let documents = query::find("documents").and_then(|documents| query::run(store, documents, &[])).ok();
        Self { entries, documents, time: SystemTime::now() }
    }
}

impl Default for About {
    fn default() -> Self {
        Self { entries: Vec::new(), documents: None, time: SystemTime::now() }
    }
}

/// A column is not made wider than this, in characters of the font: longer cells are wrapped.
const WIDEST: usize = 60;
const NARROWEST: usize = 8;
/// The most characters that a cell may hold. Excel counts UTF-16 code units.
const LONGEST: usize = 32_767;
/// The most rows that a sheet may have.
const MOST_ROWS: u32 = 1_048_576;

/// Writes all rows; cells longer than Excel's 32,767 characters end in `…`.
pub(super) fn write(solutions: QuerySolutionIter<'_>, writer: &mut dyn Write, about: About) -> Result<u64> {
    let mut workbook = Workbook::new();
    let seconds = about.time.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let time = ExcelDateTime::from_timestamp(seconds.try_into().unwrap_or_default()).map_err(unwritten)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&time));
    let styles = Styles::new();
    let rows = rows(workbook.add_worksheet().set_name("answer").map_err(unwritten)?, solutions, &styles)?;
    let sheet = workbook.add_worksheet().set_name("about").map_err(unwritten)?;
    describe(sheet, &about.entries, &time, &styles).map_err(unwritten)?;
    if let Some(QueryResults::Solutions(documents)) = about.documents {
        self::rows(workbook.add_worksheet().set_name("documents").map_err(unwritten)?, documents, &styles)?;
    }
    writer.write_all(&workbook.save_to_buffer().map_err(unwritten)?).and_then(|()| writer.flush()).map_err(Error::Output)?;
    Ok(rows.into())
}

struct Styles {
    header: Format,
    cell: Format,
    /// Excel shows an apostrophe before the text where it is edited, and never runs it.
    text: Format,
    time: Format,
}

impl Styles {
    fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            header: Format::new().set_bold().set_align(FormatAlign::Top),
            text: cell.clone().set_quote_prefix(),
            time: cell.clone().set_num_format("yyyy-mm-dd hh:mm\" UTC\"").set_align(FormatAlign::Left),
            cell,
        }
    }

    fn of(&self, text: &str) -> &Format {
        if begins_like_a_formula(text) { &self.text } else { &self.cell }
    }
}

/// Fills a sheet with rows below a header that stays in sight and can be filtered by.
fn rows(sheet: &mut Worksheet, solutions: QuerySolutionIter<'_>, styles: &Styles) -> Result<u32> {
    let names: Vec<String> = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
    let mut widths: Vec<usize> = Vec::new();
    for (column, name) in (0..).zip(&names) {
        sheet.write_string_with_format(0, column, name, &styles.header).map_err(unwritten)?;
        // Beside the name stands the arrow of the filter.
        widths.push(name.width() + 3);
    }
    let mut row = 0;
    for solution in solutions {
        let solution = solution.map_err(|reason| evaluation_error(&reason))?;
        row += 1;
        if row == MOST_ROWS {
            return Err(Error::Query {
                problem: format!("the answer has more rows than the {MOST_ROWS} of a sheet"),
                place: "the workbook".to_owned(),
                remedy: "narrow the question, or choose csv".to_owned(),
            });
        }
        for ((column, cell), width) in (0..).zip(solution.values()).zip(&mut widths) {
            let Some(cell) = cell else { continue };
            *width = write_cell(sheet, row, column, cell, styles).map_err(unwritten)?.max(*width);
        }
    }
    for (column, width) in (0..).zip(&widths) {
        let width = u32::try_from((*width).clamp(NARROWEST, WIDEST)).unwrap_or_default();
        sheet.set_column_width(column, width).map_err(unwritten)?;
    }
    if let Some(last) = names.len().checked_sub(1).and_then(|last| last.try_into().ok()) {
        sheet.autofilter(0, 0, row, last).map_err(unwritten)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(unwritten)?;
    Ok(row)
}

/// Writes a term as what it is to a spreadsheet, and returns the width of its longest line.
fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, term: &Term, styles: &Styles) -> Result<usize, XlsxError> {
    let text = match term {
        Term::NamedNode(iri) => iri.as_str().to_owned(),
        Term::BlankNode(node) => node.to_string(),
        Term::Literal(literal) => {
            if let Some(number) = number(literal) {
                sheet.write_number_with_format(row, column, number, &styles.cell)?;
                return Ok(literal.value().len());
            }
            if literal.datatype() == xsd::BOOLEAN {
                sheet.write_boolean_with_format(row, column, matches!(literal.value(), "true" | "1"), &styles.cell)?;
                return Ok(5);
            }
            fitting(literal.value())
        }
    };
    sheet.write_string_with_format(row, column, &text, styles.of(&text))?;
    Ok(text.lines().map(|line| line.width()).max().unwrap_or(0) + 1)
}

/// The number that a literal is, if Excel keeps all of its digits.
fn number(literal: &Literal) -> Option<f64> {
    let numeric = [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT, xsd::NON_NEGATIVE_INTEGER].contains(&literal.datatype());
    let exact = literal.value().bytes().filter(u8::is_ascii_digit).count() <= 15;
    literal.value().parse().ok().filter(|number: &f64| numeric && exact && number.is_finite())
}

/// A text that a cell can hold.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut units = 1; // the ellipsis
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= LONGEST
    });
    kept.chain(['…']).collect()
}

/// Says on a sheet of its own which question was answered, and when.
fn describe(sheet: &mut Worksheet, entries: &[(String, String)], time: &ExcelDateTime, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 24)?.set_column_width(1, 80)?;
    let mut row = 0;
    for (name, value) in entries {
        let value = fitting(value);
        sheet.write_string_with_format(row, 0, name, &styles.header)?;
        sheet.write_string_with_format(row, 1, &value, styles.of(&value))?;
        row += 1;
    }
    sheet.write_string_with_format(row, 0, "answered", &styles.header)?;
    sheet.write_datetime_with_format(row, 1, time, &styles.time)?;
    row += 1;
    sheet.write_string_with_format(row, 0, "program", &styles.header)?;
    sheet.write_string_with_format(row, 1, concat!("zhengtu ", env!("CARGO_PKG_VERSION")), &styles.cell)?;
    Ok(())
}

fn unwritten(reason: XlsxError) -> Error {
    Error::Output(io::Error::other(reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(number(&Literal::from(42)), Some(42.0));
        assert_eq!(number(&Literal::new_typed_literal("8.5", xsd::DECIMAL)), Some(8.5));
        assert_eq!(number(&Literal::new_typed_literal("1234567890123456", xsd::INTEGER)), None);
        assert_eq!(number(&Literal::from("42")), None);
    }

    #[test]
    fn long_cells_are_cut_at_the_length_that_excel_holds() {
        assert_eq!(fitting(&"政".repeat(LONGEST)), "政".repeat(LONGEST));
        let cut = fitting(&"𠀀".repeat(LONGEST));
        assert!(cut.ends_with("𠀀…") && cut.encode_utf16().count() == LONGEST, "{}", cut.encode_utf16().count());
    }
}
