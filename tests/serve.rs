//! The server as clients meet it: the W3C's protocol suite, who may ask, what a query may take, what the pages are told, and other programs' clients.

#[path = "serve/client.rs"]
mod client;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use client::{Request, Response, Server, TOKEN, ZHENGTU, form};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Quad};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use serde_json::Value;
use tempfile::TempDir;
use zhengtu::store::Store;
use zhengtu::write::{Base, Graph};

/// A store of the bundled documents.
fn examples() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store");
    build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents"), &store);
    (folder, store)
}

fn build(documents: &Path, store: &Path) {
    let output = Command::new(ZHENGTU).arg("build").arg(documents).arg("--store").arg(store).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

// The protocol.

/// What a case of the suite expects.
#[derive(Clone, Copy, PartialEq)]
enum Expected {
    True,
    Boolean,
    Rows,
    Triples,
    Refused,
}

/// The query operations of the [W3C's protocol suite](https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/), by its names. Its update
/// operations are refused where the endpoint only reads. In `query_multiple_dataset` the suite's address escapes the `&` between two parameters, which would
/// make them one; here it does not.
#[test]
fn the_protocol_suite_passes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("store");
    let store = Store::open(&path, &Base::default()).expect("it is made");
    let class = NamedNode::new_unchecked("http://xmlns.com/foaf/0.1/Document");
    for number in 1..=3 {
        let name = NamedNode::new_unchecked(format!("http://kasei.us/2009/09/sparql/data/data{number}.rdf"));
        let quad = Quad::new(name.clone(), rdf::TYPE, class.clone(), name.clone());
        store.replace(&[Graph { name, quads: vec![quad] }]).expect("it is written");
    }
    drop(store);
    let server = Server::start(&path, &[]);

    let data = |number: u8| format!("http://kasei.us/2009/09/sparql/data/data{number}.rdf");
    let dataset = |parameters: &[(&str, u8)]| -> String {
        parameters
            .iter()
            .map(|(name, number)| format!("{name}-graph-uri={}&", form(&data(*number))))
            .collect::<String>()
            .trim_end_matches('&')
            .into()
    };
    let two = format!("ASK {{ <{}> a ?type . <{}> a ?type }}", data(1), data(2));
    let graphs = format!("GRAPH ?g1 {{ <{}> a ?type }} GRAPH ?g2 {{ <{}> a ?type }}", data(1), data(2));
    let named = format!("ASK {{ {graphs} }}");
    let full = format!("ASK {{ <{}> a ?type {graphs} }}", data(3));
    let ask_get = "/sparql/?query=ASK%20%7B%7D";
    let (direct, urlencoded) = ("application/sparql-query", "application/x-www-form-urlencoded");
    let in_0 = format!("/sparql/?{}", dataset(&[("default", 0)]));
    let utf16: Vec<u8> = "\u{feff}ASK {}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let untyped = |body: &str| Request { method: "POST", body: body.as_bytes().to_vec(), ..Request::get("/sparql/") };
    let update = "application/sparql-update";

    use Expected::{Boolean, Refused, Rows, Triples, True};
    let cases: Vec<(&str, Request<'_>, Expected)> = vec![
        ("query_post_form", Request::post(&in_0, urlencoded, b"query=ASK%20%7B%7D"), True),
        (
            "query_dataset_default_graphs_get",
            Request::get(&format!("/sparql/?query={}&{}", form(&two), dataset(&[("default", 1), ("default", 2)]))),
            True,
        ),
        (
            "query_dataset_default_graphs_post",
            Request::post(&format!("/sparql/?{}", dataset(&[("default", 1), ("default", 2)])), direct, two.as_bytes()),
            True,
        ),
        (
            "query_dataset_named_graphs_post",
            Request::post(&format!("/sparql/?{}", dataset(&[("named", 1), ("named", 2)])), direct, named.as_bytes()),
            True,
        ),
        (
            "query_dataset_named_graphs_get",
            Request::get(&format!("/sparql/?query={}&{}", form(&named), dataset(&[("named", 1), ("named", 2)]))),
            True,
        ),
        (
            "query_dataset_full",
            Request::post(&format!("/sparql/?{}", dataset(&[("default", 3), ("named", 1), ("named", 2)])), direct, full.as_bytes()),
            True,
        ),
        (
            "query_multiple_dataset",
            Request::post(
                &format!("/sparql/?{}", dataset(&[("named", 1), ("named", 2)])),
                direct,
                format!("ASK FROM <{}> {{ {graphs} }}", data(3)).as_bytes(),
            ),
            True,
        ),
        ("query_get", Request::get(&format!("{ask_get}&{}", dataset(&[("default", 0)]))), True),
        ("query_content_type_select", Request::post(&in_0, direct, b"SELECT (1 AS ?value) {}"), Rows),
        ("query_content_type_ask", Request::post(&in_0, direct, b"ASK {}"), Boolean),
        ("query_content_type_describe", Request::post(&in_0, direct, b"DESCRIBE <http://example.org/>"), Triples),
        ("query_content_type_construct", Request::post(&in_0, direct, b"CONSTRUCT { <s> <p> 1 } WHERE {}"), Triples),
        ("query_post_direct", Request::post("/sparql/", direct, b"ASK {}"), True),
        (
            "bad_query_method",
            Request { method: "PUT", ..Request::get(&format!("{ask_get}&{}", dataset(&[("default", 0)]))) }
                .with("content-type", urlencoded),
            Refused,
        ),
        ("bad_multiple_queries", Request::get(&format!("{ask_get}&query=SELECT%20%2A%20%7B%7D")), Refused),
        ("bad_query_wrong_media_type", Request::post("/sparql/", "text/plain", b"ASK {}"), Refused),
        ("bad_query_missing_form_type", untyped("query=ASK%20%7B%7D"), Refused),
        ("bad_query_missing_direct_type", untyped("ASK {}"), Refused),
        ("bad_query_non_utf8", Request::post("/sparql/", "application/sparql-query; charset=UTF-16", &utf16), Refused),
        ("bad_query_syntax", Request::get("/sparql/?query=ASK%20%7B"), Refused),
        ("bad_update_get", Request::get("/sparql/?update=CLEAR%20ALL"), Refused),
        ("update_post_form", Request::post("/sparql/", urlencoded, b"update=CLEAR+ALL"), Refused),
        ("update_post_direct", Request::post("/sparql/", update, b"CLEAR ALL"), Refused),
        ("update as a query", Request::post("/sparql/", direct, b"CLEAR ALL"), Refused),
    ];
    for (name, request, expected) in cases {
        let response = server.send(&request);
        let media_type = response.header("content-type").to_owned();
        match expected {
            True | Boolean => {
                assert_eq!(response.status, 200, "{name}: {}", response.text());
                assert_eq!(media_type, "application/sparql-results+json", "{name}");
                assert_eq!(response.json()["boolean"], Value::Bool(true), "{name}");
            }
            Rows => {
                assert_eq!(response.status, 200, "{name}: {}", response.text());
                assert_eq!(response.json()["results"]["bindings"][0]["value"]["value"], "1", "{name}");
            }
            Triples => {
                assert_eq!((response.status, media_type.as_str()), (200, "text/turtle"), "{name}: {}", response.text());
                let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(&response.body);
                let triples: Vec<_> = parser.collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{name}: {error}"));
                if name == "query_content_type_construct" {
                    let base = format!("http://{}/", server.address);
                    assert!(triples.iter().any(|triple| triple.subject.to_string() == format!("<{base}s>")), "{name}: {triples:?}");
                }
            }
            Refused => {
                assert!((400..500).contains(&response.status), "{name}: {}", response.status);
                assert!(response.text().contains("  do: "), "{name} says what to do: {}", response.text());
            }
        }
    }
    // Without a dataset of its own a query sees the merge of all graphs; with one it sees nothing else.
    assert_eq!(
        server.ask("SELECT (COUNT(*) AS ?n) { ?s a <http://xmlns.com/foaf/0.1/Document> }")["results"]["bindings"][0]["n"]["value"],
        "3"
    );
    let path =
        format!("/sparql?{}&query={}", dataset(&[("default", 1)]), form("SELECT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"));
    assert_eq!(server.get(&path).json()["results"]["bindings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn every_format_of_rows_and_of_triples_can_be_had() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let rows = "SELECT ?label WHERE { ?body a <http://www.w3.org/ns/org#FormalOrganization> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }";
    let mut counts = BTreeSet::new();
    for (accept, format) in [
        ("application/sparql-results+json", QueryResultsFormat::Json),
        ("application/json;q=0.9, text/html;q=0.1", QueryResultsFormat::Json),
        ("application/sparql-results+xml", QueryResultsFormat::Xml),
        ("text/csv;q=0.2, text/tab-separated-values", QueryResultsFormat::Tsv),
        ("text/csv", QueryResultsFormat::Csv),
    ] {
        let response = server.send(&Request::get(&format!("/sparql?query={}", form(rows))).with("accept", accept));
        assert!(accept.contains(response.header("content-type")), "{accept}: {}", response.header("content-type"));
        let body = response.body.clone();
        let count = match format {
            QueryResultsFormat::Csv => response.text().lines().count() - 1,
            format => match QueryResultsParser::from_format(format).for_slice(&body).expect("it is well formed") {
                SliceQueryResultsParserOutput::Solutions(rows) => rows.collect::<Result<Vec<_>, _>>().expect("it is well formed").len(),
                SliceQueryResultsParserOutput::Boolean(_) => panic!("rows"),
            },
        };
        counts.insert(count);
    }
    assert_eq!(counts.len(), 1, "{counts:?}");
    assert!(counts.iter().all(|count| *count > 100), "{counts:?}");

    let triples = "CONSTRUCT WHERE { ?fact <https://zhengtu.example/ns#certainty> ?certainty }";
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    let mut graphs = Vec::new();
    for (accept, format) in [
        ("text/turtle", RdfFormat::Turtle),
        ("application/n-triples", RdfFormat::NTriples),
        ("application/rdf+xml", RdfFormat::RdfXml),
        ("application/ld+json", json_ld),
        ("application/trig", RdfFormat::TriG),
        ("application/n-quads", RdfFormat::NQuads),
    ] {
        let response = server.send(&Request::get(&format!("/sparql?query={}", form(triples))).with("accept", accept));
        assert_eq!(response.header("content-type"), accept);
        let parsed: BTreeSet<String> =
            RdfParser::from_format(format).for_slice(&response.body).map(|quad| quad.expect("it is well formed").to_string()).collect();
        assert!(parsed.len() > 500, "{accept}: {}", parsed.len());
        graphs.push(parsed);
    }
    assert!(graphs.windows(2).all(|pair| pair[0] == pair[1]), "all formats hold the same");
    assert_eq!(server.send(&Request::get(&format!("/sparql?query={}", form(rows))).with("accept", "image/png")).status, 406);
    assert_eq!(server.send(&Request::get(&format!("/sparql?query={}", form(triples))).with("accept", "text/csv")).status, 406);
}

#[test]
fn the_endpoint_describes_itself() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    for accept in ["*/*", "text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"] {
        let response = server.send(&Request::get("/sparql").with("accept", accept));
        assert_eq!(response.status, 200, "{accept}");
        let format = RdfFormat::from_media_type(response.header("content-type")).expect("a format of RDF");
        let parsed: Vec<Quad> =
            RdfParser::from_format(format).for_slice(&response.body).collect::<Result<_, _>>().expect("it is well formed");
        let endpoint = format!("<http://{}/sparql>", server.address);
        let says = |property: &str, value: &str| {
            let property = format!("http://www.w3.org/ns/sparql-service-description#{property}");
            parsed.iter().any(|quad| {
                quad.subject.to_string() == endpoint && quad.predicate.as_str() == property && quad.object.to_string().contains(value)
            })
        };
        assert!(
            says("endpoint", &endpoint) && says("supportedLanguage", "SPARQL11Query") && says("feature", "UnionDefaultGraph"),
            "{accept}"
        );
    }
    let page = server.send(&Request::get("/sparql").with("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
}

#[test]
fn graphs_are_had_by_name() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let texts = server.ask("SELECT ?text { ?text a <https://zhengtu.example/ns#Text> } ORDER BY ?text");
    let text = texts["results"]["bindings"][0]["text"]["value"].as_str().expect("a text").to_owned();
    let expected =
        Store::open_read_only(&store).expect("it opens").quads(NamedNode::new_unchecked(&text).as_ref()).expect("it is read").len();
    let parsed = |response: &Response| {
        RdfParser::from_format(RdfFormat::NTriples).for_slice(&response.body).collect::<Result<Vec<_>, _>>().expect("well formed").len()
    };
    let named = server.send(&Request::get(&format!("/store?graph={}", form(&text))).with("accept", "application/n-triples"));
    assert_eq!((named.status, parsed(&named)), (200, expected));
    let by_itself = server
        .send(&Request::get(&format!("/id/text/{}", text.rsplit('/').next().expect("a name"))).with("accept", "application/n-triples"));
    assert_eq!(parsed(&by_itself), expected, "a text's own address is that of its graph");
    let default = server.send(&Request::get("/store?default").with("accept", "application/n-triples"));
    assert_eq!((default.status, parsed(&default)), (200, 0), "all that Zhengtu writes stands in named graphs");
    for (path, status) in [
        ("/store?graph=https://example.org/none", 404),
        ("/store?graph=none", 400),
        ("/store", 400),
        ("/store?default&graph=https://example.org/none", 400),
        ("/store?default=1", 400),
    ] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
    let patch = server.send(&Request::get("/store?default").by("PATCH"));
    assert_eq!((patch.status, patch.header("allow")), (405, "GET,HEAD,PUT,POST,DELETE"));
    let head = server.send(&Request { method: "HEAD", ..Request::get(&format!("/store?graph={}", form(&text))) });
    assert_eq!((head.status, head.body.len()), (200, 0));
}

// Who may ask.

#[test]
fn foreign_pages_are_kept_out() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &["--allow-host", "graph.example", "--cors", "https://trusted.example"]);
    let own = format!("http://{}", server.address);
    let status = |headers: &[(&'static str, &str)]| {
        let request = headers.iter().fold(Request::get("/api/info"), |request, (name, value)| request.with(name, value));
        server.send(&request).status
    };
    assert_eq!(status(&[]), 200);
    assert_eq!(status(&[("host", "evil.example")]), 421);
    assert_eq!(status(&[("host", "127.0.0.1")]), 421, "the port belongs to the name");
    assert_eq!(status(&[("host", "graph.example")]), 200);
    assert_eq!(status(&[("origin", &own)]), 200);
    assert_eq!(status(&[("origin", "https://evil.example")]), 403);
    assert_eq!(status(&[("origin", "null")]), 403);
    assert_eq!(status(&[("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(status(&[("sec-fetch-site", "same-origin")]), 200);

    let form = Request::post("/sparql", "application/x-www-form-urlencoded", b"query=ASK{}").with("origin", "https://evil.example");
    assert_eq!(server.send(&form).status, 403, "what a page may send without asking");
    assert_eq!(server.raw(b"GET http://evil.example/api/info HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n")[9..12], *b"421");

    let trusted = server.send(&Request::get("/api/info").with("origin", "https://trusted.example").with("sec-fetch-site", "cross-site"));
    assert_eq!((trusted.status, trusted.header("access-control-allow-origin")), (200, "https://trusted.example"));
    let preflight = Request { method: "OPTIONS", ..Request::get("/sparql") }
        .with("origin", "https://trusted.example")
        .with("access-control-request-method", "POST")
        .with("access-control-request-headers", "content-type");
    let allowed = server.send(&preflight);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://trusted.example");
    assert!(allowed.header("access-control-allow-methods").contains("POST"), "{allowed:?}");
    assert_eq!(server.get("/api/info").header("access-control-allow-origin"), "", "no one else is let in");
}

#[test]
fn every_answer_tells_the_browser_what_it_may_do() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let evil = Request::get("/").with("host", "evil.example");
    for response in [server.get("/"), server.get("/none"), server.get("/api/info"), server.get("/sparql?query=x"), server.send(&evil)] {
        assert!(response.header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"), "{response:?}");
        assert_eq!(response.header("x-content-type-options"), "nosniff");
        assert_eq!(response.header("referrer-policy"), "no-referrer");
        assert!(response.is_whole());
    }
    assert_eq!(server.get("/api/info").header("access-control-allow-origin"), "");
}

#[test]
fn odd_requests_are_answered_or_cut_off() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let own = format!("host: {}\r\nconnection: close\r\n", server.address);
    let long = "a".repeat(300_000);
    for (request, status) in [
        ("GET / HTTP/1.1\r\nconnection: close\r\n\r\n".to_owned(), "421"),
        (format!("GET / HTTP/1.1\r\n{own}host: evil.example\r\n\r\n"), "421"),
        (format!("GET /?{long} HTTP/1.1\r\n{own}\r\n"), "4"),
        (format!("GET / HTTP/1.1\r\n{own}x: {long}\r\n\r\n"), "431"),
        (format!("GET / HTTP/1.1\r\n{own}{}\r\n", "x: y\r\n".repeat(100)), "431"),
        (format!("POST /sparql HTTP/1.1\r\n{own}content-type: application/sparql-query\r\ncontent-length: 2000000\r\n\r\n{long}"), "4"),
        (format!("DELETE /sparql HTTP/1.1\r\n{own}\r\n"), "405"),
        (format!("GET /assets/../../Cargo.toml HTTP/1.1\r\n{own}\r\n"), "404"),
        (format!("GET /assets/%2e%2e%2fserve.rs HTTP/1.1\r\n{own}\r\n"), "404"),
        (format!("GET /id/%FF HTTP/1.1\r\n{own}\r\n"), "400"),
        (format!("GET /sparql?query=%FF HTTP/1.1\r\n{own}\r\n"), "400"),
        ("\u{0}\u{1}\r\n\r\n".to_owned(), "400"),
    ] {
        let answer = server.raw(request.as_bytes());
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{}…\n{answer}", &request[..request.len().min(200)].escape_debug());
    }
    assert_eq!(server.get("/api/info").status, 200);
}

#[test]
fn who_sends_too_slowly_is_cut_off() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let head = format!("POST /sparql HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", server.address);
    let body = format!("{head}content-type: application/sparql-query\r\ncontent-length: 100\r\n\r\nASK");
    thread::scope(|scope| {
        // Nothing more comes, and the connection stays open until the server ends it.
        let of_head = scope.spawn(|| server.raw(head.as_bytes()));
        let of_body = scope.spawn(|| server.raw(body.as_bytes()));
        assert!(!String::from_utf8_lossy(&of_head.join().expect("an end")).contains("200 OK"));
        assert_eq!(Response::read(&of_body.join().expect("an end")).status, 408);
    });
}

#[test]
fn options_and_head_say_what_is_possible() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let options = server.send(&Request { method: "OPTIONS", ..Request::get("/sparql") });
    assert_eq!((options.status, options.header("allow")), (204, "GET,HEAD,POST"));
    let get = server.get("/sparql?query=ASK%7B%7D");
    let head = server.send(&Request { method: "HEAD", ..Request::get("/sparql?query=ASK%7B%7D") });
    assert_eq!((head.status, head.header("content-type"), head.body.len()), (200, get.header("content-type"), 0));
    assert_eq!(head.header("etag"), get.header("etag"));
}

#[test]
fn what_a_client_knows_is_not_sent_again() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    for path in ["/api/queries", "/api/search?q=a", "/sparql?query=ASK%7B%7D", "/id/place/云岭省"] {
        let tag = server.get(path).header("etag").to_owned();
        let again = server.send(&Request::get(path).with("if-none-match", &tag));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        let other = server.send(&Request::get(path).with("if-none-match", &tag).with("accept", "application/json"));
        assert_eq!(other.status, 200, "{path}: another form is another answer");
    }
    assert_eq!(server.get("/sparql?query=SELECT%20(RAND()%20AS%20%3Fx)%7B%7D").header("etag"), "", "chance has no name");
}

// What a query may take.

/// Counts to 10¹²; needs no memory.
const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { VALUES ?a {0 1 2 3 4 5 6 7 8 9} VALUES ?b {0 1 2 3 4 5 6 7 8 9} VALUES ?c {0 1 2 3 4 5 6 7 8 9} \
    VALUES ?d {0 1 2 3 4 5 6 7 8 9} VALUES ?e {0 1 2 3 4 5 6 7 8 9} VALUES ?f {0 1 2 3 4 5 6 7 8 9} VALUES ?g {0 1 2 3 4 5 6 7 8 9} \
    VALUES ?h {0 1 2 3 4 5 6 7 8 9} VALUES ?i {0 1 2 3 4 5 6 7 8 9} VALUES ?j {0 1 2 3 4 5 6 7 8 9} VALUES ?k {0 1 2 3 4 5 6 7 8 9} \
    VALUES ?l {0 1 2 3 4 5 6 7 8 9} }";
/// Sorts what does not fit into any memory.
const HUGE: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i";

#[test]
fn a_query_that_runs_away_is_stopped() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &["--timeout", "2", "--workers", "1"]);
    for query in [ENDLESS, HUGE] {
        let response = server.sparql(query);
        assert_eq!(response.status, 504, "{}", response.text());
        assert!(response.is_whole() && response.text().contains("took longer than 2 s"), "{}", response.text());
        #[cfg(target_os = "linux")]
        server.wait_for_workers(0);
        assert_eq!(server.ask("ASK {}")["boolean"], Value::Bool(true), "another takes its place");
    }
}

