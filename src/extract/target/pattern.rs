//! Patterns that stand at the beginning or at the end of a stretch, behind a look at its first or last character, which tells most stretches apart.

use std::sync::LazyLock;

use regex::{Match, Regex};

use crate::words::CharSet;

/// A pattern that is bound to one edge of a stretch.
pub(super) struct Pattern {
    edge: Edge,
    /// The characters that stand at the edge in what it matches.
    chars: CharSet,
    regex: LazyLock<Regex>,
}

enum Edge {
    Start,
    End,
}

impl Pattern {
    /// A pattern that begins with `^`, and the characters with which what it matches begins.
    pub(super) const fn at_start(chars: &str, regex: fn() -> Regex) -> Self {
        Self { edge: Edge::Start, chars: CharSet::of(chars), regex: LazyLock::new(regex) }
    }

    /// A pattern that ends with `$`, and the characters with which what it matches ends.
    pub(super) const fn at_end(chars: &str, regex: fn() -> Regex) -> Self {
        Self { edge: Edge::End, chars: CharSet::of(chars), regex: LazyLock::new(regex) }
    }

    /// What the pattern matches in a stretch.
    pub(super) fn find<'t>(&self, stretch: &'t str) -> Option<Match<'t>> {
        if self.may_match(stretch) { self.regex.find(stretch) } else { None }
    }

    /// Whether the pattern matches in a stretch.
    pub(super) fn is_match(&self, stretch: &str) -> bool {
        self.may_match(stretch) && self.regex.is_match(stretch)
    }

    fn may_match(&self, stretch: &str) -> bool {
        match self.edge {
            Edge::Start => self.chars.begins(stretch),
            Edge::End => self.chars.ends(stretch),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::target::{NORM, counted, measured, name};

    #[test]
    fn the_characters_of_a_pattern_rule_out_nothing_that_it_matches() {
        let patterns = [&NORM, &counted::BEFORE_VERB, &counted::EXISTS, &measured::VERB, &measured::ADVERB, &name::LEAD, &name::GOVERNS];
        for file in std::fs::read_dir("examples/documents").expect("the examples are there") {
            let text = std::fs::read_to_string(file.expect("a file of the folder").path()).expect("a text");
            for clause in text.split(['，', '。', '；', '\n']) {
                for (at, _) in clause.char_indices() {
                    for pattern in patterns {
                        for stretch in [&clause[..at], &clause[at..]] {
                            assert!(
                                pattern.may_match(stretch) || !pattern.regex.is_match(stretch),
                                "{} in {stretch}",
                                pattern.regex.as_str()
                            );
                        }
                    }
                }
            }
        }
    }
}
