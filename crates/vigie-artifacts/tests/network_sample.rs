//! A public capture of a Windows computer (plaso's test data), where it is beside the repository or where `VIGIE_EVIDENCE` says: it
//! is read whole, and counted as `tshark` 4.0.17 counts it.

use std::path::{Path, PathBuf};

use vigie_artifacts::network::Traffic;
use vigie_artifacts::{AnyRecord, Sink, artifact};
use vigie_evidence::MemoryEvidence;
use vigie_model::{Layout, Place, ProblemCode};

#[derive(Default)]
struct Collected {
    records: Vec<Traffic>,
    problems: Vec<String>,
}

impl Sink for Collected {
    fn record(&mut self, _place: Place, record: &dyn AnyRecord) {
        self.records.push(record.as_any().downcast_ref::<Traffic>().expect("of the network").clone());
    }

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        self.problems.push(format!("{code} {place} {detail}"));
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
#[expect(clippy::disallowed_methods, reason = "a sample beside the repository, and a choice of whoever runs the test")]
fn a_public_capture_is_counted_as_tshark_counts_it() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/evidence");
    let path = std::env::var_os("VIGIE_EVIDENCE").map_or(beside, PathBuf::from).join("network/test.pcap");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: there is no {}; set VIGIE_EVIDENCE to try it", path.display());
        return;
    };
    let evidence = MemoryEvidence::new(Layout::Network).file("test.pcap", bytes).into_evidence();
    let read = |id: &str| {
        let mut collected = Collected::default();
        let artifact = artifact(id).expect("in the registry");
        evidence.walk(
            &mut |_| true,
            &mut |source| assert!(artifact.run(&source, &mut collected), "{id}"),
            &mut |problem| panic!("{problem:?}"),
        );
        assert_eq!(collected.problems, Vec::<String>::new(), "{id}");
        collected.records
    };
    let count = |id: &str| -> u64 { read(id).iter().map(|record| record.span().count).sum() };

    let flows = read("network_flows");
    let of = |protocol: &'static str| {
        flows.iter().filter_map(move |record| match record {
            Traffic::Flow(flow) if flow.protocol == protocol => Some(flow),
            _ => None,
        })
    };
    assert_eq!(of("tcp").map(|flow| flow.span.count).sum::<u64>(), 24, "conversations of TCP");
    assert_eq!(of("udp").map(|flow| flow.span.count).sum::<u64>(), 37, "conversations of UDP");
    assert_eq!(of("tcp").chain(of("udp")).filter_map(|flow| flow.packets).sum::<u64>(), 1434, "packets");
    assert_eq!((read("network_dns").len(), count("network_dns")), (13, 22), "names and questions");
    assert_eq!((read("network_http").len(), count("network_http")), (13, 13), "requests");
    let handshakes = read("network_tls");
    let named = handshakes.iter().filter(|record| match record {
        Traffic::Handshake(handshake) => handshake.server_name.is_some() && handshake.certificate.is_some(),
        _ => false,
    });
    assert_eq!((handshakes.len(), named.count()), (4, 3), "handshakes, and those with a name");
    let servers = read("network_certificates");
    let own = servers.iter().filter(|record| matches!(record, Traffic::Certificate(one) if one.position == Some(0)));
    assert_eq!(own.count(), 4, "servers that sent their certificate");
    assert!(!read("network_dhcp").is_empty());
    assert!(read("network_smb").is_empty());
}
