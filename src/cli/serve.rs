use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use zhengtu::serve::{Limits, Settings, serve, work};

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
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu serve
      then open http://127.0.0.1:7878/ ; the SPARQL endpoint is http://127.0.0.1:7878/sparql
  zhengtu serve --bind 127.0.0.1:0
      on any free port, which it tells
  zhengtu serve --bind 0.0.0.0:7878 --allow-host graph.example.org
      for other machines, called by that name";

impl Serve {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let program = std::env::current_exe().map_err(|problem| {
            error(
                format_args!("the program does not find itself, to answer queries: {problem}"),
                "the operating system",
                "call it by its full path",
            )
        })?;
        let defaults = Limits::default();
        let limits = Limits {
            workers: self.workers.map_or(defaults.workers, usize::from),
            memory: self.memory << 20,
            time: Duration::from_secs(self.timeout),
            answer: usize::try_from(self.max_answer << 20)?,
            queue: self.queue.into(),
            client: self.per_client.into(),
        };
        let settings = Settings { store: self.store.path, address: self.bind, names: self.names, origins: self.origins, limits, program };
        let needs_name = settings.names.is_empty() && settings.address.ip().is_unspecified();
        serve(settings, |address| {
            if !address.ip().is_loopback() {
                say("warning: everybody who reaches this address can read the whole graph; there is no password and no encryption");
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
}

fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '*', '?', '#', '@']) {
        return Err("an origin is a scheme and a host, as https://example.org".to_owned());
    }
    Ok(text.to_owned())
}

/// Answers the server's queries, in limits of memory
#[derive(Args)]
pub struct Worker {
    #[arg(long)]
    store: PathBuf,
    #[arg(long)]
    memory: u64,
}

impl Worker {
    pub fn run(self) -> Result<Outcome> {
        work(&self.store, self.memory)?;
        Ok(Outcome::Done)
    }
}
