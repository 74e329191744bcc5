//! From facts to the store and back to the sources.

mod sample;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use proptest::prelude::*;
use zhengtu::extract::Fact;
use zhengtu::link::Parties;
use zhengtu::outline::Document;
use zhengtu::read::Reader;
use zhengtu::store::{FILES_GRAPH, ONTOLOGY_GRAPH, Record, Store};
use zhengtu::text::{Span, Text};
use zhengtu::verify::{FaultKind, verify};
use zhengtu::vocabulary::{dcterms, eli, foaf, oa, org, prov, skos, zt};
use zhengtu::write::{Base, Graph, document_iri, text_iri, write};
use zhengtu::{Error, Evidence, Role};

// Writing

#[test]
fn a_graph_holds_the_document_its_facts_and_their_evidence() {
    let graph = sample::graph("2022/示范.txt");
    let document = "https://zhengtu.example/id/document/示政发〔2022〕3号";
    let text = graph.name.as_str();
    assert_eq!(text, text_iri(&Base::default(), &sample::document().text).as_str());
    assert_eq!(values(&graph, text, zt::EXPRESSES), [document]);
    assert_eq!(values(&graph, text, zt::FILE), ["2022/示范.txt"]);
    assert_eq!(values(&graph, text, zt::CHARACTERS), [sample::SOURCE.chars().count().to_string()]);
    assert_eq!(values(&graph, text, zt::SECTIONS), ["5"]);
    assert_eq!(values(&graph, document, eli::ID_LOCAL), ["示政发〔2022〕3号"]);
    assert_eq!(values(&graph, document, dcterms::CREATOR), ["https://zhengtu.example/id/organization/示范省人民政府"]);
    let dates = graph.quads.iter().filter(|quad| [eli::DATE_DOCUMENT, eli::DATE_PUBLICATION].contains(&quad.predicate.as_ref()));
    let dates: Vec<_> = dates.map(|quad| quad.object.to_string()).collect();
    assert_eq!(
        dates,
        ["\"2022-11-25\"^^<http://www.w3.org/2001/XMLSchema#date>", "\"2022-11\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>"]
    );

    let ministry = "https://zhengtu.example/id/organization/示范省扶贫开发办公室";
    let task = format!("{document}/task/培育产业集群");
    assert_eq!(values(&graph, ministry, zt::LEADS), [task.as_str()]);
    assert_eq!(values(&graph, ministry, skos::ALT_LABEL), ["省扶贫开发办公室"]);
    assert_eq!(values(&graph, "https://zhengtu.example/id/organization/示范省人民政府", skos::ALT_LABEL), Vec::<&str>::new());
    assert_eq!(values(&graph, &task, zt::SECTION), ["重点任务"]);

    let assignments = subjects(&graph, zt::ORGANIZATION, ministry);
    let [assignment] = assignments.as_slice() else { panic!("{assignments:?}") };
    assert_eq!(values(&graph, assignment, zt::ROLE), [zt::LEAD.as_str()]);
    assert_eq!(values(&graph, assignment, zt::TASK_PROPERTY), [task.as_str()]);
    assert_eq!(values(&graph, assignment, zt::CERTAINTY), [zt::STATED.as_str()]);
    let evidence = values(&graph, assignment, zt::EVIDENCE_PROPERTY)[0];
    assert_eq!(values(&graph, evidence, zt::SECTION), ["重点任务 / 培育产业集群"]);
    let selector = values(&graph, evidence, oa::HAS_SELECTOR)[0];
    let [start, end] = [oa::START, oa::END].map(|property| values(&graph, selector, property)[0].parse().expect("a number"));
    assert_eq!(evidence, format!("{text}#char={start},{end}"));
    let quote: String = sample::SOURCE.chars().skip(start).take(end - start).collect();
    assert_eq!(values(&graph, selector, oa::EXACT), [quote.as_str()]);
    assert_eq!(quote, "（牵头单位：省扶贫开发办公室；配合单位：省财政厅、各市\u{c}人民政府）");
}

