//! `vigie custody`: who did what with a case, told and continued.

use std::path::Path;

use vigie_case::custody::{Act, CUSTODY, Chain, Entry, Event, append};
use vigie_model::Message;
use vigie_text::Texts;

use crate::check::clock;
use crate::cli::Custody;
use crate::failure::Failure;
use crate::screen::{Screen, write_out};

/// A chain with a line that does not hold is shown, and this is the answer.
const EXIT_DIFFERS: u8 = 1;

/// Shows custody, or adds to it.
pub(crate) fn custody(what: &Custody, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    match what {
        Custody::Add { case, what, who } => {
            let mut event = Event::new(clock(), who.as_deref(), Act::Noted);
            event.text = Some(what.clone());
            let entry = append(case, event).map_err(Failure::from)?;
            let told = Message::new("custody-added").arg("line", entry.n.to_string()).arg("hash", entry.hash);
            crate::tell(&texts.message(&told));
            Ok(0)
        }
        Custody::Show { case, json } => show(case, *json, texts, no_color),
    }
}

fn show(case: &Path, json: bool, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let chain = Chain::read(case).map_err(Failure::from)?;
    let code = if chain.doubts.is_empty() { 0 } else { EXIT_DIFFERS };
    if json {
        let doubts: Vec<_> =
            chain.doubts.iter().map(|(line, doubt)| serde_json::json!({ "line": line, "what": doubt })).collect();
        let mut entries = Vec::new();
        for entry in &chain.entries {
            let mut told = serde_json::to_value(entry)?;
            if let Some(told) = told.as_object_mut() {
                told.insert("hash".to_owned(), entry.hash.clone().into());
            }
            entries.push(told);
        }
        let told = serde_json::json!({ "schema": "vigie-custody/1", "entries": entries, "doubts": doubts });
        let mut bytes = serde_json::to_vec_pretty(&told)?;
        bytes.push(b'\n');
        write_out(&bytes)?;
        return Ok(code);
    }
    let mut screen = Screen::new(no_color);
    for entry in &chain.entries {
        let sure = if chain.believes(entry.n) { "" } else { "! " };
        screen.paragraph(&format!("{sure}{:>3}  ", entry.n), 5 + sure.len(), &line(entry, texts));
    }
    for (number, _) in &chain.doubts {
        let told = Message::new("custody-doubt").arg("line", number.to_string()).arg("file", CUSTODY);
        screen.paragraph("", 0, &texts.message(&told));
    }
    screen.show()?;
    Ok(code)
}

/// One entry in words.
fn line(entry: &Entry, texts: &Texts) -> String {
    let event = &entry.event;
    let who = event.who.clone().unwrap_or_else(|| texts.get("custody-nobody"));
    let mut message = Message::new(format!("custody-{}", event.what.name().replace('_', "-")))
        .arg("text", event.text.clone().unwrap_or_default())
        .arg("evidence", event.evidence.clone().unwrap_or_default());
    if let Some(file) = &event.file {
        message = message.arg("file", file.name.as_str()).arg("sha256", file.sha256.as_str());
    } else {
        message = message.arg("file", "").arg("sha256", "");
    }
    if let Some(redacted) = &event.redacted {
        let of = redacted.of.clone().unwrap_or_else(|| "-".to_owned());
        message = message.arg("level", redacted.level.name()).arg("of", of);
    }
    if let Some(shared) = &event.shared {
        message = message.arg("level", shared.level.name()).arg("sha256", shared.sha256.as_str());
        message = message.arg("tlp", shared.tlp.to_uppercase()).arg("to", shared.to.join(", "));
    }
    let what = texts.message(&message);
    texts.message(&Message::new("custody-line").arg("at", event.at.to_string()).arg("who", who).arg("what", what))
}
