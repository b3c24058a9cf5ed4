//! Digits of other scripts: Java writes times in those of the language the device is set to, as `SimpleDateFormat` and
//! `String.format` do in Arabic (`٢٠٢٤-١٢-٣١`), Persian, Marathi, Nepali, Bengali, Burmese and others.
//!
//! Format: CLDR, `numberingSystems.xml`: the digits of a script follow each other from its zero.

/// The zero of each script whose digits stand for a decimal number and fit a `char` of Java.
const ZEROS: &[char] = &[
    '\u{0660}', // Arabic
    '\u{06F0}', // Persian, Urdu
    '\u{07C0}', // N'Ko
    '\u{0966}', // Devanagari
    '\u{09E6}', // Bengali
    '\u{0A66}', // Gurmukhi
    '\u{0AE6}', // Gujarati
    '\u{0B66}', // Odia
    '\u{0BE6}', // Tamil
    '\u{0C66}', // Telugu
    '\u{0CE6}', // Kannada
    '\u{0D66}', // Malayalam
    '\u{0E50}', // Thai
    '\u{0ED0}', // Lao
    '\u{0F20}', // Tibetan
    '\u{1040}', // Burmese
    '\u{17E0}', // Khmer
    '\u{1810}', // Mongolian
    '\u{1C50}', // Ol Chiki
    '\u{ABF0}', // Meitei
    '\u{FF10}', // full width
];

/// The digit a letter stands for.
fn digit(letter: char) -> Option<char> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(letter).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

pub(crate) fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit() || digit(letter).is_some())
}

/// The same text with the digits of ASCII. `None` where something else than digits is none of ASCII.
pub(crate) fn in_ascii(text: &str) -> Option<String> {
    text.chars().map(|letter| if letter.is_ascii() { Some(letter) } else { digit(letter) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script() {
        for zero in ZEROS {
            let digits: String = (0..10).map(|value| char::from_u32(u32::from(*zero) + value).unwrap()).collect();
            assert_eq!(in_ascii(&digits).as_deref(), Some("0123456789"), "{digits}");
        }
        assert_eq!(in_ascii("۲۰۲۴-१२-৩১ 23").as_deref(), Some("2024-12-31 23"));
        // A fraction, letters, and what follows the nine.
        for other in ["½", "é", "\u{066A}", "\u{065F}"] {
            assert_eq!(in_ascii(other), None, "{other}");
        }
    }
}
