//! What moved between two documents: tasks that were kept, gained and lost, and who has which part in them before and after.
//!
//! Tasks are the same where their names are equal. Where no name is equal, those are taken for the same whose names are equal without the words
//! that any task may have (加快, 推进, 建设, 产业); such a match is said to be inferred. A body and its successor are the same body: 工信委 and 工信厅 are no hand-over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use oxigraph::model::{Literal, Term, Variable};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use regex::Regex;

use crate::Result;
use crate::query::{ask, text};
use crate::reference::nearest;
use crate::store::Store;
use crate::trace::Found;

/// A document whose text a store holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Document {
    /// The day or year of its date, as ISO 8601 has it; empty if it is not known.
    pub date: String,
    /// Its title.
    pub title: String,
    /// Its 发文字号; empty if it has none.
    pub number: String,
    /// Its IRI.
    pub iri: String,
}

/// Finds the document that a 发文字号, an IRI, a title or a part of a title means.
///
/// # Errors
/// If the store cannot be read.
pub fn find(store: &Store, name: &str) -> Result<Found<Document>> {
    let rows = ask(store.inner(), "documents", &[])?;
    let documents: BTreeSet<Document> = rows
        .iter()
        .map(|row| {
            let [issued, published] = [text(row, "issued"), text(row, "published")];
            Document {
                date: if issued.is_empty() { published } else { issued }.to_owned(),
                title: text(row, "document").to_owned(),
                number: text(row, "number").to_owned(),
                iri: text(row, "iri").to_owned(),
            }
        })
        .collect();
    let wanted = plain(name);
    let is_called = |document: &Document| document.iri == name || plain(&document.number) == wanted || plain(&document.title) == wanted;
    let has_in_title = |document: &Document| !wanted.is_empty() && plain(&document.title).contains(&wanted);
    let mut found: Vec<Document> = documents.iter().filter(|document| is_called(document)).cloned().collect();
    if found.is_empty() {
        found.extend(documents.iter().filter(|document| has_in_title(document)).cloned());
    }
    let names = documents.iter().flat_map(|document| [document.title.as_str(), &document.number]);
    Ok(Found::among(found, || nearest(name, names)))
}

/// A name without white space, and with the brackets that numbers of documents have: 岭政办发[2012]86号 is 岭政办发〔2012〕86号.
fn plain(name: &str) -> String {
    let brackets = |c| match c {
        '[' | '【' | '［' | '(' | '（' => '〔',
        ']' | '】' | '］' | ')' | '）' => '〕',
        c => c,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(brackets).collect()
}

/// What moved between two documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many tasks both have.
    pub kept: usize,
    /// How many of these were matched by their words, not by their names.
    pub inferred: usize,
    /// How many only the first has.
    pub lost: usize,
    /// How many only the second has.
    pub gained: usize,
    /// How many passed to another body.
    pub handed_over: usize,
    /// What became of each task and of each body's part in it, in the order of the documents.
    pub moves: Vec<Move>,
}

/// What became of a body's part in a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Move {
    /// What it is.
    pub change: Change,
    /// The task, as the first document has it; if it has it not, as the second does.
    pub task: String,
    /// The body in the first document; of a task that was handed over, all who had it.
    pub before: String,
    /// Its role there.
    pub role_before: String,
    /// The body in the second document.
    pub after: String,
    /// Its role there.
    pub role_after: String,
    /// The task as the second document has it, where it was matched by its words.
    pub inferred: Option<String>,
    /// The words of the first document.
    pub quote_before: String,
    /// The words of the second.
    pub quote_after: String,
}

/// The kinds of moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The same body has the same part.
    #[default]
    Kept,
    /// The body's successor has the same part.
    Renamed,
    /// The body, or its successor, has another part.
    Role,
    /// Who had the task has it no more, and another has.
    HandedOver,
    /// The task is in both documents, the body in the second alone.
    Joined,
    /// The task is in both documents, the body in the first alone.
    Left,
    /// The task is in the first document alone.
    Lost,
    /// The task is in the second document alone.
    Gained,
}

