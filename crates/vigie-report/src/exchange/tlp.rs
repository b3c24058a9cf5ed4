//! How far something may be passed on: the Traffic Light Protocol 2.0 (<https://www.first.org/tlp/>).

use std::fmt;
use std::str::FromStr;

/// How far an export may be passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tlp {
    /// Everyone.
    Clear,
    /// The community.
    Green,
    /// The recipient's organisation and its clients, where they need it.
    #[default]
    Amber,
    /// The recipient's organisation alone.
    AmberStrict,
    /// The recipients alone.
    Red,
}

impl Tlp {
    /// Every level.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// The word used in options, in STIX and in MISP.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber+strict",
            Self::Red => "red",
        }
    }

    /// As it is written on a document.
    pub(super) fn label(self) -> String {
        format!("TLP:{}", self.name().to_uppercase())
    }
}

impl fmt::Display for Tlp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Tlp {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|tlp| tlp.name() == text)
            .ok_or_else(|| format!("`{text}` is not a level of TLP 2.0; use one of {known}"))
    }
}
