//! Cookies of Safari and of applications: which sites set one, when, until when. Their values are keys to accounts and are
//! not kept.
//!
//! Format: `*.binarycookies`: `cook`, the number of pages and their lengths (big-endian); each page the number of its
//! cookies and where they begin, each cookie where its domain, name, path and value begin, its expiry and creation in
//! seconds since 2001 (little-endian). Other readers: plaso `binary_cookies`, whose dtFabric description this follows, and iLEAPP.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Cookies;

/// One cookie.
#[derive(Debug, Serialize)]
pub struct Cookie {
    /// The host that set it.
    pub domain: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The path it is for.
    pub path: Option<String>,
    /// When it was set.
    pub created: Option<Timestamp>,
    /// Until when it holds.
    pub expires: Option<Timestamp>,
}

impl Record for Cookie {
    fn time(&self) -> Option<Timestamp> {
        self.created
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.created {
            let what = "created";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(domain) = &self.domain {
            see(Observable::domain(domain.trim_start_matches('.')));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("cookie {} of {}", of(&self.name), of(&self.domain))
    }
}

fn little(bytes: &[u8], at: usize) -> Option<usize> {
    let number = u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?);
    usize::try_from(number).ok()
}

fn big(bytes: &[u8], at: usize) -> Option<usize> {
    let number = u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?);
    usize::try_from(number).ok()
}

/// The text that begins at an offset stated at `at`.
fn text(cookie: &[u8], at: usize) -> Option<String> {
    let start = little(cookie, at).filter(|start| *start > 0)?;
    let rest = cookie.get(start..)?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    Some(String::from_utf8_lossy(rest.get(..end)?).into_owned())
}

fn time(cookie: &[u8], at: usize, place: &Place, out: &mut Out<'_, Cookie>) -> Option<Timestamp> {
    let seconds = f64::from_le_bytes(cookie.get(at..at.checked_add(8)?)?.try_into().ok()?);
    if seconds == 0.0 || (seconds.is_finite() && seconds.abs() >= 63_113_904_000.0) {
        return None;
    }
    let found = Timestamp::from_cocoa_seconds(seconds);
    if found.is_none() {
        out.problem(ProblemCode::TimeImplausible, place.clone(), format!("{seconds} is not a plausible time"));
    }
    found
}

fn page(page: &[u8], start: usize, out: &mut Out<'_, Cookie>) {
    let place = |at: usize| Place::Offset { offset: start.saturating_add(at) as u64 };
    let Some(count) = little(page, 4).filter(|_| page.starts_with(&[0, 0, 1, 0])) else {
        out.problem(ProblemCode::NotTheFormat, place(0), "no page of cookies begins here");
        return;
    };
    for number in 0..count {
        let table = number.checked_mul(4).and_then(|at| at.checked_add(8));
        let Some(at) = table.and_then(|table| little(page, table)) else {
            let detail = format!("the page states {count} cookies and has no place for them");
            out.problem(ProblemCode::NotTheFormat, place(4), detail);
            return;
        };
        let bytes = little(page, at).and_then(|length| page.get(at..at.checked_add(length)?));
        let Some(cookie) = bytes.filter(|cookie| cookie.len() >= 56) else {
            out.problem(ProblemCode::NotTheFormat, place(at), "a cookie leads outside of its page");
            continue;
        };
        let (created, expires) = (time(cookie, 48, &place(at), out), time(cookie, 40, &place(at), out));
        let cookie =
            Cookie { domain: text(cookie, 16), name: text(cookie, 20), path: text(cookie, 24), created, expires };
        if cookie.domain.is_none() {
            out.problem(ProblemCode::ValueUnexpected, place(at), "the cookie names no domain");
        }
        out.record(place(at), cookie);
    }
}

impl Artifact for Cookies {
    type Record = Cookie;
    const SPEC: Spec = Spec {
        id: "ios_cookies",
        version: 1,
        paths: &[
            (Layout::IosBackup, "*/**/*.binarycookies"),
            (Layout::IosFilesystem, "private/var/**/*.binarycookies"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Cookie>) -> Result<(), ParseError> {
        let bytes = file.bytes()?;
        let Some(count) = big(&bytes, 4).filter(|_| bytes.starts_with(b"cook")) else {
            out.problem(ProblemCode::NotTheFormat, Place::File, "the file does not begin as one of cookies does");
            return Ok(());
        };
        let mut start = count.saturating_mul(4).saturating_add(8);
        for number in 0..count {
            let length = number.checked_mul(4).and_then(|at| at.checked_add(8)).and_then(|at| big(&bytes, at));
            let end = length.and_then(|length| start.checked_add(length));
            let Some((end, content)) = end.and_then(|end| Some((end, bytes.get(start..end)?))) else {
                let detail = format!("page {number} of {count} leads outside of the file");
                out.problem(ProblemCode::NotTheFormat, Place::Offset { offset: 4 }, detail);
                return Ok(());
            };
            page(content, start, out);
            start = end;
        }
        Ok(())
    }
}
