//! What was seen as an observable object of UCO, by the kind of the indicator it met and by its form.

use serde_json::{Value, json};

use super::graph::{Graph, Node};
use crate::exchange::ExchangeError;
use crate::exchange::values::{Algorithm, Network, algorithm, is_email, network};

/// The object; one without a facet, named as it was seen, where UCO has none.
pub(super) fn node(graph: &mut Graph<'_>, kind: &str, seen: &str) -> Result<String, ExchangeError> {
    let (class, facet) = observable(graph, kind, seen);
    let mut content = json!({ "uco-core:name": seen });
    if let Some(facet) = facet {
        content["uco-core:hasFacet"] = json!([facet]);
    }
    graph.put(class, content)
}

fn observable(graph: &Graph<'_>, kind: &str, seen: &str) -> (&'static str, Option<Node>) {
    let facet = |class: &str, content: Value| Some(graph.part(seen, class, content));
    match kind {
        "domain" | "url" | "ip" => match network(seen) {
            Some(Network::Ipv4) => (
                "uco-observable:IPv4Address",
                facet("uco-observable:IPv4AddressFacet", json!({ "uco-observable:addressValue": seen })),
            ),
            Some(Network::Ipv6) => (
                "uco-observable:IPv6Address",
                facet("uco-observable:IPv6AddressFacet", json!({ "uco-observable:addressValue": seen })),
            ),
            Some(Network::Url) => {
                ("uco-observable:URL", facet("uco-observable:URLFacet", json!({ "uco-observable:fullValue": seen })))
            }
            Some(Network::Host) => (
                "uco-observable:DomainName",
                facet("uco-observable:DomainNameFacet", json!({ "uco-observable:value": seen })),
            ),
            None => NONE,
        },
        "email" if is_email(seen) => (
            "uco-observable:EmailAddress",
            facet("uco-observable:EmailAddressFacet", json!({ "uco-observable:addressValue": seen })),
        ),
        // A process has no name of its own in UCO: it is that of the object.
        "process" => ("uco-observable:Process", None),
        "command-line" => (
            "uco-observable:Process",
            facet("uco-observable:ProcessFacet", json!({ "uco-observable:arguments": seen })),
        ),
        "file-name" => {
            ("uco-observable:File", facet("uco-observable:FileFacet", json!({ "uco-observable:fileName": seen })))
        }
        "file-path" => {
            ("uco-observable:File", facet("uco-observable:FileFacet", json!({ "uco-observable:filePath": seen })))
        }
        "hash" => match algorithm(seen).and_then(method) {
            Some(method) => {
                let hash = graph.hash(seen, method, seen);
                let facet = facet("uco-observable:ContentDataFacet", json!({ "uco-observable:hash": [hash] }));
                ("uco-observable:ContentData", facet)
            }
            None => NONE,
        },
        "app-certificate" | "certificate" => match algorithm(seen).and_then(method) {
            Some(method) => {
                let hash = graph.hash(seen, method, seen);
                let facet =
                    facet("uco-observable:X509CertificateFacet", json!({ "uco-observable:thumbprintHash": hash }));
                ("uco-observable:X509Certificate", facet)
            }
            None => NONE,
        },
        "app-id" => (
            "uco-observable:Application",
            facet("uco-observable:ApplicationFacet", json!({ "uco-observable:applicationIdentifier": seen })),
        ),
        "mutex" => {
            ("uco-observable:Mutex", facet("uco-observable:MutexFacet", json!({ "uco-observable:mutexName": seen })))
        }
        "registry-key" => (
            "uco-observable:WindowsRegistryKey",
            facet("uco-observable:WindowsRegistryKeyFacet", json!({ "uco-observable:key": seen })),
        ),
        "user-account" => (
            "uco-observable:DigitalAccount",
            facet("uco-observable:AccountFacet", json!({ "uco-observable:accountIdentifier": seen })),
        ),
        _ => NONE,
    }
}

const NONE: (&str, Option<Node>) = ("uco-observable:ObservableObject", None);

/// The word of UCO's vocabulary of hashes, which has none for TLSH.
fn method(algorithm: Algorithm) -> Option<&'static str> {
    Some(match algorithm {
        Algorithm::Md5 => "MD5",
        Algorithm::Sha1 => "SHA1",
        Algorithm::Sha256 => "SHA256",
        Algorithm::Sha512 => "SHA512",
        Algorithm::Tlsh => return None,
    })
}
