//! What people say against and beside the machine: it is followed by every build, leads back, and is never half applied.

mod sample;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use oxigraph::io::RdfFormat;
use oxigraph::model::vocab::rdf;
use proptest::prelude::*;
use tempfile::TempDir;
use zhengtu::correct::{Action, CORRECTIONS_GRAPH, Correction, Corrections, read, write};
use zhengtu::store::{State, Store};
use zhengtu::view::View;
use zhengtu::vocabulary::{prov, zt};
use zhengtu::write::{Base, Graph};

// On one graph.

#[test]
fn a_fact_that_is_wrong_leaves_the_graph_and_comes_back() {
    let machine = sample::graph("a.txt");
    let all: Vec<String> = View::new(&machine.quads).facts().map(str::to_owned).collect();
    assert_eq!(all.len(), sample::facts().len());
    for fact in &all {
        let corrected = set([wrong(&machine, fact, 0)]).apply(machine.clone());
        let view = View::new(&corrected.quads);
        let left: BTreeSet<&str> = view.facts().collect();
        assert_eq!(left, all.iter().filter(|other| *other != fact).map(String::as_str).collect());
        // The word of the machine is kept, and nothing else was lost.
        let kept = corrected.quads.iter().filter(|quad| quad.predicate == rdf::SUBJECT && quad.object.to_string() == format!("<{fact}>"));
        assert_eq!(kept.count(), View::new(&machine.quads).about(fact).len());
        assert_eq!(Corrections::restored(corrected), machine);
    }
    let none = set(all.iter().map(|fact| wrong(&machine, fact, 0))).apply(machine.clone());
    let view = View::new(&none.quads);
    assert_eq!((view.facts().count(), view.instances(zt::EVIDENCE).count(), view.instances(zt::TASK).count()), (0, 0, 0));
    let plain = [zt::LEADS, zt::SUPPORTS, zt::IS_RESPONSIBLE_FOR, zt::TARGETS, zt::HOSTS, zt::FOCUSES_ON];
    assert!(none.quads.iter().all(|quad| !plain.contains(&quad.predicate.as_ref())), "a plain triple is left that no fact states");
    assert_eq!(Corrections::restored(none), machine);
}

#[test]
fn a_plain_triple_stays_while_another_fact_states_it() {
    let mut facts = sample::facts();
    let twice = facts[1].clone();
    if let zhengtu::Fact::Responsibility(twice) = &mut facts[1] {
        twice.evidence.quote = sample::find("省财政厅、各市", 0);
    }
    facts.push(twice);
    let machine = zhengtu::write::write(&Base::default(), "a.txt", &sample::document(), &sample::parties(), &facts);
    let view = View::new(&machine.quads);
    let same: Vec<&str> = view.facts().filter(|fact| view.claim(fact).as_deref() == Some("support 示范省财政厅 | 培育产业集群")).collect();
    assert_eq!(same.len(), 2);
    let supports = |graph: &Graph| {
        let view = View::new(&graph.quads);
        let body = "https://zhengtu.example/id/organization/示范省财政厅";
        view.values(body, zt::SUPPORTS).filter(|task| task.ends_with("培育产业集群")).count()
    };
    let one = set([wrong(&machine, same[0], 0)]).apply(machine.clone());
    assert_eq!(supports(&one), 1);
    let both = set(same.iter().map(|fact| wrong(&machine, fact, 0))).apply(machine.clone());
    assert_eq!(supports(&both), 0);
}

#[test]
fn a_fact_that_is_added_is_written_as_the_machine_writes_it() {
    let machine = sample::graph("a.txt");
    let view = View::new(&machine.quads);
    for fact in view.facts() {
        let claim = view.claim(fact).expect("it is a fact");
        let without = set([wrong(&machine, fact, 0)]);
        let with = set([wrong(&machine, fact, 0), added(&machine, fact, 1)]).apply(machine.clone());
        let again = View::new(&with.quads);
        assert!(again.facts().any(|other| again.claim(other) == Some(claim.clone())), "{claim}");
        assert_ne!(without.apply(machine.clone()), with);
        let person: Vec<&str> = with.quads.iter().filter(|quad| quad.predicate == prov::WAS_ATTRIBUTED_TO).map(|_| "乙").collect();
        assert_eq!(person, ["乙"], "{claim}");
        assert_eq!(Corrections::restored(with), machine, "{claim}");
    }
}

