use std::env;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use zhengtu::serve::{Limits, Settings, Token, change, serve, work};

use super::{Messages, Outcome, StorePath, error, say};

/// Shows the graph in a browser, and answers SPARQL
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Serve {
    /// Where to listen. Beyond this machine, everybody who reaches the address can read the whole graph
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// A name by which the server is called, beside those of this machine; again for another
    #[arg(long = "allow-host", value_name = "NAME")]
    names: Vec<String>,
    /// The origin of pages of another host that may ask the server, as https://example.org; again for another
    #[arg(long = "cors", value_name = "ORIGIN", value_parser = origin)]
    origins: Vec<String>,
    /// How many queries are answered at the same time, each by a process of its own; by default as many as there are cores
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: Option<u16>,
    /// Memory of each of these processes, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(512..))]
    memory: u64,
    /// Seconds that a query may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// Size of the largest answer, in MiB
    #[arg(long = "max-answer", value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    max_answer: u64,
    /// How many queries may wait for their turn
    #[arg(long, value_name = "N", default_value_t = 128)]
    queue: u16,
    /// How many queries of one client may run and wait
    #[arg(long = "per-client", value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    per_client: u16,
    /// Let those write who show the token of --token-file, or of the environment variable ZHENGTU_TOKEN; the store is made if it is missing
    #[arg(long)]
    writable: bool,
    /// The file that holds the token. It is never given on the command line, which every user of the machine can see
    #[arg(long = "token-file", value_name = "FILE", requires = "writable")]
    token_file: Option<PathBuf>,
    /// Size of the largest change that may be sent, in MiB
    #[arg(long = "max-change", value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1024))]
    max_change: u64,
    #[command(flatten)]
    store: StorePath,
}

/// The environment variable that holds the token.
const TOKEN: &str = "ZHENGTU_TOKEN";

const EXAMPLES: &str = "\
Examples:
  zhengtu serve
      then open http://127.0.0.1:7878/ ; the SPARQL endpoint is http://127.0.0.1:7878/sparql
  zhengtu serve --bind 127.0.0.1:0
      on any free port, which it tells
  zhengtu serve --bind 0.0.0.0:7878 --allow-host graph.example.org
      for other machines, called by that name
  head -c 24 /dev/urandom | base64 > token; chmod 600 token; zhengtu serve --writable --token-file token
      changes are taken from those who know the token:
      curl -H \"Authorization: Bearer $(cat token)\" -d 'update=CLEAR GRAPH <https://example.org/g>' http://127.0.0.1:7878/sparql";

impl Serve {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let program = std::env::current_exe().map_err(|problem| {
            error(
                format_args!("the program does not find itself, to answer queries: {problem}"),
                "the operating system",
                "call it by its full path",
            )
        })?;
        let token = if self.writable { Some(self.token()?) } else { None };
        let defaults = Limits::default();
        let limits = Limits {
            workers: self.workers.map_or(defaults.workers, usize::from),
            memory: self.memory << 20,
            time: Duration::from_secs(self.timeout),
            answer: usize::try_from(self.max_answer << 20)?,
            queue: self.queue.into(),
            client: self.per_client.into(),
            change: usize::try_from(self.max_change << 20)?,
        };
        let settings =
            Settings { store: self.store.path, address: self.bind, names: self.names, origins: self.origins, limits, token, program };
        let needs_name = settings.names.is_empty() && settings.address.ip().is_unspecified();
        let is_writable = settings.token.is_some();
        serve(settings, |address| {
            if !address.ip().is_loopback() {
                let writers = if is_writable { ", and who listens in on the way sees the token" } else { "" };
                say(format_args!("warning: everybody who reaches this address can read the whole graph; there is no encryption{writers}"));
            }
            if needs_name {
                say("warning: requests from other machines are refused until you say by which name they call it: --allow-host NAME");
            }
            // For the program that began it, where the port was chosen here.
            println!("http://{address}/");
            messages.hint("SPARQL is answered at /sparql; Ctrl-C ends it");
        })?;
        Ok(Outcome::Done)
    }

    /// The token of those who may write.
    fn token(&self) -> Result<Token> {
        const REMEDY: &str =
            "make one  head -c 24 /dev/urandom | base64 > token  and name it with  --token-file token , or set ZHENGTU_TOKEN";
        let (text, place) = match &self.token_file {
            Some(path) => {
                let text = fs::read_to_string(path);
                let text = text.map_err(|problem| error(format_args!("the token cannot be read: {problem}"), path.display(), REMEDY))?;
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt;
                    if fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0) {
                        say(format_args!("warning: other users of this machine can read {0}:  chmod 600 {0}", path.display()));
                    }
                }
                (text, path.display().to_string())
            }
            None => {
                let text = env::var(TOKEN)
                    .map_err(|_| error("there is no token, and without one nobody may write", "the command line", REMEDY))?;
                (text, format!("the environment variable {TOKEN}"))
            }
        };
        Token::new(&text).map_err(|problem| error(problem, place, REMEDY))
    }
}

fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '*', '?', '#', '@']) {
        return Err("an origin is a scheme and a host, as https://example.org".to_owned());
    }
    Ok(text.to_owned())
}

/// Answers the server's queries, or makes a change for it, in limits of memory
#[derive(Args)]
pub struct Worker {
    #[arg(long)]
    store: PathBuf,
    #[arg(long)]
    memory: u64,
    #[arg(long)]
    write: bool,
}

impl Worker {
    pub fn run(self) -> Result<Outcome> {
        if self.write {
            change(&self.store, self.memory)?;
        } else {
            work(&self.store, self.memory)?;
        }
        Ok(Outcome::Done)
    }
}
