use std::borrow::Borrow;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::rdf;
use rayon::prelude::*;
use zhengtu::Error;
use zhengtu::corpus::{Reading, Source};
use zhengtu::extract::{Fact, Responsibility};
use zhengtu::link::Entity;
use zhengtu::outline::{Block, BlockKind};
use zhengtu::read::path_of;
use zhengtu::store::{Intake, Record, Store};
use zhengtu::vocabulary::zt;
use zhengtu::write::{Graph, write};

use super::documents::{Delivery, Documents, Steps, Tally, bar, plural};
use super::{Messages, Outcome, StorePath, correct, shell_word};

/// Reads documents and stores their graph
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    store: StorePath,
    /// Take out of the store what was read from these folders and is gone from them
    #[arg(long)]
    prune: bool,
    /// Read all documents again, also those that have not changed
    #[arg(long)]
    again: bool,
    /// How many quads are sorted at once; fewer take less memory and more time
    #[arg(long, value_name = "QUADS", default_value_t = 350_000)]
    batch: usize,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu build documents
      every document below documents/ into ./zhengtu.db; then ask it:  zhengtu query
  zhengtu build documents
      the same again: what has changed since is read, and takes the place of what was stored of it
  zhengtu build documents --prune
      the same, and what was read from files that are gone is taken out
  zhengtu build documents --store policies.db
      into a store of another name
  zhengtu build 通知.docx 方案.pdf 公报.zip
      single files; what a file holds is told by its content
  zhengtu build documents --report report.jsonl
      write what became of each file: read, repeated, unchanged, failed and why
  zhengtu build documents --verbose
      tell also which documents were out of order, or repeat another

A file is known by its path below the folder that was named. Without --prune all that is stored stays, also where a file cannot be read any more. \
A build that was interrupted, by whatever, goes on when it is run again.";

/// A file that has to be read.
struct Unread {
    source: Source,
    /// What the store remembered of it.
    old: Option<Record>,
    /// What it is to remember. The file's content is not yet in it.
    record: Record,
}

impl Borrow<Source> for Unread {
    fn borrow(&self) -> &Source {
        &self.source
    }
}

/// What became of the files.
#[derive(Default)]
struct Files {
    new: usize,
    changed: usize,
    /// Read only because another program had read them.
    again: usize,
    unchanged: usize,
    removed: usize,
    failed: usize,
}

