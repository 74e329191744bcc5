//! What the page says of its own, in Chinese and in English; the reader's choice hides the other. What documents say stays as they say it.

use std::fmt::Write as _;

use maud::{Markup, Render, html};
use unicode_width::UnicodeWidthChar;

use crate::Role;

/// The same in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// The same in both languages.
pub fn words(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words { zh: zh.into(), en: en.into() }
}

/// A name out of a document, which has no other language.
pub fn name(name: &str) -> Words {
    words(name, name)
}

impl Render for Words {
    fn render(&self) -> Markup {
        if self.zh == self.en {
            return html! { (self.zh) };
        }
        html! { span.zh lang="zh" { (self.zh) } span.en lang="en" { (self.en) } }
    }
}

impl Words {
    /// As text of a chart, at a point; `class` also says how it is anchored.
    pub fn at(&self, x: f64, y: f64, class: &str) -> Markup {
        let (x, y) = (number(x), number(y));
        if self.zh == self.en {
            return html! { text x=(x) y=(y) class=(class) { (self.zh) } };
        }
        html! {
            text x=(x) y=(y) class={ (class) " zh" } { (self.zh) }
            text x=(x) y=(y) class={ (class) " en" } { (self.en) }
        }
    }
}

/// The roles in the order in which charts and tables show them.
pub const ROLES: [Role; 3] = [Role::Lead, Role::Responsible, Role::Support];

/// The place of a role among them.
pub const fn place_of(role: Role) -> usize {
    match role {
        Role::Lead => 0,
        Role::Responsible => 1,
        Role::Support => 2,
    }
}

/// What a role is called.
pub fn role(role: Role) -> Words {
    match role {
        Role::Lead => words("牵头", "leads"),
        Role::Support => words("配合", "supports"),
        Role::Responsible => words("负责", "answers for"),
    }
}

/// How many duties of each role there are, without those of which there are none: 牵头 3、配合 1.
pub fn roles(counts: [usize; 3]) -> Words {
    let mut said = Words::default();
    for (kind, count) in ROLES.into_iter().zip(counts).filter(|(_, count)| *count > 0) {
        let kind = role(kind);
        let _ = write!(said.zh, "{}{} {count}", if said.zh.is_empty() { "" } else { "、" }, kind.zh);
        let _ = write!(said.en, "{}{} {count}", if said.en.is_empty() { "" } else { ", " }, kind.en);
    }
    said
}

/// A coordinate, to a tenth of a pixel.
pub fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// How wide a text is, in the size of its font; a Chinese character is as wide as it is high.
pub fn ems(text: &str) -> f64 {
    text.chars().map(width).sum()
}

fn width(c: char) -> f64 {
    if c.width().unwrap_or(0) > 1 { 1.0 } else { 0.58 }
}

/// The text, cut to a width in the size of its font.
pub fn cut(text: &str, most: f64) -> String {
    if ems(text) <= most {
        return text.to_owned();
    }
    let mut left = most - 1.0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            left -= width(*c);
            left >= 0.0
        })
        .collect();
    kept + "…"
}
