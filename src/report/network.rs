//! Who works with whom: bodies on a circle, and between them the tasks that they share.
//!
//! A circle and not a layout by forces: every name can be read, nothing overlaps, and the same facts give the same picture.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::f64::consts::TAU;

use maud::{Markup, html};

use super::Bodies;
use super::chart::{Chart, Figure, Line, Mark, Notes, left_out, marked};
use super::fact::{Fact, What};
use super::words::{Words, cut, ems, name, number, words};
use crate::Role;

/// How many ties are drawn for each body at most, on average.
const TIES: usize = 5;
const FONT: f64 = 12.0;
const RADIUS: f64 = 230.0;

pub struct Network {
    pub nodes: Vec<Node>,
    /// The strongest last, so that it is drawn above the others.
    pub ties: Vec<Tie>,
}

pub struct Node {
    short: Words,
    tasks: usize,
    pub mark: Mark,
}

pub struct Tie {
    /// The nodes, by their places; where one of them leads the other more often than the reverse, it is the first.
    ends: [usize; 2],
    /// The tasks that the first leads and the second supports, the reverse, and those in which they stand side by side.
    tasks: [usize; 3],
    pub mark: Mark,
}

/// Bodies and the tasks that they share: one leads and the other supports, or both lead or answer. That two support a third ties them not.
pub fn network(facts: &[Fact], all: &Bodies) -> Option<Chart> {
    let bodies = &all.names;
    let places: HashMap<&str, usize> = bodies.iter().enumerate().map(|(place, body)| (&**body, place)).collect();
    let mut tasks: BTreeMap<&str, BTreeMap<usize, (Role, usize)>> = BTreeMap::new();
    for (index, fact) in facts.iter().enumerate() {
        let What::Duty { organization, role, node, .. } = &fact.what else { continue };
        let Some(&body) = places.get(&**organization) else { continue };
        // Who has two roles in a task has the higher one.
        let held = tasks.entry(node).or_default().entry(body).or_insert((*role, index));
        *held = (*held).min((*role, index));
    }
    let mut pairs: BTreeMap<[usize; 2], Tie> = BTreeMap::new();
    for parts in tasks.values() {
        for (&left, &(left_role, left_fact)) in parts {
            for (&right, &(right_role, right_fact)) in parts.range(left + 1..) {
                let kind = match (left_role, right_role) {
                    (Role::Support, Role::Support) => continue,
                    (Role::Lead, Role::Support) => 0,
                    (Role::Support, Role::Lead) => 1,
                    _ => 2,
                };
                let tie = pairs.entry([left, right]).or_insert_with(|| Tie { ends: [left, right], tasks: [0; 3], mark: Mark::default() });
                tie.tasks[kind] += 1;
                tie.mark.add(left_fact);
                tie.mark.add(right_fact);
            }
        }
    }
    let mut ties: Vec<Tie> = pairs.into_values().collect();
    ties.sort_by_key(Tie::all);
    let beyond = ties.len().saturating_sub(TIES * bodies.len());
    ties.drain(..beyond);

    // Each body beside the one that it is most tied to: from the most tied one on, always the nearest of those that are left.
    let mut strength: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for tie in &ties {
        let [left, right] = tie.ends;
        strength.entry(left).or_default().insert(right, tie.all());
        strength.entry(right).or_default().insert(left, tie.all());
    }
    let total = |body: usize| strength[&body].values().sum::<usize>();
    let mut left: BTreeSet<usize> = strength.keys().copied().collect();
    let mut order = Vec::with_capacity(left.len());
    let mut last = left.iter().copied().max_by_key(|body| (total(*body), std::cmp::Reverse(*body)))?;
    loop {
        left.remove(&last);
        order.push(last);
        let nearest = left
            .iter()
            .copied()
            .max_by_key(|body| (strength[&last].get(body).copied().unwrap_or(0), total(*body), std::cmp::Reverse(*body)));
        let Some(nearest) = nearest else { break };
        last = nearest;
    }
    let seats: HashMap<usize, usize> = order.iter().enumerate().map(|(seat, body)| (*body, seat)).collect();
    let mut marks: BTreeMap<usize, Mark> = BTreeMap::new();
    for parts in tasks.values() {
        parts.iter().for_each(|(body, (_, fact))| marks.entry(*body).or_default().add(*fact));
    }
    let nodes: Vec<Node> = order
        .iter()
        .map(|body| {
            let mut mark = marks.remove(body).unwrap_or_default();
            let ties = strength[body].len();
            let full = &bodies[*body];
            mark.label = words(
                format!("{full}：{} 项任务，与 {ties} 个单位合作", mark.count),
                format!("{full}: tasks {}, works with {ties} bodies", mark.count),
            );
            Node { short: name(all.short(full)), tasks: mark.count, mark }
        })
        .collect();
    for tie in &mut ties {
        let [first, second] = tie.ends.map(|body| &bodies[body]);
        let [leads, is_led, both] = tie.tasks;
        let mut said: Words = Words::default();
        for (count, zh, en) in [
            (leads, format!("{first}牵头、{second}配合"), format!("{first} leads {second}")),
            (is_led, format!("{second}牵头、{first}配合"), format!("{second} leads {first}")),
            (both, format!("{first}、{second}共同承担"), format!("{first} and {second} side by side")),
        ] {
            if count > 0 {
                let gap = if said.zh.is_empty() { ["", ""] } else { ["；", "; "] };
                said.zh += &format!("{}{zh} {count} 项", gap[0]);
                said.en += &format!("{}{en}: {count}", gap[1]);
            }
        }
        tie.mark.label = said;
        if is_led > leads {
            tie.ends.reverse();
            tie.tasks.swap(0, 1);
        }
        tie.ends = tie.ends.map(|body| seats[&body]);
    }
    let strongest = ties.last()?;
    let lead = words(format!("联系最密的一对：{}。", strongest.mark.label.zh), format!("The closest pair: {}.", strongest.mark.label.en));
    let alone = bodies.len() - nodes.len();
    let mut notes = vec![words(
        "圆的大小为任务数，线的粗细为共同任务数；蓝线：一方牵头、一方配合（圆点一端为牵头一方）；橙线：共同牵头或共同负责。同为配合单位的不连线。",
        "A circle grows with the tasks of a body, a line with the tasks of the two. Blue: one leads (the dotted end), the other supports; orange: both lead or answer. Two that support a third are not tied.",
    )];
    notes.extend(left_out(&[
        (beyond, "条较弱的联系", "weaker ties"),
        (alone, "个没有联系的单位", "bodies without ties"),
        (all.beyond, "个任务较少的单位", "bodies with fewer tasks"),
    ]));
    notes.extend(all.note());
    Some(Chart {
        name: "network",
        title: words("谁与谁合作", "Who works with whom"),
        lead: vec![lead],
        notes,
        figure: Figure::Network(Network { nodes, ties }),
    })
}

