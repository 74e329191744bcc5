//! The program as a user runs it: good input and bad, exit codes, what is said, and what is left behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const PLAN: &str = "云岭省示范产业发展行动方案
云政办发〔2022〕9号
一、重点任务
（一）培育产业集群。扩大产能。（牵头单位：省工业和信息化厅；配合单位：省财政厅、商务厅）
（二）建设冷链物流。落实《关于推进冷链物流的指导意见》（云政发〔2021〕3号）。（责任单位：省商务厅）
";
const MEASURES: &str = "云岭省支持企业若干措施
云政办发〔2023〕4号
一、扩大信贷。引导银行放款。（责任单位：省财政厅、省地方金融监管局）
";

const COMMANDS: [&str; 16] = [
    "build", "query", "serve", "trace", "compare", "explain", "correct", "report", "export", "import", "publish", "extract", "text",
    "verify", "completions", "manual",
];

// What is said and how the program ends.

#[test]
fn help_teaches_by_example() {
    let folder = empty();
    let help = done(folder.path(), &["--help"]);
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let help = done(folder.path(), &[command, "--help"]);
        let (_, examples) = help.split_once("Examples:\n").unwrap_or_else(|| panic!("{command} has no examples"));
        assert!(examples.contains(&format!("  zhengtu {command}")), "{help}");
    }
    assert_eq!(done(folder.path(), &["-V"]), format!("zhengtu {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_use_ends_with_2() {
    let folder = documents();
    done(folder.path(), &["build", "documents"]);
    for arguments in [
        &[][..],
        &["grow"],
        &["build"],
        &["build", "documents", "--base-iri", "not an IRI"],
        &["build", "documents", "--base-iri", "https://example.org/other/"],
        &["build", "documents", "--threads", "many"],
        &["build", "documents", "--limit", "file"],
        &["extract", "documents", "--limit", "size=3M"],
        &["extract", "documents", "--report", "missing/report.jsonl"],
        &["extract", "documents", "--format", "csv"],
        &["export", "--format", "csv"],
        &["completions", "tcsh"],
        &["manual", "qury"],
        &["query", "-p", "organization=省财政厅"],
        &["query", "responsibilities", "-p", "organization"],
        &["query", "responsibilities", "-p", "orgnization=省财政厅"],
        &["query", "respnsibilities"],
        &["query", "missing.rq"],
        &["query", "-e", "SELECT {"],
        &["query", "-e", "INSERT DATA { <a:b> <a:b> <a:b> }"],
        &["query", "responsibilities", "--format", "turtle"],
        &["query", "responsibilities", "--format", "json", "--bom"],
        &["trace"],
        &["trace", "省财政厅", "--format", "turtle"],
        &["compare", "云政办发〔2022〕9号"],
        &["explain"],
        &["explain", "不存在"],
        &["explain", "省财政厅", "--format", "csv"],
        &["explain", "省财政厅", "--accessed", "yesterday"],
        &["correct", "wrong", "省财政厅", "--by", "甲"],
        &["correct", "wrong", "省财政厅", "--by", " ", "--why", "误读"],
        &["correct", "wrong", "省财政厅", "--by", "甲", "--why", "误读"],
        &["correct", "wrong", "不存在", "--by", "甲", "--why", "误读"],
        &["correct", "add", "plan.txt", "lead 省财政厅 | 扩大信贷", "--quote", "文中没有", "--by", "甲", "--why", "漏读"],
        &["correct", "same", "省财政厅", "省财政厅", "--by", "甲", "--why", "同一机构"],
        &["correct", "undo", "0123", "--by", "甲", "--why", "看错"],
        &["correct", "import", "missing.csv"],
        &["import"],
        &["import", "missing.nq"],
    ] {
        let error = failed(folder.path(), arguments, 2);
        assert!(error.starts_with("error: ") || arguments.is_empty(), "{arguments:?}: {error}");
        assert!(!error.contains("panicked"), "{error}");
    }
    assert!(failed(folder.path(), &["query", "respnsibilities"], 2).contains("did you mean  zhengtu query responsibilities ?"));
}

#[test]
fn without_a_store_the_error_says_how_to_make_one() {
    let folder = documents();
    for arguments in [&["query", "lead-counts"][..], &["trace", "省财政厅"], &["compare", "a", "b"], &["export"], &["verify", "documents"]]
    {
        let error = failed(folder.path(), arguments, 2);
        assert!(error.contains("there is no store at zhengtu.db") && error.contains("zhengtu build"), "{error}");
    }
}

#[test]
fn build_says_what_it_found_and_what_to_ask() {
    let folder = documents();
    let said = done(folder.path(), &["build", "documents", "--store", "our policies.db"]);
    assert!(said.starts_with("2 documents, 4 sections, 7 facts in "), "{said}");
    assert!(said.contains("facts: 1 lead, 2 support, 3 responsible, 1 citation\n"), "{said}");
    let next = said.lines().find_map(|line| line.strip_prefix("next:  ")).expect("the next command");
    assert_eq!(next, "zhengtu query responsibilities -p organization=省财政厅 --store 'our policies.db'");
    let rows =
        done(folder.path(), &["query", "responsibilities", "-p", "organization=省财政厅", "--store", "our policies.db", "--format", "csv"]);
    assert!(rows.contains("培育产业集群") && rows.lines().count() == 3, "{rows}");
    assert_eq!(done(folder.path(), &["build", "documents", "--quiet"]), "");
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = empty();
    let page = done(folder.path(), &["manual"]);
    assert!(page.contains(".TH zhengtu 1") && COMMANDS.iter().all(|command| page.contains(&format!("zhengtu\\-{command}(1)"))), "{page}");
    assert!(!page.contains("worker"), "what is hidden has no page: {page}");
    for command in COMMANDS {
        let page = done(folder.path(), &["manual", command]);
        assert!(page.contains(&format!(".TH zhengtu-{command} 1")) && page.contains("Examples:"), "{page}");
    }
}

#[test]
fn completions_are_scripts() {
    let folder = empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = done(folder.path(), &["completions", shell]);
        assert!(COMMANDS.iter().all(|command| script.contains(command)), "{shell}");
        fs::write(folder.path().join(shell), script).expect("a script can be written");
    }
    for shell in ["bash", "zsh"] {
        if let Ok(status) = Command::new(shell).arg("-n").arg(folder.path().join(shell)).status() {
            assert!(status.success(), "{shell} cannot read its completions");
        }
    }
}

