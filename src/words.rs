//! Sets of characters and lists of words, for rules that ask at many places of a text which of them stands there. They are made when the program is
//! compiled, but for the sets that data gives.

/// A set of characters of the basic plane, a bit each.
///
/// It tells by one character what needs no further look: the first or the last of the words of a list or of a pattern.
#[derive(Debug)]
pub(crate) struct CharSet {
    chars: [u64; 0x1_0000 / 64],
    /// For the first of a character's three bytes the second bytes that are possible: they tell most characters apart.
    pairs: [u64; 16],
}

impl CharSet {
    const NONE: Self = Self { chars: [0; 0x1_0000 / 64], pairs: [0; 16] };

    /// The set of the characters of a string.
    pub(crate) const fn of(chars: &str) -> Self {
        let (bytes, mut at) = (chars.as_bytes(), 0);
        let mut set = Self::NONE;
        while at < bytes.len() {
            let (c, len) = match bytes[at] as usize {
                first @ ..0x80 => (first, 1),
                first @ 0x80..0xe0 => ((first & 0x1f) << 6 | bytes[at + 1] as usize & 0x3f, 2),
                first => ((first & 0x0f) << 12 | (bytes[at + 1] as usize & 0x3f) << 6 | bytes[at + 2] as usize & 0x3f, 3),
            };
            set.insert(c);
            at += len;
        }
        set
    }

    const fn insert(&mut self, c: usize) {
        self.chars[c / 64] |= 1 << (c % 64);
        self.pairs[c >> 12] |= 1 << (c >> 6 & 0x3f);
    }

    /// The set with more characters.
    pub(crate) fn with(&self, chars: &str) -> Self {
        let mut set = Self { ..*self };
        chars.chars().for_each(|c| set.insert(c as usize));
        set
    }

    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        self.chars.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }

    /// Whether the character of these three bytes is one of them.
    #[inline]
    pub(crate) fn contains_bytes(&self, [first, second, third]: [u8; 3]) -> bool {
        let place = usize::from(first & 0x0f) << 6 | usize::from(second & 0x3f);
        self.chars[place] >> (third & 0x3f) & 1 == 1
    }

    /// Whether a text begins with one of them.
    #[inline]
    pub(crate) fn begins(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|c| self.contains(c))
    }

    /// Whether a text ends with one of them.
    #[inline]
    pub(crate) fn ends(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|c| self.contains(c))
    }

    /// Whether one of them stands in a text.
    pub(crate) fn occurs_in(&self, text: &str) -> bool {
        self.find(text, 0).is_some()
    }

    /// Where the first of them stands in a text, from the boundary of a character on.
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = from;
        loop {
            let (len, found) = match bytes[at..] {
                [first @ 0xe0..0xf0, second, third, ..] => {
                    let maybe = self.pairs[usize::from(first & 0x0f)] >> (second & 0x3f) & 1 == 1;
                    (3, maybe && self.contains_bytes([first, second, third]))
                }
                [first @ ..0x80, ..] => (1, self.contains(first.into())),
                [0x80..0xe0, ..] => (2, self.begins(&text[at..])),
                [_, ..] => (4, false),
                [] => return None,
            };
            if found {
                return Some(at);
            }
            at += len;
        }
    }
}

impl Default for CharSet {
    fn default() -> Self {
        Self::NONE
    }
}

/// The characters beyond the basic plane are left out.
impl FromIterator<char> for CharSet {
    fn from_iter<T: IntoIterator<Item = char>>(characters: T) -> Self {
        let mut set = Self::NONE;
        characters.into_iter().filter(|&c| c <= '\u{ffff}').for_each(|c| set.insert(c as usize));
        set
    }
}

/// A list of words, of which a text is asked whether it begins or ends with one, or holds one: of several the longest is told. One byte of the text tells
/// which few can be meant, so that a list of sixty costs hardly more than one of two.
pub(crate) struct Words {
    words: &'static [&'static str],
    openings: Chains,
    endings: Chains,
}

/// The places of the words that have the same byte at the deciding place, the longest first.
struct Chains {
    /// By the byte's last six bits, in which the ideographs differ.
    first: [u8; 64],
    /// A bit for the byte and the three last bits of the one before it, in one line of the cache: most texts are told by it without a look at a word.
    pairs: [u64; 8],
    /// By the place of the word before.
    next: [u8; MOST],
}

