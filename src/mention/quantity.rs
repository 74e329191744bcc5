//! Quantities: how much of what, as officials write it.

use std::fmt;

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
