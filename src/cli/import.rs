use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use zhengtu::import::Import as File;
use zhengtu::store::Store;

use super::documents::plural;
use super::{Messages, Outcome, StorePath};

/// Puts graphs that were exported elsewhere into a store
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Import {
    /// Exports of other stores: N-Quads (.nq), TriG (.trig) or JSON-LD (.jsonld)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu export -o guangxi.nq
      on one machine
  zhengtu import guangxi.nq yunnan.nq --store all.db
      on another: both in one store, which is asked as any other

The same organization, task and document has the same name wherever it was read, so graphs merge by loading. \
A file is read to its end before anything of it is stored.";

impl Import {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let files = self.files.iter().map(|path| File::open(path)).collect::<zhengtu::Result<Vec<_>>>()?;
        for file in &files {
            // Opens anew with the base of each, which the store refuses where it is not its own.
            file.load(&Store::open(&self.store.path, file.base())?)?;
        }
        messages.hint(format_args!("{} in {}", plural(files.iter().map(File::texts).sum(), "text"), self.store.path.display()));
        Ok(Outcome::Done)
    }
}
