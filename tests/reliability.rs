//! What a build may meet: kills at any moment, full disks, folders that cannot be written to, changed, moved and vanished files, other processes.
//!
//! `ZHENGTU_KILLS=200 cargo test --release --test reliability` kills as often as that; by default it is 25 times. `ZHENGTU_SEED` repeats a run.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use oxigraph::model::{NamedNode, Quad};
use tempfile::TempDir;
use zhengtu::Error;
use zhengtu::corpus::{find, read_documents};
use zhengtu::read::Reader;
use zhengtu::store::Store;
use zhengtu::vocabulary::zt;
use zhengtu::write::{Base, Graph, write};

// Kills

/// Files that change, come and go, and the graphs that each of their versions has.
struct Corpus {
    folder: PathBuf,
    random: Random,
    versions: u64,
    /// The graph of each file as it lies there now.
    now: BTreeMap<String, NamedNode>,
    /// The quads of each text that ever lay there, without the names of its files.
    texts: HashMap<NamedNode, BTreeSet<String>>,
}

impl Corpus {
    fn new(folder: PathBuf, seed: u64) -> Self {
        fs::create_dir(&folder).expect("a folder can be made");
        let mut corpus = Self { folder, random: Random(seed), versions: 0, now: BTreeMap::new(), texts: HashMap::new() };
        for number in 0..48 {
            corpus.write(&format!("{number:02}.txt"));
        }
        corpus
    }

    /// Changes some files, removes some and adds some. Some contents are those of other files.
    fn change(&mut self) {
        for number in 0..60 {
            let name = format!("{number:02}.txt");
            match self.random.below(12) {
                0..3 => self.write(&name),
                3 if self.now.remove(&name).is_some() => fs::remove_file(self.folder.join(&name)).expect("a file can be removed"),
                4 => {
                    let other = format!("{:02}.txt", self.random.below(60));
                    if let Some(graph) = self.now.get(&other).cloned() {
                        fs::write(self.folder.join(&name), fs::read(self.folder.join(other)).expect("it is there"))
                            .expect("it can be written");
                        self.now.insert(name, graph);
                    }
                }
                _ => {}
            }
        }
    }

    fn write(&mut self, name: &str) {
        self.versions += 1;
        let path = self.folder.join(name);
        fs::write(&path, document(self.versions, 12)).expect("a file can be written");
        let graph = graph(&path, name);
        self.texts.entry(graph.name.clone()).or_insert_with(|| lines(&graph.quads));
        self.now.insert(name.to_owned(), graph.name);
    }

    /// What a store that is up to date holds.
    fn reference(&self) -> BTreeSet<String> {
        let named = |(name, graph): (&String, &NamedNode)| {
            let mut lines = self.texts[graph].clone();
            lines.insert(format!("{graph} {} \"{name}\" {graph}", zt::FILE));
            lines
        };
        self.now.iter().flat_map(named).collect()
    }

    /// Checks that each stored text is whole, and that no file has been lost that was stored `before` and is still there.
    fn check(&self, store: &Store, before: &BTreeMap<String, NamedNode>) {
        let files = store.files().expect("the store can be read");
        for graph in store.graphs().expect("the store can be read") {
            let quads = store.quads(graph.as_ref()).expect("the store can be read");
            assert_eq!(Some(&lines(&quads)), self.texts.get(&graph), "a text that is not whole: {graph}");
            assert!(quads.iter().any(|quad| quad.predicate == zt::FILE), "a text without a file: {graph}");
        }
        for (name, old) in before {
            let (now, stored) = (self.now.get(name), files.get(name));
            assert!(now.is_none() || stored.is_some(), "{name} is lost");
            assert!(
                stored.is_none() || stored == Some(old) || stored == now,
                "{name} has a text that is neither the old one nor the new one"
            );
        }
        for (name, stored) in files.iter().filter(|(name, _)| !before.contains_key(*name)) {
            assert_eq!(self.now.get(name), Some(stored), "{name} has a text that it never had");
        }
    }
}

