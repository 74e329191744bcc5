//! Changes to the graph: [SPARQL 1.1 Update](https://www.w3.org/TR/sparql11-update/).

use oxigraph::sparql::{SparqlEvaluator, UpdateEvaluationError};
use oxigraph::store::Transaction;
use spargebra::GraphUpdateOperation as Operation;
use spargebra::algebra::QueryDataset;

use super::{Dataset, algebra, error, not_sparql, parser};
use crate::Result;

/// An update that was read and found to be one.
#[derive(Debug, Clone)]
pub struct Update {
    operations: spargebra::Update,
    origin: String,
}

/// Reads an update. Relative IRIs in it are relative to `base`; the prefixes in use here need not be declared, as in [`parse`](super::parse).
///
/// # Errors
/// [`Error::Query`](crate::Error::Query) where it is not SPARQL, with the line, and where it asks another computer with `LOAD` or `SERVICE`.
pub fn parse_update(base: &str, text: &str, origin: &str) -> Result<Update> {
    let based = parser().with_base_iri(base);
    let parser = based.map_err(|reason| error(format!("{base} is not an IRI: {reason}"), origin, "write the base in full"))?;
    let mut operations = parser.parse_update(text).map_err(|reason| not_sparql(text, origin, &reason.to_string()))?;
    let foreign = operations.operations.iter_mut().find_map(|operation| match operation {
        Operation::Load { .. } => Some("LOAD"),
        Operation::DeleteInsert { pattern, .. } => algebra::pattern_has_service(pattern).then_some("SERVICE"),
        _ => None,
    });
    if let Some(keyword) = foreign {
        return Err(error(
            format!("{keyword} asks another computer, and zhengtu makes no request of its own"),
            origin,
            "fetch that data first, then send it here",
        ));
    }
    Ok(Update { operations, origin: origin.to_owned() })
}

impl Update {
    /// Makes the patterns of the update see these graphs alone
    /// ([SPARQL 1.1 Protocol, 2.2.3](https://www.w3.org/TR/sparql11-protocol/#update-dataset)). Where none is named, the update decides.
    ///
    /// # Errors
    /// If the update names graphs itself, with `USING` or `WITH`.
    pub fn over(&mut self, dataset: &Dataset) -> Result<()> {
        if *dataset == Dataset::default() {
            return Ok(());
        }
        for operation in &mut self.operations.operations {
            let Operation::DeleteInsert { using, .. } = operation else { continue };
            if using.is_some() {
                return Err(error(
                    "the update names its graphs, with USING or WITH, and so does the request",
                    &self.origin,
                    "name them in one of the two",
                ));
            }
            *using = Some(QueryDataset { default: dataset.default.clone(), named: Some(dataset.named.clone()) });
        }
        Ok(())
    }

    /// Makes the change, in a transaction. A pattern that names no graphs sees the merge of all, as a query does; what is written without `GRAPH` stands in
    /// the default graph.
    ///
    /// # Errors
    /// If it cannot be done: `CREATE` of a graph that there is, `DROP` of one that there is not, a storage that fails.
    pub fn run(mut self, transaction: &mut Transaction<'_>) -> Result<()> {
        let mut over_all = Vec::new();
        for operation in &mut self.operations.operations {
            if let Operation::DeleteInsert { using, pattern, .. } = operation {
                algebra::merge_pattern(pattern);
                over_all.push(using.is_none());
            }
        }
        let mut prepared = SparqlEvaluator::new().for_update(self.operations);
        for (dataset, over_all) in prepared.using_datasets_mut().zip(over_all) {
            if over_all {
                dataset.set_default_graph_as_union();
            }
        }
        prepared.on_transaction(transaction).execute().map_err(|reason: UpdateEvaluationError| {
            let remedy = "mend it, and send it again: nothing has been changed";
            error(format!("the update cannot be made: {reason}"), &self.origin, remedy)
        })
    }
}
