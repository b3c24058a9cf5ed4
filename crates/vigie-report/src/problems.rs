//! What could not be read, and where.

use vigie_case::Case;

use crate::coverage::filter;
use crate::findings::place;
use crate::html::{Html, put};
use crate::words::Words;

/// Problems on the page; the rest is in `problems.jsonl`.
const SHOWN: usize = 500;
/// Characters of a path and of a detail.
const VALUE: usize = 600;

pub(crate) fn section(out: &mut Html, case: &Case, words: &Words<'_>) {
    put!(out => "<section id=\"problems\"><h3>", (words.get("report-problems")), "</h3>");
    if case.problems.is_empty() {
        put!(out => "<p>", (words.get("report-problems-none")), "</p></section>");
        return;
    }
    put!(out => "<p>", (words.get("report-problems-explained")), "</p>");
    if case.problems.len() > SHOWN {
        let numbers = [("shown", SHOWN as u64), ("all", case.problems.len() as u64)];
        put!(
            out => "<p class=\"note strong\">", (words.count("report-problems-rest", &numbers)),
            "</p>"
        );
    }
    filter(out, words, "problems");
    put!(
        out => "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\"><caption>",
        (words.get("report-problems-table")), "</caption><thead><tr>"
    );
    for id in ["code", "problem", "artifact", "place", "detail"] {
        put!(out => "<th scope=\"col\">", (words.get(&format!("report-col-{id}"))), "</th>");
    }
    put!(out => "</tr></thead><tbody>");
    for (index, problem) in case.problems.iter().take(SHOWN).enumerate() {
        let artifact = problem.artifact.as_deref().map_or_else(|| "–".to_owned(), |id| words.artifact(id));
        put!(out => "<tr data-item=\"", (index), "\"><td class=\"time\">", (problem.code), "</td>");
        put!(
            out => "<td>", (words.get(&format!("problem-{}", problem.code))), "</td><td>",
            (artifact), "</td><td class=\"wide\">"
        );
        if let Some(source) = &problem.source {
            put!(out => "<code dir=\"auto\">", (words.clipped(source, VALUE)), "</code><br>");
        }
        put!(out => [words.clipped(&place(&problem.place, words), VALUE)], "</td>");
        put!(
            out => "<td class=\"wide\" lang=\"en\" dir=\"auto\">", (words.clipped(&problem.detail, VALUE)),
            "</td></tr>"
        );
    }
    put!(out => "</tbody></table></div></section>");
}
