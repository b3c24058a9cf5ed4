//! Every file of a backup with its path and times, whether or not vigie reads it: also those of applications that no
//! artifact knows, and the folders web content was stored in (`https_example.org_0`).
//!
//! Format: table `Files` of `Manifest.db`; the column `file` holds an `MBFile` written by NSKeyedArchiver. Backups
//! before iOS 10 have a `Manifest.mbdb` instead (format: `vigie_evidence::Mbdb`). Other readers: MVT `Manifest` (not
//! of Manifest.mbdb), libimobiledevice, iLEAPP, pyiosbackup.

use serde::Serialize;
use vigie_evidence::{BinaryPlist, Mbdb, MbdbEntry, Object, backup_file_id, device_path};
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec};

/// See the module.
pub struct Manifest;

/// One file, folder or link of the backup.
#[derive(Debug, Default, Serialize)]
pub struct BackedUpFile {
    /// SHA-1 of domain and path: the name the bytes have in the backup.
    pub file_id: Option<String>,
    /// The domain.
    pub domain: Option<String>,
    /// The path inside the domain.
    pub relative_path: Option<String>,
    /// The path on the device, where the domain is known.
    pub device_path: Option<String>,
    /// 1 file, 2 folder, 4 link.
    pub flags: Option<i64>,
    /// When it came to be (`Birth`).
    pub created: Option<Timestamp>,
    /// When its content changed.
    pub modified: Option<Timestamp>,
    /// When its owner, rights or name changed.
    pub status_changed: Option<Timestamp>,
    /// Kind and rights, as Unix has them.
    pub mode: Option<i64>,
    /// Owner.
    pub user_id: Option<i64>,
    /// Group.
    pub group_id: Option<i64>,
    /// Bytes.
    pub size: Option<i64>,
    /// Class of data protection.
    pub protection_class: Option<i64>,
    /// Where a link leads.
    pub target: Option<String>,
    /// SHA-1 of the content, which some entries carry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl Record for BackedUpFile {
    fn time(&self) -> Option<Timestamp> {
        self.modified.or(self.created).or(self.status_changed)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("created", self.created), ("modified", self.modified), ("status_changed", self.status_changed)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let relative = self.relative_path.as_deref().unwrap_or_default();
        match &self.device_path {
            Some(path) => see(Observable::file_path(path)),
            None => {
                if let Some(name) = relative.rsplit('/').next().filter(|name| !name.is_empty()) {
                    see(Observable::file_name(name));
                }
            }
        }
        if let Some(target) = self.target.as_deref().filter(|path| path.starts_with('/')) {
            see(Observable::file_path(target));
        }
        if let Some(digest) = &self.digest {
            see(Observable::hash(digest));
        }
        // Once per application: at the root of its domain.
        if let Some(id) = self.domain.as_deref().and_then(application)
            && relative.is_empty()
        {
            see(Observable::app_id(id));
        }
        for component in relative.split('/') {
            hosts(component, &mut |host| {
                see(Observable::url(host).meaning(Meaning::Exposure));
            });
        }
    }

    fn summary(&self) -> String {
        let path = match (&self.device_path, &self.domain, &self.relative_path) {
            (Some(path), ..) => path.clone(),
            (None, domain, path) => {
                format!("{}/{}", domain.as_deref().unwrap_or_default(), path.as_deref().unwrap_or_default())
            }
        };
        let kind = match self.flags {
            Some(2) => "folder",
            Some(4) => "link",
            _ => "file",
        };
        format!("{kind} {path}, {} bytes", self.size.unwrap_or(0))
    }
}

/// The bundle id a domain belongs to.
fn application(domain: &str) -> Option<&str> {
    let prefixes = ["AppDomain-", "AppDomainPlugin-"];
    prefixes.iter().find_map(|prefix| domain.strip_prefix(prefix))
}

