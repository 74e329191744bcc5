//! PDF: the text layer, placed on pages. Scans have none, and say so.
//!
//! The decoder answers some broken files with plausible nonsense, so what it gives is judged before it is believed.

use pdf_oxide::PdfDocument;
use pdf_oxide::elements::{PathContent, PathOperation};

use super::page::{Page, Piece, Rule, text};
use super::{Format, Raw, Refusal};
use crate::text::Notice;

/// Reads the text layer.
pub(super) fn read(bytes: &[u8]) -> Result<Raw, Refusal> {
    // A file that was cut has lost its table of objects, and what a decoder guesses in its place is not to be trusted.
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if !tail.windows(9).any(|window| window == b"startxref") {
        return Err(Refusal::new("it breaks off: the end of the PDF is missing", "fetch the file again"));
    }
    let broken = |error: pdf_oxide::Error| Refusal::broken(format!("the PDF cannot be understood ({})", first_line(&error.to_string())));
    let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(broken)?;
    if document.is_encrypted() && !document.authenticate(b"").unwrap_or(false) {
        return Err(Refusal::new("it is encrypted", "save it without a password: qpdf --decrypt --password=… FILE OUTPUT"));
    }
    let count = document.page_count().map_err(broken)?;
    let mut pages = Vec::new();
    let (mut empty, mut failed) = (0, 0);
    for number in 0..count {
        match page(&document, number) {
            Ok(page) if page.pieces.is_empty() => empty += 1,
            Ok(page) => pages.push(page),
            Err(_) => failed += 1,
        }
    }
    if pages.is_empty() {
        return Err(if failed > 0 {
            Refusal::broken("no page of the PDF can be understood")
        } else {
            Refusal::new("it has no text layer: it is a scan", "recognize its characters: ocrmypdf -l chi_sim FILE OUTPUT")
        });
    }
    let (source, mut notices) = text(pages);
    if is_nonsense(&source) {
        return Err(Refusal::new(
            "its text layer is no text: its fonts do not tell which characters they print",
            "recognize its characters: ocrmypdf --force-ocr -l chi_sim FILE OUTPUT",
        ));
    }
    if empty > 0 {
        notices.push(Notice::PagesWithoutText(empty));
    }
    if failed > 0 {
        notices.push(Notice::PagesLost(failed));
    }
    Ok(Raw { source, notices, format: Format::Pdf })
}

fn page(document: &PdfDocument, number: usize) -> pdf_oxide::Result<Page> {
    let spans = document.extract_spans(number)?;
    let (_, low, _, high) = document.get_page_media_box(number).unwrap_or((0.0, 0.0, 595.0, 842.0));
    let mut pieces = Vec::with_capacity(spans.len());
    for span in spans {
        // What lies aslant is a watermark.
        if span.rotation_degrees % 90.0 != 0.0 || span.text.trim().is_empty() {
            continue;
        }
        let (left, bottom) = (span.bbox.x, high - span.bbox.y);
        pieces.push(Piece {
            left,
            right: left + span.bbox.width,
            top: bottom - span.bbox.height,
            bottom,
            text: span.text.chars().map(unradical).collect(),
        });
    }
    // A page without ruling lines is a page all the same.
    let paths = document.extract_paths(number).unwrap_or_default();
    let rules = paths.iter().flat_map(|path| rules(path, high)).collect();
    Ok(Page { height: high - low, pieces, rules })
}

/// The horizontal and vertical lines of a path; a bar that is filled is one too.
fn rules(path: &PathContent, high: f32) -> Vec<Rule> {
    const THIN: f32 = 2.5;
    let mut rules = Vec::new();
    let mut add = |x0: f32, y0: f32, x1: f32, y1: f32| {
        if (x0 - x1).abs() < THIN || (y0 - y1).abs() < THIN {
            rules.push(Rule { left: x0.min(x1), right: x0.max(x1), top: high - y0.max(y1), bottom: high - y0.min(y1) });
        }
    };
    let (mut start, mut at) = ((0.0, 0.0), (0.0, 0.0));
    for operation in &path.operations {
        match *operation {
            PathOperation::MoveTo(x, y) => (start, at) = ((x, y), (x, y)),
            PathOperation::LineTo(x, y) => {
                add(at.0, at.1, x, y);
                at = (x, y);
            }
            PathOperation::CurveTo(.., x, y) => at = (x, y),
            PathOperation::Rectangle(x, y, width, height) => {
                if width.abs() < THIN || height.abs() < THIN {
                    add(x, y, x + width, y + height);
                } else if path.stroke_color.is_some() {
                    add(x, y, x + width, y);
                    add(x, y + height, x + width, y + height);
                    add(x, y, x, y + height);
                    add(x + width, y, x + width, y + height);
                }
            }
            PathOperation::ClosePath => {
                add(at.0, at.1, start.0, start.1);
                at = start;
            }
        }
    }
    rules
}

/// The radicals of Kangxi look like characters, and some fonts name them in their place: ⼀ for 一.
fn unradical(c: char) -> char {
    const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
    match c {
        '\u{2f00}'..='\u{2fd5}' => RADICALS.chars().nth(c as usize - 0x2f00).unwrap_or(c),
        _ => c,
    }
}

/// Whether the decoder gave no text: of a Chinese document a fifth at least is Chinese, and hardly anything private or unknown.
fn is_nonsense(text: &str) -> bool {
    let (mut all, mut han, mut odd) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        match c {
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => han += 1,
            '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'.. => odd += 1,
            c if c.is_control() => odd += 1,
            _ => {}
        }
    }
    odd * 5 > all || han * 5 < all && odd * 20 > all
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radical_is_read_as_its_character() {
        assert_eq!("⼀⼈⼯⻰⿕".chars().map(unradical).collect::<String>(), "一人工⻰龠");
    }

    #[test]
    fn what_is_no_text_is_told_from_text() {
        assert!(!is_nonsense("云岭省人民政府办公厅，2021年3月18日"));
        assert!(!is_nonsense("Annual report 2021"));
        assert!(is_nonsense("\u{e001}\u{e002}\u{e003}\u{e004}的"));
        assert!(is_nonsense("\u{1}\u{2}\u{3}abcdef\u{4}"));
    }
}
