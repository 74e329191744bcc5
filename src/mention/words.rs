//! Lists of words with which a name may begin or end, or which a text may hold.

/// A list of words, of which a text is asked whether it begins or ends with one, or holds one. One byte of the text tells which few can be meant, so
/// that a list of sixty costs hardly more than one of two.
pub(crate) struct Words<const N: usize> {
    words: [&'static str; N],
    openings: Chains<N>,
    endings: Chains<N>,
}

/// The places of the words that have the same byte at the deciding place, in the order of the list.
struct Chains<const N: usize> {
    /// By the byte's last six bits, in which the ideographs differ.
    first: [u8; 64],
    /// By the place of the word before.
    next: [u8; N],
}

const NONE: u8 = u8::MAX;

impl<const N: usize> Words<N> {
    /// The words, each of three bytes or more. Where one is the beginning or the end of another, the longer stands first.
    pub(crate) const fn new(words: [&'static str; N]) -> Self {
        let mut openings = Chains { first: [NONE; 64], next: [NONE; N] };
        let mut endings = Chains { first: [NONE; 64], next: [NONE; N] };
        let mut place = N;
        while place > 0 {
            place -= 1;
            let word = words[place].as_bytes();
            openings.prepend(place, word[2]);
            endings.prepend(place, word[word.len() - 1]);
        }
        Self { words, openings, endings }
    }

    /// The first word of the list with which a text begins.
    pub(crate) fn opening(&self, text: &str) -> Option<&'static str> {
        self.at(text.as_bytes(), 0)
    }

    /// The first word of the list with which a text ends.
    pub(crate) fn ending(&self, text: &str) -> Option<&'static str> {
        let text = text.as_bytes();
        let mut place = self.endings.first(*text.last()?);
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
    pub(crate) fn open(&self, text: &str) -> bool {
        self.opening(text).is_some()
    }

    /// Whether a text ends with one of the words.
    pub(crate) fn end(&self, text: &str) -> bool {
        self.ending(text).is_some()
    }

    /// Whether a text holds one of the words.
    pub(crate) fn occur_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&[lead, _, last]) = bytes.get(at..at + 3) {
            if self.openings.first(last) != NONE && self.at(bytes, at).is_some() {
                return true;
            }
            at += if lead >= 0xe0 { 3 } else { 1 };
        }
        false
    }

    /// Whether a text is one of the words.
    pub(crate) fn contain(&self, text: &str) -> bool {
        self.opening(text) == Some(text)
    }

    /// The words, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().copied()
    }

    /// A text without the word with which it begins.
    pub(crate) fn strip_opening<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.opening(text).map(|word| &text[word.len()..])
    }

    /// A text without the word with which it ends.
    pub(crate) fn strip_ending<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.ending(text).map(|word| &text[..text.len() - word.len()])
    }

    /// The first word of the list that stands at a byte of a text.
    fn at(&self, text: &[u8], at: usize) -> Option<&'static str> {
        let text = text.get(at..)?;
        let mut place = self.openings.first(*text.get(2)?);
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
}

/// The last byte of the character before the last, which has three bytes.
fn before_last(text: &[u8]) -> Option<u8> {
    text.len().checked_sub(4).map(|at| text[at])
}

impl<const N: usize> Chains<N> {
    const fn prepend(&mut self, place: usize, byte: u8) {
        let first = &mut self.first[(byte & 63) as usize];
        self.next[place] = *first;
        *first = place as u8;
    }

    fn first(&self, byte: u8) -> u8 {
        self.first[usize::from(byte & 63)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_list_is_found_wherever_it_stands() {
        static PARKS: Words<4> = Words::new(["经济开发区", "开发区", "园区", "新区"]);
        assert_eq!(PARKS.ending("湖滨经济开发区"), Some("经济开发区"));
        assert_eq!(PARKS.strip_ending("湖滨新区"), Some("湖滨"));
        assert_eq!(PARKS.opening("开发区管委会"), Some("开发区"));
        assert_eq!(PARKS.strip_opening("园区办"), Some("办"));
        assert!(PARKS.contain("园区") && !PARKS.contain("园") && !PARKS.contain("园区办"));
        for holds in ["园区", "在园区内", "A区、b园区", "😀园区", "é园区办"] {
            assert!(PARKS.occur_in(holds), "{holds}");
        }
        for other in ["", "a", "区", "园", "园 区", "县区", "市辖区", "😀", "aé"] {
            assert!(!PARKS.open(other) && !PARKS.end(other) && !PARKS.occur_in(other), "{other}");
        }
    }
}
