//! What leaves this machine redacted: nothing that any record of the sample says stands in any form of it.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use support::{arg, sample, tree, vigie};

fn case(folder: &Path, keep: &str) -> std::path::PathBuf {
    let case = folder.join(keep);
    let consent = "agreed by somebody-unmistakable";
    let evidence = sample();
    let args = ["check", arg(&evidence), "--case", arg(&case), "--keep", keep, "--quiet", "--consent", consent];
    let out = vigie(&[&args[..], &["--examiner", "examiner-unmistakable"]].concat());
    assert_ne!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    case
}

/// Every text in a JSON value, and every name of a field below the first level.
fn texts(value: &serde_json::Value, into: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => drop(into.insert(text.clone())),
        serde_json::Value::Number(number) => drop(into.insert(number.to_string())),
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| texts(value, into)),
        _ => {}
    }
}

/// Everything that the records of a case say, and what it says of device and people.
fn said(case: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for artifact in vigie_case::record_tables(case).expect("tables") {
        for record in vigie_case::records(case, &artifact).expect("a table") {
            let record = record.expect("a record");
            texts(&serde_json::from_str(record.record.get()).expect("JSON"), &mut all);
            all.insert(record.summary);
            all.extend(record.observables.into_iter().map(|(_, value)| value));
            if !vigie_case::is_same_on_every_device(&record.source) {
                all.insert(record.source);
            }
        }
    }
    let read = vigie_case::Case::read(case).expect("a case");
    let device = &read.file.evidence.device;
    all.extend([&device.name, &device.serial, &device.udid].into_iter().flatten().cloned());
    all.insert(read.file.evidence.id.clone());
    all.extend(read.findings.iter().map(|finding| finding.id.clone()));
    all.extend(read.sources.iter().filter_map(|source| source.sha256.clone()));
    all.extend(["somebody-unmistakable".to_owned(), "examiner-unmistakable".to_owned()]);
    // What vigie says of itself, and what was published, is in every export.
    let own: BTreeSet<String> = read
        .findings
        .iter()
        .flat_map(|finding| {
            let indicator = finding.indicator.iter();
            let published = indicator.flat_map(|of| [vec![of.value.clone()], of.malware.clone(), of.sources.clone()]);
            published.flatten().chain(finding.time.map(|at| at.to_string())).collect::<Vec<_>>()
        })
        .collect();
    let model = [&device.model, &device.product_type, &device.os_version, &device.os_build];
    let model: BTreeSet<&String> = model.into_iter().flatten().collect();
    all.retain(|text| {
        let words = text.chars().filter(|c| c.is_alphanumeric()).count();
        let is_time = vigie_model::Timestamp::parse_rfc3339(text).is_some();
        words >= 8 && !is_time && !own.iter().any(|own| own.eq_ignore_ascii_case(text)) && !model.contains(text)
    });
    all
}

/// Texts of records that are words of vigie too (values of a record that name an artifact, a kind of trace).
fn is_own_word(text: &str, own: &str) -> bool {
    own.contains(text)
}

#[test]
fn nothing_of_the_sample_is_in_a_redacted_export() {
    let folder = tempfile::tempdir().expect("a folder");
    let (all, findings) = (case(folder.path(), "all"), case(folder.path(), "findings"));
    let said = said(&all);
    assert!(said.len() > 300, "{}", said.len());
    // An export of nothing: what stands in it is vigie's own.
    let own = ["artifacts", "indicators"].map(|what| {
        let args: &[&str] =
            if what == "artifacts" { &["artifacts", "--json"] } else { &["indicators", "list", "--json"] };
        String::from_utf8(vigie(args).stdout).expect("text")
    });
    // What was published, and vigie's own sentences, stand in them too.
    let read = vigie_case::Case::read(&all).expect("a case");
    let published = read.findings.iter().map(|finding| {
        let indicator = finding.indicator.iter().flat_map(|of| [vec![of.value.clone()], of.sources.clone()].concat());
        indicator.chain(finding.heuristic.iter().map(|of| of.source.clone())).collect::<Vec<_>>().join("\n")
    });
    let sentences = vigie_text::FILES.iter().map(|(_, english, _)| (*english).to_owned());
    let own = own.into_iter().chain(published).chain(sentences).collect::<Vec<_>>().join("\n");
    let (mut holds, mut made) = (0, 0);
    for case in [&all, &findings] {
        for format in ["csv", "jsonl", "timesketch", "plaso", "l2tcsv", "mvt", "stix", "misp", "case"] {
            for level in ["none", "person", "indicators-only"] {
                let out = folder.path().join(format!("out/{format}-{level}-{made}"));
                made += 1;
                let run = vigie(&["export", arg(case), "--format", format, "--redact", level, "--out", arg(&out)]);
                let told = String::from_utf8_lossy(&run.stderr).into_owned();
                assert_eq!(run.status.code(), Some(0), "{told}");
                assert_eq!(level != "none", told.contains("Redacted ("), "{told}");
                let files = if out.is_dir() {
                    tree(&out).into_values().collect()
                } else {
                    vec![std::fs::read(&out).expect("is there")]
                };
                let text = String::from_utf8(files.concat()).expect("UTF-8");
                for one in &said {
                    // As it stands in JSON, in a table, and as it is.
                    let json = serde_json::to_string(one).expect("JSON");
                    let forms =
                        [one.clone(), json.trim_matches('"').to_owned(), vigie_model::visible(one).into_owned()];
                    let is_there = forms.iter().any(|form| text.contains(form.as_str()));
                    if level == "none" {
                        holds += usize::from(is_there);
                    } else {
                        assert!(!is_there || is_own_word(one, &own), "{format} at level {level} holds {one:?}");
                    }
                }
            }
        }
    }
    assert!(holds > 300, "what is not redacted holds it: {holds}");
}

