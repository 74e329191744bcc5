use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use zhengtu::extract::{Fact, Role};
use zhengtu::outline::BlockKind;
use zhengtu::store::Store;
use zhengtu::write::{Graph, write};

use super::documents::{Documents, Tally, plural};
use super::{Messages, Outcome, StorePath};

/// Reads documents and stores their graph
///
/// A file is known by its path below the folder that was named: always name the same folder. Reading a file again puts its new graph in the place of
/// the old one; documents whose files are not named stay as they are, and so does a document whose file cannot be read any more.
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
  zhengtu build documents                        every .txt file below documents/ into ./zhengtu.db
  zhengtu build documents --store policies.db    the same into a store of another name
  zhengtu build 通知.txt 方案.txt                two files
  zhengtu build documents --verbose              tell also which documents were out of order or repeated

Then: zhengtu query";

impl Build {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let start = Instant::now();
        let sources = self.documents.find(messages)?;
        let store = Store::open(&self.store.path, &self.documents.base_iri)?;
        let mut contents = Contents::default();
        let tally = self.documents.read(
            &sources,
            messages,
            true,
            |source, reading| {
                let graph = write(&self.documents.base_iri, &source.name, &reading.document, reading.issuer.as_ref(), &reading.facts);
                let contents = Contents::of(&graph, &reading);
                (graph, contents)
            },
            |(graph, found), repeated| {
                if !repeated {
                    contents.add(found);
                }
                Ok(store.replace(&[graph])?)
            },
        )?;
        store.flush()?;
        if !messages.quiet {
            self.summarize(&mut io::stdout().lock(), tally, &contents, start.elapsed().as_secs_f64())?;
        }
        Ok(tally.outcome())
    }
}
