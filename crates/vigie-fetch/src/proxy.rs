//! The proxy that the environment sets. One that cannot be understood is an error: whoever set it did not want to be
//! seen asking directly.

use ureq::Proxy;

use crate::FetchError;

/// Names in the order they are looked at.
fn names(scheme: &str) -> [&'static str; 4] {
    match scheme {
        "https" => ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        _ => ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
    }
}

/// The proxy for addresses of a scheme.
pub(crate) fn from_environment(scheme: &str) -> Result<Option<Proxy>, FetchError> {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let Some((name, given)) = names(scheme).into_iter().find_map(|name| Some((name, value(name)?))) else {
        return Ok(None);
    };
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
    for host in ["localhost", "127.0.0.1", "::1"] {
        builder = builder.no_proxy(host);
    }
    let direct = value("no_proxy").or_else(|| value("NO_PROXY")).unwrap_or_default();
    for host in direct.split(',').map(str::trim).filter(|host| !host.is_empty()) {
        builder = builder.no_proxy(host);
    }
    builder.build().map(Some).map_err(wrong)
}
