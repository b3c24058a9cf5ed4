//! Findings for the analyst: a table to sort and filter, then each in full, by meaning and level.

use vigie_case::{Case, Said, ToldFinding, is_blind};
use vigie_model::{HeuristicRef, IndicatorRef, Level, Meaning, Place, visible};
use vigie_text::MARKS;

use crate::html::{Html, put};
use crate::person::fitting;
use crate::record;
use crate::words::{Words, moment, second};

/// Findings on the page; the rest is in `findings.jsonl`.
pub(crate) const SHOWN: usize = 2000;
/// Characters of one value, of one value in the table, and of one record.
const VALUE: usize = 2000;
const CELL: usize = 160;
const RECORD: usize = 20_000;

/// The name of a level in its colour.
pub(crate) fn badge(out: &mut Html, words: &Words<'_>, level: Level) {
    put!(out => "<span class=\"level ");
    out.raw(level.name());
    put!(out => "\">", (words.level(level)), "</span>");
}

fn rank(level: Level) -> usize {
    Level::ALL.iter().position(|of| *of == level).unwrap_or(0)
}

pub(crate) fn section(out: &mut Html, case: &Case, words: &Words<'_>) {
    put!(out => "<section id=\"findings\"><h3>", (words.get("report-findings")), "</h3>");
    if case.findings.is_empty() {
        put!(out => "<p>", (words.get(if is_blind(&case.coverage) { "report-short-blind" } else { "screen-none" })), "</p></section>");
        return;
    }
    if case.findings.len() > SHOWN {
        let numbers = [("shown", SHOWN as u64), ("all", case.findings.len() as u64)];
        put!(
            out => "<p class=\"note strong\">", (words.count("report-findings-rest", &numbers)),
            "</p>"
        );
    }
    let as_written =
        |finding: &&ToldFinding| finding.said_in(words.texts()).iter().any(|said| matches!(said, Said::AsWritten(_)));
    let count = case.findings.iter().take(SHOWN).filter(as_written).count() as u64;
    if count > 0 && case.file.lang != words.lang().code() {
        put!(out => "<p class=\"note strong\">", (words.count("report-as-written", &[("count", count)])), "</p>");
    }
    let shown: Vec<(usize, &ToldFinding)> = case.findings.iter().take(SHOWN).enumerate().collect();
    filter(out, words);
    table(out, &shown, words);
    for meaning in Meaning::ALL {
        let mut of: Vec<_> = shown.iter().filter(|(_, finding)| finding.meaning == meaning).collect();
        if of.is_empty() {
            continue;
        }
        of.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.level));
        put!(
            out => "<section class=\"group\"><h4>", (words.get(&format!("meaning-{meaning}-name"))),
            "</h4><p>"
        );
        put!(out => (fitting(case, &format!("meaning-{meaning}-explained"), words)), "</p>");
        for (index, finding) in of {
            card(out, index + 1, finding, case, words);
        }
        put!(out => "</section>");
    }
    put!(out => "</section>");
}

/// Shown by the script only: without it there is nothing to filter with.
fn filter(out: &mut Html, words: &Words<'_>) {
    if words.is_paper() {
        return;
    }
    put!(
        out => "<form class=\"filter\" data-of=\"findings\" hidden><label>",
        (words.get("report-filter"))
    );
    put!(out => " <input type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>");
    put!(
        out => "<label>", (words.get("report-col-level")),
        " <select name=\"level\"><option value=\"\">", (words.get("report-filter-all")), "</option>"
    );
    for level in Level::ALL.into_iter().rev() {
        put!(
            out => "<option value=\"", (rank(level)), "\">",
            (words.fill("report-filter-from", &[("level", &words.level(level))])), "</option>"
        );
    }
    put!(
        out => "</select></label><label>", (words.get("report-col-meaning")),
        " <select name=\"meaning\"><option value=\"\">"
    );
    put!(out => (words.get("report-filter-all")), "</option>");
    for meaning in Meaning::ALL {
        put!(
            out => "<option value=\"", (meaning), "\">",
            (words.get(&format!("meaning-{meaning}-name"))), "</option>"
        );
    }
    put!(out => "</select></label><output aria-live=\"polite\"></output></form>");
}

