//! The report is one page that needs nothing else, shows what it proves, and lets nothing run that came out of a document.
//!
//! Chromium opens it and does what a reader does: `apt-get install chromium chromium-driver`, `pip install selenium`. Where these are absent the test says
//! so and is skipped, unless `ZHENGTU_REQUIRE_TOOLS=1`. `ZHENGTU_PYTHON` names the Python that has the package, if it is not `python3`.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use quick_xml::events::Event;
use regex::Regex;
use serde_json::Value;
use tempfile::TempDir;

/// A store of the bundled documents.
static EXAMPLES: LazyLock<TempDir> = LazyLock::new(|| built(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents")));

fn built(documents: &Path) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = zhengtu(folder.path(), &["build", &documents.display().to_string()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

fn zhengtu(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhengtu")).args(arguments).current_dir(folder).output().expect("the program runs")
}

/// The page that a report writes to standard output.
fn page(folder: &Path, arguments: &[&str]) -> String {
    let output = zhengtu(folder, &[&["report"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The names of the page's charts.
fn charts(page: &str) -> Vec<&str> {
    static CHART: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"<section id="(\w+)"><h2>[^§]*?</h2>"#).expect("a pattern"));
    CHART.captures_iter(page).filter_map(|found| Some(found.get(1)?.as_str())).filter(|id| !matches!(*id, "table" | "evidence")).collect()
}

#[test]
fn the_page_needs_nothing_else() {
    let page = page(EXAMPLES.path(), &[]);
    assert_eq!(charts(&page), ["matrix", "network", "timeline", "targets", "industries"]);
    // The one address in it names SVG and is never loaded.
    let without_svg = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for loads in ["http:", "https:", "src=", "@import", "url(", "<link", "<iframe", "<img", " style=", " onclick"] {
        assert!(!without_svg.contains(loads), "{loads}");
    }
    assert!(page.contains("default-src 'none'; style-src 'sha256-"), "the policy");
}

#[test]
fn the_same_store_gives_the_same_bytes() {
    let first = page(EXAMPLES.path(), &[]);
    assert_eq!(first, page(EXAMPLES.path(), &[]));
    assert!(page(EXAMPLES.path(), &["--date", "2026-01-02"]).contains("2026-01-02"));
}

#[test]
fn every_link_leads_to_evidence() {
    let page = page(EXAMPLES.path(), &[]);
    let all = |pattern: &str| -> BTreeSet<String> {
        Regex::new(pattern).expect("a pattern").captures_iter(&page).map(|found| found[1].to_owned()).collect()
    };
    let (linked, there) = (all(r##"href="#(e\d+)""##), all(r#"<li id="(e\d+)""#));
    assert!(there.len() > 100, "{}", there.len());
    assert_eq!(linked, there);
    let facts = all(r#"data-fact="(\d+)""#);
    for mark in all(r#"data-facts="([\d ]+)""#) {
        assert!(mark.split(' ').all(|fact| facts.contains(fact)), "{mark}");
    }
    for words in ["发展海上风电装备", "第 507–575 字符", "first-listed-leads", "推定：subject-of-the-document", "列第一位的为牵头部门"]
    {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn what_a_document_holds_is_never_a_part_of_the_page() {
    let attacks = attacked();
    let page = page(attacks.path(), &[]);
    assert!(page.contains("&lt;script&gt;window.attacked=1&lt;/script&gt;"), "the words are shown");
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<img").count(), 0);
}

/// A store of a document of evil hands.
fn attacked() -> TempDir {
    let documents = tempfile::tempdir().expect("a temporary folder");
    let text = "<html><body><p>云岭省发展产业&lt;script&gt;window.attacked=1&lt;/script&gt;实施方案</p>\
                <p>一、发展&lt;script&gt;window.attacked=1&lt;/script&gt;\"&gt;&lt;img src=x onerror=window.attacked=1&gt;产业</p>\
                <p>（一）&lt;/script&gt;&lt;/title&gt;&lt;/style&gt;&lt;script&gt;window.attacked=1&lt;/script&gt;建设基地</p>\
                <p>到2025年，产值达到100亿元。（牵头单位：省商务厅；配合单位：省财政厅）</p>\
                <p>（二）冷链物流</p><p>到2025年，产值达到10亿元。（牵头单位：省商务厅；配合单位：省财政厅）</p></body></html>";
    fs::write(documents.path().join("evil\"><b>.html"), text).expect("a document");
    built(documents.path())
}

#[test]
fn charts_are_files_of_their_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = EXAMPLES.path().join("zhengtu.db");
    let output = zhengtu(folder.path(), &["report", "--charts", "charts", "--language", "en", "--store", &store.display().to_string()]);
    assert!(output.stdout.is_empty(), "the page was not asked for");
    let has_fonts = zhengtu::report::Fonts::of_the_system().is_some();
    assert!(has_fonts || env::var_os("ZHENGTU_REQUIRE_TOOLS").is_none(), "install a Chinese font: apt-get install fonts-noto-cjk");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(if has_fonts { 0 } else { 1 }), "{said}");
    assert_eq!(said.contains("no font of this system has Chinese characters"), !has_fonts, "{said}");
    for name in ["matrix", "network", "timeline", "targets", "industries"] {
        let svg = fs::read_to_string(folder.path().join(format!("charts/{name}.svg"))).expect("the chart");
        let mut reader = quick_xml::Reader::from_str(&svg);
        while reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) != Event::Eof {}
        assert!(svg.contains(".zh{display:none}") && !svg.contains("href="), "{name}");
        if has_fonts {
            let png = fs::read(folder.path().join(format!("charts/{name}.png"))).expect("the picture");
            assert!(png.starts_with(b"\x89PNG") && png.len() > 5_000, "{name}: {} bytes", png.len());
        }
    }
}

#[test]
fn a_query_draws_what_its_columns_allow() {
    let draws = |arguments: &[&str], expected: &[&str]| {
        let page = page(EXAMPLES.path(), arguments);
        assert_eq!(charts(&page), expected, "{arguments:?}");
        page
    };
    let page = draws(&["--query", "responsibilities", "-p", "organization=省能源局"], &["matrix"]);
    assert!(page.contains("<p>organization = 省能源局</p>") && page.contains("发展海上风电装备"));
    draws(&["--query", "targets"], &["targets"]);
    draws(&["--query", "industries"], &["industries"]);
    draws(&["--query", "duty-evidence"], &["matrix", "network", "timeline"]);
    let page = draws(&["--query", "parks"], &[]);
    assert!(page.contains("没有可以画成图的内容") && page.contains("<section id=\"table\">"));
}

#[test]
fn a_report_follows_one_body_through_its_names() {
    let page = page(EXAMPLES.path(), &["--organization", "省生态环境厅"]);
    assert_eq!(charts(&page), ["matrix", "network", "timeline"]);
    assert!(page.contains("云岭省生态环境厅的职责") && page.contains("2018 年：云岭省环境保护厅 → 云岭省生态环境厅"));
}

#[test]
fn what_is_left_out_is_said() {
    let page = page(EXAMPLES.path(), &["--top", "3"]);
    assert!(page.contains("未画出：139 个任务较少的单位、1 份文件（--top 可多画）。"));
}

#[test]
fn what_cannot_be_drawn_is_said() {
    for (arguments, said) in [
        (&["--organization", "省海洋局局"][..], "no body in the store is called 省海洋局局"),
        (&["--query", "targtes"], "did you mean  zhengtu query targets ?"),
        (&["--top", "0"], "it has to be a whole number, at least 1"),
        (&["-p", "a=b"], "--query"),
        (&["--organization", "a", "--query", "b"], "cannot be used with"),
        (&["--charts", "zhengtu.db/LOCK"], "cannot make the folder"),
        (&["-o", "missing/report.html"], "cannot write the file"),
        (&["--store", "missing.db"], "missing.db"),
    ] {
        let output = zhengtu(EXAMPLES.path(), &[&["report"], arguments].concat());
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && error.contains(said), "{arguments:?}: {error}");
    }
    let asks = EXAMPLES.path().join("ask.rq");
    fs::write(&asks, "ASK { ?s ?p ?o }").expect("a query");
    let output = zhengtu(EXAMPLES.path(), &["report", "--query", "ask.rq"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("the answer has no rows"));
}

#[test]
fn a_store_without_facts_gives_a_page() {
    let documents = tempfile::tempdir().expect("a temporary folder");
    fs::write(documents.path().join("a.txt"), "关于放假的通知\n\n今天放假。\n").expect("a document");
    let page = page(built(documents.path()).path(), &[]);
    assert!(charts(&page).is_empty() && page.contains("没有可以画成图的内容"));
}

#[test]
fn a_reader_opens_marks_in_a_browser() {
    let Some(python) = python() else { return };
    let seen = browse(&python, EXAMPLES.path());
    for (chart, quote) in
        [("matrix", "省工业和信息化厅"), ("network", "省"), ("timeline", "省"), ("targets", "亿元"), ("industries", "茶叶")]
    {
        let proof = &seen["charts"][chart];
        let piece = proof["pieces"][0].as_str().unwrap_or_default();
        assert!(proof["open"] == true && proof["closed"] == true && piece.contains(quote) && piece.contains("字符"), "{chart}: {proof:#}");
    }
    assert_eq!(seen["arrow_moves"], true);
    assert!(seen["tip"] == seen["label"] && seen["tip"] == seen["keyboard"]["title"] && seen["label"] != seen["label_en"], "{seen:#}");
    assert!(!seen["keyboard"]["pieces"].as_array().expect("pieces").is_empty());
    assert!(seen["marks"].as_u64() > Some(200) && seen["empty_marks"] == 0, "{} {}", seen["marks"], seen["empty_marks"]);
    assert_eq!((&seen["filtered"], &seen["unfiltered"]), (&serde_json::json!([0, 0]), &serde_json::json!(0)));
    assert_eq!((&seen["zh"], &seen["en"]), (&"谁在哪份文件中承担任务".into(), &"Who has duties in which document".into()));
    assert!(seen["overflow"]["390"].as_i64() <= Some(0) && seen["overflow"]["1280"].as_i64() <= Some(0), "{}", seen["overflow"]);
}

#[test]
fn no_script_of_a_document_runs_in_a_browser() {
    let Some(python) = python() else { return };
    let seen = browse(&python, attacked().path());
    assert_eq!(seen["scripted"], "no");
    assert!(seen["charts"]["matrix"]["title"].as_str().expect("a title").contains("<script>"));
}

/// What a reader sees who opens the report of a store; nothing is loaded, nothing is complained of, and it can be printed.
fn browse(python: &str, store: &Path) -> Value {
    let report = store.join("report.html");
    assert!(zhengtu(store, &["report", "-o", "report.html"]).status.success());
    let pdf = store.join("report.pdf");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report.py");
    let output = Command::new(python).arg(script).arg(&report).arg(&pdf).output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(seen["console"], serde_json::json!([]));
    let requests = seen["requests"].as_array().expect("a list");
    assert!(
        requests.iter().all(|url| url.as_str().is_some_and(|url| url.starts_with("file:") || url.starts_with("data:"))),
        "{requests:?}"
    );
    assert!(fs::read(pdf).expect("it was printed").starts_with(b"%PDF"));
    seen
}

/// The Python that can drive Chromium, if there is one.
fn python() -> Option<String> {
    let python = env::var("ZHENGTU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let works = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    let there = works(Command::new(&python).args(["-c", "import selenium"]))
        && works(Command::new("chromium").arg("--version"))
        && works(Command::new("chromedriver").arg("--version"));
    if there {
        return Some(python);
    }
    assert!(env::var_os("ZHENGTU_REQUIRE_TOOLS").is_none(), "Chromium, its driver or selenium is missing");
    eprintln!("skipped: Chromium, its driver or selenium is missing: apt-get install chromium chromium-driver; pip install selenium");
    None
}
