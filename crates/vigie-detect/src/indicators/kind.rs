//! What sort of value an indicator names, and which STIX object paths lead there.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::pattern::ObjectPath;
use super::unusable::Reason;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What sort of value an indicator names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum IndicatorKind { $($(#[$doc])* $name,)* }

        impl IndicatorKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name used in JSON and on screen.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

kinds! {
    /// A host name; its sub-domains too.
    Domain = "domain",
    /// A URL.
    Url = "url",
    /// An address or a network of them.
    Ip = "ip",
    /// An e-mail address.
    Email = "email",
    /// A process name.
    Process = "process",
    /// A command line.
    CommandLine = "command-line",
    /// A file name.
    FileName = "file-name",
    /// A path; what lies below it too.
    FilePath = "file-path",
    /// The hash of a file.
    Hash = "hash",
    /// A bundle id or package name.
    AppId = "app-id",
    /// The fingerprint of an application's certificate.
    AppCertificate = "app-certificate",
    /// Fingerprint, serial number or subject of an X.509 certificate.
    Certificate = "certificate",
    /// A configuration profile.
    ProfileId = "profile-id",
    /// A system property.
    Property = "property",
    /// A service.
    Service = "service",
    /// A mutex.
    Mutex = "mutex",
    /// A registry key.
    RegistryKey = "registry-key",
    /// An account.
    UserAccount = "user-account",
    /// Several values that must meet in one record or one examination.
    Pattern = "pattern",
    /// A type of object no artifact of vigie yields; kept and found by `indicators show`.
    Custom = "custom",
}

impl fmt::Display for IndicatorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for IndicatorKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().copied().find(|kind| kind.name() == text);
        found.ok_or_else(|| format!("`{text}` is not a kind of indicator"))
    }
}

/// Where an object path leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Kind(IndicatorKind),
    /// An address or a name; the value decides.
    Host,
}

/// The kind of value an object path names. A standard property no record carries (`file:size`) is an error; a type
/// outside the standard and outside the habits of this field is [`IndicatorKind::Custom`].
pub(crate) fn target(path: &ObjectPath) -> Result<Target, Reason> {
    use IndicatorKind as K;
    let object = path.object.to_ascii_lowercase();
    let steps: Vec<String> = path.steps.iter().map(|s| s.to_ascii_lowercase()).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let kind = match (object.as_str(), steps.as_slice()) {
        ("domain-name", ["value"]) | ("network-traffic", [.., "request_header", "host"]) => K::Domain,
        ("domain-name", ["resolves_to_refs", "value"]) | ("network-traffic", ["dst_ref" | "src_ref", "value"]) => {
            return Ok(Target::Host);
        }
        ("url", ["value"]) | ("artifact", ["url"]) => K::Url,
        ("ipv4-addr" | "ipv6-addr", ["value"]) => K::Ip,
        ("email-addr", ["value"])
        | ("email-message", ["from_ref" | "sender_ref" | "to_refs" | "cc_refs" | "bcc_refs", "value"]) => K::Email,
        ("process", ["name"] | ["image_ref" | "binary_ref", "name"]) => K::Process,
        ("process", ["command_line"]) => K::CommandLine,
        ("process", ["extensions", "windows-service-ext", "service_name"])
        | ("service" | "windows-service", ["name"]) => K::Service,
        ("file", ["name"]) => K::FileName,
        ("file", ["path"] | ["parent_directory_ref", "path"])
        | ("directory", ["path"])
        | ("process", ["image_ref" | "binary_ref", "path"]) => K::FilePath,
        ("file" | "artifact", ["hashes", algorithm])
        | ("process", ["image_ref" | "binary_ref", "hashes", algorithm]) => hash(algorithm, path, K::Hash)?,
        ("app", ["id"]) => K::AppId,
        ("app", ["cert", algorithm]) => hash(algorithm, path, K::AppCertificate)?,
        ("configuration-profile", ["id"]) => K::ProfileId,
        ("android-property", ["name"]) => K::Property,
        ("windows-registry-key", ["key"]) => K::RegistryKey,
        ("mutex", ["name"]) => K::Mutex,
        ("x509-certificate", ["hashes", algorithm]) => hash(algorithm, path, K::Certificate)?,
        ("x509-certificate", ["serial_number" | "subject"]) => K::Certificate,
        ("user-account", ["account_login" | "user_id" | "display_name" | "id"]) => K::UserAccount,
        (object, _) if STANDARD.contains(&object) => {
            return Err(Reason::ObjectPath(path.to_string()));
        }
        _ => K::Custom,
    };
    Ok(Target::Kind(kind))
}

/// Cyber-observable types of STIX 2.1, and those of mobile packs.
const STANDARD: &[&str] = &[
    "app",
    "android-property",
    "artifact",
    "autonomous-system",
    "configuration-profile",
    "directory",
    "domain-name",
    "email-addr",
    "email-message",
    "file",
    "ipv4-addr",
    "ipv6-addr",
    "mac-addr",
    "mutex",
    "network-traffic",
    "process",
    "software",
    "url",
    "user-account",
    "windows-registry-key",
    "x509-certificate",
];

/// Cryptographic hashes are compared, and TLSH of files: an `imphash` has the length of an MD5 and means another thing.
fn hash(algorithm: &str, path: &ObjectPath, kind: IndicatorKind) -> Result<IndicatorKind, Reason> {
    let plain: String = algorithm.chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.as_str() {
        "md5" | "sha1" | "sha256" | "sha512" => Ok(kind),
        "tlsh" if kind == IndicatorKind::Hash => Ok(kind),
        _ => Err(Reason::ObjectPath(path.to_string())),
    }
}
