//! Other tools read what is written, and read the same: rdflib, pySHACL, pyoxigraph, PyLD, networkx, pandas, Frictionless and openpyxl of Python, and
//! rapper of Raptor.
//!
//! Where a tool is absent its test says so and is skipped, unless `ZHENGTU_REQUIRE_TOOLS=1`. `ZHENGTU_PYTHON` names the Python that has
//! the packages, if it is not `python3`: `pip install rdflib pyshacl pyoxigraph openpyxl pyld networkx pandas frictionless`.

mod sample;

use std::collections::{BTreeSet, HashSet};
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, UNIX_EPOCH};

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Literal, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use zhengtu::correct::{Action, Correction};
use zhengtu::export;
use zhengtu::output::{About, Format, Layout, write_results};
use zhengtu::store::Store;
use zhengtu::view::View;
use zhengtu::vocabulary::{dcterms, eli, oa, org, prov, schema, skos, zt};
use zhengtu::write::Base;

/// The formats, with the name that rdflib and the one that Raptor has for them; Raptor reads no JSON-LD.
const FORMATS: [(RdfFormat, &str, Option<&str>); 6] = [
    (RdfFormat::Turtle, "turtle", Some("turtle")),
    (RdfFormat::TriG, "trig", Some("trig")),
    (RdfFormat::NTriples, "nt", Some("ntriples")),
    (RdfFormat::NQuads, "nquads", Some("nquads")),
    (RdfFormat::RdfXml, "xml", Some("rdfxml")),
    (RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }, "json-ld", None),
];

#[test]
fn oxigraph_reads_what_is_written() {
    let folder = exported();
    for (format, ..) in FORMATS {
        let parser = RdfParser::from_format(format).for_reader(File::open(file(folder.path(), format)).expect("it is there"));
        let parsed: HashSet<_> = parser.map(|quad| quad.expect("it is well formed")).collect();
        assert_eq!(parsed, expected(format), "{format}");
    }
}

#[test]
fn rdflib_reads_what_is_written() {
    let Some(python) = python("rdflib") else { return };
    let folder = exported();
    let script = "
import json, sys, rdflib
rdflib.NORMALIZE_LITERALS = False
dataset = rdflib.Dataset()
dataset.parse(sys.argv[1], format=sys.argv[2])
print(json.dumps([[str(s), str(p), str(o), str(g) if g else ''] for s, p, o, g in dataset.quads()]))
";
    for (format, name, _) in FORMATS {
        let output = run(Command::new(&python).args(["-c", script]).arg(file(folder.path(), format)).arg(name));
        let parsed: Vec<[String; 4]> = serde_json::from_str(&output).expect("it is JSON");
        // rdflib gives the default graph the name of the file.
        let parsed = parsed.into_iter().map(|[s, p, o, g]| [s, p, o, if format.supports_datasets() { g } else { String::new() }]);
        let values = expected(format).iter().map(values).collect::<BTreeSet<_>>();
        assert_eq!(parsed.collect::<BTreeSet<_>>(), values, "{format}");
    }
}

/// The values of a quad, without what tells kinds of terms apart.
fn values(quad: &Quad) -> [String; 4] {
    let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { panic!("{quad}") };
    let object = match &quad.object {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(_) => panic!("{quad}"),
        Term::Literal(literal) => literal.value(),
    };
    let graph = match &quad.graph_name {
        GraphName::NamedNode(graph) => graph.as_str(),
        _ => "",
    };
    [subject.as_str(), quad.predicate.as_str(), object, graph].map(str::to_owned)
}

#[test]
fn rapper_reads_what_is_written() {
    if !is_there(Command::new("rapper").arg("--version")) {
        return skip("rapper", "apt-get install raptor2-utils");
    }
    let folder = exported();
    for (format, _, name) in FORMATS {
        let Some(name) = name else { continue };
        let output = run(Command::new("rapper").args(["-q", "-i", name, "-o", "nquads"]).arg(file(folder.path(), format)));
        assert_eq!(output.lines().collect::<BTreeSet<_>>().len(), expected(format).len(), "{format}");
    }
}