// Bad documents.

#[test]
fn a_bad_document_is_named_and_the_rest_goes_on() {
    for (bytes, reason) in BAD {
        let folder = documents();
        let good = {
            done(folder.path(), &["build", "documents"]);
            exported(folder.path())
        };
        fs::write(folder.path().join("documents/bad.txt"), bytes).expect("a document can be written");
        for arguments in [&["build", "documents"][..], &["extract", "documents"]] {
            let error = failed(folder.path(), arguments, 1);
            let lines: Vec<&str> = error.lines().collect();
            assert_eq!(lines.len(), 3, "{error}");
            assert!(lines[0].starts_with("error: ") && lines[0].contains(reason), "{error}");
            assert_eq!(lines[1], "  in: documents/bad.txt");
            assert!(lines[2].starts_with("  do: "), "{error}");
        }
        assert_eq!(exported(folder.path()), good, "{reason}");
        assert!(failed(folder.path(), &["build", "documents/bad.txt"], 2).contains("no document could be read"));
        assert_eq!(exported(folder.path()), good, "{reason}");
    }
}

#[test]
fn a_document_that_turns_bad_keeps_what_was_stored_of_it() {
    for (bytes, reason) in BAD {
        let folder = documents();
        done(folder.path(), &["build", "documents"]);
        let good = exported(folder.path());
        fs::write(folder.path().join("documents/plan.txt"), bytes).expect("a document can be written");
        failed(folder.path(), &["build", "documents"], 1);
        assert_eq!(exported(folder.path()), good, "{reason}");
        let fault = run(folder.path(), &["verify", "documents"]);
        assert_eq!(fault.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&fault.stdout).starts_with("plan.txt: "), "{fault:?}");
    }
}

const BAD: [(&[u8], &str); 5] = [
    (b"", "it is empty"),
    (" \n\u{3000}\t\r\n".as_bytes(), "it is empty"),
    (b"PK\x03\x04\x00\x00", "ZIP"),
    (b"\x89PNG\r\n\x1a\n\x00", "an image"),
    (b"\x80\xff\x80\xff\x80\xff", "encoding"),
];

// Paths.

#[test]
fn a_missing_path_is_told_before_anything_is_done() {
    let folder = documents();
    for arguments in [&["build", "documents", "missing"][..], &["extract", "documents", "missing"]] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains("\n  in: missing\n"), "{output:?}");
    }
    assert!(!folder.path().join("zhengtu.db").exists());
}

#[test]
fn a_folder_without_documents_is_told() {
    let folder = documents();
    fs::create_dir(folder.path().join("nothing")).expect("a folder can be made");
    assert!(failed(folder.path(), &["build", "nothing"], 2).contains("there are no documents\n  in: nothing\n"));
    assert!(!folder.path().join("zhengtu.db").exists());
}

#[test]
fn what_is_no_document_is_passed_over_and_counted() {
    let folder = documents();
    for name in ["logo.png", "logo2.PNG", "style.css", "README", ".hidden.txt", ".hidden/a.txt", "2023/市/NOTE.TXT"] {
        let path = folder.path().join("documents").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, PLAN.replace("9号", &format!("{}号", name.len()))).expect("a file can be written");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("documents/loop")).expect("a link can be made");
    let output = run(folder.path(), &["extract", "documents"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("3 files skipped, which hold no documents by their names: 1 .css, 2 .png\n"), "{said}");
    assert_eq!(sources(&output), ["2023/市/NOTE.TXT", "README", "measures.txt", "plan.txt"]);
    // What is named by itself is read whatever it is called.
    assert_eq!(sources(&run(folder.path(), &["extract", "documents/style.css"])), ["style.css"]);
}

#[test]
fn a_file_is_read_once_however_it_is_reached() {
    let folder = documents();
    let output = run(folder.path(), &["extract", "documents/plan.txt", "documents", "./documents/../documents"]);
    assert_eq!(sources(&output), ["measures.txt", "plan.txt"]);
}

#[test]
fn two_files_of_one_name_are_refused() {
    let folder = documents();
    fs::create_dir(folder.path().join("other")).expect("a folder can be made");
    fs::write(folder.path().join("other/plan.txt"), MEASURES).expect("a file can be written");
    let error = failed(folder.path(), &["build", "documents", "other"], 2);
    assert!(error.contains("documents/plan.txt") && error.contains("other/plan.txt"), "{error}");
}

// The graph.

