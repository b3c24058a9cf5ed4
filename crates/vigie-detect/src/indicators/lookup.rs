//! What a value would meet, whatever it is: the data of `vigie indicators show VALUE`.

use vigie_model::{Observable, ObservableKind};

use super::canon::value;
use super::hit::Hit;
use super::matcher::Matcher;

impl Matcher {
    /// Every indicator the value would meet as a host, link, address, process, path, hash, application, …, each once
    /// with its strongest match; also withdrawn ones, and patterns of which the value is one part.
    pub fn lookup(&self, value: &str) -> Vec<Hit<'_>> {
        let mut scan = self.scan().with_revoked();
        for kind in kinds(value) {
            scan.see(&Observable::new(kind, value));
        }
        scan.see_custom(value);
        scan.finish_with_parts()
    }
}

/// The kinds a value may plausibly be. The order decides which one a tie shows.
fn kinds(value: &str) -> Vec<ObservableKind> {
    use ObservableKind as K;
    let text = value.trim();
    let mut kinds = Vec::new();
    if value::hash(text).is_some() {
        kinds.extend([K::Hash, K::AppCertificate, K::Certificate]);
    }
    if text.contains("://") {
        kinds.push(K::Url);
    } else if text.contains('@') && !text.contains(char::is_whitespace) {
        kinds.extend([K::Email, K::UserAccount]);
    } else if !text.contains(char::is_whitespace) {
        kinds.extend([K::Ip, K::Domain, K::Url]);
    }
    if text.contains("://") {
        // A link is no path, whatever its slashes say.
    } else if text.contains(['/', '\\']) {
        kinds.extend([K::Executable, K::FilePath, K::RegistryKey]);
    } else {
        kinds.extend([K::Process, K::FileName, K::AppId]);
    }
    if text.contains(char::is_whitespace) {
        kinds.extend([K::CommandLine, K::Text]);
    }
    kinds.extend([K::ProfileId, K::Property, K::Service, K::Mutex, K::UserAccount, K::Certificate]);
    kinds
}
