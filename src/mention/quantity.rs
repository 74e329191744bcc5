//! Quantities: how much of what, as officials write it.
//!
//! Numbers stand in digits (GB/T 15835-2011) or Chinese numerals (二十家, 百分之六, 七大), with marks of thousands or without, as a range
//! (6%—8%, 三至五家), and are bounded by words before them (不低于, 超过, 约) and behind (以上, 左右, 以内).

use std::fmt;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use chinese_number::{ChineseCountMethod, ChineseToNumber};

use crate::text::Span;
use crate::words::CharSet;

/// A number as digits, with a decimal point where it has a fraction, without marks of thousands: `16000`, `10.5`. Exact, as the text has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(String);

impl Decimal {
    /// Takes ASCII digits with at most one decimal point among them; `None` for anything else.
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        (are_digits(whole) && are_digits(fraction)).then(|| Self(digits.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value or a range, its unit, and how it bounds what it measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// How the value bounds what it measures.
    pub comparator: Comparator,
    /// The value; the lower one of a range.
    pub value: Decimal,
    /// The upper value of a range.
    pub value_to: Option<Decimal>,
    /// The unit, as the text writes it: 亿元, %, 个百分点, 家; empty where it has none.
    pub unit: String,
}

/// `>= 16000 亿元`, `= 3..4 个`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.comparator.name(), self.value)?;
        if let Some(upper) = &self.value_to {
            write!(f, "..{upper}")?;
        }
        if self.unit.is_empty() { Ok(()) } else { write!(f, " {}", self.unit) }
    }
}

/// How a value bounds what it measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// The value itself.
    Equal,
    /// 以上, 不低于.
    AtLeast,
    /// 超过, 突破.
    MoreThan,
    /// 以内, 不超过.
    AtMost,
    /// 低于, 不到.
    LessThan,
    /// 左右, 约.
    About,
}

impl Comparator {
    /// The sign that it bears in the graph and in the lines of `extract`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
            Self::AtMost => "<=",
            Self::LessThan => "<",
            Self::About => "~",
        }
    }
}

/// A quantity in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How much.
    pub quantity: Quantity,
    /// What kind of unit it has.
    pub kind: UnitKind,
    /// All of it, the words that bound it included.
    pub span: Span,
    /// Whether the number is written in digits, not as 七大 or 千家.
    pub digits: bool,
}

impl Found {
    /// The same in the coordinates of what begins at a byte of the text.
    pub(crate) const fn behind(mut self, start: usize) -> Self {
        self.span = Span::new(self.span.start - start, self.span.end - start);
        self
    }
}

/// What a unit counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// Things one by one: 家, 个, 项.
    Tally,
    /// An amount: 亿元, 万平方米.
    Amount,
    /// A part or a multiple: %, 个百分点, 倍.
    Ratio,
}

/// Finds the quantities of a text, in its order. Dates, ordinals (第三, 前500名) and numbers without unit are none.
///
/// ```
/// # use zhengtu::mention::quantity::find;
/// let found = find("力争培育龙头企业20家以上，营业收入突破1.5万亿元");
/// assert_eq!(found.iter().map(|found| found.quantity.to_string()).collect::<Vec<_>>(), [">= 20 家", "> 1.5 万亿元"]);
/// ```
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut end = 0;
    while let Some(at) = OPENINGS.find(text, end) {
        let c = text[at..].chars().next().unwrap_or_default();
        end = at + c.len_utf8();
        // 统一, 一体化: most numerals count nothing, and what follows them tells.
        if c.is_ascii_digit() && is_date(&text[at..]) && !is_term(text, at) {
            end = at + number_run(&text[at..]);
            continue;
        }
        if !c.is_ascii_digit() && !leads_to_unit(&text[end..], c) {
            continue;
        }
        match at_start(text, at) {
            Some(quantity) => {
                end = quantity.span.end;
                found.push(quantity);
            }
            // The rest of a number that counts nothing is no number of its own.
            None => end = at + number_run(&text[at..]),
        }
    }
    found
}

fn is_numeral(c: char) -> bool {
    static NUMERALS: CharSet = CharSet::of("零〇一二两三四五六七八九十百千万亿");
    NUMERALS.contains(c)
}

