//! What is published is there as it is here, in servers of other makes: Virtuoso of Debian and Oxigraph's own. Twice is once, what was cut is taken up, and
//! the bundled queries give the same answers.
//!
//! Where a server is absent its tests say so and are skipped, unless `ZHENGTU_REQUIRE_TOOLS=1`: `apt-get install virtuoso-opensource-7-bin`,
//! `pip install oxigraph`, the latter beside the Python that `ZHENGTU_PYTHON` names or in the `PATH`.

#[path = "publish/server.rs"]
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{BlankNode, NamedNode, Quad, Term};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use server::{Asked, Fake, Oxigraph, Reply, Virtuoso};
use tempfile::TempDir;
use zhengtu::publish::PUBLISHED_GRAPH;
use zhengtu::query::{self, Kind};
use zhengtu::store::Store;
use zhengtu::write::{Base, Graph};

const ZHENGTU: &str = env!("CARGO_BIN_EXE_zhengtu");

/// Queries that Virtuoso 7.2.5 answers otherwise as they are written now, and why.
const ANSWERED_OTHERWISE: [(&str, &str); 2] = [
    ("group-sizes", "CONCAT of what is not bound, in an OPTIONAL, is a text there, which is counted"),
    ("leads-by-year", "a row is left out there in which xsd:integer is given an empty text, in whatever branch of IF it stands"),
];

/// A folder of documents, and a store of them.
struct Local {
    folder: TempDir,
}

impl Local {
    fn new() -> Self {
        let local = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        std::fs::create_dir(local.documents()).expect("a folder");
        for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents")).expect("the examples") {
            let file = file.expect("a file");
            std::fs::copy(file.path(), local.documents().join(file.file_name())).expect("a copy");
        }
        local.build();
        local
    }

    fn documents(&self) -> PathBuf {
        self.folder.path().join("documents")
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn build(&self) {
        let output = Command::new(ZHENGTU).args(["build", "--prune", "--store"]).args([self.path(), self.documents()]).output();
        let output = output.expect("the program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn publish(&self, endpoint: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(ZHENGTU);
        command.args(["publish", "--endpoint", endpoint, "--store"]).arg(self.path()).args(arguments);
        command.env_remove("ZHENGTU_CREDENTIALS").output().expect("the program runs")
    }

    /// What was said of a publication that worked.
    fn published(&self, endpoint: &str, arguments: &[&str]) -> String {
        let output = self.publish(endpoint, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        said(&output)
    }

    fn store(&self) -> Store {
        Store::open_read_only(&self.path()).expect("the store")
    }

    /// The triples of each graph that is to be published.
    fn graphs(&self) -> BTreeMap<String, BTreeSet<String>> {
        let store = self.store();
        let mut graphs = store.graphs().expect("the graphs");
        graphs.push(zhengtu::store::ONTOLOGY_GRAPH.into_owned());
        let triples = |graph: &NamedNode| {
            let quads = store.quads(graph.as_ref()).expect("the quads");
            quads.iter().map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object)).collect()
        };
        graphs.iter().map(|graph| (graph.as_str().to_owned(), triples(graph))).collect()
    }
}

/// Graphs as Oxigraph keeps them: it has the value of a count, and forgets that its type is narrower than `xsd:integer`.
fn as_oxigraph_keeps(graphs: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let integer = |triple: String| {
        triple.replace("^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>", "^^<http://www.w3.org/2001/XMLSchema#integer>")
    };
    graphs.into_iter().map(|(name, triples)| (name, triples.into_iter().map(integer).collect())).collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The rows of an answer, cells in the order of the variables.
fn ask(endpoint: &str, query: &str) -> Vec<Vec<Option<Term>>> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = agent.post(endpoint).header("accept", "application/sparql-results+json").send_form([("query", query)]);
    let mut response = request.expect("an answer");
    let answer = response.body_mut().with_config().limit(1 << 30).read_to_vec().expect("all of it");
    assert!(response.status().is_success(), "{query}\n{}", String::from_utf8_lossy(&answer));
    let parsed = QueryResultsParser::from_format(QueryResultsFormat::Json).for_slice(&answer).expect("it is JSON");
    let SliceQueryResultsParserOutput::Solutions(rows) = parsed else { panic!("{query} is answered by rows") };
    rows.map(|row| row.expect("a row").values().to_vec()).collect()
}

