use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use zhengtu::publish::{Credentials, Destination, Event, Summary, publish};
use zhengtu::store::Store;

use super::documents::{bar, plural};
use super::{Messages, Outcome, StorePath, error, say};

/// Sends the graphs to another store that speaks SPARQL 1.1, and keeps them there as they are here
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Publish {
    /// The address that takes SPARQL updates
    #[arg(long, value_name = "URL")]
    endpoint: String,
    /// The address that answers queries; by default …/query beside …/update, else the same as for updates
    #[arg(long, value_name = "URL")]
    query_endpoint: Option<String>,
    /// Send the graphs to this address, by the SPARQL 1.1 Graph Store Protocol, which most stores take faster than updates
    #[arg(long, value_name = "URL")]
    graph_store: Option<String>,
    /// A file that holds user:password (for Basic and Digest) or Bearer TOKEN; by default the variable ZHENGTU_CREDENTIALS of the environment is read
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// Remove graphs there that were published and are not in this store
    #[arg(long)]
    prune: bool,
    /// How many quads a request holds at most
    #[arg(long, value_name = "QUADS", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..))]
    chunk: u32,
    /// How often a request is tried again when the server is busy or the connection is lost, after 1, 2, 4, … 60 seconds
    #[arg(long, value_name = "N", default_value_t = 8)]
    retries: u32,
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu publish --endpoint http://localhost:7878/update
      Oxigraph
  zhengtu publish --endpoint http://localhost:8890/sparql-auth --credentials virtuoso.txt
      Virtuoso; the file holds  dba:PASSWORD
  zhengtu publish --endpoint http://localhost:3030/policies/update --graph-store http://localhost:3030/policies/data
      Fuseki, by its Graph Store Protocol
  zhengtu publish --endpoint http://localhost:7200/repositories/policies/statements --query-endpoint http://localhost:7200/repositories/policies
      GraphDB and RDF4J
  zhengtu publish --endpoint http://localhost:7878/update --prune
      again, after a build: sends what changed, and removes what is gone

A graph a text, the corrections and the ontology are sent. The endpoint remembers the digest of each graph (in the graph https://zhengtu.example/ns/published), \
so a run that was stopped goes on when it is run again, and a second run sends nothing. Several stores may publish to one endpoint, if none of them prunes.";

/// The variable of the environment that holds what `--credentials` is read from else.
const VARIABLE: &str = "ZHENGTU_CREDENTIALS";

impl Publish {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let store = Store::open_read_only(&self.store.path)?;
        let destination = Destination {
            query_endpoint: self.query_endpoint.clone().unwrap_or_else(|| Destination::query_endpoint_of(&self.endpoint)),
            credentials: self.credentials()?,
            endpoint: self.endpoint,
            graph_store: self.graph_store,
            chunk: usize::try_from(self.chunk)?,
            retries: self.retries,
            prune: self.prune,
        };
        if destination.credentials.is_some() && is_overheard(&destination.endpoint) {
            messages.hint(format_args!("warning: {} is not https: who listens on the way can read the credentials", destination.endpoint));
        }
        let bar = bar(0, "graphs", messages);
        let summary = publish(&store, &destination, &mut |event| match event {
            Event::Graphs(count) => bar.set_length(count as u64),
            Event::Done(count) => bar.inc(count as u64),
            Event::Again(why) => bar.suspend(|| say(format_args!("notice: {why}"))),
        })?;
        bar.finish_and_clear();
        let Summary { sent, quads, unchanged, gone } = summary;
        messages.hint(format_args!("{} sent ({}), {unchanged} unchanged", plural(sent, "graph"), plural(quads, "quad")));
        match (gone, self.prune) {
            (0, _) => {}
            (gone, true) => messages.hint(format_args!("{} removed", plural(gone, "graph"))),
            (gone, false) => {
                messages.hint(format_args!("{} there that this store does not have; --prune removes them", plural(gone, "graph")))
            }
        }
        Ok(Outcome::Done)
    }

    fn credentials(&self) -> Result<Option<Credentials>> {
        let (line, place) = match &self.credentials {
            Some(path) => {
                let line = fs::read_to_string(path).map_err(|problem| {
                    error(format_args!("cannot read the credentials: {problem}"), path.display(), "name a file that you may read")
                })?;
                (line, path.display().to_string())
            }
            None => match env::var(VARIABLE) {
                Ok(line) => (line, VARIABLE.to_owned()),
                Err(_) => return Ok(None),
            },
        };
        let credentials = Credentials::parse(&line);
        credentials.map(Some).ok_or_else(|| error("these are no credentials", place, "write  user:password  or  Bearer TOKEN, on one line"))
    }
}

/// Whether others than this machine may read what is sent to an address.
fn is_overheard(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    !["localhost", "127.", "[::1]"].iter().any(|own| host.starts_with(own))
}
