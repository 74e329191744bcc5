use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::Result;
use chrono::{Local, NaiveDate};
use clap::{Args, ValueEnum};
use zhengtu::explain::{Explanation, Passage, Topic, cite, explain, find};
use zhengtu::output::escape_markdown;
use zhengtu::reference::Reference;
use zhengtu::store::Store;
use zhengtu::trace::Found;

use super::documents::{Limited, plural};
use super::output::{unwritten, write_to};
use super::{Messages, Outcome, StorePath, error};

/// Shows why the graph says something: the passage with the quote, the rule that read it, and how to cite the document
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// FILE:START-END of a row of an answer, an IRI, a task, a body by any of its names, a document by its 发文字号 or title, or a file
    #[arg(value_name = "WHAT")]
    what: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The file to write it to; standard output if left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Where the documents are, if not in the folder that they were read from
    #[arg(long, value_name = "DIR")]
    documents: Option<PathBuf>,
    /// The day on which the document was seen, for the citation; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    accessed: Option<NaiveDate>,
    #[command(flatten)]
    store: StorePath,
    #[command(flatten)]
    limits: Limited,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu explain 2024/通知.txt:507-575
      the facts of a row, by its columns source, start and end
  zhengtu explain 建设充电网络
      all that is known of a task: who has which part in it, and where it says so
  zhengtu explain 省能源局 --format md -o 能源局.md
      all facts of a body, to be pasted into a paper
  zhengtu explain 云政发〔2022〕9号 --format json
      all facts of a document
  zhengtu explain https://zhengtu.example/id/assignment/0123456789abcdef0123456789abcdef
      one fact, by its IRI in an answer or an export

The passage is read again from the file. Where the file is gone or has changed, the quote alone is shown, and it says so. \
Quotes stand in 【】, on a terminal in inverse video (not if NO_COLOR is set).";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Md,
}

impl Explain {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let store = Store::open_read_only(&self.store.path)?;
        let topics = match find(&store, Reference::load(), &self.what)? {
            Found::One(topics) => topics,
            Found::Several(several) => return Err(self.ambiguous(&several)),
            Found::None(near) => return Err(self.unknown(&near)),
        };
        let explanations = explain(&store, &topics, self.documents.as_deref(), &self.limits.reader()?)?;
        if explanations.is_empty() {
            let problem = format_args!("no fact leads to {}", self.what);
            return Err(error(problem, self.store.path.display(), "name a task, a body, a document or a row of an answer"));
        }
        let accessed = self.accessed.unwrap_or_else(|| Local::now().date_naive()).to_string();
        let in_color = self.output.is_none() && io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        write_to(self.output.as_deref(), |writer| match self.format {
            Format::Text => explanations.iter().try_for_each(|it| write_text(writer, it, &accessed, in_color)).map_err(unwritten),
            Format::Md => explanations.iter().try_for_each(|it| write_markdown(writer, it, &accessed)).map_err(unwritten),
            Format::Json => {
                let cited: Vec<_> =
                    explanations.iter().map(|it| Cited { explanation: it, citation: cite(&it.document, &accessed) }).collect();
                serde_json::to_writer_pretty(&mut *writer, &cited).map_err(|problem| unwritten(problem.into()))?;
                writeln!(writer).map_err(unwritten)
            }
        })?;
        if self.format == Format::Text {
            messages.hint(plural(explanations.len(), "fact"));
        }
        Ok(Outcome::Done)
    }

    fn ambiguous(&self, several: &[Vec<Topic>]) -> anyhow::Error {
        let names: Vec<&str> = several
            .iter()
            .flatten()
            .map(|topic| match topic {
                Topic::Thing(name) | Topic::File(name) | Topic::Stretch { file: name, .. } => name.as_str(),
            })
            .collect();
        let problem = format!("{} may mean {} things: {}", self.what, names.len(), names.join(", "));
        error(problem, self.store.path.display(), format_args!("name one of them:  zhengtu explain {}{}", names[0], self.store.option()))
    }

    fn unknown(&self, near: &[String]) -> anyhow::Error {
        let remedy = match near {
            [] => format!("name what an answer shows:  zhengtu query responsibilities{}", self.store.option()),
            near => format!("did you mean {} ?", near.join(", ")),
        };
        error(format_args!("nothing in the store is called {}", self.what), self.store.path.display(), remedy)
    }
}

