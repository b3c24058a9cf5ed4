//! The only room with a way out: asks a server for packs of indicators, when the user says so (`vigie indicators
//! update` and `add`). No other crate may reach it; `ARCHITECTURE.md` and its test say so.
//!
//! What it refuses: anything but HTTPS (see [`Plain`]), a redirect that leaves HTTPS or goes on and on, an answer larger
//! than asked for, an answer that ends too early, a proxy it does not understand (it never goes past a proxy that was
//! set). Credentials go to the host they were given for and to no other. Certificates are checked against Mozilla's
//! roots, compiled in, not against those of the machine: a root that was forced on it reads nothing here. Who runs a
//! server under a root of their own gives that root.

mod proxy;

use std::io::Read;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;
use ureq::Agent;
use ureq::http::header::{self, HeaderMap};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use url::{Host, Url};

/// Redirects followed for one answer.
const REDIRECTS: usize = 5;

/// Whether an address without encryption may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// Never: what an HTTPS origin leads to is HTTPS.
    Never,
    /// On this machine only.
    Loopback,
    /// Anywhere: the user said so.
    Anywhere,
}

impl Plain {
    /// What goes for everything that an address given by the user leads to: an index that came over HTTPS leads to
    /// HTTPS only, whatever else is allowed.
    pub fn for_origin(origin: &str, allow_http: bool) -> Self {
        match Url::parse(origin) {
            Ok(url) if url.scheme() == "http" && allow_http => Self::Anywhere,
            Ok(url) if url.scheme() == "http" => Self::Loopback,
            _ => Self::Never,
        }
    }

    fn allows(self, url: &Url) -> bool {
        match (url.scheme(), self) {
            ("https", _) | ("http", Self::Anywhere) => true,
            ("http", Self::Loopback) => is_loopback(url),
            _ => false,
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// How to ask.
#[derive(Debug, Clone)]
pub struct Settings {
    /// For one answer, from the first look-up to the last byte.
    pub timeout: Duration,
    /// Root certificates in PEM, instead of Mozilla's: of a server of one's own.
    pub roots: Option<Vec<u8>>,
    /// Whether plain HTTP may be asked.
    pub plain: Plain,
}

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// Where.
    pub url: &'q str,
    /// Media types understood.
    pub accept: Option<&'q str>,
    /// `ETag` of what is there already.
    pub etag: Option<&'q str>,
    /// `Last-Modified` of what is there already.
    pub modified: Option<&'q str>,
    /// User and password.
    pub credentials: Option<(&'q str, &'q str)>,
    /// The most bytes to take.
    pub limit: u64,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What is there already is what there is.
    NotModified,
    /// This.
    Got(Got),
}

/// A complete answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    /// Where it came from in the end.
    pub url: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
    /// `X-TAXII-Date-Added-Last`.
    pub added_last: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// Not an address.
    #[error("`{0}` is not an address")]
    Address(String),
    /// It holds a user or a password; told without them.
    #[error("{0} was given with a user or a password in it")]
    Credentials(String),
    /// It is not HTTPS.
    #[error("{0} is not HTTPS")]
    NotHttps(String),
    /// One redirect after another.
    #[error("{0} leads from one address to the next and never ends")]
    Redirects(String),
    /// Larger than asked for.
    #[error("{url} gives more than {limit} bytes")]
    TooLarge {
        /// Where.
        url: String,
        /// Bytes.
        limit: u64,
    },
    /// Too slow.
    #[error("{0} did not answer in time")]
    TimedOut(String),
    /// An answer of the server that is no content.
    #[error("{url} answers {status}")]
    Status {
        /// Where.
        url: String,
        /// HTTP status.
        status: u16,
    },
    /// No connection, no trust, or an answer cut short.
    #[error("{url}: {detail}")]
    Failed {
        /// Where.
        url: String,
        /// What happened.
        detail: String,
    },
    /// The root certificates given cannot be read.
    #[error("root certificates: {0}")]
    Roots(String),
    /// The proxy that is set cannot be used.
    #[error("the proxy in {name} cannot be used: {detail}")]
    Proxy {
        /// The variable of the environment.
        name: &'static str,
        /// Why.
        detail: String,
    },
}

/// Asks servers.
#[derive(Debug)]
pub struct Client {
    secure: Agent,
    plain: Agent,
    allowed: Plain,
}

impl Client {
    /// With proxies as the environment sets them: `HTTPS_PROXY` or `HTTP_PROXY` by what is asked, else `ALL_PROXY`, in
    /// capitals or not; hosts in `NO_PROXY` are asked directly.
    ///
    /// # Errors
    /// [`FetchError::Roots`], [`FetchError::Proxy`].
    pub fn new(settings: &Settings) -> Result<Self, FetchError> {
        let agent = |scheme| -> Result<Agent, FetchError> {
            let mut tls = TlsConfig::builder();
            if let Some(pem) = &settings.roots {
                tls = tls.root_certs(RootCerts::from(roots(pem)?));
            }
            let config = Agent::config_builder()
                .tls_config(tls.build())
                .timeout_global(Some(settings.timeout))
                .proxy(proxy::from_environment(scheme)?)
                // Redirects are followed here, where each one is looked at.
                .max_redirects(0)
                .max_redirects_will_error(false)
                .http_status_as_error(false)
                .user_agent(concat!("vigie/", env!("CARGO_PKG_VERSION")))
                .build();
            Ok(config.new_agent())
        };
        Ok(Self { secure: agent("https")?, plain: agent("http")?, allowed: settings.plain })
    }