#[test]
fn what_the_reference_data_says_of_organizations_is_written_with_them() {
    let graph = sample::graph("a.txt");
    let id = |path: &str| format!("https://zhengtu.example/id/{path}");
    let office = id("organization/示范省扶贫开发办公室");
    assert_eq!(values(&graph, &office, zt::KIND), [id("body/扶贫开发办公室")]);
    // The line goes on to bodies that the document does not name: it is whole where the documents of later years are missing.
    let line = [
        (office.as_str(), "2021-扶贫开发办公室-乡村振兴局", "2021", "示范省乡村振兴局"),
        (&id("organization/示范省乡村振兴局"), "2024-乡村振兴局-农业农村厅", "2024", "示范省农业农村厅"),
    ];
    for (before, change, year, after) in line {
        let event = format!("{}/示范省", id(&format!("change/{change}")));
        assert_eq!(values(&graph, before, org::CHANGED_BY), [event.as_str()]);
        assert_eq!(values(&graph, &event, dcterms::DATE), [year]);
        assert_eq!(values(&graph, &event, prov::WAS_DERIVED_FROM), [id(&format!("change/{change}"))]);
        assert_eq!(values(&graph, &event, org::RESULTING_ORGANIZATION), [id(&format!("organization/{after}"))]);
        assert_eq!(values(&graph, &id(&format!("organization/{after}")), skos::PREF_LABEL), [after]);
    }
    let members = ["organization/示范市人民政府", "organization/范例市人民政府"].map(id);
    assert_eq!(values(&graph, &id("organization/示范省各市人民政府"), foaf::MEMBER), members);
}

#[test]
fn what_is_uncertain_is_told() {
    let graph = sample::graph("a.txt");
    let inferred = subjects(&graph, zt::CERTAINTY, zt::INFERRED.as_str());
    let reasons: BTreeSet<_> = inferred.iter().flat_map(|fact| values(&graph, fact, zt::REASON)).collect();
    assert_eq!(reasons, BTreeSet::from(["places-of-the-jurisdiction", "planning-year", "reordered"]));
    let lost = subjects(&graph, zt::LOST, "true");
    assert_eq!(lost.len(), 1);
    assert!(lost[0].ends_with("/task") && lost[0].starts_with(&format!("{}#char=", graph.name.as_str())), "{lost:?}");
    assert_eq!(values(&graph, lost[0], skos::PREF_LABEL), Vec::<&str>::new());
    let notes: Vec<_> = graph.quads.iter().filter(|quad| quad.predicate == zt::NOTE).map(|quad| value(&quad.object)).collect();
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    assert_eq!(values(&graph, note, zt::SECTION), ["保障措施"]);
}

#[test]
fn tasks_of_one_name_are_told_apart() {
    let tasks = |facts: &[Fact<_>]| {
        let graph = write(&Base::default(), "a.txt", &sample::document(), &Parties::default(), facts);
        let tasks = subjects(&graph, skos::PREF_LABEL, "加强监管").into_iter();
        tasks.map(|task| task.split_once("/task/").expect("a task").1.to_owned()).collect::<Vec<_>>()
    };
    let mut facts = sample::facts();
    assert_eq!(tasks(&facts), ["保障措施/加强监管", "重点任务/加强监管"]);
    assert_eq!(tasks(&facts[..5]), ["加强监管"]);
    // Under one heading their places tell them apart: the second one is now under the heading of the first.
    if let Fact::Responsibility(responsibility) = &mut facts[5]
        && let Some(task) = &mut responsibility.task
    {
        task.block.0 = 4;
    }
    let places: Vec<_> = [0, 1].map(|nth| sample::SOURCE[..sample::find("加强监管", nth).start].chars().count()).into();
    assert_eq!(tasks(&facts), places.iter().map(|place| format!("重点任务/加强监管/char={place}")).collect::<Vec<_>>());
}

