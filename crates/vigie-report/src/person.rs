//! The page of the person examined: what was found, what it means and does not, what to do now, who helps.

use std::collections::BTreeSet;

use vigie_case::{Case, ToldFinding};
use vigie_model::{CoverageState, EvidenceKind, Meaning, System, Timestamp};

use crate::axis::Plausible;
use crate::findings::SHOWN;
use crate::html::{Html, put};
use crate::situation::{Situation, worth_telling};
use crate::words::Words;

/// Findings of one meaning that are told here; the rest stands in the analyst's part.
const TOLD: usize = 3;
/// Characters of a sentence that are told here.
const SENTENCE: usize = 400;

pub(crate) fn part(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    put!(out => "<section class=\"part person\" id=\"person\" aria-labelledby=\"person-title\">");
    put!(out => "<h2 id=\"person-title\">", (words.get("report-part-person")), "</h2>");
    short(out, case, situation, words);
    found(out, case, situation, words);
    means(out, case, situation, words);
    todo(out, case, situation, words);
    help(out, words);
    reach(out, case, words);
    put!(out => "</section>\n");
}

fn short(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    put!(out => "<div class=\"short\"><h3>", (words.get("report-short")), "</h3>");
    for id in &situation.sentences {
        put!(out => "<p>", (words.get(id)), "</p>");
    }
    let unreadable = case.coverage.iter().filter(|of| of.state == CoverageState::Unreadable).count() as u64;
    if unreadable > 0 {
        put!(
            out => "<p>", (words.count("report-short-unreadable", &[("count", unreadable)])), "</p>"
        );
    }
    put!(
        out => "<p class=\"ways\"><a href=\"#todo\">", (words.get("report-todo")),
        "</a> <a href=\"#help\">"
    );
    put!(out => (words.get("report-help")), "</a></p></div>");
}

fn found(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    let told: Vec<(usize, &ToldFinding)> =
        case.findings.iter().enumerate().filter(|(_, finding)| worth_telling(finding)).collect();
    if told.is_empty() {
        return;
    }
    put!(out => "<h3>", (words.get("report-found")), "</h3>");
    for meaning in Meaning::ALL {
        let of: Vec<_> = told.iter().filter(|(_, finding)| finding.meaning == meaning).collect();
        if of.is_empty() {
            continue;
        }
        put!(out => "<h4>", (words.get(&format!("report-person-{meaning}"))), "</h4><p>");
        put!(
            out => (words.get(&format!("meaning-{meaning}-explained"))), " ",
            (words.get(&format!("report-person-{meaning}-not")))
        );
        put!(out => "</p><ul class=\"told\">");
        // The same sentence about several sources would hide what else was found.
        let mut said = BTreeSet::new();
        let differs = |(_, finding): &&&(usize, &ToldFinding)| said.insert(finding.sentences_in(words.texts()).0);
        let shown: Vec<_> = of.iter().filter(differs).take(TOLD).collect();
        for (index, finding) in &shown {
            one(out, case, *index, finding, words);
        }
        put!(out => "</ul>");
        if of.len() > shown.len() {
            let more = words.count("report-found-more", &[("more", (of.len() - shown.len()) as u64)]);
            put!(out => "<p class=\"note\">", (more), "</p>");
        }
    }
    if !situation.nothing {
        put!(out => "<p>", (words.get("report-innocent-general")), "</p>");
    }
}

fn one(out: &mut Html, case: &Case, index: usize, finding: &ToldFinding, words: &Words<'_>) {
    let (message, innocent) = finding.sentences_in(words.texts());
    let plausible = Plausible::until(case.file.examined_at);
    put!(out => "<li><p>");
    // A setting has no date to miss; a date that cannot be is none.
    match finding.time.filter(|at| plausible.holds(*at)) {
        Some(at) => put!(out => "<span class=\"when\">", (words.day(at)), "</span> "),
        None if finding.meaning == Meaning::Weakness => {}
        None => put!(out => "<span class=\"when\">", (words.get("report-day-unknown")), "</span> "),
    }
    put!(out => "<span class=\"value\">", (words.clipped(&message, SENTENCE)), "</span>");
    if index < SHOWN {
        put!(
            out => " <a class=\"detail\" href=\"#f-", (index + 1), "\">",
            (words.get("report-details")), "</a>"
        );
    }
    put!(
        out => "</p><p class=\"innocent\"><b>", (words.get("screen-innocent")), "</b> ",
        (words.clipped(&innocent, SENTENCE)), "</p></li>"
    );
}

