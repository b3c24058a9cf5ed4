//! The data that are compiled in: sound, sourced, in both languages, without persons.

use std::collections::BTreeSet;
use std::path::Path;

use sha2::{Digest, Sha256};
use vigie_register::{LoadError, Predicate, Register, Status};

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the data are there")
        .map(|entry| {
            let path = entry.expect("readable").path();
            let name = path.file_name().expect("named").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("readable"))
        })
        .collect();
    files.sort();
    files
}

/// The register with one passage of a file changed.
fn with(file: &str, from: &str, to: &str) -> Result<Register, LoadError> {
    let files = files();
    let text = &files.iter().find(|(name, _)| name == file).expect("the file is there").1;
    assert!(text.contains(from), "{file} holds {from}");
    Register::from_files(|name| {
        let text = &files.iter().find(|(known, _)| known == name).expect("a known file").1;
        Ok(if name == file { text.replacen(from, to, 1) } else { text.clone() })
    })
}

fn faults(file: &str, from: &str, to: &str) -> String {
    match with(file, from, to) {
        Err(LoadError::Faulty(faults)) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        Err(other) => other.to_string(),
        Ok(_) => String::from("no fault"),
    }
}

#[test]
fn the_data_are_sound() {
    if let Err(error) = Register::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")) {
        match error {
            LoadError::Faulty(faults) => {
                let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
                panic!("{}", all.join("\n"));
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_folder_of_the_same_files_is_the_same_register() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files() {
        std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(&name), folder.path().join(&name))
            .unwrap_or_else(|error| panic!("{name} ({} bytes): {error}", text.len()));
    }
    let own = Register::open(folder.path()).expect("it opens");
    assert_eq!(own.stats(), Register::embedded().expect("it loads").stats());
    std::fs::remove_file(folder.path().join("states.toml")).expect("removed");
    assert!(matches!(Register::open(folder.path()), Err(LoadError::Io { .. })));
}

#[test]
fn each_fault_is_found_and_named() {
    let claims = "claims.toml";
    for (file, from, to, expected) in [
        (claims, "object = \"organisation/paragon-solutions\"", "object = \"organisation/nobody\"", "does not exist"),
        (claims, "status = \"sanctioned\"", "status = \"proven\"", "unknown variant"),
        (claims, "sources = [\"misp-sv\"]", "sources = []", "no source"),
        (claims, "on = \"2025-02-13\"", "on = \"2025-02-30\"", "is not a date"),
        (claims, "predicate = \"denies\"", "predicate = \"states_that\"", "does not go with"),
        (claims, "contradicts = [\"operation-triangulation-attributed-to-us\"]\n", "", "does not point back"),
        (claims, "\nname_kind = \"legal-name\"", "\nname_kind = \"stage-name\"", "is not in name_kinds"),
        (claims, "by = [\"source/par-conf\"]", "by = []", "nobody asserts it"),
        (claims, "\nsubject = \"state/AE\"", "\nsubject = \"product/pegasus\"", "cannot be said of a product"),
        ("organisations.toml", "kind = \"vendor\"", "kind = \"villain\"", "is not in organisation_kinds"),
        ("incidents.toml", "targets = [\"journalist\"]", "targets = []", "no kind of target"),
        ("products.toml", "kind = \"spyware\"", "kind = \"gadget\"", "is not in product_kinds"),
        ("states.toml", "id = \"AE\"", "id = \"ZZ\"", "not sorted"),
        ("instruments.toml", "colour = \"blue\"\nid = ", "", ""),
        ("sources.toml", "kind = \"media\"", "kind = \"media\"\ncolour = \"blue\"", "unknown field"),
    ] {
        if expected.is_empty() {
            continue;
        }
        let found = faults(file, from, to);
        assert!(found.contains(expected), "{file}: {from} -> {to}: {found}");
    }
}

#[test]
fn a_listing_that_ended_needs_its_delisting() {
    let found = faults("claims.toml", "predicate = \"delisted_from\"", "predicate = \"people_delisted_from\"");
    assert!(found.contains("no claim says that it was removed"), "{found}");
}

#[test]
fn every_denial_stands_beside_what_it_denies() {
    let register = Register::embedded().expect("it loads");
    let view = register.as_of("2026-11-25".parse::<vigie_register::Date>().expect("a date").last());
    let mut denials = 0;
    for denial in register.claims().iter().filter(|claim| claim.predicate == Predicate::Denies) {
        assert_eq!(denial.status, Status::Denied);
        for id in &denial.contradicts {
            let told = view.tell(register.claim(id).expect("it exists"));
            assert!(told.beside.iter().any(|beside| beside.said.id == denial.id), "{id} hides {}", denial.id);
            denials += 1;
        }
        // Whoever asks for the incident sees the denial as well.
        let incident = denial.object.as_ref().expect("an incident");
        let told = view.incident(register.incident(&incident.id).expect("it exists"));
        assert!(told.denials.iter().any(|said| said.id == denial.id), "{} hides {}", incident.id, denial.id);
    }
    assert!(denials >= 15, "{denials}");
}

/// A denial stands there even on a day before it was made.
#[test]
fn an_accusation_is_never_told_alone() {
    let register = Register::embedded().expect("it loads");
    let view = register.as_of("2018-02-15".parse::<vigie_register::Date>().expect("a date").last());
    let told = view.tell(register.claim("notpetya-attributed-to-ru-dk").expect("it exists"));
    assert!(told.beside.iter().any(|beside| beside.said.id == "ru-denies-notpetya"));
}

/// General forms of a person's name or address in a text.
fn looks_like_a_person(text: &str) -> Option<&str> {
    const TITLES: &[&str] = &["Mr", "Mrs", "Ms", "Mme", "Dr", "Prof", "Sir", "Sen", "Rep", "Gen", "Col", "Lord", "MEP"];
    const OFFICES: &[&str] = &[
        "president",
        "minister",
        "chancellor",
        "senator",
        "judge",
        "justice",
        "journalist",
        "activist",
        "lawyer",
        "editor",
        "ceo",
        "chairman",
        "founder",
        "owner",
        "director",
        "manager",
        "spokesperson",
        "spokesman",
        "spokeswoman",
        "président",
        "ministre",
        "juge",
        "avocat",
        "avocate",
        "directeur",
        "directrice",
    ];
    // Words that follow an office and are no names.
    const NOT_NAMES: &[&str] = &["in", "List"];
    let words: Vec<&str> = text.split_whitespace().collect();
    for pair in words.windows(2) {
        let (before, name) = (pair[0].trim_end_matches('.'), pair[1].trim_matches(|c: char| !c.is_alphanumeric()));
        let capital = name.chars().next().is_some_and(char::is_uppercase) && name.chars().count() > 2;
        let lower = name.chars().nth(1).is_some_and(char::is_lowercase);
        let titled = TITLES.contains(&before) || OFFICES.contains(&before.to_lowercase().as_str());
        let closed =
            pair[0].ends_with([',', ';', ':', '»', ')']) || (pair[0].ends_with('.') && !TITLES.contains(&before));
        if capital && lower && titled && !closed && !NOT_NAMES.contains(&name) {
            return Some(pair[1]);
        }
    }
    words.into_iter().find(|word| {
        let host = word.split_once('@').map(|(_, host)| host);
        !word.contains("://") && host.is_some_and(|host| host.contains('.'))
    })
}

/// Names that stand in the sources, as the first 12 digits of the SHA-256 of the word in lower case, so that this file
/// names nobody either.
const DIGESTS: &str = include_str!("persons.txt");

#[test]
fn no_person_is_named() {
    let digests: BTreeSet<&str> = DIGESTS.split_whitespace().collect();
    assert!(digests.len() > 90);
    let digest = |word: &str| hex::encode(&Sha256::digest(word.to_lowercase().as_bytes())[..6]);
    for (name, text) in files() {
        for (number, line) in text.lines().enumerate() {
            let place = format!("{name}:{}", number + 1);
            if let Some(found) = looks_like_a_person(line) {
                panic!("{place} looks as if it named a person: {found}");
            }
            for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3) {
                assert!(
                    !digests.contains(digest(word).as_str()),
                    "{place} holds a name on the list of persons: {word}"
                );
            }
        }
    }
    assert_eq!(looks_like_a_person("said by Minister Example in"), Some("Example"));
    assert_eq!(looks_like_a_person("write to someone@example.org now"), Some("someone@example.org"));
}