#[test]
fn an_answer_that_is_too_large_is_not_given_in_part() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &["--max-answer", "1"]);
    let response = server.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f }");
    assert_eq!(response.status, 507);
    assert!(response.is_whole() && response.text().contains("larger than 1 MB"), "{}", response.text());
    assert_eq!(server.ask("ASK {}")["boolean"], Value::Bool(true));
}

#[cfg(target_os = "linux")]
#[test]
fn a_query_that_needs_too_much_memory_is_stopped() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &["--memory", "512", "--workers", "1"]);
    let response = server.sparql(HUGE);
    assert_eq!(response.status, 507, "{}", response.text());
    assert!(response.is_whole() && response.text().contains("more than 512 MB of memory"), "{}", response.text());
    // As deep as a request can be.
    let deep = format!("ASK {{ FILTER({}1{}) }}", "(".repeat(400_000), ")".repeat(400_000));
    let response = server.sparql(&deep);
    assert!(response.status >= 400 && response.is_whole(), "{}", response.text());
    assert_eq!(server.ask("ASK {}")["boolean"], Value::Bool(true));
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_that_is_killed_is_replaced() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &["--workers", "1"]);
    let kill = |process: u32| assert!(Command::new("kill").args(["-9", &process.to_string()]).status().expect("kill runs").success());
    for _ in 0..3 {
        assert_eq!(server.ask("ASK {}")["boolean"], Value::Bool(true));
        let workers = server.workers();
        assert_eq!(workers.len(), 1);
        kill(workers[0]);
        server.wait_for_workers(0);
    }
    thread::scope(|scope| {
        let answer = scope.spawn(|| server.sparql(ENDLESS));
        server.wait_for_workers(1);
        thread::sleep(Duration::from_millis(300));
        server.workers().into_iter().for_each(kill);
        let response = answer.join().expect("an answer");
        assert_eq!(response.status, 507);
        assert!(response.is_whole(), "{response:?}");
    });
    assert_eq!(server.ask("ASK {}")["boolean"], Value::Bool(true));
}

