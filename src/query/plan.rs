//! In which order a query is answered: what it asks about is looked up first, the rest is told of what was found.
//!
//! Oxigraph answers each sub-select for the whole store and joins afterwards, so that a question about one body reads the names of all. Here a join
//! whose right side can be asked row by row becomes `LATERAL`
//! ([SEP 6](https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md)): the values of the left side are put into the right before it is
//! evaluated. The right sides begin with what shares a variable with what is known, in the order of the text. The rows are the same.

use std::collections::HashSet;

use spargebra::Query;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern, Variable};

use crate::vocabulary::skos;

use super::algebra::{declared, expression_variables, first_name, pattern_mut, rename_hidden};

type Variables = HashSet<Variable>;

/// Orders the joins of a query if one of its sub-selects looks up a parameter that is given. Other queries are left to Oxigraph: what lists the whole
/// store is faster by hash joins.
pub(super) fn order(query: &mut Query, given: &[(String, String)]) {
    let pattern = pattern_mut(query);
    let plan = Plan { given };
    if plan.is_anchored(outermost(pattern)) {
        rename_hidden(pattern);
        plan.order(pattern, &Variables::new());
    }
}

/// What the outermost `SELECT` selects from.
fn outermost(pattern: &GraphPattern) -> &GraphPattern {
    match pattern {
        GraphPattern::Slice { inner, .. } | GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => outermost(inner),
        GraphPattern::Project { inner, .. } => inner,
        other => other,
    }
}

struct Plan<'a> {
    given: &'a [(String, String)],
}

impl Plan<'_> {
    /// Whether a sub-select in it looks up a parameter that is given.
    fn is_anchored(&self, pattern: &GraphPattern) -> bool {
        match pattern {
            GraphPattern::Project { inner, .. } => self.asks(inner),
            other => parts(other).into_iter().any(|part| self.is_anchored(part)),
        }
    }

    /// Whether the `VALUES` of a given parameter is in it.
    fn asks(&self, pattern: &GraphPattern) -> bool {
        match pattern {
            GraphPattern::Values { variables, .. } => {
                declared(variables).is_some_and(|variable| self.given.iter().any(|(name, _)| name == first_name(variable)))
            }
            other => parts(other).into_iter().any(|part| self.asks(part)),
        }
    }

    /// Orders what is in the pattern. It will be evaluated for one set of values at a time of the variables in `known`.
    fn order(&self, pattern: &mut GraphPattern, known: &Variables) {
        use GraphPattern as P;
        match pattern {
            P::Join { .. } => {
                let mut items = Vec::new();
                flatten(std::mem::take(pattern), &mut items);
                *pattern = self.join(items, known);
            }
            P::LeftJoin { left, right, expression } => {
                self.order(left, known);
                let known_here = union(known, &visible(left));
                if is_connected(right, &known_here) && fits(right, &known_here) {
                    self.order(right, &known_here);
                    let (left, right) = (std::mem::take(left), std::mem::take(right));
                    let optional = P::LeftJoin { left: Box::new(P::default()), right, expression: expression.take() };
                    *pattern = P::Lateral { left, right: Box::new(optional) };
                } else {
                    self.order(right, &Variables::new());
                }
            }
            P::Union { left, right } => {
                self.order(left, known);
                self.order(right, known);
            }
            P::Minus { left, right } => {
                self.order(left, known);
                self.order(right, &Variables::new());
            }
            P::Distinct { inner } => {
                self.order(inner, known);
                if let P::Project { inner, .. } = &mut **inner {
                    once_each(inner);
                }
            }
            P::Filter { inner, .. } | P::Extend { inner, .. } | P::OrderBy { inner, .. } | P::Reduced { inner } => self.order(inner, known),
            P::Group { inner, variables, .. } | P::Project { inner, variables } => {
                let known = known.iter().filter(|variable| variables.contains(variable)).cloned().collect();
                self.order(inner, &known);
            }
            P::Slice { inner, .. } => self.order(inner, &Variables::new()),
            P::Bgp { .. } | P::Path { .. } | P::Values { .. } | P::Graph { .. } | P::Lateral { .. } | P::Service { .. } => {}
        }
    }

    fn join(&self, mut items: Vec<GraphPattern>, known: &Variables) -> GraphPattern {
        let mut known_here = known.clone();
        let mut whole: Option<GraphPattern> = None;
        while !items.is_empty() {
            let is_values = |item: &GraphPattern| matches!(item, GraphPattern::Values { .. });
            let next =
                if known_here.is_empty() { None } else { items.iter().position(|item| is_values(item) || is_connected(item, &known_here)) }
                    .or_else(|| items.iter().position(|item| self.is_anchored(item)))
                    .unwrap_or(0);
            let mut item = items.remove(next);
            let row_by_row = fits(&item, &known_here);
            let variables = visible(&item);
            // What may be left open (`VALUES ?x { UNDEF }`) is not known here.
            let bound = whole.as_ref().map(certain).unwrap_or_default();
            let one_row = row_by_row && (asks_whether(&item, &bound) || is_preferred_name(&item, &bound));
            self.order(&mut item, if row_by_row { &known_here } else { known });
            if one_row {
                item = GraphPattern::Slice { inner: Box::new(item), start: 0, length: Some(1) };
            }
            known_here.extend(variables);
            whole = Some(match whole {
                None => item,
                Some(left) if row_by_row => GraphPattern::Lateral { left: Box::new(left), right: Box::new(item) },
                Some(left) => GraphPattern::Join { left: Box::new(left), right: Box::new(item) },
            });
        }
        whole.unwrap_or_default()
    }
}

