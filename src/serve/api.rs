//! `/api/…`: what the page asks, in JSON. `docs/serving.md` lists it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use oxigraph::sparql::{QueryResults, QuerySolution, QuerySolutionIter};
use serde::Serialize;
use serde_json::{Value, json};

use super::encoding::{smaller, takes_gzip};
use super::entity::Reader;
use super::problem::Problem;
use super::protocol::parameters;
use super::worker::{Question, Source, media_type};
use super::{Client, Server, State as Current, blocking};
use crate::output::{Format, Layout, write_results};
use crate::query::{self, Kind};

/// The facts of a thing that are told at once, where no number is asked for, and at most.
const FACTS: usize = 50;
const MOST_FACTS: usize = 1000;
/// The names that are found, likewise.
const FOUND: usize = 20;
const MOST_FOUND: usize = 500;

/// The bodies and documents of a matrix, likewise.
const ROWS: usize = 30;
const COLUMNS: usize = 40;
const MOST_CELLS: usize = 200;

/// `GET /api/info`: what store this is.
pub async fn info(State(server): State<Server>) -> Response {
    let state = server.state();
    let (documents, texts) = state.names.documents.count();
    let organizations = state.names.index.things().iter().filter(|thing| thing.kind == "organization").count();
    json(&json!({
        "version": env!("CARGO_PKG_VERSION"),
        "store": server.settings.store.display().to_string(),
        "documents": documents,
        "texts": texts,
        "facts": state.names.index.mentions().facts(),
        "organizations": organizations,
        "built": state.built,
        // What `/id/` stands for.
        "base": format!("{}id/", state.store.base().as_str()),
    }))
}

/// `GET /api/queries`: the bundled queries.
pub async fn queries() -> Response {
    let both = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    let parameter = |parameter: &query::Parameter| {
        let (kind, choices) = match &parameter.kind {
            Kind::OneOf(choices) => ("choice".to_owned(), Some(choices)),
            kind => (kind.to_string(), None),
        };
        json!({
            "name": parameter.name,
            "kind": kind,
            "choices": choices,
            "description": both(&parameter.description, &parameter.description_en),
            "default": parameter.default,
            "required": parameter.required,
        })
    };
    let query = |query: &query::Query| {
        let header = &query.header;
        json!({
            "name": header.name,
            "group": header.group,
            "title": both(&header.title, &header.title_en),
            "description": both(&header.description, &header.description_en),
            "cost": both(&header.cost, &header.cost_en),
            "parameters": header.parameters.iter().map(parameter).collect::<Vec<_>>(),
            "example": header.example,
            "text": query.text,
        })
    };
    json(&query::library().iter().map(query).collect::<Vec<_>>())
}

/// `GET /api/query/NAME?parameter=value&format=json`: the answer of a bundled query.
pub async fn query(
    State(server): State<Server>,
    Extension(client): Extension<Client>,
    Path(name): Path<String>,
    RawQuery(address): RawQuery,
) -> Result<Response, Problem> {
    let mut given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let format = take(&mut given, "format").unwrap_or_else(|| Format::Json.name().to_owned());
    table(&server, client, Source::Bundled(name), given, format).await
}

/// `GET /api/table?query=SPARQL&format=csv`: the answer of a query of one's own, as a file.
pub async fn own_table(
    State(server): State<Server>,
    Extension(client): Extension<Client>,
    RawQuery(address): RawQuery,
) -> Result<Response, Problem> {
    own(&server, client, parameters(address.as_deref().unwrap_or_default().as_bytes())?).await
}

/// `POST /api/table`: the same as a form, for queries too long for an address.
pub async fn own_table_form(State(server): State<Server>, Extension(client): Extension<Client>, body: Bytes) -> Result<Response, Problem> {
    own(&server, client, parameters(&body)?).await
}

async fn own(server: &Server, client: Client, mut given: Vec<(String, String)>) -> Result<Response, Problem> {
    let format = take(&mut given, "format").unwrap_or_else(|| Format::Csv.name().to_owned());
    let Some(text) = take(&mut given, "query") else {
        return Err(Problem::bad_request("there is no query in the request", "send it as the parameter `query`"));
    };
    table(server, client, Source::Text(text), given, format).await
}

async fn table(
    server: &Server,
    client: Client,
    query: Source,
    parameters: Vec<(String, String)>,
    format: String,
) -> Result<Response, Problem> {
    let name = match &query {
        Source::Bundled(name) => query::find(name).map_err(|error| Problem::of(&error, StatusCode::NOT_FOUND))?.header.name.clone(),
        Source::Text(_) => "answer".to_owned(),
    };
    let is_file = format == Format::Csv.name() || format == Format::Xlsx.name();
    let disposition = format!("{}; filename=\"{name}.{format}\"", if is_file { "attachment" } else { "inline" });
    let store = server.settings.store.display().to_string();
    let answer = server.ask(client, &Question::Table { query, parameters, format, store }).await?;
    Ok(([(header::CONTENT_TYPE, answer.media_type), (header::CONTENT_DISPOSITION, disposition)], answer.body).into_response())
}