/// Host names in a folder or file name such as WebKit gives to stored content: `https_example.org_0`, also twice in one
/// name and with an ending.
fn hosts<'n>(name: &'n str, see: &mut dyn FnMut(&'n str)) {
    // Most names have no such part; this keeps the common case cheap.
    if !name.contains('_') {
        return;
    }
    let is_port = |part: &str| {
        let digits = part.split('.').next().unwrap_or(part);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let mut parts = name.split('_').peekable();
    let mut at = 0usize;
    while let Some(part) = parts.next() {
        at = at.saturating_add(part.len()).saturating_add(1);
        if !part.eq_ignore_ascii_case("http") && !part.eq_ignore_ascii_case("https") {
            continue;
        }
        let start = at;
        let Some(first) = parts.next() else { return };
        at = at.saturating_add(first.len()).saturating_add(1);
        // A host may itself hold `_`; the port ends it.
        while let Some(next) = parts
            .next_if(|next| !is_port(next) && !next.eq_ignore_ascii_case("http") && !next.eq_ignore_ascii_case("https"))
        {
            at = at.saturating_add(next.len()).saturating_add(1);
        }
        let host = name.get(start..at.saturating_sub(1)).unwrap_or_default();
        if !host.is_empty() {
            see(host);
        }
    }
}

/// What the parser fills from the blob; what it cannot read is named.
fn fill(record: &mut BackedUpFile, blob: &[u8], trouble: &mut dyn FnMut(ProblemCode, &str)) {
    let read = || {
        let list = BinaryPlist::new(blob)?;
        let root = list.root()?;
        let objects = list.get(root, "$objects")?;
        let top = list.get(root, "$top")?;
        let Object::Uid(number) = list.get(top, "root")? else {
            return None;
        };
        Some((list, objects, list.item(objects, number)?))
    };
    let Some((list, objects, file)) = read() else {
        trouble(ProblemCode::BlobNotUnderstood, "column file: not an archived MBFile");
        return;
    };
    let mut int = |name: &str| {
        let value = list.get(file, name)?;
        if let Object::Int(n) = value {
            return Some(n);
        }
        trouble(ProblemCode::ValueUnexpected, &format!("column file: {name} is not an integer"));
        None
    };
    record.mode = int("Mode");
    record.user_id = int("UserID");
    record.group_id = int("GroupID");
    record.size = int("Size");
    record.protection_class = int("ProtectionClass");
    let mut time = |name: &str| {
        let found = match list.get(file, name)? {
            Object::Int(0) => return None,
            Object::Int(n) => Timestamp::from_unix_seconds(n),
            // Very old backups hold dates.
            Object::Date(n) => Timestamp::from_cocoa_seconds(n),
            Object::Real(n) => Timestamp::from_unix_seconds_f64(n),
            _ => None,
        };
        if found.is_none() {
            trouble(ProblemCode::TimeImplausible, &format!("column file: {name} is not a plausible time"));
        }
        found
    };
    record.created = time("Birth");
    record.modified = time("LastModified");
    record.status_changed = time("LastStatusChange");
    record.digest = match list.get(file, "Digest") {
        Some(Object::Uid(number)) => list.item(objects, number),
        found => found,
    }
    .and_then(|found| match found {
        Object::Data(bytes) => sha1(bytes),
        _ => None,
    });
    if let Some(Object::Uid(number)) = list.get(file, "Target") {
        record.target = list
            .item(objects, number)
            .and_then(Object::text)
            .filter(|target| target != "$null")
            .map(std::borrow::Cow::into_owned);
    }
}

/// A digest as hexadecimal; `None` unless it has the length of a SHA-1.
fn sha1(bytes: &[u8]) -> Option<String> {
    (bytes.len() == 20).then(|| hex::encode(bytes))
}

/// One record of a `Manifest.mbdb`.
fn old_record(entry: &MbdbEntry<'_>, layout: Layout, out: &mut Out<'_, BackedUpFile>) -> BackedUpFile {
    let place = || Place::Offset { offset: entry.offset };
    let mut text = |bytes: &[u8], what: &str| {
        let text = String::from_utf8_lossy(bytes);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            out.problem(ProblemCode::TextDamaged, place(), format!("{what}: the text is not valid UTF-8"));
        }
        text.into_owned()
    };
    let domain = text(entry.domain, "domain");
    let relative_path = text(entry.path, "path");
    let target = text(entry.target, "link target");
    if domain.is_empty() {
        out.problem(ProblemCode::ManifestEntryDamaged, place(), "an entry without domain");
    }
    if entry.flags().is_none() {
        let detail = format!("mode {:o} is neither a file nor a folder nor a link", entry.mode);
        out.problem(ProblemCode::ValueUnexpected, place(), detail);
    }
    let mut time = |seconds: i32, what: &str| {
        if seconds == 0 {
            return None;
        }
        let found = Timestamp::from_unix_seconds(i64::from(seconds));
        if found.is_none() {
            out.problem(ProblemCode::TimeImplausible, place(), format!("{what}: {seconds} is not a plausible time"));
        }
        found
    };
    BackedUpFile {
        file_id: Some(backup_file_id(entry.domain, entry.path)),
        device_path: device_path(layout, &format!("{domain}/{relative_path}")),
        domain: Some(domain).filter(|domain| !domain.is_empty()),
        relative_path: Some(relative_path),
        flags: entry.flags(),
        created: time(entry.created, "time of birth"),
        modified: time(entry.modified, "time of change"),
        status_changed: time(entry.status_changed, "time of change of status"),
        mode: Some(i64::from(entry.mode)),
        user_id: Some(i64::from(entry.user_id)),
        group_id: Some(i64::from(entry.group_id)),
        size: i64::try_from(entry.size).ok(),
        protection_class: Some(i64::from(entry.protection_class)),
        target: Some(target).filter(|target| !target.is_empty()),
        digest: sha1(entry.digest),
    }
}

