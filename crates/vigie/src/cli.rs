//! The command line: what can be asked. Its texts are in `help.ftl`, in both languages (see `help.rs`).

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use vigie_case::{Keep, Redaction};
use vigie_model::{EvidenceKind, Level};
use vigie_report::{Country, ExchangeFormat, ReportFormat, Tlp};
use vigie_text::Lang;

use crate::packs::args::{Add, DiffPacks, Publish, Update};
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
    Verify(Verify),
    Diff(Diff),
    Report(Report),
    Export(Export),
    Share(Share),
    Open(Open),
    Sign(Sign),
    #[command(subcommand)]
    Keys(Keys),
    #[command(subcommand)]
    Custody(Custody),
    #[command(subcommand)]
    Timestamp(Timestamp),
    Completions {
        shell: Shell,
    },
    Man,
}

/// What evidence is taken as, when it has no root of its own to be told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TakenAs {
    Windows,
    Macos,
    Linux,
    Network,
    Mail,
    Files,
}

impl TakenAs {
    /// The kind of evidence.
    pub(crate) fn kind(self) -> EvidenceKind {
        match self {
            Self::Windows => EvidenceKind::WindowsTriage,
            Self::Macos => EvidenceKind::MacFiles,
            Self::Linux => EvidenceKind::LinuxFiles,
            Self::Network => EvidenceKind::NetworkCapture,
            Self::Mail => EvidenceKind::Mailbox,
            Self::Files => EvidenceKind::Files,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    pub(crate) evidence: PathBuf,
    #[arg(long, value_name = "PATH")]
    pub(crate) indicators: Vec<PathBuf>,
    #[arg(long)]
    pub(crate) no_installed: bool,
    #[arg(long, value_name = "PATH")]
    pub(crate) yara: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(crate) case: Option<PathBuf>,
    #[arg(long, value_name = "findings|timeline|all", default_value_t = Keep::Findings)]
    pub(crate) keep: Keep,
    #[arg(long, value_name = "LEVEL", default_value_t = Level::Medium)]
    pub(crate) fail_level: Level,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
    #[arg(long, value_name = "NAME")]
    pub(crate) protect: Vec<String>,
    #[arg(long, value_name = "TEXT|@FILE", requires = "case")]
    pub(crate) consent: Option<String>,
    #[arg(long, value_name = "NAME", requires = "case")]
    pub(crate) examiner: Option<String>,
    #[arg(long, requires = "case")]
    pub(crate) hash_all: bool,
    #[arg(long, value_name = "KEYFILE", requires = "case")]
    pub(crate) sign: Option<PathBuf>,
    #[arg(long, value_name = "PATH", requires = "sign", conflicts_with = "sign_password_env")]
    pub(crate) sign_password_file: Option<PathBuf>,
    #[arg(long, value_name = "NAME", requires = "sign")]
    pub(crate) sign_password_env: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) device: Option<String>,
    #[arg(long = "as", value_name = "KIND", conflicts_with = "device")]
    pub(crate) taken_as: Option<TakenAs>,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
    #[arg(long, value_name = "PATH")]
    pub(crate) inner_password_file: Option<PathBuf>,
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
pub(crate) struct Verify {
    pub(crate) case: PathBuf,
    #[arg(long, value_name = "KEY|FILE")]
    pub(crate) public_key: Option<String>,
    #[arg(long, value_name = "PATH")]
    pub(crate) evidence: Option<PathBuf>,
    #[arg(long, requires = "evidence")]
    pub(crate) repeat: bool,
    #[arg(long, value_name = "PATH", requires = "repeat")]
    pub(crate) indicators: Vec<PathBuf>,
    #[arg(long, value_name = "PATH", requires = "repeat")]
    pub(crate) yara: Vec<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
    #[arg(long, value_name = "NAME", requires = "evidence")]
    pub(crate) device: Option<String>,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
    #[arg(long, value_name = "PATH")]
    pub(crate) inner_password_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    pub(crate) first: PathBuf,
    pub(crate) second: PathBuf,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    pub(crate) case: PathBuf,
    #[arg(long, value_name = "html|pdf-ready|md|json|csv", default_value_t = ReportFormat::Html)]
    pub(crate) format: ReportFormat,
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    pub(crate) case: PathBuf,
    #[arg(value_name = "CASE")]
    pub(crate) more: Vec<PathBuf>,
    #[arg(long, value_name = "timesketch|jsonl|plaso|l2tcsv|mvt|csv|parquet|stix|misp|case")]
    pub(crate) format: ExchangeFormat,
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) tlp: Option<Tlp>,
    #[arg(long, value_name = "none|person|indicators-only|statistics", default_value_t = Redaction::None)]
    pub(crate) redact: Redaction,
    #[arg(long, value_name = "FILE")]
    pub(crate) redact_key: Option<PathBuf>,
    #[arg(long, value_name = "XX")]
    pub(crate) country: Option<Country>,
}

#[derive(Debug, Args)]
pub(crate) struct Share {
    pub(crate) case: PathBuf,
    #[arg(value_name = "CASE")]
    pub(crate) more: Vec<PathBuf>,
    #[arg(long, value_name = "age1…", required_unless_present_any = ["passphrase", "passphrase_file", "passphrase_env"])]
    pub(crate) to: Vec<String>,
    #[arg(long, conflicts_with_all = ["to", "passphrase_file", "passphrase_env"])]
    pub(crate) passphrase: bool,
    #[arg(long, value_name = "PATH", conflicts_with_all = ["to", "passphrase_env"])]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, value_name = "NAME", conflicts_with = "to")]
    pub(crate) passphrase_env: Option<String>,
    #[arg(long, value_name = "none|person|indicators-only|statistics", default_value_t = Redaction::Person)]
    pub(crate) redact: Redaction,
    #[arg(long, value_name = "FILE")]
    pub(crate) redact_key: Option<PathBuf>,
    #[arg(long, value_name = "XX")]
    pub(crate) country: Option<Country>,
    #[arg(long, value_name = "LEVEL", default_value_t = Tlp::Amber)]
    pub(crate) tlp: Tlp,
    #[arg(long, value_name = "NAME")]
    pub(crate) who: Option<String>,
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) sign: Option<PathBuf>,
    #[arg(long, value_name = "PATH", requires = "sign", conflicts_with = "sign_password_env")]
    pub(crate) sign_password_file: Option<PathBuf>,
    #[arg(long, value_name = "NAME", requires = "sign")]
    pub(crate) sign_password_env: Option<String>,
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Open {
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "PATH")]
    pub(crate) identity: Vec<PathBuf>,
    #[arg(long, value_name = "PATH", conflicts_with = "passphrase_env")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub(crate) passphrase_env: Option<String>,
    #[arg(long, value_name = "KEY|FILE")]
    pub(crate) public_key: Option<String>,
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Sign {
    pub(crate) case: PathBuf,
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) key: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub(crate) who: Option<String>,
    #[command(flatten)]
    pub(crate) password: KeyPassword,
}

