use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use zhengtu::store::Store;

use super::output::write_to;
use super::{Outcome, StorePath};

/// Writes the whole graph for other RDF tools
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// The file to write; standard output if left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How the graph is written; by default as FILE's extension says (.ttl, .trig, .nt, .nq, .rdf, .jsonld), else in Turtle
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Also the ontology: the definitions of the terms
    #[arg(long)]
    with_ontology: bool,
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu export -o graph.ttl
      Turtle, for people and for any RDF tool
  zhengtu export -o graph.trig --with-ontology
      TriG: a named graph a document, and what the terms mean
  zhengtu export --format ntriples | wc -l
      how many triples there are

TriG, N-Quads and JSON-LD keep a named graph a document; the other formats get all graphs as one. The same store gives the same bytes.";

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Turtle,
    Trig,
    Ntriples,
    Nquads,
    Rdfxml,
    Jsonld,
}

impl Export {
    pub fn run(self) -> Result<Outcome> {
        let store = Store::open_read_only(&self.store.path)?;
        let extension = self.output.as_ref().and_then(|path| path.extension()?.to_str()?.to_lowercase().into());
        let format = match self.format {
            Some(format) => format.into(),
            None => extension.and_then(|extension: String| RdfFormat::from_extension(&extension)).unwrap_or(RdfFormat::Turtle),
        };
        write_to(self.output.as_deref(), |writer| Ok(store.export(writer, format, self.with_ontology)?))?;
        Ok(Outcome::Done)
    }
}

impl From<Format> for RdfFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Turtle => Self::Turtle,
            Format::Trig => Self::TriG,
            Format::Ntriples => Self::NTriples,
            Format::Nquads => Self::NQuads,
            Format::Rdfxml => Self::RdfXml,
            Format::Jsonld => Self::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }
}
