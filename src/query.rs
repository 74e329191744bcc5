//! Questions to the graph: SPARQL 1.1 files with a header, the bundled ones and a user's own.
//!
//! A query file is plain [SPARQL](https://www.w3.org/TR/sparql11-query/) that any engine runs as it stands. Its leading comments say what it asks, and
//! which of its variables are parameters:
//!
//! ```sparql
//! # title: 某单位的任务
//! # title@en: What an organization has to do
//! # param organization: text@zh  单位名称 / name of the organization
//! # example: zhengtu query tasks -p organization=省商务厅
//! SELECT ?task WHERE {
//!   VALUES ?organization { UNDEF }
//!   …
//! }
//! ```
//!
//! Lines `# cost: …` and `# cost@en: …` say what the question costs on a large store. A line `# column task: string  任务 / the task` says what is in a column; the tables of `queries/export/` describe all of theirs.
//!
//! The rows of `VALUES ?organization { … }` are the default, `UNDEF` is any; `VALUES (?organization ?row) {}` numbers the values from 0. A value replaces them in the parsed query, as a term: no query text is ever
//! put together, so a value cannot become part of the question.

mod algebra;
mod header;
mod plan;
mod update;

use std::path::Path;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use oxigraph::model::{GraphName, NamedNode, Term};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::SparqlParser;
use strsim::levenshtein;
use unicode_width::UnicodeWidthChar;

pub use header::{Column, ColumnKind, Header, Kind, Parameter};
pub use update::{Update, parse_update};

use crate::{Error, Result};

/// A query that was read and found to be one.
#[derive(Debug, Clone)]
pub struct Query {
    /// What its leading comments say.
    pub header: Header,
    /// Where it comes from, for messages: the path of its file, or `-e`.
    pub origin: String,
    /// The SPARQL text, header included.
    pub text: String,
    algebra: spargebra::Query,
}

/// The graphs that a query is asked over, in the place of those that it names itself
/// ([SPARQL 1.1 Protocol, 2.1.4](https://www.w3.org/TR/sparql11-protocol/#dataset)). If none is named, the query decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dataset {
    /// The graphs whose merge is the default graph.
    pub default: Vec<NamedNode>,
    /// The named graphs.
    pub named: Vec<NamedNode>,
}

/// Answers the query over all graphs of the store together, each triple counted once.
///
/// `parameters` are names and values; a name given twice stands for several values. Rows are computed as they are read from the answer: an error can
/// still come then, and [`write_results`](crate::output::write_results) reports it.
///
/// # Errors
/// [`Error::Query`] where a parameter is not known, is missing or has a value of another type, and where the evaluation cannot begin.
pub fn run(store: &Store, query: &Query, parameters: &[(String, String)]) -> Result<QueryResults<'static>> {
    run_over(store, query, parameters, &Dataset::default())
}

/// Answers the query as [`run`] does, over the graphs of a dataset.
///
/// # Errors
/// Those of [`run`].
pub fn run_over(store: &Store, query: &Query, parameters: &[(String, String)], dataset: &Dataset) -> Result<QueryResults<'static>> {
    let mut algebra = bind(query, parameters)?;
    algebra::merge_graphs(&mut algebra);
    plan::order(&mut algebra, parameters);
    let all_graphs = algebra.dataset().is_none();
    let mut prepared = SparqlEvaluator::new().for_query(algebra);
    if *dataset != Dataset::default() {
        prepared.dataset_mut().set_default_graph(dataset.default.iter().cloned().map(GraphName::from).collect());
        prepared.dataset_mut().set_available_named_graphs(dataset.named.iter().cloned().map(Into::into).collect());
    } else if all_graphs {
        prepared.dataset_mut().set_default_graph_as_union();
    }
    prepared.on_store(store).execute().map_err(|reason| {
        error(
            format!("the query cannot be answered: {reason}"),
            &query.origin,
            "see whether the store is whole, and the query's functions exist",
        )
    })
}