#[test]
fn two_names_of_one_thing_become_one() {
    let machine = sample::graph("a.txt");
    let joined = set([same("organization", "示范省财政厅", "示范省商务厅", 0)]).apply(machine.clone());
    let (one, other) = ("https://zhengtu.example/id/organization/示范省财政厅", "https://zhengtu.example/id/organization/示范省商务厅");
    let (before, now) = (View::new(&machine.quads), View::new(&joined.quads));
    assert!(now.about(one).is_empty());
    let leads_to = |view: View<'_>, body: &str| {
        view.facts().filter(|fact| view.about(fact).iter().any(|quad| quad.object.to_string() == format!("<{body}>"))).count()
    };
    assert_eq!(leads_to(now, one), 0);
    assert_eq!(leads_to(now, other), leads_to(before, one) + leads_to(before, other));
    let names: Vec<&str> = now.values(other, zhengtu::vocabulary::skos::ALT_LABEL).collect();
    assert!(names.contains(&"示范省财政厅") && names.contains(&"省财政厅") && names.contains(&"省商务厅"), "{names:?}");
    assert_eq!(now.name(other), "示范省商务厅");
    assert_eq!(Corrections::restored(joined), machine);
}

// In a store, in any order.

fn pool() -> Vec<Correction> {
    let machine = sample::graph("a.txt");
    let facts: Vec<&str> = View::new(&machine.quads).facts().collect();
    let mut pool: Vec<Correction> = facts.iter().enumerate().map(|(at, fact)| wrong(&machine, fact, at)).collect();
    pool.extend(facts.iter().enumerate().map(|(at, fact)| added(&machine, fact, at + 10)));
    pool.extend([
        same("organization", "示范省财政厅", "示范省商务厅", 5),
        same("organization", "示范省商务厅", "示范省扶贫开发办公室", 7),
        same("organization", "示范省扶贫开发办公室", "示范省财政厅", 30),
        same("indicator", "节能率", "链主企业", 12),
        same("industry", "光伏", "新能源汽车", 3),
    ]);
    let undone: Vec<Correction> = pool.iter().map(|it| undo(it, 50)).collect();
    [pool, undone].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn documents_and_corrections_may_come_in_any_order(
        chosen in proptest::sample::subsequence(pool(), 0..20).prop_shuffle(),
        cut in 0..20_usize,
        text_after in 0..3_usize,
    ) {
        let machine = sample::graph("a.txt");
        let cut = cut.min(chosen.len());
        let store = Store::in_memory(&Base::default()).expect("a store");
        for (step, corrections) in [&chosen[..cut], &chosen[cut..], &[]].into_iter().enumerate() {
            if step == text_after {
                store.replace(std::slice::from_ref(&machine)).expect("it is written");
            }
            store.correct(corrections).expect("they are taken in");
        }
        let other = Store::in_memory(&Base::default()).expect("a store");
        other.correct(&chosen).expect("they are taken in");
        let mut intake = other.intake(1000).expect("it begins");
        intake.add("a.txt", machine.clone());
        let record = zhengtu::store::Record {
            name: "a.txt".to_owned(), folder: String::new(), documents: vec!["a.txt".to_owned()], sha256: None, stamp: None, program: String::new(),
        };
        intake.remember(record).expect("it is remembered");
        intake.finish().expect("it is stored");
        prop_assert_eq!(exported(&store), exported(&other));
        prop_assert_eq!(store.standings().expect("standings"), other.standings().expect("standings"));

        // What is in the store leads back to what the machine wrote.
        let quads = store.quads(machine.name.as_ref()).expect("quads");
        let plain = Store::in_memory(&Base::default()).expect("a store");
        plain.replace(std::slice::from_ref(&machine)).expect("it is written");
        let back = Corrections::restored(Graph { name: machine.name.clone(), quads });
        prop_assert_eq!(back.quads, plain.quads(machine.name.as_ref()).expect("quads"));

        // All of it taken back is as if nothing had been said, but for the word of it.
        let undone: Vec<Correction> = chosen.iter().filter(|it| it.action != Action::Undo).map(|it| undo(it, 51)).collect();
        store.correct(&undone).expect("they are taken in");
        prop_assert_eq!(store.quads(machine.name.as_ref()).expect("quads"), plain.quads(machine.name.as_ref()).expect("quads"));
    }

    #[test]
    fn a_table_holds_what_was_said(
        texts in proptest::collection::vec(("[^\\x00]{0,20}|[='+@\\-]{1,3}.{0,3}", "\\PC{1,10}", "['=+]{0,3}\\PC{1,10}"), 0..5),
    ) {
        let machine = sample::graph("a.txt");
        let fact = View::new(&machine.quads).facts().next().expect("a fact").to_owned();
        let corrections: Vec<Correction> = texts
            .into_iter()
            .filter(|(_, by, why)| !by.trim().is_empty() && !why.trim().is_empty())
            .map(|(section, by, why)| Correction { section, by, why, ..wrong(&machine, &fact, 0) })
            .collect();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("table.csv");
        let mut bytes = b"\xef\xbb\xbf".to_vec();
        write(&corrections, &mut bytes).expect("it is written");
        fs::write(&path, bytes).expect("a file");
        prop_assert_eq!(read(&path).expect("it is read"), corrections);
    }
}

