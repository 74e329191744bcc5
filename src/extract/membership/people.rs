//! Persons and their titles, as lists of members print them: 王 强　省委副书记、省长; 丁某某（州农业局局长）; 区长　张某某.

use std::sync::LazyLock;

use regex::Regex;

use super::group::is_han;
use crate::mention::organization::{self, Prefix, Strictness, ends_as_body};
use crate::mention::person::{has_double_surname, has_surname};
use crate::outline::Document;
use crate::text::Span;

/// A stretch of the mended text with the white space of the source in it: in a list of names, wide spaces part what the mended text runs together.
///
/// `' '` is a narrow gap, `'　'` a wide one, `'\n'` the end of a source line.
pub(super) struct View {
    pub(super) text: String,
    /// For each byte of `text` the byte of the mended text.
    place: Vec<usize>,
}

impl View {
    pub(super) fn of(document: &Document, span: Span) -> Self {
        let mut view = Self { text: String::with_capacity(span.end - span.start), place: Vec::new() };
        let source = document.text.source();
        let (mut gap, mut end_before) = (String::new(), None);
        for (at, c) in document.text.slice(span).char_indices() {
            let at = span.start + at;
            let Some(range) = document.text.source_range(Span::new(at, at + c.len_utf8())) else { continue };
            let between = end_before.and_then(|end: usize| source.get(end..range.start)).unwrap_or_default();
            gap.extend(between.chars().filter(|c| c.is_whitespace()));
            end_before = Some(range.end);
            if c.is_whitespace() {
                gap.push_str(&source[range]);
                continue;
            }
            if !gap.is_empty() && !view.text.is_empty() {
                let wide = gap.contains(['\u{3000}', '\t']) || gap.chars().count() > 1;
                view.push(
                    if gap.contains('\n') {
                        '\n'
                    } else if wide {
                        '　'
                    } else {
                        ' '
                    },
                    at,
                    false,
                );
            }
            gap.clear();
            view.push(c, at, true);
        }
        view
    }

    fn push(&mut self, c: char, at: usize, copied: bool) {
        self.text.push(c);
        self.place.extend((0..c.len_utf8()).map(|byte| if copied { at + byte } else { at }));
    }

    /// The span in the mended text, without the gaps at the stretch's edges: a gap may stand for nothing there.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.place.get(from).copied().unwrap_or(0);
        let to = self.text.get(..to).map_or(0, |before| before.trim_end_matches([' ', '　', '\n']).len());
        if to <= from {
            return Span::new(start, start);
        }
        let end = to.checked_sub(1).and_then(|last| self.place.get(last)).map_or(start, |last| last + 1);
        Span::new(start, end)
    }
}

/// What stands before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Gap,
    Mark,
}

/// A stretch between gaps and marks.
#[derive(Clone, Debug)]
struct Token {
    /// Without the bracket behind it and without gaps.
    base: String,
    bracket: Option<String>,
    span: Span,
    before: Before,
}

/// Who holds a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) person: Option<String>,
    /// The organization that the title names, or that holds the post itself, and its place.
    pub(super) organization: Option<(String, Span)>,
    /// Name and title, in the coordinates of the text that was read.
    pub(super) span: Span,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let (mut depth, mut start, mut before) = (0_i32, 0, Before::Mark);
    for (at, c) in text.char_indices().chain([(text.len(), '、')]) {
        let last = at == text.len();
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = (depth - 1).max(0),
            '\n' if depth > 0 && !text[at..].contains(['）', ')']) => depth = 0,
            _ => {}
        }
        let gap = matches!(c, ' ' | '　' | '\n');
        if !(last || depth == 0 && (gap || matches!(c, '、' | '，' | '；' | '。' | ',' | ';'))) {
            continue;
        }
        if let Some(token) = token(text, start, at, before) {
            match found.last_mut() {
                // 王　强: a name of two characters is printed as wide as one of three.
                Some(name) if token.before == Before::Gap && name.bracket.is_none() && single(&name.base) && single(&token.base) => {
                    name.base.push_str(&token.base);
                    name.bracket = token.bracket;
                    name.span.end = token.span.end;
                }
                _ => found.push(token),
            }
            before = Before::Mark;
        }
        if gap {
            // A gap behind a mark parts nothing that the mark does not.
            before = if found.last().is_some_and(|last| last.span.end == at) || before == Before::Gap { Before::Gap } else { before };
            if start == 0 && found.is_empty() {
                before = Before::Mark;
            }
        } else {
            before = Before::Mark;
        }
        start = at + if last { 0 } else { c.len_utf8() };
    }
    found
}

