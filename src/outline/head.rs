//! Title, number, issuer, addressees, dates and validity, from the head of the page, the signature and the last articles (GB/T 9704-2012, 7.2 and 7.3).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Block, BlockKind, Field, Head};
use crate::reference::Reference;
use crate::text::{Span, lines, unspaced};
use crate::words::Words;

use self::page::{Entry, Label};

mod addressee;
mod force;
mod page;

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// 发文字号: the issuer's mark, the year in brackets, the number.
pub(crate) static DOCUMENT_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?<mark>[〇㐀-鿿]{1,14}?)[〔\[［(（【](?<year>(?:19|20)\d{2})(?:年)?[〕\]］)）】]\s*第?\s*(?<number>\d{1,5})\s*号")
});

/// A year, a month and perhaps a day, between marks that [`date_value`] knows.
const DATE_PATTERN: &str = r"(?:(?:19|20)\d{2}|[一二][〇○零Oo０九]{1,2}[〇○零一二三四五六七八九]{1,2})[ ]*(?:年|[-./])[ ]*(?:[01]?\d|[一二三四五六七八九十]{1,2})(?:[ ]*(?:月|[-./])[ ]*(?:(?:[0-3]?\d|[一二三四五六七八九十]{1,3})[ ]*日?)?)";

/// The marks of a date behind its year, its month and its day.
const DATE_MARKS: [char; 7] = [' ', '年', '月', '日', '-', '.', '/'];

static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(DATE_PATTERN));

/// The number of an order (部门规章, 政府规章, 行政法规) or an announcement: who issues it, 令 or 公告, the year where it has one, and the number.
const ORDER_PATTERN: &str =
    r"(?<kind>令|公告)\s*[（(]?\s*(?<year>(?:19|20)\d{2}年)?\s*第\s*(?<number>\d{1,4}|[一二三四五六七八九十百〇零○]{1,6})\s*号[）)]?";

/// 中华人民共和国某某部令 第31号, on one line or two, at the head of the page.
static ORDER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:^|\n)\s*(?<issuer>[〇㐀-鿿、 \u{{3000}}\n]{{2,80}}?)\s*{ORDER_PATTERN}")));

/// The note under the title of a rule: （2023年4月5日某某部令第31号公布　自2023年6月1日起施行）.
static PROMULGATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"[（(]{DATE_PATTERN_UNNAMED}\s*(?<issuer>[〇㐀-鿿、]{{2,40}}?){ORDER_PATTERN}\s*(?:公布|发布|颁布)"))
});

const DATE_PATTERN_UNNAMED: &str = r"(?<date>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)";

/// 《…办法》已经…审议通过，现予公布: the formula of an order.
static ORDERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"《(?<title>[^。\n]{4,100}?)》[^。《》\n]{0,80}(?:通过|批准|同意|审定)[^。《》\n]{0,40}(?:公布|发布|颁布|施行)|(?:公布|发布|颁布|现将)《(?<after>[^》\n]{4,80})》",
    )
});

/// ——2024年1月20日在…会议上: when a report was given, under its title.
static GIVEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:^|\n|[—－（(-])\s*{DATE_PATTERN}[，,]?\s*(?:在|于)[^。\n]{{4,50}}(?:会议|大会|全会)")));

/// Words with which the name of an issuing organ ends.
const ORGAN: &str = "(?:政府|办公厅|办公室|委员会|管委会|厅|局|部|委|院|会|署|行|中心|指挥部|领导小组)";

/// The words with which titles of official documents and plans end (GB/T 9704-2012; 党政机关公文处理工作条例, art. 8; and the plans' own genres).
const GENRE: &str = "(?:通知|意见|方案|规划|纲要|办法|细则|规定|条例|措施|要点|计划|决定|公告|通告|通报|报告|请示|批复|议案|函|纪要|清单|指南|行动|工程|分工|安排|预案|制度|规则|目录|说明|章程|任务|举措|政策|若干条|\\d+条)";

/// How the title of a notice begins that issues something.
static ISSUES: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^(?:[〇㐀-鿿、 ]*?{ORGAN})?[等\\d部门个]*(?:关于)?(?:印发|转发|下发|发布|批转)")));
/// Who issues it, at the head of a title: 国家发展改革委等部门关于….
static ISSUER_OF_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?<issuer>[〇㐀-鿿、]+?{ORGAN})(?:等\s*[\d一二三四五六七八九十]{{0,3}}个?(?:部门|单位|部委))?(?:关于|印发|转发|批转|下达)"
    ))
});
static TITLE_END: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{GENRE}(?:[（(][^（）()]{{2,20}}[）)])?$")));
/// 实施方案（2023—2030年）: the end of a title, on a line of its own.
static GENRE_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^的?(?:实施|工作|行动|专项|总体|发展|建设|管理|暂行|试行|若干|任务|三年|五年){1,3}(?:方案|计划|规划|意见|办法|措施|清单|细则|规定|纲要)(?:[（(][^（）()]{2,20}[）)])?$",
    )
});
/// What a collection adds to a title: （有效）, （2018年）.
static ADDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[（(【\[](?:现行有效|有效|已?失效|已?废止|已被修改|已修改|部分失效|全文|全文有效|(?:19|20)\d{2}年?)[）)】\]]$")
});
/// 江川市人民政府办公室文件　江政办发〔2018〕32号: the head of the paper, run into the title.
static PAPER_HEAD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?<issuer>[〇㐀-鿿]{4,40}?)文件\s*(?<number>[〇㐀-鿿]{1,14}[〔\[]\d{4}[〕\]]\d+号)\s*"));
static RUN_IN_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[^。\n]{4,120}?的(?:通知|决定|意见|公告)(?:（[〇㐀-鿿]{1,14}[〔\[]\d{4}[〕\]]\d+号）|\s*[〇㐀-鿿]{1,14}[〔\[]\d{4}[〕\]]\d+号|发布日期|发布时间|\s*各|$)",
    )
});
static PUBLISHED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:(?:发布|公开|上传|更新)(?:日期|时间)|(?:^|[\s】\]])(?:时间|日期))[：:]?\s*"));
static ISSUED_LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:成文|印发|生成|发文)日期[：:]?\s*"));
static NUMBER_LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:发文字号|文号|文件编号)[：:]?\s*$"));
static NUMBER_LABEL_INSIDE: LazyLock<Regex> = LazyLock::new(|| pattern("^.*(?:发文字号|发文文号|文件编号|文号)"));
static ISSUER_LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)(?:发文机关|发布机构|发文单位|发布单位|制发机关|信息来源|来源)[：:]\s*(?<issuer>[〇㐀-鿿]{3,40})"));
static SIGNATURE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:^|[。\\n：）])[〇㐀-鿿](?:[〇㐀-鿿]|[ \u{3000}][〇㐀-鿿])+{ORGAN}\\s*$")));
static IS_ORGAN: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{ORGAN}$")));
static SELF_NAMED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"编制(?:和|并|与)?(?:有效|组织|认真|全面)?实施《(?<title>[^《》\n]{4,80})》"));

