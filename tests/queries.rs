//! The bundled queries have whole headers and right answers, here and in rdflib; parameters are values and never part of the question.
//!
//! `UPDATE=1 cargo test` rewrites the answers in `tests/queries/`. `ZHENGTU_PYTHON` names a Python that has rdflib, if it is not `python3`.

mod sample;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::{env, fs};

use oxigraph::io::RdfFormat;
use oxigraph::model::{Literal, Term};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, Variable};
use oxigraph::store::Store;
use zhengtu::extract::{Certainty, Fact};
use zhengtu::link::Entity;
use zhengtu::output::{Format, Layout, write_results};
use zhengtu::query::{self, ColumnKind, Kind, Query};

/// Names and values of parameters.
type Given = &'static [(&'static str, &'static str)];

/// File of the answer, query, parameters. Each bundled query stands here once without parameters.
const ANSWERS: &[(&str, &str, Given)] = &[
    ("ambiguous-names", "ambiguous-names", &[]),
    ("ambiguous-names-by-name", "ambiguous-names", &[("name", "商务")]),
    ("citations", "citations", &[]),
    ("citations-of-standards", "citations", &[("cited", "标准化")]),
    ("citations-by-title", "citations", &[("title", "方案")]),
    ("citations-that-rest-on", "citations", &[("relation", "based_on")]),
    ("co-responsible", "co-responsible", &[]),
    ("co-responsible-twice", "co-responsible", &[("organization", "云岭省工业厅"), ("minimum", "2")]),
    ("deadlines", "deadlines", &[]),
    ("deadlines-of-one", "deadlines", &[("organization", "市工业局")]),
    ("deadlines-since-2025", "deadlines", &[("since", "2025")]),
    ("deadlines-until-2024", "deadlines", &[("until", "2024")]),
    ("deadlines-by-title", "deadlines", &[("title", "规划")]),
    ("document-chain", "document-chain", &[]),
    ("document-chain-of-one", "document-chain", &[("document", "海西政发〔2024〕3号")]),
    ("documents", "documents", &[]),
    ("documents-of-issuer", "documents", &[("issuer", "省工业厅")]),
    ("documents-by-title", "documents", &[("title", "轻工")]),
    ("documents-since-2023", "documents", &[("since", "2023")]),
    ("duty-evidence", "duty-evidence", &[]),
    ("duty-evidence-of-one", "duty-evidence", &[("organization", "省财政厅")]),
    ("evidence", "evidence", &[]),
    ("evidence-of-task", "evidence", &[("task", "金融"), ("organization", "省财政厅")]),
    ("fact-counts", "fact-counts", &[]),
    ("facts-per-document", "facts-per-document", &[]),
    ("facts-per-document-few", "facts-per-document", &[("maximum", "4")]),
    ("facts-per-document-by-title", "facts-per-document", &[("title", "方案")]),
    ("first-listed-leads", "first-listed-leads", &[]),
    ("first-listed-leads-of-no-one", "first-listed-leads", &[("organization", "省财政厅")]),
    ("gained-and-lost", "gained-and-lost", &[]),
    ("gained-and-lost-lost", "gained-and-lost", &[("organization", "云岭省自然资源厅"), ("change", "lost")]),
    ("gained-and-lost-since-2023", "gained-and-lost", &[("organization", "云岭省工业厅"), ("before", "2022"), ("after", "2023")]),
    ("group-members", "group-members", &[]),
    ("group-members-by-name", "group-members", &[("group", "各市"), ("member", "沙埠")]),
    ("group-members-of-no-group", "group-members", &[("group", "县")]),
    ("group-overlap", "group-overlap", &[]),
    ("group-overlap-of-one", "group-overlap", &[("organization", "市财政局")]),
    ("group-overlap-three", "group-overlap", &[("minimum", "3")]),
    ("group-sizes", "group-sizes", &[]),
    ("group-sizes-by-name", "group-sizes", &[("group", "园区")]),
    ("implementing-documents", "implementing-documents", &[]),
    ("implementing-documents-by-title", "implementing-documents", &[("cited", "规划")]),
    ("implementing-documents-by-number", "implementing-documents", &[("number", "云政办发〔2022〕5号")]),
    ("implementing-documents-that-implement", "implementing-documents", &[("relation", "implements")]),
    ("incomplete-documents", "incomplete-documents", &[]),
    ("incomplete-documents-without-date", "incomplete-documents", &[("missing", "date")]),
    ("industries", "industries", &[]),
    ("industries-of-park", "industries", &[("host", "海西市高新区"), ("industry", "光"), ("certainty", "inferred")]),
    ("industries-since-2023", "industries", &[("since", "2023")]),
    ("industries-by-title", "industries", &[("title", "方案")]),
    ("industries-stated", "industries", &[("certainty", "stated")]),
    ("industries-of-place", "industries", &[("host", "海西市")]),
    ("industries-by-name", "industries", &[("industry", "风")]),
    ("industries-by-year", "industries-by-year", &[]),
    ("industries-by-year-of-park", "industries-by-year", &[("host", "海西市高新区")]),
    ("industries-by-year-since-2023", "industries-by-year", &[("since", "2023"), ("industry", "风")]),
    ("industry-counts", "industry-counts", &[]),
    ("industry-counts-by-name", "industry-counts", &[("industry", "风")]),
    ("industry-counts-by-title", "industry-counts", &[("title", "规划")]),
    ("industry-evidence", "industry-evidence", &[]),
    ("industry-hosts", "industry-hosts", &[]),
    ("industry-hosts-of-three", "industry-hosts", &[("minimum", "3")]),
    ("industry-hosts-by-name", "industry-hosts", &[("industry", "风")]),
    ("industry-overlap", "industry-overlap", &[]),
    ("industry-overlap-of-one", "industry-overlap", &[("host", "海西市"), ("minimum", "2")]),
    ("inferred-facts", "inferred-facts", &[]),
    ("inferred-facts-reordered", "inferred-facts", &[("reason", "reordered")]),
    ("lead-counts", "lead-counts", &[]),
    ("lead-counts-by-title", "lead-counts", &[("title", "方案")]),
    ("lead-counts-since-2023", "lead-counts", &[("since", "2023")]),
    ("lead-support-network", "lead-support-network", &[]),
    ("lead-support-network-twice", "lead-support-network", &[("minimum", "2")]),
    ("lead-support-network-of-two", "lead-support-network", &[("leader", "省工业厅"), ("supporter", "云岭省财政厅")]),
    ("lead-support-network-since-2023", "lead-support-network", &[("since", "2023"), ("title", "意见")]),
    ("lead-support-network-by-title", "lead-support-network", &[("title", "意见")]),
    ("leading-groups", "leading-groups", &[]),
    ("leading-groups-of-one", "leading-groups", &[("organization", "市工业局")]),
    ("leading-groups-heads", "leading-groups", &[("position", "head")]),
    ("leading-groups-by-name", "leading-groups", &[("group", "农业")]),
    ("leads-by-year", "leads-by-year", &[]),
    ("leads-by-year-of-one", "leads-by-year", &[("organization", "云岭省工业厅"), ("since", "2023")]),
    ("lost-tasks", "lost-tasks", &[]),
    ("names", "names", &[]),
    ("names-of-place", "names", &[("jurisdiction", "海东省")]),
    ("officials", "officials", &[]),
    ("officials-by-name", "officials", &[("official", "副市长")]),
    ("officials-by-title", "officials", &[("title", "意见")]),
    ("organization-by-document", "organization-by-document", &[]),
    ("organization-by-document-of-one", "organization-by-document", &[("organization", "省商务厅"), ("since", "2021")]),
    ("organizations", "organizations", &[]),
    ("organizations-by-name", "organizations", &[("organization", "省工业厅"), ("jurisdiction", "海东省")]),
    ("park-targets", "park-targets", &[]),
    ("park-targets-of-2027", "park-targets", &[("year", "2027")]),
    ("park-targets-by-name", "park-targets", &[("park", "保税")]),
    ("park-targets-of-indicator", "park-targets", &[("indicator", "能耗")]),
    ("parks", "parks", &[]),
    ("parks-of-place", "parks", &[("place", "海东市")]),
    ("parks-by-name", "parks", &[("park", "保税区")]),
    ("recurring-tasks", "recurring-tasks", &[]),
    ("recurring-tasks-in-many", "recurring-tasks", &[("minimum", "3"), ("task", "园区")]),
    ("recurring-tasks-in-four", "recurring-tasks", &[("minimum", "4")]),
    ("repealed-documents", "repealed-documents", &[]),
    ("repealed-documents-by-title", "repealed-documents", &[("cited", "规划")]),
    ("repealed-documents-since-2025", "repealed-documents", &[("since", "2025")]),
    ("repeated-documents", "repeated-documents", &[]),
    ("repeated-documents-by-title", "repeated-documents", &[("title", "规划")]),
    ("responsibilities", "responsibilities", &[]),
    ("responsibilities-stated", "responsibilities", &[("certainty", "stated")]),
    ("responsibilities-by-full-name", "responsibilities", &[("organization", "云岭省工业厅")]),
    ("responsibilities-by-written-name", "responsibilities", &[("organization", "省工业厅")]),
    (
        "responsibilities-of-two",
        "responsibilities",
        &[("organization", "云岭省财政厅"), ("organization", "省金融办"), ("role", "lead"), ("role", "responsible")],
    ),
    ("responsibilities-since-2023", "responsibilities", &[("since", "2023")]),
    ("responsibilities-by-title", "responsibilities", &[("title", "品牌评选")]),
    ("rules", "rules", &[]),
    ("rules-of-kind", "rules", &[("kind", "industry")]),
    ("rules-by-title", "rules", &[("title", "规划")]),
    ("shared-tasks", "shared-tasks", &[]),
    ("shared-tasks-of-two", "shared-tasks", &[("organization", "云岭省工业厅"), ("other", "省财政厅")]),
    ("succession", "succession", &[]),
    ("succession-by-name", "succession", &[("organization", "省自然资源厅")]),
    ("succession-of-body", "succession", &[("body", "https://zhengtu.example/id/organization/云岭省测绘地理信息局")]),
    ("successors", "successors", &[]),
    ("successors-by-written-name", "successors", &[("organization", "省金融办")]),
    ("successors-of-one-that-goes-on", "successors", &[("organization", "省财政厅")]),
    ("successors-since-2023", "successors", &[("since", "2023")]),
    ("target-changes", "target-changes", &[]),
    ("target-changes-of-subject", "target-changes", &[("subject", "海东市保税区"), ("minimum", "1")]),
    ("target-changes-of-indicator", "target-changes", &[("indicator", "能耗")]),
    ("target-evidence", "target-evidence", &[]),
    ("targets", "targets", &[]),
    ("targets-of-park", "targets", &[("subject", "海西市高新区")]),
    ("targets-of-indicator", "targets", &[("indicator", "产值")]),
    ("targets-of-growth", "targets", &[("measure", "growth")]),
    ("targets-of-2025", "targets", &[("year", "2025")]),
    ("targets-inferred", "targets", &[("certainty", "inferred")]),
    ("targets-by-title", "targets", &[("title", "方案")]),
    ("targets-by-year", "targets-by-year", &[]),
    ("targets-by-year-of-indicator", "targets-by-year", &[("indicator", "风电")]),
    ("targets-by-year-by-title", "targets-by-year", &[("title", "规划")]),
    ("targets-compared", "targets-compared", &[]),
    ("targets-compared-of-2027", "targets-compared", &[("year", "2027"), ("minimum", "1")]),
    ("targets-compared-of-indicator", "targets-compared", &[("indicator", "能耗"), ("minimum", "1")]),
    ("task-record", "task-record", &[]),
    ("task-record-by-name", "task-record", &[("task", "品牌")]),
    ("task-record-by-iri", "task-record", &[("node", "https://zhengtu.example/id/document/海西政发〔2024〕3号/task/建设产业园区")]),
    ("task-record-by-title", "task-record", &[("title", "行动方案")]),
    ("tasks-of-document", "tasks-of-document", &[]),
    ("tasks-of-document-by-number", "tasks-of-document", &[("document", "云政发〔2016〕7号")]),
    ("tasks-of-document-by-iri", "tasks-of-document", &[("work", "https://zhengtu.example/id/document/海政发〔2021〕9号")]),
    ("tasks-of-organization", "tasks-of-organization", &[]),
    ("tasks-since-2023", "tasks-of-organization", &[("since", "2023")]),
    ("tasks-of-one-organization", "tasks-of-organization", &[("organization", "云岭省工业厅"), ("role", "lead"), ("since", "2022")]),
    ("tasks-with-many-organizations", "tasks-with-many-organizations", &[]),
    ("tasks-with-two-organizations", "tasks-with-many-organizations", &[("minimum", "2"), ("title", "轻工")]),
    ("tasks-without-leader", "tasks-without-leader", &[]),
    ("tasks-without-leader-by-title", "tasks-without-leader", &[("title", "轻工")]),
    ("tasks-without-leader-since-2022", "tasks-without-leader", &[("since", "2022")]),
    ("trace", "trace", &[]),
    ("trace-by-name", "trace", &[("organization", "省自然资源厅")]),
    ("trace-of-body", "trace", &[("body", "https://zhengtu.example/id/organization/云岭省国土资源厅")]),
    ("trace-of-seats", "trace", &[("role", "member")]),
    ("trace-since-2022", "trace", &[("organization", "省国土资源厅"), ("since", "2022")]),
    ("validity", "validity", &[]),
    ("validity-on-a-day", "validity", &[("on", "2025-06-01")]),
    ("validity-by-title", "validity", &[("title", "方案")]),
    ("widely-named", "widely-named", &[]),
    ("widely-named-of-one", "widely-named", &[("organization", "省商务厅")]),
    ("widely-named-three", "widely-named", &[("minimum", "3")]),
    ("addressees-table", "addressees-table", &[]),
    ("citations-table", "citations-table", &[]),
    ("documents-table", "documents-table", &[]),
    ("group-members-table", "group-members-table", &[]),
    ("hostings-table", "hostings-table", &[]),
    ("indicators-table", "indicators-table", &[]),
    ("industries-table", "industries-table", &[]),
    ("locations-table", "locations-table", &[]),
    ("memberships-table", "memberships-table", &[]),
    ("names-table", "names-table", &[]),
    ("organizations-table", "organizations-table", &[]),
    ("parks-table", "parks-table", &[]),
    ("places-table", "places-table", &[]),
    ("responsibilities-table", "responsibilities-table", &[]),
    ("successions-table", "successions-table", &[]),
    ("targets-table", "targets-table", &[]),
    ("tasks-table", "tasks-table", &[]),
    ("texts-table", "texts-table", &[]),
];