fn means(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    put!(out => "<h3>", (words.get("report-means")), "</h3><ul>");
    let any = |meaning| case.findings.iter().any(|finding| finding.meaning == meaning && worth_telling(finding));
    let mut items = Vec::new();
    if situation.nothing {
        items.push("screen-what-none-means");
    } else {
        items.push("report-means-verdict");
        if any(Meaning::Exposure) {
            items.push("report-means-lure");
        }
        if any(Meaning::Execution) || any(Meaning::Persistence) {
            items.push("report-means-acted");
        }
        items.extend(["report-means-who", "report-means-fault"]);
    }
    items.push("report-means-more");
    for id in items {
        put!(out => "<li>", (words.get(id)), "</li>");
    }
    put!(out => "</ul>");
}

fn todo(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    put!(out => "<h3 id=\"todo\">", (words.get("report-todo")), "</h3><ol class=\"todo\">");
    let mut steps = Vec::new();
    if situation.urgent {
        steps.extend(["danger", "keep", "call", "other-device"]);
        if situation.warned {
            steps.push("warning");
        }
        steps.extend(["silent", "write-down"]);
    } else {
        steps.extend(["worried", "keep-evidence", "update"]);
        match case.file.evidence.kind.system() {
            Some(System::Ios) => steps.push("lockdown"),
            Some(System::Android) => steps.push("advanced-protection"),
            _ => {}
        }
        steps.push("again");
    }
    steps.push("private");
    for step in steps {
        let (what, how) = (format!("report-todo-{step}"), format!("report-todo-{step}-how"));
        put!(out => "<li><b>", (words.get(&what)), "</b> ", (words.get(&how)), "</li>");
    }
    put!(out => "</ol>");
}

/// The only links that leave the page.
fn help(out: &mut Html, words: &Words<'_>) {
    put!(
        out => "<div class=\"help\" id=\"help\"><h3>", (words.get("report-help")), "</h3><p>",
        (words.get("report-help-for")), "</p><dl>"
    );
    put!(out => "<dt>Access Now Digital Security Helpline</dt><dd>");
    put!(
        out => "<a href=\"https://accessnow.org/help\" rel=\"noreferrer noopener\">accessnow.org/help</a>, help@accessnow.org<br>"
    );
    put!(out => (words.get("report-help-access-now")), "</dd>");
    put!(out => "<dt>Amnesty International Security Lab</dt><dd>");
    put!(
        out => "<a href=\"https://securitylab.amnesty.org/get-help\" rel=\"noreferrer noopener\">securitylab.amnesty.org/get-help</a><br>"
    );
    put!(
        out => (words.get("report-help-amnesty")), "</dd></dl><p>", (words.get("report-help-from")),
        "</p></div>"
    );
}

fn reach(out: &mut Html, case: &Case, words: &Words<'_>) {
    let of = |state| case.coverage.iter().filter(move |of| of.state == state);
    let count = |state| of(state).count() as u64;
    put!(out => "<h3>", (words.get("report-reach")), "</h3><p>");
    let counts = [
        ("read", count(CoverageState::Read)),
        ("absent", count(CoverageState::Absent)),
        ("unreadable", count(CoverageState::Unreadable)),
        ("never", count(CoverageState::NotApplicable)),
        ("all", case.coverage.len() as u64),
    ];
    put!(out => (words.count("report-reach-counts", &counts)));
    let plausible = Plausible::until(case.file.examined_at);
    let times = |pick: fn(&vigie_model::Coverage) -> Option<Timestamp>| {
        case.coverage.iter().filter_map(pick).filter(move |at| plausible.holds(*at))
    };
    if let (Some(first), Some(last)) = (times(|of| of.first).min(), times(|of| of.last).max()) {
        let span = words.fill("report-reach-span", &[("first", &words.day(first)), ("last", &words.day(last))]);
        put!(out => " ", (span));
    }
    put!(out => "</p>");
    let names: Vec<String> = of(CoverageState::Unreadable).map(|of| words.artifact(&of.artifact)).collect();
    if !names.is_empty() {
        put!(
            out => "<p>", (words.fill("report-reach-unreadable", &[("names", &names.join(", "))])),
            "</p>"
        );
    }
    let kind = case.file.evidence.kind;
    if kind != EvidenceKind::EncryptedArchive {
        let id = format!("report-reach-{}", kind.name().replace('_', "-"));
        put!(out => "<p>", (words.get(&id)), "</p>");
    }
    if !case.file.inside.is_empty() {
        let inside: Vec<String> = case.file.inside.iter().map(|of| of.path.clone()).collect();
        put!(out => "<p>", (words.fill("report-reach-inside", &[("names", &inside.join(", "))])), "</p>");
    }
}
