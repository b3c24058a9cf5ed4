//! The command line: what can be asked. Its texts are in `help.ftl`, in both languages (see `help.rs`).

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use vigie_case::Keep;
use vigie_model::Level;
use vigie_text::Lang;

use crate::register::RegisterArgs;
use crate::unlock::UnlockArgs;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, propagate_version = true, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[arg(long, global = true, value_name = "en|fr")]
    pub(crate) lang: Option<Lang>,
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Check),
    Artifacts(Artifacts),
    #[command(subcommand)]
    Indicators(Indicators),
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    Register(RegisterArgs),
    Completions {
        shell: Shell,
    },
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    pub(crate) evidence: PathBuf,
    #[arg(long, value_name = "PATH")]
    pub(crate) indicators: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(crate) case: Option<PathBuf>,
    #[arg(long, value_name = "findings|timeline|all", default_value_t = Keep::Findings)]
    pub(crate) keep: Keep,
    #[arg(long, value_name = "LEVEL", default_value_t = Level::Medium)]
    pub(crate) fail_level: Level,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
    #[arg(long, value_name = "TEXT")]
    pub(crate) consent: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) device: Option<String>,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
    #[arg(long, conflicts_with_all = ["json", "quiet"])]
    pub(crate) details: bool,
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long)]
    pub(crate) quiet: bool,
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Artifacts {
    pub(crate) id: Option<String>,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Indicators {
    List {
        #[arg(long, value_name = "PATH")]
        indicators: Vec<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    Show {
        value: String,
        #[arg(long, value_name = "PATH")]
        indicators: Vec<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    Lint {
        path: PathBuf,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    Identify {
        evidence: PathBuf,
        #[arg(long)]
        json: bool,
    },
    List {
        evidence: PathBuf,
        #[arg(long)]
        wanted: bool,
        #[arg(long, value_name = "NAME")]
        device: Option<String>,
        #[command(flatten)]
        unlock: UnlockArgs,
    },
    Key {
        evidence: PathBuf,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[arg(long, value_name = "NAME")]
        device: Option<String>,
        #[command(flatten)]
        unlock: UnlockArgs,
    },
    Extract {
        evidence: PathBuf,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[arg(long, value_name = "ID", conflicts_with = "all")]
        artifact: Vec<String>,
        #[arg(long, value_name = "GLOB", conflicts_with = "all")]
        path: Vec<String>,
        #[arg(long)]
        all: bool,
        #[arg(long, value_name = "NAME")]
        device: Option<String>,
        #[command(flatten)]
        unlock: UnlockArgs,
    },
}