#[test]
fn pyoxigraph_opens_the_store() {
    let Some(python) = python("pyoxigraph") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    let store = Store::open(&path, &Base::default()).expect("it is made");
    store.replace(&[sample::graph("a.txt")]).expect("it is written");
    store.flush().expect("it is on the disk");
    let count = store.inner().len().expect("a count");
    drop(store);
    let script = "import sys, pyoxigraph; print(len(pyoxigraph.Store.read_only(sys.argv[1])))";
    assert_eq!(run(Command::new(python).args(["-c", script]).arg(path)).trim(), count.to_string());
}

#[test]
fn the_graph_satisfies_the_shapes() {
    let Some(python) = python("pyshacl") else { return };
    let reports = validate(&python, &[sample::graph("a.txt").quads]);
    assert!(reports[0].conforms, "{}", reports[0].text);
}

/// The quads of the sample, and of what people say of it: every other fact is wrong, all are missing, names are joined.
fn corrected() -> Vec<Quad> {
    let machine = sample::graph("a.txt");
    let view = View::new(&machine.quads);
    let said = |action, about: &str, at: usize| Correction {
        action,
        about: about.to_owned(),
        same_as: String::new(),
        claim: view.claim(about).unwrap_or_default(),
        quote: view.quote(view.value(about, zt::EVIDENCE_PROPERTY)).map_or("", |quote| quote.exact).to_owned(),
        place: view.value(about, zt::EVIDENCE_PROPERTY).to_owned(),
        section: String::new(),
        document: view.value(machine.name.as_str(), zt::EXPRESSES).to_owned(),
        by: "甲".to_owned(),
        at: format!("2026-03-01T08:00:{at:02}Z"),
        why: "看过原文".to_owned(),
    };
    let id = |path: &str| format!("https://zhengtu.example/id/{path}");
    let same = |kind: &str, one: &str, other: &str| Correction {
        same_as: id(&format!("{kind}/{other}")),
        claim: format!("{one} = {other}"),
        ..said(Action::Same, &id(&format!("{kind}/{one}")), 40)
    };
    let facts: Vec<&str> = view.facts().collect();
    let mut corrections: Vec<Correction> = facts.iter().step_by(2).enumerate().map(|(at, fact)| said(Action::Wrong, fact, at)).collect();
    corrections.extend(facts.iter().enumerate().map(|(at, fact)| said(Action::Add, fact, 20 + at)));
    corrections.push(same("organization", "示范省财政厅", "示范省商务厅"));
    corrections.push(same("industry", "光伏", "新能源汽车"));
    let back = corrections[0].iri(&Base::default()).into_string();
    corrections.push(said(Action::Undo, &back, 50));
    let store = Store::in_memory(&Base::default()).expect("a store");
    store.correct(&corrections).expect("they are taken in");
    store.replace(&[machine]).expect("it is written");
    let mut bytes = Vec::new();
    export::rdf(&store, &mut bytes, RdfFormat::NQuads, false).expect("it is written");
    RdfParser::from_format(RdfFormat::NQuads).for_slice(&bytes).map(|quad| quad.expect("it is well formed")).collect()
}

#[test]
fn a_corrected_graph_satisfies_the_shapes() {
    let Some(python) = python("pyshacl") else { return };
    let graph = corrected();
    let needed = [
        prov::WAS_ASSOCIATED_WITH,
        zt::CORRECTS,
        zt::ACTION,
        skos::NOTE,
        dcterms::DATE,
        prov::WAS_INVALIDATED_BY,
        prov::WAS_GENERATED_BY,
        NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#object"),
    ];
    let of_correction = |quad: &Quad| quad.subject.to_string().contains("/correction/") || quad.subject.to_string().contains("#statement-");
    let without = |property| {
        let mut graph = graph.clone();
        graph.remove(graph.iter().position(|quad| quad.predicate == property && of_correction(quad)).expect("it is there"));
        graph
    };
    let graphs = [std::slice::from_ref(&graph), &needed.map(without)[..]].concat();
    let reports = validate(&python, &graphs);
    assert!(reports[0].conforms, "{}", reports[0].text);
    for (property, report) in needed.iter().zip(&reports[1..]) {
        assert!(!report.conforms, "without {property}");
    }
}