#[test]
fn a_client_that_goes_away_takes_its_query_along() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &["--workers", "1", "--timeout", "60"]);
    {
        use std::io::Write;
        let mut stream = std::net::TcpStream::connect(server.address).expect("it listens");
        let query = format!("GET /sparql?query={} HTTP/1.1\r\nhost: {}\r\n\r\n", form(ENDLESS), server.address);
        stream.write_all(query.as_bytes()).expect("it is sent");
        thread::sleep(Duration::from_millis(500));
    }
    // It would have to wait a minute for the only process.
    assert_eq!(server.ask("ASK {}")["boolean"], Value::Bool(true));
}

#[test]
fn too_many_queries_are_turned_away() {
    let (_folder, store) = examples();
    let status_of_many = |arguments: &[&str]| {
        let server = Server::start(&store, &[&["--workers", "1", "--timeout", "3"], arguments].concat());
        let answers: Vec<Response> = thread::scope(|scope| {
            let asked: Vec<_> = (0..6).map(|_| scope.spawn(|| server.sparql(ENDLESS))).collect();
            asked.into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        assert!(answers.iter().all(Response::is_whole));
        let turned_away: Vec<Response> = answers.into_iter().filter(|answer| answer.status != 504).collect();
        assert!(turned_away.iter().all(|answer| !answer.header("retry-after").is_empty()), "{turned_away:?}");
        turned_away.iter().map(|answer| answer.status).collect::<Vec<_>>()
    };
    let waited_for = status_of_many(&["--queue", "1"]);
    assert!(waited_for.len() >= 4 && waited_for.iter().all(|status| *status == 503), "{waited_for:?}");
    let of_one = status_of_many(&["--per-client", "1"]);
    assert_eq!(of_one, [429; 5]);
}

#[test]
fn many_clients_have_the_answers_of_the_command_line() {
    let (folder, store) = examples();
    let server = Server::start(&store, &[]);
    let questions: Vec<(&str, &[(&str, &str)])> = vec![
        ("responsibilities", &[("organization", "云岭省财政厅")]),
        ("responsibilities", &[]),
        ("targets", &[]),
        ("documents", &[]),
        ("lead-counts", &[]),
        ("industries", &[]),
        ("tasks-of-organization", &[("organization", "省能源局"), ("organization", "省财政厅")]),
        ("names", &[]),
    ];
    let expected: Vec<Vec<u8>> = questions
        .iter()
        .map(|(name, parameters)| {
            let mut command = Command::new(ZHENGTU);
            command.args(["query", name, "--format", "json", "--store"]).arg(&store).current_dir(folder.path());
            for (name, value) in *parameters {
                command.arg("-p").arg(format!("{name}={value}"));
            }
            command.output().expect("the program runs").stdout
        })
        .collect();
    thread::scope(|scope| {
        for client in 0..16 {
            let (server, questions, expected) = (&server, &questions, &expected);
            scope.spawn(move || {
                for turn in 0..questions.len() {
                    let (name, parameters) = questions[(client + turn) % questions.len()];
                    let parameters: String = parameters.iter().map(|(name, value)| format!("{name}={}&", form(value))).collect();
                    let response = server.get(&format!("/api/query/{name}?{parameters}format=json"));
                    assert_eq!(response.status, 200, "{name}: {}", response.text());
                    assert!(response.body == expected[(client + turn) % questions.len()], "{name} has the answer of the command line");
                }
            });
        }
    });
}

// Writing.

/// An empty store that may be written to.
fn vacant(arguments: &[&str]) -> (TempDir, PathBuf, Server) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store");
    let server = Server::writable(&store, arguments);
    (folder, store, server)
}

/// The update operations of the [W3C's protocol suite](https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/), by its names.
#[test]
fn the_update_operations_of_the_protocol_suite_pass() {
    let (_folder, _store, server) = vacant(&[]);
    let data = |number: u8| format!("http://kasei.us/2009/09/sparql/data/data{number}.rdf");
    let documents: String = (1..=3).map(|number| format!("GRAPH <{0}> {{ <{0}> a foaf:Document }}\n", data(number))).collect();
    let prefixes = "PREFIX dc: <http://purl.org/dc/terms/>\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\n";
    let filled = |operation: &str| format!("{prefixes}DROP ALL ;\nINSERT DATA {{ {documents} }} ;\n{operation}");
    let urlencoded = "application/x-www-form-urlencoded";
    let (direct, to) = ("application/sparql-update", "/sparql/");
    let posted = |path: &str, update: &str| Request::post(path, urlencoded, format!("update={}", form(update)).as_bytes()).authorized();
    let using = |graphs: &[(&str, u8)]| -> String {
        graphs.iter().map(|(name, number)| format!("{name}={}&", form(&data(*number)))).collect::<String>().trim_end_matches('&').into()
    };
    let resource =
        |graph: &str, number: u8| format!("GRAPH <{graph}> {{ <{}> a <http://purl.org/dc/terms/BibliographicResource> }}", data(number));

    let sent = |name: &str, request: Request<'_>, check: &str| {
        let response = server.send(&request);
        assert_eq!(response.status, 204, "{name}: {}", response.text());
        assert_eq!(server.ask(check)["boolean"], Value::Bool(true), "{name}: {check}");
    };
    sent("update_post_form", posted(to, "CLEAR ALL"), "ASK { FILTER NOT EXISTS { ?s a <http://xmlns.com/foaf/0.1/Document> } }");
    sent("update_post_direct", Request::post(to, direct, b"CLEAR ALL").authorized(), "ASK {}");
    let test = "http://example.org/protocol-update-dataset-test/";
    let insert = |graph: &str, pattern: &str| {
        filled(&format!("INSERT {{ GRAPH <{graph}> {{ ?s a dc:BibliographicResource }} }} WHERE {{ {pattern} }}"))
    };
    sent(
        "update_dataset_default_graph",
        posted(&format!("{to}?{}", using(&[("using-graph-uri", 1)])), &insert(test, "?s a foaf:Document")),
        &format!("ASK {{ {} FILTER NOT EXISTS {{ {} }} }}", resource(test, 1), resource(test, 2)),
    );
    let test = "http://example.org/protocol-update-dataset-graphs-test/";
    sent(
        "update_dataset_default_graphs",
        posted(&format!("{to}?{}", using(&[("using-graph-uri", 1), ("using-graph-uri", 2)])), &insert(test, "?s a foaf:Document")),
        &format!("ASK {{ {} {} FILTER NOT EXISTS {{ {} }} }}", resource(test, 1), resource(test, 2), resource(test, 3)),
    );
    let test = "http://example.org/protocol-update-dataset-named-graphs-test/";
    sent(
        "update_dataset_named_graphs",
        posted(
            &format!("{to}?{}", using(&[("using-named-graph-uri", 1), ("using-named-graph-uri", 2)])),
            &insert(test, "GRAPH ?g { ?s a foaf:Document }"),
        ),
        &format!("ASK {{ {} {} FILTER NOT EXISTS {{ {} }} }}", resource(test, 1), resource(test, 2), resource(test, 3)),
    );
    let test = "http://example.org/protocol-update-dataset-full-test/";
    sent(
        "update_dataset_full",
        posted(
            &format!("{to}?{}", using(&[("using-graph-uri", 1), ("using-named-graph-uri", 2)])),
            &filled(&format!(
                "INSERT {{ GRAPH <{test}> {{ ?s <http://example.org/in> ?in }} }}
                 WHERE {{ {{ GRAPH ?g {{ ?s a foaf:Document }} BIND(?g AS ?in) }} UNION {{ ?s a foaf:Document . BIND(\"default\" AS ?in) }} }}"
            )),
        ),
        &format!(
            "ASK {{ GRAPH <{test}> {{ <{0}> <http://example.org/in> \"default\" . <{1}> <http://example.org/in> <{1}> }}
             FILTER NOT EXISTS {{ GRAPH <{test}> {{ <{2}> ?p ?o }} }} }}",
            data(1),
            data(2),
            data(3)
        ),
    );
    let test = "http://example.org/protocol-base-test/";
    sent(
        "update_base_uri",
        posted(
            to,
            &format!(
                "CLEAR SILENT GRAPH <{test}> ; INSERT DATA {{ GRAPH <{test}> {{ <http://example.org/s> <http://example.org/p> <test> }} }}"
            ),
        ),
        &format!("ASK {{ GRAPH <{test}> {{ <http://example.org/s> <http://example.org/p> <http://{}/test> }} }}", server.address),
    );

    let utf16: Vec<u8> = "\u{feff}CLEAR NAMED".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let conflict = "PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        WITH <http://example/addresses> DELETE { ?person foaf:givenName 'Bill' } INSERT { ?person foaf:givenName 'William' }
        WHERE { ?person foaf:givenName 'Bill' }";
    let untyped = |body: &str| Request { body: body.as_bytes().to_vec(), ..Request::get(to) }.by("POST").authorized();
    let before = server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }");
    for (name, request) in [
        ("bad_update_get", Request::get("/sparql/?update=CLEAR%20ALL").authorized()),
        ("bad_multiple_updates", Request::post(to, urlencoded, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT").authorized()),
        ("bad_update_wrong_media_type", Request::post(to, "text/plain", b"CLEAR NAMED").authorized()),
        ("bad_update_missing_form_type", untyped("update=CLEAR%20NAMED")),
        ("bad_update_missing_direct_type", untyped("CLEAR NAMED")),
        ("bad_update_non_utf8", Request::post(to, "application/sparql-update; charset=UTF-16", &utf16).authorized()),
        ("bad_update_syntax", posted(to, "CLEAR XYZ")),
        ("bad_update_dataset_conflict", posted("/sparql/?using-named-graph-uri=http%3A%2F%2Fexample%2Fpeople", conflict)),
        ("a query and an update", Request::post(to, urlencoded, b"update=CLEAR+ALL&query=ASK%7B%7D").authorized()),
        ("a graph that is no IRI", posted("/sparql/?using-graph-uri=none", "DELETE WHERE { ?s ?p ?o }")),
        ("LOAD", posted(to, "LOAD <http://127.0.0.1:1/x>")),
        ("LOAD SILENT behind a change", posted(to, "CLEAR ALL; LOAD SILENT <http://127.0.0.1:1/x>")),
        ("SERVICE", posted(to, "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <http://127.0.0.1:1/x> { ?s ?p ?o } }")),
        ("the second of two fails", posted(to, "CLEAR ALL; CREATE GRAPH <http://example.org/g>; CREATE GRAPH <http://example.org/g>")),
    ] {
        let response = server.send(&request);
        assert!((400..500).contains(&response.status), "{name}: {} {}", response.status, response.text());
        assert!(response.text().contains("  do: "), "{name} says what to do: {}", response.text());
    }
    assert_eq!(server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"), before, "what is refused has changed nothing");
}

/// The [W3C's suite of the Graph Store Protocol](https://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/), by its names. What it puts
/// under `put__mismatched_payload` is well formed Turtle under its own media type, and taken; here the media type is another. Statuses without a body are
/// 204 where the suite has 200.
#[test]
fn the_graph_store_protocol_suite_passes() {
    let (_folder, _store, server) = vacant(&[]);
    let turtle = "text/turtle; charset=utf-8";
    let me = format!("http://{}/store/person/1", server.address);
    let card = |name: &str| {
        format!(
            "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix v: <http://www.w3.org/2006/vcard/ns#> .
             <{me}> a foaf:Person; foaf:businessCard [ a v:VCard; v:fn \"{name}\" ] ."
        )
    };
    let alice = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix v: <http://www.w3.org/2006/vcard/ns#> .
        [] a foaf:Person; foaf:businessCard [ a v:VCard; v:given-name \"Alice\" ] .";
    let send =
        |method: &'static str, path: &str, body: &str| server.send(&Request::post(path, turtle, body.as_bytes()).by(method).authorized());
    // Blank nodes aside: how many triples there are, and what literals.
    let held = |path: &str| {
        let response = server.send(&Request::get(path).with("accept", "text/turtle"));
        assert_eq!((response.status, response.header("content-type")), (200, "text/turtle"), "{path}: {}", response.text());
        let quads: Vec<Quad> =
            RdfParser::from_format(RdfFormat::Turtle).for_slice(&response.body).collect::<Result<_, _>>().expect("it is well formed");
        let mut literals: Vec<String> = quads.iter().filter(|quad| quad.object.is_literal()).map(|quad| quad.object.to_string()).collect();
        literals.sort();
        (quads.len(), literals.join(" "))
    };
    let status = |method: &'static str, path: &str, body: &str, expected: u16, name: &str| {
        let response = send(method, path, body);
        assert_eq!(response.status, expected, "{name}: {}", response.text());
        response
    };
    let one = "/store/person/1.ttl";
    status("PUT", one, &card("John Doe"), 201, "put__initial_state");
    let indirect = format!("/store?graph={}", form(&format!("http://{}{one}", server.address)));
    assert_eq!(held(&indirect), (4, "\"John Doe\"".to_owned()), "get_of_put__initial_state");
    status("PUT", one, &card("Jane Doe"), 204, "put__graph_already_in_store");
    assert_eq!(held(one), (4, "\"Jane Doe\"".to_owned()), "get_of_put__graph_already_in_store");
    status("PUT", "/store?default", alice, 201, "put__default_graph");
    assert_eq!(held("/store?default"), (4, "\"Alice\"".to_owned()), "get_of_put__default_graph");
    let mismatched = Request::post(one, "application/rdf+xml", card("Jane Doe").as_bytes()).by("PUT").authorized();
    assert_eq!(server.send(&mismatched).status, 400, "put__mismatched_payload");
    let two = format!("/store?graph={}", form(&format!("http://{}/store/person/2.ttl", server.address)));
    status("PUT", &two, "", 201, "put__empty_graph");
    assert_eq!(held("/store/person/2.ttl").0, 0, "get_of_put__empty_graph");
    status("PUT", &two, alice, 204, "put__replace_empty_graph");
    assert_eq!(held(&two).0, 4, "get_of_replacement_for_empty_graph");
    status("DELETE", "/store/person/2.ttl", "", 204, "delete__existing_graph");
    assert_eq!(server.get("/store/person/2.ttl").status, 404, "get_of_delete__existing_graph");
    status("DELETE", "/store/person/2.ttl", "", 404, "delete__nonexistent_graph");
    status("POST", one, &format!("<{me}> <http://xmlns.com/foaf/0.1/name> \"Jane Doe\" ."), 204, "post__existing_graph");
    assert_eq!(held(one), (5, "\"Jane Doe\" \"Jane Doe\"".to_owned()), "get_of_post__existing_graph");
    let boundary = "a6fe4cd636164618814be9f8d3d1a0de";
    let part = |name: &str, value: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}.ttl\"; filename=\"{name}.ttl\"\r\nContent-Type: {turtle}\r\n\r\n\
             <{me}> <http://xmlns.com/foaf/0.1/{name}> \"{value}\" .\r\n"
        )
    };
    let parts = format!("{}{}--{boundary}--\r\n", part("familyName", "Doe"), part("givenName", "Jane"));
    let multipart = Request::post(one, &format!("multipart/form-data; boundary={boundary}"), parts.as_bytes()).authorized();
    assert_eq!(server.send(&multipart).status, 204, "post__multipart_formdata");
    assert_eq!(held(one), (7, "\"Doe\" \"Jane Doe\" \"Jane Doe\" \"Jane\"".to_owned()), "get_of_post__multipart_formdata");
    let created = status("POST", "/store", alice, 201, "post__create__new_graph");
    let new = created.header("location").strip_prefix(&format!("http://{}", server.address)).expect("an address here").to_owned();
    assert_eq!(held(&new), (4, "\"Alice\"".to_owned()), "get_of_post__create__new_graph");
    status("POST", &new, "", 204, "post__empty_graph_to_existing_graph");
    assert_eq!(held(&new), (4, "\"Alice\"".to_owned()), "get_of_post__after_noop");
    let head = server.send(&Request::get(one).by("HEAD").with("accept", "text/turtle"));
    assert_eq!((head.status, head.header("content-type"), head.body.len()), (200, "text/turtle", 0), "head_on_an_existing_graph");
    assert_eq!(server.send(&Request::get("/store/person/4.ttl").by("HEAD")).status, 404, "head_on_a_nonexisting_graph");

    for (method, path, media_type, body, expected) in [
        ("PUT", "/store", "text/turtle", "", 400),
        ("PUT", "/store?graph=none", "text/turtle", "", 400),
        ("PUT", "/store?default&graph=http://example.org/g", "text/turtle", "", 400),
        ("PUT", one, "text/turtle", "<a> <b>", 400),
        ("PUT", one, "application/n-quads", "<http://a> <http://b> <http://c> <http://d> .", 400),
        ("PUT", one, "text/csv", "a,b", 415),
        ("POST", one, "", "<a> <b> <c> .", 415),
        ("POST", one, "multipart/form-data", "", 400),
        ("PATCH", one, "text/turtle", "", 405),
    ] {
        let response = server.send(&Request::post(path, media_type, body.as_bytes()).by(method).authorized());
        assert_eq!(response.status, expected, "{method} {path}: {}", response.text());
        assert!(response.text().contains("  do: "), "{}", response.text());
    }
    assert_eq!(held(one).0, 7, "what is refused has changed nothing");
}

#[test]
fn only_who_shows_the_token_writes() {
    let (_folder, store) = examples();
    let update = || Request::post("/sparql", "application/sparql-update", b"CLEAR ALL");
    let graph = || Request::post("/store?graph=http://example.org/g", "text/turtle", b"<a> <b> <c> .");
    let requests = || [update(), graph().by("PUT"), graph(), graph().by("DELETE"), graph().by("PUT").with("x", "y")];
    let reading = Server::start(&store, &[]);
    for request in requests() {
        for request in [request.clone(), request.authorized()] {
            let response = reading.send(&request);
            assert!(response.status == 403 && response.text().contains("--writable"), "{}", response.text());
        }
    }
    drop(reading);
    let server = Server::writable(&store, &[]);
    let facts = server.get("/api/info").json()["facts"].clone();
    for request in requests() {
        for given in [None, Some(""), Some("Bearer "), Some("Bearer a-token-of-the-test"), Some("Basic YTpi")] {
            let request = given.map_or(request.clone(), |given| request.clone().with("authorization", given));
            let response = server.send(&request);
            assert_eq!((response.status, response.header("www-authenticate")), (401, "Bearer realm=\"zhengtu\""), "{}", response.text());
        }
    }
    // Another host's page could not make use of a token either.
    assert_eq!(server.send(&update().authorized().with("origin", "http://evil.example")).status, 403);
    assert_eq!(server.get("/api/info").json()["facts"], facts);
    let description = server.send(&Request::get("/sparql").with("accept", "text/turtle")).text();
    assert!(description.contains("SPARQL11Update"), "{description}");

    let begin = |arguments: &[&str], token: Option<&str>| {
        let mut command = Command::new(ZHENGTU);
        command.args(["serve", "--bind", "127.0.0.1:0", "--store"]).arg(&store).args(arguments).env_remove("ZHENGTU_TOKEN");
        if let Some(token) = token {
            command.env("ZHENGTU_TOKEN", token);
        }
        let output = command.stdin(Stdio::null()).output().expect("it runs");
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    };
    for (arguments, token, says) in [
        (&["--writable"][..], None, "there is no token"),
        (&["--writable"], Some("short"), "16 are the fewest"),
        (&["--writable", "--token-file", "/none"], Some(TOKEN), "the token cannot be read"),
        (&["--token-file", "/none"], None, "--writable"),
    ] {
        let (code, said) = begin(arguments, token);
        assert!(code == Some(2) && said.contains(says), "{arguments:?}: {said}");
    }
}

#[test]
fn what_is_written_is_read_at_once_by_all() {
    let (_folder, store, server) = vacant(&["--workers", "2"]);
    let token = server.get("/api/queries").header("etag").to_owned();
    let count = |server: &Server| {
        server.ask("SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }")["results"]["bindings"][0]["n"]["value"].clone()
    };
    for round in 1..=5 {
        let update =
            format!("INSERT DATA {{ GRAPH <http://example.org/{round}> {{ <http://example.org/s> <http://example.org/p> {round} }} }}");
        assert_eq!(server.send(&Request::post("/sparql", "application/sparql-update", update.as_bytes()).authorized()).status, 204);
        assert_eq!(count(&server), round.to_string(), "a process that answers queries sees it");
        assert_eq!(server.get(&format!("/store?graph=http://example.org/{round}")).status, 200, "and so does the server");
    }
    assert_ne!(server.get("/api/queries").header("etag"), token, "answers that were kept are of the state before");
    // Many at once are made one after the other, and none is lost.
    thread::scope(|scope| {
        for number in 100..110 {
            let server = &server;
            scope.spawn(move || {
                let update = format!("INSERT DATA {{ <http://example.org/s> <http://example.org/p> {number} }}");
                let response = server.send(&Request::post("/sparql", "application/sparql-update", update.as_bytes()).authorized());
                assert_eq!(response.status, 204, "{}", response.text());
            });
        }
    });
    assert_eq!(count(&server), "15");
    // While another process writes, a change is turned away and not lost in silence.
    let building = Store::open(&store, &Base::default()).expect("nobody holds it between two changes");
    let refused = server.send(&Request::post("/sparql", "application/sparql-update", b"CLEAR ALL").authorized());
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(!refused.header("retry-after").is_empty());
    drop(building);
    // A pattern that names no graphs sees all, as a query does; what names none stands in the default graph.
    let copy = b"INSERT { GRAPH <http://example.org/all> { ?s <http://example.org/q> ?o } } WHERE { ?s <http://example.org/p> ?o }";
    assert_eq!(server.send(&Request::post("/sparql", "application/sparql-update", copy).authorized()).status, 204);
    assert_eq!(server.ask("ASK { GRAPH <http://example.org/all> { ?s <http://example.org/q> 1, 105 } }")["boolean"], Value::Bool(true));
}

#[test]
fn documents_that_are_written_are_found_soon() {
    let (_folder, store) = examples();
    let (_other, _path, server) = vacant(&[]);
    let exported = Store::open_read_only(&store).expect("it opens");
    let graphs = exported.graphs().expect("they are read");
    for graph in &graphs {
        let lines: String = exported
            .quads(graph.as_ref())
            .expect("it is read")
            .into_iter()
            .map(|quad| format!("{} {} {} .\n", quad.subject, quad.predicate, quad.object))
            .collect();
        let path = format!("/store?graph={}", form(graph.as_str()));
        let response = server.send(&Request::post(&path, "application/n-triples", lines.as_bytes()).by("PUT").authorized());
        assert_eq!(response.status, 201, "{}", response.text());
    }
    let found = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(100));
        server.get("/api/info").json()["documents"] == 7
    });
    assert!(found, "the names of a store are read when it has stayed the same for a while");
    assert_eq!(server.get("/api/search?q=云岭省财政厅&limit=1").json()[0]["label"], "云岭省财政厅");
    let told = server.get(&format!("/api/document?iri={}", form(graphs[0].as_str()))).json();
    assert!(told["text"].is_null() && told["why"].is_string() && told["facts"].as_u64() > Some(0));
}

