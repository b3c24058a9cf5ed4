//! The page around its parts: what browsers must know, the head, the way around, the end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use vigie_case::{Case, Verification};
use vigie_model::{Device, EvidenceKind};
use vigie_text::Lang;

use crate::html::{Html, put};
use crate::paper::Style;
use crate::situation::Situation;
use crate::words::{Words, moment};
use crate::{context, coverage, findings, methods, overview, person, problems, programs, verified};

/// The style of a screen.
pub(crate) const SCREEN: &str = concat!(include_str!("assets/style.css"), include_str!("assets/dark.css"));
const SCRIPT: &str = include_str!("assets/script.js");

/// Nothing is loaded, sent or run but our own style and script, known by their hashes.
fn policy(style: &str, script: Option<&str>) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let script = script.map_or_else(|| "'none'".to_owned(), hash);
    format!("default-src 'none'; style-src {}; script-src {script}; base-uri 'none'; form-action 'none'", hash(style))
}

/// The direction a language is written in.
fn direction(lang: Lang) -> &'static str {
    match lang {
        Lang::En | Lang::Fr => "ltr",
    }
}

/// `iPhone 13 (iPhone14,5), iOS 17.5.1 (21F90)`, as far as known.
pub(crate) fn device(device: &Device) -> String {
    let mut parts = Vec::new();
    match (&device.model, &device.product_type) {
        (Some(model), Some(kind)) => parts.push(format!("{model} ({kind})")),
        (Some(one), None) | (None, Some(one)) => parts.push(one.clone()),
        (None, None) => {}
    }
    let system: Vec<&str> = [&device.os, &device.os_version].into_iter().flatten().map(String::as_str).collect();
    let build = device.os_build.as_ref().map(|build| format!(" ({build})")).unwrap_or_default();
    if !system.is_empty() {
        parts.push(system.join(" ") + &build);
    }
    parts.join(", ")
}

pub(crate) fn kind(kind: EvidenceKind, words: &Words<'_>) -> String {
    words.get(&kind.sentence())
}

/// The whole page. With what verifying the case found, if that was looked at.
pub(crate) fn page(case: &Case, verification: Option<&Verification>, words: &Words<'_>) -> String {
    let mut out = Html::default();
    let out_ref = &mut out;
    head(out_ref, case, words);
    masthead(out_ref, case, words);
    put!(out_ref => "<main id=\"text\">");
    if let Some(found) = verification {
        verified::alarm(out_ref, found, words);
    }
    let situation = Situation::of(case);
    person::part(out_ref, case, &situation, words);
    put!(
        out_ref => "<section class=\"part\" id=\"analyst\" aria-labelledby=\"analyst-title\"><h2 id=\"analyst-title\">"
    );
    put!(out_ref => (words.get("report-part-analyst")), "</h2>");
    overview::section(out_ref, case, words);
    findings::section(out_ref, case, words);
    context::section(out_ref, case, words);
    programs::section(out_ref, case, words);
    coverage::section(out_ref, case, words);
    problems::section(out_ref, case, words);
    put!(out_ref => "</section>");
    methods::part(out_ref, case, verification, words);
    put!(out_ref => "</main>");
    foot(out_ref, case, verification.is_some(), words);
    out.finish()
}

fn head(out: &mut Html, case: &Case, words: &Words<'_>) {
    let lang = words.lang();
    put!(
        out => "<!doctype html>\n<html lang=\"", (lang.code()), "\" dir=\"", (direction(lang)),
        "\">\n<head>\n"
    );
    let paper = words.is_paper().then(|| Style::new(case, words));
    let policy = match &paper {
        Some(style) => policy(style.text(), None),
        None => policy(SCREEN, Some(SCRIPT)),
    };
    put!(
        out => "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"",
        (policy), "\">\n"
    );
    put!(out => "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    put!(
        out => "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n"
    );
    // Phones make links of numbers and addresses; those here come from a device under suspicion.
    put!(
        out => "<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no, url=no\">\n"
    );
    let schemes = if words.is_paper() { "light" } else { "light dark" };
    put!(out => "<meta name=\"color-scheme\" content=\"", (schemes), "\">\n");
    // The title stays in histories and window lists: it names no device and no person.
    put!(out => "<title>vigie · ", (person::fitting(case, "report-title", words)), "</title>\n<style>");
    match &paper {
        Some(style) => out.style(style),
        None => out.raw(SCREEN),
    }
    put!(out => "</style>\n</head>\n<body>\n");
    put!(out => "<a class=\"skip\" href=\"#text\">", (words.get("report-skip")), "</a>\n");
}

fn masthead(out: &mut Html, case: &Case, words: &Words<'_>) {
    let file = &case.file;
    put!(
        out => "<header class=\"masthead\"><p class=\"brand\">vigie</p><h1>",
        (person::fitting(case, "report-title", words)), "</h1><p class=\"what\">"
    );
    put!(out => (kind(file.evidence.kind, words)));
    let device = device(&file.evidence.device);
    if !device.is_empty() {
        put!(out => " · <bdi>", (device), "</bdi>");
    }
    put!(out => "<br>");
    if let Some(made) = file.evidence.made {
        put!(out => (words.fill("report-made", &[("day", &words.day(made))])), " · ");
    }
    put!(out => (words.fill("report-examined", &[("day", &words.day(file.examined_at))])), "</p>");
    if let Some(note) = crate::redaction_note(case, words.texts()) {
        put!(out => "<p class=\"note strong\">", (note), "</p>");
    }
    put!(out => "<nav aria-label=\"", (words.get("report-nav")), "\"><ul>");
    put!(out => "<li><a href=\"#person\">", (words.get("report-part-person")), "</a></li>");
    put!(out => "<li><a href=\"#analyst\">", (words.get("report-part-analyst")), "</a></li>");
    put!(out => "<li><a href=\"#methods\">", (words.get("report-part-methods")), "</a></li>");
    put!(out => "</ul></nav></header>\n");
}

fn foot(out: &mut Html, case: &Case, from_case: bool, words: &Words<'_>) {
    let made = [("version", case.file.tool.as_str()), ("at", &moment(case.file.examined_at))];
    put!(
        out => "<footer><p>", [words.fill_marked("report-made-with", &made)]
    );
    if from_case {
        put!(out => " ", (words.fill("report-told-with", &[("version", env!("CARGO_PKG_VERSION"))])));
    }
    put!(out => "</p><p>", (words.get("report-private")), "</p></footer>\n");
    if !words.is_paper() {
        put!(out => "<script>");
        out.raw(SCRIPT);
        put!(out => "</script>\n");
    }
    put!(out => "</body>\n</html>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_style_and_script_do_not_end_their_elements() {
        assert!(!SCREEN.contains('<') && !SCRIPT.contains("</"));
        assert!(!SCREEN.contains("url(") && !SCREEN.contains("@import"));
        for word in ["fetch", "XMLHttpRequest", "innerHTML", "eval(", "import(", "http"] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
    }
}
