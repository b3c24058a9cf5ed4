//! Programs that any source names: how many, and those that neither the system nor an application explains.

use vigie_case::{Case, ProgramRow};

use crate::coverage::filter;
use crate::html::{Html, put};
use crate::words::{Words, number, second};

/// Programs on the page; the rest is in `programs.csv`.
const ROWS: usize = 300;
/// Characters of a path.
const PATH: usize = 500;

pub(crate) fn section(out: &mut Html, case: &Case, words: &Words<'_>) {
    let told = &case.file.programs;
    if told.total == 0 {
        return;
    }
    let kind = |name: &str| told.by_kind.get(name).copied().unwrap_or(0);
    let mut numbers = vec![("total", told.total)];
    numbers.extend(
        ["system", "application", "apple_name", "installed", "beside_id", "name_only", "misplaced"]
            .map(|name| (name, kind(name))),
    );
    put!(
        out => "<section id=\"programs\"><h3>", (words.get("programs-title")), "</h3><p>",
        (words.get("programs-explained")), "</p><p>", (words.count("programs-counts", &numbers)), "</p>"
    );
    let rows: Vec<&ProgramRow> = case.programs.iter().filter(|row| !row.explained.is_explained()).collect();
    if rows.is_empty() {
        put!(out => "<p>", (words.get("programs-none")), "</p></section>");
        return;
    }
    filter(out, words, "programs");
    put!(
        out => "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\"><caption>", (words.get("programs-table")),
        "</caption><thead><tr>"
    );
    for id in ["program", "why", "sources", "first", "last"] {
        put!(out => "<th scope=\"col\">", (words.get(&format!("programs-col-{id}"))), "</th>");
    }
    put!(out => "</tr></thead><tbody>");
    for (index, of) in rows.iter().take(ROWS).enumerate() {
        row(out, index, of, words);
    }
    put!(out => "</tbody></table></div>");
    if rows.len() > ROWS {
        let more = words.count("programs-more", &[("more", (rows.len() - ROWS) as u64)]);
        put!(out => "<p class=\"note\">", (more), "</p>");
    }
    put!(out => "</section>");
}

fn row(out: &mut Html, index: usize, of: &ProgramRow, words: &Words<'_>) {
    let called = of.path.as_deref().unwrap_or(&of.name);
    put!(out => "<tr data-item=\"", (index), "\"><th scope=\"row\"><code dir=\"auto\">", (words.clipped(called, PATH)), "</code></th><td>");
    put!(out => (words.get(&format!("programs-why-{}", of.explained.name()))), "</td>");
    let names: Vec<String> = of.artifacts.keys().map(|artifact| words.artifact(artifact)).collect();
    put!(out => "<td data-v=\"", (of.artifacts.len()), "\">", (number(of.artifacts.len() as u64)), ": ", (names.join(", ")), "</td>");
    for at in [of.first, of.last] {
        put!(out => "<td class=\"time\">", (at.map_or_else(|| "–".to_owned(), second)), "</td>");
    }
    put!(out => "</tr>");
}
