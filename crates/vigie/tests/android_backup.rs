//! Android backups, from the command line: listed, opened with a password, and plainly told when they cannot be.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::PathBuf;
use std::process::Output;

use support::{arg, vigie};
use vigie_testkit::android_backup::AndroidBackup;
use vigie_testkit::archive::Tar;

const PASSWORD: &str = "caf\u{e9} 1234";

struct Folder(tempfile::TempDir);

impl Folder {
    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("is written");
        path
    }
}

fn text(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

#[test]
fn backups_are_opened_or_it_is_said_why_not() {
    let folder = Folder(tempfile::tempdir().expect("a folder"));
    let tar = Tar::new()
        .file("apps/com.example.notes/_manifest", b"1\ncom.example.notes\n12\n34\n\n0\n0\n")
        .file("apps/com.example.notes/f/notes.txt", b"a note")
        .finish();
    let plain = folder.write("plain.ab", &AndroidBackup::new(5).finish(&tar));
    let sealed = folder.write("sealed.ab", &AndroidBackup::new(5).encrypted(PASSWORD).finish(&tar));
    let empty = folder.write("empty.ab", &AndroidBackup::new(5).finish(&Tar::new().finish()));
    let right = folder.write("right", format!("{PASSWORD}\n").as_bytes());
    let wrong = folder.write("wrong", b"1234\n");

    for (args, lang) in [
        (vec![arg(&plain)], "en"),
        (vec![arg(&sealed), "--password-file", arg(&right)], "en"),
        (vec![arg(&sealed), "--password-file", arg(&right)], "fr"),
    ] {
        let out = vigie(&[&["evidence", "list"][..], &args, &["--lang", lang]].concat());
        assert_eq!(out.status.code(), Some(0), "{}", text(&out));
        let listed: Vec<String> =
            text(&out).lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect();
        assert_eq!(listed, ["apps/com.example.notes/_manifest", "apps/com.example.notes/f/notes.txt"]);
        let out = vigie(&[&["check"][..], &args, &["--lang", lang]].concat());
        assert_eq!(out.status.code(), Some(0), "{}", text(&out));
        let kind = if lang == "en" { "Android backup" } else { "Sauvegarde Android" };
        assert!(text(&out).contains(kind), "{}", text(&out));
    }

    for (args, said, todo) in [
        (vec![arg(&sealed)], "is encrypted", "--password-file"),
        (vec![arg(&sealed), "--password-file", arg(&wrong)], "does not open the backup", "typed on the Android phone"),
        (vec![arg(&empty)], "without any content", "confirm it on the phone"),
    ] {
        for command in [&["check"][..], &["evidence", "list"]] {
            let out = vigie(&[command, &args].concat());
            let told = text(&out);
            assert_eq!(out.status.code(), Some(2), "{told}");
            assert!(told.contains(said) && told.contains(todo) && told.contains("Nothing was examined"), "{told}");
            assert!(!told.contains("1234"), "{told}");
        }
    }
    // One that cannot be examined does not keep the others from it.
    let out = vigie(&["evidence", "identify", arg(folder.0.path())]);
    let told = text(&out).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("Empty: nothing was backed up") && told.contains("Encrypted."), "{told}");
}