/// What the text says about itself.
pub(super) fn head(text: &str, blocks: &[Block]) -> Head {
    let zone_end = blocks
        .iter()
        .find(|block| matches!(block.kind, BlockKind::Heading { level } if level <= 4))
        .map_or(text.len(), |block| block.span.start)
        .min(text.floor_char_boundary(6000));
    let zone = &text[..zone_end];
    let entries = page::entries(zone, 0);
    let order = order(text, zone);
    let title_line = label(&entries, Label::Title).or_else(|| title_line(text, zone, &entries));
    let title_line = title_line.map(|line| printed_again(zone, line, &entries).unwrap_or(line));
    let (title, named) = title(text, title_line);
    let date = |label: Label| {
        let value = self::label(&entries, label)?;
        let found = first_date(&text[value.start..value.end])?;
        Some(Field { span: found.span.shift(value.start), ..found })
    };
    let document_number = own_number(zone, title_line).or_else(|| labelled_number(text, &entries));
    let mut head = Head { title, document_number, ..Head::default() };
    let given = Some(zone).filter(|zone| ["会议", "大会", "全会"].iter().any(|word| zone.contains(word))).and_then(|zone| GIVEN.find(zone));
    head.issued = given.and_then(|found| {
        let date = first_date(found.as_str())?;
        Some(Field { span: date.span.shift(found.start()), ..date })
    });
    let dated = signature(text, zone, &mut head);
    head.published = date(Label::Published).or_else(|| label_date(zone, &PUBLISHED)).or(dated.published);
    head.issued = date(Label::Issued).or_else(|| label_date(zone, &ISSUED_LABEL)).or(head.issued);
    let signed = dated.signers;
    let mut issuers = match (named.as_slice(), signed.as_slice()) {
        // 区人民政府办公室关于…, signed 鹤川区人民政府办公室: the signature has the name in full.
        ([named], [first, ..]) if is_full_name(&first.value, &named.value) => signed,
        // 甲等部门关于…: all of them sign.
        ([named], [_, _, ..]) if signed.iter().any(|signed| signed.value == named.value) => signed,
        ([], _) => signed,
        _ => named,
    };
    issuers.dedup_by(|next, last| next.value == last.value);
    if issuers.is_empty() {
        let labelled = label(&entries, Label::Issuer).or_else(|| {
            let issuer = ISSUER_LABEL.captures(zone)?.name("issuer")?;
            Some(Span::new(issuer.start(), issuer.end()))
        });
        issuers = labelled.map_or_else(Vec::new, |issuer| together(text, field(text, issuer.start, issuer.end)));
    }
    let mut issuers = issuers.into_iter();
    head.issuer = issuers.next();
    head.co_issuers = issuers.collect();
    if let Some(order) = order {
        head.title = order.title.or(head.title);
        head.document_number = head.document_number.or(Some(order.number));
        head.issuer = Some(order.issuer);
        head.co_issuers.clear();
        head.issued = order.issued.or(head.issued);
    }
    head.issuer = head.issuer.map(|issuer| with_its_place(issuer, head.title.as_ref()));
    head.addressees = match label(&entries, Label::Addressees) {
        Some(value) => addressee::list(text, value),
        None => addressee::addressees(zone, title_line.map_or(0, |title| title.end.min(zone.len()))),
    };
    validity(text, &entries, date(Label::InForceFrom), &mut head);
    head.subjects = page::subjects(text, &entries);
    let tail = tail(text, zone);
    // Cheap first: few imprints print 主题词.
    if head.subjects.is_empty() && text[tail..].contains("词") {
        let mut imprint = page::entries(&text[tail..], tail);
        imprint.retain(|entry| entry.label == Label::Keywords);
        head.subjects = page::subjects(text, &imprint);
    }
    head
}

/// Whether a name is that of the same organ with its place: 鹤川市人民政府办公室 for 市政府办公室.
fn is_full_name(name: &str, short: &str) -> bool {
    let plain = |name: &str| name.replace("人民政府", "政府");
    let (name, short) = (plain(name), plain(short));
    name.len() > short.len() && name.ends_with(&short)
}

/// 市人民政府办公室 with the place of its rank with which the title begins: 鹤川市人民政府办公室 where the title is 鹤川市….
fn with_its_place(issuer: Field, title: Option<&Field>) -> Field {
    const RANKS: [&str; 8] = ["自治区", "自治州", "省", "市", "县", "区", "州", "旗"];
    let reference = Reference::load();
    let ranked = RANKS.iter().find_map(|rank| {
        let organ = issuer.value.strip_prefix(rank)?;
        let is_organ = ["人民政府", "政府", "委"].iter().any(|opening| organ.starts_with(opening)) || reference.is_bare_body(organ);
        (is_organ && !reference.is_bare_body(&issuer.value)).then_some((*rank, organ))
    });
    let place = title.and_then(|title| reference.place_prefix(title.value.trim_start_matches('《')));
    match (ranked, place) {
        (Some((rank, organ)), Some((place, _))) if place.ends_with(rank) => Field { value: [place, organ].concat(), ..issuer },
        _ => issuer,
    }
}

/// Where the signature and the imprint (版记) may begin.
fn tail(text: &str, zone: &str) -> usize {
    text.floor_char_boundary(text.len().saturating_sub(1500)).max(zone.len())
}

fn label(entries: &[Entry], label: Label) -> Option<Span> {
    entries.iter().find(|entry| entry.label == label).map(|entry| entry.value)
}

/// When the document is in force: what the page's labels say, and else its own sentences.
fn validity(text: &str, entries: &[Entry], in_force_from: Option<Field>, head: &mut Head) {
    let force = force::force(text, head.title.as_ref().map(|title| title.value.as_str()), head.issued.as_ref());
    head.in_force_from = in_force_from.or(force.from);
    let term = label(entries, Label::Term).and_then(|span| {
        let start = head.in_force_from.as_ref().or(head.issued.as_ref());
        Some(Field { value: force::until_of_label(&text[span.start..span.end], start)?, span })
    });
    head.in_force_until = term.or(force.until);
    let said = label(entries, Label::Validity).filter(|span| {
        let value = &text[span.start..span.end];
        value.chars().count() <= 10 && ["效", "废止", "修改", "修订", "失"].iter().any(|word| value.contains(word))
    });
    head.validity = said.map(|span| field(text, span.start, span.end)).or(force.words);
}

/// The name of the state, with which orders of the centre print their organ's name.
const STATE: &str = "中华人民共和国";

/// What an order says of itself and of what it publishes.
struct Order {
    title: Option<Field>,
    number: Field,
    issuer: Field,
    issued: Option<Field>,
}

/// The order by which a rule is published, at the head of the page or in the note under its title.
fn order(text: &str, zone: &str) -> Option<Order> {
    let number = |found: &regex::Captures<'_>, issuer: &Field, start: usize| {
        let year = found.name("year").map_or("", |year| year.as_str());
        let number = format!("{}{}{year}第{}号", issuer.value, &found["kind"], &found["number"]);
        Field { value: number, span: Span::new(start, found.get(0).map_or(start, |all| all.end())) }
    };
    // Cheap first: most pages print no order.
    if !zone.contains('令') && !zone.contains("公告") {
        return None;
    }
    if let Some(found) = ORDER.captures(zone)
        && let (Some(all), Some(organ)) = (found.get(0), found.name("issuer"))
        && IS_ORGAN.is_match(organ.as_str().trim())
        && !zone[..organ.start()].contains('。')
        && zone[all.end()..].starts_with(['\n', ' ', '\u{3000}', '《', '（', '现'])
    {
        let behind = &zone[all.end()..];
        let published = ORDERED.captures(behind).and_then(|found| found.name("title").or_else(|| found.name("after")));
        let title = published.map(|title| field(text, all.end() + title.start(), all.end() + title.end()));
        // The line of an announcement holds nothing else; words of a sentence are none.
        if title.is_some() || &found["kind"] == "令" || behind.starts_with('\n') {
            // Organs that issue an order together stand one below the other; the first is the issuer, the number names all.
            let organs: Vec<&str> = organ.as_str().split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
            let others = organs.iter().rposition(|line| !IS_ORGAN.is_match(line)).map_or(0, |other| other + 1);
            let first = organs.get(others)?;
            let start = first.as_ptr() as usize - text.as_ptr() as usize;
            // The number is the printed one; the ministry bears the same name here as in every other document, without that of the state.
            let state = if first.starts_with(STATE) { STATE.len() } else { 0 };
            let (issuer, together) = (field(text, start + state, start + first.len()), field(text, start, organ.end()));
            return Some(Order { title, number: number(&found, &together, start), issuer, issued: None });
        }
    }
    let found = PROMULGATED.captures(zone)?;
    let (issuer, date) = (found.name("issuer")?, found.name("date")?);
    let issued = date_value(date.as_str());
    let issuer = field(text, issuer.start(), issuer.end());
    Some(Order {
        title: None,
        number: number(&found, &issuer, issuer.span.start),
        issuer,
        issued: issued.map(|value| Field { value, span: Span::new(date.start(), date.end()) }),
    })
}

