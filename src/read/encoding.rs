//! Bytes → characters: UTF-8, UTF-16, GB18030 (with GBK and GB 2312) and Big5, told apart by what they decode to.
//!
//! A label inside the file is not asked: what it says is wrong too often, and what the bytes decode to is plain to see.
//! The measure is the share of common characters. GB 2312 orders the 3,755 most common characters before the others, Big5 the 5,401 of traditional script.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::{Raw, Refusal};
use crate::text::Notice;
use crate::words::CharSet;

/// What is decoded well has at least this share of common characters among those outside ASCII.
const SURE: f64 = 0.7;

/// More control characters than this, among a hundred, are no text.
const MOST_CONTROLS: usize = 5;

/// Decodes text. NUL characters, which no text needs and no graph can hold, are dropped.
pub(super) fn decode(bytes: &[u8]) -> Result<Raw, Refusal> {
    let mut raw = characters(bytes)?;
    let controls = raw.source.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if controls * 100 > MOST_CONTROLS * raw.source.chars().count() {
        return Err(Refusal::new("it holds control characters, so it is not plain text", "save the document as .docx, .pdf or plain text"));
    }
    if raw.source.contains('\0') {
        raw.source.retain(|c| c != '\0');
    }
    Ok(raw)
}

fn characters(bytes: &[u8]) -> Result<Raw, Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(decoded(encoding, &bytes[mark..]));
    }
    if let Some(encoding) = utf_16(bytes) {
        return Ok(decoded(encoding, bytes));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if is_plausible(text) => return Ok(Raw::from(text.to_owned())),
        Ok(text) => return Ok(best(bytes, Some(text)).unwrap_or_else(|| Raw::from(text.to_owned()))),
        Err(_) => {}
    }
    if is_nearly_utf_8(bytes) {
        return Ok(decoded(UTF_8, bytes));
    }
    if let Some(raw) = best(bytes, None).or_else(|| by_lines(bytes)) {
        return Ok(raw);
    }
    Err(Refusal::new(
        "its characters are in no encoding that is known here (UTF-8, UTF-16, GB18030, Big5)",
        "convert it, for instance with: iconv -f ENCODING -t UTF-8 FILE",
    ))
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Raw {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut notices = Vec::new();
    if encoding != UTF_8 {
        notices.push(Notice::Encoding(encoding.name().to_owned()));
    }
    if damaged {
        notices.push(Notice::Undecodable(text.matches('\u{fffd}').count()));
    }
    Raw { notices, ..Raw::from(text.into_owned()) }
}

/// UTF-16 without a mark: every other byte is that of an ASCII character's upper half (0), or of a Chinese character's (4E to 9F).
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let pairs = sample.len() / 2;
    if pairs < 4 || std::str::from_utf8(sample).is_ok_and(|text| !text.contains('\0')) {
        return None;
    }
    let upper = |half: usize| sample.iter().skip(half).step_by(2).filter(|byte| matches!(byte, 0 | 0x30 | 0x4e..=0x9f | 0xff)).count();
    [(0, UTF_16BE), (1, UTF_16LE)].into_iter().find_map(|(half, encoding)| {
        let (text, damaged) = encoding.decode_without_bom_handling(sample);
        (upper(half) * 10 > pairs * 9 && !damaged && share_of_common(&text).is_none_or(|share| share > SURE)).then_some(encoding)
    })
}

/// Whether valid UTF-8 is what it seems: a few words of GBK can be valid UTF-8 too, and decode to letters of Syriac or Armenian.
fn is_plausible(text: &str) -> bool {
    // The first words tell; those of a long document cost more than reading it.
    let end = text.char_indices().nth(2_000).map_or(text.len(), |(end, _)| end);
    share_of_common(&text[..end]).is_none_or(|share| share > 0.2)
}

/// Whether all but a hundredth of the sequences are valid: a file that was cut, or damaged in places.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && bad * 100 <= good
}

/// The encoding that gives the best text, if it is good enough.
fn best(bytes: &[u8], utf_8: Option<&str>) -> Option<Raw> {
    let candidates = [GB18030, BIG5].into_iter().filter_map(|encoding| {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        let errors = if damaged { text.matches('\u{fffd}').count() } else { 0 };
        let characters = text.chars().filter(|c| !c.is_ascii()).count();
        // A file that was cut ends in half a character.
        if errors > 1 && errors * 200 > characters {
            return None;
        }
        let share = share_of_common(&text).unwrap_or(0.0) - errors as f64 / characters.max(1) as f64;
        Some((share, encoding))
    });
    let (share, encoding) = candidates.max_by(|(left, _), (right, _)| left.total_cmp(right))?;
    let other = utf_8.and_then(share_of_common).unwrap_or(0.0);
    (share >= SURE && share > other).then(|| decoded(encoding, bytes))
}

