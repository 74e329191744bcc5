use std::io::{self, Write};

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::output::unwritten;
use super::{Cli, Outcome, error};

/// Writes the manual page of the program, or of one of its commands
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Manual {
    /// The command; the program itself if left out
    command: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu manual > ~/.local/share/man/man1/zhengtu.1
      for  man zhengtu
  zhengtu manual query > ~/.local/share/man/man1/zhengtu-query.1
      for  man zhengtu-query";

impl Manual {
    pub fn run(self) -> Result<Outcome> {
        let mut program = Cli::command();
        program.build();
        let page = match &self.command {
            None => program,
            Some(name) => program.find_subcommand(name).filter(|command| !command.is_hide_set()).cloned().ok_or_else(|| {
                error(format_args!("there is no command `{name}`"), "the command line", "they are listed with  zhengtu --help")
            })?,
        };
        let mut text = Vec::new();
        Man::new(page).render(&mut text)?;
        io::stdout().lock().write_all(&text).map_err(unwritten)?;
        Ok(Outcome::Done)
    }
}
