//! Tokens to tree, by recursive descent. Precedence as in the specification: `AND` binds before `OR`, both before
//! `FOLLOWEDBY`; qualifiers bind to the observation on their left.

use super::lexer::{Spot, Token, lex};
use super::{Comparison, Literal, ObjectPath, Observation, Op, PatternError, Qualifier, Test};

/// Deeper than any published pattern, and far from the end of the stack.
const MAX_DEPTH: usize = 64;
/// The longest published patterns (`OR` lists) have some hundred kilobytes.
const MAX_LEN: usize = 4 << 20;

/// Reads a whole pattern.
pub(crate) fn parse(text: &str) -> Result<Observation, PatternError> {
    if text.len() > MAX_LEN {
        return Err(PatternError::TooLong { len: text.len(), limit: MAX_LEN });
    }
    let mut parser = Parser { tokens: lex(text)?, at: 0, depth: 0 };
    let tree = parser.followed_by()?;
    if parser.at < parser.tokens.len() {
        return Err(parser.unexpected("AND, OR, FOLLOWEDBY, a qualifier or the end"));
    }
    Ok(tree)
}

struct Parser {
    tokens: Vec<Spot>,
    at: usize,
    depth: usize,
}

type Parsed<T> = Result<T, PatternError>;

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn unexpected(&self, expected: &'static str) -> PatternError {
        match self.tokens.get(self.at) {
            Some((at, _)) => PatternError::Unexpected { at: *at, expected },
            None => PatternError::Unfinished { missing: expected },
        }
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, token: &Token, name: &'static str) -> Parsed<()> {
        if self.take(token) { Ok(()) } else { Err(self.unexpected(name)) }
    }

    fn keyword(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(w)) if w.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn deeper(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(PatternError::TooDeep { limit: MAX_DEPTH });
        }
        Ok(())
    }

    fn chain<T>(&mut self, word: &str, next: fn(&mut Self) -> Parsed<T>, join: fn(Vec<T>) -> T) -> Parsed<T> {
        let first = next(self)?;
        if !self.keyword(word) {
            return Ok(first);
        }
        let mut all = vec![first, next(self)?];
        while self.keyword(word) {
            all.push(next(self)?);
        }
        Ok(join(all))
    }

    fn followed_by(&mut self) -> Parsed<Observation> {
        self.chain("FOLLOWEDBY", Self::either, Observation::FollowedBy)
    }

    fn either(&mut self) -> Parsed<Observation> {
        self.chain("OR", Self::both, Observation::Or)
    }

    fn both(&mut self) -> Parsed<Observation> {
        self.chain("AND", Self::observation, Observation::And)
    }

    fn observation(&mut self) -> Parsed<Observation> {
        let mut tree = if self.take(&Token::Open) {
            let inside = self.any()?;
            self.need(&Token::Close, "`]`")?;
            Observation::Single(inside)
        } else if self.take(&Token::ParenOpen) {
            self.deeper()?;
            let inside = self.followed_by()?;
            self.need(&Token::ParenClose, "`)`")?;
            self.depth -= 1;
            inside
        } else {
            return Err(self.unexpected("`[` or `(`"));
        };
        let mut qualifiers = 0;
        while let Some(qualifier) = self.qualifier()? {
            // Each qualifier is one more level of the tree; dropping a tree recurses.
            qualifiers += 1;
            if qualifiers > MAX_DEPTH {
                return Err(PatternError::TooDeep { limit: MAX_DEPTH });
            }
            tree = Observation::Qualified(Box::new(tree), qualifier);
        }
        Ok(tree)
    }

    fn qualifier(&mut self) -> Parsed<Option<Qualifier>> {
        if self.keyword("WITHIN") {
            let seconds = self.number()?;
            self.word("SECONDS")?;
            return Ok(Some(Qualifier::Within(seconds)));
        }
        if self.keyword("REPEATS") {
            let times = self.number()?;
            self.word("TIMES")?;
            if !(1.0..=1e9).contains(&times) {
                return Err(self.unexpected("a number of times from 1 on"));
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the range was checked above"
            )]
            return Ok(Some(Qualifier::Repeats(times as u32)));
        }
        if self.keyword("START") {
            let start = self.text()?;
            self.word("STOP")?;
            let stop = self.text()?;
            return Ok(Some(Qualifier::StartStop(start, stop)));
        }
        Ok(None)
    }

    fn word(&mut self, word: &'static str) -> Parsed<()> {
        if self.keyword(word) { Ok(()) } else { Err(self.unexpected(word)) }
    }

    fn number(&mut self) -> Parsed<f64> {
        let number = match self.peek() {
            Some(Token::Word(word)) => word.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0),
            _ => None,
        };
        let number = number.ok_or_else(|| self.unexpected("a number"))?;
        self.at += 1;
        Ok(number)
    }

    fn text(&mut self) -> Parsed<String> {
        match self.tokens.get_mut(self.at) {
            Some((_, Token::Text(text))) => {
                self.at += 1;
                Ok(std::mem::take(text))
            }
            _ => Err(self.unexpected("a quoted string")),
        }
    }

    fn any(&mut self) -> Parsed<Comparison> {
        self.chain("OR", Self::all, Comparison::Or)
    }

    fn all(&mut self) -> Parsed<Comparison> {
        self.chain("AND", Self::test, Comparison::And)
    }

    fn test(&mut self) -> Parsed<Comparison> {
        if self.take(&Token::ParenOpen) {
            self.deeper()?;
            let inside = self.any()?;
            self.need(&Token::ParenClose, "`)`")?;
            self.depth -= 1;
            return Ok(inside);
        }
        let mut negated = self.keyword("NOT");
        if self.keyword("EXISTS") {
            return Ok(Comparison::Test(Test { path: self.path()?, negated, op: Op::Exists, values: Vec::new() }));
        }
        let path = self.path()?;
        negated ^= self.keyword("NOT");
        let op = self.op()?;
        let values = if op == Op::In { self.set()? } else { vec![self.literal()?] };
        Ok(Comparison::Test(Test { path, negated, op, values }))
    }

    fn op(&mut self) -> Parsed<Op> {
        let op = match self.peek() {
            Some(Token::Sign(sign)) => match *sign {
                "=" => Op::Eq,
                "!=" => Op::Ne,
                "<" => Op::Lt,
                "<=" => Op::Le,
                ">" => Op::Gt,
                _ => Op::Ge,
            },
            Some(Token::Word(word)) => {
                let word = word.to_ascii_uppercase();
                let all = [Op::In, Op::Like, Op::Matches, Op::IsSubset, Op::IsSuperset];
                match all.into_iter().find(|op| op.name() == word) {
                    Some(op) => op,
                    None => return Err(self.unexpected("an operator")),
                }
            }
            _ => return Err(self.unexpected("an operator")),
        };
        self.at += 1;
        Ok(op)
    }

    fn literal(&mut self) -> Parsed<Literal> {
        match self.tokens.get_mut(self.at) {
            // A double-quoted value is not in the grammar, but its meaning is plain.
            Some((_, Token::Text(text) | Token::Quoted(text) | Token::Word(text))) => {
                self.at += 1;
                Ok(Literal(std::mem::take(text)))
            }
            _ => Err(self.unexpected("a value")),
        }
    }

    fn set(&mut self) -> Parsed<Vec<Literal>> {
        self.need(&Token::ParenOpen, "`(`")?;
        let mut values = vec![self.literal()?];
        while self.take(&Token::Comma) {
            values.push(self.literal()?);
        }
        self.need(&Token::ParenClose, "`)`")?;
        Ok(values)
    }

    fn path(&mut self) -> Parsed<ObjectPath> {
        let object = match self.tokens.get_mut(self.at) {
            Some((_, Token::Word(word))) => std::mem::take(word),
            _ => return Err(self.unexpected("an object path")),
        };
        self.at += 1;
        self.need(&Token::Colon, "`:`")?;
        let mut steps = Vec::new();
        loop {
            match self.tokens.get_mut(self.at) {
                Some((_, Token::Word(step) | Token::Text(step) | Token::Quoted(step))) => {
                    steps.push(std::mem::take(step));
                    self.at += 1;
                }
                _ => return Err(self.unexpected("a property name")),
            }
            while self.take(&Token::Index) {}
            if !self.take(&Token::Dot) {
                return Ok(ObjectPath { object, steps });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: &[&str] = &[
        "[domain-name:value='a.example.org']",
        "[url:value = 'http://example.org/?a=b&c=d']",
        "[file:hashes.'SHA-256' = 'aa' OR file:hashes.SHA-256 = 'bb' OR file:hashes.\"MD5\" = 'cc']",
        "[process:name IN ('a', 'b') AND (file:name != 'c' OR file:size > 12)]",
        "[network-traffic:dst_ref.value ISSUBSET '10.0.0.0/8'] FOLLOWEDBY [process:name NOT LIKE 'a%_'] WITHIN 5 SECONDS",
        "([a:b = 1] AND [c:d = true]) REPEATS 5 TIMES START t'2020-01-01T00:00:00Z' STOP t'2021-01-01T00:00:00.5Z'",
        r"[file:path MATCHES '^C:\\\\Win\'s' AND EXISTS windows-registry-key:values[*].name]",
        "[process:extensions.'windows-service-ext'.service_name = 'é漢']",
    ];

    #[test]
    fn samples_parse() {
        for sample in SAMPLES {
            parse(sample).unwrap_or_else(|e| panic!("{sample}: {e}"));
        }
    }

    #[test]
    fn and_binds_before_or() {
        let Observation::Single(Comparison::Or(branches)) = parse("[a:b = 1 OR c:d = 2 AND e:f = 3]").unwrap() else {
            panic!("not an OR");
        };
        assert!(matches!(branches.as_slice(), [Comparison::Test(_), Comparison::And(two)] if two.len() == 2));
        assert!(matches!(parse("[a:b=1] OR [a:b=2] AND [a:b=3] FOLLOWEDBY [a:b=4]").unwrap(),
            Observation::FollowedBy(v) if matches!(&v[0], Observation::Or(w) if matches!(w[1], Observation::And(_)))));
    }

    #[test]
    fn strings_keep_what_they_hold() {
        let Observation::Single(Comparison::Test(test)) = parse(r"[file:path = 'C:\Temp\\it\'s = [x]']").unwrap()
        else {
            panic!("not a test");
        };
        assert_eq!(test.values, [Literal(r"C:\Temp\it's = [x]".to_owned())]);
    }

    #[test]
    fn damaged_patterns_are_errors_and_never_panics() {
        for sample in SAMPLES {
            for end in (0..sample.len()).filter(|i| sample.is_char_boundary(*i)) {
                assert!(parse(&sample[..end]).is_err() || end > 0, "{sample}");
            }
            let mut state = 0x9e37_79b9_u32;
            for at in 0..sample.len() {
                for _ in 0..8 {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let mut bytes = sample.as_bytes().to_vec();
                    bytes[at] = (state >> 24) as u8;
                    let _ = parse(&String::from_utf8_lossy(&bytes));
                }
            }
        }
        assert!(parse("").is_err());
        assert!(parse("[a:b = 'x'] trailing").is_err());
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = format!("[{}a:b = 1{}]", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(parse(&deep), Err(PatternError::TooDeep { limit: MAX_DEPTH }));
        let deep = format!("{}[a:b = 1]{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(parse(&deep), Err(PatternError::TooDeep { limit: MAX_DEPTH }));
        let long = format!("[a:b=1] {}", "REPEATS 1 TIMES ".repeat(200_000));
        assert_eq!(parse(&long), Err(PatternError::TooDeep { limit: MAX_DEPTH }));
    }
}
