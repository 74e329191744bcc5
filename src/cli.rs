//! The commands, one a file.

mod answer;
mod build;
mod compare;
mod completions;
mod correct;
mod documents;
mod explain;
mod export;
mod extract;
mod import;
mod manual;
mod output;
mod publish;
mod query;
mod report;
mod serve;
mod text;
mod trace;
mod verify;

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

/// Chinese government documents → a graph of who is responsible for what, with the sentence that proves it
#[derive(Parser)]
#[command(name = "zhengtu", version, propagate_version = false, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    messages: Messages,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu build documents
      read every document below documents/ into ./zhengtu.db
  zhengtu query
      list the questions that come with the program, each with an example
  zhengtu query responsibilities -p organization=省财政厅
      ask one of them: what a body has to do, with the sentences that say so
  zhengtu trace 省工业和信息化厅
      follow a body through all its names and all documents
  zhengtu compare 云政办发〔2012〕86号 云政办发〔2020〕35号
      what moved between two documents
  zhengtu explain 建设充电网络
      the passage that proves each fact of a task, and how to cite it
  zhengtu report -o report.html
      a page with charts, in which every mark opens the words that prove it
  zhengtu export -o graph.ttl
      write the graph for other RDF tools

Exit codes:
  0  done
  1  done, but some documents failed; each is named
  2  wrong use, or nothing could be done";

#[derive(Subcommand)]
enum Command {
    Build(build::Build),
    Query(query::Query),
    Serve(serve::Serve),
    Trace(trace::Trace),
    Compare(compare::Compare),
    Explain(explain::Explain),
    Correct(correct::Correct),
    Report(report::Report),
    Export(export::Export),
    Import(import::Import),
    Publish(publish::Publish),
    Extract(extract::Extract),
    Text(text::Text),
    Verify(verify::Verify),
    Completions(completions::Completions),
    Manual(manual::Manual),
    /// Reads files for the other commands, in limits of memory and time
    #[command(name = zhengtu::read::Reader::WORKER, hide = true)]
    ReadWorker,
    #[command(name = zhengtu::serve::WORKER, hide = true)]
    QueryWorker(serve::Worker),
}

/// How a command ended that did what it could.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it.
    Done,
    /// Some documents failed; each was named on standard error.
    SomeFailed,
}

/// Runs the command.
pub fn run(cli: Cli) -> Result<Outcome> {
    let messages = cli.messages;
    match cli.command {
        Command::Build(command) => command.run(messages),
        Command::Query(command) => command.run(messages),
        Command::Serve(command) => command.run(messages),
        Command::Trace(command) => command.run(messages),
        Command::Compare(command) => command.run(messages),
        Command::Explain(command) => command.run(messages),
        Command::Correct(command) => command.run(messages),
        Command::Report(command) => command.run(messages),
        Command::Export(command) => command.run(messages),
        Command::Import(command) => command.run(messages),
        Command::Publish(command) => command.run(messages),
        Command::Extract(command) => command.run(messages),
        Command::Text(command) => command.run(messages),
        Command::Verify(command) => command.run(messages),
        Command::Completions(command) => command.run(),
        Command::QueryWorker(command) => command.run(),
        Command::Manual(command) => command.run(),
        Command::ReadWorker => Ok(zhengtu::read::serve().map(|()| Outcome::Done)?),
    }
}

/// Whether the error is that nobody reads the output any more.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes a line to standard error, if there is one.
pub fn say(line: impl fmt::Display) {
    // The name of a file may hold what moves a terminal's cursor.
    let line: String =
        line.to_string().chars().map(|c| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c }).collect();
    let _ = writeln!(io::stderr(), "{line}");
}

/// An error of the command line itself, in the form of the library's: what failed, where, and what to do.
fn error(problem: impl fmt::Display, place: impl fmt::Display, remedy: impl fmt::Display) -> anyhow::Error {
    anyhow::anyhow!("{problem}\n  in: {place}\n  do: {remedy}")
}

#[derive(Args, Clone, Copy)]
struct Messages {
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say also what was odd about single documents
    #[arg(short, long, global = true)]
    verbose: bool,
}

impl Messages {
    /// Says something that helps, and that no program waits for.
    fn hint(self, line: impl fmt::Display) {
        if !self.quiet {
            say(line);
        }
    }
}

#[derive(Args)]
struct StorePath {
    /// The folder of the store
    #[arg(long = "store", value_name = "PATH", default_value = StorePath::DEFAULT)]
    path: PathBuf,
}

impl StorePath {
    const DEFAULT: &str = "zhengtu.db";

    /// The option that leads another command to this store; nothing for the default.
    fn option(&self) -> String {
        if self.path.as_os_str() == Self::DEFAULT {
            String::new()
        } else {
            format!(" --store {}", shell_word(&self.path.to_string_lossy()))
        }
    }
}

/// A word as a shell reads it back.
fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-（）〔〕".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
