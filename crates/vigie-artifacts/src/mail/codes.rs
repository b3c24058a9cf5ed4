//! QR codes in the pictures of a message or document, within what one of them may cost.

use std::panic::{AssertUnwindSafe, catch_unwind};

use vigie_model::ProblemCode;

use super::links::unwrapped;
use super::messages::{Link, LinkKind};
use super::pictures::{self, Grey};
use super::qr;

/// Pictures of one message or document that are looked at.
const PICTURES: usize = 60;
/// Points that all of them may have together.
const POINTS: usize = 100_000_000;
/// Codes that are kept.
const CODES: usize = 100;

/// See the module.
#[derive(Debug)]
pub(super) struct Codes {
    pictures: usize,
    points: usize,
    /// What was read, each once.
    pub(super) found: Vec<Link>,
    /// What was not looked at, or could not be read.
    pub(super) problems: Vec<(ProblemCode, String)>,
}

impl Default for Codes {
    fn default() -> Self {
        Self { pictures: PICTURES, points: POINTS, found: Vec::new(), problems: Vec::new() }
    }
}

impl Codes {
    /// Points that may still be looked at.
    pub(super) fn room(&self) -> usize {
        self.points
    }

    fn problem(&mut self, code: ProblemCode, name: &str, detail: &str) {
        self.problems.push((code, format!("{name}: {detail}")));
    }

    /// Whether one more picture may be looked at; the first that may not is told.
    fn takes_one(&mut self) -> bool {
        let Some(left) = self.pictures.checked_sub(1) else { return false };
        self.pictures = left;
        if left == 0 {
            let detail =
                format!("more than {} pictures; the first were looked at for codes", PICTURES.saturating_sub(1));
            self.problems.push((ProblemCode::LimitReached, detail));
        }
        left > 0
    }

    /// Reads the codes of a file, if it is a picture.
    pub(super) fn look(&mut self, name: &str, bytes: &[u8]) {
        let Some(format) = pictures::format(bytes) else {
            return self.problem(
                ProblemCode::NotTheFormat,
                name,
                "it is called a picture and is none that is known here",
            );
        };
        if !self.takes_one() {
            return;
        }
        let (mut points, mut seen) = (0_usize, Vec::new());
        // What decodes pictures was written by others: if it panics, that costs the picture.
        let read = catch_unwind(AssertUnwindSafe(|| {
            pictures::each(format, bytes, self.points, &mut |grey| {
                points = points.saturating_add(grey.shades.len());
                seen.push(qr::read(grey));
            })
        }));
        self.points = self.points.saturating_sub(points);
        match read {
            Ok(Ok(())) => {}
            Ok(Err((code, detail))) => self.problem(code, name, &detail),
            Err(_) => self.problem(ProblemCode::BlobNotUnderstood, name, "what decodes pictures failed"),
        }
        // Of a moving picture, a code that one picture shows whole another may show in part.
        let unread = seen.iter().all(|one| one.texts.is_empty()) && seen.iter().any(|one| one.unread);
        let crowded = seen.iter().any(|one| one.crowded);
        let texts = seen.into_iter().flat_map(|one| one.texts).collect();
        self.tell(name, qr::Read { texts, unread, crowded });
    }

    /// Reads the codes of a picture that is decoded already.
    pub(super) fn look_at_points(&mut self, name: &str, grey: &Grey) {
        if self.takes_one() {
            self.points = self.points.saturating_sub(grey.shades.len());
            let read = qr::read(grey);
            self.tell(name, read);
        }
    }

    /// A picture has more points than may be looked at.
    pub(super) fn too_large(&mut self, name: &str, width: usize, height: usize) {
        let detail = format!("a picture of {width} x {height} points was not looked at for codes");
        self.problem(ProblemCode::LimitReached, name, &detail);
    }

    fn tell(&mut self, name: &str, read: qr::Read) {
        if read.unread {
            self.problem(ProblemCode::BlobNotUnderstood, name, "what has the form of a QR code could not be read");
        }
        if read.crowded {
            let detail = "more of it looks like corners of QR codes than is tried";
            self.problem(ProblemCode::LimitReached, name, detail);
        }
        for text in read.texts {
            let target = String::from_utf8_lossy(&text).trim().to_owned();
            if self.found.iter().any(|known| known.target == target) {
                continue;
            }
            if self.found.len() >= CODES {
                self.problem(ProblemCode::LimitReached, name, &format!("more than {CODES} codes; not all were read"));
                return;
            }
            let (leads_to, picture) = (unwrapped(&target), Some(name.to_owned()));
            self.found.push(Link { target, leads_to, shown: String::new(), kind: LinkKind::Qr, picture });
        }
    }
}

#[cfg(test)]
mod tests {
    use vigie_testkit::mail::qr_png;

    use super::*;

    #[test]
    fn pictures_are_looked_at_up_to_a_number_and_the_rest_is_told() {
        let mut codes = Codes::default();
        let png = qr_png("https://a.example/", 2);
        (0..100).for_each(|_| codes.look("x.png", &png));
        assert_eq!((codes.found.len(), codes.problems.len()), (1, 1), "{:?}", codes.problems);
        assert_eq!(codes.problems[0].0, ProblemCode::LimitReached);
    }

    #[test]
    fn points_are_bounded_together() {
        let mut codes = Codes { points: 10_000, ..Codes::default() };
        let png = qr_png("https://a.example/", 2);
        (0..5).for_each(|_| codes.look("x.png", &png));
        assert!(
            codes.problems.iter().all(|(code, _)| *code == ProblemCode::LimitReached) && !codes.problems.is_empty()
        );
        assert_eq!(codes.found.len(), 1);
    }

    /// Every decoder, with bytes flipped and cut all over the picture.
    #[test]
    fn damage_of_a_picture_never_panics_and_no_cut_is_silent() {
        let gif = include_bytes!("../../../../fixtures/mail_messages/codes/pictures/code.gif").as_slice();
        let jpeg = include_bytes!("../../../../fixtures/mail_messages/codes/pictures/code.jpg").as_slice();
        let png = qr_png("https://a.example/", 2);
        for (name, bytes) in [("gif", gif), ("jpeg", jpeg), ("png", &png)] {
            let mut whole = Codes::default();
            whole.look(name, bytes);
            assert_eq!((whole.found.len(), whole.problems.len()), (1, 0), "{name} {:?}", whole.problems);
            for at in (0..bytes.len()).step_by((bytes.len() / 150).max(1)) {
                let mut flipped = bytes.to_vec();
                flipped[at] ^= [0x01, 0x80, 0xff][at % 3];
                for (is_cut, damaged) in [(true, &bytes[..at]), (false, &flipped)] {
                    let mut codes = Codes::default();
                    codes.look(name, damaged);
                    let failed = codes.problems.iter().any(|(_, detail)| detail.ends_with("failed"));
                    assert!(!failed, "{name} at {at}: {:?}", codes.problems);
                    let same = codes.found.iter().all(|code| whole.found.contains(code));
                    assert!(same, "{name} at {at}: {:?}", codes.found);
                    let told = !codes.found.is_empty() || !codes.problems.is_empty();
                    assert!(told || !is_cut, "{name} cut at {at}: lost in silence");
                }
            }
        }
    }
}
