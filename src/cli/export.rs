use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use zhengtu::export::{self, Neo4j, Network, Scope};
use zhengtu::store::Store;

use super::documents::plural;
use super::output::{unwritten, write_folder, write_to};
use super::{Messages, Outcome, StorePath, error, shell_word};

/// Writes the whole graph for other tools: RDF, tables, networks
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// The file or, for neo4j and datapackage, the folder to write; standard output if left out
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// How the graph is written; by default as FILE's extension says (.ttl, .trig, .nt, .nq, .rdf, .jsonld, .graphml, .gexf, .zip), else in Turtle
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// RDF: also the ontology, the definitions of the terms
    #[arg(long)]
    with_ontology: bool,
    /// GraphML and GEXF: which network; by default that of bodies
    #[arg(long, value_enum)]
    network: Option<NetworkOf>,
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
  zhengtu export -o network.gexf
      who leads with whom, for Gephi; with the years for its timeline
  zhengtu export -o network.graphml --network tasks
      bodies and their tasks, for networkx, igraph, Cytoscape and others
  zhengtu export --format datapackage -o tables
      CSV tables and datapackage.json, for pandas, R and databases; tables.zip packs them
  zhengtu export --format neo4j -o neo4j
      CSV files of nodes and relationships, and the command that imports them

TriG, N-Quads and JSON-LD keep a named graph a document; the other RDF formats get all graphs as one. The same store gives the same bytes.
Files are replaced when they are whole. Cells of CSV files are data for programs: one that begins like a formula has nothing before it, so do not open
them in a spreadsheet that you would not trust with their documents (`zhengtu query` writes CSV for spreadsheets).";

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Turtle,
    Trig,
    Ntriples,
    Nquads,
    Rdfxml,
    Jsonld,
    Graphml,
    Gexf,
    Neo4j,
    Datapackage,
}

/// Which nodes and ties
#[derive(Clone, Copy, ValueEnum)]
enum NetworkOf {
    /// Who leads with whom: bodies that share tasks
    Bodies,
    /// Bodies and their tasks
    Tasks,
    /// All things that have a name, and what ties them
    All,
}

impl Export {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let extension = self.output.as_deref().and_then(Path::extension).and_then(|extension| extension.to_str()).map(str::to_lowercase);
        let format = self.format.or_else(|| Format::from_extension(extension.as_deref()?)).unwrap_or(Format::Turtle);
        let is_network = matches!(format, Format::Graphml | Format::Gexf);
        if self.network.is_some() && !is_network {
            return Err(error("--network is for graphml and gexf", "the command line", "leave it out, or add  --format graphml"));
        }
        if self.with_ontology && format.rdf().is_none() {
            return Err(error("--with-ontology is for RDF", "the command line", "leave it out, or add  --format turtle"));
        }
        let store = Store::open_read_only(&self.store.path)?;
        let output = self.output.as_deref();
        if let Some(format) = format.rdf() {
            write_to(output, |writer| Ok(export::rdf(&store, writer, format, self.with_ontology)?))?;
        } else if is_network {
            let network = Network::of(&store, self.network.map_or(Scope::Bodies, Scope::from))?;
            write_to(output, |writer| {
                let written = if format == Format::Gexf { export::gexf(&network, writer) } else { export::graphml(&network, writer) };
                written.map_err(unwritten)
            })?;
            messages.hint(format_args!("{}, {}", plural(network.nodes.len(), "node"), plural(network.edges.len(), "tie")));
        } else if format == Format::Neo4j {
            let folder = output.ok_or_else(|| no_folder("neo4j"))?;
            let files = write_folder(folder, |folder| Ok(export::neo4j(&store, folder)?))?;
            messages
                .hint(format_args!("import them into an empty database, while Neo4j is stopped, with\n{}", import_command(folder, &files)));
        } else {
            let path = output.ok_or_else(|| no_folder("datapackage"))?;
            let rows = if extension.as_deref() == Some("zip") {
                let folder = tempfile::tempdir().map_err(unwritten)?;
                let rows = export::data_package(&store, folder.path())?;
                write_to(output, |writer| pack(folder.path(), writer).map_err(unwritten))?;
                rows
            } else {
                write_folder(path, |folder| Ok(export::data_package(&store, folder)?))?
            };
            messages.hint(plural(usize::try_from(rows)?, "row"));
        }
        Ok(Outcome::Done)
    }
}

fn no_folder(format: &str) -> anyhow::Error {
    error(format_args!("{format} is a folder of files, and none is named"), "the command line", format_args!("add  -o {format}"))
}

/// The command that imports the files into Neo4j.
fn import_command(folder: &Path, files: &Neo4j) -> String {
    let path = |file: &String| shell_word(&folder.join(file).to_string_lossy());
    let nodes = files.nodes.iter().map(|file| format!(" --nodes={}", path(file)));
    let relationships = files.relationships.iter().map(|file| format!(" --relationships={}", path(file)));
    format!("neo4j-admin database import full --multiline-fields=true{} neo4j", nodes.chain(relationships).collect::<String>())
}

/// Packs the files of a folder, in the order of their names and without their times.
fn pack(folder: &Path, writer: &mut dyn Write) -> io::Result<()> {
    let mut paths = folder.read_dir()?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let mut archive = zip::ZipWriter::new_stream(writer);
    for path in paths {
        let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::DEFAULT).large_file(true);
        archive.start_file(path.file_name().unwrap_or_default().to_string_lossy(), options)?;
        io::copy(&mut std::fs::File::open(&path)?, &mut archive)?;
    }
    archive.finish()?;
    Ok(())
}

impl Format {
    fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "graphml" => Self::Graphml,
            "gexf" => Self::Gexf,
            "zip" => Self::Datapackage,
            _ => match RdfFormat::from_extension(extension)? {
                RdfFormat::TriG => Self::Trig,
                RdfFormat::NTriples => Self::Ntriples,
                RdfFormat::NQuads => Self::Nquads,
                RdfFormat::RdfXml => Self::Rdfxml,
                RdfFormat::JsonLd { .. } => Self::Jsonld,
                _ => Self::Turtle,
            },
        })
    }

    /// The format of RDF, if it is one.
    fn rdf(self) -> Option<RdfFormat> {
        Some(match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::Trig => RdfFormat::TriG,
            Self::Ntriples => RdfFormat::NTriples,
            Self::Nquads => RdfFormat::NQuads,
            Self::Rdfxml => RdfFormat::RdfXml,
            Self::Jsonld => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::Graphml | Self::Gexf | Self::Neo4j | Self::Datapackage => return None,
        })
    }
}

impl From<NetworkOf> for Scope {
    fn from(network: NetworkOf) -> Self {
        match network {
            NetworkOf::Bodies => Self::Bodies,
            NetworkOf::Tasks => Self::Tasks,
            NetworkOf::All => Self::All,
        }
    }
}