#[test]
fn what_became_of_a_correction_is_told() {
    let machine = sample::graph("a.txt");
    let view = View::new(&machine.quads);
    let claims = |fact: &&str| view.claim(fact).as_deref() == Some("lead 示范省扶贫开发办公室 | 培育产业集群");
    let fact = view.facts().find(claims).expect("it is there").to_owned();
    let store = Store::in_memory(&Base::default()).expect("a store");
    let rejection = wrong(&machine, &fact, 0);
    let state = |store: &Store| store.standings().expect("standings")[0].state;
    assert_eq!(store.correct(std::slice::from_ref(&rejection)).expect("it is taken in"), 1);
    assert_eq!(store.correct(std::slice::from_ref(&rejection)).expect("it is known"), 0);
    assert_eq!(state(&store), State::NoDocument);
    store.replace(std::slice::from_ref(&machine)).expect("it is written");
    assert_eq!(state(&store), State::InEffect);
    // Another program no longer reads the fact.
    let fewer = zhengtu::write::write(&Base::default(), "a.txt", &sample::document(), &sample::parties(), &sample::facts()[1..]);
    store.replace(&[fewer]).expect("it is written");
    assert_eq!(state(&store), State::NotRead);
    store.replace(std::slice::from_ref(&machine)).expect("it is written");
    store.correct(&[undo(&rejection, 1)]).expect("it is taken in");
    assert_eq!(state(&store), State::TakenBack);
}

// As a user runs it.

const PLAN: &str = "云岭省示范产业发展行动方案
云政办发〔2022〕9号
云岭省人民政府办公厅
2022年3月1日
一、重点任务
（一）培育产业集群。扩大产能。（牵头单位：省工业和信息化厅；配合单位：省财政厅、商务厅）
（二）建设冷链物流。由省供销社挂帅，建设骨干基地。（责任单位：省商务厅）
";
const MEASURES: &str = "云岭省支持企业若干措施
云政办发〔2023〕4号
云岭省人民政府办公厅
2023年5月1日
一、扩大信贷。引导银行放款。（责任单位：省财政厅、省经信厅）
";