/// The triples of each graph of an endpoint that is of this program.
fn graphs_there(endpoint: &str) -> BTreeMap<String, BTreeSet<String>> {
    let names =
        ask(endpoint, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), \"https://zhengtu.example/\")) }");
    let names = names.into_iter().map(|row| row[0].as_ref().expect("a name").to_string());
    let triples = |graph: &str| {
        let rows = ask(endpoint, &format!("SELECT ?s ?p ?o WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"));
        rows.iter().map(|row| row.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" ")).collect()
    };
    let graphs = names.filter(|name| *name != PUBLISHED_GRAPH.to_string());
    graphs.map(|name| (name.trim_matches(['<', '>']).to_owned(), triples(&name))).collect()
}

/// A bundled query as another engine is asked it: its text, with the parameters of its example in the place of the defaults.
fn with_parameters(query: &query::Query, parameters: &[(String, String)]) -> String {
    parameters.iter().fold(query.text.clone(), |text, (name, value)| {
        let parameter = query.header.parameters.iter().find(|parameter| parameter.name == *name).expect("it is one of its parameters");
        let literal = serde_json::to_string(value).expect("a string");
        let term = match &parameter.kind {
            Kind::TextIn(language) => format!("{literal}@{language}"),
            Kind::Integer | Kind::Year => value.clone(),
            Kind::Iri => format!("<{value}>"),
            Kind::Text | Kind::OneOf(_) => literal,
        };
        let declared = regex::Regex::new(&format!(r"VALUES\s+\?{name}\s*\{{[^}}]*\}}")).expect("a pattern");
        declared.replace_all(&text, regex::NoExpand(&format!("VALUES ?{name} {{ {term} }}"))).into_owned()
    })
}

/// What a cell says. Virtuoso writes truth values that a query computes as 1 and 0.
fn cell(term: Option<&Term>) -> String {
    match term {
        Some(Term::Literal(literal)) => match literal.value() {
            "true" => "1".to_owned(),
            "false" => "0".to_owned(),
            value => value.to_owned(),
        },
        Some(term) => term.to_string(),
        None => String::new(),
    }
}

/// The bundled queries whose rows are others there than here.
fn answered_otherwise(store: &Store, endpoint: &str, except: &[&str]) -> Vec<String> {
    let mut otherwise = Vec::new();
    for query in query::library().iter().filter(|query| !except.contains(&query.header.name.as_str())) {
        let words = query.header.example.split_whitespace().filter_map(|word| word.split_once('='));
        let parameters: Vec<(String, String)> = words.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let QueryResults::Solutions(rows) = query::run(store.inner(), query, &parameters).expect("an answer") else { continue };
        let mut here: Vec<Vec<String>> =
            rows.map(|row| row.expect("a row").values().iter().map(|term| cell(term.as_ref())).collect()).collect();
        let rows = ask(endpoint, &with_parameters(query, &parameters));
        let mut there: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|term| cell(term.as_ref())).collect()).collect();
        // Each sorts text as it does.
        here.sort_unstable();
        there.sort_unstable();
        if here != there {
            otherwise.push(query.header.name.clone());
        }
    }
    otherwise
}

#[test]
fn virtuoso_holds_what_was_published_and_gives_the_same_answers() {
    let Some(virtuoso) = Virtuoso::start() else { return };
    let local = Local::new();
    let credentials = local.folder.path().join("credentials");
    std::fs::write(&credentials, "dba:dba\n").expect("a file");
    let credentials = credentials.to_str().expect("a path");
    // Digest, and graphs in several pieces.
    let endpoint = virtuoso.url("/sparql-auth");
    let sent = local.published(&endpoint, &["--credentials", credentials, "--chunk", "700"]);
    assert!(sent.contains("8 graphs sent"), "{sent}");
    assert!(graphs_there(&virtuoso.url("/sparql")) == local.graphs());
    assert!(local.published(&endpoint, &["--credentials", credentials]).contains("0 graphs sent (0 quads), 8 unchanged"));
    let except = ANSWERED_OTHERWISE.map(|(name, _)| name);
    assert!(except.iter().all(|name| query::find(name).is_ok()));
    assert_eq!(answered_otherwise(&local.store(), &virtuoso.url("/sparql"), &except), Vec::<String>::new());
}

