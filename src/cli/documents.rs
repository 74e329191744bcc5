//! What `build` and `extract` share: documents that are read from files.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use zhengtu::corpus::{self, Corpus, Reading, Source};
use zhengtu::outline::Notice;
use zhengtu::text::sha256;
use zhengtu::write::Base;

use super::{Messages, Outcome, error, say};

#[derive(Args)]
pub struct Documents {
    /// Folders, of which every .txt file is read, and single files
    #[arg(value_name = "DIR", required = true)]
    paths: Vec<PathBuf>,
    /// The IRI under which all names of the graph stand, for a domain of your own
    #[arg(long, value_name = "IRI", default_value = "https://zhengtu.example/", value_parser = Base::new)]
    pub base_iri: Base,
    /// How many documents to read at once; 0 for as many as there are processors
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
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
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build_global();
        pool.map_err(|problem| error(format_args!("cannot start the threads: {problem}"), "--threads", "give a smaller number"))?;
        let corpus = corpus::find(&self.paths)?;
        if !corpus.skipped.is_empty() {
            let kinds = corpus.skipped.iter().map(|(extension, count)| match extension.as_str() {
                "" => format!("{count} without extension"),
                extension => format!("{count} .{extension}"),
            });
            let kinds = kinds.collect::<Vec<_>>().join(", ");
            let count: usize = corpus.skipped.values().sum();
            messages.hint(format_args!("{} skipped, which do not end in .txt: {kinds}", plural(count, "file")));
        }
        if corpus.sources.is_empty() {
            let paths: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
            return Err(error("there are no documents", paths.join(", "), "name a folder with .txt files, or the files themselves"));
        }
        Ok(corpus)
    }

    /// Has `work` read the documents, several at once, and delivers what it makes of them in the order of their paths; with it, whether the same text was
    /// delivered before. What fails is named, and the rest goes on.
    pub fn read<S: Borrow<Source> + Sync, T: Send>(
        &self,
        sources: &[S],
        messages: Messages,
        bar: &ProgressBar,
        work: impl Fn(&S) -> zhengtu::Result<(Reading, T)> + Sync,
        mut deliver: impl FnMut(&S, T, bool) -> Result<()>,
    ) -> Result<Tally> {
        let work = |source: &S| {
            let (reading, result) = work(source)?;
            Ok((sha256(reading.document.text.source()), reading.document.notices, result))
        };
        let tell = |line: fmt::Arguments<'_>| bar.suspend(|| say(line));
        let notice = |source: &Source, meaning: fmt::Arguments<'_>| {
            if messages.verbose {
                tell(format_args!("notice: {}: {meaning}", source.name));
            }
        };
        let mut tally = Tally::default();
        let mut first_with = HashMap::new();
        corpus::in_order(sources, work, |source, result: zhengtu::Result<_>| {
            bar.inc(1);
            let (sha256, notices, result) = match result {
                Ok(read) => read,
                Err(error) => {
                    tell(format_args!("error: {error}"));
                    tally.failed += 1;
                    return Ok(());
                }
            };
            tally.read += 1;
            let (this, first) = (source.borrow(), *first_with.entry(sha256).or_insert(source.borrow()));
            if first != this {
                tally.repeated += 1;
                notice(this, format_args!("the same text as {}", first.name));
            }
            for odd in &notices {
                notice(this, format_args!("{}", meaning(odd)));
            }
            deliver(source, result, first != this)
        })?;
        bar.finish_and_clear();
        Ok(tally)
    }
}

/// A number of things: `1 file`, `2 files`.
pub fn plural(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

fn meaning(notice: &Notice) -> &'static str {
    match notice {
        Notice::Reordered => "its pieces were shuffled, and have been put back in order",
    }
}

/// A bar on standard error; none where that is no terminal.
pub fn bar(length: usize, messages: Messages) -> ProgressBar {
    if messages.quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:32} {pos} of {len} documents, {eta} left");
    ProgressBar::new(length as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
