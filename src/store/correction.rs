//! The corrections of a store: how they come into it, and what became of each of them.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, NamedNodeRef, Quad};

use super::{Record, Result, Store, forget_record};
use crate::correct::{Action, CORRECTIONS_GRAPH, Correction, Corrections};
use crate::view::value;
use crate::vocabulary::{prov, zt};
use crate::write::Graph;

/// What became of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The correction.
    pub correction: Correction,
    /// Its IRI.
    pub iri: NamedNode,
    /// What became of it.
    pub state: State,
}

/// Whether a correction is in effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is in effect.
    InEffect,
    /// It was taken back.
    TakenBack,
    /// It is in effect, though the source under it has changed: the words still stand there.
    SourceChanged,
    /// The source under it has changed, and the fact or its words were not found any more.
    SourceGone,
    /// The file of its document is to be read again, to see whether the words still stand there.
    Waiting,
    /// The text is the same, and the fact that is wrong is not read any more.
    NotRead,
    /// The store holds nothing of what it is about.
    NoDocument,
}

impl State {
    /// The state in words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::InEffect => "in effect",
            Self::TakenBack => "taken back",
            Self::SourceChanged => "in effect; the source under it has changed, and the words still stand there",
            Self::SourceGone => "not in effect: the source under it has changed, and it was not found any more",
            Self::Waiting => "not in effect: the source under it has changed, and is read at the next build",
            Self::NotRead => "not needed: the fact is not read any more",
            Self::NoDocument => "not in effect: nothing of what it is about is in the store",
        }
    }

    /// Whether a person is to look at it again.
    #[must_use]
    pub const fn asks_for_a_look(self) -> bool {
        matches!(self, Self::SourceChanged | Self::SourceGone | Self::Waiting)
    }
}

impl Store {
    /// The corrections that the store holds.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn corrections(&self) -> Result<Corrections> {
        Ok(Corrections::of_quads(&self.base, &self.quads(CORRECTIONS_GRAPH)?))
    }

    /// Takes in corrections, and has all graphs follow them, in one transaction. Those that the store holds already change nothing. How many were new.
    ///
    /// # Errors
    /// If the disk refuses; then nothing has changed.
    pub fn correct(&self, new: &[Correction]) -> Result<usize> {
        let old = self.corrections()?;
        let known: BTreeSet<&Correction> = old.iter().collect();
        let unknown: Vec<Correction> = new.iter().filter(|it| !known.contains(it)).cloned().collect::<BTreeSet<_>>().into_iter().collect();
        if unknown.is_empty() {
            return Ok(0);
        }
        let all = Corrections::new(&self.base, known.into_iter().chain(&unknown).cloned());
        let mut graphs = BTreeSet::new();
        for iri in all.reach(&unknown) {
            let node = NamedNodeRef::new_unchecked(&iri);
            graphs.extend(self.graphs_of(Some(node), None, None)?);
            graphs.extend(self.graphs_of(None, None, Some(node.into()))?);
        }
        let mut changes = Changes::default();
        changes.between(self.quads(CORRECTIONS_GRAPH)?, all.quads());
        for name in &graphs {
            let quads = self.quads(name.as_ref())?;
            let corrected = all.apply(Graph { name: name.clone(), quads: quads.clone() });
            changes.between(quads, corrected.quads);
        }
        let unread = self.unread(&all, &unknown)?;
        self.transact(|transaction| {
            for quad in &changes.gone {
                transaction.remove(quad);
            }
            transaction.extend(&changes.new);
            for record in &unread {
                forget_record(transaction, &self.base, &record.name)?;
                transaction.insert(&record.quad(&self.base));
            }
            Ok(())
        })?;
        self.flush()?;
        Ok(unknown.len())
    }

    /// The records of the files that are to be read again: their text is another than the one that a fact was added to.
    fn unread(&self, all: &Corrections, new: &[Correction]) -> Result<Vec<Record>> {
        let mut files = BTreeSet::new();
        for correction in new.iter().filter(|it| it.action == Action::Add && !all.is_taken_back(it)) {
            for graph in self.texts_of(&correction.document)? {
                if correction.text() != graph.as_str() {
                    let quads = self.inner.quads_for_pattern(None, Some(zt::FILE), None, Some(graph.as_ref().into()));
                    for quad in quads {
                        files.insert(value(&quad.map_err(|error| self.failed(error))?.object).to_owned());
                    }
                }
            }
        }
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let records = self.records()?.into_values().filter(|record| record.documents.iter().any(|document| files.contains(document)));
        Ok(records.map(|record| Record { sha256: None, stamp: None, ..record }).collect())
    }

    /// The graphs of the texts of a document.
    fn texts_of(&self, document: &str) -> Result<BTreeSet<NamedNode>> {
        match NamedNode::new(document) {
            Ok(document) => self.graphs_of(None, Some(zt::EXPRESSES), Some(document.as_ref().into())),
            Err(_) => Ok(BTreeSet::new()),
        }
    }

    /// What became of each correction, by time.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn standings(&self) -> Result<Vec<Standing>> {
        let corrections = self.corrections()?;
        let standing = |correction: &Correction| {
            let iri = correction.iri(&self.base);
            let state = self.state(&corrections, correction, iri.as_ref())?;
            Ok(Standing { correction: correction.clone(), iri, state })
        };
        corrections.iter().map(standing).collect()
    }

    fn state(&self, corrections: &Corrections, correction: &Correction, iri: NamedNodeRef<'_>) -> Result<State> {
        if corrections.is_taken_back(correction) {
            return Ok(State::TakenBack);
        }
        if correction.action == Action::Undo {
            return Ok(State::InEffect);
        }
        let met = self.matching(Some(iri), Some(prov::USED), None, None).collect::<Result<Vec<_>>>()?;
        let met: Vec<&str> =
            met.iter().filter(|quad| quad.graph_name != CORRECTIONS_GRAPH.into()).map(|quad| value(&quad.object)).collect();
        if met.iter().any(|met| correction.action == Action::Same || [&correction.about, &correction.place].contains(&&(*met).to_owned())) {
            return Ok(State::InEffect);
        }
        if !met.is_empty() {
            return Ok(State::SourceChanged);
        }
        let texts = self.texts_of(&correction.document)?;
        if texts.is_empty() || correction.action == Action::Same {
            return Ok(State::NoDocument);
        }
        if texts.iter().any(|text| text.as_str() == correction.text()) {
            return Ok(State::NotRead);
        }
        let files: BTreeSet<String> = self.files()?.into_iter().filter(|(_, graph)| texts.contains(graph)).map(|(file, _)| file).collect();
        let is_unread = |record: &Record| record.sha256.is_none() && record.documents.iter().any(|document| files.contains(document));
        let waits = correction.action == Action::Add && self.records()?.values().any(is_unread);
        Ok(if waits { State::Waiting } else { State::SourceGone })
    }
}

/// The quads by which graphs differ.
#[derive(Default)]
struct Changes {
    gone: Vec<Quad>,
    new: Vec<Quad>,
}

impl Changes {
    /// Adds the differences between a graph as it was and as it is to be, both sorted.
    fn between(&mut self, old: Vec<Quad>, new: Vec<Quad>) {
        let order = super::quad_order;
        self.new.extend(new.iter().filter(|quad| old.binary_search_by(|it| order(it, quad)).is_err()).cloned());
        self.gone.extend(old.into_iter().filter(|quad| new.binary_search_by(|it| order(it, quad)).is_err()));
    }
}