#[test]
fn answers_follow_the_person_and_the_machine_s_word_is_kept() {
    let folder = built();
    let before = export(folder.path(), "zhengtu.db");
    let leads = |folder: &Path| done(folder, &["query", "responsibilities", "-p", "role=lead", "--format", "csv"]).lines().count() - 1;
    assert_eq!(leads(folder.path()), 1);
    let row = done(folder.path(), &["query", "responsibilities", "-p", "role=lead", "--format", "csv"]);
    let cells: Vec<&str> = row.lines().nth(1).expect("a row").split(',').collect();
    let place = format!("{}:{}-{}", cells[0], cells[cells.len() - 2], cells[cells.len() - 1]);
    let said = told(folder.path(), &["correct", "wrong", &place, "--by", "李明", "--why", "并非牵头", "--at", "2026-03-01"]);
    assert!(said.contains("1 correction taken in") && said.contains("(in effect)"), "{said}");
    assert_eq!(leads(folder.path()), 0);

    let claim = "lead 省供销社 | 建设冷链物流";
    let words = ["--quote", "由省供销社挂帅", "--by", "王芳", "--why", "挂帅即牵头", "--at", "2026-03-02T08:00:00+08:00"];
    done(folder.path(), &[&["correct", "add", "plan.txt", claim], &words[..]].concat());
    let rows = done(folder.path(), &["query", "responsibilities", "-p", "role=lead", "--format", "csv"]);
    assert!(rows.contains("建设冷链物流") && rows.contains("由省供销社挂帅"), "{rows}");
    assert!(done(folder.path(), &["verify", "documents"]).contains("each stands in its file"));

    let list = done(folder.path(), &["correct", "list", "--format", "csv"]);
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 3, "{list}");
    assert!(lines[1].contains("wrong,lead 云岭省工业和信息化厅 | 培育产业集群,李明,2026-03-01,并非牵头,in effect"), "{list}");
    assert!(lines[2].contains("王芳,2026-03-02T00:00:00Z,挂帅即牵头,in effect"), "{list}");

    // The fact that was called wrong can still be explained, and says so.
    let table = done(folder.path(), &["correct", "export"]);
    let fact = table.lines().nth(1).expect("a row").split(',').nth(1).expect("an IRI");
    let said = done(folder.path(), &["explain", fact]);
    assert!(said.contains("so says 李明, 2026-03-01: 并非牵头") && said.contains("【牵头单位：省工业和信息化厅】"), "{said}");
    assert!(done(folder.path(), &["explain", "建设冷链物流"]).contains("added by   王芳"));

    for line in &lines[1..] {
        done(folder.path(), &["correct", "undo", &line[..8], "--by", "李明", "--why", "看错"]);
    }
    let after = export(folder.path(), "zhengtu.db");
    assert_eq!(after.iter().filter(|quad| !quad.contains(CORRECTIONS_GRAPH.as_str())).cloned().collect::<BTreeSet<_>>(), before);
}

#[test]
fn corrections_of_two_people_are_merged_and_laid_over_a_new_store() {
    let folder = corrected();
    let in_one = export(folder.path(), "zhengtu.db");
    // Each writes a table of what was said in a store of their own.
    for (store, line) in [("a.db", 1), ("b.db", 2)] {
        done(folder.path(), &["build", "documents", "--store", store]);
        let table = done(folder.path(), &["correct", "export"]);
        let lines: Vec<&str> = table.lines().collect();
        let own = [lines[0], lines[line], lines[3]].join("\n");
        fs::write(folder.path().join(format!("{store}.csv")), own).expect("it can be written");
        done(folder.path(), &["correct", "import", &format!("{store}.csv"), "--store", store]);
    }
    done(folder.path(), &["correct", "import", "b.db.csv", "--store", "a.db"]);
    done(folder.path(), &["correct", "import", "a.db.csv", "b.db.csv", "--store", "b.db"]);
    assert_eq!(export(folder.path(), "a.db"), in_one);
    assert_eq!(export(folder.path(), "b.db"), in_one);

    // The table first, then the documents; the documents again; and a graph that was exported.
    done(folder.path(), &["correct", "export", "--bom", "-o", "all.csv"]);
    fs::create_dir(folder.path().join("nothing")).expect("a folder can be made");
    fs::write(folder.path().join("nothing/other.txt"), "没有责任的文件。\n").expect("it can be written");
    done(folder.path(), &["build", "nothing", "--store", "c.db"]);
    done(folder.path(), &["correct", "import", "all.csv", "--store", "c.db"]);
    done(folder.path(), &["build", "documents", "--store", "c.db"]);
    fs::remove_dir_all(folder.path().join("nothing")).expect("it can be removed");
    fs::create_dir(folder.path().join("nothing")).expect("a folder can be made");
    fs::write(folder.path().join("nothing/.keep"), "").expect("it can be written");
    let both = export(folder.path(), "c.db");
    assert!(in_one.is_subset(&both));
    done(folder.path(), &["build", "documents", "--again"]);
    assert_eq!(export(folder.path(), "zhengtu.db"), in_one);
    done(folder.path(), &["export", "-o", "all.nq"]);
    done(folder.path(), &["import", "all.nq", "--store", "d.db"]);
    assert_eq!(export(folder.path(), "d.db"), in_one);
    done(folder.path(), &["build", "documents", "--store", "e.db"]);
    done(folder.path(), &["import", "all.nq", "--store", "e.db"]);
    assert_eq!(export(folder.path(), "e.db"), in_one);
}

