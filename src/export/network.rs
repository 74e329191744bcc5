//! The graph as network analysis sees it: nodes with attributes, and ties with a weight, the documents that say so, and their years.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::table::Table;
use crate::error::Result;
use crate::store::Store;

/// Which nodes and ties a network has. All ties have a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Bodies that share tasks. `leads` goes from one that leads to each that has another part in the task, `joint` both ways between bodies that lead, or
    /// answer for, the same task. The weight is the number of tasks. Bodies that merely support the same task are not tied to each other.
    Bodies,
    /// Bodies and tasks: `lead`, `support`, `responsible`, each from the body to the task. The weight is the number of times that it is said.
    Tasks,
    /// All things with a name: besides those of [`Scope::Tasks`], documents, places, parks, industries, indicators, and what ties them.
    All,
}

/// A network.
#[derive(Debug, Default)]
pub struct Network {
    /// Sorted by identifier.
    pub nodes: Vec<Node>,
    /// Sorted by their ends and type.
    pub edges: Vec<Edge>,
}

/// A body, a task, a document, a place, a park, an industry or an indicator.
#[derive(Debug, Default)]
pub struct Node {
    /// Its IRI from the base on, as in the tables.
    pub id: String,
    /// Its name in Chinese.
    pub label: String,
    /// What it is: `organization`, `group`, `task`, `document`, `place`, `park`, `industry` or `indicator`.
    pub kind: String,
    /// The place whose government it is part of.
    pub jurisdiction: String,
    /// How many tasks it leads, supports and answers for; only bodies.
    pub tasks: Option<[u64; 3]>,
    /// The years of the documents that tie it to others.
    pub years: BTreeSet<u16>,
}

/// A tie from one node to another.
#[derive(Debug)]
pub struct Edge {
    /// Where the node stands from which it goes.
    pub source: usize,
    /// Where the node stands to which it goes.
    pub target: usize,
    /// What ties them, in English.
    pub kind: String,
    /// How many tasks or facts it stands for.
    pub weight: usize,
    /// The numbers, or else the titles, of the documents that say so.
    pub documents: BTreeSet<String>,
    /// Their years.
    pub years: BTreeSet<u16>,
}

/// A document, as ties cite it.
#[derive(Default)]
struct Source {
    name: String,
    year: Option<u16>,
}

/// What is known of a tie: the tasks or facts that it stands for, and the documents.
#[derive(Default)]
struct Tie {
    facts: BTreeSet<String>,
    documents: BTreeSet<String>,
}

/// Ties by their ends and types.
type Ties = BTreeMap<(String, String, String), Tie>;

/// The parts that bodies have in a task, each with the documents that say so.
type Parts = BTreeMap<(String, String), BTreeSet<String>>;

impl Network {
    /// The network of a store. It is made in memory, which grows with its nodes and ties.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn of(store: &Store, scope: Scope) -> Result<Self> {
        let mut nodes;
        let mut ties = Ties::new();
        match scope {
            Scope::Bodies => {
                nodes = named(store, &["organizations"])?;
                // A body that has a task with no one else is in the network, too.
                nodes.retain(|_, node| node.tasks.is_some_and(|tasks| tasks != [0; 3]));
                for (task, parts) in &tasks(store)? {
                    tie_bodies(task, parts, &mut ties);
                }
            }
            Scope::Tasks => {
                nodes = named(store, &["organizations", "tasks"])?;
                tie_tasks(store, &mut ties)?;
            }
            Scope::All => {
                nodes = named(store, &["documents", "organizations", "places", "parks", "industries", "indicators", "tasks"])?;
                tie_tasks(store, &mut ties)?;
                for (table, from, to, kind) in TIES {
                    tie_rows(store, table, from, to, kind, &mut ties)?;
                }
            }
        }
        if scope != Scope::Bodies {
            let tied: BTreeSet<&String> = ties.keys().flat_map(|(source, target, _)| [source, target]).collect();
            nodes.retain(|id, _| tied.contains(id));
        }
        Ok(Self::tied(nodes, ties, &sources(store)?))
    }

    fn tied(mut nodes: BTreeMap<String, Node>, ties: Ties, sources: &HashMap<String, Source>) -> Self {
        let places: HashMap<String, usize> = nodes.keys().enumerate().map(|(place, id)| (id.clone(), place)).collect();
        let mut edges = Vec::with_capacity(ties.len());
        for ((source, target, kind), Tie { facts, documents }) in ties {
            let (Some(&from), Some(&to)) = (places.get(&source), places.get(&target)) else { continue };
            let cited = || documents.iter().filter_map(|document| sources.get(document));
            let years: BTreeSet<u16> = cited().filter_map(|source| source.year).collect();
            for id in [&source, &target] {
                if let Some(node) = nodes.get_mut(id) {
                    node.years.extend(&years);
                }
            }
            let documents = cited().map(|source| source.name.clone()).collect();
            edges.push(Edge { source: from, target: to, kind, weight: facts.len().max(1), documents, years });
        }
        Self { nodes: nodes.into_values().collect(), edges }
    }
}

