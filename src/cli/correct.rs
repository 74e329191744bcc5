use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, Subcommand};
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use zhengtu::correct::{self, Action, Correction};
use zhengtu::explain::{Explanation, Topic, explain, find};
use zhengtu::output::{About, Format};
use zhengtu::propose::{self, Missing};
use zhengtu::reference::Reference;
use zhengtu::store::{Standing, Store};
use zhengtu::trace::Found;

use super::answer::Answer;
use super::documents::{Limited, plural};
use super::output::{unwritten, write_to};
use super::{Messages, Outcome, StorePath, error, say};

/// Says that a fact is wrong or missing, or that two names mean one thing; every build follows it
#[derive(Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Correct {
    #[command(subcommand)]
    action: Command,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu correct wrong 2024/通知.txt:507-575 --by 李明 --why 该句只是建议
      the fact of a row of an answer, by its columns source, start and end; or a fact by its IRI
  zhengtu correct add 2024/通知.txt 'lead 省商务厅 | 冷链物流' --quote 由省商务厅抓总 --by 李明 --why 抓总即牵头
      a fact that was missed, with the words that prove it
  zhengtu correct same 省经信厅 省工业和信息化厅 --by 李明 --why 同一机构
      the first is another name of the second
  zhengtu correct list
      what was said, by whom, when and why, and whether it is in effect
  zhengtu correct undo 3f2a90c1 --by 李明 --why 看错
      takes a correction back, by its id in the list
  zhengtu correct export -o corrections.csv
  zhengtu correct import corrections.csv
      shared with others, and laid over a new store: corrections of several people are merged

Nothing is overwritten: the graph keeps what the machine read, as a statement about it, and answers follow the person. \
docs/corrections.md has more.";

#[derive(Subcommand)]
enum Command {
    /// A fact is wrong
    Wrong {
        /// FILE:START-END of a row of an answer, or the IRI of a fact
        #[arg(value_name = "FACT")]
        fact: String,
        #[command(flatten)]
        person: Person,
        #[command(flatten)]
        store: StorePath,
        #[command(flatten)]
        limits: Limited,
    },
    /// A fact is missing
    Add {
        /// The file, as the graph names it
        #[arg(value_name = "FILE")]
        file: String,
        /// What it claims, as `zhengtu explain` heads its facts: 'lead 省商务厅 | 冷链物流'
        #[arg(value_name = "CLAIM")]
        claim: String,
        /// The words of the file that prove it
        #[arg(long, value_name = "TEXT")]
        quote: String,
        /// Where the documents are, if not in the folder that they were read from
        #[arg(long, value_name = "DIR")]
        documents: Option<PathBuf>,
        #[command(flatten)]
        person: Person,
        #[command(flatten)]
        store: StorePath,
        #[command(flatten)]
        limits: Limited,
    },
    /// Two names mean one thing, which is known by the second
    Same {
        /// The name of a body, or of a park, an industry or whatever else has a name
        #[arg(value_name = "NAME")]
        name: String,
        /// The name under which both are known from now on
        #[arg(value_name = "NAME")]
        known_as: String,
        #[command(flatten)]
        person: Person,
        #[command(flatten)]
        store: StorePath,
    },
    /// Takes a correction back
    Undo {
        /// Its id in the list, or the beginning of it
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        person: Person,
        #[command(flatten)]
        store: StorePath,
    },
    /// Lists the corrections, and what became of each
    List {
        #[command(flatten)]
        answer: Answer,
        #[command(flatten)]
        store: StorePath,
    },
    /// Takes in the corrections of a table (CSV)
    Import {
        /// The tables
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        store: StorePath,
    },
    /// Writes the corrections as a table (CSV)
    Export {
        /// The file to write; standard output if left out
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Begin with a byte order mark, by which Excel knows Chinese text
        #[arg(long)]
        bom: bool,
        #[command(flatten)]
        store: StorePath,
    },
}

#[derive(Args)]
struct Person {
    /// Who says so
    #[arg(long, value_name = "NAME", value_parser = some_text)]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = some_text)]
    why: String,
    /// When; now if left out
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Option<String>,
}

fn some_text(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() { Err("it is empty") } else { Ok(text.to_owned()) }
}

fn time(text: &str) -> Result<String, &'static str> {
    correct::time(text).ok_or("write it as 2026-03-01 or 2026-03-01T08:30:00Z")
}

impl Person {
    fn correction(self, action: Action) -> Correction {
        Correction {
            action,
            about: String::new(),
            same_as: String::new(),
            claim: String::new(),
            quote: String::new(),
            place: String::new(),
            section: String::new(),
            document: String::new(),
            by: self.by,
            at: self.at.unwrap_or_else(correct::now),
            why: self.why,
        }
    }
}