/// The number behind the label 发文字号, where it has another form than 〔2021〕4号.
fn labelled_number(text: &str, entries: &[Entry]) -> Option<Field> {
    let span = label(entries, Label::Number)?;
    let number = field(text, span.start, span.end);
    if let Some(found) = DOCUMENT_NUMBER.captures(&number.value)
        && found.get(0).is_some_and(|all| all.len() == number.value.len())
    {
        return Some(Field { value: format!("{}〔{}〕{}号", &found["mark"], &found["year"], &found["number"]), span });
    }
    let of_order = number.value.contains('第') && (number.value.contains('令') || number.value.contains("公告"));
    (of_order && number.value.ends_with('号')).then_some(number)
}

/// The first date of a text, and where it stands, without the mark behind it.
fn first_date(text: &str) -> Option<Field> {
    let found = DATE.find(text)?;
    let end = found.start() + found.as_str().trim_end_matches(DATE_MARKS).len();
    Some(Field { value: date_value(found.as_str())?, span: Span::new(found.start(), end) })
}

fn field(text: &str, start: usize, end: usize) -> Field {
    Field { value: unspaced(&text[start..end]), span: Span::new(start, end) }
}

/// The line, or the lines, that print the title at the top of the page.
fn title_line(text: &str, zone: &str, entries: &[Entry]) -> Option<Span> {
    let mut first: Option<Span> = None;
    let mut whole: Option<Span> = None;
    let mut addressed = false;
    for (span, line) in lines(zone).take(30) {
        let clean = line.trim();
        let start_in = |part: &str| span.start + (part.as_ptr() as usize - line.as_ptr() as usize);
        let is_entry = entries.iter().any(|entry| span.start <= entry.value.start && entry.value.end <= span.end);
        // A rule drawn of dashes, or the note that says when a rule was published, is no title.
        let says_nothing =
            !clean.contains(char::is_alphanumeric) || clean.starts_with('（') && clean.ends_with('）') || clean.starts_with(['|', '｜']);
        if says_nothing || is_entry {
            continue;
        }
        // The table at the head of a page sets its labels in width: 标　　题：
        if let Some((label, title)) = clean.split_once('：')
            && ["标题", "名称", "文件名称"].contains(&label.split_whitespace().collect::<String>().as_str())
        {
            let title = title.trim();
            let from = start_in(title);
            return Some(Span::new(from, from + title.len()));
        }
        let number = Some(clean).filter(|clean| clean.contains('号')).and_then(|clean| DOCUMENT_NUMBER.find(clean));
        let is_number = number.is_some_and(|found| found.len() == clean.len());
        if let Some(opening) = first.filter(|_| !is_number) {
            // A title that goes on in the next lines: the first has not reached its genre, or says that it issues something and is no notice yet.
            let joined = Span::new(opening.start, span.end);
            let goes_on = !clean.contains(['。', '，', '：', ':']) && joined.end - joined.start < LONGEST_TITLE;
            if is_whole_title(&text[opening.start..opening.end]) && !GENRE_ALONE.is_match(clean) || !goes_on {
                return whole.or(Some(opening));
            }
            let compact = unspaced(&text[joined.start..joined.end]);
            if TITLE_END.is_match(&compact) {
                whole = Some(joined);
                if is_whole_title(&compact) {
                    return whole;
                }
            }
            continue;
        }
        if let Some(found) = RUN_IN_TITLE.find(clean) {
            let title = found.as_str();
            let cut =
                title.rfind("的通知").or_else(|| title.rfind("的决定")).or_else(|| title.rfind("的意见")).or_else(|| title.rfind("的公告"));
            let end = cut.map_or(title.len(), |at| at + "的通知".len());
            let from = start_in(title);
            return Some(Span::new(from, from + end));
        }
        let is_label = clean.contains('：') || number.is_some() || clean.ends_with("文件") || clean.ends_with(['；', '，', '、']);
        if clean.contains('。') {
            // The text begins with its first sentence: no title is printed, but for that of what a notice without its own issues.
            return if addressed { inner_title_line(text, span.end + 1) } else { None };
        }
        addressed |= first.is_none() && clean.ends_with(['：', ':']) && clean.contains(['各', '有']);
        if !is_label && clean.chars().count() >= 5 {
            first = Some(span);
        }
    }
    first
}

/// Where the title stands once more below itself, with nothing but labels between: a page prints its own title over that of the document.
fn printed_again(zone: &str, title: Span, entries: &[Entry]) -> Option<Span> {
    let printed = unspaced(zone.get(title.start..title.end)?);
    let mut last = None;
    for (span, line) in lines(&zone[title.end..]).map(|(span, line)| (span.shift(title.end), line)) {
        let is_entry = || entries.iter().any(|entry| span.start <= entry.value.start && entry.value.end <= span.end);
        if unspaced(line) == printed {
            let from = span.start + line.len() - line.trim_start().len();
            last = Some(Span::new(from, from + line.trim().len()));
        } else if line.contains(char::is_alphanumeric) && !is_entry() {
            break;
        }
    }
    last
}

/// Longer lines, in bytes, are no title.
const LONGEST_TITLE: usize = 360;

/// Whether a title has reached its genre; one that issues something ends as a notice does.
fn is_whole_title(title: &str) -> bool {
    let issues = ["印发", "转发", "批转", "下发"].iter().any(|verb| title.contains(verb));
    TITLE_END.is_match(title) && (!issues || ["通知", "公告", "通告", "决定", "函"].iter().any(|genre| title.trim_end().ends_with(genre)))
}

/// The title of what a notice issues, on a line of its own behind the notice, whose own title the page has lost.
fn inner_title_line(text: &str, from: usize) -> Option<Span> {
    lines(text.get(from..)?).take(12).find_map(|(span, line)| {
        let alone = (8..=50).contains(&line.trim().chars().count()) && !line.contains(['。', '，', '：', '；', '《', '、']);
        (alone && TITLE_END.is_match(line.trim()) && super::marker::at_start(line).is_none()).then(|| span.shift(from))
    })
}

/// In bytes: how far from the beginning a document names itself.
const SELF_NAMED_WITHIN: usize = 12_000;

/// The document's own title, and the issuers that the title names.
fn title(text: &str, line: Option<Span>) -> (Option<Field>, Vec<Field>) {
    let opening = &text[..text.floor_char_boundary(SELF_NAMED_WITHIN)];
    let named = || SELF_NAMED.captures(opening).and_then(|found| found.name("title"));
    let Some(mut line) = line else {
        // The notice has lost its title, and names what it issues.
        let title = named().map(|title| field(text, title.start(), title.end()));
        return (title.or_else(|| named_by_notice(text, 0, false)), Vec::new());
    };
    let paper = PAPER_HEAD.captures(&text[line.start..line.end]).and_then(|found| {
        let issuer = found.name("issuer")?;
        Some((field(text, line.start + issuer.start(), line.start + issuer.end()), found.get(0)?.end()))
    });
    line.start += paper.as_ref().map_or(0, |(_, end)| *end);
    // （2018年） belongs to the title, save behind that of a letter or notice.
    if let Some(added) = ADDED.find(&text[line.start..line.end])
        && (!added.as_str().contains(|c: char| c.is_ascii_digit())
            || ["批复", "通知", "决定", "公告"].iter().any(|genre| text[..line.start + added.start()].ends_with(genre)))
    {
        line.end = line.start + added.start();
    }
    let printed = unspaced(&text[line.start..line.end]);
    let place = |part: Range<usize>| {
        // The printed title may be broken over lines; only where it is not is the part's place known.
        let whole = printed.len() == line.end - line.start;
        let span = if whole { Span::new(part.start, part.end).shift(line.start) } else { line };
        Field { value: printed[part].to_owned(), span }
    };
    let issuer = ISSUER_OF_TITLE.captures(&printed).and_then(|found| found.name("issuer")).map(|found| place(found.range()));
    let mut issuers = paper.map(|(issuer, _)| issuer).or(issuer).map_or_else(Vec::new, |issuer| together(text, issuer));
    issuers.retain(is_as_long_as_names_are);
    if let Some(inner) = issued(&printed) {
        // 现将《…》印发给你们: the notice names it in full, as it stands on a line of its own.
        if let Some(named) = named_by_notice(text, line.end, true) {
            return (Some(named), issuers);
        }
        // The inner title, where the page prints it again; a notice that issues only what it says itself is the document.
        let behind = &text[line.end..text.floor_char_boundary(line.end + 6000)];
        let broken = || unspaced(behind).contains(inner);
        if behind.contains(inner) || behind.trim().is_empty() || broken() {
            let start = inner.as_ptr() as usize - printed.as_ptr() as usize;
            return (inner_title(text, line.end, inner).or_else(|| Some(place(start..start + inner.len()))), issuers);
        }
    }
    if let Some(named) = named().filter(|title| TITLE_END.is_match(title.as_str())) {
        return (Some(field(text, named.start(), named.end())), issuers);
    }
    (Some(Field { value: printed, span: line }), issuers)
}