#[test]
fn a_build_that_is_killed_at_any_moment_loses_nothing_and_goes_on() {
    let kills: u32 = variable("ZHENGTU_KILLS").unwrap_or(25);
    let seed = variable("ZHENGTU_SEED").unwrap_or_else(|| std::process::id().into());
    println!("ZHENGTU_SEED={seed}");
    let folder = empty();
    let path = folder.path().join("zhengtu.db");
    let mut corpus = Corpus::new(folder.path().join("documents"), seed);
    let build = || {
        let mut build = command(folder.path(), &["build", "documents", "--prune", "--quiet", "--batch", "100"]);
        build.stdout(Stdio::null()).stderr(Stdio::piped());
        build
    };
    let start = Instant::now();
    assert!(build().status().expect("the program runs").success());
    let mut typical = start.elapsed();
    let (mut killed, mut rounds, mut completed, mut read_beside) = (0, 0, 1, 0);
    while killed < kills {
        rounds += 1;
        assert!(rounds < 20 * kills, "the builds end before they are killed");
        if rounds % 10 == 0 {
            // The first build of a store is killed too.
            fs::remove_dir_all(&path).expect("a store can be removed");
        }
        let before = stored(&path);
        corpus.change();
        let mut child = build().spawn().expect("the program runs");
        thread::sleep(typical.mul_f64(corpus.random.share()));
        let beside = corpus.random.below(4) == 0 && !before.is_empty();
        if beside {
            // Who reads meanwhile sees what was there before, or, where the build has ended, all of it.
            let seen = Store::open_read_only(&path).expect("it can be read").files().expect("it can be read");
            assert!(seen == before || seen == corpus.now, "what is read beside a build is neither the old state nor the new one");
            read_beside += 1;
        }
        if corpus.random.below(3) == 0 {
            // As Ctrl-C does.
            Command::new("kill").arg("-INT").arg(child.id().to_string()).status().expect("kill is there");
        } else {
            child.kill().expect("a process can be killed");
        }
        let output = child.wait_with_output().expect("the program ends");
        match output.status.code() {
            None => killed += 1,
            // Who read was there before the build, which is refused then.
            Some(_) if beside && String::from_utf8_lossy(&output.stderr).contains("is in use") => {}
            Some(code) => assert_eq!(code, 0, "{}", String::from_utf8_lossy(&output.stderr)),
        }
        match opened(&path) {
            Some(store) => corpus.check(&store, &before),
            None => assert!(before.is_empty(), "a store is lost"),
        }
        if corpus.random.below(2) == 0 || killed == kills {
            let start = Instant::now();
            let output = build().output().expect("the program runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            typical = (typical * 3 + start.elapsed()) / 4;
            let store = Store::open_read_only(&path).expect("it can be read");
            assert!(exported(&store) == corpus.reference(), "the graph is not that of an uninterrupted build");
            assert_eq!(store.files().expect("it can be read"), corpus.now);
            completed += 1;
        }
    }
    let left: Vec<_> = names(&path).into_iter().filter(|name| name.starts_with("bulk-") || name.starts_with("snapshot-")).collect();
    assert_eq!(left, Vec::<String>::new(), "what was left behind has been swept");
    println!(
        "{killed} kills in {rounds} builds, {completed} completed and compared, {read_beside} read beside a build, {} texts",
        corpus.texts.len()
    );
}

/// The store, if there is one yet.
fn opened(path: &Path) -> Option<Store> {
    match Store::open_read_only(path) {
        Err(Error::NoStore { .. } | Error::NotAStore { .. }) => None,
        result => Some(result.expect("what a kill leaves can be read")),
    }
}

/// The files of a store, if there is one.
fn stored(path: &Path) -> BTreeMap<String, NamedNode> {
    opened(path).map(|store| store.files().expect("it can be read")).unwrap_or_default()
}

// What has changed

#[test]
fn only_what_has_changed_is_read_again() {
    let folder = documents(6);
    let build = |arguments: &[&str]| files_line(&done(folder.path(), &[&["build", "documents"], arguments].concat()));
    assert_eq!(build(&[]), "6 new");
    let first = graph_of(folder.path());
    assert_eq!(build(&[]), "6 unchanged");
    assert_eq!(graph_of(folder.path()), first);
    fs::write(folder.path().join("documents/0.txt"), document(90, 4)).expect("a file can be written");
    fs::write(folder.path().join("documents/6.txt"), document(91, 4)).expect("a file can be written");
    fs::remove_file(folder.path().join("documents/1.txt")).expect("a file can be removed");
    assert_eq!(build(&[]), "1 new, 1 changed, 4 unchanged");
    assert!(graph_of(folder.path()).iter().any(|quad| quad.contains("\"1.txt\"")), "what is gone stays until it is to be taken out");
    assert_eq!(build(&["--prune"]), "6 unchanged, 1 removed");
    let pruned = graph_of(folder.path());
    assert_eq!(build(&["--prune"]), "6 unchanged");
    assert_eq!(build(&["--again"]), "6 read again");
    assert_eq!(graph_of(folder.path()), pruned);
    done(folder.path(), &["build", "documents", "--store", "fresh.db"]);
    assert_eq!(pruned, export(folder.path(), "fresh.db"));
}

#[test]
fn a_change_that_keeps_size_and_time_is_noticed() {
    let folder = documents(2);
    let path = folder.path().join("documents/0.txt");
    let old = SystemTime::now() - Duration::from_secs(3600);
    let date = |path: &Path| fs::File::options().write(true).open(path).expect("it opens").set_modified(old).expect("it can be dated");
    date(&path);
    // What was changed just now is not taken on trust.
    thread::sleep(Duration::from_millis(2_100));
    done(folder.path(), &["build", "documents"]);
    let before = graph_of(folder.path());
    let text = fs::read_to_string(&path).expect("it is there");
    fs::write(&path, text.replace("省商务厅", "省水利厅")).expect("it can be written");
    date(&path);
    assert_eq!(files_line(&done(folder.path(), &["build", "documents"])), "1 changed, 1 unchanged");
    assert_ne!(graph_of(folder.path()), before);
}

#[test]
fn a_file_that_is_only_touched_moved_or_copied_is_not_read_again() {
    let folder = documents(3);
    done(folder.path(), &["build", "documents"]);
    let before = graph_of(folder.path());
    fs::rename(folder.path().join("documents"), folder.path().join("elsewhere")).expect("a folder can be moved");
    let touched = fs::File::options().write(true).open(folder.path().join("elsewhere/0.txt")).expect("it opens");
    touched.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).expect("it can be dated");
    assert_eq!(files_line(&done(folder.path(), &["build", "elsewhere"])), "3 unchanged");
    assert_eq!(graph_of(folder.path()), before);
    // From now on the store knows the new folder.
    fs::remove_file(folder.path().join("elsewhere/0.txt")).expect("a file can be removed");
    assert_eq!(files_line(&done(folder.path(), &["build", "elsewhere", "--prune"])), "2 unchanged, 1 removed");
}