fn token(text: &str, start: usize, end: usize, before: Before) -> Option<Token> {
    let content = &text[start..end];
    if content.trim().is_empty() {
        return None;
    }
    let compact = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let bracket = content.ends_with(['）', ')']).then(|| content.rfind(['（', '('])).flatten().filter(|&at| at > 0);
    let (base, bracket) = match bracket {
        Some(at) => (&content[..at], Some(compact(content[at..].trim_matches(['（', '）', '(', ')'])))),
        None => (content, None),
    };
    let base = compact(base);
    let base =
        base.strip_suffix("同志").filter(|base| base.chars().count() >= 2 && !base.ends_with(['责', '导'])).unwrap_or(&base).to_owned();
    Some(Token { base, bracket, span: Span::new(start, end), before })
}

fn single(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

/// Whether a word can only be a person's name.
fn is_name(word: &str) -> bool {
    let count = word.chars().count();
    if word.contains('·') {
        return (4..=16).contains(&count) && word.chars().all(|c| is_han(c) || c == '·');
    }
    let hidden = word.contains(['某', '×', 'X', '*']);
    let double = has_double_surname(word);
    (2..=if hidden || double { 4 } else { 3 }).contains(&count)
        && word.chars().all(|c| is_han(c) || matches!(c, '×' | 'X' | '*'))
        && has_surname(word)
        && (hidden || !is_title(word) && !ends_as_body(word) && !is_word(word))
}

/// Whether a word can be a name where a title stands beside it: names of every people.
fn can_be_name(word: &str) -> bool {
    is_name(word)
        || (2..=4).contains(&word.chars().count()) && word.chars().all(is_han) && !is_title(word) && !ends_as_body(word) && !is_word(word)
}

/// Words of lists that have the form of a name.
fn is_word(word: &str) -> bool {
    [
        "成员", "委员", "单位", "部门", "职务", "姓名", "电话", "全体", "有关", "相关", "其他", "各", "主要", "分管", "常务", "负责",
        "名单", "附件", "时间", "地点", "等", "主管", "全市", "全县", "省级", "市级", "县级", "市直", "县直", "和",
    ]
    .iter()
    .any(|part| word.starts_with(part))
        || ["单位", "部门", "职务", "名单", "企业", "市", "县", "镇", "乡", "区"].iter().any(|part| word.ends_with(part))
}

/// What titles end with, the longer first. What stands before is the body.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?:党组|党委|党工委|分党组)?(?:专职|常务|第一|代理?)?(?:副)?",
        r"(?:党组书记|党组成员|党委书记|党委委员|党委副书记|党组副书记|书记处书记|委员会主任|秘书长|大队长|支队长|总队长|理事长|董事长|检察长|院长|总经理|总工程师|总规划师|总经济师|总会计师|总农艺师|",
        r"政治委员|政委|司令员|参谋长|局长|厅长|省长|市长|县长|区长|州长|盟长|旗长|师长|团长|镇长|乡长|处长|科长|股长|部长|司长|署长|行长|社长|台长|所长|站长|校长|馆长|",
        r"关长|队长|会长|场长|厂长|庭长|组长|主席|主任|书记|常委|委员|经理|总裁|总监|专员|巡视员|调研员|督学|督查专员|村长)",
        r"|(?:党政|行政)?(?:主要|分管|相关|有关|一名|1名)*(?:负责人|负责同志|领导同志|领导|同志|副职|联络员))$",
    ))
    .expect("the pattern is a constant")
});

fn is_title(word: &str) -> bool {
    TITLE.is_match(word) || word.chars().count() > 3 && word.ends_with('长') && ends_as_body(word.trim_end_matches('长'))
}