/// The words that a list may have.
const MOST: usize = 192;
const NONE: u8 = u8::MAX;

impl Words {
    /// The words, each of three bytes or more.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        let (mut openings, mut endings) = (Chains::EMPTY, Chains::EMPTY);
        let mut place = 0;
        while place < words.len() {
            let word = words[place].as_bytes();
            openings.insert(words, place, word[1], word[2]);
            endings.insert(words, place, word[word.len() - 2], word[word.len() - 1]);
            place += 1;
        }
        Self { words, openings, endings }
    }

    /// The longest word with which a text begins.
    #[inline]
    pub(crate) fn opening(&self, text: &str) -> Option<&'static str> {
        let &[_, before, byte] = text.as_bytes().first_chunk()?;
        if self.openings.may_hold(before, byte) { self.opening_from(self.openings.first(byte), text.as_bytes()) } else { None }
    }

    fn opening_from(&self, mut place: u8, text: &[u8]) -> Option<&'static str> {
        while place != NONE {
            let word = self.words[usize::from(place)];
            // The byte before tells nearly all others apart, without a call.
            if word.as_bytes()[1] == text[1] && text.starts_with(word.as_bytes()) {
                return Some(word);
            }
            place = self.openings.next[usize::from(place)];
        }
        None
    }

    /// The longest word with which a text ends.
    #[inline]
    pub(crate) fn ending(&self, text: &str) -> Option<&'static str> {
        let &[before, byte] = text.as_bytes().last_chunk()?;
        if self.endings.may_hold(before, byte) { self.ending_from(self.endings.first(byte), text.as_bytes()) } else { None }
    }

    fn ending_from(&self, mut place: u8, text: &[u8]) -> Option<&'static str> {
        while place != NONE {
            let word = self.words[usize::from(place)];
            // The character before the last tells nearly all others apart, without a call.
            if (word.len() == 3 || before_last(word.as_bytes()) == before_last(text)) && text.ends_with(word.as_bytes()) {
                return Some(word);
            }
            place = self.endings.next[usize::from(place)];
        }
        None
    }

    /// Whether a text begins with one of the words.
    #[inline]
    pub(crate) fn open(&self, text: &str) -> bool {
        self.opening(text).is_some()
    }

    /// Whether a text ends with one of the words.
    #[inline]
    pub(crate) fn end(&self, text: &str) -> bool {
        self.ending(text).is_some()
    }

    /// Whether a text holds one of the words.
    #[inline]
    pub(crate) fn occur_in(&self, text: &str) -> bool {
        self.find(text, 0).is_some()
    }

    /// Where the first of the words stands in a text, from the boundary of a character on.
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<usize> {
        let mut rest = &text.as_bytes()[from..];
        while let [lead, before, last, ..] = *rest {
            if self.openings.may_hold(before, last) && self.opening_from(self.openings.first(last), rest).is_some() {
                return Some(text.len() - rest.len());
            }
            rest = &rest[if lead >= 0xe0 { 3 } else { 1 }..];
        }
        None
    }

    /// Whether a text is one of the words.
    #[inline]
    pub(crate) fn contain(&self, text: &str) -> bool {
        self.opening(text) == Some(text)
    }

    /// The words, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().copied()
    }

    /// A text without the longest word with which it begins.
    #[inline]
    pub(crate) fn strip_opening<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.opening(text).map(|word| &text[word.len()..])
    }

    /// A text without the longest word with which it ends.
    #[inline]
    pub(crate) fn strip_ending<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.ending(text).map(|word| &text[..text.len() - word.len()])
    }

    /// The last of the words in a text, and where it stands.
    pub(crate) fn last_in(&self, text: &str) -> Option<(usize, &'static str)> {
        text.char_indices().rev().find_map(|(at, _)| Some((at, self.opening(&text[at..])?)))
    }
}

/// The last byte of the character before the last, which has three bytes.
fn before_last(text: &[u8]) -> Option<u8> {
    text.len().checked_sub(4).map(|at| text[at])
}

impl Chains {
    const EMPTY: Self = Self { first: [NONE; 64], pairs: [0; 8], next: [NONE; MOST] };

