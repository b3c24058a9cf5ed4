//! Whether the case is as it was left: above everything else when it is not, and among the methods when it is.

use vigie_case::{Difference, Verification};
use vigie_text::Texts;

use crate::html::{Html, put};
use crate::words::Words;

/// Differences told one by one.
const TOLD: usize = 40;

/// A difference as a sentence.
pub(crate) fn sentence(of: &Difference, texts: &Texts) -> String {
    let message = vigie_model::Message::new(of.what.sentence())
        .arg("file", of.file.as_str())
        .arg("line", of.line.map(|line| line.to_string()).unwrap_or_default())
        .arg("detail", of.detail.clone().unwrap_or_default());
    texts.message(&message)
}

/// What differs, before anything is read that may not be what was found.
pub(crate) fn alarm(out: &mut Html, found: &Verification, words: &Words<'_>) {
    let differences = &found.differences;
    if differences.is_empty() {
        return;
    }
    put!(out => "<section class=\"alarm\" id=\"differs\" aria-labelledby=\"differs-title\"><h2 id=\"differs-title\">");
    put!(out => (words.get("report-differs")), "</h2><p>", (words.get("report-differs-means")), "</p><p>");
    put!(out => (words.count("verify-differs", &[("count", differences.len() as u64)])), "</p><ul>");
    for one in differences.iter().take(TOLD) {
        put!(out => "<li>", [sentence(one, words.marked())], "</li>");
    }
    put!(out => "</ul>");
    if differences.len() > TOLD {
        let more = words.count("report-differs-more", &[("more", (differences.len() - TOLD) as u64)]);
        put!(out => "<p>", (more), "</p>");
    }
    put!(out => "</section>\n");
}

/// What was verified for this report.
pub(crate) fn told(out: &mut Html, found: &Verification, words: &Words<'_>) {
    put!(out => "<h3>", (words.get("report-checked")), "</h3><ul>");
    if found.differences.is_empty() {
        let numbers = [("files", found.files), ("entries", found.custody.len() as u64)];
        put!(out => "<li>", (words.count("verify-whole", &numbers)), "</li>");
    } else {
        put!(out => "<li><b>", (words.get("report-differs")), ".</b></li>");
    }
    if let Some(hash) = &found.manifest {
        put!(out => "<li>", [words.fill_marked("verify-manifest", &[("sha256", hash)])], "</li>");
    }
    match &found.signature {
        Some(signature) => {
            let id = if signature.key_was_given { "verify-signed" } else { "verify-signed-by-named" };
            let values = [("id", signature.key_id.as_str()), ("key", signature.key.as_str())];
            put!(out => "<li>", [words.fill_marked(id, &values)], "</li>");
        }
        None if found.differences.is_empty() => put!(out => "<li>", (words.get("verify-unsigned")), "</li>"),
        None => {}
    }
    put!(out => "</ul>");
}