#[test]
fn a_change_has_limits() {
    let (_folder, _store, server) = vacant(&["--max-change", "2", "--timeout", "3"]);
    let large = format!("<http://example.org/s> <http://example.org/p> \"{}\" .", "a".repeat(3 << 20));
    let put = Request::post("/store?graph=http://example.org/g", "text/turtle", large.as_bytes()).by("PUT");
    assert_eq!(server.send(&put.clone().authorized()).status, 413);
    let larger = large.replacen(&"a".repeat(3 << 19), "", 1);
    let fits = Request::post("/store?graph=http://example.org/g", "text/turtle", larger.as_bytes()).by("PUT").authorized();
    assert_eq!(server.send(&fits).status, 201, "more than a query may have");
    let endless = format!("INSERT {{ <http://example.org/s> <http://example.org/n> ?n }} WHERE {{ {{ {ENDLESS} }} }}");
    let stopped = server.send(&Request::post("/sparql", "application/sparql-update", endless.as_bytes()).authorized());
    assert_eq!(stopped.status, 504, "{}", stopped.text());
    assert_eq!(server.ask("ASK { ?s <http://example.org/n> ?n }")["boolean"], Value::Bool(false), "it has changed nothing");
    let next = server.send(&Request::post("/sparql", "application/sparql-update", b"CLEAR GRAPH <http://example.org/g>").authorized());
    assert_eq!(next.status, 204, "the store is free again: {}", next.text());
}