#[test]
fn each_bundled_query_gives_its_answer() {
    let store = fixture();
    let unnamed: Vec<_> = query::library()
        .iter()
        .filter(|query| !ANSWERS.iter().any(|(_, name, given)| *name == query.header.name && given.is_empty()))
        .collect();
    assert!(unnamed.is_empty(), "without an answer: {unnamed:?}");
    for (file, name, given) in ANSWERS {
        let answer = answer(&store, bundled(name), given);
        let path = folder().join(format!("{file}.csv"));
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &answer).expect("the answer is written");
        }
        let expected =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}; write it with  UPDATE=1 cargo test", path.display()));
        assert_eq!(answer, expected, "{file}; if the new answer is right, write it with  UPDATE=1 cargo test");
    }
}

/// The fixture is written by hand; this is what `write` writes, and the ontology beside it.
#[test]
fn the_queries_find_what_is_written() {
    let base = zhengtu::write::Base::default();
    let store = zhengtu::store::Store::in_memory(&base).expect("a store");
    store.replace(&[sample::graph("a.txt")]).expect("it is written");
    // A quote may hold a line break, so lines are no rows.
    let rows = |name, given: &[_]| {
        let results = query::run(store.inner(), bundled(name), &pairs(given)).expect("it runs");
        write_results(results, Format::Json, &mut Vec::new(), Layout::default()).expect("it is written") as usize
    };
    let facts = sample::facts();
    let count = |wanted: fn(&Fact<Entity>) -> bool| facts.iter().filter(|fact| wanted(fact)).count();
    for (name, expected) in [
        ("responsibilities", count(|fact| matches!(fact, Fact::Responsibility(_)))),
        ("evidence", count(|fact| matches!(fact, Fact::Responsibility(_)))),
        ("citations", count(|fact| matches!(fact, Fact::Citation(_)))),
        ("lost-tasks", count(|fact| matches!(fact, Fact::Responsibility(it) if it.task.is_none()))),
        ("first-listed-leads", count(|fact| matches!(fact, Fact::Responsibility(it) if it.evidence.note.is_some()))),
        ("inferred-facts", count(|fact| fact.evidence().certainty != Certainty::Stated)),
        ("targets", count(|fact| matches!(fact, Fact::Target(_)))),
        ("industries", count(|fact| matches!(fact, Fact::Industry(_)))),
        ("parks", count(|fact| matches!(fact, Fact::Location(_)))),
        ("leading-groups", count(|fact| matches!(fact, Fact::Membership(_)))),
        ("validity", 1),
        ("documents", 1),
        ("incomplete-documents", 0),
        // The organizations of the facts, with one name each: four offices and a group.
        ("organizations", 4),
        ("lead-counts", 4),
    ] {
        assert_eq!(rows(name, &[]), expected, "{name}");
    }
    let given = [("organization", "示范省财政厅"), ("role", "support"), ("since", "2022"), ("title", "示范产业")];
    let found = answer(store.inner(), bundled("responsibilities"), &given);
    assert_eq!(rows("responsibilities", &given), 2, "{found}");
    assert!(found.contains("a.txt,关于加快示范产业发展的实施意见,培育产业集群,support,示范省财政厅,省财政厅,"), "{found}");
}

