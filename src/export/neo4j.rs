//! CSV files for [`neo4j-admin database import`](https://neo4j.com/docs/operations-manual/current/import/).

use std::path::Path;

use super::table::{Table, csv_file, unwritten};
use crate::error::{Error, Result};
use crate::query::{Column, ColumnKind};
use crate::store::Store;

/// The files that were written, by name.
#[derive(Debug, Default)]
pub struct Neo4j {
    /// Those of nodes.
    pub nodes: Vec<String>,
    /// Those of relationships.
    pub relationships: Vec<String>,
}

/// The tables whose rows are nodes, with the label of these.
const NODES: [(&str, &str); 9] = [
    ("documents", "Document"),
    ("indicators", "Indicator"),
    ("industries", "Industry"),
    ("memberships", "Membership"),
    ("organizations", "Organization"),
    ("parks", "Park"),
    ("places", "Place"),
    ("targets", "Target"),
    ("tasks", "Task"),
];

/// What relationships a table gives: one a row that has both ends. Of several columns that may hold an end, each row has one.
struct Relationship {
    file: &'static str,
    table: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
    kind: Kind,
}

/// The type of relationships.
enum Kind {
    Named(&'static str),
    /// By the value of a column.
    Of(&'static str, &'static [(&'static str, &'static str)]),
}

impl Kind {
    fn of(&self, value: &str) -> &'static str {
        match self {
            Self::Named(name) => name,
            Self::Of(_, names) => names.iter().find(|(known, _)| *known == value).map_or("RELATED_TO", |(_, name)| name),
        }
    }
}

use Kind::{Named, Of};

#[rustfmt::skip]
const RELATIONSHIPS: [Relationship; 17] = [
    Relationship { file: "issued-by", table: "documents", from: &["id"], to: &["issuer"], kind: Named("ISSUED_BY") },
    Relationship { file: "addressed-to", table: "addressees", from: &["document"], to: &["organization"], kind: Named("ADDRESSED_TO") },
    Relationship { file: "organization-of", table: "organizations", from: &["id"], to: &["jurisdiction"], kind: Named("ORGANIZATION_OF") },
    Relationship { file: "park-of", table: "parks", from: &["id"], to: &["jurisdiction"], kind: Named("PARK_OF") },
    Relationship { file: "consists-of", table: "group-members", from: &["group"], to: &["member"], kind: Named("CONSISTS_OF") },
    Relationship { file: "replaced-by", table: "successions", from: &["organization"], to: &["successor"], kind: Named("REPLACED_BY") },
    Relationship { file: "task-of", table: "tasks", from: &["id"], to: &["document"], kind: Named("TASK_OF") },
    Relationship { file: "responsibilities", table: "responsibilities", from: &["organization"], to: &["task"],
        kind: Of("role", &[("lead", "LEADS"), ("support", "SUPPORTS"), ("responsible", "RESPONSIBLE_FOR")]) },
    Relationship { file: "seat-in", table: "memberships", from: &["id"], to: &["group"], kind: Named("SEAT_IN") },
    Relationship { file: "seat-of", table: "memberships", from: &["id"], to: &["organization"], kind: Named("SEAT_OF") },
    Relationship { file: "seat-stated-in", table: "memberships", from: &["id"], to: &["document"], kind: Named("STATED_IN") },
    Relationship { file: "target-of", table: "targets", from: &["id"], to: &["place", "park", "organization"], kind: Named("TARGET_OF") },
    Relationship { file: "measures", table: "targets", from: &["id"], to: &["indicator"], kind: Named("MEASURES") },
    Relationship { file: "target-stated-in", table: "targets", from: &["id"], to: &["document"], kind: Named("STATED_IN") },
    Relationship { file: "hosts", table: "hostings", from: &["place", "park"], to: &["industry"], kind: Named("HOSTS") },
    Relationship { file: "lies-in", table: "locations", from: &["park"], to: &["place"], kind: Named("LIES_IN") },
    Relationship { file: "citations", table: "citations", from: &["document"], to: &["cited"],
        kind: Of("relation", &[("cites", "CITES"), ("implements", "IMPLEMENTS"), ("based_on", "BASED_ON"), ("repeals", "REPEALS")]) },
];

