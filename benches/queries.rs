//! How long each bundled question takes: as the example of its header asks it, and of the whole store; beside a count of one index.
//!
//! `ZHENGTU_DOCUMENTS` says of how many documents (100 if it is not set), `ZHENGTU_STORE` of which store instead.

mod corpus;

use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

use divan::Bencher;
use oxigraph::sparql::QueryResults;
use tempfile::TempDir;
use zhengtu::query::{self, Query};
use zhengtu::store::Store;

fn main() {
    divan::main();
}

static STORE: LazyLock<Store> = LazyLock::new(|| {
    if let Some(path) = env::var_os("ZHENGTU_STORE") {
        return Store::open_read_only(Path::new(&path)).expect("the store opens");
    }
    let number = env::var("ZHENGTU_DOCUMENTS").map_or(100, |number| number.parse().expect("ZHENGTU_DOCUMENTS is a number"));
    let folder = TempDir::new().expect("a folder");
    for (index, text) in corpus::documents(number).enumerate() {
        std::fs::write(folder.path().join(format!("{index:06}.txt")), text).expect("a written document");
    }
    let store = folder.path().join("zhengtu.db");
    let mut build = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    let built = build.args(["--quiet", "build", "--store"]).args([&store, folder.path()]).status().expect("the program runs");
    assert!(built.success(), "the documents are read");
    Store::open_read_only(&store).expect("the store opens")
});

fn rows(query: &Query, given: &[(String, String)]) -> usize {
    match query::run(STORE.inner(), query, given).expect("it runs") {
        QueryResults::Solutions(rows) => rows.inspect(|row| assert!(row.is_ok(), "a row")).count(),
        QueryResults::Boolean(_) | QueryResults::Graph(_) => 0,
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    query::library().iter().map(|query| query.header.name.as_str())
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn baseline_count(bencher: Bencher) {
    let count = query::parse("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?assignment zt:role ?role } }", "count.rq").expect("a query");
    LazyLock::force(&STORE);
    bencher.bench(|| rows(&count, &[]));
}

/// With the parameters of its example, in a province that the documents have.
#[divan::bench(args = names(), sample_count = 5, sample_size = 1, max_time = Duration::from_secs(5))]
fn example(bencher: Bencher, name: &str) {
    let query = query::find(name).expect("a bundled query");
    let example = query.header.example.replace("云岭", "江苏");
    let pairs = example.split(" -p ").skip(1).filter_map(|pair| pair.trim().split_once('='));
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
