//! The command line of Zhengtu.
fn main() {}
