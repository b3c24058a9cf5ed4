//! Processes that used the network, as `symptomsd` counts them; see `network_usage.rs`. In full file systems only (the
//! network domain of old backups aside).

use vigie_model::Layout;

use super::network_usage::{MEANING, ProcessUsage, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct NetUsage;

impl Artifact for NetUsage {
    type Record = ProcessUsage;
    const SPEC: Spec = Spec {
        id: "ios_netusage",
        version: 1,
        paths: &[
            (Layout::IosBackup, "NetworkDomain/netusage.sqlite"),
            (Layout::IosBackup, "NetworkDomain/db/netusage.sqlite"),
            (Layout::IosFilesystem, "private/var/networkd/netusage.sqlite"),
            (Layout::IosFilesystem, "private/var/networkd/db/netusage.sqlite"),
        ],
        meaning: MEANING,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ProcessUsage>) -> Result<(), ParseError> {
        read(file, out)
    }
}
