//! The reading order of a page that was cut into overlapping passages, wrongly.
//!
//! A collection of pages is often stored in passages: sentence by sentence until a passage is full (450 characters), each passage opened
//! with some of the text before it (200 characters), so that a reader of one passage knows where he is. In some collections that overlap is
//! wrong: its sentences are drawn from the front of the page, on from the one that was drawn last, and each takes the place of the sentence
//! that belongs there. Two copies of the page then run through each other, a few sentences at a time, and exactly so:
//!
//! - Sentence `i` of the file is either sentence `i` of the page (it is *in place*) or the next one from the page's front (it is *drawn*).
//! - The first sentence of a passage is in place; the next are drawn until the passage holds the overlap; the rest are in place.
//!
//! Hence the way back, which needs no judgement of what reads well. The drawn sentences, in the order of the file, are the first `n`
//! sentences of the page, all of them. The sentences in place from number `n` on are its rest, save what was overwritten there, which is
//! lost. The sentences in place before number `n` stand among the drawn ones once more, and that proves the damage: sentence `i` in place
//! must be drawn sentence `i`, for every one of them. Text in order fails this at once, however often it repeats itself.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::text::{behind_words, unspaced};

/// How many characters the drawn sentences fill up to, the usual figure first: among equally good readings the first one counts.
const OVERLAPS: [usize; 6] = [200, 50, 100, 150, 250, 300];

/// How many characters a passage holds at most. Needed only where the lines of the file are not the passages.
const PASSAGE: usize = 450;

/// The marks that end a sentence. Cutters differ in whether 。 alone does; the proof shows which it was.
const SENTENCE_ENDS: [&[char]; 2] = [&['。'], &['。', '！', '？']];

/// Marks that close what a sentence opened, and belong to it.
const CLOSING: [char; 6] = ['”', '’', '」', '』', '）', '》'];

/// How far a sentence in place may stand from the number of its drawn copy: a title on a line of its own, before the passages begin, or a
/// sentence that is cut differently in its two places, shifts the count.
const MAX_SHIFT: isize = 4;

/// The proof takes at least this many sentences that were met twice.
const MIN_PROOFS: usize = 4;

/// A shorter sentence (a table cell, a bare heading) proves nothing: it recurs by chance.
const MIN_PROOF_LENGTH: usize = 8;

/// The proof takes this many sentences met twice for each one that should have been met twice and was not.
const PROOFS_PER_FAILURE: usize = 9;

/// A text that was pasted twice is told from a table of equal cells by this many characters at least.
const MIN_COPY_LENGTH: usize = 200;

/// Longer sources, in bytes, are in order: they are no single page, and are not searched.
const MAX_SOURCE: usize = 16 << 20;

/// The reading order of a source that holds two copies of its text laid into each other: byte ranges of `source`, in the order in which
/// they are to be read, each an unbroken stretch; `None` where the text is in order as it stands.
///
/// Line breaks are in no range, since in such a source they end passages and not paragraphs. No sentence is lost that the source has once.
/// A source that holds its whole text twice, one copy after the other, is read as the first copy.
pub fn reading_order(source: &str) -> Option<Vec<Range<usize>>> {
    if source.len() > MAX_SOURCE || !repeats_itself(source) {
        return None;
    }
    let mut best: Option<(usize, Vec<Range<usize>>)> = None;
    for sentences in SENTENCE_ENDS.iter().flat_map(|ends| [lines_as_passages(source, ends), refilled_passages(source, ends)]) {
        if let Some(copy) = first_of_two_copies(&sentences) {
            return Some(stretches(copy));
        }
        for overlap in OVERLAPS {
            let Some((proofs, page)) = untangled(&sentences, overlap) else { continue };
            if best.as_ref().is_none_or(|(most, _)| proofs > *most) {
                best = Some((proofs, stretches(page)));
            }
        }
    }
    best.map(|(_, ranges)| ranges)
}

/// Whether enough sentences stand in the source twice to be the proof: a cheap test that most sources end with.
fn repeats_itself(source: &str) -> bool {
    let mut met = HashSet::with_capacity(source.len() / 50);
    let (mut start, mut here, mut repeated) = (0, 0, 0);
    while repeated < MIN_PROOFS {
        let at = behind_words(source, here);
        let c = source[at..].chars().next();
        here = at + c.map_or(0, char::len_utf8);
        if matches!(c, None | Some('。' | '！' | '？' | '\n')) {
            let sentence = &source[start..at];
            repeated += usize::from(sentence.len() >= MIN_PROOF_LENGTH && !met.insert(sentence.trim()));
            start = here;
        }
        if c.is_none() {
            break;
        }
    }
    repeated == MIN_PROOFS
}

