//! Paths and commands as the registry and logs of Windows write them, in the form that indicators have.

/// What stands for the folder of the system, which is `C:\Windows` on all but very few computers.
const SYSTEM_FOLDER: &[&str] = &["\\systemroot", "%systemroot%", "%windir%"];
/// Other variables that stand at the start of paths.
const VARIABLES: &[(&str, &str)] = &[
    ("%systemdrive%", "C:"),
    // As the cache of application compatibility of Windows 8 calls the volume of the system.
    ("sysvol\\", "C:\\"),
    ("%programfiles%", "C:\\Program Files"),
    ("%programfiles(x86)%", "C:\\Program Files (x86)"),
    ("%programdata%", "C:\\ProgramData"),
    ("%allusersprofile%", "C:\\ProgramData"),
    ("%public%", "C:\\Users\\Public"),
];
/// Folders that only the volume of the system has at its top.
const SYSTEM_TOPS: &[&str] = &["windows", "users", "program files", "program files (x86)", "programdata", "perflogs"];
/// How names of programs end.
const PROGRAMS: &[&str] =
    &[".exe", ".sys", ".dll", ".com", ".bat", ".cmd", ".scr", ".ps1", ".vbs", ".js", ".cpl", ".dat"];

/// The rest of a text behind a start, in any case.
fn after<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| text.get(start.len()..)).flatten()
}

/// A path with its drive, where that can be told: prefixes of the kernel, variables and relative forms undone.
pub(super) fn full(raw: &str) -> String {
    let text = raw.trim().trim_matches('"');
    let text = text.strip_prefix(r"\??\").or_else(|| text.strip_prefix(r"\\?\")).unwrap_or(text);
    if let Some(rest) = SYSTEM_FOLDER.iter().find_map(|start| after(text, start)) {
        return format!("C:\\Windows{rest}");
    }
    if let Some((value, rest)) = VARIABLES.iter().find_map(|(name, value)| Some((value, after(text, name)?))) {
        return format!("{value}{rest}");
    }
    if after(text, "system32\\").is_some() || after(text, "syswow64\\").is_some() {
        return format!("C:\\Windows\\{text}");
    }
    // `\Device\HarddiskVolume3\Windows\…`, `\VOLUME{…}\WINDOWS\…`
    let on_volume = after(text, "\\device\\harddiskvolume").or_else(|| after(text, "\\volume{"));
    if let Some((_, rest)) = on_volume.and_then(|rest| rest.split_once('\\')) {
        let top = rest.split('\\').next().unwrap_or(rest).to_lowercase();
        let drive = if SYSTEM_TOPS.contains(&&*top) { "C:" } else { "" };
        return format!("{drive}\\{rest}");
    }
    text.to_owned()
}

/// The program of a command line: what is in quotes, or what goes to the first name that ends as programs do, or the
/// first word.
pub(super) fn program(command: &str) -> &str {
    let text = command.trim();
    if let Some(rest) = text.strip_prefix('"') {
        return rest.split('"').next().unwrap_or(rest);
    }
    let lower = text.to_ascii_lowercase();
    let ends = PROGRAMS.iter().filter_map(|end| {
        let at = lower.find(end)?.checked_add(end.len())?;
        let follows = lower.get(at..)?.chars().next();
        follows.is_none_or(|letter| letter.is_whitespace() || matches!(letter, ',' | '"')).then_some(at)
    });
    match ends.min() {
        Some(end) => text.get(..end).unwrap_or(text),
        None => text.split_whitespace().next().unwrap_or(text),
    }
}

/// The path a file had on the computer, from its path in the evidence: below a folder named after its drive (`C`, `C%3A`,
/// `C:`, `\\.\C:` escaped as Velociraptor lays what it read without the file system) as collectors lay it, or below a
/// folder that only the volume of the system has.
pub(crate) fn of_evidence(path: &str) -> Option<String> {
    let mut rest = path;
    loop {
        let (first, below) = rest.split_once('/')?;
        let drive = first.strip_suffix("%3A").or_else(|| first.strip_suffix(':')).unwrap_or(first);
        let drive = after(drive, "%5C%5C.%5C").unwrap_or(drive);
        if let [letter] = drive.as_bytes()
            && letter.is_ascii_alphabetic()
        {
            return Some(format!("{}:\\{}", char::from(letter.to_ascii_uppercase()), below.replace('/', "\\")));
        }
        if SYSTEM_TOPS.contains(&&*first.to_lowercase()) {
            return Some(format!("C:\\{}", rest.replace('/', "\\")));
        }
        rest = below;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_the_kernel_become_those_of_a_drive() {
        for (raw, path) in [
            (r"\??\C:\Windows\x.sys", r"C:\Windows\x.sys"),
            (r"\SystemRoot\System32\drivers\x.sys", r"C:\Windows\System32\drivers\x.sys"),
            (r"%SystemRoot%\x.exe", r"C:\Windows\x.exe"),
            (r"system32\drivers\x.sys", r"C:\Windows\system32\drivers\x.sys"),
            (r"\Device\HarddiskVolume3\Windows\x.exe", r"C:\Windows\x.exe"),
            (r"SYSVOL\Temp\x.exe", r"C:\Temp\x.exe"),
            (r"\Device\HarddiskVolume9\tool\x.exe", r"\tool\x.exe"),
            ("\"C:\\a b\\x.exe\"", r"C:\a b\x.exe"),
            ("é", "é"),
        ] {
            assert_eq!(full(raw), path, "{raw}");
        }
    }

    #[test]
    fn the_program_of_a_command() {
        for (command, name) in [
            (r#""C:\Program Files\a.exe" -x"#, r"C:\Program Files\a.exe"),
            (r"C:\Program Files\a.exe -k netsvcs", r"C:\Program Files\a.exe"),
            (r"C:\WINDOWS\mssecsvc.exe -m security", r"C:\WINDOWS\mssecsvc.exe"),
            ("rundll32 C:\\Windows\\perfc.dat,#1", "rundll32 C:\\Windows\\perfc.dat"),
            ("explorer", "explorer"),
            ("", ""),
        ] {
            assert_eq!(program(command), name, "{command}");
        }
    }

    #[test]
    fn evidence_tells_the_drive() {
        for (path, drive) in [
            ("C/Windows/perfc.dat", Some(r"C:\Windows\perfc.dat")),
            ("uploads/auto/C%3A/Windows/perfc", Some(r"C:\Windows\perfc")),
            ("uploads/ntfs/d:/x/y", Some(r"D:\x\y")),
            ("uploads/ntfs/%5C%5C.%5CD%3A/$MFT", Some(r"D:\$MFT")),
            ("image/Windows/perfc", Some(r"C:\Windows\perfc")),
            ("perfc.dat", None),
            ("a1/perfc.dat", None),
        ] {
            assert_eq!(of_evidence(path).as_deref(), drive, "{path}");
        }
    }
}