    /// Asks once, and follows where it is led to.
    ///
    /// # Errors
    /// [`FetchError`].
    pub fn get(&self, question: &Question<'_>) -> Result<Answer, FetchError> {
        let first = Url::parse(question.url).map_err(|_| FetchError::Address(question.url.to_owned()))?;
        // An address is written down, in what is installed and in cases: a password has no place in it.
        if !first.username().is_empty() || first.password().is_some() {
            return Err(FetchError::Credentials(shown(&first)));
        }
        let mut url = first.clone();
        for _ in 0..=REDIRECTS {
            if !self.allowed.allows(&url) {
                return Err(FetchError::NotHttps(shown(&url)));
            }
            let credentials = question.credentials.filter(|_| url.origin() == first.origin());
            let mut response = self.ask(&url, question, credentials)?;
            let status = response.status().as_u16();
            match status {
                200 => return read(&url, &mut response, question.limit),
                304 if question.etag.is_some() || question.modified.is_some() => return Ok(Answer::NotModified),
                301 | 302 | 303 | 307 | 308 => {
                    let next = text(response.headers(), header::LOCATION.as_str())
                        .and_then(|place| url.join(&place).ok())
                        .ok_or_else(|| FetchError::Status { url: shown(&url), status })?;
                    // From HTTPS there is no way back, whatever is allowed.
                    if url.scheme() == "https" && next.scheme() != "https" {
                        return Err(FetchError::NotHttps(shown(&next)));
                    }
                    url = next;
                }
                _ => return Err(FetchError::Status { url: shown(&url), status }),
            }
        }
        Err(FetchError::Redirects(shown(&first)))
    }

    fn ask(
        &self,
        url: &Url,
        question: &Question<'_>,
        credentials: Option<(&str, &str)>,
    ) -> Result<ureq::http::Response<ureq::Body>, FetchError> {
        let agent = if url.scheme() == "https" { &self.secure } else { &self.plain };
        let mut request = agent.get(url.as_str()).header(header::ACCEPT, question.accept.unwrap_or("*/*"));
        for (name, value) in [(header::IF_NONE_MATCH, question.etag), (header::IF_MODIFIED_SINCE, question.modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        if let Some((user, password)) = credentials {
            let basic = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
            request = request.header(header::AUTHORIZATION, basic);
        }
        request.call().map_err(|error| failed(url, &error))
    }
}

fn read(url: &Url, response: &mut ureq::http::Response<ureq::Body>, limit: u64) -> Result<Answer, FetchError> {
    let too_large = || FetchError::TooLarge { url: shown(url), limit };
    if response.body().content_length().is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| {
        let detail = error.to_string();
        match error.downcast::<ureq::Error>() {
            Ok(error) => failed(url, &error),
            Err(_) => FetchError::Failed { url: shown(url), detail },
        }
    })?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    let headers = response.headers();
    Ok(Answer::Got(Got {
        url: shown(url),
        bytes,
        etag: text(headers, header::ETAG.as_str()),
        modified: text(headers, header::LAST_MODIFIED.as_str()),
        added_last: text(headers, "x-taxii-date-added-last"),
    }))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// An address as it may be written down: without a password in it.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only for addresses that cannot have them.
    let _ = url.set_password(None);
    let _ = url.set_username("");
    url.into()
}

fn failed(url: &Url, error: &ureq::Error) -> FetchError {
    match error {
        ureq::Error::Timeout(_) => FetchError::TimedOut(shown(url)),
        other => FetchError::Failed { url: shown(url), detail: other.to_string() },
    }
}

/// Mozilla's roots are replaced by `ureq` when others are given, so that only what is given is trusted.
fn roots(pem: &[u8]) -> Result<Vec<Certificate<'static>>, FetchError> {
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| FetchError::Roots(error.to_string()))? {
            found.push(certificate);
        }
    }
    if found.is_empty() {
        return Err(FetchError::Roots("no certificate is in it".to_owned()));
    }
    Ok(found)
}
