//! The report in every form: the same content, inert whatever the device says, in the language asked for, and never silent
//! about a case that is not as it was left.

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::{case, finding, process, rich};
use vigie_case::{Case, Difference, Verification, What};
use vigie_report::ReportFormat;
use vigie_testkit::python;
use vigie_text::{Lang, Texts};

fn found(differences: Vec<Difference>) -> Verification {
    Verification {
        differences,
        files: 11,
        manifest: Some("ab".repeat(32)),
        signature: None,
        timestamp: None,
        custody: Vec::new(),
    }
}

fn told(case: &Case, format: ReportFormat, lang: Lang) -> String {
    told_of(case, &found(Vec::new()), format, lang)
}

fn told_of(case: &Case, found: &Verification, format: ReportFormat, lang: Lang) -> String {
    let bytes = vigie_report::report(case, found, format, &Texts::new(lang)).expect("a report");
    String::from_utf8(bytes).expect("text")
}

/// What stands between two marks, the first time.
fn between<'p>(text: &'p str, begin: &str, end: &str) -> &'p str {
    let (_, rest) = text.split_once(begin).expect(begin);
    rest.split_once(end).expect(end).0
}

#[test]
fn the_policy_knows_style_and_script_by_their_hashes_and_nothing_else() {
    for format in [ReportFormat::Html, ReportFormat::PdfReady] {
        let page = told(&rich(), format, Lang::Fr);
        let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
        let style = hash(between(&page, "<style>", "</style>"));
        let script = match format {
            ReportFormat::Html => hash(between(&page, "<script>", "</script>")),
            _ => "'none'".to_owned(),
        };
        let policy = between(&page, "Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
        assert_eq!(
            policy,
            format!("default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'")
        );
        assert!(!page.contains(" style=\"") && !page.contains(" onclick") && !page.contains(" src="), "{format}");
    }
}

#[test]
fn on_paper_everything_is_open_and_sheets_are_numbered() {
    let page = told(&rich(), ReportFormat::PdfReady, Lang::En);
    for absent in ["<script", "<details", "<form", "<button", "class=\"detail\""] {
        assert!(!page.contains(absent), "{absent}");
    }
    let style = between(&page, "<style>", "</style>");
    assert!(style.contains("counter(page) \" / \" counter(pages)"));
    assert!(style.contains("@top-center { content: \"vigie \\b7  Examination of a device"), "a running head");
    assert!(page.contains("Files that were read, with their hashes") && page.contains(&"ab".repeat(32)));
    assert!(page.contains("Have you seen this?"), "records are there");
    assert!(page.contains("<span class=\"ref\">(No. 1)</span>"));
}

/// A bidirectional text is mended by the browser only where it is set apart.
#[test]
fn every_value_of_the_device_is_set_apart() {
    let name = "\u{5e9}\u{5dc}\u{5d5}\u{5dd}";
    let mut finding = finding(json!({
        "seen": name, "place": { "source": name, "table": name },
        "indicator": { "value": name, "pack": name, "malware": [name], "sources": [name] },
        "record": { "text": name },
        "sentences": { "message": { "args": { "seen": name, "indicator": name, "malware": name } } }
    }));
    finding["level"] = "high".into();
    let mut case = case(&[finding], name, name);
    case.file.evidence.device.name = Some(name.to_owned());
    case.file.evidence.device.model = Some(name.to_owned());
    case.file.examiner = Some(name.to_owned());
    case.file.packs[0].name = name.to_owned();
    case.file.packs[0].origin = name.to_owned();
    case.coverage[0].sources[0].path = name.to_owned();
    case.coverage[0].sources[0].stored_as = Some(name.to_owned());
    case.problems[0].source = Some(name.to_owned());
    case.programs[0].path = Some(name.to_owned());
    let differs = found(vec![difference(name)]);
    for format in [ReportFormat::Html, ReportFormat::PdfReady] {
        for lang in [Lang::En, Lang::Fr] {
            let page = told_of(&case, &differs, format, lang);
            let mut seen = 0;
            for (at, _) in page.match_indices(name) {
                let before = &page[..at];
                let tag = &before[before.rfind('<').expect("an element")..];
                let apart =
                    ["<bdi", "<code", "<pre"].iter().any(|own| tag.starts_with(own)) || tag.contains("dir=\"auto\"");
                // A record is set apart as a whole, and so is what the register is asked for.
                let is_said = page[at..].contains("report-context")
                    || tag.starts_with("<p>The register")
                    || tag.starts_with("<p>Le registre");
                assert!(apart || is_said, "{format}: …{}", &before[before.len().saturating_sub(120)..]);
                seen += 1;
            }
            assert!(seen > 15, "{seen}");
        }
    }
}

fn difference(file: &str) -> Difference {
    Difference { file: file.to_owned(), line: Some(3), what: What::EntryChanged, detail: None }
}

#[test]
fn what_differs_stands_before_everything_else() {
    let whole = found(Vec::new());
    let differs = found(vec![
        difference("custody.jsonl"),
        Difference { line: None, what: What::Changed, ..difference("findings.jsonl") },
    ]);
    let case = rich();
    for format in ReportFormat::ALL {
        for (lang, title, line) in [
            (Lang::En, "This case is not as it was left", "line 3: changed since it was written"),
            (Lang::Fr, "Ce dossier n'est pas tel qu'il a été laissé", "modifiée depuis son écriture"),
        ] {
            let text = told_of(&case, &differs, format, lang).replace("&#39;", "'");
            let at = text.find(title).unwrap_or_else(|| panic!("{format} {lang:?}: not told"));
            if format != ReportFormat::Json {
                let person = ["id=\"person\"", "## For the person", "## Pour la personne", "F-8899aabbccddeeff"];
                let first = person.iter().filter_map(|mark| text.find(mark)).min().expect("the person's part");
                assert!(at < first, "{format}: {at} {first}");
            }
            assert!(
                text.contains(line) && text.contains("custody.jsonl") && text.contains("findings.jsonl"),
                "{format}"
            );
            let text = told_of(&case, &whole, format, lang).replace("&#39;", "'");
            assert!(!text.contains(title), "{format}");
        }
    }
    let text = told_of(&case, &differs, ReportFormat::Json, Lang::En);
    let told: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(told["verification"]["as_it_was_left"], false);
    assert_eq!(told["verification"]["differences"][0]["says"], "custody.jsonl, line 3: changed since it was written");
}

#[test]
fn a_sentence_this_version_lacks_stands_as_the_case_has_it() {
    let mut old = finding(json!({ "message": "a sentence of\u{1b}[31m then", "innocent": "when it was so" }));
    old.as_object_mut().expect("an object").remove("sentences");
    let newer = finding(json!({ "sentences": { "message": { "id": "finding-of-tomorrow" } } }));
    let lacking = finding(json!({ "sentences": { "message": { "args": Value::Null } } }));
    let mut lacking = lacking;
    lacking["sentences"]["message"] = json!({ "id": "finding-link" });
    let case = case(&[old, newer, lacking], "x", "y");
    for format in ReportFormat::ALL {
        let text = told(&case, format, Lang::Fr);
        assert!(
            text.contains("a sentence of\\u{1b}[31m then")
                || text.contains("a sentence of\\\\u{1b}\\[31m then")
                || format == ReportFormat::Json && text.contains("a sentence of\\\\u{1b}[31m then"),
            "{format}"
        );
        assert!(
            text.contains("when it was so") && !text.contains("finding-of-tomorrow:") && !text.contains("{$seen}"),
            "{format}"
        );
    }
    let page = told(&case, ReportFormat::Html, Lang::Fr);
    assert!(page.contains("<span lang=\"en\" dir=\"auto\">in another language</span>"));
    assert!(page.contains("3 constats sont donnés dans les mots du dossier"));
    let told: Value = serde_json::from_str(&told(&case, ReportFormat::Json, Lang::Fr)).expect("JSON");
    assert_eq!(told["findings"][0]["told_in"], "en");
    assert_eq!(told["lang"], "fr");
}

#[test]
fn json_has_the_words_of_the_page_and_all_of_the_case() {
    let text = told(&rich(), ReportFormat::Json, Lang::Fr);
    let page = told(&rich(), ReportFormat::Html, Lang::Fr);
    let told: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&told["schema"], &told["case"]["schema"]), (&json!("vigie-report/1"), &json!("vigie-case/1")));
    let on_page = |value: &Value| {
        let text = value.as_str().expect("text").replace('\'', "&#39;");
        assert!(page.contains(&text), "{text}");
    };
    let person = &told["person"];
    for list in ["in_short", "means", "reach"] {
        let items = person[list].as_array().expect("a list");
        assert!(!items.is_empty(), "{list}");
        items.iter().for_each(on_page);
    }
    for step in person["to_do"].as_array().expect("a list") {
        on_page(&step["what"]);
        on_page(&step["how"]);
    }
    for of in person["who_helps"].as_array().expect("a list") {
        on_page(&of["name"]);
        on_page(&of["address"]);
    }
    assert_eq!(told["findings"].as_array().expect("a list").len(), rich().findings.len());
    assert_eq!(told["findings"][0]["level_name"], "critique");
    assert_eq!(told["findings"][0]["told_in"], "fr");
    assert!(told["problems"][0]["says"].as_str().expect("text").len() > 10);
    assert_eq!(told["coverage"].as_array().expect("a list").len(), rich().coverage.len());
}