/// The characters with which a number begins, or a word that stands for one.
static OPENINGS: CharSet = CharSet::of("0123456789一二两三四五六七八九十百千万翻减");

/// Whether digits are those of a date or of an ordinal, told by what follows: 2023年, 6月, 78号.
fn is_date(text: &str) -> bool {
    text[number_run(text)..].starts_with(['年', '月', '日', '号', '〕', ']', '．'])
}

/// 平均受教育年限达到11.3年: how many years something lasts.
fn is_term(text: &str, at: usize) -> bool {
    let run = number_run(&text[at..]);
    let near = text[..at].ceil_char_boundary(at.saturating_sub(48));
    run <= 4 && text[at + run..].starts_with('年') && text[near..at].contains("年限") && is_reached(text[..at].trim_end())
}

/// Whether a unit, another numeral or 分之 follows the first numeral.
fn leads_to_unit(behind: &str, first: char) -> bool {
    let Some(next) = behind.chars().next() else { return false };
    matches!(first, '翻' | '减') && matches!(next, '一' | '两' | '番' | '半') || is_numeral(next) || FOLLOWS_NUMERAL.contains(next)
}

/// The first characters of what may follow a numeral that counts something.
static FOLLOWS_NUMERAL: CharSet = CharSet::of(
    "点分余多至到个家项条座所处件名户人张台套辆艘架列班种支场部本片块间栋幢宗对口头只羽株根大次枚款组批镇村倍番成%％元美港欧吨公千克立平㎡锭亩里海厘毫米瓦兆吉度升标箱小工岁期",
);

/// The length of the digits, or of the numerals, that a text begins with.
fn number_run(text: &str) -> usize {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | ',');
    let numeral = !text.starts_with(is_digit);
    text.find(|c| if numeral { !is_numeral(c) } else { !is_digit(c) })
        .unwrap_or(text.len())
        .max(text.chars().next().map_or(1, char::len_utf8))
}

/// The units of a part or a multiple; here and below, of two that begin alike the first counts.
#[rustfmt::skip]
const RATIOS: &[&str] = &[
    "个百分点", "百分点", "%", "％", "‰", "倍", "番", "成",
];

/// The first characters of [`RATIOS`].
static START_OF_RATIOS: CharSet = CharSet::of("个百%％‰倍番成");

/// The units that measure.
#[rustfmt::skip]
const AMOUNTS: &[&str] = &[
    "元人民币", "美元", "欧元", "港元", "元", "吨标准煤", "标准煤", "吨", "公斤", "千克", "克", "立方米", "平方米", "㎡", "锭", "平方公里", "平方千米", "公顷", "亩", "公里", "千米", "海里", "厘米", "毫米", "米", "千瓦时", "千瓦", "兆瓦时", "兆瓦", "吉瓦时", "吉瓦", "千伏安", "兆伏安", "千伏", "瓦", "度", "升", "标准箱", "标箱", "TEU", "小时", "分钟", "个工作日", "工作日", "岁", "箱", "MW", "GW", "kWh", "km2", "km²", "km", "m2", "m²", "m3", "m³", "t", "担", "石", "床", "床位", "斤", "毫克", "微克", "µg", "μg", "分贝", "PFLOPS", "EFLOPS", "Tbps", "Gbps", "兆", "字节", "GB", "TB", "PB", "位点", "标方", "方",
];

/// The units that count things one by one.
#[rustfmt::skip]
const TALLIES: &[&str] = &[
    "个", "家", "项", "条", "座", "所", "处", "件", "名", "户", "人次", "人", "张", "台", "套", "辆", "艘", "架", "列", "班", "种", "支", "场次", "场", "课时", "册", "点位", "穴", "期", "部", "本", "片", "块", "间", "栋", "幢", "宗", "对", "口", "头", "只", "羽", "株", "根", "大", "次", "枚", "款", "组", "批次", "对接会", "镇街", "镇", "村",
];

/// The units of [`AMOUNTS`], and behind them those of [`TALLIES`].
static UNITS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .start_kind(StartKind::Anchored)
        .kind(Some(AhoCorasickKind::DFA))
        .build(AMOUNTS.iter().chain(TALLIES))
        .expect("the words are constants")
});