#[test]
fn the_shapes_miss_what_is_taken_away() {
    let Some(python) = python("pyshacl") else { return };
    let graph = sample::graph("a.txt").quads;
    let needed = [
        zt::ROLE,
        zt::ORGANIZATION,
        zt::TASK_PROPERTY,
        zt::WRITTEN_AS,
        zt::EVIDENCE_PROPERTY,
        zt::CERTAINTY,
        zt::REASON,
        zt::LEADS,
        zt::SUPPORTS,
        zt::IS_RESPONSIBLE_FOR,
        zt::RULE,
        zt::LOST,
        zt::SHA256,
        zt::FILE,
        zt::EXPRESSES,
        zt::CITING,
        zt::CITED,
        zt::RELATION,
        zt::GROUP,
        zt::POSITION,
        zt::PERSON,
        zt::INDICATOR_PROPERTY,
        zt::MEASURE,
        zt::COMPARATOR,
        zt::VALUE,
        zt::UNIT,
        zt::TARGETS,
        zt::HOST,
        zt::INDUSTRY_PROPERTY,
        zt::HOSTS,
        zt::FOCUSES_ON,
        zt::PARK_PROPERTY,
        zt::PLACE_PROPERTY,
        org::MEMBER_OF,
        schema::CONTAINED_IN_PLACE,
        eli::BASED_ON,
        oa::HAS_SOURCE,
        oa::HAS_SELECTOR,
        oa::START,
        oa::END,
        oa::EXACT,
        eli::CITES,
        dcterms::IS_PART_OF,
        skos::PREF_LABEL,
    ];
    let without = |property| {
        let mut graph = graph.clone();
        graph.remove(graph.iter().position(|quad| quad.predicate == property).expect("it is there"));
        graph
    };
    for (property, report) in needed.iter().zip(validate(&python, &needed.map(without))) {
        assert!(!report.conforms, "without {property}");
    }
}

#[test]
fn the_shapes_refuse_what_is_wrong() {
    let Some(python) = python("pyshacl") else { return };
    let mut graph = sample::graph("a.txt").quads;
    let end = graph.iter().position(|quad| quad.predicate == oa::END).expect("it is there");
    let start = graph.iter().find(|quad| quad.predicate == oa::START && quad.subject == graph[end].subject).expect("it is there");
    graph[end].object = start.object.clone();
    let reports = validate(&python, &[graph]);
    assert!(!reports[0].conforms);
    for message in ["起点是一个非负整数，并小于终点", "The quote is not as long as its position says"] {
        assert!(reports[0].text.contains(message), "{}", reports[0].text);
    }
}

/// What pySHACL says of a graph.
#[derive(serde::Deserialize)]
struct Report {
    conforms: bool,
    text: String,
}

/// Holds graphs against the shapes.
fn validate(python: &Path, graphs: &[Vec<Quad>]) -> Vec<Report> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for (index, graph) in graphs.iter().enumerate() {
        let triples = graph.iter().map(|quad| format!("{} {} {} .\n", quad.subject, quad.predicate, quad.object));
        files.push(folder.path().join(format!("{index}.nt")));
        fs::write(&files[index], triples.collect::<String>()).expect("a file");
    }
    let script = "
import json, sys, rdflib, pyshacl
shapes = rdflib.Graph().parse(sys.argv[1], format='turtle')
reports = []
for path in sys.argv[2:]:
    conforms, _, text = pyshacl.validate(rdflib.Graph().parse(path, format='nt'), shacl_graph=shapes)
    reports.append({'conforms': conforms, 'text': text})
print(json.dumps(reports))
";
    let shapes = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/shapes.ttl");
    let reports: Vec<Report> =
        serde_json::from_str(&run(Command::new(python).args(["-c", script]).arg(shapes).args(files))).expect("it is JSON");
    assert_eq!(reports.len(), graphs.len());
    reports
}

