//! Values that can be compared with indicators, in the sense of STIX cyber-observables.
//!
//! A record hands out what it saw, verbatim; the matcher in `vigie-detect` brings both sides into one canonical
//! form. The kind says which indicators can meet the value, so a parser never decides what is searched.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Meaning;

/// What sort of value an observable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ObservableKind {
    /// A host name (`a.example.org`).
    Domain,
    /// A URL, with or without scheme.
    Url,
    /// An IPv4 or IPv6 address.
    Ip,
    /// An e-mail address.
    Email,
    /// The name of a process, perhaps cut by the system that recorded it.
    Process,
    /// The full path of a program that ran.
    Executable,
    /// A command line.
    CommandLine,
    /// A file name without its folder.
    FileName,
    /// A path as on the device.
    FilePath,
    /// A path that is only known to be there, among all others: no process name is looked for in it.
    StoredPath,
    /// A hash in hexadecimal (MD5, SHA-1, SHA-256, SHA-512 by length).
    Hash,
    /// A bundle id (iOS) or package name (Android).
    AppId,
    /// The fingerprint of an application's certificate.
    AppCertificate,
    /// The fingerprint of an X.509 certificate seen on the network or in a profile.
    Certificate,
    /// Identifier or UUID of a configuration profile.
    ProfileId,
    /// The name of a system property.
    Property,
    /// The name of a system service.
    Service,
    /// A mutex name.
    Mutex,
    /// A Windows registry key.
    RegistryKey,
    /// An account or handle (Apple ID, phone number, user name).
    UserAccount,
    /// Free text a person or program wrote: links and addresses inside it are looked for.
    Text,
}

impl ObservableKind {
    /// The name used in JSON and on screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Url => "url",
            Self::Ip => "ip",
            Self::Email => "email",
            Self::Process => "process",
            Self::Executable => "executable",
            Self::CommandLine => "command-line",
            Self::FileName => "file-name",
            Self::FilePath => "file-path",
            Self::StoredPath => "stored-path",
            Self::Hash => "hash",
            Self::AppId => "app-id",
            Self::AppCertificate => "app-certificate",
            Self::Certificate => "certificate",
            Self::ProfileId => "profile-id",
            Self::Property => "property",
            Self::Service => "service",
            Self::Mutex => "mutex",
            Self::RegistryKey => "registry-key",
            Self::UserAccount => "user-account",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for ObservableKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One comparable value of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observable<'a> {
    kind: ObservableKind,
    value: Cow<'a, str>,
    meaning: Option<Meaning>,
}

macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident => $kind:ident;)*) => {
        $($(#[$doc])* pub fn $name(value: impl Into<Cow<'a, str>>) -> Self { Self::new(ObservableKind::$kind, value) })*
    };
}

impl<'a> Observable<'a> {
    /// Any kind of value.
    pub fn new(kind: ObservableKind, value: impl Into<Cow<'a, str>>) -> Self {
        Self { kind, value: value.into(), meaning: None }
    }

    constructors! {
        /// A host name.
        domain => Domain;
        /// A URL; one without scheme is read as `http`.
        url => Url;
        /// An IP address in its text form.
        ip => Ip;
        /// An e-mail address, with or without `mailto:`.
        email => Email;
        /// A process name.
        process => Process;
        /// The full path of a program that ran: compared with path, file-name and process indicators.
        executable => Executable;
        /// A command line.
        command_line => CommandLine;
        /// A file name.
        file_name => FileName;
        /// A path as on the device: compared with path and file-name indicators.
        file_path => FilePath;
        /// A hexadecimal hash.
        hash => Hash;
        /// A bundle id or package name.
        app_id => AppId;
        /// An application certificate's fingerprint.
        app_certificate => AppCertificate;
        /// A certificate's fingerprint.
        certificate => Certificate;
        /// A configuration profile's identifier or UUID.
        profile_id => ProfileId;
        /// A system property's name.
        property => Property;
        /// A service name.
        service => Service;
        /// A mutex name.
        mutex => Mutex;
        /// A registry key.
        registry_key => RegistryKey;
        /// An account, handle or phone number; an e-mail address in it also meets e-mail indicators.
        user_account => UserAccount;
        /// Free text: links, defanged links, host names and e-mail addresses in it are looked for.
        text => Text;
    }

    /// Says what a match of this value means, where that differs from the artifact's usual meaning.
    #[must_use]
    pub fn meaning(mut self, meaning: Meaning) -> Self {
        self.meaning = Some(meaning);
        self
    }

    /// The kind.
    pub fn kind(&self) -> ObservableKind {
        self.kind
    }

    /// The value, verbatim.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The meaning set by [`Observable::meaning`].
    pub fn own_meaning(&self) -> Option<Meaning> {
        self.meaning
    }
}
