//! The form in which the specifications state facts, read back.

use super::{Citation, Evidence, Fact, Industry, Location, Measure, Membership, Position, Relation, Responsibility, Role, Target, Task};
use crate::mention::Mention;
use crate::mention::quantity::{Comparator, Decimal, Quantity};
use crate::outline::Field;

/// Reads a fact as `Display` writes it: `lead 省商务厅 | 冷链物流`. Its mentions have the place of the evidence, and so has its task.
///
/// # Errors
/// What is wrong with it, as one clause.
pub fn parse(claim: &str, evidence: Evidence) -> Result<Fact, String> {
    let span = evidence.quote;
    let (kind, rest) = claim.trim().split_once(char::is_whitespace).ok_or("it is one word")?;
    let parts: Vec<&str> = rest.split('|').map(str::trim).collect();
    let part = |index: usize| parts.get(index).copied().unwrap_or_default();
    let given = |index: usize| Some(part(index)).filter(|text| !(text.is_empty() || *text == "-"));
    let needed = |index: usize, what: &str| given(index).map(str::to_owned).ok_or_else(|| format!("it names no {what}"));
    let mention = |name: String| Mention { name, span };
    let field = |value: &str| Field { value: value.to_owned(), span };
    let at_most = |count: usize| if parts.len() > count { Err(format!("it has more than {count} parts")) } else { Ok(()) };

    if let Some(role) = [Role::Lead, Role::Support, Role::Responsible].into_iter().find(|role| role.name() == kind) {
        at_most(4)?;
        let (organization, name) = (mention(needed(0, "organization")?), needed(1, "task")?);
        let task = Some(Task { name, span, block: evidence.block }).filter(|task| task.name != "*");
        let (deadline, official) = (given(2).map(field), given(3).map(str::to_owned));
        return Ok(Fact::Responsibility(Responsibility { role, organization, task, deadline, official, evidence }));
    }
    if let Some(relation) =
        [Relation::Cites, Relation::Implements, Relation::BasedOn, Relation::Repeals].into_iter().find(|it| it.name() == kind)
    {
        at_most(2)?;
        return Ok(Fact::Citation(Citation {
            relation,
            title: needed(0, "title")?,
            document_number: given(1).map(str::to_owned),
            evidence,
        }));
    }
    match kind {
        "member" => {
            at_most(4)?;
            let all = [Position::Head, Position::Deputy, Position::Member, Position::Office];
            let position = all.into_iter().find(|it| it.name() == part(1)).ok_or("its position is none of head, deputy, member, office")?;
            let (person, organization) = (given(2).map(str::to_owned), given(3).map(|name| mention(name.to_owned())));
            if person.is_none() && organization.is_none() {
                return Err("it names neither a person nor an organization".to_owned());
            }
            Ok(Fact::Membership(Membership { group: mention(needed(0, "group")?), position, person, organization, evidence }))
        }
        "target" => {
            at_most(5)?;
            let (measure, quantity) = part(2).split_once(' ').ok_or("its third part is no measure with a quantity, as `level >= 20 家`")?;
            let all = [Measure::Level, Measure::Growth, Measure::Reduction, Measure::Share, Measure::Count];
            let measure =
                all.into_iter().find(|it| it.name() == measure).ok_or("its measure is none of level, growth, reduction, share, count")?;
            let year = given(3).map(|year| year.parse().map_err(|_| format!("{year} is no year"))).transpose()?;
            let baseline = given(4).map(|text| decimal(text.trim_start_matches("from "))).transpose()?;
            let subject = given(0).map(|name| mention(name.to_owned()));
            Ok(Fact::Target(Target {
                subject,
                indicator: needed(1, "indicator")?,
                measure,
                quantity: self::quantity(quantity)?,
                year,
                baseline,
                evidence,
            }))
        }
        "industry" => {
            at_most(2)?;
            Ok(Fact::Industry(Industry { host: mention(needed(0, "place or park")?), industry: mention(needed(1, "industry")?), evidence }))
        }
        "located_in" => {
            at_most(2)?;
            Ok(Fact::Location(Location { park: mention(needed(0, "park")?), place: mention(needed(1, "place")?), evidence }))
        }
        _ => Err(format!(
            "{kind} is none of lead, support, responsible, member, target, industry, located_in, cites, implements, based_on, repeals"
        )),
    }
}

/// `>= 16000 亿元`, `= 3..4 个`.
fn quantity(text: &str) -> Result<Quantity, String> {
    use Comparator::{About, AtLeast, AtMost, Equal, LessThan, MoreThan};
    let (sign, rest) = text.trim().split_once(' ').ok_or("its quantity is no sign, number and unit, as `>= 20 家`")?;
    let all = [Equal, AtLeast, MoreThan, AtMost, LessThan, About];
    let comparator = all.into_iter().find(|it| it.name() == sign).ok_or_else(|| format!("{sign} is none of =, >=, >, <=, <, ~"))?;
    let (number, unit) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
    let (value, upper) = number.split_once("..").map_or((number, None), |(lower, upper)| (lower, Some(upper)));
    Ok(Quantity { comparator, value: decimal(value)?, value_to: upper.map(decimal).transpose()?, unit: unit.to_owned() })
}

fn decimal(digits: &str) -> Result<Decimal, String> {
    Decimal::new(digits).ok_or_else(|| format!("{digits} is no number"))
}

#[cfg(test)]
mod tests {
    use super::super::Certainty;
    use super::*;
    use crate::outline::BlockId;
    use crate::text::Span;

    fn read(claim: &str) -> Result<Fact, String> {
        parse(claim, Evidence { quote: Span::new(0, 3), block: BlockId(0), note: None, rule: "", certainty: Certainty::Stated })
    }

    #[test]
    fn each_fact_of_the_specifications_is_read_as_it_is_written() {
        let mut count = 0;
        for extractor in &super::super::ALL {
            let mut in_facts = false;
            for line in extractor.specification.lines() {
                match line {
                    "```facts" => in_facts = true,
                    "```" => in_facts = false,
                    // A name with a bar in it cannot be told from two.
                    claim if in_facts => {
                        let fact = read(claim).unwrap_or_else(|problem| panic!("{claim}: {problem}"));
                        assert_eq!(fact.to_string().trim_end_matches(['|', ' ']), claim.trim_end_matches(['|', ' ']));
                        count += 1;
                    }
                    _ => {}
                }
            }
        }
        assert!(count > 1000, "{count}");
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (claim, problem) in [
            ("lead", "it is one word"),
            ("leads 省商务厅 | 冷链物流", "leads is none of lead"),
            ("lead 省商务厅", "it names no task"),
            ("member 领导小组 | chair | 某某 | -", "its position is none of"),
            ("member 领导小组 | head | - | -", "neither a person nor an organization"),
            ("target - | 产值 | level 5 | 2025", "its quantity is no sign, number and unit"),
            ("target - | 产值 | level = 五 亿元 | 2025", "五 is no number"),
            ("industry 南宁市 | 制糖 | 造纸", "it has more than 2 parts"),
        ] {
            let told = read(claim).expect_err(claim);
            assert!(told.contains(problem), "{claim}: {told}");
        }
    }
}
