//! Pictures as shades of grey, within bounds: PNG, JPEG and GIF.
//!
//! Formats: PNG (W3C, third edition), JPEG (ITU-T T.81), GIF89a, each through a crate that bounds what it allocates. A size
//! is looked at before anything of that size is made. What is transparent is taken for white, as mail programs show it.

use std::io::Cursor;
use std::num::NonZeroU64;

use vigie_model::ProblemCode;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// A picture may have so many points; a telephone's photograph has 12 million.
pub(super) const MOST_POINTS: usize = 25_000_000;
/// Pictures of a moving picture that are looked at.
const FRAMES: usize = 12;
/// What a decoder may take besides, in bytes.
const MEMORY: usize = 128 << 20;

/// Shades, line by line: 0 is black.
pub(super) struct Grey {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) shades: Vec<u8>,
}

/// Why a picture, or the rest of it, was not seen.
pub(super) type Trouble = (ProblemCode, String);

/// A format of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Png,
    Jpeg,
    Gif,
    /// A picture that is not decoded here.
    Other(&'static str),
}

/// Which picture bytes are; none for anything else.
pub(super) fn format(bytes: &[u8]) -> Option<Format> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', ..] => Format::Png,
        [0xff, 0xd8, 0xff, ..] => Format::Jpeg,
        [b'G', b'I', b'F', b'8', ..] => Format::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::Other("WebP"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Format::Other("BMP"),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Format::Other("TIFF"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm' | b'a', _, _, _, ..] => {
            // HEIF's brands: heic, heix, mif1, avif …; those of films begin otherwise, or are not these.
            match bytes.get(8..12)? {
                b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" => Format::Other("HEIF"),
                b"avif" => Format::Other("AVIF"),
                _ => return None,
            }
        }
        _ => return None,
    })
}

fn damaged(what: &dyn std::fmt::Display) -> Trouble {
    (ProblemCode::BlobNotUnderstood, format!("the picture could not be decoded: {what}"))
}

/// The number of points, when it may be decoded.
fn points(width: usize, height: usize, room: usize) -> Result<usize, Trouble> {
    let points = width.saturating_mul(height);
    if points == 0 {
        return Err(damaged(&"it has no points"));
    }
    if points > room.min(MOST_POINTS) {
        let detail = format!("a picture of {width} x {height} points was not looked at for codes");
        return Err((ProblemCode::LimitReached, detail));
    }
    Ok(points)
}

/// How bright a colour is.
fn shade(red: u8, green: u8, blue: u8) -> u8 {
    let sum = [(red, 77_u32), (green, 150), (blue, 29)];
    let sum =
        sum.iter().fold(0_u32, |sum, (part, weight)| sum.saturating_add(u32::from(*part).saturating_mul(*weight)));
    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

/// A shade in front of white.
fn on_white(shade: u8, opaque: u8) -> u8 {
    let own = u32::from(shade).saturating_mul(u32::from(opaque));
    let white = u32::from(u8::MAX.saturating_sub(opaque)).saturating_mul(255);
    u8::try_from(own.saturating_add(white) / 255).unwrap_or(u8::MAX)
}

/// Shades of points of one to four parts each.
pub(super) fn shades(bytes: &[u8], parts: usize) -> Vec<u8> {
    match parts {
        1 => bytes.to_vec(),
        2 => bytes.as_chunks::<2>().0.iter().map(|[grey, opaque]| on_white(*grey, *opaque)).collect(),
        3 => bytes.as_chunks::<3>().0.iter().map(|[red, green, blue]| shade(*red, *green, *blue)).collect(),
        _ => bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|[red, green, blue, opaque]| on_white(shade(*red, *green, *blue), *opaque))
            .collect(),
    }
}

/// Gives every picture in bytes of a format that is decoded, with the points they have. `room` is how many they may have.
///
/// # Errors
/// When one could not be decoded, or not all of it; what was given stays.
pub(super) fn each(format: Format, bytes: &[u8], room: usize, see: &mut dyn FnMut(&Grey)) -> Result<(), Trouble> {
    match format {
        Format::Png => png(bytes, room, see),
        Format::Jpeg => jpeg(bytes, room, see),
        Format::Gif => gif(bytes, room, see),
        Format::Other(name) => {
            let detail = format!("a picture of a kind ({name}) that is not looked at for codes");
            Err((ProblemCode::CompressionUnsupported, detail))
        }
    }
}