#[test]
fn a_responsibility_takes_as_many_quads_as_is_said() {
    let facts = sample::facts();
    let count = |facts: &[Fact<_>]| write(&Base::default(), "a.txt", &sample::document(), &Parties::default(), facts).quads.len();
    let shared = |fact: &Fact<_>| count(std::slice::from_ref(fact)) - count(&[]);
    // Organization with its kind and place are 7 quads, a task is 4, a lost one is 3; what became of an organization is 12 a change.
    assert_eq!(shared(&facts[0]), 19 + 7 + 4 + 2 * 12);
    assert_eq!(shared(&facts[3]), 19 + 12 + 7 + 4);
    assert_eq!(shared(&facts[5]), 19 + 1 + 7 + 4);
    assert_eq!(shared(&facts[6]), 19 + 7 + 3);
}

#[test]
fn what_has_no_place_in_the_source_is_not_written() {
    let mut editor = Text::edit("乙甲".to_owned());
    editor.copy("乙".len().."乙甲".len());
    editor.seam();
    editor.copy(0.."乙".len());
    let document = Document { text: editor.finish(), ..Document::default() };
    let mut fact = sample::facts().remove(6);
    if let Fact::Responsibility(responsibility) = &mut fact {
        responsibility.evidence.quote = Span::new(0, document.text.as_str().len());
    }
    let empty = write(&Base::default(), "a.txt", &document, &Parties::default(), &[]);
    assert_eq!(write(&Base::default(), "a.txt", &document, &Parties::default(), &[fact]), empty);
    assert!(empty.quads.iter().any(|quad| quad.predicate == zt::EXPRESSES));
}

#[test]
fn a_base_is_an_absolute_iri_that_ends_in_a_slash() {
    for base in ["https://example.org/", "https://政图.example/图/", "urn:example:/"] {
        assert_eq!(Base::new(base).expect(base).as_str(), base);
    }
    for base in ["", "example.org/", "https://example.org", "https://example.org/#", "https://example.org/?a=/", "https://example.org/a b/"]
    {
        assert!(matches!(Base::new(base), Err(Error::NotABase { .. })), "{base}");
    }
}

proptest! {
    #[test]
    fn any_name_makes_an_iri(name in "\\PC*|[\\x00-\\x{10FFFF}]*", other in "[%/?#. a-c]{0,4}", file in ".*") {
        let mut document = sample::document();
        document.head.document_number.as_mut().expect("a number").value.clone_from(&name);
        let mut facts = sample::facts();
        for fact in &mut facts {
            match fact {
                Fact::Responsibility(responsibility) => {
                    responsibility.organization.name.clone_from(&name);
                    responsibility.organization.jurisdiction = Some(other.clone());
                    if let Some(task) = &mut responsibility.task {
                        task.name.clone_from(&name);
                    }
                }
                Fact::Membership(membership) => membership.group.name.clone_from(&name),
                Fact::Target(target) => target.indicator.clone_from(&name),
                Fact::Industry(industry) => industry.host.name.clone_from(&name),
                Fact::Location(location) => location.park.name.clone_from(&name),
                Fact::Citation(citation) => citation.title.clone_from(&other),
            }
        }
        let base = Base::new("https://例子.example/a/").expect("a base");
        let graph = write(&base, &file, &document, &Parties { issuer: Some(sample::organization(&other, &name)), ..Parties::default() }, &facts);
        for quad in &graph.quads {
            for iri in iris(quad) {
                prop_assert!(NamedNode::new(iri).is_ok(), "{iri}");
            }
        }
        let iri = document_iri(&base, &document);
        let segment = iri.as_str().strip_prefix("https://例子.example/a/id/document/").expect("it stands under the base");
        prop_assert!(!segment.contains(['/', '?', '#']));
        prop_assert_eq!(decoded(segment), name);
    }

    #[test]
    fn neither_order_nor_repetition_matters(facts in Just([sample::facts(), sample::facts()].concat()).prop_shuffle()) {
        let graph = write(&Base::default(), "a.txt", &sample::document(), &sample::parties(), &facts);
        prop_assert_eq!(&graph, &sample::graph("a.txt"));
        prop_assert_eq!(graph.quads.iter().collect::<std::collections::HashSet<_>>().len(), graph.quads.len());
    }
}

