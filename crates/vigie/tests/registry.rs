//! The registries are sound, and everything in them is told in both languages.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use vigie_artifacts::{ARTIFACTS, Plan};
use vigie_detect::HEURISTICS;
use vigie_model::{Layout, ProblemCode};
use vigie_text::{Lang, Texts};

fn is_snake_case(id: &str) -> bool {
    id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') && !id.contains("__")
}

#[test]
fn artifacts_are_declared_soundly() {
    let ids: Vec<_> = ARTIFACTS.iter().map(|artifact| artifact.spec().id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted, "sorted by id, none twice");
    for artifact in ARTIFACTS {
        let spec = artifact.spec();
        assert!(is_snake_case(spec.id), "{}", spec.id);
        assert!(spec.version > 0, "{}", spec.id);
        assert!(!spec.paths.is_empty() || !artifact.lists().is_empty(), "{} reads nothing", spec.id);
        let mut seen = BTreeSet::new();
        for (layout, path) in spec.paths {
            assert!(!path.starts_with('/') && !path.contains(".."), "{}: {path}", spec.id);
            assert!(seen.insert((layout, path)), "{}: {path} stands twice", spec.id);
        }
        for (layout, path) in artifact.companions() {
            assert!(!path.starts_with('/') && !path.contains(".."), "{}: {path}", spec.id);
            assert!(spec.paths.iter().any(|(of, _)| of == layout), "{}: a companion without a source", spec.id);
        }
    }
    for layout in Layout::ALL {
        Plan::new(ARTIFACTS, layout).expect("declared paths are valid globs");
    }
}

/// A parser that nobody runs would be a hole in the coverage that no one sees.
#[test]
fn every_file_of_artifacts_is_in_the_registry() {
    let artifacts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigie-artifacts/src");
    let registry = std::fs::read_to_string(artifacts.join("lib.rs")).expect("readable");
    let mut found = 0;
    for entry in walkdir::WalkDir::new(&artifacts).min_depth(2) {
        let path = entry.expect("readable").into_path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let module = path.strip_prefix(&artifacts).expect("below it").with_extension("");
        let module: Vec<_> = module.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let text = std::fs::read_to_string(&path).expect("readable");
        for line in text.lines() {
            let Some(artifact) = line.strip_prefix("impl Artifact for ").and_then(|rest| rest.strip_suffix(" {"))
            else {
                continue;
            };
            let line = format!("&{}::{artifact},", module.join("::"));
            assert!(registry.contains(&line), "{line} is not in ARTIFACTS");
            found += 1;
        }
    }
    assert_eq!(found, ARTIFACTS.len());
}

#[test]
fn everything_is_told_in_both_languages() {
    let texts = Texts::new(Lang::En);
    let need = |id: String| assert!(texts.has(&id), "there is no sentence {id}");
    for artifact in ARTIFACTS {
        for part in ["name", "shows", "innocent"] {
            need(format!("artifact-{}-{part}", artifact.spec().id));
        }
    }
    for heuristic in HEURISTICS {
        for part in ["name", "sees", "found", "innocent"] {
            need(format!("heuristic-{}-{part}", heuristic.spec().id));
        }
    }
    for code in ProblemCode::ALL {
        need(format!("problem-{code}"));
    }
    for level in vigie_model::Level::ALL {
        need(format!("level-{level}"));
    }
    for meaning in vigie_model::Meaning::ALL {
        need(format!("meaning-{meaning}-name"));
        need(format!("meaning-{meaning}-explained"));
    }
    // That French has the same sentences is a test of vigie-text.
}

/// A list of names in which two are the same does not say which is which.
#[test]
fn names_are_told_apart() {
    for lang in [Lang::En, Lang::Fr] {
        let texts = Texts::new(lang);
        let artifacts = ARTIFACTS.iter().map(|of| format!("artifact-{}-name", of.spec().id));
        let heuristics = HEURISTICS.iter().map(|of| format!("heuristic-{}-name", of.spec().id));
        for ids in [artifacts.collect::<Vec<_>>(), heuristics.collect()] {
            let mut seen = BTreeSet::new();
            for id in ids {
                assert!(seen.insert(texts.get(&id).to_lowercase()), "{id} has the name of another");
            }
        }
    }
}

/// A heuristic that asks for a kind of observable belongs to every artifact that yields one.
#[test]
fn heuristics_are_told_with_what_feeds_them() {
    let concerns = |heuristic: &str, artifact: &str| {
        let of = HEURISTICS.iter().find(|of| of.spec().id == heuristic).expect("there is one");
        of.spec().concerns(artifact)
    };
    assert!(concerns("shutdown_delays", "ios_shutdown_log") && concerns("program_unexplained", "ios_shutdown_log"));
    assert!(concerns("staging_path", "ios_filesystem") && concerns("endpoint_argument", "sysdiagnose_ps"));
    assert!(!concerns("staging_path", "android_processes") && !concerns("android_data_local_tmp", "ios_filesystem"));
    assert!(!concerns("endpoint_argument", "ios_calls") && !concerns("shutdown_delays", "ios_sms"));
}

/// The page of all artifacts and heuristics in a language.
fn page(lang: Lang) -> String {
    let texts = Texts::new(lang);
    let say = |id: String| texts.get(&id);
    let mut page = format!("# {}\n\n", texts.get("docs-title"));
    let _ = writeln!(page, "{}\n", texts.get("docs-made-by"));
    for artifact in ARTIFACTS {
        let spec = artifact.spec();
        let id = spec.id;
        let _ = writeln!(page, "## {} (`{id}`, {})\n", say(format!("artifact-{id}-name")), spec.version);
        let _ = writeln!(page, "{}\n", say(format!("artifact-{id}-shows")));
        let _ = writeln!(page, "{} {}\n", texts.get("screen-innocent"), say(format!("artifact-{id}-innocent")));
        for (layout, path) in spec.paths {
            let _ = writeln!(page, "- {}: `{path}`", layout.name());
        }
        for layout in artifact.lists() {
            let _ = writeln!(page, "- {}: `**`", layout.name());
        }
        page.push('\n');
    }
    let _ = writeln!(page, "# {}\n", texts.get("artifacts-heuristics"));
    for heuristic in HEURISTICS {
        let spec = heuristic.spec();
        let id = spec.id;
        let (level, meaning) = (say(format!("level-{}", spec.level)), say(format!("meaning-{}-name", spec.meaning)));
        let name = say(format!("heuristic-{id}-name"));
        let _ = writeln!(page, "## {name} (`{id}`, {}; {meaning}, {level})\n", spec.version);
        let _ = writeln!(page, "{}\n", say(format!("heuristic-{id}-sees")));
        let _ = writeln!(page, "{} {}\n", texts.get("screen-innocent"), say(format!("heuristic-{id}-innocent")));
        let _ = writeln!(page, "{}\n", spec.source);
    }
    page
}

/// `VIGIE_WRITE_DOCS=1 cargo test -p vigie --test registry` writes the pages anew.
#[test]
fn the_pages_of_docs_are_what_the_registries_say() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    for lang in [Lang::En, Lang::Fr] {
        let path = docs.join(format!("artifacts.{}.md", lang.code()));
        if std::env::var_os("VIGIE_WRITE_DOCS").is_some() {
            std::fs::create_dir_all(&docs).expect("can be made");
            std::fs::write(&path, page(lang)).expect("can be written");
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == page(lang), "{} is out of date: run with VIGIE_WRITE_DOCS=1", path.display());
    }
}
