//! Codes are found and read as they are drawn, turned and damaged; what is no code is not.

use super::*;

/// A code as a picture: so many points a cell, with an edge of four cells, changed by a function.
fn drawn(text: &str, cell: usize, place: impl Fn(f64, f64) -> (f64, f64), size: (usize, usize)) -> Grey {
    let (cells, dark) = vigie_testkit::mail::qr_cells(text);
    let at = |x: f64, y: f64| {
        let (x, y) = place(x, y);
        let (x, y) = ((x / real(cell)).floor() - 4.0, (y / real(cell)).floor() - 4.0);
        let inside = |at: f64| whole(at).filter(|at| *at < cells);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| dark[y * cells + x])
    };
    let (width, height) = size;
    let points = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let shades = points.map(|(x, y)| if at(real(x) + 0.5, real(y) + 0.5) { 20 } else { 240 }).collect();
    Grey { width, height, shades }
}

fn plain(text: &str, cell: usize) -> Grey {
    let side = (vigie_testkit::mail::qr_cells(text).0 + 8) * cell;
    drawn(text, cell, |x, y| (x, y), (side, side))
}

fn texts(read: &Read) -> Vec<String> {
    read.texts.iter().map(|text| String::from_utf8_lossy(text).into_owned()).collect()
}

#[test]
fn codes_of_every_size_are_read() {
    for length in [5, 40, 120, 300, 700, 1500] {
        let text = format!("https://a.example/{}", "x".repeat(length));
        for cell in [1, 2, 3, 7].into_iter().filter(|cell| length < 300 || *cell < 3) {
            let read = read(&plain(&text, cell));
            assert_eq!(texts(&read), std::slice::from_ref(&text), "{length} at {cell}: {read:?}");
        }
    }
}

#[test]
fn turned_stretched_mirrored_and_inverted_codes_are_read() {
    let text = "https://login.example.net/turned?id=1";
    for degrees in [3.0_f64, 20.0, 45.0, 90.0, 180.0, 250.0] {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let turn = |x: f64, y: f64| {
            let (x, y) = (x - 200.0, y - 200.0);
            (x * cos - y * sin + 130.0, x * sin + y * cos + 130.0)
        };
        assert_eq!(texts(&read(&drawn(text, 6, turn, (400, 400)))), [text], "turned by {degrees}");
    }
    assert_eq!(texts(&read(&drawn(text, 6, |x, y| (x, y * 0.8), (280, 340)))), [text]);
    assert_eq!(texts(&read(&drawn(text, 6, |x, y| (y, x), (280, 280)))), [text]);
    let mut grey = plain(text, 5);
    grey.shades.iter_mut().for_each(|shade| *shade = 255 - *shade);
    assert_eq!(texts(&read(&grey)), [text]);
}

#[test]
fn uneven_light_and_noise_are_borne() {
    let text = "HTTPS://A.EXAMPLE/UPPER-CASE";
    let mut grey = plain(text, 8);
    let width = grey.width;
    let mut seed = 1_u32;
    for (at, shade) in grey.shades.iter_mut().enumerate() {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let lit = 80 + u32::try_from((at % width) * 170 / width).unwrap();
        *shade = u8::try_from((u32::from(*shade) * lit / 255 + (seed >> 28)).min(255)).unwrap();
    }
    assert_eq!(texts(&read(&grey)), [text]);
}

#[test]
fn several_codes_of_one_picture_are_read_and_a_large_picture_too() {
    let (one, two) = (plain("https://a.example/1", 4), plain("https://b.example/2", 4));
    assert_eq!(one.width, two.width);
    let mut shades = Vec::new();
    for (left, right) in one.shades.chunks(one.width).zip(two.shades.chunks(two.width)) {
        shades.extend_from_slice(left);
        shades.extend_from_slice(right);
    }
    let mut found = texts(&read(&Grey { width: one.width * 2, height: one.height, shades }));
    found.sort();
    assert_eq!(found, ["https://a.example/1", "https://b.example/2"]);
    let large = plain("https://a.example/large", 70);
    assert!(large.shades.len() > POINTS);
    assert_eq!(texts(&read(&large)), ["https://a.example/large"]);
}

#[test]
fn a_code_that_cannot_be_read_is_told_and_other_pictures_are_not() {
    let text = "https://a.example/torn";
    let mut grey = plain(text, 6);
    let width = grey.width;
    // The middle of it is gone, corners and rhythm are there.
    for (at, shade) in grey.shades.iter_mut().enumerate() {
        let (x, y) = (at % width / 6, at / width / 6);
        if (13..40).contains(&x) && (13..40).contains(&y) {
            *shade = 240;
        }
    }
    let seen = read(&grey);
    assert!(seen.texts.is_empty() && seen.unread, "{seen:?}");
    let white = Grey { width: 300, height: 300, shades: vec![255; 90_000] };
    assert_eq!(read(&white), Read::default());
    let mut state = 7_u32;
    let noise = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(state >> 24).unwrap()
    };
    let noise = Grey { width: 400, height: 400, shades: (0..160_000).map(noise).collect() };
    let seen = read(&noise);
    assert!(seen.texts.is_empty() && !seen.unread, "{seen:?}");
}

/// A picture made of nothing but corners costs no more than its bounds.
#[test]
fn a_picture_full_of_corners_is_told_as_such() {
    let dark = |x: usize, y: usize| {
        let from_middle = (x % 9).abs_diff(3).max((y % 9).abs_diff(3));
        from_middle < 2 || from_middle == 3
    };
    let (width, height) = (900, 900);
    let points = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let shades = points.map(|(x, y)| if dark(x, y) { 0 } else { 255 }).collect();
    let seen = read(&Grey { width, height, shades });
    assert!(seen.crowded && seen.texts.is_empty(), "{seen:?}");
}
