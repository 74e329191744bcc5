//! What is done to a parsed query: its parameters are set, and a fact that several graphs state is counted once.
//!
//! The [algebra](https://www.w3.org/TR/sparql11-query/#sparqlAlgebra) is spargebra's; its shape differs between minor versions, and this file is
//! the only one that knows it.

use std::collections::{HashMap, HashSet};

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern, OrderExpression};
use spargebra::term::{GroundTerm, Literal, NamedNodePattern, TermPattern, Variable};

/// Replaces the rows of every `VALUES ?name { … }`, in whatever scope it stands.
pub(super) fn bind(query: &mut Query, name: &str, rows: &[GroundTerm]) {
    walk(pattern_mut(query), false, &mut |part, _| {
        if let Part::Pattern(GraphPattern::Values { variables, bindings }) = part
            && declared(variables).is_some_and(|variable| variable.as_str() == name)
        {
            let row = |(term, number): (&GroundTerm, u64)| vec![Some(term.clone()), Some(Literal::from(number).into())];
            *bindings = rows.iter().zip(0..).map(row).collect();
            bindings.iter_mut().for_each(|row| row.truncate(variables.len()));
        }
    });
}

/// The parameter that a `VALUES` declares: its only variable, or the first beside `?row`, which numbers the values from 0.
pub(super) fn declared(variables: &[Variable]) -> Option<&Variable> {
    match variables {
        [variable] => Some(variable),
        [variable, row] if row.as_str() == "row" => Some(variable),
        _ => None,
    }
}

/// A `VALUES` of one variable, or of one and `?row`: what a parameter is declared by.
pub(super) struct Declaration {
    pub(super) name: String,
    /// The values of its rows; `None` is `UNDEF`.
    pub(super) rows: Vec<Option<String>>,
    pub(super) inside_exists: bool,
}

/// All that declare a parameter, in the order of the text.
pub(super) fn declarations(query: &mut Query) -> Vec<Declaration> {
    let mut found = Vec::new();
    walk(pattern_mut(query), false, &mut |part, inside_exists| {
        if let Part::Pattern(GraphPattern::Values { variables, bindings }) = part
            && let Some(variable) = declared(variables)
        {
            let rows = bindings.iter().filter_map(|row| row.first()).map(|term| term.as_ref().map(plain)).collect();
            found.push(Declaration { name: variable.as_str().to_owned(), rows, inside_exists });
        }
    });
    found
}

/// Whether the query asks another endpoint.
pub(super) fn has_service(query: &mut Query) -> bool {
    pattern_has_service(pattern_mut(query))
}

/// Whether a pattern asks another endpoint.
pub(super) fn pattern_has_service(pattern: &mut GraphPattern) -> bool {
    let mut found = false;
    walk(pattern, false, &mut |part, _| found |= matches!(part, Part::Pattern(GraphPattern::Service { .. })));
    found
}

/// Makes the query see the *merge* of the graphs that it reads, in which a triple stands once however many graphs state it.
///
/// Oxigraph reads the graphs one after the other, so that an organization named in a hundred documents would have its label a hundred times, and
/// `COUNT` would be wrong. A basic graph pattern has each solution once when each triple stands once; so its solutions are made distinct, save where
/// repeated ones make no difference to the answer.
pub(super) fn merge_graphs(query: &mut Query) {
    let repetition_counts = matches!(query, Query::Select { .. });
    merge(pattern_mut(query), repetition_counts);
}

/// The same for the pattern of an update. Of its templates' solutions each counts: blank nodes are made for each.
pub(super) fn merge_pattern(pattern: &mut GraphPattern) {
    merge(pattern, true);
}