fn table(out: &mut Html, shown: &[(usize, &ToldFinding)], words: &Words<'_>) {
    put!(
        out => "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\"><caption>",
        (words.get("report-findings-table")), "</caption><thead><tr>"
    );
    for id in ["number", "level", "time", "meaning", "artifact", "seen"] {
        put!(out => "<th scope=\"col\">", (words.get(&format!("report-col-{id}"))), "</th>");
    }
    put!(out => "</tr></thead><tbody>");
    for (index, finding) in shown {
        let number = index + 1;
        put!(
            out => "<tr data-item=\"", (number), "\"><td><a href=\"#f-", (number), "\">", (number),
            "</a></td>"
        );
        put!(out => "<td data-v=\"", (rank(finding.level)), "\">");
        badge(out, words, finding.level);
        // To the second here, in full in the card; it is sorted in full.
        let seconds = finding.time.map_or_else(|| words.get("report-no-time"), second);
        put!(out => "</td><td class=\"time\" data-v=\"", (words.moment(finding.time)), "\">", (seconds), "</td>");
        put!(out => "<td>", (words.get(&format!("meaning-{}-name", finding.meaning))), "</td>");
        put!(out => "<td>", (words.artifact(&finding.artifact)), "</td>");
        put!(
            out => "<td class=\"wide\"><code dir=\"auto\">", (words.clipped(&finding.seen, CELL)),
            "</code></td></tr>"
        );
    }
    put!(out => "</tbody></table></div>");
}

/// A sentence of a finding; one that stands as the case has it says in which language that is.
pub(crate) fn said(out: &mut Html, said: &Said, case: &Case, most: usize, words: &Words<'_>) {
    match said {
        Said::In(text) => put!(out => [words.clipped(text, most)]),
        Said::AsWritten(text) => {
            put!(out => "<span lang=\"", (case.file.lang), "\" dir=\"auto\">", (words.clipped(text, most)), "</span>");
        }
    }
}

fn card(out: &mut Html, number: usize, finding: &ToldFinding, case: &Case, words: &Words<'_>) {
    let [message, innocent] = finding.said_in(words.marked());
    put!(
        out => "<article class=\"finding\" id=\"f-", (number), "\" data-item=\"", (number),
        "\" data-level=\"", (rank(finding.level))
    );
    put!(out => "\" data-meaning=\"", (finding.meaning), "\"><header>");
    badge(out, words, finding.level);
    put!(
        out => " <span class=\"time\">", (words.moment(finding.time)),
        "</span> <span class=\"id\">", (number), " · ", (finding.id), "</span></header>"
    );
    put!(out => "<p class=\"says\">");
    said(out, &message, case, VALUE, words);
    put!(out => "</p><p class=\"innocent\"><b>", (words.get("screen-innocent")), "</b> ");
    said(out, &innocent, case, VALUE, words);
    put!(out => "</p><dl class=\"facts\">");
    fact(out, words, "report-fact-seen", &words.clipped(&finding.seen, VALUE), true);
    fact(
        out,
        words,
        "report-fact-artifact",
        &format!("{} ({})", words.artifact(&finding.artifact), finding.artifact),
        false,
    );
    fact(out, words, "report-fact-source", &words.clipped(&finding.place.source, VALUE), true);
    put!(out => "<dt>", (words.get("report-fact-place")), "</dt><dd>");
    put!(out => [words.clipped(&place(&finding.place.place, words), VALUE)], "</dd>");
    if let Some(of) = &finding.indicator {
        indicator(out, of, words);
    }
    if let Some(of) = &finding.heuristic {
        heuristic(out, of, words);
    }
    if words.is_paper() {
        put!(out => "</dl><div class=\"open\"><p class=\"summary\">", (words.get("report-record")), "</p><pre>");
    } else {
        put!(out => "</dl><details><summary>", (words.get("report-record")), "</summary><pre>");
    }
    for line in record::lines(&words.clipped(finding.record.get(), RECORD)) {
        put!(out => (line), "\n");
    }
    if words.is_paper() {
        put!(out => "</pre></div></article>");
    } else {
        put!(out => "</pre></details></article>");
    }
}

