//! A table in GitHub's Markdown, for a paper or a page.

use std::io::Write;

use oxigraph::sparql::QuerySolutionIter;

use super::table;
use crate::query::evaluation_error;
use crate::{Error, Result};

/// Writes all rows; each is a line.
pub(super) fn write(solutions: QuerySolutionIter<'_>, writer: &mut dyn Write) -> Result<u64> {
    let names: Vec<String> = solutions.variables().iter().map(|variable| escaped(variable.as_str())).collect();
    let rule = vec!["---"; names.len()];
    writeln!(writer, "| {} |\n| {} |", names.join(" | "), rule.join(" | ")).map_err(Error::Output)?;
    let mut rows = 0;
    for solution in solutions {
        let solution = solution.map_err(|reason| evaluation_error(&reason))?;
        let cells = solution.values().iter().map(|term| term.as_ref().map(|term| escaped(&table::cell(term))).unwrap_or_default());
        writeln!(writer, "| {} |", cells.collect::<Vec<_>>().join(" | ")).map_err(Error::Output)?;
        rows += 1;
    }
    writer.flush().map_err(Error::Output)?;
    Ok(rows)
}

/// A text of one line that means in Markdown what it is: a document's words are neither markup nor HTML.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '|' | '`' | '*' | '_' | '~' | '<' | '>' | '[' | ']' | '&' | '$' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_document_are_no_markup() {
        assert_eq!(escaped("园区|产值*<b>_x_</b>"), r"园区\|产值\*\<b\>\_x\_\</b\>");
        assert_eq!(escaped(r"a\|b"), r"a\\\|b");
    }
}