/// What was built apart is one graph to any store that loads both, and the bundled queries, as their files stand, see it as one.
#[test]
fn graphs_that_were_built_apart_merge_in_other_stores() {
    let Some(python) = python("rdflib").and(python("pyoxigraph")) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let zhengtu = |arguments: &[&str]| run(Command::new(env!("CARGO_BIN_EXE_zhengtu")).args(arguments).current_dir(folder.path()));
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents");
    for (store, file) in [("a", "2012-transfer-division.txt"), ("b", "2020-transfer-plan.txt")] {
        zhengtu(&["build", &documents.join(file).display().to_string(), "--store", store]);
        zhengtu(&["export", "--store", store, "-o", &format!("{store}.nq")]);
    }
    zhengtu(&["import", "a.nq", "b.nq", "--store", "both"]);
    let script = "
import csv, io, sys, pyoxigraph, rdflib
files, question = sys.argv[2:], open(sys.argv[1], encoding='utf-8').read()
store = pyoxigraph.Store()
dataset = rdflib.Dataset(default_union=True)
for file in files:
    store.bulk_load(path=file, format=pyoxigraph.RdfFormat.N_QUADS)
    dataset.parse(file, format='nquads')
found = store.query(question, use_default_graph_as_union=True)
rows = {tuple('' if term is None else term.value for term in row) for row in found}
other = {tuple('' if term is None else str(term) for term in row) for row in dataset.query(question)}
assert rows == other, rows ^ other
csv.writer(sys.stdout).writerows(rows)
";
    for name in ["trace", "lead-counts", "succession"] {
        let query = zhengtu::query::find(name).expect("it is bundled");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&query.origin);
        let files = ["a.nq", "b.nq"].map(|file| folder.path().join(file));
        let others = run(Command::new(&python).args(["-c", script]).arg(path).args(files));
        let own = zhengtu(&["query", name, "--format", "csv", "--store", "both"]);
        let rows = |csv: &str| csv.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(rows(&others), rows(own.split_once("\r\n").expect("a header").1), "{name}");
    }
    // The same body has one name in both, and each file tells its own part.
    let bodies = zhengtu(&["query", "organization-by-document", "-p", "organization=省发展改革委", "--format", "csv", "--store", "both"]);
    assert_eq!(bodies.matches("\n云岭省发展和改革委员会,").count(), 2, "{bodies}");
}

/// Expanding what was made compact gives the graph again.
#[test]
fn pyld_reads_the_json() {
    let Some(python) = python("pyld").and(python("pyoxigraph")) else { return };
    let folder = exported();
    let script = "
import json, sys, pyoxigraph
from pyld import jsonld
document = json.load(open(sys.argv[1], encoding='utf-8'))
quads = jsonld.to_rdf(document, {'format': 'application/n-quads'})
parse = lambda **source: {str(quad) for quad in pyoxigraph.parse(format=pyoxigraph.RdfFormat.N_QUADS, **source)}
found, expected = parse(input=quads.encode()), parse(path=sys.argv[2])
assert found == expected, (found ^ expected)
things = [thing for graph in document['@graph'] for thing in graph['@graph']]
assert len({thing['id'] for thing in things}) == len(things), 'a thing is one object'
body = next(thing for thing in things if thing['id'] == 'organization/示范省扶贫开发办公室')
assert body['type'] == 'FormalOrganization' and body['prefLabel'] == '示范省扶贫开发办公室', body
print(len(found))
";
    let json = file(folder.path(), RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() });
    let found = run(Command::new(python).args(["-c", script]).arg(json).arg(file(folder.path(), RdfFormat::NQuads)));
    assert_eq!(found.trim(), sample::graph("a.txt").quads.len().to_string());
}

/// Runs the program in a folder that has a store of the bundled documents, and of the sample, which has line breaks in its quotes.
fn zhengtu(folder: &Path, arguments: &[&str]) -> String {
    run(Command::new(env!("CARGO_BIN_EXE_zhengtu")).args(arguments).current_dir(folder))
}

fn built() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents");
    zhengtu(folder.path(), &["build", &documents.display().to_string(), "--quiet"]);
    let store = Store::open(&folder.path().join("zhengtu.db"), &Base::default()).expect("it opens");
    store.replace(&[sample::graph("a.txt")]).expect("it is written");
    store.flush().expect("it is on the disk");
    folder
}

/// How many things of a class the store has.
fn count(folder: &Path, class: &str) -> usize {
    let question = format!("SELECT (COUNT(DISTINCT ?thing) AS ?n) {{ ?thing a {class} }}");
    let answer = zhengtu(folder, &["query", "-e", &question, "--format", "csv"]);
    answer.lines().nth(1).and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{answer}"))
}

