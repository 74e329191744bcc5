//! Any query file: it is a query or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengtu::query::parse;

fuzz_target!(|text: &str| {
    if let Ok(query) = parse(text, "fuzz") {
        assert_eq!(query.text, text);
        for parameter in &query.header.parameters {
            assert!(text.contains(&parameter.name));
        }
    }
});
