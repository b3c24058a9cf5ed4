//! What was examined and with what, and how to repeat and verify it.

use vigie_case::{Case, PackTold, Verification, Versioned};
use vigie_model::{EvidenceKind, Level, Meaning};

use crate::findings::badge;
use crate::html::{Html, put};
use crate::page;
use crate::verified;
use crate::words::{Words, moment, number};

pub(crate) fn part(out: &mut Html, case: &Case, verification: Option<&Verification>, words: &Words<'_>) {
    put!(out => "<section class=\"part\" id=\"methods\" aria-labelledby=\"methods-title\">");
    put!(out => "<h2 id=\"methods-title\">", (words.get("report-part-methods")), "</h2>");
    put!(out => "<p>", (words.get("report-methods-how")), "</p>");
    if let Some(found) = verification {
        verified::told(out, found, words);
    }
    evidence(out, case, words);
    examination(out, case, words);
    packs(out, case, words);
    versions(out, words, "artifact", &case.file.artifacts);
    versions(out, words, "heuristic", &case.file.heuristics);
    levels(out, words);
    repeat(out, case, words);
    put!(out => "</section>\n");
}

fn facts(out: &mut Html, words: &Words<'_>, facts: &[(&str, Option<String>)]) {
    put!(out => "<dl class=\"facts\">");
    for (id, value) in facts {
        if let Some(value) = value {
            put!(
                out => "<dt>", (words.get(id)), "</dt><dd dir=\"auto\">",
                (words.clipped(value, 2000)), "</dd>"
            );
        }
    }
    put!(out => "</dl>");
}

fn evidence(out: &mut Html, case: &Case, words: &Words<'_>) {
    let info = &case.file.evidence;
    put!(out => "<h3>", (words.get("report-evidence")), "</h3>");
    let device = Some(page::device(&info.device)).filter(|text| !text.is_empty());
    facts(
        out,
        words,
        &[
            ("report-evidence-kind", Some(page::kind(info.kind, words))),
            ("report-evidence-id", Some(info.id.clone())),
            ("report-evidence-id-of", Some(info.id_of.clone())),
            ("report-evidence-files", Some(number(info.files))),
            ("report-evidence-whole", case.file.whole.as_ref().map(|whole| whole.blake3.clone())),
            ("report-evidence-made", info.made.map(moment)),
            ("report-evidence-device", device),
            ("report-evidence-patch", info.device.security_patch.clone()),
            ("report-evidence-name", info.device.name.clone()),
            ("report-evidence-serial", info.device.serial.clone()),
            ("report-evidence-udid", info.device.udid.clone()),
        ],
    );
}

fn examination(out: &mut Html, case: &Case, words: &Words<'_>) {
    let file = &case.file;
    put!(out => "<h3>", (words.get("report-examination")), "</h3>");
    let consent = file.consent.clone().unwrap_or_else(|| words.get("report-consent-none"));
    facts(
        out,
        words,
        &[
            ("report-examined-at", Some(moment(file.examined_at))),
            ("report-tool", Some(format!("vigie {} · {}", file.tool, file.schema))),
            ("report-keep", Some(words.get(&format!("report-keep-{}", file.keep)))),
            ("report-consent", Some(consent)),
            ("report-examiner", file.examiner.clone()),
        ],
    );
}

fn packs(out: &mut Html, case: &Case, words: &Words<'_>) {
    put!(
        out => "<h3>", (words.get("report-packs")), "</h3><p>",
        (words.get("report-packs-explained")), "</p>"
    );
    put!(
        out => "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\"><caption>",
        (words.get("report-packs-table")), "</caption><thead><tr>"
    );
    for id in ["pack", "origin", "indicators", "usable", "unusable", "revoked", "sha256"] {
        put!(out => "<th scope=\"col\">", (words.get(&format!("report-col-{id}"))), "</th>");
    }
    put!(out => "</tr></thead><tbody>");
    for pack in &case.file.packs {
        let origin = if pack.origin == "embedded" { words.get("report-packs-embedded") } else { pack.origin.clone() };
        put!(
            out => "<tr><th scope=\"row\"><bdi>", (words.clipped(&pack.name, 300)), "</bdi></th><td><bdi>",
            (words.clipped(&origin, 300)), "</bdi></td>"
        );
        for count in [pack.indicators, pack.usable, pack.unusable, pack.revoked] {
            put!(out => "<td class=\"n\" data-v=\"", (count), "\">", (number(count)), "</td>");
        }
        put!(out => "<td class=\"wide\"><code>", (pack.sha256), "</code></td></tr>");
    }
    put!(out => "</tbody></table></div>");
}

