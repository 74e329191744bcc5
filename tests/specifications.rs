//! Runs the specification of each extractor: every example gives exactly its facts, every rule has an example, every quote stands in the source.
//!
//! `UPDATE=1 cargo test --release --test specifications` rewrites the `facts` blocks; the difference is the review.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use zhengtu::extract::{self, Extractor, Fact};
use zhengtu::outline::{Document, outline};

/// A pair of fenced blocks: a small document, and the facts that it holds.
struct Example {
    line: usize,
    text: String,
    facts: Vec<String>,
}

fn examples(specification: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut lines = specification.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let block = |lines: &mut dyn Iterator<Item = (usize, &str)>| -> Vec<String> {
            lines.map(|(_, line)| line.to_owned()).take_while(|line| line != "```").collect()
        };
        match line {
            "```text" => found.push(Example { line: index + 2, text: block(&mut lines).join("\n"), facts: Vec::new() }),
            "```facts" => {
                let facts = block(&mut lines);
                found.last_mut().expect("a facts block follows a text block").facts = facts;
            }
            _ => {}
        }
    }
    found
}

fn read(text: &str) -> Document {
    outline(zhengtu::read::from_string(text))
}

fn facts(extractor: &Extractor, document: &Document) -> Vec<Fact> {
    let mut facts = Vec::new();
    (extractor.extract)(document, &mut facts);
    facts
}

#[test]
fn every_example_gives_exactly_its_facts() {
    let mut report = String::new();
    let (mut examples_run, mut failed) = (0, 0);
    for extractor in &extract::ALL {
        let mut updated = extractor.specification.to_owned();
        for example in examples(extractor.specification) {
            examples_run += 1;
            let found: Vec<String> = facts(extractor, &read(&example.text)).iter().map(ToString::to_string).collect();
            if found == example.facts {
                continue;
            }
            failed += 1;
            let _ = writeln!(report, "{}.md:{}\n{}", extractor.relation, example.line, example.text);
            for fact in example.facts.iter().filter(|fact| !found.contains(fact)) {
                let _ = writeln!(report, "  missing {fact}");
            }
            for fact in found.iter().filter(|fact| !example.facts.contains(fact)) {
                let _ = writeln!(report, "  false   {fact}");
            }
            if found.iter().collect::<BTreeSet<_>>() == example.facts.iter().collect::<BTreeSet<_>>() {
                let _ = writeln!(report, "  the order or the number differs: {found:?}");
            }
            let block = |facts: &[String]| {
                format!(
                    "```text\n{}\n```\n```facts\n{}```\n",
                    example.text,
                    facts.iter().fold(String::new(), |all, fact| all + fact + "\n")
                )
            };
            updated = updated.replace(&block(&example.facts), &block(&found));
        }
        if std::env::var_os("UPDATE").is_some() && updated != extractor.specification {
            let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/extract").join(extractor.relation).with_extension("md");
            std::fs::write(path, updated).expect("the specification can be written");
        }
    }
    assert!(examples_run > 0, "the specifications hold no examples");
    println!("{examples_run} examples, {failed} differ");
    assert!(report.is_empty(), "{failed} of {examples_run} examples differ:\n{report}");
}

#[test]
fn every_rule_has_an_example_and_every_quote_stands_in_the_source() {
    for extractor in &extract::ALL {
        let mut seen = BTreeSet::new();
        for example in examples(extractor.specification) {
            let document = read(&example.text);
            for fact in facts(extractor, &document) {
                let evidence = fact.evidence();
                assert!(
                    document.text.quote(evidence.quote).is_some_and(|quote| example.text.contains(quote)),
                    "line {}: {fact}",
                    example.line
                );
                seen.insert(evidence.rule);
            }
        }
        let rules: BTreeSet<&str> = extractor.rules.iter().map(|rule| rule.name).collect();
        assert_eq!(rules, seen, "the rules of {} and those that its examples show", extractor.relation);
    }
}
