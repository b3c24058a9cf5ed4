//! WhatsApp: `ChatStorage.sqlite` of the shared group, with the pairs of hidden identifiers and numbers.
//! Source of the schema: a public research image of iOS 15, iLEAPP, MVT, whatsapp-mcp.

use anyhow::Result;
use rusqlite::Connection;

use super::core_data;
use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "AppDomainGroup-group.net.whatsapp.WhatsApp.shared";
/// The path in it.
pub const PATH: &str = "ChatStorage.sqlite";

/// A direct conversation or a group.
#[derive(Debug, Clone)]
pub struct Chat {
    /// Row.
    pub id: i64,
    /// `...@s.whatsapp.net` or `...@g.us`.
    pub jid: String,
    /// Name shown.
    pub name: String,
    /// Members, when it is a group: identifiers.
    pub members: Vec<String>,
    /// Begin of the group.
    pub created: Moment,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Row.
    pub id: i64,
    /// Row of the conversation.
    pub chat: i64,
    /// Row of the member who wrote, in a group.
    pub member: Option<i64>,
    /// Identifier of the other side, in a direct conversation.
    pub jid: String,
    /// Text.
    pub text: Option<String>,
    /// Written on this phone.
    pub from_me: bool,
    /// When.
    pub date: Moment,
    /// Address of a medium on the servers of WhatsApp.
    pub media_url: Option<String>,
    /// Preview of a link: address, title, summary.
    pub link: Option<(String, String, String)>,
}

/// A hidden identifier and the number behind it.
#[derive(Debug, Clone)]
pub struct LidPair {
    /// `...@lid`.
    pub lid: String,
    /// Number.
    pub phone: String,
    /// When it was learnt.
    pub time: Moment,
}

/// Makes the tables and writes conversations, messages and pairs.
pub fn create(
    connection: &Connection,
    chats: &[Chat],
    messages: impl IntoIterator<Item = Message>,
    pairs: &[LidPair],
) -> Result<()> {
    connection.execute_batch(include_str!("whatsapp_schema.sql"))?;
    let (mut groups, mut members) = (0, 0);
    for chat in chats {
        let is_group = !chat.members.is_empty();
        if is_group {
            groups += 1;
            row(
                connection,
                "ZWAGROUPINFO",
                &[
                    ("Z_PK", &groups),
                    ("Z_ENT", &5),
                    ("Z_OPT", &1),
                    ("ZSTATE", &0),
                    ("ZCHATSESSION", &chat.id),
                    ("ZCREATIONDATE", &chat.created.cocoa()),
                    ("ZCREATORJID", &chat.members.first()),
                    ("ZOWNERJID", &chat.members.first()),
                ],
            )?;
        }
        for member in &chat.members {
            members += 1;
            row(
                connection,
                "ZWAGROUPMEMBER",
                &[
                    ("Z_PK", &members),
                    ("Z_ENT", &6),
                    ("Z_OPT", &1),
                    ("ZISACTIVE", &1),
                    ("ZISADMIN", &0),
                    ("ZCHATSESSION", &chat.id),
                    ("ZMEMBERJID", member),
                ],
            )?;
        }
        row(
            connection,
            "ZWACHATSESSION",
            &[
                ("Z_PK", &chat.id),
                ("Z_ENT", &4),
                ("Z_OPT", &1),
                ("ZARCHIVED", &0),
                ("ZHIDDEN", &0),
                ("ZREMOVED", &0),
                ("ZSESSIONTYPE", &is_group),
                ("ZUNREADCOUNT", &0),
                ("ZGROUPINFO", &is_group.then_some(groups)),
                ("ZCONTACTJID", &chat.jid),
                ("ZPARTNERNAME", &chat.name),
            ],
        )?;
    }
    let counts = write_messages(connection, messages)?;
    for (id, pair) in (1_i64..).zip(pairs) {
        row(
            connection,
            "ZWAPHONENUMBERLIDPAIR",
            &[
                ("Z_PK", &id),
                ("Z_ENT", &13),
                ("Z_OPT", &1),
                ("ZTIMESTAMP", &pair.time.cocoa()),
                ("ZLID", &pair.lid),
                ("ZPHONENUMBER", &pair.phone),
            ],
        )?;
    }
    connection.execute_batch(
        "UPDATE ZWACHATSESSION SET ZLASTMESSAGE = (SELECT max(Z_PK) FROM ZWAMESSAGE WHERE ZCHATSESSION = ZWACHATSESSION.Z_PK);
         UPDATE ZWACHATSESSION SET ZLASTMESSAGEDATE = (SELECT ZMESSAGEDATE FROM ZWAMESSAGE WHERE Z_PK = ZLASTMESSAGE),
             ZMESSAGECOUNTER = (SELECT count(*) FROM ZWAMESSAGE WHERE ZCHATSESSION = ZWACHATSESSION.Z_PK);",
    )?;
    core_data::bookkeeping(
        connection,
        "3A750000-0000-4000-A000-000000000001",
        &[
            (4, "WAChatSession", i64::try_from(chats.len())?),
            (5, "WAGroupInfo", groups),
            (6, "WAGroupMember", members),
            (8, "WAMediaItem", counts.media),
            (9, "WAMessage", counts.messages),
            (10, "WAMessageDataItem", counts.data),
            (13, "WAPhoneNumberLIDPair", i64::try_from(pairs.len())?),
        ],
    )
}

