//! What a server may say, and what becomes of it: against a server of this test.

use std::time::{Duration, Instant};

use vigie_fetch::{Answer, Client, FetchError, Got, Plain, Question, Settings};
use vigie_testkit::server::{Reply, Request, Server};

fn client(plain: Plain) -> Client {
    Client::new(&Settings { timeout: Duration::from_secs(5), roots: None, plain }).expect("a client")
}

fn question(url: &str) -> Question<'_> {
    Question { url, accept: None, etag: None, modified: None, credentials: None, limit: 1_000 }
}

fn got(answer: Result<Answer, FetchError>) -> Got {
    match answer {
        Ok(Answer::Got(got)) => got,
        other => panic!("{other:?}"),
    }
}

fn server(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(answer).expect("a server")
}

#[test]
fn what_is_there_already_is_not_sent_again() {
    let server = server(|request| match request.header("if-none-match") {
        Some("\"one\"") => Reply::status(304),
        _ => Reply::ok("bytes").header("ETag", "\"one\"").header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"),
    });
    let url = server.url("/pack");
    let first = got(client(Plain::Loopback).get(&question(&url)));
    assert_eq!((first.bytes.as_slice(), first.etag.as_deref()), (&b"bytes"[..], Some("\"one\"")));
    let again = Question { etag: first.etag.as_deref(), modified: first.modified.as_deref(), ..question(&url) };
    assert_eq!(client(Plain::Loopback).get(&again).expect("an answer"), Answer::NotModified);
    let seen = server.seen();
    assert_eq!(seen[1].header("if-modified-since"), Some("Thu, 01 Jan 2026 00:00:00 GMT"));
    assert_eq!(seen[0].header("accept-encoding"), None, "nothing that would have to be inflated");
}

#[test]
fn a_server_that_says_not_modified_unasked_is_not_believed() {
    let server = server(|_| Reply::status(304));
    let url = server.url("/");
    assert!(matches!(client(Plain::Loopback).get(&question(&url)), Err(FetchError::Status { status: 304, .. })));
}

#[test]
fn redirects_are_followed_to_an_end_only() {
    let server = server(|request| match request.target.as_str() {
        "/moved" => Reply::status(302).header("Location", "/here"),
        "/here" => Reply::ok("found"),
        "/loop" => Reply::status(301).header("Location", "/loop"),
        "/nowhere" => Reply::status(301),
        "/file" => Reply::status(302).header("Location", "file:///etc/passwd"),
        "/out" => Reply::status(302).header("Location", "http://192.0.2.1/"),
        other => panic!("{other}"),
    });
    let ask = |path: &str| client(Plain::Loopback).get(&question(&server.url(path)));
    let found = got(ask("/moved"));
    assert!(found.url.ends_with("/here") && found.bytes == b"found");
    assert!(matches!(ask("/loop"), Err(FetchError::Redirects(_))));
    assert_eq!(server.seen().iter().filter(|request| request.target == "/loop").count(), 6);
    assert!(matches!(ask("/nowhere"), Err(FetchError::Status { status: 301, .. })));
    assert!(matches!(ask("/file"), Err(FetchError::NotHttps(_))));
    assert!(matches!(ask("/out"), Err(FetchError::NotHttps(_))));
}

#[test]
fn plain_http_is_for_this_machine_or_by_permission() {
    let url = "http://packs.example/x";
    assert_eq!(Plain::for_origin("https://a.example/", true), Plain::Never);
    assert_eq!(Plain::for_origin(url, true), Plain::Anywhere);
    assert_eq!(Plain::for_origin(url, false), Plain::Loopback);
    for plain in [Plain::Never, Plain::Loopback] {
        assert!(matches!(client(plain).get(&question(url)), Err(FetchError::NotHttps(_))), "{plain:?}");
    }
    for url in ["ftp://127.0.0.1/", "file:///etc/passwd"] {
        assert!(matches!(client(Plain::Anywhere).get(&question(url)), Err(FetchError::NotHttps(_))), "{url}");
    }
    assert!(matches!(client(Plain::Anywhere).get(&question("no address")), Err(FetchError::Address(_))));
}

#[test]
fn sizes_are_bounded_whatever_the_server_claims() {
    let server = server(|request| match request.target.as_str() {
        "/large" => Reply::ok(vec![b'x'; 1_001]),
        "/claims" => Reply::ok("x").length(1 << 40),
        "/short" => Reply::ok("half").length(8),
        "/right" => Reply::ok(vec![b'x'; 1_000]),
        "/more" => Reply::ok("this is longer than it claims").length(4),
        other => panic!("{other}"),
    });
    let ask = |path: &str| client(Plain::Loopback).get(&question(&server.url(path)));
    assert!(matches!(ask("/large"), Err(FetchError::TooLarge { limit: 1_000, .. })));
    assert!(matches!(ask("/claims"), Err(FetchError::TooLarge { .. })));
    assert!(matches!(ask("/short"), Err(FetchError::Failed { .. })), "an answer that ends too early is none");
    assert_eq!(got(ask("/right")).bytes.len(), 1_000);
    assert_eq!(got(ask("/more")).bytes, b"this");
}

#[test]
fn a_slow_server_is_given_up() {
    let server = server(|_| Reply::ok("late").after(Duration::from_secs(20)));
    let settings = Settings { timeout: Duration::from_millis(500), roots: None, plain: Plain::Loopback };
    let client = Client::new(&settings).expect("a client");
    let begun = Instant::now();
    let url = server.url("/");
    assert!(matches!(client.get(&question(&url)), Err(FetchError::TimedOut(_))));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn credentials_stay_with_the_host_they_are_for() {
    let other = server(|_| Reply::ok("other"));
    let there = other.url("/there");
    let server = server(move |request| match request.target.as_str() {
        "/first" => Reply::status(302).header("Location", "/second"),
        _ => Reply::status(302).header("Location", &there),
    });
    let url = server.url("/first");
    let asked = Question { credentials: Some(("anna", "secret")), ..question(&url) };
    assert_eq!(got(client(Plain::Loopback).get(&asked)).bytes, b"other");
    assert!(server.seen().iter().all(|request| request.header("authorization") == Some("Basic YW5uYTpzZWNyZXQ=")));
    assert_eq!(other.seen()[0].header("authorization"), None);
}

#[test]
fn a_password_in_an_address_is_refused_and_not_told() {
    let server = server(|_| Reply::ok("asked"));
    let url = server.url("/").replace("http://", "http://anna:secret@");
    let error = client(Plain::Loopback).get(&question(&url)).expect_err("it is refused");
    assert!(matches!(&error, FetchError::Credentials(place) if !place.contains("secret")), "{error:?}");
    assert!(server.seen().is_empty());
}

#[test]
fn roots_that_are_none_are_refused() {
    for pem in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA"] {
        let settings = Settings { timeout: Duration::from_secs(1), roots: Some(pem.into()), plain: Plain::Never };
        assert!(matches!(Client::new(&settings), Err(FetchError::Roots(_))), "{pem}");
    }
}
