use std::io::{self, Write};

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::output::unwritten;
use super::{Cli, Outcome};

/// Writes the completions of a shell, by which it knows the commands and options
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  zhengtu completions bash > ~/.local/share/bash-completion/completions/zhengtu
      for bash, from the next session on
  zhengtu completions zsh > ~/.zfunc/_zhengtu
      for zsh, where ~/.zfunc is in $fpath
  zhengtu completions fish > ~/.config/fish/completions/zhengtu.fish
      for fish";

impl Completions {
    pub fn run(self) -> Result<Outcome> {
        let mut script = Vec::new();
        generate(self.shell, &mut Cli::command(), "zhengtu", &mut script);
        io::stdout().lock().write_all(&script).map_err(unwritten)?;
        Ok(Outcome::Done)
    }
}
