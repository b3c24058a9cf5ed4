//! Each command, each error and each exit code, as transcripts: `tests/cmd/*.trycmd`, run in the root of the
//! repository. `TRYCMD=overwrite cargo test -p vigie --test transcripts` writes them anew; read the difference.
//!
//! What the transcripts examine besides the sample is made here, in `target/transcripts`.

use std::path::Path;

use vigie_testkit::backup::{BackupBuilder, Device, Incomplete};
use vigie_testkit::encrypt::Encryption;

const PASSWORD: &str = "a password";

fn device(name: &str, serial: &str) -> Device {
    Device { name: name.to_owned(), serial_number: serial.to_owned(), ..Device::default() }
}

fn small(name: &str, serial: &str) -> BackupBuilder {
    BackupBuilder::new(device(name, serial)).file("HomeDomain", "Library/Notes/note.txt", "a note")
}

/// Evidence and keys, sound and unsound, under names that the transcripts use.
fn prepare(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let sealed = Encryption::new(PASSWORD);
    let (plain, encrypted, damaged) = (folder.join("plain"), folder.join("encrypted"), folder.join("damaged"));
    small("plain", "AAAA").write(&plain)?;
    small("encrypted", "BBBB").encrypt(sealed.clone()).write(&encrypted)?;
    small("damaged", "CCCC").write(&damaged)?;
    std::fs::write(damaged.join("Manifest.db"), "this is not a database, but a text of some length")?;
    small("old", "DDDD").mbdb().write(&folder.join("old"))?;
    small("cut", "EEEE").mbdb().write(&folder.join("cut"))?;
    let list = folder.join("cut/Manifest.mbdb");
    let bytes = std::fs::read(&list)?;
    std::fs::write(&list, &bytes[..bytes.len() - 3])?;
    small("unfinished", "FFFF").incomplete(Incomplete::NotFinished).write(&folder.join("unfinished"))?;
    for (name, serial) in [("one", "1111"), ("two", "2222")] {
        small(name, serial).write(&folder.join("several").join(name))?;
    }
    let key = hex::encode(sealed.derive());
    let identity = age::x25519::Identity::generate();
    let closed = age::encrypt_and_armor(&identity.to_public(), key.as_bytes())?;
    for (name, text) in [
        ("password", format!("{PASSWORD}\n")),
        ("passphrase", "four words drawn at random\n".to_owned()),
        ("wrong.password", "another\n".to_owned()),
        ("right.key", format!("{key}\n")),
        ("wrong.key", "00".repeat(32)),
        ("short.key", "0f0f\n".to_owned()),
        ("closed.age", closed),
        ("a file", "nothing".to_owned()),
    ] {
        std::fs::write(folder.join(name), text)?;
    }
    std::fs::write(folder.join("binary.key"), [0xff, 0xfe, 0x00])?;
    let usb = folder.join("usb");
    std::fs::create_dir(&usb)?;
    let indicator = |value: &str| {
        format!(
            r#"{{"type":"indicator","id":"indicator--{value}","pattern":"[domain-name:value = '{value}']","pattern_type":"stix"}}"#
        )
    };
    for (name, objects) in [
        ("usb/one.stix2", [indicator("one.evil.example"), indicator("two.evil.example")].join(",")),
        ("usb/two.stix2", indicator("three.evil.example")),
        ("later.stix2", [indicator("two.evil.example"), indicator("four.evil.example")].join(",")),
    ] {
        std::fs::write(folder.join(name), format!(r#"{{"type":"bundle","objects":[{objects}]}}"#))?;
    }
    for (name, text) in [
        ("usb/cut.stix2", r#"{"type":"bundle","objects":[{"type":"indicator""#),
        ("domains.txt", "# from a report\nevil.example\nupdate.evil.example\n"),
        ("table.csv", "Type;Indicator;Family\ndomain;table.evil.example;Evil\nmd5;0f;Evil\n"),
        (
            "event.json",
            r#"{"Event":{"uuid":"5e6f2d1c-0000-4000-8000-000000000001","info":"A campaign","date":"2026-01-02","Attribute":[
               {"type":"domain","value":"event.evil.example","to_ids":true},
               {"type":"ip-dst","value":"203.0.113.9","to_ids":false},
               {"type":"comment","value":"seen in spring","to_ids":true}]}}"#,
        ),
    ] {
        std::fs::write(folder.join(name), text)?;
    }
    let foreign = folder.join("foreign");
    std::fs::create_dir(&foreign)?;
    std::fs::write(foreign.join("photo.jpg"), "mine")?;
    Ok(())
}

#[test]
fn commands_say_what_their_transcripts_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the root is there");
    std::env::set_current_dir(&root).expect("can be entered");
    prepare(&root.join("target/transcripts")).expect("is made");
    trycmd::TestCases::new()
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "120")
        .env("VIGIE_INDICATORS", "")
        .case("crates/vigie/tests/cmd/*.trycmd");
}
