//! The manual cannot lie: every `$ zhengtu …` of the READMEs and guides is run, on the bundled examples, and must print what stands below it.

use std::path::Path;
use std::process::Command;

/// A command of the manual, and the lines that it is said to print.
struct Shown {
    command: String,
    output: Vec<String>,
}

fn shown(manual: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut lines = manual.lines();
    while lines.any(|line| line == "```console") {
        for line in lines.by_ref().take_while(|line| *line != "```") {
            match (line.strip_prefix("$ zhengtu "), found.last_mut()) {
                (Some(command), _) => found.push(Shown { command: command.to_owned(), output: Vec::new() }),
                (None, Some(last)) => last.output.push(line.trim_end().to_owned()),
                (None, None) => panic!("a console block begins with a command: {line}"),
            }
        }
    }
    found
}

/// The time that a command took is never the same twice.
fn without_seconds(line: &str) -> String {
    line.split_once(" facts in ").map_or_else(|| line.trim_end().to_owned(), |(before, _)| format!("{before} facts in"))
}

#[test]
fn the_readmes_and_guides_show_what_the_program_prints() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    for manual in ["README.md", "README.zh.md", "docs/guide.md", "docs/guide.zh.md"] {
        let text = std::fs::read_to_string(project.join(manual)).expect("the manual is there");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let commands = shown(&text);
        assert!(commands.len() >= 3, "{manual} shows the program at work");
        for Shown { command, output } in commands {
            let arguments = command.replace("examples/documents", &project.join("examples/documents").display().to_string());
            let result = Command::new(env!("CARGO_BIN_EXE_zhengtu"))
                .args(arguments.split_whitespace())
                .current_dir(folder.path())
                .output()
                .expect("the program runs");
            assert!(result.status.success(), "{manual}: {command}\n{}", String::from_utf8_lossy(&result.stderr));
            let printed = format!("{}{}", String::from_utf8_lossy(&result.stdout), String::from_utf8_lossy(&result.stderr));
            let printed: Vec<String> = printed.lines().map(without_seconds).filter(|line| !line.is_empty()).collect();
            let expected: Vec<String> = output.iter().map(|line| without_seconds(line)).filter(|line| !line.is_empty()).collect();
            // “…” on a line of its own stands for lines left out.
            let said = expected.iter().filter(|line| *line != "…");
            for line in said {
                assert!(printed.contains(line), "{manual}: `zhengtu {command}` does not print\n{line}\nbut\n{}", printed.join("\n"));
            }
        }
    }
}

/// The example in each bundled query's header is a command that works on the bundled documents.
#[test]
fn the_examples_of_the_queries_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents");
    let zhengtu = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_zhengtu")).args(arguments).current_dir(folder.path()).output().expect("the program runs")
    };
    assert!(zhengtu(&["build", &documents.display().to_string()]).status.success());
    for query in zhengtu::query::library() {
        let example = query.header.example.strip_prefix("zhengtu ").expect("an example is a command of this program");
        let result = zhengtu(&example.split_whitespace().collect::<Vec<_>>());
        assert!(result.status.success(), "{example}\n{}", String::from_utf8_lossy(&result.stderr));
    }
}
