//! A cluster file of a MISP galaxy (<https://www.misp-standard.org/rfc/misp-standard-galaxy-format.html>):
//! `{"values": [{"value": …, "uuid": …, "meta": {"synonyms": […], "country": …}}]}`. The descriptions of
//! `surveillance-vendor.json` name persons and are not read.

use std::io::{self, BufRead, Read};

use serde::Deserialize;

use super::{Foreign, ImportError, Row};

/// The largest file that is read: many times the largest cluster of MISP.
const LARGEST: u64 = 256 << 20;

#[derive(Deserialize)]
struct Cluster {
    values: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "value")]
    name: String,
    #[serde(default)]
    uuid: String,
    #[serde(default)]
    meta: Meta,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    synonyms: Vec<String>,
    country: Option<OneOrMany>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

pub(super) fn rows(
    from: &mut dyn BufRead,
    see: &mut dyn FnMut(Row) -> io::Result<()>,
    read: &mut dyn FnMut(u64),
) -> Result<(), ImportError> {
    let mut bytes = Vec::new();
    let got = Read::take(from, LARGEST).read_to_end(&mut bytes)? as u64;
    if got == LARGEST {
        return Err(ImportError::Format(format!("larger than {LARGEST} bytes, which no cluster file is")));
    }
    read(got);
    let cluster: Cluster =
        serde_json::from_slice(&bytes).map_err(|error| ImportError::Format(format!("no cluster file: {error}")))?;
    for (place, value) in (1..).zip(cluster.values) {
        let mut names = vec![value.name];
        names.extend(value.meta.synonyms);
        names.retain(|name| !name.trim().is_empty());
        let countries = match value.meta.country {
            None => Vec::new(),
            Some(OneOrMany::One(one)) => vec![one],
            Some(OneOrMany::Many(many)) => many,
        };
        see(Row::Organisation(Foreign {
            place,
            id: value.uuid,
            names,
            countries: countries.into_iter().map(|code| code.to_ascii_uppercase()).collect(),
            identifiers: Vec::new(),
        }))?;
    }
    Ok(())
}
