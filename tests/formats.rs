//! The same document in every format gives the same facts: how nearly, is measured on the bundled documents, which other programs write in each format.
//!
//! The figures stand in `docs/reading.md`. Where Python has no python-docx and reportlab the test says so and is skipped, unless `ZHENGTU_REQUIRE_TOOLS=1`.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The formats, and the share of facts (F1) that each must keep.
const FORMATS: [(&str, f64); 7] =
    [("utf8", 1.0), ("gb18030", 1.0), ("utf16", 1.0), ("html", 0.99), ("docx", 0.99), ("pdf", 0.95), ("ofd", 0.95)];

#[test]
fn the_same_document_gives_the_same_facts_in_every_format() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = project.join("examples/documents");
    let files: Vec<PathBuf> =
        std::fs::read_dir(&documents).expect("the examples are there").map(|entry| entry.expect("a readable folder").path()).collect();
    let files: Vec<PathBuf> = files.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")).collect();
    // Of a text that a PDF or a page has damaged, the sound one is what an office has.
    let sound = folder.path().join("sound");
    std::fs::create_dir(&sound).expect("a folder can be made");
    let files: Vec<PathBuf> = files
        .iter()
        .map(|path| {
            let copy = sound.join(path.file_name().expect("a name"));
            std::fs::write(&copy, zhengtu::read::read(path).expect("a readable example").as_str()).expect("it can be written");
            copy
        })
        .collect();
    let made = run(Command::new(python).arg(project.join("tests/formats/make.py")).arg(folder.path()).args(&files));
    let numbered: usize = String::from_utf8_lossy(&made.stdout).trim().parse().expect("the number of headings that Word numbers");
    assert!(numbered > 50, "Word numbers the headings: {numbered}");
    let reference = facts(&documents);
    let mut table = String::from("format    facts   precision  recall     F1   heads\n");
    let mut short = Vec::new();
    for (format, least) in FORMATS {
        let found = facts(&folder.path().join(format));
        let (heads, all) = same(&found, &reference, |kind| kind == "document");
        assert_eq!(all.0, files.len(), "{format}: each document is read");
        let (hits, (given, wanted)) = same(&found, &reference, |kind| kind != "document");
        let (precision, recall) = (hits as f64 / given as f64, hits as f64 / wanted as f64);
        let f1 = 2.0 * hits as f64 / (given + wanted) as f64;
        table += &format!("{format:8} {given:6} {precision:10.3} {recall:8.3} {f1:8.3} {heads:4} of {}\n", all.1);
        if f1 < least {
            short.push(format!("{format}: {f1:.4} < {least}\n{}", differences(&found, &reference)));
        }
    }
    println!("{table}");
    assert!(short.is_empty(), "{table}\n{}", short.join("\n"));
}

/// What is claimed, without its evidence, and how often.
type Facts = BTreeMap<String, usize>;

/// The facts of a folder, by what they claim and the document that they come from.
fn facts(folder: &Path) -> Facts {
    let output = run(Command::new(env!("CARGO_BIN_EXE_zhengtu")).arg("extract").arg(folder));
    let mut facts = Facts::new();
    for line in String::from_utf8(output.stdout).expect("JSON lines are UTF-8").lines() {
        let mut fact: Value = serde_json::from_str(line).expect("each line is JSON");
        let object = fact.as_object_mut().expect("an object");
        // Where it stands differs; so does what is inferred of a table whose cells are known in one format and not in another.
        for key in ["quote", "start", "end", "note", "certainty", "reason", "rule", "section"] {
            object.remove(key);
        }
        let source = object["source"].as_str().expect("a source").rsplit_once('.').expect("an ending").0.to_owned();
        object["source"] = source.into();
        *facts.entry(fact.to_string()).or_default() += 1;
    }
    facts
}

/// How many facts of a kind are in both, and how many in each.
fn same(found: &Facts, reference: &Facts, of_kind: impl Fn(&str) -> bool) -> (usize, (usize, usize)) {
    let kind = |fact: &str| serde_json::from_str::<Value>(fact).expect("it is JSON")["kind"].as_str().expect("a kind").to_owned();
    let count = |facts: &Facts| facts.iter().filter(|(fact, _)| of_kind(&kind(fact))).map(|(_, count)| count).sum::<usize>();
    let hits =
        found.iter().filter(|(fact, _)| of_kind(&kind(fact))).map(|(fact, count)| count.min(reference.get(fact).unwrap_or(&0))).sum();
    (hits, (count(found), count(reference)))
}

fn differences(found: &Facts, reference: &Facts) -> String {
    let lost = reference.iter().filter(|(fact, count)| found.get(*fact) < Some(count)).map(|(fact, _)| format!("  - {fact}\n"));
    let new = found.iter().filter(|(fact, count)| reference.get(*fact) < Some(count)).map(|(fact, _)| format!("  + {fact}\n"));
    lost.chain(new).collect()
}

/// Python, if it has what writes the formats.
fn python() -> Option<PathBuf> {
    let python = PathBuf::from(env::var_os("ZHENGTU_PYTHON").unwrap_or_else(|| "python3".into()));
    if Command::new(&python).args(["-c", "import docx, reportlab"]).output().is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    let remedy = "pip install python-docx reportlab";
    assert!(env::var_os("ZHENGTU_REQUIRE_TOOLS").is_none_or(|value| value != "1"), "python-docx or reportlab is absent: {remedy}");
    println!("skipped: python-docx or reportlab is absent; to run the test: {remedy}");
    None
}

fn run(command: &mut Command) -> Output {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}
