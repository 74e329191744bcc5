use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use clap::Args;
use zhengtu::output::{About, Format};
use zhengtu::query::{self, Query as Question};
use zhengtu::store::Store;

use super::answer::Answer;
use super::documents::plural;
use super::output::unwritten;
use super::{Messages, Outcome, StorePath, error};

/// Asks the graph a question, or lists the questions that come with the program
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Query {
    /// A question by its name, or a file with SPARQL (.rq; `-` for standard input); without it, the questions are listed
    #[arg(value_name = "NAME|FILE.rq")]
    question: Option<String>,
    /// SPARQL of your own. The prefixes zt, org, skos, dcterms, eli, oa, rdfs and xsd need not be declared
    #[arg(short = 'e', long = "sparql", value_name = "SPARQL", conflicts_with = "question")]
    sparql: Option<String>,
    /// Sets a parameter of the question; again for a second value
    #[arg(short = 'p', long = "parameter", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    #[command(flatten)]
    answer: Answer,
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu query
      the questions that come with the program, each with its parameters and an example
  zhengtu query responsibilities -p organization=省财政厅 -p role=lead
      what a body leads, with the sentences that say so
  zhengtu query responsibilities -o answer.xlsx
      all of it as a workbook that says where it comes from; also answer.csv, answer.md and others
  zhengtu query my.rq --format json
      a question of your own
  zhengtu query -e 'SELECT ?org (COUNT(*) AS ?n) { ?org zt:leads ?task } GROUP BY ?org'";

impl Query {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let question = match (&self.sparql, &self.question) {
            (Some(sparql), _) => query::parse(sparql, "-e")?,
            (None, Some(name)) => named(name)?,
            (None, None) if self.parameters.is_empty() => return list(),
            (None, None) => {
                return Err(error(
                    "-p sets a parameter of a question, and there is none", "the command line",
                    "name one; they are listed with  zhengtu query",
                ));
            }
        };
        let store = Store::open_read_only(&self.store.path)?;
        let about = || About::of(store.inner(), &self.store.path.display().to_string(), &question, &self.parameters);
        let rows = self.answer.write(about, |_| Ok(()), || Ok(query::run(store.inner(), &question, &self.parameters)?))?;
        if self.answer.format() == Format::Table {
            messages.hint(plural(usize::try_from(rows)?, "row"));
        }
        Ok(Outcome::Done)
    }
}

/// The question of that name, bundled or in a file.
pub fn named(name: &str) -> Result<Question> {
    if name == "-" {
        let unread = |problem| error(format_args!("cannot read the question: {problem}"), "standard input", "give it SPARQL in UTF-8");
        let text = io::read_to_string(io::stdin()).map_err(unread)?;
        return Ok(query::parse(&text, "-")?);
    }
    let path = Path::new(name);
    let bundled = query::find(name);
    let is_file = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("rq")) || bundled.is_err() && path.is_file();
    Ok(if is_file { query::load(path)? } else { bundled?.clone() })
}

/// Lists the questions of the library.
fn list() -> Result<Outcome> {
    let mut list = String::new();
    let mut group = "";
    for Question { header, .. } in query::library() {
        if header.group != group {
            group = &header.group;
            list.push_str(&format!("{}{group}\n", if list.is_empty() { "" } else { "\n" }));
        }
        list.push_str(&format!("  {}\n      {}\n      {}\n", header.name, header.title, header.title_en));
        for parameter in &header.parameters {
            let default = if parameter.default.is_empty() { String::new() } else { format!(" [{}]", parameter.default.join(", ")) };
            list.push_str(&format!(
                "      -p {}={}{default}  {} / {}\n",
                parameter.name, parameter.kind, parameter.description, parameter.description_en
            ));
        }
        if !header.cost.is_empty() {
            list.push_str(&format!("      {} / {}\n", header.cost, header.cost_en));
        }
        list.push_str(&format!("      {}\n", header.example));
    }
    list.push_str("\nA parameter that is left out does not restrict the answer, or has the value in [brackets].\n");
    io::stdout().lock().write_all(list.as_bytes()).map_err(unwritten)?;
    Ok(Outcome::Done)
}

/// A parameter and its value.
pub fn parameter(argument: &str) -> Result<(String, String), String> {
    match argument.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it has to be a name, `=` and a value, as in  -p organization=省财政厅".to_owned()),
    }
}