impl Change {
    /// The name of the kind in an answer.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Renamed => "renamed",
            Self::Role => "role",
            Self::HandedOver => "handed-over",
            Self::Joined => "joined",
            Self::Left => "left",
            Self::Lost => "lost",
            Self::Gained => "gained",
        }
    }
}

/// Compares the tasks of two documents.
///
/// # Errors
/// If the store cannot be read.
pub fn compare(store: &Store, before: &Document, after: &Document) -> Result<Comparison> {
    let (before, after) = (tasks(store, before)?, tasks(store, after)?);
    let line = Line::of(store)?;
    let matches = matched(&before, &after);
    let mut comparison = Comparison::default();
    for (index, task) in before.iter().enumerate() {
        match matches.get(&index) {
            Some(&(other, inferred)) => {
                comparison.kept += 1;
                comparison.inferred += usize::from(inferred);
                let moves = moves(task, &after[other], inferred, &line);
                comparison.handed_over += usize::from(moves.iter().any(|it| it.change == Change::HandedOver));
                comparison.moves.extend(moves);
            }
            None => {
                comparison.lost += 1;
                comparison.moves.extend(task.parts.iter().map(|part| part.lost(task, Change::Lost)));
            }
        }
    }
    let found: BTreeSet<usize> = matches.values().map(|(other, _)| *other).collect();
    for (_, task) in after.iter().enumerate().filter(|(index, _)| !found.contains(index)) {
        comparison.gained += 1;
        comparison.moves.extend(task.parts.iter().map(|part| part.gained(task, Change::Gained)));
    }
    Ok(comparison)
}

impl Comparison {
    /// The moves as the rows of an answer, to be written in any format.
    #[must_use]
    pub fn rows(&self) -> QueryResults<'static> {
        let names =
            ["change", "task", "before", "role_before", "after", "role_after", "match", "task_after", "quote_before", "quote_after"];
        let variables: Arc<[Variable]> = names.iter().map(|name| Variable::new_unchecked(*name)).collect();
        let rows = self.moves.iter().map(|it| {
            let in_both = !matches!(it.change, Change::Lost | Change::Gained);
            let matched = match it.inferred {
                Some(_) => "inferred",
                None if in_both => "equal",
                None => "",
            };
            let task_after = it.inferred.as_deref().unwrap_or_default();
            let cells = [
                it.change.name(),
                &it.task,
                &it.before,
                &it.role_before,
                &it.after,
                &it.role_after,
                matched,
                task_after,
                &it.quote_before,
                &it.quote_after,
            ];
            Ok(cells.iter().map(|cell| (!cell.is_empty()).then(|| Term::from(Literal::from(*cell)))).collect())
        });
        QuerySolutionIter::from_tuples(variables, rows.collect::<Vec<_>>()).into()
    }
}

/// A task of one document.
#[derive(Debug, Default)]
struct Task {
    name: String,
    section: String,
    /// Each body once, by the strongest of its roles.
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    body: String,
    role: String,
    quote: String,
}

impl Part {
    fn lost(&self, task: &Task, change: Change) -> Move {
        Move {
            change,
            task: task.name.clone(),
            before: self.body.clone(),
            role_before: self.role.clone(),
            quote_before: self.quote.clone(),
            ..Move::default()
        }
    }

    fn gained(&self, task: &Task, change: Change) -> Move {
        Move {
            change,
            task: task.name.clone(),
            after: self.body.clone(),
            role_after: self.role.clone(),
            quote_after: self.quote.clone(),
            ..Move::default()
        }
    }
}

/// The roles, the strongest first.
const ROLES: [&str; 3] = ["lead", "responsible", "support"];