/// What the page says of the comparison with the sources. `VIGIE_WRITE_DOCS=1 cargo test -p vigie-register --test data`
/// writes it anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "the page is written anew where that is asked for")]
fn the_page_says_how_much_was_compared() {
    const BEGIN: &str = "--test data -->\n";
    const END: &str = "<!-- /compared -->";
    let stats = Register::embedded().expect("it loads").stats();
    let says = format!(
        "{} of {} sources were compared, and {} of {} claims rest on at least one of them.\n",
        stats.read,
        stats.read + stats.not_read,
        stats.compared,
        stats.compared + stats.carried_over
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/register.md");
    let page = std::fs::read_to_string(&path).expect("readable");
    let (before, rest) = page.split_once(BEGIN).expect("the mark");
    let (said, after) = rest.split_once(END).expect("its end");
    if std::env::var_os("VIGIE_WRITE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{says}{END}{after}")).expect("written");
        return;
    }
    assert_eq!(said, says, "docs/register.md is out of date: run with VIGIE_WRITE_DOCS=1");
}

#[test]
fn a_number_of_an_organisation_is_checked() {
    let with_number = |number: &str| {
        let row = "name = \"NSO Group\"\n";
        faults("organisations.toml", row, &format!("{row}identifier = [{number}]\n"))
    };
    let sources = "sources = [\"el21-fr\"]";
    for (number, expected) in [
        (format!("{{ scheme = \"lei\", value = \"506700GE1G29325QX363\", {sources} }}"), "no fault"),
        (format!("{{ scheme = \"lei\", value = \"506700GE1G29325QX364\", {sources} }}"), "check digits"),
        (format!("{{ scheme = \"registration\", value = \"514395409\", {sources} }}"), "every other one needs it"),
        (format!("{{ scheme = \"registration\", country = \"IL\", value = \"12\", {sources} }}"), "too short"),
        (
            format!("{{ scheme = \"passport\", country = \"IL\", value = \"514395409\", {sources} }}"),
            "identifier_schemes",
        ),
        ("{ scheme = \"lei\", value = \"506700GE1G29325QX363\", sources = [] }".to_owned(), "no source"),
    ] {
        let found = with_number(&number);
        assert!(found.contains(expected), "{number}: {found}");
    }
}

