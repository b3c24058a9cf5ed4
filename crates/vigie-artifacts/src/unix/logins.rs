//! Who logged in, from where, when the computer started: `utmp`, `wtmp`, and failed logins in `btmp`.
//!
//! Format: `struct utmp` of glibc, 384 bytes, little-endian (`utmp(5)`). Other readers: `last`, plaso `utmp`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one entry.
const ENTRY: usize = 384;

/// See the module.
pub struct Logins;

/// One entry.
#[derive(Debug, Serialize)]
pub struct Login {
    /// `boot_time`, `login`, `logout`, `failed_login` …
    pub kind: &'static str,
    /// The user.
    pub user: String,
    /// The terminal.
    pub terminal: String,
    /// The host it came from, as it names itself; of a start, the version of the kernel.
    pub host: String,
    /// The address it came from.
    pub address: Option<String>,
    /// The process.
    pub process: i32,
    /// When.
    pub time: Option<Timestamp>,
}

impl Record for Login {
    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if matches!(self.kind, "login" | "failed_login") {
            if !self.host.is_empty() {
                see(Observable::text(&self.host));
            }
            if !self.user.is_empty() {
                see(Observable::user_account(&self.user));
            }
        }
        if let Some(address) = &self.address {
            see(Observable::ip(address));
        }
    }

    fn summary(&self) -> String {
        let from = self.address.as_deref().or((!self.host.is_empty()).then_some(self.host.as_str())).unwrap_or("here");
        format!("{} of {} on {} from {from}", self.kind, self.user, self.terminal)
    }
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned()
}

fn number(entry: &[u8], at: usize) -> i32 {
    let bytes = entry.get(at..at.saturating_add(4)).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, i32::from_le_bytes)
}

fn address(entry: &[u8]) -> Option<String> {
    let bytes: [u8; 16] = entry.get(348..364)?.try_into().ok()?;
    let [a, b, c, d, rest @ ..] = bytes;
    if bytes.iter().all(|byte| *byte == 0) {
        None
    } else if rest.iter().all(|byte| *byte == 0) {
        Some(std::net::Ipv4Addr::new(a, b, c, d).to_string())
    } else {
        Some(std::net::Ipv6Addr::from(bytes).to_string())
    }
}

impl Artifact for Logins {
    type Record = Login;
    const SPEC: Spec = Spec {
        id: "linux_logins",
        version: 1,
        paths: &[(Layout::Linux, "**/{utmp,wtmp,btmp}"), (Layout::Linux, "**/{utmp,wtmp,btmp}[.-][0-9]*")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Login>) -> Result<(), ParseError> {
        let file = &out.unpacked(file)?;
        let bytes = file.bytes()?;
        let failed = file.file_name().starts_with("btmp");
        let mut entries = bytes.chunks_exact(ENTRY);
        for (index, entry) in entries.by_ref().enumerate() {
            let place = Place::Offset { offset: (index as u64).saturating_mul(ENTRY as u64) };
            let kind = match number(entry, 0) & 0xffff {
                0 => continue,
                1 => "runlevel",
                2 => "boot_time",
                3 => "clock_new",
                4 => "clock_old",
                5 => "init",
                6 | 7 if failed => "failed_login",
                6 => "login_prompt",
                7 => "login",
                8 => "logout",
                9 => "accounting",
                other => {
                    out.problem(ProblemCode::ValueUnexpected, place, format!("an entry of kind {other}"));
                    continue;
                }
            };
            let (seconds, micros) = (i64::from(number(entry, 340)), i64::from(number(entry, 344)));
            let time =
                seconds.checked_mul(1_000_000).and_then(|all| Timestamp::from_unix_micros(all.checked_add(micros)?));
            let time = time.filter(|_| seconds != 0);
            if time.is_none() && seconds != 0 {
                out.problem(ProblemCode::TimeImplausible, place.clone(), format!("{seconds} seconds since 1970"));
            }
            let part = |from: usize, to: usize| text(entry.get(from..to).unwrap_or_default());
            let login = Login {
                kind,
                terminal: part(8, 40),
                user: part(44, 76),
                host: part(76, 332),
                address: address(entry),
                process: number(entry, 4),
                time,
            };
            out.record(place, login);
        }
        if !entries.remainder().is_empty() {
            let offset = bytes.len().saturating_sub(entries.remainder().len()) as u64;
            out.problem(ProblemCode::NotTheFormat, Place::Offset { offset }, "the last entry is cut off");
        }
        Ok(())
    }
}