/// What a notice issues, by its title: ……关于印发《…方案》的通知.
fn issued(title: &str) -> Option<&str> {
    // 《…》的通知: of a title whose beginning is lost.
    let inner = &title[ISSUES.find(title).map(|found| found.end()).or_else(|| title.starts_with('《').then_some(0))?..];
    let inner = ["的通知", "的公告", "的通告", "的决定"].iter().find_map(|genre| inner.strip_suffix(genre))?;
    let inner = inner.strip_prefix('《').unwrap_or(inner);
    Some(inner.strip_suffix('》').unwrap_or(inner)).filter(|inner| !inner.is_empty())
}

/// What a notice says that it issues; where it is `printed`, as it stands behind it, on lines of its own.
fn named_by_notice(text: &str, from: usize, printed: bool) -> Option<Field> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"现将《(?<title>[^》\n]{4,}》?[^》\n]*)》[^。\n]{0,12}(?:印发|转发|下发)|《(?<after>[^《》\n]{4,})》(?:已|业|经)[^。《》\n]*现(?:予以|予)?(?:印发|转发|下发|发布|公布)",
        )
    });
    let part = text.get(from..text.floor_char_boundary(from + 6000))?;
    // Cheap first: few lines name anything so.
    static MAY_NAME: Words = Words::new(&["现将《", "》已", "》业", "》经"]);
    let (line, title) = lines(part).filter(|(_, line)| MAY_NAME.occur_in(line)).find_map(|(span, line)| {
        let found = NAMED.captures(line)?;
        let title = found.name("title").or_else(|| found.name("after"))?;
        (title.len() <= LONGEST_TITLE).then_some((span, title))
    })?;
    let start = from + line.start;
    if !printed {
        return Some(field(text, start + title.start(), start + title.end()));
    }
    let behind = start + title.end() + text[start + title.end()..].find('\n')?;
    let own = on_its_own_lines(&text[behind..text.floor_char_boundary(behind + 6000)], title.as_str())?;
    Some(Field { value: unspaced(title.as_str()), span: own.shift(behind) })
}

/// Where a text prints a title on one line, or on two that follow each other, and nothing else on them.
fn on_its_own_lines(text: &str, title: &str) -> Option<Span> {
    let title = unspaced(title);
    let mut before: Option<Span> = None;
    lines(text).filter(|(_, line)| !line.trim().is_empty()).find_map(|(span, _)| {
        let alone = unspaced(&text[span.start..span.end]) == title;
        let joined = before.map(|before| Span::new(before.start, span.end)).filter(|both| unspaced(&text[both.start..both.end]) == title);
        before = Some(span);
        alone.then_some(span).or(joined)
    })
}

/// What a notice issues, as the page prints it on a line of its own, where that begins with the place (江川省“十四五”…规划).
fn inner_title(text: &str, from: usize, inner: &str) -> Option<Field> {
    let part = text.get(from..text.floor_char_boundary(from + 6000))?;
    part.split('\n').find_map(|line| {
        let title = line.trim();
        let place = title.strip_suffix(inner)?;
        let start = title.as_ptr() as usize - text.as_ptr() as usize;
        (place.ends_with(['省', '区', '市', '县', '州', '盟', '旗']) && place.chars().count() <= 12)
            .then(|| field(text, start, start + title.len()))
    })
}

/// The number that the document bears itself: on a line of its own, behind its label, or in brackets behind its title; never one that is cited behind 《…》.
fn own_number(zone: &str, title: Option<Span>) -> Option<Field> {
    let end = zone.rfind('号')? + '号'.len_utf8();
    DOCUMENT_NUMBER.captures_iter(&zone[..end]).find_map(|found| {
        let all = found.get(0)?;
        let before = &zone[..all.start()];
        let after = &zone[all.end()..];
        let own_line = before.is_empty() || before.ends_with('\n');
        let alone = own_line && (after.is_empty() || after.starts_with(['\n', '各']) || after.starts_with(char::is_whitespace));
        let behind_title = title.is_some_and(|title| {
            let between =
                zone[title.end.min(all.start())..all.start()].trim_matches(|c: char| c.is_whitespace() || matches!(c, '（' | '('));
            title.end <= all.start() && between.is_empty()
        });
        let mark = &found["mark"];
        // 发文字号国函〔2005〕79号
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let headed = PAPER_HEAD.captures(&zone[line..]).and_then(|found| found.name("number")).map(|number| line + number.start());
        // …的通知江政〔2023〕5号: the number begins where the title ends.
        let headed = headed.or(title.map(|title| title.end).filter(|end| *end > all.start())).filter(|number| all.range().contains(number));
        let own = match headed {
            Some(number) => &mark[(number - all.start()).min(mark.len())..],
            None => NUMBER_LABEL_INSIDE.find(mark).map_or(mark, |label| &mark[label.end()..]),
        };
        let labelled = NUMBER_LABEL.is_match(before) || own.len() < mark.len();
        (alone || behind_title || labelled || headed.is_some())
            .then(|| Field {
                value: format!("{own}〔{}〕{}号", &found["year"], &found["number"]), span: Span::new(all.start(), all.end())
            })
    })
}

/// In bytes: a signature stands right before its date.
const LONGEST_SIGNATURE: usize = 240;

/// In bytes: how far from the beginning a notice may be signed.
const SIGNED_WITHIN: usize = 8000;

#[derive(Default)]
struct Dated {
    published: Option<Field>,
    /// Who signs.
    signers: Vec<Field>,
}

/// The signature: an organ and a date behind it, or a date on a line of its own; and the publisher's line, an organ with a day and an hour.
fn signature(text: &str, zone: &str, head: &mut Head) -> Dated {
    let mut dated = Dated::default();
    let tail_start = tail(text, zone);
    let middle = zone.len()..text.floor_char_boundary(SIGNED_WITHIN.min(tail_start)).max(zone.len());
    for (part, offset) in [(zone, 0), (&text[tail_start..], tail_start), (&text[middle.clone()], middle.start)] {
        // A notice with numbered points of its own is signed behind them.
        let amid = offset == middle.start && offset > 0 && offset != tail_start;
        if amid && head.issued.is_some() {
            break;
        }
        for all in DATE.find_iter(part) {
            let (before, after) = (&part[..all.start()], &part[all.end()..]);
            let line_before = before.rsplit('\n').next().unwrap_or("");
            let with_hour = after.trim_start().starts_with(|c: char| c.is_ascii_digit())
                && after.trim_start().get(..5).is_some_and(|t| t.contains(':') || t.contains('：'));
            // The printing office's line (版记) is no signature: 某某办公室　2023年5月6日印发 (GB/T 9704-2012, 7.4.3).
            if after.trim_start().starts_with("印发") && !after.trim_start().starts_with("印发的") {
                continue;
            }
            let chinese = all.as_str().contains('年');
            let alone = line_before.trim().is_empty() && (after.is_empty() || after.starts_with('\n'));
            if amid && !(chinese && alone) {
                continue;
            }
            let Some(value) = date_value(all.as_str()) else { continue };
            let date = Field { value, span: Span::new(all.start() + offset, all.end() + offset) };
            let cut = before.floor_char_boundary(before.len().saturating_sub(LONGEST_SIGNATURE));
            let organ = SIGNATURE.find(&before[cut..]).map(|found| {
                let end = cut + found.start() + found.as_str().trim_end().len();
                let start = end - found.as_str().trim_end().trim_start_matches(['。', '\n', '：', '）']).len();
                field(text, start + offset, end + offset)
            });
            let ends = after.is_empty()
                || after.starts_with(['\n', '（', '('])
                || !after.starts_with(['，', '、', '至', '到', '—', '-', '以', '前', '底', '起']);
            let organs = organ.map(|organ| signers(text, organ)).filter(|organs| organs.iter().all(is_as_long_as_names_are));
            if let Some(organs) = organs {
                if with_hour || !chinese {
                    dated.published.get_or_insert(date);
                } else if ends {
                    head.issued.get_or_insert(date);
                } else {
                    continue;
                }
                if dated.signers.is_empty() {
                    dated.signers = organs;
                }
            } else if chinese && head.issued.is_none() && !amid {
                // （2015年9月15日）, under the title
                let noted = matches!(line_before.trim(), "（" | "(")
                    && after.starts_with(['）', ')'])
                    && after[after.chars().next().map_or(0, char::len_utf8)..].starts_with('\n');
                let own_line = line_before.trim().is_empty()
                    && (after.is_empty() || after.starts_with('\n') || after.trim_start().starts_with("（此件"))
                    || noted;
                let ordered = ["执行。", "落实。", "实施。"].iter().any(|order| line_before.trim_end().ends_with(order));
                let behind_sentence = line_before.ends_with('。') && after.trim_start().starts_with("（此件") || ordered;
                if own_line || behind_sentence {
                    head.issued = Some(date);
                }
            }
        }
    }
    dated
}

