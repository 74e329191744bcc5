//! The graph of a text, read back: what its facts claim, and the words that prove them.

use std::fmt::Write as _;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::extract::{Position, Relation, Role};
use crate::vocabulary::{FACTS, dcterms, eli, oa, skos, zt};

/// The sorted quads of one graph, as [`Store::quads`](crate::store::Store::quads) gives them and [`Graph`](crate::write::Graph) holds them.
#[derive(Clone, Copy, Debug)]
pub struct View<'q> {
    quads: &'q [Quad],
}

/// The words that prove a fact, and where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote<'q> {
    /// The code point at which they start.
    pub start: usize,
    /// The code point behind the last one.
    pub end: usize,
    /// The words.
    pub exact: &'q str,
}

impl<'q> View<'q> {
    /// A view of quads that are sorted as a graph's are.
    #[must_use]
    pub fn new(quads: &'q [Quad]) -> Self {
        Self { quads }
    }

    /// The quads of a subject.
    #[must_use]
    pub fn about(self, subject: &str) -> &'q [Quad] {
        let first = self.quads.partition_point(|quad| name(&quad.subject) < subject);
        let length = self.quads[first..].partition_point(|quad| name(&quad.subject) == subject);
        &self.quads[first..first + length]
    }

    /// The values that a property of a subject has.
    pub fn values(self, subject: &str, property: NamedNodeRef<'static>) -> impl Iterator<Item = &'q str> + use<'q> {
        self.about(subject).iter().filter(move |quad| quad.predicate == property).map(|quad| value(&quad.object))
    }

    /// The first value of a property; empty if it has none.
    #[must_use]
    pub fn value(self, subject: &str, property: NamedNodeRef<'static>) -> &'q str {
        self.values(subject, property).next().unwrap_or_default()
    }

    /// The things of a class.
    pub fn instances(self, class: NamedNodeRef<'static>) -> impl Iterator<Item = &'q str> {
        let of_class = move |quad: &&Quad| quad.predicate == rdf::TYPE && quad.object == class.into();
        self.quads.iter().filter(of_class).map(|quad| name(&quad.subject))
    }

    /// The subjects of all quads that have this object.
    pub fn pointing_to(self, object: &str) -> impl Iterator<Item = &'q str> {
        self.quads.iter().filter(move |quad| value(&quad.object) == object && quad.object.is_named_node()).map(|quad| name(&quad.subject))
    }

    /// The class of a fact; `None` for anything else.
    #[must_use]
    pub fn class(self, node: &str) -> Option<NamedNodeRef<'static>> {
        FACTS.into_iter().find(|class| self.values(node, rdf::TYPE).any(|value| value == class.as_str()))
    }

    /// The facts, by their IRIs.
    pub fn facts(self) -> impl Iterator<Item = &'q str> {
        FACTS.into_iter().flat_map(move |class| self.instances(class))
    }

    /// The name of a thing.
    #[must_use]
    pub fn name(self, node: &str) -> &'q str {
        self.value(node, skos::PREF_LABEL)
    }

    /// The quote of a piece of evidence.
    #[must_use]
    pub fn quote(self, evidence: &str) -> Option<Quote<'q>> {
        let selector = self.values(evidence, oa::HAS_SELECTOR).next()?;
        let number = |property| self.value(selector, property).parse().ok();
        Some(Quote { start: number(oa::START)?, end: number(oa::END)?, exact: self.values(selector, oa::EXACT).next()? })
    }

    /// What a fact claims, with all names in full, in the form of the specifications: `lead 云岭省商务厅 | 冷链物流`.
    /// `None` for what is no fact.
    #[must_use]
    pub fn claim(self, fact: &str) -> Option<String> {
        let name = |property| self.name(self.value(fact, property));
        let value = |property| self.value(fact, property);
        let or_dash = |text: &'q str| if text.is_empty() { "-" } else { text };
        let class = self.class(fact)?;
        if class == zt::ASSIGNMENT {
            let role = ROLES.into_iter().find(|(term, _)| term.as_str() == value(zt::ROLE)).map_or("", |(_, role)| role.name());
            let task = name(zt::TASK_PROPERTY);
            let mut claim = format!("{role} {} | {}", name(zt::ORGANIZATION), if task.is_empty() { "*" } else { task });
            let (deadline, official) = (value(zt::DEADLINE), value(zt::OFFICIAL));
            if !(deadline.is_empty() && official.is_empty()) {
                let _ = write!(claim, " | {}", or_dash(deadline));
            }
            if !official.is_empty() {
                let _ = write!(claim, " | {official}");
            }
            return Some(claim);
        }
        if class == zt::MEMBERSHIP {
            let position = POSITIONS.into_iter().find(|(term, _)| term.as_str() == value(zt::POSITION)).map_or("", |(_, it)| it.name());
            let (person, member) = (or_dash(value(zt::PERSON)), or_dash(name(zt::MEMBER_PROPERTY)));
            return Some(format!("member {} | {position} | {person} | {member}", name(zt::GROUP)));
        }
        if class == zt::TARGET {
            let measure = value(zt::MEASURE).rsplit('#').next().unwrap_or_default();
            let mut claim = format!("target {} | {} | {measure} ", or_dash(name(zt::SUBJECT_PROPERTY)), name(zt::INDICATOR_PROPERTY));
            let _ = write!(claim, "{} {}", value(zt::COMPARATOR), value(zt::VALUE));
            let (upper, unit, baseline) = (value(zt::VALUE_TO), value(zt::UNIT), value(zt::BASELINE));
            for (before, text) in [("..", upper), (" ", unit), (" | ", or_dash(value(zt::YEAR))), (" | from ", baseline)] {
                if !text.is_empty() {
                    let _ = write!(claim, "{before}{text}");
                }
            }
            return Some(claim);
        }
        if class == zt::HOSTING {
            return Some(format!("industry {} | {}", name(zt::HOST), name(zt::INDUSTRY_PROPERTY)));
        }
        if class == zt::LOCATION {
            return Some(format!("located_in {} | {}", name(zt::PARK_PROPERTY), name(zt::PLACE_PROPERTY)));
        }
        let relation = RELATIONS.into_iter().find(|(term, _)| term.as_str() == value(zt::RELATION)).map_or("", |(_, it)| it.name());
        let cited = value(zt::CITED);
        Some(format!("{relation} {} | {}", self.value(cited, dcterms::TITLE), self.value(cited, eli::ID_LOCAL)))
    }
}

const ROLES: [(NamedNodeRef<'static>, Role); 3] =
    [(zt::LEAD, Role::Lead), (zt::SUPPORT, Role::Support), (zt::RESPONSIBLE, Role::Responsible)];

const POSITIONS: [(NamedNodeRef<'static>, Position); 4] =
    [(zt::HEAD, Position::Head), (zt::DEPUTY, Position::Deputy), (zt::MEMBER, Position::Member), (zt::OFFICE, Position::Office)];

const RELATIONS: [(NamedNodeRef<'static>, Relation); 4] = [
    (eli::CITES, Relation::Cites),
    (eli::ENSURES_IMPLEMENTATION_OF, Relation::Implements),
    (eli::BASED_ON, Relation::BasedOn),
    (eli::REPEALS, Relation::Repeals),
];

/// The IRI of a subject.
pub(crate) fn name(subject: &NamedOrBlankNode) -> &str {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// The IRI or the text of an object.
pub(crate) fn value(object: &Term) -> &str {
    match object {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
    }
}
