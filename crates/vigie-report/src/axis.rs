//! An axis of time: which stretch it shows, where a moment stands on it, and which days are written below it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp as Instant};
use vigie_model::Timestamp;

const DAY: i64 = 86_400;
/// Marks below an axis, at most.
const MARKS: usize = 8;
/// Width of a chart in its own units.
pub(crate) const WIDTH: i64 = 960;
/// Room at both ends, so that nothing is cut off.
const EDGE: i64 = 12;

/// The years in which a trace can have been left: from the first smartphones of today's kind to the examination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plausible {
    from: i64,
    to: i64,
}

impl Plausible {
    pub(crate) fn until(examined_at: Timestamp) -> Self {
        let from = midnight(jiff::civil::date(2007, 1, 1));
        // A day more: clocks differ.
        Self { from, to: examined_at.instant().as_second().saturating_add(DAY).max(from + DAY) }
    }

    pub(crate) fn holds(self, at: Timestamp) -> bool {
        (self.from..=self.to).contains(&at.instant().as_second())
    }
}

fn midnight(date: Date) -> i64 {
    date.to_zoned(TimeZone::UTC).map_or(0, |at| at.timestamp().as_second())
}

fn date(second: i64) -> Date {
    Instant::from_second(second).unwrap_or_default().to_zoned(TimeZone::UTC).date()
}

/// A stretch of time laid over the width of a chart, beside the names of its rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Axis {
    start: i64,
    end: i64,
    left: i64,
}

impl Axis {
    /// Over the plausible ones of some moments, from `left` to the end of the chart; `None` when there is none.
    pub(crate) fn over(times: impl Iterator<Item = Timestamp>, plausible: Plausible, left: i64) -> Option<Self> {
        let seconds = times.filter(|at| plausible.holds(*at)).map(|at| at.instant().as_second());
        let (first, last) = seconds.fold(None, |range: Option<(i64, i64)>, second| {
            Some(range.map_or((second, second), |(first, last)| (first.min(second), last.max(second))))
        })?;
        // A single moment still needs some days around it.
        let missing = (6 * DAY - (last - first)).max(0) / 2;
        Some(Self { start: first - missing, end: last + missing, left })
    }

    /// Where a moment stands; beyond the ends it stands at the end.
    pub(crate) fn x(&self, at: Timestamp) -> i64 {
        self.place(at.instant().as_second())
    }

    fn place(&self, second: i64) -> i64 {
        let second = second.clamp(self.start, self.end);
        self.left + EDGE + (second - self.start) * (WIDTH - self.left - 2 * EDGE) / (self.end - self.start).max(1)
    }

    /// Place and text of the marks: the finest of days, months and years that leaves room between them.
    pub(crate) fn marks(&self) -> Vec<(i64, String)> {
        let (first, last) = (date(self.start), date(self.end));
        let steps = [
            (Span::new().days(1), "%Y-%m-%d"),
            (Span::new().days(7), "%Y-%m-%d"),
            (Span::new().days(14), "%Y-%m-%d"),
            (Span::new().months(1), "%Y-%m"),
            (Span::new().months(3), "%Y-%m"),
            (Span::new().months(6), "%Y-%m"),
            (Span::new().years(1), "%Y"),
            (Span::new().years(2), "%Y"),
            (Span::new().years(5), "%Y"),
        ];
        let mut marks = Vec::new();
        for (step, form) in steps {
            let begin = match form {
                "%Y" => Date::new(first.year(), 1, 1).unwrap_or(first),
                "%Y-%m" if step.get_months() > 1 => Date::new(first.year(), 1, 1).unwrap_or(first),
                "%Y-%m" => first.first_of_month(),
                _ => first,
            };
            marks.clear();
            let mut day = begin;
            while day <= last && marks.len() <= MARKS {
                let second = midnight(day);
                if second >= self.start {
                    marks.push((self.place(second), day.strftime(form).to_string()));
                }
                let Ok(next) = day.checked_add(step) else {
                    break;
                };
                day = next;
            }
            if marks.len() <= MARKS {
                break;
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    fn axis(times: &[&str]) -> Option<Axis> {
        let plausible = Plausible::until(at("2024-06-01T00:00:00Z"));
        Axis::over(times.iter().map(|text| at(text)), plausible, 0)
    }

    #[test]
    fn absurd_moments_do_not_stretch_it() {
        assert!(axis(&["1601-01-01T00:00:00Z", "2199-01-01T00:00:00Z"]).is_none());
        let axis = axis(&["1970-01-01T00:00:00Z", "2020-03-01T00:00:00Z", "2024-03-01T00:00:00Z"]).unwrap();
        assert_eq!(axis.x(at("1601-01-01T00:00:00Z")), EDGE);
        assert_eq!(axis.x(at("2022-03-01T00:00:00Z")), 479);
        let marks: Vec<String> = axis.marks().into_iter().map(|(_, text)| text).collect();
        assert_eq!((marks.len(), marks[0].as_str(), marks[7].as_str()), (8, "2020-07", "2024-01"));
    }

    #[test]
    fn a_single_moment_has_days_around_it() {
        let axis = axis(&["2024-03-01T12:00:00Z"]).unwrap();
        assert_eq!(axis.x(at("2024-03-01T12:00:00Z")), WIDTH / 2);
        assert_eq!(axis.marks().len(), 6);
    }
}
