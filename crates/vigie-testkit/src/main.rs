//! `vigie-testkit`: writes synthetic evidence to a folder.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::{Args, Parser, Subcommand};
use vigie_testkit::databases::sqlite::PageSize;
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
    /// An unencrypted iTunes/Finder backup of any size.
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
    /// The folder to write; it must not exist or be empty.
    out: PathBuf,
}

fn main() -> Result<()> {
    let (scale, out) = match Cli::parse().command {
        Command::Sample { out } => (Scale::sample(), out),
        Command::IosBackup(asked) => {
            let scale = Scale {
                files: asked.files,
                messages: asked.messages,
                visits: asked.visits,
                processes: asked.processes,
                seed: asked.seed,
                traces: asked.traces,
                page_size: PageSize::Real,
            };
            (scale, asked.out)
        }
    };
    let empty = !out.exists() || out.read_dir()?.next().is_none();
    ensure!(empty, "{} is not empty: choose a new folder", out.display());
    life::write(&scale, &out)
}
