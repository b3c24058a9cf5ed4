//! What has no fixed root: files of a computer, captures of a network, mailboxes. Each tool puts them elsewhere (KAPE
//! `C/Windows/…`, Velociraptor `uploads/auto/C%3A/Windows/…`, UAC `[root]/etc/…`, or loose in a folder), so names decide,
//! wherever they lie. A single file is told by its first bytes where the format has a mark.
//!
//! Names: KAPE targets, Velociraptor `Windows.KapeFiles.Targets`, UAC artifacts; Zeek and Suricata output; Maildir (D. J.
//! Bernstein), Thunderbird's `*.msf`, Apple Mail's `*.emlx`.

use std::path::Path;

use vigie_model::{EvidenceKind, Layout};

use crate::recognise::Roots;

/// Logs that only Linux (or another Unix without Apple's) keeps by these names.
const OF_LINUX: &[&str] =
    &["auth.log", "syslog", "secure", "wtmp", "btmp", "utmp", "lastlog", ".bash_history", "bash_history", "dpkg.log"];
/// What stands below `etc` of a Linux computer.
const OF_ETC: &[&str] = &["passwd", "shadow", "os-release", "crontab", "systemd", "ssh", "cron.d"];
/// Registry hives and tables of NTFS, in lower case.
const OF_WINDOWS: &[&str] =
    &["ntuser.dat", "usrclass.dat", "amcache.hve", "$mft", "$j", "$usnjrnl%3a$j", "$logfile", "srudb.dat"];
/// Logs of what was looked up and connected to, in lower case, without what a rotation puts behind.
const OF_NETWORK: &[&str] =
    &["conn.log", "dns.log", "ssl.log", "eve.json", "pihole.log", "dnsmasq.log", "unbound.log", "pihole-ftl.db"];

/// Which of them were seen.
#[derive(Debug, Default)]
pub(crate) struct Loose {
    windows: bool,
    mac: bool,
    linux: bool,
    network: bool,
    mail: bool,
}

/// Whether a folder is named like a drive: `C`, `C:`, `C%3A`.
fn is_drive(name: &str) -> bool {
    let rest = name.strip_prefix(|first: char| first.is_ascii_alphabetic());
    rest.is_some_and(|rest| matches!(rest, "" | ":" | "%3A" | "%3a"))
}

fn is_any(names: &[&str], name: &str) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

impl Loose {
    /// One path, of a file or folder.
    pub(crate) fn see(&mut self, path: &str, is_folder: bool) {
        let (mut before, mut last) = (None, None);
        for part in path.split('/') {
            if let Some(parent) = last {
                self.see_pair(before, parent, part);
            }
            (before, last) = (last, Some(part));
        }
        if !is_folder && let Some(name) = last {
            self.see_file(name);
        }
    }

    fn see_pair(&mut self, above: Option<&str>, parent: &str, name: &str) {
        self.windows |= parent.eq_ignore_ascii_case("windows") && name.eq_ignore_ascii_case("system32")
            || is_drive(parent) && name.eq_ignore_ascii_case("windows");
        self.mac |= parent == "Library" && matches!(name, "LaunchDaemons" | "LaunchAgents")
            || above == Some("Users") && name == "Library";
        self.linux |= parent == "etc" && OF_ETC.contains(&name);
    }

