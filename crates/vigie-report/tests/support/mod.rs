//! Made-up cases, as they are read from disk.

use serde_json::{Value, json};
use vigie_case::Case;

const EXAMINED: &str = "2024-06-01T09:30:00Z";

/// One finding, whole; `with` replaces what differs.
pub(crate) fn finding(with: Value) -> Value {
    let mut finding = json!({
        "id": "F-0011223344556677", "level": "high", "meaning": "exposure", "artifact": "ios_calls",
        "time": "2024-05-12T10:03:22Z",
        "place": { "source": "HomeDomain/Library/SMS/sms.db", "in": "row", "table": "message", "rowid": 412 },
        "seen": "https://news.example.org/a?id=1", "message": "in another language", "innocent": "likewise",
        "indicator": {
            "id": "indicator--00000000-0000-4000-8000-000000000001", "type": "domain", "value": "example.org",
            "pack": "test pack", "malware": ["Example Tool"], "sources": ["A report, 2024", "https://example.org/report"],
            "matched": "subdomain", "confidence": 85, "valid_until": "2026-01-01T00:00:00Z"
        },
        "heuristic": null,
        "record": { "text": "Have you seen this? https://news.example.org/a?id=1", "is_from_me": false, "date": 737_200_000_000_000_000_i64 },
        "sentences": {
            "message": { "id": "finding-link", "args": {
                "seen": "https://news.example.org/a?id=1", "indicator": "example.org", "malware": "Example Tool", "how": "subdomain"
            } },
            "innocent": { "id": "artifact-ios_calls-innocent" }
        }
    });
    merge(&mut finding, with);
    finding
}

