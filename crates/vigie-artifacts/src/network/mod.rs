//! What the network shows: captures, and the logs of those that watch one. Whoever wrote it down, it becomes the same
//! records ([`Traffic`]), so that indicators and heuristics meet a capture, Zeek, Suricata and a resolver alike.

mod bytes;
mod capture;
pub mod certificates;
pub mod firewall;
pub mod flows;
pub mod handshakes;
pub mod har;
pub mod leases;
mod logged;
pub mod lookups;
mod names;
pub mod requests;
pub mod resolver;
pub mod sharing;
pub mod suricata;
mod tally;
mod traffic;
pub mod zeek;

pub use traffic::{
    Alert, Certificate, Ends, Flow, Handshake, Lease, Lookup, Request, Sharing, SharingSign, Span, Traffic, Transfer,
};