/// The sentences of the page in their order, and how many of them prove it; `None` if they do not suffice.
fn untangled(sentences: &[Sentence], overlap: usize) -> Option<(usize, Vec<&Sentence>)> {
    let (front, in_place) = told_apart(sentences, overlap);
    // By number on the page; where two sentences claim one number, the one in place comes first.
    let mut page: Vec<(usize, bool, &Sentence)> = front.iter().enumerate().map(|(number, &drawn)| (number, true, drawn)).collect();
    let mut proofs = HashSet::new();
    let mut failures = 0;
    let mut shift = None;
    for (position, sentence) in in_place {
        // What stands before the first sentence that is met again stands before the passages.
        let number = shift.map_or(0, |shift| position.saturating_add_signed(shift));
        let is_copy = |shift: isize| front.get(position.saturating_add_signed(shift)).is_some_and(|drawn| drawn.text == sentence.text);
        if number >= front.len() {
            page.push((number, false, sentence));
        } else if let Some(met) = shift.into_iter().chain([0]).chain(-MAX_SHIFT..=MAX_SHIFT).find(|shift| is_copy(*shift)) {
            shift = Some(met);
            if sentence.length >= MIN_PROOF_LENGTH {
                proofs.insert(sentence.text);
            }
        } else {
            page.push((number, false, sentence));
            failures += 1;
            if failures * PROOFS_PER_FAILURE > front.len() {
                return None;
            }
        }
    }
    if proofs.len() < MIN_PROOFS.max(failures * PROOFS_PER_FAILURE) {
        return None;
    }
    page.sort_by_key(|(number, drawn, _)| (*number, *drawn));
    Some((proofs.len(), page.into_iter().map(|(_, _, sentence)| sentence).collect()))
}

/// The sentences that were drawn from the front of the page, and those in place, with their position in the file.
fn told_apart(sentences: &[Sentence], overlap: usize) -> (Vec<&Sentence>, Vec<(usize, &Sentence)>) {
    let mut drawn = Vec::new();
    let mut in_place = Vec::new();
    let mut held = 0;
    for (position, sentence) in sentences.iter().enumerate() {
        if sentence.opens_passage {
            held = 0;
        }
        if sentence.opens_passage || held >= overlap {
            in_place.push((position, sentence));
        } else {
            drawn.push(sentence);
        }
        held += sentence.length;
    }
    (drawn, in_place)
}

/// The first half of the sentences, if the second half is the same and they do not merely repeat one sentence.
fn first_of_two_copies(sentences: &[Sentence]) -> Option<&[Sentence]> {
    let (first, second) = sentences.split_at(sentences.len() / 2);
    let (opening, rest) = first.split_first()?;
    let same = first.iter().map(|sentence| sentence.text).eq(second.iter().map(|sentence| sentence.text));
    let length: usize = first.iter().map(|sentence| sentence.length).sum();
    (same && length >= MIN_COPY_LENGTH && rest.iter().all(|sentence| sentence.text != opening.text)).then_some(first)
}

/// The stretches of the source that the sentences make up.
fn stretches<'a>(sentences: impl IntoIterator<Item = &'a Sentence>) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for Sentence { span, .. } in sentences {
        match stretches.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => stretches.push(span.clone()),
        }
    }
    stretches
}

/// A sentence of the source, in the order of the source.
#[derive(Debug)]
struct Sentence {
    span: Range<usize>,
    /// The same number for the same text; white space does not count.
    text: usize,
    /// In characters; white space does not count.
    length: usize,
    opens_passage: bool,
}

/// The sentences of a source each line of which is a passage.
fn lines_as_passages(source: &str, ends: &[char]) -> Vec<Sentence> {
    let mut texts = HashMap::new();
    let mut sentences = Vec::new();
    for line in source.lines() {
        let start = line.as_ptr() as usize - source.as_ptr() as usize;
        let first = sentences.len();
        sentences.extend(cut(line, ends).filter_map(|span| sentence(source, start + span.start..start + span.end, &mut texts)));
        if let Some(opening) = sentences.get_mut(first) {
            opening.opens_passage = true;
        }
    }
    sentences
}

/// The sentences of a source whose lines say nothing: its passages are filled anew.
fn refilled_passages(source: &str, ends: &[char]) -> Vec<Sentence> {
    let mut texts = HashMap::new();
    let mut sentences: Vec<Sentence> = cut(source, ends).filter_map(|span| sentence(source, span, &mut texts)).collect();
    let mut held = PASSAGE;
    for sentence in &mut sentences {
        sentence.opens_passage = held + sentence.length > PASSAGE;
        held = sentence.length + if sentence.opens_passage { 0 } else { held };
    }
    sentences
}

