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
    for id in ["artifact", "state", "records", "problems", "first", "last", "sources"] {
        put!(out => "<th scope=\"col\">", (words.get(&format!("report-col-{id}"))), "</th>");
    }
    put!(out => "</tr></thead><tbody>");
    let kind = case.file.evidence.kind;
    for (number, of) in case.coverage.iter().enumerate().filter(|(_, of)| !of.is_of_another_system(kind)) {
        row(out, number, of, words);
    }
    put!(
        out => "</tbody></table></div><p class=\"note\">", (words.get("report-coverage-states")),
        "</p>"
    );
    if case.sources.iter().any(|source| source.pattern) {
        put!(out => "<p class=\"note\">", (words.get("report-sources-patterns")), "</p>");
    }
    put!(out => "</section>");
}

/// A filter by text, shown by the script only.
pub(crate) fn filter(out: &mut Html, words: &Words<'_>, of: &'static str) {
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
    put!(out => "<td data-v=\"", (of.sources.len()), "\">");
    if of.sources.is_empty() {
        put!(out => "–");
    } else {
        put!(
            out => "<details><summary>", (number(of.sources.len() as u64)),
            "</summary><ul class=\"sources\">"
        );
        for source in of.sources.iter().take(SOURCES) {
            one(out, source, words);
        }
        put!(out => "</ul>");
        if of.sources.len() > SOURCES {
            let more = words.count("report-sources-rest", &[("more", (of.sources.len() - SOURCES) as u64)]);
            put!(out => "<p class=\"note\">", (more), "</p>");
        }
        put!(out => "</details>");
    }
    put!(out => "</td></tr>");
}

fn one(out: &mut Html, source: &SourceRead, words: &Words<'_>) {
    put!(out => "<li><code>", (words.clipped(&source.path, PATH)), "</code>");
    if let Some(stored) = &source.stored_as {
        let stored = words.fill("report-stored-as", &[("path", &words.clipped(stored, PATH))]);
        put!(out => "<br><span class=\"id\">", (stored), "</span>");
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
