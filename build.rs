//! What the compiler does not see by itself: files that are compiled in, and what the program's answers depend on.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

/// What decides how a document is read: the rules, the data, and the libraries in their versions.
const READING: [&str; 3] = ["src", "ontology", "Cargo.lock"];

fn main() {
    // The queries are part of the program: a new file in `queries/` has to be compiled in.
    println!("cargo::rerun-if-changed=queries");
    // A store remembers which program read a document, so that another one reads it again. The version alone would miss what is changed between two releases.
    let mut hasher = DefaultHasher::new();
    for path in READING {
        println!("cargo::rerun-if-changed={path}");
        hash(Path::new(path), &mut hasher);
    }
    println!("cargo::rustc-env=ZHENGTU_PROGRAM={}-{:016x}", env!("CARGO_PKG_VERSION"), hasher.finish());
}

/// Takes in a file, or the files of a folder by name. What is not there, as the lock file in a library that others use, adds nothing.
fn hash(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        paths.iter().for_each(|path| hash(path, hasher));
    } else if let Ok(bytes) = fs::read(path) {
        (path, bytes).hash(hasher);
    }
}
