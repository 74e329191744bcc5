//! How each relation stands in the graph: the plain triple, and the node that carries its details and its evidence.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

use super::{Writer, chinese, date, decimal, string};
use crate::extract::{Citation, Fact, Industry, Location, Measure, Membership, Position, Relation, Responsibility, Role, Target};
use crate::link::{Entity, Kind};
use crate::text::sha256;
use crate::view::View;
use crate::vocabulary::{dcterms, eli, org, schema, zt};

impl Writer<'_> {
    pub(super) fn fact(&mut self, fact: &Fact<Entity>) {
        match fact {
            Fact::Responsibility(fact) => self.responsibility(fact),
            Fact::Membership(fact) => self.membership(fact),
            Fact::Target(fact) => self.target(fact),
            Fact::Industry(fact) => self.industry(fact),
            Fact::Location(fact) => self.location(fact),
            Fact::Citation(fact) => self.citation(fact),
        }
    }

    fn responsibility(&mut self, responsibility: &Responsibility<Entity>) {
        let Some((evidence, start)) = self.evidence(&responsibility.evidence) else { return };
        let organization = self.entity(&responsibility.organization);
        let task = match &responsibility.task {
            Some(task) => self.task(task),
            None => self.lost_task(&evidence),
        };
        let (role, plain) = match responsibility.role {
            Role::Lead => (zt::LEAD, zt::LEADS),
            Role::Support => (zt::SUPPORT, zt::SUPPORTS),
            Role::Responsible => (zt::RESPONSIBLE, zt::IS_RESPONSIBLE_FOR),
        };
        self.add(&organization, plain, task.clone());

        let names = [self.text_iri.as_str(), task.as_str(), role.as_str(), organization.as_str(), &start.to_string()].join("\n");
        let assignment = self.base.entity("assignment", &[&sha256(&names)[..32]]);
        self.add(&assignment, rdf::TYPE, zt::ASSIGNMENT);
        self.add(&assignment, zt::ROLE, role);
        self.add(&assignment, zt::ORGANIZATION, organization);
        self.add(&assignment, zt::TASK_PROPERTY, task);
        self.add(&assignment, zt::WRITTEN_AS, string(&responsibility.organization.mention.name));
        if let Some(deadline) = &responsibility.deadline {
            self.add(&assignment, zt::DEADLINE, date(deadline).unwrap_or_else(|| chinese(&deadline.value)));
        }
        if let Some(official) = &responsibility.official {
            self.add(&assignment, zt::OFFICIAL, chinese(official));
        }
        self.proof(&assignment, &responsibility.evidence, evidence);
    }

    fn membership(&mut self, membership: &Membership<Entity>) {
        let Some((evidence, start)) = self.evidence(&membership.evidence) else { return };
        let group = self.entity(&membership.group);
        let member = membership.organization.as_ref().map(|organization| self.entity(organization));
        let position = match membership.position {
            Position::Head => zt::HEAD,
            Position::Deputy => zt::DEPUTY,
            Position::Member => zt::MEMBER,
            Position::Office => zt::OFFICE,
        };
        let person = membership.person.as_deref().unwrap_or_default();
        let who = member.as_ref().map_or(person, NamedNode::as_str).to_owned();
        let node = self.fact_node("membership", &[group.as_str(), position.as_str(), &who, person], start);
        self.add(&node, rdf::TYPE, zt::MEMBERSHIP);
        self.add(&node, zt::GROUP, group.clone());
        self.add(&node, zt::POSITION, position);
        if !person.is_empty() {
            self.add(&node, zt::PERSON, chinese(person));
        }
        if let Some(member) = member {
            self.add(&member, org::MEMBER_OF, group);
            self.add(&node, zt::MEMBER_PROPERTY, member);
        }
        self.proof(&node, &membership.evidence, evidence);
    }

    fn target(&mut self, target: &Target<Entity>) {
        let Some((evidence, start)) = self.evidence(&target.evidence) else { return };
        let indicator = self.concept("indicator", zt::INDICATOR, &target.indicator);
        let measure = match target.measure {
            Measure::Level => zt::LEVEL,
            Measure::Growth => zt::GROWTH,
            Measure::Reduction => zt::REDUCTION,
            Measure::Share => zt::SHARE,
            Measure::Count => zt::COUNT,
        };
        let subject = target.subject.as_ref().map(|subject| self.entity(subject));
        let (quantity, year) = (&target.quantity, target.year.map(|year| year.to_string()).unwrap_or_default());
        let about = subject.as_ref().map_or("", NamedNode::as_str);
        let node = self.fact_node("target", &[about, indicator.as_str(), measure.as_str(), &quantity.to_string(), &year], start);
        self.add(&node, rdf::TYPE, zt::TARGET);
        self.add(&node, zt::INDICATOR_PROPERTY, indicator.clone());
        self.add(&node, zt::MEASURE, measure);
        self.add(&node, zt::COMPARATOR, string(quantity.comparator.name()));
        self.add(&node, zt::VALUE, decimal(&quantity.value));
        if let Some(upper) = &quantity.value_to {
            self.add(&node, zt::VALUE_TO, decimal(upper));
        }
        if let Some(baseline) = &target.baseline {
            self.add(&node, zt::BASELINE, decimal(baseline));
        }
        self.add(&node, zt::UNIT, string(&quantity.unit));
        if !year.is_empty() {
            self.add(&node, zt::YEAR, Literal::new_typed_literal(year, xsd::G_YEAR));
        }
        if let Some(subject) = subject {
            self.add(&subject, zt::TARGETS, indicator);
            self.add(&node, zt::SUBJECT_PROPERTY, subject);
        }
        self.proof(&node, &target.evidence, evidence);
    }

    fn industry(&mut self, fact: &Industry<Entity>) {
        let Some((evidence, start)) = self.evidence(&fact.evidence) else { return };
        let (host, industry) = (self.entity(&fact.host), self.entity(&fact.industry));
        let plain = if fact.host.kind == Kind::Park { zt::FOCUSES_ON } else { zt::HOSTS };
        self.add(&host, plain, industry.clone());
        let node = self.fact_node("hosting", &[host.as_str(), industry.as_str()], start);
        self.add(&node, rdf::TYPE, zt::HOSTING);
        self.add(&node, zt::HOST, host);
        self.add(&node, zt::INDUSTRY_PROPERTY, industry);
        self.proof(&node, &fact.evidence, evidence);
    }

    fn location(&mut self, location: &Location<Entity>) {
        let Some((evidence, start)) = self.evidence(&location.evidence) else { return };
        let (park, place) = (self.entity(&location.park), self.entity(&location.place));
        self.add(&park, schema::CONTAINED_IN_PLACE, place.clone());
        let node = self.fact_node("location", &[park.as_str(), place.as_str()], start);
        self.add(&node, rdf::TYPE, zt::LOCATION);
        self.add(&node, zt::PARK_PROPERTY, park);
        self.add(&node, zt::PLACE_PROPERTY, place);
        self.proof(&node, &location.evidence, evidence);
    }

    fn citation(&mut self, citation: &Citation) {
        let Some((evidence, start)) = self.evidence(&citation.evidence) else { return };
        let citing = self.document_iri.clone();
        let cited = self.base.entity("document", &[citation.document_number.as_deref().unwrap_or(&citation.title)]);
        self.add(&cited, rdf::TYPE, zt::DOCUMENT);
        self.add(&cited, dcterms::TITLE, chinese(&citation.title));
        if let Some(number) = &citation.document_number {
            self.add(&cited, eli::ID_LOCAL, string(number));
        }
        // Whatever it is to the other document, it names it.
        self.add(&citing, eli::CITES, cited.clone());
        let relation = match citation.relation {
            Relation::Cites => eli::CITES,
            Relation::Implements => eli::ENSURES_IMPLEMENTATION_OF,
            Relation::BasedOn => eli::BASED_ON,
            Relation::Repeals => eli::REPEALS,
        };
        self.add(&citing, relation, cited.clone());

        let node = self.fact_node("citation", &[cited.as_str()], start);
        self.add(&node, rdf::TYPE, zt::CITATION);
        self.add(&node, zt::CITING, citing);
        self.add(&node, zt::CITED, cited);
        self.add(&node, zt::RELATION, relation.into_owned());
        self.proof(&node, &citation.evidence, evidence);
    }
}