/// The organs that sign together, one below the other or side by side.
fn signers(text: &str, last: Field) -> Vec<Field> {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!("(?:^|\\n)(?P<organs>[〇㐀-鿿](?:[〇㐀-鿿]|[ \u{3000}][〇㐀-鿿])+(?:{ORGAN}|办))\\s*\\n\\s*$")));
    let above = |start: usize| {
        let before = &text[..start];
        let cut = before.floor_char_boundary(before.len().saturating_sub(LONGEST_SIGNATURE));
        let organs = LINE.captures(&before[cut..])?.name("organs")?;
        Some(field(text, cut + organs.start(), cut + organs.end()))
    };
    let mut lines = vec![last];
    while let Some(line) = lines.last().and_then(|line| above(line.span.start)) {
        lines.push(line);
    }
    lines.into_iter().rev().flat_map(|line| together(text, line)).collect()
}

/// The organs that a run of names holds: parted by a mark or white space, or each with the place of the first (江川省商务厅江川省财政厅), or bodies of the
/// state (农业部商务部). A run that is not all organs is one name.
fn together(text: &str, run: Field) -> Vec<Field> {
    const PARTS: [char; 4] = ['、', ' ', '\u{3000}', '\n'];
    static PLACE: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:中共)?(?<place>[〇㐀-鿿]{1,8}?(?:省|自治区|市|县|区|州|盟|旗))"));
    // A title that is broken over lines has lost the places of its parts.
    let printed = &text[run.span.start..run.span.end];
    let is_whole = unspaced(printed) == run.value;
    let mut organs = Vec::new();
    for part in if is_whole { printed } else { &run.value }.split(PARTS).filter(|part| !part.is_empty()) {
        let place = PLACE.captures(part).and_then(|found| found.name("place")).map(|place| place.as_str());
        let mut rest = part;
        let next = |rest: &str| {
            rest.char_indices().skip(2).map(|(at, _)| at).find(|&at| {
                let (own, behind) = rest.split_at(at);
                let local = behind.strip_prefix("中共").unwrap_or(behind);
                let named = place.is_some_and(|place| local.strip_prefix(place).is_some_and(|organ| !organ.is_empty()));
                IS_ORGAN.is_match(own) && (named || is_of_the_state(own) && opens_with_the_state_s(behind))
            })
        };
        while let Some(at) = next(rest) {
            organs.push(&rest[..at]);
            rest = &rest[at..];
        }
        organs.push(rest);
    }
    if organs.len() < 2 || !organs.iter().all(|organ| IS_ORGAN.is_match(organ) || organ.ends_with('办')) {
        return vec![run];
    }
    let place = |organ: &str| {
        let start = organ.as_ptr() as usize - printed.as_ptr() as usize;
        Span::new(start, start + organ.len()).shift(run.span.start)
    };
    let organ = |organ: &str| Field { value: organ.to_owned(), span: if is_whole { place(organ) } else { run.span } };
    organs.into_iter().map(organ).collect()
}

/// Longer names of organs are sentences that end with one.
fn is_as_long_as_names_are(organ: &Field) -> bool {
    organ.value.chars().count() <= 42
}

fn is_of_the_state(name: &str) -> bool {
    Reference::load().is_national_body(name)
}

/// Whether words begin with the name of a body of the state.
fn opens_with_the_state_s(words: &str) -> bool {
    ["国家", "全国", "中国", "中共", "国务院"].iter().any(|opening| words.starts_with(opening))
        || words.char_indices().skip(2).map(|(at, _)| at).chain([words.len()]).take(20).any(|at| is_of_the_state(&words[..at]))
}

fn label_date(zone: &str, label: &Regex) -> Option<Field> {
    // Cheap first: most pages print no such label.
    if !zone.contains("日期") && !zone.contains("时间") {
        return None;
    }
    label.find_iter(zone).find_map(|label| {
        let found = DATE.find(&zone[label.end()..]).filter(|found| found.start() == 0)?;
        Some(Field { value: date_value(found.as_str())?, span: Span::new(label.end(), label.end() + found.end()) })
    })
}

/// `2022-11-25` of what [`DATE`] found, in figures or in Chinese numerals; `2016-11` where no day is printed.
fn date_value(written: &str) -> Option<String> {
    let mut parts = written.split(DATE_MARKS).filter(|part| !part.is_empty());
    let year: String = parts.next()?.chars().map(numeral).collect::<Option<String>>()?;
    let month = small_number(parts.next()?)?;
    if year.len() != 4 || !(1..=12).contains(&month) {
        return None;
    }
    match parts.next() {
        Some(day) => small_number(day).filter(|day| (1..=31).contains(day)).map(|day| format!("{year}-{month:02}-{day:02}")),
        None => Some(format!("{year}-{month:02}")),
    }
}

/// A date as documents or lists write it, in its canonical form: `2022-11-25`, or `2022-11`.
pub(crate) fn canonical_date(written: &str) -> Option<String> {
    DATE.find(written).filter(|found| found.len() == written.len()).and_then(|found| date_value(found.as_str()))
}

/// A number in its canonical form, where it has one: 云政发〔2022〕3号.
pub(crate) fn canonical_number(written: &str) -> String {
    match DOCUMENT_NUMBER.captures(written) {
        Some(found) if found[0].len() == written.len() => format!("{}〔{}〕{}号", &found["mark"], &found["year"], &found["number"]),
        _ => written.to_owned(),
    }
}

fn numeral(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '〇' | '○' | '零' | 'O' | 'o' => Some('0'),
        _ => "一二三四五六七八九".chars().position(|n| n == c).and_then(|n| char::from_digit(n as u32 + 1, 10)),
    }
}

/// A number below a hundred, in figures or as 二十五.
fn small_number(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (tens, ones) = text.split_once('十').map_or((None, text), |(tens, ones)| (Some(tens), ones));
    let digit = |text: &str| text.chars().next().map_or(Some(0), |c| numeral(c)?.to_digit(10));
    match tens {
        Some("") => Some(10 + digit(ones)?),
        Some(tens) => Some(digit(tens)? * 10 + digit(ones)?),
        None => digit(ones),
    }
}

#[cfg(test)]
mod tests {
    use crate::outline::{Field, Head, outline};

    /// Title, number, issuer, issued, published.
    fn head(source: &str) -> [String; 5] {
        let head = outline(crate::read::from_string(source)).head;
        [head.title, head.document_number, head.issuer, head.issued, head.published]
            .map(|field| field.map(|field| field.value).unwrap_or_default())
    }

    #[test]
    fn a_notice_that_lost_its_title_has_that_of_what_it_issues() {
        let text = "各县、区人民政府，市人民政府有关部门：\n《江澜市推动冷链物流发展实施方案》已经市政府同意，现印发给你们，请认真贯彻落实。\n2020年11月17日\n江澜市推动冷链物流发展实施方案\n一、总体要求\n加强管理。";
        let head = crate::outline::outline(crate::read::from_string(text)).head;
        assert_eq!(head.title.map(|title| title.value).as_deref(), Some("江澜市推动冷链物流发展实施方案"));
    }

