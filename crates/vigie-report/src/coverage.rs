//! What was and was not examined: every artifact, its sources with their hashes, and how far back it reaches.

use vigie_case::Case;
use vigie_model::{Coverage, CoverageState, SourceRead};

use crate::chart;
use crate::html::{Html, put};
use crate::words::{Words, number, second};

/// Sources of one artifact on the page; the rest is in `sources.jsonl`.
const SOURCES: usize = 500;
/// Characters of a path.
const PATH: usize = 1000;

/// The name of a state as the texts and the style know it.
fn state(state: CoverageState) -> &'static str {
    match state {
        CoverageState::Read => "read",
        CoverageState::Unreadable => "unreadable",
        CoverageState::Absent => "absent",
        CoverageState::NotApplicable => "not-applicable",
    }
}

pub(crate) fn section(out: &mut Html, case: &Case, words: &Words<'_>) {
    put!(
        out => "<section id=\"coverage\"><h3>", (words.get("report-coverage")), "</h3><p>",
        (words.get("report-coverage-explained")), "</p>"
    );
    chart::coverage(out, case, words);
    filter(out, words, "coverage");
    put!(
        out => "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\"><caption>",
        (words.get("report-coverage-table")), "</caption><thead><tr>"
    );
    let kind = case.file.evidence.kind;
    let told: Vec<&Coverage> = case.coverage.iter().filter(|of| !of.is_of_another_system(kind)).collect();
    let columns = ["artifact", "state", "records", "problems", "first", "last", "sources"];
    // On paper the sources follow the table, and what was not there is told by name.
    let (columns, rows): (&[_], Vec<&Coverage>) = if words.is_paper() {
        let (columns, _) = columns.split_at(columns.len() - 1);
        (columns, told.iter().copied().filter(|of| is_there(of)).collect())
    } else {
        (&columns, told.clone())
    };
    for id in columns {
        put!(out => "<th scope=\"col\">", (words.get(&format!("report-col-{id}"))), "</th>");
    }
    put!(out => "</tr></thead><tbody>");
    for (number, of) in (0..).zip(rows) {
        row(out, number, of, words);
    }
    put!(out => "</tbody></table></div>");
    if words.is_paper() {
        beside(out, &told, words);
    }
    put!(
        out => "<p class=\"note\">", (words.get("report-coverage-states")),
        "</p>"
    );
    if case.sources.iter().any(|source| source.pattern) {
        put!(out => "<p class=\"note\">", (words.get("report-sources-patterns")), "</p>");
    }
    put!(out => "</section>");
}

fn is_there(of: &Coverage) -> bool {
    matches!(of.state, CoverageState::Read | CoverageState::Unreadable)
}

/// What a table on paper has no room for.
fn beside(out: &mut Html, told: &[&Coverage], words: &Words<'_>) {
    for (of_state, id) in
        [(CoverageState::Absent, "report-paper-absent"), (CoverageState::NotApplicable, "report-paper-never")]
    {
        let names: Vec<String> =
            told.iter().filter(|of| of.state == of_state).map(|of| words.artifact(&of.artifact)).collect();
        if !names.is_empty() {
            put!(out => "<h4>", (words.count(id, &[("count", names.len() as u64)])), "</h4><p class=\"names\">");
            put!(out => (names.join(" · ")), "</p>");
        }
    }
    put!(out => "<div class=\"read\"><h4>", (words.get("report-paper-sources")), "</h4>");
    for of in told.iter().filter(|of| !of.sources.is_empty()) {
        put!(out => "<h5>", (words.artifact(&of.artifact)), "</h5>");
        sources(out, of, words);
    }
    put!(out => "</div>");
}

/// A filter by text, shown by the script only.
pub(crate) fn filter(out: &mut Html, words: &Words<'_>, of: &'static str) {
    if words.is_paper() {
        return;
    }
    put!(
        out => "<form class=\"filter\" data-of=\"", (of), "\" hidden><label>",
        (words.get("report-filter"))
    );
    put!(
        out => " <input type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label><output aria-live=\"polite\"></output></form>"
    );
}

fn row(out: &mut Html, index: usize, of: &Coverage, words: &Words<'_>) {
    put!(
        out => "<tr data-item=\"", (index), "\"><th scope=\"row\">", (words.artifact(&of.artifact))
    );
    put!(out => "<br><span class=\"id\">", (of.artifact), "</span></th><td><span class=\"state ");
    out.raw(state(of.state));
    put!(out => "\">", (words.get(&format!("report-state-{}", state(of.state)))), "</span></td>");
    put!(out => "<td class=\"n\" data-v=\"", (of.records), "\">", (number(of.records)));
    for (kind, count) in &of.counts {
        put!(out => "<br><span class=\"id\">", (words.count(&format!("report-counted-{kind}"), &[("count", *count)])), "</span>");
    }
    put!(out => "</td><td class=\"n\" data-v=\"", (of.problems), "\">", (number(of.problems)), "</td>");
    for at in [of.first, of.last] {
        put!(out => "<td class=\"time\">", (at.map_or_else(|| "–".to_owned(), second)), "</td>");
    }
    if words.is_paper() {
        put!(out => "</tr>");
        return;
    }
    put!(out => "<td data-v=\"", (of.sources.len()), "\">");
    if of.sources.is_empty() {
        put!(out => "–");
    } else {
        put!(out => "<details><summary>", (number(of.sources.len() as u64)), "</summary>");
        sources(out, of, words);
        put!(out => "</details>");
    }
    put!(out => "</td></tr>");
}

fn sources(out: &mut Html, of: &Coverage, words: &Words<'_>) {
    put!(out => "<ul class=\"sources\">");
    for source in of.sources.iter().take(SOURCES) {
        one(out, source, words);
    }
    put!(out => "</ul>");
    if of.sources.len() > SOURCES {
        let more = words.count("report-sources-rest", &[("more", (of.sources.len() - SOURCES) as u64)]);
        put!(out => "<p class=\"note\">", (more), "</p>");
    }
}

fn one(out: &mut Html, source: &SourceRead, words: &Words<'_>) {
    put!(out => "<li><code dir=\"auto\">", (words.clipped(&source.path, PATH)), "</code>");
    if let Some(stored) = &source.stored_as {
        let stored = words.fill_marked("report-stored-as", &[("path", &words.clipped(stored, PATH))]);
        put!(out => "<br><span class=\"id\">", [stored], "</span>");
    }
    let hash = source.sha256.clone().unwrap_or_else(|| words.get("report-no-hash"));
    put!(out => "<br><span class=\"id\">SHA-256 ", (hash), "</span><br>");
    let numbers = [("bytes", source.size), ("records", source.records), ("problems", source.problems)];
    let parts: Vec<String> = [
        words.count("report-bytes", &numbers),
        words.count("screen-records", &numbers),
        words.count("screen-problems", &numbers),
    ]
    .into();
    put!(out => (parts.join(" · ")), "</li>");
}
