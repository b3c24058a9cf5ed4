//! Both languages hold the same sentences with the same arguments, and every file parses.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use vigie_model::Message;
use vigie_text::{FILES, Lang, Texts};

/// Names of the arguments (`$name`) of each sentence.
fn sentences(name: &str, text: &str) -> BTreeMap<String, BTreeSet<String>> {
    FluentResource::try_new(text.to_owned()).unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((id, _)) = line.split_once('=')
        {
            id.trim().clone_into(&mut current);
            assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{name}: {current} stands twice");
        }
        for part in line.split('$').skip(1) {
            let arg: String =
                part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect();
            found.entry(current.clone()).or_default().insert(arg);
        }
    }
    found
}

#[test]
fn both_languages_say_the_same() {
    for (name, en, fr) in FILES {
        let (en, fr) = (sentences(name, en), sentences(name, fr));
        for (id, args) in &en {
            assert_eq!(Some(args), fr.get(id), "{name}.ftl: {id} differs in French (left: its arguments in English)");
        }
        for id in fr.keys() {
            assert!(en.contains_key(id), "{name}.ftl: {id} is only in French");
        }
    }
}

#[test]
fn no_sentence_stands_in_two_files() {
    let mut seen = BTreeMap::new();
    for (name, en, _) in FILES {
        for id in sentences(name, en).into_keys() {
            if let Some(other) = seen.insert(id.clone(), *name) {
                panic!("{id} stands in {other}.ftl and {name}.ftl");
            }
        }
    }
}

/// Where a package came from is one sentence that stands in several.
#[test]
fn a_sentence_inside_of_another_takes_its_values() {
    let message = Message::new("heuristic-android_install_unknown-found")
        .arg("package", "com.example.files")
        .arg("origin", "store")
        .arg("installer", "com.example.market");
    let en = "com.example.files was allowed to install other applications. As to its origin: it came from an application \
              store (com.example.market).";
    assert_eq!(Texts::new(Lang::En).message(&message), en);
    let fr = "com.example.files a été autorisé à installer d'autres applications. Quant à son origine : il vient d'une \
              boutique d'applications (com.example.market).";
    assert_eq!(Texts::new(Lang::Fr).message(&message), fr);
}

#[test]
fn artifacts_are_told_by_their_names_in_each_language() {
    let message = Message::new("heuristic-android_package_gone-found")
        .arg("package", "com.example.files")
        .arg("artifacts", "android_battery_history, of_another_version\u{202e}")
        .arg("records", "2")
        .arg("private", "no");
    for (lang, told) in [
        (Lang::En, "left traces (records: 2): Battery history; of_another_version\\u{202e}."),
        (
            Lang::Fr,
            "a laissé des traces (enregistrements : 2) : Historique de la batterie; of_another_version\\u{202e}.",
        ),
    ] {
        let texts = Texts::new(lang);
        assert!(texts.message(&message).contains(told), "{}", texts.message(&message));
        assert!(!texts.are_artifacts(&message.args["artifacts"]) && texts.are_artifacts("android_battery_history"));
    }
}

#[test]
fn values_are_marked_and_what_a_sentence_chooses_by_is_not() {
    let message = Message::new("finding-link")
        .arg("artifact", "Messages")
        .arg("seen", "https://a.example\u{2069}\u{202e}")
        .arg("indicator", "a.example")
        .arg("malware", "Tool")
        .arg("how", "exact");
    let told = "\u{2068}Messages\u{2069}: \u{2068}https://a.example\\u{2069}\\u{202e}\u{2069}. This address was published as an \
                indicator of \u{2068}Tool\u{2069}.";
    assert_eq!(Texts::marked(Lang::En).message(&message), told);
    let plain = Texts::new(Lang::En).message(&message);
    assert_eq!(plain, told.replace(vigie_text::MARKS, ""));
}

#[test]
fn what_the_evidence_does_not_tell_is_told_in_words() {
    let message = Message::new("heuristic-android_accessibility_unnamed-found")
        .arg("user", vigie_text::NOT_TOLD)
        .arg("count", "2")
        .arg("listed", "no");
    for (lang, told) in [(Lang::En, "(not told)"), (Lang::Fr, "(non indiqué)")] {
        let text = Texts::new(lang).message(&message);
        assert!(text.contains(told) && !text.contains(vigie_text::NOT_TOLD), "{text}");
    }
}

/// A case of another version may have a sentence that this one lacks, or fewer values.
#[test]
fn a_sentence_that_lacks_something_is_not_whole() {
    let texts = Texts::new(Lang::Fr);
    let message = Message::new("verify-not-an-entry").arg("file", "custody.jsonl");
    assert_eq!(texts.whole(&message), None);
    assert!(texts.whole(&message.arg("line", "3")).is_some_and(|text| text.contains("ligne 3")));
    assert_eq!(texts.whole(&Message::new("of-another-version")), None);
}
