//! Command lines of computers with Windows, wherever an artifact met one, in lower case with single spaces.

use vigie_model::ObservableKind;

use super::Seen;

/// Every command line of a record: as it is, and made comparable.
pub(super) fn each(seen: &Seen<'_>, see: &mut dyn FnMut(&str, &str)) {
    if !seen.artifact.starts_with("windows_") {
        return;
    }
    seen.record.observables(&mut |observable| {
        if observable.kind() == ObservableKind::CommandLine {
            let words: Vec<String> = observable.value().split_whitespace().map(str::to_lowercase).collect();
            see(observable.value(), &words.join(" "));
        }
    });
}

/// Whether a program is called in a command line, with or without its folder, its ending and quotes.
pub(super) fn calls(command: &str, program: &str) -> bool {
    command
        .split([' ', '"', '\'', '\\', '/', '&', '|', '(', ';'])
        .any(|word| word.strip_prefix(program).is_some_and(|rest| rest.is_empty() || rest == ".exe"))
}

#[cfg(test)]
mod tests {
    use super::calls;

    #[test]
    fn a_program_is_called_by_its_whole_name() {
        for command in ["wevtutil cl system", r#"cmd /c "c:\windows\system32\wevtutil.exe" cl x"#, "a&wevtutil cl b"] {
            assert!(calls(command, "wevtutil"), "{command}");
        }
        assert!(!calls("my-wevtutil2 cl system", "wevtutil"));
    }
}
