//! Names from elsewhere, made into names of files.

/// Longest name, in bytes.
const LONGEST: usize = 80;

/// A name of letters, digits, `.`, `-` and `_` only; never empty, never hidden, never a way up.
pub fn safe_name(text: &str) -> String {
    let mut name = String::new();
    for letter in text.chars() {
        let letter = if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-') { letter } else { '-' };
        // Nothing doubles, so that `..` and runs of odd characters are gone.
        if !(matches!(letter, '.' | '-') && name.ends_with(letter)) {
            name.push(letter);
        }
        if name.len() >= LONGEST {
            break;
        }
    }
    let name = name.trim_matches(['.', '-']).to_owned();
    if name.is_empty() { "pack".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_a_way_out() {
        for (given, made) in [
            ("../../etc/passwd", "etc-passwd"),
            ("pegasus", "pegasus"),
            ("2021-07-18_nso/pegasus", "2021-07-18_nso-pegasus"),
            ("..", "pack"),
            ("", "pack"),
            ("C:\\x\u{0}y", "C-x-y"),
            ("été", "t"),
        ] {
            assert_eq!(safe_name(given), made, "{given}");
        }
        assert!(safe_name(&"x".repeat(1000)).len() <= LONGEST);
    }
}
