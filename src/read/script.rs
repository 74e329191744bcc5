//! Traditional script → simplified, character for character, so that every rule reads both and every offset stays.
//!
//! Words are not changed: 資訊 is read as 资讯. The table is OpenCC's.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::GBK;

use crate::words::CharSet;

const TABLE: &str = include_str!("traditional.tsv");

struct Script {
    /// The traditional characters that GB 2312 does not have.
    traditional_only: CharSet,
    characters: HashMap<char, char>,
    /// By their first character.
    phrases: HashMap<char, Vec<(&'static str, &'static str)>>,
}

static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    let (mut characters, mut phrases): (HashMap<char, char>, HashMap<char, Vec<_>>) = Default::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some((traditional, simplified)) = line.split_once('\t') else { continue };
        let (Some(first), Some(to)) = (traditional.chars().next(), simplified.chars().next()) else { continue };
        if traditional.len() == first.len_utf8() {
            characters.insert(first, to);
        } else {
            phrases.entry(first).or_default().push((traditional, simplified));
        }
    }
    // The longest phrase that fits is the one that is meant.
    phrases.values_mut().for_each(|phrases| phrases.sort_by_key(|(traditional, _)| std::cmp::Reverse(traditional.len())));
    let traditional_only = characters.keys().copied().filter(|c| is_ideograph(c) && !is_in_gb_2312(*c)).collect();
    Script { traditional_only, characters, phrases }
});

/// A text is in traditional script if more than one of so many Chinese characters is written so.
const ONE_OF: usize = 10;

/// So many Chinese characters tell.
const SAMPLE: usize = 4000;

/// What is to be put in the place of the characters of a text in traditional script, by their offsets, in order; nothing for a text in simplified script,
/// where 乾县 and 瞭望 are right as they stand.
pub(super) fn folds(source: &str) -> Vec<(usize, char)> {
    // Cheap first: no text that GB 2312 can write is in traditional script.
    let (mut han, mut traditional) = (0_usize, 0_usize);
    let (mut rest, traditional_only) = (source.as_bytes(), &SCRIPT.traditional_only);
    while han < SAMPLE
        && let Some((bytes, behind)) = rest.split_first_chunk()
    {
        // The first byte of what is an ideograph by `is_ideograph`.
        if matches!(bytes[0], 0xe4..=0xe9) {
            han += 1;
            traditional += usize::from(traditional_only.contains_bytes(*bytes));
            rest = behind;
        } else {
            rest = &rest[1..];
        }
    }
    if traditional * ONE_OF <= han {
        return Vec::new();
    }
    let mut folds = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let at = source.len() - rest.len();
        let phrase = SCRIPT.phrases.get(&c).and_then(|phrases| phrases.iter().find(|(traditional, _)| rest.starts_with(traditional)));
        if let Some((traditional, simplified)) = phrase {
            let pairs = traditional.char_indices().zip(simplified.chars());
            folds.extend(pairs.filter(|((_, from), to)| from != to).map(|((offset, _), to)| (at + offset, to)));
            rest = &rest[traditional.len()..];
            continue;
        }
        let mark = match c {
            '「' => Some('“'),
            '」' => Some('”'),
            '『' => Some('‘'),
            '』' => Some('’'),
            _ => SCRIPT.characters.get(&c).copied(),
        };
        folds.extend(mark.map(|to| (at, to)));
        rest = &rest[c.len_utf8()..];
    }
    folds
}

/// The ideographs of the basic plane, but for the rarest.
fn is_ideograph(c: &char) -> bool {
    matches!(c, '\u{4000}'..='\u{9fff}')
}

fn is_in_gb_2312(c: char) -> bool {
    let mut bytes = [0; 4];
    let (bytes, _, unmappable) = GBK.encode(c.encode_utf8(&mut bytes));
    !unmappable && bytes.len() == 2 && (0xb0..=0xf7).contains(&bytes[0]) && bytes[1] >= 0xa1
}

#[cfg(test)]
mod tests {
    use crate::read::from_string;
    use crate::text::{Notice, Span};

    #[test]
    fn traditional_script_is_read_as_simplified_and_quoted_as_it_stands() {
        let source = "（一）發展資訊產業。乾隆年間的後花園，頭髮與發展，「瞭望」一目瞭然。（牽頭單位：工業和信息化廳）";
        let text = from_string(source);
        assert_eq!(text.as_str(), "（一）发展资讯产业。乾隆年间的后花园，头发与发展，“瞭望”一目了然。（牵头单位：工业和信息化厅）");
        assert_eq!(text.notices(), [Notice::Traditional]);
        let at = text.as_str().find("牵头单位").unwrap();
        assert_eq!(text.quote(Span::new(at, at + "牵头单位".len())), Some("牽頭單位"));
    }

    #[test]
    fn a_simplified_text_keeps_its_characters() {
        let source = "乾县、瞭望、著作。";
        assert_eq!(from_string(source).as_str(), source);
    }
}
