//! Processes that read files in the place of this one, so that what breaks a decoder, or what it needs of memory and time, stays there.
//!
//! A worker is asked by a line of JSON on its standard input, and answers by lines on its standard output: the path of a document before it is read, then its
//! text or why there is none, and at last that all are done. A worker that breaks off, or takes too long, is ended; another goes on behind the
//! document at which that happened.

use std::io::{self, BufRead, BufReader, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde::{Deserialize, Serialize};

use super::limits::size;
use super::{Input, Limits, Raw, Reader, Refusal, documents};

/// What a worker is asked.
#[derive(Serialize, Deserialize)]
struct Request {
    /// The bytes of the path.
    path: Vec<u8>,
    /// How many documents are known already.
    skip: usize,
    /// The only document that is asked for.
    only: Option<String>,
    limits: Limits,
}

/// What a worker answers.
#[derive(Serialize, Deserialize)]
enum Answer {
    Begin(String),
    Text(Raw),
    Refused(Refusal),
    Done,
}

/// Requests after which a worker is replaced, for what its decoders may have left in its memory.
const REQUESTS: usize = 500;

/// The workers that wait for a request.
#[derive(Debug)]
pub(super) struct Workers {
    program: PathBuf,
    idle: Mutex<Vec<Worker>>,
}

#[derive(Debug)]
struct Worker {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
    requests: usize,
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Workers {
    pub fn new(program: PathBuf) -> Self {
        Self { program, idle: Mutex::default() }
    }

    /// Has a worker read the documents of a file, or one of them.
    pub fn read(&self, input: &Input, only: Option<&str>, limits: &Limits, tell: &mut dyn FnMut(&str, Result<Raw, Refusal>)) {
        let mut skip = 0;
        loop {
            let request = Request { path: path_bytes(&input.path), skip, only: only.map(str::to_owned), limits: limits.clone() };
            let mut worker = match self.take() {
                Ok(worker) => worker,
                Err(error) => {
                    let reason = format!("the process that reads such files cannot be started ({error})");
                    return tell("", Err(Refusal::new(reason, "end other programs, or allow more processes")));
                }
            };
            let mut current: Option<String> = None;
            match worker.ask(&request, limits, &mut |name, result| {
                skip += 1;
                current = None;
                tell(name, result);
            }) {
                Ok(()) => {
                    worker.requests += 1;
                    if worker.requests < REQUESTS {
                        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                    }
                    return;
                }
                Err((at, refusal)) => {
                    drop(worker);
                    // Where not even a document was begun, the file as a whole is at fault.
                    let Some(name) = at else { return tell("", Err(refusal)) };
                    tell(&name, Err(refusal));
                    skip += 1;
                }
            }
        }
    }

    fn take(&self) -> io::Result<Worker> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Worker::start(&self.program), Ok)
    }
}