    const fn insert(&mut self, words: &[&str], place: usize, before: u8, byte: u8) {
        let byte = (byte & 63) as usize;
        self.pairs[(before & 7) as usize] |= 1 << byte;
        let (mut before, mut behind) = (NONE, self.first[byte]);
        while behind != NONE && words[behind as usize].len() >= words[place].len() {
            (before, behind) = (behind, self.next[behind as usize]);
        }
        self.next[place] = behind;
        let link = if before == NONE { &mut self.first[byte] } else { &mut self.next[before as usize] };
        *link = place as u8;
    }

    /// Whether one of the words may have these two bytes at the deciding place.
    #[inline]
    fn may_hold(&self, before: u8, byte: u8) -> bool {
        self.pairs[usize::from(before & 7)] >> (byte & 63) & 1 == 1
    }

    #[inline]
    fn first(&self, byte: u8) -> u8 {
        self.first[usize::from(byte & 63)]
    }
}

// `trim_start_matches`, `split_once` and `find` prepare a search that costs more than a short text; `starts_with` and `contains` do not.

/// A text without a word with which it begins, however often.
pub(crate) fn without_start<'t>(mut text: &'t str, word: &str) -> &'t str {
    while let Some(rest) = text.strip_prefix(word) {
        text = rest;
    }
    text
}

/// A text without a word with which it ends, however often.
pub(crate) fn without_end<'t>(mut text: &'t str, word: &str) -> &'t str {
    while let Some(rest) = text.strip_suffix(word) {
        text = rest;
    }
    text
}

/// What stands before and behind a word that few texts hold.
pub(crate) fn split_once<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    if text.contains(word) { text.split_once(word) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_every_length_are_found() {
        static SET: CharSet = CharSet::of("a·，区");
        for (text, found) in
            [("xyz一旧𠀀·", Some(13)), ("𠀀匹a", Some(7)), ("匹区", Some(3)), ("。，", Some(3)), ("²匹𠀀。b", None), ("", None)]
        {
            assert_eq!(SET.find(text, 0), found, "{text}");
            assert_eq!(text.chars().position(|c| "a·，区".contains(c)).is_some(), found.is_some(), "{text}");
        }
        assert_eq!((SET.find("区区", 3), SET.find("区区", 6)), (Some(3), None));
        assert!(SET.begins("区域") && SET.ends("地区") && !SET.begins("地区") && !SET.ends("𠀀"));
    }

    #[test]
    fn a_set_is_the_same_whenever_it_is_made() {
        static SET: CharSet = CharSet::of("a·园，");
        let made: CharSet = "a·园，𠮷".chars().collect();
        for c in ['a', '·', '园', '，', '𠮷', '区'] {
            assert_eq!(made.contains(c), SET.contains(c), "{c}");
        }
        assert_eq!(made.find("区·", 0), Some(3));
    }

    #[test]
    fn the_longest_word_is_found_wherever_it_stands() {
        static PARKS: Words = Words::new(&["园区", "新区", "开发区", "经济开发区"]);
        assert_eq!(PARKS.ending("湖滨经济开发区"), Some("经济开发区"));
        assert_eq!(PARKS.strip_ending("湖滨新区"), Some("湖滨"));
        assert_eq!(PARKS.opening("开发区管委会"), Some("开发区"));
        assert_eq!(PARKS.strip_opening("园区办"), Some("办"));
        assert_eq!(PARKS.last_in("园区与经济开发区内"), Some((15, "开发区")));
        assert!(PARKS.contain("园区") && !PARKS.contain("园") && !PARKS.contain("园区办"));
        for holds in ["园区", "在园区内", "A区、b园区", "😀园区", "é园区办"] {
            assert!(PARKS.occur_in(holds), "{holds}");
        }
        for other in ["", "a", "区", "园", "园 区", "县区", "市辖区", "😀", "aé"] {
            assert!(!PARKS.open(other) && !PARKS.end(other) && !PARKS.occur_in(other), "{other}");
        }
        static WORDS: Words = Words::new(&["以", "以及", "产业园", "园"]);
        assert_eq!([WORDS.opening("以及其他"), WORDS.opening("以其他"), WORDS.opening("")], [Some("以及"), Some("以"), None]);
        assert_eq!([WORDS.ending("化工产业园"), WORDS.ending("化工园"), WORDS.ending("化工")], [Some("产业园"), Some("园"), None]);
    }

    #[test]
    fn a_word_is_taken_away_however_often() {
        assert_eq!((without_start("要要发展", "要"), without_end("发展建设建设", "建设")), ("发展", "发展"));
    }
}
