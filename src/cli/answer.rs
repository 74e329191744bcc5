//! What the commands share that answer with rows: how an answer is written, and where.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use oxigraph::sparql::QueryResults;
use terminal_size::{Width, terminal_size};
use zhengtu::output::{About, Format, Layout, write_results};

use super::error;
use super::output::write_to;

#[derive(Args)]
pub struct Answer {
    /// How the answer is written; by default as the extension of FILE says, else as a table. In CSV, a cell that a spreadsheet would run as a formula has an
    /// apostrophe before it
    #[arg(long, value_parser = format())]
    format: Option<Format>,
    /// The file to write the answer to; standard output if left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show the cells of a table whole: what is wider than the terminal goes on in the next line
    #[arg(long)]
    full: bool,
    /// Begin CSV or TSV with a byte order mark, by which Excel knows Chinese text
    #[arg(long)]
    bom: bool,
}

impl Answer {
    /// The format that was asked for, or that the file's extension tells.
    pub fn format(&self) -> Format {
        let extension = self.output.as_deref().and_then(Path::extension).and_then(|extension| extension.to_str());
        self.format.or_else(|| Format::from_extension(extension?)).unwrap_or(Format::Table)
    }

    /// Writes the rows, and before them what people read first, if the format is one for people; returns how many rows there are.
    pub fn write(
        &self,
        about: impl FnOnce() -> About,
        preface: impl FnOnce(&mut dyn Write) -> Result<()>,
        results: impl FnOnce() -> Result<QueryResults<'static>>,
    ) -> Result<u64> {
        let format = self.format();
        let to_terminal = self.output.is_none() && io::stdout().is_terminal();
        if to_terminal && format == Format::Xlsx {
            return Err(error("a workbook cannot be shown on a terminal", "the command line", "name a file:  -o answer.xlsx"));
        }
        if self.bom && !matches!(format, Format::Csv | Format::Tsv) {
            let problem = format_args!("--bom is for csv and tsv, and the answer is written as {format}");
            return Err(error(problem, "the command line", "leave it out, or add  --format csv"));
        }
        let width = if to_terminal { terminal_size().map(|(Width(columns), _)| columns.into()) } else { None };
        let mut layout = Layout { width, wrap: self.full, byte_order_mark: self.bom, ..Layout::default() };
        write_to(self.output.as_deref(), |writer| {
            let results = results()?;
            if format == Format::Xlsx {
                layout.about = about();
            }
            if matches!(format, Format::Table | Format::Markdown) {
                preface(writer)?;
            }
            Ok(write_results(results, format, writer, layout)?)
        })
    }
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|name| name.parse::<Format>().map_err(io::Error::other))
}
