//! The kinds with a short canonical form: addresses of people, hashes, names of processes, files, services and keys.

use std::borrow::Cow;

use super::{path, trimmed};

/// An e-mail address: `mailto:`, angle brackets, a display name and parameters removed, lower case.
pub(crate) fn email(raw: &str) -> Option<String> {
    let text = raw.trim();
    let text = match (text.rfind('<'), text.rfind('>')) {
        (Some(open), Some(close)) if open < close => &text[open + 1..close],
        _ => text,
    };
    let text = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &text[7..],
        _ => text,
    };
    let text = text.split('?').next().unwrap_or(text).trim();
    let text = percent_encoding::percent_decode_str(text).decode_utf8_lossy().to_lowercase();
    let (user, host) = text.rsplit_once('@')?;
    let fits = !user.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace);
    fits.then(|| text.trim_end_matches('.').to_owned())
}

/// A hash: hexadecimal of 32, 40, 64 or 128 digits, lower case, without the colons of fingerprints; or a TLSH, 70 digits
/// behind `t1`, which older programs leave out.
pub(crate) fn hash(raw: &str) -> Option<Cow<'_, str>> {
    let text = trimmed(raw);
    let digits = text.strip_prefix("T1").or_else(|| text.strip_prefix("t1")).unwrap_or(text);
    if digits.len() == 70 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Some(Cow::Owned(format!("t1{}", digits.to_ascii_lowercase())));
    }
    let hexadecimal = |text: &str| {
        matches!(text.len(), 32 | 40 | 64 | 128) && text.bytes().fold(true, |hex, b| hex & b.is_ascii_hexdigit())
    };
    if hexadecimal(text) {
        return Some(lower(text));
    }
    let bare: String = text.chars().filter(|c| !matches!(c, ':' | ' ' | '-')).collect();
    hexadecimal(&bare).then(|| Cow::Owned(bare.to_ascii_lowercase()))
}

/// A name of a process or file: as written, except that Windows programs compare without case.
pub(crate) fn name(raw: &str) -> Cow<'_, str> {
    const WINDOWS: [&str; 8] = [".exe", ".dll", ".sys", ".dat", ".bat", ".vbs", ".scr", ".wnry"];
    let text = trimmed(raw);
    let bytes = text.as_bytes();
    let dot_at = |from_end: usize| bytes.len().checked_sub(from_end).is_some_and(|at| bytes[at] == b'.');
    // Each of them has its dot here.
    let windows = (dot_at(4) || dot_at(5))
        && WINDOWS.iter().any(|end| {
            text.len() > end.len()
                && text.is_char_boundary(text.len() - end.len())
                && text[text.len() - end.len()..].eq_ignore_ascii_case(end)
        });
    if windows { lower(text) } else { Cow::Borrowed(text) }
}

/// The last component of a process's path, canonical.
pub(crate) fn base_name(raw: &str) -> Cow<'_, str> {
    name(path::base_name(raw))
}

/// Trimmed, lower case: bundle ids, profile ids, services.
pub(crate) fn lower(raw: &str) -> Cow<'_, str> {
    let text = trimmed(raw);
    // Without a branch for each byte, so that many are looked at in one step.
    if text.bytes().fold(false, |other, b| other | b.is_ascii_uppercase() | !b.is_ascii()) {
        Cow::Owned(text.to_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// A command line: white space collapsed. Case matters, because arguments may.
pub(crate) fn command_line(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for word in raw.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A registry key: long names of hives, single backslashes, lower case. `HKEY_USERS\SID` is `HKEY_CURRENT_USER` of that
/// account, the kernel's `\REGISTRY\MACHINE` the hive of the machine, and `ControlSet001` what `CurrentControlSet` stands for.
pub(crate) fn registry_key(raw: &str) -> String {
    const HIVES: [(&str, &str); 5] = [
        ("hklm", "hkey_local_machine"),
        ("hkcu", "hkey_current_user"),
        ("hkcr", "hkey_classes_root"),
        ("hku", "hkey_users"),
        ("hkcc", "hkey_current_config"),
    ];
    let text = raw.trim().to_lowercase();
    let mut parts = text.split(['\\', '/']).filter(|part| !part.is_empty()).peekable();
    let mut first = parts.next().unwrap_or_default().trim_end_matches(':');
    if first == "registry" {
        first = match parts.next() {
            Some("machine") => "hkey_local_machine",
            Some("user") => "hkey_users",
            other => other.unwrap_or(first),
        };
    }
    let mut out = HIVES.iter().find(|(short, _)| *short == first).map_or(first, |(_, long)| *long).to_owned();
    if out == "hkey_users"
        && let Some(sid) = parts.next_if(|part| part.starts_with("s-1-5-21-"))
    {
        // The classes of an account have a hive of their own.
        "hkey_current_user".clone_into(&mut out);
        if sid.ends_with("_classes") {
            out.push_str("\\software\\classes");
        }
    }
    for (number, part) in parts.enumerate() {
        let is_set = number < 2
            && part.len() == 13
            && part.starts_with("controlset")
            && part.ends_with(|c: char| c.is_ascii_digit());
        out.push('\\');
        out.push_str(if is_set { "currentcontrolset" } else { part });
    }
    out
}

/// An account: lower case; a telephone number without the marks people put into it.
pub(crate) fn account(raw: &str) -> String {
    let text = raw.trim();
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let phone = digits >= 6
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b' ' | b'-' | b'.' | b'(' | b')' | b'/'));
    if phone {
        return text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    }
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for raw in [
            "a.b@example.org",
            " A.B@Example.ORG ",
            "mailto:a.b@example.org?subject=x",
            "Contact 1 <a.b@example.org>",
            "MAILTO:a.b%40example.org",
        ] {
            assert_eq!(email(raw).as_deref(), Some("a.b@example.org"), "{raw}");
        }
        assert_eq!(email("no address"), None);
        assert_eq!(
            hash("AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99").as_deref(),
            Some("aabbccddeeff00112233445566778899")
        );
        assert_eq!(hash("abc"), None);
        assert_eq!(name("MSSECSVC.EXE"), "mssecsvc.exe");
        assert_eq!(name("BackupAgent"), "BackupAgent");
        assert_eq!(registry_key(r"HKLM\\SOFTWARE\WanaCrypt0r\"), r"hkey_local_machine\software\wanacrypt0r");
        for raw in [r"HKLM\System\CurrentControlSet\Services\x", r"\REGISTRY\MACHINE\SYSTEM\ControlSet001\services\X"] {
            assert_eq!(registry_key(raw), r"hkey_local_machine\system\currentcontrolset\services\x", "{raw}");
        }
        for raw in [r"HKCU\Software\x", r"HKU\S-1-5-21-1-2-3-1001\Software\X"] {
            assert_eq!(registry_key(raw), r"hkey_current_user\software\x", "{raw}");
        }
        assert_eq!(account("+1 (555) 010-0"), "+15550100");
        assert_eq!(account("Handle_1"), "handle_1");
    }
}