    fn see_file(&mut self, name: &str) {
        // What rotations and packers put behind: `auth.log.1`, `eve.json.2.gz`, `capture.pcap.gz`.
        let is_behind = |end: &str| end.eq_ignore_ascii_case("gz") || end.bytes().all(|byte| byte.is_ascii_digit());
        let mut name = name;
        while let Some((stem, end)) = name.rsplit_once('.')
            && is_behind(end)
        {
            name = stem;
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.linux |= OF_LINUX.contains(&name);
        self.windows |= is_any(&["evtx", "pf"], ending) || is_any(OF_WINDOWS, name);
        self.network |= is_any(&["pcap", "pcapng", "cap", "har"], ending) || is_any(OF_NETWORK, name);
        self.mail |=
            is_any(&["eml", "emlx", "mbox", "mbx", "msf", "msg", "pst", "ost"], ending) || name.contains(":2,");
    }

    /// Whether these are the files of a computer that is no phone.
    pub(crate) fn is_computer(&self) -> bool {
        self.windows || self.mac || self.linux
    }

    /// Whether these are the files of a Mac.
    pub(crate) fn is_mac(&self) -> bool {
        self.mac
    }

    /// What they are; of several, the computer they were on.
    pub(crate) fn kind(&self) -> Option<EvidenceKind> {
        let seen = [
            (self.windows, EvidenceKind::WindowsTriage),
            (self.mac, EvidenceKind::MacFiles),
            (self.linux, EvidenceKind::LinuxFiles),
            (self.network, EvidenceKind::NetworkCapture),
            (self.mail, EvidenceKind::Mailbox),
        ];
        seen.into_iter().find_map(|(seen, kind)| seen.then_some(kind))
    }

    /// The same, with where it lies: everywhere.
    pub(crate) fn roots(&self) -> Option<Roots> {
        self.kind().and_then(roots)
    }
}

/// A kind without a root of its own, as all that lies there. `None` for kinds that have one.
pub(crate) fn roots(kind: EvidenceKind) -> Option<Roots> {
    layout(kind).map(|layout| Roots::whole(kind, layout))
}

/// The layout of a kind without a root of its own.
pub(crate) fn layout(kind: EvidenceKind) -> Option<Layout> {
    EvidenceKind::LOOSE.into_iter().find_map(|(one, layout)| (one == kind).then_some(layout))
}

/// Whether the name of a file alone tells that it is of a kind without a root of its own.
pub(crate) fn is_named(path: &Path) -> bool {
    let mut loose = Loose::default();
    loose.see(&path.file_name().unwrap_or_default().to_string_lossy(), false);
    loose.kind().is_some()
}

/// What a single file is: by its mark, else by its name. With the ending artifacts look for, where its format tells.
pub(crate) fn single(head: &[u8], name: &str) -> Option<(EvidenceKind, Option<&'static str>)> {
    let by_mark = match head {
        [0xd4, 0xc3, 0xb2 | 0x3c, 0xa1, ..]
        | [0x4d, 0x3c, 0xb2, 0xa1, ..]
        | [0xa1, 0xb2, 0xc3 | 0x3c, 0xd4 | 0x4d, ..] => Some((EvidenceKind::NetworkCapture, Some(".pcap"))),
        [0x0a, 0x0d, 0x0d, 0x0a, ..] => Some((EvidenceKind::NetworkCapture, Some(".pcapng"))),
        [b'E', b'l', b'f', b'F', b'i', b'l', b'e', 0, ..] => Some((EvidenceKind::WindowsTriage, Some(".evtx"))),
        [b'M', b'A', b'M', 4 | 0x84, ..] | [_, 0, 0, 0, b'S', b'C', b'C', b'A', ..] => {
            Some((EvidenceKind::WindowsTriage, Some(".pf")))
        }
        [b'r', b'e', b'g', b'f', ..] => Some((EvidenceKind::WindowsTriage, None)),
        [b'!', b'B', b'D', b'N', ..] => Some((EvidenceKind::Mailbox, Some(".pst"))),
        _ => None,
    };
    let by_name = || {
        let mut loose = Loose::default();
        loose.see(name, false);
        loose.kind().map(|kind| (kind, None))
    };
    by_mark.or_else(|| mail(head).map(|ending| (EvidenceKind::Mailbox, Some(ending)))).or_else(by_name)
}

/// Whether a text begins with the header of a message (RFC 5322), or is a mailbox of such (RFC 4155).
fn mail(head: &[u8]) -> Option<&'static str> {
    const KNOWN: &[&str] = &[
        "from",
        "to",
        "subject",
        "date",
        "received",
        "message-id",
        "return-path",
        "delivered-to",
        "mime-version",
        "x-mozilla-status",
    ];
    let is_mailbox = head.starts_with(b"From ");
    let mut lines = head.split(|byte| *byte == b'\n');
    // A mailbox tells by its first line as well: an address or `-`, and when it came. Drafts have few headers.
    let is_dated = is_mailbox && lines.next().is_some_and(has_clock);
    let (mut known, mut is_header) = (0usize, true);
    for line in lines.take(64) {
        if line.trim_ascii().is_empty() {
            break;
        }
        if line.first().is_some_and(|first| matches!(first, b' ' | b'\t')) {
            continue;
        }
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or_default();
        let name = line.get(..colon).unwrap_or_default();
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            is_header = false;
            break;
        }
        let is_known = std::str::from_utf8(name).is_ok_and(|name| is_any(KNOWN, name));
        known = known.saturating_add(usize::from(is_known));
    }
    let enough = known >= 3 || known > 0 && is_dated && is_header;
    enough.then_some(if is_mailbox { ".mbox" } else { ".eml" })
}