#[test]
fn different_assignments_have_different_iris() {
    let facts = sample::facts();
    let responsibilities = facts.iter().filter(|fact| matches!(fact, Fact::Responsibility(_))).count();
    assert_eq!(subjects(&sample::graph("a.txt"), rdf::TYPE, zt::ASSIGNMENT.as_str()).len(), responsibilities);
    let mut other_role = facts.clone();
    for fact in &mut other_role {
        if let Fact::Responsibility(responsibility) = fact {
            responsibility.role = if responsibility.role == Role::Lead { Role::Support } else { Role::Lead };
        }
    }
    let both = write(&Base::default(), "a.txt", &sample::document(), &Parties::default(), &[facts, other_role].concat());
    assert_eq!(subjects(&both, rdf::TYPE, zt::ASSIGNMENT.as_str()).len(), 2 * responsibilities);
}

// Storing

#[test]
fn a_store_keeps_what_it_was_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new/store");
    let graph = sample::graph("a.txt");
    {
        let store = Store::open(&path, &Base::default()).expect("it is made");
        store.replace(std::slice::from_ref(&graph)).expect("it is written");
        store.flush().expect("it is on the disk");
    }
    let store = Store::open_read_only(&path).expect("it is there");
    assert_eq!(store.base(), &Base::default());
    assert_eq!(store.graphs().expect("graphs"), std::slice::from_ref(&graph.name));
    assert_eq!(lines(&store, &graph.name), lines_of(&graph.quads));
    assert_eq!(store.files().expect("files"), BTreeMap::from([("a.txt".to_owned(), graph.name)]));
    let mut query = SparqlEvaluator::new()
        .parse_query("PREFIX zt: <https://zhengtu.example/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?a WHERE { ?a zt:role/skos:notation \"lead\" }")
        .expect("it is SPARQL");
    query.dataset_mut().set_default_graph_as_union();
    let QueryResults::Solutions(rows) = query.on_store(store.inner()).execute().expect("it runs") else { panic!("it is SELECT") };
    assert_eq!(rows.count(), 2);
}

#[test]
fn a_store_is_opened_again_and_does_not_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    let opened = || Store::open(&path, &Base::default()).expect("it opens");
    opened().replace(&[sample::graph("a.txt")]).expect("it is written");
    let before = export(&opened(), RdfFormat::NQuads, true);
    assert_eq!(export(&opened(), RdfFormat::NQuads, true), before);
    assert!(before.contains("<https://zhengtu.example/ns>"));
}

#[test]
fn a_file_has_one_graph() {
    let store = Store::in_memory(&Base::default()).expect("a store");
    let (old, same) = (sample::graph("a.txt"), sample::graph("b.txt"));
    assert_eq!(old.name, same.name);
    store.replace(&[old.clone(), same]).expect("both are written");
    assert_eq!(store.files().expect("files").into_keys().collect::<Vec<_>>(), ["a.txt", "b.txt"]);

    let changed = Document { text: Text::verbatim("别的内容".to_owned()), ..Document::default() };
    let changed = |file| write(&Base::default(), file, &changed, &Parties::default(), &[]);
    store.replace(&[changed("a.txt")]).expect("it is written");
    assert_eq!(store.files().expect("files")["a.txt"], changed("a.txt").name);
    assert_eq!(store.files().expect("files")["b.txt"], old.name);
    assert_eq!(lines(&store, &old.name), lines_of(&sample::graph("b.txt").quads));

    store.replace(&[changed("b.txt")]).expect("it is written");
    assert_eq!(store.graphs().expect("graphs"), [changed("a.txt").name]);
    assert!(store.quads(old.name.as_ref()).expect("quads").is_empty());

    store.forget(&["b.txt", "unknown.txt"]).expect("it is forgotten");
    assert_eq!(lines(&store, &changed("a.txt").name), lines_of(&changed("a.txt").quads));
    store.forget(&["a.txt"]).expect("it is forgotten");
    assert_eq!(store.graphs().expect("graphs"), Vec::<NamedNode>::new());
    assert!(!store.quads(ONTOLOGY_GRAPH).expect("quads").is_empty());
}