/// A unit as it stands in a text.
struct Unit<'t> {
    kind: UnitKind,
    /// The 万 of 万亩.
    scale: &'t str,
    /// The unit with what it is measured by: 元/吨.
    word: &'t str,
    /// The bytes up to its end.
    len: usize,
}

impl<'t> Unit<'t> {
    fn at_start(text: &'t str) -> Option<Self> {
        let rest = text.strip_prefix(' ').unwrap_or(text);
        let ratio = || RATIOS.iter().find(|ratio| rest.starts_with(**ratio));
        if let Some(word) = Some(rest).filter(|rest| START_OF_RATIOS.begins(rest)).and_then(|_| ratio()) {
            return Some(Self { kind: UnitKind::Ratio, scale: "", word, len: text.len() - rest.len() + word.len() });
        }
        // The shortest scale with a unit behind it.
        let scales = rest.chars().take(2).take_while(|c| matches!(c, '百' | '千' | '万' | '亿')).count();
        (0..=scales).find_map(|count| {
            let (scale, behind) = rest.split_at(count * '万'.len_utf8());
            let behind = behind.strip_prefix(' ').unwrap_or(behind);
            let found = UNITS.find(Input::new(behind).anchored(Anchored::Yes))?;
            let kind = if found.pattern().as_usize() < AMOUNTS.len() { UnitKind::Amount } else { UnitKind::Tally };
            let len = found.end() + rate(&behind[found.end()..], kind);
            Some(Self { kind, scale, word: &behind[..len], len: text.len() - behind.len() + len })
        })
    }
}

/// The length of what a unit is measured by: /吨, /万人, /kWh.
fn rate(text: &str, kind: UnitKind) -> usize {
    // 微克每立方米
    let spoken = || text.strip_prefix('每').filter(|per| kind == UnitKind::Amount && per.starts_with(['立', '升']));
    let Some(per) = text.strip_prefix('/').or_else(spoken) else { return 0 };
    let lead = text.len() - per.len();
    let scale = per.chars().next().filter(|c| matches!(c, '百' | '千' | '万')).map_or(0, char::len_utf8);
    let word = |text: &str| -> usize {
        let is_han = |c: &char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇');
        let han = text.chars().take(3).take_while(is_han).map(char::len_utf8).sum();
        let latin = || ["h", "kWh", "m3", "m³"].iter().find(|unit| text.starts_with(**unit)).map_or(0, |unit| unit.len());
        if han == 0 && kind == UnitKind::Amount { latin() } else { han }
    };
    match (word(&per[scale..]), scale) {
        (0, 0) => 0,
        // 元/万: the scale itself.
        (0, scale) => lead + scale,
        (word, scale) => lead + scale + word,
    }
}

