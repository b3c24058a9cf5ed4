//! Ordinary browsing in Safari. One visit in five is to `http` and is redirected to `https` of the same site.

use super::{Scale, spread, words};
use crate::databases::safari_history::Visit;
use crate::random::Random;

/// The visits, oldest first.
pub(super) fn visits(scale: &Scale) -> Visits {
    Visits { random: Random::new(scale.seed).fork("visits"), next: 0, count: scale.visits, redirected: None }
}

/// The first row free after the ordinary visits.
pub(super) fn next_row(scale: &Scale) -> i64 {
    row_of(scale.visits)
}

fn row_of(at: u64) -> i64 {
    i64::try_from(at + 1).unwrap_or(i64::MAX)
}

/// Makes one visit at a time.
#[derive(Debug)]
pub(super) struct Visits {
    random: Random,
    next: u64,
    count: u64,
    redirected: Option<Visit>,
}

impl Iterator for Visits {
    type Item = Visit;

    fn next(&mut self) -> Option<Visit> {
        if let Some(visit) = self.redirected.take() {
            return Some(visit);
        }
        if self.next >= self.count {
            return None;
        }
        let at = self.next;
        let random = &mut self.random;
        let host = words::host(random);
        let path = words::page(random);
        let time = spread(random, at, self.count);
        let id = row_of(at);
        let landing = Visit {
            id,
            url: format!("https://{host}/{path}"),
            title: Some(words::title(random, &host)),
            time,
            redirect_source: None,
            redirect_destination: None,
            origin: i64::from(random.chance(10)),
        };
        self.next += 1;
        // A quarter of the steps make two visits: then a fifth of all visits are redirected ones.
        if self.next < self.count && random.chance(25) {
            let milliseconds = random.range(80, 900);
            let redirected =
                Visit { id: id + 1, time: time.plus_millis(milliseconds), redirect_source: Some(id), ..landing };
            let source = Visit {
                id,
                url: format!("http://{host}/{path}"),
                title: None,
                time,
                redirect_source: None,
                redirect_destination: Some(id + 1),
                origin: redirected.origin,
            };
            self.next += 1;
            self.redirected = Some(redirected);
            return Some(source);
        }
        Some(landing)
    }
}