/// What ties things besides the parts that bodies have in tasks: table, columns of both ends, type. Of several columns each row has one.
const TIES: [(&str, &[&str], &[&str], Kind); 12] = [
    ("documents", &["id"], &["issuer"], Kind::Named("issued by")),
    ("addressees", &["document"], &["organization"], Kind::Named("addressed to")),
    ("organizations", &["id"], &["jurisdiction"], Kind::Named("organization of")),
    ("group-members", &["group"], &["member"], Kind::Named("consists of")),
    ("successions", &["organization"], &["successor"], Kind::Named("replaced by")),
    ("parks", &["id"], &["jurisdiction"], Kind::Named("park of")),
    ("tasks", &["id"], &["document"], Kind::Named("task of")),
    ("memberships", &["organization"], &["group"], Kind::Of("position")),
    ("targets", &["place", "park", "organization"], &["indicator"], Kind::Named("has target")),
    ("hostings", &["place", "park"], &["industry"], Kind::Named("hosts")),
    ("locations", &["park"], &["place"], Kind::Named("lies in")),
    ("citations", &["document"], &["cited"], Kind::Of("relation")),
];

/// The type of the ties of a table.
#[derive(Clone, Copy)]
enum Kind {
    Named(&'static str),
    /// The value of a column.
    Of(&'static str),
}

/// The things of some tables that have a key, by it.
fn named(store: &Store, tables: &[&str]) -> Result<BTreeMap<String, Node>> {
    let mut places = HashMap::new();
    let (id, name) = (Table::named("places")?.column("id")?, Table::named("places")?.column("name")?);
    Table::named("places")?.each_row(store, |cells| {
        places.insert(cells[id].clone(), cells[name].clone());
        Ok(())
    })?;
    let mut nodes = BTreeMap::new();
    for table in tables {
        let table = Table::named(table)?;
        let column = |name| table.column(name).ok();
        let id = table.column("id")?;
        let names: Vec<usize> = ["name", "title", "number"].into_iter().filter_map(column).collect();
        let (kind, jurisdiction) = (column("type"), column("jurisdiction"));
        let counts = [column("leads"), column("supports"), column("responsible")];
        let class = match table.name() {
            "industries" => "industry",
            name => name.trim_end_matches('s'),
        };
        table.each_row(store, |cells| {
            let label = names.iter().map(|&name| &cells[name]).find(|name| !name.is_empty()).unwrap_or(&cells[id]);
            let count = |column: Option<usize>| column.and_then(|column| cells[column].parse().ok());
            let tasks = match counts.map(count) {
                [Some(leads), Some(supports), Some(responsible)] => Some([leads, supports, responsible]),
                _ => None,
            };
            let node = Node {
                id: cells[id].clone(),
                label: label.clone(),
                kind: kind.map_or(class, |kind| &cells[kind]).to_owned(),
                jurisdiction: jurisdiction.and_then(|place| places.get(&cells[place]).cloned()).unwrap_or_default(),
                tasks,
                years: BTreeSet::new(),
            };
            nodes.insert(node.id.clone(), node);
            Ok(())
        })?;
    }
    Ok(nodes)
}

/// How ties cite each document, by its key.
fn sources(store: &Store) -> Result<HashMap<String, Source>> {
    let table = Table::named("documents")?;
    let [id, number, title, year] = [table.column("id")?, table.column("number")?, table.column("title")?, table.column("year")?];
    let mut sources = HashMap::new();
    table.each_row(store, |cells| {
        let name = [number, title, id].into_iter().map(|name| &cells[name]).find(|name| !name.is_empty()).cloned().unwrap_or_default();
        sources.insert(cells[id].clone(), Source { name, year: cells[year].parse().ok() });
        Ok(())
    })?;
    Ok(sources)
}

/// Who has which part in each task.
fn tasks(store: &Store) -> Result<BTreeMap<String, Parts>> {
    let table = Table::named("responsibilities")?;
    let [task, body, role] = [table.column("task")?, table.column("organization")?, table.column("role")?];
    let document = table.column("document")?;
    let mut tasks: BTreeMap<String, Parts> = BTreeMap::new();
    table.each_row(store, |cells| {
        let parts = tasks.entry(cells[task].clone()).or_default();
        parts.entry((cells[body].clone(), cells[role].clone())).or_default().insert(cells[document].clone());
        Ok(())
    })?;
    Ok(tasks)
}

/// Ties the bodies of one task to each other.
fn tie_bodies(task: &str, parts: &Parts, ties: &mut Ties) {
    for ((body, role), documents) in parts {
        for ((other, other_role), other_documents) in parts {
            let kind = match (role.as_str(), other_role.as_str()) {
                _ if body == other => continue,
                ("lead", "lead") | ("responsible", "responsible") => "joint",
                ("lead", _) => "leads",
                _ => continue,
            };
            let tie = ties.entry((body.clone(), other.clone(), kind.to_owned())).or_default();
            tie.facts.insert(task.to_owned());
            tie.documents.extend(documents.union(other_documents).cloned());
        }
    }
}

/// Ties bodies to their tasks.
fn tie_tasks(store: &Store, ties: &mut Ties) -> Result<()> {
    tie_rows(store, "responsibilities", &["organization"], &["task"], Kind::Of("role"), ties)
}

/// Ties the ends that each row of a table names.
fn tie_rows(store: &Store, table: &str, from: &[&str], to: &[&str], kind: Kind, ties: &mut Ties) -> Result<()> {
    let table = Table::named(table)?;
    let places = |names: &[&str]| names.iter().map(|name| table.column(name)).collect::<Result<Vec<_>>>();
    let (from, to) = (places(from)?, places(to)?);
    let deciding = match kind {
        Kind::Named(_) => None,
        Kind::Of(column) => Some(table.column(column)?),
    };
    // A row of documents says itself what it says.
    let document = table.column(if table.name() == "documents" { "id" } else { "document" }).ok();
    let key = table.column("id").ok();
    table.each_row(store, |cells| {
        let end = |columns: &[usize]| columns.iter().map(|&column| &cells[column]).find(|end| !end.is_empty()).cloned();
        let (Some(source), Some(target)) = (end(&from), end(&to)) else { return Ok(()) };
        let kind = match (kind, deciding) {
            (_, Some(column)) => cells[column].clone(),
            (Kind::Named(name) | Kind::Of(name), None) => name.to_owned(),
        };
        let tie = ties.entry((source, target, kind)).or_default();
        tie.facts.extend(key.map(|key| cells[key].clone()));
        tie.documents.extend(document.map(|document| cells[document].clone()));
        Ok(())
    })
}
