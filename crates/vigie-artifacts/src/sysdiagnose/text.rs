//! What the text files of a sysdiagnose have in common: lines, tables with a header line, times as Foundation and
//! `ps` write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use vigie_evidence::Source;
use vigie_model::{Place, Precision, ProblemCode, Record, Timestamp};

use super::taken::Taken;
use crate::{Out, ParseError};

/// Every line of a file, with its place. Damaged ones are told and seen all the same.
pub(crate) fn each_line<R: Record>(
    file: &Source<'_>,
    out: &mut Out<'_, R>,
    mut see: impl FnMut(Place, &str, &mut Out<'_, R>),
) -> Result<(), ParseError> {
    for line in file.lines()? {
        let line = line?;
        if line.damaged {
            let detail = "the line is not valid UTF-8, or longer than 1 MiB and cut";
            out.problem(ProblemCode::TextDamaged, line.at.clone(), detail);
        }
        see(line.at, &line.text, out);
    }
    Ok(())
}

/// `key: value`, both trimmed.
pub(crate) fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    Some((key.trim(), value.trim()))
}

/// A bundle id without the team id before it (`ABCDE12345.org.example.reader`).
pub(crate) fn bundle_id(app: &str) -> &str {
    match app.split_once('.') {
        Some((team, bundle))
            if team.len() == 10 && team.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) =>
        {
            bundle
        }
        _ => app,
    }
}

/// A text that many records repeat, cut where no device writes that much: a hostile one would otherwise fill the case.
pub(crate) fn brief(text: &str) -> String {
    text.chars().take(1024).collect()
}

/// The columns of a table that a tool printed, by the names in its header line.
pub(crate) struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// From a header line that has all these columns.
    pub(crate) fn of(header: &str, needed: &[&str]) -> Option<Self> {
        let names: Vec<String> = header.split_whitespace().map(str::to_owned).collect();
        needed.iter().all(|need| names.iter().any(|name| name == need)).then_some(Self { names })
    }

    /// The cells of a line. The last column takes the rest of the line, with its spaces.
    pub(crate) fn cells<'l>(&self, line: &'l str) -> Cells<'_, 'l> {
        let mut rest = line.trim();
        let mut cells = Vec::with_capacity(self.names.len());
        while !rest.is_empty() && cells.len() < self.names.len() {
            let last = cells.len().saturating_add(1) == self.names.len();
            let (cell, more) = match rest.split_once(char::is_whitespace) {
                Some(parts) if !last => parts,
                _ => (rest, ""),
            };
            cells.push(cell);
            rest = more.trim_start();
        }
        Cells { names: &self.names, cells }
    }
}

/// One line of a table.
pub(crate) struct Cells<'c, 'l> {
    names: &'c [String],
    cells: Vec<&'l str>,
}

impl<'l> Cells<'_, 'l> {
    /// Whether every column has a value.
    pub(crate) fn complete(&self) -> bool {
        self.cells.len() == self.names.len()
    }

    /// The value of a column; nothing where the table lacks it or the tool printed `-`.
    pub(crate) fn get(&self, name: &str) -> Option<&'l str> {
        let at = self.names.iter().position(|known| known == name)?;
        self.cells.get(at).copied().filter(|value| *value != "-")
    }

    /// The number in a column; a problem at the line where it is none.
    pub(crate) fn int<R: Record>(&self, name: &str, at: &Place, out: &mut Out<'_, R>) -> Option<i64> {
        let value = self.get(name)?;
        let found = value.parse().ok();
        if found.is_none() {
            let detail = format!("column {name}: `{value}` where an integer belongs");
            out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
        }
        found
    }
}

/// A date as Foundation describes it: `2023-02-23 23:00:15 +0000`; since iOS 18 also `2024-12-05 9:45:15 AM +0000`,
/// where the space before `AM` may be a narrow one.
pub(crate) fn description_date(text: &str) -> Option<Timestamp> {
    let mut words = text.split_whitespace();
    let date: Date = words.next()?.parse().ok()?;
    let time = words.next()?;
    let mut zone = words.next()?;
    let half = ["AM", "PM"].into_iter().find(|half| zone.eq_ignore_ascii_case(half));
    if half.is_some() {
        zone = words.next()?;
    }
    let offset = offset(zone)?;
    let (time, precision) = clock(time, half)?;
    Some(Timestamp::new(offset.to_timestamp(DateTime::from_parts(date, time)).ok()?, precision))
}

/// `-0700`, `+00:00` or `Z`.
pub(crate) fn offset(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 {
        return None;
    }
    let (hours, minutes) = (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..)?.parse::<i32>().ok()?);
    let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
    match text.get(..1)? {
        "+" => Offset::from_seconds(seconds).ok(),
        "-" => Offset::from_seconds(seconds.checked_neg()?).ok(),
        _ => None,
    }
}