impl Correct {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        match self.action {
            Command::Wrong { fact, person, store, limits } => {
                let explanation = one_fact(&store, &fact, &limits)?;
                let correction = Correction {
                    about: explanation.fact,
                    claim: explanation.claim,
                    quote: explanation.quote,
                    place: explanation.place,
                    section: explanation.section,
                    document: explanation.document.iri,
                    ..person.correction(Action::Wrong)
                };
                say_anew(&store, correction, messages)
            }
            Command::Add { file, claim, quote, documents, person, store, limits } => {
                let correction = {
                    let opened = Store::open_read_only(&store.path)?;
                    let reader = limits.reader()?;
                    propose::addition(
                        &opened,
                        Missing { file: &file, claim: &claim, quote: &quote },
                        documents.as_deref(),
                        &reader,
                        person.correction(Action::Add),
                    )?
                };
                say_anew(&store, correction, messages)
            }
            Command::Same { name, known_as, person, store } => {
                let (one, other) = {
                    let opened = Store::open_read_only(&store.path)?;
                    (thing(&opened, &store, &name)?, thing(&opened, &store, &known_as)?)
                };
                let kind = |iri: &str| iri.rsplit('/').nth(1).unwrap_or_default().to_owned();
                if one.0 == other.0 {
                    return Err(error(
                        format_args!("{name} and {known_as} are one already: {}", one.1),
                        store.path.display(),
                        "name another",
                    ));
                }
                if kind(&one.0) != kind(&other.0) {
                    let problem = format!("{} is a thing of another kind than {}: {} and {}", one.1, other.1, kind(&one.0), kind(&other.0));
                    return Err(error(problem, store.path.display(), "name two bodies, two parks, two industries"));
                }
                let correction = Correction {
                    claim: format!("{} = {}", one.1, other.1),
                    about: one.0,
                    same_as: other.0,
                    ..person.correction(Action::Same)
                };
                say_anew(&store, correction, messages)
            }
            Command::Undo { id, person, store } => {
                let about = {
                    let standings = Store::open_read_only(&store.path)?.standings()?;
                    let named = standings.iter().filter(|it| it.correction.action != Action::Undo && id_of(&it.iri).starts_with(&id));
                    let named: Vec<&Standing> = named.collect();
                    match named.as_slice() {
                        [one] => one.iri.as_str().to_owned(),
                        [] => {
                            return Err(error(
                                format_args!("there is no correction {id}"),
                                store.path.display(),
                                format_args!("see their ids with  zhengtu correct list{}", store.option()),
                            ));
                        }
                        several => {
                            let problem = format!("{id} is the beginning of {} corrections", several.len());
                            return Err(error(problem, store.path.display(), "give more of the id"));
                        }
                    }
                };
                say_anew(&store, Correction { about, ..person.correction(Action::Undo) }, messages)
            }
            Command::List { answer, store } => list(&answer, &store, messages),
            Command::Import { files, store } => {
                let tables = files.iter().map(|file| correct::read(file)).collect::<zhengtu::Result<Vec<_>>>()?;
                take_in(&store, &tables.concat(), messages)
            }
            Command::Export { output, bom, store } => {
                let corrections = Store::open_read_only(&store.path)?.corrections()?;
                write_to(output.as_deref(), |writer| {
                    if bom {
                        writer.write_all("\u{feff}".as_bytes()).map_err(unwritten)?;
                    }
                    correct::write(corrections.iter(), writer).map_err(unwritten)
                })?;
                Ok(Outcome::Done)
            }
        }
    }
}

/// Takes in a correction that has just been made.
fn say_anew(path: &StorePath, correction: Correction, messages: Messages) -> Result<Outcome> {
    let known = Store::open_read_only(&path.path)?.corrections()?;
    if known.is_taken_back(&correction) {
        let problem = "the same was said by the same person in the same second, and was taken back";
        return Err(error(problem, path.path.display(), "say it again now"));
    }
    take_in(path, &[correction], messages)
}

/// Takes corrections into the store, and says what became of them.
fn take_in(path: &StorePath, corrections: &[Correction], messages: Messages) -> Result<Outcome> {
    let base = Store::open_read_only(&path.path)?.base().clone();
    let elsewhere = |it: &&Correction| !it.about.starts_with(base.as_str());
    if let Some(correction) = corrections.iter().find(elsewhere) {
        let problem = format!("a correction is about {}, and the names of the store stand under {}", correction.about, base.as_str());
        return Err(error(problem, path.path.display(), "take them into a store of their own base"));
    }
    let store = Store::open(&path.path, &base)?;
    let new = store.correct(corrections)?;
    messages.hint(match (new, corrections.len() - new) {
        (new, 0) => format!("{} taken in", plural(new, "correction")),
        (new, known) => format!("{} taken in, {known} known already", plural(new, "correction")),
    });
    let taken: Vec<Standing> = store.standings()?.into_iter().filter(|it| corrections.contains(&it.correction)).collect();
    for standing in &taken {
        messages.hint(line(standing));
    }
    Ok(Outcome::Done)
}

