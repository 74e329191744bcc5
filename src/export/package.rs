//! A [Data Package](https://specs.frictionlessdata.io/data-package/): tables in CSV, and a file that says what is in them.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::names::Names;
use super::table::{Table, csv_file, unwritten};
use crate::error::{Error, Result};
use crate::query::{Column, ColumnKind};
use crate::store::Store;

/// Writes `datapackage.json` and a CSV file a table into a folder that is there, and returns how many rows there are.
///
/// What a column refers to is the key of another table; a key is the end of the IRI that the thing has in the graph, whose beginning is the package's
/// `base`. `created` is the day of the latest document, so that the same store gives the same bytes; the licence is left to whoever publishes the package.
/// The cells are data for programs: one that begins like a formula has nothing before it.
///
/// # Errors
/// If the store cannot be read, or the disk refuses.
pub fn data_package(store: &Store, folder: &Path) -> Result<u64> {
    let mut rows = 0;
    let mut resources = Vec::new();
    let mut latest = String::new();
    for table in Table::all() {
        let path = format!("{}.csv", table.name());
        let mut file = csv_file(&folder.join(&path))?;
        file.write_record(table.columns().iter().map(|column| &column.name)).map_err(unwritten)?;
        let dates: Vec<usize> = ["issued", "published"].iter().filter_map(|name| table.column(name).ok()).collect();
        table.each_row(store, |cells| {
            rows += 1;
            for &date in &dates {
                if cells[date].len() == "2006-01-02".len() && cells[date] > latest {
                    latest.clone_from(&cells[date]);
                }
            }
            file.write_record(cells).map_err(unwritten)
        })?;
        file.flush().map_err(Error::Export)?;
        resources.push(resource(table, &path));
    }
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": "zhengtu",
        "title": "政策文件知识图谱 / A knowledge graph of policy documents",
        "base": Names::new(store.base()).base(),
        "resources": resources,
    });
    if !latest.is_empty() {
        package["created"] = format!("{latest}T00:00:00Z").into();
    }
    let json = serde_json::to_string_pretty(&package).map_err(|error| Error::Export(error.into()))?;
    fs::write(folder.join("datapackage.json"), json + "\n").map_err(Error::Export)?;
    Ok(rows)
}

fn resource(table: Table, path: &str) -> Value {
    let header = &table.query().header;
    let names =
        |wanted: fn(&ColumnKind) -> bool| table.columns().iter().filter(move |column| wanted(&column.kind)).map(|column| &column.name);
    let mut schema = json!({
        "fields": table.columns().iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
        "foreignKeys": table.columns().iter().filter_map(foreign_key).collect::<Vec<_>>(),
    });
    if let Some(key) = names(|kind| *kind == ColumnKind::Key).next() {
        schema["primaryKey"] = key.as_str().into();
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.name(),
        "path": path,
        "title": format!("{} / {}", header.title, header.title_en),
        "description": format!("{} / {}", header.description, header.description_en),
        "encoding": "utf-8",
        "schema": schema,
    })
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        ColumnKind::Key | ColumnKind::Reference(_) | ColumnKind::Text => "string",
        ColumnKind::Integer => "integer",
        ColumnKind::Decimal => "number",
        ColumnKind::Year => "year",
        ColumnKind::Boolean => "boolean",
    };
    json!({ "name": column.name, "type": kind, "description": format!("{} / {}", column.description, column.description_en) })
}

fn foreign_key(column: &Column) -> Option<Value> {
    let ColumnKind::Reference(table) = &column.kind else { return None };
    Some(json!({ "fields": column.name, "reference": { "resource": table, "fields": "id" } }))
}