/// The body that a title names: 市财政局 for 市财政局党组书记、局长, none for 省委副书记、省长.
fn body_of(title: &str) -> Option<String> {
    let mut party: Option<&str> = None; // 县委 of 县委常委、组织部部长
    for part in title.split(['、', '，', ',', '；', '兼']) {
        let part = part.trim();
        let found = TITLE.find(part);
        let mut body = found.map_or(part, |found| &part[..found.start()]);
        // 宣传部长: the body's last character is the title's first.
        if !ends_as_body(body)
            && let Some(shorter) = part.strip_suffix('长').filter(|shorter| ends_as_body(shorter))
        {
            body = shorter;
        }
        for word in ["专职", "常务", "副", "原", "党组", "分党组"] {
            body = body.strip_suffix(word).unwrap_or(body);
        }
        for word in ["等部门", "等单位", "等部门和单位"] {
            body = body.strip_suffix(word).unwrap_or(body);
        }
        if is_party_committee(body) {
            if found.is_some_and(|found| found.as_str().ends_with("秘书长")) {
                return Some(body.to_owned());
            }
            party = Some(body);
            continue;
        }
        if ["组织部", "宣传部", "统战部", "政法委", "办公室", "政法委员会", "网信办", "编办", "农办"].contains(&body)
        {
            return party.map(|party| format!("{party}{body}"));
        }
        if names_body(body) {
            return Some(body.to_owned());
        }
    }
    None
}

/// 省委, 县委, 师市党委, 江川市委: the committee that governs, whose members are in the list as leaders of their place.
fn is_party_committee(body: &str) -> bool {
    let Some(place) = ["党工委", "党委", "委", "工委"].iter().find_map(|end| body.strip_suffix(end)) else { return false };
    !place.starts_with('团')
        && place.chars().count() <= 8
        && (place.is_empty() || place.ends_with(['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡']) || place.ends_with("兵团"))
}

/// Whether what stands before a title is a body's name, not a rank or a word that orders (分管).
fn names_body(body: &str) -> bool {
    let count = body.chars().count();
    (3..=40).contains(&count)
        && !["分管", "主要", "相关", "有关", "负责", "按", "兼", "由", "各级"].iter().any(|word| body.starts_with(word))
        && !body.contains(['，', '。', '：', '《'])
        && (ends_as_body(body)
            || organization::is_organization(body)
            || body.ends_with(['会', '所', '社', '站', '馆', '处', '关', '队', '行', '台', '校', '协', '联', '科', '司', '厂', '室', '矿'])
            || body.ends_with("人大")
            || body.ends_with("政协")
            || body.ends_with("街道"))
}

/// Reads who holds a post; `offset` is the place of `text`. Only persons whose name a title or a bracket proves count as proof of a list.
pub(super) fn holders(text: &str, offset: usize, prefix: &mut Prefix) -> Vec<Holder> {
    let tokens = tokens(text);
    if tokens.is_empty() || tokens.len() > 400 {
        return Vec::new();
    }
    let persons = persons(&tokens);
    let mut found = if persons.iter().any(|person| person.0.is_some()) {
        persons
            .into_iter()
            .filter_map(|(person, title, span)| {
                let organization = body_of(&title).map(|body| (body, span));
                (person.is_some() || organization.is_some()).then_some(Holder { person, organization, span })
            })
            .collect()
    } else {
        bodies(&tokens, prefix)
    };
    for holder in &mut found {
        holder.span = holder.span.shift(offset);
        if let Some((_, span)) = &mut holder.organization {
            *span = span.shift(offset);
        }
    }
    found
}

