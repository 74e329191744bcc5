//! Who is meant: cases written from knowledge of official practice, without knowledge of the rules, against what linking says.
//!
//! `who/organizations.tsv` has the name as a document writes it, the document's issuer and year, and the full name that is meant; an empty one where nobody
//! can tell. `who/successions.tsv` has bodies before and after a reform.

use zhengtu::extract::Certainty;
use zhengtu::link::Context;
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
            identity.name == case.full_name && (case.jurisdiction.is_empty() || identity.jurisdiction.as_deref() == Some(case.jurisdiction))
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
