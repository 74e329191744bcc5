//! A server that runs as long as its test, and a client that sends exactly what it is told.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

pub const ZHENGTU: &str = env!("CARGO_BIN_EXE_zhengtu");

/// What those show who may write.
pub const TOKEN: &str = "a-token-of-the-tests";

/// A server on a free port, ended when it is dropped.
pub struct Server {
    pub address: SocketAddr,
    pub child: Child,
}

impl Server {
    /// Serves a store, with more arguments.
    pub fn start(store: &Path, arguments: &[&str]) -> Self {
        Self::begin(store, arguments, None)
    }

    /// Serves a store, to be written to by those who know [`TOKEN`].
    pub fn writable(store: &Path, arguments: &[&str]) -> Self {
        Self::begin(store, &[&["--writable"], arguments].concat(), Some(TOKEN))
    }

    fn begin(store: &Path, arguments: &[&str], token: Option<&str>) -> Self {
        let mut command = Command::new(ZHENGTU);
        command.env_remove("ZHENGTU_TOKEN");
        if let Some(token) = token {
            command.env("ZHENGTU_TOKEN", token);
        }
        command.args(["serve", "--quiet", "--bind", "127.0.0.1:0", "--store"]).arg(store).args(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the program runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a standard output")).read_line(&mut line).expect("it says its address");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').parse().expect("an address");
        Self { address, child }
    }

    /// Sends bytes as they are, and reads what comes until the server ends the connection.
    pub fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit of time");
        // A server that refuses may end the connection before all is sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer);
        assert!(
            !read.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)),
            "the connection is ended in time"
        );
        answer
    }

    pub fn send(&self, request: &Request<'_>) -> Response {
        Response::read(&self.raw(&request.bytes(self.address)))
    }

    pub fn get(&self, path: &str) -> Response {
        self.send(&Request::get(path))
    }

    /// The answer of the endpoint to a query, in JSON.
    pub fn ask(&self, query: &str) -> Value {
        let response = self.sparql(query);
        assert_eq!(response.status, 200, "{query}\n{}", response.text());
        response.json()
    }

    pub fn sparql(&self, query: &str) -> Response {
        self.send(&Request::post("/sparql", "application/sparql-query", query.as_bytes()))
    }

    /// The processes that answer its queries.
    #[cfg(target_os = "linux")]
    pub fn workers(&self) -> Vec<u32> {
        let processes =
            std::fs::read_dir("/proc").expect("Linux has it").filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let is_own = |process: &u32| {
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            // Behind the name, which stands in parentheses: the state, and the parent.
            let mut fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
            fields.next() != Some("Z") && fields.next() == Some(&self.child.id().to_string())
        };
        processes.filter(is_own).collect()
    }

    /// Waits until so many processes answer its queries.
    #[cfg(target_os = "linux")]
    pub fn wait_for_workers(&self, number: usize) {
        for _ in 0..400 {
            if self.workers().len() == number {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{:?} are at work, not {number}", self.workers());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Clone)]
pub struct Request<'r> {
    pub method: &'r str,
    pub path: String,
    pub headers: Vec<(&'r str, String)>,
    pub body: Vec<u8>,
}

impl<'r> Request<'r> {
    pub fn get(path: &str) -> Self {
        Self { method: "GET", path: encoded(path), headers: Vec::new(), body: Vec::new() }
    }

    pub fn post(path: &str, media_type: &str, body: &[u8]) -> Self {
        Self { method: "POST", body: body.to_vec(), ..Self::get(path) }.with("content-type", media_type)
    }

    pub fn with(mut self, name: &'r str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Another method.
    pub fn by(mut self, method: &'r str) -> Self {
        self.method = method;
        self
    }

    /// Shows the token.
    pub fn authorized(self) -> Self {
        self.with("authorization", &format!("Bearer {TOKEN}"))
    }

    fn bytes(&self, address: SocketAddr) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nconnection: close\r\n", self.method, self.path);
        if self.headers.iter().all(|(name, _)| *name != "host") {
            head.push_str(&format!("host: {address}\r\n"));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.method != "GET" {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }
}

/// A path with what is not ASCII, and spaces, as percent-encoded bytes.
pub fn encoded(path: &str) -> String {
    path.bytes().map(|byte| if (b'!'..=b'~').contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A value of a form.
pub fn form(value: &str) -> String {
    value.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn read(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("a head: {}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).expect("the head is text");
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let headers = lines.map(|line| line.split_once(": ").expect("a header")).map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("the body is text")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("JSON: {}", self.text()))
    }

    /// Whether the body is all of what the head announces.
    pub fn is_whole(&self) -> bool {
        self.header("content-length").parse() == Ok(self.body.len())
    }
}
