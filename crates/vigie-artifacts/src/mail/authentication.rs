//! What the receiving server found of a message: `Authentication-Results` (RFC 8601). Only the topmost header is taken,
//! which the last server wrote; those below it came with the message and may be forged.

use serde::Serialize;

/// Results that are kept of one header.
const RESULTS: usize = 16;

/// What one method gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MethodResult {
    /// `spf`, `dkim`, `dmarc`, `arc` …
    pub method: String,
    /// `pass`, `fail`, `softfail`, `none` …
    pub result: String,
}

/// What the receiving server said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Authentication {
    /// The name the server gives itself.
    pub server: String,
    /// By method, in its order.
    pub results: Vec<MethodResult>,
}

impl Authentication {
    /// What a method gave; of several, a pass.
    pub fn of(&self, method: &str) -> Option<&str> {
        let mut all = self.results.iter().filter(|one| one.method == method).map(|one| one.result.as_str());
        let first = all.clone().next();
        all.find(|result| *result == "pass").or(first)
    }
}

/// Without comments, which stand in parentheses.
fn without_comments(text: &str) -> String {
    let (mut out, mut depth) = (String::with_capacity(text.len()), 0usize);
    for letter in text.chars() {
        match letter {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            letter if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out
}

/// Reads the value of the header.
pub(super) fn read(text: &str) -> Option<Authentication> {
    let text = without_comments(text);
    let mut parts = text.split(';').map(str::trim);
    let server = parts.next()?.split_whitespace().next()?.to_owned();
    let results = parts.filter_map(|part| {
        let (method, rest) = part.split_once('=')?;
        // `spf/1=pass` names a version.
        let method = method.trim().split('/').next()?.to_ascii_lowercase();
        let result = rest.split_whitespace().next()?.to_ascii_lowercase();
        let is_word =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (is_word(&method) && is_word(&result)).then_some(MethodResult { method, result })
    });
    Some(Authentication { server, results: results.take(RESULTS).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_behind_their_methods() {
        let read = read(
            "mx.example.org 1;\r\n spf=fail (sender is (really) a; b) smtp.mailfrom=x@example.com; dkim=none;\r\n dkim=PASS header.d=example.net; dmarc=fail action=none",
        )
        .unwrap();
        assert_eq!(read.server, "mx.example.org");
        assert_eq!((read.of("spf"), read.of("dkim"), read.of("dmarc")), (Some("fail"), Some("pass"), Some("fail")));
        assert_eq!(read.of("arc"), None);
        assert_eq!(super::read(""), None);
    }
}
