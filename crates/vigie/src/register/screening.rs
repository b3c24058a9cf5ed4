//! `vigie register screen`: one name, or a file with one name per line.

use std::path::Path;

use serde::Serialize;
use vigie_model::{Message, visible};
use vigie_register::{Match, NameFrom, Register, Screener, Screening, View};

use super::print_json;
use super::teller::Teller;
use crate::failure::Failure;

/// Matches were found.
const EXIT_MATCHES: u8 = 1;

/// A name of the list, with what it may stand for.
#[derive(Serialize)]
struct Screened<'s> {
    /// Line of the file; nothing for a name given on the command line.
    line: Option<usize>,
    name: String,
    matches: Vec<Match<'s>>,
}

#[derive(Serialize)]
struct Answer<'s> {
    as_of: String,
    threshold: u8,
    names: usize,
    /// Lines that are not UTF-8 and were not screened.
    unreadable: Vec<usize>,
    screened: Vec<Screened<'s>>,
}

pub(super) fn screen(
    what: &str,
    how: Screening,
    register: &Register,
    view: View<'_>,
    json: bool,
    mut teller: Teller<'_>,
) -> anyhow::Result<u8> {
    let path = Path::new(what);
    let (names, unreadable) = if path.is_file() { read(path)? } else { (vec![(None, what.to_owned())], Vec::new()) };
    let screener = Screener::new(register, view, how);
    let count = names.len();
    let found: Vec<Screened<'_>> = names
        .into_iter()
        .map(|(line, name)| Screened { line, matches: screener.screen(&name), name })
        .filter(|one| !one.matches.is_empty())
        .collect();
    let code = if found.is_empty() { 0 } else { EXIT_MATCHES };
    let answer =
        Answer { as_of: view.day().to_string(), threshold: how.threshold, names: count, unreadable, screened: found };
    if json {
        print_json(&answer)?;
        return Ok(code);
    }
    tell(&mut teller, &answer);
    teller.finish()?;
    Ok(code)
}

/// A line of a list and its number.
type Line = (Option<usize>, String);

/// The names of a file, one per line; empty lines and those that begin with `#` are left out.
fn read(path: &Path) -> anyhow::Result<(Vec<Line>, Vec<usize>)> {
    let bytes = std::fs::read(path).map_err(|error| {
        let what = Message::new("err-unreadable").arg("path", path.display().to_string());
        Failure::new(what.arg("detail", error.to_string()), "todo-unreadable")
    })?;
    let (mut names, mut unreadable) = (Vec::new(), Vec::new());
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        match std::str::from_utf8(line) {
            Ok(line) => {
                let name = line.trim().trim_start_matches('\u{feff}');
                if !name.is_empty() && !name.starts_with('#') {
                    names.push((Some(at + 1), name.to_owned()));
                }
            }
            Err(_) => unreadable.push(at + 1),
        }
    }
    Ok((names, unreadable))
}

fn tell(teller: &mut Teller<'_>, answer: &Answer<'_>) {
    let numbers = [("names", answer.names.to_string()), ("matched", answer.screened.len().to_string())];
    let numbers: Vec<(&str, &str)> = numbers.iter().map(|(name, number)| (*name, number.as_str())).collect();
    let title = teller.fill("register-screen-title", &numbers);
    teller.title(&title);
    for one in &answer.screened {
        let line = one.line.map(|line| format!("{line}: ")).unwrap_or_default();
        let name = teller.screen.bold(&format!("{line}{}", visible(&one.name)));
        teller.screen.line("");
        teller.screen.line(&name);
        for found in &one.matches {
            tell_match(teller, found);
        }
    }
    if !answer.unreadable.is_empty() {
        let lines: Vec<String> = answer.unreadable.iter().take(20).map(ToString::to_string).collect();
        let text = teller.fill("register-screen-unreadable", &[("lines", &lines.join(", "))]);
        teller.screen.line("");
        teller.screen.paragraph("", 0, &text);
    }
    let text = teller.get("register-screen-caveat");
    teller.screen.line("");
    teller.screen.paragraph("", 0, &text);
}

fn tell_match(teller: &mut Teller<'_>, found: &Match<'_>) {
    let listed = if found.listed { "register-in-force" } else { "register-no-listing-in-force" };
    let name = teller.words(&found.of.name);
    let text = format!("{name} ({}) · {}", found.of.of, teller.get(listed));
    teller.screen.paragraph(&format!("  {:>3}  ", found.score), 7, &text);
    let from = match found.reason.from {
        NameFrom::Name => "register-screen-name",
        NameFrom::Alias => "register-screen-alias",
        NameFrom::Former => "register-screen-former",
    };
    let mut why = vec![teller.fill(from, &[("name", &found.reason.name)])];
    if found.reason.identical {
        why.push(teller.get("register-screen-identical"));
    } else {
        let pairs: Vec<String> =
            found.reason.pairs.iter().map(|(a, b, likeness)| format!("{a} ~ {b} {likeness}")).collect();
        if !pairs.is_empty() {
            why.push(teller.fill("register-screen-pairs", &[("pairs", &pairs.join(", "))]));
        }
        if !found.reason.unpaired.is_empty() {
            why.push(teller.fill("register-screen-unpaired", &[("words", &found.reason.unpaired.join(", "))]));
        }
    }
    if found.reason.transliterated {
        why.push(teller.get("register-screen-transliterated"));
    }
    teller.screen.paragraph("       ", 7, &why.join(" "));
    for told in found.listings {
        teller.claim(told);
    }
    let above: Vec<String> = found
        .above
        .iter()
        .map(|above| {
            let mark = if above.listed { format!(" ({})", teller.get("register-in-force")) } else { String::new() };
            format!("{}{mark}", teller.words(&above.of.name))
        })
        .collect();
    if !above.is_empty() {
        let text = teller.fill("register-screen-above", &[("list", &above.join(", "))]);
        teller.screen.paragraph("       ", 7, &text);
    }
}
