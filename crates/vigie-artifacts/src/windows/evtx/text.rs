//! A text of an event, left where it stands in its chunk until somebody asks for it: most of what events say is never
//! asked for.

use std::borrow::Cow;

use vigie_model::Timestamp;

use super::value::{Value, render};

/// The key of a text in UTF-16: see [`Text::key`].
pub(super) fn key(units: impl Iterator<Item = u16>) -> u64 {
    // FNV-1a, by units.
    let mut key: u64 = 0xcbf2_9ce4_8422_2325;
    for unit in units {
        key = (key ^ u64::from(unit)).wrapping_mul(0x0100_0000_01b3);
    }
    key
}

/// Whether units are those of a text in ASCII, to their first NUL.
fn are(units: &[[u8; 2]], text: &str, same: impl Fn(u8, u8) -> bool) -> bool {
    let Some((head, rest)) = units.split_at_checked(text.len()) else { return false };
    if rest.first().is_some_and(|unit| *unit != [0, 0]) {
        return false;
    }
    let mut bytes = text.bytes();
    for [low, high] in head {
        if *high != 0 || bytes.next().is_none_or(|byte| !same(*low, byte)) {
            return false;
        }
    }
    true
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub(crate) enum Text<'c> {
    /// No text at all.
    #[default]
    Nothing,
    /// One value.
    At(Value<'c>),
    /// Several values, written out.
    Made(String),
}

impl<'c> Text<'c> {
    /// With a value behind it.
    #[inline]
    pub(super) fn add(&mut self, value: Value<'c>) {
        if value.is_empty() {
            return;
        }
        match self {
            Self::Nothing => *self = Self::At(value),
            Self::At(first) => {
                let mut text = String::new();
                render(*first, &mut text);
                render(value, &mut text);
                *self = Self::Made(text);
            }
            Self::Made(text) => render(value, text),
        }
    }

    /// Whether it says nothing.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// Whether it is this text, which is ASCII.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.units().map_or_else(|| self.written() == text, |units| are(units, text, |a, b| a == b))
    }

    /// The same in any case.
    pub(crate) fn is_like(&self, text: &str) -> bool {
        let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b);
        self.units().map_or_else(|| self.written().eq_ignore_ascii_case(text), |units| are(units, text, same))
    }

    /// Its units, where it is one text of its chunk. It ends at the first NUL.
    #[inline]
    fn units(&self) -> Option<&'c [[u8; 2]]> {
        if let Self::At(value) = self { value.units() } else { None }
    }

    /// What texts that are alike have in common, and nearly no others.
    pub(super) fn key(&self) -> u64 {
        key(self.written().encode_utf16())
    }

    /// Written out.
    pub(crate) fn written(&self) -> Cow<'_, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Made(text) => Cow::Borrowed(text),
            Self::At(value) => {
                let mut text = value.room();
                render(*value, &mut text);
                Cow::Owned(text)
            }
        }
    }

    /// The same without white space around it; `None` where nothing is left, or the dash that Windows writes for nothing.
    pub(super) fn trimmed(&self) -> Option<String> {
        let mut text = self.written().into_owned();
        if !matches!(text.as_bytes(), [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic()) {
            let trimmed = text.trim();
            if trimmed.is_empty() || trimmed == "-" {
                return None;
            }
            if trimmed.len() < text.len() {
                text = trimmed.to_owned();
            }
        }
        Some(text)
    }

    /// Whether there is something then.
    pub(super) fn says_something(&self) -> bool {
        let plain = |unit: &[u8; 2]| matches!(unit, [b'.'..=b'~', 0]);
        self.units().and_then(<[_]>::first).is_some_and(plain) || self.trimmed().is_some()
    }

    /// As a number, decimal or after `0x`.
    pub(super) fn number(&self) -> Option<u64> {
        if let Self::At(value) = self
            && let Some(number) = value.number()
        {
            return Some(number);
        }
        let text = self.written();
        let text = text.trim();
        match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        }
    }

    /// As a decimal number.
    pub(super) fn decimal(&self) -> Option<u32> {
        match self {
            Self::At(value) if value.is_decimal() => u32::try_from(value.number()?).ok(),
            _ => self.written().trim().parse().ok(),
        }
    }

    /// As a time in RFC 3339.
    pub(super) fn time(&self) -> Option<Timestamp> {
        match self {
            Self::At(value) if value.is_time() => value.time(),
            _ => Timestamp::parse_rfc3339(&self.written()),
        }
    }
}
