//! What can be asked of packs from elsewhere.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use vigie_detect::indicators::IndicatorKind;
use vigie_packs::table::Mapping;

use crate::cli::KeyPassword;

#[derive(Debug, Args)]
pub(crate) struct Update {
    pub(crate) origins: Vec<String>,
    #[arg(long, value_name = "PATH|URL", conflicts_with = "origins")]
    pub(crate) from: Option<String>,
    #[arg(long, value_name = "KEY|FILE", requires = "from")]
    pub(crate) key: Option<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) allow_older: bool,
    #[arg(long, requires = "from")]
    pub(crate) allow_http: bool,
    #[arg(long, value_name = "FILE", requires = "from")]
    pub(crate) ca_file: Option<PathBuf>,
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) timeout: u64,
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Add {
    Index {
        place: String,
        #[arg(long, value_name = "KEY|FILE")]
        key: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    Taxii {
        place: String,
        #[arg(long, value_name = "ID|TITLE")]
        collection: Option<String>,
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
        #[arg(long, value_name = "NAME", requires = "user")]
        password_env: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    Misp {
        place: String,
        #[command(flatten)]
        common: Common,
    },
    Stix {
        place: String,
        #[arg(long, value_name = "KEY|FILE")]
        key: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    Csv {
        file: PathBuf,
        #[arg(long, value_name = "COLUMN=FIELD,…")]
        mapping: Mapping,
        #[command(flatten)]
        made: Made,
    },
    List {
        file: PathBuf,
        #[arg(long)]
        kind: IndicatorKind,
        #[command(flatten)]
        made: Made,
    },
}

/// Of everything that may lie on a server.
#[derive(Debug, Args)]
pub(crate) struct Common {
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) allow_http: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) timeout: u64,
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

/// Of packs that are made of a file.
#[derive(Debug, Args)]
pub(crate) struct Made {
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) malware: Option<String>,
    #[arg(long, value_name = "TEXT|URL")]
    pub(crate) source: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DiffPacks {
    pub(crate) first: String,
    pub(crate) second: String,
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Publish {
    pub(crate) folder: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) sign: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) password: KeyPassword,
}
