//! The ontology is complete, and says the same as `src/vocabulary.rs`. Each query of `tests/ontology/` finds faults: a row is one.

mod sample;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use zhengtu::store::ONTOLOGY;
use zhengtu::vocabulary::{dcterms, eli, foaf, oa, org, prov, schema, skos, zt};

/// Terms that the program does not name: they hold others together, or stand in the data of `ontology/` alone.
const DATA_ONLY: [&str; 15] = [
    "Fact", "roles", "positions", "measures", "certainties", "ranks", "province", "prefecture", "county", "changes", "merged", "split",
    "renamed", "dissolved", "transferred",
];

#[test]
fn the_ontology_has_no_faults() {
    for (name, query) in queries() {
        assert_eq!(faults(&query, &parse(ONTOLOGY)), Vec::<String>::new(), "{name}");
    }
}

/// What to take out of the ontology so that a query finds a fault.
fn what_it_needs(query: &str) -> NamedNodeRef<'static> {
    NamedNodeRef::new_unchecked(match query {
        "incomplete_concept" => "http://www.w3.org/2004/02/skos/core#notation",
        "incomplete_header" => "http://purl.org/dc/terms/license",
        "missing_comment" => "http://www.w3.org/2000/01/rdf-schema#comment",
        "missing_domain_or_range" => "http://www.w3.org/2000/01/rdf-schema#range",
        "missing_is_defined_by" => "http://www.w3.org/2000/01/rdf-schema#isDefinedBy",
        "missing_label" => "http://www.w3.org/2000/01/rdf-schema#label",
        "unknown_term" => rdf::TYPE.as_str(),
        _ => panic!("name here what {query}.rq needs, so that a test shows that it can find a fault"),
    })
}