#[test]
fn networkx_reads_the_networks() {
    let Some(python) = python("networkx") else { return };
    let folder = built();
    let script = "
import collections, json, sys, networkx
found = {}
for scope in ('bodies', 'tasks', 'all'):
    ml, gexf = networkx.read_graphml(f'{scope}.graphml'), networkx.read_gexf(f'{scope}.gexf')
    assert ml.is_directed() and gexf.is_directed()
    assert dict(ml.nodes(data='label')) == dict(gexf.nodes(data='label'))
    ties = lambda graph: sorted((s, t, d['type'], int(d['weight']), d.get('first_year'), d.get('documents')) for s, t, d in graph.edges(data=True))
    assert ties(ml) == ties(gexf)
    for _, _, tie in gexf.edges(data=True):
        years = [int(day[:4]) for spell in tie.get('spells', []) for day in spell]
        assert not years or (min(years), max(years)) == (tie['first_year'], tie['last_year']), tie
    found[scope] = {
        'nodes': collections.Counter(ml.nodes[node]['kind'] for node in ml),
        'weight': collections.Counter(),
        'leads': sum(ml.nodes[node].get('leads', 0) for node in ml),
    }
    for _, _, tie in ml.edges(data=True):
        found[scope]['weight'][tie['type']] += tie['weight']
    if scope == 'bodies':
        joint = {(s, t) for s, t, d in ml.edges(data=True) if d['type'] == 'joint'}
        assert joint and all((t, s) in joint for s, t in joint)
print(json.dumps(found))
";
    for scope in ["bodies", "tasks", "all"] {
        for format in ["graphml", "gexf"] {
            zhengtu(folder.path(), &["export", "--network", scope, "-o", &format!("{scope}.{format}")]);
        }
    }
    let found: serde_json::Value =
        serde_json::from_str(&run(Command::new(python).args(["-c", script]).current_dir(folder.path()))).expect("it is JSON");
    let number = |scope: &str, of: &str, kind: &str| found[scope][of][kind].as_u64().unwrap_or_default() as usize;
    let count = |class: &str| count(folder.path(), class);
    let rows = |query: &str| -> usize {
        let answer = zhengtu(folder.path(), &["query", "-e", query, "--format", "csv"]);
        answer.lines().nth(1).and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{answer}"))
    };
    let parts: usize = ["lead", "support", "responsible"].iter().map(|role| number("tasks", "weight", role)).sum();
    assert_eq!(parts, count("zt:Assignment"));
    assert_eq!(number("tasks", "nodes", "task"), count("zt:Task"));
    for (kind, class) in [("industry", "zt:Industry"), ("indicator", "zt:Indicator"), ("document", "zt:Document"), ("task", "zt:Task")] {
        // An indicator of no one is tied to nothing.
        assert!(number("all", "nodes", kind) <= count(class) && number("all", "nodes", kind) > 0, "{kind}");
    }
    assert_eq!(number("all", "weight", "hosts"), count("zt:Hosting"));
    assert_eq!(number("all", "weight", "lies in"), count("zt:Location"));
    let citations: usize = ["cites", "implements", "based_on", "repeals"].iter().map(|relation| number("all", "weight", relation)).sum();
    assert_eq!(citations, count("zt:Citation"));
    let led = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?body ?task { ?body zt:leads ?task } }";
    assert_eq!(found["bodies"]["leads"], rows(led));
    let supported = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?leader ?other ?task {
        ?leader zt:leads ?task . ?other zt:supports|zt:isResponsibleFor ?task . FILTER(?leader != ?other) } }";
    assert_eq!(number("bodies", "weight", "leads"), rows(supported));
}

