//! The job of `examples/spark/` gives the graph that one machine gives, whatever happens to its tasks: in local mode, and on a master with workers.
//!
//! Where PySpark or Java is absent the tests say so and are skipped, unless `ZHENGTU_REQUIRE_TOOLS=1`: `pip install -r examples/spark/requirements.txt` for
//! the Python that `ZHENGTU_PYTHON` names, `apt-get install openjdk-17-jre-headless`.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use tempfile::TempDir;

const ZHENGTU: &str = env!("CARGO_BIN_EXE_zhengtu");

/// The folder of the package, in which Spark's programs are, and the Python that has it.
struct Spark {
    home: PathBuf,
    python: PathBuf,
}

impl Spark {
    fn find() -> Option<Self> {
        let python = PathBuf::from(env::var_os("ZHENGTU_PYTHON").unwrap_or_else(|| "python3".into()));
        let asked = Command::new(&python).args(["-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"]).output();
        let home = asked.ok().filter(|asked| asked.status.success()).map(|asked| text(&asked.stdout).trim().into());
        let java = Command::new("java").arg("-version").output().is_ok_and(|output| output.status.success());
        let missing = match (&home, java) {
            (Some(_), true) => return Some(Self { home: home?, python }),
            (None, _) => "pyspark is absent: pip install -r examples/spark/requirements.txt",
            (_, false) => "Java is absent: apt-get install openjdk-17-jre-headless",
        };
        assert!(env::var("ZHENGTU_REQUIRE_TOOLS").as_deref() != Ok("1"), "{missing}");
        println!("skipped: {missing}");
        None
    }

