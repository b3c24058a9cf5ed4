//! A text of an event, left where it stands in its chunk until somebody asks for it: most of what events say is never
//! asked for.

use std::borrow::Cow;

use vigie_model::Timestamp;

use super::value::{Value, render};

/// The key of a text in UTF-16: see [`Text::key`]. A name that is asked for is ASCII.
pub(super) fn key(units: impl Iterator<Item = u16>) -> u64 {
    // FNV-1a, by units.
    units.fold(0xcbf2_9ce4_8422_2325, |key, unit| (key ^ u64::from(unit)).wrapping_mul(0x0100_0000_01b3))
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
        match self.units() {
            Some(units) => {
                units.len() == text.len() && units.iter().zip(text.bytes()).all(|(unit, byte)| *unit == [byte, 0])
            }
            None => self.written() == text,
        }
    }

    /// The same in any case.
    pub(crate) fn is_like(&self, text: &str) -> bool {
        let same = |([low, high], byte): (&[u8; 2], u8)| *high == 0 && low.eq_ignore_ascii_case(&byte);
        match self.units() {
            Some(units) => units.len() == text.len() && units.iter().zip(text.bytes()).all(same),
            None => self.written().eq_ignore_ascii_case(text),
        }
    }

    /// Its units to the first NUL, where it is one text of its chunk.
    fn units(&self) -> Option<&'c [[u8; 2]]> {
        let Self::At(value) = self else { return None };
        let units = value.units()?;
        // Names have no NUL at all, other texts at most one, at their end.
        match units.iter().position(|unit| *unit == [0, 0]) {
            Some(end) => units.get(..end),
            None => Some(units),
        }
    }

    /// What texts that are alike have in common, and nearly no others.
    pub(super) fn key(&self) -> u64 {
        match self.units() {
            Some(units) => key(units.iter().map(|unit| u16::from_le_bytes(*unit))),
            None => key(self.written().encode_utf16()),
        }
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
        let units = if let Self::At(value) = self { value.units() } else { None };
        units.and_then(<[_]>::first).is_some_and(plain) || self.trimmed().is_some()
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
