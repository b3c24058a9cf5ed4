//! `vigie-testkit`: writes synthetic evidence to a folder.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Args, Parser, Subcommand};
use vigie_testkit::android::{self, bugreport, quick_forensics};
use vigie_testkit::databases::sqlite::{PageSize, Workshop};
use vigie_testkit::disk;
use vigie_testkit::encrypt::Encryption;
use vigie_testkit::ios::archive::Target;
use vigie_testkit::ios::{Phone, Shape, filesystem, sysdiagnose};
use vigie_testkit::life::{self, Scale};
use vigie_testkit::mail::Mailbox;
use vigie_testkit::windows::triage::{self, Traces};

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
    /// A file system, as a folder or, if the name ends in `.tar.gz`, as an archive.
    IosFilesystem(IosFilesystem),
    /// A sysdiagnose, as a folder or, if the name ends in `.tar.gz`, as the archive a phone writes.
    IosSysdiagnose(IosSysdiagnose),
    /// A log archive (`system_logs.logarchive`) of a sysdiagnose.
    UnifiedLog {
        /// Files of the log.
        #[arg(long, default_value_t = 1)]
        files: u64,
        /// Entries in each.
        #[arg(long, default_value_t = 1000)]
        entries: u64,
        /// Seed of the generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The folder to write; it must not exist or be empty.
        out: PathBuf,
    },
    /// A log Security of Windows (`*.evtx`).
    WindowsEvents {
        /// How many events.
        #[arg(long, default_value_t = 1000)]
        events: u64,
        /// The file to write; it must not exist.
        out: PathBuf,
    },
    /// What a triage tool collects of a computer with Windows: a folder, or a zip if the name ends in `.zip`.
    WindowsTriage {
        /// Whose traces: none, wannacry, killswitch (its name looked up, nothing else) or notpetya.
        #[arg(long, default_value = "none")]
        traces: Traces,
        /// Seed of the generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// What to write; a folder must not exist or be empty, a file must not exist.
        out: PathBuf,
    },
    /// An image of a USB stick, with a partition of FAT32.
    UsbImage {
        /// Puts the screens of NotPetya into its first sectors, as they were published.
        #[arg(long)]
        rewritten: bool,
        /// The file to write; it must not exist.
        out: PathBuf,
    },
    /// Names for the screening: some of the register, disturbed, and many that are unrelated; with what each stands for.
    Names {
        /// The data files of the register.
        #[arg(long, value_name = "DIR", default_value = "crates/vigie-register/data")]
        register: PathBuf,
        /// How many names.
        #[arg(long, default_value_t = 1000)]
        count: u64,
        /// Seed of the generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The folder to write; it must not exist or be empty.
        out: PathBuf,
    },
    /// FollowTheMoney entities by the line: the same names as companies, among persons and addresses.
    Entities {
        /// The data files of the register.
        #[arg(long, value_name = "DIR", default_value = "crates/vigie-register/data")]
        register: PathBuf,
        /// How many entities.
        #[arg(long, default_value_t = 1000)]
        count: u64,
        /// Seed of the generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The file to write; it must not exist.
        out: PathBuf,
    },
    /// A bug report of an Android phone: a zip, or the bare text if the name ends in `.txt`.
    AndroidBugreport(Android),
    /// What AndroidQF writes of an Android phone, as a folder.
    Androidqf(Android),
    /// The mailbox of a newsroom (mbox).
    Mailbox {
        /// Ordinary messages.
        #[arg(long, default_value_t = 24)]
        messages: u64,
        /// Seed of the generator.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Plants the messages of an attacker.
        #[arg(long)]
        traces: bool,
        /// The file to write; it must not exist.
        out: PathBuf,
    },
    /// A capture of a network.
    Network(Network),
    /// The small sample of the repository: an ordinary iPhone with some planted traces.
    Sample {
        /// The folder to write; it must not exist or be empty.
        out: PathBuf,
    },
}

