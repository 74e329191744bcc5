use std::io::Write;

use anyhow::Result;
use clap::Args;
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use zhengtu::output::{About, Format, escape_markdown};
use zhengtu::query;
use zhengtu::reference::Reference;
use zhengtu::store::Store;
use zhengtu::trace::{Body, Found, find, succession};

use super::answer::Answer;
use super::documents::plural;
use super::output::unwritten;
use super::{Messages, Outcome, StorePath, error};

/// Follows one body through all its names and all documents, year by year
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Trace {
    /// Any name of the body, in full or in short
    name: String,
    #[command(flatten)]
    answer: Answer,
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu trace 省工业和信息化厅
      what it came from, and all that it led, supported and answered for, under whatever name
  zhengtu trace 发改委
      by a short form, where one body in the store has it; else the bodies that have it are listed
  zhengtu trace 广西工信厅 -o duties.xlsx
      as a workbook; also .csv, .json, .md";

impl Trace {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let store = Store::open_read_only(&self.store.path)?;
        let body = one_body(&store, &self.store, &self.name, "trace")?;
        let changes = succession(&store, &body)?;
        let mut line: Vec<String> = changes.iter().map(ToString::to_string).collect();
        if line.is_empty() {
            line.push(body.name.clone());
        }
        let question = query::find("trace")?;
        let parameters = [("body".to_owned(), body.iri.clone())];
        let about = || {
            let mut about = About::of(store.inner(), &self.store.path.display().to_string(), question, &parameters);
            about.entries.push(("succession".to_owned(), line.join("\n")));
            about
        };
        let format = self.answer.format();
        let preface = |writer: &mut dyn Write| {
            for change in &line {
                match format {
                    Format::Markdown => writeln!(writer, "- {}", escape_markdown(change)),
                    _ => writeln!(writer, "{change}"),
                }
                .map_err(unwritten)?;
            }
            writeln!(writer).map_err(unwritten)
        };
        let rows = self.answer.write(about, preface, || Ok(of_one_body(query::run(store.inner(), question, &parameters)?)))?;
        if format == Format::Table {
            messages.hint(plural(usize::try_from(rows)?, "row"));
        }
        Ok(Outcome::Done)
    }
}

/// The body of a store that a name means; `command` is what takes another name.
///
/// # Errors
/// If it means several, or none.
pub fn one_body(store: &Store, path: &StorePath, name: &str, command: &str) -> Result<Body> {
    match find(store, Reference::load(), name)? {
        Found::One(body) => Ok(body),
        Found::Several(bodies) => {
            let names: Vec<&str> = bodies.iter().map(|body| body.name.as_str()).collect();
            Err(error(
                format_args!("{name} may mean {} bodies: {}", names.len(), names.join(", ")),
                path.path.display(),
                format_args!("name one of them in full, as  zhengtu {command} {}{}", names[0], path.option()),
            ))
        }
        Found::None(near) => {
            let remedy = match near.as_slice() {
                [] => format!("list the bodies that there are with  zhengtu query names{}", path.option()),
                near => format!("did you mean {} ?", near.join(", ")),
            };
            Err(error(format_args!("no body in the store is called {name}"), path.path.display(), remedy))
        }
    }
}

/// The rows without the column that says whose line they are: it is that of one body.
fn of_one_body(results: QueryResults<'static>) -> QueryResults<'static> {
    let QueryResults::Solutions(rows) = results else { return results };
    let kept: Vec<usize> = (0..rows.variables().len()).filter(|&column| rows.variables()[column].as_str() != "traced").collect();
    let variables = kept.iter().map(|&column| rows.variables()[column].clone()).collect();
    let tuples = rows.map(move |row| row.map(|row| kept.iter().map(|&column| row.values()[column].clone()).collect()));
    QuerySolutionIter::from_tuples(variables, tuples).into()
}