    #[test]
    fn a_notice_that_issues_a_plan() {
        let source = "江川省人民政府办公厅关于印发江川省制造业振兴行动方案的通知\n江川政办发〔2021〕12号\n\n各市人民政府，省政府各部门：\n现印发给你们，请认真贯彻执行。\n\n江川省人民政府办公厅\n2021年3月5日\n\n（此件公开发布）\n\n江川省制造业振兴行动方案\n\n一、总体要求\n略。";
        assert_eq!(head(source), ["江川省制造业振兴行动方案", "江川政办发〔2021〕12号", "江川省人民政府办公厅", "2021-03-05", ""]);
    }

    #[test]
    fn a_page_on_one_line_with_its_date_in_numerals() {
        let source = "江川省人民政府关于印发江川省水利规划的通知（江川政发〔2011〕7号）发布日期:2011-12-15各市人民政府：现印发给你们。江川省人民政府二○一一年十二月六日江川省水利规划一、总体要求（一）指导思想。略。";
        assert_eq!(head(source), ["江川省水利规划", "江川政发〔2011〕7号", "江川省人民政府", "2011-12-06", "2011-12-15"]);
    }

    #[test]
    fn labels_without_a_mark_behind_them() {
        let source =
            "发文机关江川省人民政府\n发文日期2015年09月16日\n时效性现行有效\n发文字号江川函〔2015〕79号\n省商务厅：\n你厅请示收悉。";
        assert_eq!(head(source), ["", "江川函〔2015〕79号", "江川省人民政府", "2015-09-16", ""]);
        let source = "索引号：78130/2022-004 时效：现行有效\n主题分类 扶贫 发文日期 2022-07-21\n公开方式 主动公开 文号 江政办规〔2022〕4号\n江川市人民政府办公室关于印发江川市养老服务实施方案的通知（有效）\n各有关单位：\n现将《江川市养老服务实施方案》印发给你们。\n江川市养老服务实施方案\n一、总体要求\n略。";
        assert_eq!(head(source), ["江川市养老服务实施方案", "江政办规〔2022〕4号", "江川市人民政府办公室", "2022-07-21", ""]);
    }

    #[test]
    fn the_head_of_the_paper_on_the_line_of_the_title() {
        let source = "江川市人民政府办公室文件 江政办发〔2018〕32号 市政府办公室关于分解落实2018年 工作任务的通知 各镇人民政府，各街道办事处：\n一、目标\n略。";
        assert_eq!(head(source), ["市政府办公室关于分解落实2018年工作任务的通知", "江政办发〔2018〕32号", "江川市人民政府办公室", "", ""]);
        let source = "江川省人民政府 关于明确2023年 重点工作责任单位的通知 江政〔2023〕5号 现将重点工作任务予以分解。";
        assert_eq!(head(source), ["江川省人民政府关于明确2023年重点工作责任单位的通知", "江政〔2023〕5号", "江川省人民政府", "", ""]);
    }

    #[test]
    fn a_page_that_prints_the_title_twice() {
        let source = "江川市人民政府办公室关于印发供热方案的通知\n\n江川市人民政府办公室关于印发供热方案的通知\n(江政办发〔2009〕17号)\n\n各县（区）人民政府：\n现印发给你们。\n2009年3月13日\n江川市供热方案\n一、总体要求\n略。";
        assert_eq!(head(source)[1..4], ["江政办发〔2009〕17号", "江川市人民政府办公室", "2009-03-13"].map(str::to_owned));
        let source = "江川市人民政府办公室下达2009年促进就业目标的通知\n发布时间：2009-04-01\n江川市人民政府办公室下达2009年促进就业目标的通知\n（江政办〔2009〕7号）\n各县（区）人民政府：\n就业是民生之本。";
        assert_eq!(
            head(source),
            ["江川市人民政府办公室下达2009年促进就业目标的通知", "江政办〔2009〕7号", "江川市人民政府办公室", "", "2009-04-01"]
        );
    }

    #[test]
    fn what_a_collection_adds_to_a_title_and_what_it_loses_of_it() {
        let title = |source: &str| head(source)[0].clone();
        assert_eq!(
            title("江川省人民政府关于同意设立江川高新区的批复（2018年）\n江澜市人民政府：\n略。"),
            "江川省人民政府关于同意设立江川高新区的批复"
        );
        assert_eq!(title("江川市政府重点工作责任分解（2023年）\n一、总体要求\n略。"), "江川市政府重点工作责任分解（2023年）");
        assert_eq!(title("健康江川行动\n实施方案（2023—2030年）\n为贯彻决策部署，制定本方案。"), "健康江川行动实施方案（2023—2030年）");
        let lost = "《江川市制造强市行动计划》的通知\n各县（市）、区人民政府：\n《江川市制造强市行动计划》已经市政府研究通过，现印发给你们。\n江川市制造强市行动计划\n一、总体要求\n略。";
        assert_eq!(title(lost), "江川市制造强市行动计划");
    }

    #[test]
    fn a_title_on_two_lines() {
        assert_eq!(
            head("关于巩固恢复势头\n\n促进工业经济的若干措施\n\n为贯彻落实部署，制定本措施。\n一、支持企业\n略。")[0],
            "关于巩固恢复势头促进工业经济的若干措施"
        );
    }

    #[test]
    fn a_text_without_a_head_claims_none() {
        assert_eq!(
            head("为提升制造业水平，制定本方案。\n一、总体要求\n根据《省方案》（江政发〔2020〕1号），到2025年实现目标。"),
            [""; 5].map(str::to_owned)
        );
    }

    #[test]
    fn a_notice_that_names_in_full_what_it_issues() {
        let source = "江川市人民政府关于印发产业转移实施意见的通知\n------------\n江川市人民政府关于印发产业转移实施意见的通知\n江政发〔2015〕6号\n各县人民政府：\n现将《江川市关于承接产业转移的实施意见》印发给你们，请认真组织实施。\n2015年12月23日\n江川市关于承接产业转移的实施意见\n一、意义\n略。";
        assert_eq!(head(source)[..3], ["江川市关于承接产业转移的实施意见", "江政发〔2015〕6号", "江川市人民政府"].map(str::to_owned));
    }

    #[test]
    fn an_organ_without_its_place_has_that_of_the_title() {
        let source = "市人民政府办公室关于印发遵义市储备方案的通知\n各县人民政府：\n略。\n遵义市储备方案\n一、目标\n略。";
        assert_eq!(head(source)[2], "遵义市人民政府办公室");
        let source = "市政府办公室关于加强储备的通知\n各县人民政府：\n略。\n江川市人民政府办公室\n2021年3月1日";
        assert_eq!(head(source)[2], "江川市人民政府办公室");
    }

    #[test]
    fn organs_that_issue_together_are_all_named() {
        let issuers = |source: &str| {
            let head = outline(crate::read::from_string(source)).head;
            head.issuer.into_iter().chain(head.co_issuers).map(|issuer| issuer.value).collect::<Vec<_>>()
        };
        let three = ["江川省商务厅", "江川省财政厅", "江川省水利厅"];
        let signed = "关于做好考核工作的通知\n江商〔2019〕11号\n各市：\n现就有关事项通知如下。\n一、任务\n加强管理。\n";
        assert_eq!(issuers(&format!("{signed}江川省商务厅　江川省财政厅\n江川省水利厅\n2019年7月29日")), three);
        assert_eq!(issuers(&format!("{signed}江川省商务厅江川省财政厅江川省水利厅\n2019年7月29日")), three);
        let titled = "中共江川省委办公厅、江川省人民政府办公厅关于推进改革的意见\n各市：\n一、任务\n加强管理。";
        assert_eq!(issuers(titled), ["中共江川省委办公厅", "江川省人民政府办公厅"]);
        let others =
            "江川省商务厅等3部门关于推进流通的意见\n各市：\n一、任务\n加强管理。\n江川省商务厅\n江川省财政厅\n江川省水利厅\n2019年7月29日";
        assert_eq!(issuers(others), three);
        let state = "农业部国家林业局商务部关于推进流通的意见\n各省：\n一、任务\n加强管理。";
        assert_eq!(issuers(state), ["农业部", "国家林业局", "商务部"]);
        assert_eq!(issuers("江川省人民政府办公厅关于推进流通的意见\n各市：\n一、任务\n加强管理。"), ["江川省人民政府办公厅"]);
    }

