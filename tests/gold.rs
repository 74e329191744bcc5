//! Measures the facts against documents that careful readers annotated, where those are at hand (`../shared` beside the project); skipped where they are not.
//!
//! The floors only rise.

use std::path::{Path, PathBuf};
use std::process::Command;

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared");
    (folder.join("score/score.py").is_file() && folder.join("gold").is_dir()).then_some(folder)
}

#[test]
fn facts_reach_the_floors_and_every_quote_stands_at_its_offsets() {
    let Some(shared) = shared() else { return println!("skipped: no annotated documents beside the project") };
    let (table, figures) = measure(&shared, &shared.join("corpus"), &shared.join("gold"), FLOORS);
    assert_eq!(figures["document"]["right"], figures["document"]["fields"], "every field of the document that a file prints");
    for (file, floor) in RESPONSIBILITY_BY_FILE {
        let f1 = figure_of_file(&table, file);
        assert!(f1 >= *floor, "responsibility in {file}: F1 {f1:.3} is below {floor}");
    }
}

#[test]
fn documents_in_the_manner_of_other_places_reach_their_floors() {
    let Some(shared) = shared() else { return println!("skipped: the scorer is not beside the project") };
    let annotated = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/annotated");
    measure(&shared, &annotated.join("documents"), &annotated.join("gold"), FLOORS_ELSEWHERE);
}

/// The scorer's table and figures for the facts of a folder; fails where a figure is below its floor or a quote is not at its offsets.
fn measure(shared: &Path, documents: &Path, gold: &Path, floors: &[(&str, f64)]) -> (String, serde_json::Value) {
    let extracted = Command::new(env!("CARGO_BIN_EXE_zhengtu"))
        .args(["extract", "--format", "jsonl"])
        .arg(documents)
        .output()
        .expect("the program runs");
    assert!(extracted.status.success(), "{}", String::from_utf8_lossy(&extracted.stderr));
    let lines = String::from_utf8(extracted.stdout).expect("JSON lines are UTF-8");
    quotes_stand_at_their_offsets(&lines, documents);

    let facts = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(facts.path(), &lines).expect("a temporary file can be written");
    let python = std::env::var("ZHENGTU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let score = |flags: &[&str]| {
        let output = Command::new(&python)
            .arg(shared.join("score/score.py"))
            .arg(gold)
            .arg(facts.path())
            .args(flags)
            .output()
            .expect("python3 runs");
        String::from_utf8(output.stdout).expect("the score is UTF-8")
    };
    let table = score(&[]);
    println!("{table}");
    let figures: serde_json::Value = serde_json::from_str(&score(&["--json"])).expect("the score is JSON");
    for (kind, floor) in floors {
        let f1 = figures[kind]["f1"].as_f64().unwrap_or(0.0);
        assert!(f1 >= *floor, "{kind}: F1 {f1:.3} is below {floor}");
    }
    (table, figures)
}

const FLOORS: &[(&str, f64)] = &[
    ("responsibility", 0.98),
    ("responsibility (unit and role alone)", 0.99),
    ("target", 0.97),
    ("target (with its subject)", 0.89),
    ("industry", 0.83),
    ("located_in", 0.92),
    ("cites", 0.99),
];

const FLOORS_ELSEWHERE: &[(&str, f64)] = &[
    ("responsibility", 0.93),
    ("responsibility (unit and role alone)", 0.96),
    ("target", 0.94),
    ("target (with its subject)", 0.73),
    ("industry", 0.74),
    ("located_in", 0.79),
    ("cites", 0.97),
];

const RESPONSIBILITY_BY_FILE: &[(&str, f64)] = &[("000_", 0.98), ("002_", 0.98), ("003_", 0.98), ("004_", 0.95)];

fn figure_of_file(table: &str, file: &str) -> f64 {
    let row = table.lines().find(|line| line.starts_with(file) && line.contains(" responsibility ")).expect("the file is scored");
    row.rsplit(' ').next().and_then(|f1| f1.parse().ok()).expect("the row ends with F1")
}

fn quotes_stand_at_their_offsets(lines: &str, corpus: &Path) {
    let mut quotes = 0;
    for line in lines.lines() {
        let fact: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        for place in [&fact, &fact["note"]] {
            let Some(quote) = place["quote"].as_str() else { continue };
            let source = std::fs::read_to_string(corpus.join(fact["source"].as_str().expect("a source"))).expect("the source is there");
            let offset = |key: &str| usize::try_from(place[key].as_u64().expect("an offset")).expect("offsets fit");
            let found: String = source.chars().skip(offset("start")).take(offset("end") - offset("start")).collect();
            assert_eq!(found, quote, "{line}");
            quotes += 1;
        }
    }
    assert!(quotes > 0, "no fact has a quote");
}
