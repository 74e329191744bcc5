//! What `build` and `extract` share: documents that are read from files.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use zhengtu::Error;
use zhengtu::corpus::{self, Corpus, List, Passed, Reading, Source};

use zhengtu::read::{Format, Limits, Reader, STANDARD_INPUT};
use zhengtu::text::{Notice, sha256};
use zhengtu::write::Base;

use super::{Messages, Outcome, error, say};

#[derive(Args)]
pub struct Documents {
    /// Folders, of which every document is read, and single files; - for standard input
    #[arg(value_name = "DIR", required = true)]
    paths: Vec<PathBuf>,
    /// The IRI under which all names of the graph stand, for a domain of your own
    #[arg(long, value_name = "IRI", default_value = "https://zhengtu.example/", value_parser = Base::new)]
    pub base_iri: Base,
    /// How many documents to read at once; 0 for as many as there are processors
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    #[command(flatten)]
    limits: Limited,
    /// Write what became of each file into this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// The limits within which files are read.
#[derive(Args)]
pub struct Limited {
    /// Set a limit: file=64M, unpacked=2G, documents=100000, depth=3, memory=1G, seconds=60
    #[arg(long = "limit", value_name = "NAME=VALUE")]
    limits: Vec<String>,
}

impl Limited {
    /// The reader that keeps the limits. This program is its worker.
    pub fn reader(&self) -> Result<Reader> {
        let mut limits = Limits::default();
        for limit in &self.limits {
            limits
                .set(limit)
                .map_err(|problem| error(problem, format_args!("--limit {limit}"), "give a limit that is listed in --help"))?;
        }
        let program = std::env::current_exe().map_err(|problem| {
            error(format_args!("cannot tell where this program is: {problem}"), "the process", "call it by its full path")
        })?;
        Ok(Reader::with_workers(limits, program))
    }
}

/// What became of a file or a document, as the report has it.
#[derive(Serialize)]
struct Entry<'e> {
    file: &'e str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "do")]
    remedy: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<&'e str>,
}

impl<'e> Entry<'e> {
    fn new(file: &'e str, status: &'static str) -> Self {
        Self { file, status, format: None, reason: None, remedy: None, notices: Vec::new(), same_as: None }
    }

    fn failed(file: &'e str, error: &Error) -> Self {
        let said = error.to_string();
        let mut lines = said.lines();
        let reason = lines.next().map(|line| line.trim_start_matches("cannot read the document: ").to_owned());
        let remedy = lines.find_map(|line| line.trim_start().strip_prefix("do: ")).map(str::to_owned);
        Self { reason, remedy, ..Self::new(file, "failed") }
    }
}

/// The report, if one was asked for.
struct Report {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Report {
    fn create(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self { path: PathBuf::new(), file: None }) };
        let file = File::create(path).map_err(|problem| Self::unwritten(path, &problem))?;
        Ok(Self { path: path.to_owned(), file: Some(BufWriter::new(file)) })
    }

    fn add(&mut self, entry: &Entry<'_>) -> Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        file.write_all(&line).map_err(|problem| Self::unwritten(&self.path, &problem))
    }

    fn finish(mut self) -> Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush).map_err(|problem| Self::unwritten(&self.path, &problem))
    }

    fn unwritten(path: &Path, problem: &std::io::Error) -> anyhow::Error {
        error(
            format_args!("cannot write the report: {problem}"),
            path.display(),
            "check the space on the disk and your rights to the folder",
        )
    }
}

/// What became of the files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Files whose document was read.
    pub read: usize,
    /// Those among them whose text another file has too.
    pub repeated: usize,
    /// Files that hold no document, or could not be read.
    pub failed: usize,
}