// What changes while it serves.

#[test]
fn the_store_may_be_built_while_it_is_served() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    fs::create_dir(&documents).expect("a folder");
    fs::write(
        documents.join("a.txt"),
        "云南省示范产业发展行动方案\n云政办发〔2022〕9号\n一、重点任务\n（一）培育产业集群。扩大产能。（牵头单位：省财政厅）\n",
    )
    .expect("a document");
    build(&documents, &store);
    let mut server = Server::start(&store, &["--workers", "2"]);
    let documents_served = |server: &Server| server.get("/api/info").json()["documents"].as_u64();
    assert_eq!(documents_served(&server), Some(1));
    let tag = server.get("/api/queries").header("etag").to_owned();
    assert_eq!(server.ask("ASK { ?x <https://zhengtu.example/ns#leads> ?task }")["boolean"], Value::Bool(true));
    for round in 2..=4_u64 {
        let text = format!("云南省第{round}号方案\n云政办发〔2023〕{round}号\n一、扩大信贷。引导银行放款。（责任单位：云南省商务厅）\n");
        fs::write(documents.join(format!("{round}.txt")), text).expect("a document");
        build(&documents, &store);
        // It turns to the new store within a second or so.
        let turned = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(100));
            documents_served(&server) == Some(round)
        });
        assert!(turned, "the documents of the new store are served");
        let count = server.ask("SELECT (COUNT(DISTINCT ?d) AS ?n) { ?t <https://zhengtu.example/ns#expresses> ?d }");
        assert_eq!(count["results"]["bindings"][0]["n"]["value"], round.to_string());
    }
    assert_ne!(server.get("/api/queries").header("etag"), tag, "another store, another name");
    assert_eq!(server.get("/api/search?q=商务厅").json()[0]["label"], "云南省商务厅");
    // Asked to end, it ends well and leaves nothing behind.
    assert!(Command::new("kill").arg(server.child.id().to_string()).status().expect("kill runs").success());
    assert!(server.child.wait().expect("it ends").success());
    let left: Vec<_> = fs::read_dir(&store)
        .expect("the store is there")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("snapshot-"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn what_keeps_it_from_beginning_is_told() {
    let (folder, store) = examples();
    let server = Server::start(&store, &[]);
    let begin = |arguments: &[&str]| {
        let output =
            Command::new(ZHENGTU).arg("serve").args(arguments).current_dir(folder.path()).stdin(Stdio::null()).output().expect("it runs");
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    };
    let store = store.display().to_string();
    let (code, said) = begin(&["--store", &store, "--bind", &server.address.to_string()]);
    assert_eq!(code, Some(2));
    assert!(said.contains("has the port") && said.contains("--bind 127.0.0.1:"), "{said}");
    let (code, said) = begin(&["--store", "none"]);
    assert!(code == Some(2) && said.contains("zhengtu build"), "{said}");
    let (code, said) = begin(&["--store", &store, "--bind", "192.0.2.1:7878"]);
    assert!(code == Some(2) && said.contains("does not have the address"), "{said}");
    let (code, _) = begin(&["--store", &store, "--cors", "*"]);
    assert_eq!(code, Some(2));
}

// What the pages are told.

#[test]
fn the_page_is_served_with_its_files() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let page = server.get("/");
    for path in ["/explore", "/explore/questions/targets", "/editor"] {
        assert_eq!(server.get(path).body, page.body, "{path}");
    }
    let text = page.text();
    let files: Vec<&str> = text.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!(files.len() >= 2, "{text}");
    for file in files {
        let named = server.get(file);
        assert_eq!(named.status, 200, "{file}");
        assert!(named.header("cache-control").contains("immutable"), "{file}: its name has its content");
        let bare = server.get(file.split('?').next().expect("a path"));
        assert_eq!((bare.body == named.body, bare.header("cache-control")), (true, "no-cache"), "{file}");
        let known = server.send(&Request::get(file).with("if-none-match", named.header("etag")));
        assert_eq!(known.status, 304, "{file}");
    }
    for (file, media_type) in [("yasgui.min.js", "text/javascript; charset=utf-8"), ("yasgui.min.css", "text/css; charset=utf-8")] {
        assert_eq!(server.get(&format!("/assets/{file}")).header("content-type"), media_type);
    }
    assert_eq!(server.get("/assets/none.js").status, 404);
    // In fewer bytes, to who takes them.
    let text =
        server.ask("SELECT ?text { ?text a <https://zhengtu.example/ns#Text> } LIMIT 1")["results"]["bindings"][0]["text"]["value"].clone();
    for path in ["/assets/yasgui.min.js", "/api/queries", &format!("/api/document?iri={}", form(text.as_str().expect("a text")))] {
        let plain = server.get(path);
        let small = server.send(&Request::get(path).with("accept-encoding", "gzip, br"));
        assert_eq!((plain.header("content-encoding"), small.header("content-encoding")), ("", "gzip"), "{path}");
        assert!(small.is_whole() && small.body.len() * 2 < plain.body.len() && small.header("vary").contains("accept-encoding"), "{path}");
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(small.body.as_slice()), &mut unpacked).expect("it is gzip");
        assert!(unpacked == plain.body, "{path}");
        assert!(plain.header("etag").is_empty() || plain.header("etag") != small.header("etag"), "{path}");
    }
}

