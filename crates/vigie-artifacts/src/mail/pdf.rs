//! Links and pictures of a PDF (ISO 32000-2), found without its table of objects, so that a damaged one is looked at too:
//! `/URI (…)`, also in streams packed with Flate; pictures packed with DCT (JPEG) or with Flate, for the codes they show.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;
use vigie_model::ProblemCode;

use super::contents::{Contents, LINKS};
use super::pictures::{Grey, MOST_POINTS, shades};

/// A packed stream gives at most this in which links are looked for, in bytes, and all of them at most four times as much.
const STREAM_LIMIT: u64 = 4 << 20;
/// What stands before a stream and says what is in it, in bytes.
const DICTIONARY: usize = 1024;
/// Packings of pictures that are not read.
const OTHERS: &[&str] = &["JPXDecode", "JBIG2Decode", "CCITTFaxDecode"];

/// The texts of `/URI (…)` in a part of a PDF.
fn uris(bytes: &[u8], links: &mut Vec<String>) {
    for at in memchr::memmem::find_iter(bytes, b"/URI") {
        if links.len() >= LINKS {
            return;
        }
        let rest = bytes.get(at.saturating_add(4)..at.saturating_add(4096).min(bytes.len())).unwrap_or_default();
        let rest = rest.trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"(") else { continue };
        let mut text = Vec::new();
        let mut escaped = false;
        let mut depth = 0usize;
        for byte in rest {
            match byte {
                _ if escaped => {
                    escaped = false;
                    text.push(*byte);
                }
                b'\\' => escaped = true,
                b'(' => {
                    depth = depth.saturating_add(1);
                    text.push(*byte);
                }
                b')' if depth == 0 => break,
                b')' => {
                    depth = depth.saturating_sub(1);
                    text.push(*byte);
                }
                byte => text.push(*byte),
            }
        }
        let link = String::from_utf8_lossy(&text).into_owned();
        if !link.is_empty() && !links.contains(&link) {
            links.push(link);
        }
    }
}

/// The number behind a name in a dictionary.
fn number(dictionary: &[u8], name: &str) -> Option<usize> {
    let at = memmem::find(dictionary, name.as_bytes())?.checked_add(name.len())?;
    let rest = dictionary.get(at..)?.trim_ascii_start();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(rest.get(..digits)?).ok()?.parse().ok()
}

/// The bytes that letters of ASCII85 stand for, where a stream is written in them.
fn binary<'b>(dictionary: &[u8], data: &'b [u8]) -> Cow<'b, [u8]> {
    if memmem::find(dictionary, b"ASCII85Decode").is_none() {
        return Cow::Borrowed(data);
    }
    let (mut out, mut value, mut count) = (Vec::new(), 0_u32, 0_usize);
    for byte in data {
        match byte {
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte.saturating_sub(b'!')));
                count = count.saturating_add(1);
                if count == 5 {
                    out.extend(value.to_be_bytes());
                    (value, count) = (0, 0);
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => break,
        }
    }
    // A last group of fewer letters stands for one byte fewer than it has.
    if count > 1 {
        let value = (count..5).fold(value, |value, _| value.wrapping_mul(85).wrapping_add(84));
        out.extend(value.to_be_bytes().iter().take(count.saturating_sub(1)));
    }
    Cow::Owned(out)
}

/// Undoes the filters of PNG, each line of which names its own in its first byte.
fn unfiltered(bytes: &[u8], line: usize, step: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; line];
    for coded in bytes.chunks_exact(line.saturating_add(1)) {
        let Some((filter, coded)) = coded.split_first() else { break };
        let mut own: Vec<u8> = Vec::with_capacity(line);
        for (at, byte) in coded.iter().enumerate() {
            let before = |of: &[u8]| at.checked_sub(step).and_then(|at| of.get(at)).copied().unwrap_or(0);
            let (left, corner, up) = (before(&own), before(&above), above.get(at).copied().unwrap_or(0));
            let guess = match filter {
                1 => left,
                2 => up,
                3 => u8::try_from(u16::from(left).saturating_add(u16::from(up)) / 2).unwrap_or(0),
                4 => {
                    let sum = i16::from(left).saturating_add(i16::from(up)).saturating_sub(i16::from(corner));
                    let off = |of: u8| sum.abs_diff(i16::from(of));
                    if off(left) <= off(up) && off(left) <= off(corner) {
                        left
                    } else if off(up) <= off(corner) {
                        up
                    } else {
                        corner
                    }
                }
                _ => 0,
            };
            own.push(byte.wrapping_add(guess));
        }
        out.extend_from_slice(&own);
        above = own;
    }
    out
}