/// What a capture tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Story {
    /// A phone's quarter of an hour on a Wi-Fi, with some traces.
    Phone,
    /// A computer that behaves on its network as WannaCry does.
    Worm,
    /// Conversations without end, as `--size-mb` says.
    Busy,
}

#[derive(Debug, Args)]
struct Network {
    /// What it tells.
    #[arg(long, value_enum, default_value = "phone")]
    story: Story,
    /// Megabytes of a busy network.
    #[arg(long, default_value_t = 10)]
    size_mb: u64,
    /// Seed of the generator of a busy network.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write; it must not exist. pcapng if its name ends so, else pcap.
    out: PathBuf,
}

impl Network {
    fn write(&self) -> Result<()> {
        use vigie_testkit::network::{Form, large, stories};

        ensure!(!self.out.exists(), "{} exists: choose a new file", self.out.display());
        let is_next = self.out.extension().is_some_and(|ending| ending == "pcapng");
        let form = if is_next { Form::Pcapng } else { Form::USUAL };
        let mut file = create(&self.out)?;
        match self.story {
            Story::Phone => form.write(stories::phone().into_iter(), &mut file)?,
            Story::Worm => form.write(stories::worm().into_iter(), &mut file)?,
            Story::Busy => form.write(large::packets(self.size_mb * 1_000_000, self.seed), &mut file)?,
        }
        file.flush()?;
        Ok(())
    }
}

#[derive(Debug, Args)]
struct Android {
    /// Installed applications.
    #[arg(long, default_value_t = 100)]
    packages: u64,
    /// Lines of the log, processes and files, each.
    #[arg(long, default_value_t = 100)]
    lines: u64,
    /// The log of a bug report goes on until it has so many megabytes.
    #[arg(long, default_value_t = 0)]
    size_mb: u64,
    /// Seed of the generator.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plants the traces of the samples.
    #[arg(long)]
    traces: bool,
    /// What to write; a folder must not exist or be empty, a file must not exist.
    out: PathBuf,
}

impl Android {
    const fn scale(&self) -> android::Scale {
        android::Scale {
            packages: self.packages,
            lines: self.lines,
            bytes: self.size_mb * 1_000_000,
            seed: self.seed,
            traces: self.traces,
        }
    }
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

/// The phone that evidence is made of.
#[derive(Debug, Args)]
struct Which {
    /// Version of iOS: 14, 15, 16, 17, 18 or 26.
    #[arg(long, default_value_t = 17)]
    ios: u32,
    /// Seed of the generator.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plants traces of an implant.
    #[arg(long)]
    traces: bool,
    /// Adds files that nothing reads until so many megabytes are on the disk.
    #[arg(long, default_value_t = 0)]
    size_mb: u64,
}

impl Which {
    fn phone(&self) -> Result<Phone> {
        let shape = Shape::of(self.ios).with_context(|| format!("no iOS {} is known here", self.ios))?;
        Ok(Phone::new(shape, self.seed, self.traces))
    }