#[test]
fn each_parameter_changes_an_answer() {
    let store = fixture();
    let mut idle = Vec::new();
    for query in query::library() {
        for parameter in &query.header.parameters {
            let all = answer(&store, query, &[]);
            let changes = |(_, name, given): &(&str, &str, Given)| {
                *name == query.header.name && given.iter().any(|(name, _)| *name == parameter.name) && {
                    let without: Vec<_> = given.iter().filter(|(name, _)| *name != parameter.name).copied().collect();
                    answer(&store, query, given) != answer(&store, query, &without)
                }
            };
            // There is but one reason for an inference, so that naming it leaves nothing out: another must leave out everything.
            let other = parameter.name == "reason" && answer(&store, query, &[("reason", "other")]) != all;
            if !other && !ANSWERS.iter().any(changes) {
                idle.push(format!("{} -p {}", query.header.name, parameter.name));
            }
        }
    }
    assert!(idle.is_empty(), "no answer shows what these do: {idle:?}");
}

#[test]
fn rdflib_gives_the_same_answers() {
    let python = env::var("ZHENGTU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let present = Command::new(&python).args(["-c", "import rdflib"]).output().is_ok_and(|output| output.status.success());
    if !present {
        assert!(env::var("ZHENGTU_REQUIRE_TOOLS").as_deref() != Ok("1"), "{python} has no rdflib");
        eprintln!("skipped: {python} has no rdflib");
        return;
    }
    let output = Command::new(&python)
        .arg(folder().join("answers.py"))
        .arg(folder().join("fixture.trig"))
        .args(query::library().iter().flat_map(|query| [root().join(&query.origin), folder().join(format!("{}.csv", query.header.name))]))
        .output()
        .expect("Python runs");
    assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
}

#[test]
fn each_query_file_is_bundled() {
    let files: BTreeSet<String> = fs::read_dir(root().join("queries"))
        .expect("the queries")
        .flat_map(|group| fs::read_dir(group.expect("a group").path()).expect("a group"))
        .map(|file| file.expect("a file").path().strip_prefix(root()).expect("a path below the root").display().to_string())
        .collect();
    assert_eq!(files, query::library().iter().map(|query| query.origin.clone()).collect());
    let names: BTreeSet<&str> = query::library().iter().map(|query| query.header.name.as_str()).collect();
    assert_eq!(names.len(), files.len(), "a name stands for one query, whatever its group");
}

#[test]
fn each_header_is_complete() {
    let figures = regex::Regex::new(r"\d+(\.\d+)? ?(ms|s|min|毫秒|秒|分钟)").expect("a pattern");
    let store = fixture();
    for query in query::library() {
        let header = &query.header;
        let texts = [&header.group, &header.title, &header.title_en, &header.description, &header.description_en];
        assert!(texts.iter().all(|text| !text.is_empty()), "{header:#?}");
        assert!([&header.title, &header.description].iter().all(|text| has_chinese(text)), "{header:#?}");
        assert!([&header.title_en, &header.description_en].iter().all(|text| !has_chinese(text)), "{header:#?}");
        for parameter in &header.parameters {
            assert!(
                has_chinese(&parameter.description) && !parameter.description_en.is_empty() && !has_chinese(&parameter.description_en),
                "{parameter:#?}"
            );
            assert!(!parameter.required, "the file answers as it stands: {parameter:#?}");
        }
        let costs = [&header.cost, &header.cost_en].map(|cost| figures.find_iter(cost).count());
        assert!(costs[0] == costs[1] && (costs[0] > 0 || header.cost.is_empty() && header.cost_en.is_empty()), "{header:#?}");
        assert!(header.cost.is_empty() || has_chinese(&header.cost) && !has_chinese(&header.cost_en), "{header:#?}");
        let example = header.example.strip_prefix(&format!("zhengtu query {}", header.name)).unwrap_or_else(|| panic!("{header:#?}"));
        let given: Vec<_> =
            example.split(" -p ").skip(1).map(|pair| pair.trim().split_once('=').unwrap_or_else(|| panic!("{header:#?}"))).collect();
        assert_eq!(given.is_empty(), header.parameters.is_empty(), "{header:#?}");
        answer(&store, query, &given);
    }
}

#[test]
fn the_parameters_of_a_header_are_the_rows_of_its_query() {
    let declared = regex::Regex::new(r"VALUES\s+\?(\w+)\s*\{").expect("a pattern");
    for query in query::library() {
        let rows: BTreeSet<&str> = declared.captures_iter(&query.text).map(|found| found.get(1).expect("a name").as_str()).collect();
        assert_eq!(rows, query.header.parameters.iter().map(|parameter| parameter.name.as_str()).collect(), "{}", query.origin);
    }
}

/// What is exported has a schema, which is what the headers say.
#[test]
fn the_header_of_a_table_describes_its_columns() {
    let store = fixture();
    let tables: Vec<_> = query::library().iter().filter(|query| query.header.group == "export").collect();
    assert!(tables.len() > 15);
    for table in &tables {
        let QueryResults::Solutions(rows) = query::run(&store, table, &[]).expect("it runs") else { panic!("{}: rows", table.origin) };
        let columns = &table.header.columns;
        let names: Vec<&str> = rows.variables().iter().map(|variable| variable.as_str()).collect();
        assert_eq!(names, columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), "{}", table.origin);
        assert!(table.header.name.ends_with("-table"), "{}", table.origin);
        for column in columns {
            let texts = (&column.description, &column.description_en);
            assert!(has_chinese(texts.0) && !texts.1.is_empty() && !has_chinese(texts.1), "{}: {column:?}", table.origin);
            match &column.kind {
                ColumnKind::Key => assert_eq!(column.name, "id", "{}", table.origin),
                ColumnKind::Reference(other) => {
                    let other = bundled(&format!("export/{other}-table"));
                    assert_eq!(other.header.columns[0].kind, ColumnKind::Key, "{}: {column:?}", table.origin);
                }
                _ => {}
            }
        }
    }
    let error = query::parse("# column a: sting  甲 / a\nSELECT ?a {}", "q.rq").expect_err("the type is not known").to_string();
    assert!(error.contains("the type `sting` of the column `a` is not known\n  in: q.rq, line 1"), "{error}");
}

