use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};
use zhengtu::report::{Fonts, Options, Report as Page};
use zhengtu::store::Store;

use super::documents::plural;
use super::output::{unwritten, write_to};
use super::query::{named, parameter};
use super::trace::one_body;
use super::{Messages, Outcome, StorePath, error, say};

/// Writes a report: one HTML file with charts, in which every mark opens the words that prove it
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// The file to write; standard output if left out, and nothing if only --charts is given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A folder for the charts as files of their own, SVG and PNG
    #[arg(long, value_name = "DIR")]
    charts: Option<PathBuf>,
    /// A report over the answer to this question alone: its name, or a file with SPARQL (.rq)
    #[arg(long = "query", value_name = "NAME|FILE.rq", conflicts_with = "organization")]
    question: Option<String>,
    /// Sets a parameter of the question; again for a second value
    #[arg(short = 'p', long = "parameter", value_name = "NAME=VALUE", value_parser = parameter, requires = "question")]
    parameters: Vec<(String, String)>,
    /// A report about this body alone, through all its names
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// How many bodies, documents, indicators, places and industries a chart shows at most
    #[arg(long, value_name = "N", default_value_t = Options::default().top, value_parser = at_least_one)]
    top: usize,
    /// The heading of the page
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    title: String,
    /// The date that the page bears; none if left out, and the same store gives the same bytes
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    date: String,
    /// The language of the charts' files, and the one in which the page is first seen; it has both
    #[arg(long, value_enum, default_value_t)]
    language: Language,
    #[command(flatten)]
    store: StorePath,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu report -o report.html
      the whole store: who has duties where, who works with whom, targets, industries
  zhengtu report --organization 省能源局 -o energy.html
      one body through all its names, and those with whom it shares tasks
  zhengtu report --query targets -p indicator=工业 -o targets.html
      the answer to one question; a chart is drawn where it has the columns for it
  zhengtu report --charts charts --language en
      the charts alone, for a paper: SVG and PNG";

#[derive(Clone, Copy, Default, ValueEnum)]
enum Language {
    #[default]
    Zh,
    En,
}

impl Report {
    pub fn run(self, messages: Messages) -> Result<Outcome> {
        let language = match self.language {
            Language::Zh => zhengtu::report::Language::Zh,
            Language::En => zhengtu::report::Language::En,
        };
        let options = Options { top: self.top, title: self.title, date: self.date, language };
        let question = self.question.as_deref().map(named).transpose()?;
        let store = Store::open_read_only(&self.store.path)?;
        let report = match (&question, &self.organization) {
            (Some(question), _) => Page::of_query(&store, question, &self.parameters, options)?,
            (None, Some(name)) => Page::of_body(&store, &one_body(&store, &self.store, name, "report --organization")?, options)?,
            (None, None) => Page::of_store(&store, options)?,
        };
        if self.output.is_some() || self.charts.is_none() {
            let page = report.html();
            write_to(self.output.as_deref(), |writer| writer.write_all(page.as_bytes()).map_err(unwritten))?;
        }
        let outcome = match &self.charts {
            Some(folder) => write_charts(&report, folder, language)?,
            None => Outcome::Done,
        };
        messages.hint(format_args!(
            "{}, {}",
            plural(report.charts().len(), "chart"),
            match report.evidence() {
                1 => "1 piece of evidence".to_owned(),
                count => format!("{count} pieces of evidence"),
            }
        ));
        Ok(outcome)
    }
}

/// Writes each chart as SVG and as PNG.
fn write_charts(report: &Page, folder: &Path, language: zhengtu::report::Language) -> Result<Outcome> {
    fs::create_dir_all(folder).map_err(|problem| {
        error(
            format_args!("cannot make the folder: {problem}"),
            folder.display(),
            "name a folder in one that exists and that you may write to",
        )
    })?;
    let fonts = Fonts::of_the_system();
    for chart in report.charts() {
        let svg = chart.svg(language);
        write_to(Some(&folder.join(format!("{}.svg", chart.name))), |writer| writer.write_all(svg.as_bytes()).map_err(unwritten))?;
        if let Some(fonts) = &fonts {
            let path = folder.join(format!("{}.png", chart.name));
            let png = chart.png(language, fonts).map_err(|reason| {
                error(format_args!("cannot draw the chart as PNG: {reason}"), path.display(), "use its SVG, or draw less with --top")
            })?;
            write_to(Some(&path), |writer| writer.write_all(&png).map_err(unwritten))?;
        }
    }
    if fonts.is_none() {
        say(
            "warning: no font of this system has Chinese characters, so the charts were written as SVG alone\n  do: install one (Debian: fonts-noto-cjk) and run the same command again",
        );
        return Ok(Outcome::SomeFailed);
    }
    Ok(Outcome::Done)
}

fn at_least_one(argument: &str) -> Result<usize, String> {
    match argument.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("it has to be a whole number, at least 1".to_owned()),
    }
}
