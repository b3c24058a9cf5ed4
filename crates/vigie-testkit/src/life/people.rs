//! Who the owner of the phone writes to. Numbers are from the range kept for fiction, addresses from
//! domains kept for examples, and nobody has a name.

use super::Scale;
use super::traces::Traces;
use crate::databases::sms::Handle;

/// The correspondents.
#[derive(Debug, Clone)]
pub(super) struct People {
    /// How many there are.
    pub(super) count: i64,
}

impl People {
    pub(super) fn new(scale: &Scale) -> Self {
        let count = i64::try_from(scale.messages / 20).unwrap_or(400);
        Self { count: count.clamp(8, 400) }
    }

    /// The address of a correspondent, counted from 1.
    pub(super) fn address(number: i64) -> String {
        if number < 80 && number % 4 != 0 { phone(number) } else { format!("contact{number}@example.org") }
    }

    /// The name in the address book.
    pub(super) fn name(number: i64) -> String {
        format!("Contact {number}")
    }

    pub(super) fn service(number: i64) -> &'static str {
        if number < 80 && number % 4 == 1 { "SMS" } else { "iMessage" }
    }

    /// The handles of `sms.db`, with those of the planted messages last.
    pub(super) fn handles(&self, traces: Option<&Traces>) -> Vec<Handle> {
        let mut handles: Vec<Handle> =
            (1..=self.count).map(|id| Handle { id, address: Self::address(id), service: Self::service(id) }).collect();
        if let Some(traces) = traces {
            handles.extend(traces.handles.iter().cloned());
        }
        handles
    }
}

/// A number from the range kept for fiction; 00 is the owner.
pub(super) fn phone(number: i64) -> String {
    format!("+155555501{number:02}")
}
