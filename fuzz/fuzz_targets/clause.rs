//! Any words, as a clause of a task and as a text of their own: each quote stands in the source, and reading again gives the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengtu::extract::extract;
use zhengtu::outline::outline;
use zhengtu::read::from_string;

fuzz_target!(|words: &str| {
    for source in [words.to_owned(), format!("一、重点任务\n（一）加强管理。完善制度。（{words}）\n")] {
        let document = outline(from_string(source.as_str()));
        let facts = extract(&document);
        for fact in &facts {
            let evidence = fact.evidence();
            for span in std::iter::once(evidence.quote).chain(evidence.note) {
                let range = document.text.source_range(span).expect("a quote has a place in the source");
                assert!(source.get(range).is_some_and(|quote| !quote.is_empty()));
            }
        }
        assert_eq!(extract(&outline(from_string(source))), facts);
    }
});
