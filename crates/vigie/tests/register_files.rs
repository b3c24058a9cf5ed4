//! `vigie register site` and `import`: what is written, what is refused, and that nothing half-written stays.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::Path;

use support::{arg, vigie};

fn refused(args: &[&str], says: &str) {
    let out = vigie(args);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains(says), "{said}");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_site_is_written_whole_and_replaces_only_a_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, other) = (folder.path().join("site"), folder.path().join("other"));
    let make = ["register", "site", "--as-of", "2026-11-25", "--out", arg(&site)];
    let out = vigie(&make);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(names(&site), ["en", "fr", "index.html"]);
    refused(&make, "is not empty");
    std::fs::write(site.join("en/old.html"), "old").expect("is written");
    let out = vigie(&["register", "site", "--force", "--as-of", "2026-11-25", "--out", arg(&site)]);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(!site.join("en/old.html").exists() && site.join("en/organisation/nso-group.html").exists());
    std::fs::create_dir(&other).expect("is made");
    std::fs::write(other.join("mine.txt"), "mine").expect("is written");
    refused(&["register", "site", "--force", "--out", arg(&other)], "something other than a site");
    assert_eq!(names(&other), ["mine.txt"]);
    assert_eq!(names(folder.path()), ["other", "site"], "nothing is left aside");
}

#[test]
fn a_review_list_is_written_whole_and_replaces_nothing_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("list.csv"), "name,countries\nNSO Group,Israel\nBakery of the North,\n").expect("is written");
    let (list, review) = (at("list.csv"), at("review.csv"));
    let import = ["register", "import", "--format", "csv", arg(&list), "--skip-new", "--out", arg(&review)];
    let out = vigie(&import);
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert_eq!(out.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&out.stderr));
    let table = std::fs::read_to_string(&review).expect("a list");
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(
        table.contains("\"same\"") && table.contains("organisation/nso-group") && !table.contains("Bakery"),
        "{table}"
    );
    refused(&import, "already exists");
    let (broken, mapping, never) = (at("cluster.json"), at("mapping.toml"), at("never.jsonl"));
    std::fs::write(&broken, "{").expect("is written");
    std::fs::write(&mapping, "[columns]\nnom = \"x\"\n").expect("is written");
    refused(&["register", "import", "--format", "misp", arg(&broken), "--out", arg(&never)], "no cluster file");
    let mapped = ["register", "import", "--format", "csv", "--mapping", arg(&mapping)];
    refused(&[&mapped[..], &[arg(&list), "--out", arg(&never)]].concat(), "cannot be used");
    refused(&["register", "import", "--format", "ftm", arg(&list), "--out", arg(&at("x.txt"))], ".csv or .jsonl");
    let needless =
        ["register", "import", "--format", "ftm", "--mapping", arg(&mapping), arg(&list), "--out", arg(&never)];
    refused(&needless, "for tables alone");
    assert_eq!(names(folder.path()), ["cluster.json", "list.csv", "mapping.toml", "review.csv"]);
}

#[test]
fn a_column_of_a_table_is_screened_and_the_others_are_carried_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("suppliers.csv");
    let text = "ref;supplier;country\n7;\"Intelexa SA\";GR\n8;Bakery of the North;FR\n9;;FR\n10;short\n";
    std::fs::write(&list, text).expect("is written");
    let screen = ["register", "screen", arg(&list), "--column", "supplier", "--as-of", "2026-11-25", "--no-color"];
    let out = vigie(&screen);
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert_eq!(out.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("2: Intelexa SA") && said.contains("ref: 7 · country: GR"), "{said}");
    assert!(!said.contains("Bakery"), "{said}");
    // A row without a name and a row that lost a cell are told, each with its line.
    assert!(said.contains("the column is empty there: 1, in lines 4"), "{said}");
    assert!(said.contains("no whole row of the table: 1, in lines 5"), "{said}");
    refused(&["register", "screen", arg(&list), "--column", "name"], "there are: ref, supplier, country");
}