fn fact(out: &mut Html, words: &Words<'_>, id: &str, value: &str, verbatim: bool) {
    put!(out => "<dt>", (words.get(id)), "</dt>");
    if verbatim {
        put!(out => "<dd><code dir=\"auto\">", (value), "</code></dd>");
    } else {
        put!(out => "<dd dir=\"auto\">", (value), "</dd>");
    }
}

/// Where in a source, in words, with its values marked.
pub(crate) fn place(place: &Place, words: &Words<'_>) -> String {
    match place {
        Place::File => words.get("report-place-file"),
        Place::Offset { offset } => words.fill_marked("report-place-offset", &[("offset", &offset.to_string())]),
        Place::Line { line, offset } => {
            words.fill_marked("report-place-line", &[("line", &line.to_string()), ("offset", &offset.to_string())])
        }
        Place::Row { table, rowid, wal_only } => {
            let id = if *wal_only { "report-place-row-wal" } else { "report-place-row" };
            words.fill_marked(id, &[("table", table), ("rowid", &rowid.to_string())])
        }
        Place::Key { key } => words.fill_marked("report-place-key", &[("key", key)]),
        other => {
            let [begin, end] = MARKS;
            format!("{begin}{}{end}", visible(&other.to_string()))
        }
    }
}

fn indicator(out: &mut Html, of: &IndicatorRef, words: &Words<'_>) {
    put!(
        out => "<dt>", (words.get("report-fact-indicator")), "</dt><dd><bdi>", (of.kind),
        "</bdi> <code dir=\"auto\">"
    );
    put!(out => (words.clipped(&of.value, VALUE)), "</code>");
    if let Some(id) = &of.id {
        put!(out => "<br><span class=\"id\">", (id), "</span>");
    }
    put!(out => "</dd>");
    fact(
        out,
        words,
        "report-fact-matched",
        &words.get_or(&format!("report-matched-{}", of.matched), &of.matched),
        false,
    );
    if !of.malware.is_empty() {
        fact(out, words, "report-fact-malware", &of.malware.join(", "), false);
    }
    fact(out, words, "report-fact-pack", &of.pack, false);
    if !of.sources.is_empty() {
        put!(out => "<dt>", (words.get("report-fact-sources")), "</dt><dd>");
        for source in &of.sources {
            put!(out => "<span class=\"line\" dir=\"auto\">", (words.clipped(source, VALUE)), "</span>");
        }
        put!(out => "</dd>");
    }
    let confidence = of.confidence.map_or_else(
        || words.get("report-fact-not-stated"),
        |n| words.count("report-fact-of-100", &[("confidence", n.into())]),
    );
    fact(out, words, "report-fact-confidence", &confidence, false);
    let until = of.valid_until.map_or_else(|| words.get("report-fact-not-stated"), moment);
    fact(out, words, "report-fact-valid-until", &until, false);
}

fn heuristic(out: &mut Html, of: &HeuristicRef, words: &Words<'_>) {
    let name = words.get_or(&format!("heuristic-{}-name", of.id), &of.id);
    let version = words.count("report-version", &[("version", of.version.into())]);
    fact(out, words, "report-fact-heuristic", &format!("{name} ({}, {version})", of.id), false);
    fact(out, words, "report-fact-sees", &words.get_or(&format!("heuristic-{}-sees", of.id), "–"), false);
    fact(out, words, "report-fact-rests-on", &of.source, false);
}