/// The parts of nested joins, in the order of the text.
fn flatten(pattern: GraphPattern, items: &mut Vec<GraphPattern>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            flatten(*left, items);
            flatten(*right, items);
        }
        other => items.push(other),
    }
}

/// The patterns that a pattern is made of.
fn parts(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } | P::Service { .. } => vec![],
        P::Join { left, right }
        | P::LeftJoin { left, right, .. }
        | P::Union { left, right }
        | P::Lateral { left, right }
        | P::Minus { left, right } => vec![left, right],
        P::Filter { inner, .. }
        | P::Extend { inner, .. }
        | P::Graph { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Group { inner, .. } => vec![inner],
    }
}

fn is_connected(pattern: &GraphPattern, known: &Variables) -> bool {
    let mut found = false;
    pattern.on_in_scope_variable(|variable| found |= known.contains(variable));
    found
}

/// Whether the pattern has the same solutions when the values of `known` are put into it first as when it is joined with them afterwards.
fn fits(pattern: &GraphPattern, known: &Variables) -> bool {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } => true,
        P::Graph { inner, .. } | P::OrderBy { inner, .. } => fits(inner, known),
        P::Join { left, right } | P::Union { left, right } => fits(left, known) && fits(right, known),
        // What the right side binds alone must not be known before: it would keep the left side from going without.
        P::LeftJoin { left, right, expression } => {
            let sure = certain(left);
            fits(left, known)
                && fits(right, known)
                && visible(right).iter().all(|variable| sure.contains(variable) || !known.contains(variable))
                && expression.as_ref().is_none_or(|expression| sees_the_same(expression, &union(&sure, &certain(right)), known))
        }
        P::Filter { inner, expr } => fits(inner, known) && sees_the_same(expr, &certain(inner), known),
        P::Extend { inner, variable, expression } => {
            !known.contains(variable) && fits(inner, known) && sees_the_same(expression, &certain(inner), known)
        }
        P::Project { inner, variables } => fits(inner, &known.iter().filter(|variable| variables.contains(variable)).cloned().collect()),
        // Rows that leave a known variable open would no longer be told from those that set it.
        P::Distinct { inner } | P::Reduced { inner } => {
            let sure = certain(inner);
            visible(inner).iter().all(|variable| sure.contains(variable) || !known.contains(variable)) && fits(inner, known)
        }
        P::Group { inner, variables, aggregates } => {
            let sure = certain(inner);
            variables.iter().all(|variable| sure.contains(variable) || !known.contains(variable))
                && aggregates.iter().all(|(variable, _)| !known.contains(variable))
                && visible(inner).iter().all(|variable| variables.contains(variable) || !known.contains(variable))
                && fits(inner, known)
        }
        P::Minus { .. } | P::Slice { .. } | P::Lateral { .. } | P::Service { .. } => false,
    }
}