/// The tasks of a document, in the order of its text.
fn tasks(store: &Store, document: &Document) -> Result<Vec<Task>> {
    let rows = ask(store.inner(), "tasks-of-document", &[("work".to_owned(), document.iri.clone())])?;
    let mut tasks: Vec<Task> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        let place = *places.entry(text(row, "node")).or_insert(tasks.len());
        if place == tasks.len() {
            tasks.push(Task { name: text(row, "task").to_owned(), section: text(row, "section").to_owned(), parts: Vec::new() });
        }
        let part =
            Part { body: text(row, "organization").to_owned(), role: text(row, "role").to_owned(), quote: text(row, "quote").to_owned() };
        let strength = |role: &str| ROLES.iter().position(|known| *known == role);
        let parts = &mut tasks[place].parts;
        match parts.iter_mut().find(|known| known.body == part.body) {
            Some(known) if strength(&part.role) < strength(&known.role) => *known = part,
            Some(_) => {}
            None => parts.push(part),
        }
    }
    for task in &mut tasks {
        task.parts.sort_by_key(|part| ROLES.iter().position(|role| *role == part.role));
    }
    Ok(tasks)
}

/// Which task of the second document each task of the first is, and whether that is inferred. Each is matched once.
fn matched(before: &[Task], after: &[Task]) -> BTreeMap<usize, (usize, bool)> {
    let mut matches = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let mut pass = |inferred: bool, same: &dyn Fn(usize, usize) -> bool| {
        for index in 0..before.len() {
            if matches.contains_key(&index) {
                continue;
            }
            if let Some(other) = (0..after.len()).find(|other| !taken.contains(other) && same(index, *other)) {
                matches.insert(index, (other, inferred));
                taken.insert(other);
            }
        }
    };
    let essences = [before, after].map(|tasks| tasks.iter().map(|task| essence(&task.name)).collect::<Vec<_>>());
    let equal = |a: usize, b: usize| before[a].name == after[b].name;
    let near = |a: usize, b: usize| essences[0][a] == essences[1][b];
    // Of several with one name, the one under the same headings.
    let section = |a: usize, b: usize| before[a].section == after[b].section;
    pass(false, &|a, b| equal(a, b) && section(a, b));
    pass(false, &|a, b| equal(a, b));
    pass(true, &|a, b| near(a, b) && section(a, b));
    pass(true, &|a, b| near(a, b));
    matches
}

/// What tells a task from others in its name: 标准厂房 of 加快标准厂房建设, 电子信息 of 电子信息产业.
fn essence(name: &str) -> String {
    /// What is done with any task, and how; and marks.
    static OF_ANY_TASK: LazyLock<Regex> = LazyLock::new(|| {
        let words = "加快|推进|推动|促进|加强|强化|完善|健全|深化|提升|提高|优化|建设|发展|培育|打造|构建|建立|落实|实施|开展|做好|抓好|做大做强|大力|积极|着力|\
                     进一步|全面|深入|继续|切实|有序|稳步|支持|[\\P{L}&&\\P{N}]";
        Regex::new(words).expect("the pattern is a constant")
    });
    let telling = OF_ANY_TASK.replace_all(name, "");
    // What the object is called beside its name.
    let telling = ["产业", "行业", "工作"].iter().find_map(|end| telling.strip_suffix(end)).unwrap_or(&telling);
    if telling.is_empty() { name } else { telling }.to_owned()
}

