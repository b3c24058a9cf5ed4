//! Messages and mailboxes: who wrote, what the receiving server said of it, where links lead, what was attached.
//!
//! Formats: messages of RFC 5322 and MIME (crate `mail-parser`); mbox of RFC 4155; Maildir (one message a file); Apple
//! Mail's `.emlx` (a length, the message, a property list); Thunderbird's folders, which are mbox without an ending;
//! Outlook's `.msg` and its stores (`.pst`, `.ost`).

pub mod attachments;
mod authentication;
mod codes;
mod contents;
mod links;
pub mod messages;
mod mime;
mod outlook;
mod pages;
mod pdf;
mod pictures;
mod pst;
mod qr;
mod stores;

pub use contents::{Hashes, Inside, Sort};
use vigie_model::Layout;

/// Where messages lie, one by one or many in a file.
const MESSAGES: &[(Layout, &str)] = &[
    (Layout::Mail, "**/*.eml"),
    (Layout::Mail, "**/*.emlx"),
    (Layout::Mail, "**/*.mbox"),
    (Layout::Mail, "**/*.mbx"),
    (Layout::Mail, "**/mbox"),
    (Layout::Mail, "**/*.msg"),
    (Layout::Mail, "**/*.{pst,ost}"),
    (Layout::Mail, "**/{cur,new}/*"),
    // The same, given as the folder itself.
    (Layout::Mail, "*:2,*"),
    // Thunderbird: folders are files without an ending, below one of these.
    (Layout::Mail, "**/{Mail,ImapMail}/**/{Inbox,Sent,Drafts,Trash,Junk,Archives,Templates}"),
    (Layout::Mail, "**/{Inbox,Sent,Drafts,Trash,Junk,Archives}"),
    (Layout::Mail, "**/*.sbd/*"),
];
