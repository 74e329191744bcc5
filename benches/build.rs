//! How long a store takes to build, beside Oxigraph's bulk loader on the same quads; and what `extract` writes, beside a plain copy of it.
//!
//! `ZHENGTU_DOCUMENTS` says of how many documents (500 if it is not set).

mod corpus;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use oxigraph::store::Store;
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// The documents, as files of a folder.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let number = std::env::var("ZHENGTU_DOCUMENTS").map_or(500, |number| number.parse().expect("ZHENGTU_DOCUMENTS is a number"));
    let folder = TempDir::new().expect("a folder");
    for (index, text) in corpus::documents(number).enumerate() {
        std::fs::write(folder.path().join(format!("{index:06}.txt")), text).expect("a written document");
    }
    folder
});

/// The graph of the documents, in N-Quads.
static NQUADS: LazyLock<Vec<u8>> = LazyLock::new(|| extract(&[]));

static QUADS: LazyLock<Vec<Quad>> = LazyLock::new(|| {
    let parser = RdfParser::from_format(RdfFormat::NQuads).for_slice(NQUADS.as_slice());
    parser.map(|quad| quad.expect("what the program writes is N-Quads")).collect()
});

fn extract(options: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    command.args(["--quiet", "extract", "--format", "nquads"]).args(options).arg(FOLDER.path()).stderr(Stdio::inherit());
    command.output().expect("the program runs").stdout
}

fn quads() -> ItemsCount {
    ItemsCount::new(QUADS.len())
}

/// The loader alone leaves one file a batch to whoever reads; merged, its store is as the one that `build` leaves.
#[divan::bench(sample_count = 3, sample_size = 1, args = [false, true])]
fn baseline_bulk_loader(bencher: Bencher, merged: bool) {
    bencher.counter(quads()).with_inputs(|| (TempDir::new().expect("a folder"), QUADS.clone())).bench_local_values(|(folder, quads)| {
        let store = Store::open(folder.path()).expect("a store");
        let mut loader = store.bulk_loader();
        loader.load_quads(quads).expect("loaded quads");
        loader.commit().expect("a committed load");
        store.flush().expect("a written store");
        if merged {
            store.optimize().expect("a merged store");
        }
        folder
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn build(bencher: Bencher) {
    LazyLock::force(&FOLDER);
    bencher.counter(quads()).with_inputs(|| TempDir::new().expect("a folder")).bench_local_values(|folder| {
        run(&["build", "--store"], &folder.path().join("store"));
        folder
    });
}

/// A store that has all documents is built again.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn build_what_is_there(bencher: Bencher) {
    let folder = TempDir::new().expect("a folder");
    let store = folder.path().join("store");
    run(&["build", "--store"], &store);
    bencher.bench_local(|| run(&["build", "--store"], &store));
}

fn run(arguments: &[&str], store: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    let status = command.arg("--quiet").args(arguments).arg(store).arg(FOLDER.path()).status();
    assert!(status.expect("the program runs").success());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn baseline_copy_of_nquads(bencher: Bencher) {
    bencher.counter(quads()).bench_local(|| black_box(&*NQUADS).clone());
}

#[divan::bench(sample_count = 5, sample_size = 1, args = ["1", "2"])]
fn extract_to_nquads(bencher: Bencher, threads: &str) {
    bencher.counter(quads()).bench_local(|| extract(&["--threads", threads]).len());
}