/// `GET /api/search?q=WORDS&kind=organization&limit=20`: the things that words may mean.
pub async fn search(State(server): State<Server>, RawQuery(address): RawQuery) -> Result<Response, Problem> {
    let given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let words = one(&given, "q").unwrap_or_default().to_owned();
    let kinds: Vec<String> =
        given.iter().filter(|(name, value)| name == "kind" && !value.is_empty()).map(|(_, value)| value.clone()).collect();
    let limit = number(&given, "limit", FOUND)?.min(MOST_FOUND);
    let state = server.state();
    blocking(&server, move || {
        let base = format!("{}id/", state.store.base().as_str());
        let found = state.names.index.search(&words, &kinds, limit);
        Ok(json(
            &found
                .iter()
                .map(|found| {
                    json!({
                        "iri": found.iri,
                        "kind": found.kind,
                        "label": found.label,
                        "also": found.also,
                        "detail": found.detail,
                        "facts": found.facts,
                        "path": found.iri.strip_prefix(&base).map(|rest| format!("/id/{rest}")),
                    })
                })
                .collect::<Vec<_>>(),
        ))
    })
    .await
}

/// `GET /api/entity?iri=IRI&limit=50&offset=0&year=2021`: what is said of a thing.
pub async fn entity(State(server): State<Server>, RawQuery(address): RawQuery) -> Result<Response, Problem> {
    let given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let iri = iri(&given)?;
    let (limit, offset) = (number(&given, "limit", FACTS)?.min(MOST_FACTS), number(&given, "offset", 0)?);
    let year = one(&given, "year").map(str::to_owned);
    let state = server.state();
    let unknown = unknown(&iri);
    let told = blocking(&server, move || reader(&state).entity(&iri, year.as_deref(), limit, offset)).await?;
    told.map(|told| json(&told)).ok_or(unknown)
}

/// `GET /api/timeline?iri=IRI`: an organization through all its names.
pub async fn timeline(State(server): State<Server>, RawQuery(address): RawQuery) -> Result<Response, Problem> {
    let iri = iri(&parameters(address.as_deref().unwrap_or_default().as_bytes())?)?;
    let state = server.state();
    let unknown = unknown(&iri);
    let told = blocking(&server, move || reader(&state).timeline(&iri)).await?;
    told.map(|told| json(&told)).ok_or(unknown)
}

/// `GET /api/matrix?title=WORDS&year=2021&rows=30&columns=40`: bodies × documents.
pub async fn matrix(State(server): State<Server>, RawQuery(address): RawQuery) -> Result<Response, Problem> {
    let given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let (rows, columns) = (number(&given, "rows", ROWS)?.min(MOST_CELLS), number(&given, "columns", COLUMNS)?.min(MOST_CELLS));
    let title = one(&given, "title").unwrap_or_default().trim().to_owned();
    let year = one(&given, "year").filter(|year| !year.is_empty()).map(str::to_owned);
    let state = server.state();
    Ok(json(&blocking(&server, move || Ok(reader(&state).matrix(&title, year.as_deref(), rows, columns))).await?))
}

/// `POST /api/sheet`: a table that the page shows, as a file. A form of `name`, `format`, and `table`: an array of rows, of which the first is the header.
pub async fn sheet(State(server): State<Server>, body: Bytes) -> Result<Response, Problem> {
    let mut given = parameters(&body)?;
    let malformed =
        |problem: &str| Problem::bad_request(problem, "send  name ,  format  and  table , an array of arrays of texts and numbers");
    let mut field = |name: &str| take(&mut given, name).ok_or_else(|| malformed(&format!("the form has no `{name}`")));
    let (name, format, table) = (field("name")?, field("format")?, field("table")?);
    let format = match format.as_str() {
        "csv" => Format::Csv,
        "xlsx" => Format::Xlsx,
        _ => return Err(Problem::bad_request(format!("{} is no format of tables", format.escape_debug()), "choose csv or xlsx")),
    };
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(malformed("the name has more than letters, digits and hyphens"));
    }
    let rows: Vec<Vec<Value>> = serde_json::from_str(&table).map_err(|_| malformed("the table is no array of arrays"))?;
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.name());
    let body = blocking(&server, move || {
        let mut body = Vec::new();
        write_table(rows, format, &mut body)?;
        Ok(body)
    });
    Ok(([(header::CONTENT_TYPE, media_type(format)), (header::CONTENT_DISPOSITION, &disposition)], body.await?).into_response())
}

