//! What is said: DNS, TLS, HTTP, DHCP.

use std::net::IpAddr;

/// Bytes behind a length of so many bytes.
pub(super) fn behind(bytes: &[u8], width: usize) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(0).to_be_bytes();
    [&length[4 - width..], bytes].concat()
}

fn name(name: &str) -> Vec<u8> {
    let labels = name.split('.').filter(|label| !label.is_empty());
    labels.flat_map(|label| behind(label.as_bytes(), 1)).chain([0]).collect()
}

/// A question of DNS: 1 is `A`, 28 `AAAA`, 16 `TXT`.
pub fn dns_question(id: u16, host: &str, kind: u16) -> Vec<u8> {
    let head = [id, 0x0100, 1, 0, 0, 0].iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<u8>>();
    [head, name(host), kind.to_be_bytes().to_vec(), vec![0, 1]].concat()
}

/// Its answer: an alias, if any, and addresses. Without either, there is no such name.
pub fn dns_answer(id: u16, host: &str, kind: u16, alias: Option<&str>, addresses: &[IpAddr]) -> Vec<u8> {
    let count = u16::try_from(addresses.len()).unwrap_or(0) + u16::from(alias.is_some());
    let flags = if count == 0 { 0x8183 } else { 0x8180 };
    let mut out: Vec<u8> = [id, flags, 1, count, 0, 0].iter().flat_map(|n| n.to_be_bytes()).collect();
    out.extend(name(host));
    out.extend(kind.to_be_bytes());
    out.extend([0, 1]);
    let mut owner = vec![0xc0, 12];
    if let Some(alias) = alias {
        out.extend([&owner[..], &[0, 5, 0, 1, 0, 0, 0, 60], &behind(&name(alias), 2)].concat());
        owner = name(alias);
    }
    for address in addresses {
        let (kind, bytes) = match address {
            IpAddr::V4(address) => (1, address.octets().to_vec()),
            IpAddr::V6(address) => (28, address.octets().to_vec()),
        };
        out.extend([&owner[..], &[0, kind, 0, 1, 0, 0, 0, 60], &behind(&bytes, 2)].concat());
    }
    out
}

fn extension(kind: u16, value: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &behind(value, 2)].concat()
}

fn numbers(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|n| n.to_be_bytes()).collect()
}

/// The message ClientHello, as a common browser sends it: the suites, extensions and algorithms of the example in the
/// specification of JA4.
pub fn client_hello(host: Option<&str>, alpn: &[&str], quic: bool) -> Vec<u8> {
    let suites = numbers(&[
        0x1a1a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d,
        0x002f, 0x0035,
    ]);
    let mut extensions = extension(0x2a2a, b"");
    if let Some(host) = host {
        extensions.extend(extension(0, &behind(&[&[0][..], &behind(host.as_bytes(), 2)].concat(), 2)));
    }
    let names: Vec<u8> = alpn.iter().flat_map(|name| behind(name.as_bytes(), 1)).collect();
    extensions.extend(extension(0x1b, &[2, 0, 2]));
    extensions.extend(extension(0x33, &behind(&[&[0, 0x1d][..], &behind(&[7; 32], 2)].concat(), 2)));
    if !alpn.is_empty() {
        extensions.extend(extension(0x10, &behind(&names, 2)));
    }
    extensions.extend(extension(0x4469, &behind(&behind(b"h2", 1), 2)));
    extensions.extend(extension(0x17, b""));
    extensions.extend(extension(0x2d, &[1, 1]));
    let algorithms = numbers(&[0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]);
    extensions.extend(extension(0x0d, &behind(&algorithms, 2)));
    extensions.extend(extension(0x05, &[1, 0, 0, 0, 0]));
    extensions.extend(extension(0x23, b""));
    extensions.extend(extension(0x12, b""));
    extensions.extend(extension(0x2b, &behind(&numbers(&[0x3a3a, 0x0304, 0x0303]), 1)));
    extensions.extend(extension(0xff01, &[0]));
    extensions.extend(extension(0x0b, &[1, 0]));
    extensions.extend(extension(0x0a, &behind(&numbers(&[0x001d, 0x0017, 0x0018]), 2)));
    extensions.extend(if quic { extension(0x39, &[1, 2, 0x67, 0x10]) } else { extension(0x15, &[0; 8]) });
    let body =
        [&[3, 3][..], &[9; 32], &behind(&[5; 32], 1), &behind(&suites, 2), &behind(&[0], 1), &behind(&extensions, 2)]
            .concat();
    [&[1][..], &behind(&body, 3)].concat()
}

/// Handshake messages in one record of TLS.
pub fn tls_record(messages: &[u8]) -> Vec<u8> {
    [&[22, 3, 1][..], &behind(messages, 2)].concat()
}

/// What a server answers: up to TLS 1.2 with its certificates in clear.
pub fn server_hello(version: u16, certificates: &[Vec<u8>]) -> Vec<u8> {
    let extensions = if version == 0x0304 { extension(0x2b, &[3, 4]) } else { extension(0xff01, &[0]) };
    let legacy = version.min(0x0303).to_be_bytes();
    let body = [&legacy[..], &[8; 32], &behind(&[5; 32], 1), &[0xc0, 0x2f, 0], &behind(&extensions, 2)].concat();
    let mut messages = [&[2][..], &behind(&body, 3)].concat();
    if version < 0x0304 {
        let chain: Vec<u8> = certificates.iter().flat_map(|one| behind(one, 3)).collect();
        messages.extend([&[11][..], &behind(&behind(&chain, 3), 3)].concat());
    }
    let mut out = tls_record(&messages);
    if version == 0x0304 {
        // What follows is encrypted.
        out.extend([&[23, 3, 3][..], &behind(&[0xaa; 400], 2)].concat());
    }
    out
}

/// A request of HTTP.
pub fn http_request(method: &str, host: &str, path: &str, agent: &str, body: &[u8]) -> Vec<u8> {
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head =
        format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n{length}\r\n");
    [head.as_bytes(), body].concat()
}

/// An answer of HTTP.
pub fn http_answer(body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A device asks for an address and names itself.
pub fn dhcp_request(hardware: [u8; 6], host: &str, system: &str, wanted: [u8; 4]) -> Vec<u8> {
    let mut out = vec![1, 1, 6, 0, 0x3d, 0x1d, 0, 1, 0, 0, 0, 0];
    out.extend([0; 16]);
    out.extend(hardware);
    out.extend([0; 10 + 64 + 128]);
    out.extend([0x63, 0x82, 0x53, 0x63, 53, 1, 3, 50, 4]);
    out.extend(wanted);
    out.push(12);
    out.extend(behind(host.as_bytes(), 1));
    out.push(60);
    out.extend(behind(system.as_bytes(), 1));
    out.push(255);
    out
}