#[test]
fn a_graph_is_replaced_and_removed() {
    let store = Store::in_memory(&Base::default()).expect("a store");
    let full = sample::graph("a.txt");
    let fewer = write(&Base::default(), "a.txt", &sample::document(), &Parties::default(), &sample::facts()[..2]);
    store.replace(std::slice::from_ref(&full)).expect("it is written");
    store.replace(std::slice::from_ref(&fewer)).expect("it is written");
    assert_eq!(lines(&store, &full.name), lines_of(&fewer.quads));
    assert!(fewer.quads.len() < full.quads.len());
    store.remove_graph(&full.name).expect("it is removed");
    store.remove_graph(&full.name).expect("it is not there, which is no fault");
    assert_eq!(store.graphs().expect("graphs"), Vec::<NamedNode>::new());
}

#[test]
fn writers_in_one_process_wait_for_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("store"), &Base::default()).expect("it is made");
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for turn in 0..25 {
                    store.replace(&[sample::graph(&format!("{thread}-{turn}.txt"))]).expect("it is written");
                }
            });
        }
    });
    // All files have the same content: none of the names may be lost in the graph that they share.
    assert_eq!(store.files().expect("files").len(), 100);
}

#[test]
fn a_store_has_one_writer_or_readers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    let writer = Store::open(&path, &Base::default()).expect("it is made");
    assert!(matches!(Store::open(&path, &Base::default()), Err(Error::StoreInUse { .. })));
    assert!(matches!(Store::open_read_only(&path), Err(Error::StoreInUse { .. })), "there is nothing yet that it could read");
    drop(writer);
    let readers = [Store::open_read_only(&path).expect("it opens"), Store::open_read_only(&path).expect("it opens")];
    let error = Store::open(&path, &Base::default()).err().expect("it is in use");
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    drop(readers);
    let writer = Store::open(&path, &Base::default()).expect("it is free");
    writer.replace(&[sample::graph("a.txt")]).expect("it is written");
    let reader = Store::open_read_only(&path).expect("it opens beside the writer");
    assert!(reader.graphs().expect("graphs").is_empty(), "it reads what was there before");
    drop(writer);
    assert_eq!(Store::open_read_only(&path).expect("it opens").graphs().expect("graphs").len(), 1);
    assert!(reader.graphs().expect("graphs").is_empty());
}

#[test]
fn what_is_taken_in_is_stored_with_what_is_remembered_of_its_file() {
    let store = Store::in_memory(&Base::default()).expect("a store");
    let record = |name: &str, program: &str| Record {
        name: name.to_owned(),
        folder: "/documents".to_owned(),
        documents: vec![name.to_owned()],
        sha256: Some("0".repeat(64)),
        stamp: None,
        program: program.to_owned(),
    };
    let take_in = |names: &[&str], program: &str| {
        let mut intake = store.intake(1).expect("it can be read");
        for name in names {
            intake.add(name, sample::graph(name));
            intake.remember(record(name, program)).expect("it is remembered");
        }
        intake.finish().expect("it is stored");
    };
    take_in(&["a.txt"], "1");
    // The text is there already, the file is not.
    take_in(&["b.txt"], "1");
    take_in(&["b.txt", "c.txt"], "2");
    assert_eq!(store.files().expect("files").into_keys().collect::<Vec<_>>(), ["a.txt", "b.txt", "c.txt"]);
    assert_eq!(store.graphs().expect("graphs"), [sample::graph("a.txt").name]);
    let records = store.records().expect("records");
    assert_eq!(records.len(), 3);
    assert_eq!((&records["a.txt"], &records["b.txt"]), (&record("a.txt", "1"), &record("b.txt", "2")));
    assert_eq!(store.quads(FILES_GRAPH).expect("quads").len(), 3, "a record takes the place of the earlier one");
    let mut intake = store.intake(1).expect("it can be read");
    assert_eq!(intake.forget(|record| record.name.as_str() < "c"), 2);
    intake.finish().expect("it is stored");
    assert_eq!(store.records().expect("records").into_keys().collect::<Vec<_>>(), ["c.txt"]);
    assert_eq!(store.files().expect("files").into_keys().collect::<Vec<_>>(), ["c.txt"]);
    // An archive loses one of its documents.
    for documents in [&["z.zip/a.txt", "z.zip/b.txt"][..], &["z.zip/b.txt"]] {
        let mut intake = store.intake(1).expect("it can be read");
        for document in documents {
            intake.add(document, sample::graph(document));
        }
        let documents = documents.iter().map(|&document| document.to_owned()).collect();
        intake.remember(Record { documents, ..record("z.zip", "2") }).expect("it is remembered");
        intake.finish().expect("it is stored");
    }
    assert_eq!(store.files().expect("files").into_keys().collect::<Vec<_>>(), ["c.txt", "z.zip/b.txt"]);
}