/// Whether a line holds a time of the day (`08:05`).
fn has_clock(line: &[u8]) -> bool {
    line.windows(5).any(|part| match part {
        [a, b, b':', c, d] => [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(paths: &[&str]) -> Option<EvidenceKind> {
        let mut loose = Loose::default();
        for path in paths {
            loose.see(path, false);
        }
        loose.kind()
    }

    #[test]
    fn names_tell_wherever_they_lie() {
        let windows = Some(EvidenceKind::WindowsTriage);
        assert_eq!(kind(&["C/Windows/System32/winevt/Logs/System.evtx"]), windows);
        assert_eq!(kind(&["uploads/auto/C%3A/Windows/x"]), windows);
        assert_eq!(kind(&["a/b/ntuser.dat"]), windows);
        assert_eq!(kind(&["[root]/etc/passwd"]), Some(EvidenceKind::LinuxFiles));
        assert_eq!(kind(&["x/var/log/auth.log.2.gz"]), Some(EvidenceKind::LinuxFiles));
        assert_eq!(kind(&["etc/passwd", "Users/a/Library/x"]), Some(EvidenceKind::MacFiles));
        assert_eq!(kind(&["a.pcap.gz"]), Some(EvidenceKind::NetworkCapture));
        assert_eq!(kind(&["EVE.json"]), Some(EvidenceKind::NetworkCapture));
        assert_eq!(kind(&["M/cur/1700.a:2,S"]), Some(EvidenceKind::Mailbox));
        assert_eq!(kind(&["holiday/1.jpg", "private/notes", "cur/1", "Windows/readme"]), None);
        assert_eq!(kind(&["1700.a:2,S"]), Some(EvidenceKind::Mailbox));
    }

    #[test]
    fn a_single_file_is_told_by_its_mark_before_its_name() {
        assert_eq!(single(b"\xd4\xc3\xb2\xa1\x02\0", "x.eml"), Some((EvidenceKind::NetworkCapture, Some(".pcap"))));
        assert_eq!(single(b"regf\0\0", "SYSTEM"), Some((EvidenceKind::WindowsTriage, None)));
        let message = b"Return-Path: <a@example.org>\r\nReceived: from x\r\n\tby y\r\nSubject: hello\r\n\r\ntext";
        assert_eq!(single(message, "x"), Some((EvidenceKind::Mailbox, Some(".eml"))));
        let mailbox = [b"From a@example.org Mon Jan  1 00:00:00 2024\n".as_slice(), message].concat();
        assert_eq!(single(&mailbox, "x"), Some((EvidenceKind::Mailbox, Some(".mbox"))));
        let draft =
            b"From - Mon Jan  1 08:05:00 2024\nX-Mozilla-Status: 0001\nX-Other: a\n\tb\nSubject: hello\n\nDear all";
        assert_eq!(single(draft, "Inbox"), Some((EvidenceKind::Mailbox, Some(".mbox"))));
        let letter = b"From Monday 08:05 on,\nSubject: we meet\nas ever\n\nDear all";
        assert_eq!(single(letter, "letter"), None);
        assert_eq!(single(b"From here\nSubject: hello\n\n", "letter"), None);
        assert_eq!(single(b"From - Mon Jan  1 08:05:00 2024\n", "Inbox"), None);
        assert_eq!(single(b"Dear all,\nFrom: here\n", "letter.txt"), None);
        assert_eq!(single(b"", "auth.log"), Some((EvidenceKind::LinuxFiles, None)));
    }
}
