//! QR codes as pictures.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use qrcode::{Color, QrCode};

/// The cells of the code of a text: how many in a line, and which are dark.
///
/// # Panics
/// When the text is too long for a code.
pub fn qr_cells(text: &str) -> (usize, Vec<bool>) {
    let code = QrCode::new(text).expect("the text fits a code");
    (code.width(), code.to_colors().into_iter().map(|colour| colour == Color::Dark).collect())
}

/// The code of a text as a PNG, with so many points a cell and an edge of four cells.
pub fn qr_png(text: &str, cell: usize) -> Vec<u8> {
    let (cells, dark) = qr_cells(text);
    let side = (cells + 8) * cell;
    let inside = |at: usize| (at / cell).checked_sub(4).filter(|at| *at < cells);
    let is_dark = |x, y| inside(x).zip(inside(y)).is_some_and(|(x, y)| dark[y * cells + x]);
    let shades: Vec<u8> = (0..side)
        .flat_map(|y| (0..side).map(move |x| (x, y)))
        .map(|(x, y)| if is_dark(x, y) { 0 } else { 255 })
        .collect();
    png(side, &shades)
}

/// Shades as a PNG (W3C, third edition): one channel of eight bits, no filter.
///
/// # Panics
/// When there are more of them than a small picture has.
pub fn png(width: usize, shades: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], content: &[u8]| {
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(content);
        let length = u32::try_from(content.len()).expect("a chunk is small");
        out.extend(length.to_be_bytes());
        out.extend(kind);
        out.extend(content);
        out.extend(crc.sum().to_be_bytes());
    };
    let side = |length: usize| u32::try_from(length).expect("a picture is small").to_be_bytes();
    let header = [&side(width)[..], &side(shades.len() / width)[..], &[8, 0, 0, 0, 0]].concat();
    chunk(b"IHDR", &header);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    for line in shades.chunks(width) {
        packed.write_all(&[0]).and_then(|()| packed.write_all(line)).expect("memory takes it");
    }
    chunk(b"IDAT", &packed.finish().expect("memory takes it"));
    chunk(b"IEND", &[]);
    out
}