#[test]
fn things_are_found_by_name() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let found = |path: &str| {
        let found = server.get(path).json();
        found.as_array().expect("a list").iter().map(|one| one["label"].as_str().expect("a label").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("/api/search?q=云岭省财政厅&limit=1"), ["云岭省财政厅"]);
    assert_eq!(found("/api/search?q=省财政厅&kind=organization&limit=1"), ["云岭省财政厅"], "as documents write it");
    assert!(found("/api/search?q=发改委&kind=organization").contains(&"云岭省发展和改革委员会".to_owned()), "in short");
    assert_eq!(found("/api/search?q=yunlingshengcai&limit=1"), ["云岭省财政厅"]);
    assert_eq!(found("/api/search?q=ylsczt&limit=1"), ["云岭省财政厅"]);
    assert_eq!(found("/api/search?q=岭政办发〔2012〕86号&kind=document&limit=1"), ["云岭省承接产业转移重点工作分工方案"]);
    assert!(found("/api/search?q=").is_empty());
    assert_eq!(server.get("/api/search?q=a&limit=many").status, 400);
}

#[test]
fn a_thing_is_told_with_its_facts() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let body = "https://zhengtu.example/id/organization/云岭省生态环境厅";
    let told = server.get(&format!("/api/entity?iri={}", form(body))).json();
    assert_eq!((told["kind"].as_str(), told["label"].as_str()), (Some("organization"), Some("云岭省生态环境厅")));
    assert_eq!(told["succession"][0]["from"]["label"], "云岭省环境保护厅");
    assert_eq!((told["succession"][0]["year"].as_u64(), told["succession"][0]["kind"].as_str()), (Some(2018), Some("renamed")));
    assert!(told["properties"].as_array().expect("a list").iter().any(|property| property["values"][0]["label"] == "云岭省"), "{told}");
    let facts = told["facts"].as_array().expect("a list");
    let assignments = server.ask(&format!("SELECT (COUNT(*) AS ?n) {{ ?fact <https://zhengtu.example/ns#organization> <{body}> }}"));
    assert_eq!(told["total"].to_string(), assignments["results"]["bindings"][0]["n"]["value"].as_str().expect("a number"));
    assert!(facts.iter().all(|fact| fact["organization_iri"] == body && fact["quote"].is_string() && fact["start"].is_u64()), "{facts:?}");
    // Page by page, each fact comes once.
    let page = |offset: usize| server.get(&format!("/api/entity?iri={}&limit=2&offset={offset}", form(body))).json()["facts"].clone();
    let paged: Vec<Value> = (0..facts.len()).step_by(2).flat_map(|offset| page(offset).as_array().expect("a list").clone()).collect();
    assert_eq!(&paged, facts);
    // Year by year, likewise.
    let line = server.get(&format!("/api/timeline?iri={}", form(body))).json();
    let names: Vec<&str> = line["line"].as_array().expect("a line").iter().map(|one| one["label"].as_str().expect("a label")).collect();
    assert_eq!(names[..2], ["云岭省环境保护厅", "云岭省生态环境厅"]);
    assert_eq!((&line["line"][0]["until"], &line["line"][1]["from"]), (&told["succession"][0]["year"], &told["succession"][0]["year"]));
    let years = line["line"][1]["years"].as_array().expect("years");
    assert!(!years.is_empty());
    for counts in years {
        let year = counts["year"].as_u64().map_or_else(|| "none".to_owned(), |year| year.to_string());
        let of_year = server.get(&format!("/api/entity?iri={}&limit=1000&year={year}", form(body))).json();
        let duties: BTreeSet<_> = of_year["facts"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|fact| fact["relation"] == "responsibility")
            .collect::<Vec<_>>()
            .into_iter()
            .map(|fact| (fact["document_iri"].to_string(), fact["role"].to_string(), fact["task_iri"].to_string()))
            .collect();
        let counted: u64 = ["lead", "support", "responsible"].iter().filter_map(|role| counts[*role].as_u64()).sum();
        assert_eq!(duties.len() as u64, counted, "{year}");
    }
    assert_eq!(server.get("/api/timeline?iri=https://zhengtu.example/id/organization/none").status, 404);
    // Bodies × documents, likewise.
    let matrix = server.get("/api/matrix").json();
    let documents = matrix["documents"].as_array().expect("a list");
    assert!(
        !documents.is_empty() && documents.windows(2).all(|pair| pair[0]["date"].as_str() >= pair[1]["date"].as_str()),
        "{documents:?}"
    );
    let rows = server.get("/api/query/organization-by-document?format=json").json();
    for row in rows["results"]["bindings"].as_array().expect("rows") {
        let cell = |name: &str| row[name]["value"].as_str().expect("a cell");
        let Some(body) = matrix["bodies"].as_array().expect("a list").iter().find(|one| one["label"] == cell("organization")) else {
            continue;
        };
        let column = documents.iter().position(|one| one["title"] == cell("document")).expect("its document");
        for role in ["lead", "support", "responsible"] {
            assert_eq!(body["cells"][column][role].to_string(), cell(role), "{body} {column}");
        }
    }
    let one = server.get("/api/matrix?title=承接产业转移&year=2012&rows=2").json();
    assert_eq!((one["of"].as_u64(), one["bodies"].as_array().map(Vec::len)), (Some(1), Some(2)));
    assert_eq!(server.get("/api/matrix?year=1900").json()["documents"].as_array().map(Vec::len), Some(0));
    // A neighbour's neighbour is itself.
    let neighbour = told["neighbours"][0]["iri"].as_str().expect("a neighbour");
    let back = server.get(&format!("/api/entity?iri={}", form(neighbour))).json();
    assert!(back["neighbours"].as_array().expect("a list").iter().any(|one| one["iri"] == body), "{back}");
    assert_eq!(server.get("/api/entity?iri=https://zhengtu.example/id/place/none").status, 404);
    assert_eq!(server.get("/api/entity?iri=none").status, 400);
    assert_eq!(server.get("/api/entity").status, 400);
}

