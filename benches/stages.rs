//! How fast the stages are, in bytes of text a second, beside jieba-rs tagging the same text and a plain copy of it.
//!
//! `cargo bench` runs it. The text is made from the bundled documents, repeated to about a megabyte.

mod corpus;

use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jieba_rs::Jieba;
use zhengtu::corpus::TOGETHER;
use zhengtu::extract;
use zhengtu::outline::outline;

fn main() {
    divan::main();
}

/// The bundled documents, each as often as it takes to have a megabyte in all.
static DOCUMENTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let documents = corpus::examples();
    let size: usize = documents.iter().map(String::len).sum();
    documents.iter().cycle().take(documents.len() * (1_000_000 / size + 1)).cloned().collect()
});

fn bytes() -> BytesCount {
    BytesCount::new(DOCUMENTS.iter().map(String::len).sum::<usize>())
}

#[divan::bench]
fn baseline_copy(bencher: Bencher) {
    bencher.counter(bytes()).bench(|| black_box(&*DOCUMENTS).clone());
}

#[divan::bench]
fn baseline_jieba_tag(bencher: Bencher) {
    let jieba = Jieba::new();
    bencher.counter(bytes()).bench(|| DOCUMENTS.iter().map(|text| jieba.tag(text, true).len()).sum::<usize>());
}

#[divan::bench]
fn read(bencher: Bencher) {
    bencher.counter(bytes()).bench(|| DOCUMENTS.iter().map(|text| zhengtu::read::from_string(text.as_str()).as_str().len()).sum::<usize>());
}

#[divan::bench]
fn read_and_outline(bencher: Bencher) {
    bencher
        .counter(bytes())
        .bench(|| DOCUMENTS.iter().map(|text| outline(zhengtu::read::from_string(text.as_str())).blocks.len()).sum::<usize>());
}

/// As the program does it: facts are read of several documents at a time.
#[divan::bench]
fn read_outline_and_extract(bencher: Bencher) {
    let facts = |texts: &[String]| {
        let documents: Vec<_> = texts.iter().map(|text| outline(zhengtu::read::from_string(text.as_str()))).collect();
        extract::extract_all(&documents.iter().collect::<Vec<_>>()).iter().map(Vec::len).sum::<usize>()
    };
    bencher.counter(bytes()).bench(|| DOCUMENTS.chunks(TOGETHER).map(facts).sum::<usize>());
}

/// Each relation by itself, on documents whose outline is there.
#[divan::bench(args = extract::ALL.iter().map(|extractor| extractor.relation))]
fn relation(bencher: Bencher, relation: &str) {
    let documents: Vec<_> = DOCUMENTS.iter().map(|text| outline(zhengtu::read::from_string(text.as_str()))).collect();
    let extractor = extract::ALL.iter().find(|extractor| extractor.relation == relation).expect("a relation of the list");
    bencher.counter(bytes()).bench(|| {
        let mut facts = Vec::new();
        documents.iter().for_each(|document| (extractor.extract)(document, &mut facts));
        facts.len()
    });
}