/// The quantity whose number begins there.
fn at_start(text: &str, at: usize) -> Option<Found> {
    let (before, rest) = (&text[..at], &text[at..]);
    // 十二届三次全会 has its number, and is no third of anything.
    let ordinal = before.ends_with('届') || rest.get('一'.len_utf8()..).is_some_and(|behind| behind.starts_with("次全会"));
    if before.ends_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '第' | '前' | '.' | '/' | '〔' | '·' | '＋' | '+')) || ordinal
    {
        return None;
    }
    let folding = [("翻一番", "100"), ("翻两番", "300"), ("翻番", "100"), ("减半", "50")].iter().find(|(word, _)| rest.starts_with(word));
    if let Some((word, value)) = folding {
        let quantity =
            Quantity { comparator: Comparator::Equal, value: Decimal((*value).to_owned()), value_to: None, unit: "%".to_owned() };
        return Some(Found { quantity, kind: UnitKind::Ratio, span: Span::new(at, at + word.len()), digits: false });
    }
    let (first, mut len, digits) = number(rest)?;
    let mut upper = None;
    // 6%—8%, 3至5家: the unit may stand behind either.
    let joint = &rest[len.bytes..];
    let joint_unit = joint.len() - joint.trim_start_matches(['%', '％', '个', '家', '亿', '万', '元']).len();
    let after = &joint[joint_unit..];
    let dash = after.strip_prefix("——").or_else(|| after.strip_prefix(['—', '–', '-', '~', '～', '－', '一', '至', '到']));
    if let Some(dash) = dash
        && (digits || after.starts_with(['至', '到']))
        && let Some((second, second_len, _)) = number(dash)
        && (second_len.percent || Unit::at_start(&dash[second_len.bytes..]).is_some())
    {
        upper = Some(second);
        len = Length { bytes: rest.len() - dash.len() + second_len.bytes, percent: len.percent };
    }
    let mut behind = &rest[len.bytes..];
    let vague = ["余", "多"].iter().any(|word| behind.starts_with(word));
    if vague {
        behind = &behind['余'.len_utf8()..];
    }
    let (mut unit, kind, unit_len, scale) = if len.percent {
        ("%".to_owned(), UnitKind::Ratio, 0, 1)
    } else if digits
        && (behind.is_empty() || behind.starts_with(['，', '。', '；', '、', '（']) || bound(behind).is_some())
        && is_reached(before)
    {
        // A coefficient has no unit: 农田灌溉水有效利用系数达到0.56.
        (String::new(), UnitKind::Ratio, 0, 1)
    } else if digits && behind.starts_with('年') {
        ("年".to_owned(), UnitKind::Amount, '年'.len_utf8(), 1)
    } else {
        unit(behind, digits)?
    };
    let mut value = first;
    if unit == "成" {
        unit = "%".to_owned();
        value = times(value, 10)?;
    }
    let value = times(value, scale)?;
    let value_to = match upper {
        Some(upper) => Some(times(upper, scale)?),
        None => None,
    };
    let mut end = at + rest.len() - behind.len() + unit_len;
    let mut start = at;
    let mut comparator = if vague { Comparator::MoreThan } else { Comparator::Equal };
    let lead = before.trim_end_matches(' ');
    if END_OF_BEFORE.ends(lead)
        && let Some((word, bound)) = BEFORE.iter().find(|(word, _)| lead.ends_with(word))
    {
        comparator = *bound;
        start = lead.len() - word.len();
    }
    if let Some((word, bound)) = bound(&text[end..]) {
        comparator = *bound;
        end += word.len();
    }
    Some(Found { quantity: Quantity { comparator, value, value_to, unit }, kind, span: Span::new(start, end), digits })
}

/// Whether the words before a number say that something comes to it.
fn is_reached(before: &str) -> bool {
    [
        "达到", "达", "为", "提升为", "增加到", "增加至", "延长到", "延长至", "提高到", "提高至", "提升到", "提升至", "降到", "降至",
        "控制在", "稳定在", "保持在",
    ]
    .iter()
    .any(|verb| before.ends_with(verb))
}

/// The word behind a number that bounds it: 达到90以上.
fn bound(behind: &str) -> Option<&'static (&'static str, Comparator)> {
    if !behind.starts_with(START_OF_BEHIND) {
        return None;
    }
    BEHIND.iter().find(|(word, _)| behind.starts_with(word))
}

/// Words that bound the number behind them; the longer before the shorter that ends it.
static BEFORE: [(&str, Comparator); 26] = [
    ("不低于", Comparator::AtLeast),
    ("不少于", Comparator::AtLeast),
    ("不小于", Comparator::AtLeast),
    ("至少", Comparator::AtLeast),
    ("≥", Comparator::AtLeast),
    ("不超过", Comparator::AtMost),
    ("不高于", Comparator::AtMost),
    ("不突破", Comparator::AtMost),
    ("不大于", Comparator::AtMost),
    ("不多于", Comparator::AtMost),
    ("≤", Comparator::AtMost),
    ("超过", Comparator::MoreThan),
    ("突破", Comparator::MoreThan),
    ("高于", Comparator::MoreThan),
    ("大于", Comparator::MoreThan),
    ("多于", Comparator::MoreThan),
    ("＞", Comparator::MoreThan),
    (">", Comparator::MoreThan),
    ("低于", Comparator::LessThan),
    ("少于", Comparator::LessThan),
    ("小于", Comparator::LessThan),
    ("＜", Comparator::LessThan),
    ("<", Comparator::LessThan),
    ("大约", Comparator::About),
    ("约", Comparator::About),
    ("近", Comparator::About),
];

/// The last characters of [`BEFORE`].
static END_OF_BEFORE: CharSet = CharSet::of("于少过破约近≥≤＞>＜<");

