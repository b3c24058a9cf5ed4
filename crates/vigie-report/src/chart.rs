//! The two charts, as inline SVG without any style of its own: when what was read begins and ends,
//! and when findings happened. Each is also told by the table beside it.

use std::collections::BTreeMap;

use vigie_case::Case;
use vigie_model::{Coverage, Level, Meaning, Timestamp};

use crate::axis::{Axis, Plausible, WIDTH};
use crate::html::{Html, put};
use crate::words::{Words, moment, number};

/// Height of one row of a chart.
const ROW: i64 = 26;
/// Dots closer than this become one.
const APART: i64 = 6;
/// Room for the names of artifacts, and characters that fit there.
const ARTIFACTS: i64 = 320;
const NAME: usize = 44;
/// Room for the names of meanings.
const MEANINGS: i64 = 130;

fn begin(out: &mut Html, axis: &Axis, rows: usize, label: &str) {
    let bottom = i64::try_from(rows).unwrap_or(0) * ROW;
    put!(
        out => "<figure><figcaption>", (label), "</figcaption><div class=\"scroll\" tabindex=\"0\" ",
        "role=\"group\" aria-label=\"", (label), "\"><svg class=\"chart\" viewBox=\"0 0 ", (WIDTH),
        " ", (bottom + 28), "\" role=\"img\" aria-label=\"", (label), "\">"
    );
    for (x, text) in axis.marks() {
        put!(
            out => "<line class=\"grid\" x1=\"", (x), "\" x2=\"", (x), "\" y1=\"0\" y2=\"",
            (bottom + 5), "\"/>"
        );
        // At the end the text turns inward instead of being cut.
        if x > WIDTH - 40 {
            put!(out => "<text class=\"mark last\" x=\"");
        } else {
            put!(out => "<text class=\"mark\" x=\"");
        }
        put!(out => (x), "\" y=\"", (bottom + 20), "\">", (text), "</text>");
    }
}

fn note(out: &mut Html, words: &Words<'_>, id: &str, count: usize) {
    if count > 0 {
        let text = words.count(id, &[("count", count as u64)]);
        put!(out => "<p class=\"note\">", (text), "</p>");
    }
}

/// From the first to the last moment of each artifact that has any.
pub(crate) fn coverage(out: &mut Html, case: &Case, words: &Words<'_>) {
    let plausible = Plausible::until(case.file.examined_at);
    let rows: Vec<(&Coverage, Timestamp, Timestamp)> =
        case.coverage.iter().filter_map(|of| Some((of, of.first?, of.last?))).collect();
    let ends = || rows.iter().flat_map(|(_, first, last)| [*first, *last]);
    let Some(axis) = Axis::over(ends(), plausible, ARTIFACTS) else {
        return;
    };
    begin(out, &axis, rows.len(), &words.get("report-chart-coverage"));
    for (row, (of, first, last)) in (0..).zip(&rows) {
        let (from, to) = (axis.x(*first), axis.x(*last));
        let y = row * ROW;
        let name = words.artifact(&of.artifact);
        let short: String = name.chars().take(NAME).collect();
        let short = if short == name { short } else { short + "…" };
        put!(
            out => "<g><title>", (name), ", ", (moment(*first)), " – ", (moment(*last)), "</title>",
            "<text x=\"0\" y=\"", (y + 17), "\">", (short), "</text>",
            "<rect class=\"track\" x=\"", (ARTIFACTS), "\" width=\"", (WIDTH - ARTIFACTS),
            "\" y=\"", (y + 8), "\" height=\"10\" rx=\"3\"/>",
            "<rect class=\"bar\" x=\"", (from - 2), "\" width=\"", ((to - from).max(0) + 4),
            "\" y=\"", (y + 8), "\" height=\"10\" rx=\"3\"/></g>"
        );
    }
    put!(out => "</svg></div>");
    let outside = ends().filter(|at| !plausible.holds(*at)).count();
    note(out, words, "report-chart-coverage-outside", outside);
    put!(out => "</figure>");
}

/// When the findings happened, a row per meaning, a dot per moment.
pub(crate) fn findings(out: &mut Html, case: &Case, words: &Words<'_>) {
    let plausible = Plausible::until(case.file.examined_at);
    let timed: Vec<_> = case.findings.iter().filter_map(|finding| Some((finding, finding.time?))).collect();
    let shown = || timed.iter().filter(|(_, at)| plausible.holds(*at));
    let Some(axis) = Axis::over(shown().map(|(_, at)| *at), plausible, MEANINGS) else {
        return;
    };
    let mut dots: BTreeMap<(usize, Level, i64), Vec<Timestamp>> = BTreeMap::new();
    for (finding, at) in shown() {
        let lane = Meaning::ALL.iter().position(|meaning| *meaning == finding.meaning).unwrap_or(0);
        dots.entry((lane, finding.level, axis.x(*at) / APART * APART)).or_default().push(*at);
    }
    let mut lanes: Vec<usize> = dots.keys().map(|(lane, ..)| *lane).collect();
    lanes.dedup();
    begin(out, &axis, lanes.len(), &words.get("report-chart-findings"));
    for (row, lane) in (0..).zip(&lanes) {
        let y = row * ROW + 13;
        let name = words.get(&format!("meaning-{}-name", Meaning::ALL[*lane]));
        put!(
            out => "<text x=\"0\" y=\"", (y + 4), "\">", (name), "</text><line class=\"lane\" x1=\"",
            (MEANINGS), "\" x2=\"", (WIDTH), "\" y1=\"", (y), "\" y2=\"", (y), "\"/>"
        );
        for ((_, level, x), times) in dots.iter().filter(|((of, ..), _)| of == lane) {
            dot(out, words, *level, (x + APART / 2, y), times);
        }
    }
    put!(out => "</svg></div><p class=\"legend\">");
    for level in Level::ALL.into_iter().rev() {
        if dots.keys().any(|(_, of, _)| *of == level) {
            crate::findings::badge(out, words, level);
        }
    }
    put!(out => "</p>");
    note(out, words, "report-chart-no-time", case.findings.len() - timed.len());
    note(out, words, "report-chart-outside", timed.len() - shown().count());
    put!(out => "</figure>");
}

fn dot(out: &mut Html, words: &Words<'_>, level: Level, at: (i64, i64), times: &[Timestamp]) {
    let count = times.len() as u64;
    let (first, last) = (times.iter().min(), times.iter().max());
    let span: Vec<String> = first.into_iter().chain(last.filter(|_| first != last)).copied().map(moment).collect();
    // A dot grows by one with each doubling of what it stands for.
    let radius = 5 + count.checked_ilog2().unwrap_or(0).min(5);
    put!(out => "<circle class=\"");
    out.raw(level.name());
    put!(
        out => "\" cx=\"", (at.0), "\" cy=\"", (at.1), "\" r=\"", (radius), "\"><title>",
        (number(count)), " × ", (words.level(level)), ", ", (span.join(" – ")), "</title></circle>"
    );
}
