//! A STIX pattern as tokens.

use super::PatternError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// `[`
    Open,
    /// `]`
    Close,
    /// `(`
    ParenOpen,
    /// `)`
    ParenClose,
    Comma,
    Colon,
    Dot,
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`
    Sign(&'static str),
    /// A keyword, a number or part of an object path: decided by the parser.
    Word(String),
    /// A `'…'` string, also behind `t`, `h` or `b`.
    Text(String),
    /// A `"…"` string: only ever a property name.
    Quoted(String),
    /// `[*]` or `[3]` inside an object path.
    Index,
}

/// A token and the byte it starts at.
pub(super) type Spot = (usize, Token);

pub(super) fn lex(text: &str) -> Result<Vec<Spot>, PatternError> {
    let mut tokens = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let token = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {
                at += 1;
                continue;
            }
            b'[' => match index_end(bytes, at, tokens.last()) {
                Some(end) => {
                    at = end;
                    Token::Index
                }
                None => one(&mut at, Token::Open),
            },
            b']' => one(&mut at, Token::Close),
            b'(' => one(&mut at, Token::ParenOpen),
            b')' => one(&mut at, Token::ParenClose),
            b',' => one(&mut at, Token::Comma),
            b':' => one(&mut at, Token::Colon),
            b'.' => one(&mut at, Token::Dot),
            b'=' => {
                at += if bytes.get(at + 1) == Some(&b'=') { 2 } else { 1 };
                Token::Sign("=")
            }
            b'!' if bytes.get(at + 1) == Some(&b'=') => {
                at += 2;
                Token::Sign("!=")
            }
            b'<' | b'>' => {
                let equal = bytes.get(at + 1) == Some(&b'=');
                let sign = match (byte, equal) {
                    (b'<', true) => "<=",
                    (b'<', false) => "<",
                    (_, true) => ">=",
                    (_, false) => ">",
                };
                at += sign.len();
                Token::Sign(sign)
            }
            b'\'' => Token::Text(string(text, &mut at, '\'')?),
            b'"' => Token::Quoted(string(text, &mut at, '"')?),
            b't' | b'h' | b'b' if bytes.get(at + 1) == Some(&b'\'') => {
                at += 1;
                Token::Text(string(text, &mut at, '\'')?)
            }
            b if is_word(b) => {
                while bytes.get(at).copied().is_some_and(is_word) {
                    at += 1;
                }
                // `1.5` is one word; a dot behind a name is a step of the path.
                let number = text[start..at].bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+');
                if number && bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
                    at += 1;
                    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                        at += 1;
                    }
                }
                Token::Word(text[start..at].to_owned())
            }
            _ => {
                return Err(PatternError::Unexpected { at, expected: "a word, a sign or a string" });
            }
        };
        tokens.push((start, token));
    }
    Ok(tokens)
}

fn one(at: &mut usize, token: Token) -> Token {
    *at += 1;
    token
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+')
}

/// The end of `[*]` or `[12]`, when it stands behind a name.
fn index_end(bytes: &[u8], at: usize, before: Option<&Spot>) -> Option<usize> {
    if !matches!(before, Some((_, Token::Word(_) | Token::Text(_) | Token::Quoted(_) | Token::Index))) {
        return None;
    }
    let mut end = at + 1;
    while bytes.get(end).is_some_and(|b| b.is_ascii_digit() || *b == b'*') {
        end += 1;
    }
    (end > at + 1 && bytes.get(end) == Some(&b']')).then_some(end + 1)
}

/// A quoted string from its opening quote on. `\'` and `\\` are escapes; any other backslash stays, because Windows
/// paths are often published without doubling it.
fn string(text: &str, at: &mut usize, quote: char) -> Result<String, PatternError> {
    let mut out = String::new();
    let mut chars = text[*at + 1..].char_indices();
    while let Some((offset, c)) = chars.next() {
        if c == quote {
            *at += 1 + offset + c.len_utf8();
            return Ok(out);
        }
        if c == '\\' {
            match chars.clone().next() {
                Some((_, next)) if next == quote || next == '\\' => {
                    chars.next();
                    out.push(next);
                }
                _ => out.push('\\'),
            }
        } else {
            out.push(c);
        }
    }
    Err(PatternError::Unfinished { missing: "the closing quote" })
}
