//! What a command line of Windows says: which program it starts, which library that program is told to load, which hosts it
//! is pointed at, and what PowerShell hides in base64.

use std::net::IpAddr;

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use vigie_model::Observable;

use super::le::utf16;

/// A command line and what it names, for detection.
pub(crate) fn see_command_line(line: &str, see: &mut dyn FnMut(Observable<'_>)) {
    see(Observable::command_line(line));
    if let Some((program, behind)) = split(line) {
        if program.contains('\\') {
            see(Observable::executable(program));
        }
        if let Some((library, _)) = library(program, behind) {
            see(Observable::executable(library));
        }
    }
    for address in addresses(line) {
        see(Observable::ip(address.to_string()));
    }
    if let Some(hidden) = encoded_command(line) {
        see(Observable::text(hidden));
    }
}

/// The program a command line starts: what stands in quotes at its beginning; a path with spaces up to the first `.exe` that
/// ends a word, if no argument stands before that; else its first word.
pub fn program(line: &str) -> Option<&str> {
    split(line).map(|(program, _)| program)
}

/// The program, and what stands behind it.
fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix('"') {
        let end = rest.find('"').unwrap_or(rest.len());
        return rest.split_at_checked(end).filter(|(program, _)| !program.is_empty());
    }
    let first = line.split_at_checked(line.find(char::is_whitespace).unwrap_or(line.len()))?;
    if !first.0.contains('\\') {
        return Some(first).filter(|(program, _)| !program.is_empty());
    }
    let ends = line.match_indices('.').filter_map(|(at, _)| at.checked_add(4));
    let is_end = |(path, rest): &(&str, &str)| {
        let ends_word = rest.is_empty() || rest.starts_with(char::is_whitespace);
        ends_word && stem(path) != name(path)
    };
    let end = ends.filter_map(|end| line.split_at_checked(end)).find(is_end);
    let holds_argument = |path: &str| [" /", " -", "\""].iter().any(|mark| path.contains(mark));
    Some(end.filter(|(path, _)| !holds_argument(path)).unwrap_or(first))
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit(['\\', '/']).next().unwrap_or(path)
}

/// The name of a program without its folder and its `.exe`.
fn stem(path: &str) -> &str {
    let name = name(path);
    let parts = name.split_at_checked(name.len().saturating_sub(4));
    parts.filter(|(_, ending)| ending.eq_ignore_ascii_case(".exe")).map_or(name, |(stem, _)| stem)
}

/// The name of a program without its folder and its `.exe`, in lower case.
pub fn program_name(path: &str) -> String {
    stem(path).to_ascii_lowercase()
}

/// The library that `rundll32` or `regsvr32` is told to load, and the entry it is called at (`#1`, a name).
pub fn loaded_library(line: &str) -> Option<(&str, Option<&str>)> {
    let (program, behind) = split(line)?;
    library(program, behind)
}

fn library<'l>(program: &str, behind: &'l str) -> Option<(&'l str, Option<&'l str>)> {
    let called = |known: &str| stem(program).eq_ignore_ascii_case(known);
    let rest = behind.trim_start_matches('"').trim_start();
    if called("rundll32") {
        let (library, behind) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted.split_once('"')?
        } else {
            let end = rest.find(',').or_else(|| rest.find(char::is_whitespace)).unwrap_or(rest.len());
            rest.split_at_checked(end)?
        };
        let entry = behind.trim_start_matches([',', ' ']).split_whitespace().next();
        return Some((library.trim(), entry)).filter(|(library, _)| !library.is_empty());
    }
    if called("regsvr32") {
        let library = rest.split_whitespace().find(|word| !word.starts_with(['/', '-']))?.trim_matches('"');
        return Some((library, None)).filter(|(library, _)| !library.is_empty());
    }
    None
}