/// What became of the parts in a task that both documents have.
fn moves(before: &Task, after: &Task, inferred: bool, line: &Line) -> Vec<Move> {
    let task_after = inferred.then(|| after.name.clone());
    // A body of the second document is that of the first, or else its successor: one that was split has several, merged ones have one together.
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for renamed in [false, true] {
        let same = |a: &str, b: &str| if renamed { line.joins(a, b) } else { a == b };
        let (paired_before, paired_after): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().copied().unzip();
        for (i, a) in before.parts.iter().enumerate().filter(|(i, _)| !paired_before.contains(i)) {
            for (j, b) in after.parts.iter().enumerate().filter(|(j, _)| !paired_after.contains(j)) {
                if same(&a.body, &b.body) {
                    pairs.push((i, j));
                }
            }
        }
    }
    pairs.sort_unstable();
    let (heads_before, heads_after) = (heads(before), heads(after));
    let stays_head = |i: usize| pairs.iter().any(|pair| pair.0 == i && heads_after.contains(&pair.1));
    let was_head = |j: usize| pairs.iter().any(|pair| pair.1 == j && heads_before.contains(&pair.0));
    let givers: Vec<usize> = heads_before.iter().copied().filter(|&i| !stays_head(i)).collect();
    let takers: Vec<usize> = heads_after.iter().copied().filter(|&j| !was_head(j)).collect();
    let handed_over = !givers.is_empty() && !takers.is_empty();

    let mut moves = Vec::new();
    if handed_over {
        let joined = |task: &Task, parts: &[usize], of: fn(&Part) -> &str| {
            let distinct: Vec<&str> = parts.iter().map(|&part| of(&task.parts[part])).fold(Vec::new(), |mut all, one| {
                if !all.contains(&one) {
                    all.push(one);
                }
                all
            });
            distinct.join("、")
        };
        moves.push(Move {
            change: Change::HandedOver,
            task: before.name.clone(),
            before: joined(before, &givers, |part| &part.body),
            role_before: joined(before, &givers, |part| &part.role),
            after: joined(after, &takers, |part| &part.body),
            role_after: joined(after, &takers, |part| &part.role),
            inferred: None,
            quote_before: joined(before, &givers, |part| &part.quote),
            quote_after: joined(after, &takers, |part| &part.quote),
        });
    }
    for &(i, j) in &pairs {
        let (a, b) = (&before.parts[i], &after.parts[j]);
        let change = match (a.role == b.role, a.body == b.body) {
            (false, _) => Change::Role,
            (true, false) => Change::Renamed,
            (true, true) => Change::Kept,
        };
        let gained = b.gained(after, change);
        moves.push(Move { after: gained.after, role_after: gained.role_after, quote_after: gained.quote_after, ..a.lost(before, change) });
    }
    let is_paired_before = |i: usize| pairs.iter().any(|pair| pair.0 == i);
    let is_paired_after = |j: usize| pairs.iter().any(|pair| pair.1 == j);
    for (i, part) in before.parts.iter().enumerate() {
        if !(is_paired_before(i) || handed_over && givers.contains(&i)) {
            moves.push(part.lost(before, Change::Left));
        }
    }
    for (j, part) in after.parts.iter().enumerate() {
        if !(is_paired_after(j) || handed_over && takers.contains(&j)) {
            moves.push(Move { task: before.name.clone(), ..part.gained(after, Change::Joined) });
        }
    }
    for it in &mut moves {
        it.inferred.clone_from(&task_after);
    }
    moves
}

/// The parts of who has a task: those who lead it, or, where no one does, the only one that answers for it.
fn heads(task: &Task) -> Vec<usize> {
    let with = |role: &str| (0..task.parts.len()).filter(|&part| task.parts[part].role == role).collect::<Vec<_>>();
    let (leads, responsible) = (with("lead"), with("responsible"));
    match (leads.is_empty(), responsible.as_slice()) {
        (false, _) => leads,
        (true, [_]) => responsible,
        (true, _) => Vec::new(),
    }
}

/// Which bodies came of which.
#[derive(Debug, Default)]
struct Line {
    successors: BTreeMap<String, BTreeSet<String>>,
}

impl Line {
    fn of(store: &Store) -> Result<Self> {
        let mut line = Self::default();
        for row in ask(store.inner(), "successors", &[])? {
            line.successors.entry(text(&row, "organization").to_owned()).or_default().insert(text(&row, "successor").to_owned());
        }
        Ok(line)
    }

    /// Whether one of two bodies is the other's successor, at whatever remove.
    fn joins(&self, one: &str, other: &str) -> bool {
        self.leads(one, other) || self.leads(other, one)
    }

