//! The file systems that were mounted, and how: a disk image, or a system volume that can be written to, is not the
//! ordinary state of an iPhone.
//!
//! Format: `mount.txt` (`DEVICE on PATH (type, option, …)`) and `disks.txt`, the output of `df` (a table with a header
//! line). Other readers: EC sysdiagnose `disks`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::text::{Columns, each_line};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Mounts;

/// One mounted file system.
#[derive(Debug, Serialize)]
pub struct Mount {
    /// The device, image or service it comes from.
    pub device: String,
    /// Where it is mounted.
    pub path: String,
    /// Its type and options (`apfs`, `read-only`, `nosuid`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Its size, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// How much of it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<String>,
}

impl Record for Mount {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for path in [&self.device, &self.path] {
            if path.starts_with('/') {
                see(Observable::file_path(path));
            }
        }
    }

    fn summary(&self) -> String {
        format!("{} mounted on {} {}", self.device, self.path, self.options.join(", "))
    }
}

fn mount(line: &str) -> Option<Mount> {
    let (device, rest) = line.split_once(" on ")?;
    let (path, options) = rest.rsplit_once(" (")?;
    let options = options.trim_end().strip_suffix(')')?;
    Some(Mount {
        device: device.to_owned(),
        path: path.to_owned(),
        options: options.split(", ").map(str::to_owned).collect(),
        size: None,
        used: None,
    })
}

impl Artifact for Mounts {
    type Record = Mount;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_mounts",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "mount.txt"), (Layout::IosSysdiagnose, "disks.txt")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Mount>) -> Result<(), ParseError> {
        let table = file.file_name() == "disks.txt";
        let mut columns: Option<Columns> = None;
        each_line(file, out, |at: Place, line, out| {
            if line.trim().is_empty() {
                return;
            }
            if !table {
                match mount(line) {
                    Some(record) => out.record(at, record),
                    None => out.problem(ProblemCode::LineNotUnderstood, at, "not `DEVICE on PATH (options)`"),
                }
                return;
            }
            let Some(columns) = &columns else {
                columns = Columns::of(&line.replace("Mounted on", "Mounted"), &["Filesystem", "Mounted"]);
                return;
            };
            let cells = columns.cells(line);
            let Some((device, path)) = cells.get("Filesystem").zip(cells.get("Mounted")).filter(|_| cells.complete())
            else {
                out.problem(ProblemCode::LineNotUnderstood, at, "the line has fewer columns than the header");
                return;
            };
            let text = |name: &str| cells.get(name).map(str::to_owned);
            let record = Mount {
                device: device.to_owned(),
                path: path.to_owned(),
                options: Vec::new(),
                size: text("Size"),
                used: text("Used"),
            };
            out.record(at, record);
        })?;
        if table && columns.is_none() {
            out.problem(ProblemCode::NotTheFormat, Place::File, "there is no header line of df");
        }
        Ok(())
    }
}
