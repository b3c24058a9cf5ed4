//! `vigie`: the command line. Thin: it only arranges the other crates.
//!
//! Exit codes are part of the interface: 0 examined and nothing at or above `--fail-level`, 1 findings, 2 could not
//! examine, 3 nothing found but parts could not be read.

mod artifacts;
mod check;
mod cli;
mod custody;
mod details;
mod diff;
mod evidence;
mod export;
mod extract;
mod failure;
mod help;
mod indicators;
mod interrupt;
mod keys;
mod packs;
mod progress;
mod redaction;
mod register;
mod report;
mod screen;
mod share;
mod summary;
mod timestamp;
mod unlock;
mod verify;
mod yara;

use clap::FromArgMatches;
use vigie_text::{Lang, Texts};

use crate::cli::{Cli, Command};

/// Records are many small pieces of text: see `Cargo.toml`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Could not examine; also wrong usage, as clap has it.
pub(crate) const EXIT_FAILED: u8 = 2;

fn main() -> ! {
    // A parser that panics becomes a problem of the case (see vigie-artifacts); the message on standard error would
    // only repeat it, with text from the evidence in it.
    std::panic::set_hook(Box::new(|_| {}));
    let lang = wanted_language();
    let texts = Texts::new(lang);
    let mut command = help::command(&texts);
    let cli =
        match command.try_get_matches_from_mut(std::env::args_os()).and_then(|found| Cli::from_arg_matches(&found)) {
            Ok(cli) => cli,
            Err(error) => error.exit(),
        };
    let code = run(&cli, &texts, &mut command).unwrap_or_else(|error| {
        tell(&failure::tell(&error, &texts));
        EXIT_FAILED
    });
    // The room of all sentences and options goes with the process, quicker than one by one.
    std::process::exit(code.into())
}

/// The language, before the command line is parsed: its own help is in that language.
fn wanted_language() -> Lang {
    let mut args = std::env::args();
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--lang") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => continue,
        };
        if let Some(lang) = value.and_then(|value| value.parse().ok()) {
            return lang;
        }
    }
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .map_or(Lang::En, |locale| Lang::from_locale(&locale))
}

fn run(cli: &Cli, texts: &Texts, command: &mut clap::Command) -> anyhow::Result<u8> {
    match &cli.command {
        Command::Check(options) => check::check(options, texts, cli.no_color),
        Command::Artifacts(options) => artifacts::artifacts(options, texts, cli.no_color),
        Command::Indicators(what) => indicators::indicators(what, texts, cli.no_color),
        Command::Evidence(what) => evidence::evidence(what, texts, cli.no_color),
        Command::Register(options) => register::register(options, texts, cli.no_color),
        Command::Verify(options) => verify::verify(options, texts, cli.no_color),
        Command::Diff(options) => diff::diff(options, texts, cli.no_color),
        Command::Report(options) => report::report(options, texts),
        Command::Export(options) => export::export(options, texts),
        Command::Share(options) => share::share(options, texts),
        Command::Open(options) => share::open(options, texts),
        Command::Sign(options) => keys::sign(options, texts),
        Command::Keys(what) => keys::keys(what, texts),
        Command::Custody(what) => custody::custody(what, texts, cli.no_color),
        Command::Timestamp(what) => timestamp::timestamp(what, texts, cli.no_color),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(*shell, command, "vigie", &mut out);
            screen::write_out(&out)?;
            Ok(0)
        }
        Command::Man => {
            command.build();
            let mut out = Vec::new();
            man(command, &mut out)?;
            screen::write_out(&out)?;
            Ok(0)
        }
    }
}

/// One page for the command and each of its subcommands.
fn man(command: &clap::Command, out: &mut Vec<u8>) -> std::io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(out)?;
    for sub in command.get_subcommands() {
        let name = sub.get_display_name().unwrap_or(sub.get_name()).to_owned();
        man(&sub.clone().name(name), out)?;
    }
    Ok(())
}

/// One message on standard error.
#[expect(clippy::print_stderr, reason = "the binary's one way to standard error")]
pub(crate) fn tell(text: &str) {
    eprintln!("{text}");
}
