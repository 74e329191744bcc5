//! Graphs that were exported elsewhere, put into a store.
//!
//! What two machines built of different documents is merged by loading: the same thing has the same name in both, so there is nothing to join.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Term};

use crate::correct::{CORRECTIONS_GRAPH, Correction, Corrections};
use crate::store::{ONTOLOGY_GRAPH, Store, quad_order};
use crate::vocabulary::zt;
use crate::write::{Base, Graph};
use crate::{Error, Result};

/// Quads after which what was read is committed.
const COMMIT_AFTER: usize = 20_000;

/// A file of graphs that was read once, to see that it can be imported whole.
#[derive(Clone, Debug)]
pub struct Import {
    path: PathBuf,
    format: RdfFormat,
    base: Base,
    files: BTreeMap<String, NamedNode>,
    graphs: usize,
    corrections: Vec<Correction>,
}

impl Import {
    /// Reads a file in N-Quads, TriG or JSON-LD, as its extension tells; a copy of the ontology in it is passed over.
    ///
    /// # Errors
    /// [`Error::NotAGraph`] if it is in no such format, is damaged, or holds anything but graphs of texts under one base, each in one piece.
    pub fn open(path: &Path) -> Result<Self> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let Some(format) = RdfFormat::from_extension(extension).filter(|format| format.supports_datasets()) else {
            let reason = "it does not end in .nq, .trig or .jsonld, the formats that keep a graph a text";
            return Err(refused(path, reason, "write it with  zhengtu export -o graph.nq"));
        };
        let mut base: Option<Base> = None;
        let mut files = BTreeMap::new();
        let mut names = HashSet::new();
        let mut corrections = Vec::new();
        each_graph(path, format, |graph| {
            let name = graph.name.as_str();
            if !names.insert(graph.name.clone()) {
                return Err(refused(path, format!("the graph {name} is not in one piece"), "sort the quads by their graph"));
            }
            if graph.name == CORRECTIONS_GRAPH {
                corrections = graph.quads;
                return Ok(());
            }
            let named = graph.quads.iter().filter(|quad| quad.predicate == zt::FILE);
            let named: Vec<String> = named
                .filter_map(|quad| match &quad.object {
                    Term::Literal(file) => Some(file.value().to_owned()),
                    _ => None,
                })
                .collect();
            let Some((own_base, _)) = name.split_once("id/text/").filter(|_| !named.is_empty()) else {
                return Err(refused(path, format!("the graph {name} is not that of a text"), "import what  zhengtu export  writes"));
            };
            if base.get_or_insert(Base::new(own_base)?).as_str() != own_base {
                return Err(refused(path, "its names stand under several bases", "import the export of one store at a time"));
            }
            files.extend(named.into_iter().map(|file| (file, graph.name.clone())));
            Ok(())
        })?;
        let Some(base) = base else {
            return Err(refused(path, "there is no graph of a text in it", "import what  zhengtu export  writes"));
        };
        corrections.sort_by(quad_order);
        let graphs = names.len() - usize::from(!corrections.is_empty());
        let corrections = Corrections::of_quads(&base, &corrections).iter().cloned().collect();
        Ok(Self { path: path.to_owned(), format, base, files, graphs, corrections })
    }

    /// The base under which its names stand: that of the store that it can go into.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// How many texts it has.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.graphs
    }

    /// Puts the graphs into a store; those of the same texts take the place of what is there. Its corrections come before them, and hold for all that is there.
    ///
    /// # Errors
    /// [`Error::OtherFolder`] if the store has another text from a file of the same name, and what the disk refuses. Before anything is written, all of the
    /// names are compared; a loss of power leaves whole texts.
    pub fn load(&self, store: &Store) -> Result<()> {
        let stored = store.files()?;
        if let Some((file, _)) = self.files.iter().find(|(file, graph)| stored.get(*file).is_some_and(|stored| stored != *graph)) {
            return Err(Error::OtherFolder { name: file.clone(), path: self.path.clone() });
        }
        // First, so that the texts follow them when they come.
        store.correct(&self.corrections)?;
        let mut pending = Vec::new();
        let mut quads = 0;
        each_graph(&self.path, self.format, |graph| {
            if graph.name == CORRECTIONS_GRAPH {
                return Ok(());
            }
            quads += graph.quads.len();
            pending.push(graph);
            if quads > COMMIT_AFTER {
                store.replace(&pending)?;
                pending.clear();
                quads = 0;
            }
            Ok(())
        })?;
        store.replace(&pending)?;
        store.flush()
    }
}

/// Calls `take` with each graph of a file but the ontology's, as they stand.
fn each_graph(path: &Path, format: RdfFormat, mut take: impl FnMut(Graph) -> Result<()>) -> Result<()> {
    let file = File::open(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    let mut graph: Option<Graph> = None;
    for quad in RdfParser::from_format(format).for_reader(BufReader::new(file)) {
        let quad = quad.map_err(|reason| refused(path, reason.to_string(), "export it anew, and copy it whole"))?;
        let GraphName::NamedNode(name) = &quad.graph_name else {
            return Err(refused(path, "some of it is in no named graph", "import what  zhengtu export -o graph.nq  writes"));
        };
        if *name == ONTOLOGY_GRAPH {
            continue;
        }
        match &mut graph {
            Some(graph) if graph.name == *name => graph.quads.push(quad),
            last => {
                let next = Graph { name: name.clone(), quads: vec![quad] };
                if let Some(whole) = last.replace(next) {
                    take(whole)?;
                }
            }
        }
    }
    graph.map_or(Ok(()), take)
}

fn refused(path: &Path, reason: impl Into<String>, remedy: &'static str) -> Error {
    Error::NotAGraph { path: path.to_owned(), reason: reason.into(), remedy }
}
