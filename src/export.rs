//! The graph for other tools: RDF, tables for statistics and databases, networks.
//!
//! | for | call | files |
//! |---|---|---|
//! | RDF tools, and people who read Turtle | [`rdf`] | one |
//! | spreadsheets, pandas, R | [`data_package`] | a folder: `datapackage.json` and a CSV file a table |
//! | Neo4j | [`neo4j`] | a folder: a CSV file for each kind of node and of relationship |
//! | Gephi, networkx, igraph | [`Network::of`], [`graphml`], [`gexf`] | one |
//!
//! The rows of tables and networks are the answers of the queries in `queries/export/`. The same store gives the same bytes in each of the forms.

mod jsonld;
mod names;
mod neo4j;
mod network;
mod package;
mod rdf;
mod section;
mod table;
mod turtle;
mod xml;

pub use jsonld::CONTEXT;
pub use neo4j::{Neo4j, neo4j};
pub use network::{Edge, Network, Node, Scope};
pub use package::data_package;
pub use rdf::{GraphWriter, rdf};
pub use xml::{gexf, graphml};
