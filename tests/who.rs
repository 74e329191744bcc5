//! Who is meant: cases written from knowledge of official practice, without knowledge of the rules, against what linking says.
//!
//! `who/organizations.tsv` has the name as a document writes it, the document's issuer and year, and the full name that is meant; an empty one where nobody
//! can tell. `who/successions.tsv` has bodies before and after a reform.

use zhengtu::extract::Certainty;
use zhengtu::link::Context;
use zhengtu::mention::organization::is_collective;
use zhengtu::reference::Reference;

struct Case<'t> {
    mention: &'t str,
    issuer: &'t str,
    year: u16,
    full_name: &'t str,
    jurisdiction: &'t str,
}

fn cases() -> Vec<Case<'static>> {
    let lines = include_str!("who/organizations.tsv").lines().skip(1);
    let case = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [mention, issuer, year, full_name, _body, jurisdiction, ..] = fields[..] else { panic!("six columns: {line}") };
        Case { mention, issuer, year: year.parse().expect("a year"), full_name, jurisdiction }
    };
    lines.map(case).collect()
}

#[test]
fn mentions_are_the_organizations_that_are_meant() {
    let reference = Reference::load();
    let (mut right, mut faults, mut sure_faults) = (0, Vec::new(), 0);
    let cases = cases();
    for case in &cases {
        let identity =
            Context::at(Some(case.issuer).filter(|issuer| !issuer.is_empty()), Some(case.year), reference).identify(case.mention);
        let linked = identity.organizations.len() == 1;
        let is_right = if case.full_name.is_empty() {
            !linked
        } else {
            // A group bears the name of the place whose members it has.
            let group = is_collective(case.mention).then(|| format!("{}{}", case.jurisdiction, case.full_name));
            (identity.name == case.full_name || group.is_some_and(|group| group == identity.name))
                && identity.jurisdiction.as_deref().unwrap_or_default().ends_with(case.jurisdiction)
        };
        if is_right {
            right += 1;
            continue;
        }
        let sure = linked && identity.certainty == Certainty::Stated;
        sure_faults += usize::from(sure);
        faults.push(format!(
            "{} of {} in {}: {} ({}){}, not {}",
            case.mention,
            case.issuer,
            case.year,
            identity.name,
            identity.jurisdiction.as_deref().unwrap_or("-"),
            if sure { ", said to be sure" } else { "" },
            case.full_name
        ));
    }
    println!("{right} of {} right, {sure_faults} wrong and said to be sure", cases.len());
    println!("{}", faults.join("\n"));
    assert!(right * 100 >= cases.len() * 98 && sure_faults == 0, "{}", faults.join("\n"));
}

#[test]
fn successors_are_known() {
    let reference = Reference::load();
    let mut faults = Vec::new();
    let lines: Vec<&str> = include_str!("who/successions.tsv").lines().skip(1).collect();
    for line in &lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let [before, after, year, _] = fields[..] else { panic!("four columns: {line}") };
        let identity = Context::at(None, None, reference).identify(before);
        let found = identity.organizations.iter().flat_map(|organization| reference.lineage(organization).changes).any(|succession| {
            succession.change.year.to_string() == year
                && succession.before.iter().any(|organization| organization.full_name() == before)
                && succession.after.iter().any(|organization| organization.full_name() == after)
        });
        if !found {
            faults.push(*line);
        }
    }
    println!("{} of {} successions", lines.len() - faults.len(), lines.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
