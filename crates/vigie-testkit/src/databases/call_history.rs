//! Calls: `HomeDomain` `Library/CallHistoryDB/CallHistory.storedata`.
//! Source of the schema: iOS 16 and 17 databases as read by iLEAPP, MVT and APOLLO.

use anyhow::Result;
use rusqlite::Connection;

use super::core_data;
use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/CallHistoryDB/CallHistory.storedata";

const SCHEMA: &str = "
CREATE TABLE ZCALLDBPROPERTIES ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZTIMER_ALL INTEGER, ZTIMER_INCOMING INTEGER, ZTIMER_LAST INTEGER, ZTIMER_LAST_RESET INTEGER, ZTIMER_LIFETIME INTEGER, ZTIMER_OUTGOING INTEGER );
CREATE TABLE ZCALLRECORD ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZANSWERED INTEGER, ZCALL_CATEGORY INTEGER, ZCALLTYPE INTEGER, ZDISCONNECTED_CAUSE INTEGER, ZFACE_TIME_DATA INTEGER, ZFILTERED_OUT_REASON INTEGER, ZHANDLE_TYPE INTEGER, ZHASMESSAGE INTEGER, ZJUNKCONFIDENCE INTEGER, ZNUMBER_AVAILABILITY INTEGER, ZORIGINATED INTEGER, ZREAD INTEGER, ZSCREENSHARINGTYPE INTEGER, ZUSEDEMERGENCYVIDEOSTREAMING INTEGER, ZVERIFICATIONSTATUS INTEGER, ZWASEMERGENCYCALL INTEGER, ZINITIATOR INTEGER, ZDATE TIMESTAMP, ZDURATION FLOAT, ZADDRESS VARCHAR, ZBLOCKEDBYEXTENSION VARCHAR, ZDEVICE_ID VARCHAR, ZIMAGEURL VARCHAR, ZISO_COUNTRY_CODE VARCHAR, ZJUNKIDENTIFICATIONCATEGORY VARCHAR, ZLOCATION VARCHAR, ZNAME VARCHAR, ZSERVICE_PROVIDER VARCHAR, ZUNIQUE_ID VARCHAR, ZCALLDIRECTORYIDENTITYTYPE INTEGER, ZIDENTITYEXTENSION VARCHAR, ZCONVERSATIONID BLOB, ZLOCALPARTICIPANTUUID BLOB, ZOUTGOINGLOCALPARTICIPANTUUID BLOB, ZPARTICIPANTGROUPUUID BLOB, ZREMINDERUUID BLOB );
CREATE TABLE ZHANDLE ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZTYPE INTEGER, ZNORMALIZEDVALUE VARCHAR, ZVALUE VARCHAR );
CREATE TABLE Z_2REMOTEPARTICIPANTHANDLES ( Z_2REMOTEPARTICIPANTCALLS INTEGER, Z_4REMOTEPARTICIPANTHANDLES INTEGER, PRIMARY KEY (Z_2REMOTEPARTICIPANTCALLS, Z_4REMOTEPARTICIPANTHANDLES) );
CREATE INDEX Z_CallRecord_byDateIndex ON ZCALLRECORD (ZDATE COLLATE BINARY ASC);
";

/// A call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Row.
    pub id: i64,
    /// When it began.
    pub date: Moment,
    /// Seconds spoken; 0 for a missed call.
    pub seconds: f64,
    /// The other side.
    pub address: String,
    /// Made from this phone.
    pub originated: bool,
    /// `com.apple.Telephony`, `com.apple.FaceTime` or an application.
    pub provider: &'static str,
    /// Country or region as shown.
    pub location: &'static str,
}

/// Makes the tables and writes the calls.
pub fn create(connection: &Connection, calls: &[Call]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    for call in calls {
        let answered = call.seconds > 0.0;
        let call_type = if call.provider == "com.apple.Telephony" { 1 } else { 16 };
        row(
            connection,
            "ZCALLRECORD",
            &[
                ("Z_PK", &call.id),
                ("Z_ENT", &2),
                ("Z_OPT", &2),
                ("ZANSWERED", &(answered && !call.originated)),
                ("ZCALL_CATEGORY", &1),
                ("ZCALLTYPE", &call_type),
                ("ZHANDLE_TYPE", &2),
                ("ZORIGINATED", &call.originated),
                ("ZREAD", &true),
                ("ZDATE", &call.date.cocoa()),
                ("ZDURATION", &call.seconds),
                ("ZADDRESS", &call.address),
                ("ZISO_COUNTRY_CODE", &"us"),
                ("ZLOCATION", &call.location),
                ("ZSERVICE_PROVIDER", &call.provider),
                ("ZUNIQUE_ID", &format!("CA11{:04X}-0000-4000-A000-000000000001", call.id)),
            ],
        )?;
        row(
            connection,
            "ZHANDLE",
            &[
                ("Z_PK", &call.id),
                ("Z_ENT", &4),
                ("Z_OPT", &1),
                ("ZTYPE", &2),
                ("ZNORMALIZEDVALUE", &call.address),
                ("ZVALUE", &call.address),
            ],
        )?;
        row(
            connection,
            "Z_2REMOTEPARTICIPANTHANDLES",
            &[("Z_2REMOTEPARTICIPANTCALLS", &call.id), ("Z_4REMOTEPARTICIPANTHANDLES", &call.id)],
        )?;
    }
    let last = calls.iter().map(|call| call.id).max().unwrap_or(0);
    core_data::bookkeeping(
        connection,
        "3C0FFEE0-1111-4222-A333-444455556666",
        &[(1, "CallDBProperties", 0), (2, "CallRecord", last), (4, "Handle", last)],
    )
}