/// Whether a line holds a word, given in lower case, in any case.
fn holds(line: &str, word: &str) -> bool {
    let (line, word) = (line.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else { return true };
    memchr::memchr2_iter(*first, first.to_ascii_uppercase(), line).any(|at| {
        line.get(at..).and_then(|rest| rest.get(..word.len())).is_some_and(|part| part.eq_ignore_ascii_case(word))
    })
}

/// Hosts named by their address where the words of a command line do not stand alone: `\\192.0.2.7\share`,
/// `/node:192.0.2.7`.
fn addresses(line: &str) -> impl Iterator<Item = IpAddr> {
    let may_name_one = line.contains(r"\\") || holds(line, "node");
    let words = may_name_one.then(|| line.split([' ', '\t', ',']));
    words.into_iter().flatten().filter_map(|word| {
        let word = word.trim_matches(['"', '\'']);
        let host = word.strip_prefix(r"\\").or_else(|| {
            let (option, value) = word.split_once([':', '='])?;
            let is_node = option.trim_start_matches(['/', '-']).eq_ignore_ascii_case("node");
            is_node.then(|| value.trim_matches(['"', '\'']).trim_start_matches(r"\\"))
        })?;
        host.split('\\').next()?.parse().ok()
    })
}

/// What PowerShell is given in base64 of UTF-16 (`-EncodedCommand`, or any beginning of that word). Microsoft,
/// "about_PowerShell_exe". `None` where it is not that.
pub fn encoded_command(line: &str) -> Option<String> {
    const CONFIG: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const ENGINE: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
    if !holds(line, "powershell") && !holds(line, "pwsh") {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches(['"', '\''])).collect();
    words.windows(2).find_map(|pair| {
        let [option, value] = pair else { return None };
        let option = option.strip_prefix(['-', '/', '\u{2013}'])?.to_ascii_lowercase();
        let is_encoded = option == "ec" || (!option.is_empty() && "encodedcommand".starts_with(&option));
        if !is_encoded || value.len() < 8 {
            return None;
        }
        let bytes = ENGINE.decode(value).ok()?;
        let text = utf16(&bytes);
        let readable = !text.is_empty() && text.chars().all(|c| !c.is_control() || c.is_whitespace());
        readable.then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_of_command_lines() {
        assert_eq!(program(r#""C:\Program Files\A b\c.exe" -x"#), Some(r"C:\Program Files\A b\c.exe"));
        assert_eq!(program(r"C:\Program Files\A b\c.exe -x d.exe"), Some(r"C:\Program Files\A b\c.exe"));
        assert_eq!(program("cmd /c start a.exe"), Some("cmd"));
        assert_eq!(program(r"C:\Windows\System32\cmd /c start a.exe"), Some(r"C:\Windows\System32\cmd"));
        assert_eq!(program("%COMSPEC% /c a.exe"), Some("%COMSPEC%"));
        assert_eq!(program(r"C:\Tools\a.EXE.exe b"), Some(r"C:\Tools\a.EXE.exe"));
        assert_eq!(program(r"C:\Tools\é.e x.exe"), Some(r"C:\Tools\é.e x.exe"));
        assert_eq!(program(r#""C:\Tools\a b"#), Some(r"C:\Tools\a b"));
        assert_eq!(program(r#""""#), None);
        assert_eq!(program("  "), None);
        assert_eq!(program_name(r"C:\Windows\System32\RUNDLL32.EXE"), "rundll32");
    }

    #[test]
    fn libraries() {
        let at = |line| loaded_library(line);
        let perfc = Some((r"C:\Windows\perfc.dat", Some("#1")));
        assert_eq!(at(r#"C:\Windows\System32\rundll32.exe "C:\Windows\perfc.dat",#1 30"#), perfc);
        assert_eq!(at(r"rundll32 C:\Windows\perfc.dat,#1"), perfc);
        assert_eq!(at(r"rundll32.exe C:\Windows\perfc.dat #1 60"), perfc);
        assert_eq!(at(r"regsvr32 /s /u a.dll"), Some(("a.dll", None)));
        assert_eq!(at("rundll32.exe"), None);
        assert_eq!(at(r"notepad.exe C:\a.dll,#1"), None);
    }

    #[test]
    fn hidden_commands() {
        // "whoami" in UTF-16.
        let hidden = Some("whoami".to_owned());
        assert_eq!(encoded_command("powershell.exe -NoP -enc dwBoAG8AYQBtAGkA"), hidden);
        assert_eq!(encoded_command("pwsh /EncodedCommand dwBoAG8AYQBtAGkA"), hidden);
        assert_eq!(encoded_command("powershell -ExecutionPolicy Unrestricted -File a.ps1"), None);
        assert_eq!(encoded_command("powershell -e !!!!!!!!!!"), None);
        assert_eq!(encoded_command("cmd -e dwBoAG8AYQBtAGkA"), None);
    }

    #[test]
    fn hosts() {
        let found: Vec<String> =
            addresses(r#"wmic /node:"192.0.2.7" /user:x process call create "a" \\192.0.2.8\ADMIN$"#)
                .map(|ip| ip.to_string())
                .collect();
        assert_eq!(found, ["192.0.2.7", "192.0.2.8"]);
        assert_eq!(addresses("wmic /node:192.0.2.7 os").count(), 1);
    }
}
