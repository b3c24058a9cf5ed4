//! Daily totals of network use by process, kept for Apple's analytics.
//!
//! Format: property list `com.apple.osanalytics.addaily.plist`, key `netUsageBaseline`: process to
//! `[time, Wi-Fi in, Wi-Fi out, mobile in, mobile out]`. Other readers: MVT `OSAnalyticsADDaily`, Kaspersky triangle_check.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct AdDaily;

/// Network use of one process.
#[derive(Debug, Serialize)]
pub struct DailyUsage {
    /// Process or bundle id.
    pub process: String,
    /// The day's count was taken then.
    pub counted: Option<Timestamp>,
    /// Bytes.
    pub wifi_in: Option<f64>,
    /// Bytes.
    pub wifi_out: Option<f64>,
    /// Bytes over the mobile network.
    pub wwan_in: Option<f64>,
    /// Bytes over the mobile network.
    pub wwan_out: Option<f64>,
}

impl Record for DailyUsage {
    fn time(&self) -> Option<Timestamp> {
        self.counted
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.counted {
            let what = "counted";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::process(&self.process));
        if self.process.contains('.') {
            see(Observable::app_id(&self.process));
        }
    }

    fn summary(&self) -> String {
        let sum = |a: Option<f64>, b: Option<f64>| a.unwrap_or(0.0) + b.unwrap_or(0.0);
        format!(
            "network use by process {}: {:.0} bytes in, {:.0} bytes out",
            self.process,
            sum(self.wifi_in, self.wwan_in),
            sum(self.wifi_out, self.wwan_out)
        )
    }
}

fn number(key: Option<&Key<'_>>, out: &mut Out<'_, DailyUsage>) -> Option<f64> {
    let key = key?;
    let found = match key.value() {
        plist::Value::Real(n) => Some(*n),
        #[expect(clippy::cast_precision_loss, reason = "byte counts are far below 2^53")]
        plist::Value::Integer(n) => n.as_signed().map(|n| n as f64),
        _ => None,
    };
    if found.is_none() {
        key.complain(out, "a number");
    }
    found
}

impl Artifact for AdDaily {
    type Record = DailyUsage;
    const SPEC: Spec = Spec {
        id: "ios_osanalytics_addaily",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/Preferences/com.apple.osanalytics.addaily.plist"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Preferences/com.apple.osanalytics.addaily.plist"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, DailyUsage>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        let Some(baseline) = root.get("netUsageBaseline") else {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key netUsageBaseline");
            return Ok(());
        };
        for (process, key) in baseline.entries(out) {
            let items = key.items(out);
            if matches!(key.value(), plist::Value::Array(_)) && items.len() < 5 {
                let detail = format!("{} values where 5 belong", items.len());
                out.problem(ProblemCode::ValueUnexpected, key.place(), detail);
            }
            let usage = DailyUsage {
                process: process.to_owned(),
                counted: items.first().and_then(|item| item.as_cocoa(out)),
                wifi_in: number(items.get(1), out),
                wifi_out: number(items.get(2), out),
                wwan_in: number(items.get(3), out),
                wwan_out: number(items.get(4), out),
            };
            out.record(key.place(), usage);
        }
        Ok(())
    }
}
