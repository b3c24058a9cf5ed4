//! Hosts, addresses, links.

use vigie_model::{Observable, ObservableKind};

use super::super::{How, Warning, What};
use super::{domain, how, matcher, met};

#[test]
fn a_host_matches_itself_and_what_lies_below() {
    let evil = domain("evil.com");
    for same in ["evil.com", "EVIL.com", "evil.com.", "evil.com:443"] {
        assert_eq!(how(&evil, Observable::domain(same)), Some(How::Exact), "{same}");
    }
    assert_eq!(how(&evil, Observable::domain("a.b.evil.com")), Some(How::Subdomain));
    for other in ["notevil.com", "evil.com.example.org", "evil.co", "com", "evil-com", "xevil.com"] {
        assert_eq!(how(&evil, Observable::domain(other)), None, "{other}");
    }
    for url in
        ["https://evil.com/x", "http://user:pw@evil.com:8080/", "HTTP://EVIL.COM./?q", "evil.com/x", "//evil.com/x"]
    {
        assert_eq!(how(&evil, Observable::url(url)), Some(How::Exact), "{url}");
    }
    for url in ["https://evil.com.example.org/", "https://example.org/evil.com.html", "https://evil.com@example.org/"] {
        assert_eq!(how(&evil, Observable::url(url)), None, "{url}");
    }
}

#[test]
fn internationalised_names_meet_in_ascii() {
    assert_eq!(how(&domain("bücher.example"), Observable::domain("xn--bcher-kva.example")), Some(How::Exact));
    assert_eq!(how(&domain("xn--bcher-kva.example"), Observable::url("https://BÜCHER.example/")), Some(How::Exact));
}

#[test]
fn a_public_suffix_matches_itself_only() {
    for suffix in ["github.io", "co.uk"] {
        let matcher = matcher(&[&domain(suffix)]);
        assert_eq!(met(&matcher, &[Observable::domain(suffix)]).len(), 1);
        assert_eq!(met(&matcher, &[Observable::domain(format!("a.{suffix}"))]), []);
        let notes = &matcher.packs()[0].notes;
        assert!(matches!(notes[0].what, What::Warning(Warning::PublicSuffix)), "{notes:?}");
    }
    assert_eq!(how(&domain("a.github.io"), Observable::domain("b.a.github.io")), Some(How::Subdomain));
}

#[test]
fn addresses_and_networks() {
    let one = "[ipv4-addr:value = '1.2.3.4']";
    for same in ["1.2.3.4", "::ffff:1.2.3.4", "1.2.3.4:443"] {
        assert_eq!(how(one, Observable::ip(same)), Some(How::Exact), "{same}");
    }
    for other in ["11.2.3.4", "1.2.3.45", "1.2.3.40", "1.2.3"] {
        assert_eq!(how(one, Observable::ip(other)), None, "{other}");
        assert_eq!(how(one, Observable::url(format!("http://{other}/"))), None, "{other}");
    }
    assert_eq!(how(one, Observable::url("http://1.2.3.4:8080/x")), Some(How::Exact));
    assert_eq!(how(one, Observable::domain("1.2.3.4")), Some(How::Exact));
    for net in [
        "[ipv4-addr:value ISSUBSET '100.64.0.0/10']",
        "[ipv4-addr:value = '100.64.0.0/10']",
        "[network-traffic:dst_ref.value ISSUBSET '100.64.0.0/10']",
    ] {
        assert_eq!(how(net, Observable::ip("100.127.255.255")), Some(How::Cidr), "{net}");
        assert_eq!(how(net, Observable::ip("100.128.0.0")), None, "{net}");
    }
    let six = "[ipv6-addr:value = '2001:DB8:0:0:0:0:0:1']";
    assert_eq!(how(six, Observable::ip("2001:db8::1")), Some(How::Exact));
    assert_eq!(how(six, Observable::url("http://[2001:db8::1]:80/")), Some(How::Exact));
    assert_eq!(how("[ipv6-addr:value = '2001:db8::/32']", Observable::ip("2001:db8:ffff::9")), Some(How::Cidr));
    let all = matcher(&["[ipv4-addr:value = '0.0.0.0/0']"]);
    assert_eq!(all.packs()[0].unusable["everything"], 1);
}