#[test]
fn virtuoso_takes_graphs_by_the_graph_store_protocol() {
    let Some(virtuoso) = Virtuoso::start() else { return };
    let local = Local::new();
    let output = Command::new(ZHENGTU)
        .args(["publish", "--chunk", "700", "--endpoint", &virtuoso.url("/sparql-auth")])
        .args(["--graph-store", &virtuoso.url("/sparql-graph-crud-auth"), "--store"])
        .arg(local.path())
        .env("ZHENGTU_CREDENTIALS", "dba:dba")
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(graphs_there(&virtuoso.url("/sparql")) == local.graphs());
}

#[test]
fn oxigraph_holds_what_was_published_and_gives_the_same_answers() {
    let Some(oxigraph) = Oxigraph::start() else { return };
    let local = Local::new();
    local.published(&oxigraph.url("/update"), &["--chunk", "700"]);
    assert!(graphs_there(&oxigraph.url("/query")) == as_oxigraph_keeps(local.graphs()));
    assert_eq!(answered_otherwise(&local.store(), &oxigraph.url("/query"), &[]), Vec::<String>::new());
}

#[test]
fn what_changed_is_sent_and_what_is_gone_is_removed_if_that_is_asked_for() {
    let Some(oxigraph) = Oxigraph::start() else { return };
    let local = Local::new();
    let (endpoint, graph_store) = (oxigraph.url("/update"), oxigraph.url("/store"));
    local.published(&endpoint, &["--graph-store", &graph_store, "--chunk", "700"]);
    assert!(graphs_there(&oxigraph.url("/query")) == as_oxigraph_keeps(local.graphs()));
    // A text is another text when it changes; a second file of the same text changes its graph.
    let document = |name: &str| local.documents().join(name);
    std::fs::remove_file(document("2012-transfer-division.txt")).expect("it was there");
    std::fs::copy(document("2020-transfer-plan.txt"), document("again.txt")).expect("a copy");
    let text = std::fs::read_to_string(document("2021-manufacturing-plan.txt")).expect("a text");
    std::fs::write(document("2021-manufacturing-plan.txt"), text + "\n附件：无\n").expect("it is written");
    local.build();
    for way in [&["--graph-store", graph_store.as_str()][..], &[]] {
        let sent = local.published(&endpoint, way);
        assert!(sent.contains(if way.is_empty() { "0 graphs sent" } else { "2 graphs sent" }), "{sent}");
        assert!(sent.contains("2 graphs there that this store does not have"), "{sent}");
    }
    let sent = local.published(&endpoint, &["--prune"]);
    assert!(sent.contains("0 graphs sent (0 quads), 7 unchanged") && sent.contains("2 graphs removed"), "{sent}");
    assert!(graphs_there(&oxigraph.url("/query")) == as_oxigraph_keeps(local.graphs()));
    assert!(!local.published(&endpoint, &["--prune"]).contains("removed"));
}

