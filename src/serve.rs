//! The graph on a port of this machine: a SPARQL endpoint for programs, and pages for people.
//!
//! The server reads a store as it was at one moment ([`Pinned`]) and turns to its next state when a build has ended. Queries, which may ask for anything, are
//! answered by processes of their own with limits of memory and time (`pool`, `worker`); what the pages need is read here, from the indexes of the
//! store and from the names that are kept in memory (`search`, `documents`, `entity`). Nothing is asked of another host, and nothing written save where
//! the server has a token and a request shows it (`token`, `change`).

mod api;
mod cache;
mod change;
mod changes;
mod documents;
mod encoding;
mod entity;
mod graph_store;
mod guard;
mod listen;
mod mentions;
mod negotiation;
mod page;
mod pool;
mod problem;
mod protocol;
mod search;
mod token;
mod worker;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State as Given};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, Semaphore};
use tower_http::cors::{AllowOrigin, CorsLayer};

pub use change::run as change;
pub use pool::Limits;
pub use token::Token;
pub use worker::run as work;

use crate::read::Reader;
use crate::store::{Pinned, Store};
use crate::text::{hexadecimal, sha256};
use crate::write::Base;
use crate::{Error, Result};
use cache::Cache;
use change::{Change, Done, What};
use documents::{Documents, Source};
use guard::{Guard, guard};
use pool::{Answer, Pool};
use problem::Problem;
use search::Index;
use worker::Question;

/// The argument with which a program is asked to answer the server's queries, or, with `--write` behind it, to make a change.
pub const WORKER: &str = "query-worker";

/// How a server is to work.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder of the store.
    pub store: PathBuf,
    /// Where it listens. Port 0 is any that is free.
    pub address: SocketAddr,
    /// Names by which it may be called beside those of this machine.
    pub names: Vec<String>,
    /// The origins of other hosts' pages that may ask it: `https://example.org`.
    pub origins: Vec<String>,
    /// What queries may ask for.
    pub limits: Limits,
    /// What those show who may write; without it nobody may.
    pub token: Option<Token>,
    /// The program that is to call [`work`], or [`change()`], when its first argument is [`WORKER`], and [`read::serve`](crate::read::serve) when it is
    /// [`Reader::WORKER`].
    pub program: PathBuf,
}

/// How often it is seen whether the store has changed.
const WATCH: Duration = Duration::from_secs(1);

/// Serves a store until the program is asked to end (Ctrl-C, SIGTERM). `ready` is told the address when the first request may come.
/// A store that may be written to is made if there is none.
///
/// # Errors
/// If there is no store, or the address cannot be had.
pub fn serve(settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    if settings.token.is_some() && !settings.store.exists() {
        drop(Store::open(&settings.store, &Base::default())?);
    }
    let state = State::open(Pinned::take(&settings.store)?)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|problem| Error::Server {
        problem: format!("the server cannot begin: {problem}"),
        place: settings.address.to_string(),
        remedy: "end other programs, or allow more threads".to_owned(),
    })?;
    runtime.block_on(async {
        let (listener, address) = listen::bind(settings.address).await?;
        let server = Server(Arc::new(Parts {
            guard: Guard::new(address, &settings.names, &settings.origins),
            pool: Pool::new(settings.program.clone(), settings.limits.clone()),
            // Reading is short, and done by as many threads as queries are.
            reading: Semaphore::new(settings.limits.workers.max(2)),
            reader: Reader::with_workers(crate::read::Limits::default(), settings.program.clone()),
            state: RwLock::new(Arc::new(state)),
            turning: Mutex::default(),
            cache: Cache::default(),
            settings,
        }));
        let watching = tokio::spawn(watch(server.clone()));
        ready(address);
        listen::run(listener, router(server.clone())).await;
        watching.abort();
        server.pool.renew().await;
        Ok(())
    })
}

/// The server, shared by all requests.
#[derive(Clone)]
struct Server(Arc<Parts>);

struct Parts {
    settings: Settings,
    guard: Guard,
    pool: Pool,
    reading: Semaphore,
    reader: Reader,
    state: RwLock<Arc<State>>,
    /// Held by who turns to another state.
    turning: Mutex<()>,
    cache: Cache,
}

impl std::ops::Deref for Server {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Who sent a request.
#[derive(Clone, Copy, Debug)]
struct Client(IpAddr);

/// The store as it was at one moment.
struct State {
    store: Arc<Store>,
    names: Arc<Names>,
    /// When it was last changed, as ISO 8601 has it.
    built: String,
    /// After the store, which reads what this keeps.
    pinned: Arc<Pinned>,
}

/// What is kept of a store in memory. To read it takes seconds where there are many documents, so it may be that of the state before.
struct Names {
    /// The state of which these are the names.
    version: String,
    index: Index,
    documents: Documents,
    /// The folder from which the name of each document's file starts.
    folders: HashMap<String, PathBuf>,
}

impl State {
    fn open(pinned: Pinned) -> Result<Self> {
        let store = Store::open_read_only(pinned.data())?;
        let names = Arc::new(Names::read(&store, pinned.version())?);
        Ok(Self::of(pinned, store, names))
    }