/// Has a condition asked once of what several graphs state, where repeated rows make no difference: the words of a name are read from the disk each time.
fn once_each(pattern: &mut GraphPattern) {
    use GraphPattern as P;
    if let P::Filter { inner, .. } = pattern {
        match &mut **inner {
            P::Filter { .. } => once_each(inner),
            P::Join { .. } | P::Bgp { .. } | P::Lateral { .. } => **inner = P::Distinct { inner: Box::new(std::mem::take(inner)) },
            _ => {}
        }
    }
}

/// Whether a sub-select tells nothing that is not known, so that its first row is as good as all: what thousands of graphs state is not read from each.
fn asks_whether(pattern: &GraphPattern, bound: &Variables) -> bool {
    let GraphPattern::Distinct { inner } = pattern else { return false };
    matches!(**inner, GraphPattern::Project { .. }) && certain(inner) == visible(inner) && visible(inner).is_subset(bound)
}

/// Whether a sub-select looks up the Chinese preferred name of a thing that is known: it has no more than one in a language
/// ([SKOS, S14](https://www.w3.org/TR/skos-reference/#L1567)), which each graph that names the thing repeats.
fn is_preferred_name(pattern: &GraphPattern, bound: &Variables) -> bool {
    let GraphPattern::Distinct { inner } = pattern else { return false };
    let GraphPattern::Project { inner, variables } = &**inner else { return false };
    let GraphPattern::Filter { inner, expr: Expression::Equal(language, zh) } = &**inner else { return false };
    let GraphPattern::Bgp { patterns } = &**inner else { return false };
    let [TriplePattern { subject: TermPattern::Variable(thing), predicate: NamedNodePattern::NamedNode(property), object }] = &patterns[..]
    else {
        return false;
    };
    let TermPattern::Variable(name) = object else { return false };
    let is_chinese = matches!(&**zh, Expression::Literal(zh) if zh.value() == "zh")
        && **language == Expression::FunctionCall(Function::Lang, vec![Expression::Variable(name.clone())]);
    let [one, other] = &variables[..] else { return false };
    let both = [one, other].contains(&thing) && [one, other].contains(&name);
    *property == skos::PREF_LABEL && is_chinese && both && bound.contains(thing) && !bound.contains(name)
}

/// Whether the expression sees no variable of `known` that the pattern under it, which surely binds `sure`, would have left open.
fn sees_the_same(expression: &Expression, sure: &Variables, known: &Variables) -> bool {
    expression_variables(expression).iter().all(|variable| sure.contains(variable) || !known.contains(variable))
}

fn visible(pattern: &GraphPattern) -> Variables {
    let mut variables = Variables::new();
    pattern.on_in_scope_variable(|variable| {
        variables.insert(variable.clone());
    });
    variables
}

/// The variables that have a value in every solution.
fn certain(pattern: &GraphPattern) -> Variables {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } => visible(pattern),
        P::Values { variables, bindings } => variables
            .iter()
            .enumerate()
            .filter(|(column, _)| bindings.iter().all(|row| row[*column].is_some()))
            .map(|(_, variable)| variable.clone())
            .collect(),
        P::Join { left, right } | P::Lateral { left, right } => union(&certain(left), &certain(right)),
        P::Union { left, right } => &certain(left) & &certain(right),
        P::LeftJoin { left: inner, .. }
        | P::Minus { left: inner, .. }
        | P::Filter { inner, .. }
        | P::Extend { inner, .. }
        | P::Graph { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. } => certain(inner),
        P::Project { inner, variables } | P::Group { inner, variables, .. } => {
            certain(inner).into_iter().filter(|variable| variables.contains(variable)).collect()
        }
        P::Service { .. } => Variables::new(),
    }
}