impl Tally {
    /// How a command ends that could do something with some of the files at least.
    ///
    /// # Errors
    /// If all of them failed.
    pub fn outcome(self) -> Result<Outcome> {
        match self {
            Self { failed: 0, .. } => Ok(Outcome::Done),
            Self { read: 0, failed, .. } => {
                Err(error("no document could be read", plural(failed, "file"), "see what is said of each of them above"))
            }
            _ => Ok(Outcome::SomeFailed),
        }
    }
}

impl Documents {
    /// Finds the documents, and starts the threads that are to read them.
    pub fn find(&self, messages: Messages) -> Result<Corpus> {
        self.start_threads()?;
        let corpus = corpus::find(&self.paths)?;
        if !corpus.passed.skipped.is_empty() {
            let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
            for path in &corpus.passed.skipped {
                *kinds.entry(path.extension().unwrap_or_default().to_string_lossy().to_lowercase()).or_default() += 1;
            }
            let kinds: Vec<String> = kinds.iter().map(|(extension, count)| format!("{count} .{extension}")).collect();
            messages.hint(format_args!(
                "{} skipped, which hold no documents by their names: {}",
                plural(corpus.passed.skipped.len(), "file"),
                kinds.join(", ")
            ));
        }
        if corpus.sources.is_empty() && corpus.passed.failures.is_empty() {
            let paths: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
            return Err(error("there are no documents", paths.join(", "), "name a folder with documents, or the files themselves"));
        }
        Ok(corpus)
    }

    /// Reads the documents, several at once, and delivers what `work` makes of them in the order of their paths; with it, whether the same text was
    /// delivered before. What fails is named, and the rest goes on.
    pub fn read<S: Borrow<Source> + Sync, B: Send, T: Send>(
        &self,
        sources: &[S],
        passed: &Passed,
        messages: Messages,
        bar: &ProgressBar,
        steps: Steps<impl Fn(&S) -> zhengtu::Result<B> + Sync, impl Fn(&str, Reading) -> T + Sync>,
        deliver: impl FnMut(Delivery<'_, S, B, T>) -> Result<()>,
    ) -> Result<Tally> {
        let mut run = Run::begin(self, messages, bar)?;
        run.pass(passed)?;
        run.read(sources, &steps, deliver)?;
        run.finish()
    }

    /// Reads the documents of lists ([`List`]) as they come, and delivers what `work` makes of them in their order, as [`Documents::read`] does.
    pub fn read_lists<T: Send>(
        &self,
        messages: Messages,
        steps: Steps<impl Fn(&Source) -> zhengtu::Result<()> + Sync, impl Fn(&str, Reading) -> T + Sync>,
        mut deliver: impl FnMut(Delivery<'_, Source, (), T>) -> Result<()>,
    ) -> Result<Tally> {
        self.start_threads()?;
        let bar = ProgressBar::hidden();
        let mut run = Run::begin(self, messages, &bar)?;
        let most = 4 * corpus::TOGETHER * rayon::current_num_threads();
        for path in &self.paths {
            let reader: Box<dyn BufRead> = if path.as_os_str() == STANDARD_INPUT {
                Box::new(io::stdin().lock())
            } else {
                let file = File::open(path).map_err(|source| Error::Unreadable { path: path.clone(), source })?;
                Box::new(BufReader::new(file))
            };
            let mut list = List::new(path, reader).peekable();
            while list.peek().is_some() {
                let (mut sources, mut bytes) = (Vec::new(), 0);
                while sources.len() < most && bytes < MOST_LISTED {
                    match list.next() {
                        Some(Ok(source)) => {
                            bytes += source.content.as_ref().map_or(0, Vec::len);
                            sources.push(source);
                        }
                        // What comes behind is lost, so what came before is not the whole.
                        Some(Err(error @ Error::Unreadable { .. })) => return Err(error.into()),
                        Some(Err(error)) => run.fail(&error)?,
                        None => break,
                    }
                }
                run.read(&sources, &steps, &mut deliver)?;
            }
        }
        run.finish()
    }

    fn start_threads(&self) -> Result<()> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build_global();
        pool.map_err(|problem| error(format_args!("cannot start the threads: {problem}"), "--threads", "give a smaller number"))
    }
}

/// In bytes of files: what a thread reads together, but for the last of them. What is made of it takes some fifty times as much memory.
const MOST_TOGETHER: u64 = 256 << 10;

/// Files that are read together: so many, or fewer of large ones.
fn groups<S: Borrow<Source>>(sources: &[S], most: usize) -> Vec<&[S]> {
    let mut groups = Vec::with_capacity(sources.len() / most + 1);
    let (mut start, mut bytes) = (0, 0);
    for (index, source) in sources.iter().enumerate() {
        bytes += source.borrow().size();
        if index + 1 - start == most || bytes >= MOST_TOGETHER {
            groups.push(&sources[start..=index]);
            (start, bytes) = (index + 1, 0);
        }
    }
    groups.extend(Some(&sources[start..]).filter(|rest| !rest.is_empty()));
    groups
}

/// In bytes: what is taken from a list before it is read, but for the last document.
const MOST_LISTED: usize = 16 << 20;

/// One reading of many documents.
struct Run<'r> {
    reader: Reader,
    report: Report,
    messages: Messages,
    bar: &'r ProgressBar,
    tally: Tally,
    /// The first document with a text, by the SHA-256 of the text.
    first_with: HashMap<String, String>,
}

