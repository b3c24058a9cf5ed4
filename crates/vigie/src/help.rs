//! The help, the manual page and the completions in the language of the user: clap's command is filled from
//! `help.ftl`, whose ids follow the command (`help-check`, `help-check-evidence`).

use clap::builder::StyledStr;
use clap::{Command, CommandFactory};
use vigie_text::Texts;

use crate::cli::Cli;

/// The command with its texts.
pub(crate) fn command(texts: &Texts) -> Command {
    let template =
        format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", texts.get("help-heading-usage"));
    let command = fill(Cli::command(), "help", texts, &template);
    command.after_help(texts.get("help-exit-codes"))
}

fn fill(command: Command, id: &str, texts: &Texts, template: &str) -> Command {
    let mut command = command
        .about(texts.get(id))
        .help_template(template.to_owned())
        .subcommand_help_heading(texts.get("help-heading-commands"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let name =
                if arg.is_global_set() { format!("help-{}", arg.get_id()) } else { format!("{id}-{}", arg.get_id()) };
            let heading = if arg.is_positional() { "help-heading-arguments" } else { "help-heading-options" };
            let text = StyledStr::from(texts.get(&name.replace('_', "-")));
            arg.help(text).help_heading(texts.get(heading))
        });
    let flag = |name: &'static str, short: char, action, text: String| {
        clap::Arg::new(name)
            .long(name)
            .short(short)
            .action(action)
            .help(text)
            .help_heading(texts.get("help-heading-options"))
    };
    command = command.arg(flag("help", 'h', clap::ArgAction::Help, texts.get("help-help")));
    if id == "help" {
        command = command.arg(flag("version", 'V', clap::ArgAction::Version, texts.get("help-version")));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let id = format!("{id}-{name}");
        command = command.mut_subcommand(&name, |sub| fill(sub, &id, texts, template));
    }
    command
}

#[cfg(test)]
mod tests {
    use vigie_text::Lang;

    use super::*;

    fn every_text(command: &Command, see: &mut dyn FnMut(String)) {
        see(command.get_about().map(ToString::to_string).unwrap_or_default());
        for arg in command.get_arguments() {
            see(arg.get_help().map(ToString::to_string).unwrap_or_default());
        }
        for sub in command.get_subcommands() {
            every_text(sub, see);
        }
    }

    #[test]
    fn every_command_and_option_is_explained_in_both_languages() {
        for lang in [Lang::En, Lang::Fr] {
            every_text(&command(&Texts::new(lang)), &mut |text| {
                assert!(text.contains(' ') && !text.starts_with("help-"), "{lang:?}: `{text}`");
            });
        }
    }

    #[test]
    fn the_command_is_sound() {
        command(&Texts::new(Lang::En)).debug_assert();
    }
}