#[test]
fn a_kept_key_gives_the_same_hashes_and_is_the_owners_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = case(folder.path(), "findings");
    let key = folder.path().join("case.redact");
    let run = |more: &[&str]| {
        let out = vigie(&[&["export", arg(&case), "--format", "csv", "--redact", "person"][..], more].concat());
        (out.status.code(), String::from_utf8(out.stdout).expect("text"), String::from_utf8(out.stderr).expect("text"))
    };
    let (code, one, told) = run(&["--redact-key", arg(&key)]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("new key"), "{told}");
    let (_, again, told) = run(&["--redact-key", arg(&key)]);
    assert!(one == again && !told.contains("new key"), "{told}");
    let text = std::fs::read_to_string(&key).expect("is there");
    assert!(text.trim().len() == 64 && !one.contains(text.trim()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&key).expect("is there").permissions().mode() & 0o077, 0);
    }
    assert_ne!(run(&[]).1, one, "a key of its own each time");
    assert!(run(&[]).1.contains("redacted-"));
    std::fs::write(&key, "not a key").expect("is written");
    assert_eq!(run(&["--redact-key", arg(&key)]).0, Some(2));
}

#[test]
fn statistics_are_counts_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = case(folder.path(), "findings");
    let export = |more: &[&str]| {
        let out = vigie(&[&["export", arg(&case), "--format"][..], more].concat());
        (out.status.code(), String::from_utf8(out.stdout).expect("text"), String::from_utf8(out.stderr).expect("text"))
    };
    let (code, table, told) = export(&["csv", "--redact", "statistics", "--country", "ml"]);
    assert_eq!((code, table.as_str()), (Some(0), "country,by,value,devices\r\n"), "one device is too few: {told}");
    assert!(told.contains("left out") && told.contains("does not mean"), "{told}");
    // Five devices, made of one by other numbers.
    let mut cases = Vec::new();
    for number in 1..=5 {
        let copy = folder.path().join(format!("copy{number}"));
        std::fs::create_dir(&copy).expect("is made");
        for (name, bytes) in tree(&case).into_iter().filter(|(name, _)| !name.contains('/')) {
            std::fs::write(copy.join(name), bytes).expect("is written");
        }
        let text = std::fs::read_to_string(copy.join("case.json")).expect("is there");
        let mut file: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        file["evidence"]["device"]["udid"] = format!("device {number}").into();
        std::fs::write(copy.join("case.json"), file.to_string()).expect("is written");
        cases.push(copy);
    }
    let cases: Vec<&str> = cases.iter().map(|path| arg(path)).collect();
    let args = [&["export"][..], &cases, &["--format", "csv", "--redact", "statistics", "--country", "ML"]].concat();
    let out = vigie(&args);
    let table = String::from_utf8(out.stdout).expect("text");
    assert!(table.lines().count() > 3, "{table}");
    assert!(table.lines().skip(1).all(|line| line.starts_with("\"ML\",\"") && line.ends_with(",\"5\"")), "{table}");
    for (more, says) in [
        (&["stix", "--redact", "statistics"][..], "counts, not findings"),
        (&["csv", "--country", "ML"], "--redact statistics"),
        (&["csv", "--redact", "statistics", "--country", "Mali"], "ISO 3166"),
        (&["csv", "--redact", "word"], "is not a level"),
    ] {
        let (code, text, told) = export(more);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{told}");
        assert!(told.contains(says), "{told}");
    }
}
