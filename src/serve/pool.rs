//! The processes that answer queries, and who may ask them: how many at once, how many wait, how long an answer may take and how large it may be.
//!
//! An answer is handed on when it is whole. A process that takes too long, says too much or breaks is killed; another takes its place.
//! Changes are made one at a time, each by a process of its own (`change`).

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use super::WORKER;
use super::change::{Change, Done};
use super::problem::Problem;
use super::worker::{BODY, DONE, FAILED, Question};
use crate::read::size;
use crate::store::Pinned;

/// What queries may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Processes that answer queries at the same time.
    pub workers: usize,
    /// Bytes of memory of each.
    pub memory: u64,
    /// How long a query may take; also how long it may wait for a process.
    pub time: Duration,
    /// Bytes of an answer.
    pub answer: usize,
    /// Queries that wait for a process.
    pub queue: usize,
    /// Queries of one client, running and waiting.
    pub client: usize,
    /// Bytes of a change that is sent.
    pub change: usize,
}

impl Default for Limits {
    /// As many processes as the machine has cores, of 2 GiB; 30 seconds; answers of 64 MiB, and as large changes; 128 queries
    /// that wait, 64 of one client.
    fn default() -> Self {
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        Self { workers, memory: 2 << 30, time: Duration::from_secs(30), answer: 64 << 20, queue: 128, client: 64, change: 64 << 20 }
    }
}

/// Queries after which a process is replaced, for what the engine may have left in its memory.
const QUERIES: usize = 1000;

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    pub media_type: String,
    pub body: Vec<u8>,
}

/// The processes.
pub struct Pool {
    program: PathBuf,
    limits: Limits,
    idle: Mutex<Vec<Worker>>,
    running: Semaphore,
    /// Held by the one process that writes.
    writing: Semaphore,
    /// Queries that run or wait, by who asks them.
    clients: Mutex<HashMap<IpAddr, usize>>,
    /// How often the store has become another.
    state: AtomicUsize,
}

impl Pool {
    /// Processes of a program that is to call [`worker`](super::worker) when its first argument is [`WORKER`].
    pub fn new(program: PathBuf, limits: Limits) -> Self {
        let running = Semaphore::new(limits.workers);
        let writing = Semaphore::new(1);
        Self { program, limits, idle: Mutex::default(), running, writing, clients: Mutex::default(), state: AtomicUsize::new(0) }
    }

    /// Has a process answer, from the store as it was pinned.
    pub async fn ask(&self, client: IpAddr, store: &Arc<Pinned>, question: &Question) -> Result<Answer, Problem> {
        let _place = self.admit(client)?;
        let waited = timeout(self.limits.time, self.running.acquire()).await;
        let Ok(Ok(_running)) = waited else { return Err(busy("no process became free to answer the query")) };
        let state = self.state.load(Ordering::Relaxed);
        let mut worker = match self.take(store) {
            Some(worker) => worker,
            None => self.start(store)?,
        };
        let deadline = Instant::now() + self.limits.time;
        let reused = worker.queries > 0;
        // Where this is dropped before the answer is whole, as when the client goes away, the process goes with it.
        let mut asked = timeout_at(deadline, worker.process.ask(question, self.limits.answer)).await;
        // One that has waited may have ended while it was being asked, through no fault of the question.
        if reused && matches!(asked, Ok(Err(Broken::Off))) {
            worker = self.start(store)?;
            asked = timeout_at(deadline, worker.process.ask(question, self.limits.answer)).await;
        }
        match asked {
            Ok(Ok(answered)) => {
                worker.queries += 1;
                if worker.queries < QUERIES && self.state.load(Ordering::Relaxed) == state {
                    locked(&self.idle).push(worker);
                } else {
                    worker.process.end().await;
                }
                answered
            }
            Ok(Err(Broken::TooLarge)) => Err(Problem::new(
                StatusCode::INSUFFICIENT_STORAGE,
                format!("the answer is larger than {}, the limit", size(self.limits.answer as u64)),
                "ask for less (LIMIT), or begin the server with a larger --max-answer",
            )),
            Ok(Err(Broken::Off)) => Err(Problem::new(
                StatusCode::INSUFFICIENT_STORAGE,
                format!("the query needs more than {} of memory, the limit, or breaks the engine", size(self.limits.memory)),
                "ask for less, or begin the server with a larger --memory",
            )),
            Err(_) => Err(Problem::new(
                StatusCode::GATEWAY_TIMEOUT,
                format!("the query took longer than {} s, the limit, and was stopped", self.limits.time.as_secs_f32()),
                "ask for less, or begin the server with a larger --timeout",
            )),
        }
    }