/// A file that was put together from others may change its encoding from line to line.
fn by_lines(bytes: &[u8]) -> Option<Raw> {
    let mut source = String::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => source.push_str(line),
            Err(_) => source.push_str(&best(line, None)?.source),
        }
    }
    Some(Raw { notices: vec![Notice::MixedEncodings], ..Raw::from(source) })
}

/// The share of common characters among those outside ASCII; `None` where there are none.
fn share_of_common(text: &str) -> Option<f64> {
    let (mut all, mut common) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii() && !c.is_whitespace()).take(20_000) {
        all += 1;
        common += usize::from(is_common(c));
    }
    (all > 0).then(|| common as f64 / all as f64)
}

/// Whether it is a mark or a common character of GB 2312, or a common one of Big5.
fn is_common(c: char) -> bool {
    static COMMON: LazyLock<CharSet> = LazyLock::new(|| {
        // GB 2312: rows A1 to A9 are marks, B0 to D7 the common characters. Big5: A4 to C6.
        let marks_and_characters = (0xa1..=0xa9).chain(0xb0..=0xd7).flat_map(|row| (0xa1..=0xfe).flat_map(move |cell| [row, cell]));
        let traditional = (0xa4..=0xc6).flat_map(|row| (0x40..=0x7e).chain(0xa1..=0xfe).flat_map(move |cell| [row, cell]));
        let gb = GBK.decode_without_bom_handling(&marks_and_characters.collect::<Vec<u8>>()).0.into_owned();
        let big5 = BIG5.decode_without_bom_handling(&traditional.collect::<Vec<u8>>()).0.into_owned();
        gb.chars().filter(|&c| c != '\u{fffd}').chain(big5.chars().filter(|&c| is_han(c))).collect()
    });
    COMMON.contains(c)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE: &str = "云岭省人民政府办公厅关于印发制造业高质量发展行动方案的通知\r\n岭政办发〔2021〕12号\r\n各市、县人民政府：\r\n";
    const TRADITIONAL: &str = "雲嶺省人民政府辦公廳關於印發製造業高質量發展行動方案的通知，各市、縣人民政府。";

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().source
    }

    fn utf_16_bytes(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let (little, big) = (utf_16_bytes(NOTICE, u16::to_le_bytes), utf_16_bytes(NOTICE, u16::to_be_bytes));
        for bytes in [
            NOTICE.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", NOTICE.as_bytes().to_vec()),
            GB18030.encode(NOTICE).0.into_owned(),
            marked(b"\xff\xfe", little.clone()),
            marked(b"\xfe\xff", big.clone()),
            little,
            big,
        ] {
            assert_eq!(text(&bytes), NOTICE);
        }
        assert_eq!(text(&BIG5.encode(TRADITIONAL).0), TRADITIONAL);
    }

    #[test]
    fn a_few_words_are_enough() {
        for words in ["通知", "云政办发〔2022〕9号", "各市人民政府", "1．省财政厅"] {
            assert_eq!(text(&GB18030.encode(words).0), words);
            assert_eq!(text(words.as_bytes()), words);
        }
        assert_eq!(text(b"plain ASCII\n"), "plain ASCII\n");
    }

    #[test]
    fn a_file_that_was_cut_loses_one_character() {
        for (bytes, lost) in [(NOTICE.repeat(9).into_bytes(), 3), (GB18030.encode(&NOTICE.repeat(9)).0.into_owned(), 3)] {
            let raw = decode(&bytes[..bytes.len() - lost]).unwrap();
            assert!(raw.source.starts_with(NOTICE), "{}", raw.source);
            assert!(raw.source.chars().filter(|&c| c == '\u{fffd}').count() <= 1);
        }
    }

    #[test]
    fn a_file_may_change_its_encoding_between_lines() {
        let gb = GB18030.encode("各市、县人民政府，省政府各部门：\n").0;
        let raw = decode(&[NOTICE.as_bytes(), &gb, NOTICE.as_bytes(), &gb].concat()).unwrap();
        assert_eq!(raw.source.matches("省政府各部门").count(), 2);
        assert_eq!(raw.notices, [Notice::MixedEncodings]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode(&noise).is_err());
        assert!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0").is_err());
    }

    #[test]
    fn a_nul_among_text_is_dropped() {
        assert_eq!(text(format!("{NOTICE}\0{NOTICE}").as_bytes()), NOTICE.repeat(2));
    }
}
