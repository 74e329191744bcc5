use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use zhengtu::store::Store;
use zhengtu::verify::{FaultKind, verify};

use super::documents::{Limited, plural};
use super::output::unwritten;
use super::{Messages, Outcome, StorePath, say};

/// Checks a store against its documents: whether every quote stands where the graph says
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Verify {
    /// The folder of the documents, as it was given to `build`; the working directory if left out
    #[arg(value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(flatten)]
    store: StorePath,
    #[command(flatten)]
    limits: Limited,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu verify documents
      the store ./zhengtu.db, which was built with  zhengtu build documents
  zhengtu verify documents --store policies.db
      a store of another name

What does not hold is named, one thing a line, on standard output; the exit code is then 1.";

impl Verify {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let store = Store::open_read_only(&self.store.path)?;
        let report = verify(&store, self.root.as_deref(), &self.limits.reader()?)?;
        let mut output = io::stdout().lock();
        for fault in &report.faults {
            match &fault.kind {
                // That the file is named once is enough.
                FaultKind::Unreadable(reason) => writeln!(output, "{}: {}", fault.file, reason.lines().next().unwrap_or_default()),
                _ => writeln!(output, "{fault}"),
            }
            .map_err(unwritten)?;
        }
        let checked = format!("{}, {}", plural(report.facts, "fact"), plural(report.evidences, "quote"));
        if report.faults.is_empty() {
            if !messages.quiet {
                writeln!(output, "{checked}: each stands in its file as the graph says").map_err(unwritten)?;
            }
            return Ok(Outcome::Done);
        }
        let unread = report.faults.iter().filter(|fault| matches!(fault.kind, FaultKind::Unreadable(_))).count();
        let remedy = if unread == report.faults.len() {
            "name the folder that was built:  zhengtu verify DIR"
        } else {
            "build the folder again, if its files were changed on purpose:  zhengtu build DIR"
        };
        say(format_args!(
            "error: {} with what the graph says ({checked})\n  in: {}\n  do: {remedy}",
            if report.faults.len() == 1 {
                "1 thing does not agree".to_owned()
            } else {
                format!("{} things do not agree", report.faults.len())
            },
            self.store.path.display(),
        ));
        Ok(Outcome::SomeFailed)
    }
}