/// Words that bound the number before them.
static BEHIND: [(&str, Comparator); 8] = [
    ("及以上", Comparator::AtLeast),
    ("（含）以上", Comparator::AtLeast),
    ("以上", Comparator::AtLeast),
    ("及以下", Comparator::AtMost),
    ("以内", Comparator::AtMost),
    ("以下", Comparator::AtMost),
    ("之内", Comparator::AtMost),
    ("左右", Comparator::About),
];

/// The first characters of [`BEHIND`].
const START_OF_BEHIND: [char; 5] = ['及', '（', '以', '之', '左'];

/// How much of a text a number takes.
#[derive(Clone, Copy)]
struct Length {
    bytes: usize,
    /// Whether it is 百分之…, which needs no unit.
    percent: bool,
}

/// The number that a text begins with, and whether it stands in digits.
fn number(text: &str) -> Option<(Decimal, Length, bool)> {
    if let Some(rest) = text.strip_prefix("百分之")
        && let Some((value, bytes, digits)) = plain_number(rest)
    {
        return Some((value?, Length { bytes: text.len() - rest.len() + bytes, percent: true }, digits));
    }
    let (value, bytes, digits) = plain_number(text)?;
    Some((value?, Length { bytes, percent: false }, digits))
}

/// The number that a text begins with (without value where its numerals make none), its length, and whether it stands in digits.
fn plain_number(text: &str) -> Option<(Option<Decimal>, usize, bool)> {
    let digits = digits_len(text);
    if digits > 0 {
        let written = &text[..digits];
        let value = match written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            true => Decimal::new(written),
            false => Decimal::new(&written.replace([',', ' '], "").replace('．', ".")),
        };
        return Some((value, digits, true));
    }
    let run = |text: &str| text.find(|c| !is_numeral(c)).unwrap_or(text.len());
    let whole = run(text);
    if whole == 0 {
        return None;
    }
    let fraction = text[whole..].strip_prefix('点').map_or(0, run);
    let numerals = &text[..if fraction > 0 { whole + '点'.len_utf8() + fraction } else { whole }];
    // 万亿 and 千 of 千亿元 belong to the unit; a numeral of its own comes before.
    let own = numerals.trim_end_matches(['万', '亿']);
    Some((numeral(if own.is_empty() { "一" } else { own }), own.len(), false))
}