#[test]
fn neither_order_nor_threads_nor_repetition_change_the_graph() {
    let folder = examples();
    let mut files: Vec<String> = fs::read_dir(folder.path().join("documents"))
        .expect("a readable folder")
        .map(|entry| format!("documents/{}", entry.expect("a readable folder").file_name().to_string_lossy()))
        .collect();
    files.sort();
    let reference = built(folder.path(), "reference.db", &["documents", "--threads", "1"]);
    assert!(reference.len() > 100);
    assert_eq!(built(folder.path(), "threads.db", &["documents", "--threads", "2"]), reference);
    assert_eq!(built(folder.path(), "reference.db", &["documents"]), reference, "built again");
    files.reverse();
    let backwards: Vec<&str> = files.iter().map(String::as_str).collect();
    assert_eq!(built(folder.path(), "backwards.db", &backwards), reference);
    for file in &backwards {
        built(folder.path(), "singly.db", &[file]);
    }
    assert_eq!(built(folder.path(), "singly.db", &backwards[..1]), reference);

    let mut extracted: Vec<String> =
        done(folder.path(), &["extract", "--format", "nquads", "documents"]).lines().map(str::to_owned).collect();
    extracted.sort();
    assert_eq!(extracted, reference, "extract and build");
}

#[test]
fn extract_and_build_agree() {
    let folder = examples();
    done(folder.path(), &["build", "documents"]);
    let lines = done(folder.path(), &["extract", "documents"]);
    let lines: BTreeSet<&str> = lines.lines().collect();
    for (kind, class) in [("document", "Text"), ("responsibility", "Assignment"), ("cites", "Citation")] {
        let count = lines.iter().filter(|line| line.starts_with(&format!("{{\"kind\":\"{kind}\","))).count();
        let counted = done(
            folder.path(),
            &["query", "--format", "csv", "-e", &format!("SELECT (COUNT(DISTINCT ?it) AS ?count) {{ ?it a zt:{class} }}")],
        );
        assert_eq!(counted, format!("count\r\n{count}\r\n"), "{kind}");
        assert!(count > 5, "{kind}");
    }
    let verified = done(folder.path(), &["verify", "documents"]);
    assert!(verified.contains("each stands in its file as the graph says"), "{verified}");
}

/// As crawlers and clusters have documents.
#[test]
fn a_list_of_documents_gives_what_their_folder_gives() {
    let folder = examples();
    let mut list = String::new();
    for source in zhengtu::corpus::find(&[folder.path().join("documents")]).expect("the documents").sources {
        let text = fs::read_to_string(&source.path).expect("a text");
        list.push_str(&serde_json::json!({"path": source.name, "text": text, "content": null, "id": 1}).to_string());
        list.push('\n');
    }
    fs::write(folder.path().join("list.jsonl"), &list).expect("a file can be written");
    for format in ["jsonl", "nquads"] {
        let listed = done(folder.path(), &["extract", "--format", format, "--json-lines", "list.jsonl"]);
        assert!(listed == done(folder.path(), &["extract", "--format", format, "documents"]), "{format}");
    }
    assert_eq!(done(folder.path(), &["extract", "--json-lines", "/dev/null"]), "", "a list may be empty");
    fs::write(folder.path().join("list.jsonl"), list + "{\"text\": \"no path\"}\n").expect("a file can be written");
    let said = failed(folder.path(), &["extract", "--json-lines", "list.jsonl"], 1);
    assert!(said.contains("in: list.jsonl, line 8") && said.contains("path"), "{said}");
}

#[test]
fn json_lines_have_their_keys_in_order_and_quotes_at_their_offsets() {
    let folder = documents();
    let lines = done(folder.path(), &["extract", "documents"]);
    let keys = BTreeMap::from([
        ("document", "kind title number issuer issued published source"),
        ("responsibility", "kind role org task quote source written start end section rule certainty"),
        ("cites", "kind title number quote source written start end rule certainty"),
    ]);
    for line in lines.lines() {
        let fact: Value = serde_json::from_str(line).expect("each line is JSON");
        let expected = keys[fact["kind"].as_str().expect("a kind")].split(' ');
        let mut rest = line;
        for key in expected {
            let (before, after) = rest.split_once(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key} is not in its place: {line}"));
            assert!(before.ends_with(['{', ',']), "{line}");
            rest = after;
        }
        let Some(quote) = fact["quote"].as_str() else { continue };
        let source =
            fs::read_to_string(folder.path().join("documents").join(fact["source"].as_str().expect("a source"))).expect("it is there");
        let offset = |key: &str| usize::try_from(fact[key].as_u64().expect("an offset")).expect("it fits");
        let found: String = source.chars().skip(offset("start")).take(offset("end") - offset("start")).collect();
        assert_eq!(found, quote);
    }
    let facts: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let of_plan = |kind: &str| facts.iter().filter(|fact| fact["source"] == "plan.txt" && fact["kind"] == kind).collect::<Vec<_>>();
    assert_eq!(of_plan("document")[0]["number"], "云政办发〔2022〕9号");
    assert_eq!(of_plan("responsibility")[2]["written"], "省商务厅", "the prefix is restored");
    assert_eq!(of_plan("responsibility")[2]["section"], "重点任务 / 培育产业集群");
    assert_eq!(of_plan("cites")[0]["number"], "云政发〔2021〕3号");
}