/// A correction and its state on one line.
fn line(standing: &Standing) -> String {
    let Standing { correction, iri, state } = standing;
    let what = if correction.claim.is_empty() { &correction.about } else { &correction.claim };
    format!("{}  {} {what}  ({})", &id_of(iri)[..8], correction.action.name(), state.meaning())
}

/// Says which corrections are to be looked at again.
pub fn tell_what_changed(store: &Store) -> Result<()> {
    for standing in store.standings()?.iter().filter(|standing| standing.state.asks_for_a_look()) {
        say(format_args!("warning: correction {}", line(standing)));
    }
    Ok(())
}

/// The last part of a correction's IRI.
fn id_of(iri: &NamedNode) -> &str {
    iri.as_str().rsplit('/').next().unwrap_or_default()
}

fn list(answer: &Answer, path: &StorePath, messages: Messages) -> Result<Outcome> {
    let store = Store::open_read_only(&path.path)?;
    let standings = store.standings()?;
    let variables = ["id", "action", "claim", "by", "at", "why", "state"].map(Variable::new_unchecked);
    let rows = standings.into_iter().map(|Standing { correction, iri, state }| {
        let claim =
            if correction.claim.is_empty() { correction.about.rsplit('/').next().unwrap_or_default().to_owned() } else { correction.claim };
        let cells = [
            id_of(&iri)[..8].to_owned(),
            correction.action.name().to_owned(),
            claim,
            correction.by,
            correction.at,
            correction.why,
            state.meaning().to_owned(),
        ];
        Ok(cells.into_iter().map(|cell| Some(Term::from(Literal::new_simple_literal(cell)))).collect())
    });
    let rows: Vec<_> = rows.collect();
    let results = || Ok(QueryResults::from(QuerySolutionIter::from_tuples(variables.into(), rows)));
    let count = answer.write(About::default, |_| Ok(()), results)?;
    if answer.format() == Format::Table {
        messages.hint(plural(usize::try_from(count)?, "correction"));
    }
    Ok(Outcome::Done)
}

/// The one fact that an expression means.
fn one_fact(path: &StorePath, expression: &str, limits: &Limited) -> Result<Explanation> {
    let store = Store::open_read_only(&path.path)?;
    let topics = match find(&store, Reference::load(), expression)? {
        Found::One(topics) => topics,
        Found::Several(_) | Found::None(_) => Vec::new(),
    };
    let mut facts = explain(&store, &topics, Some(Path::new("")), &limits.reader()?)?;
    if let [Topic::Thing(iri)] = topics.as_slice()
        && let Some(fact) = facts.iter().find(|fact| fact.fact == *iri)
    {
        return Ok(fact.clone());
    }
    match facts.len() {
        1 => Ok(facts.remove(0)),
        0 => Err(error(
            format_args!("no fact is called {expression}"),
            path.path.display(),
            "give the IRI of a fact, or FILE:START-END with the columns source, start and end of an answer",
        )),
        _ => {
            let facts: Vec<String> = facts.iter().map(|it| format!("\n      {}  {}", it.fact, it.claim)).collect();
            let problem = format!("{expression} means {} facts", facts.len());
            Err(error(problem, path.path.display(), format_args!("give the IRI of one of them:{}", facts.concat())))
        }
    }
}

/// The IRI and the name of the one thing that a name means.
fn thing(store: &Store, path: &StorePath, name: &str) -> Result<(String, String)> {
    match propose::thing(store, Reference::load(), name)? {
        Found::One(thing) => Ok(thing),
        Found::Several(things) => {
            let things: Vec<String> = things.into_iter().map(|(iri, name)| format!("\n      {name}  {iri}")).collect();
            let problem = format_args!("{name} may mean {} things", things.len()).to_string();
            Err(error(problem, path.path.display(), format_args!("give the full name or the IRI of one of them:{}", things.concat())))
        }
        Found::None(near) => {
            let remedy =
                if near.is_empty() { "name what an answer shows".to_owned() } else { format!("did you mean {} ?", near.join(", ")) };
            Err(error(format_args!("nothing in the store is called {name}"), path.path.display(), remedy))
        }
    }
}