#[test]
fn each_bundled_query_declares_its_prefixes_and_orders_its_rows() {
    for query in query::library() {
        spargebra::SparqlParser::new().parse_query(&query.text).unwrap_or_else(|error| panic!("{}: {error}", query.origin));
        assert!(query.text.contains("\nORDER BY "), "{}", query.origin);
    }
}

#[test]
fn a_value_is_never_part_of_the_question() {
    let store = fixture();
    let size = store.len().expect("a count");
    let asks = query::parse("# param x: text  甲 / a\nSELECT ?x { VALUES ?x { UNDEF } }", "x.rq").expect("a query");
    for evil in [
        "\" } ; DROP ALL #", "' } UNION { ?s ?p ?o } #", "a\nb", "\0", "\\u0022", "\u{202e}\u{200f}", "?x", "UNDEF", "", "<urn:a>",
        "\u{ffff}",
    ] {
        let QueryResults::Solutions(mut rows) = query::run(&store, &asks, &pairs(&[("x", evil)])).expect("it runs") else { panic!("rows") };
        let Some(Term::Literal(value)) = rows.next().expect("one row").expect("no error").get("x").cloned() else { panic!("a literal") };
        assert_eq!((value.value(), rows.count()), (evil, 0));
        for query in query::library() {
            for parameter in query.header.parameters.iter().filter(|parameter| matches!(parameter.kind, Kind::Text | Kind::TextIn(_))) {
                let rows = answer(&store, query, &[(&parameter.name, evil)]).lines().count();
                // Every title and every name has the empty string in it.
                assert!(rows == 1 || evil.is_empty() && parameter.kind == Kind::Text, "{}: {evil:?}", query.origin);
            }
        }
    }
    assert_eq!(store.len().expect("a count"), size);
}