fn merge(pattern: &mut GraphPattern, repetition_counts: bool) {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } => {
            if repetition_counts {
                let inner = Box::new(std::mem::take(pattern));
                *pattern = P::Distinct { inner };
            }
        }
        // Within one named graph a triple stands once already.
        P::Graph { .. } | P::Values { .. } | P::Service { .. } => {}
        P::Filter { inner, .. } | P::Extend { inner, .. } | P::OrderBy { inner, .. } | P::Project { inner, .. } => {
            merge(inner, repetition_counts)
        }
        P::Distinct { inner } | P::Reduced { inner } => merge(inner, false),
        P::Slice { inner, .. } => merge(inner, true),
        P::Group { inner, aggregates, .. } => {
            let repetition_counts = aggregates.iter().any(|(_, aggregate)| counts_repetition(aggregate));
            merge(inner, repetition_counts);
        }
        P::Join { left, right } | P::LeftJoin { left, right, .. } | P::Union { left, right } | P::Lateral { left, right } => {
            merge(left, repetition_counts);
            merge(right, repetition_counts);
        }
        P::Minus { left, right } => {
            merge(left, repetition_counts);
            merge(right, false);
        }
    }
}

fn counts_repetition(aggregate: &AggregateExpression) -> bool {
    match aggregate {
        AggregateExpression::CountSolutions { distinct } => !distinct,
        AggregateExpression::FunctionCall { name: AggregateFunction::Min | AggregateFunction::Max | AggregateFunction::Sample, .. } => {
            false
        }
        AggregateExpression::FunctionCall { distinct, .. } => !distinct,
    }
}

pub(super) fn pattern_mut(query: &mut Query) -> &mut GraphPattern {
    match query {
        Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. } => {
            pattern
        }
    }
}

fn plain(term: &GroundTerm) -> String {
    match term {
        GroundTerm::NamedNode(iri) => iri.as_str().to_owned(),
        GroundTerm::Literal(literal) => literal.value().to_owned(),
    }
}

/// Gives the variables that a sub-select does not hand on names of their own, so that no name means two things in the query.
pub(super) fn rename_hidden(pattern: &mut GraphPattern) {
    let mut renamed = 0;
    walk(pattern, false, &mut |part, _| {
        let Part::Pattern(GraphPattern::Project { inner, variables }) = part else { return };
        let mut names: HashMap<Variable, Variable> = HashMap::new();
        walk(inner, false, &mut |part, _| {
            if let Part::Variable(variable) = part
                && !variables.contains(variable)
            {
                *variable = names
                    .entry(variable.clone())
                    .or_insert_with(|| {
                        renamed += 1;
                        Variable::new_unchecked(format!("{}.{renamed}", first_name(variable)))
                    })
                    .clone();
            }
        });
    });
}

/// The name of a variable before [`rename_hidden`].
pub(super) fn first_name(variable: &Variable) -> &str {
    variable.as_str().split('.').next().unwrap_or_default()
}

/// The variables of an expression, those in its `EXISTS` included.
pub(super) fn expression_variables(expression: &Expression) -> HashSet<Variable> {
    let mut found = HashSet::new();
    walk_expression(&mut expression.clone(), false, &mut |part, _| {
        if let Part::Variable(variable) = part {
            found.insert(variable.clone());
        }
    });
    found
}

