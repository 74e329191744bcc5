use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::rdf;
use zhengtu::Error;
use zhengtu::corpus::{Reading, Source};
use zhengtu::extract::Fact;
use zhengtu::link::Entity;
use zhengtu::outline::{Block, BlockKind};
use zhengtu::read::read;
use zhengtu::store::Store;
use zhengtu::vocabulary::zt;
use zhengtu::write::{Base, Graph, text_iri, write};

use super::documents::{Documents, Tally, bar, plural};
use super::{Messages, Outcome, StorePath, shell_word};

/// Reads documents and stores their graph
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu build documents
      every document below documents/ into ./zhengtu.db; then ask it:  zhengtu query
  zhengtu build documents --store policies.db
      the same into a store of another name
  zhengtu build 通知.docx 方案.pdf 公报.zip
      single files; what a file holds is told by its content
  zhengtu build documents --report report.jsonl
      write what became of each file: read, repeated, failed and why
  zhengtu build documents --verbose
      tell also which documents were out of order, or repeat another

A file is known by its path below the folder that was named. What is read again takes the place of what was stored \
of that file; all else in the store stays, also where a file cannot be read any more.";

/// Quads after which what was read is committed: a transaction for each document costs more than the document.
const COMMIT_AFTER: usize = 20_000;

/// Quads after which the store's buffers are emptied onto the disk: left alone, they grow to some gigabytes.
const FLUSH_AFTER: usize = 200_000;

impl Build {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let start = Instant::now();
        let corpus = self.documents.find(messages)?;
        let store = Store::open(&self.store.path, &self.documents.base_iri)?;
        store.remember(new_folders(&store, &corpus.sources, &self.documents.base_iri)?)?;
        let mut contents = Contents::default();
        let mut unflushed = 0;
        let mut pending: Vec<Graph> = Vec::new();
        let mut pending_quads = 0;
        let tally = self.documents.read(
            &corpus,
            messages,
            &bar(corpus.sources.len(), messages),
            |name, reading| {
                let graph = write(&self.documents.base_iri, name, &reading.document, &reading.parties, &reading.facts);
                let contents = Contents::of(&graph, &reading);
                (graph, contents)
            },
            |(graph, found), repeated| {
                if !repeated {
                    contents.add(found);
                }
                pending_quads += graph.quads.len();
                pending.push(graph);
                if pending_quads > COMMIT_AFTER {
                    store.replace(&pending)?;
                    pending.clear();
                    unflushed += std::mem::take(&mut pending_quads);
                }
                if unflushed > FLUSH_AFTER {
                    store.flush()?;
                    unflushed = 0;
                }
                Ok(())
            },
        )?;
        store.replace(&pending)?;
        store.flush()?;
        if !messages.quiet {
            self.summarize(&mut io::stdout().lock(), tally, &contents, start.elapsed().as_secs_f64())?;
        }
        Ok(tally.outcome())
    }

    fn summarize(&self, writer: &mut impl Write, tally: Tally, contents: &Contents, seconds: f64) -> io::Result<()> {
        let facts = plural(contents.facts.iter().sum(), "fact");
        writeln!(writer, "{}, {}, {facts} in {seconds:.1} s", plural(tally.read, "document"), plural(contents.sections, "section"))?;
        let kinds: Vec<String> = FACTS
            .iter()
            .zip(contents.facts)
            .filter(|(_, n)| *n > 0)
            .map(|(([one, many], ..), n)| format!("{n} {}", if n == 1 { one } else { many }))
            .collect();
        writeln!(writer, "facts: {}", if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") })?;
        if tally.repeated > 0 {
            writeln!(
                writer,
                "{} the text of another",
                if tally.repeated == 1 { "1 file repeats".to_owned() } else { format!("{} files repeat", tally.repeated) }
            )?;
        }
        if tally.failed > 0 {
            writeln!(writer, "{} failed, named above", plural(tally.failed, "document"))?;
        }
        let option = self.store.option();
        writeln!(writer, "store: {}", self.store.path.display())?;
        match &contents.organization {
            Some(name) => writeln!(writer, "next:  zhengtu query responsibilities -p organization={}{option}", shell_word(name))?,
            None => writeln!(writer, "next:  zhengtu query documents{option}")?,
        }
        writeln!(writer, "       zhengtu query        lists all the questions")
    }
}

/// The folders of the sources, after making sure that none of their files would take the place of another folder's file of the same name.
fn new_folders(store: &Store, sources: &[Source], base: &Base) -> Result<Vec<PathBuf>> {
    let known = store.folders()?;
    let mut stored = None;
    let mut folders: Vec<PathBuf> = Vec::new();
    for source in sources {
        // The folder that was named lies as many steps above the file as its name in the graph has parts.
        let path = source.path.canonicalize().unwrap_or_else(|_| source.path.clone());
        let Some(folder) = path.ancestors().nth(source.name.split('/').count()) else { continue };
        if known.contains(folder) {
            continue;
        }
        if folders.last().is_none_or(|last| last != folder) {
            folders.push(folder.to_owned());
        }
        let stored = match &mut stored {
            Some(stored) => stored,
            none => none.insert(store.files()?),
        };
        let Some(graph) = stored.get(&source.name) else { continue };
        if read(&source.path).is_ok_and(|text| text_iri(base, &text) != *graph) {
            return Err(Error::OtherFolder { name: source.name.clone(), path: source.path.clone() }.into());
        }
    }
    Ok(folders)
}

/// The kinds of facts, and the quad by which each of them is known in a graph.
const FACTS: [([&str; 2], NamedNodeRef<'_>, NamedNodeRef<'_>); 8] = [
    (["lead", "lead"], zt::ROLE, zt::LEAD),
    (["support", "support"], zt::ROLE, zt::SUPPORT),
    (["responsible", "responsible"], zt::ROLE, zt::RESPONSIBLE),
    (["membership", "memberships"], rdf::TYPE, zt::MEMBERSHIP),
    (["target", "targets"], rdf::TYPE, zt::TARGET),
    (["industry", "industries"], rdf::TYPE, zt::HOSTING),
    (["location", "locations"], rdf::TYPE, zt::LOCATION),
    (["citation", "citations"], rdf::TYPE, zt::CITATION),
];

/// What the documents hold, as the graph has it: a fact that a document repeats counts once.
#[derive(Default)]
struct Contents {
    sections: usize,
    /// How many of each of [`FACTS`].
    facts: [usize; FACTS.len()],
    /// An organization that can be asked for.
    organization: Option<String>,
}

impl Contents {
    fn of(graph: &Graph, reading: &Reading) -> Self {
        let count = |(_, property, value): (_, NamedNodeRef<'_>, NamedNodeRef<'_>)| {
            graph.quads.iter().filter(|quad| quad.predicate == property && quad.object == value.into()).count()
        };
        let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading { .. });
        let organization = |fact: &Fact<Entity>| match fact {
            Fact::Responsibility(fact) => Some(fact.organization.mention.name.clone()),
            _ => None,
        };
        Self {
            sections: reading.document.blocks.iter().filter(is_heading).count(),
            facts: FACTS.map(count),
            organization: reading.facts.iter().find_map(organization),
        }
    }

    fn add(&mut self, other: Self) {
        self.sections += other.sections;
        self.facts.iter_mut().zip(other.facts).for_each(|(all, more)| *all += more);
        self.organization = self.organization.take().or(other.organization);
    }
}
