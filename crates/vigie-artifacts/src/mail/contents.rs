//! What is in an attachment, as far as its format says without running any of it.
//!
//! Zip: PKWARE APPNOTE, through `vigie-evidence`. Macros: MS-OVBA (a storage `VBA` with a stream `dir`), in a compound file
//! or in the `vbaProject.bin` of an Office document. Links and pictures of a PDF: [`pdf`](super::pdf). Files built by a page: Microsoft, "HTML smuggling surges" (11 November 2021); MITRE ATT&CK T1027.006.

use std::io::{Cursor, Read};

use md5::Md5;
use serde::Serialize;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use vigie_evidence::{ZipFile, zip_files};
use vigie_model::ProblemCode;

use super::codes::Codes;
use super::{outlook, pages, pdf, pictures};

/// Members of an archive that are looked at.
const MEMBERS: usize = 1000;
/// A member is read up to this size, in bytes.
const MEMBER_LIMIT: u64 = 64 << 20;
/// What all members of an attachment may unpack to, in bytes.
const TOTAL_LIMIT: u64 = 256 << 20;
/// Links of one document that are kept.
pub(super) const LINKS: usize = 200;

/// How a `winmail.dat` begins (MS-OXTNEF).
const TNEF: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

/// What sort of file it is, by its content and then by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Runs on Windows.
    Program,
    /// A text that a program of the system runs.
    Script,
    /// A shortcut that can run a command.
    Shortcut,
    /// An image of a disk: what is in it loses the mark of the Internet.
    DiskImage,
    /// An archive.
    Archive,
    /// A document of Office.
    Office,
    /// A PDF.
    Pdf,
    /// A page.
    Html,
    /// Anything else.
    Other,
}

/// What was seen of one file.
#[derive(Debug, Clone, Serialize)]
pub struct Inside {
    /// Its path in the archive.
    pub path: String,
    /// Its size, in bytes.
    pub size: u64,
    /// What it is.
    pub sort: Sort,
    /// Hashes, when it could be read.
    #[serde(flatten)]
    pub hashes: Option<Hashes>,
}

/// Hashes of one file, in hexadecimal.
#[derive(Debug, Clone, Serialize)]
pub struct Hashes {
    /// MD5.
    pub md5: String,
    /// SHA-1.
    pub sha1: String,
    /// SHA-256.
    pub sha256: String,
}

/// What was seen of an attachment.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) inside: Vec<Inside>,
    /// It is an archive whose files are locked with a password.
    pub(super) locked: bool,
    pub(super) macros: bool,
    pub(super) links: Vec<String>,
    /// Codes in the pictures of a document, page or archive; a picture itself is looked at with its message.
    pub(super) codes: Codes,
    pub(super) builds_a_file: bool,
    pub(super) problems: Vec<(ProblemCode, String)>,
}

/// The hashes of bytes.
pub(super) fn hashes(bytes: &[u8]) -> Hashes {
    Hashes {
        md5: hex::encode(Md5::digest(bytes)),
        sha1: hex::encode(Sha1::digest(bytes)),
        sha256: hex::encode(Sha256::digest(bytes)),
    }
}