#[test]
fn another_program_may_have_the_store_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    drop(Store::open(&path, &Base::default()).expect("it is made"));
    let _other = oxigraph::store::Store::open(&path).expect("it opens");
    assert!(matches!(Store::open(&path, &Base::default()), Err(Error::StoreInUse { .. })));
}

#[test]
fn what_is_not_a_store_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing");
    let error = Store::open_read_only(&missing).err().expect("there is none");
    assert_eq!(error.to_string(), format!("there is no store at {}\n  do: make one with  zhengtu build DIR", missing.display()));
    assert!(!missing.exists());

    let foreign = folder.path().join("foreign");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("letter.txt"), "mine").expect("a file");
    assert!(matches!(Store::open(&foreign, &Base::default()), Err(Error::NotAStore { .. })));
    assert!(matches!(Store::open_read_only(&foreign), Err(Error::NotAStore { .. })));
    assert_eq!(fs::read_dir(&foreign).expect("it is there").count(), 1);

    let file = foreign.join("letter.txt");
    assert!(matches!(Store::open(&file, &Base::default()), Err(Error::NotAStore { .. })));
    assert!(matches!(Store::open_read_only(&file), Err(Error::NotAStore { .. })));

    let path = folder.path().join("store");
    drop(Store::open(&path, &Base::default()).expect("it is made"));
    let other = Base::new("https://example.org/").expect("a base");
    let error = Store::open(&path, &other).err().expect("it has another base");
    assert!(error.to_string().contains("https://zhengtu.example/, not under https://example.org/"), "{error}");
    fs::write(path.join("zhengtu.json"), "{\"format\":99,\"base\":\"https://zhengtu.example/\"}").expect("a marker");
    let error = Store::open_read_only(&path).err().expect("it has another format");
    assert!(error.to_string().contains("its format is 99"), "{error}");
}

#[test]
fn what_an_interrupted_run_leaves_is_no_obstacle() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    fs::create_dir(&path).expect("a folder");
    for name in ["zhengtu.lock", "zhengtu.json.new"] {
        fs::write(path.join(name), "").expect("a file");
    }
    drop(Store::open(&path, &Base::default()).expect("it is made"));
    let finished = fs::read_to_string(path.join("zhengtu.json")).expect("it is there");
    fs::write(path.join("zhengtu.json"), finished.replace("false", "true")).expect("a marker");
    assert!(matches!(Store::open_read_only(&path), Err(Error::NoStore { .. })), "what is only begun is no store yet");
    drop(Store::open(&path, &Base::default()).expect("it is made"));
    assert_eq!(fs::read_to_string(path.join("zhengtu.json")).expect("it is there"), finished);
    fs::write(path.join("bulk-0123.sst"), "half a load").expect("a file");
    fs::create_dir(path.join("snapshot-7.tmp")).expect("a folder");
    fs::write(path.join("zhengtu.snapshot"), "snapshot-6").expect("a file");
    drop(Store::open(&path, &Base::default()).expect("it opens"));
    for name in ["bulk-0123.sst", "snapshot-7.tmp", "zhengtu.snapshot"] {
        assert!(!path.join(name).exists(), "{name}");
    }
}