/// The plain triples that a fact stands for, as subject, property and object.
pub(crate) fn plain_triples<'q>(view: View<'q>, fact: &str) -> Vec<(&'q str, NamedNodeRef<'static>, &'q str)> {
    let value = |property| view.value(fact, property);
    let Some(class) = view.class(fact) else { return Vec::new() };
    let mut triples = Vec::new();
    if class == zt::ASSIGNMENT {
        let roles = [(zt::LEAD, zt::LEADS), (zt::SUPPORT, zt::SUPPORTS), (zt::RESPONSIBLE, zt::IS_RESPONSIBLE_FOR)];
        let plain = roles.into_iter().find(|(role, _)| role.as_str() == value(zt::ROLE));
        triples.extend(plain.map(|(_, plain)| (value(zt::ORGANIZATION), plain, value(zt::TASK_PROPERTY))));
    } else if class == zt::MEMBERSHIP {
        triples.push((value(zt::MEMBER_PROPERTY), org::MEMBER_OF, value(zt::GROUP)));
    } else if class == zt::TARGET {
        triples.push((value(zt::SUBJECT_PROPERTY), zt::TARGETS, value(zt::INDICATOR_PROPERTY)));
    } else if class == zt::HOSTING {
        triples.extend([zt::HOSTS, zt::FOCUSES_ON].map(|plain| (value(zt::HOST), plain, value(zt::INDUSTRY_PROPERTY))));
    } else if class == zt::LOCATION {
        triples.push((value(zt::PARK_PROPERTY), schema::CONTAINED_IN_PLACE, value(zt::PLACE_PROPERTY)));
    } else {
        let relations = [eli::CITES, eli::ENSURES_IMPLEMENTATION_OF, eli::BASED_ON, eli::REPEALS];
        let relation = relations.into_iter().find(|relation| relation.as_str() == value(zt::RELATION));
        triples.extend([Some(eli::CITES), relation].into_iter().flatten().map(|plain| (value(zt::CITING), plain, value(zt::CITED))));
    }
    triples
}
