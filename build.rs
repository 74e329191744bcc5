//! The queries are part of the program: a new file in `queries/` has to be compiled in.
fn main() {
    println!("cargo::rerun-if-changed=queries");
}