#[test]
fn a_run_that_was_cut_is_taken_up_where_it_was() {
    let Some(oxigraph) = Oxigraph::start() else { return };
    let local = Local::new();
    let updates = Mutex::new(0);
    // The connection is lost for good within the pieces of a graph.
    let cut = Fake::start(oxigraph.address(), move |asked| {
        let mut updates = updates.lock().expect("no panic");
        *updates += usize::from(asked.path == "/update");
        if *updates > 7 { Reply::Lost } else { Reply::Forward }
    });
    let output = local.publish(&cut.url("/update"), &["--chunk", "500", "--retries", "1"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    for words in ["trying again in 1 s", "cannot publish", "id/text/", "it goes on from there"] {
        assert!(said(&output).contains(words), "{words}: {}", said(&output));
    }
    let sent = local.published(&oxigraph.url("/update"), &["--chunk", "500"]);
    let unchanged: usize = sent.split(", ").nth(1).and_then(|part| part.split(' ').next()?.parse().ok()).expect("a number");
    assert!((1..8).contains(&unchanged), "{sent}");
    assert!(graphs_there(&oxigraph.url("/query")) == as_oxigraph_keeps(local.graphs()));
}

#[test]
fn a_busy_server_and_lost_answers_change_nothing() {
    let Some(oxigraph) = Oxigraph::start() else { return };
    let local = Local::new();
    let count = Mutex::new(0);
    let fails = Fake::start(oxigraph.address(), move |_| {
        let mut count = count.lock().expect("no panic");
        *count += 1;
        match *count % 5 {
            1 => Reply::answer(503, "Retry-After: 0\r\n", "later"),
            2 => Reply::answer(429, "Retry-After: 0\r\n", "slower"),
            // It was done, and nobody was told.
            4 if *count < 10 => Reply::AnswerLost,
            _ => Reply::Forward,
        }
    });
    let sent = local.published(&fails.url("/update"), &[]);
    assert!(sent.contains("503") && sent.contains("429") && sent.contains("cannot be reached"), "{sent}");
    assert!(graphs_there(&oxigraph.url("/query")) == as_oxigraph_keeps(local.graphs()));
}

#[test]
fn credentials_are_sent_as_the_server_asks_for_them() {
    let local = Local::new();
    let empty = r#"{"head": {"vars": ["graph", "digest"]}, "results": {"bindings": []}}"#;
    let demands = |scheme: &'static str, authorization: &'static str| {
        Fake::start(None, move |asked: &Asked| match asked.header("authorization") {
            Some(sent) if sent == authorization => Reply::answer(200, "Content-Type: application/sparql-results+json\r\n", empty),
            _ => Reply::answer(401, &format!("WWW-Authenticate: {scheme}\r\n"), "who are you?"),
        })
    };
    let basic = demands("Basic realm=\"store\"", "Basic YW5uYTpzZWNyZXQ6MQ==");
    let token = demands("Bearer", "Bearer abc.def");
    let file = |name: &str, line: &str| {
        let path = local.folder.path().join(name);
        std::fs::write(&path, line).expect("a file");
        path.to_str().expect("a path").to_owned()
    };
    local.published(&basic.url("/sparql"), &["--credentials", &file("password", "anna:secret:1\n")]);
    local.published(&token.url("/sparql"), &["--credentials", &file("token", "Bearer abc.def\n")]);
    for (line, problem, remedy) in [
        ("anna:other", "401 Unauthorized: who are you?", "check the name and the password"),
        ("nonsense", "these are no credentials", "write  user:password  or  Bearer TOKEN"),
    ] {
        let output = local.publish(&basic.url("/sparql"), &["--credentials", &file("wrong", line)]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(problem) && said(&output).contains(remedy), "{}", said(&output));
        assert!(!said(&output).contains(line), "a secret is not printed");
    }
    assert!(said(&local.publish(&basic.url("/sparql"), &[])).contains("--credentials FILE"));
}

#[test]
fn what_cannot_be_published_is_told() {
    let local = Local::new();
    let server = Fake::start(None, |asked| match asked.path.as_str() {
        "/page" => Reply::answer(200, "Content-Type: text/html\r\n", "<html>welcome</html>"),
        "/moved" => Reply::answer(308, "Location: https://elsewhere.example/sparql\r\n", ""),
        _ => Reply::answer(404, "", "no such thing"),
    });
    for (url, problem, remedy) in [
        (server.url("/page"), "is no SPARQL endpoint", "--query-endpoint"),
        (server.url("/moved"), "308", "https://elsewhere.example/sparql"),
        (server.url("/none"), "404 Not Found: no such thing", "name the address that takes this"),
        ("http://127.0.0.1:1/update".to_owned(), "cannot be reached", "whether the server runs"),
        ("127.0.0.1/update".to_owned(), "cannot be reached", "check the address"),
    ] {
        let output = local.publish(&url, &[]);
        assert_eq!(output.status.code(), Some(2), "{url}");
        assert!(said(&output).contains(problem) && said(&output).contains(remedy), "{url}: {}", said(&output));
    }
}

/// Who sends a blank node again makes another one.
#[test]
fn a_blank_node_is_not_published() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("store");
    let store = Store::open(&path, &Base::default()).expect("it is made");
    let name = NamedNode::new_unchecked("https://zhengtu.example/id/text/1");
    let quad = Quad::new(name.clone(), rdfs::LABEL, BlankNode::default(), name.clone());
    store.replace(&[Graph { name, quads: vec![quad] }]).expect("it is written");
    drop(store);
    let empty = r#"{"head": {"vars": ["graph", "digest"]}, "results": {"bindings": []}}"#;
    let server = Fake::start(None, move |_| Reply::answer(200, "", empty));
    let output = Command::new(ZHENGTU).args(["publish", "--endpoint", &server.url("/"), "--store"]).arg(path).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("a blank node") && said(&output).contains("id/text/1"), "{}", said(&output));
}
