use std::io::Write;

use anyhow::Result;
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use oxigraph::io::RdfFormat;
use oxigraph::model::Quad;
use zhengtu::corpus::{Reading, Source};
use zhengtu::export::GraphWriter;
use zhengtu::json;
use zhengtu::vocabulary::zt;
use zhengtu::write::{Graph, write};

use super::documents::{Delivery, Documents, Steps, Tally};
use super::output::{unwritten, write_to};
use super::{Messages, Outcome};

/// Reads documents and writes their facts to standard output, without a store
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Extract {
    #[command(flatten)]
    documents: Documents,
    /// DIR is not a document but a list of documents: JSON lines {"path": …, "text": …}, or "content": … in base64, or the path of a file alone;
    /// with title, number, issuer, date and url where they are known
    #[arg(long)]
    json_lines: bool,
    /// How the facts are written: JSON lines, or a named graph a document
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu extract 通知.txt
      one JSON object a fact, the document first
  zhengtu extract documents > facts.jsonl
      the facts of every document below documents/
  zhengtu extract documents | jq -r 'select(.role == \"lead\") | [.org, .task] | @tsv'
      who leads what
  zhengtu extract --format nquads documents > graph.nq
      the graphs that `zhengtu build` stores
  zhengtu extract --json-lines crawl.jsonl > facts.jsonl
      documents as a crawler has them, one a line:  {\"path\": \"2021/12.html\", \"text\": \"…\", \"url\": \"https://…\"}

`start` and `end` count Unicode characters of the text that was read, the end exclusive: in Python, text[start:end] == quote.
  zhengtu text FILE   prints that text";

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Jsonl,
    Nquads,
    Trig,
}

impl Extract {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let tally = write_to(None, |output| match self.format {
            Format::Jsonl => self.write_lines(messages, output),
            Format::Nquads => self.write_nquads(messages, output),
            Format::Trig => self.write_trig(messages, output),
        })?;
        // A list is one of many: that all of its few documents failed does not make it useless.
        if self.json_lines && tally.failed > 0 { Ok(Outcome::SomeFailed) } else { tally.outcome() }
    }

    fn write_lines(&self, messages: Messages, output: &mut dyn Write) -> Result<Tally> {
        let work = |name: &str, reading: Reading| json::lines(name, &reading.document, &reading.facts);
        self.read(messages, work, |delivery| match delivery {
            Delivery::Document { result: lines, repeated: false, .. } => output.write_all(lines.as_bytes()).map_err(unwritten),
            _ => Ok(()),
        })
    }

    /// Each line stands for itself, so that documents become lines where they are read, several at once.
    fn write_nquads(&self, messages: Messages, output: &mut dyn Write) -> Result<Tally> {
        let base = &self.documents.base_iri;
        let lines = |graph: &Graph| {
            let mut writer = GraphWriter::new(Vec::new(), RdfFormat::NQuads, base)?;
            writer.graph(graph.name.as_ref(), &graph.quads)?;
            writer.finish()
        };
        let work = |name: &str, reading: Reading| {
            let mut graph = write(base, name, &reading.document, &reading.parties, &reading.facts);
            let all = lines(&graph);
            graph.quads.retain(is_new_of_a_copy);
            (all, lines(&graph))
        };
        self.read(messages, work, |delivery| match delivery {
            Delivery::Document { result: (all, of_a_copy), repeated, .. } => {
                let lines = if repeated { of_a_copy } else { all };
                lines.and_then(|lines| output.write_all(&lines)).map_err(unwritten)
            }
            Delivery::End { .. } => Ok(()),
        })
    }

    fn write_trig(&self, messages: Messages, output: &mut dyn Write) -> Result<Tally> {
        let base = &self.documents.base_iri;
        let mut writer = GraphWriter::new(output, RdfFormat::TriG, base).map_err(unwritten)?;
        let work = |name: &str, reading: Reading| write(base, name, &reading.document, &reading.parties, &reading.facts);
        let tally = self.read(messages, work, |delivery| {
            let Delivery::Document { result: mut graph, repeated, .. } = delivery else { return Ok(()) };
            graph.quads.retain(|quad| !repeated || is_new_of_a_copy(quad));
            writer.graph(graph.name.as_ref(), &graph.quads).map_err(unwritten)
        })?;
        writer.finish().map_err(unwritten)?;
        Ok(tally)
    }

    fn read<T: Send>(
        &self,
        messages: Messages,
        work: impl Fn(&str, Reading) -> T + Sync,
        deliver: impl FnMut(Delivery<'_, Source, (), T>) -> Result<()>,
    ) -> Result<Tally> {
        let steps = Steps { begin: |_: &Source| Ok(()), work };
        if self.json_lines {
            return self.documents.read_lists(messages, steps, deliver);
        }
        let corpus = self.documents.find(messages)?;
        self.documents.read(&corpus.sources, &corpus.passed, messages, &ProgressBar::hidden(), steps, deliver)
    }
}

/// Of a text that was written before, the other file's name is all that is new.
fn is_new_of_a_copy(quad: &Quad) -> bool {
    quad.predicate == zt::FILE
}