/// Writes rows, of which the first is the header, as an answer is written.
fn write_table(rows: Vec<Vec<Value>>, format: Format, body: &mut Vec<u8>) -> crate::Result<()> {
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap_or_default();
    let variables: Arc<[Variable]> = header.iter().map(|cell| Variable::new_unchecked(cell.as_str().unwrap_or_default())).collect();
    let term = |cell: Value| match cell {
        Value::Null => None,
        Value::String(text) => Some(Term::from(Literal::from(text))),
        Value::Number(number) => Some(match number.as_i64() {
            Some(number) => Literal::from(number).into(),
            None => Literal::from(number.as_f64().unwrap_or_default()).into(),
        }),
        other => Some(Literal::from(other.to_string()).into()),
    };
    let width = variables.len();
    let rows: Vec<Vec<Option<Term>>> =
        rows.map(|row| row.into_iter().map(term).chain(std::iter::repeat_with(|| None)).take(width).collect()).collect();
    let columns = Arc::clone(&variables);
    let solutions = rows.into_iter().map(move |row| Ok(QuerySolution::from((Arc::clone(&columns), row))));
    let results = QueryResults::Solutions(QuerySolutionIter::new(variables, Box::new(solutions)));
    write_results(results, format, body, Layout { byte_order_mark: format == Format::Csv, ..Layout::default() }).map(|_| ())
}

fn reader(state: &Current) -> Reader<'_> {
    Reader::new(&state.store, &state.names.index, &state.names.documents)
}

fn unknown(iri: &str) -> Problem {
    Problem::not_found(format!("there is nothing called {iri}"), "look for it by name:  /api/search?q=…")
}

/// `GET /api/document?iri=IRI`: a document, or one of its texts, with the text itself and where its quotes stand.
pub async fn document(State(server): State<Server>, RawQuery(address): RawQuery, headers: HeaderMap) -> Result<Response, Problem> {
    let given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let iri = iri(&given)?;
    let state = server.state();
    let text = if state.names.documents.of_text(&iri).is_some() { Some(&iri) } else { state.names.documents.texts_of(&iri).first() };
    let Some(text) = text.cloned() else {
        return Err(Problem::not_found(format!("no text of {iri} is in the store"), "documents that are only cited have no text"));
    };
    // The answer holds as long as the store and the file stay as they are.
    let stamps = server.stamps(&state, &text);
    let gzip = takes_gzip(&headers);
    let name = server.name_of(&["document", &text, &stamps, if gzip { "gzip" } else { "" }]);
    let making = server.clone();
    let make = async move {
        let reading = making.clone();
        match blocking(&making, move || told_of_text(&reading, &state, &text)).await {
            Ok(told) if gzip => smaller(json(&told)).await,
            Ok(told) => json(&told),
            Err(problem) => problem.into_response(),
        }
    };
    let mut response = server.cache.get_or(name, make).await;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

/// What is told of a text.
fn told_of_text(server: &Server, state: &Current, text: &str) -> crate::Result<Value> {
    let Some(source) = state.names.documents.of_text(text) else { return Ok(Value::Null) };
    let reader = reader(state);
    let issuer = if source.issuer.is_empty() { String::new() } else { reader.label(&source.issuer) };
    let (quotes, facts) = reader.quotes_of(text)?;
    let (characters, why) = match server.read_again(state, source) {
        Ok(characters) => (Some(characters), None),
        Err(why) => (None, Some(why)),
    };
    Ok(json!({
        "iri": source.document,
        "title": source.title,
        "number": source.number,
        "issuer": issuer,
        "issuer_iri": source.issuer,
        "date": source.date,
        "file": source.files.first(),
        "files": source.files,
        "text_iri": text,
        "texts": state.names.documents.texts_of(&source.document),
        "text": characters,
        "why": why,
        "quotes": quotes,
        "facts": facts,
    }))
}

fn one<'g>(given: &'g [(String, String)], name: &str) -> Option<&'g str> {
    given.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn take(given: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = given.iter().position(|(known, _)| known == name)?;
    Some(given.remove(at).1)
}

/// A number that is given, or this one.
pub fn number(given: &[(String, String)], name: &str, default: usize) -> Result<usize, Problem> {
    one(given, name).map_or(Ok(default), |value| {
        value.parse().map_err(|_| {
            Problem::bad_request(
                format!("`{name}` is no number: {}", value.escape_debug()),
                format!("write digits, as in {name}={default}"),
            )
        })
    })
}

fn iri(given: &[(String, String)]) -> Result<String, Problem> {
    let iri = one(given, "iri").ok_or_else(|| Problem::bad_request("the request names no thing", "add ?iri=IRI"))?;
    let node = NamedNode::new(iri).map_err(|reason| Problem::bad_request(format!("{iri} is not an IRI: {reason}"), "write it in full"))?;
    Ok(node.into_string())
}

/// An answer in JSON.
fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(reason) => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, reason.to_string(), "tell the project").into_response(),
    }
}