/// The rows of a bundled query's answer.
pub(crate) fn ask(store: &Store, name: &str, parameters: &[(String, String)]) -> Result<Vec<QuerySolution>> {
    let query = find(name)?;
    match run(store, query, parameters)? {
        QueryResults::Solutions(rows) => rows.collect::<Result<_, _>>().map_err(|reason| evaluation_error(&reason)),
        QueryResults::Boolean(_) | QueryResults::Graph(_) => Ok(Vec::new()),
    }
}

/// The text of a cell; empty where there is none.
pub(crate) fn text<'r>(row: &'r QuerySolution, variable: &str) -> &'r str {
    match row.get(variable) {
        Some(Term::NamedNode(iri)) => iri.as_str(),
        Some(Term::Literal(literal)) => literal.value(),
        Some(Term::BlankNode(node)) => node.as_str(),
        None => "",
    }
}

/// The error of an answer that breaks off.
pub(crate) fn evaluation_error(reason: &QueryEvaluationError) -> Error {
    error(
        format!("the answer is not complete: {reason}"),
        "the evaluation of the query",
        "do not use what was written so far; see whether the store is whole with  zhengtu verify",
    )
}

/// The bundled queries, by group and name.
pub fn library() -> &'static [Query] {
    static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/queries");
    static LIBRARY: LazyLock<Vec<Query>> = LazyLock::new(|| {
        let mut queries: Vec<Query> = FILES
            .dirs()
            .flat_map(|group| group.files())
            .filter(|file| file.path().extension().is_some_and(|extension| extension == "rq"))
            .map(|file| {
                let text = file.contents_utf8().expect("a bundled query is UTF-8");
                parse(text, &format!("queries/{}", file.path().display()))
                    .unwrap_or_else(|error| panic!("a bundled query is wrong: {error}"))
            })
            .map(|mut query| {
                query.header.group =
                    Path::new(&query.origin).parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
                query
            })
            .collect();
        queries.sort_by(|a, b| (&a.header.group, &a.header.name).cmp(&(&b.header.group, &b.header.name)));
        queries
    });
    &LIBRARY
}

/// The bundled query of this name, alone (`responsibilities`) or with its group (`responsibility/responsibilities`).
///
/// # Errors
/// [`Error::Query`] with the nearest name, where there is no such query.
pub fn find(name: &str) -> Result<&'static Query> {
    let bare = name.rsplit('/').next().unwrap_or(name);
    library()
        .iter()
        .find(|query| query.header.name == bare && (bare == name || format!("{}/{bare}", query.header.group) == name))
        .ok_or_else(|| {
            let names = || library().iter().map(|query| query.header.name.as_str());
            let remedy = match nearest(bare, names()) {
                Some(near) => format!("did you mean  zhengtu query {near} ?"),
                None => "list them with  zhengtu query , or name a file that ends in .rq".to_owned(),
            };
            error(format!("there is no query `{name}`"), format!("the bundled queries: {}", names().collect::<Vec<_>>().join(", ")), remedy)
        })
}

/// Reads a user's own query file; a header is welcome and may be missing.
///
/// # Errors
/// [`Error::Unreadable`] where the file cannot be read as UTF-8, otherwise those of [`parse`].
pub fn load(path: &Path) -> Result<Query> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    parse(&text, &path.display().to_string())
}

/// Reads a query from its text. `origin` is where it comes from, for messages; its last part without `.rq` is the query's name.
///
/// The prefixes in use here (`zt:`, `org:`, `skos:`, `dcterms:`, `eli:`, `oa:`, `rdfs:`, `xsd:`) need not be declared.
///
/// # Errors
/// [`Error::Query`] where the header or the SPARQL is wrong, with the line; where the text is an update, or asks another endpoint with `SERVICE`; and
/// where a parameter has no `VALUES` of its own.
pub fn parse(text: &str, origin: &str) -> Result<Query> {
    parse_with(parser(), text, origin)
}

