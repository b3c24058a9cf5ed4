//! `vigie diff`: two cases of one device, what is new and what is gone.

use std::path::Path;

use vigie_case::{Case, Change, Comparison, Inventory, Item, SameDevice, Telling, Things, compare};
use vigie_model::{Message, visible};
use vigie_text::Texts;

use crate::cli::Diff;
use crate::failure::Failure;
use crate::screen::{Screen, write_out};

const EXIT_DIFFERS: u8 = 1;
/// Items of one list told on the screen; `--json` has all.
const TOLD: usize = 30;

/// Compares two cases.
pub(crate) fn diff(options: &Diff, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let first = Case::read(&options.first).map_err(Failure::from)?;
    let second = Case::read(&options.second).map_err(Failure::from)?;
    for (case, path) in [(&first, &options.first), (&second, &options.second)] {
        // Hashes under different keys would all look new and gone, and the device another.
        if case.file.redacted.is_some() {
            let what = Message::new("err-redacted-diff").arg("path", path.display().to_string());
            return Err(Failure::new(what, "todo-redacted-diff").into());
        }
    }
    let folders: [&Path; 2] = [&options.first, &options.second];
    let comparison = compare(&first, &second, folders).map_err(Failure::from)?;
    if options.json {
        let things: Vec<_> = comparison
            .things
            .iter()
            .map(|(kind, artifact, of)| serde_json::json!({ "kind": kind, "artifact": artifact, "comparison": of }))
            .collect();
        let told = serde_json::json!({
            "schema": "vigie-diff/1", "first": options.first, "second": options.second,
            "same_device": comparison.same_device, "findings": comparison.findings, "programs": comparison.programs,
            "programs_are_all": comparison.programs_are_all, "things": things,
        });
        let mut bytes = serde_json::to_vec_pretty(&told)?;
        bytes.push(b'\n');
        write_out(&bytes)?;
    } else {
        let mut screen = Screen::new(no_color);
        told(&comparison, [&first, &second], &mut screen, texts);
        screen.show()?;
    }
    Ok(if comparison.differs() { EXIT_DIFFERS } else { 0 })
}

/// When the device was as a case shows it. Where the evidence does not say when it was made, nobody knows: the time of
/// the examination may be years later.
fn as_of(case: &Case, texts: &Texts) -> String {
    let (id, at) = match case.file.evidence.made {
        Some(made) => ("diff-made", made),
        None => ("diff-made-unknown", case.file.examined_at),
    };
    texts.message(&Message::new(id).arg("at", at.to_string()))
}

fn told(of: &Comparison, cases: [&Case; 2], screen: &mut Screen, texts: &Texts) {
    let [first, second] = cases.map(|case| as_of(case, texts));
    let message = Message::new("diff-times").arg("first", first).arg("second", second);
    screen.paragraph("", 0, &texts.message(&message));
    let [first, second] = cases.map(|case| case.file.evidence.made);
    if second.zip(first).is_some_and(|(second, first)| second < first) {
        screen.paragraph("! ", 2, &texts.get("diff-order"));
    }
    match of.same_device {
        SameDevice::Yes => {}
        SameDevice::No => screen.paragraph("! ", 2, &texts.get("diff-other-device")),
        SameDevice::Unknown => screen.paragraph("! ", 2, &texts.get("diff-device-unknown")),
    }
    screen.line("");
    let finding = |item: &Item<vigie_case::ToldFinding>| {
        let level = texts.get(&format!("level-{}", item.of.level));
        format!("{level} · {}", item.of.sentences_in(texts).0)
    };
    change("diff-findings", &of.findings, finding, screen, texts);
    let program =
        |item: &Item<vigie_case::ProgramRow>| visible(item.of.path.as_deref().unwrap_or(&item.of.name)).into_owned();
    change("diff-programs", &of.programs, program, screen, texts);
    if !of.programs_are_all {
        screen.paragraph("  ", 2, &texts.get("diff-programs-not-kept"));
    }
    for (kind, artifact, inventory) in &of.things {
        let id = match kind {
            Things::Applications => "diff-applications",
            Things::Profiles => "diff-profiles",
        };
        let heading = |screen: &mut Screen| screen.line(&screen.bold(&texts.get(id)));
        match inventory {
            Inventory::Compared(things) => {
                change(id, things, |item| visible(&item.of.summary).into_owned(), screen, texts);
            }
            Inventory::NotKept => {
                heading(screen);
                screen.paragraph("  ", 2, &texts.get("diff-not-kept"));
            }
            Inventory::NotExamined => {
                heading(screen);
                let name = texts.get(&format!("artifact-{artifact}-name"));
                screen.paragraph("  ", 2, &texts.message(&Message::new("diff-not-examined").arg("artifact", name)));
            }
        }
    }
}

/// One list: what is new, what is gone, how much is in both.
fn change<T>(id: &str, of: &Change<T>, line: impl Fn(&Item<T>) -> String, screen: &mut Screen, texts: &Texts) {
    screen.line(&screen.bold(&texts.get(id)));
    let same = Message::new("diff-same").arg("count", of.same.to_string());
    for (mark, items) in [("+ ", &of.new), ("- ", &of.gone)] {
        for item in items.iter().take(TOLD) {
            screen.paragraph(&format!("  {mark}"), 4, &line(item));
            let why = match item.telling {
                Telling::Comparable => continue,
                Telling::NotExamined => "diff-item-not-examined",
                Telling::OtherRules => "diff-item-other-rules",
            };
            screen.paragraph("    ", 4, &texts.get(why));
        }
        if items.len() > TOLD {
            let more = Message::new("verify-more").arg("more", (items.len() - TOLD).to_string());
            screen.paragraph("  ", 2, &texts.message(&more));
        }
    }
    if of.is_empty() {
        screen.paragraph("  ", 2, &texts.get("diff-nothing"));
    }
    screen.paragraph("  ", 2, &texts.message(&same));
}