#[test]
fn another_version_of_the_program_reads_again() {
    let folder = documents(2);
    done(folder.path(), &["build", "documents"]);
    let store = folder.path().join("zhengtu.db");
    {
        let store = Store::open(&store, &Base::default()).expect("it opens");
        let mut record = store.records().expect("it can be read").remove("0.txt").expect("it is remembered");
        record.program = "another".to_owned();
        let mut intake = store.intake(1000).expect("it can be read");
        intake.remember(record).expect("it is stored");
        intake.finish().expect("it is stored");
    }
    assert_eq!(files_line(&done(folder.path(), &["build", "documents"])), "1 read again, 1 unchanged");
    assert_eq!(files_line(&done(folder.path(), &["build", "documents"])), "2 unchanged");
}

#[test]
fn what_is_taken_out_was_read_from_the_folders_that_are_named() {
    let folder = documents(2);
    fs::create_dir(folder.path().join("others")).expect("a folder can be made");
    for name in ["a.txt", "b.txt"] {
        fs::write(folder.path().join("others").join(name), document(50 + u64::from(name.as_bytes()[0]), 3)).expect("a file can be written");
    }
    done(folder.path(), &["build", "documents", "others"]);
    fs::remove_file(folder.path().join("others/a.txt")).expect("a file can be removed");
    fs::remove_file(folder.path().join("documents/1.txt")).expect("a file can be removed");
    // A single file is no list of what its folder holds.
    assert_eq!(files_line(&done(folder.path(), &["build", "documents/0.txt", "--prune"])), "1 unchanged");
    assert_eq!(files_line(&done(folder.path(), &["build", "documents", "--prune"])), "1 unchanged, 1 removed");
    assert_eq!(files_line(&done(folder.path(), &["build", "others", "--prune"])), "1 unchanged, 1 removed");
}

