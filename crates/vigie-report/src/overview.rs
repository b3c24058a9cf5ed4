//! The numbers of the examination, findings by meaning and level, and when they happened.

use vigie_case::Case;
use vigie_model::{CoverageState, Level, Meaning};

use crate::html::{Html, put};
use crate::words::{Words, number};
use crate::{chart, findings};

pub(crate) fn section(out: &mut Html, case: &Case, words: &Words<'_>) {
    put!(
        out => "<h3 id=\"summary\">", (words.get("report-summary")), "</h3><p>",
        (words.get("report-utc")), "</p>"
    );
    let state = |state| case.coverage.iter().filter(|of| of.state == state).count() as u64;
    let counts = &case.file.counts;
    put!(out => "<dl class=\"numbers\">");
    for (id, value) in [
        ("report-number-findings", case.findings.len() as u64),
        ("report-number-records", counts.records),
        ("report-number-sources", counts.sources),
        ("report-number-read", state(CoverageState::Read)),
        ("report-number-absent", state(CoverageState::Absent)),
        ("report-number-unreadable", state(CoverageState::Unreadable)),
        ("report-number-problems", counts.problems),
    ] {
        put!(out => "<div><dt>", (words.get(id)), "</dt><dd>", (number(value)), "</dd></div>");
    }
    put!(out => "</dl>");
    if case.findings.is_empty() {
        return;
    }
    matrix(out, case, words);
    chart::findings(out, case, words);
}

fn matrix(out: &mut Html, case: &Case, words: &Words<'_>) {
    let count = |meaning, level| {
        case.findings.iter().filter(|finding| finding.meaning == meaning && finding.level == level).count() as u64
    };
    put!(
        out => "<div class=\"scroll\" tabindex=\"0\"><table class=\"matrix\"><caption>",
        (words.get("report-matrix"))
    );
    put!(
        out => "</caption><thead><tr><th scope=\"col\">", (words.get("report-col-meaning")), "</th>"
    );
    for level in Level::ALL.into_iter().rev() {
        put!(out => "<th scope=\"col\">");
        findings::badge(out, words, level);
        put!(out => "</th>");
    }
    put!(out => "</tr></thead><tbody>");
    for meaning in Meaning::ALL {
        put!(
            out => "<tr><th scope=\"row\">", (words.get(&format!("meaning-{meaning}-name"))),
            "</th>"
        );
        for level in Level::ALL.into_iter().rev() {
            match count(meaning, level) {
                0 => put!(out => "<td class=\"zero\">0</td>"),
                some => put!(out => "<td>", (number(some)), "</td>"),
            }
        }
        put!(out => "</tr>");
    }
    put!(out => "</tbody></table></div>");
}