#[test]
fn a_changed_source_is_told_and_tried_again() {
    let folder = corrected();
    let plan = folder.path().join("documents/plan.txt");
    let states = || -> Vec<String> {
        let list = done(folder.path(), &["correct", "list", "--format", "csv"]);
        list.lines().skip(1).map(|line| line.rsplit_once(',').map_or(line, |(_, state)| state).trim_matches('"').to_owned()).collect()
    };
    assert_eq!(states(), ["in effect"; 3]);
    let first = export(folder.path(), "zhengtu.db");

    // The words still stand there, elsewhere.
    fs::write(&plan, PLAN.replace("一、重点任务", "为加快发展，制定本方案。\n一、重点任务")).expect("it can be written");
    let said = told(folder.path(), &["build", "documents"]);
    assert_eq!(said.matches("in effect; the source under it has changed, and the words still stand there").count(), 2, "{said}");
    let rows = done(folder.path(), &["query", "responsibilities", "-p", "role=lead", "--format", "csv"]);
    assert!(rows.contains("由省供销社挂帅") && rows.lines().count() == 2, "{rows}");
    assert!(done(folder.path(), &["verify", "documents"]).contains("each stands in its file"));
    let moved = export(folder.path(), "zhengtu.db");
    done(folder.path(), &["correct", "export", "-o", "all.csv"]);
    done(folder.path(), &["build", "documents", "--store", "new.db"]);
    let said = told(folder.path(), &["correct", "import", "all.csv", "--store", "new.db"]);
    assert!(said.contains("is read at the next build"), "{said}");
    done(folder.path(), &["build", "documents", "--store", "new.db"]);
    assert_eq!(export(folder.path(), "new.db"), moved);
    // What else is said of that text leaves the added fact where it stands.
    done(folder.path(), &["correct", "same", "省财政厅", "省商务厅", "--by", "李明", "--why", "试试", "--at", "2026-03-09"]);
    let list = done(folder.path(), &["correct", "list", "--format", "csv"]);
    let id = &list.lines().last().expect("a line")[..8];
    done(folder.path(), &["correct", "undo", id, "--by", "李明", "--why", "看错"]);
    let without_words = |quads: &BTreeSet<String>| -> BTreeSet<String> {
        quads.iter().filter(|quad| !quad.contains(CORRECTIONS_GRAPH.as_str())).cloned().collect()
    };
    assert_eq!(without_words(&export(folder.path(), "zhengtu.db")), without_words(&moved));

    // They do not.
    fs::write(&plan, PLAN.replace("由省供销社挂帅，", "").replace("牵头单位：", "配合单位：")).expect("it can be written");
    let said = told(folder.path(), &["build", "documents"]);
    assert_eq!(said.matches("the source under it has changed, and it was not found any more").count(), 2, "{said}");
    // They are back.
    fs::write(&plan, PLAN).expect("it can be written");
    let said = told(folder.path(), &["build", "documents"]);
    assert!(!said.contains("warning"), "{said}");
    assert_eq!(without_words(&export(folder.path(), "zhengtu.db")), without_words(&first));

    // The document is gone, and its graph with it; what was said is kept.
    fs::remove_file(&plan).expect("it can be removed");
    done(folder.path(), &["build", "documents", "--prune"]);
    assert!(states()[0].contains("nothing of what it is about is in the store"), "{:?}", states());
}

#[test]
fn joined_names_are_one_in_every_answer() {
    let folder = built();
    let trace = |name: &str| done(folder.path(), &["trace", name, "--format", "csv"]);
    assert_eq!((trace("省经信厅").lines().count(), trace("省工业和信息化厅").lines().count()), (2, 2));
    done(folder.path(), &["correct", "same", "省经信厅", "省工业和信息化厅", "--by", "李明", "--why", "同一机构"]);
    assert_eq!(trace("省经信厅"), trace("省工业和信息化厅"));
    assert_eq!(trace("省经信厅").lines().count(), 3);
    let names = done(folder.path(), &["query", "organizations", "--format", "csv"]);
    assert_eq!(
        names.lines().filter(|line| line.starts_with("云岭省经") || line.starts_with("云岭省工业和信息化厅,")).count(),
        2,
        "{names}"
    );
    assert!(!names.lines().any(|line| line.starts_with("云岭省经")), "{names}");
    let counts = done(folder.path(), &["query", "responsibilities", "-p", "organization=省经信厅", "--format", "csv"]);
    assert_eq!(counts.lines().count(), 3, "{counts}");
    // Documents that come later follow it.
    fs::write(folder.path().join("documents/more.txt"), MEASURES.replace("4号", "5号").replace("扩大信贷", "降低成本"))
        .expect("it can be written");
    done(folder.path(), &["build", "documents"]);
    assert_eq!(trace("省经信厅").lines().count(), 4);
}

