//! Prefetch files of Windows (`*.pf`), not compressed.
//!
//! Format: Joachim Metz, "Windows Prefetch File (PF) format" (libscca). What a reader of programs, runs and files does not
//! need (metrics, trace chains, references of directories) is left empty.

use anyhow::{Result, bail};
use serde::Deserialize;

/// `FILETIME` of 1970-01-01.
const EPOCH: u64 = 116_444_736_000_000_000;

/// A program that ran.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// 17 (XP), 23 (7), 26 (8.1), 30 (10), 31 (11).
    pub version: u32,
    /// Its name, in capitals.
    pub name: String,
    /// The hash of its path.
    pub hash: u32,
    /// How often it ran.
    pub runs: u32,
    /// When, in seconds since 1970, latest first.
    pub times: Vec<u64>,
    /// The path of the volume.
    pub volume: String,
    /// Files it opened, with the path of the volume before them.
    pub files: Vec<String>,
}

/// The file of a program that stands there as JSON.
pub fn from_json(text: &str) -> Result<Vec<u8>> {
    write(&serde_json::from_str(text)?)
}

/// The file of a program.
pub fn write(program: &Program) -> Result<Vec<u8>> {
    // Where things begin behind the header, where the last time and the number of runs stand, bytes of a volume's entry.
    let (start, last, runs, entry) = match program.version {
        17 => (152, 120, 144, 40),
        23 => (240, 128, 152, 104),
        26 => (304, 128, 208, 104),
        30 => (304, 128, 208, 96),
        31 => (296, 128, 200, 96),
        other => bail!("there is no version {other}"),
    };
    let wide = |text: &str| text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut file = vec![0; start];
    let names: Vec<u8> = program.files.iter().flat_map(|name| wide(name)).collect();
    let volumes = (start + names.len()).next_multiple_of(8);
    let volume = wide(&program.volume);
    put(&mut file, 0, &[program.version])?;
    file[4..8].copy_from_slice(b"SCCA");
    let name = wide(&program.name);
    file[16..16 + name.len()].copy_from_slice(&name);
    put(&mut file, 76, &[program.hash])?;
    let small = |number: usize| u32::try_from(number);
    put(&mut file, 84, &[small(start)?])?;
    put(&mut file, 100, &[small(start)?, small(names.len())?, small(volumes)?, 1, small(entry + volume.len())?])?;
    for (number, time) in program.times.iter().enumerate() {
        let at = last + 8 * number;
        file[at..at + 8].copy_from_slice(&(time * 10_000_000 + EPOCH).to_le_bytes());
    }
    put(&mut file, runs, &[program.runs])?;
    file.extend(names);
    file.resize(volumes + entry, 0);
    put(&mut file, volumes, &[small(entry)?, small(volume.len() / 2 - 1)?])?;
    file[volumes + 8..volumes + 16].copy_from_slice(&(EPOCH + 14_855_264_000_000_000).to_le_bytes());
    put(&mut file, volumes + 16, &[0x5c0b_1f2e])?;
    file.extend(volume);
    let length = small(file.len())?;
    put(&mut file, 12, &[length])?;
    Ok(file)
}

fn put(file: &mut [u8], at: usize, numbers: &[u32]) -> Result<()> {
    for (number, place) in numbers.iter().zip((at..).step_by(4)) {
        let Some(bytes) = file.get_mut(place..place + 4) else { bail!("{place} is outside of the file") };
        bytes.copy_from_slice(&number.to_le_bytes());
    }
    Ok(())
}