impl Build {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let start = Instant::now();
        let corpus = self.documents.find(messages)?;
        let store = Store::open(&self.store.path, &self.documents.base_iri)?;
        let mut intake = store.intake(self.batch)?;
        let mut files = Files::default();
        if self.prune {
            files.removed = intake.forget(gone(&corpus.sources, &corpus.folders));
        }
        let mut unread = Vec::new();
        let all = corpus.sources.len();
        let (sources, mut passed) = (corpus.sources, corpus.passed);
        for (name, state) in self.states(sources, &intake)? {
            match state {
                State::Unchanged => passed.unchanged.push(name),
                State::Touched(record) => {
                    passed.unchanged.push(name);
                    intake.remember(record)?;
                }
                State::Unread(file) => unread.push(*file),
            }
        }
        files.unchanged = all - unread.len();
        let mut contents = Contents::default();
        let base = &self.documents.base_iri;
        let corrections = store.corrections()?;
        let steps = Steps {
            // First, so that a change in between is a change.
            begin: |file: &Unread| Ok(Record { sha256: Some(file.source.sha256()?), ..file.record.clone() }),
            work: |name: &str, reading: Reading| {
                let mut graph = write(base, name, &reading.document, &reading.parties, &reading.facts);
                let contents = Contents::of(&graph, &reading);
                corrections.place(&mut graph, reading.document.text.source());
                (graph, contents)
            },
        };
        let tally =
            self.documents.read(
                &unread,
                &passed,
                messages,
                &bar(unread.len(), "documents", messages),
                steps,
                |delivery| match delivery {
                    Delivery::Document { name, result: (graph, found), repeated, .. } => {
                        if !repeated {
                            contents.add(found);
                        }
                        intake.add(name, graph);
                        Ok(())
                    }
                    Delivery::End { names, .. } if names.is_empty() => Ok(()),
                    Delivery::End { source: file, begun: record, names, all } => {
                        match &file.old {
                            Some(old) if old.sha256 == record.sha256 => files.again += 1,
                            None if !names.iter().any(|name| intake.knows(name)) => files.new += 1,
                            _ => files.changed += 1,
                        }
                        Ok(intake.remember(record.of(names, all, file.old.as_ref()))?)
                    }
                },
            )?;
        intake.finish()?;
        correct::tell_what_changed(&store)?;
        files.failed = tally.failed;
        let outcome = if files.unchanged > 0 && tally.failed > 0 { Outcome::SomeFailed } else { tally.outcome()? };
        if !messages.quiet {
            self.summarize(&mut io::stdout().lock(), tally, &files, &contents, start.elapsed().as_secs_f64())?;
        }
        Ok(outcome)
    }

    /// What is to be done with each file, in their order.
    fn states(&self, sources: Vec<Source>, intake: &Intake<'_>) -> Result<Vec<(String, State)>> {
        let state = |source: Source| {
            let name = source.name.clone();
            let old = intake.remembered(&source.name);
            let record = Record {
                name: source.name.clone(),
                folder: source.folder.to_string_lossy().into_owned(),
                documents: vec![source.name.clone()],
                sha256: None,
                stamp: source.stamp(),
                program: Record::PROGRAM.to_owned(),
            };
            if let Some(old) = old {
                let is_elsewhere = old.folder != record.folder;
                let is_stored = old.sha256.is_some() && old.documents.iter().all(|document| intake.knows(document));
                let is_current = !self.again && old.program == record.program && is_stored;
                if is_current && !is_elsewhere && old.stamp.is_some() && old.stamp == record.stamp {
                    return Ok((name, State::Unchanged));
                }
                if is_elsewhere || is_current {
                    let sha256 = source.sha256().ok();
                    if is_elsewhere && sha256.is_some() && sha256 != old.sha256 {
                        return Err(Error::OtherFolder { name: source.name, path: source.path });
                    }
                    if is_current && sha256 == old.sha256 {
                        let record = Record { sha256, documents: old.documents.clone(), ..record };
                        return Ok((name, if record == *old { State::Unchanged } else { State::Touched(record) }));
                    }
                }
            }
            Ok((name, State::Unread(Box::new(Unread { source, old: old.cloned(), record }))))
        };
        let states: zhengtu::Result<Vec<(String, State)>> = sources.into_par_iter().map(state).collect();
        Ok(states?)
    }

    fn summarize(&self, writer: &mut impl Write, tally: Tally, files: &Files, contents: &Contents, seconds: f64) -> io::Result<()> {
        let facts = plural(contents.facts.iter().sum(), "fact");
        if tally.read > 0 {
            writeln!(writer, "{}, {}, {facts} in {seconds:.1} s", plural(tally.read, "document"), plural(contents.sections, "section"))?;
        } else {
            writeln!(writer, "nothing new to read, in {seconds:.1} s")?;
        }
        writeln!(writer, "files: {}", files.list())?;
        let kinds: Vec<String> = FACTS
            .iter()
            .zip(contents.facts)
            .filter(|(_, n)| *n > 0)
            .map(|(([one, many], ..), n)| format!("{n} {}", if n == 1 { one } else { many }))
            .collect();
        if tally.read > 0 {
            writeln!(writer, "facts: {}", if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") })?;
        }
        if !contents.bodies.is_empty() {
            let known = contents.bodies.values().filter(|known| **known).count();
            let all = contents.bodies.len();
            writeln!(writer, "bodies: {known} of {all} named in duties are in the reference data ({} %)", known * 100 / all)?;
        }
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

/// What is to be done with a file.
enum State {
    /// Nothing.
    Unchanged,
    /// It has not changed, but what the disk says of it has.
    Touched(Record),
    /// It has to be read.
    Unread(Box<Unread>),
}

/// Which of the files that the store remembers are gone: those that were read from a folder that has now been listed, and are no more in it.
fn gone(sources: &[Source], folders: &BTreeSet<PathBuf>) -> impl Fn(&Record) -> bool {
    let names: BTreeSet<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let folders: HashMap<_, &PathBuf> = folders.iter().map(|folder| (folder.to_string_lossy(), folder)).collect();
    // What may still be there, in a folder that cannot be opened for instance, is not gone.
    let is_missing =
        |path: &Path| fs::symlink_metadata(path).is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory));
    move |record| {
        let folder = folders.get(record.folder.as_str());
        !names.contains(record.name.as_str()) && folder.is_some_and(|folder| is_missing(&path_of(folder, &record.name)))
    }
}

impl Files {
    fn list(&self) -> String {
        let kinds = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.again, "read again"),
            (self.unchanged, "unchanged"),
            (self.removed, "removed"),
            (self.failed, "failed"),
        ];
        kinds.iter().filter(|(n, _)| *n > 0).map(|(n, kind)| format!("{n} {kind}")).collect::<Vec<_>>().join(", ")
    }
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

/// The government body of a responsibility, by its hash (a name would take more memory), and whether it is known.
fn government_body(fact: &Fact<Entity>) -> Option<(u64, bool)> {
    let Fact::Responsibility(Responsibility { organization, .. }) = fact else { return None };
    let mut hasher = DefaultHasher::new();
    organization.name.hash(&mut hasher);
    organization.is_government_body().then(|| (hasher.finish(), organization.organization.is_some()))
}

/// What the documents hold, as the graph has it: a fact that a document repeats counts once.
#[derive(Default)]
struct Contents {
    sections: usize,
    /// How many of each of [`FACTS`].
    facts: [usize; FACTS.len()],
    /// The government bodies of responsibilities, by the hashes of their full names, and whether the reference data knows them.
    bodies: HashMap<u64, bool>,
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
            bodies: reading.facts.iter().filter_map(government_body).collect(),
            organization: reading.facts.iter().find_map(organization),
        }
    }

    fn add(&mut self, other: Self) {
        self.sections += other.sections;
        self.facts.iter_mut().zip(other.facts).for_each(|(all, more)| *all += more);
        self.bodies.extend(other.bodies);
        self.organization = self.organization.take().or(other.organization);
    }
}
