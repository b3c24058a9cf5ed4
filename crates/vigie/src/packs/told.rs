//! What became of packs, told.

use serde::Serialize;
use vigie_model::{Message, visible};
use vigie_packs::{Became, Comparison, Item, Outcome, PackError, Pulled};
use vigie_text::Texts;

use crate::failure::Failure;
use crate::screen::Screen;

/// Indicators told one by one of each list; `--json` has all.
const TOLD: usize = 40;

/// What became of an origin.
#[derive(Debug, Serialize)]
pub(crate) struct OriginTold {
    /// Its name.
    pub(crate) name: String,
    /// Its address.
    pub(crate) place: String,
    /// Pack by pack.
    pub(crate) packs: Vec<PackTold>,
    /// What else there is to say.
    pub(crate) notes: Vec<String>,
    /// Why nothing was pulled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}

/// What became of a pack.
#[derive(Debug, Serialize)]
pub(crate) struct PackTold {
    /// Its name.
    pub(crate) name: String,
    /// `new`, `changed`, `same`, `not-listed`, `refused`.
    pub(crate) became: &'static str,
    /// In words.
    pub(crate) told: String,
    /// What changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) changes: Option<Comparison>,
}

impl OriginTold {
    /// Of a pull.
    pub(crate) fn new(name: &str, place: &str, pulled: Result<Pulled, PackError>, texts: &Texts) -> Self {
        let mut told =
            Self { name: name.to_owned(), place: place.to_owned(), packs: Vec::new(), notes: Vec::new(), error: None };
        match pulled {
            Ok(pulled) => {
                told.packs.extend(pulled.outcomes.into_iter().map(|outcome| pack(outcome, texts)));
                told.notes.extend(pulled.notes.iter().map(|note| texts.message(note)));
            }
            Err(error) => told.error = Some(texts.message(&error.message())),
        }
        told
    }

    /// Of an origin that could not be asked.
    pub(crate) fn failed(name: &str, place: &str, error: String) -> Self {
        let (packs, notes) = (Vec::new(), Vec::new());
        Self { name: name.to_owned(), place: place.to_owned(), packs, notes, error: Some(error) }
    }

    /// Whether something that was asked for was not done.
    pub(crate) fn is_refused(&self) -> bool {
        self.error.is_some() || self.packs.iter().any(|pack| pack.became == "refused")
    }

    /// On the screen. Packs that are the same are counted.
    pub(crate) fn write(&self, screen: &mut Screen, texts: &Texts) {
        screen.line(&format!("{}  {}", screen.bold(&visible(&self.name)), visible(&self.place)));
        if let Some(error) = &self.error {
            screen.paragraph("! ", 2, error);
        }
        let mut same = 0;
        for pack in &self.packs {
            match pack.became {
                "same" => same += 1,
                "refused" | "not-listed" => screen.paragraph("! ", 2, &pack.told),
                _ => screen.paragraph("  ", 2, &pack.told),
            }
        }
        if same > 0 {
            screen.paragraph("  ", 2, &texts.count("packs-same", &[("count", same)]));
        }
        for note in &self.notes {
            screen.paragraph("  ", 2, note);
        }
    }
}

fn pack(outcome: Outcome, texts: &Texts) -> PackTold {
    let of = |id: &str| Message::new(id).arg("name", outcome.name.as_str());
    let (became, message) = match &outcome.became {
        Became::New { indicators, .. } => ("new", of("packs-new").arg("indicators", indicators.to_string())),
        Became::Changed { changes, .. } => (
            "changed",
            of("packs-changed")
                .arg("added", changes.added.len().to_string())
                .arg("removed", changes.removed.len().to_string())
                .arg("changed", changes.changed.len().to_string()),
        ),
        Became::Same => ("same", of("packs-is-same")),
        Became::NotListed => ("not-listed", of("packs-not-listed")),
        Became::Refused(why) => ("refused", of("packs-refused").arg("why", texts.message(why))),
    };
    let mut told = texts.message(&message);
    let unusable = match &outcome.became {
        Became::New { unusable, .. } | Became::Changed { unusable, .. } => *unusable,
        _ => 0,
    };
    if unusable > 0 {
        told = format!("{told} {}", texts.count("packs-unusable", &[("count", unusable)]));
    }
    let changes = match outcome.became {
        Became::Changed { changes, .. } => Some(changes),
        _ => None,
    };
    PackTold { name: outcome.name, became, told, changes }
}

/// What differs between two packs.
pub(crate) fn comparison(of: &Comparison, screen: &mut Screen, texts: &Texts) {
    let counts = [
        ("added", of.added.len() as u64),
        ("removed", of.removed.len() as u64),
        ("changed", of.changed.len() as u64),
        ("same", of.same),
    ];
    screen.paragraph("", 0, &texts.count("packs-diff-counts", &counts));
    for (mark, list) in [("+", &of.added), ("-", &of.removed), ("~", &of.changed)] {
        for item in list.iter().take(TOLD) {
            screen.paragraph(&format!("{mark} "), 4, &item_told(item, texts));
        }
        if list.len() > TOLD {
            let more = Message::new("verify-more").arg("more", (list.len() - TOLD).to_string());
            screen.paragraph("  ", 4, &texts.message(&more));
        }
    }
}

fn item_told(item: &Item, texts: &Texts) -> String {
    let mut text = format!("{} {}", item.kind, visible(&item.value));
    let names: Vec<&str> = item.says.malware.iter().map(String::as_str).collect();
    if !names.is_empty() {
        text = format!("{text} ({})", visible(&names.join(", ")));
    }
    if item.says.revoked {
        text = format!("{text}, {}", texts.get("indicators-revoked"));
    }
    text
}

/// A failure of the whole command.
pub(crate) fn failure(error: &PackError) -> Failure {
    let todo = match error {
        PackError::Fetch(_) | PackError::NotThere(_) => "todo-packs-fetch",
        PackError::Hash { .. }
        | PackError::Signature { .. }
        | PackError::Unsigned(_)
        | PackError::Downgrade { .. }
        | PackError::Older { .. } => "todo-packs-not-trusted",
        PackError::Collections { .. } => "todo-packs-collections",
        PackError::Taken(_) => "todo-packs-name",
        PackError::Busy(_) => "todo-packs-busy",
        PackError::Store { .. } => "todo-packs-store",
        PackError::Unknown(_) => "todo-packs-unknown",
        _ => "todo-packs-nothing-changed",
    };
    Failure::new(error.message(), todo)
}