/// `9:45`, `21:45:15`, `21:45:15.759`, with the half of the day where the clock has twelve hours.
fn clock(text: &str, half: Option<&str>) -> Option<(Time, Precision)> {
    let mut parts = text.split(':');
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some("AM") => hour.checked_rem(12)?,
        Some(_) => hour.checked_rem(12)?.checked_add(12)?,
    };
    let Some(second) = parts.next() else {
        return Some((Time::new(hour, minute, 0, 0).ok()?, Precision::Minute));
    };
    let (second, fraction) = second.split_once('.').unwrap_or((second, ""));
    let (nanos, precision) = match fraction.len() {
        0 => (0, Precision::Second),
        1..=3 => (format!("{fraction:0<9}").parse().ok()?, Precision::Milli),
        4..=6 => (format!("{fraction:0<9}").parse().ok()?, Precision::Micro),
        _ => (format!("{:0<9}", fraction.get(..9).unwrap_or(fraction)).parse().ok()?, Precision::Nano),
    };
    Some((Time::new(hour, minute, second.parse().ok()?, nanos).ok()?, precision))
}

/// When a process began, from the column `STARTED` of `ps`, which is in local time and says less the longer ago it
/// was: `7:56AM` within a day, `Tue09PM` within a week, else `14Jan19` (Darwin `ps`, `print.c: started`).
pub(crate) fn ps_start(text: &str, taken: &Taken) -> Option<Timestamp> {
    let now = taken.clock();
    let (body, half) = match ["AM", "PM"].into_iter().find(|half| text.ends_with(half)) {
        Some(half) => (text.strip_suffix(half)?, Some(half)),
        None => (text, None),
    };
    if body.contains(':') {
        let (time, precision) = clock(body, half)?;
        let today = DateTime::from_parts(now.date(), time);
        let civil = if today > now { DateTime::from_parts(now.date().yesterday().ok()?, time) } else { today };
        return taken.local(civil, precision);
    }
    if let Some(weekday) = body.get(..3).and_then(weekday) {
        let (time, _) = clock(&format!("{}:00", body.get(3..)?), half)?;
        let back = now.weekday().since(weekday);
        let back = if back == 0 { 7 } else { back };
        let date = now.date().checked_sub(jiff::Span::new().days(i64::from(back))).ok()?;
        let at = taken.local(DateTime::from_parts(date, time), Precision::Hour)?;
        // In a zone of half hours the hour of the device is not an hour of UTC.
        let hour = at.instant().as_second().checked_div(3600)?.checked_mul(3600)?;
        return Some(Timestamp::new(jiff::Timestamp::from_second(hour).ok()?, Precision::Hour));
    }
    let date = jiff::fmt::strtime::parse("%d%b%y", text).ok()?.to_date().ok()?;
    // The middle of the day is that day in nearly every zone.
    taken.local(date.at(12, 0, 0, 0), Precision::Day)
}

fn weekday(text: &str) -> Option<jiff::civil::Weekday> {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let days = [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    names.into_iter().zip(days).find(|(name, _)| *name == text).map(|(_, day)| day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_of_processes() {
        let taken = Taken::in_text("sysdiagnose_2025.04.07_08-06-18-0700_x", "sysdiagnose_").unwrap();
        let start = |text| ps_start(text, &taken).map(|at| at.to_string());
        assert_eq!(start("7:56AM").as_deref(), Some("2025-04-07T14:56Z"));
        assert_eq!(start("9:00PM").as_deref(), Some("2025-04-07T04:00Z"), "yesterday");
        assert_eq!(start("12:05AM").as_deref(), Some("2025-04-07T07:05Z"));
        assert_eq!(start("19:56").as_deref(), Some("2025-04-07T02:56Z"));
        assert_eq!(start("Tue09PM").as_deref(), Some("2025-04-02T04Z"));
        assert_eq!(start("Mon10AM").as_deref(), Some("2025-03-31T17Z"), "a week ago, not today");
        assert_eq!(start("14Jan19").as_deref(), Some("2019-01-14"));
        assert_eq!(start("soon"), None);
        assert_eq!(start("99:00"), None);
    }

    #[test]
    fn dates_of_descriptions() {
        let date = |text| description_date(text).map(|at| at.to_string());
        assert_eq!(date("2023-02-23 23:00:15 +0000").as_deref(), Some("2023-02-23T23:00:15Z"));
        assert_eq!(date("2024-12-05 9:45:15\u{202f}PM +0100").as_deref(), Some("2024-12-05T20:45:15Z"));
        assert_eq!(date("2023-05-24 13:29:15.759 -0700").as_deref(), Some("2023-05-24T20:29:15.759Z"));
        assert_eq!(date("2023-05-24"), None);
        assert_eq!(date("2023-05-24 25:00:00 +0000"), None);
    }
}