fn union(a: &Variables, b: &Variables) -> Variables {
    a | b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> GraphPattern {
        let text = format!("SELECT * WHERE {{ {text} }}");
        match spargebra::SparqlParser::new().with_prefix("", "urn:").expect("an IRI").parse_query(&text).expect("a query") {
            Query::Select { pattern: GraphPattern::Project { inner, .. }, .. } => *inner,
            other => panic!("{other}"),
        }
    }

    fn known(names: &[&str]) -> Variables {
        names.iter().map(|name| Variable::new_unchecked(*name)).collect()
    }

    #[test]
    fn what_would_change_is_not_asked_row_by_row() {
        for (text, names) in [
            ("{ SELECT ?a (COUNT(?b) AS ?n) { ?a :p ?b } GROUP BY ?a }", &["n"][..]),
            ("{ SELECT ?a { ?a :p ?b } ORDER BY ?b LIMIT 1 }", &["a"]),
            ("?a :p ?b . OPTIONAL { ?a :q ?c }", &["c"]),
            ("?a :p ?b . MINUS { ?a :q ?c }", &["a"]),
            ("?a :p ?b . FILTER(!BOUND(?c))", &["c"]),
            ("?a :p ?b . FILTER NOT EXISTS { ?a :q ?c }", &["c"]),
            ("?a :p ?b . BIND(STR(?b) AS ?c)", &["c"]),
            ("{ SELECT DISTINCT ?a ?c { { ?a :p ?b } UNION { ?a :q ?c } } }", &["c"]),
            ("{ SELECT ?c (COUNT(*) AS ?n) { ?a :p ?b . OPTIONAL { ?a :q ?c } } GROUP BY ?c }", &["c"]),
        ] {
            assert!(!fits(&pattern(text), &known(names)), "{text}");
            assert!(fits(&pattern(text), &known(&["other"])) || text.contains("MINUS") || text.contains("LIMIT"), "{text}");
        }
    }

    #[test]
    fn what_stays_the_same_is_asked_row_by_row() {
        for text in [
            "{ SELECT ?a (MIN(?b) AS ?n) { ?a :p ?b } GROUP BY ?a }",
            "{ SELECT DISTINCT ?a ?b { ?a :p|:q ?b . FILTER(LANG(?b) = \"zh\") } }",
            "?a :p ?b . OPTIONAL { ?a :q ?c }",
            "{ ?a :p ?b } UNION { ?a :q ?b }",
            "?a :p ?b . FILTER NOT EXISTS { ?a :q ?c }",
        ] {
            assert!(fits(&pattern(text), &known(&["a"])), "{text}");
        }
    }

    #[test]
    fn a_query_that_asks_about_nothing_is_left_alone() {
        let text = "SELECT ?a ?n { { SELECT DISTINCT ?a { VALUES ?x { UNDEF } ?a <urn:p> ?x } } { SELECT ?a (MIN(?b) AS ?n) { ?a <urn:q> ?b } GROUP BY ?a } }";
        let query = spargebra::SparqlParser::new().parse_query(text).expect("a query");
        let mut ordered = query.clone();
        order(&mut ordered, &[]);
        assert_eq!(ordered, query);
        order(&mut ordered, &[("x".to_owned(), "1".to_owned())]);
        assert!(ordered.to_string().contains("LATERAL"), "{ordered}");
    }

    #[test]
    fn what_is_known_is_asked_about_once_and_a_name_is_looked_up_once() {
        let prefix = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>";
        let text = format!(
            "{prefix} SELECT ?a ?n {{ {{ SELECT DISTINCT ?a {{ VALUES ?x {{ UNDEF }} ?a <urn:p> ?x }} }} \
             {{ SELECT DISTINCT ?a {{ ?a <urn:q> ?b }} }} \
             {{ SELECT DISTINCT ?a ?n {{ ?a skos:prefLabel ?n . FILTER(LANG(?n) = \"zh\") }} }} }}"
        );
        let mut query = spargebra::SparqlParser::new().parse_query(&text).expect("a query");
        order(&mut query, &[("x".to_owned(), "1".to_owned())]);
        let ordered = query.to_string();
        assert_eq!(ordered.matches("LIMIT 1").count(), 2, "{ordered}");
        for (other, why) in [
            (text.replace("= \"zh\"", "!= \"zh\""), "other names"),
            (text.replace("skos:prefLabel", "skos:altLabel"), "a thing has many of them"),
            (text.replace("{ SELECT DISTINCT ?a ?n", "{ SELECT ?a ?n"), "rows count"),
            (text.replace("?a <urn:p> ?x }", "VALUES ?a { UNDEF } }"), "it may be open"),
        ] {
            let mut query = spargebra::SparqlParser::new().parse_query(&other).expect("a query");
            order(&mut query, &[("x".to_owned(), "1".to_owned())]);
            assert_eq!(query.to_string().matches("LIMIT 1").count(), 1, "{why}: {query}");
        }
    }
}