    fn leads(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(body) = open.pop() {
            if body == to {
                return true;
            }
            if seen.insert(body) {
                open.extend(self.successors.get(body).into_iter().flatten().map(String::as_str));
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(name: &str, parts: &[(&str, &str)]) -> Task {
        let part = |(role, body): &(&str, &str)| Part { body: (*body).to_owned(), role: (*role).to_owned(), quote: String::new() };
        Task { name: name.to_owned(), section: String::new(), parts: parts.iter().map(part).collect() }
    }

    /// 国土厅 became 自然资源厅.
    fn line() -> Line {
        Line { successors: BTreeMap::from([("国土厅".to_owned(), BTreeSet::from(["自然资源厅".to_owned()]))]) }
    }

    fn told(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
        let moves = moves(&task("甲", before), &task("甲", after), false, &line());
        moves.iter().map(|it| format!("{} {}/{} {}/{}", it.change.name(), it.before, it.role_before, it.after, it.role_after)).collect()
    }

    #[test]
    fn what_becomes_of_the_parts_in_a_task() {
        assert_eq!(told(&[("lead", "财政厅")], &[("lead", "财政厅")]), ["kept 财政厅/lead 财政厅/lead"]);
        assert_eq!(told(&[("lead", "财政厅")], &[("lead", "商务厅")]), ["handed-over 财政厅/lead 商务厅/lead"]);
        assert_eq!(told(&[("lead", "国土厅")], &[("lead", "自然资源厅")]), ["renamed 国土厅/lead 自然资源厅/lead"]);
        assert_eq!(told(&[("lead", "国土厅")], &[("support", "自然资源厅")]), ["role 国土厅/lead 自然资源厅/support"]);
        assert_eq!(
            told(&[("lead", "甲厅"), ("support", "乙厅")], &[("lead", "甲厅")]),
            ["kept 甲厅/lead 甲厅/lead", "left 乙厅/support /"]
        );
        assert_eq!(told(&[("lead", "甲厅")], &[("lead", "甲厅"), ("lead", "乙厅")]), ["kept 甲厅/lead 甲厅/lead", "joined / 乙厅/lead"]);
        // Two change places.
        assert_eq!(
            told(&[("lead", "甲厅"), ("support", "乙厅")], &[("lead", "乙厅"), ("support", "甲厅")]),
            ["handed-over 甲厅/lead 乙厅/lead", "role 甲厅/lead 甲厅/support", "role 乙厅/support 乙厅/lead"]
        );
        // Of several that answer together, one goes and another comes: nobody handed anything over.
        assert_eq!(
            told(&[("responsible", "甲厅"), ("responsible", "乙厅")], &[("responsible", "甲厅"), ("responsible", "丙厅")]),
            ["kept 甲厅/responsible 甲厅/responsible", "left 乙厅/responsible /", "joined / 丙厅/responsible"]
        );
    }

    #[test]
    fn tasks_are_matched_by_name_and_else_by_their_words() {
        let before = ["电子信息", "石油化工", "加快标准厂房建设", "旅游"].map(|name| task(name, &[]));
        let after = ["石油化工产业", "推进标准厂房建设", "电子信息", "旅游业和文化产业"].map(|name| task(name, &[]));
        assert_eq!(matched(&before, &after), BTreeMap::from([(0, (2, false)), (1, (0, true)), (2, (1, true))]));
    }

    #[test]
    fn of_tasks_with_one_name_those_under_the_same_heading_are_the_same() {
        let under = |section: &str| Task { section: section.to_owned(), ..task("组织领导", &[]) };
        assert_eq!(matched(&[under("甲"), under("乙")], &[under("乙"), under("甲")]), BTreeMap::from([(0, (1, false)), (1, (0, false))]));
    }

    #[test]
    fn what_tells_a_task_from_others() {
        for (name, expected) in [
            ("加快园区标准厂房建设", "园区标准厂房"),
            ("电子信息产业", "电子信息"),
            ("大力推进石油化工产业发展", "石油化工"),
            ("发展“飞地”园区", "飞地园区"),
            ("产业园区", "产业园区"),
            ("加快发展", "加快发展"),
        ] {
            assert_eq!(essence(name), expected);
        }
    }

    #[test]
    fn brackets_and_spaces_make_no_difference_to_a_number() {
        assert_eq!(plain("岭政办发[2012] 86号"), plain("岭政办发〔2012〕86号"));
    }
}