#[test]
fn a_file_that_fails_keeps_what_was_stored_and_is_tried_again() {
    let folder = documents(3);
    done(folder.path(), &["build", "documents"]);
    let before = graph_of(folder.path());
    let path = folder.path().join("documents/0.txt");
    let text = fs::read(&path).expect("it is there");
    fs::write(&path, "").expect("it can be written");
    for _ in 0..2 {
        let output = run(folder.path(), &["build", "documents", "--prune"]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(files_line(&String::from_utf8_lossy(&output.stdout)), "2 unchanged, 1 failed");
        assert_eq!(graph_of(folder.path()), before);
    }
    fs::write(&path, text).expect("it can be written");
    assert_eq!(files_line(&done(folder.path(), &["build", "documents"])), "3 unchanged");
}

#[test]
fn what_is_remembered_of_files_is_not_exported() {
    let folder = documents(1);
    done(folder.path(), &["build", "documents"]);
    assert!(graph_of(folder.path()).iter().all(|quad| !quad.contains(zt::RECORD.as_str()) && !quad.contains("documents")));
    let store = Store::open_read_only(&folder.path().join("zhengtu.db")).expect("it opens");
    let record = &store.records().expect("it can be read")["0.txt"];
    assert_eq!(record.folder, folder.path().canonicalize().expect("it is there").join("documents").to_string_lossy());
    assert_eq!(record.sha256.as_deref().map(str::len), Some(64));
}

// Other processes

#[test]
fn a_second_build_is_refused_and_a_question_is_answered() {
    let folder = documents(2);
    done(folder.path(), &["build", "documents"]);
    let question = ["query", "documents", "--format", "csv"];
    let answer = done(folder.path(), &question);
    let writer = Store::open(&folder.path().join("zhengtu.db"), &Base::default()).expect("it opens");
    writer.forget(&["0.txt", "1.txt"]).expect("it is forgotten");
    let refused = run(folder.path(), &["build", "documents"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("zhengtu.db is in use by another process"), "{refused:?}");
    assert_eq!(done(folder.path(), &question), answer, "what is read is what was there before");
    let reader = Store::open_read_only(&folder.path().join("zhengtu.db")).expect("it opens");
    drop(writer);
    assert_eq!(reader.files().expect("it can still be read").len(), 2);
    assert_eq!(done(folder.path(), &question).lines().count(), 1, "now it is what has been written");
    // A writer comes and goes while the snapshot is read.
    assert_eq!(files_line(&done(folder.path(), &["build", "documents"])), "2 new");
    assert_eq!(reader.files().expect("it can still be read").len(), 2);
    drop(reader);
    done(folder.path(), &["build", "documents"]);
    assert!(names(&folder.path().join("zhengtu.db")).iter().all(|name| !name.starts_with("snapshot-")), "it is swept when nobody reads it");
}

// Faults of the system

#[cfg(unix)]
#[test]
fn too_few_file_handles_are_told() {
    let folder = documents(2);
    let output = shell(folder.path(), "ulimit -n 64; exec \"$0\" build documents");
    told(&output, "more files open at once", "ulimit -n 1024");
    let output = shell(folder.path(), "ulimit -n 100; exec \"$0\" build documents");
    assert!(output.status.success(), "{output:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_told_and_what_was_stored_is_kept() {
    let folder = documents(60);
    done(folder.path(), &["build", "documents/0.txt"]);
    let before = graph_of(folder.path());
    let output = shell(folder.path(), "trap '' XFSZ; ulimit -f 64; exec \"$0\" build documents --quiet");
    told(&output, "a larger file than you may write", "run the same command again");
    assert!(before.is_subset(&graph_of(folder.path())));
    assert!(!files_line(&done(folder.path(), &["build", "documents"])).contains("failed"));
    done(folder.path(), &["build", "documents", "--store", "fresh.db"]);
    assert_eq!(graph_of(folder.path()), export(folder.path(), "fresh.db"));
}

/// A disk of its own is mounted in a namespace of its own, which on most systems needs no special rights.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_what_was_stored_is_kept() {
    let folder = documents(150);
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).expect("a folder can be made");
    let probe = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "tmpfs"]).arg(&disk).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        assert!(env::var_os("ZHENGTU_REQUIRE_TOOLS").is_none_or(|value| value != "1"), "unshare cannot mount a disk");
        return println!("skipped: no disk can be mounted here without special rights (unshare -rm mount)");
    }
    done(folder.path(), &["build", "documents", "--store", "fresh.db"]);
    let script = r#"
        mount -t tmpfs -o size=24m tmpfs disk
        "$0" build documents/0.txt --store disk/z.db --quiet
        "$0" export --store disk/z.db -o before.nq
        head -c 14m /dev/zero > disk/ballast
        "$0" build documents --store disk/z.db --batch 300 --quiet 2> error.txt && exit 9
        "$0" export --store disk/z.db -o full.nq
        rm disk/ballast
        mount -o remount,size=200m disk
        "$0" build documents --store disk/z.db
        "$0" export --store disk/z.db -o after.nq
    "#;
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-ec", script, env!("CARGO_BIN_EXE_zhengtu")])
        .current_dir(folder.path())
        .output()
        .expect("the shell runs");
    assert!(output.status.success(), "{output:?}");
    let error = fs::read_to_string(folder.path().join("error.txt")).expect("it was written");
    assert!(error.contains("the disk that the store is on is full") && error.contains("run the same command again"), "{error}");
    let read = |name: &str| -> BTreeSet<String> {
        fs::read_to_string(folder.path().join(name)).expect("it was written").lines().map(str::to_owned).collect()
    };
    let fresh = export(folder.path(), "fresh.db");
    assert!(read("before.nq").is_subset(&read("full.nq")) && read("full.nq").is_subset(&fresh) && read("full.nq") != fresh);
    assert_eq!(read("after.nq"), fresh);
}

