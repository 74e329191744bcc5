//! Servers that run as long as their test: Virtuoso, Oxigraph, and one that does what it is told.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A program that listens, ended when it is dropped.
struct Running {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Waits until it answers.
    fn start(mut command: Command, address: SocketAddr, folder: TempDir) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the server runs");
        let mut running = Self { child, address, _folder: folder };
        let begin = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(begin.elapsed() < Duration::from_secs(120), "the server does not listen");
            assert!(running.child.try_wait().expect("a state").is_none(), "the server has ended");
            thread::sleep(Duration::from_millis(100));
        }
        running
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// An address that nothing listens at.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}

fn skip(tool: &str, remedy: &str) {
    assert!(env::var("ZHENGTU_REQUIRE_TOOLS").as_deref() != Ok("1"), "{tool} is missing: {remedy}");
    eprintln!("skipped: {tool} is missing: {remedy}");
}

pub struct Virtuoso(Running);

impl Virtuoso {
    /// With an empty database; `None` where it is not installed.
    pub fn start() -> Option<Self> {
        if Command::new("virtuoso-t").arg("-?").output().is_err() {
            skip("virtuoso-t", "apt-get install virtuoso-opensource-7-bin");
            return None;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (http, sql) = (free(), free());
        let configuration = format!(
            "[Database]\nDatabaseFile = a.db\nErrorLogFile = a.log\nLockFile = a.lck\nTransactionFile = a.trx\nxa_persistent_file = a.pxa\n\
             [TempDatabase]\nDatabaseFile = b.db\nTransactionFile = b.trx\n\
             [Parameters]\nServerPort = {sql}\nNumberOfBuffers = 10000\nMaxDirtyBuffers = 6000\n\
             [HTTPServer]\nServerPort = {http}\nServerThreads = 5\n\
             [SPARQL]\nResultSetMaxRows = 10000\n"
        );
        fs::write(folder.path().join("virtuoso.ini"), configuration).expect("a file");
        let mut command = Command::new("virtuoso-t");
        command.args(["+configfile", "virtuoso.ini", "+foreground"]).current_dir(folder.path());
        Some(Self(Running::start(command, http, folder)))
    }

    pub fn url(&self, path: &str) -> String {
        self.0.url(path)
    }
}

pub struct Oxigraph(Running);

impl Oxigraph {
    /// With an empty store, whose queries see the union of all graphs; `None` where it is not installed.
    pub fn start() -> Option<Self> {
        let beside = env::var("ZHENGTU_PYTHON").ok().map(|python| Path::new(&python).with_file_name("oxigraph"));
        let program = beside.filter(|program| program.is_file()).unwrap_or_else(|| PathBuf::from("oxigraph"));
        if Command::new(&program).arg("--version").output().is_err() {
            skip("oxigraph", "pip install oxigraph");
            return None;
        }
        let (folder, address) = (tempfile::tempdir().expect("a temporary folder"), free());
        let mut command = Command::new(program);
        command.args(["serve", "--union-default-graph", "--bind", &address.to_string(), "--location"]).arg(folder.path());
        Some(Self(Running::start(command, address, folder)))
    }

    pub fn url(&self, path: &str) -> String {
        self.0.url(path)
    }

    pub fn address(&self) -> Option<SocketAddr> {
        Some(self.0.address)
    }
}

/// A request that a [`Fake`] got.
pub struct Asked {
    pub path: String,
    head: String,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        headers.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// What a [`Fake`] does.
pub enum Reply {
    /// Has the server behind it answer.
    Forward,
    /// Has the server behind it do what is asked, and ends the connection without an answer.
    AnswerLost,
    /// Ends the connection, and nothing is done.
    Lost,
    Answer(String),
}

impl Reply {
    pub fn answer(status: u16, headers: &str, body: &str) -> Self {
        Self::Answer(format!("HTTP/1.1 {status} \r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()))
    }
}

/// A server that does what it is told, before another one or alone. It runs until the tests end.
pub struct Fake {
    address: SocketAddr,
}

impl Fake {
    pub fn start(behind: Option<SocketAddr>, reply: impl Fn(&Asked) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away is no concern of this one.
                let _ = answer(stream, behind, &reply);
            }
        });
        Self { address }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn answer(mut stream: TcpStream, behind: Option<SocketAddr>, reply: &impl Fn(&Asked) -> Reply) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let asked = Asked { path, head };
    let length = asked.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let reply = reply(&asked);
    match reply {
        Reply::Answer(answer) => stream.write_all(answer.as_bytes())?,
        Reply::Forward | Reply::AnswerLost => {
            let mut server = TcpStream::connect(behind.expect("a server behind it"))?;
            let head = asked.head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
            server.write_all(head.as_bytes())?;
            server.write_all(&body)?;
            let mut answer = Vec::new();
            server.read_to_end(&mut answer)?;
            if matches!(reply, Reply::Forward) {
                stream.write_all(&answer)?;
            }
        }
        Reply::Lost => {}
    }
    stream.shutdown(Shutdown::Both)
}
