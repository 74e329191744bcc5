use std::io::Write;
use std::time::SystemTime;

use anyhow::Result;
use clap::Args;
use zhengtu::compare::{Comparison, Document, compare, find};
use zhengtu::output::{About, Format, escape_markdown};
use zhengtu::query;
use zhengtu::store::Store;
use zhengtu::trace::Found;

use super::answer::Answer;
use super::documents::plural;
use super::output::unwritten;
use super::{Messages, Outcome, StorePath, error};

/// Tells what moved between two documents: tasks kept, lost and gained, and from whom to whom they went
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Compare {
    /// The first document, by its 发文字号, its title or a part of it, or its IRI
    #[arg(value_name = "DOCUMENT")]
    before: String,
    /// The second document
    #[arg(value_name = "DOCUMENT")]
    after: String,
    #[command(flatten)]
    answer: Answer,
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu compare 云政办发〔2012〕86号 云政办发〔2020〕35号
      a row for each body's part in each task, before and after
  zhengtu compare 分工方案 工作方案 -o moved.xlsx
      documents by a part of their titles; as a workbook

The column `change`:
  kept, renamed  the same body, or its successor, has the same part
  role           it has another part
  handed-over    who had the task has it no more, and another has
  joined, left   the task is in both documents, the body in one
  lost, gained   the task is in the first document alone, or in the second alone
`match` is inferred where the names of a task differ and only their words are the same.";

impl Compare {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let store = Store::open_read_only(&self.store.path)?;
        let before = self.document(&store, &self.before)?;
        let after = self.document(&store, &self.after)?;
        let comparison = compare(&store, &before, &after)?;
        let format = self.answer.format();
        let summary = [("before", describe(&before)), ("after", describe(&after)), ("tasks", tally(&comparison))];
        let preface = |writer: &mut dyn Write| {
            for (name, text) in &summary {
                match format {
                    Format::Markdown => writeln!(writer, "- {name}: {}", escape_markdown(text)),
                    _ => writeln!(writer, "{name:<6}  {text}"),
                }
                .map_err(unwritten)?;
            }
            writeln!(writer).map_err(unwritten)
        };
        let about = || {
            let question = ("question".to_owned(), format!("zhengtu compare {} {}", self.before, self.after));
            let entries = summary.iter().map(|(name, text)| ((*name).to_owned(), text.clone()));
            let place = ("store".to_owned(), self.store.path.display().to_string());
            let documents = query::find("documents").and_then(|documents| query::run(store.inner(), documents, &[])).ok();
            About { entries: [question].into_iter().chain(entries).chain([place]).collect(), documents, time: SystemTime::now() }
        };
        let rows = self.answer.write(about, preface, || Ok(comparison.rows()))?;
        if format == Format::Table {
            messages.hint(plural(usize::try_from(rows)?, "row"));
        }
        Ok(Outcome::Done)
    }

    fn document(&self, store: &Store, name: &str) -> Result<Document> {
        match find(store, name)? {
            Found::One(document) => Ok(document),
            Found::Several(documents) => {
                let problem = format!("{name} may mean {} documents", documents.len());
                let list: Vec<String> = documents.iter().map(describe).collect();
                Err(error(problem, list.join("\n      "), "name one by its number or its whole title"))
            }
            Found::None(near) => {
                let remedy = match near.as_slice() {
                    [] => format!("list the documents that there are with  zhengtu query documents{}", self.store.option()),
                    near => format!("did you mean {} ?", near.join(", ")),
                };
                Err(error(format_args!("no document in the store is called {name}"), self.store.path.display(), remedy))
            }
        }
    }
}

fn describe(document: &Document) -> String {
    let parts = [&document.title, &document.number, &document.date].map(String::as_str);
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

fn tally(comparison: &Comparison) -> String {
    let Comparison { kept, inferred, lost, gained, handed_over, .. } = comparison;
    format!("{kept} kept ({inferred} matched by inference), {lost} lost, {gained} gained, {handed_over} handed over")
}