#[test]
fn a_parameter_is_set_in_whatever_scope_it_stands() {
    let store = fixture();
    let name = "?who skos:prefLabel ?name";
    for (text, rows) in [
        (format!("SELECT ?who {{ VALUES ?name {{ UNDEF }} {name} }}"), 1),
        (format!("SELECT ?who {{ {{ SELECT DISTINCT ?who {{ VALUES ?name {{ UNDEF }} {name} }} }} }}"), 1),
        (format!("SELECT ?who {{ {{ VALUES ?name {{ UNDEF }} {name} }} UNION {{ VALUES ?name {{ UNDEF }} {name} }} }}"), 2),
        (
            format!(
                "SELECT DISTINCT ?who {{ ?who a org:FormalOrganization OPTIONAL {{ VALUES ?name {{ UNDEF }} {name} }} FILTER(BOUND(?name)) }}"
            ),
            1,
        ),
        (format!("SELECT ?who {{ GRAPH ?g {{ VALUES ?name {{ UNDEF }} {name} }} }}"), 2),
        (format!("SELECT ?who (COUNT(*) AS ?n) {{ VALUES ?name {{ UNDEF }} {name} }} GROUP BY ?who"), 1),
        (format!("SELECT ?who {{ {name} }} VALUES ?name {{ UNDEF }}"), 1),
        (format!("SELECT DISTINCT ?who {{ {name} MINUS {{ VALUES ?name {{ UNDEF }} {name} }} ?who a org:FormalOrganization }}"), 18),
    ] {
        let query = query::parse(&format!("# param name: text@zh  名称 / name\n{text}"), "q.rq").expect("a query");
        assert_eq!(answer(&store, &query, &[("name", "云岭省工业厅")]).lines().count() - 1, rows, "{text}");
    }
}