// Exporting

#[test]
fn an_export_does_not_depend_on_the_order_of_writing() {
    let other = Document { text: Text::verbatim("别的内容".to_owned()), ..sample::document() };
    let other = write(&Base::default(), "b.txt", &other, &sample::parties(), &[]);
    let graphs = [sample::graph("a.txt"), other];
    let stores = [[0, 1], [1, 0]].map(|order| {
        let store = Store::in_memory(&Base::default()).expect("a store");
        order.iter().for_each(|&graph| store.replace(std::slice::from_ref(&graphs[graph])).expect("it is written"));
        store
    });
    let json = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    for format in [RdfFormat::Turtle, RdfFormat::TriG, RdfFormat::NTriples, RdfFormat::NQuads, RdfFormat::RdfXml, json] {
        assert_eq!(export(&stores[0], format, false), export(&stores[1], format, false), "{format}");
    }
    let (quads, triples) = (export(&stores[0], RdfFormat::NQuads, false), export(&stores[0], RdfFormat::NTriples, false));
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(lines(&quads).len(), graphs.iter().map(|graph| graph.quads.len()).sum::<usize>());
    assert_eq!(lines(&triples).len(), triples.lines().count(), "a triple is written twice");
    // Both texts say the same of the document and its issuer.
    assert!(triples.lines().count() < quads.lines().count());
}

#[test]
fn turtle_is_written_for_people() {
    let store = Store::in_memory(&Base::default()).expect("a store");
    store.replace(&[sample::graph("a.txt")]).expect("it is written");
    let turtle = export(&store, RdfFormat::Turtle, false);
    assert!(turtle.contains("\norganization:示范省扶贫开发办公室 a org:FormalOrganization ;"), "{turtle}");
    assert!(turtle.contains("zt:leads <document/示政发〔2022〕3号/task/培育产业集群>"), "{turtle}");
    let headings: Vec<&str> = turtle.lines().filter(|line| line.starts_with('#')).collect();
    assert!(headings.len() > 10 && headings[0] == "# 文件 / Documents", "{headings:?}");
    assert_eq!(headings.iter().collect::<BTreeSet<_>>().len(), headings.len(), "things of a kind stand together");
    // What stands in the same line as its subject is what it is.
    let blocks = turtle.split("\n\n").filter(|block| !block.starts_with(['#', '@']));
    assert!(
        blocks.clone().count() > 50 && blocks.clone().all(|block| block.lines().next().is_some_and(|line| line.contains(" a "))),
        "{turtle}"
    );
    assert!(!turtle.contains("zt:Fact"), "{turtle}");
}

#[test]
fn a_writer_that_refuses_is_told_of() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let store = Store::in_memory(&Base::default()).expect("a store");
    store.replace(&[sample::graph("a.txt")]).expect("it is written");
    let error = zhengtu::export::rdf(&store, Full, RdfFormat::NQuads, false).expect_err("there is no space");
    assert!(matches!(error, Error::Export(source) if source.kind() == io::ErrorKind::StorageFull));
}

// Verifying

#[test]
fn what_is_in_the_source_is_borne_out() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), sample::SOURCE).expect("a file");
    let store = Store::in_memory(&Base::default()).expect("a store");
    store.replace(&[sample::graph("a.txt")]).expect("it is written");
    let report = verify(&store, Some(folder.path()), &Reader::default()).expect("it is compared");
    assert_eq!(report.faults, []);
    assert_eq!(report.facts, sample::facts().len());
    let quotes = |fact: &Fact<_>| {
        let Evidence { quote, note, .. } = fact.evidence();
        [Some(*quote), *note]
    };
    assert_eq!(report.evidences, sample::facts().iter().flat_map(quotes).flatten().collect::<BTreeSet<_>>().len());
}