#[test]
fn urls_meet_after_normalisation() {
    let pattern = "[url:value = 'http://evil.example/Path?a=b']";
    for same in [
        "http://evil.example/Path?a=b",
        "HTTP://Evil.Example:80/x/../Path?a=b",
        "http://evil.example/Path?a=b).",
        "http://evil.example/Path?a=b#part",
        "http://u@evil.example/Path?a=b",
    ] {
        assert_eq!(how(pattern, Observable::url(same)), Some(How::Exact), "{same}");
    }
    for other in ["http://evil.example/path?a=b", "https://evil.example/Path?a=b", "http://evil.example/Path"] {
        assert_eq!(how(pattern, Observable::url(other)), None, "{other}");
    }
    let bare = "[url:value = 'evil.example/x']";
    for same in ["http://evil.example/x", "https://evil.example/x", "evil.example/x"] {
        assert_eq!(how(bare, Observable::url(same)), Some(How::Exact), "{same}");
    }
}

#[test]
fn urls_inside_urls_are_looked_at() {
    let pattern = domain("evil.com");
    for wrapped in [
        "https://www.google.com/url?q=https%3A%2F%2Fa.evil.com%2Fx",
        "https://google.com/?u=evil.com",
        "https://l.facebook.com/l.php?u=https%253A%252F%252Fevil.com%252Fx&h=1",
        "https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fevil.com%2Fa&data=05",
        "https://t.example.org/c/aHR0cHM6Ly9ldmlsLmNvbS9iNjQ/x",
        "https://web.archive.org/web/2020/http://evil.com/x",
    ] {
        let matcher = matcher(&[&pattern]);
        let mut scan = matcher.scan();
        scan.see(&Observable::url(wrapped));
        let hits = scan.finish().hits;
        assert_eq!(hits.first().map(|h| h.how), Some(How::Nested), "{wrapped}");
        assert!(hits[0].seen.contains("evil.com"), "{}", hits[0].seen);
    }
    assert_eq!(how(&pattern, Observable::url("https://example.org/?u=notevil.com")), None);
}

#[test]
fn text_gives_its_links() {
    for (pattern, text) in [
        (domain("urlpush.net"), "Your parcel: urlpush.net/x."),
        (domain("x.com"), "see www.x.com, now"),
        (domain("evil.com"), "hxxps://a[.]evil[.]com/x"),
        (domain("evil.com"), "evil[dot]com"),
        (domain("evil.com"), "evil(.)com and more"),
        (domain("evil.com"), "hxxp[:]//evil.com"),
        ("[email-addr:value = 'a@evil.com']".to_owned(), "write to A@evil.com."),
        ("[ipv4-addr:value = '1.2.3.4']".to_owned(), "http://1.2.3.4/x"),
        ("[url:value = 'http://evil.com/x']".to_owned(), "(http://evil.com/x)!"),
    ] {
        assert!(how(&pattern, Observable::text(text)).is_some(), "{pattern} in {text}");
    }
    assert_eq!(how("[ipv4-addr:value = '1.2.3.4']", Observable::text("version 1.2.3.4")), None);
    assert_eq!(how(&domain("evil.com"), Observable::text("notevil.com and evil.community")), None);
}

#[test]
fn hostile_values_are_survived() {
    let long = "a".repeat(1 << 20);
    let matcher = matcher(&[
        &domain("evil.com"),
        "[url:value = 'http://evil.com/x']",
        "[process:name = 'bh']",
        "[file:path = '/a/b']",
    ]);
    let mut scan = matcher.scan();
    let values = [
        long.clone(),
        format!("http://{long}"),
        "/".repeat(1 << 16),
        "%25".repeat(1 << 16),
        "http://".repeat(1 << 14),
        "[.]".repeat(1 << 14),
        "@".repeat(1 << 14),
        ".".repeat(1 << 14),
        "é\u{202e}".repeat(1 << 12),
        "http://[::".to_owned(),
        "\"".to_owned(),
        "\\".repeat(99),
        "://".to_owned(),
        "a://".to_owned(),
        "http:".to_owned(),
        "\u{0}".to_owned(),
        "mailto:".to_owned(),
        "<>@".to_owned(),
        ">@<".to_owned(),
        "c:".to_owned(),
    ];
    for value in &values {
        for kind in [
            ObservableKind::Domain,
            ObservableKind::Url,
            ObservableKind::Ip,
            ObservableKind::Email,
            ObservableKind::Process,
            ObservableKind::Executable,
            ObservableKind::CommandLine,
            ObservableKind::FileName,
            ObservableKind::FilePath,
            ObservableKind::Hash,
            ObservableKind::AppId,
            ObservableKind::RegistryKey,
            ObservableKind::UserAccount,
            ObservableKind::Text,
        ] {
            scan.see(&Observable::new(kind, value.as_str()));
        }
        let _ = matcher.lookup(value);
    }
    scan.finish();
}