/// The sentence in that span, without the white space around it; `None` if there is nothing else.
fn sentence(source: &str, span: Range<usize>, texts: &mut HashMap<String, usize>) -> Option<Sentence> {
    let raw = &source[span.clone()];
    let written = raw.trim();
    let start = span.start + (raw.len() - raw.trim_start().len());
    let bare = unspaced(written);
    let length = bare.chars().count();
    let next = texts.len();
    let text = *texts.entry(bare).or_insert(next);
    (length > 0).then_some(Sentence { span: start..start + written.len(), text, length, opens_passage: false })
}

/// The spans of the sentences of a text, each with its end mark and the marks that close it.
fn cut(text: &str, ends: &[char]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let mut ended = false;
        let length = rest
            .char_indices()
            .find(|(_, c)| {
                let outside = ended && !ends.contains(c) && !CLOSING.contains(c);
                ended |= ends.contains(c);
                outside
            })
            .map_or(rest.len(), |(at, _)| at);
        let span = start..start + length;
        start = span.end;
        (length > 0).then_some(span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same on every run (the generator of Knuth's MMIX).
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % limit
        }

        fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
            words[self.below(words.len())]
        }
    }

    const NUMERALS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];

    /// The sentences of a plan with `items` items under headings of three levels, some of which end with who answers for them.
    fn plan(seed: u64, items: usize) -> Vec<String> {
        let mut dice = Dice(seed);
        let verbs = ["加快建设", "稳步推进", "统筹谋划", "培育壮大", "改造提升", "规范管理", "大力引进"];
        let fields =
            ["冷链物流", "竹木加工", "海水养殖", "远程医疗", "社区养老", "节水灌溉", "跨境结算", "职业培训", "数字档案", "乡村民宿"];
        let places = ["鹤川县", "砚湖县", "青渡市", "柏岭区", "松江口港区", "望云镇"];
        let aims = ["形成完整的服务网络", "降低企业的用能成本", "让群众就近办理", "补齐短板", "年内全面投入使用", "带动周边就业"];
        let bodies = ["省财政厅", "省商务厅", "省农业农村厅", "省民政厅", "省水利厅", "各县（市、区）人民政府"];
        let mut page =
            vec!["青渡市人民政府办公室关于印发服务业发展行动方案的通知各县（市、区）人民政府，市直各单位：现将方案印发给你们。".to_owned()];
        let mut opening = String::new();
        for item in 0..items {
            if item % 12 == 0 {
                opening += &format!("{}、{}{}", NUMERALS[item / 12 % 8], dice.of(&verbs), dice.of(&fields));
            }
            if item % 3 == 0 {
                opening += &format!("（{}）{}{}。", NUMERALS[item / 3 % 4], dice.of(&verbs), dice.of(&fields));
                page.push(std::mem::take(&mut opening));
            }
            page.push(format!("{}．{}{}{}。", item + 1, dice.of(&verbs), dice.of(&places), dice.of(&fields)));
            for _ in 0..1 + dice.below(5) {
                let mut sentence = format!("{}{}的{}项目", dice.of(&verbs), dice.of(&places), dice.of(&fields));
                for _ in 0..dice.below(6) {
                    sentence += &format!("，{}第{}批{}，{}", dice.of(&verbs), dice.below(900), dice.of(&fields), dice.of(&aims));
                }
                page.push(sentence + "。");
            }
            if dice.below(4) > 0 {
                opening = format!("（责任单位：{}、{}）", dice.of(&bodies), dice.of(&bodies));
            }
        }
        page.push(opening + "本方案自印发之日起施行。");
        page
    }

    /// The page as the wrong overlap leaves it, passage by passage, and what is left of it, in its true order.
    fn damaged(page: &[String], overlap: usize) -> (Vec<String>, String) {
        let mut passages = vec![String::new()];
        let mut drawn = 0;
        let mut in_place: Vec<&str> = Vec::new();
        for sentence in page {
            let passage = passages.last_mut().unwrap();
            let held = passage.chars().count();
            let draws = 0 < held && held < overlap;
            let next = if draws { &page[drawn] } else { sentence };
            if held + next.chars().count() > PASSAGE {
                passages.push(sentence.clone());
                in_place.push(sentence);
            } else {
                passage.push_str(next);
                drawn += usize::from(draws);
                in_place.push(if draws { "" } else { sentence });
            }
        }
        let left = page[..drawn].concat() + &in_place[drawn..].concat();
        (passages, left)
    }

    fn restored(source: &str) -> Option<String> {
        Some(reading_order(source)?.into_iter().map(|range| &source[range]).collect())
    }

    #[test]
    fn a_damaged_page_comes_back_sentence_for_sentence() {
        for seed in 0..20 {
            let page = plan(seed, 36);
            let (passages, left) = damaged(&page, 200);
            assert!(passages.len() > 5 && left.len() < page.concat().len());
            assert_eq!(restored(&passages.join("\n")).as_deref(), Some(left.as_str()), "plan {seed}");
        }
    }

    #[test]
    fn the_lines_of_the_file_may_be_lost_or_others() {
        for seed in 0..20 {
            let (passages, left) = damaged(&plan(seed, 36), 200);
            let paragraphs = passages.concat().replace("。（", "。\n（");
            assert_eq!(restored(&passages.concat()), Some(left.clone()), "plan {seed}, one line");
            assert_eq!(restored(&paragraphs), Some(left.clone()), "plan {seed}, other lines");
        }
    }

    #[test]
    fn the_overlap_may_be_of_another_length() {
        for overlap in OVERLAPS {
            let (passages, left) = damaged(&plan(7, 60), overlap);
            assert_eq!(restored(&passages.join("\r\n\r\n")), Some(left.clone()), "{overlap}");
        }
    }

    #[test]
    fn a_page_may_end_sentences_with_other_marks_too() {
        let page: Vec<String> =
            plan(3, 36).iter().map(|sentence| sentence.replace("补齐短板。", "补齐短板！").replace("就业。", "就业！")).collect();
        assert!(page.iter().any(|sentence| sentence.ends_with('！')));
        let (passages, left) = damaged(&page, 200);
        assert_eq!(restored(&passages.join("\n")), Some(left.clone()));
    }

    #[test]
    fn a_title_before_the_passages_stays_in_front() {
        let (passages, left) = damaged(&plan(5, 60), 200);
        let source = format!("行动方案\n来源：青渡市人民政府网站\n{}", passages.join("\n"));
        assert_eq!(restored(&source), Some(format!("行动方案来源：青渡市人民政府网站{left}")));
    }

    #[test]
    fn no_sentence_that_stands_once_is_lost() {
        for seed in 0..20 {
            let (mut passages, _) = damaged(&plan(seed, 60), 200);
            // A sentence that should have been met twice and was changed in one place, and one that was not on the page.
            passages[1] = passages[1].replacen("项目", "工程", 1);
            passages[2].push_str("此页由志愿者录入。");
            let source = passages.join("\n");
            let page = restored(&source).unwrap();
            for sentence in source.split_inclusive(['。', '\n']).map(str::trim) {
                assert!(page.contains(sentence), "plan {seed}: {sentence}");
            }
        }
    }

    #[test]
    fn text_in_order_is_left_alone() {
        for seed in 0..20 {
            let page = plan(seed, 36);
            assert_eq!(reading_order(&page.concat()), None);
            assert_eq!(reading_order(&page.join("\n\n")), None);
            for size in 1..12 {
                let lines: Vec<String> = page.chunks(size).map(<[String]>::concat).collect();
                assert_eq!(reading_order(&lines.join("\n")), None, "plan {seed}, {size} sentences a line");
            }
        }
        assert_eq!(reading_order(""), None);
        assert_eq!(reading_order(" \n\u{3000}\n"), None);
    }

    #[test]
    fn repetition_alone_is_no_damage() {
        let page = plan(11, 36);
        let head = page[..4].concat();
        assert_eq!(reading_order(&format!("{head}{}", page.concat())), None, "the head twice");
        assert_eq!(reading_order(&format!("{head}\n{head}\n{}", page.join("\n"))), None, "the head three times");
        let each_twice: Vec<String> = page.iter().map(|sentence| format!("{sentence}{sentence}")).collect();
        assert_eq!(reading_order(&each_twice.concat()), None, "each sentence twice");
        assert_eq!(reading_order(&each_twice.join("\n")), None, "each sentence twice, on lines");
        let table: String = (0..300).map(|row| format!("{}青渡市、柏岭区。鹤川县、砚湖县、望云镇。\n长期。已完成。", row % 7)).collect();
        assert_eq!(reading_order(&table), None, "a table");
        assert_eq!(reading_order(&"已完成年度任务。\n".repeat(500)), None, "one cell over and over");
        let summary = format!("{}{}", page.concat(), page.iter().step_by(2).map(String::as_str).collect::<String>());
        assert_eq!(reading_order(&summary), None, "an annex that repeats much of the text");
    }

    #[test]
    fn of_a_page_pasted_twice_one_copy_is_read() {
        let page = plan(2, 12).concat();
        assert_eq!(restored(&format!("{page}\n\n{page}\n")), Some(page.clone()));
        assert_eq!(restored(&format!("{page}{page}")), Some(page.clone()));
        assert_eq!(reading_order(&format!("{page}{page}附件。")), None);
    }

    #[test]
    fn ranges_are_unbroken_apart_and_at_character_boundaries() {
        let source = damaged(&plan(1, 36), 200).0.join("\n");
        let mut ranges = reading_order(&source).unwrap();
        assert!(ranges.iter().all(|range| !source[range.clone()].contains('\n')));
        assert!(ranges.windows(2).all(|pair| pair[0].end != pair[1].start));
        ranges.sort_by_key(|range| range.start);
        assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}