    #[test]
    fn organs_that_sign_together() {
        let source = "关于做好危房改造工作的通知\n江建〔2019〕11号\n各市：\n现就有关事项通知如下。\n一、任务\n加强管理。\n江川省住房和城乡建设厅\n江川省财政厅\n2019年7月29日";
        assert_eq!(head(source)[2..4], ["江川省住房和城乡建设厅".to_owned(), "2019-07-29".to_owned()]);
    }

    #[test]
    fn a_table_at_the_head_of_the_page() {
        let source = "索引号：000014349/2021-00012\n发文机关：江川省人民政府办公厅\n成文日期：2021年03月05日\n标　　题：江川省人民政府办公厅关于加强粮食储备的意见\n发文字号：江川政办发〔2021〕9号\n发布日期：2021年03月12日\n\n一、总体要求\n略。";
        assert_eq!(
            head(source),
            ["江川省人民政府办公厅关于加强粮食储备的意见", "江川政办发〔2021〕9号", "江川省人民政府办公厅", "2021-03-05", "2021-03-12"]
        );
    }

    /// The value of a field of the head, by its name; several are joined with “|”.
    fn value(head: &Head, name: &str) -> String {
        let all = |fields: &[Field]| fields.iter().map(|field| field.value.as_str()).collect::<Vec<_>>().join("|");
        let one = |field: &Option<Field>| field.as_ref().map(|field| field.value.clone()).unwrap_or_default();
        match name {
            "title" => one(&head.title),
            "number" => one(&head.document_number),
            "issuer" => one(&head.issuer),
            "issued" => one(&head.issued),
            "published" => one(&head.published),
            "to" => all(&head.addressees),
            "from" => one(&head.in_force_from),
            "until" => one(&head.in_force_until),
            "validity" => one(&head.validity),
            "subjects" => all(&head.subjects),
            _ => panic!("{name} is no field"),
        }
    }