    const fn bytes(&self) -> u64 {
        self.size_mb * 1_000_000
    }
}

#[derive(Debug, Args)]
struct IosFilesystem {
    #[command(flatten)]
    which: Which,
    /// Tiny files.
    #[arg(long, default_value_t = 100)]
    files: u64,
    /// Messages in sms.db.
    #[arg(long, default_value_t = 100)]
    messages: u64,
    /// What to write; a folder must not exist or be empty, a file must not exist.
    out: PathBuf,
}

#[derive(Debug, Args)]
struct IosSysdiagnose {
    #[command(flatten)]
    which: Which,
    /// What to write; a folder must not exist or be empty, a file must not exist.
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
        Command::Names { register, count, seed, out } => {
            ensure_empty(&out)?;
            std::fs::create_dir_all(&out)?;
            let known = vigie_testkit::names::known(&register)?;
            let (mut names, mut labels) = (create(&out.join("names.txt"))?, create(&out.join("labels.tsv"))?);
            for named in vigie_testkit::names::list(&known, count, seed) {
                writeln!(names, "{}", named.name)?;
                writeln!(labels, "{}\t{}\t{}", named.name, named.of, named.how)?;
            }
            names.flush()?;
            labels.flush()?;
            Ok(())
        }
        Command::Entities { register, count, seed, out } => {
            ensure!(!out.exists(), "{} exists: choose a new file", out.display());
            let known = vigie_testkit::names::known(&register)?;
            let mut file = create(&out)?;
            for entity in vigie_testkit::names::entities(&known, count, seed) {
                writeln!(file, "{entity}")?;
            }
            file.flush()?;
            Ok(())
        }
        Command::UnifiedLog { files, entries, seed, out } => {
            ensure_empty(&out)?;
            for (name, bytes) in vigie_testkit::unified_log::archive(files, entries, seed) {
                let path = out.join(name);
                std::fs::create_dir_all(path.parent().unwrap_or(&out))?;
                std::fs::write(path, bytes)?;
            }
            Ok(())
        }
        Command::WindowsEvents { events, out } => {
            ensure!(!out.exists(), "{} exists: choose a new file", out.display());
            let mut file = BufWriter::new(File::create(&out)?);
            vigie_testkit::evtx::busy_security_log(events, &mut file)?;
            Ok(file.flush()?)
        }
        Command::WindowsTriage { traces, seed, out } => {
            if out.extension().is_some_and(|ending| ending == "zip") {
                ensure!(!out.exists(), "{} exists: choose a new file", out.display());
                return std::fs::write(&out, triage::zip(traces, seed)?).with_context(|| out.display().to_string());
            }
            ensure_empty(&out)?;
            for (name, bytes) in triage::files(traces, seed)? {
                let path = out.join(name);
                std::fs::create_dir_all(path.parent().unwrap_or(&out))?;
                std::fs::write(path, bytes)?;
            }
            Ok(())
        }
        Command::UsbImage { rewritten, out } => {
            ensure!(!out.exists(), "{} exists: choose a new file", out.display());
            std::fs::write(&out, disk::usb_stick(rewritten)).with_context(|| out.display().to_string())
        }
        Command::AndroidBugreport(asked) => {
            ensure!(!asked.out.exists(), "{} exists: choose a new file", asked.out.display());
            let bare = asked.out.extension().is_some_and(|ending| ending == "txt");
            let scale = asked.scale();
            let bytes = if bare { bugreport::text(&scale).into_bytes() } else { bugreport::zip(&scale) };
            std::fs::write(&asked.out, bytes).with_context(|| asked.out.display().to_string())
        }
        Command::Androidqf(asked) => {
            ensure_empty(&asked.out)?;
            std::fs::create_dir_all(&asked.out)?;
            for (name, bytes) in quick_forensics::files(&asked.scale()) {
                std::fs::write(asked.out.join(name), bytes)?;
            }
            Ok(())
        }
        Command::Mailbox { messages, seed, traces, out } => {
            ensure!(!out.exists(), "{} exists: choose a new file", out.display());
            let mut file = create(&out)?;
            Mailbox { messages, seed, traces }.write(&mut file)?;
            Ok(file.flush()?)
        }
        Command::Network(asked) => asked.write(),
        Command::IosBackup(asked) => {
            ensure_empty(&asked.out)?;
            ios_backup(asked)
        }
        Command::IosFilesystem(asked) => {
            ensure_empty(&asked.out)?;
            let scale = Scale {
                files: asked.files,
                messages: asked.messages,
                visits: asked.messages,
                processes: 100,
                seed: asked.which.seed,
                traces: false,
                page_size: PageSize::Real,
            };
            let mut target = Target::create(&asked.out, "")?;
            filesystem::write(&asked.which.phone()?, &scale, asked.which.bytes(), &mut target)?;
            target.finish()
        }
        Command::IosSysdiagnose(asked) => {
            ensure_empty(&asked.out)?;
            let phone = asked.which.phone()?;
            let mut target = Target::create(&asked.out, &phone.shape.sysdiagnose())?;
            sysdiagnose::write(&phone, asked.which.bytes(), &mut target)?;
            target.finish()
        }
    }
}

fn create(path: &Path) -> Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path).with_context(|| path.display().to_string())?))
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
