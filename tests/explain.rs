//! `zhengtu explain`: the passage, the rule and the citation of a fact, for whatever a user has in hand.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const PLAN: &str = "云岭省示范产业发展行动方案
云政办发〔2022〕9号
云岭省人民政府办公厅
2022年3月1日
一、重点任务
（一）培育产业集群。到2025年，培育链主企业20家以上。扩大产能，
延伸链条。（牵头单位：省工业和信息化厅；配合单位：省财政厅、商务厅）
（二）建设冷链物流。落实《关于推进冷链物流的指导意见》（云政发〔2021〕3号）。（责任单位：省商务厅）
各项任务列在首位的为牵头单位。
";

#[test]
fn a_task_is_explained_in_each_format() {
    let folder = built();
    for format in ["text", "md", "json"] {
        let said = done(folder.path(), &["explain", "培育产业集群", "--format", format, "--accessed", "2026-01-31", "--quiet"]);
        insta::assert_snapshot!(format!("task_{format}"), said);
    }
}

#[test]
fn a_fact_is_found_by_what_the_user_has_in_hand() {
    let folder = built();
    let explained = |what: &str| -> Vec<Value> {
        let said = done(folder.path(), &["explain", what, "--format", "json"]);
        serde_json::from_str(&said).expect("it is JSON")
    };
    let claims = |what: &str| -> Vec<String> { explained(what).iter().map(|fact| text(&fact["claim"])).collect() };
    let of_task =
        ["lead 云岭省工业和信息化厅 | 培育产业集群", "support 云岭省商务厅 | 培育产业集群", "support 云岭省财政厅 | 培育产业集群"];
    assert_eq!(claims("培育产业集群"), of_task);
    let lead = &explained("培育产业集群")[0];

    // A fact, its place, its task, by their IRIs.
    assert_eq!(claims(&text(&lead["fact"])), of_task[..1]);
    assert_eq!(claims(&text(&lead["place"])), of_task[..1]);
    assert_eq!(claims("https://zhengtu.example/id/document/云政办发〔2022〕9号/task/培育产业集群"), of_task);
    // The columns of a row, of which the file may be written as it was given.
    let row = |file: &str| format!("{file}:{}-{}", lead["start"], lead["end"]);
    assert_eq!(claims(&row("2022/plan.txt")), of_task[..1]);
    assert_eq!(claims(&row("documents/2022/plan.txt")), of_task[..1]);
    assert_eq!(claims(&row("plan.txt")), of_task[..1]);
    // A body by any name, a document by its number in any brackets, its title, its file.
    assert_eq!(claims("省商务厅"), ["support 云岭省商务厅 | 培育产业集群", "lead 云岭省商务厅 | 建设冷链物流"]);
    let all = claims("云政办发[2022]9号");
    assert_eq!(all.len(), 6, "{all:?}");
    for document in ["云岭省示范产业发展行动方案", "示范产业", "2022/plan.txt", "https://zhengtu.example/id/document/云政办发〔2022〕9号"]
    {
        assert_eq!(claims(document), all, "{document}");
    }
    // An indicator by its name.
    assert_eq!(claims("链主企业"), ["target 培育产业集群 | 链主企业 | count >= 20 家 | 2025"]);
}

#[test]
fn quote_and_passage_stand_in_the_file() {
    let folder = built();
    let said = done(folder.path(), &["explain", "云政办发〔2022〕9号", "--format", "json"]);
    let facts: Vec<Value> = serde_json::from_str(&said).expect("it is JSON");
    for fact in facts {
        let [start, end] = ["start", "end"].map(|key| usize::try_from(fact[key].as_u64().expect("a number")).expect("it is small"));
        let quote = text(&fact["quote"]);
        assert_eq!(PLAN.chars().skip(start).take(end - start).collect::<String>(), quote);
        let passage = format!("{}{quote}{}", text(&fact["passage"]["before"]), text(&fact["passage"]["after"]));
        assert!(PLAN.contains(&passage) && passage.chars().count() > quote.chars().count(), "{passage}");
    }
}

#[test]
fn where_the_file_is_gone_or_has_changed_the_quote_is_shown_alone() {
    let folder = built();
    let path = folder.path().join("documents/2022/plan.txt");
    let explained = |arguments: &[&str]| done(folder.path(), &[&["explain", "建设冷链物流"], arguments].concat());
    assert!(explained(&[]).contains("（【责任单位：省商务厅】）"), "{}", explained(&[]));

    fs::write(&path, PLAN.replace("各项", "每项")).expect("it can be written");
    let said = explained(&[]);
    assert!(said.contains("    【责任单位：省商务厅】\n") && said.contains("the file has changed since it was read"), "{said}");

    fs::create_dir(folder.path().join("kept")).expect("a folder can be made");
    fs::create_dir(folder.path().join("kept/2022")).expect("a folder can be made");
    fs::write(folder.path().join("kept/2022/plan.txt"), PLAN).expect("it can be written");
    assert!(explained(&["--documents", "kept"]).contains("（【责任单位：省商务厅】）"));

    fs::remove_file(&path).expect("it can be removed");
    let said = explained(&[]);
    assert!(said.contains("    【责任单位：省商务厅】\n") && said.contains("the file cannot be read any more"), "{said}");

    done(folder.path(), &["export", "-o", "graph.nq"]);
    done(folder.path(), &["import", "graph.nq", "--store", "other.db"]);
    let said = explained(&["--store", "other.db"]);
    assert!(said.contains("the graph was imported"), "{said}");
}

#[test]
fn what_is_not_found_is_told_with_what_comes_near() {
    let folder = built();
    let said = failed(folder.path(), &["explain", "省商务庁"]);
    assert!(said.contains("nothing in the store is called 省商务庁") && said.contains("did you mean 省商务厅"), "{said}");
    let said = failed(folder.path(), &["explain", "https://zhengtu.example/id/assignment/0"]);
    assert!(said.contains("nothing in the store is called"), "{said}");
}

#[test]
fn a_citation_has_the_address_that_is_told_beside_the_file() {
    let folder = built();
    fs::write(folder.path().join("documents/2022/plan.toml"), "url = \"https://example.org/9.html\"\n").expect("it can be written");
    done(folder.path(), &["build", "documents"]);
    let said = done(folder.path(), &["explain", "建设冷链物流", "--accessed", "2026-01-31"]);
    let cited = "云岭省人民政府办公厅. 云岭省示范产业发展行动方案: 云政办发〔2022〕9号[A/OL]. (2022-03-01)[2026-01-31]. https://example.org/9.html.";
    assert!(said.contains(cited), "{said}");
}

fn built() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("documents/2022")).expect("a folder can be made");
    fs::write(folder.path().join("documents/2022/plan.txt"), PLAN).expect("it can be written");
    done(folder.path(), &["build", "documents"]);
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhengtu")).args(arguments).current_dir(folder).output().expect("the program runs")
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

fn failed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).expect("it is UTF-8")
}

fn text(value: &Value) -> String {
    value.as_str().expect("it is text").to_owned()
}
