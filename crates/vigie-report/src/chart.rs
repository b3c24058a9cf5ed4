//! The two charts, as inline SVG without any style of its own: when what was read begins and ends, and when findings
//! happened. Each is also told by the table beside it.

use std::collections::BTreeMap;

use vigie_case::Case;
use vigie_model::{Coverage, Level, Meaning, Timestamp};

use crate::axis::{Axis, Plausible, WIDTH};
use crate::html::{Html, put};
use crate::words::{Words, moment, number};

/// Height of one row of a chart.
const ROW: i64 = 38;
/// Dots closer than this become one.
const APART: i64 = 6;

fn begin(out: &mut Html, axis: &Axis, rows: i64, label: &str) {
    let height = rows * ROW + 30;
    put!(
        out => "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"", (label), "\">"
    );
    put!(
        out => "<svg class=\"chart\" viewBox=\"0 0 ", (WIDTH), " ", (height),
        "\" role=\"img\" aria-label=\"", (label), "\">"
    );
    for (x, text) in axis.marks() {
        put!(
            out => "<line class=\"grid\" x1=\"", (x), "\" x2=\"", (x), "\" y1=\"0\" y2=\"",
            (rows * ROW + 6), "\"/>"
        );
        // At the ends the text turns inward instead of being cut.
        let side = if x < 40 {
            "first"
        } else if x > WIDTH - 40 {
            "last"
        } else {
            ""
        };
        put!(out => "<text class=\"mark ");
        out.raw(side);
        put!(out => "\" x=\"", (x), "\" y=\"", (rows * ROW + 22), "\">", (text), "</text>");
    }
}

fn note(out: &mut Html, words: &Words<'_>, id: &str, count: u64) {
    if count > 0 {
        put!(out => "<p class=\"note\">", (words.count(id, &[("count", count)])), "</p>");
    }
}

/// From the first to the last moment of each artifact that has any.
pub(crate) fn coverage(out: &mut Html, case: &Case, words: &Words<'_>) {
    let plausible = Plausible::until(case.file.examined_at);
    let rows: Vec<(&Coverage, Timestamp, Timestamp)> = case
        .coverage
        .iter()
        .filter_map(|of| Some((of, of.first?, of.last?)))
        .collect();
    let ends = || rows.iter().flat_map(|(_, first, last)| [*first, *last]);
    let Some(axis) = Axis::over(ends(), plausible) else {
        return;
    };
    put!(out => "<figure><figcaption>", (words.get("report-chart-coverage")), "</figcaption>");
    begin(
        out,
        &axis,
        i64::try_from(rows.len()).unwrap_or(0),
        &words.get("report-chart-coverage"),
    );
    for (row, (of, first, last)) in (0..).zip(&rows) {
        let (from, to) = (axis.x(*first), axis.x(*last));
        let y = row * ROW;
        put!(out => "<g><title>", (format!("{} – {}", moment(*first), moment(*last))), "</title>");
        put!(
            out => "<text class=\"row\" x=\"2\" y=\"", (y + 15), "\">",
            (words.artifact(&of.artifact)), "</text>"
        );
        put!(
            out => "<rect class=\"track\" x=\"0\" width=\"", (WIDTH), "\" y=\"", (y + 21),
            "\" height=\"10\" rx=\"3\"/>"
        );
        put!(
            out => "<rect class=\"bar\" x=\"", (from - 2), "\" width=\"", ((to - from).max(0) + 4)
        );
        put!(out => "\" y=\"", (y + 21), "\" height=\"10\" rx=\"3\"/></g>");
    }
    put!(out => "</svg></div>");
    let outside = ends().filter(|at| !plausible.holds(*at)).count() as u64;
    note(out, words, "report-chart-coverage-outside", outside);
    put!(out => "</figure>");
}

/// When the findings happened, a row per meaning, a dot per moment.
pub(crate) fn findings(out: &mut Html, case: &Case, words: &Words<'_>) {
    let plausible = Plausible::until(case.file.examined_at);
    let timed = case
        .findings
        .iter()
        .filter_map(|finding| Some((finding, finding.time?)));
    let shown: Vec<_> = timed
        .clone()
        .filter(|(_, at)| plausible.holds(*at))
        .collect();
    let Some(axis) = Axis::over(shown.iter().map(|(_, at)| *at), plausible) else {
        return;
    };
    let mut dots: BTreeMap<(usize, Level, i64), Vec<Timestamp>> = BTreeMap::new();
    for (finding, at) in &shown {
        let meaning = Meaning::ALL
            .iter()
            .position(|meaning| *meaning == finding.meaning)
            .unwrap_or(0);
        dots.entry((meaning, finding.level, axis.x(*at) / APART * APART))
            .or_default()
            .push(*at);
    }
    let mut lanes: Vec<usize> = dots.keys().map(|(meaning, ..)| *meaning).collect();
    lanes.dedup();
    put!(out => "<figure><figcaption>", (words.get("report-chart-findings")), "</figcaption>");
    begin(
        out,
        &axis,
        i64::try_from(lanes.len()).unwrap_or(0),
        &words.get("report-chart-findings"),
    );
    for (row, lane) in (0..).zip(&lanes) {
        let y = row * ROW;
        let name = words.get(&format!("meaning-{}-name", Meaning::ALL[*lane]));
        put!(out => "<text class=\"row\" x=\"2\" y=\"", (y + 15), "\">", (name), "</text>");
        put!(
            out => "<line class=\"lane\" x1=\"0\" x2=\"", (WIDTH), "\" y1=\"", (y + 26), "\" y2=\"",
            (y + 26), "\"/>"
        );
        for ((_, level, x), times) in dots.iter().filter(|((meaning, ..), _)| meaning == lane) {
            let count = times.len() as u64;
            let span = match (times.iter().min(), times.iter().max()) {
                (Some(first), Some(last)) if first != last => {
                    format!("{} – {}", moment(*first), moment(*last))
                }
                (Some(only), _) => moment(*only),
                (None, _) => String::new(),
            };
            // A dot grows by one with each doubling of what it stands for.
            let radius = 5 + count.ilog2().min(5);
            put!(out => "<circle class=\"");
            out.raw(level.name());
            put!(
                out => "\" cx=\"", (x + APART / 2), "\" cy=\"", (y + 26), "\" r=\"", (radius),
                "\"><title>"
            );
            put!(
                out => (number(count)), " × ", (words.level(*level)), ", ", (span),
                "</title></circle>"
            );
        }
    }
    put!(out => "</svg></div><p class=\"legend\">");
    for level in Level::ALL.into_iter().rev() {
        if dots.keys().any(|(_, of, _)| *of == level) {
            crate::findings::badge(out, words, level);
        }
    }
    put!(out => "</p>");
    note(
        out,
        words,
        "report-chart-no-time",
        case.findings
            .iter()
            .filter(|finding| finding.time.is_none())
            .count() as u64,
    );
    note(
        out,
        words,
        "report-chart-outside",
        (timed.count() - shown.len()) as u64,
    );
    put!(out => "</figure>");
}
