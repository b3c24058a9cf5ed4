//! What can be asked of the register.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use vigie_register::{Date, Format};

/// `vigie register`.
#[derive(Debug, Args)]
pub(crate) struct RegisterArgs {
    #[command(flatten)]
    pub(crate) how: How,
    #[command(subcommand)]
    pub(crate) what: What,
}

/// How an answer is given; the same for every question.
#[derive(Debug, Args)]
pub(crate) struct How {
    /// The day the answer is given for.
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true)]
    pub(crate) sources: bool,
    /// A folder of data files instead of those compiled in.
    #[arg(long = "register", id = "data", global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

/// How a graph is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Drawing {
    Text,
    Dot,
    Svg,
}

#[derive(Debug, Subcommand)]
pub(crate) enum What {
    Show {
        name: String,
    },
    Timeline {
        name: String,
    },
    Owners {
        name: String,
        #[arg(long, value_name = "text|dot|svg", value_enum, hide_possible_values = true, default_value_t = Drawing::Text)]
        format: Drawing,
        #[arg(long, value_name = "N", default_value_t = 3)]
        steps: usize,
    },
    Listed {
        name: String,
        #[arg(long, value_name = "N", default_value_t = 3)]
        steps: usize,
    },
    Product {
        name: String,
    },
    Incidents {
        #[arg(long, value_name = "NAME")]
        product: Option<String>,
        #[arg(long, value_name = "NAME")]
        state: Option<String>,
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
        #[arg(long, value_name = "YEAR")]
        year: Option<u16>,
    },
    Instrument {
        name: String,
    },
    Compare {
        first: String,
        second: String,
    },
    Contradictions {
        name: Option<String>,
    },
    Since {
        date: Date,
    },
    Screen {
        what: String,
        #[arg(long, value_name = "NAME")]
        column: Option<String>,
        #[arg(long, value_name = "0-100", default_value_t = 85, value_parser = clap::value_parser!(u8).range(0..=100))]
        threshold: u8,
        #[arg(long, value_name = "N", default_value_t = 2)]
        steps: usize,
        #[arg(long, value_name = "N", default_value_t = 5)]
        most: usize,
    },
    Site {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[arg(long)]
        force: bool,
    },
    Import(ImportArgs),
    Stats,
    Export {
        #[arg(long, value_name = "ftm|stix|csv|graphml|parquet")]
        format: Format,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// `vigie register import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    #[arg(long, value_name = "misp|ftm|csv", value_enum, hide_possible_values = true)]
    pub(crate) format: ImportFormat,
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "REVIEW")]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) skip_new: bool,
    #[arg(long, value_name = "0-100", default_value_t = 85, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) threshold: u8,
}

/// What a list of others is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    Misp,
    Ftm,
    Csv,
}