impl Tie {
    fn all(&self) -> usize {
        self.tasks.iter().sum()
    }

    fn is_led(&self) -> bool {
        self.tasks[0] + self.tasks[1] >= self.tasks[2]
    }
}

impl Network {
    pub fn draw(&self, notes: Option<&Notes>) -> (f64, f64, Markup) {
        const NAME: f64 = 15.0;
        let widest = self.nodes.iter().map(|node| ems(&cut(&node.short.zh, NAME))).fold(0.0, f64::max);
        let margin = widest * FONT + 34.0;
        let size = 2.0 * (RADIUS + margin);
        let center = size / 2.0;
        let angle = |seat: usize| TAU * seat as f64 / self.nodes.len() as f64 - TAU / 4.0;
        let at = |seat: usize, radius: f64| (center + radius * angle(seat).cos(), center + radius * angle(seat).sin());
        let strongest = self.ties.iter().map(Tie::all).max().unwrap_or(1) as f64;
        let most = self.nodes.iter().map(|node| node.tasks).max().unwrap_or(1) as f64;
        let body = html! {
            path class="led" d="M12 16H40" stroke-width="4" {}
            circle class="leader" cx="16" cy="16" r="3" {}
            (words("一方牵头，一方配合", "one leads, the other supports").at(48.0, 20.0, ""))
            path class="joint" d="M12 36H40" stroke-width="4" {}
            (words("共同牵头或负责", "both lead or answer").at(48.0, 40.0, ""))
            @for tie in &self.ties {
                @let [from, to] = tie.ends.map(|seat| at(seat, RADIUS));
                // The nearer two are, the less their line bends to the middle.
                @let bend = 1.0 - ((from.0 - to.0).hypot(from.1 - to.1) / (2.0 * RADIUS)).min(1.0) * 0.75;
                @let middle = |from: f64, to: f64| center + ((from + to) / 2.0 - center) * bend;
                @let path = format!("M{} {}Q{} {} {} {}", number(from.0), number(from.1), number(middle(from.0, to.0)), number(middle(from.1, to.1)), number(to.0), number(to.1));
                @let kind = if tie.is_led() { "led" } else { "joint" };
                (marked(&tie.mark, notes, &format!(" tie n{} n{}", tie.ends[0], tie.ends[1]), html! {
                    @if notes.is_some() { path class="reach" d=(path) {} }
                    path class=(kind) d=(path) stroke-width=(number(1.0 + 5.0 * tie.all() as f64 / strongest)) {}
                    @if tie.is_led() {
                        @let start = |from: f64, to: f64| number(from + (middle(from, to) - from) * 0.12);
                        circle class="leader" cx=(start(from.0, to.0)) cy=(start(from.1, to.1)) r="3" {}
                    }
                }))
            }
            @for (seat, node) in self.nodes.iter().enumerate() {
                @let radius = 4.0 + 9.0 * (node.tasks as f64 / most).sqrt();
                @let (x, y) = at(seat, RADIUS);
                @let degrees = angle(seat).to_degrees();
                @let flipped = degrees > 90.0;
                (marked(&node.mark, notes, &format!(" node n{seat}"), html! {
                    circle cx=(number(x)) cy=(number(y)) r=(number(radius)) {}
                    g transform={ "translate(" (number(x)) " " (number(y)) ") rotate(" (number(if flipped { degrees + 180.0 } else { degrees })) ")" } {
                        @if flipped { (cut_words(&node.short, NAME).at(-18.0, 4.0, "end")) } @else { (cut_words(&node.short, NAME).at(18.0, 4.0, "")) }
                    }
                }))
            }
        };
        (size, size, body)
    }

    pub fn table(&self) -> (Vec<Words>, Vec<Line>) {
        let heads = vec![words("合作", "tie"), words("任务数", "tasks")];
        let line = |tie: &Tie| Line { cells: vec![tie.mark.label.clone(), name(&tie.all().to_string())], mark: tie.mark.clone() };
        (heads, self.ties.iter().rev().map(line).collect())
    }
}

fn cut_words(words: &Words, most: f64) -> Words {
    Words { zh: cut(&words.zh, most), en: cut(&words.en, most) }
}