/// What sort of file this is.
pub(super) fn sort(name: &str, bytes: &[u8]) -> Sort {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.trim().to_ascii_lowercase()).unwrap_or_default();
    let by_name = match ending.as_str() {
        "exe" | "dll" | "scr" | "cpl" | "msi" | "pif" | "apk" | "jar" | "appx" | "msix" => Sort::Program,
        "js" | "jse" | "vbs" | "vbe" | "wsf" | "wsh" | "hta" | "bat" | "cmd" | "ps1" | "chm" | "sct" => Sort::Script,
        "lnk" | "url" | "library-ms" | "search-ms" | "scf" => Sort::Shortcut,
        "iso" | "img" | "vhd" | "vhdx" | "dmg" => Sort::DiskImage,
        "zip" | "rar" | "7z" | "gz" | "tar" | "cab" | "ace" => Sort::Archive,
        "doc" | "docm" | "docx" | "dotm" | "xls" | "xlsm" | "xlsx" | "xlsb" | "xlam" | "ppt" | "pptm" | "pptx"
        | "rtf" | "one" => Sort::Office,
        "pdf" => Sort::Pdf,
        "htm" | "html" | "shtml" | "xhtml" | "svg" | "mht" => Sort::Html,
        _ => Sort::Other,
    };
    let is_iso = bytes.get(0x8001..0x8006) == Some(b"CD001");
    match bytes {
        [b'M', b'Z', ..] => Sort::Program,
        [0x4c, 0, 0, 0, 1, 0x14, 2, 0, ..] => Sort::Shortcut,
        [b'%', b'P', b'D', b'F', b'-', ..] => Sort::Pdf,
        [0xd0, 0xcf, 0x11, 0xe0, ..] | [b'{', b'\\', b'r', b't', ..] if by_name == Sort::Other => Sort::Office,
        [b'P', b'K', 3, 4, ..] if by_name == Sort::Other => Sort::Archive,
        _ if is_iso => Sort::DiskImage,
        _ => by_name,
    }
}

/// Whether a page builds a file by script and hands it to its reader.
fn builds_a_file(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let has = |any: &[&str]| any.iter().any(|one| lower.contains(one));
    has(&["<script", "onload=", "onerror="])
        && has(&["atob(", "uint8array", "fromcharcode", "charcodeat"])
        && has(&["new blob(", "createobjecturl", "mssaveoropenblob", "data:application/octet-stream"])
        && has(&[".click(", "mssaveoropenblob", "download", "location"])
}

/// Whether a compound file has macros.
fn compound_has_macros(bytes: &[u8]) -> Result<bool, String> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let found = file.walk().take(10_000).any(|entry| {
        entry.is_stream()
            && entry.name().eq_ignore_ascii_case("dir")
            && entry.path().to_string_lossy().to_ascii_uppercase().contains("VBA")
    });
    Ok(found)
}

/// A file of a zip.
pub(super) struct Member {
    pub(super) path: String,
    pub(super) size: u64,
    /// What of it could be read; nothing of one that is beyond a limit.
    pub(super) content: Vec<u8>,
    /// That is all of it.
    pub(super) is_whole: bool,
}

/// Whether bytes are a zip.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Gives every file of a zip, as far as limits allow; what they do not allow is a problem. Answers whether files of it are
/// locked.
pub(super) fn members(bytes: &[u8], problems: &mut Vec<(ProblemCode, String)>, see: &mut dyn FnMut(Member)) -> bool {
    let (members, found) = match zip_files(bytes.to_vec()) {
        Ok(read) => read,
        Err(error) => {
            problems.push((ProblemCode::ArchiveDamaged, error.to_string()));
            return false;
        }
    };
    let mut locked = false;
    for problem in found {
        if problem.code == ProblemCode::Encrypted {
            locked = true;
        } else {
            problems.push((problem.code, problem.detail));
        }
    }
    if members.len() > MEMBERS {
        let detail = format!("{} files, of which {MEMBERS} were looked at", members.len());
        problems.push((ProblemCode::LimitReached, detail));
    }
    let mut total = 0u64;
    for ZipFile { path, size, blob } in members.into_iter().take(MEMBERS) {
        total = total.saturating_add(size.min(MEMBER_LIMIT));
        let mut content = Vec::new();
        if size > MEMBER_LIMIT || total > TOTAL_LIMIT {
            problems.push((ProblemCode::LimitReached, format!("{path:?} was not read: {size} bytes")));
            see(Member { path, size, content, is_whole: false });
            continue;
        }
        let read = blob.reader().and_then(|reader| reader.take(MEMBER_LIMIT).read_to_end(&mut content));
        if let Err(error) = &read
            && !locked
        {
            problems.push((ProblemCode::MemberDamaged, format!("{path:?}: {error}")));
        }
        let is_whole = read.is_ok() && content.len() as u64 == size;
        if read.is_ok() && !is_whole {
            let detail = format!("{path:?}: {} bytes of {size}", content.len());
            problems.push((ProblemCode::MemberDamaged, detail));
        }
        see(Member { path, size, content, is_whole });
    }
    locked
}