#[test]
fn a_number_is_screened_and_matched() {
    let row = "name = \"NSO Group\"\n";
    let number = "{ scheme = \"lei\", value = \"506700GE1G29325QX363\", sources = [\"el21-fr\"] }";
    let register = with("organisations.toml", row, &format!("{row}identifier = [{number}]\n")).expect("it loads");
    let view = register.as_of("2026-11-25".parse::<vigie_register::Date>().expect("a date").last());
    let screener = vigie_register::Screener::new(&register, view, vigie_register::Screening::default());
    let found = screener.screen("5067 00ge1g29325qx363");
    assert_eq!(found.iter().map(|one| (one.of.of.id.as_str(), one.score)).collect::<Vec<_>>(), [("nso-group", 100)]);
    assert_eq!(found[0].reason.from, vigie_register::NameFrom::Identifier);

    // A row under another name is met by its LEI; one with the name and another LEI is told apart.
    let list = "{\"id\":\"a\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Quillfeather Holdings\"],\"leiCode\":[\"506700GE1G29325QX363\"]}}\n\
                {\"id\":\"b\",\"schema\":\"Company\",\"properties\":{\"name\":[\"NSO Group\"],\"leiCode\":[\"5493001KJTIIGC8Y1R12\"]}}\n";
    let mut rows = Vec::new();
    let mut see = |row: &vigie_register::Reviewed| {
        rows.push(row.clone());
        Ok(())
    };
    vigie_register::import(&mut list.as_bytes(), &vigie_register::Form::Ftm, &screener, &mut see, &mut |_| {})
        .expect("it reads");
    assert_eq!(rows[0].verdict, vigie_register::Verdict::Same);
    assert!(rows[0].candidates[0].by_identifier);
    assert_eq!(rows[1].verdict, vigie_register::Verdict::Conflicting);
    assert!(rows[1].conflicts.contains(&vigie_register::Conflict::Lei));
}
