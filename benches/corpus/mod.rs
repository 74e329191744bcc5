//! Any number of distinct documents in the manner of the bundled ones.

use std::path::Path;

/// The bundled documents, in the order of their names.
pub fn examples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the examples are there").map(|entry| entry.expect("a readable folder").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a readable example")).collect()
}

/// Each is one of the bundled documents, of another province, with a number and a year of its own, and with other words before the names of its tasks.
/// The same number gives the same documents.
#[allow(dead_code, reason = "each bench is a program of its own, and not all need it")]
pub fn documents(number: usize) -> impl Iterator<Item = String> {
    const PROVINCES: [&str; 12] = ["河北", "山西", "辽宁", "江苏", "浙江", "安徽", "福建", "江西", "湖北", "湖南", "四川", "云南"];
    const WORDS: [&str; 10] = ["加快", "推进", "深化", "统筹", "提升", "优化", "强化", "支持", "完善", "扩大"];
    let examples = examples();
    // Steele, Lea and Flood's SplitMix: all that is asked of chance here is that it spreads, and is the same again.
    let mut state = 1_u64;
    let mut one_of = move |all: usize| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed >> 33) as usize % all
    };
    (0..number).map(move |index| {
        let mut text = examples[index % examples.len()].replace("云岭", PROVINCES[one_of(PROVINCES.len())]);
        if let Some((before, number)) = text.split_once("〔20") {
            let (_, behind) = number.split_once('号').unwrap_or(("", number));
            text = format!("{before}〔{}〕{}号{behind}", 2012 + one_of(14), index + 1);
        }
        let mut lines = String::with_capacity(text.len() + 1_000);
        for line in text.lines() {
            match line.split_once('）').filter(|(mark, name)| mark.starts_with('（') && mark.chars().count() <= 3 && !name.is_empty()) {
                Some((mark, name)) => {
                    lines.extend([mark, "）", WORDS[one_of(WORDS.len())], WORDS[one_of(WORDS.len())], name, "\n"]);
                }
                None => lines.extend([line, "\n"]),
            }
        }
        lines
    })
}