#[test]
fn each_query_finds_what_is_missing() {
    for (name, query) in queries() {
        let lost = parse(ONTOLOGY).into_iter().position(|quad| quad.predicate == what_it_needs(&name)).expect("it is there");
        let mut quads = parse(ONTOLOGY);
        if name == "unknown_term" {
            quads.retain(|quad| quad.predicate != rdf::TYPE || !is_term(&quad.subject, "lead"));
        } else {
            quads.remove(lost);
        }
        assert_ne!(faults(&query, &quads), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_constants_are_the_terms_of_the_ontology() {
    let constants: BTreeSet<_> = zt::TERMS.iter().map(|term| term.as_str().to_owned()).collect();
    assert_eq!(constants.len(), zt::TERMS.len(), "two constants have one IRI");
    let data_only = DATA_ONLY.iter().map(|term| format!("{}{term}", zt::NAMESPACE));
    let known: BTreeSet<_> = constants.iter().cloned().chain(data_only).collect();
    let defined = terms(&parse(ONTOLOGY), true);
    assert_eq!(constants.difference(&defined).collect::<Vec<_>>(), Vec::<&String>::new(), "a constant is not defined");
    assert_eq!(defined.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "a term has no constant");
}

#[test]
fn the_shapes_know_every_term_they_name() {
    let shapes = fs::read_to_string(folder().join("ontology/shapes.ttl")).expect("the shapes are there");
    let defined = terms(&parse(ONTOLOGY), true);
    let used = terms(&parse(&shapes), false);
    assert_eq!(used.difference(&defined).collect::<Vec<_>>(), Vec::<&String>::new());
    let written =
        sample::graph("a.txt").quads.iter().flat_map(|quad| [quad.predicate.to_string(), quad.object.to_string()]).collect::<BTreeSet<_>>();
    let written = defined.iter().filter(|term| written.contains(&format!("<{term}>"))).cloned().collect::<BTreeSet<_>>();
    assert_eq!(written.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "no shape knows what is written");
}

/// The terms of `zt:` that are defined (or, else, named) in a graph.
fn terms(quads: &[Quad], defined: bool) -> BTreeSet<String> {
    let mut iris = BTreeSet::new();
    for quad in quads {
        if let NamedOrBlankNode::NamedNode(node) = &quad.subject
            && (!defined || quad.predicate == rdf::TYPE)
        {
            iris.insert(node.as_str().to_owned());
        }
        if !defined {
            iris.insert(quad.predicate.as_str().to_owned());
            if let Term::NamedNode(node) = &quad.object {
                iris.insert(node.as_str().to_owned());
            }
        }
    }
    iris.retain(|iri| iri.starts_with(zt::NAMESPACE));
    iris
}

fn is_term(node: &NamedOrBlankNode, local: &str) -> bool {
    *node == NamedNode::new_unchecked(format!("{}{local}", zt::NAMESPACE)).into()
}

fn parse(turtle: &str) -> Vec<Quad> {
    RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle).collect::<Result<_, _>>().expect("it is Turtle")
}

/// The rows of a query over a graph.
fn faults(query: &str, quads: &[Quad]) -> Vec<String> {
    let store = oxigraph::store::Store::new().expect("a store in memory");
    for quad in quads {
        store.insert(&Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }).expect("it is inserted");
    }
    let query = SparqlEvaluator::new().parse_query(query).expect("it is SPARQL");
    let QueryResults::Solutions(rows) = query.on_store(&store).execute().expect("it runs") else { panic!("it is not SELECT") };
    rows.map(|row| row.expect("a row").iter().map(|(variable, value)| format!("{variable} {value} ")).collect()).collect()
}

/// The names and texts of the queries.
fn queries() -> Vec<(String, String)> {
    let mut queries: Vec<_> = fs::read_dir(folder().join("tests/ontology"))
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), fs::read_to_string(path).expect("it is text")))
        .collect();
    queries.sort();
    assert!(!queries.is_empty());
    queries
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Each key is a term that is defined here or used of a standard, and each term that is written has a key.
#[test]
fn the_context_names_what_is_written() {
    let context: serde_json::Value = serde_json::from_str(zhengtu::export::CONTEXT).expect("it is JSON");
    let context = context["@context"].as_object().expect("it is an object");
    let mut named = BTreeSet::new();
    for definition in context.values() {
        let id = definition.get("@id").unwrap_or(definition).as_str().unwrap_or_default();
        if let Some((prefix, local)) = id.split_once(':')
            && let Some(namespace) = context.get(prefix).and_then(serde_json::Value::as_str)
        {
            assert!(named.insert(format!("{namespace}{local}")), "{id} has two keys");
        }
    }
    let standards =
        [&[rdfs::LABEL], org::TERMS, oa::TERMS, eli::TERMS, dcterms::TERMS, skos::TERMS, foaf::TERMS, prov::TERMS, schema::TERMS];
    let known: BTreeSet<String> =
        standards.concat().iter().map(|term| term.as_str().to_owned()).chain(terms(&parse(ONTOLOGY), true)).collect();
    assert_eq!(named.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "a key of nothing");
    let graph = sample::graph("a.txt").quads;
    let written: BTreeSet<&str> =
        graph.iter().map(|quad| quad.predicate.as_str()).filter(|predicate| *predicate != rdf::TYPE.as_str()).collect();
    assert!(written.len() > 40);
    assert_eq!(written.iter().filter(|term| !named.contains(**term)).collect::<Vec<_>>(), Vec::<&&str>::new(), "it has no key");
    let objects = graph.iter().filter_map(|quad| match &quad.object {
        Term::NamedNode(node) if known.contains(node.as_str()) => Some(node.as_str()),
        _ => None,
    });
    assert_eq!(objects.filter(|term| !named.contains(*term)).collect::<BTreeSet<_>>(), BTreeSet::new(), "it has no key");
}

#[test]
fn the_classification_of_industries_is_whole() {
    let turtle = fs::read_to_string(folder().join("ontology/classification.ttl")).expect("the file is there");
    let quads = parse(&turtle);
    let with = |local: &str| {
        let property = format!("http://www.w3.org/2004/02/skos/core#{local}");
        quads.iter().filter(|quad| quad.predicate.as_str() == property).map(|quad| quad.subject.to_string()).collect::<Vec<_>>()
    };
    assert_eq!((with("hasTopConcept").len(), with("broader").len()), (20, 97));
    // Each word that is classified is one of the reference data.
    let words = fs::read_to_string(folder().join("ontology/industries.ttl")).expect("the file is there");
    let words: BTreeSet<String> = parse(&words).iter().map(|quad| quad.subject.to_string()).collect();
    let classified = with("broadMatch");
    assert!(classified.len() > 30 && classified.iter().all(|word| words.contains(word)), "{classified:?}");
}
