//! Counts over several cases, of which no case can be told again.
//!
//! What is counted is devices, not findings: a device with a hundred messages counts once. A count below [`FEWEST`] is left
//! out, and with it that there was one. There is no total and no table of two columns, because what was left out could be
//! worked out from them. Counts are of findings from `medium` on: what is weaker is a lead, and says nothing by its number.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde_json::json;
use vigie_case::{Case, SameDevice, ToldFinding, same_device};
use vigie_model::{Device, Level, Timestamp};

/// The smallest count that is told.
pub const FEWEST: u64 = 5;

/// Where devices were examined, as the examiner states it: two letters of ISO 3166-1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country(String);

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Country {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Ok(Self(text.to_ascii_uppercase()));
        }
        Err(format!("`{text}` is not a country as ISO 3166-1 writes it in two letters (FR, ML)"))
    }
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Count {
    by: &'static str,
    value: String,
    devices: u64,
}

/// The counts that may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    country: Option<Country>,
    counts: Vec<Count>,
    /// How many counts were too small. For whoever makes the table; it is not in it.
    pub left_out: u64,
    /// How many cases are of no device that their evidence names, and not counted. Neither is this in the table.
    pub unnamed: u64,
}

/// Counts devices by the tools their findings name, by meaning and by month. Cases of one device are one; a case whose
/// evidence names no device is not counted, because five of them may be of one person.
pub fn statistics(cases: &[Case], country: Option<Country>) -> Statistics {
    let mut devices: BTreeMap<(&'static str, String), BTreeSet<usize>> = BTreeMap::new();
    let mut unnamed = 0;
    for (case, device) in cases.iter().zip(numbered(cases)) {
        let Some(device) = device else {
            unnamed += 1;
            continue;
        };
        for finding in case.findings.iter().filter(|finding| finding.level >= Level::Medium) {
            for cell in cells(finding, case.file.examined_at) {
                devices.entry(cell).or_default().insert(device);
            }
        }
    }
    let counts = devices.into_iter().map(|((by, value), of)| Count { by, value, devices: of.len() as u64 });
    let (told, small): (Vec<Count>, Vec<Count>) = counts.partition(|count| count.devices >= FEWEST);
    Statistics { country, counts: told, left_out: small.len() as u64, unnamed }
}

/// A number for the device of each case, the same for cases of one device: a backup names it by UDID and serial number,
/// other evidence by one of them.
fn numbered(cases: &[Case]) -> Vec<Option<usize>> {
    let devices: Vec<&Device> = cases.iter().map(|case| &case.file.evidence.device).collect();
    let is_named = |device: &Device| device.udid.is_some() || device.serial.is_some();
    let mut numbers: Vec<Option<usize>> =
        devices.iter().enumerate().map(|(at, device)| is_named(device).then_some(at)).collect();
    for (at, device) in devices.iter().enumerate() {
        for (before, other) in devices.iter().enumerate().take(at) {
            if same_device(device, other) == SameDevice::Yes {
                let (from, to) = (numbers[at], numbers[before]);
                for number in numbers.iter_mut().filter(|number| **number == from) {
                    *number = to;
                }
            }
        }
    }
    numbers
}

/// Everything a finding counts as.
fn cells(finding: &ToldFinding, examined: Timestamp) -> Vec<(&'static str, String)> {
    let mut cells = vec![("meaning", finding.meaning.name().to_owned()), ("month", month(finding.time, examined))];
    let tools = finding.indicator.iter().flat_map(|indicator| &indicator.malware);
    cells.extend(tools.map(|tool| ("tool", tool.clone())));
    cells
}

/// The month of a moment that can be: phones like these are younger than 2007, and nothing is later than its examination.
fn month(at: Option<Timestamp>, examined: Timestamp) -> String {
    let date = |at: Timestamp| at.instant().strftime("%Y-%m").to_string();
    match at {
        Some(at) if at.instant() <= examined.instant() && date(at).as_str() >= "2007-01" => date(at),
        _ => "unknown".to_owned(),
    }
}

impl Statistics {
    /// Whether every count was too small.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    fn country(&self) -> String {
        self.country.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    /// As a table.
    pub fn csv(&self) -> Vec<u8> {
        let mut out = "country,by,value,devices\r\n".to_owned();
        let country = self.country();
        for Count { by, value, devices } in &self.counts {
            out.push_str(&crate::exchange::line([country.as_str(), by, value, &devices.to_string()]));
        }
        out.into_bytes()
    }

    /// One JSON object a count.
    ///
    /// # Errors
    /// Only what writing JSON makes.
    pub fn jsonl(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut out = Vec::new();
        for Count { by, value, devices } in &self.counts {
            let line = json!({ "country": self.country.as_ref().map(ToString::to_string), "by": by, "value": value, "devices": devices });
            serde_json::to_writer(&mut out, &line)?;
            out.push(b'\n');
        }
        Ok(out)
    }
}
