//! The proxy that the environment sets. One that cannot be understood is an error: whoever set it did not want to be
//! seen asking directly.

use std::env::VarError;

use ureq::Proxy;

use crate::FetchError;

/// Names in the order they are looked at.
fn names(scheme: &str) -> [&'static str; 4] {
    match scheme {
        "https" => ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        _ => ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
    }
}

/// What a variable of the environment is set to. One that is no text is set, and not understood.
fn variable(name: &'static str) -> Result<Option<String>, FetchError> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.trim().is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(FetchError::Proxy { name, detail: "it is not text".to_owned() }),
    }
}

/// The proxy for addresses of a scheme.
pub(crate) fn from_environment(scheme: &str) -> Result<Option<Proxy>, FetchError> {
    let mut found = None;
    for name in names(scheme) {
        if let Some(value) = variable(name)? {
            found = Some((name, value));
            break;
        }
    }
    let Some((name, given)) = found else { return Ok(None) };
    let wrong = |error: ureq::Error| FetchError::Proxy { name, detail: error.to_string() };
    let proxy = Proxy::new(given.trim()).map_err(wrong)?;
    let mut builder = Proxy::builder(proxy.protocol()).host(proxy.host()).port(proxy.port());
    if let Some(user) = proxy.username() {
        builder = builder.username(user);
    }
    if let Some(password) = proxy.password() {
        builder = builder.password(password);
    }
    // This machine itself is asked directly.
    for host in ["localhost", "127.0.0.1", "::1", "[::1]"] {
        builder = builder.no_proxy(host);
    }
    let direct = match variable("no_proxy")? {
        Some(direct) => direct,
        None => variable("NO_PROXY")?.unwrap_or_default(),
    };
    for host in direct.split(',').map(str::trim).filter(|host| !host.is_empty()) {
        builder = builder.no_proxy(host);
    }
    builder.build().map(Some).map_err(wrong)
}