#[test]
fn a_triple_of_many_graphs_is_counted_once() {
    let store = fixture();
    let twice = "?who skos:prefLabel \"云岭省工业厅\"@zh";
    for (text, expected) in [
        (format!("SELECT (COUNT(*) AS ?n) {{ {twice} }}"), "1"),
        (format!("SELECT (COUNT(?who) AS ?n) {{ {{ SELECT ?who {{ {twice} }} }} }}"), "1"),
        (format!("SELECT (SUM(?one) AS ?n) {{ {twice} BIND(1 AS ?one) }}"), "1"),
        (format!("SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ 1 2 }} OPTIONAL {{ {twice} }} }}"), "2"),
        (
            format!(
                "SELECT (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?x {{ {{ SELECT ?x {{ {twice} . VALUES ?x {{ 1 2 }} }} LIMIT 2 }} }} }} }}"
            ),
            "2",
        ),
        // Two solutions that differ only in what has no name are two.
        ("SELECT (COUNT(*) AS ?n) { <https://zhengtu.example/id/organization/云岭省工业厅> zt:leads [] }".to_owned(), "2"),
        (format!("SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {twice} }} }}"), "2"),
    ] {
        let query = query::parse(&text, "-e").expect("a query");
        assert_eq!(answer(&store, &query, &[]).lines().nth(1), Some(expected), "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_query_is_said_with_its_place() {
    let header = "# title: 甲\n# param a: text  甲 / a\n";
    for (text, message) in [
        ("SELECT ?x {\n  ?x a 甲 , ?y\n}", "this is not SPARQL"),
        (
            "SELECT ?x {\n  ?x zt:b '省财政厅' FILER(1)\n}",
            "\n  in: q.rq, line 2, column 18\n        ?x zt:b '省财政厅' FILER(1)\n                           ^\n  do: correct the query at the mark",
        ),
        ("SELECT ?x {\n  ?x a ?y ..\n  FILTER(?x > 1)\n}", "q.rq, line 2, column 12\n        ?x a ?y ..\n                 ^"),
        ("SELECT ?x { ?x a ?y } ORDER ?x", "this is not SPARQL\n  in: q.rq, line 1, column 29\n"),
        ("SELECT ?x { ?x a ?y FILTER(foo(1)) ?x a ?z }", "q.rq, line 1, column 28\n"),
        (
            "SELECT (COUNT(?y) AS ?n) ?x { ?x a ?y }",
            "this is not SPARQL: The SELECT contains a variable that is unbound\n  in: q.rq, line 1",
        ),
        ("", "q.rq, line 1, column 1"),
        ("DELETE WHERE { ?s ?p ?o }", "this is an update, and a query only reads"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE asks another computer"),
        ("SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE ?s { ?s ?p ?o } } }", "SERVICE asks another computer"),
        (
            &format!("{header}SELECT * {{ ?s ?p ?o }}"),
            "the parameter `a` of the header is not in the query\n  in: q.rq\n  do: write  VALUES ?a { UNDEF }",
        ),
        (
            &format!("{header}SELECT * {{ ?s ?p ?o FILTER(1 IN (2, IF(EXISTS {{ VALUES ?a {{ UNDEF }} }}, 1, 2))) }}"),
            "the parameter `a` stands inside EXISTS",
        ),
        (&format!("{header}# param a: text  乙 / b\nSELECT * {{}}"), "the parameter `a` stands twice in the header\n  in: q.rq, line 3"),
        (&format!("{header}# title: 乙\nSELECT * {{}}"), "`title` stands twice in the header\n  in: q.rq, line 3"),
        (
            "\n# param a: txet  甲 / a\nSELECT * {}",
            "the type `txet` of the parameter `a` is not known\n  in: q.rq, line 2\n  do: write text, text@zh",
        ),
    ] {
        let error = query::parse(text, "q.rq").expect_err(text).to_string();
        assert!(error.contains(message), "{error}\n  expected: {message}");
    }
    let error = query::find("responsibility").expect_err("it is a group").to_string();
    assert!(
        error.contains("there is no query `responsibility`") && error.contains("did you mean  zhengtu query responsibilities ?"),
        "{error}"
    );
    assert!(query::find("documents/responsibilities").is_err());
    assert_eq!(query::find("responsibility/responsibilities").expect("it is found").header.name, "responsibilities");
}

#[test]
fn what_is_wrong_with_a_parameter_is_said() {
    let store = fixture();
    let own = "# param when: iri  甲 / a\n# param many: integer  乙 / b\n# param word: text@zh  丙 / c\n
        SELECT * { VALUES ?when { } VALUES ?many { 1 2 } VALUES ?word { UNDEF } }";
    let own = query::parse(own, "q.rq").expect("a query");
    assert!(own.header.parameters[0].required && own.header.parameters[0].default.is_empty());
    assert_eq!(own.header.parameters[1].default, ["1", "2"]);
    assert!(!own.header.parameters[2].required && own.header.parameters[2].default.is_empty());
    let responsibilities = bundled("responsibilities");
    for (query, given, message) in [
        (responsibilities, ("orgnization", "省工业厅"), "the query parameter `orgnization` is not known"),
        (
            responsibilities,
            ("orgnization", ""),
            "which has: organization, role, certainty, since, title\n  do: did you mean -p organization=… ?",
        ),
        (responsibilities, ("甲", ""), "do: use one of these"),
        (bundled("lost-tasks"), ("a", "b"), "which has: no parameters\n  do: leave -p out"),
        (responsibilities, ("since", "22"), "`22` cannot be the parameter `since`: it is not a year"),
        (responsibilities, ("since", "+022"), "it is not a year"),
        (responsibilities, ("since", "二〇二二"), "it is not a year"),
        (
            responsibilities,
            ("role", "leed"),
            "it is none of lead, support, responsible\n  in: queries/responsibility/responsibilities.rq\n  do: did you mean lead?",
        ),
        (responsibilities, ("role", "\u{1b}[2J"), "`\\u{1b}[2J` cannot be"),
        (bundled("co-responsible"), ("minimum", "two"), "it is not a whole number"),
        (&own, ("when", "not an iri"), "it is not an IRI"),
        (&own, ("many", "3"), "the parameter `when` is missing\n  in: q.rq\n  do: add  -p when=…"),
    ] {
        let Err(error) = query::run(&store, query, &pairs(&[given])) else { panic!("{given:?} is taken") };
        assert!(error.to_string().contains(message), "{error}\n  expected: {message}");
    }
}

#[test]
fn answers_are_written_in_each_format() {
    let store = fixture();
    let select = r#"SELECT ?body ?name ?n { VALUES (?body ?name ?n) { (<https://zhengtu.example/id/organization/甲厅> "说，\"是\",\n否"@zh 3) (zt:lead UNDEF 12) } }"#;
    let iri = "https://zhengtu.example/id/organization/甲厅";
    let commas = query::parse("SELECT ?iri { VALUES ?iri { <urn:a,b> } }", "-e").expect("a query");
    assert_eq!(written(&store, &commas, Format::Csv, None), "iri\r\n\"urn:a,b\"\r\n");
    let lead = "https://zhengtu.example/ns#lead";
    for (query, format, expected) in [
        (
            select,
            Format::Table,
            "body     name           n\n───────  ────────────  ──\n甲厅     说，\"是\", 否   3\nzt:lead                12\n".to_owned(),
        ),
        (select, Format::Csv, format!("body,name,n\r\n{iri},\"说，\"\"是\"\",\n否\",3\r\n{lead},,12\r\n")),
        (select, Format::Tsv, format!("?body\t?name\t?n\n<{iri}>\t\"说，\\\"是\\\",\\n否\"@zh\t3\n<{lead}>\t\t12\n")),
        ("ASK { ?s zt:leads ?o }", Format::Table, "true\n".to_owned()),
        ("ASK { ?s zt:leads ?o }", Format::Csv, "true".to_owned()),
        ("ASK { ?s zt:leads ?o }", Format::Json, r#"{"head":{},"boolean":true}"#.to_owned()),
        (
            "CONSTRUCT { zt:a zt:b \"甲\" } {}",
            Format::NTriples,
            "<https://zhengtu.example/ns#a> <https://zhengtu.example/ns#b> \"甲\" .\n".to_owned(),
        ),
    ] {
        let query = query::parse(query, "-e").expect("a query");
        assert_eq!(written(&store, &query, format, None), expected, "{format}");
    }
    let query = query::parse(select, "-e").expect("a query");
    assert!(written(&store, &query, Format::Xml, None).contains("<binding name=\"n\"><literal datatype="));
    assert!(serde_json::from_str::<serde_json::Value>(&written(&store, &query, Format::Json, None)).is_ok());
    let triples = query::parse("CONSTRUCT { zt:a zt:b \"甲\" } {}", "-e").expect("a query");
    assert!(written(&store, &triples, Format::Turtle, None).ends_with("zt:a zt:b \"甲\" .\n"));
    for (format, rdf) in [(Format::RdfXml, RdfFormat::RdfXml), (Format::JsonLd, RdfFormat::from_extension("jsonld").expect("it is known"))]
    {
        let text = written(&store, &triples, format, None);
        let read: Vec<_> = oxigraph::io::RdfParser::from_format(rdf).for_slice(&text).collect::<Result<_, _>>().expect("it is read back");
        assert!(matches!(read.as_slice(), [one] if one.predicate.as_str() == "https://zhengtu.example/ns#b"), "{text}");
    }
    for (query, format) in [(&query, Format::Turtle), (&triples, Format::Csv)] {
        let results = query::run(&store, query, &[]).expect("it runs");
        assert!(
            write_results(results, format, &mut Vec::new(), Layout::default()).expect_err("refused").to_string().contains("cannot hold")
        );
    }
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
    }
}

#[test]
fn a_table_fits_the_terminal() {
    let store = fixture();
    let table = written(&store, bundled("responsibilities"), Format::Table, Some(100));
    let widths: BTreeSet<usize> = table.lines().map(unicode_width::UnicodeWidthStr::width).collect();
    assert!(widths.last() <= Some(&100) && table.contains('…'), "{table}");
    assert_eq!(table.lines().count(), 2 + 21);
    let mut whole = Vec::new();
    let results = query::run(&store, bundled("responsibilities"), &[]).expect("it runs");
    write_results(results, Format::Table, &mut whole, Layout { width: Some(100), wrap: true, ..Layout::default() }).expect("it is written");
    let whole = String::from_utf8(whole).expect("UTF-8");
    assert!(!whole.contains('…') && whole.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 100), "{whole}");
    assert!(whole.lines().count() > 2 + 21, "{whole}");
}

#[test]
fn an_answer_that_breaks_off_is_an_error() {
    for format in [Format::Table, Format::Csv, Format::Tsv, Format::Json, Format::Xml] {
        let rows = [Ok(vec![Some(Literal::from("a").into())]), Err(QueryEvaluationError::Cancelled)];
        let results = QuerySolutionIter::from_tuples(Arc::from([Variable::new_unchecked("x")]), rows).into();
        let error = write_results(results, format, &mut Vec::new(), Layout::default()).expect_err("the second row fails").to_string();
        assert!(error.starts_with("the answer is not complete: "), "{format}: {error}");
    }
}

fn fixture() -> Store {
    let store = Store::new().expect("a store");
    let trig = fs::read(folder().join("fixture.trig")).expect("the fixture");
    store.load_from_slice(RdfFormat::TriG, &trig).expect("the fixture is TriG");
    store
}

fn answer(store: &Store, query: &Query, given: &[(&str, &str)]) -> String {
    let results = query::run(store, query, &pairs(given)).unwrap_or_else(|error| panic!("{error}"));
    let mut csv = Vec::new();
    write_results(results, Format::Csv, &mut csv, Layout::default()).unwrap_or_else(|error| panic!("{}: {error}", query.origin));
    String::from_utf8(csv).expect("UTF-8").replace("\r\n", "\n")
}

fn written(store: &Store, query: &Query, format: Format, width: Option<usize>) -> String {
    let mut bytes = Vec::new();
    write_results(query::run(store, query, &[]).expect("it runs"), format, &mut bytes, Layout { width, ..Layout::default() })
        .expect("it is written");
    String::from_utf8(bytes).expect("UTF-8")
}

fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn bundled(name: &str) -> &'static Query {
    query::find(name).unwrap_or_else(|error| panic!("{error}"))
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

fn folder() -> PathBuf {
    root().join("tests/queries")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