fn merge(into: &mut Value, with: Value) {
    match (into, with) {
        (Value::Object(into), Value::Object(with)) => {
            for (key, value) in with {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, with) => *into = with,
    }
}

/// A process with the name of a known one, in a log.
pub(crate) fn process(level: &str, time: &str) -> Value {
    let sentence = json!({ "seen": "exampled", "indicator": "exampled", "malware": "Example Tool", "how": "exact" });
    let with = json!({
        "id": "F-8899aabbccddeeff", "level": level, "meaning": "execution", "time": time, "seen": "exampled",
        "place": { "source": "RootDomain/Library/Logs/shutdown.log", "in": "line", "line": 77, "offset": 4096 },
        "indicator": { "type": "process", "value": "exampled", "matched": "exact", "confidence": null, "valid_until": null },
        "record": { "pid": 412, "path": "/private/var/db/exampled" },
        "sentences": { "message": { "id": "finding-process", "args": sentence } }
    });
    let mut finding = finding(with);
    // A place is one of several shapes: what another shape left goes.
    finding["place"] =
        json!({ "source": "RootDomain/Library/Logs/shutdown.log", "in": "line", "line": 77, "offset": 4096 });
    finding
}

/// Lockdown Mode is off.
pub(crate) fn lockdown() -> Value {
    let mut finding = finding(json!({
        "id": "F-1234123412341234", "level": "info", "meaning": "weakness", "artifact": "ios_global_preferences",
        "time": null, "seen": "false", "indicator": null,
        "heuristic": { "id": "lockdown_mode", "version": 1, "source": "Apple, About Lockdown Mode" },
        "record": { "key": "LDMGlobalEnabled", "value": false }
    }));
    finding["place"] = json!({ "source": "HomeDomain/Library/Preferences/.GlobalPreferences.plist", "in": "key", "key": "/LDMGlobalEnabled" });
    finding["sentences"] = json!({
        "message": { "id": "heuristic-lockdown_mode-found", "args": { "state": "off" } },
        "innocent": { "id": "heuristic-lockdown_mode-innocent" }
    });
    finding
}

fn coverage() -> Value {
    let source = |path: &str, hash: Option<&str>| {
        json!({
            "path": path, "stored_as": "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28", "size": 167_936,
            "sha256": hash, "records": 1204, "problems": 1
        })
    };
    json!([
        { "artifact": "ios_calls", "version": 1, "state": "read", "records": 1204, "problems": 1,
          "first": "2021-02-03T08:00:00Z", "last": "2024-05-30T18:00:00Z",
          "sources": [source("HomeDomain/Library/CallHistoryDB/CallHistory.storedata", Some(&"ab".repeat(32)))] },
        { "artifact": "ios_global_preferences", "version": 1, "state": "read", "records": 31, "problems": 0,
          "first": null, "last": null,
          "sources": [source("HomeDomain/Library/Preferences/.GlobalPreferences.plist", Some(&"cd".repeat(32)))] },
        { "artifact": "ios_of_another_version", "version": 3, "state": "unreadable", "records": 0, "problems": 1,
          "first": null, "last": null, "sources": [source("HomeDomain/Library/other.db", None)] },
        { "artifact": "ios_absent", "version": 1, "state": "absent", "records": 0, "problems": 0,
          "first": null, "last": null, "sources": [] }
    ])
}

fn programs() -> Value {
    let row = |name: &str, path: Option<&str>, explained: &str| {
        json!({
            "name": name, "path": path, "explained": explained, "artifacts": { "ios_calls": 2, "ios_absent": 1 },
            "first": "2024-05-13T02:11:09Z", "last": null, "uids": [0], "pids": [412]
        })
    };
    json!([row("exampled", Some("/private/var/db/<i>exampled"), "misplaced"), row("otherd", None, "name_only")])
}

/// A case with these findings; `consent` and a problem's words may be hostile.
pub(crate) fn case(findings: &[Value], consent: &str, detail: &str) -> Case {
    let problem = json!({
        "code": "VIG-E012", "artifact": "ios_calls", "source": "HomeDomain/Library/CallHistoryDB/CallHistory.storedata",
        "place": { "in": "row", "table": "ZCALLRECORD", "rowid": 9, "wal_only": true }, "detail": detail
    });
    let file = json!({
        "schema": "vigie-case/1", "tool": "0.1.0", "examined_at": EXAMINED, "lang": "en", "keep": "findings",
        "consent": consent,
        "evidence": {
            "kind": "ios_backup", "layout": "ios_backup", "id": "0f".repeat(32), "id_of": "Manifest.db",
            "device": {
                "name": "Phone 12", "model": "iPhone 13", "product_type": "iPhone14,5", "os": "iOS",
                "os_version": "17.5.1", "os_build": "21F90", "serial": "TEST00000001", "udid": "00008110-000000000000001E"
            },
            "made": "2024-05-31T20:15:00Z", "files": 1893
        },
        "artifacts": [{ "id": "ios_calls", "version": 1 }, { "id": "ios_global_preferences", "version": 1 }],
        "heuristics": [{ "id": "lockdown_mode", "version": 1 }],
        "packs": [
            { "name": "vigie base", "origin": "embedded", "sha256": "12".repeat(32), "indicators": 1400, "usable": 1398,
              "unusable": 2, "revoked": 0, "kinds": { "domain": 1000 } },
            { "name": "test pack", "origin": "test.stix2", "sha256": "34".repeat(32), "indicators": 10, "usable": 9,
              "unusable": 0, "revoked": 1, "kinds": { "domain": 10 } }
        ],
        "counts": {
            "findings": findings.len(), "by_level": {}, "by_meaning": {}, "records": 1235, "sources": 3, "bytes": 503_808,
            "problems": 2, "artifacts": {}
        },
        "programs": {
            "total": 214, "by_kind": { "system": 190, "application": 20, "apple_name": 1, "installed": 1, "name_only": 1, "misplaced": 1 }
        }
    });
    // Through text, as a case is read: a finding holds its record as it was written.
    let findings = findings.iter().map(|finding| serde_json::from_str(&finding.to_string()).unwrap()).collect();
    Case {
        file: serde_json::from_str(&file.to_string()).unwrap(),
        findings,
        coverage: serde_json::from_str(&coverage().to_string()).unwrap(),
        problems: vec![serde_json::from_str(&problem.to_string()).unwrap()],
        programs: serde_json::from_str(&programs().to_string()).unwrap(),
        sources: Vec::new(),
    }
}

/// A case in which something of everything was found.
pub(crate) fn rich() -> Case {
    let mut findings = vec![process("critical", "2024-05-13T02:11:09.250Z"), process("high", "2024-05-14T02:11:09Z")];
    findings.push(finding(json!({})));
    findings.push(finding(json!({ "time": "1601-01-01T00:00:00Z", "place": { "wal_only": true } })));
    findings.push(finding(json!({ "level": "high", "meaning": "notice", "time": "2024-05-20T07:00:00Z" })));
    findings.push(finding(json!({ "level": "low", "meaning": "tampering", "time": "2024-03-01T00:00:00Z" })));
    findings.push(lockdown());
    case(&findings, "examination of this backup", "expected an integer, met a text of 3 bytes")
}
