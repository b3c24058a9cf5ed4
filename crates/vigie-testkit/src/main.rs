//! `vigie-testkit`: writes synthetic evidence to a folder.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clap::{Args, Parser, Subcommand};
use vigie_testkit::databases::sqlite::{PageSize, Workshop};
use vigie_testkit::encrypt::Encryption;
use vigie_testkit::life::{self, Scale};

/// Makes synthetic evidence. The same arguments give the same bytes.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// An iTunes/Finder backup of any size.
    IosBackup(IosBackup),
    /// The small sample of the repository: an ordinary iPhone with some planted traces.
    Sample {
        /// The folder to write; it must not exist or be empty.
        out: PathBuf,
    },
}

#[derive(Debug, Args)]
struct IosBackup {
    /// Tiny files.
    #[arg(long, default_value_t = 100)]
    files: u64,
    /// Messages in sms.db.
    #[arg(long, default_value_t = 100)]
    messages: u64,
    /// Visits in Safari.
    #[arg(long, default_value_t = 100)]
    visits: u64,
    /// Processes in DataUsage.sqlite.
    #[arg(long, default_value_t = 100)]
    processes: u64,
    /// Seed of the generator.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plants the traces of the sample.
    #[arg(long)]
    traces: bool,
    /// Encrypts the backup with this password.
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
    /// Rounds of PBKDF2-SHA256 that make the password a key; 0 leaves this stage out, as before iOS 10.2.
    #[arg(long, value_name = "N", default_value_t = 10_000, requires = "password")]
    rounds: u32,
    /// Writes Manifest.mbdb and a flat folder, as before iOS 10.
    #[arg(long)]
    mbdb: bool,
    /// The folder to write; it must not exist or be empty.
    out: PathBuf,
}

/// Rounds of PBKDF2-SHA1, as a phone has.
const ROUNDS_SHA1: u32 = 10_000;

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Sample { out } => {
            ensure_empty(&out)?;
            life::write(&Scale::sample(), &out)
        }
        Command::IosBackup(asked) => {
            ensure_empty(&asked.out)?;
            ios_backup(asked)
        }
    }
}

fn ensure_empty(out: &Path) -> Result<()> {
    let empty = !out.exists() || out.read_dir()?.next().is_none();
    ensure!(empty, "{} is not empty: choose a new folder", out.display());
    Ok(())
}

fn ios_backup(asked: IosBackup) -> Result<()> {
    let scale = Scale {
        files: asked.files,
        messages: asked.messages,
        visits: asked.visits,
        processes: asked.processes,
        seed: asked.seed,
        traces: asked.traces,
        page_size: PageSize::Real,
    };
    let mut workshop = Workshop::new(scale.page_size)?;
    let mut builder = life::backup(&scale, &mut workshop)?;
    if let Some(password) = asked.password {
        let rounds_sha256 = (asked.rounds > 0).then_some(asked.rounds);
        builder = builder.encrypt(Encryption { password, rounds_sha256, rounds_sha1: ROUNDS_SHA1, seed: asked.seed });
    }
    if asked.mbdb {
        builder = builder.mbdb();
    }
    builder.write(&asked.out)
}