#[derive(Debug, Default)]
struct Counts {
    messages: i64,
    media: i64,
    data: i64,
}

fn write_messages(connection: &Connection, messages: impl IntoIterator<Item = Message>) -> Result<Counts> {
    let mut counts = Counts::default();
    for message in messages {
        counts.messages = counts.messages.max(message.id);
        let date = message.date.cocoa();
        let other = message.member.is_none().then_some(&message.jid);
        let media = message.media_url.as_ref().map(|_| counts.media + 1);
        // 0 text, 1 picture, 7 link.
        let kind = match (&message.media_url, &message.link) {
            (Some(_), _) => 1,
            (None, Some(_)) => 7,
            (None, None) => 0,
        };
        row(
            connection,
            "ZWAMESSAGE",
            &[
                ("Z_PK", &message.id),
                ("Z_ENT", &9),
                ("Z_OPT", &3),
                ("ZDOCID", &message.id),
                ("ZFLAGS", &16_777_216),
                ("ZISFROMME", &message.from_me),
                ("ZMESSAGESTATUS", &8),
                ("ZMESSAGETYPE", &kind),
                ("ZSORT", &message.id),
                ("ZSPOTLIGHTSTATUS", &-32_768),
                ("ZSTARRED", &0),
                ("ZCHATSESSION", &message.chat),
                ("ZGROUPMEMBER", &message.member),
                ("ZMEDIAITEM", &media),
                ("ZMESSAGEDATE", &date),
                ("ZSENTDATE", &date),
                ("ZFROMJID", &(if message.from_me { None } else { Some(&message.jid) })),
                ("ZSTANZAID", &format!("3A75{:016X}", message.id)),
                ("ZTEXT", &message.text),
                ("ZTOJID", &(if message.from_me { other } else { None })),
            ],
        )?;
        if let Some(url) = &message.media_url {
            counts.media += 1;
            row(
                connection,
                "ZWAMEDIAITEM",
                &[
                    ("Z_PK", &counts.media),
                    ("Z_ENT", &8),
                    ("Z_OPT", &2),
                    ("ZFILESIZE", &40_960),
                    ("ZMESSAGE", &message.id),
                    ("ZMEDIAURLDATE", &date),
                    ("ZMEDIAURL", url),
                ],
            )?;
        }
        if let Some((url, title, summary)) = &message.link {
            counts.data += 1;
            row(
                connection,
                "ZWAMESSAGEDATAITEM",
                &[
                    ("Z_PK", &counts.data),
                    ("Z_ENT", &10),
                    ("Z_OPT", &1),
                    ("ZINDEX", &0),
                    ("ZTYPE", &1),
                    ("ZMESSAGE", &message.id),
                    ("ZDATE", &date),
                    ("ZCONTENT1", url),
                    ("ZMATCHEDTEXT", url),
                    ("ZSENDERJID", &message.jid),
                    ("ZSUMMARY", summary),
                    ("ZTITLE", title),
                ],
            )?;
        }
    }
    Ok(counts)
}