    fn of(pinned: Pinned, store: Store, names: Arc<Names>) -> Self {
        let built = jiff::Timestamp::try_from(pinned.changed()).map_or_else(|_| String::new(), |time| format!("{time:.0}"));
        Self { store: Arc::new(store), names, built, pinned: Arc::new(pinned) }
    }
}

impl Names {
    fn read(store: &Store, version: &str) -> Result<Self> {
        let records = store.records()?.into_values();
        let folders =
            records.flat_map(|record| record.documents.into_iter().map(move |name| (name, PathBuf::from(&record.folder)))).collect();
        let documents = Documents::read(store)?;
        let index = Index::build(store, &documents)?;
        Ok(Self { version: version.to_owned(), index, documents, folders })
    }
}

impl Parts {
    fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The name of an answer that depends on these, on the store and on the program.
    fn name_of(&self, parts: &[&str]) -> String {
        let state = self.state();
        let all = [&[state.pinned.version(), &state.names.version, env!("CARGO_PKG_VERSION")], parts].concat();
        hexadecimal(&Sha256::digest(all.join("\n"))[..16])
    }

    async fn ask(&self, client: Client, question: &Question) -> Result<Answer, Problem> {
        let pinned = Arc::clone(&self.state().pinned);
        self.pool.ask(client.0, &pinned, question).await
    }

    /// Where the files of a text are, as far as it is known.
    fn paths<'s>(&self, state: &'s State, source: &'s Source) -> impl Iterator<Item = (&'s Path, &'s str)> {
        source.files.iter().filter_map(|file| Some((state.names.folders.get(file)?.as_path(), file.as_str())))
    }

    /// What changes when the files of a text do: their sizes and times, those of the archive where they are in one.
    fn stamps(&self, state: &State, text: &str) -> String {
        let stamp = |(folder, file): (&Path, &str)| {
            let path = folder.join(file);
            let metadata = path.ancestors().find_map(|path| std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file))?;
            Some(format!("{} {:?}", metadata.len(), metadata.modified().ok()?))
        };
        let source = state.names.documents.of_text(text);
        source.map_or_else(String::new, |source| {
            self.paths(state, source).map(|place| stamp(place).unwrap_or_default()).collect::<Vec<_>>().join("\n")
        })
    }

    /// The text of a document, read again from its file, or why that cannot be.
    fn read_again(&self, state: &State, source: &Source) -> Result<String, String> {
        let mut why = "the graph was imported: where the file is, is not known".to_owned();
        for (folder, file) in self.paths(state, source) {
            match self.reader.read_named(folder, file) {
                Ok(reading) if sha256(reading.text.source()) == source.sha256 => return Ok(reading.text.source().to_owned()),
                Ok(_) => why = "the file has changed since it was read: build its folder again".to_owned(),
                Err(error) => why = error.to_string().lines().next().unwrap_or_default().to_owned(),
            }
        }
        Err(why)
    }
}

impl Server {
    /// Changes the store. Who asks from then on is answered from what it is now; the names that the pages know follow within seconds.
    async fn change(&self, client: Client, base: String, what: What) -> Result<Done, Problem> {
        let store_base = self.state().store.base().as_str().to_owned();
        let done = self.pool.change(client.0, &self.settings.store, &Change { store_base, base, what }).await?;
        self.turn().await?;
        Ok(done)
    }

    /// Turns to the state of the store as it is now, with the names that are known.
    async fn turn(&self) -> Result<(), Problem> {
        let _alone = self.turning.lock().await;
        let (current, store) = (self.state(), self.settings.store.clone());
        let next = tokio::task::spawn_blocking(move || -> Result<Option<State>> {
            let pinned = Pinned::take(&store)?;
            if pinned.version() == current.pinned.version() {
                return Ok(None);
            }
            let store = Store::open_read_only(pinned.data())?;
            Ok(Some(State::of(pinned, store, Arc::clone(&current.names))))
        });
        if let Some(next) = next.await.unwrap_or(Ok(None))? {
            *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
            self.pool.renew().await;
        }
        Ok(())
    }

    /// Reads the names of the store as it is now. What is read is of use only if the store has stayed the same.
    async fn read_names(&self) {
        let current = self.state();
        let reading = Arc::clone(&current);
        let names = tokio::task::spawn_blocking(move || Names::read(&reading.store, reading.pinned.version()));
        // What cannot be read now is tried again.
        let Ok(Ok(names)) = names.await else { return };
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&state, &current) {
            *state = Arc::new(State {
                store: Arc::clone(&current.store),
                names: Arc::new(names),
                built: current.built.clone(),
                pinned: Arc::clone(&current.pinned),
            });
        }
    }
}

/// Turns to the next state of the store when there is one, and reads its names when it has stayed the same for a while.
async fn watch(server: Server) {
    let mut before = String::new();
    loop {
        tokio::time::sleep(WATCH).await;
        let current = server.state();
        if current.pinned.is_outdated() {
            // What cannot be read now, as when the store is being made anew, is tried again.
            let _ = server.turn().await;
            continue;
        }
        let is_calm = std::mem::replace(&mut before, current.pinned.version().to_owned()) == current.pinned.version();
        if is_calm && current.names.version != current.pinned.version() {
            server.read_names().await;
        }
    }
}