fn of_zip(bytes: &[u8], seen: &mut Contents) {
    let mut problems = Vec::new();
    let locked = members(bytes, &mut problems, &mut |Member { path, size, content, is_whole }| {
        let name = path.rsplit('/').next().unwrap_or(&path);
        if name.eq_ignore_ascii_case("vbaProject.bin") {
            seen.macros = true;
        }
        if path.to_ascii_lowercase().split('.').next_back() == Some("rels") {
            // Templates and objects that Office fetches when the document is opened.
            let text = String::from_utf8_lossy(&content);
            let outer = text.split('<').filter(|tag| tag.contains("TargetMode=\"External\""));
            seen.links.extend(outer.filter_map(|tag| pages::attribute(tag, "target")).take(LINKS));
        }
        if is_whole && pictures::format(&content).is_some() {
            seen.codes.look(&path, &content);
        }
        // A file without a byte has the same hashes wherever it lies.
        let hashes = (is_whole && size > 0).then(|| hashes(&content));
        seen.inside.push(Inside { sort: sort(name, &content), path, size, hashes });
    });
    seen.locked = locked;
    seen.problems.append(&mut problems);
}

/// Looks at an attachment.
pub(super) fn of(sort: Sort, bytes: &[u8]) -> Contents {
    let mut seen = Contents::default();
    if is_zip(bytes) {
        of_zip(bytes, &mut seen);
    } else if bytes.starts_with(&outlook::MARK) {
        match compound_has_macros(bytes) {
            Ok(macros) => seen.macros = macros,
            Err(error) => seen.problems.push((ProblemCode::BlobNotUnderstood, error)),
        }
    } else if sort == Sort::Pdf {
        if memchr::memmem::find(bytes, b"/Encrypt").is_some() {
            let detail = "a PDF that says it is encrypted: links in its locked parts were not seen".to_owned();
            seen.problems.push((ProblemCode::Encrypted, detail));
        }
        pdf::look(bytes, &mut seen);
    } else if sort == Sort::Html {
        let html = String::from_utf8_lossy(bytes);
        seen.builds_a_file = builds_a_file(&html);
        seen.links = pages::links(&html, LINKS).into_iter().map(|link| link.target).collect();
        for (name, picture) in (1_usize..).zip(pages::pictures(&html)) {
            seen.codes.look(&format!("picture {name} in the page"), &picture);
        }
    } else if sort == Sort::Archive {
        let detail = "an archive of a kind vigie does not look into".to_owned();
        seen.problems.push((ProblemCode::CompressionUnsupported, detail));
    } else if bytes.starts_with(&TNEF) {
        let detail = "what Outlook packed for Outlook (TNEF), which is not looked into".to_owned();
        seen.problems.push((ProblemCode::CompressionUnsupported, detail));
    }
    seen.problems.append(&mut seen.codes.problems);
    if seen.links.len() >= LINKS {
        seen.problems.push((ProblemCode::LimitReached, format!("{LINKS} links and perhaps more; these were kept")));
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_builds_a_file_is_told_from_one_that_does_not() {
        let bad = "<script>var a=atob('TVqQ');var b=new Blob([a]);var l=document.createElement('a');l.href=URL.createObjectURL(b);l.download='x.zip';l.click()</script>";
        assert!(builds_a_file(bad));
        assert!(!builds_a_file("<script>var x = atob('aGk=')</script><a download href=x>"));
        assert!(!builds_a_file("<p>new Blob( atob( .click(</p>"));
    }

    #[test]
    fn files_are_told_by_content_before_name() {
        assert_eq!(sort("photo.jpg", b"MZ\x90"), Sort::Program);
        assert_eq!(sort("photo.jpg.lnk", b""), Sort::Shortcut);
        assert_eq!(sort("a.docx", b"PK\x03\x04"), Sort::Office);
        assert_eq!(sort("a", b"PK\x03\x04"), Sort::Archive);
    }
}
