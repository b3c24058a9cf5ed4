//! The unified log of a Mac: the same files as on iOS, in `/var/db/diagnostics` or in an archive of `log collect`.
//!
//! What counts as the sealed system differs: anybody may put programs into `/Applications` and `/Library` of a Mac.

use vigie_model::{Layout, Meaning};

use crate::ios::unified_logs::{LogRecord, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct MacUnifiedLogs;

/// Whether a path lies on the sealed system volume (Apple, “Signed system volume security”), or is the kernel.
fn is_sealed(path: &str) -> bool {
    const SYSTEM: &[&str] = &[
        "/System/",
        "/usr/bin/",
        "/usr/lib/",
        "/usr/libexec/",
        "/usr/sbin/",
        "/usr/share/",
        "/bin/",
        "/sbin/",
        "/kernel",
        "/AppleInternal/",
    ];
    // What users may write is joined into `/System/Volumes/Data`.
    SYSTEM.iter().any(|start| path.starts_with(start))
        && !path.starts_with("/System/Volumes/Data/")
        && !path.contains("/../")
}

impl Artifact for MacUnifiedLogs {
    type Record = LogRecord;
    const SPEC: Spec = Spec {
        id: "macos_unified_logs",
        version: 1,
        paths: &[(Layout::MacOs, "**/*.tracev3")],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = &[
        (Layout::MacOs, "**/timesync/*.timesync"),
        (Layout::MacOs, "**/dsc/*"),
        (Layout::MacOs, "**/[0-9A-F][0-9A-F]/*"),
    ];

    fn parse(file: &Source<'_>, out: &mut Out<'_, LogRecord>) -> Result<(), ParseError> {
        read(file, is_sealed, out)
    }
}

#[cfg(test)]
mod tests {
    use super::is_sealed;

    #[test]
    fn what_users_may_write_is_not_the_system() {
        for path in ["/usr/libexec/xpcproxy", "/System/Library/x", "/kernel"] {
            assert!(is_sealed(path), "{path}");
        }
        for path in
            ["/Applications/A.app/A", "/Library/x", "/usr/local/bin/x", "/System/Volumes/Data/tmp/x", "/bin/../x"]
        {
            assert!(!is_sealed(path), "{path}");
        }
    }
}