/// Names with their titles, in the order of the text. A title that no name follows or precedes stands alone.
fn persons(tokens: &[Token]) -> Vec<(Option<String>, String, Span)> {
    let mut found: Vec<(Option<String>, String, Span)> = Vec::new();
    let mut pending: Option<(String, Span)> = None;
    let beside_title = |token: Option<&Token>| token.is_some_and(|token| token.before == Before::Gap && is_titled(&token.base));
    let name_first = tokens.first().is_some_and(|first| {
        is_name(&first.base) || can_be_name(&first.base) && (first.bracket.as_deref().is_some_and(is_titled) || beside_title(tokens.get(1)))
    });
    for (index, token) in tokens.iter().enumerate() {
        let bracket = token.bracket.clone().filter(|bracket| bracket.chars().count() > 2 || is_title(bracket)).unwrap_or_default();
        let named = is_name(&token.base)
            || can_be_name(&token.base)
                && (is_titled(&bracket)
                    || name_first && beside_title(tokens.get(index + 1))
                    || !name_first && pending.is_some() && token.before == Before::Gap);
        if named {
            let (title, span) = match pending.take().filter(|_| !name_first) {
                Some((title, from)) => (title, Span::new(from.start, token.span.end)),
                None => (bracket, token.span),
            };
            found.push((Some(token.base.clone()), title, span));
        } else if let Some((title, name)) = glued(&token.base) {
            let (title, start) = match pending.take() {
                Some((before, span)) => (format!("{before}、{title}"), span.start),
                None => (title, token.span.start),
            };
            found.push((Some(name), title, Span::new(start, token.span.end)));
        } else if name_first {
            if let Some((_, title, span)) = found.last_mut() {
                if !title.is_empty() && token.before == Before::Mark {
                    title.push('、');
                }
                title.push_str(&token.base);
                span.end = token.span.end;
            }
        } else {
            match &mut pending {
                Some((title, span)) => {
                    if token.before == Before::Mark {
                        title.push('、');
                    }
                    title.push_str(&token.base);
                    span.end = token.span.end;
                }
                None => pending = Some((token.base.clone(), token.span)),
            }
        }
    }
    if let Some((title, span)) = pending.filter(|_| !found.is_empty()) {
        found.push((None, title, span));
    }
    found
}

fn is_titled(text: &str) -> bool {
    is_title(text) || text.split('、').any(is_title) || text.chars().count() > 3 && ends_as_body(text)
}

/// 省财政厅厅长方某某: a title that runs into the name.
fn glued(word: &str) -> Option<(String, String)> {
    (2..=4).find_map(|count| {
        let at = word.char_indices().rev().nth(count - 1)?.0;
        let (title, name) = word.split_at(at);
        (at > 0 && is_name(name) && is_title(title)).then(|| (title.to_owned(), name.to_owned()))
    })
}

/// Bodies, by their own names or by the posts of people without a name, with the prefix that the list states.
fn bodies(tokens: &[Token], prefix: &mut Prefix) -> Vec<Holder> {
    let mut joined = String::new();
    let mut places: Vec<(Span, Span)> = Vec::new();
    for token in tokens {
        let body = match body_of(&token.base) {
            Some(body) => body,
            None if !is_title(&token.base) => token.base.clone(),
            None => continue,
        };
        if !joined.is_empty() {
            joined.push(if token.before == Before::Gap { '，' } else { '、' });
        }
        let start = joined.len();
        joined.push_str(&body);
        places.push((Span::new(start, joined.len()), token.span));
    }
    let members = units(&joined, 0, prefix).unwrap_or_default();
    members
        .into_iter()
        .filter_map(|(name, at)| {
            let span = places.iter().find(|(place, _)| place.start <= at.start && at.start < place.end)?.1;
            Some(Holder { person: None, organization: Some((name, span)), span })
        })
        .collect()
}

/// A list of units, each of which reads as a body: behind 成员单位 anything may stand.
pub(super) fn units(text: &str, offset: usize, prefix: &mut Prefix) -> Option<Vec<(String, Span)>> {
    const LONGEST: usize = 6_000;
    if text.len() > LONGEST || text.contains('《') {
        return None;
    }
    let members = organization::list(text, offset, Strictness::Bare, prefix)
        .or_else(|| organization::list(text, offset, Strictness::Labelled, prefix))?;
    let read: Vec<(String, Span)> = members
        .into_iter()
        .filter(|member| member.collective || ends_as_body(&member.mention.name) || organization::is_organization(&member.mention.name))
        .filter(|member| {
            !["有关部门", "相关部门", "有关单位", "相关单位", "成员单位", "各部门", "各单位"].contains(&member.mention.name.as_str())
        })
        .filter(|member| member.mention.name.chars().count() > 2 && !member.mention.name.contains('的'))
        .map(|member| (member.mention.name, member.mention.span))
        .collect();
    (!read.is_empty()).then_some(read)
}