#[test]
fn every_fact_is_told_of_all_that_it_speaks_of() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let rows = server.ask(
        "SELECT DISTINCT ?thing ?fact {
           { ?fact zt:organization|zt:task|zt:group|zt:hasMember|zt:subject|zt:indicator|zt:host|zt:industry|zt:park|zt:place|zt:cited ?thing }
           UNION { GRAPH ?thing { ?fact zt:evidence ?evidence } }
           UNION { GRAPH ?text { ?text zt:expresses ?thing . ?fact zt:evidence ?evidence } }
           UNION { ?fact zt:evidence ?evidence BIND(?fact AS ?thing) }
         }",
    );
    let mut facts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows["results"]["bindings"].as_array().expect("rows") {
        let cell = |name: &str| row[name]["value"].as_str().expect("a cell");
        facts.entry(cell("thing")).or_default().insert(cell("fact"));
    }
    assert!(facts.len() > 100, "{}", facts.len());
    for (thing, facts) in facts {
        let told = server.get(&format!("/api/entity?iri={}&limit=1000", form(thing))).json();
        let shown: Vec<&str> = told["facts"].as_array().expect("a list").iter().map(|fact| fact["id"].as_str().expect("an IRI")).collect();
        assert_eq!((told["total"].as_u64(), shown.len()), (Some(facts.len() as u64), facts.len()), "{thing}");
        assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), facts, "{thing}");
    }
}

#[test]
fn a_thing_of_which_much_is_said_is_described_in_parts() {
    let (_folder, _store, server) = vacant(&[]);
    let task = "https://zhengtu.example/id/task/1";
    let facts: String = (0..450).map(|fact| format!("<https://example.org/{fact}> zt:task <{task}> .")).collect();
    let update = format!("INSERT DATA {{ GRAPH <https://example.org/g> {{ <{task}> a zt:Task . {facts} }} }}");
    assert_eq!(server.send(&Request::post("/sparql", "application/sparql-update", update.as_bytes()).authorized()).status, 204);
    let mut next = "/id/task/1?format=ntriples".to_owned();
    let mut told = Vec::new();
    while !next.is_empty() {
        let part = server.get(&next);
        assert!(part.status == 200 && part.text().contains("ns#Task>"), "{next}: {}", part.text());
        told.push(part.text().lines().filter(|line| line.contains("ns#task>")).map(str::to_owned).collect::<BTreeSet<_>>());
        next = part.header("link").trim_start_matches('<').trim_end_matches(">; rel=\"next\"").to_owned();
    }
    assert_eq!(told.iter().map(BTreeSet::len).collect::<Vec<_>>(), [200, 200, 50]);
    assert_eq!(told.into_iter().flatten().collect::<BTreeSet<_>>().len(), 450);
}

#[test]
fn a_document_is_told_with_its_text_and_every_quote_in_it() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let documents = server.ask("SELECT DISTINCT ?document { ?text <https://zhengtu.example/ns#expresses> ?document }");
    let documents = documents["results"]["bindings"].as_array().expect("rows").clone();
    assert_eq!(documents.len(), 7);
    let mut facts_in_all = 0;
    for document in documents {
        let iri = document["document"]["value"].as_str().expect("an IRI");
        let told = server.get(&format!("/api/document?iri={}", form(iri))).json();
        let text: Vec<char> = told["text"].as_str().unwrap_or_else(|| panic!("the text: {}", told["why"])).chars().collect();
        let text_iri = form(told["text_iri"].as_str().expect("an IRI"));
        let facts = server.get(&format!("/api/entity?iri={text_iri}&limit=1000")).json()["facts"].as_array().expect("facts").clone();
        assert_eq!(told["facts"].as_u64(), Some(facts.len() as u64));
        for fact in &facts {
            let place = |name: &str| usize::try_from(fact[name].as_u64().expect("a number")).expect("it is small");
            let quote: String = text[place("start")..place("end")].iter().collect();
            assert_eq!(fact["quote"], quote.as_str(), "{iri}");
        }
        // Each fact has its quote; the quotes are in the order of the facts.
        let mut quoted = Vec::new();
        for quote in told["quotes"].as_array().expect("quotes") {
            assert_eq!(quote["first"].as_u64(), Some(quoted.len() as u64), "{iri}");
            let those = &facts[quoted.len()..quoted.len() + quote["facts"].as_u64().expect("a number") as usize];
            assert_eq!(quote["inferred"], those.iter().any(|fact| fact["certainty"] == "inferred"), "{iri}");
            quoted.extend(those.iter().map(|_| (&quote["start"], &quote["end"])));
        }
        assert_eq!(quoted, facts.iter().map(|fact| (&fact["start"], &fact["end"])).collect::<Vec<_>>(), "{iri}");
        // Part by part, each fact comes once.
        for parts in [1, 7] {
            let part =
                |offset: usize| server.get(&format!("/api/entity?iri={text_iri}&limit={parts}&offset={offset}")).json()["facts"].clone();
            let parts: Vec<Value> =
                (0..facts.len()).step_by(parts).flat_map(|offset| part(offset).as_array().expect("a list").clone()).collect();
            assert_eq!(parts, facts, "{iri}");
        }
        facts_in_all += facts.len();
    }
    assert_eq!(server.get("/api/info").json()["facts"], facts_in_all);
}

#[test]
fn a_text_that_has_changed_is_not_shown() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    fs::create_dir(&documents).expect("a folder");
    let path = documents.join("a.txt");
    fs::write(&path, "云南省方案\n云政办发〔2022〕9号\n一、扩大信贷。引导银行放款。（责任单位：云南省商务厅）\n").expect("a document");
    build(&documents, &store);
    let server = Server::start(&store, &[]);
    let told = |server: &Server| server.get("/api/document?iri=https://zhengtu.example/id/document/云政办发〔2022〕9号").json();
    assert!(told(&server)["text"].is_string());
    fs::write(&path, "云南省另一方案\n").expect("it is changed");
    assert!(told(&server)["text"].is_null() && told(&server)["why"].as_str().is_some_and(|why| why.contains("has changed")));
    assert_eq!(told(&server)["quotes"].as_array().map(Vec::len), Some(1), "what the graph holds is told all the same");
    fs::remove_file(&path).expect("it is removed");
    assert!(told(&server)["why"].as_str().is_some_and(|why| why.contains("cannot read it")), "{}", told(&server)["why"]);
}

