//! How long each bundled question takes: as its header's example asks it, and of the whole store.
//!
//! `cargo bench --bench queries` builds a store of 200 documents with the program and asks there; `ZHENGTU_BENCH_STORE` names a store to ask instead.
//! The baseline counts the assignments of the store, which is one scan of one index.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;
use std::{env, fs};

use divan::Bencher;
use oxigraph::sparql::QueryResults;
use zhengtu::query::{self, Query};
use zhengtu::store::Store;

fn main() {
    divan::main();
}

const DOCUMENTS: usize = 200;
const PROVINCES: [&str; 8] = ["云岭", "江苏", "四川", "河北", "湖南", "贵州", "甘肃", "福建"];

/// The store that is asked.
static STORE: LazyLock<Store> = LazyLock::new(|| {
    let path = env::var_os("ZHENGTU_BENCH_STORE").map_or_else(build, PathBuf::from);
    Store::open_read_only(&path).expect("the store opens")
});

/// Builds a store of the bundled documents, each many times: of another province, with another number.
fn build() -> PathBuf {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents");
    let mut texts: Vec<PathBuf> = fs::read_dir(examples).expect("the examples are there").map(|entry| entry.expect("a file").path()).collect();
    texts.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    texts.sort();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("queries");
    let documents = folder.join("documents");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&documents).expect("a folder");
    for index in 0..DOCUMENTS {
        let text = fs::read_to_string(&texts[index % texts.len()]).expect("a readable example");
        let text = text.replace("云岭", PROVINCES[index % PROVINCES.len()]).replacen('〕', &format!("〕{index}"), 1);
        fs::write(documents.join(format!("{index:03}.txt")), text).expect("a file is written");
    }
    let store = folder.join("store");
    let built = Command::new(env!("CARGO_BIN_EXE_zhengtu")).arg("build").arg("--store").args([&store, &documents]).output();
    assert!(built.expect("the program runs").status.success(), "the documents are read");
    store
}

fn rows(query: &Query, given: &[(String, String)]) -> usize {
    match query::run(STORE.inner(), query, given).expect("it runs") {
        QueryResults::Solutions(rows) => rows.map(|row| row.expect("a row")).count(),
        _ => 0,
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    query::library().iter().map(|query| query.header.name.as_str())
}

#[divan::bench]
fn baseline_count() -> usize {
    let count = query::parse("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?assignment zt:role ?role } }", "count.rq").expect("a query");
    rows(&count, &[])
}

/// With the parameters of its example.
#[divan::bench(args = names(), sample_count = 5, sample_size = 1)]
fn example(bencher: Bencher, name: &str) {
    let query = query::find(name).expect("a bundled query");
    let pairs = query.header.example.split(" -p ").skip(1).filter_map(|pair| pair.trim().split_once('='));
    let given: Vec<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    LazyLock::force(&STORE);
    bencher.bench(|| rows(query, &given));
}

/// Without parameters.
#[divan::bench(args = names(), sample_count = 3, sample_size = 1, max_time = Duration::from_secs(5))]
fn whole(bencher: Bencher, name: &str) {
    let query = query::find(name).expect("a bundled query");
    LazyLock::force(&STORE);
    bencher.bench(|| rows(query, &[]));
}