/// Does what may wait for the disk, on a thread of its own.
async fn blocking<T: Send + 'static>(server: &Server, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T, Problem> {
    let broken = || Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the request breaks the server's reading", "tell the project");
    let _turn = server.reading.acquire().await.map_err(|_| broken())?;
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(broken()),
    }
}

/// The header `Accept`, if there is one that can be read.
fn accepted(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ACCEPT)?.to_str().ok()
}

fn router(server: Server) -> Router {
    let fixed = Router::new()
        .route("/api/info", get(api::info))
        .route("/api/queries", get(api::queries))
        .route("/api/query/{name}", get(api::query))
        .route("/api/search", get(api::search))
        .route("/api/entity", get(api::entity))
        .route("/api/timeline", get(api::timeline))
        .route("/api/matrix", get(api::matrix))
        .route("/store", get(graph_store::get).put(graph_store::put).post(graph_store::post).delete(graph_store::delete))
        .route("/store/{*name}", get(graph_store::get).put(graph_store::put).post(graph_store::post).delete(graph_store::delete))
        .route("/id/{*names}", get(graph_store::thing))
        .route("/sparql", get(protocol::get).post(protocol::post))
        .route("/sparql/", get(protocol::get).post(protocol::post))
        .route_layer(from_fn_with_state(server.clone(), unless_known));
    let page = || async { page::page() };
    let router = fixed
        .route("/api/document", get(api::document))
        .route("/api/table", get(api::own_table).post(api::own_table_form))
        .route("/api/sheet", post(api::sheet))
        .route("/", get(page))
        .route("/explore", get(page))
        .route("/explore/{*view}", get(page))
        .route("/editor", get(page))
        .route("/assets/{name}", get(page::asset))
        .fallback(elsewhere)
        .method_not_allowed_fallback(|method: Method| async move {
            if method == Method::OPTIONS {
                return StatusCode::NO_CONTENT.into_response();
            }
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not possible here"), "use one of the methods in Allow")
                .into_response()
        })
        // `guard` has read the body within its own limit.
        .layer(DefaultBodyLimit::disable());
    let router = if server.settings.origins.is_empty() {
        router
    } else {
        let origins = server.settings.origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
        let mut methods = vec![Method::GET, Method::HEAD, Method::POST];
        let mut headers = vec![header::ACCEPT, header::CONTENT_TYPE];
        if server.settings.token.is_some() {
            methods.extend([Method::PUT, Method::DELETE]);
            headers.push(header::AUTHORIZATION);
        }
        router.layer(CorsLayer::new().allow_origin(AllowOrigin::list(origins)).allow_methods(methods).allow_headers(headers))
    };
    router.layer(from_fn_with_state(server.clone(), guard)).with_state(server)
}

/// What no route takes: things of a base that has a path of its own, as `/graph/id/…` of `https://example.org/graph/`.
async fn elsewhere(Given(server): Given<Server>, request: Request) -> Response {
    let base = server.state().store.base().as_str().to_owned();
    let path = base.splitn(4, '/').nth(3).unwrap_or_default();
    let is_thing =
        request.uri().path().strip_prefix('/').and_then(|rest| rest.strip_prefix(path)).is_some_and(|rest| rest.starts_with("id/"));
    if is_thing && [Method::GET, Method::HEAD].contains(request.method()) {
        let (address, uri) = (request.uri().query().map(str::to_owned), request.uri().clone());
        let headers = request.headers().clone();
        return graph_store::thing(Given(server), axum::extract::RawQuery(address), uri, headers).await.into_response();
    }
    Problem::not_found("there is nothing at this address", "begin at  /  or ask  /sparql").into_response()
}

/// Answers that a client knows already are not sent again, and those that were given already not made again: each is named by the state of the store,
/// the address and what the client accepts. Not so where a query may ask for the time or for chance.
async fn unless_known(Given(server): Given<Server>, request: Request, next: Next) -> Response {
    let address = request.uri().to_string();
    let varies = ["now", "rand", "uuid"].into_iter().any(|word| address.to_ascii_lowercase().contains(word));
    if ![Method::GET, Method::HEAD].contains(request.method()) || varies {
        return next.run(request).await;
    }
    let gzip = encoding::takes_gzip(request.headers());
    let name = server.name_of(&[&address, accepted(request.headers()).unwrap_or_default(), if gzip { "gzip" } else { "" }]);
    let tag = format!("\"{name}\"");
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter().filter_map(|known| known.to_str().ok());
    let is_known = known.flat_map(|known| known.split(',')).any(|known| known.trim().trim_start_matches("W/") == tag);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else if request.method() == Method::GET {
        let make = async {
            let made = next.run(request).await;
            if gzip { encoding::smaller(made).await } else { made }
        };
        server.cache.get_or(name, make).await
    } else {
        next.run(request).await
    };
    if response.status().is_success() || is_known {
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept, accept-encoding"));
    }
    response
}
