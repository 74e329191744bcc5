//! Any bytes: they are a document or an error, and each character leads back to the source.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use zhengtu::read::decode;
use zhengtu::text::Span;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(Path::new("fuzz"), bytes.to_vec()) else { return };
    let mut last = 0;
    for (start, character) in text.as_str().char_indices() {
        let span = Span::new(start, start + character.len_utf8());
        let range = text.source_range(span).expect("one character has a place in the source");
        assert!(!text.source()[range.clone()].is_empty());
        last = last.max(text.code_points(range.end));
    }
    assert!(last <= text.source().chars().count());
});
