//! The page of made-up cases: whole, in both languages, with hostile values, and large.

mod support;

use serde_json::json;
use support::{case, finding, lockdown, process, rich};
use vigie_case::Case;
use vigie_model::EvidenceKind;
use vigie_text::{Lang, Texts};

fn page(case: &Case, lang: Lang) -> String {
    vigie_report::html(case, &Texts::new(lang))
}

/// The page without its style, its script and their hashes, one element to a line.
fn body(page: &str) -> String {
    let mut out = page.to_owned();
    for (begin, end) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let from = out.find(begin).unwrap() + begin.len();
        let to = from + out[from..].find(end).unwrap();
        out.replace_range(from..to, "…");
    }
    while let Some(from) = out.find("'sha256-") {
        let to = from + 8 + out[from + 8..].find('\'').unwrap() + 1;
        out.replace_range(from..to, "HASH");
    }
    out = out.replace("&#39;sha256-", "&#39;HASH-");
    for element in [
        "<section", "<h3", "<h4", "<p", "<li", "<tr", "<dt", "<dd", "<article", "<form", "<text", "<rect", "<circle",
        "<details",
    ] {
        out = out.replace(element, &format!("\n{element}"));
    }
    let keep = |line: &str| {
        if line.contains("HASH-") { "(policy)".to_owned() } else { line.to_owned() }
    };
    out.lines().map(keep).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_case_in_english() {
    insta::assert_snapshot!(body(&page(&rich(), Lang::En)));
}

#[test]
fn a_case_in_french() {
    insta::assert_snapshot!(body(&page(&rich(), Lang::Fr)));
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    assert_eq!(page(&rich(), Lang::En), page(&rich(), Lang::En));
}

#[test]
fn nothing_is_loaded_and_only_helplines_are_linked() {
    let page = page(&rich(), Lang::En);
    assert!(page.contains("default-src &#39;none&#39;"));
    assert!(!page.contains("unsafe-inline"));
    assert!(!page.contains(" src=") && !page.contains(" style=") && !page.contains("<img"));
    let links: Vec<&str> =
        page.match_indices("href=\"").map(|(at, _)| page[at + 6..].split('"').next().unwrap()).collect();
    let outward: Vec<&&str> = links.iter().filter(|link| !link.starts_with('#')).collect();
    assert_eq!(outward, [&"https://accessnow.org/help", &"https://securitylab.amnesty.org/get-help"]);
    for link in links.iter().filter(|link| link.starts_with('#')) {
        assert!(page.contains(&format!("id=\"{}\"", &link[1..])), "{link} leads nowhere");
    }
}