impl Worker {
    fn start(program: &PathBuf) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(Reader::WORKER).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("it has no standard input and output"));
        };
        // A worker that is ahead waits, so that not more than two documents are held.
        let (sender, answers) = sync_channel(2);
        thread::Builder::new().spawn(move || {
            for line in BufReader::new(output).lines() {
                if line.ok().is_none_or(|line| sender.send(line).is_err()) {
                    break;
                }
            }
        })?;
        Ok(Self { child, input, answers, requests: 0 })
    }

    /// Asks, and hands over the answers. On failure gives the document at which it broke off, and why.
    fn ask(
        &mut self,
        request: &Request,
        limits: &Limits,
        tell: &mut dyn FnMut(&str, Result<Raw, Refusal>),
    ) -> Result<(), (Option<String>, Refusal)> {
        let mut current = None;
        let mut line = serde_json::to_string(request).unwrap_or_default();
        line.push('\n');
        if let Err(error) = self.input.write_all(line.as_bytes()) {
            return Err((
                None,
                Refusal::new(format!("the process that reads such files does not answer ({error})"), "run the command again"),
            ));
        }
        loop {
            let answer = match self.answers.recv_timeout(limits.time()) {
                Ok(line) => serde_json::from_str(&line),
                Err(RecvTimeoutError::Timeout) => {
                    let reason = format!("it took longer than {} s to read, the limit", limits.seconds);
                    return Err((current, Refusal::new(reason, "if it is sound, raise the limit: --limit seconds=600")));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let reason = format!("reading it needs more than {} of memory, the limit, or breaks the decoder", size(limits.memory));
                    return Err((current, Refusal::new(reason, "if it is sound, raise the limit: --limit memory=4G")));
                }
            };
            match answer {
                Ok(Answer::Begin(name)) => current = Some(name),
                Ok(Answer::Text(raw)) => tell(&current.take().unwrap_or_default(), Ok(raw)),
                Ok(Answer::Refused(refusal)) => tell(&current.take().unwrap_or_default(), Err(refusal)),
                Ok(Answer::Done) => return Ok(()),
                Err(error) => {
                    return Err((
                        current,
                        Refusal::broken(format!("what the process that reads such files says is not understood ({error})")),
                    ));
                }
            }
        }
    }
}

/// The life of a worker: answers requests on standard input until it ends. For a program that was started with [`Reader::WORKER`].
///
/// # Errors
/// If standard input or output fail, or the limits cannot be set.
pub fn serve() -> io::Result<()> {
    // What a decoder says when it breaks helps nobody; that it broke is in the answer.
    panic::set_hook(Box::new(|_| {}));
    let mut output = io::stdout().lock();
    let mut limited = false;
    for line in io::stdin().lock().lines() {
        let request: Request = serde_json::from_str(&line?)?;
        if !limited {
            limit_memory(request.limits.memory)?;
            limited = true;
        }
        let mut say = |answer: &Answer| -> io::Result<()> {
            let mut line = serde_json::to_string(answer)?;
            line.push('\n');
            output.write_all(line.as_bytes())?;
            output.flush()
        };
        let mut number = 0;
        let mut said = Ok(());
        let mut visit = |name: &str, read: &mut dyn FnMut() -> Result<Raw, Refusal>| {
            number += 1;
            if number <= request.skip || said.is_err() {
                return;
            }
            said = say(&Answer::Begin(name.to_owned())).and_then(|()| {
                let answer = match panic::catch_unwind(AssertUnwindSafe(read)) {
                    Ok(Ok(raw)) => Answer::Text(raw),
                    Ok(Err(refusal)) => Answer::Refused(refusal),
                    Err(_) => Answer::Refused(Refusal::broken("the decoder of its format breaks on it")),
                };
                say(&answer)
            });
        };
        match std::fs::File::open(path_of_bytes(request.path)) {
            Ok(file) => {
                if panic::catch_unwind(AssertUnwindSafe(|| documents(&file, &request.limits, request.only.as_deref(), &mut visit))).is_err()
                {
                    said = said.and_then(|()| say(&Answer::Refused(Refusal::broken("the decoder of its format breaks on it"))));
                }
            }
            Err(error) => said = say(&Answer::Refused(Refusal::broken(format!("it cannot be opened ({error})")))),
        }
        said?;
        say(&Answer::Done)?;
    }
    Ok(())
}

/// Sets the most memory that this process may have. Only Unix can.
#[cfg(unix)]
pub(crate) fn limit_memory(bytes: u64) -> io::Result<()> {
    use rlimit::Resource;
    let _ = Resource::CORE.set(0, 0);
    let (_, hard) = Resource::AS.get()?;
    Resource::AS.set(bytes.min(hard), hard)
}

#[cfg(not(unix))]
pub(crate) fn limit_memory(_: u64) -> io::Result<()> {
    Ok(())
}

fn path_bytes(path: &std::path::Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

#[cfg(unix)]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
