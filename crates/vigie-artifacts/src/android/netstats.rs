//! How much each user id sent and received over which network.
//!
//! Format: `dumpsys netstats` (AOSP `NetworkStatsCollection.dump`): `ident=[…] uid=10086 set=DEFAULT tag=0x0`, below it
//! buckets `st=SECONDS rb=… rp=… tb=… tp=… op=…` of `bucketDuration` seconds. Since Android 13 a dump that was not asked for user
//! ids has them in `mAppUidStatsMap:` alone (`NetworkStatsService.dumpAppUidStatsMapLocked`): what each sent and received since the
//! last start, `uid rxBytes rxPackets txBytes txPackets`. Other readers: ALEAPP (the files).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Record, Timestamp};

use super::lines::{between, value};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct NetStats;

/// The traffic of one user id over one network.
#[derive(Debug, Default, Serialize)]
pub struct NetworkUse {
    /// Which statistics (`UID stats`, `Dev stats` …, `since the last start`).
    pub group: String,
    /// The user id in the kernel; -1 all, -4 removed applications, -5 tethering.
    pub uid: Option<i64>,
    /// `DEFAULT` in the background, `FOREGROUND`, or `ALL`.
    pub set: Option<String>,
    /// What the application called the traffic.
    pub tag: Option<String>,
    /// The kind of network (`WIFI`, `MOBILE`, or a number).
    pub network: Option<String>,
    /// The name of the Wi-Fi network.
    pub network_name: Option<String>,
    /// Bytes received.
    pub received: u64,
    /// Bytes sent.
    pub sent: u64,
    /// The first span with traffic begins.
    pub first: Option<Timestamp>,
    /// The last span with traffic begins.
    pub last: Option<Timestamp>,
}

impl Record for NetworkUse {
    fn time(&self) -> Option<Timestamp> {
        self.first
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("first_traffic", self.first), ("last_traffic", self.last)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.network_name {
            see(Observable::text(name));
        }
    }

    fn summary(&self) -> String {
        let who = self.uid.map_or("unknown".to_owned(), |uid| uid.to_string());
        format!("user id {who} received {} and sent {} bytes", self.received, self.sent)
    }
}

/// The heading of what each user id sent and received since the last start.
const TOTALS: &str = "mAppUidStatsMap:";

fn total(text: &str) -> Option<NetworkUse> {
    let mut numbers = text.split_ascii_whitespace().map(|word| word.parse::<u64>().ok());
    let mut next = || numbers.next().flatten();
    let (uid, received, _, sent, _) = (next()?, next()?, next()?, next()?, next()?);
    let group = "since the last start".to_owned();
    Some(NetworkUse { group, uid: Some(i64::try_from(uid).ok()?), received, sent, ..NetworkUse::default() })
}

impl Artifact for NetStats {
    type Record = NetworkUse;
    const SPEC: Spec = Spec { id: "android_netstats", version: 2, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, NetworkUse>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("netstats")], out, |section, _, out| {
            let mut group = String::new();
            let mut open: Option<(Place, NetworkUse)> = None;
            let mut in_totals = false;
            for line in section.lines() {
                let text = line.trimmed();
                if in_totals && line.indent() > 2 {
                    if let Some(of) = total(text) {
                        out.record(line.at, of);
                    } else if !text.starts_with("uid ") {
                        not_understood(&line, out);
                    }
                    continue;
                }
                in_totals = text == TOTALS;
                if text.starts_with("st=") {
                    let number = |name: &str| value(text, name).and_then(|text| text.parse::<u64>().ok());
                    let parts = (value(text, "st").and_then(|text| text.parse().ok()), number("rb"), number("tb"));
                    let (Some(start), Some(received), Some(sent)) = parts else {
                        not_understood(&line, out);
                        continue;
                    };
                    if let Some((_, of)) = open.as_mut() {
                        of.received = of.received.saturating_add(received);
                        of.sent = of.sent.saturating_add(sent);
                        let start = Timestamp::from_unix_seconds(start);
                        of.first = of.first.or(start);
                        of.last = start.or(of.last);
                    }
                    continue;
                }
                if let Some((at, of)) = open.take_if(|_| !text.starts_with("NetworkStatsHistory") && !text.is_empty()) {
                    out.record(at, of);
                }
                if line.indent() == 0 && text.ends_with("stats:") {
                    text.trim_end_matches(':').clone_into(&mut group);
                } else if text.starts_with("ident=[") && text.contains(" uid=") {
                    let of = NetworkUse {
                        group: group.clone(),
                        uid: value(text, "uid").and_then(|text| text.parse().ok()),
                        set: value(text, "set").map(str::to_owned),
                        tag: value(text, "tag").filter(|tag| *tag != "0x0").map(str::to_owned),
                        network: between(text, "type=", ",").map(str::to_owned),
                        network_name: between(text, "networkId=\"", "\"")
                            .or_else(|| between(text, "wifiNetworkKey=\"", "\""))
                            .map(str::to_owned),
                        ..NetworkUse::default()
                    };
                    open = Some((line.at.clone(), of));
                }
            }
            if let Some((at, of)) = open {
                out.record(at, of);
            }
        })
    }
}
