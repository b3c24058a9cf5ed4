//! The property lists inside `sms.db`: link previews and the history of a message.
//! Source: imessage-exporter; Apple's LinkPresentation framework.

use anyhow::Result;
use plist::Value;

use super::sms::{History, RichLink};
use crate::keyed_archive::KeyedArchive;
use crate::property_list::{binary, dict, text};
use crate::typedstream;

/// `payload_data`: an archived `LPLinkMetadata` of the LinkPresentation framework.
pub(super) fn rich_link(link: &RichLink) -> Result<Vec<u8>> {
    let mut archive = KeyedArchive::new();
    let root = archive.add(Value::Boolean(false));
    let url_class = archive.class(&["NSURL", "NSObject"]);
    let mut url = |address: &str| {
        let relative = archive.add(text(address));
        archive.add(dict([("$class", url_class.clone()), ("NS.base", KeyedArchive::null()), ("NS.relative", relative)]))
    };
    let (original, resolved) = (url(&link.original_url), url(&link.url));
    let title = archive.add(text(&link.title));
    let class = archive.class(&["LPLinkMetadata", "NSObject"]);
    let metadata = archive.add(dict([
        ("$class", class),
        ("URL", resolved),
        ("originalURL", original),
        ("title", title),
        ("version", 1.into()),
    ]));
    let class = archive.class(&["RichLink", "NSObject"]);
    let object = dict([("$class", class), ("richLinkIsPlaceholder", false.into()), ("richLinkMetadata", metadata)]);
    archive.replace(&root, object);
    archive.finish([("root", root)])
}

/// `message_summary_info`: edits (`ec`), ranges of the first text (`otr`) and parts taken back (`rp`).
pub(super) fn summary(history: &History, present: &str) -> Result<Vec<u8>> {
    let edits = history
        .edits
        .iter()
        .map(|(at, words)| {
            let body = typedstream::attributed_string(&typedstream::runs(words));
            dict([("d", at.cocoa().into()), ("t", Value::Data(body))])
        })
        .collect();
    let first = history.edits.first().map_or(present, |(_, words)| words.as_str());
    let units = i64::try_from(first.encode_utf16().count())?;
    let range = dict([("le", units.into()), ("lo", 0.into())]);
    let retracted = history.retracted_parts.iter().map(|&part| part.into()).collect();
    binary(&dict([
        ("amc", 0.into()),
        ("ec", dict([("0", Value::Array(edits))])),
        ("ep", Value::Array(vec![0.into()])),
        ("otr", dict([("0", range)])),
        ("rp", Value::Array(retracted)),
        ("ust", true.into()),
    ]))
}
