//! Bad and hostile files: none stops the rest, each is told with its reason, none takes the machine.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const GOOD: &str = "云岭省支持企业若干措施\n云政办发〔2023〕4号\n一、扩大信贷。引导银行放款。（责任单位：省财政厅）\n";

// Archives.

#[test]
fn documents_of_archives_are_read_with_their_names() {
    let folder = folder();
    let inner = zip(&[("内层/甲.txt", GOOD.replace("4号", "5号").as_bytes())]);
    let docx = docx(&paragraphs(&GOOD.replace("4号", "6号")));
    let outside = GOOD.replace("4号", "7号");
    let members: [(&str, &[u8]); 6] = [
        ("a/乙.docx", &docx),
        ("a/inner.zip", &inner),
        ("../../evil.txt", outside.as_bytes()),
        ("__MACOSX/x.txt", b"x"),
        ("style.css", b"p {}"),
        ("logo.dat", b"\x89PNG\r\n\x1a\n"),
    ];
    put(&folder, "bundle.zip", &zip(&members));
    put(&folder, "bundle.tar.gz", &gzip(&tar(&[("丙.html", page(&GOOD.replace("4号", "8号")).as_bytes()), ("丁.txt", b"")])));
    let (report, _) = extract(&folder, &[], 1);
    let status: Vec<(&str, &str)> = report.iter().map(|(file, entry)| (file.as_str(), entry["status"].as_str().unwrap())).collect();
    assert_eq!(
        status,
        [
            ("bundle.tar.gz/丁.txt", "failed"),
            ("bundle.tar.gz/丙.html", "read"),
            ("bundle.zip/a/inner.zip/内层/甲.txt", "read"),
            ("bundle.zip/a/乙.docx", "read"),
            ("bundle.zip/evil.txt", "read"),
            ("bundle.zip/logo.dat", "failed"),
            ("good.txt", "read"),
        ]
    );
    assert_eq!(report["bundle.zip/a/乙.docx"]["format"], "docx");
    assert!(report["bundle.zip/logo.dat"]["do"].as_str().unwrap().contains("tesseract"));
    // The store knows them by these names, and finds them again.
    assert_eq!(run(&folder, &["build", "documents"]).status.code(), Some(1));
    let verified = run(&folder, &["verify", "documents"]);
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn a_name_in_gbk_is_read_as_it_is_meant() {
    let folder = folder();
    let name = b"\xcd\xa8\xd6\xaa.txt"; // 通知
    let text = GOOD.replace("4号", "9号");
    let packed = zip(&[("AAAA.txt", text.as_bytes())]);
    put(&folder, "gbk.zip", &replaced(&packed, b"AAAA.txt", name));
    assert!(extract(&folder, &[], 0).0.contains_key("gbk.zip/通知.txt"));
}

#[test]
fn what_unpacks_without_end_is_stopped() {
    let folder = folder();
    let zeros = vec![b' '; 200 << 20];
    let bomb = zip(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    put(&folder, "bomb.docx", &bomb);
    put(&folder, "bomb.ofd", &zip(&[("OFD.xml", &zeros)]));
    put(&folder, "bomb.zip", &zip(&[("zeros.txt", &zeros), ("good.txt", GOOD.replace("4号", "5号").as_bytes())]));
    put(&folder, "bomb.txt.gz", &gzip(&zeros));
    let mut nest = zip(&[("good.txt", GOOD.as_bytes())]);
    for _ in 0..6 {
        nest = zip(&[("nest.zip", &nest)]);
    }
    put(&folder, "nest.zip", &nest);
    let many: Vec<(String, Vec<u8>)> = (0..300).map(|number| (format!("{number}.txt"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    put(&folder, "many.zip", &zip(&many));
    let megabytes: Vec<(String, Vec<u8>)> = (0..20).map(|number| (format!("{number}.txt"), vec![b' '; 1 << 20])).collect();
    let megabytes: Vec<(&str, &[u8])> = megabytes.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    put(&folder, "much.tar.gz", &gzip(&tar(&megabytes)));
    let (report, _) = extract(&folder, &["--limit", "documents=250"], 1);
    let reason = |file: &str| report[file]["reason"].as_str().unwrap_or_else(|| panic!("{file}: {report:?}"));
    for file in ["bomb.docx", "bomb.ofd", "bomb.zip/zeros.txt", "bomb.txt.gz"] {
        assert!(reason(file).contains("larger than 64 MB"), "{file}: {}", reason(file));
    }
    assert_eq!(report["bomb.zip/good.txt"]["status"], "read");
    assert!(reason("nest.zip/nest.zip/nest.zip/nest.zip").contains("more than 3 archives lie in each other"), "{report:?}");
    assert!(reason("many.zip").contains("more than 250 documents"));
    let (report, _) = extract(&folder, &["--limit", "unpacked=5M"], 1);
    assert!(report["much.tar.gz"]["reason"].as_str().unwrap().contains("unpacks to more than 5 MB"), "{:?}", report["much.tar.gz"]);
}

#[test]
fn entities_that_multiply_are_refused() {
    let folder = folder();
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"{}\"><!ENTITY b \"{}\">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>",
        "a".repeat(1000),
        "&a;".repeat(1000)
    );
    put(&folder, "bomb.docx", &zip(&[("word/document.xml", bomb.as_bytes())]));
    put(&folder, "bomb.ofd", &zip(&[("OFD.xml", bomb.as_bytes())]));
    let deep = format!("<w:document><w:body>{}", "<w:p>".repeat(500_000));
    put(&folder, "deep.docx", &zip(&[("word/document.xml", deep.as_bytes())]));
    let (report, _) = extract(&folder, &[], 1);
    for file in ["bomb.docx", "bomb.ofd"] {
        assert!(report[file]["reason"].as_str().unwrap().contains("document type"), "{:?}", report[file]);
    }
    assert!(report["deep.docx"]["reason"].as_str().unwrap().contains("256 elements"), "{:?}", report["deep.docx"]);
}

// What breaks a decoder.

#[test]
fn what_takes_too_long_or_too_much_is_ended_and_the_rest_goes_on() {
    let folder = folder();
    // Each of the open elements is opened anew in each of the paragraphs.
    let slow: String = (0..60_000).map(|number| format!("<b id={number}><p>")).collect();
    let slow = format!("<html>{slow}");
    put(&folder, "slow.html", slow.as_bytes());
    put(
        &folder,
        "bundle.zip",
        &zip(&[("1.html", page(GOOD).as_bytes()), ("2.html", slow.as_bytes()), ("3.txt", GOOD.replace("4号", "3号").as_bytes())]),
    );
    let start = Instant::now();
    let (report, _) = extract(&folder, &["--limit", "seconds=2", "--limit", "memory=400M"], 1);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    for file in ["slow.html", "bundle.zip/2.html"] {
        let reason = report[file]["reason"].as_str().unwrap();
        assert!(reason.contains("longer than 2 s") || reason.contains("more than 400 MB of memory"), "{reason}");
    }
    assert_eq!(report["bundle.zip/1.html"]["status"], "read");
    assert_eq!(report["bundle.zip/3.txt"]["status"], "read");
}

#[test]
fn a_truncated_pdf_is_refused_and_never_read_as_nonsense() {
    let folder = folder();
    let whole = pdf(&GOOD.replace("4号", "5号"));
    put(&folder, "whole.pdf", &whole);
    for percent in [1, 10, 30, 50, 70, 90, 97] {
        put(&folder, &format!("cut-{percent}.pdf"), &whole[..whole.len() * percent / 100]);
    }
    // The end is there, but what it points to is not.
    let middle = [&whole[..whole.len() / 3], &whole[whole.len() * 2 / 3..]].concat();
    put(&folder, "hole.pdf", &middle);
    let (report, facts) = extract(&folder, &[], 1);
    assert_eq!(report["whole.pdf"]["format"], "pdf", "{report:?}");
    assert!(facts.iter().any(|fact| fact["source"] == "whole.pdf" && fact["written"] == "省财政厅"), "{facts:?}");
    for (file, entry) in report.iter().filter(|(file, _)| file.starts_with("cut-")) {
        assert_eq!(entry["status"], "failed", "{file}");
    }
    for fact in facts.iter().filter(|fact| fact["source"] == "hole.pdf") {
        assert!(fact["kind"] == "document" || GOOD.contains(fact["quote"].as_str().unwrap()), "{fact}");
    }
}

#[test]
fn damaged_files_of_every_format_break_nothing() {
    let folder = folder();
    let text = GOOD.repeat(20);
    let sound: [(&str, Vec<u8>); 6] = [
        ("docx", docx(&paragraphs(&text))),
        ("pdf", pdf(&text)),
        ("ofd", ofd(&text)),
        ("html", page(&text).into_bytes()),
        ("zip", zip(&[("a.txt", text.as_bytes()), ("b.docx", &docx(&paragraphs(&text)))])),
        ("tar.gz", gzip(&tar(&[("a.txt", text.as_bytes())]))),
    ];
    let mut dice = 88_172_645_463_325_252_u64;
    let mut roll = |below: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice as usize % below
    };
    for number in 0..180 {
        let (format, bytes) = &sound[number % sound.len()];
        let mut bytes = bytes.clone();
        for _ in 0..1 + roll(12) {
            let at = roll(bytes.len());
            match roll(4) {
                0 => bytes[at] = roll(256) as u8,
                1 => bytes[at] ^= 1 << roll(8),
                2 => drop(bytes.drain(at..(at + roll(64)).min(bytes.len()))),
                _ => drop(bytes.splice(at..at, (0..roll(64)).map(|byte| byte as u8))),
            }
            if bytes.is_empty() {
                break;
            }
        }
        put(&folder, &format!("{number}.{format}"), &bytes);
    }
    let (report, _) = extract(&folder, &[], 1);
    assert!(report.len() >= 180, "each has its line: {}", report.len());
    assert_eq!(report["good.txt"]["status"], "read");
    assert!(report.values().all(|entry| entry["status"] != "failed" || entry["reason"].is_string() && entry["do"].is_string()));
}

// What holds no text.

#[test]
fn what_has_no_text_is_told_with_the_command_that_converts_it() {
    let folder = folder();
    for (name, bytes, remedy) in [
        ("old.doc", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"[..], "soffice --headless --convert-to docx"),
        ("old.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "soffice --headless --convert-to docx"),
        ("rich.doc", b"{\\rtf1\\ansi", "soffice --headless --convert-to docx"),
        ("scan", b"\x89PNG\r\n\x1a\n\0", "tesseract"),
        ("all.rar", b"Rar!\x1a\x07\0", "7z x"),
    ] {
        put(&folder, name, bytes);
        let error = String::from_utf8(run(&folder, &["extract", &format!("documents/{name}")]).stderr).unwrap();
        assert!(error.contains(remedy) && error.contains("  do: "), "{error}");
    }
    put(&folder, "scan.pdf", &pdf(""));
    let (report, _) = extract(&folder, &[], 1);
    assert!(report["scan.pdf"]["do"].as_str().unwrap().contains("ocrmypdf"), "{:?}", report["scan.pdf"]);
    assert_eq!(report["good.txt"]["status"], "read");
}

// Names, links and sizes.

#[test]
#[cfg(unix)]
fn odd_names_links_and_devices() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let folder = folder();
    let documents = folder.path().join("documents");
    for (number, name) in [&b"\xb8\xbd\xbc\xfe.txt"[..], b"\xff\xfe", "换\n行\u{1b}[2J.txt".as_bytes()].into_iter().enumerate() {
        fs::write(documents.join(OsStr::from_bytes(name)), GOOD.replace("4号", &format!("1{number}号"))).unwrap();
    }
    symlink(&documents, documents.join("loop")).unwrap();
    symlink("self", documents.join("self")).unwrap();
    symlink("/dev/zero", documents.join("zero.txt")).unwrap();
    assert!(Command::new("mkfifo").arg(documents.join("pipe.txt")).status().unwrap().success());
    let (report, _) = extract(&folder, &[], 0);
    let names: Vec<&String> = report.keys().collect();
    assert_eq!(names, ["%B8%BD%BC%FE.txt", "%FF%FE", "good.txt", "换\n行\u{1b}[2J.txt"]);
    assert_eq!(run(&folder, &["build", "documents"]).status.code(), Some(0));
    let verified = run(&folder, &["verify", "documents"]);
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
    // What a name does to a terminal it does not do.
    put(&folder, "\u{1b}[31m.txt", b"");
    let said = run(&folder, &["extract", "documents"]).stderr;
    assert!(!said.contains(&0x1b), "{}", String::from_utf8_lossy(&said));
}

/// Root may read everything, so it runs the program as nobody.
#[test]
#[cfg(target_os = "linux")]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;

    let folder = folder();
    put(&folder, "closed/secret.txt", GOOD.as_bytes());
    put(&folder, "secret.txt", GOOD.as_bytes());
    let program = folder.path().join("program");
    fs::copy(env!("CARGO_BIN_EXE_zhengtu"), &program).unwrap();
    let is_root = fs::metadata(folder.path()).unwrap().uid() == 0;
    let allow = |path: &str, mode| fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    allow("", 0o755);
    allow("documents/closed", 0o000);
    allow("documents/secret.txt", 0o000);
    let mut command = Command::new(&program);
    command.current_dir(folder.path()).args(["extract", "documents"]);
    if is_root {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().unwrap();
    allow("documents/closed", 0o700);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for path in ["documents/secret.txt", "documents/closed"] {
        assert!(said.contains(path), "{path} is not named: {said}");
    }
    assert!(said.contains("ermission denied"), "{said}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("good.txt"), "the rest is read");
}

#[test]
fn half_a_gigabyte_on_one_line_is_refused_and_megabytes_are_read() {
    let folder = folder();
    let mut file = fs::File::create(folder.path().join("documents/huge.txt")).unwrap();
    let line = "建设示范园区，".repeat(50_000);
    for _ in 0..500_000_000 / line.len() {
        file.write_all(line.as_bytes()).unwrap();
    }
    put(&folder, "long.txt", format!("{}（责任单位：省财政厅）", "建设示范园区，".repeat(150_000)).as_bytes());
    put(&folder, "brackets.txt", format!("南宁市发展汽车产业。{}南宁市发展机器人产业。", "（甲）".repeat(300_000)).as_bytes());
    let start = Instant::now();
    let (report, facts) = extract(&folder, &[], 1);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(report["huge.txt"]["reason"].as_str().unwrap().contains("larger than 64 MB"), "{:?}", report["huge.txt"]);
    assert_eq!(report["long.txt"]["status"], "read");
    assert!(
        facts.iter().any(|fact| fact["source"] == "brackets.txt" && fact["industry"] == "机器人"),
        "what stands behind brackets is read"
    );
}

#[test]
fn nul_bytes_and_control_characters_leave_the_words_between_them() {
    let folder = folder();
    let damaged = GOOD.replace("引导", "\0引\u{7}导\u{8}").replace("4号", "5号") + &"二、扩大投资。加快建设。\n".repeat(9);
    put(&folder, "nul.txt", damaged.as_bytes());
    put(&folder, "noise.bin.txt", &(0..=255_u8).cycle().take(4096).collect::<Vec<_>>());
    let (report, facts) = extract(&folder, &[], 1);
    assert_eq!(report["nul.txt"]["status"], "read");
    assert_eq!(report["noise.bin.txt"]["status"], "failed");
    assert!(facts.iter().any(|fact| fact["source"] == "nul.txt" && fact["kind"] == "responsibility"));
    assert_eq!(run(&folder, &["build", "documents"]).status.code(), Some(1));
    let exported = run(&folder, &["export"]);
    assert!(!exported.stdout.contains(&0));
}

#[test]
fn a_hundred_thousand_empty_files_are_each_told() {
    let folder = folder();
    for number in 0..100_000_u32 {
        let name = format!("documents/{}", number / 1000);
        if number % 1000 == 0 {
            fs::create_dir(folder.path().join(&name)).unwrap();
        }
        fs::File::create(folder.path().join(format!("{name}/{number}.txt"))).unwrap();
    }
    let (report, _) = extract(&folder, &[], 1);
    assert_eq!(report.len(), 100_001);
    assert_eq!(report.values().filter(|entry| entry["reason"] == "it is empty").count(), 100_000);
}

// Metadata beside the file.

#[test]
fn metadata_beside_the_file_overrides_what_the_text_says() {
    let folder = folder();
    put(&folder, "good.toml", "number = '云政办发[2024]1号'\nurl = 'https://example.org/good.html'\n".as_bytes());
    put(&folder, "sub/plan.txt", GOOD.replace("4号", "5号").as_bytes());
    put(&folder, "sub/list.csv", "file,title,date\nplan.txt,关于乙的意见,2023年5月6日\nall.zip/plan.html,关于丙的意见,\n".as_bytes());
    put(&folder, "sub/all.zip", &zip(&[("plan.html", page(&GOOD.replace("4号", "6号")).as_bytes())]));
    let (_, facts) = extract(&folder, &[], 0);
    let heads: BTreeMap<&str, &Value> =
        facts.iter().filter(|fact| fact["kind"] == "document").map(|head| (head["source"].as_str().unwrap(), head)).collect();
    assert_eq!(heads["good.txt"]["number"], "云政办发〔2024〕1号");
    assert_eq!(heads["good.txt"]["title"], "云岭省支持企业若干措施");
    assert_eq!(heads["good.txt"]["url"], "https://example.org/good.html");
    assert_eq!((&heads["sub/plan.txt"]["title"], &heads["sub/plan.txt"]["issued"]), (&"关于乙的意见".into(), &"2023-05-06".into()));
    assert_eq!(heads["sub/all.zip/plan.html"]["title"], "关于丙的意见");
    put(&folder, "good.json", b"{\"titel\": \"x\"}");
    let (report, _) = extract(&folder, &[], 1);
    assert!(report["documents/good.json"]["reason"].as_str().unwrap().contains("titel"), "{report:?}");
}

#[test]
fn a_build_again_follows_archives_and_metadata() {
    let folder = folder();
    let other = GOOD.replace("4号", "5号");
    put(&folder, "all.zip", &zip(&[("a.txt", other.as_bytes()), ("b.txt", GOOD.replace("4号", "6号").as_bytes())]));
    let build = |says: &str| {
        let output = run(&folder, &["build", "documents"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(&format!("files: {says}\n")), "{said}{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(run(&folder, &["export", "--format", "nquads"]).stdout).unwrap()
    };
    assert!(build("2 new").contains("\"all.zip/b.txt\""));
    build("2 unchanged");
    put(&folder, "all.zip", &zip(&[("a.txt", other.as_bytes())]));
    let exported = build("1 changed, 1 unchanged");
    assert!(exported.contains("\"all.zip/a.txt\"") && !exported.contains("all.zip/b.txt"));
    put(&folder, "good.json", "{\"title\": \"关于乙的意见\"}".as_bytes());
    assert!(build("1 changed, 1 unchanged").contains("关于乙的意见"));
    build("2 unchanged");
    fs::remove_file(folder.path().join("documents/good.json")).unwrap();
    assert!(!build("1 changed, 1 unchanged").contains("关于乙的意见"));
    let (bad, good) = (b"\x89PNG\r\n".as_slice(), other.as_bytes());
    put(&folder, "all.zip", &zip(&[("a.txt", good), ("scan.dat", bad)]));
    assert!(build("1 changed, 1 unchanged, 1 failed").contains("all.zip/a.txt"));
    assert!(build("1 changed, 1 unchanged, 1 failed").contains("all.zip/a.txt"), "what failed is tried again");
}

// Standard input, and the text that is read.

#[test]
fn standard_input_is_a_file_and_text_prints_what_is_quoted() {
    let folder = folder();
    put(&folder, "plan.docx", &docx(&paragraphs(&GOOD.replace("4号", "5号"))));
    let input = || fs::File::open(folder.path().join("documents/plan.docx")).unwrap();
    let piped = |arguments: &[&str]| {
        let output = program(&folder, arguments).stdin(input()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let text: Vec<char> = piped(&["text", "-"]).chars().collect();
    let facts: Vec<Value> = piped(&["extract", "-"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(facts[0]["source"], "-");
    let fact = facts.iter().find(|fact| fact["kind"] == "responsibility").unwrap();
    let at = |key: &str| fact[key].as_u64().unwrap() as usize;
    assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), fact["quote"].as_str().unwrap());
}

// Help for the above.

/// A folder with one good document in `documents`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(&folder, "good.txt", GOOD.as_bytes());
    folder
}

fn put(folder: &TempDir, name: &str, bytes: &[u8]) {
    let path = folder.path().join("documents").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn program(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    command.current_dir(folder.path()).args(arguments);
    command
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let output = program(folder, arguments).output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The report of `extract`, by file, and the facts; the good document is always read.
fn extract(folder: &TempDir, arguments: &[&str], code: i32) -> (BTreeMap<String, Value>, Vec<Value>) {
    let output = run(folder, &[&["extract", "documents", "--report", "report.jsonl"], arguments].concat());
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    let values = |text: &str| text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect::<Vec<_>>();
    let report = values(&fs::read_to_string(folder.path().join("report.jsonl")).unwrap());
    let report: BTreeMap<String, Value> = report.into_iter().map(|entry| (entry["file"].as_str().unwrap().to_owned(), entry)).collect();
    assert_eq!(report["good.txt"]["status"], "read");
    (report, values(std::str::from_utf8(&output.stdout).unwrap()))
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + from.len()].copy_from_slice(to);
        }
    }
    bytes
}

fn page(text: &str) -> String {
    format!("<!DOCTYPE html><html><body>{}</body></html>", text.lines().map(|line| format!("<p>{line}</p>")).collect::<String>())
}

fn paragraphs(text: &str) -> String {
    text.lines().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

fn ofd(text: &str) -> Vec<u8> {
    let lines = text.lines().enumerate().map(|(number, line)| {
        format!(
            "<ofd:TextObject Boundary=\"20 {} 170 5\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"4\">{line}</ofd:TextCode></ofd:TextObject>",
            20 + 6 * number
        )
    });
    let content = format!("<ofd:Page><ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>", lines.collect::<String>());
    zip(&[
        ("OFD.xml", b"<ofd:OFD><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
        ("D/Document.xml", b"<ofd:Document><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"P/Content.xml\"/></ofd:Pages></ofd:Document>"),
        ("D/P/Content.xml", content.as_bytes()),
    ])
}

/// A PDF with a line of text for each line, in a font that is not embedded (UniGB-UCS2-H), 40 lines a page at most.
fn pdf(text: &str) -> Vec<u8> {
    let lines = text.lines().take(40).enumerate().map(|(number, line)| {
        let codes: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        format!("BT /F1 12 Tf 60 {} Td <{codes}> Tj ET\n", 780 - 18 * number)
    });
    let stream: String = lines.collect();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}endstream", stream.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>".to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>"
            .to_owned(),
    ];
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", number + 1).as_bytes());
    }
    let start = bytes.len();
    let table: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let count = places.len() + 1;
    bytes.extend_from_slice(
        format!("xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
            .as_bytes(),
    );
    bytes
}