#[test]
fn a_changed_document_takes_the_place_of_the_old_one_and_of_nothing_else() {
    let folder = documents();
    done(folder.path(), &["build", "documents"]);
    fs::write(folder.path().join("documents/plan.txt"), PLAN.replace("冷链物流", "粮食仓储")).expect("a document can be written");
    assert!(failed(folder.path(), &["verify", "documents"], 1).starts_with("error: "));
    let rebuilt = built(folder.path(), "zhengtu.db", &["documents/plan.txt"]);
    assert_eq!(rebuilt, built(folder.path(), "fresh.db", &["documents"]));
    assert!(!rebuilt.iter().any(|quad| quad.contains("冷链物流")) && rebuilt.iter().any(|quad| quad.contains("扩大信贷")));
    done(folder.path(), &["verify", "documents"]);
}

#[test]
fn a_text_that_two_files_hold_is_kept_once() {
    let folder = documents();
    let alone = built(folder.path(), "alone.db", &["documents"]);
    fs::write(folder.path().join("documents/z-copy.txt"), PLAN).expect("a document can be written");
    let output = run(folder.path(), &["build", "documents", "--verbose"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("notice: z-copy.txt: the same text as plan.txt\n"), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 file repeats the text of another\n"), "{output:?}");
    let both = exported(folder.path());
    let new: Vec<&String> = both.iter().filter(|quad| !alone.contains(quad)).collect();
    assert!(matches!(new[..], [quad] if quad.contains("\"z-copy.txt\"")), "{new:?}");
    done(folder.path(), &["verify", "documents"]);

    assert_eq!(sources(&run(folder.path(), &["extract", "documents"])), ["measures.txt", "plan.txt"]);
    let mut extracted: Vec<String> =
        done(folder.path(), &["extract", "--format", "nquads", "documents"]).lines().map(str::to_owned).collect();
    extracted.sort();
    assert_eq!(extracted, both);
}

#[test]
fn names_stand_under_the_base_that_was_given() {
    let folder = documents();
    let quads = built(folder.path(), "own.db", &["documents", "--base-iri", "https://policy.example.org/"]);
    assert!(quads.iter().all(|quad| quad.starts_with("<https://policy.example.org/id/")), "{quads:?}");
}

// The store.

#[test]
fn what_is_not_a_store_is_left_alone() {
    let folder = documents();
    let error = failed(folder.path(), &["build", "documents", "--store", "documents"], 2);
    assert!(error.contains("documents cannot be used as a store"), "{error}");
    failed(folder.path(), &["query", "lead-counts", "--store", "documents"], 2);
    let error = failed(folder.path(), &["build", "documents", "--store", "documents/plan.txt"], 2);
    assert!(error.contains("it is a file"), "{error}");
    let mut left: Vec<_> = fs::read_dir(folder.path().join("documents"))
        .expect("it is there")
        .map(|entry| entry.expect("it is readable").file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["measures.txt", "plan.txt"]);
}

// Questions and output.

#[test]
fn questions_are_listed_with_what_they_take() {
    let folder = empty();
    let list = done(folder.path(), &["query"]);
    for query in zhengtu::query::library() {
        assert!(list.contains(&format!("\n  {}\n      {}\n      {}\n", query.header.name, query.header.title, query.header.title_en)));
        assert!(list.contains(&query.header.example));
        assert!(query.header.parameters.iter().all(|parameter| list.contains(&format!("-p {}={}", parameter.name, parameter.kind))));
    }
}

#[test]
fn a_question_comes_from_the_library_a_file_the_command_line_or_standard_input() {
    let folder = documents();
    done(folder.path(), &["build", "documents"]);
    let own = "SELECT DISTINCT ?name WHERE { VALUES ?name { UNDEF } ?body skos:prefLabel|skos:altLabel ?name ; zt:leads ?task }";
    fs::write(folder.path().join("leaders.rq"), format!("# param name: text@zh\n{own}")).expect("a query can be written");
    let answer = done(folder.path(), &["query", "leaders.rq", "--format", "csv"]);
    assert!(answer.contains("省工业和信息化厅") && !answer.contains("省商务厅"), "{answer}");
    assert_eq!(done(folder.path(), &["query", "-e", own, "--format", "csv"]), answer);
    assert_eq!(done(folder.path(), &["query", "leaders.rq", "-p", "name=省商务厅", "--format", "csv"]), "name\r\n");
    let leaders = fs::File::open(folder.path().join("leaders.rq")).expect("it is there");
    let piped = command(folder.path(), &["query", "-", "--format", "csv"]).stdin(leaders).output().expect("the program runs");
    assert_eq!(String::from_utf8_lossy(&piped.stdout), answer);
    let table = run(folder.path(), &["query", "responsibilities"]);
    assert!(String::from_utf8_lossy(&table.stdout).contains("培育产业集群"), "cells are whole where no terminal cuts them");
    assert_eq!(String::from_utf8_lossy(&table.stderr), "6 rows\n");
}

#[test]
fn the_extension_of_the_file_tells_the_format() {
    let folder = documents();
    done(folder.path(), &["build", "documents"]);
    let written = |arguments: &[&str], name: &str| {
        done(folder.path(), &[arguments, &["-o", name]].concat());
        fs::read_to_string(folder.path().join(name)).expect("it was written")
    };
    assert!(written(&["query", "lead-counts"], "a.csv").starts_with("organization,"));
    assert!(written(&["query", "lead-counts"], "a.json").starts_with("{\"head\":"));
    assert!(written(&["query", "lead-counts"], "a.md").starts_with("| organization | lead |"));
    assert!(written(&["query", "lead-counts"], "a.txt").starts_with("organization "));
    assert!(written(&["trace", "省工业和信息化厅"], "t.csv").starts_with("date,document,task,"));
    assert!(written(&["compare", "方案", "措施"], "c.md").starts_with("- before: 云岭省示范产业发展行动方案"));
    done(folder.path(), &["query", "lead-counts", "-o", "a.xlsx"]);
    assert!(fs::read(folder.path().join("a.xlsx")).expect("it was written").starts_with(b"PK"));
    assert!(written(&["query", "lead-counts", "--format", "tsv"], "b.csv").starts_with("?organization\t"));
    assert!(written(&["export"], "a.ttl").starts_with("@base"));
    assert!(written(&["export"], "a.nq").starts_with('<'));
    assert!(written(&["export"], "a.rdf").starts_with("<?xml"));
    assert!(serde_json::from_str::<Value>(&written(&["export"], "a.jsonld")).is_ok());
    assert_eq!(written(&["export"], "a.unknown"), written(&["export", "--format", "turtle"], "b.nq"));
    assert!(!written(&["export"], "a.nt").contains("<http://www.w3.org/2002/07/owl#Class>"));
    assert!(written(&["export", "--with-ontology"], "b.nt").contains("<http://www.w3.org/2002/07/owl#Class>"));
}

#[test]
fn networks_and_folders_are_exported_by_name() {
    let folder = documents();
    done(folder.path(), &["build", "documents"]);
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    for (name, begins) in [("a.graphml", &b"<?xml"[..]), ("a.gexf", b"<?xml"), ("a.zip", b"PK")] {
        done(folder.path(), &["export", "-o", name]);
        let first = read(name);
        assert!(first.starts_with(begins), "{name}");
        done(folder.path(), &["export", "-o", name]);
        assert_eq!(read(name), first, "{name}: the same store gives the same bytes");
    }
    let all = done(folder.path(), &["export", "--format", "gexf", "--network", "all"]);
    assert!(all.len() > read("a.gexf").len());
    for format in ["neo4j", "datapackage"] {
        let result = run(folder.path(), &["export", "--format", format, "-o", format]);
        assert!(result.status.success());
        let told = String::from_utf8(result.stderr).expect("UTF-8");
        assert!(told.contains(if format == "neo4j" { "neo4j-admin database import full" } else { " rows" }), "{told}");
        // A folder of the same kind is replaced, one with something else is not.
        done(folder.path(), &["export", "--format", format, "-o", format]);
        fs::write(folder.path().join(format).join("notes.txt"), "mine").expect("a file can be written");
        let error = failed(folder.path(), &["export", "--format", format, "-o", format], 2);
        assert!(error.contains("the folder holds something else: notes.txt"), "{error}");
        assert_eq!(read(&format!("{format}/notes.txt")), b"mine");
    }
    for (arguments, message) in [
        (&["--format", "neo4j"][..], "add  -o neo4j"),
        (&["--format", "neo4j", "-o", "a.zip"], "cannot write the folder"),
        (&["--format", "datapackage", "-o", "missing/tables"], "cannot write the folder"),
        (&["--network", "all"], "--network is for graphml and gexf"),
        (&["--with-ontology", "-o", "b.gexf"], "--with-ontology is for RDF"),
    ] {
        let error = failed(folder.path(), &[&["export"], arguments].concat(), 2);
        assert!(error.contains(message), "{error}");
    }
    let names = fs::read_dir(folder.path()).expect("it is there").map(|entry| entry.expect("it is readable").file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().ends_with(".part")), "nothing half written is left");
}

#[test]
fn what_a_spreadsheet_would_run_is_text_in_csv_and_whole_elsewhere() {
    let folder = documents();
    done(folder.path(), &["build", "documents"]);
    let cells = "SELECT * { VALUES ?cell { '=1+1' '@SUM(A1)' '－2' '-2' '——南宁' '=' } }";
    let csv = done(folder.path(), &["query", "-e", cells, "--format", "csv"]);
    assert_eq!(csv, "cell\r\n'=1+1\r\n'@SUM(A1)\r\n'－2\r\n-2\r\n——南宁\r\n=\r\n");
    let tsv = done(folder.path(), &["query", "-e", cells, "--format", "tsv"]);
    assert!(tsv.contains("\"=1+1\"\n"), "{tsv}");
    assert_eq!(done(folder.path(), &["query", "-e", cells, "--format", "csv", "--bom"]), format!("\u{feff}{csv}"));
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_what_it_held_stays() {
    let folder = documents();
    done(folder.path(), &["build", "documents"]);
    for arguments in [&["export"][..], &["query", "lead-counts"]] {
        for place in ["missing/answer.csv", "documents"] {
            let error = failed(folder.path(), &[arguments, &["-o", place]].concat(), 2);
            assert!(error.contains("cannot write the file") && error.contains(place), "{error}");
        }
    }
    fs::write(folder.path().join("answer.ttl"), "as it was").expect("a file can be written");
    let rows_as_triples = ["query", "lead-counts", "-o", "answer.ttl"];
    assert!(failed(folder.path(), &rows_as_triples, 2).contains("choose table, csv"));
    assert_eq!(fs::read_to_string(folder.path().join("answer.ttl")).expect("it is there"), "as it was");
    let names = fs::read_dir(folder.path()).expect("it is there").map(|entry| entry.expect("it is readable").file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().ends_with(".part")), "nothing half written is left");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = examples();
    done(folder.path(), &["build", "documents"]);
    for arguments in [
        &["extract", "documents"][..],
        &["extract", "--format", "nquads", "documents"],
        &["export"],
        &["export", "--format", "rdfxml"],
        &["query"],
        &["query", "responsibilities"],
        &["query", "responsibilities", "--format", "json"],
        &["trace", "云岭省财政厅"],
        &["compare", "分工方案", "岭政办发〔2020〕35号"],
        &["verify", "documents"],
        &["completions", "bash"],
        &["manual"],
        &["--help"],
        &["build", "documents"],
    ] {
        let mut child = command(folder.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!String::from_utf8_lossy(&output.stderr).contains("error"), "{arguments:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_a_failure() {
    let folder = examples();
    done(folder.path(), &["build", "documents"]);
    for arguments in [&["extract", "documents"][..], &["export"], &["query", "responsibilities"], &["query"], &["completions", "zsh"]] {
        let full = fs::File::options().write(true).open("/dev/full").expect("the device is there");
        let output = command(folder.path(), arguments).stdout(full).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("No space left"), "{arguments:?}");
    }
}

// One body through its names, two documents side by side.

#[test]
fn a_body_is_found_by_any_of_its_names() {
    let folder = examples();
    done(folder.path(), &["build", "documents"]);
    for (name, full_name) in [
        ("云岭省发展和改革委员会", "云岭省发展和改革委员会"),
        ("省发展改革委", "云岭省发展和改革委员会"),
        ("省发改委", "云岭省发展和改革委员会"),
        ("云岭省发改委", "云岭省发展和改革委员会"),
        ("云岭发改委", "云岭省发展和改革委员会"),
        ("省工信厅", "云岭省工业和信息化厅"),
        ("工信厅", "云岭省工业和信息化厅"),
        ("江澜市工信局", "江澜市工业和信息化局"),
        ("鹤川县工信局", "鹤川县工业和信息化局"),
    ] {
        let table = done(folder.path(), &["trace", name]);
        let (preface, rows) = table.split_once("\n\n").expect("the line of names, and then the rows");
        assert!(preface.contains(full_name), "{name}: {preface}");
        assert!(rows.lines().count() > 2 && rows.lines().skip(2).all(|row| row.starts_with("20")), "{name}: {rows}");
        assert!(rows.contains(full_name), "{name}: {rows}");
    }
}

#[test]
fn a_body_is_followed_through_its_names() {
    let folder = examples();
    done(folder.path(), &["build", "documents"]);
    // By its present name, by its former name, by a short form of either.
    for name in ["云岭省自然资源厅", "省国土资源厅", "国土厅", "省自然资源厅"] {
        let table = done(folder.path(), &["trace", name]);
        let (preface, rows) = table.split_once("\n\n").expect("the line of names, and then the rows");
        assert!(preface.starts_with("云岭省国土资源厅 (–2018) → 云岭省自然资源厅 (2018–)  merged: "), "{name}: {preface}");
        let of = |body: &str, year: &str| rows.lines().filter(|row| row.starts_with(year) && row.contains(&format!("  {body}  "))).count();
        assert!(of("云岭省国土资源厅", "2012") > 3 && of("云岭省自然资源厅", "2020") > 1, "{name}: {rows}");
        assert_eq!(rows.lines().count() - 2, rows.lines().filter(|row| row.contains("资源厅  ")).count(), "{name}: {rows}");
        // The change is said where the body has another name than the one that was asked for.
        let asked = if name.contains("国土") { "云岭省国土资源厅" } else { "云岭省自然资源厅" };
        assert!(rows.lines().skip(2).all(|row| row.contains("  2018 merged  ") != row.contains(&format!("  {asked}  "))), "{name}: {rows}");
    }
    let answer = done(folder.path(), &["trace", "省环境保护厅", "--format", "csv"]);
    assert!(answer.starts_with("date,document,task,section,role,organization,written,quote,succession,source\r\n"), "{answer}");
    assert!(answer.contains(",云岭省生态环境厅,省生态环境厅,") && answer.contains(",2018 renamed,2020-transfer-plan.txt\r\n"), "{answer}");
    let markdown = done(folder.path(), &["trace", "省环境保护厅", "--format", "md"]);
    assert!(markdown.starts_with("- 云岭省环境保护厅 (–2018) → 云岭省生态环境厅 (2018–)  renamed: "), "{markdown}");
    // A body and its successor are one: no task is handed over from one to the other.
    let moved = done(folder.path(), &["compare", "岭政办发〔2012〕86号", "岭政办发〔2020〕35号", "--format", "csv"]);
    assert!(moved.contains("renamed,农产品加工业,云岭省农业厅,lead,云岭省农业农村厅,lead,equal,"), "{moved}");
    assert!(moved.contains("renamed,石油化工,云岭省环境保护厅,support,云岭省生态环境厅,support,inferred,石油化工产业,"), "{moved}");
    assert!(!moved.contains("handed-over,农产品加工业"), "{moved}");
}

#[test]
fn a_name_never_leads_to_another_place_or_rank() {
    let folder = empty();
    let duty = |issuer: &str, number: &str, date: &str, body: &str| {
        format!(
            "{issuer}关于推进工业发展的意见\n{number}\n一、重点任务\n（一）壮大产业集群。扩大产能。（牵头单位：{body}）\n{issuer}\n{date}\n"
        )
    };
    for (file, text) in [
        ("a.txt", duty("广西壮族自治区人民政府", "桂政发〔2015〕3号", "2015年3月1日", "自治区工信委")),
        ("b.txt", duty("广西壮族自治区人民政府", "桂政发〔2021〕4号", "2021年3月1日", "自治区工业和信息化厅")),
        ("c.txt", duty("宁夏回族自治区人民政府", "宁政发〔2021〕5号", "2021年4月1日", "自治区工业和信息化厅")),
        ("d.txt", duty("南宁市人民政府", "南府发〔2021〕6号", "2021年5月1日", "市工业和信息化局")),
    ] {
        fs::write(folder.path().join(file), text).expect("a document can be written");
    }
    done(folder.path(), &["build", "."]);
    let guangxi = done(folder.path(), &["trace", "广西壮族自治区工业和信息化厅", "--format", "csv"]);
    assert!(guangxi.contains("\r\n2015-03-01,") && guangxi.contains("\r\n2021-03-01,") && guangxi.lines().count() == 3, "{guangxi}");
    assert!(guangxi.contains(",广西壮族自治区工业和信息化委员会,自治区工信委,") && guangxi.contains(",2018 renamed,"), "{guangxi}");
    for name in ["广西工业和信息化厅", "广西工信厅", "工信委", "自治区工信委", "广西工信委", "广西壮族自治区工业和信息化委员会"]
    {
        let table = done(folder.path(), &["trace", name]);
        assert!(
            table.contains("\n2015-03-01  ")
                && table.contains("\n2021-03-01  ")
                && !table.contains("2021-04")
                && !table.contains("2021-05"),
            "{name}: {table}"
        );
    }
    for (name, places) in [("自治区工信厅", ["广西", "宁夏"]), ("工信厅", ["广西", "宁夏"])] {
        let error = failed(folder.path(), &["trace", name], 2);
        assert!(error.contains("may mean 2 bodies") && places.iter().all(|place| error.contains(place)), "{error}");
    }
    assert!(done(folder.path(), &["trace", "工信局"]).contains("\n2021-05-01  "));
    assert!(done(folder.path(), &["trace", "南宁工信局"]).contains("\n2021-05-01  "));
    // 宁夏 had another commission; 云南, 柳州 and 自治区工信局 are in no document.
    for name in ["云南省工信厅", "柳州市工信局", "自治区工信局"] {
        assert!(failed(folder.path(), &["trace", name], 2).contains("no body in the store"), "{name}");
    }
    let moved = done(folder.path(), &["compare", "桂政发〔2015〕3号", "桂政发〔2021〕4号", "--format", "csv"]);
    let row = "renamed,壮大产业集群,广西壮族自治区工业和信息化委员会,lead,广西壮族自治区工业和信息化厅,lead,equal,";
    assert!(moved.contains(row) && moved.lines().count() == 2, "{moved}");
}

#[test]
fn a_name_that_several_bodies_or_none_have_is_told() {
    let folder = examples();
    done(folder.path(), &["build", "documents"]);
    let error = failed(folder.path(), &["trace", "财政局"], 2);
    assert!(error.contains("财政局 may mean 2 bodies: ") && error.contains("江澜市财政局") && error.contains("鹤川县财政局"), "{error}");
    assert!(error.contains("do: name one of them in full, as  zhengtu trace "), "{error}");
    let error = failed(folder.path(), &["trace", "云岭省能源厅"], 2);
    assert!(error.contains("no body in the store is called 云岭省能源厅") && error.contains("did you mean 云岭省能源局"), "{error}");
    let error = failed(folder.path(), &["trace", "x"], 2);
    assert!(error.contains("list the bodies that there are with  zhengtu query names"), "{error}");
    // Another place's body, and another rank's, is another body.
    for name in ["江西省发展改革委", "云岭省工信局", "自治区工信厅"] {
        assert!(failed(folder.path(), &["trace", name], 2).contains("no body in the store is called"), "{name}");
    }
}

#[test]
fn documents_are_compared_by_any_name_that_is_theirs_alone() {
    let folder = examples();
    done(folder.path(), &["build", "documents"]);
    let by_number = done(folder.path(), &["compare", "岭政办发〔2012〕86号", "岭政办发〔2020〕35号"]);
    assert_eq!(done(folder.path(), &["compare", "岭政办发[2012]86号", "重点工作方案"]), by_number);
    assert_eq!(
        done(folder.path(), &["compare", "重点工作分工方案", "https://zhengtu.example/id/document/岭政办发〔2020〕35号"]),
        by_number
    );
    assert!(by_number.starts_with("before  云岭省承接产业转移重点工作分工方案  岭政办发〔2012〕86号  2012-07-09\nafter   "), "{by_number}");
    let error = failed(folder.path(), &["compare", "方案", "规划"], 2);
    assert!(error.contains("方案 may mean 4 documents") && error.contains("岭政办发〔2021〕12号"), "{error}");
    let error = failed(folder.path(), &["compare", "岭政办发〔2020〕36号", "规划"], 2);
    assert!(error.contains("no document in the store is called") && error.contains("did you mean 岭政办发〔2020〕35号"), "{error}");
}

// Graphs of several machines.

#[test]
fn what_is_built_apart_merges_by_loading() {
    let folder = examples();
    let files: Vec<String> = {
        let entries = fs::read_dir(folder.path().join("documents")).expect("it is there");
        entries.map(|entry| format!("documents/{}", entry.expect("it is readable").file_name().display())).collect()
    };
    let (some, others) = files.split_at(files.len() / 2);
    for (store, files, export) in [("a.db", some, "a.nq"), ("b.db", others, "b.trig")] {
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        built(folder.path(), store, &files);
        done(folder.path(), &["export", "--with-ontology", "--store", store, "-o", export]);
    }
    let all = built(folder.path(), "all.db", &["documents"]);
    done(folder.path(), &["import", "a.nq", "b.trig", "--store", "merged.db"]);
    assert_eq!(quads(folder.path(), "merged.db"), all);
    done(folder.path(), &["import", "a.nq", "--store", "merged.db"]);
    assert_eq!(quads(folder.path(), "merged.db"), all, "imported again");
    for question in [&["trace", "省工信厅"][..], &["query", "lead-counts"], &["compare", "分工方案", "岭政办发〔2020〕35号"]]
    {
        let answer = |store| done(folder.path(), &[question, &["--store", store]].concat());
        assert_eq!(answer("merged.db"), answer("all.db"), "{question:?}");
    }
    done(folder.path(), &["verify", "documents", "--store", "merged.db"]);
}

#[test]
fn what_cannot_be_imported_whole_is_not_imported() {
    let folder = documents();
    done(folder.path(), &["build", "documents"]);
    let before = exported(folder.path());
    let export = |name: &str| done(folder.path(), &["export", "-o", name]);
    export("whole.nq");
    export("flat.ttl");
    let whole = fs::read_to_string(folder.path().join("whole.nq")).expect("it was written");
    // The first line of each graph comes last: the graphs stand in two pieces each.
    let mut lines: Vec<&str> = whole.lines().collect();
    lines.rotate_left(3);
    let scattered = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let other_file = whole.replace("云政办发〔2022〕9号", "云政办发〔2022〕8号").replace("id/text/", "id/text/f");
    for (name, content, reason) in [
        ("cut.nq", &whole[..whole.floor_char_boundary(whole.len() - 40)], "cannot import the graph"),
        ("scattered.nq", &scattered, "is not in one piece"),
        (
            "other.nq",
            "<https://a.example/s> <https://a.example/p> <https://a.example/o> <https://a.example/g> .\n",
            "is not that of a text",
        ),
        ("bare.nq", "<https://a.example/s> <https://a.example/p> <https://a.example/o> .\n", "in no named graph"),
        ("empty.nq", "", "there is no graph of a text"),
        ("flat.ttl", "", "does not end in .nq, .trig or .jsonld"),
        ("base.nq", &whole.replace("https://zhengtu.example/id/", "https://other.example/id/"), "its IRIs stand under"),
        ("namesake.nq", &other_file, "is already stored"),
    ] {
        fs::write(folder.path().join(name), content).expect("a file can be written");
        let error = failed(folder.path(), &["import", name], 2);
        assert!(error.contains(reason) && error.contains("\n  do: "), "{name}: {error}");
        assert_eq!(exported(folder.path()), before, "{name}");
    }
}

// Help for the above.

fn empty() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A folder with two documents in `documents`.
fn documents() -> TempDir {
    let folder = empty();
    fs::create_dir(folder.path().join("documents")).expect("a folder can be made");
    fs::write(folder.path().join("documents/plan.txt"), PLAN).expect("a document can be written");
    fs::write(folder.path().join("documents/measures.txt"), MEASURES).expect("a document can be written");
    folder
}

/// A folder with the bundled documents in `documents`.
fn examples() -> TempDir {
    let folder = empty();
    let copies = folder.path().join("documents");
    fs::create_dir(&copies).expect("a folder can be made");
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents")).expect("the examples are there") {
        let entry = entry.expect("a readable folder");
        fs::copy(entry.path(), copies.join(entry.file_name())).expect("an example can be copied");
    }
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    command.current_dir(folder).args(arguments);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

/// What the program says on standard output, where it must end well.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// What the program says on standard error, where it must end with this code.
fn failed(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(folder, arguments);
    let error = String::from_utf8(output.stderr).expect("the errors are UTF-8");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
    error
}

/// The quads of a store, after building with these arguments.
fn built(folder: &Path, store: &str, arguments: &[&str]) -> Vec<String> {
    done(folder, &[&["build", "--store", store], arguments].concat());
    quads(folder, store)
}

fn exported(folder: &Path) -> Vec<String> {
    quads(folder, "zhengtu.db")
}

/// The N-Quads of a store, sorted.
fn quads(folder: &Path, store: &str) -> Vec<String> {
    let mut quads: Vec<String> = done(folder, &["export", "--store", store, "--format", "nquads"]).lines().map(str::to_owned).collect();
    quads.sort();
    quads
}

/// The files of which `extract` gave a document, in its order.
fn sources(extracted: &Output) -> Vec<String> {
    let lines = String::from_utf8(extracted.stdout.clone()).expect("JSON lines are UTF-8");
    let facts = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"));
    facts.filter(|fact| fact["kind"] == "document").map(|fact| fact["source"].as_str().expect("a source").to_owned()).collect()
}

#[test]
fn a_file_of_another_folder_does_not_take_the_place_of_its_namesake() {
    let folder = documents();
    assert_eq!(run(folder.path(), &["build", "documents"]).status.code(), Some(0));
    let before = run(folder.path(), &["export", "--format", "nquads"]).stdout;
    fs::create_dir(folder.path().join("others")).expect("a folder can be made");
    fs::write(folder.path().join("others/plan.txt"), PLAN.replace("9号", "77号")).expect("a file can be written");
    let refused = run(folder.path(), &["build", "others"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("plan.txt is already stored") && said.contains("others"), "{said}");
    assert_eq!(run(folder.path(), &["export", "--format", "nquads"]).stdout, before);
    // A new version in the folder that is known does take its place.
    fs::write(folder.path().join("documents/plan.txt"), PLAN.replace("9号", "77号")).expect("a file can be written");
    assert_eq!(run(folder.path(), &["build", "documents"]).status.code(), Some(0));
    assert_ne!(run(folder.path(), &["export", "--format", "nquads"]).stdout, before);
}
