//! How a document is cited.

use std::fmt::Write as _;

use super::About;

/// The entry of a document in a list of references, as GB/T 7714—2015 has it for electronic resources, and for their like on paper:
/// `责任者. 题名: 文号[文献类型标识]. (发布日期)[引用日期]. 获取和访问路径.`
///
/// The mark is `A` (档案), with the carrier `OL` where there is an address: the standard has no mark for documents of authorities, and the entry that it gives
/// as its example of one (a notice of 北京市人民政府办公厅, with its 发文字号 behind the title) bears `[A/OL]`. `EB` (电子公告) is for what
/// exists as a page alone, and `Z` for what fits nowhere else. Without an address there is no day of access either, and the date stands without brackets.
///
/// `accessed` is the day on which it was seen, as ISO 8601 has it. The day is that of publication, as the standard asks for, or, where none is known, of the document.
/// What is not known is left out; so is the author, as the standard permits where entries are numbered.
///
/// ```
/// use zhengtu::explain::{About, cite};
/// let document = About {
///     title: "云岭省冷链物流发展规划".into(), number: "云政发〔2022〕9号".into(), issuer: "云岭省人民政府".into(),
///     issued: "2022-03-01".into(), url: "https://example.org/9.html".into(), ..About::default()
/// };
/// assert_eq!(cite(&document, "2026-01-31"), "云岭省人民政府. 云岭省冷链物流发展规划: 云政发〔2022〕9号[A/OL]. (2022-03-01)[2026-01-31]. https://example.org/9.html.");
/// ```
#[must_use]
pub fn cite(document: &About, accessed: &str) -> String {
    let About { title, number, issuer, issued, published, url, .. } = document;
    let mut entry = String::new();
    if !issuer.is_empty() {
        let _ = write!(entry, "{issuer}. ");
    }
    entry.push_str(title);
    if !(title.is_empty() || number.is_empty()) {
        entry.push_str(": ");
    }
    entry.push_str(number);
    let date = if published.is_empty() { issued } else { published };
    if url.is_empty() {
        entry.push_str("[A].");
        if !date.is_empty() {
            let _ = write!(entry, " {date}.");
        }
    } else {
        entry.push_str("[A/OL]. ");
        if !date.is_empty() {
            let _ = write!(entry, "({date})");
        }
        let _ = write!(entry, "[{accessed}]. {url}.");
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out() {
        let cited = |title: &str, issuer: &str, issued: &str, published: &str| {
            let [title, issuer, issued, published] = [title, issuer, issued, published].map(str::to_owned);
            cite(&About { title, issuer, issued, published, number: "示政发〔2022〕3号".to_owned(), ..About::default() }, "2026-01-31")
        };
        assert_eq!(cited("意见", "示范省人民政府", "2022-11-25", "2022-12-01"), "示范省人民政府. 意见: 示政发〔2022〕3号[A]. 2022-12-01.");
        assert_eq!(cited("意见", "", "2022-11", ""), "意见: 示政发〔2022〕3号[A]. 2022-11.");
        assert_eq!(cited("", "", "", ""), "示政发〔2022〕3号[A].");
        let page = About { title: "意见".to_owned(), url: "https://example.org/a".to_owned(), ..About::default() };
        assert_eq!(cite(&page, "2026-01-31"), "意见[A/OL]. [2026-01-31]. https://example.org/a.");
    }
}