/// Root may write everywhere, so it runs the program as nobody.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to_is_told_and_can_be_read() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let folder = documents(2);
    done(folder.path(), &["build", "documents"]);
    let program = folder.path().join("program");
    fs::copy(env!("CARGO_BIN_EXE_zhengtu"), &program).expect("the program can be copied");
    let is_root = fs::metadata(folder.path()).expect("it is there").uid() == 0;
    let allow = |path: &str, mode| fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).expect("it can be set");
    allow("", 0o555);
    allow("zhengtu.db", 0o555);
    allow("zhengtu.db/zhengtu.lock", 0o444);
    let as_nobody = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(folder.path()).args(arguments);
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().expect("the program runs")
    };
    for store in ["zhengtu.db", "new.db"] {
        told(&as_nobody(&["build", "documents", "--store", store]), "you may not write to the store", "--store");
    }
    let answer = as_nobody(&["query", "documents", "--format", "csv"]);
    allow("", 0o755);
    allow("zhengtu.db", 0o755);
    allow("zhengtu.db/zhengtu.lock", 0o644);
    assert!(answer.status.success(), "{answer:?}");
    assert_eq!(String::from_utf8_lossy(&answer.stdout), done(folder.path(), &["query", "documents", "--format", "csv"]));
}

// Help for the above