    /// Has a process change a store, wholly or not at all, when its turn has come.
    pub async fn change(&self, client: IpAddr, store: &Path, change: &Change) -> Result<Done, Problem> {
        let _place = self.admit(client)?;
        let waited = timeout(self.limits.time, self.writing.acquire()).await;
        let Ok(Ok(_turn)) = waited else { return Err(busy("other changes are being made")) };
        let started = Process::start(&self.program, store, self.limits.memory, &["--write"]);
        let mut process = started.map_err(|error| busy(&format!("the process that changes the store cannot be started ({error})")))?;
        let asked = timeout(self.limits.time, process.ask(change, self.limits.answer)).await;
        process.end().await;
        match asked {
            Ok(Ok(answered)) => serde_json::from_slice(&answered?.body)
                .map_err(|reason| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, reason.to_string(), "tell the project")),
            Ok(Err(_)) => Err(Problem::new(
                StatusCode::INSUFFICIENT_STORAGE,
                format!("the change needs more than {} of memory, the limit, or breaks the engine", size(self.limits.memory)),
                "send it in parts, or begin the server with a larger --memory",
            )),
            Err(_) => Err(Problem::new(
                StatusCode::GATEWAY_TIMEOUT,
                format!("the change took longer than {} s, the limit, and was stopped", self.limits.time.as_secs_f32()),
                "see whether it was made, then send it in parts, or begin the server with a larger --timeout",
            )),
        }
    }

    /// Ends the processes, at once or when they have answered, so that the next ones read the store anew.
    pub async fn renew(&self) {
        self.state.fetch_add(1, Ordering::Relaxed);
        let idle = std::mem::take(&mut *locked(&self.idle));
        for worker in idle {
            worker.process.end().await;
        }
    }

    /// Lets a client in, or says that it, or everybody, asks too much at once.
    fn admit(&self, client: IpAddr) -> Result<Place<'_>, Problem> {
        let mut clients = locked(&self.clients);
        let own = clients.get(&client).copied().unwrap_or(0);
        if own >= self.limits.client {
            let detail = format!("{own} queries of this client are being answered, the limit");
            return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, detail, "wait for their answers before you ask again"));
        }
        if clients.values().sum::<usize>() >= self.limits.workers + self.limits.queue {
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many queries wait for an answer", "ask again later"));
        }
        *clients.entry(client).or_default() += 1;
        Ok(Place { pool: self, client })
    }

    /// A process that waits. One that has ended meanwhile, or reads what the store was before, is dropped.
    fn take(&self, store: &Arc<Pinned>) -> Option<Worker> {
        let mut idle = locked(&self.idle);
        std::iter::from_fn(|| idle.pop()).find_map(|mut worker| {
            let serves = Arc::ptr_eq(&worker.store, store) && matches!(worker.process.child.try_wait(), Ok(None));
            serves.then_some(worker)
        })
    }

    fn start(&self, store: &Arc<Pinned>) -> Result<Worker, Problem> {
        Worker::start(&self.program, store, self.limits.memory)
            .map_err(|error| busy(&format!("the process that answers queries cannot be started ({error})")))
    }
}

/// A query that cannot be answered now.
fn busy(what: &str) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, what, "ask again later, or begin the server with more --workers")
}

/// A client's place among those whose queries run or wait.
struct Place<'p> {
    pool: &'p Pool,
    client: IpAddr,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut clients = locked(&self.pool.clients);
        if let Some(count) = clients.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                clients.remove(&self.client);
            }
        }
    }
}

/// Why a process gave no whole answer, and is of no use any more.
enum Broken {
    TooLarge,
    Off,
}

impl From<io::Error> for Broken {
    fn from(_: io::Error) -> Self {
        Self::Off
    }
}

/// A process that answers queries.
struct Worker {
    process: Process,
    queries: usize,
    /// What it reads; it must not go before the process.
    store: Arc<Pinned>,
}

impl Worker {
    fn start(program: &Path, store: &Arc<Pinned>, memory: u64) -> io::Result<Self> {
        let process = Process::start(program, store.data(), memory, &[])?;
        Ok(Self { process, queries: 0, store: Arc::clone(store) })
    }
}

/// A process of the program, killed when it is dropped.
struct Process {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    child: Child,
}

impl Process {
    fn start(program: &Path, store: &Path, memory: u64, arguments: &[&str]) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(WORKER).arg("--store").arg(store).arg("--memory").arg(memory.to_string()).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        // The limit counts what is set aside, and glibc sets aside 64 MiB for each thread.
        command.env("MALLOC_ARENA_MAX", "1");
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("it has no standard input and output"));
        };
        Ok(Self { input, output: BufReader::with_capacity(1 << 16, output), child })
    }

    /// Ends the process, and waits until it has let go of the store.
    async fn end(mut self) {
        let _ = self.child.kill().await;
    }

    async fn ask(&mut self, question: &impl Serialize, limit: usize) -> Result<Result<Answer, Problem>, Broken> {
        let mut line = serde_json::to_vec(question).map_err(io::Error::other)?;
        line.push(b'\n');
        self.input.write_all(&line).await?;
        self.input.flush().await?;
        let mut body = Vec::new();
        loop {
            let kind = self.output.read_u8().await?;
            let length = self.output.read_u32().await? as usize;
            if body.len() + length > limit {
                return Err(Broken::TooLarge);
            }
            let start = body.len();
            body.resize(start + length, 0);
            self.output.read_exact(&mut body[start..]).await?;
            match kind {
                BODY => {}
                DONE => {
                    let media_type = String::from_utf8(body.split_off(start)).map_err(io::Error::other)?;
                    return Ok(Ok(Answer { media_type, body }));
                }
                FAILED => return Ok(Err(serde_json::from_slice(&body[start..]).map_err(io::Error::other)?)),
                _ => return Err(Broken::Off),
            }
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
