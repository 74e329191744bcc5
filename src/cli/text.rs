use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::documents::Limited;
use super::output::unwritten;
use super::{Messages, Outcome, say};

/// Prints the text that is read from a file, in which `start` and `end` of every quote count
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Text {
    /// The file; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    limits: Limited,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu text 通知.pdf
      the text layer, with paragraphs joined and tables as rows
  zhengtu text 通知.docx > 通知.txt
      a plain text file of which the same facts are read
  zhengtu text 公报.zip
      the text of each document of an archive, one after the other
  curl -s https://example.org/notice.html | zhengtu text -
      the article of a page";

impl Text {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let reader = self.limits.reader()?;
        let mut output = io::stdout().lock();
        let (mut outcome, mut written) = (Outcome::Done, Ok(()));
        reader.read(&self.file, |member, result| match result {
            Ok(reading) => {
                if written.is_ok() {
                    written = output.write_all(reading.text.source().as_bytes());
                }
                for notice in reading.text.notices().iter().filter(|notice| notice.is_loss() || messages.verbose) {
                    let kind = if notice.is_loss() { "warning" } else { "notice" };
                    say(format_args!("{kind}: {}: {notice}", self.file.join(member).display()));
                }
            }
            Err(error) => {
                say(format_args!("error: {error}"));
                outcome = Outcome::SomeFailed;
            }
        });
        written.and_then(|()| output.flush()).map_err(unwritten)?;
        Ok(outcome)
    }
}
