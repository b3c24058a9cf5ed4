//! `vigie register screen`: one name, a file with one name per line, or a column of a table.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde::Serialize;
use vigie_model::{Message, visible};
use vigie_register::{ImportError, Match, NameFrom, Screener, Screening, SheetRow, View, sheet};

use super::print_json;
use super::teller::Teller;
use crate::failure::Failure;

/// Matches were found.
const EXIT_MATCHES: u8 = 1;
/// Lines that are named on a screen; JSON has them all.
const NAMED_LINES: usize = 20;

/// A name of the list, with what it may stand for.
#[derive(Serialize)]
struct Screened<'s> {
    /// Line of the file; nothing for a name given on the command line.
    line: Option<u64>,
    name: String,
    /// The other columns of its row, each with its name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    carried: Vec<(String, String)>,
    matches: Vec<Match<'s>>,
}

#[derive(Serialize)]
struct Answer<'s> {
    as_of: String,
    threshold: u8,
    names: usize,
    /// Lines that are not UTF-8, or no whole row of the table, and were not screened.
    unreadable: Vec<u64>,
    /// Rows of the table without a name.
    nameless: Vec<u64>,
    screened: Vec<Screened<'s>>,
}

/// A name with its line and the other columns of its row.
type Asked = (Option<u64>, String, Vec<(String, String)>);

/// What a list holds: names with their lines and other columns, and what of it is none.
#[derive(Default)]
struct List {
    names: Vec<Asked>,
    unreadable: Vec<u64>,
    nameless: Vec<u64>,
}

pub(super) fn screen(
    what: &str,
    column: Option<&str>,
    how: Screening,
    view: View<'_>,
    json: bool,
    mut teller: Teller<'_>,
) -> anyhow::Result<u8> {
    let path = Path::new(what);
    let list = match column {
        Some(column) => table(path, column)?,
        None if path.is_file() => lines(path)?,
        None => List { names: vec![(None, what.to_owned(), Vec::new())], ..List::default() },
    };
    let screener = Screener::new(view.register(), view, how);
    let names = list.names.len();
    let found: Vec<Screened<'_>> = list
        .names
        .into_iter()
        .map(|(line, name, carried)| Screened { line, matches: screener.screen(&name), name, carried })
        .filter(|one| !one.matches.is_empty())
        .collect();
    let code = if found.is_empty() { 0 } else { EXIT_MATCHES };
    let answer = Answer {
        as_of: view.day().to_string(),
        threshold: how.threshold,
        names,
        unreadable: list.unreadable,
        nameless: list.nameless,
        screened: found,
    };
    if json {
        print_json(&answer)?;
        return Ok(code);
    }
    tell(&mut teller, &answer);
    teller.finish()?;
    Ok(code)
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    let what = Message::new("err-unreadable").arg("path", path.display().to_string());
    Failure::new(what.arg("detail", error.to_string()), "todo-unreadable")
}

/// The names of a file, one per line; empty lines and those that begin with `#` are left out.
fn lines(path: &Path) -> Result<List, Failure> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let mut list = List::default();
    for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        match std::str::from_utf8(text) {
            Ok(text) => {
                let name = text.trim().trim_start_matches('\u{feff}');
                if !name.is_empty() && !name.starts_with('#') {
                    list.names.push((Some(line), name.to_owned(), Vec::new()));
                }
            }
            Err(_) => list.unreadable.push(line),
        }
    }
    Ok(list)
}

/// The names in a column of a table.
fn table(path: &Path, column: &str) -> Result<List, Failure> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut list = List::default();
    let mut see = |row: SheetRow| match row.name {
        None => list.unreadable.push(row.line),
        Some(name) if name.is_empty() => list.nameless.push(row.line),
        Some(name) => list.names.push((Some(row.line), name, row.carried)),
    };
    sheet(&mut BufReader::new(file), column, &mut see).map_err(|error| match error {
        ImportError::Format(detail) => {
            let what = Message::new("err-screen-table").arg("path", path.display().to_string());
            Failure::new(what.arg("detail", detail), "todo-screen-table")
        }
        other => unreadable(path, &other),
    })?;
    Ok(list)
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
        let carried: Vec<String> = one
            .carried
            .iter()
            .filter(|(_, cell)| !cell.trim().is_empty())
            .map(|(column, cell)| teller.pair(&visible(column), &visible(cell.trim())))
            .collect();
        if !carried.is_empty() {
            teller.screen.paragraph("  ", 2, &carried.join(" · "));
        }
        for found in &one.matches {
            tell_match(teller, found);
        }
    }
    for (id, lines) in
        [("register-screen-unreadable", &answer.unreadable), ("register-screen-nameless", &answer.nameless)]
    {
        if !lines.is_empty() {
            let mut named: Vec<String> = lines.iter().take(NAMED_LINES).map(ToString::to_string).collect();
            if lines.len() > NAMED_LINES {
                named.push("…".to_owned());
            }
            let count = lines.len().to_string();
            let text = teller.fill(id, &[("count", &count), ("lines", &named.join(", "))]);
            teller.screen.line("");
            teller.screen.paragraph("", 0, &text);
        }
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
        NameFrom::Identifier => "register-screen-identifier",
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