/// The password of a signing key; asked for when none is given.
#[derive(Debug, Args)]
pub(crate) struct KeyPassword {
    #[arg(long, value_name = "PATH", conflicts_with = "password_env")]
    pub(crate) password_file: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub(crate) password_env: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    New {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[arg(long, conflicts_with_all = ["password_file", "password_env"])]
        no_password: bool,
        #[command(flatten)]
        password: KeyPassword,
    },
    Show {
        key: PathBuf,
        #[command(flatten)]
        password: KeyPassword,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Custody {
    Add {
        case: PathBuf,
        #[arg(long, value_name = "TEXT")]
        what: String,
        #[arg(long, value_name = "NAME")]
        who: Option<String>,
    },
    Show {
        case: PathBuf,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Timestamp {
    Request {
        case: PathBuf,
        #[arg(long, value_name = "NAME")]
        who: Option<String>,
    },
    Attach {
        case: PathBuf,
        response: PathBuf,
        #[arg(long, value_name = "NAME")]
        who: Option<String>,
    },
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
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    Show {
        value: String,
        #[arg(long, value_name = "PATH")]
        indicators: Vec<PathBuf>,
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    Lint {
        path: PathBuf,
        #[arg(long)]
        json: bool,
    },
    Update(Update),
    #[command(subcommand)]
    Add(Add),
    Remove {
        name: String,
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    Diff(DiffPacks),
    Publish(Publish),
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    Identify {
        evidence: PathBuf,
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        unlock: UnlockArgs,
    },
    List {
        evidence: PathBuf,
        #[arg(long)]
        wanted: bool,
        #[arg(long, value_name = "NAME")]
        device: Option<String>,
        #[arg(long = "as", value_name = "KIND", conflicts_with = "device")]
        taken_as: Option<TakenAs>,
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
        #[arg(long = "as", value_name = "KIND", conflicts_with = "device")]
        taken_as: Option<TakenAs>,
        #[command(flatten)]
        unlock: UnlockArgs,
    },
}
