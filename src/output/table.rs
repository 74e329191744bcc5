//! Aligned columns for a terminal.

use std::io::{self, Write};

use oxigraph::model::Term;
use oxigraph::sparql::QuerySolutionIter;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::query::{PREFIXES, evaluation_error};
use crate::{Error, Result};

const GAP: &str = "  ";
/// A column is not made narrower than this: four Chinese characters say something, two do not.
const NARROWEST: usize = 8;

/// Writes a table of all rows; to fit `width` columns of the terminal, if it is given, cells are cut with `…`, or go on in the next line.
pub(super) fn write(solutions: QuerySolutionIter<'_>, writer: &mut dyn Write, width: Option<usize>, wrap: bool) -> Result<u64> {
    let names: Vec<String> = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for solution in solutions {
        let solution = solution.map_err(|reason| evaluation_error(&reason))?;
        rows.push(solution.values().iter().map(|term| term.as_ref().map(cell).unwrap_or_default()).collect());
    }
    let lay_out = |i: usize| rows.iter().map(|row| row[i].width()).chain([names[i].width()]).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..names.len()).map(lay_out).collect();
    if let Some(width) = width {
        narrow(&mut widths, width.saturating_sub(GAP.len() * names.len().saturating_sub(1)));
    }
    let numeric: Vec<bool> = (0..names.len()).map(|i| rows.iter().all(|row| row[i].is_empty() || row[i].parse::<f64>().is_ok())).collect();
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    for row in [&names, &rule].into_iter().chain(&rows) {
        if wrap {
            write_wrapped(row, &widths, &numeric, writer).map_err(Error::Output)?;
        } else {
            write_row(row, &widths, &numeric, writer).map_err(Error::Output)?;
        }
    }
    writer.flush().map_err(Error::Output)?;
    Ok(rows.len() as u64)
}

fn write_row(row: &[String], widths: &[usize], numeric: &[bool], writer: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    for (i, text) in row.iter().enumerate() {
        let text = cut(text, widths[i]);
        let padding = " ".repeat(widths[i].saturating_sub(text.width()));
        if i > 0 {
            line.push_str(GAP);
        }
        if numeric[i] {
            line.push_str(&padding);
            line.push_str(&text);
        } else {
            line.push_str(&text);
            line.push_str(&padding);
        }
    }
    writeln!(writer, "{}", line.trim_end())
}

/// Writes a row in as many lines as its longest cell takes.
fn write_wrapped(row: &[String], widths: &[usize], numeric: &[bool], writer: &mut dyn Write) -> io::Result<()> {
    let mut cells: Vec<_> = row.iter().zip(widths).map(|(text, width)| wrapped(text, *width).into_iter()).collect();
    for _ in 0..cells.iter().map(ExactSizeIterator::len).max().unwrap_or(0) {
        let line: Vec<String> = cells.iter_mut().map(|lines| lines.next().unwrap_or_default().to_owned()).collect();
        write_row(&line, widths, numeric, writer)?;
    }
    Ok(())
}

/// A text in lines of at most so many columns; a character that is wider than a line has one of its own.
fn wrapped(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (place, c) in text.char_indices() {
        let columns = c.width().unwrap_or(0);
        if used + columns > width && place > start {
            lines.push(&text[start..place]);
            (start, used) = (place, 0);
        }
        used += columns;
    }
    lines.push(&text[start..]);
    lines
}

/// Takes from the widest columns until all fit into `room`, or none can give more.
fn narrow(widths: &mut [usize], room: usize) {
    let mut over = widths.iter().sum::<usize>().saturating_sub(room);
    while over > 0 {
        let Some(widest) = widths.iter_mut().max() else { return };
        if *widest <= NARROWEST {
            return;
        }
        *widest -= 1;
        over -= 1;
    }
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1; // the ellipsis
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// The text of a term on one line: no control character reaches the terminal, and no mark that turns the direction of writing.
pub(super) fn cell(term: &Term) -> String {
    let text = match term {
        Term::NamedNode(iri) => short(iri.as_str()),
        Term::BlankNode(node) => node.to_string(),
        Term::Literal(literal) => literal.value().to_owned(),
    };
    text.chars()
        .map(|c| match c {
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

/// An IRI with its prefix, or else its last segment.
fn short(iri: &str) -> String {
    for (prefix, namespace) in PREFIXES {
        if let Some(local) = iri.strip_prefix(namespace)
            && !local.is_empty()
            && !local.contains(['/', '#'])
        {
            return format!("{prefix}:{local}");
        }
    }
    iri.trim_end_matches(['/', '#']).rsplit('/').next().unwrap_or(iri).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_to_the_columns_of_the_terminal() {
        assert_eq!(cut("自治区财政厅", 12), "自治区财政厅");
        assert_eq!(cut("自治区财政厅", 11), "自治区财政…");
        assert_eq!(cut("自治区财政厅", 10), "自治区财…");
        assert_eq!(cut("abc", 2), "a…");
    }

    #[test]
    fn cells_go_on_in_the_next_line() {
        assert_eq!(wrapped("自治区财政厅", 7), ["自治区", "财政厅"]);
        assert_eq!(wrapped("自治区财政厅", 12), ["自治区财政厅"]);
        assert_eq!(wrapped("政图", 1), ["政", "图"]);
        assert_eq!(wrapped("", 8), [""]);
    }

    #[test]
    fn the_widest_columns_give_first() {
        let mut widths = [4, 40, 20];
        narrow(&mut widths, 44);
        assert_eq!(widths, [4, 20, 20]);
        narrow(&mut widths, 0);
        assert_eq!(widths, [4, NARROWEST, NARROWEST]);
    }

    #[test]
    fn nothing_in_a_cell_steers_the_terminal() {
        assert_eq!(cell(&oxigraph::model::Literal::from("a\u{1b}[2J\n\u{202e}b").into()), "a [2J \u{fffd}b");
    }

    #[test]
    fn iris_are_shortened() {
        assert_eq!(short("https://zhengtu.example/ns#lead"), "zt:lead");
        assert_eq!(short("https://zhengtu.example/id/organization/广西壮族自治区财政厅"), "广西壮族自治区财政厅");
        assert_eq!(short("https://example.org/"), "example.org");
    }
}