/// The length of the digits that a text begins with, with marks of thousands (16,000 or 16 000) and a fraction.
fn digits_len(text: &str) -> usize {
    let run = |from: usize| text.as_bytes()[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = run(0);
    if (1..=3).contains(&end) {
        while matches!(text.as_bytes().get(end), Some(b',' | b' ')) && run(end + 1) >= 3 {
            end += 4;
        }
    }
    let point = ['.', '．'].iter().find(|point| text[end..].starts_with(**point)).map_or(0, |point| point.len_utf8());
    match if end > 0 && point > 0 { run(end + point) } else { 0 } {
        0 => end,
        fraction => end + point + fraction,
    }
}

/// The value of Chinese numerals: 二十五, 一千二百, 三点五, 万.
fn numeral(numerals: &str) -> Option<Decimal> {
    if let Some((whole, fraction)) = numerals.split_once('点') {
        let fraction: u64 = fraction.to_number(ChineseCountMethod::TenThousand).ok()?;
        return Decimal::new(&format!("{}.{fraction}", numeral(whole)?));
    }
    let counted = if numerals.starts_with(['百', '千', '万']) { format!("一{numerals}") } else { numerals.to_owned() };
    let value: u64 = counted.to_number(ChineseCountMethod::TenThousand).ok()?;
    Decimal::new(&value.to_string())
}

/// The unit that a text begins with, what it is, its length, and by what its scale multiplies: things are counted one by one (1万家 is 10000 家), amounts as they
/// are written (1.5 万亿元).
fn unit(text: &str, digits: bool) -> Option<(String, UnitKind, usize, u64)> {
    // 达1.28万亿、8200亿元: the first of a list of sums leaves 元 to the last.
    let sum = ["万亿", "亿"]
        .into_iter()
        .find(|scale| text.strip_prefix(scale).is_some_and(|rest| rest.starts_with(['、', '和', '，', '；', '。'])));
    if let Some(scale) = sum.filter(|_| digits) {
        return Some((format!("{scale}元"), UnitKind::Amount, scale.len(), 1));
    }
    let Unit { kind, scale, word, len } = Unit::at_start(text)?;
    let behind = &text[len..];
    if kind == UnitKind::Ratio {
        let unit = match word {
            "％" => "%",
            "百分点" => "个百分点",
            // 成立, 成本, 倍增: no units.
            "成" if digits || behind.starts_with(['立', '本', '为', '果', '效', '员', '功', '熟', '长', '品', '都', '套']) => {
                return None;
            }
            "倍" if behind.starts_with('增') => return None,
            "番" => return None,
            unit => unit,
        };
        return Some((unit.to_owned(), UnitKind::Ratio, len, 1));
    }
    if kind == UnitKind::Amount {
        if behind.starts_with('级') {
            return None;
        }
        // 3方面, 2度: 方 and 度 count with a scale alone.
        if matches!(word, "方" | "度" | "担" | "石" | "箱" | "兆" | "床" | "米" | "里" | "克" | "t" | "km") && scale.is_empty() && !digits
            || matches!(word, "方" | "石" | "担") && behind.starts_with(['面', '案', '向', '式', '化', '漠', '油', '材', '当'])
        {
            return None;
        }
        return Some(([scale, word].concat(), UnitKind::Amount, len, 1));
    }
    let tally = word;
    let no_unit: &[char] = match tally {
        "人" => &['民', '才', '员', '均', '口', '大', '力', '工', '社', '物', '事', '居'],
        "名" => &['单', '牌', '录', '优', '品', '称', '镇', '特', '胜'],
        "部" => &['门', '委', '分', '署', '队'],
        "组" => &['织', '长', '建', '成'],
        "大" => &['型', '力', '数', '会', '幅', '量', '学', '桥', '道', '厅', '于', '约', '棚', '湾'],
        "家" => &['庭', '政', '属', '具', '电'],
        "户" => &['外', '籍', '口'],
        "处" => &['理', '室', '置', '级'],
        "期" if !digits => return None,
        "期" => &['间', '限', '望', '末'],
        "次" => &['会', '日', '年'],
        "口" => &['岸', '径'],
        "条" => &['例', '件'],
        "期末" => &[],
        "套" => &['餐'],
        "台" => &['阶', '账', '湾'],
        "件" => &[],
        "村" => &['庄', '民', '级', '企'],
        "镇" => &['级', '村'],
        "场" => &['所', '地', '景', '馆'],
        "班" => &['子', '组'],
        "只" => &['有', '能', '要'],
        "本" => &['级', '科', '地', '市', '省', '县', '区', '年', '着', '法', '办'],
        "片" => &['区'],
        "对" => &[],
        "头" => &['等'],
        _ => &[],
    };
    // 3家具有…: behind digits, a word that begins with the unit is rare.
    if behind.starts_with(no_unit) && (!digits || matches!(tally, "人" | "部" | "户" | "本")) {
        return None;
    }
    let counted_one_by_one = !matches!(tally, "头" | "只" | "羽" | "株" | "次" | "台" | "辆" | "套" | "件" | "张");
    let factor = match scale {
        "" => 1,
        "百" => 100,
        "千" => 1000,
        "万" if counted_one_by_one => 10_000,
        _ => return Some(([scale, tally].concat(), UnitKind::Tally, len, 1)),
    };
    Some((tally.to_owned(), UnitKind::Tally, len, factor))
}

/// A number times a power of ten, exactly.
fn times(value: Decimal, factor: u64) -> Option<Decimal> {
    let mut zeros = factor.ilog10() as usize;
    if zeros == 0 {
        return Some(value);
    }
    let (whole, fraction) = value.0.split_once('.').unwrap_or((&value.0, ""));
    let moved = zeros.min(fraction.len());
    let mut digits = format!("{whole}{}", &fraction[..moved]);
    zeros -= moved;
    digits.extend(std::iter::repeat_n('0', zeros));
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let rest = &fraction[moved..];
    Decimal::new(&if rest.is_empty() { digits.to_owned() } else { format!("{digits}.{rest}") })
}
