//! Any value of any parameter of the bundled questions: it is refused, or it asks for less than all; it never becomes part of the question.
//!
//! The first byte chooses the question, the second one the parameter, the rest is the value.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use oxigraph::sparql::QueryResults;
use zhengtu::query::{Query, library, run};
use zhengtu::store::Store;
use zhengtu::write::Base;

/// It holds the ontology alone, so that no question has an answer but those that count.
static STORE: LazyLock<Store> = LazyLock::new(|| Store::in_memory(&Base::default()).expect("there is memory"));

fuzz_target!(|input: (u8, u8, &str)| {
    let (query, parameter, value) = input;
    let query = &library()[usize::from(query) % library().len()];
    if query.header.parameters.is_empty() {
        return;
    }
    let parameter = &query.header.parameters[usize::from(parameter) % query.header.parameters.len()];
    if let Some(found) = rows(query, &[(parameter.name.clone(), value.to_owned())]) {
        let all = rows(query, &[]);
        assert!(all.is_none_or(|all| found <= all), "{}: {found} rows for {} = {value:?}", query.header.name, parameter.name);
    }
});

fn rows(query: &Query, parameters: &[(String, String)]) -> Option<usize> {
    match run(STORE.inner(), query, parameters).ok()? {
        QueryResults::Solutions(rows) => Some(rows.map(|row| row.expect("it can be evaluated")).count()),
        QueryResults::Boolean(answer) => Some(usize::from(answer)),
        QueryResults::Graph(triples) => Some(triples.map(|triple| triple.expect("it can be evaluated")).count()),
    }
}
