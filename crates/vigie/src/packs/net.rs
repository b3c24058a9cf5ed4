//! The one way from the command line to a server: `vigie-fetch`, dressed as what `vigie-packs` asks.

use std::path::Path;
use std::time::Duration;

use vigie_fetch::{Client, FetchError, Plain, Settings};
use vigie_model::Message;
use vigie_packs::{Answer, Fetch, Folder, Got, Origin, PackError, Question};
use zeroize::Zeroizing;

/// A server, and whom to ask it as.
pub(crate) struct Net {
    client: Client,
    credentials: Option<(String, Zeroizing<String>)>,
}

impl Net {
    /// For an origin and whatever it leads to.
    pub(crate) fn new(
        origin: &Origin,
        timeout: u64,
        credentials: Option<(String, Zeroizing<String>)>,
    ) -> Result<Self, PackError> {
        let settings = Settings {
            timeout: Duration::from_secs(timeout),
            roots: origin.roots.clone().map(String::into_bytes),
            plain: Plain::for_origin(&origin.place, origin.allow_http),
        };
        let client = Client::new(&settings).map_err(|error| told(&error))?;
        Ok(Self { client, credentials })
    }
}

impl Fetch for Net {
    fn get(&self, question: &Question<'_>) -> Result<Answer, PackError> {
        let asked = vigie_fetch::Question {
            url: question.place,
            accept: question.accept,
            etag: question.etag,
            modified: question.modified,
            credentials: self.credentials.as_ref().map(|(user, password)| (user.as_str(), password.as_str())),
            limit: question.limit,
        };
        match self.client.get(&asked) {
            Ok(vigie_fetch::Answer::NotModified) => Ok(Answer::NotModified),
            Ok(vigie_fetch::Answer::Got(got)) => Ok(Answer::Got(Got {
                place: got.url,
                bytes: got.bytes,
                etag: got.etag,
                modified: got.modified,
                added_last: got.added_last,
            })),
            Err(error) => Err(told(&error)),
        }
    }
}

fn told(error: &FetchError) -> PackError {
    let of = |id: &str, url: &str| Message::new(id).arg("place", url);
    PackError::Fetch(match error {
        FetchError::Status { url, status: 404 | 410 } => return PackError::NotThere(url.clone()),
        FetchError::TooLarge { url, limit } => return PackError::Limit { what: url.clone(), limit: *limit },
        FetchError::Address(url) => of("packs-err-address", url),
        FetchError::Credentials(url) => of("packs-err-credentials", url),
        FetchError::NotHttps(url) => of("packs-err-not-https", url),
        FetchError::Redirects(url) => of("packs-err-redirects", url),
        FetchError::TimedOut(url) => of("packs-err-timed-out", url),
        FetchError::Status { url, status: status @ (401 | 403) } => {
            of("packs-err-not-allowed", url).arg("status", status.to_string())
        }
        FetchError::Status { url, status } => of("packs-err-status", url).arg("status", status.to_string()),
        FetchError::Proxy { name, detail } => of("packs-err-proxy", name).arg("detail", detail.as_str()),
        FetchError::Roots(detail) => Message::new("packs-err-roots").arg("detail", detail.as_str()),
        FetchError::Failed { url, detail } => of("packs-err-connection", url).arg("detail", detail.as_str()),
        other => of("packs-err-connection", "").arg("detail", other.to_string()),
    })
}

/// Whether a place is an address rather than a path.
pub(crate) fn is_address(place: &str) -> bool {
    place.contains("://")
}

/// The folder a file lies in, and its name there.
pub(crate) fn folder_of(path: &Path) -> Result<(Folder, String), PackError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !path.exists() {
        return Err(PackError::NotThere(path.display().to_string()));
    }
    Ok((Folder::new(parent)?, name))
}