/// What [`walk`] comes by.
enum Part<'a> {
    Pattern(&'a mut GraphPattern),
    /// Wherever a variable is written, in expressions as well.
    Variable(&'a mut Variable),
}

/// Calls `visit` on the pattern and all that is in it, with whether it stands inside an `EXISTS`.
fn walk(pattern: &mut GraphPattern, inside_exists: bool, visit: &mut dyn FnMut(Part<'_>, bool)) {
    use GraphPattern as P;
    visit(Part::Pattern(pattern), inside_exists);
    let mut variables: Vec<&mut Variable> = Vec::new();
    let mut expressions = Vec::new();
    let inner: Vec<&mut GraphPattern> = match pattern {
        P::Bgp { patterns } => {
            for triple in patterns {
                variables.extend(in_term(&mut triple.subject));
                variables.extend(in_name(&mut triple.predicate));
                variables.extend(in_term(&mut triple.object));
            }
            vec![]
        }
        P::Path { subject, object, .. } => {
            variables.extend(in_term(subject).into_iter().chain(in_term(object)));
            vec![]
        }
        P::Values { variables: columns, .. } => {
            variables.extend(columns);
            vec![]
        }
        P::Join { left, right } | P::Union { left, right } | P::Minus { left, right } | P::Lateral { left, right } => vec![left, right],
        P::LeftJoin { left, right, expression } => {
            expressions.extend(expression);
            vec![left, right]
        }
        P::Filter { expr, inner } => {
            expressions.push(expr);
            vec![inner]
        }
        P::Extend { inner, variable, expression } => {
            variables.push(variable);
            expressions.push(expression);
            vec![inner]
        }
        P::OrderBy { inner, expression } => {
            expressions.extend(expression.iter_mut().map(|order| match order {
                OrderExpression::Asc(expression) | OrderExpression::Desc(expression) => expression,
            }));
            vec![inner]
        }
        P::Group { inner, variables: keys, aggregates } => {
            variables.extend(keys);
            for (variable, aggregate) in aggregates {
                variables.push(variable);
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    expressions.push(expr);
                }
            }
            vec![inner]
        }
        P::Graph { inner, name } | P::Service { inner, name, .. } => {
            variables.extend(in_name(name));
            vec![inner]
        }
        P::Project { inner, variables: columns } => {
            variables.extend(columns);
            vec![inner]
        }
        P::Distinct { inner } | P::Reduced { inner } | P::Slice { inner, .. } => vec![inner],
    };
    for variable in variables {
        visit(Part::Variable(variable), inside_exists);
    }
    for inner in inner {
        walk(inner, inside_exists, visit);
    }
    for expression in expressions {
        walk_expression(expression, inside_exists, visit);
    }
}

fn in_term(term: &mut TermPattern) -> Option<&mut Variable> {
    match term {
        TermPattern::Variable(variable) => Some(variable),
        TermPattern::NamedNode(_) | TermPattern::BlankNode(_) | TermPattern::Literal(_) => None,
    }
}

fn in_name(name: &mut NamedNodePattern) -> Option<&mut Variable> {
    match name {
        NamedNodePattern::Variable(variable) => Some(variable),
        NamedNodePattern::NamedNode(_) => None,
    }
}

fn walk_expression(expression: &mut Expression, inside_exists: bool, visit: &mut dyn FnMut(Part<'_>, bool)) {
    use Expression as E;
    match expression {
        E::Exists(pattern) => walk(pattern, true, visit),
        E::Variable(variable) | E::Bound(variable) => visit(Part::Variable(variable), inside_exists),
        E::NamedNode(_) | E::Literal(_) => {}
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => walk_expression(a, inside_exists, visit),
        E::Or(a, b)
        | E::And(a, b)
        | E::Equal(a, b)
        | E::SameTerm(a, b)
        | E::Greater(a, b)
        | E::GreaterOrEqual(a, b)
        | E::Less(a, b)
        | E::LessOrEqual(a, b)
        | E::Add(a, b)
        | E::Subtract(a, b)
        | E::Multiply(a, b)
        | E::Divide(a, b) => {
            walk_expression(a, inside_exists, visit);
            walk_expression(b, inside_exists, visit);
        }
        E::If(a, b, c) => {
            walk_expression(a, inside_exists, visit);
            walk_expression(b, inside_exists, visit);
            walk_expression(c, inside_exists, visit);
        }
        E::In(a, list) => {
            walk_expression(a, inside_exists, visit);
            list.iter_mut().for_each(|expression| walk_expression(expression, inside_exists, visit));
        }
        E::Coalesce(list) | E::FunctionCall(_, list) => {
            list.iter_mut().for_each(|expression| walk_expression(expression, inside_exists, visit))
        }
    }
}
