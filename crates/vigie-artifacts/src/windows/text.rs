//! Text files of Windows: UTF-8, UTF-16 with its mark, or one byte a character in the tongue of the system.

use vigie_model::{Place, ProblemCode, Record};

use crate::{Out, ParseError, Source};

/// The text of a file, and whether some of it could not be read as text.
pub(crate) fn decoded(bytes: &[u8]) -> (String, bool) {
    let units = |of: fn([u8; 2]) -> u16| {
        let mut damaged = !bytes.len().is_multiple_of(2);
        let units = bytes.as_chunks::<2>().0.iter().skip(1).map(|pair| of(*pair));
        let text = char::decode_utf16(units).map(|unit| {
            unit.unwrap_or_else(|_| {
                damaged = true;
                char::REPLACEMENT_CHARACTER
            })
        });
        let text: String = text.collect();
        (text, damaged)
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => match String::from_utf8_lossy(rest) {
            std::borrow::Cow::Borrowed(text) => (text.to_owned(), false),
            std::borrow::Cow::Owned(text) => (text, true),
        },
    }
}

/// Every line of a file, with its place. Damaged ones are told and seen all the same. Text in UTF-16 is read whole; its
/// places count bytes as they are in the file.
pub(crate) fn each_line<R: Record>(
    file: &Source<'_>,
    out: &mut Out<'_, R>,
    mut see: impl FnMut(Place, &str, &mut Out<'_, R>),
) -> Result<(), ParseError> {
    let mut mark = [0; 2];
    let wide = std::io::Read::read_exact(&mut file.reader()?, &mut mark).is_ok()
        && matches!(mark, [0xff, 0xfe] | [0xfe, 0xff]);
    if !wide {
        for line in file.lines()? {
            let line = line?;
            if line.damaged {
                let detail = "the line is not valid UTF-8, or longer than 1 MiB and cut";
                out.problem(ProblemCode::TextDamaged, line.at.clone(), detail);
            }
            see(line.at, line.text.trim_start_matches('\u{feff}'), out);
        }
        return Ok(());
    }
    let (text, damaged) = decoded(&file.bytes()?);
    if damaged {
        out.problem(ProblemCode::TextDamaged, Place::File, "some of it is not valid UTF-16");
    }
    let (mut number, mut offset) = (0_u64, 2_u64);
    for line in text.split_inclusive('\n') {
        number = number.saturating_add(1);
        see(Place::Line { line: number, offset }, line.trim_end_matches(['\r', '\n']), out);
        let units: u64 = line.chars().map(|c| c.len_utf16() as u64).sum();
        offset = offset.saturating_add(units.saturating_mul(2));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn encodings() {
        assert_eq!(decoded(b"\xff\xfea\0\xe9\0"), ("aé".to_owned(), false));
        assert_eq!(decoded(b"\xfe\xff\0a"), ("a".to_owned(), false));
        assert_eq!(decoded(b"\xff\xfea\0b"), ("a".to_owned(), true));
        assert_eq!(decoded("\u{feff}é".as_bytes()), ("é".to_owned(), false));
        assert_eq!(decoded(b"\xe9"), ("\u{fffd}".to_owned(), true));
    }
}