#[test]
fn a_table_that_is_not_understood_is_refused_whole() {
    let folder = built();
    let before = export(folder.path(), "zhengtu.db");
    let header = "action,about,same_as,claim,quote,place,section,document,by,at,why";
    for (table, problem) in [
        (String::new(), "no column `action`"),
        ("action,about,by,at\n".to_owned(), "no column `why`"),
        (format!("{header}\ngrow,x:a,,,,,,,甲,2026-03-01,误读\n"), "line 2"),
        (format!("{header}\nwrong,x:a,,,,,,,甲,yesterday,误读\n"), "`yesterday` is no time"),
        (format!("{header}\nwrong,not an IRI,,,,,,,甲,2026-03-01,误读\n"), "`about` is no IRI"),
        (format!("{header}\nwrong,https://zhengtu.example/id/a,,,,,,,,2026-03-01,误读\n"), "`by` is empty"),
        (format!("{header}\nadd,https://zhengtu.example/id/a,,lead 甲 | 乙,丙,x:t#char=5,,,甲,2026-03-01,漏读\n"), "`place` is none"),
        (
            format!("{header}\nadd,https://zhengtu.example/id/a,,heads 甲 | 乙,丙,\"x:t#char=5,6\",,,甲,2026-03-01,漏读\n"),
            "`claim` is no fact",
        ),
        (
            format!("{header}\nsame,https://zhengtu.example/id/a,https://zhengtu.example/id/b,,,,,,甲,2026-03-01,同\n"),
            "`claim` is not the two names",
        ),
        (format!("{header}\nwrong,https://example.org/a,,,,,,,甲,2026-03-01,误读\n"), "stand under"),
    ] {
        fs::write(folder.path().join("table.csv"), &table).expect("it can be written");
        let output = run(folder.path(), &["correct", "import", "table.csv"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{table}");
        assert!(said.contains(problem) && said.contains("do: "), "{table}: {said}");
    }
    assert_eq!(export(folder.path(), "zhengtu.db"), before);
}

#[test]
fn a_build_that_is_killed_goes_on_to_the_same_corrected_graph() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("documents")).expect("a folder can be made");
    let document = |number: usize, version: usize| {
        let duties: String = (0..12)
            .map(|duty| {
                format!(
                    "（{}）推进任务{version}之{duty}。（责任单位：省财政厅、省商务厅）\n",
                    "一二三四五六七八九十廿卅".chars().nth(duty).unwrap_or('一')
                )
            })
            .collect();
        fs::write(
            folder.path().join(format!("documents/{number}.txt")),
            format!("云岭省方案{number}\n云政发〔2022〕{number}号\n云岭省人民政府\n2022年3月1日\n一、任务\n{duties}"),
        )
        .expect("it can be written");
    };
    (1..30).for_each(|number| document(number, 0));
    done(folder.path(), &["build", "documents"]);
    done(folder.path(), &["correct", "same", "省财政厅", "省商务厅", "--by", "李明", "--why", "试试", "--at", "2026-03-01"]);
    let start = Instant::now();
    done(folder.path(), &["build", "documents", "--again"]);
    let typical = start.elapsed();
    for round in 1..=6_u32 {
        (1..30).filter(|number| number % 3 == round as usize % 3).for_each(|number| document(number, round as usize));
        let mut build = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
        build.args(["build", "documents", "--quiet", "--batch", "100"]).current_dir(folder.path()).stderr(Stdio::null());
        let mut build = build.spawn().expect("the program runs");
        thread::sleep(typical.mul_f64(f64::from(round) / 7.0).max(Duration::from_millis(5)));
        build.kill().expect("it can be killed");
        build.wait().expect("it ends");
    }
    done(folder.path(), &["build", "documents"]);
    done(folder.path(), &["correct", "export", "-o", "all.csv"]);
    done(folder.path(), &["build", "documents", "--store", "new.db"]);
    done(folder.path(), &["correct", "import", "all.csv", "--store", "new.db"]);
    assert!(export(folder.path(), "zhengtu.db") == export(folder.path(), "new.db"), "the graph is not that of a build that was not killed");
}

