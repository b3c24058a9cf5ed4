//! A text in English and French. The register holds both, so that whoever tells it chooses.

use serde::{Deserialize, Serialize};

/// The two languages of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// English.
    En,
    /// French.
    Fr,
}

/// A text in both languages. In the data files a proper name that is the same in both stands once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Words {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Same(String),
    #[serde(rename_all = "lowercase")]
    Both {
        en: String,
        fr: String,
    },
}

impl From<Written> for Words {
    fn from(written: Written) -> Self {
        match written {
            Written::Same(text) => Self { en: text.clone(), fr: text },
            Written::Both { en, fr } => Self { en, fr },
        }
    }
}

impl Words {
    /// The text in a language.
    pub fn get(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::En => &self.en,
            Tongue::Fr => &self.fr,
        }
    }
}