/// A case whose every value tries to be more than a text.
fn hostile() -> Case {
    let evil = "`` ![a](https://e.example/x.png) [b](javascript:c) <img src=x> | c | www.e.example me@e.example\n# d\n- e\n| --- |\n~~~\n```\u{202e}";
    let hostile = finding(json!({
        "seen": evil, "place": { "source": evil, "table": evil },
        "indicator": { "value": evil, "pack": evil, "malware": [evil], "sources": [evil, "| --- | --- |"], "matched": evil },
        "record": { evil: evil },
        "sentences": { "message": { "args": { "seen": evil, "indicator": evil, "malware": evil } } }
    }));
    let mut case = case(&[hostile, process("high", "2024-05-14T02:11:09Z")], evil, evil);
    case.file.evidence.device.model = Some(evil.to_owned());
    case.file.examiner = Some(evil.to_owned());
    evil.clone_into(&mut case.file.packs[0].name);
    evil.clone_into(&mut case.coverage[0].sources[0].path);
    case.problems[0].source = Some(evil.to_owned());
    case.programs[0].path = Some(evil.to_owned());
    case
}

#[test]
fn hostile_values_do_nothing_in_markdown() {
    let case = hostile();
    for lang in [Lang::En, Lang::Fr] {
        let text = told(&case, ReportFormat::Md, lang);
        assert!(!text.contains('\u{202e}'));
        let live = without_code(&text);
        for sign in [
            "https://e.example",
            "www.e.example",
            "me@e.example",
            "![a]",
            "[b]",
            "<img",
            "javascript:c)](",
            "](javascript",
        ] {
            // What is escaped is dead; what is left would live.
            assert!(!live.replace("\\[", "").replace("\\<", "").replace("\\]", "").contains(sign), "{sign}: {live}");
        }
        // No line begins a block of the device's making.
        assert!(
            !live
                .lines()
                .any(|line| line.trim_start().starts_with("# d") || line.starts_with("- e") || line.starts_with("~~~"))
        );
        // Every row of a table has the cells of its head.
        for table in live.split("\n\n").filter(|block| block.starts_with("| ")) {
            let cells = |line: &str| line.replace("\\|", "").matches('|').count();
            let head = cells(table.lines().next().expect("a head"));
            for line in table.lines() {
                assert_eq!(cells(line), head, "{line}");
            }
        }
        let links: Vec<&str> = live.match_indices("](").map(|(at, _)| &live[at + 2..at + 10]).collect();
        let helplines = text.matches("](https://accessnow.org/help)").count()
            + text.matches("](https://securitylab.amnesty.org/get-help)").count();
        assert_eq!((links.iter().filter(|link| **link == "https://").count(), helplines), (2, 2), "{links:?}");
    }
}