/// Writes the files of nodes and relationships into a folder that is there, with typed headers.
///
/// Bodies, tasks, documents, places and what else has a name are nodes. A fact with two ends is a relationship with its quote and place as properties;
/// targets and seats in leading groups, of which an end may be missing, are nodes. Quotes may hold line breaks, so the import needs
/// `--multiline-fields=true`.
///
/// # Errors
/// If the store cannot be read, or the disk refuses.
pub fn neo4j(store: &Store, folder: &Path) -> Result<Neo4j> {
    let mut written = Neo4j::default();
    for table in Table::all() {
        let mut outputs = Vec::new();
        for (_, label) in NODES.iter().filter(|(name, _)| *name == table.name()) {
            let file = format!("nodes-{}.csv", table.name());
            outputs.push(Output::nodes(table, label, &folder.join(&file))?);
            written.nodes.push(file);
        }
        for relationship in RELATIONSHIPS.iter().filter(|relationship| relationship.table == table.name()) {
            let file = format!("relationships-{}.csv", relationship.file);
            outputs.push(Output::relationships(table, relationship, &folder.join(&file))?);
            written.relationships.push(file);
        }
        if !outputs.is_empty() {
            table.each_row(store, |cells| outputs.iter_mut().try_for_each(|output| output.write(cells)))?;
        }
        outputs.iter_mut().try_for_each(|output| output.file.flush()).map_err(Error::Export)?;
    }
    Ok(written)
}

/// A file that gets rows of a table.
struct Output {
    file: csv::Writer<std::fs::File>,
    /// The columns that are written as they are.
    plain: Vec<usize>,
    ends: Ends,
}

enum Ends {
    Label(&'static str),
    Relationship { from: Vec<usize>, to: Vec<usize>, kind: &'static Kind, deciding: Option<usize> },
}

impl Output {
    fn nodes(table: Table, label: &'static str, path: &Path) -> Result<Self> {
        // What refers to other nodes is told by relationships.
        let plain = columns(table, |column| !matches!(column.kind, ColumnKind::Reference(_)));
        let header = plain.iter().map(|&column| property(&table.columns()[column])).chain([":LABEL".to_owned()]);
        Self::begin(path, header, plain.clone(), Ends::Label(label))
    }

    fn relationships(table: Table, relationship: &'static Relationship, path: &Path) -> Result<Self> {
        let places = |names: &[&str]| names.iter().map(|name| table.column(name)).collect::<Result<Vec<_>>>();
        let (from, to) = (places(relationship.from)?, places(relationship.to)?);
        let deciding = match relationship.kind {
            Named(_) => None,
            Of(column, _) => Some(table.column(column)?),
        };
        // What is told of a row that is a node stands with the node.
        let is_node = NODES.iter().any(|(name, _)| *name == relationship.table);
        let told = |column: usize| !from.contains(&column) && !to.contains(&column) && deciding != Some(column);
        let plain: Vec<usize> = if is_node { Vec::new() } else { (0..table.columns().len()).filter(|&column| told(column)).collect() };
        let header = [":START_ID", ":END_ID", ":TYPE"].map(str::to_owned).into_iter();
        let header = header.chain(plain.iter().map(|&column| property(&table.columns()[column]).replace("id:ID", "id:string")));
        Self::begin(path, header, plain.clone(), Ends::Relationship { from, to, kind: &relationship.kind, deciding })
    }

    fn begin(path: &Path, header: impl Iterator<Item = String>, plain: Vec<usize>, ends: Ends) -> Result<Self> {
        let mut file = csv_file(path)?;
        file.write_record(header.collect::<Vec<_>>()).map_err(unwritten)?;
        Ok(Self { file, plain, ends })
    }

    fn write(&mut self, cells: &[String]) -> Result<()> {
        let plain = self.plain.iter().map(|&column| cells[column].as_str());
        let written = match &self.ends {
            Ends::Label(label) => self.file.write_record(plain.chain([*label])),
            Ends::Relationship { from, to, kind, deciding } => {
                let end = |columns: &[usize]| columns.iter().map(|&column| cells[column].as_str()).find(|end| !end.is_empty());
                let (Some(from), Some(to)) = (end(from), end(to)) else { return Ok(()) };
                let kind = kind.of(deciding.map_or("", |column| &cells[column]));
                self.file.write_record([from, to, kind].into_iter().chain(plain))
            }
        };
        written.map_err(unwritten)
    }
}

fn columns(table: Table, wanted: impl Fn(&Column) -> bool) -> Vec<usize> {
    table.columns().iter().enumerate().filter(|(_, column)| wanted(column)).map(|(index, _)| index).collect()
}

/// A column's name and type, as an import header has them.
fn property(column: &Column) -> String {
    let kind = match column.kind {
        ColumnKind::Key => "ID",
        ColumnKind::Reference(_) | ColumnKind::Text => "string",
        ColumnKind::Integer => "long",
        ColumnKind::Decimal => "double",
        ColumnKind::Year => "int",
        ColumnKind::Boolean => "boolean",
    };
    format!("{}:{kind}", column.name)
}