/// A document of its own for each number, with as many tasks as are asked for.
fn document(number: u64, tasks: u64) -> String {
    let mut text = format!("云岭省示范产业发展第{number}号行动方案\n云政办发〔2022〕{number}号\n一、重点任务\n");
    for task in 0..tasks {
        text.push_str(&format!(
            "（{task}）建设第{}号冷链物流基地。扩大产能。（牵头单位：省工业和信息化厅；配合单位：省财政厅、省商务厅）\n",
            number * 1000 + task
        ));
    }
    text
}

fn graph(path: &Path, name: &str) -> Graph {
    let source = find(&[path.to_owned()]).expect("it is there").sources.remove(0);
    let mut graph = None;
    read_documents([&source], &Reader::default(), |_, _, reading| {
        let reading = reading.expect("it is a document");
        graph = Some(write(&Base::default(), name, &reading.document, &reading.parties, &reading.facts));
    });
    graph.expect("a file of text is one document")
}

/// Quads as they are compared, without the names of files.
fn lines(quads: &[Quad]) -> BTreeSet<String> {
    quads.iter().filter(|quad| quad.predicate != zt::FILE).map(Quad::to_string).collect()
}

fn exported(store: &Store) -> BTreeSet<String> {
    let graphs = store.graphs().expect("it can be read");
    graphs.iter().flat_map(|graph| store.quads(graph.as_ref()).expect("it can be read")).map(|quad| quad.to_string()).collect()
}

/// A generator of numbers (SplitMix64), so that a run can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        self.below(1_000_000) as f64 / 1e6
    }
}

fn variable<T: std::str::FromStr>(name: &str) -> Option<T> {
    env::var(name).ok()?.parse().ok()
}

fn empty() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A folder with documents.
fn documents(count: u64) -> TempDir {
    let folder = empty();
    fs::create_dir(folder.path().join("documents")).expect("a folder can be made");
    for number in 0..count {
        fs::write(folder.path().join(format!("documents/{number}.txt")), document(number, 10)).expect("a file can be written");
    }
    folder
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder)
        .expect("it is there")
        .map(|entry| entry.expect("it is readable").file_name().to_string_lossy().into_owned())
        .collect()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    command.current_dir(folder).args(arguments);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

/// Runs a script of the shell, whose `$0` is the program.
fn shell(folder: &Path, script: &str) -> Output {
    Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_zhengtu")]).current_dir(folder).output().expect("the shell runs")
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// The command has failed, and has said why and what to do.
fn told(output: &Output, problem: &str, remedy: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines.len(), 3, "{error}");
    assert!(lines[0].starts_with("error: ") && lines[0].contains(problem), "{error}");
    assert!(lines[2].starts_with("  do: ") && lines[2].contains(remedy), "{error}");
}

/// What a build says of the files.
fn files_line(said: &str) -> String {
    said.lines().find_map(|line| line.strip_prefix("files: ")).unwrap_or_else(|| panic!("{said}")).to_owned()
}

fn graph_of(folder: &Path) -> BTreeSet<String> {
    export(folder, "zhengtu.db")
}

fn export(folder: &Path, store: &str) -> BTreeSet<String> {
    done(folder, &["export", "--store", store, "--format", "nquads"]).lines().map(str::to_owned).collect()
}