/// Markdown without its code: fenced blocks and spans, each ended by as many back-ticks as it began with.
fn without_code(text: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) => {
                if ticks.len() >= open.len() && ticks.len() == line.len() {
                    fence = None;
                }
            }
            None if ticks.len() >= 3 && ticks.len() == line.len() => fence = Some(ticks),
            None => {
                out.push_str(&without_spans(line));
                out.push('\n');
            }
        }
    }
    assert!(fence.is_none(), "a fence is left open");
    out
}

fn without_spans(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        let ticks = rest[at..].chars().take_while(|c| *c == '`').count();
        if rest[..at].ends_with('\\') {
            out.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        }
        out.push_str(&rest[..at]);
        let inner = &rest[at + ticks..];
        // The span ends at the next run of the same length.
        let mut end = None;
        let mut from = 0;
        while let Some(next) = inner[from..].find('`') {
            let run = inner[from + next..].chars().take_while(|c| *c == '`').count();
            if run == ticks {
                end = Some(from + next);
                break;
            }
            from += next + run;
        }
        let end = end.unwrap_or_else(|| panic!("a span is left open: {line}"));
        out.push('x');
        rest = &inner[end + ticks..];
    }
    out + rest
}

#[test]
fn a_table_for_spreadsheets_has_no_formula() {
    let case = case(&[finding(json!({ "seen": "=cmd|' /C calc'!A0", "place": { "source": "+1" } }))], "x", "y");
    let differs = found(vec![difference("=HYPERLINK(\"x\")")]);
    let text = told_of(&case, &differs, ReportFormat::Csv, Lang::En);
    assert_eq!(text.lines().count(), 3);
    let cells = text.lines().skip(1).flat_map(|line| line.trim_matches('"').split("\",\""));
    for cell in cells {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    assert!(text.contains("\"case-differs\""));
}

/// What is written from right to left turns by itself: nothing in a style says left or right.
#[test]
fn styles_know_no_left_and_no_right() {
    let pages = [ReportFormat::Html, ReportFormat::PdfReady].map(|format| told(&rich(), format, Lang::En));
    for page in &pages {
        let style = between(page, "<style>", "</style>");
        assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"));
        for word in ["left", "right", "translateX", "float"] {
            assert!(!style.contains(word), "{word}");
        }
        // Four values name the sides by their order.
        for rule in style.split([';', '{', '}']) {
            let Some((property, values)) = rule.split_once(':') else { continue };
            let property = property.trim();
            let sides = ["margin", "padding", "inset", "border-width", "border-color", "border-style"];
            let values: Vec<&str> = values.split_whitespace().collect();
            if sides.contains(&property) && values.len() == 4 {
                assert_eq!(values[1], values[3], "{rule}");
            }
        }
    }
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    for format in ReportFormat::ALL {
        assert_eq!(told(&rich(), format, Lang::En), told(&rich(), format, Lang::En));
        assert_eq!(format.name().parse(), Ok(format));
    }
}

/// What a reader of Markdown that looks for addresses itself makes of it: the links, and everything that is live.
const READER: &str = r#"
import sys
from markdown_it import MarkdownIt
def walk(tokens):
    for token in tokens:
        yield token
        yield from walk(token.children or [])
text = open(sys.argv[1], encoding="utf-8", newline="").read()
for token in walk(MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(text)):
    if token.type in ("link_open", "image", "html_inline", "html_block"):
        print(token.type, token.attrGet("href") or token.attrGet("src") or token.content)
"#;

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn a_reader_of_markdown_finds_two_links_whatever_the_device_says() {
    let wanted = ["markdown-it-py==4.3.0", "linkify-it-py==2.2.0"];
    let bin = match python::environment(env!("CARGO_TARGET_TMPDIR"), "markdown_it, linkify_it", &wanted) {
        Ok(bin) => bin,
        Err(why) => {
            eprintln!("skipped: {why}");
            return;
        }
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (script, file) = (folder.path().join("reader.py"), folder.path().join("report.md"));
    std::fs::write(&script, READER).expect("is written");
    for lang in [Lang::En, Lang::Fr] {
        std::fs::write(&file, told(&hostile(), ReportFormat::Md, lang)).expect("is written");
        let args = [script.as_os_str(), file.as_os_str()].map(|arg| arg.to_str().expect("UTF-8"));
        let live = python::run(&bin.join("python"), &args).expect("the reader reads");
        let helplines = "link_open https://accessnow.org/help\nlink_open https://securitylab.amnesty.org/get-help\n";
        assert_eq!(live.replace("\r\n", "\n"), helplines);
    }
}