impl<'r> Run<'r> {
    fn begin(documents: &Documents, messages: Messages, bar: &'r ProgressBar) -> Result<Self> {
        let (reader, report) = (documents.limits.reader()?, Report::create(documents.report.as_deref())?);
        Ok(Self { reader, report, messages, bar, tally: Tally::default(), first_with: HashMap::new() })
    }

    fn pass(&mut self, passed: &Passed) -> Result<()> {
        for path in &passed.skipped {
            self.report.add(&Entry {
                reason: Some("its name says that it holds no document".to_owned()),
                ..Entry::new(&path.to_string_lossy(), "skipped")
            })?;
        }
        for name in &passed.unchanged {
            self.report.add(&Entry::new(name, "unchanged"))?;
        }
        passed.failures.iter().try_for_each(|failure| self.fail(failure))
    }

    fn fail(&mut self, failure: &Error) -> Result<()> {
        self.bar.suspend(|| say(format_args!("error: {failure}")));
        let said = failure.to_string();
        let file = said.lines().find_map(|line| line.trim_start().strip_prefix("in: ")).unwrap_or_default();
        self.report.add(&Entry::failed(file, failure))?;
        self.tally.failed += 1;
        Ok(())
    }

    fn read<S: Borrow<Source> + Sync, B: Send, T: Send>(
        &mut self,
        sources: &[S],
        steps: &Steps<impl Fn(&S) -> zhengtu::Result<B> + Sync, impl Fn(&str, Reading) -> T + Sync>,
        mut deliver: impl FnMut(Delivery<'_, S, B, T>) -> Result<()>,
    ) -> Result<()> {
        let Self { reader, report, messages, bar, tally, first_with } = self;
        let tell = |line: fmt::Arguments<'_>| bar.suspend(|| say(line));
        // Each thread reads several files together, but not so many that another has none.
        let together = (sources.len() / (4 * rayon::current_num_threads())).clamp(1, corpus::TOGETHER);
        let some = groups(sources, together);
        let work = |sources: &&[S]| {
            let mut begun = Vec::new();
            let mut documents: Vec<Vec<(String, zhengtu::Result<Read<T>>)>> = Vec::new();
            for source in *sources {
                let (step, failed) = match (steps.begin)(source) {
                    Ok(step) => (Some(step), Vec::new()),
                    Err(error) => (None, vec![(source.borrow().name.clone(), Err(error))]),
                };
                begun.push(step);
                documents.push(failed);
            }
            let ready: Vec<usize> = (0..begun.len()).filter(|&index| begun[index].is_some()).collect();
            corpus::read_documents(ready.iter().map(|&index| sources[index].borrow()), reader, |place, name, reading| {
                let result = reading.map(|reading| {
                    let (sha256, notices, format) =
                        (sha256(reading.document.text.source()), reading.document.notices.clone(), reading.format);
                    Read { sha256, notices, format, result: (steps.work)(name, reading) }
                });
                documents[ready[place]].push((name.to_owned(), result));
            });
            begun.into_iter().zip(documents).collect::<Vec<_>>()
        };
        let mut file = |source: &S, begun: Option<B>, documents: Vec<(String, zhengtu::Result<Read<T>>)>| {
            bar.inc(1);
            let (failed_before, mut names) = (tally.failed, Vec::new());
            if documents.is_empty() {
                tell(format_args!("warning: {}: the archive holds no documents", source.borrow().name));
                report.add(&Entry {
                    reason: Some("the archive holds no documents".to_owned()),
                    ..Entry::new(&source.borrow().name, "skipped")
                })?;
            }
            for (name, result) in documents {
                let read = match result {
                    Ok(read) => read,
                    Err(error) => {
                        tell(format_args!("error: {error}"));
                        report.add(&Entry::failed(&name, &error))?;
                        tally.failed += 1;
                        continue;
                    }
                };
                tally.read += 1;
                let first = first_with.get(&read.sha256).cloned();
                for notice in &read.notices {
                    if notice.is_loss() {
                        tell(format_args!("warning: {name}: {notice}"));
                    } else if messages.verbose {
                        tell(format_args!("notice: {name}: {notice}"));
                    }
                }
                if let Some(first) = &first {
                    tally.repeated += 1;
                    if messages.verbose {
                        tell(format_args!("notice: {name}: the same text as {first}"));
                    }
                }
                report.add(&Entry {
                    format: Some(read.format.name()),
                    notices: read.notices.iter().map(ToString::to_string).collect(),
                    same_as: first.as_deref(),
                    ..Entry::new(&name, if first.is_some() { "repeated" } else { "read" })
                })?;
                deliver(Delivery::Document { name: &name, result: read.result, repeated: first.is_some() })?;
                names.push(name.clone());
                first_with.entry(read.sha256).or_insert(name);
            }
            if let Some(begun) = begun {
                deliver(Delivery::End { source, begun, names, all: tally.failed == failed_before })?;
            }
            Ok::<(), anyhow::Error>(())
        };
        corpus::in_order(&some, work, |sources, results| {
            sources.iter().zip(results).try_for_each(|(source, (begun, documents))| file(source, begun, documents))
        })?;
        Ok(())
    }

    fn finish(self) -> Result<Tally> {
        self.bar.finish_and_clear();
        self.report.finish()?;
        Ok(self.tally)
    }
}

/// What is done with files and documents while they are read, several at once.
pub struct Steps<B, W> {
    /// Before a file is read.
    pub begin: B,
    /// With each document, by its name in the graph.
    pub work: W,
}

/// What is delivered, in the order of the files.
pub enum Delivery<'d, S, B, T> {
    /// A document that was read.
    Document {
        name: &'d str,
        result: T,
        /// Whether the same text was delivered before.
        repeated: bool,
    },
    /// All that could be read of a file has been delivered.
    End {
        source: &'d S,
        begun: B,
        /// Its documents that were read.
        names: Vec<String>,
        /// Whether these are all that it holds.
        all: bool,
    },
}

/// What was read of one document.
struct Read<T> {
    sha256: String,
    notices: Vec<Notice>,
    format: Format,
    result: T,
}

/// A number of things: `1 file`, `2 files`.
pub fn plural(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// A bar on standard error; none where that is no terminal.
pub fn bar(length: usize, things: &str, messages: Messages) -> ProgressBar {
    if messages.quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(&format!("{{bar:32}} {{pos}} of {{len}} {things}, {{eta}} left"));
    ProgressBar::new(length as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
