//! Certificates are checked: against a server of OpenSSL with a root of its own. Skipped where there is no `openssl`.

#![expect(clippy::print_stderr, reason = "a test that cannot run says so")]

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use vigie_fetch::{Answer, Client, FetchError, Plain, Question, Settings};

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

const CONFIG: &str = "[req]\ndistinguished_name = dn\nprompt = no\n[dn]\nCN = test\n\
    [root]\nbasicConstraints = critical, CA:TRUE\n\
    [right]\nbasicConstraints = CA:FALSE\nsubjectAltName = IP:127.0.0.1\n\
    [other]\nbasicConstraints = CA:FALSE\nsubjectAltName = DNS:other.example\n";

/// A certificate and its key, signed by another or by itself; `None` where that cannot be done.
fn certificate(folder: &Path, name: &str, kind: &str, signer: Option<&str>) -> Option<()> {
    let mut openssl = Command::new("openssl");
    openssl
        .args(["req", "-x509", "-config", "c.cnf", "-extensions", kind, "-newkey", "rsa:2048", "-nodes", "-days", "2"])
        .args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.pem")]);
    if let Some(signer) = signer {
        openssl.args(["-CA", &format!("{signer}.pem"), "-CAkey", &format!("{signer}.key")]);
    }
    let made = openssl.current_dir(folder).stderr(Stdio::null()).status();
    made.ok().filter(std::process::ExitStatus::success).map(|_| ())
}

/// Serves the files of a folder.
fn serve(folder: &Path, name: &str) -> (Ended, u16) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let child = Command::new("openssl")
        .args(["s_server", "-quiet", "-WWW", "-accept", &format!("127.0.0.1:{port}")])
        .args(["-cert", &format!("{name}.pem"), "-key", &format!("{name}.key")])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("openssl starts");
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the server listens");
        std::thread::sleep(Duration::from_millis(20));
    }
    (Ended(child), port)
}

fn ask(port: u16, roots: Option<&Path>) -> Result<Answer, FetchError> {
    let roots = roots.map(|path| std::fs::read(path).expect("readable"));
    let client = Client::new(&Settings { timeout: Duration::from_secs(10), roots, plain: Plain::Never })?;
    let url = format!("https://127.0.0.1:{port}/pack");
    client.get(&Question { url: &url, accept: None, etag: None, modified: None, credentials: None, limit: 1_000 })
}

#[test]
fn only_a_server_with_a_certificate_of_a_known_root_is_heard() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("pack"), "what it serves").expect("is written");
    std::fs::write(at.join("c.cnf"), CONFIG).expect("is written");
    let wanted = [
        ("root", "root", None),
        ("stranger", "root", None),
        ("right", "right", Some("root")),
        ("other", "other", Some("root")),
    ];
    if !wanted.iter().all(|(name, kind, signer)| certificate(at, name, kind, *signer).is_some()) {
        eprintln!("skipped: openssl cannot be used here");
        return;
    }
    let (_server, port) = serve(at, "right");
    match ask(port, Some(&at.join("root.pem"))) {
        Ok(Answer::Got(got)) => assert_eq!(got.bytes, b"what it serves"),
        other => panic!("{other:?}"),
    }
    // Not Mozilla's, and not the one that was given.
    assert!(matches!(ask(port, None), Err(FetchError::Failed { .. })));
    assert!(matches!(ask(port, Some(&at.join("stranger.pem"))), Err(FetchError::Failed { .. })));
    // A root that is known, and another name in the certificate.
    let (_server, port) = serve(at, "other");
    assert!(matches!(ask(port, Some(&at.join("root.pem"))), Err(FetchError::Failed { .. })));
}