fn png(bytes: &[u8], room: usize, see: &mut dyn FnMut(&Grey)) -> Result<(), Trouble> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: MEMORY });
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(|error| damaged(&error))?;
    let (width, height) = (header.width as usize, header.height as usize);
    points(width, height, room)?;
    let mut reader = decoder.read_info().map_err(|error| damaged(&error))?;
    let size = reader.output_buffer_size().filter(|size| *size <= MEMORY).ok_or_else(|| damaged(&"it is too large"))?;
    let mut pixels = vec![0; size];
    let info = reader.next_frame(&mut pixels).map_err(|error| damaged(&error))?;
    see(&Grey { width, height, shades: shades(&pixels, info.color_type.samples()) });
    Ok(())
}

fn jpeg(bytes: &[u8], room: usize, see: &mut dyn FnMut(&Grey)) -> Result<(), Trouble> {
    let options = |strict: bool, colours: ColorSpace| {
        let options = DecoderOptions::new_safe().set_max_width(1 << 16).set_max_height(1 << 16);
        options.set_strict_mode(strict).jpeg_set_out_colorspace(colours)
    };
    let mut head = JpegDecoder::new_with_options(Cursor::new(bytes), options(false, ColorSpace::RGB));
    head.decode_headers().map_err(|error| damaged(&error))?;
    let (width, height) = head.info().map(|info| (info.width, info.height)).unwrap_or_default();
    let points = points(usize::from(width), usize::from(height), room)?;
    // Only the brightness is decoded where it stands alone.
    let colours = match head.input_colorspace() {
        Some(ColorSpace::YCbCr | ColorSpace::Luma) => ColorSpace::Luma,
        _ => ColorSpace::RGB,
    };
    let decode = |strict| {
        let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options(strict, colours));
        decoder.decode().map(|pixels| (pixels, decoder.output_colorspace().map_or(3, |of| of.num_components())))
    };
    let (whole, trouble) = match decode(true) {
        Ok(whole) => (whole, None),
        // Mail programs show what there is of it.
        Err(error) => (decode(false).map_err(|error| damaged(&error))?, Some(error)),
    };
    let (pixels, parts) = whole;
    let mut shades = shades(&pixels, parts);
    shades.resize(points, 255);
    see(&Grey { width: width.into(), height: height.into(), shades });
    match trouble {
        Some(error) => {
            let detail =
                format!("the picture is damaged; what of it could be decoded was looked at for codes: {error}");
            Err((ProblemCode::BlobNotUnderstood, detail))
        }
        None => Ok(()),
    }
}

fn gif(bytes: &[u8], room: usize, see: &mut dyn FnMut(&Grey)) -> Result<(), Trouble> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    options.set_memory_limit(gif::MemoryLimit::Bytes(NonZeroU64::new(MEMORY as u64).unwrap_or(NonZeroU64::MIN)));
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    let points = points(width, height, room)?;
    // Each frame is painted over those before it.
    let mut shown = Grey { width, height, shades: vec![255; points] };
    let most = room.checked_div(points).unwrap_or(0).clamp(1, FRAMES);
    for _ in 0..most {
        let Some(frame) = decoder.read_next_frame().map_err(|error| damaged(&error))? else { return Ok(()) };
        let (left, top, wide) = (usize::from(frame.left), usize::from(frame.top), usize::from(frame.width));
        if wide == 0 {
            continue;
        }
        let lines = shown.shades.chunks_exact_mut(width).skip(top);
        for (line, from) in lines.zip(frame.buffer.chunks_exact(wide.saturating_mul(4))) {
            for (point, colour) in line.iter_mut().skip(left).zip(from.as_chunks::<4>().0) {
                let [red, green, blue, opaque] = *colour;
                if opaque > 0 {
                    *point = shade(red, green, blue);
                }
            }
        }
        see(&shown);
    }
    match decoder.next_frame_info() {
        Ok(None) => Ok(()),
        _ => Err((
            ProblemCode::LimitReached,
            format!("a moving picture, of which {most} pictures were looked at for codes"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_that_is_claimed_makes_nothing_of_that_size() {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend([0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 0, 0, 0, 0]);
        let crc = {
            let mut crc = flate2::Crc::new();
            crc.update(&bytes[12..]);
            crc.sum()
        };
        bytes.extend(crc.to_be_bytes());
        let trouble = each(Format::Png, &bytes, usize::MAX, &mut |_| panic!("nothing is there")).unwrap_err();
        assert_eq!(trouble.0, ProblemCode::LimitReached, "{}", trouble.1);
        let gif = b"GIF89a\xff\xff\xff\xff\0\0\0;";
        assert!(each(Format::Gif, gif, usize::MAX, &mut |_| panic!("nothing is there")).is_err());
    }

    #[test]
    fn what_is_transparent_is_white() {
        assert_eq!(shades(&[0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255], 4), [255, 0, 255]);
        assert_eq!(shades(&[0, 0, 0, 255], 2), [255, 0]);
    }
}