#[derive(serde::Serialize)]
struct Cited<'e> {
    #[serde(flatten)]
    explanation: &'e Explanation,
    citation: String,
}

fn write_text(writer: &mut dyn Write, it: &Explanation, accessed: &str, in_color: bool) -> io::Result<()> {
    let [open, close] = if in_color { ["\x1b[1;7m", "\x1b[0m"] } else { ["【", "】"] };
    writeln!(writer, "{}", plain(&it.claim))?;
    if !it.section.is_empty() {
        writeln!(writer, "  {}", plain(&it.section))?;
    }
    let (before, after) = around(it);
    writeln!(writer, "    {}{open}{}{close}{}", before, plain(&it.quote), after)?;
    for (name, value) in details(it, accessed) {
        writeln!(writer, "  {name:<9}  {}", plain(&value))?;
    }
    writeln!(writer)
}

fn write_markdown(writer: &mut dyn Write, it: &Explanation, accessed: &str) -> io::Result<()> {
    writeln!(writer, "### {}\n", escape_markdown(&plain(&it.claim)))?;
    let (before, after) = around(it);
    let quote = escape_markdown(&plain(&it.quote));
    writeln!(writer, "> {}**{quote}**{}\n", escape_markdown(&before), escape_markdown(&after))?;
    if !it.section.is_empty() {
        writeln!(writer, "- section: {}", escape_markdown(&plain(&it.section)))?;
    }
    for (name, value) in details(it, accessed) {
        writeln!(writer, "- {name}: {}", escape_markdown(&plain(&value)))?;
    }
    writeln!(writer)
}

/// What stands around the quote, shortened.
fn around(it: &Explanation) -> (String, String) {
    const MOST: usize = 200;
    let Passage::Read { before, after } = &it.passage else { return Default::default() };
    let (before, after) = (plain(before), plain(after));
    let (before_length, after_length) = (before.chars().count(), after.chars().count());
    let before = match before_length.checked_sub(MOST) {
        None | Some(0) => before,
        Some(dropped) => before.chars().skip(dropped).fold("…".to_owned(), |text, c| text + c.encode_utf8(&mut [0; 4])),
    };
    let after = if after_length <= MOST { after } else { after.chars().take(MOST).chain(['…']).collect() };
    (before.trim_start().to_owned(), after.trim_end().to_owned())
}

fn details(it: &Explanation, accessed: &str) -> Vec<(&'static str, String)> {
    let about = &it.document;
    let date = if about.issued.is_empty() { &about.published } else { &about.issued };
    let known = [&about.title, &about.number, &about.issuer, date];
    let mut details = Vec::new();
    if !matches!(it.passage, Passage::Read { .. }) {
        details.push(("passage", it.passage.to_string()));
    }
    if !it.note.is_empty() {
        details.push(("note", it.note.clone()));
    }
    let known: Vec<&str> = known.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    details.push(("document", known.join(", ")));
    details.push(("place", format!("{}:{}-{}", it.file, it.start, it.end)));
    details.push((
        "rule",
        it.rules.iter().zip(it.reads.iter()).map(|(name, reads)| format!("{name}: {reads}")).collect::<Vec<_>>().join("; "),
    ));
    let certainty = match it.reasons.as_slice() {
        [] => format!("{}: the text says so", it.certainty),
        reasons => format!("{}: {}", it.certainty, reasons.join("; ")),
    };
    details.push(("certainty", certainty));
    for rejection in &it.rejected {
        details.push(("wrong", format!("so says {rejection}")));
    }
    if !it.by.is_empty() {
        details.push(("added by", it.by.join(", ")));
    }
    details.push(("cite", cite(about, accessed)));
    details.push(("fact", it.fact.clone()));
    details
}

/// Text on one line: line breaks and what indents the next line are no part of a sentence, and control characters could move a terminal's cursor.
fn plain(text: &str) -> String {
    let mut lines = text.lines().map(str::trim);
    let mut plain = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_word(plain.chars().next_back()) && is_word(line.chars().next()) {
            plain.push(' ');
        }
        plain.push_str(line);
    }
    plain.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