    /// One of Spark's programs.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.home.join("bin").join(name));
        command.env("SPARK_HOME", &self.home).env("PYSPARK_PYTHON", &self.python).env("PYSPARK_DRIVER_PYTHON", &self.python);
        command.env("SPARK_LOCAL_IP", "127.0.0.1").env_remove("SPARK_CONF_DIR").stdin(Stdio::null());
        command
    }

    /// Runs the job.
    fn submit(&self, case: &Case, master: &str, settings: &[&str], program: &Path, arguments: &[&str]) -> Output {
        let mut command = self.program("spark-submit");
        command.args(["--master", master, "--conf", "spark.ui.enabled=false"]);
        for setting in settings {
            command.args(["--conf", setting]);
        }
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/spark/extract.py"));
        command.args(["--partitions", "4", "--zhengtu"]).arg(program).arg("--output").arg(case.output()).args(arguments);
        command.current_dir(case.folder.path()).output().expect("Spark runs")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Documents, and what becomes of them.
struct Case {
    folder: TempDir,
}

impl Case {
    /// The bundled documents, with one that another repeats and one that cannot be read, and the corpus where it is beside the project.
    fn new() -> Self {
        let case = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let examples = project.join("examples/documents");
        fs::create_dir_all(case.documents().join("各 地")).expect("a folder");
        for (folder, below) in [(examples.clone(), ""), (project.join("../shared/corpus"), "corpus-")] {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = format!("{below}{}", entry.file_name().to_string_lossy());
                fs::copy(entry.path(), case.documents().join(name)).expect("a copy");
            }
        }
        fs::copy(examples.join("2020-transfer-plan.txt"), case.documents().join("各 地/重复.txt")).expect("a copy");
        fs::write(case.documents().join("各 地/empty.txt"), " \n").expect("a file");
        case
    }

    fn documents(&self) -> PathBuf {
        self.folder.path().join("documents")
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("graph")
    }

    /// A program that does something to the first two of its runs, told by its folder, and else what zhengtu does.
    fn program(&self, first: &str, second: &str) -> PathBuf {
        let path = self.folder.path().join("program");
        let folder = self.folder.path().display();
        let script = format!(
            "#!/bin/sh\n\
             documents=$(mktemp -p {folder})\n\
             cat > $documents\n\
             if mkdir {folder}/first 2> {folder}/log; then {first}\n\
             elif mkdir {folder}/second 2> {folder}/log; then {second}\n\
             fi\n\
             exec {ZHENGTU} \"$@\" < $documents\n"
        );
        fs::write(&path, script).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it may be run");
        path
    }

    /// Whether the program came to do what it does to its first runs.
    fn met(&self, run: &str) -> bool {
        self.folder.path().join(run).is_dir()
    }

    /// The lines of a kind in the output, sorted: each as often as it stands there.
    fn lines(&self, kind: &str) -> Vec<String> {
        let parts = fs::read_dir(self.output().join(format!("kind={kind}"))).into_iter().flatten().flatten();
        let parts = parts.filter(|part| part.file_name().to_string_lossy().starts_with("part-"));
        let parts: Vec<String> = parts.map(|part| fs::read_to_string(part.path()).expect("it is UTF-8")).collect();
        assert!(parts.len() > 1 || kind != "quads", "there are several partitions");
        let mut lines: Vec<String> = parts.iter().flat_map(|part| part.lines().map(str::to_owned)).collect();
        lines.sort_unstable();
        lines
    }

    /// What one machine makes of the documents, and whether the output is that.
    fn compare(&self) {
        let zhengtu = |arguments: &[&str]| {
            let output = Command::new(ZHENGTU).args(arguments).current_dir(self.folder.path()).output().expect("the program runs");
            text(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let mut extracted = zhengtu(&["extract", "--format", "nquads", "documents"]);
        extracted.sort_unstable();
        let quads = self.lines("quads");
        assert!(quads.len() > 10_000);
        assert!(quads == extracted, "{} lines, {} on one machine", quads.len(), extracted.len());
        zhengtu(&["build", "documents", "--quiet"]);
        let stored: BTreeSet<String> = zhengtu(&["export", "--format", "nquads"]).into_iter().collect();
        assert!(stored == quads.into_iter().collect(), "{} quads in the store", stored.len());
        let failed = self.lines("failed");
        assert!(failed.len() == 1 && failed[0].contains("各 地/empty.txt") && failed[0].contains("it is empty"), "{failed:?}");
    }
}

/// In local mode, of a folder of files: the first task writes some quads and ends with an error, another one's process is killed.
#[test]
fn tasks_that_fail_are_done_again_and_counted_once() {
    let Some(spark) = Spark::find() else { return };
    let case = Case::new();
    let some = format!("{ZHENGTU} \"$@\" < $documents | head -n 50; exit 2");
    let program = case.program(&some, "kill -9 $$");
    let documents = case.documents();
    let output = spark.submit(&case, "local[2,4]", &[], &program, &["--input", documents.to_str().expect("a path")]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "one document failed: {said}");
    assert!(text(&output.stdout).contains("1 of the documents could not be read"), "{}", text(&output.stdout));
    assert!(case.met("first") && case.met("second") && said.contains("ended with 2") && said.contains("ended with -9"), "{said}");
    case.compare();
}

/// On a master with two workers, of JSON lines: the executor of one task is killed while its quads come, another task lags until it is begun a second time.
#[test]
fn a_lost_executor_and_a_straggler_change_nothing() {
    let Some(spark) = Spark::find() else { return };
    let case = Case::new();
    let mut lines = String::new();
    for path in zhengtu::corpus::find(&[case.documents()]).expect("the documents").sources {
        let bytes = fs::read(&path.path).expect("a document");
        // As characters or as bytes, as they come.
        let line = match String::from_utf8(bytes) {
            Ok(text) => json!({"path": path.name, "text": text, "content": null, "crawled": 1}),
            Err(error) => json!({"path": path.name, "content": BASE64_STANDARD.encode(error.as_bytes())}),
        };
        lines.push_str(&format!("{line}\n"));
    }
    let list = case.folder.path().join("documents.jsonl");
    fs::write(&list, lines).expect("it is written");

    let listening = |class: &str, host: &str, arguments: &[&str], sign: &str| {
        let mut command = spark.program("spark-class");
        command.arg(format!("org.apache.spark.deploy.{class}")).args(["--host", host, "--port", "0", "--webui-port", "0"]);
        command.env("SPARK_LOCAL_IP", host).args(arguments).stderr(Stdio::piped());
        let mut child = Running(command.spawn().expect("Spark runs"));
        let mut lines = BufReader::new(child.0.stderr.take().expect("its messages")).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains(sign)).unwrap_or_else(|| panic!("{class} does not start"));
        // What it says further has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        (child, line)
    };
    let (_master, line) = listening("master.Master", "127.0.0.1", &[], "Starting Spark master at ");
    let master = line.split_whitespace().last().expect("its address").to_owned();
    // A task is begun a second time on another machine only, so there are two.
    let _workers = ["127.0.0.1", "127.0.0.2"].map(|host| {
        let folder = case.folder.path().join(host);
        let arguments = ["--cores", "1", "--memory", "1g", "--work-dir", folder.to_str().expect("a path"), &master];
        listening("worker.Worker", host, &arguments, "Successfully registered with master").0
    });

    // The executor is the first Java above the program.
    let lost = format!(
        "{ZHENGTU} \"$@\" < $documents | head -n 50; process=$$; \
         while [ $(cat /proc/$process/comm) != java ]; do process=$(sed -n 's/^PPid:\\t//p' /proc/$process/status); done; \
         kill -9 $process; sleep 1; exit 1"
    );
    let settings = [
        "spark.executor.cores=1", "spark.executor.memory=512m", "spark.driver.memory=512m", "spark.driver.host=127.0.0.1",
        "spark.speculation.quantile=0.3", "spark.speculation.multiplier=1.1", "spark.speculation.minTaskRuntime=1s",
    ];
    let input = ["--format", "json", "--input", list.to_str().expect("a path")];
    let submit = |first: &str, sign: &str| {
        let begin = Instant::now();
        let output = spark.submit(&case, &master, &settings, &case.program(first, ":"), &input);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "one document failed: {said}");
        assert!(case.met("first") && said.contains(sign), "{said}");
        case.compare();
        for folder in ["first", "second", "graph", "zhengtu.db"] {
            fs::remove_dir_all(case.folder.path().join(folder)).expect("it was there");
        }
        begin.elapsed()
    };
    submit(&lost, "Lost executor");
    // Nobody waits for it.
    let took = submit(&format!("exec sleep {LAGS}"), "speculative");
    assert!(took < Duration::from_secs(LAGS));
}

/// In seconds: longer than the rest takes by far.
const LAGS: u64 = 120;

/// A process that is ended when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