#[test]
fn what_is_not_in_the_source_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::in_memory(&Base::default()).expect("a store");
    let graph = sample::graph("a.txt");
    store.replace(std::slice::from_ref(&graph)).expect("it is written");
    let faults = || verify(&store, Some(folder.path()), &Reader::default()).expect("it is compared").faults;
    assert!(matches!(&faults()[..], [fault] if fault.file == "a.txt" && matches!(fault.kind, FaultKind::Unreadable(_))));

    fs::write(folder.path().join("a.txt"), sample::SOURCE.replace("定期检查。（责任单位：省财政厅）", "定期检查。（责任单位：省审计厅）"))
        .expect("a file");
    let found = faults();
    assert!(matches!(found[0].kind, FaultKind::Changed { .. }));
    let [quote] = &found[1..] else { panic!("{found:?}") };
    let start = sample::SOURCE[..sample::find("（责任单位：省财政厅）", 0).start].chars().count();
    assert_eq!(
        quote.to_string(),
        format!("a.txt: characters {start} to {} should be “（责任单位：省财政厅）”, and are “（责任单位：省审计厅）”", start + 11)
    );

    fs::write(folder.path().join("a.txt"), "别的内容").expect("a file");
    assert_eq!(faults().len(), 1 + verify(&store, Some(folder.path()), &Reader::default()).expect("it is compared").evidences);

    fs::write(folder.path().join("a.txt"), sample::SOURCE).expect("a file");
    for property in [oa::EXACT, zt::EVIDENCE_PROPERTY, zt::FILE] {
        let lost = graph.quads.iter().find(|quad| quad.predicate == property).expect("it is there");
        store.inner().remove(lost).expect("it is removed");
        assert!(matches!(faults()[0].kind, FaultKind::Incomplete { .. }), "{property}");
        store.inner().insert(lost).expect("it is inserted");
    }
    assert_eq!(faults(), []);
}

/// The values of a property.
fn values<'a>(graph: &'a Graph, subject: &str, property: NamedNodeRef<'_>) -> Vec<&'a str> {
    let of_subject = |quad: &&Quad| matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if node.as_str() == subject);
    graph.quads.iter().filter(of_subject).filter(|quad| quad.predicate == property).map(|quad| value(&quad.object)).collect()
}

/// The things that have a value.
fn subjects<'a>(graph: &'a Graph, property: NamedNodeRef<'_>, object: &str) -> Vec<&'a str> {
    let with_value = graph.quads.iter().filter(|quad| quad.predicate == property && value(&quad.object) == object);
    with_value.map(|quad| iris(quad)[0]).collect()
}

/// The quads of a stored graph, as text that a failed comparison shows well.
fn lines(store: &Store, graph: &NamedNode) -> Vec<String> {
    lines_of(&store.quads(graph.as_ref()).expect("quads"))
}

fn lines_of(quads: &[Quad]) -> Vec<String> {
    quads.iter().map(Quad::to_string).collect()
}

fn value(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
    }
}

/// The IRIs of a quad, its subject first; there are no blank nodes.
fn iris(quad: &Quad) -> Vec<&str> {
    let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { panic!("{quad}") };
    let mut iris = vec![subject.as_str(), quad.predicate.as_str()];
    match &quad.object {
        Term::NamedNode(node) => iris.push(node.as_str()),
        Term::BlankNode(_) => panic!("{quad}"),
        Term::Literal(_) => {}
    }
    iris
}

fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(&after[..2]).expect("digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).expect("it was a string")
}

fn export(store: &Store, format: RdfFormat, with_ontology: bool) -> String {
    let mut bytes = Vec::new();
    zhengtu::export::rdf(store, &mut bytes, format, with_ontology).expect("it is written");
    String::from_utf8(bytes).expect("it is UTF-8")
}