    /// Runs a table of snippets, each with the fields that it must have.
    fn check(table: &[(&str, &[(&str, &str)])]) {
        let mut wrong = String::new();
        for (source, fields) in table {
            let document = outline(crate::read::from_string(*source));
            for (name, expected) in *fields {
                let found = value(&document.head, name);
                if found != *expected {
                    wrong += &format!("{source}\n  {name}: {found:?}, not {expected:?}\n");
                }
            }
            for field in document.head.addressees.iter().chain(&document.head.subjects) {
                assert!(!document.text.slice(field.span).trim().is_empty(), "{source}");
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    /// A notice with this line under its title, and this sentence in its body.
    fn notice(line: &str, body: &str) -> String {
        format!(
            "江川省人民政府办公厅关于加强粮食储备的通知\n江川政办发〔2023〕9号\n\n{line}\n现就有关事项通知如下：\n一、总体要求\n{body}\n江川省人民政府办公厅\n2023年4月20日"
        )
    }

    #[test]
    fn addressees() {
        let table: &[(&str, &str)] = &[
            ("各市、县人民政府，省政府各委、厅、办：", "各市、县人民政府|省政府各委、厅、办"),
            ("各市人民政府，省政府各部门、各直属机构，各有关单位：", "各市人民政府|省政府各部门|省政府各直属机构|各有关单位"),
            (
                "各县（市、区）人民政府，市政府各部门，鹤川高新技术产业开发区管委会：",
                "各县（市、区）人民政府|市政府各部门|鹤川高新技术产业开发区管委会",
            ),
            ("省发展改革委、财政厅、商务厅：", "省发展改革委|省财政厅|省商务厅"),
            ("鹤川县人民政府：", "鹤川县人民政府"),
            ("各乡镇人民政府、街道办事处，县直各单位：", "各乡镇人民政府|各街道办事处|县直各单位"),
            ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", "各省、自治区、直辖市人民政府|国务院各部委|国务院各直属机构"),
            (
                "各省、自治区、直辖市及计划单列市工业和信息化主管部门，有关中央企业：",
                "各省、自治区、直辖市及计划单列市工业和信息化主管部门|有关中央企业",
            ),
            ("各市文化和旅游局，省文化和旅游厅、体育局：", "各市文化和旅游局|省文化和旅游厅|省体育局"),
            ("省商务厅、江川海关，各有关企业：", "省商务厅|江川海关|各有关企业"),
            ("各市州、各县（市、区）人民政府和省直有关部门：", "各市州、各县（市、区）人民政府|省直有关部门"),
            // Whoever speaks, a label, or what a sentence announces is no addressee.
            ("省政府有关部门、有关直属机构：", "省政府有关部门|省政府有关直属机构"),
            ("各位代表：", ""),
            ("责任单位：", ""),
            ("为做好相关工作，各地要做到：", ""),
            ("", ""),
        ];
        let mut wrong = String::new();
        for (line, expected) in table {
            let head = outline(crate::read::from_string(notice(line, "略。"))).head;
            if value(&head, "to") != *expected {
                wrong += &format!("{line}\n  {}\n", value(&head, "to"));
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
        check(&[
            // A colon line of the body.
            ("关于加强粮食储备的意见\n为保障粮食安全，提出以下意见。\n各市人民政府、省财政厅：\n落实责任。", &[("to", "")]),
            ("江川省储备方案\n一、责任分工\n省财政厅：安排资金。\n各市人民政府：落实责任。", &[("to", "")]),
            // A page on one line.
            (
                "江川省人民政府关于印发江川省水利规划的通知（江川政发〔2011〕7号）发布日期:2011-12-15各市、县人民政府，省政府各部门：现印发给你们。江川省人民政府二○一一年十二月六日江川省水利规划一、总体要求略。",
                &[("to", "各市、县人民政府|省政府各部门")],
            ),
            ("主送机关：各市人民政府，省财政厅\n标题：江川省人民政府关于粮食储备的通知\n正文。", &[("to", "各市人民政府|省财政厅")]),
        ]);
    }

    #[test]
    fn from_when_and_until_when_it_is_in_force() {
        let table: &[(&str, &str, &str, &str)] = &[
            ("本办法自2023年5月1日起施行，有效期5年。", "2023-05-01", "2028-04-30", "有效期5年"),
            ("本通知自印发之日起施行，有效期至2027年12月31日。", "2023-04-20", "2027-12-31", "有效期至2027年12月31日"),
            ("第二十条　本办法由省财政厅负责解释，自2023年6月1日起实施。试行期两年。", "2023-06-01", "2025-05-31", "试行期两年"),
            ("本措施自发布之日起执行，至2025年12月31日止。", "2023-04-20", "2025-12-31", ""),
            ("自2023年5月1日起施行。", "2023-05-01", "", ""),
            ("本实施细则有效期三年。", "", "2026-04-19", "有效期三年"),
            ("本政策措施实施期限为2023年1月1日至2024年12月31日。", "2023-01-01", "2024-12-31", "实施期限为2023年1月1日至2024年12月31日"),
            ("本规定自2024年3月1日起施行，有效期18个月。", "2024-03-01", "2025-08-31", "有效期18个月"),
            ("本意见有效期自2023年7月1日至2028年6月30日。", "2023-07-01", "2028-06-30", "有效期自2023年7月1日至2028年6月30日"),
            ("本方案从2023年8月1日开始执行，试行一年。", "2023-08-01", "2024-07-31", "试行一年"),
            ("以上意见，自公布之日起施行。", "", "", ""),
            ("本条例自2024年2月29日起施行，有效期一年。", "2024-02-29", "2025-02-28", "有效期一年"),
            // The term of a licence, a rate or another document is not the document's.
            ("食品经营许可证有效期5年，届满前三十日申请延续。", "", "", ""),
            ("本办法规定的资质证书，有效期为3年。", "", "", ""),
            ("本通知所列工程自2023年7月1日起实施。", "", "", ""),
            ("新的电价标准自2023年7月1日起执行。", "", "", ""),
            ("《江川省粮食条例》自2019年5月1日起施行，各地要抓好落实。", "", "", ""),
            ("本项政策有效期至2023年12月31日。", "", "", ""),
            ("营业执照、许可证应在有效期内，有效期至2024年12月31日的予以换发。", "", "", ""),
            ("失业保险降费政策执行至2024年12月31日。", "", "", ""),
            ("《江川省储备管理办法》（江政发〔2015〕3号）自2023年5月1日起废止。", "", "", ""),
            ("合同自签订之日起生效，至2025年12月31日止。", "", "", ""),
        ];
        let mut wrong = String::new();
        for (body, from, until, validity) in table {
            let head = outline(crate::read::from_string(notice("各市人民政府：", body))).head;
            let found = ["from", "until", "validity"].map(|name| value(&head, name));
            if found != [*from, *until, *validity] {
                wrong += &format!("{body}\n  {found:?}\n");
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    #[test]
    fn orders_reports_and_pages() {
        check(&[
            (
                "中华人民共和国工业和信息化部令\n第31号\n《工业节水管理办法》已经2023年3月1日工业和信息化部第2次部务会议审议通过，现予公布，自2023年6月1日起施行。\n部长　某某\n2023年4月5日\n工业节水管理办法\n第一章　总则\n第一条　为了节水，制定本办法。",
                &[
                    ("title", "工业节水管理办法"),
                    ("number", "中华人民共和国工业和信息化部令第31号"),
                    ("issuer", "工业和信息化部"),
                    ("issued", "2023-04-05"),
                    ("from", "2023-06-01"),
                    ("to", ""),
                ],
            ),
            (
                "江川省人民政府令（第123号）\n《江川省渔业管理办法》已经省人民政府第3次常务会议通过，现予公布，自2023年5月1日起施行。\n省长　某某\n2023年3月8日",
                &[
                    ("title", "江川省渔业管理办法"),
                    ("number", "江川省人民政府令第123号"),
                    ("issuer", "江川省人民政府"),
                    ("issued", "2023-03-08"),
                ],
            ),
            (
                "江川省渔业管理办法\n（2023年3月8日江川省人民政府令第123号公布　自2023年5月1日起施行）\n第一章　总则\n第一条　为了发展渔业，制定本办法。",
                &[
                    ("title", "江川省渔业管理办法"),
                    ("number", "江川省人民政府令第123号"),
                    ("issuer", "江川省人民政府"),
                    ("issued", "2023-03-08"),
                    ("from", "2023-05-01"),
                ],
            ),
            (
                "政府工作报告\n——2024年1月20日在江川省第十四届人民代表大会第二次会议上\n省长　某某\n各位代表：\n现在，我代表省人民政府报告工作。\n一、2023年工作回顾\n略。",
                &[("title", "政府工作报告"), ("issued", "2024-01-20"), ("to", "")],
            ),
            // The title calls the body by its rank alone, the signature in full.
            (
                "区人民政府办公室关于加强防汛的通知\n各乡镇人民政府：\n现通知如下。\n一、任务\n略。\n鹤川区人民政府办公室\n2023年5月4日",
                &[("issuer", "鹤川区人民政府办公室"), ("issued", "2023-05-04")],
            ),
            // The printing office signs nothing, and prints on another day.
            (
                "鹤川县人民政府关于加强防汛的通知\n鹤政发〔2023〕5号\n各乡镇人民政府：\n现通知如下。\n一、任务\n略。\n鹤川县人民政府\n2023年5月4日\n鹤川县人民政府办公室　　　　2023年5月6日印发",
                &[("issuer", "鹤川县人民政府"), ("issued", "2023-05-04")],
            ),
            (
                "关于加强防汛的通知\n各乡镇人民政府：\n现通知如下。\n一、任务\n略。\n鹤川县应急管理局办公室 2023年5月6日印发",
                &[("issuer", ""), ("issued", "")],
            ),
            (
                "索引号：000014349/2021-00012 主题分类：工业、交通\\国防科技 发文机关：江川省人民政府办公厅 成文日期：2021年03月05日 标题：江川省人民政府办公厅关于加强粮食储备的意见 发文字号：江川政办发〔2021〕9号 发布日期：2021年03月12日 有效性：有效\n各市人民政府：\n略。",
                &[
                    ("title", "江川省人民政府办公厅关于加强粮食储备的意见"),
                    ("number", "江川政办发〔2021〕9号"),
                    ("issuer", "江川省人民政府办公厅"),
                    ("issued", "2021-03-05"),
                    ("published", "2021-03-12"),
                    ("validity", "有效"),
                    ("subjects", "工业、交通|国防科技"),
                    ("to", "各市人民政府"),
                ],
            ),
            (
                "索 引 号：000/2022-3\n分　　类：农业\n发布机构：江川省农业农村厅\n效力状态：失效\n实施日期：2022-06-01\n有效期：3年\n名　　称：关于发展茶产业的通知\n\n关于发展茶产业的通知\n各市农业农村局：\n略。",
                &[
                    ("title", "关于发展茶产业的通知"),
                    ("issuer", "江川省农业农村厅"),
                    ("validity", "失效"),
                    ("from", "2022-06-01"),
                    ("until", "2025-05-31"),
                    ("subjects", "农业"),
                    ("to", "各市农业农村局"),
                ],
            ),
            (
                "关于加强防汛的通知\n各乡镇人民政府：\n现通知如下。\n一、任务\n略。\n鹤川县人民政府\n2023年5月4日\n主题词：水利　防汛　通知",
                &[("subjects", "水利|防汛|通知")],
            ),
            (
                "江川省发展和改革委员会\n江川省财政厅\n令\n第8号\n《江川省价格听证办法》已经2023年2月1日委务会议审议通过，现予发布，自2023年4月1日起施行。\n2023年2月20日",
                &[
                    ("title", "江川省价格听证办法"),
                    ("number", "江川省发展和改革委员会江川省财政厅令第8号"),
                    ("issuer", "江川省发展和改革委员会"),
                    ("from", "2023-04-01"),
                ],
            ),
            (
                "国家粮食管理局公告\n2023年第6号\n现公布《粮食质量检验规则》，自公布之日起施行。\n国家粮食管理局\n2023年9月1日",
                &[
                    ("title", "粮食质量检验规则"),
                    ("number", "国家粮食管理局公告2023年第6号"),
                    ("issuer", "国家粮食管理局"),
                    ("from", "2023-09-01"),
                ],
            ),
            (
                "| 索引号 | 000/2023-8 | 分类 | 水利；防汛 |\n| 发文机关 | 鹤川县人民政府 | 成文日期 | 2023-05-04 |\n| 有效性 | 有效 | 文号 | 鹤政发〔2023〕5号 |\n\n鹤川县人民政府关于加强防汛的通知\n各乡镇人民政府：\n略。",
                &[
                    ("issuer", "鹤川县人民政府"),
                    ("issued", "2023-05-04"),
                    ("validity", "有效"),
                    ("subjects", "水利|防汛"),
                    ("number", "鹤政发〔2023〕5号"),
                ],
            ),
            (
                "索引号：\n000/2023-8\n发文机关：\n鹤川县人民政府\n有效性：\n有效\n\n鹤川县人民政府关于加强防汛的通知\n各乡镇人民政府：\n略。",
                &[
                    ("issuer", "鹤川县人民政府"),
                    ("validity", "有效"),
                    ("to", "各乡镇人民政府"),
                    ("title", "鹤川县人民政府关于加强防汛的通知"),
                ],
            ),
            // A work that cites an order bears no number of its own.
            ("江川省渔业规划\n为落实江川省人民政府令第123号要求，制定本规划。\n一、目标\n略。", &[("number", ""), ("issuer", "")]),
            (
                "江川省税务局关于发布《江川省环境税办法》的公告\n江川省税务局公告2023年第5号\n现将《江川省环境税办法》予以发布，自2023年7月1日起施行。\n江川省税务局\n2023年6月5日",
                &[
                    ("title", "江川省环境税办法"),
                    ("number", "江川省税务局公告2023年第5号"),
                    ("issued", "2023-06-05"),
                    ("from", "2023-07-01"),
                ],
            ),
            // Words of the body are no labels.
            ("关于垃圾治理的意见\n做好垃圾分类：分类投放。\n一、任务\n略。", &[("subjects", "")]),
        ]);
    }
}
