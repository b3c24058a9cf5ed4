//! A record as indented JSON. Only white space is added: numbers and strings stay as they were written.

/// Levels that are indented; a hostile record may nest deeper.
const DEEPEST: usize = 16;

/// The lines of a JSON text, indented.
pub(crate) fn lines(json: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut depth = 0_usize;
    let (mut in_string, mut escaped) = (false, false);
    let mut chars = json.chars().peekable();
    while let Some(c) = chars.next() {
        if !in_string && c.is_whitespace() {
            continue;
        }
        if matches!(c, '}' | ']') && !in_string {
            depth = depth.saturating_sub(1);
            begin(&mut lines, depth);
        }
        push(&mut lines, c);
        if in_string {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '"' => in_string = true,
            ':' => push(&mut lines, ' '),
            ',' => begin(&mut lines, depth),
            '{' | '[' => {
                while chars.next_if(|c| c.is_whitespace()).is_some() {}
                if let Some(end) = chars.next_if(|c| matches!(c, '}' | ']')) {
                    push(&mut lines, end);
                } else {
                    depth += 1;
                    begin(&mut lines, depth);
                }
            }
            _ => {}
        }
    }
    lines
}

fn begin(lines: &mut Vec<String>, depth: usize) {
    lines.push("  ".repeat(depth.min(DEEPEST)));
}

fn push(lines: &mut [String], c: char) {
    if let Some(line) = lines.last_mut() {
        line.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn adds_white_space_and_nothing_else() {
        let json = r#"{"a":1.10e5,"b":{},"c":[ ],"d":[1,{"e":"x,\"{\\"}]}"#;
        let expected = "{\n  \"a\": 1.10e5,\n  \"b\": {},\n  \"c\": [],\n  \"d\": [\n    1,\n    {\n      \"e\": \"x,\\\"{\\\\\"\n    }\n  ]\n}";
        assert_eq!(lines(json).join("\n"), expected);
    }

    #[test]
    fn deep_nesting_does_not_grow_quadratically() {
        let deep = "[".repeat(10_000) + "1" + &"]".repeat(10_000);
        assert!(lines(&deep).iter().map(String::len).sum::<usize>() < 1_000_000);
    }
}