// What the tests are made with.

fn set(corrections: impl IntoIterator<Item = Correction>) -> Corrections {
    Corrections::new(&Base::default(), corrections)
}

fn said(action: Action, by: &str, at: usize) -> Correction {
    Correction {
        action,
        about: String::new(),
        same_as: String::new(),
        claim: String::new(),
        quote: String::new(),
        place: String::new(),
        section: String::new(),
        document: String::new(),
        by: by.to_owned(),
        at: format!("2026-03-01T08:00:{at:02}Z"),
        why: "看过原文".to_owned(),
    }
}

/// What is said about a fact of a graph.
fn about(graph: &Graph, fact: &str, action: Action, by: &str, at: usize) -> Correction {
    let view = View::new(&graph.quads);
    let place = view.value(fact, zt::EVIDENCE_PROPERTY);
    Correction {
        about: fact.to_owned(),
        claim: view.claim(fact).expect("it is a fact"),
        quote: view.quote(place).expect("it has a quote").exact.to_owned(),
        place: place.to_owned(),
        section: view.value(place, zt::SECTION).to_owned(),
        document: view.value(graph.name.as_str(), zt::EXPRESSES).to_owned(),
        ..said(action, by, at)
    }
}

fn wrong(graph: &Graph, fact: &str, at: usize) -> Correction {
    about(graph, fact, Action::Wrong, "甲", at)
}

fn added(graph: &Graph, fact: &str, at: usize) -> Correction {
    about(graph, fact, Action::Add, "乙", at)
}

fn same(kind: &str, one: &str, other: &str, at: usize) -> Correction {
    let iri = |name: &str| format!("https://zhengtu.example/id/{kind}/{name}");
    Correction { about: iri(one), same_as: iri(other), claim: format!("{one} = {other}"), ..said(Action::Same, "甲", at) }
}

fn undo(correction: &Correction, at: usize) -> Correction {
    let iri = if correction.action == Action::Undo {
        "https://zhengtu.example/id/correction/0".to_owned()
    } else {
        correction.iri(&Base::default()).into_string()
    };
    Correction { about: iri, ..said(Action::Undo, "丙", at) }
}

fn exported(store: &Store) -> String {
    let mut bytes = Vec::new();
    zhengtu::export::rdf(store, &mut bytes, RdfFormat::NQuads, false).expect("it is written");
    String::from_utf8(bytes).expect("it is UTF-8")
}

fn built() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("documents")).expect("a folder can be made");
    fs::write(folder.path().join("documents/plan.txt"), PLAN).expect("it can be written");
    fs::write(folder.path().join("documents/measures.txt"), MEASURES).expect("it can be written");
    done(folder.path(), &["build", "documents"]);
    folder
}

/// A store with three corrections: one fact is wrong, one is added, two names are one.
fn corrected() -> TempDir {
    let folder = built();
    // A body that only this fact names could not be named when it is gone.
    done(folder.path(), &["correct", "same", "省经信厅", "省工业和信息化厅", "--by", "李明", "--why", "同一机构", "--at", "2026-03-03"]);
    let facts = done(folder.path(), &["explain", "云政办发〔2022〕9号", "--format", "json"]);
    let facts: Vec<serde_json::Value> = serde_json::from_str(&facts).expect("it is JSON");
    let lead = facts.iter().find(|fact| fact["claim"].as_str().is_some_and(|claim| claim.starts_with("lead"))).expect("it is there");
    let fact = lead["fact"].as_str().expect("an IRI");
    done(folder.path(), &["correct", "wrong", fact, "--by", "李明", "--why", "并非牵头", "--at", "2026-03-01"]);
    let words = ["--quote", "由省供销社挂帅", "--by", "王芳", "--why", "挂帅即牵头", "--at", "2026-03-02"];
    done(folder.path(), &[&["correct", "add", "plan.txt", "lead 省供销社 | 建设冷链物流"], &words[..]].concat());
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhengtu")).args(arguments).current_dir(folder).output().expect("the program runs")
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

/// What a command says beside its answer.
fn told(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr).expect("it is UTF-8")
}

fn export(folder: &Path, store: &str) -> BTreeSet<String> {
    done(folder, &["export", "--format", "nquads", "--store", store]).lines().map(str::to_owned).collect()
}