fn old_list(file: &Source<'_>, out: &mut Out<'_, BackedUpFile>) -> Result<(), ParseError> {
    let bytes = file.bytes()?;
    for entry in Mbdb::new(&bytes)? {
        let entry = entry?;
        if i64::try_from(entry.size).is_err() {
            let detail = format!("{} is no plausible size", entry.size);
            out.problem(ProblemCode::ValueUnexpected, Place::Offset { offset: entry.offset }, detail);
        }
        let record = old_record(&entry, file.layout(), out);
        out.record(Place::Offset { offset: entry.offset }, record);
    }
    Ok(())
}

fn record(row: &Row<'_>, layout: Layout, out: &mut Out<'_, BackedUpFile>) -> BackedUpFile {
    let mut record = BackedUpFile {
        file_id: row.text("fileID"),
        domain: row.text("domain"),
        relative_path: row.text("relativePath"),
        flags: row.int("flags"),
        ..BackedUpFile::default()
    };
    match &record.domain {
        Some(domain) => {
            let path = record.relative_path.as_deref().unwrap_or_default();
            record.device_path = device_path(layout, &format!("{domain}/{path}"));
        }
        None => out.problem(ProblemCode::ManifestEntryDamaged, row.place(), "an entry without domain"),
    }
    if let Some(blob) = row.blob("file").filter(|blob| !blob.is_empty()) {
        fill(&mut record, blob, &mut |code, detail| {
            out.problem(code, row.place(), detail);
        });
    }
    record
}

impl Artifact for Manifest {
    type Record = BackedUpFile;
    const SPEC: Spec = Spec {
        id: "ios_manifest",
        version: 2,
        paths: &[(Layout::IosBackup, "Manifest.db"), (Layout::IosBackup, "Manifest.mbdb")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BackedUpFile>) -> Result<(), ParseError> {
        if file.file_name() == "Manifest.mbdb" {
            return old_list(file, out);
        }
        let database = out.sqlite(file)?;
        let columns = ["fileID", "domain", "relativePath", "flags", "file"];
        let select = Select::from("Files").columns(&columns);
        out.rows(&database, &select, |row, out| {
            let record = record(row, file.layout(), out);
            out.record(row.place(), record);
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::hosts;

    fn of(name: &str) -> Vec<&str> {
        let mut found = Vec::new();
        hosts(name, &mut |host| found.push(host));
        found
    }

    #[test]
    fn names_of_stored_web_content_give_their_hosts() {
        assert_eq!(of("https_evil.example_0"), ["evil.example"]);
        assert_eq!(of("http_a_b.example_8080"), ["a_b.example"]);
        assert_eq!(of("https_192.0.2.7_0"), ["192.0.2.7"]);
        assert_eq!(of("https_a.example_0_https_b.example_0"), ["a.example", "b.example"]);
        assert_eq!(of("https_a.example_0.localstorage-wal"), ["a.example"]);
        assert_eq!(of("https_a.example_http_b.example"), ["a.example", "b.example"]);
        for name in ["plain.plist", "a_b_c", "https_", "_http", "xhttps_a_0", ""] {
            assert!(of(name).is_empty(), "{name}");
        }
    }
}