/// Every tag opened is closed, in order.
fn well_nested(page: &str) {
    let mut open = Vec::new();
    let body = body(page);
    for (at, _) in body.match_indices('<') {
        let tag = &body[at + 1..at + body[at..].find('>').unwrap()];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        if ["!doctype", "meta", "br", "input"].contains(&name) || tag.ends_with('/') {
            continue;
        }
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "at {at}");
        } else {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn hostile_values_stay_text() {
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(2)> \u{202e}=HYPERLINK(\"x\")</pre></style>\u{0}\u{1b}[31m&amp;";
    let hostile = finding(json!({
        "id": evil, "artifact": evil, "seen": evil, "message": evil, "innocent": evil,
        "place": { "source": evil, "table": evil },
        "indicator": { "id": evil, "type": evil, "value": evil, "pack": evil, "malware": [evil], "sources": [evil], "matched": evil },
        "heuristic": { "id": evil, "version": 1, "source": evil },
        "record": { evil: [evil] },
        "sentences": { "message": { "id": evil, "args": { "seen": evil } }, "innocent": { "id": evil } }
    }));
    let sentence =
        finding(json!({ "sentences": { "message": { "args": { "seen": evil, "malware": evil, "how": evil } } } }));
    let mut case = case(&[hostile, sentence], evil, evil);
    let text = || evil.to_owned();
    case.file.tool = text();
    case.file.evidence.id = text();
    case.file.evidence.id_of = text();
    case.file.evidence.device.name = Some(text());
    case.file.evidence.device.model = Some(text());
    case.file.evidence.device.os_version = Some(text());
    case.file.artifacts[0].id = text();
    case.file.heuristics[0].id = text();
    case.file.packs[0].name = text();
    case.file.packs[0].origin = text();
    case.file.packs[0].sha256 = text();
    case.coverage[0].artifact = text();
    case.coverage[2].artifact = text();
    case.coverage[0].sources[0].path = text();
    case.coverage[0].sources[0].stored_as = Some(text());
    case.coverage[0].sources[0].sha256 = Some(text());
    case.problems[0].artifact = Some(text());
    case.problems[0].source = Some(text());
    for lang in [Lang::En, Lang::Fr] {
        let page = page(&case, lang);
        assert_eq!(page.matches("<script").count(), 1);
        assert_eq!(page.matches("</style").count(), 1);
        assert!(!page.contains("<img") && !page.contains("\" onerror") && !page.contains("\"'>"));
        assert!(!page.contains(['\u{202e}', '\u{0}', '\u{1b}']));
        assert!(page.contains("\\u{202e}=HYPERLINK(&quot;x&quot;)"));
        well_nested(&page);
    }
}

#[test]
fn the_first_words_follow_the_findings() {
    let words = |findings: &[serde_json::Value]| page(&case(findings, "x", "y"), Lang::En);
    let acted = "may have run, or been stored, on this device. They are serious";
    let not_acted = "Nothing was found, in what was examined, to show that an intrusion tool ran";
    let keep = "Keep the device as it is.";

    let none = words(&[]);
    assert!(
        none.contains("No known trace was found in what was examined.")
            && none.contains("does not mean that the device is clean")
    );
    assert!(!none.contains(keep) && !none.contains(not_acted));

    let posture = words(&[lockdown()]);
    assert!(posture.contains("No known trace was found") && posture.contains("Lockdown Mode is switched off."));

    let lured = words(&[finding(json!({}))]);
    assert!(lured.contains("does not mean that it worked") && lured.contains(not_acted) && lured.contains(keep));
    assert!(!lured.contains(acted) && !lured.contains("No known trace was found"));

    let ran = words(&[process("critical", "2024-05-13T02:11:09Z"), finding(json!({}))]);
    assert!(ran.contains(acted) && ran.contains(keep) && !ran.contains(not_acted));

    let weakly = words(&[process("low", "2024-05-13T02:11:09Z")]);
    assert!(weakly.contains("A weak sign was found") && weakly.contains(keep) && !weakly.contains(acted));

    let warned = words(&[finding(json!({ "meaning": "notice", "level": "medium" }))]);
    assert!(warned.contains("account.apple.com") && warned.contains(keep));

    let leads = words(&[finding(json!({ "level": "low" }))]);
    assert!(leads.contains("Only weak signs were found.") && !leads.contains(keep));

    let mut blind = case(&[], "x", "y");
    blind.coverage.clear();
    let blind = page(&blind, Lang::En);
    assert!(
        blind.contains("says nothing about the device")
            && !blind.contains("No known trace was found in what was examined.</p></div>")
    );
}

/// A mailbox, a capture and files are no device that could be kept, restarted or clean.
#[test]
fn what_is_no_device_is_not_called_one() {
    let ran = || process("high", "2024-05-13T02:11:09Z");
    for (kind, says) in [
        (EvidenceKind::Mailbox, "reached this mailbox"),
        (EvidenceKind::NetworkCapture, "Over this network"),
        (EvidenceKind::Files, "Among these files"),
    ] {
        let told = |findings: &[serde_json::Value]| {
            let mut case = case(findings, "x", "y");
            case.file.evidence.kind = kind;
            let page = page(&case, Lang::En);
            assert!(!page.contains("Examination of a device"), "{kind:?}");
            let (_, part) = page.split_once("id=\"person\"").unwrap();
            part.split_once("id=\"analyst\"").unwrap().0.to_owned()
        };
        let lured = told(&[finding(json!({}))]);
        assert!(lured.contains(says) && lured.contains("can seldom show that"), "{kind:?}");
        for part in [lured, told(&[]), told(&[finding(json!({ "level": "low" }))])] {
            for word in ["this device", "the device is", "the device as", "the device today", "another device"] {
                assert!(!part.contains(word), "{kind:?}: {word}");
            }
        }
        assert!(!told(&[ran()]).contains("Keep the device as it is."), "{kind:?}");
    }
}

#[test]
fn large_cases_say_where_the_rest_is() {
    let mut large = case(&[finding(json!({}))], "x", "y");
    large.findings = vec![large.findings[0].clone(); 2100];
    large.problems = vec![large.problems[0].clone(); 600];
    let page = page(&large, Lang::En);
    assert_eq!(page.matches("<article").count(), 2000);
    assert!(page.contains("the first 2000 of 2100 findings") && page.contains("findings.jsonl"));
    assert!(page.contains("the first 500 of 600 problems") && page.contains("problems.jsonl"));
}

#[test]
fn a_huge_value_is_cut_and_says_so() {
    let page = page(
        &case(&[finding(json!({ "seen": "x".repeat(1 << 20), "record": { "a": "y".repeat(1 << 20) } }))], "x", "y"),
        Lang::En,
    );
    assert!(page.len() < 200_000, "{}", page.len());
    assert!(page.contains("more characters]"));
}

// --- what is known about the tools

fn tool_page(malware: &str, lang: Lang) -> String {
    let finding = support::finding(serde_json::json!({ "indicator": { "malware": [malware] } }));
    let case = support::case(&[finding], "agreed", "nothing");
    vigie_report::html(&case, &Texts::new(lang))
}

#[test]
fn a_tool_comes_with_what_is_known_and_what_is_not_said() {
    let page = tool_page("Pegasus", Lang::En);
    let part = page.split("id=\"context\"").nth(1).expect("the part is there");
    for text in [
        "They do not say who used it here",
        "As of 1 June 2024",
        "Pegasus was developed by NSO Group",
        "<span class=\"state\">reported</span>",
        "NSO Group was added to: US Entity List",
        "<span class=\"state\">denied</span>",
        "Non-proliferation",
        "Access Now Digital Security Helpline",
        "no finding that anybody broke them",
    ] {
        assert!(part.contains(text), "{text}");
    }
    // The judgment of December 2024 was not known on that day.
    assert!(!part.contains("found NSO Group liable"));
}

#[test]
fn it_speaks_french() {
    let page = tool_page("Predator", Lang::Fr);
    let part = page.split("id=\"context\"").nth(1).expect("the part is there");
    for text in
        ["Ils ne disent pas qui l&#39;a utilisé ici", "a été développé par", "<span class=\"state\">sanctionné</span>"]
    {
        assert!(part.contains(text), "{text}");
    }
}

#[test]
fn a_name_without_a_tool_is_told() {
    let page = tool_page("Example Tool", Lang::En);
    assert!(page.contains("The register knows no tool by these names: Example Tool."));
    assert!(!page.contains("Bodies that take such reports"));
}