/// A picture packed with Flate. What its colours are called is not looked at: their number follows from the length, and a
/// code is seen in any two of them.
fn flate(dictionary: &[u8], data: &[u8], most: usize) -> Option<Result<Grey, (usize, usize)>> {
    let (width, height) = (number(dictionary, "/Width")?, number(dictionary, "/Height")?);
    let points = width.checked_mul(height).filter(|points| *points > 0)?;
    if points > most {
        return Some(Err((width, height)));
    }
    let is_mask = memmem::find(dictionary, b"/ImageMask true").is_some();
    let depth = number(dictionary, "/BitsPerComponent").unwrap_or(if is_mask { 1 } else { 8 });
    let longest = points.saturating_mul(4).saturating_add(height);
    let mut bytes = Vec::new();
    // A damaged stream gives what stands before the damage, and then the length fits nothing.
    let _ = ZlibDecoder::new(data).take(longest as u64).read_to_end(&mut bytes);
    for parts in [1_usize, 3, 4] {
        let line = width.checked_mul(parts)?.checked_mul(depth)?.div_ceil(8);
        let is_filtered = bytes.len() == line.saturating_add(1).saturating_mul(height);
        if !is_filtered && bytes.len() != line.saturating_mul(height) {
            continue;
        }
        let plain = if is_filtered { unfiltered(&bytes, line, parts.saturating_mul(depth).div_ceil(8)) } else { bytes };
        let shades = match (depth, parts) {
            (1, 1) => {
                let bits = |byte: &u8| [7, 6, 5, 4, 3, 2, 1, 0].map(|bit| if (byte >> bit) & 1 == 1 { 255 } else { 0 });
                plain.chunks_exact(line).flat_map(|line| line.iter().flat_map(bits).take(width)).collect()
            }
            // Four inks: the darker the more there is of any; a code is seen either way around.
            (8, 4) => plain.as_chunks::<4>().0.iter().map(|inks| inks.iter().copied().max().unwrap_or(0)).collect(),
            (8, parts) => shades(&plain, parts),
            _ => return None,
        };
        return Some(Ok(Grey { width, height, shades }));
    }
    None
}

