//! Sets of characters and of words, for rules that ask at many places of a text which of them stands there.

/// A set of characters of the basic plane, a bit each; what is asked of it lies close together, and stays at hand while every character of a text is asked
/// about.
#[derive(Debug)]
pub(crate) struct Characters(Box<[u64; 0x1_0000 / 64]>);

impl Characters {
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        let at = u32::from(c);
        self.0.get(at as usize / 64).is_some_and(|bits| bits >> (at % 64) & 1 != 0)
    }
}

impl Default for Characters {
    fn default() -> Self {
        Self(Box::new([0; 0x1_0000 / 64]))
    }
}

impl FromIterator<char> for Characters {
    fn from_iter<T: IntoIterator<Item = char>>(characters: T) -> Self {
        let mut set = Self::default();
        for at in characters.into_iter().map(u32::from) {
            if let Some(bits) = set.0.get_mut(at as usize / 64) {
                *bits |= 1 << (at % 64);
            }
        }
        set
    }
}

/// Words with which a text may begin.
#[derive(Debug)]
pub(crate) struct Starts(Words);

/// Words with which a text may end.
#[derive(Debug)]
pub(crate) struct Ends(Words);

impl Starts {
    pub(crate) fn new(words: &[&'static str]) -> Self {
        Self(Words::by(words, |word| word.chars().next()))
    }

    /// Whether one of the words begins with a character: most characters begin none.
    pub(crate) fn may_begin(&self, c: char) -> bool {
        self.0.edges.contains(c)
    }

    /// The longest of the words with which a text begins.
    pub(crate) fn of(&self, text: &str) -> Option<&'static str> {
        self.0.alike(text.chars().next()?).find(|word| text.starts_with(word))
    }

    /// The last of the words in a text, and where it stands.
    pub(crate) fn last_in(&self, text: &str) -> Option<(usize, &'static str)> {
        text.char_indices().rev().filter(|&(_, c)| self.may_begin(c)).find_map(|(at, _)| Some((at, self.of(&text[at..])?)))
    }
}

impl Ends {
    pub(crate) fn new(words: &[&'static str]) -> Self {
        Self(Words::by(words, |word| word.chars().next_back()))
    }

    /// The longest of the words with which a text ends.
    pub(crate) fn of(&self, text: &str) -> Option<&'static str> {
        self.0.alike(text.chars().next_back()?).find(|word| text.ends_with(word))
    }
}

/// Words in the order of the character at one of their edges, the longest first.
#[derive(Debug)]
struct Words {
    edges: Characters,
    sorted: Vec<(char, &'static str)>,
}

impl Words {
    fn by(words: &[&'static str], edge: impl Fn(&str) -> Option<char>) -> Self {
        let mut sorted: Vec<_> = words.iter().filter_map(|word| Some((edge(word)?, *word))).collect();
        sorted.sort_by_key(|(edge, word)| (*edge, std::cmp::Reverse(word.len())));
        Self { edges: sorted.iter().map(|(edge, _)| *edge).collect(), sorted }
    }

    /// The words with a character at their edge; most characters are at none.
    fn alike(&self, edge: char) -> impl Iterator<Item = &'static str> {
        let from = if self.edges.contains(edge) { self.sorted.partition_point(|(own, _)| *own < edge) } else { self.sorted.len() };
        self.sorted[from..].iter().take_while(move |(own, _)| *own == edge).map(|(_, word)| *word)
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
    fn the_characters_of_a_set() {
        let set: Characters = "a·园，𠮷".chars().collect();
        assert_eq!(['a', '·', '园', '，', '𠮷', '区'].map(|c| set.contains(c)), [true, true, true, true, false, false]);
    }

    #[test]
    fn the_longest_word_at_an_edge() {
        let words = ["以", "以及", "产业园", "园"];
        let (starts, ends) = (Starts::new(&words), Ends::new(&words));
        assert_eq!([starts.of("以及其他"), starts.of("以其他"), starts.of("其他"), starts.of("")], [Some("以及"), Some("以"), None, None]);
        assert_eq!([ends.of("化工产业园"), ends.of("化工园"), ends.of("化工"), ends.of("")], [Some("产业园"), Some("园"), None, None]);
        assert_eq!(starts.last_in("以甲，以及乙"), Some((9, "以及")));
    }

    #[test]
    fn a_word_is_taken_away_however_often() {
        assert_eq!((without_start("要要发展", "要"), without_end("发展建设建设", "建设")), ("发展", "发展"));
    }
}
