//! Packs from elsewhere, end to end: the binary against servers of this test, and folders.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use vigie_testkit::server::{Reply, Request, Server};

use support::{arg, sample, tree};

/// A folder for everything, and one of installed packs in it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn installed(&self) -> PathBuf {
        self.path("installed")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut vigie = Command::new(env!("CARGO_BIN_EXE_vigie"));
        vigie.args(args).env("LC_ALL", "C").env("VIGIE_INDICATORS", self.installed());
        for name in
            ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"]
        {
            vigie.env_remove(name);
        }
        vigie
    }

    /// Runs `vigie indicators`; its exit code is as expected.
    fn run(&self, args: &[&str], code: i32) -> String {
        let args = [&["indicators"], args].concat();
        told(&self.command(&args).output().expect("vigie starts"), code)
    }

    fn state(&self) -> serde_json::Value {
        let bytes = std::fs::read(self.installed().join("installed.json")).expect("a state");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    /// Whether a value would be met.
    fn meets(&self, value: &str) -> bool {
        self.run(&["show", value], 0).contains("matched")
    }
}

fn told(out: &Output, code: i32) -> String {
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert_eq!(out.status.code(), Some(code), "{text}");
    // As if the screen were wide enough.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pack(values: &[&str]) -> String {
    let objects: Vec<String> = values
        .iter()
        .map(|value| {
            format!(r#"{{"type":"indicator","id":"indicator--{value}","pattern":"[domain-name:value = '{value}']","pattern_type":"stix"}}"#)
        })
        .collect();
    format!(r#"{{"type":"bundle","id":"bundle--1","objects":[{}]}}"#, objects.join(","))
}

/// A server whose files can be changed, with `ETag`s that follow them.
struct Files {
    server: Server,
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Files {
    fn new() -> Self {
        let files: Arc<Mutex<BTreeMap<String, Vec<u8>>>> = Arc::default();
        let served = Arc::clone(&files);
        let answer = move |request: &Request| {
            let Some(bytes) = served.lock().expect("whole").get(&request.target).cloned() else {
                return Reply::status(404);
            };
            let etag = format!("\"{}-{}\"", bytes.len(), bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>());
            if request.header("if-none-match") == Some(&etag) {
                return Reply::status(304);
            }
            Reply::ok(bytes).header("ETag", &etag)
        };
        Self { server: Server::start(answer).expect("a server"), files }
    }

    fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.lock().expect("whole").insert(path.to_owned(), bytes.into());
    }

    fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    fn asked(&self) -> Vec<String> {
        self.server.seen().iter().map(|request| request.target.clone()).collect()
    }
}

fn index(entries: &[(&str, &str)]) -> String {
    let entries: Vec<String> = entries
        .iter()
        .map(|(name, url)| {
            format!("  - type: download\n    name: {name}\n    sources: [Lab]\n    download_url: {url}\n")
        })
        .collect();
    format!("indicators:\n{}", entries.concat())
}

const GITHUB: &str = "indicators:
  - type: github
    name: One
    github: {owner: Owner, repo: packs, branch: master, path: 2026/one.stix2}
  - type: github
    name: Two
    github: {owner: mvt-project, repo: mvt-indicators, path: two.stix2}
";

#[test]
fn an_index_is_pulled_and_asked_again_only_for_what_changed() {
    let (desk, files) = (Desk::new(), Files::new());
    files.put("/i.yaml", index(&[("One", &files.url("/a/one.stix2")), ("Two", &files.url("/a/two.stix2"))]));
    files.put("/a/one.stix2", pack(&["one.example"]));
    files.put("/a/two.stix2", pack(&["two.example", "both.example"]));
    desk.run(&["remove", "mvt"], 0);
    let text = desk.run(&["add", "index", &files.url("/i.yaml"), "--name", "lab"], 0);
    assert!(text.contains("lab.a-one: new, one indicator."), "{text}");
    assert!(desk.meets("www.two.example"));

    let text = desk.run(&["update"], 0);
    assert!(text.contains("2 packs are the same."), "{text}");
    let seen = files.server.seen();
    assert!(seen[3..].iter().all(|request| request.header("if-none-match").is_some()), "{seen:?}");

    files.put("/a/two.stix2", pack(&["both.example", "three.example", "four.example"]));
    let before = tree(&desk.installed());
    let text = desk.run(&["update", "--dry-run"], 0);
    assert!(text.contains("lab.a-two: changed. Added: 2, removed: 1, told otherwise: 0."), "{text}");
    assert_eq!(tree(&desk.installed()), before, "--dry-run writes nothing");
    desk.run(&["update", "lab"], 0);
    assert!(desk.meets("four.example") && !desk.meets("two.example"));
    let text = desk.run(&["diff", "lab.a-two@previous", "lab.a-two"], 1);
    assert!(text.contains("+ domain four.example") && text.contains("- domain two.example"), "{text}");

    // What is no longer listed stays, and is told.
    files.put("/i.yaml", index(&[("One", &files.url("/a/one.stix2"))]));
    let text = desk.run(&["update"], 0);
    assert!(text.contains("lab.a-two: no longer listed"), "{text}");
    let version = &desk.state()["packs"]["lab.a-one"]["versions"][0];
    assert_eq!(version["place"], files.url("/a/one.stix2"));
    assert_eq!(version["sha256"].as_str().map(str::len), Some(64));
    assert!(version["at"].as_str().is_some_and(|at| at.starts_with("20")));
    let text = desk.run(&["remove", "lab"], 0);
    assert!(text.contains("its packs: 2"), "{text}");
    assert!(!desk.meets("four.example"));
}

#[test]
fn a_mirror_and_a_folder_give_the_public_index_and_nothing_else_is_asked() {
    let (desk, files) = (Desk::new(), Files::new());
    files.put("/m/mvt-project/mvt-indicators/main/indicators.yaml", GITHUB);
    files.put("/m/Owner/packs/master/2026/one.stix2", pack(&["one.example"]));
    files.put("/m/mvt-project/mvt-indicators/main/two.stix2", pack(&["two.example"]));
    let text = desk.run(&["update", "--from", &files.url("/m")], 0);
    assert!(text.contains("mvt.2026-one: new") && text.contains("mvt.two: new"), "{text}");
    assert!(desk.meets("one.example") && desk.meets("two.example"));

    // A copy of the repository on a stick: what lies elsewhere is told, and not asked for.
    let (other, usb) = (Desk::new(), desk.path("usb"));
    std::fs::create_dir(&usb).expect("is made");
    std::fs::write(usb.join("indicators.yaml"), GITHUB).expect("is written");
    std::fs::write(usb.join("two.stix2"), pack(&["two.example"])).expect("is written");
    let text = other.run(&["update", "--from", arg(&usb)], 2);
    assert!(text.contains("mvt.2026-one: REFUSED. There is nothing at Owner/packs/master/2026/one.stix2"), "{text}");
    assert!(other.meets("two.example"));
    assert_eq!(other.state()["packs"]["mvt.two"]["versions"][0]["place"], "two.stix2", "no path of this machine");

    // Packs without an index.
    let plain = desk.path("lab packs");
    std::fs::create_dir(&plain).expect("is made");
    std::fs::write(plain.join("three.stix2"), pack(&["three.example"])).expect("is written");
    let text = other.run(&["update", "--from", arg(&plain)], 0);
    assert!(text.contains("lab-packs.three: new"), "{text}");
}

#[test]
fn a_hostile_index_gets_nowhere() {
    let (desk, files) = (Desk::new(), Files::new());
    let hostile = format!(
        "indicators:\n  - {{type: github, name: Up, github: {{owner: a, repo: b, path: ../../../etc/passwd}}}}\n{}",
        &index(&[
            ("File", "file:///etc/passwd"),
            ("Name", &files.url("/x/..%2f..%2fescape.stix2")),
            ("Html", &files.url("/page.html")),
            ("Cut", &files.url("/cut.stix2")),
            ("None", &files.url("/nothing.stix2")),
            ("Good", &files.url("/good.stix2")),
        ])["indicators:\n".len()..]
    );
    files.put("/i.yaml", hostile);
    files.put("/x/..%2f..%2fescape.stix2", pack(&["escape.example"]));
    files.put("/page.html", "<html>sign in</html>");
    files.put("/cut.stix2", &pack(&["cut.example"]).as_bytes()[..60]);
    files.put("/good.stix2", pack(&["good.example"]));
    let text = desk.run(&["add", "index", &files.url("/i.yaml"), "--name", "lab"], 2);
    for refused in
        ["Up: REFUSED", "lab.page: REFUSED", "lab.cut: REFUSED", "lab.nothing: REFUSED", "etc-passwd: REFUSED"]
    {
        assert!(text.contains(refused), "{refused}: {text}");
    }
    assert!(desk.meets("good.example") && !desk.meets("cut.example"));
    let inside = tree(desk.folder.path());
    assert!(inside.keys().all(|name| name.starts_with("installed/")), "{:?}", inside.keys());
    assert!(inside.keys().all(|name| !name.contains("..")), "{:?}", inside.keys());

    let many = format!("indicators:\n{}", "  - {name: x, download_url: \"https://a.example/x\"}\n".repeat(3_000));
    files.put("/many.yaml", many);
    let before = files.asked().len();
    let text = desk.run(&["add", "index", &files.url("/many.yaml")], 2);
    assert!(text.contains("larger than what vigie reads"), "{text}");
    assert_eq!(files.asked().len(), before + 1, "nothing of it is fetched");
}

#[test]
fn signed_lists_are_verified_and_nothing_bad_replaces_what_is_good() {
    let (desk, files) = (Desk::new(), Files::new());
    let (lab, key) = (desk.path("lab"), desk.path("lab.key"));
    std::fs::create_dir(&lab).expect("is made");
    std::fs::write(lab.join("one.stix2"), pack(&["one.example"])).expect("is written");
    for name in [&key, &desk.path("other.key")] {
        told(&desk.command(&["keys", "new", "--no-password", "--out", arg(name)]).output().expect("starts"), 0);
    }
    let public = desk.path("lab.key.pub");
    let publish = || {
        desk.run(&["publish", arg(&lab), "--name", "lab", "--sign", arg(&key)], 0);
        for (name, bytes) in tree(&lab) {
            files.put(&format!("/packs/{name}"), bytes);
        }
    };
    publish();
    let url = files.url("/packs/vigie-packs.toml");
    desk.run(&["add", "index", &url, "--key", arg(&public)], 0);
    assert!(desk.meets("one.example"));
    let list = desk.run(&["list"], 0);
    assert!(list.contains("signature verified with RW"), "{list}");
    let old = files.files.lock().expect("whole").clone();

    // Another pack than the list promises.
    let good = std::fs::read(lab.join("one.stix2")).expect("readable");
    std::fs::write(lab.join("one.stix2"), pack(&["two.example"])).expect("is written");
    publish();
    let mut bad = pack(&["two.example"]).into_bytes();
    bad.reverse();
    files.put("/packs/one.stix2", bad);
    let text = desk.run(&["update", "lab"], 2);
    assert!(text.contains("is not what its list promises") && desk.meets("one.example"), "{text}");

    // A list that was changed, one signed by another, one that is not signed.
    let sound = files.files.lock().expect("whole").clone();
    let list = "/packs/vigie-packs.toml";
    let changed = String::from_utf8(sound[list].clone()).expect("text").replace("number = 2", "number = 3");
    files.put(list, changed);
    let text = desk.run(&["update", "lab"], 2);
    assert!(text.contains("The signature of") && text.contains("is bad"), "{text}");
    std::fs::write(lab.join("one.stix2"), pack(&["two.example"])).expect("is written");
    desk.run(&["publish", arg(&lab), "--name", "lab", "--sign", arg(&desk.path("other.key"))], 0);
    for (name, bytes) in tree(&lab) {
        files.put(&format!("/packs/{name}"), bytes);
    }
    let text = desk.run(&["update", "lab"], 2);
    assert!(text.contains("made with the key"), "{text}");
    files.files.lock().expect("whole").remove("/packs/vigie-packs.toml.minisig");
    let text = desk.run(&["update", "lab"], 2);
    assert!(text.contains("is not signed, and its key is known"), "{text}");
    // The same list without a signature, from a folder: what was signed stays signed.
    std::fs::remove_file(lab.join("vigie-packs.toml.minisig")).expect("is there");
    let text = desk.run(&["update", "--from", arg(&lab)], 2);
    assert!(text.contains("was signed with RW"), "{text}");
    assert!(desk.meets("one.example") && !desk.meets("two.example"), "what was installed is kept");

    // The right one, and then the old one again.
    *files.files.lock().expect("whole") = sound;
    files.put("/packs/one.stix2", pack(&["two.example"]));
    desk.run(&["update", "lab"], 0);
    assert!(desk.meets("two.example"));
    *files.files.lock().expect("whole") = old;
    let text = desk.run(&["update", "lab"], 2);
    assert!(text.contains("older (number 1) than the one seen last (number 2)"), "{text}");
    assert!(desk.meets("two.example"));
    desk.run(&["update", "lab", "--allow-older"], 0);
    assert!(desk.meets("one.example"));
    drop(good);
}

#[test]
fn a_killed_update_leaves_what_was_there() {
    let (desk, first) = (Desk::new(), Files::new());
    first.put("/one.stix2", pack(&["one.example"]));
    desk.run(&["add", "stix", &first.url("/one.stix2")], 0);
    let before = desk.state();
    let server = Server::start(|request| match request.target.as_str() {
        "/vigie-packs.toml" => Reply::status(404),
        "/indicators.yaml" => Reply::ok(GITHUB),
        "/Owner/packs/master/2026/one.stix2" => Reply::ok(pack(&["new.example"])),
        _ => Reply::ok(pack(&["never.example"])).after(Duration::from_mins(1)),
    })
    .expect("a server");
    let mut child = desk
        .command(&["indicators", "update", "--from", &server.url("/")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("vigie starts");
    let begun = Instant::now();
    while !server.seen().iter().any(|request| request.target.ends_with("two.stix2")) {
        assert!(begun.elapsed() < Duration::from_mins(1), "it asks for the second pack");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("is killed");
    child.wait().expect("ends");
    assert_eq!(desk.state(), before);
    assert!(desk.meets("one.example") && !desk.meets("new.example"));
    // What it left is taken away by the next one.
    desk.run(&["update", "one"], 0);
    assert_eq!(std::fs::read_dir(desk.installed().join("packs")).expect("readable").count(), 1);
}

#[test]
fn a_proxy_is_used_and_never_passed_by() {
    let desk = Desk::new();
    let proxy = Server::start(|_| Reply::ok(pack(&["proxied.example"]))).expect("a server");
    let place = "http://packs.invalid/one.stix2";
    let run = |name: &str, value: &str, more: &[&str], code| {
        let args = [&["indicators", "update", "--from", place], more].concat();
        told(&desk.command(&args).env(name, value).output().expect("starts"), code)
    };
    let text = run("HTTP_PROXY", &proxy.url(""), &[], 2);
    assert!(text.contains("is not HTTPS") && proxy.seen().is_empty(), "{text}");
    for name in ["http_proxy", "ALL_PROXY"] {
        run(name, &proxy.url(""), &["--allow-http"], 0);
        assert!(desk.meets("proxied.example"));
    }
    assert_eq!(proxy.seen()[0].method, "CONNECT");
    assert_eq!(proxy.seen()[0].target, "packs.invalid:80");
    let asked = proxy.seen().len();
    // One that is not understood is an error, and not a reason to ask without it.
    let text = run("ALL_PROXY", "nonsense://127.0.0.1:1", &["--allow-http"], 2);
    assert!(text.contains("No server was asked past it"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let mut odd = desk.command(&["indicators", "update", "--from", place, "--allow-http"]);
        odd.env("ALL_PROXY", std::ffi::OsStr::from_bytes(b"http://\xff:1"));
        assert!(told(&odd.output().expect("starts"), 2).contains("No server was asked past it"));
    }
    // A host that is to be asked directly: it does not exist.
    let args = ["indicators", "update", "--from", place, "--allow-http", "--timeout", "20"];
    let mut direct = desk.command(&args);
    direct.env("ALL_PROXY", proxy.url("")).env("NO_PROXY", "elsewhere.example, packs.invalid");
    told(&direct.output().expect("starts"), 2);
    assert_eq!(proxy.seen().len(), asked);
}

#[test]
fn a_collection_is_pulled_page_by_page_and_later_only_what_is_new() {
    let desk = Desk::new();
    let object = |value: &str, modified: &str, more: &str| {
        format!(
            r#"{{"type":"indicator","spec_version":"2.1","id":"indicator--{value}","modified":"{modified}","pattern":"[domain-name:value = '{value}']","pattern_type":"stix"{more}}}"#
        )
    };
    let taxii = |body: String| Reply::ok(body).header("Content-Type", "application/taxii+json;version=2.1");
    let server = Server::start(move |request| {
        if request.header("authorization") != Some("Basic YW5uYTpzZWNyZXQ=") {
            return Reply::status(401);
        }
        assert_eq!(request.header("accept"), Some("application/taxii+json;version=2.1"));
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        match path {
            "/taxii2/" => taxii(r#"{"title":"T","default":"/root/","api_roots":["/root/"]}"#.to_owned()),
            "/root/collections/" => taxii(
                r#"{"collections":[{"id":"91a7b528-80eb-42ed-a74d-c6fbd5a26116","title":"Mobile spyware","can_read":true},
                   {"id":"52892447-4d7e-4f70-b94d-d7f22742ff63","title":"Secret","can_read":false},
                   {"id":"62892447-4d7e-4f70-b94d-d7f22742ff63","title":"Other","can_read":true}]}"#
                    .to_owned(),
            ),
            "/root/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/objects/" if query.contains("added_after") => {
                assert!(query.contains("2026-01-03T00"), "{query}");
                let changed = object("a.example", "2026-02-01T00:00:00.000Z", r#","revoked":true"#);
                taxii(format!(r#"{{"objects":[{changed}]}}"#)).header("X-TAXII-Date-Added-Last", "2026-02-01T00:00:00.000Z")
            }
            "/root/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/objects/" if query.contains("next=page2") => {
                let second = object("b.example", "2026-01-02T00:00:00Z", "");
                taxii(format!(r#"{{"more":false,"objects":[{second},{{"type":"observed-data","id":"observed-data--1"}},{{}}]}}"#))
                    .header("X-TAXII-Date-Added-Last", "2026-01-03T00:00:00.000Z")
            }
            "/root/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/objects/" => {
                let first = object("a.example", "2026-01-01T00:00:00Z", "");
                taxii(format!(r#"{{"more":true,"next":"page2","objects":[{first}]}}"#))
            }
            "/root/collections/62892447-4d7e-4f70-b94d-d7f22742ff63/objects/" => {
                taxii(r#"{"more":true,"objects":[]}"#.to_owned())
            }
            other => panic!("{other}"),
        }
    })
    .expect("a server");
    let url = server.url("/taxii2/");
    let run = |args: &[&str], password: &str, code| {
        let args = [&["indicators"], args].concat();
        told(&desk.command(&args).env("TAXII_PASSWORD", password).output().expect("starts"), code)
    };
    let who = ["--user", "anna", "--password-env", "TAXII_PASSWORD"];
    let add = |more: &[&str], password, code| run(&[&["add", "taxii", &url][..], &who, more].concat(), password, code);
    let text = add(&[], "wrong", 2);
    assert!(text.contains("does not let this user in (401)"), "{text}");
    let text = add(&[], "secret", 2);
    assert!(text.contains("Mobile spyware (91a7b528") && !text.contains("Secret"), "{text}");
    let text = add(&["--collection", "other"], "secret", 2);
    assert!(text.contains("there is more, and not where"), "{text}");
    let text = add(&["--collection", "mobile spyware"], "secret", 0);
    assert!(text.contains("Mobile-spyware: new, 2 indicators.") && text.contains("1 objects without"), "{text}");
    assert!(desk.meets("a.example") && desk.meets("b.example"));
    desk.run(&["remove", "mvt"], 0);
    let text = run(&["update"], "secret", 0);
    assert!(text.contains("Mobile-spyware: changed. Added: 0, removed: 0, told otherwise: 1."), "{text}");
    assert!(desk.run(&["show", "a.example"], 0).contains("revoked"));
    let kept = tree(&desk.installed());
    let secret = |bytes: &Vec<u8>| bytes.windows(6).any(|part| part == b"secret");
    assert!(!kept.values().any(secret), "the password is never kept");
}

fn misp(uuid: &str, value: &str) -> String {
    format!(
        r#"{{"Event":{{"uuid":"{uuid}","info":"Campaign of {value}","date":"2026-01-02","Attribute":[
           {{"type":"domain","value":"{value}","to_ids":true}},{{"type":"ip-dst","value":"203.0.113.9","to_ids":false}}]}}}}"#
    )
}

#[test]
fn events_and_feeds_of_misp_become_packs() {
    let (desk, files) = (Desk::new(), Files::new());
    let (one, two) = ("5e6f2d1c-0000-4000-8000-000000000001", "5e6f2d1c-0000-4000-8000-000000000002");
    files.put("/feed/manifest.json", format!(r#"{{"{one}":{{"info":"x"}},"{two}":{{"info":"y"}}}}"#));
    files.put(&format!("/feed/{one}.json"), misp(one, "one.example"));
    files.put(&format!("/feed/{two}.json"), misp(two, "two.example"));
    let text = desk.run(&["add", "misp", &files.url("/feed/")], 0);
    assert!(text.contains("feed: new, 2 indicators.") && text.contains("not meant for detection 2"), "{text}");
    assert!(desk.meets("two.example") && !desk.meets("203.0.113.9"));
    assert!(desk.run(&["show", "one.example"], 0).contains("Campaign of one.example"));
    let asked = files.asked().len();
    assert!(desk.run(&["update", "feed"], 0).contains("One pack is the same."));
    assert_eq!(files.asked().len(), asked + 1, "events are asked for when the manifest changed");

    // The same from a folder, and a single event from a file.
    let folder = desk.path("feed");
    std::fs::create_dir(&folder).expect("is made");
    for (path, bytes) in files.files.lock().expect("whole").iter() {
        std::fs::write(folder.join(path.trim_start_matches("/feed/")), bytes).expect("is written");
    }
    let other = Desk::new();
    assert!(other.run(&["add", "misp", arg(&folder)], 0).contains("feed: new, 2 indicators."));
    let event = folder.join(format!("{one}.json"));
    assert!(other.run(&["add", "misp", arg(&event), "--name", "event"], 0).contains("event: new, one indicator."));

    files.put("/feed/manifest.json", r#"{"../../../../../../../etc/passwd-aaaaaaaaaaa":{}}"#);
    let text = desk.run(&["update", "feed"], 2);
    assert!(text.contains("is not a path below its index"), "{text}");
    assert!(desk.meets("two.example"), "what was installed is kept");
}

#[test]
fn a_case_says_which_packs_it_was_made_with_and_is_repeated_with_those() {
    let (desk, files) = (Desk::new(), Files::new());
    files.put("/one.stix2", pack(&["one.example"]));
    desk.run(&["add", "stix", &files.url("/one.stix2")], 0);
    let case = desk.path("case");
    told(&desk.command(&["check", arg(&sample()), "--case", arg(&case), "--quiet"]).output().expect("starts"), 1);
    let file: serde_json::Value =
        serde_json::from_slice(&std::fs::read(case.join("case.json")).expect("readable")).expect("JSON");
    let packs = file["packs"].as_array().expect("packs");
    let used = packs.iter().find(|pack| pack["name"] == "one").expect("the installed pack");
    assert_eq!(used["origin"], files.url("/one.stix2"));
    assert_eq!(used["sha256"], desk.state()["packs"]["one"]["versions"][0]["sha256"]);

    files.put("/one.stix2", pack(&["one.example", "later.example"]));
    desk.run(&["update", "one"], 0);
    let evidence = sample();
    let verify = ["verify", arg(&case), "--evidence", arg(&evidence), "--repeat"];
    told(&desk.command(&verify).output().expect("starts"), 0);

    // What somebody changed afterwards is not used.
    for entry in std::fs::read_dir(desk.installed().join("packs")).expect("readable").flatten() {
        std::fs::write(entry.path(), pack(&["planted.example"])).expect("is written");
    }
    let text = told(&desk.command(&["check", arg(&sample()), "--quiet"]).output().expect("starts"), 2);
    assert!(text.contains("not as it was installed"), "{text}");
    told(&desk.command(&["check", arg(&sample()), "--quiet", "--no-installed"]).output().expect("starts"), 1);
    // An update mends it, although its server has nothing new.
    desk.run(&["update", "one"], 0);
    assert!(desk.meets("later.example") && !desk.meets("planted.example"));
}

#[test]
fn nothing_is_used_in_part_without_a_word() {
    let (desk, usb) = (Desk::new(), tempfile::tempdir().expect("a folder"));
    let yara = pack(&["odd.example"]).replace(r#""pattern_type":"stix""#, r#""pattern_type":"yara""#);
    for (name, text) in
        [("a.json", pack(&["first.example"])), ("a.stix2", pack(&["second.example"])), ("b.stix2", yara)]
    {
        std::fs::write(usb.path().join(name), text).expect("is written");
    }
    let text = desk.run(&["update", "--from", arg(usb.path())], 2);
    assert!(text.contains("a.stix2: REFUSED. The name ") && text.contains(".a is taken."), "{text}");
    assert!(text.contains(".b: new, one indicator. One indicator in it cannot be searched for;"), "{text}");
    assert!(desk.meets("first.example") && !desk.meets("second.example"));
}

#[test]
fn a_server_is_not_believed_against_its_list() {
    let (desk, files) = (Desk::new(), Files::new());
    let lab = desk.path("lab");
    std::fs::create_dir(&lab).expect("is made");
    // Of one length and one sum: the server of this test says that the second is the first, not modified.
    for (value, how) in [("one.example", "add"), ("eno.example", "update")] {
        std::fs::write(lab.join("one.stix2"), pack(&[value])).expect("is written");
        desk.run(&["publish", arg(&lab), "--name", "lab"], 0);
        for (name, bytes) in tree(&lab) {
            files.put(&format!("/{name}"), bytes);
        }
        let url = files.url("/vigie-packs.toml");
        let text = if how == "add" { desk.run(&["add", "index", &url], 0) } else { desk.run(&["update", "lab"], 0) };
        assert!(desk.meets(value), "{text}");
    }
}

#[test]
fn no_password_in_an_address_is_kept() {
    let (desk, files) = (Desk::new(), Files::new());
    files.put("/one.stix2", pack(&["one.example"]));
    files.put("/two.stix2?key=secret", pack(&["two.example"]));
    let url = files.url("/one.stix2").replace("http://", "http://anna:secret@");
    let text = desk.run(&["add", "stix", &url], 2);
    assert!(text.contains("with a user or a password in it") && files.asked().is_empty(), "{text}");
    assert!(!desk.installed().join("installed.json").exists());
    // A key behind `?` is needed for updates; the case does not say it.
    desk.run(&["add", "stix", &files.url("/two.stix2?key=secret"), "--name", "two"], 0);
    let case = desk.path("case");
    told(&desk.command(&["check", arg(&sample()), "--case", arg(&case), "--quiet"]).output().expect("starts"), 1);
    let file = std::fs::read_to_string(case.join("case.json")).expect("readable");
    assert!(file.contains(&files.url("/two.stix2?…")), "{file}");
    assert!(tree(&case).values().all(|bytes| !bytes.windows(10).any(|part| part == b"key=secret")));
}

#[test]
fn names_that_are_taken_are_not_taken_over() {
    let (desk, files) = (Desk::new(), Files::new());
    files.put("/mvt.stix2", pack(&["one.example"]));
    let text = desk.run(&["add", "stix", &files.url("/mvt.stix2")], 2);
    assert!(text.contains("The name mvt is taken"), "{text}");
    let list = "schema = \"vigie-packs/1\"\nname = \"mvt\"\nnumber = 1\n";
    files.put("/vigie-packs.toml", list);
    let text = desk.run(&["update", "--from", &files.url("/vigie-packs.toml")], 2);
    assert!(text.contains("a list may not be called mvt"), "{text}");
    assert!(!Path::new(&desk.installed().join("packs")).exists());
}