#[test]
fn frictionless_finds_nothing_wrong_with_the_package() {
    let Some(python) = python("frictionless").and(python("pandas")) else { return };
    let folder = built();
    zhengtu(folder.path(), &["export", "--format", "datapackage", "-o", "tables"]);
    zhengtu(folder.path(), &["export", "-o", "tables.zip"]);
    let script = "
import json, sys, zipfile, frictionless, pandas
rows = {}
for path in ('tables/datapackage.json', 'tables.zip'):
    report = frictionless.Package(path).validate()
    assert report.valid, report.flatten(['name', 'rowNumber', 'type', 'message'])
package = json.load(open('tables/datapackage.json', encoding='utf-8'))
archive = zipfile.ZipFile('tables.zip')
for name in archive.namelist():
    assert archive.read(name) == open(f'tables/{name}', 'rb').read(), name
for resource in package['resources']:
    table = pandas.read_csv(f\"tables/{resource['path']}\", dtype=str, keep_default_na=False)
    assert list(table.columns) == [field['name'] for field in resource['schema']['fields']]
    rows[resource['name']] = len(table)
duties = pandas.read_csv('tables/responsibilities.csv')
tasks = pandas.read_csv('tables/tasks.csv')
assert len(duties.merge(tasks, left_on='task', right_on='id')) == len(duties)
assert (duties['end'] - duties['start'] == duties['quote'].str.len()).all()
print(json.dumps({'rows': rows, 'created': package['created'], 'base': package['base']}))
";
    let found: serde_json::Value =
        serde_json::from_str(&run(Command::new(&python).args(["-c", script]).current_dir(folder.path()))).expect("it is JSON");
    for (table, class) in TABLES {
        assert_eq!(found["rows"][table], count(folder.path(), class), "{table}");
    }
    let tables = zhengtu::query::library().iter().filter(|query| query.header.group == "export").count();
    assert_eq!(found["rows"].as_object().map(serde_json::Map::len), Some(tables));
    assert_eq!((&found["base"], &found["created"]), (&"https://zhengtu.example/id/".into(), &"2025-02-18T00:00:00Z".into()));
}

/// The tables that have a row for each thing of a class.
const TABLES: [(&str, &str); 13] = [
    ("documents", "zt:Document"),
    ("texts", "zt:Text"),
    ("places", "zt:Place"),
    ("parks", "zt:Park"),
    ("industries", "zt:Industry"),
    ("indicators", "zt:Indicator"),
    ("tasks", "zt:Task"),
    ("responsibilities", "zt:Assignment"),
    ("memberships", "zt:Membership"),
    ("targets", "zt:Target"),
    ("hostings", "zt:Hosting"),
    ("locations", "zt:Location"),
    ("citations", "zt:Citation"),
];

/// There is no Neo4j here: this is what its import asks of the files.
#[test]
fn pandas_reads_the_files_for_neo4j() {
    let Some(python) = python("pandas") else { return };
    let folder = built();
    zhengtu(folder.path(), &["export", "--format", "neo4j", "-o", "neo4j"]);
    let script = "
import collections, glob, json, re, pandas
kinds = {'ID', 'string', 'long', 'double', 'int', 'boolean'}
read = lambda path: pandas.read_csv(path, dtype=str, keep_default_na=False)
def check(table, path, special):
    for column in table.columns:
        if column in special: continue
        name, kind = column.split(':')
        assert name and kind in kinds, (path, column)
        values = table[column][table[column] != '']
        if kind in ('long', 'int', 'double'): pandas.to_numeric(values)
        if kind == 'boolean': assert set(values) <= {'true', 'false'}, path
nodes, labels, types = set(), collections.Counter(), collections.Counter()
for path in glob.glob('neo4j/nodes-*.csv'):
    table = read(path)
    check(table, path, [':LABEL'])
    assert table['id:ID'].is_unique and not nodes & set(table['id:ID']), path
    nodes |= set(table['id:ID'])
    labels.update(table[':LABEL'])
for path in glob.glob('neo4j/relationships-*.csv'):
    table = read(path)
    check(table, path, [':START_ID', ':END_ID', ':TYPE'])
    assert set(table[':START_ID']) | set(table[':END_ID']) <= nodes, path
    assert 'RELATED_TO' not in set(table[':TYPE']), path
    types.update(table[':TYPE'])
print(json.dumps({**labels, **types}))
";
    let found: serde_json::Value =
        serde_json::from_str(&run(Command::new(&python).args(["-c", script]).current_dir(folder.path()))).expect("it is JSON");
    let sum = |kinds: &[&str]| kinds.iter().map(|kind| found[kind].as_u64().unwrap_or_default() as usize).sum::<usize>();
    for (kinds, class) in [
        (&["Document"][..], "zt:Document"),
        (&["Task"], "zt:Task"),
        (&["Target"], "zt:Target"),
        (&["MEASURES"], "zt:Target"),
        (&["Membership"], "zt:Membership"),
        (&["SEAT_IN"], "zt:Membership"),
        (&["LEADS", "SUPPORTS", "RESPONSIBLE_FOR"], "zt:Assignment"),
        (&["HOSTS"], "zt:Hosting"),
        (&["LIES_IN"], "zt:Location"),
        (&["CITES", "IMPLEMENTS", "BASED_ON", "REPEALS"], "zt:Citation"),
    ] {
        assert_eq!(sum(kinds), count(folder.path(), class), "{kinds:?}");
    }
}

#[test]
fn openpyxl_reads_the_workbook() {
    let Some(python) = python("openpyxl") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("answer.xlsx");
    let select = "SELECT ?name ?number ?text { VALUES (?name ?number ?text) { ('甲' 3 '=1+1') ('乙' 2.5 '“引文”') (UNDEF UNDEF '是') } }";
    let question = zhengtu::query::parse(select, "-e").expect("a query");
    let store = Store::in_memory(&Base::default()).expect("a store");
    let documents = zhengtu::query::parse("SELECT ?document { VALUES ?document { '方案' } }", "-e").expect("a query");
    let about = About {
        entries: vec![("question".to_owned(), "-e".to_owned()), ("-p x".to_owned(), "=2".to_owned())],
        documents: Some(zhengtu::query::run(store.inner(), &documents, &[]).expect("it runs")),
        time: UNIX_EPOCH + Duration::from_secs(1_700_000_000),
    };
    let results = zhengtu::query::run(store.inner(), &question, &[]).expect("it runs");
    let mut file = File::create(&path).expect("a file");
    let rows = write_results(results, Format::Xlsx, &mut file, Layout { about, ..Layout::default() }).expect("it is written");
    assert_eq!(rows, 3);
    let script = "
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
answer, about, documents = book.worksheets
print(json.dumps({
    'sheets': book.sheetnames,
    'rows': [[cell.value for cell in row] for row in answer.rows],
    'types': [cell.data_type for cell in answer[2]],
    'guarded': [answer[cell].quotePrefix for cell in ('C2', 'C3')],
    'filter': answer.auto_filter.ref,
    'frozen': answer.freeze_panes,
    'wide': answer.column_dimensions['C'].width > 8,
    'about': [[str(cell.value) for cell in row] for row in about.rows][:3],
    'documents': [[cell.value for cell in row] for row in documents.rows],
}))
";
    let found: serde_json::Value = serde_json::from_str(&run(Command::new(&python).args(["-c", script]).arg(&path))).expect("it is JSON");
    let expected = serde_json::json!({
        "sheets": ["answer", "about", "documents"],
        "rows": [["name", "number", "text"], ["甲", 3, "=1+1"], ["乙", 2.5, "“引文”"], [null, null, "是"]],
        "types": ["s", "n", "s"],
        "guarded": [true, false],
        "filter": "A1:C4",
        "frozen": "A2",
        "wide": true,
        "about": [["question", "-e"], ["-p x", "=2"], ["answered", "2023-11-14 22:13:20"]],
        "documents": [["document"], ["方案"]],
    });
    assert_eq!(found, expected);
}

/// The sample's quads, or triples, as a format holds them.
fn expected(format: RdfFormat) -> HashSet<Quad> {
    let mut quads = sample::graph("a.txt").quads;
    for quad in &mut quads {
        if !format.supports_datasets() {
            quad.graph_name = GraphName::DefaultGraph;
        }
        if let Term::Literal(literal) = &mut quad.object
            && format == RdfFormat::RdfXml
            && literal.value().contains('\u{c}')
        {
            // XML has no form feed.
            *literal = Literal::new_simple_literal(literal.value().replace('\u{c}', "\u{FFFD}"));
        }
    }
    quads.into_iter().collect()
}

/// A folder with the sample in all formats.
fn exported() -> tempfile::TempDir {
    let store = Store::in_memory(&Base::default()).expect("a store");
    store.replace(&[sample::graph("a.txt")]).expect("it is written");
    let folder = tempfile::tempdir().expect("a folder");
    for (format, ..) in FORMATS {
        export::rdf(&store, File::create(file(folder.path(), format)).expect("a file"), format, false).expect("it is written");
    }
    folder
}

fn file(folder: &Path, format: RdfFormat) -> PathBuf {
    folder.join("sample").with_extension(format.file_extension())
}

/// Python, if it has a package.
fn python(package: &str) -> Option<PathBuf> {
    let python = PathBuf::from(env::var_os("ZHENGTU_PYTHON").unwrap_or_else(|| "python3".into()));
    if is_there(Command::new(&python).args(["-c", &format!("import {package}")])) {
        return Some(python);
    }
    skip(package, &format!("pip install {package}"));
    None
}

fn is_there(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn skip(tool: &str, remedy: &str) {
    assert!(env::var_os("ZHENGTU_REQUIRE_TOOLS").is_none_or(|value| value != "1"), "{tool} is required and absent: {remedy}");
    println!("skipped: {tool} is absent; to run the test: {remedy}");
}

fn run(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("it runs");
    assert!(status.success(), "{command:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("it is UTF-8")
}