fn versions(out: &mut Html, words: &Words<'_>, what: &'static str, of: &[Versioned]) {
    put!(out => "<h3>", (words.get(&format!("report-{what}s"))), "</h3>");
    if words.is_paper() {
        put!(out => "<p>", (words.get("report-paper-versions")), "</p><ul class=\"columns\">");
        for Versioned { id, version } in of {
            put!(out => "<li><span class=\"id\">", (id), "</span> ", (version), "</li>");
        }
        put!(out => "</ul>");
        return;
    }
    put!(
        out => "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\"><caption>"
    );
    put!(out => (words.get(&format!("report-{what}s-table"))), "</caption><thead><tr>");
    for id in [what, "id", "version", "says"] {
        put!(out => "<th scope=\"col\">", (words.get(&format!("report-col-{id}"))), "</th>");
    }
    put!(out => "</tr></thead><tbody>");
    let about = if what == "artifact" { "shows" } else { "sees" };
    for Versioned { id, version } in of {
        put!(
            out => "<tr><th scope=\"row\">", (words.get_or(&format!("{what}-{id}-name"), id)),
            "</th>"
        );
        put!(
            out => "<td><span class=\"id\">", (id), "</span></td><td class=\"n\">", (version),
            "</td>"
        );
        put!(
            out => "<td class=\"wide\">", (words.get_or(&format!("{what}-{id}-{about}"), "–")),
            "</td></tr>"
        );
    }
    put!(out => "</tbody></table></div>");
}

fn levels(out: &mut Html, words: &Words<'_>) {
    put!(out => "<h3>", (words.get("report-levels")), "</h3><dl class=\"facts\">");
    for level in Level::ALL.into_iter().rev() {
        put!(out => "<dt>");
        badge(out, words, level);
        put!(out => "</dt><dd>", (words.get(&format!("report-level-{level}"))), "</dd>");
    }
    for meaning in Meaning::ALL {
        put!(out => "<dt>", (words.get(&format!("meaning-{meaning}-name"))), "</dt>");
        put!(out => "<dd>", (words.get(&format!("meaning-{meaning}-explained"))), "</dd>");
    }
    put!(out => "</dl>");
}

/// The command has placeholders only: nothing from a device is ever written where it may be copied into a shell.
fn repeat(out: &mut Html, case: &Case, words: &Words<'_>) {
    put!(
        out => "<h3>", (words.get("report-repeat")), "</h3><p>", (words.get("report-repeat-how")),
        "</p><pre class=\"command\">"
    );
    put!(
        out => "vigie check ", (words.get("report-repeat-evidence")), " --case ",
        (words.get("report-repeat-case"))
    );
    put!(out => " --keep ", (case.file.keep), " --lang ", (words.lang().code()));
    let given = || case.file.packs.iter().filter(|pack| pack.origin != "embedded");
    let is_rules = |pack: &PackTold| pack.kinds.contains_key("yara");
    if given().any(|pack| !is_rules(pack)) {
        put!(out => " --indicators ", (words.get("report-repeat-packs")));
    }
    if given().any(is_rules) {
        put!(out => " --yara ", (words.get("report-repeat-rules")));
    }
    if !case.file.protect.is_empty() {
        put!(out => " --protect ", (words.get("report-repeat-name")));
    }
    // Never recognised: who examined said so.
    if case.file.evidence.kind == EvidenceKind::Files {
        put!(out => " --as files");
    }
    put!(
        out => "</pre><p>", (words.get("report-verify")),
        "</p><pre class=\"command\">sha256sum -c MANIFEST</pre>"
    );
    put!(out => "<p>", (words.get("report-verify-self")), "</p>");
    put!(
        out => "<p>", (words.get("report-verify-all")), "</p><pre class=\"command\">vigie verify ",
        (words.get("report-repeat-case")), " --evidence ", (words.get("report-repeat-evidence")), "</pre>"
    );
}