/// Reads a query as [`parse`] does; relative IRIs in it are relative to `base`.
///
/// # Errors
/// Those of [`parse`], and where the base is no IRI.
pub fn parse_relative_to(base: &str, text: &str, origin: &str) -> Result<Query> {
    let based = parser().with_base_iri(base);
    let parser = based.map_err(|reason| error(format!("{base} is not an IRI: {reason}"), origin, "write the base in full"))?;
    parse_with(parser, text, origin)
}

fn parse_with(parser: SparqlParser, text: &str, origin: &str) -> Result<Query> {
    let mut header = Header::read(text, origin)?;
    header.name = Path::new(origin).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut algebra = parser.parse_query(text).map_err(|reason| syntax_error(text, origin, &reason.to_string()))?;
    if algebra::has_service(&mut algebra) {
        return Err(error(
            "SERVICE asks another computer, and zhengtu makes no request of its own",
            origin,
            "fetch that data first, then query it here",
        ));
    }
    let declarations = algebra::declarations(&mut algebra);
    for parameter in &mut header.parameters {
        let name = &parameter.name;
        let mut own = declarations.iter().filter(|declaration| declaration.name == *name).peekable();
        let Some(first) = own.peek() else {
            let problem = format!("the parameter `{name}` of the header is not in the query");
            return Err(error(problem, origin, format!("write  VALUES ?{name} {{ UNDEF }}  where it holds, with its default for UNDEF")));
        };
        parameter.default = first.rows.iter().flatten().cloned().collect();
        parameter.required = first.rows.is_empty();
        if own.any(|declaration| declaration.inside_exists) {
            let problem = format!("the parameter `{name}` stands inside EXISTS");
            return Err(error(problem, origin, format!("move  VALUES ?{name}  out of it, into a sub-select if need be")));
        }
    }
    Ok(Query { header, origin: origin.to_owned(), text: text.to_owned(), algebra })
}

