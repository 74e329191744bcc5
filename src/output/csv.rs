//! Cells that a spreadsheet would run, made harmless, and IRIs kept in one cell.

use oxigraph::model::{Literal, Term};
use oxigraph::sparql::{QuerySolution, QuerySolutionIter};

/// Whether a spreadsheet may take a cell with this text for a formula: it begins with `=`, `+`, `-`, `@`, a tab or a line break, or with the full-width form
/// of such a sign, has something behind it, and is no number. The list is [OWASP's](https://owasp.org/www-community/attacks/CSV_Injection).
///
/// ```
/// use zhengtu::output::begins_like_a_formula;
/// assert!(begins_like_a_formula("=HYPERLINK(\"http://example.org\")"));
/// assert!(["-3.5", "=", "——南宁市"].into_iter().all(|text| !begins_like_a_formula(text)));
/// ```
#[must_use]
pub fn begins_like_a_formula(text: &str) -> bool {
    text.strip_prefix(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']).is_some_and(|rest| !rest.is_empty())
        && text.parse::<f64>().is_err()
}

/// The same rows, with an apostrophe before each cell that begins like a formula: a spreadsheet shows such a cell as text. An IRI with a comma, as that of a
/// quote, becomes a literal, for the serializer puts no quotation marks around IRIs.
pub(super) fn harmless(solutions: QuerySolutionIter<'_>) -> QuerySolutionIter<'_> {
    let variables = solutions.variables().into();
    let cells = |solution: QuerySolution| solution.values().iter().map(|cell| cell.clone().map(harmless_cell)).collect();
    QuerySolutionIter::from_tuples(variables, solutions.map(move |solution| solution.map(cells)))
}

fn harmless_cell(term: Term) -> Term {
    match term {
        Term::Literal(literal) if begins_like_a_formula(literal.value()) => {
            Literal::new_simple_literal(format!("'{}", literal.value())).into()
        }
        Term::NamedNode(iri) if iri.as_str().contains(',') => Literal::new_simple_literal(iri.as_str()).into(),
        term => term,
    }
}
