//! Processes that used mobile data (and Wi-Fi), as the telephony part of iOS counts them; see `network_usage.rs`.

use vigie_model::Layout;

use super::network_usage::{MEANING, ProcessUsage, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct DataUsage;

impl Artifact for DataUsage {
    type Record = ProcessUsage;
    const SPEC: Spec = Spec {
        id: "ios_datausage",
        version: 1,
        paths: &[
            (Layout::IosBackup, "WirelessDomain/Library/Databases/DataUsage.sqlite"),
            (Layout::IosFilesystem, "private/var/wireless/Library/Databases/DataUsage.sqlite"),
        ],
        meaning: MEANING,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ProcessUsage>) -> Result<(), ParseError> {
        read(file, out)
    }
}