/// The nearest of the candidates, where one is near enough to be meant: a third of the characters may differ.
pub(crate) fn nearest<'a>(wanted: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (levenshtein(wanted, candidate), candidate))
        .filter(|(distance, candidate)| distance * 3 <= wanted.chars().count().max(candidate.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn bind(query: &Query, given: &[(String, String)]) -> Result<spargebra::Query> {
    let mut algebra = query.algebra.clone();
    for parameter in &query.header.parameters {
        let mut rows = Vec::new();
        for (_, value) in given.iter().filter(|(name, _)| *name == parameter.name) {
            rows.push(parameter.kind.term(value).map_err(|(problem, remedy)| {
                error(format!("`{}` cannot be the parameter `{}`: {problem}", value.escape_debug(), parameter.name), &query.origin, remedy)
            })?);
        }
        if !rows.is_empty() {
            algebra::bind(&mut algebra, &parameter.name, &rows);
        } else if parameter.required {
            return Err(error(
                format!("the parameter `{}` is missing", parameter.name),
                &query.origin,
                format!("add  -p {}=…", parameter.name),
            ));
        }
    }
    let known = || query.header.parameters.iter().map(|parameter| parameter.name.as_str());
    if let Some((name, _)) = given.iter().find(|(name, _)| !known().any(|known| known == name)) {
        let (has, remedy) = match (nearest(name, known()), known().next()) {
            (_, None) => ("no parameters".to_owned(), "leave -p out".to_owned()),
            (None, _) => (known().collect::<Vec<_>>().join(", "), "use one of these".to_owned()),
            (Some(near), _) => (known().collect::<Vec<_>>().join(", "), format!("did you mean -p {near}=… ?")),
        };
        return Err(error(format!("the query parameter `{name}` is not known"), format!("{}, which has: {has}", query.origin), remedy));
    }
    Ok(algebra)
}

/// The prefixes in use in the graph.
pub(crate) const PREFIXES: [(&str, &str); 8] = [
    ("zt", "https://zhengtu.example/ns#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

fn parser() -> SparqlParser {
    PREFIXES
        .iter()
        .fold(SparqlParser::new(), |parser, (prefix, iri)| parser.with_prefix(*prefix, *iri).expect("the prefixes in use are IRIs"))
}

/// Says why the text is no query.
fn syntax_error(text: &str, origin: &str, message: &str) -> Error {
    if parser().parse_update(text).is_ok_and(|update| !update.operations.is_empty()) {
        return error(
            "this is an update, and a query only reads",
            origin,
            "ask with SELECT, ASK, CONSTRUCT or DESCRIBE; documents are added with  zhengtu build",
        );
    }
    not_sparql(text, origin, message)
}

/// Says where the text stops being SPARQL.
///
/// The parser's message reads `error at LINE:COLUMN: expected one of A, B`, columns being characters. Where only keywords were expected it has read
/// past the place, by the length of the longest, and names no other.
fn not_sparql(text: &str, origin: &str, message: &str) -> Error {
    let parts = message.strip_prefix("error at ").and_then(|rest| {
        let (line, rest) = rest.split_once(':')?;
        let (column, reason) = rest.split_once(": expected ")?;
        Some((line.parse::<usize>().ok()?, column.parse::<usize>().ok()?, reason))
    });
    let Some((line, column, reason)) = parts else {
        return error(format!("this is not SPARQL: {message}"), origin, "correct the query");
    };
    let expected: Vec<&str> = reason.trim_start_matches("one of ").split(", ").filter(|item| *item != "[_]").collect();
    let only_keywords = expected.iter().all(|item| item.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    let overrun = if only_keywords { expected.iter().map(|keyword| keyword.len()).max().unwrap_or(0) } else { 0 };
    let reason = match expected.iter().find(|item| item.contains(' ') && !item.starts_with(['[', '"'])) {
        Some(sentence) => format!(": {sentence}"),
        None if only_keywords => String::new(),
        None => format!(": expected {}", expected.iter().filter(|item| !item.starts_with('[')).copied().collect::<Vec<_>>().join(" ")),
    };

    let offset =
        text.split_inclusive('\n').take(line.saturating_sub(1)).map(|line| line.chars().count()).sum::<usize>() + column.saturating_sub(1);
    let before: String = text.chars().take(offset.saturating_sub(overrun)).collect();
    let (line, start) = (before.matches('\n').count(), before.rfind('\n').map_or(0, |newline| newline + 1));
    let shown = text.lines().nth(line).unwrap_or_default().replace('\t', " ");
    let margin = " ".repeat(before[start..].chars().map(|c| c.width().unwrap_or(1)).sum());
    let place = format!("{origin}, line {}, column {}\n      {shown}\n      {margin}^", line + 1, before[start..].chars().count() + 1);
    error(format!("this is not SPARQL{reason}"), place, "correct the query at the mark or soon after it; each prefix needs its PREFIX line")
}

fn error(problem: impl Into<String>, place: impl Into<String>, remedy: impl Into<String>) -> Error {
    Error::Query { problem: problem.into(), place: place.into(), remedy: remedy.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// They may be run by an engine that does not merge graphs, and run faster here if nothing has to be made distinct.
    #[test]
    fn the_bundled_queries_count_no_triple_twice_by_themselves() {
        for query in library() {
            let mut merged = query.algebra.clone();
            algebra::merge_graphs(&mut merged);
            assert_eq!(merged, query.algebra, "{}: write SELECT DISTINCT, COUNT(DISTINCT …)", query.origin);
        }
    }

    #[test]
    fn near_names_are_found() {
        assert_eq!(nearest("orgnization", ["since", "organization"].into_iter()), Some("organization"));
        assert_eq!(nearest("x", ["since", "organization"].into_iter()), None);
    }
}
