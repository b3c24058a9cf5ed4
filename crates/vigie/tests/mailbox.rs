//! A newsroom's mailbox from end to end: the spear-phish in it is found and what is ordinary is not, in every packing; YARA
//! rules meet attachments.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::archive::{Tar, Zip};
use vigie_testkit::mail::{Mailbox, OWN};

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/mailbox.mbox")
}

fn check(evidence: &Path, more: &[&str]) -> Value {
    let output = vigie(&[&["check", arg(evidence), "--json"], more].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}\n{told}"))
}

/// Rule, level, meaning and what was seen, sorted.
fn found(told: &Value) -> Vec<String> {
    let findings = told["findings"].as_array().expect("a list");
    let mut lines: Vec<String> = findings
        .iter()
        .map(|finding| {
            let rule = finding["heuristic"]["id"].as_str().or(finding["artifact"].as_str()).unwrap_or("?");
            let text = |name: &str| finding[name].as_str().unwrap_or("?").to_owned();
            format!("{rule} {} {} {}", text("level"), text("meaning"), text("seen"))
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn the_spear_phish_is_found_and_the_ordinary_is_not() {
    let told = check(&sample(), &["--protect", OWN]);
    assert_eq!(told["evidence"]["kind"], "mailbox");
    assert_eq!(told["problems"], serde_json::json!([]), "nothing of it is unread");
    let expected = [
        "mail_answers_elsewhere low exposure passes@mail-help.example",
        "mail_attachment_runs medium exposure Staff-Pass.html",
        "mail_known_name low exposure night.desk@riverp0st.example",
        "mail_link_disguised low exposure https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fheiiasjournai.com%2Fnews%2F4417&data=05",
        "mail_lookalike medium exposure login.riverpost-staff.example",
        "mail_lookalike medium exposure riverp0st.example",
        "mail_messages high exposure https://heiiasjournai.com/news/4417",
        "mail_not_authentic low exposure night.desk@riverp0st.example",
        "mail_qr_link low exposure https://login.riverpost-staff.example/pass?id=7f3a",
    ];
    assert_eq!(found(&told), expected);
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = Mailbox::SAMPLE.bytes();
    // As Thunderbird, as Maildir and in an archive.
    let thunderbird = folder.path().join("Profile/Mail/Local Folders");
    std::fs::create_dir_all(&thunderbird).expect("is made");
    std::fs::write(thunderbird.join("Inbox"), &bytes).expect("is written");
    std::fs::write(thunderbird.join("Inbox.msf"), "// <!-- <mdb:mork:z v=\"1.4\"/> -->").expect("is written");
    let maildir = folder.path().join("Maildir/cur");
    std::fs::create_dir_all(&maildir).expect("is made");
    let text = String::from_utf8(bytes.clone()).expect("it is text");
    for (number, message) in text.split("\r\n\r\nFrom ").enumerate() {
        let (_, message) = message.split_once("\r\n").expect("the line of the mbox");
        std::fs::write(maildir.join(format!("17700{number:05}.1.host:2,S")), message).expect("is written");
    }
    let archive = folder.path().join("mail.tar");
    std::fs::write(&archive, Tar::new().file("export/Newsroom.mbox", &bytes).finish()).expect("is written");
    // Thunderbird's own file, without the index beside it that says what it is.
    let alone = folder.path().join("Inbox");
    std::fs::write(&alone, &bytes).expect("is written");
    for evidence in [folder.path().join("Profile"), folder.path().join("Maildir"), archive, alone] {
        assert_eq!(found(&check(&evidence, &["--protect", OWN])), expected, "{}", evidence.display());
    }
}

#[test]
fn an_ordinary_mailbox_stays_clean() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("newsroom.mbox");
    std::fs::write(&path, Mailbox { messages: 200, seed: 7, traces: false }.bytes()).expect("is written");
    let told = check(&path, &["--protect", OWN]);
    assert_eq!(found(&told), Vec::<String>::new());
    assert_eq!(told["problems"], serde_json::json!([]));
}

#[test]
fn rules_meet_attachments_and_what_lies_in_attached_archives() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("mail.yar");
    let text = r#"rule Smuggling { strings: $a = "createObjectURL" condition: $a and extension == ".html" }
rule Packed { strings: $a = "a needle in a packed file" condition: $a and filename == "note.txt" }"#;
    std::fs::write(&rules, text).expect("is written");
    let told = check(&sample(), &["--yara", arg(&rules)]);
    let of_rules = |told: &Value| -> Vec<Value> {
        let findings = told["findings"].as_array().expect("a list");
        findings.iter().filter(|finding| finding["indicator"]["type"] == "yara").cloned().collect()
    };
    let met = of_rules(&told);
    assert_eq!(met.len(), 1, "{met:#?}");
    assert_eq!(
        (&met[0]["seen"], &met[0]["artifact"], &met[0]["indicator"]["value"]),
        (&Value::from("Staff-Pass.html"), &Value::from("mail_attachments"), &Value::from("Smuggling"))
    );
    // The place is that of the message, as of every finding in it.
    let phish = told["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["heuristic"]["id"] == "mail_attachment_runs");
    assert_eq!(met[0]["place"], phish.expect("it is found")["place"]);
    assert_eq!(met[0]["record"]["inside"], "Staff-Pass.html");
    assert!(met[0]["time"].as_str().is_some_and(|time| time.starts_with("2026-02-")), "{}", met[0]["time"]);

    let zip = Zip::new().file("folder/note.txt", b"a needle in a packed file").finish();
    let message = vigie_testkit::mail::with_attachment("reader1@post.example", "application/zip", "a.zip", zip);
    let path = folder.path().join("one.eml");
    std::fs::write(&path, message).expect("is written");
    let met = of_rules(&check(&path, &["--yara", arg(&rules)]));
    assert_eq!(met.len(), 1, "{met:#?}");
    assert_eq!(met[0]["seen"], "a.zip!folder/note.txt");
}
