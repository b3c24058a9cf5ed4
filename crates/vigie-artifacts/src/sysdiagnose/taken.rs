//! When a sysdiagnose was taken, and in which time zone: its own name says so (`sysdiagnose_2025.04.07_08-06-18-0700_…`),
//! and `sysdiagnose.log` repeats the name in the paths it lists.
//!
//! Other readers: EC sysdiagnose (`get_sysdiagnose_creation_datetime_from_file`), MVT `SysdiagnoseInfo`.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use vigie_evidence::Source;
use vigie_model::{Layout, Precision, Timestamp};

/// The companion of whatever is written in local time.
pub const LOG: &[(Layout, &str)] = &[(Layout::IosSysdiagnose, "sysdiagnose.log")];

/// Lines of `sysdiagnose.log` that are looked at: the name stands in its first lines.
const LINES: usize = 20_000;

/// What the name of a sysdiagnose says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// When it was begun.
    pub at: Timestamp,
    /// The device's distance from UTC at that moment.
    pub offset: Offset,
    /// The name from its date on (`2025.04.07_08-06-18-0700_iPhone-OS_iPhone_20F75`).
    pub name: String,
}

impl Taken {
    /// From the `sysdiagnose.log` of the same archive; the artifact declares [`LOG`]. Read once for all sources.
    pub fn beside(file: &Source<'_>) -> Option<Self> {
        /// A type of our own, as [`Source::shared`] asks for.
        struct Known(Option<Taken>);
        (file.layout() == Layout::IosSysdiagnose).then(|| file.shared(|| Known(Self::read(file))).0.clone())?
    }

    fn read(file: &Source<'_>) -> Option<Self> {
        let log = file.sibling("sysdiagnose.log")?;
        let mut other = None;
        for line in log.lines().ok()?.take(LINES) {
            let line = line.ok()?;
            // The log may name older archives that lie on the device; the one being made is marked.
            if let Some(taken) = Self::in_text(&line.text, "IN_PROGRESS_sysdiagnose_") {
                return Some(taken);
            }
            other = other.or_else(|| Self::in_text(&line.text, "sysdiagnose_"));
        }
        other
    }

    /// The first name in a text.
    pub fn in_text(text: &str, mark: &str) -> Option<Self> {
        text.match_indices(mark).find_map(|(at, mark)| Self::after(text.get(at.checked_add(mark.len())?..)?))
    }

    fn after(text: &str) -> Option<Self> {
        let stamp = text.get(..24)?;
        let parsed = jiff::fmt::strtime::parse("%Y.%m.%d_%H-%M-%S%z", stamp).ok()?;
        let offset = parsed.offset()?;
        let at = parsed.to_timestamp().ok()?;
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "._-+".contains(c))).unwrap_or(text.len());
        let name = text.get(..end)?;
        let name = [".tar.gz", ".tmp"].into_iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
        Some(Self { at: Timestamp::new(at, Precision::Second), offset, name: name.to_owned() })
    }

    /// The device's clock at that moment.
    pub fn clock(&self) -> DateTime {
        self.offset.to_datetime(self.at.instant())
    }

    /// A local date and time as a moment. Summer time may have ended or begun in between: then it is an hour off.
    pub fn local(&self, civil: DateTime, precision: Precision) -> Option<Timestamp> {
        let at = self.offset.to_timestamp(civil).ok()?;
        Some(Timestamp::new(at, precision).written_at(self.offset.seconds()))
    }

    /// The build number at the end of the name.
    pub fn build(&self) -> Option<&str> {
        self.name.rsplit('_').next().filter(|build| build.starts_with(|c: char| c.is_ascii_digit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_paths() {
        let line = "Tar streaming from: /var/x/IN_PROGRESS_sysdiagnose_2025.11.04_08-31-30+0100_iPhone_OS_iPhone_16H81.tmp/WiFi";
        let taken = Taken::in_text(line, "IN_PROGRESS_sysdiagnose_").unwrap();
        assert_eq!(taken.at.to_string(), "2025-11-04T07:31:30Z");
        assert_eq!(taken.clock().to_string(), "2025-11-04T08:31:30");
        assert_eq!(taken.name, "2025.11.04_08-31-30+0100_iPhone_OS_iPhone_16H81");
        assert_eq!(taken.build(), Some("16H81"));
        assert_eq!(
            Taken::in_text("/usr/bin/sysdiagnose_helper sysdiagnose_2025.99.04_08-31-30+0100", "sysdiagnose_"),
            None
        );
    }
}