#[test]
fn bundled_queries_are_listed_and_asked() {
    let (folder, store) = examples();
    let server = Server::start(&store, &[]);
    let listed = server.get("/api/queries").json();
    let names: Vec<&str> = listed.as_array().expect("a list").iter().map(|query| query["name"].as_str().expect("a name")).collect();
    assert_eq!(names, zhengtu::query::library().iter().map(|query| query.header.name.as_str()).collect::<Vec<_>>());
    let responsibilities =
        listed.as_array().expect("a list").iter().find(|query| query["name"] == "responsibilities").expect("it is there");
    let role = &responsibilities["parameters"].as_array().expect("a list")[1];
    assert_eq!((role["name"].as_str(), role["choices"][0].as_str()), (Some("role"), Some("lead")));

    let csv = server.get("/api/query/responsibilities?organization=云岭省财政厅&format=csv");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"responsibilities.csv\"");
    assert!(csv.text().starts_with("\u{feff}source,document,task,role,"), "Excel knows that it is UTF-8");
    let command = Command::new(ZHENGTU)
        .args(["query", "responsibilities", "-p", "organization=云岭省财政厅", "--format", "csv", "--bom", "--store"])
        .arg(&store)
        .current_dir(folder.path())
        .output()
        .expect("the program runs");
    assert_eq!(csv.body, command.stdout, "as the command line has it");
    let workbook = server.get("/api/query/targets?format=xlsx");
    assert!(workbook.body.starts_with(b"PK") && workbook.header("content-disposition").ends_with("\"targets.xlsx\""));
    let own = form("SELECT ('=1+1' AS ?cell) {}");
    assert!(server.get(&format!("/api/table?query={own}&format=csv")).text().contains("'=1+1"), "a spreadsheet does not run it");
    let posted =
        server.send(&Request::post("/api/table", "application/x-www-form-urlencoded", format!("format=xlsx&query={own}").as_bytes()));
    assert!(posted.body.starts_with(b"PK"));

    let shown = form(r#"[["名称","年"],["=1+1",2021],["b",null]]"#);
    let sheet = |format: &str, name: &str, table: &str| {
        let body = format!("name={name}&format={format}&table={table}");
        server.send(&Request::post("/api/sheet", "application/x-www-form-urlencoded", body.as_bytes()))
    };
    let csv = sheet("csv", "matrix", &shown);
    assert_eq!(csv.text(), "\u{feff}名称,年\r\n'=1+1,2021\r\nb,\r\n");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"matrix.csv\"");
    assert!(sheet("xlsx", "matrix", &shown).body.starts_with(b"PK"));
    let long = format!("[{}]", vec![form(r#"["将单位、任务和原文写成表格的一行"]"#); 20_000].join(","));
    assert!(long.len() > 2 << 20 && sheet("csv", "facts", &long).text().lines().count() == 20_000, "the facts of a long text");
    for (format, name, table) in [("pdf", "a", "[]"), ("csv", "..%2Fa", "[]"), ("csv", "a", "{}"), ("turtle", "a", "[]")] {
        assert_eq!(sheet(format, name, table).status, 400, "{format} {name} {table}");
    }

    for (path, status, says) in [
        ("/api/query/respnsibilities", 404, "did you mean"),
        ("/api/query/responsibilities?orgnization=x", 400, "did you mean -p organization="),
        ("/api/query/responsibilities?role=boss", 400, "it is none of lead, support, responsible"),
        ("/api/query/responsibilities?format=pdf", 400, "is not a format"),
        ("/api/query/responsibilities?format=turtle", 400, "the answer is rows"),
        ("/api/table?format=csv", 400, "no query"),
        ("/api/table?query=x&format=csv", 400, "this is not SPARQL"),
    ] {
        let response = server.get(path);
        assert_eq!(response.status, status, "{path}: {}", response.text());
        assert!(response.text().contains(says), "{path}: {}", response.text());
    }
    let problem = server.send(&Request::get("/api/query/none").with("accept", "application/json"));
    assert_eq!(problem.header("content-type"), "application/problem+json");
    assert_eq!((problem.json()["status"].as_u64(), problem.json()["title"].as_str()), (Some(404), Some("Not Found")));
}

#[test]
fn things_can_be_had_by_their_own_addresses() {
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let path = "/id/organization/云岭省财政厅";
    let iri = "<https://zhengtu.example/id/organization/云岭省财政厅>";
    let mut held = Vec::new();
    for (accept, format) in [
        ("text/turtle", RdfFormat::Turtle),
        ("application/ld+json", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        ("application/n-triples", RdfFormat::NTriples),
        ("application/rdf+xml", RdfFormat::RdfXml),
    ] {
        let response = server.send(&Request::get(path).with("accept", accept));
        assert_eq!((response.status, response.header("content-type"), response.header("vary")), (200, accept, "accept, accept-encoding"));
        let triples: BTreeSet<String> =
            RdfParser::from_format(format).for_slice(&response.body).map(|quad| quad.expect("well formed").to_string()).collect();
        assert!(
            triples.iter().any(|triple| triple.starts_with(iri))
                && triples.iter().any(|triple| triple.contains(&format!("ns#organization> {iri}")))
        );
        held.push(triples);
    }
    assert!(held.windows(2).all(|pair| pair[0] == pair[1]), "the same in all formats");
    assert!(server.get(&format!("{path}?format=ntriples")).text().contains(iri), "by a link");
    let browser = Request::get(path).with("accept", "text/html,*/*;q=0.8");
    assert_eq!(server.send(&browser).header("content-type"), "text/html; charset=utf-8");
    for accept in ["text/html", "text/turtle"] {
        assert_eq!(server.send(&Request::get("/id/organization/无此单位").with("accept", accept)).status, 404);
    }
    // Every name of the graph, however it is written, leads to the thing.
    let all = server.ask("SELECT DISTINCT ?thing { ?thing a ?class FILTER(STRSTARTS(STR(?thing), 'https://zhengtu.example/id/') && !CONTAINS(STR(?thing), '#')) }");
    let things = all["results"]["bindings"].as_array().expect("rows").clone();
    assert!(things.len() > 300);
    for thing in things {
        let iri = thing["thing"]["value"].as_str().expect("an IRI");
        let path = iri.strip_prefix("https://zhengtu.example").expect("it is one of the graph");
        assert_eq!(server.get(path).status, 200, "{iri}");
    }
}

#[test]
fn a_graph_of_another_base_is_served_under_its_paths() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store");
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents");
    let mut command = Command::new(ZHENGTU);
    command.args(["build", "--base-iri", "https://example.org/graph/", "--store"]).arg(&store).arg(documents);
    assert!(command.output().expect("the program runs").status.success());
    let server = Server::start(&store, &[]);
    assert_eq!(server.get("/api/info").json()["base"], "https://example.org/graph/id/");
    for path in ["/id/place/云岭省", "/graph/id/place/云岭省"] {
        let response = server.send(&Request::get(path).with("accept", "application/n-triples"));
        assert!(response.text().contains("<https://example.org/graph/id/place/云岭省>"), "{path}: {}", response.text());
    }
    assert_eq!(server.get("/other/id/place/云岭省").status, 404);
}

// Clients of others.

#[test]
fn clients_in_python_are_answered() {
    let Some(python) = tool("python3", "ZHENGTU_PYTHON", &["-c", "import rdflib, SPARQLWrapper"], "rdflib and SPARQLWrapper") else {
        return;
    };
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let script = r#"
import sys, rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import SPARQLWrapper, JSON, XML, CSV, TURTLE, RDFXML, POST, GET
endpoint = sys.argv[1]
zt = rdflib.Namespace("https://zhengtu.example/ns#")
organization = rdflib.URIRef("https://zhengtu.example/id/organization/云岭省财政厅")

store = SPARQLStore(endpoint, returnFormat="json")
graph = rdflib.Graph(store)
leads = set(graph.objects(organization, zt.leads))
by_query = {row[0] for row in graph.query("SELECT DISTINCT ?task { ?body zt:leads ?task }", initNs={"zt": zt}, initBindings={"body": organization})}
assert leads and leads == by_query, (leads, by_query)
assert len(graph) > 1000
text = next(graph.subjects(rdflib.RDF.type, zt.Text))
named = rdflib.ConjunctiveGraph(SPARQLStore(endpoint, returnFormat="xml")).get_context(text)
assert (text, rdflib.RDF.type, zt.Text) in named

counts = set()
for method in (GET, POST):
    for form in (JSON, XML, CSV):
        wrapper = SPARQLWrapper(endpoint)
        wrapper.setMethod(method)
        wrapper.setReturnFormat(form)
        wrapper.setQuery("SELECT (COUNT(DISTINCT ?fact) AS ?n) { ?fact <https://zhengtu.example/ns#evidence> ?evidence }")
        found = wrapper.query().convert()
        if form == JSON: counts.add(found["results"]["bindings"][0]["n"]["value"])
        elif form == XML: counts.add(found.getElementsByTagName("literal")[0].firstChild.data)
        else: counts.add(found.decode().split()[1])
assert len(counts) == 1 and int(counts.pop()) > 400, counts
wrapper = SPARQLWrapper(endpoint)
wrapper.setQuery("CONSTRUCT WHERE { ?body <https://zhengtu.example/ns#leads> ?task }")
for form in (TURTLE, RDFXML):
    wrapper.setReturnFormat(form)
    found = wrapper.query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) > 50, len(graph)
wrapper.setQuery("SELECT * { nonsense")
try:
    wrapper.query()
    raise SystemExit("no error")
except Exception as error:
    assert "QueryBadFormed" in type(error).__name__, error
"#;
    run(Command::new(python).args(["-W", "ignore", "-c", script]).arg(format!("http://{}/sparql", server.address)));
}

#[test]
fn clients_in_python_write_with_the_token() {
    let Some(python) = tool("python3", "ZHENGTU_PYTHON", &["-c", "import rdflib, SPARQLWrapper"], "rdflib and SPARQLWrapper") else {
        return;
    };
    let (_folder, _store, server) = vacant(&[]);
    let script = r#"
import sys, rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from SPARQLWrapper import SPARQLWrapper, POST
endpoint, token = sys.argv[1], sys.argv[2]
headers = {"Authorization": f"Bearer {token}"}
name = rdflib.URIRef("https://example.org/g")
store = SPARQLUpdateStore(endpoint, endpoint, headers=headers, returnFormat="json", autocommit=False)
graph = rdflib.Graph(store, identifier=name)
for number in range(50):
    graph.add((rdflib.URIRef("https://example.org/s"), rdflib.URIRef("https://example.org/p"), rdflib.Literal(number)))
store.commit()
assert len(graph) == 50, len(graph)
graph.remove((None, None, rdflib.Literal(7)))
store.commit()
assert len(graph) == 49, len(graph)
wrapper = SPARQLWrapper(endpoint)
wrapper.setMethod(POST)
wrapper.setQuery("CLEAR GRAPH <https://example.org/g>")
try:
    wrapper.query()
    raise SystemExit("it wrote without the token")
except Exception as error:
    assert "401" in str(error) or "Unauthorized" in type(error).__name__, error
wrapper.addCustomHttpHeader("Authorization", headers["Authorization"])
wrapper.query()
assert len(graph) == 0
"#;
    run(Command::new(python).args(["-W", "ignore", "-c", script]).arg(format!("http://{}/sparql", server.address)).arg(TOKEN));
}

#[test]
fn comunica_is_answered() {
    let modules = env::var("ZHENGTU_NODE_MODULES").unwrap_or_default();
    let check = format!("require({:?})", Path::new(&modules).join("@comunica/query-sparql").display().to_string());
    let Some(node) = tool("node", "ZHENGTU_NODE", &["-e", &check], "@comunica/query-sparql in ZHENGTU_NODE_MODULES") else { return };
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let script = r#"
const { QueryEngine } = require(process.argv[1]);
(async () => {
  const engine = new QueryEngine();
  const sources = [{ type: "sparql", value: process.argv[2] }];
  const rows = await (await engine.queryBindings(`PREFIX zt: <https://zhengtu.example/ns#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT DISTINCT ?label { ?body zt:leads ?task ; skos:prefLabel ?label . OPTIONAL { ?body skos:altLabel ?other } FILTER(LANG(?label) = "zh") }`, { sources })).toArray();
  if (rows.length < 20 || !rows.some((row) => row.get("label").value === "云岭省财政厅")) throw new Error(`rows: ${rows.length}`);
  if (await engine.queryBoolean("ASK { ?x a <https://zhengtu.example/ns#None> }", { sources })) throw new Error("there is none");
  const triples = await (await engine.queryQuads("CONSTRUCT WHERE { ?body <https://zhengtu.example/ns#leads> ?task }", { sources })).toArray();
  if (triples.length < 50) throw new Error(`triples: ${triples.length}`);
})().catch((error) => { console.error(error); process.exit(1); });
"#;
    let module = Path::new(&modules).join("@comunica/query-sparql");
    run(Command::new(node).args(["-e", script]).arg(module).arg(format!("http://{}/sparql", server.address)));
}

/// In windows of two sizes, in light and in dark; what is done there stands in the script. Screenshots are kept if `ZHENGTU_SCREENSHOTS` names a folder.
#[test]
fn the_explorer_is_used_in_a_browser() {
    let check = "import selenium, shutil; assert shutil.which('chromium') and shutil.which('chromedriver')";
    let Some(python) = tool("python3", "ZHENGTU_PYTHON", &["-c", check], "selenium and Chromium") else { return };
    let (_folder, store) = examples();
    let server = Server::start(&store, &[]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/explorer.py");
    run(Command::new(python).arg(script).arg(format!("http://{}", server.address)).args(env::var("ZHENGTU_SCREENSHOTS").ok()));
}

/// A program of others with what it needs; if it is absent, the test is skipped, save where it must not be.
fn tool(default: &str, variable: &str, check: &[&str], needs: &str) -> Option<String> {
    let program = env::var(variable).unwrap_or_else(|_| default.to_owned());
    let found =
        Command::new(&program).args(check).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !found {
        assert!(env::var("ZHENGTU_REQUIRE_TOOLS").as_deref() != Ok("1"), "{program} with {needs} is missing");
        eprintln!("skipped: {program} with {needs} is missing");
    }
    found.then_some(program)
}

fn run(command: &mut Command) {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
}
