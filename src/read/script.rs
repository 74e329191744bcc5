//! Traditional script → simplified, character for character, so that every rule reads both and every offset stays.
//!
//! Words are not changed: 資訊 is read as 资讯. The table is OpenCC's.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::GBK;

const TABLE: &str = include_str!("traditional.tsv");

struct Script {
    /// The traditional characters that GB 2312 does not have, a bit for each ideograph from U+4000 on: every character of a text is asked about.
    traditional_only: [u64; IDEOGRAPHS / 64],
    characters: HashMap<char, char>,
    /// By their first character.
    phrases: HashMap<char, Vec<(&'static str, &'static str)>>,
}

static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    let mut script = Script { traditional_only: [0; IDEOGRAPHS / 64], characters: HashMap::new(), phrases: HashMap::new() };
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some((traditional, simplified)) = line.split_once('\t') else { continue };
        let (Some(first), Some(to)) = (traditional.chars().next(), simplified.chars().next()) else { continue };
        if traditional.len() == first.len_utf8() {
            if let Some(index) = ideograph(first).filter(|_| !is_in_gb_2312(first)) {
                script.traditional_only[index / 64] |= 1 << (index % 64);
            }
            script.characters.insert(first, to);
        } else {
            script.phrases.entry(first).or_default().push((traditional, simplified));
        }
    }
    // The longest phrase that fits is the one that is meant.
    script.phrases.values_mut().for_each(|phrases| phrases.sort_by_key(|(traditional, _)| std::cmp::Reverse(traditional.len())));
    script
});

/// A text is in traditional script if more than one of so many Chinese characters is written so.
const ONE_OF: usize = 10;

/// So many Chinese characters tell.
const SAMPLE: usize = 4000;

/// What is to be put in the place of the characters of a text in traditional script, by their offsets, in order; nothing for a text in simplified script,
/// where 乾县 and 瞭望 are right as they stand.
pub(super) fn folds(source: &str) -> Vec<(usize, char)> {
    // Cheap first: no text that GB 2312 can write is in traditional script.
    let traditional_only = &SCRIPT.traditional_only;
    let (mut at, mut han, mut traditional) = (0, 0_usize, 0_usize);
    let bytes = source.as_bytes();
    while han < SAMPLE && at < bytes.len() {
        // These bytes begin the characters from U+4000 to U+9FFF, of three bytes each.
        let &[first @ 0xe4..=0xe9, second, third] = &bytes[at..bytes.len().min(at + 3)] else {
            at += 1;
            continue;
        };
        let index = usize::from(first - 0xe4) << 12 | usize::from(second & 0x3f) << 6 | usize::from(third & 0x3f);
        at += 3;
        han += 1;
        traditional += usize::from(traditional_only[index / 64] >> (index % 64) & 1 != 0);
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

const FIRST_IDEOGRAPH: u32 = 0x4000;
const IDEOGRAPHS: usize = 0x6000;

/// The place of a character among the ideographs.
fn ideograph(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST_IDEOGRAPH)? as usize;
    (index < IDEOGRAPHS).then_some(index)
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