/// Looks at a PDF.
pub(super) fn look(bytes: &[u8], seen: &mut Contents) {
    uris(bytes, &mut seen.links);
    let mut room = STREAM_LIMIT.saturating_mul(4);
    let (mut pictures, mut unread) = (0_usize, 0_usize);
    for at in memmem::find_iter(bytes, b"stream") {
        let before = bytes.get(at.saturating_sub(DICTIONARY)..at).unwrap_or_default();
        // `endstream` has no dictionary; any other has its own behind the last `obj`.
        if before.ends_with(b"end") {
            continue;
        }
        let dictionary = memmem::rfind(before, b"obj").and_then(|at| before.get(at..)).unwrap_or(before);
        let has = |name: &str| memmem::find(dictionary, name.as_bytes()).is_some();
        let data = bytes.get(at.saturating_add(6)..).unwrap_or_default();
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        let is_picture = has("/Image") && has("/Width");
        pictures = pictures.saturating_add(usize::from(is_picture));
        let name = format!("picture {pictures} in the PDF");
        if is_picture && has("DCTDecode") && !has("FlateDecode") {
            let end = memmem::find(data, b"endstream").unwrap_or(data.len());
            seen.codes.look(&name, &binary(dictionary, data.get(..end).unwrap_or_default()));
        } else if is_picture && has("FlateDecode") && !has("DCTDecode") {
            match flate(dictionary, &binary(dictionary, data), seen.codes.room().min(MOST_POINTS)) {
                Some(Ok(grey)) => seen.codes.look_at_points(&name, &grey),
                Some(Err((width, height))) => seen.codes.too_large(&name, width, height),
                None => unread = unread.saturating_add(1),
            }
        } else if is_picture || OTHERS.iter().any(|name| has(name)) {
            unread = unread.saturating_add(1);
        } else if has("FlateDecode") && room > 0 && seen.links.len() < LINKS {
            let mut unpacked = Vec::new();
            let packed = binary(dictionary, data);
            let _ = ZlibDecoder::new(packed.as_ref()).take(STREAM_LIMIT.min(room)).read_to_end(&mut unpacked);
            room = room.saturating_sub(unpacked.len() as u64);
            uris(&unpacked, &mut seen.links);
        }
    }
    if unread > 0 {
        let detail = format!("{unread} pictures of a PDF are packed in ways that are not looked at for codes");
        seen.problems.push((ProblemCode::CompressionUnsupported, detail));
    }
    if room == 0 {
        let detail = "packed parts of a PDF that were not all looked at for links".to_owned();
        seen.problems.push((ProblemCode::LimitReached, detail));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::contents::{Sort, of};
    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn with_stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("%PDF-1.7\n2 0 obj\n<<{dictionary}/Length {}>>\nstream\n", data.len());
        [head.as_bytes(), data, b"\nendstream endobj"].concat()
    }

    #[test]
    fn links_of_a_pdf_also_in_packed_parts() {
        let mut pdf = b"%PDF-1.7\n1 0 obj<</S/URI/URI (https://a.example/)>>endobj\n2 0 obj<</Filter/FlateDecode/Length 9>>\nstream\n".to_vec();
        pdf.extend(packed(b"<</A<</S/URI/URI(https://b.example/x\\)y)>>>>"));
        pdf.extend(b"\nendstream endobj");
        let seen = of(Sort::Pdf, &pdf);
        assert_eq!(seen.links, ["https://a.example/", "https://b.example/x)y"]);
        assert!(of(Sort::Pdf, b"%PDF-/URI").links.is_empty());
    }

    #[test]
    fn codes_in_pictures_of_a_pdf() {
        let text = "https://a.example/in-a-pdf";
        let (cells, dark) = vigie_testkit::mail::qr_cells(text);
        let side = (cells + 8) * 2;
        let shade = |x: usize, y: usize| {
            let inside = |at: usize| (at / 2).checked_sub(4).filter(|at| *at < cells);
            if inside(x).zip(inside(y)).is_some_and(|(x, y)| dark[y * cells + x]) { 0_u8 } else { 255 }
        };
        let line = |y: usize| (0..side).map(move |x| shade(x, y)).collect::<Vec<u8>>();
        let kind = format!("/Subtype/Image/Width {side}/Height {side}/Filter/FlateDecode");
        let grey: Vec<u8> = (0..side).flat_map(line).collect();
        let colour: Vec<u8> = grey.iter().flat_map(|shade| [*shade; 3]).collect();
        let bits: Vec<u8> = (0..side)
            .flat_map(|y| {
                line(y)
                    .chunks(8)
                    .map(|eight| eight.iter().enumerate().fold(0, |sum, (at, shade)| sum | ((shade & 1) << (7 - at))))
                    .collect::<Vec<u8>>()
            })
            .collect();
        // Each line as the difference to the one above.
        let mut filtered = Vec::new();
        for y in 0..side {
            filtered.push(2);
            let above = if y == 0 { vec![0; side] } else { line(y - 1) };
            filtered.extend(line(y).iter().zip(above).map(|(own, above)| own.wrapping_sub(above)));
        }
        for (depth, bytes) in [(8, grey), (8, colour), (1, bits), (8, filtered)] {
            let pdf = with_stream(&format!("{kind}/BitsPerComponent {depth}"), &packed(&bytes));
            let seen = of(Sort::Pdf, &pdf);
            let codes: Vec<_> = seen.codes.found.iter().map(|code| code.target.as_str()).collect();
            assert_eq!((codes.as_slice(), seen.problems.len()), (&[text][..], 0), "{depth} {:?}", seen.problems);
        }
        let fax = with_stream("/Subtype/Image/Width 9/Height 9/Filter/CCITTFaxDecode", b"x");
        assert_eq!(of(Sort::Pdf, &fax).problems.len(), 1, "what is not looked at is told");
        let large = with_stream("/Subtype/Image/Width 99999/Height 99999/Filter/FlateDecode", b"x");
        assert_eq!(of(Sort::Pdf, &large).problems[0].0, ProblemCode::LimitReached);
    }
}
