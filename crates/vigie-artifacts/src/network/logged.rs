//! What a log holds, of all kinds, counted like what a capture holds; and what logs have in common.

use std::net::IpAddr;

use vigie_evidence::{Line, Source};
use vigie_model::{Place, Precision, ProblemCode, Timestamp};

use super::tally::{Tally, Told};
use super::{Alert, Certificate, Flow, Handshake, Lease, Lookup, Request, Sharing, Traffic, Transfer};
use crate::{Out, ParseError};

/// Lines that were not understood and are told one by one; the rest are counted.
const MOST_TOLD: u64 = 100;

/// What was logged.
#[derive(Default)]
pub(super) struct Logged {
    flows: Tally<Flow>,
    lookups: Tally<Lookup>,
    handshakes: Tally<Handshake>,
    certificates: Tally<Certificate>,
    requests: Tally<Request>,
    leases: Tally<Lease>,
    sharing: Tally<Sharing>,
    alerts: Tally<Alert>,
    transfers: Tally<Transfer>,
    not_understood: u64,
}

impl Logged {
    /// One more.
    pub(super) fn add(&mut self, place: Place, traffic: Traffic) {
        match traffic {
            Traffic::Flow(it) => self.flows.add(place, it),
            Traffic::Lookup(it) => self.lookups.add(place, it),
            Traffic::Handshake(it) => self.handshakes.add(place, it),
            Traffic::Certificate(it) => self.certificates.add(place, it),
            Traffic::Request(it) => self.requests.add(place, it),
            Traffic::Lease(it) => self.leases.add(place, it),
            Traffic::Sharing(it) => self.sharing.add(place, it),
            Traffic::Alert(it) => self.alerts.add(place, it),
            Traffic::Transfer(it) => self.transfers.add(place, it),
        };
    }

    /// A line that was not understood. The first ones are told where they stand.
    pub(super) fn not_understood(
        &mut self,
        code: ProblemCode,
        place: Place,
        detail: impl Into<String>,
        out: &mut Out<'_, Traffic>,
    ) {
        self.not_understood = self.not_understood.saturating_add(1);
        if self.not_understood <= MOST_TOLD {
            out.problem(code, place, detail);
        }
    }

    /// Hands out everything.
    pub(super) fn give(self, out: &mut Out<'_, Traffic>) {
        let all: [Told; 9] = [
            self.flows.told(),
            self.lookups.told(),
            self.handshakes.told(),
            self.certificates.told(),
            self.requests.told(),
            self.leases.told(),
            self.sharing.told(),
            self.alerts.told(),
            self.transfers.told(),
        ];
        for told in all {
            told.give(out);
        }
        if let Some(more) = self.not_understood.checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            out.problem(ProblemCode::LineNotUnderstood, Place::File, format!("{more} more lines were not understood"));
        }
    }
}

/// Every line of a log that may be packed; what of one is damaged is told.
pub(super) fn lines(
    file: &Source<'_>,
    out: &mut Out<'_, Traffic>,
    see: &mut dyn FnMut(Line, &mut Out<'_, Traffic>),
) -> Result<(), ParseError> {
    let file = out.unpacked(file)?;
    for line in file.lines()? {
        let line = line?;
        if line.damaged {
            out.problem(ProblemCode::TextDamaged, line.at.clone(), "bytes that are not UTF-8, or more than 1 MiB");
        }
        see(line, out);
    }
    Ok(())
}

/// The first line that is not blank, to tell which log this is.
pub(super) fn first_line(file: &Source<'_>) -> Result<String, ParseError> {
    let unpacked = file.unpacked()?;
    for line in unpacked.source.lines()?.take(20) {
        let text = line?.text;
        if !text.trim().is_empty() {
            return Ok(text);
        }
    }
    Ok(String::new())
}

/// An address, with or without brackets.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    text.trim().trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// A moment as logs write it: RFC 3339, the same with `+0000` or without a zone, or seconds since 1970.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(found) = Timestamp::parse_rfc3339(text) {
        return Some(found);
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return seconds(text);
    }
    // `2024-06-20T18:00:02.5+0000`
    if let Some((at, zone)) = text.len().checked_sub(5).and_then(|at| text.split_at_checked(at))
        && zone.starts_with(['+', '-'])
        && zone.bytes().skip(1).all(|b| b.is_ascii_digit())
        && let Some((hours, minutes)) = zone.split_at_checked(3)
    {
        return Timestamp::parse_rfc3339(&format!("{}{hours}:{minutes}", at.replacen(' ', "T", 1)));
    }
    local(&text.replacen(' ', "T", 1).replace('/', "-"))
}

/// Seconds since 1970, with a fraction.
fn seconds(text: &str) -> Option<Timestamp> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    // Milliseconds, where they cannot be seconds.
    if part.is_empty() && whole > 100_000_000_000 {
        return Timestamp::from_unix_millis(whole);
    }
    if part.is_empty() {
        return Timestamp::from_unix_seconds(whole);
    }
    let micros: String = part.chars().chain("000000".chars()).take(6).collect();
    Timestamp::from_unix_micros(whole.checked_mul(1_000_000)?.checked_add(micros.parse().ok()?)?)
}

/// A clock without a zone.
fn local(text: &str) -> Option<Timestamp> {
    let at: jiff::civil::DateTime = text.parse().ok().filter(|_| text.contains('T'))?;
    device_clock(at, if text.contains('.') { Precision::Milli } else { Precision::Second })
}

/// What a clock showed, of which the zone is not known.
pub(super) fn device_clock(at: jiff::civil::DateTime, precision: Precision) -> Option<Timestamp> {
    let date = [i32::from(at.year()), i32::from(at.month()), i32::from(at.day())];
    let micros = at.subsec_nanosecond().checked_div(1000)?;
    let time = [i32::from(at.hour()), i32::from(at.minute()), i32::from(at.second()), micros];
    Timestamp::from_device_clock(date, time, precision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        let text = |text: &str| moment(text).map(|at| at.to_string());
        assert_eq!(text("1718906402.123456").as_deref(), Some("2024-06-20T18:00:02.123456Z"));
        assert_eq!(text("1718906402").as_deref(), Some("2024-06-20T18:00:02Z"));
        assert_eq!(text("1718906402123").as_deref(), Some("2024-06-20T18:00:02.123Z"));
        assert_eq!(text("2024-06-20T20:00:02.500000+0200").as_deref(), Some("2024-06-20T18:00:02.500Z"));
        assert_eq!(text("2024-06-20T18:00:02Z").as_deref(), Some("2024-06-20T18:00:02Z"));
        assert_eq!(text("2024-06-20 18:00:02").as_deref(), Some("2024-06-20T18:00:02"));
        assert_eq!(text("2024/06/20 18:00:02").as_deref(), Some("2024-06-20T18:00:02"));
        assert_eq!(text("yesterday"), None);
        assert_eq!(text("99999999999999999999"), None);
    }
}
