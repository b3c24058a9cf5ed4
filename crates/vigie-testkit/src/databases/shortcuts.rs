//! Shortcuts and their actions: `HomeDomain` `Library/Shortcuts/Shortcuts.sqlite`.
//! Source of the schema: iOS 16 and 17 databases as read by iLEAPP and MVT.

use anyhow::Result;
use plist::Value;
use rusqlite::Connection;

use super::core_data;
use super::sqlite::row;
use crate::property_list::{binary, dict, text};
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/Shortcuts/Shortcuts.sqlite";

const SCHEMA: &str = "
CREATE TABLE ZCOLLECTION ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZIDENTIFIER VARCHAR, ZNAME VARCHAR );
CREATE TABLE ZSHORTCUT ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZACTIONCOUNT INTEGER, ZDISABLEDONLOCKSCREEN INTEGER, ZHASOUTPUTFALLBACK INTEGER, ZHASSHORTCUTINPUTVARIABLES INTEGER, ZHIDDENFROMLIBRARYANDSYNC INTEGER, ZHIDDENINCOMPLICATION INTEGER, ZLASTMIGRATEDCLIENTVERSION INTEGER, ZLASTSYNCEDHASH INTEGER, ZREMOTEQUARANTINESTATUS INTEGER, ZRUNEVENTSCOUNT INTEGER, ZSYNCHASH INTEGER, ZTOMBSTONED INTEGER, ZTRIGGERCOUNT INTEGER, ZWANTEDENCRYPTEDSCHEMAVERSION INTEGER, ZACTIONS INTEGER, ZCONFLICTOF INTEGER, ZICON INTEGER, ZQUARANTINE INTEGER, ZCREATIONDATE TIMESTAMP, ZLASTRUNEVENTDATE TIMESTAMP, ZMODIFICATIONDATE TIMESTAMP, ZACTIONSDESCRIPTION VARCHAR, ZASSOCIATEDAPPBUNDLEIDENTIFIER VARCHAR, ZGALLERYIDENTIFIER VARCHAR, ZLASTSAVEDONDEVICENAME VARCHAR, ZLEGACYNAME VARCHAR, ZMINIMUMCLIENTVERSION VARCHAR, ZNAME VARCHAR, ZPHRASE VARCHAR, ZSOURCE VARCHAR, ZWORKFLOWID VARCHAR, ZWORKFLOWSUBTITLE VARCHAR, ZCLOUDKITRECORDMETADATA BLOB, ZIMPORTQUESTIONSDATA BLOB, ZINPUTCLASSESDATA BLOB, ZNOINPUTBEHAVIORDATA BLOB, ZOUTPUTCLASSESDATA BLOB, ZWORKFLOWTYPESDATA BLOB );
CREATE TABLE ZSHORTCUTACTIONS ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZSHORTCUT INTEGER, ZDATA BLOB );
CREATE TABLE ZSHORTCUTICON ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZBACKGROUNDCOLORVALUE INTEGER, ZGLYPHNUMBER INTEGER, ZSHORTCUT INTEGER, ZCUSTOMIMAGEDATA BLOB );
CREATE TABLE ZSHORTCUTRUNEVENT ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZOUTCOME INTEGER, ZSHORTCUT INTEGER, ZTRIGGER INTEGER, ZDATE TIMESTAMP, ZIDENTIFIER VARCHAR, ZSOURCE VARCHAR, ZTRIGGERID VARCHAR );
CREATE TABLE ZTRIGGER ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZENABLED INTEGER, ZSHOULDNOTIFY INTEGER, ZSHOULDPROMPT INTEGER, ZSHORTCUT INTEGER, ZTRIGGERID VARCHAR, ZDATA BLOB );
CREATE INDEX ZSHORTCUTACTIONS_ZSHORTCUT_INDEX ON ZSHORTCUTACTIONS (ZSHORTCUT);
";

/// A shortcut that opens or fetches addresses.
#[derive(Debug, Clone)]
pub struct Shortcut {
    /// Row.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Created, and last changed an hour later.
    pub created: Moment,
    /// The addresses its actions use.
    pub urls: Vec<String>,
}

/// Makes the tables and writes the shortcuts.
pub fn create(connection: &Connection, shortcuts: &[Shortcut]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    for shortcut in shortcuts {
        let actions: Vec<Value> = shortcut.urls.iter().map(|url| action(url)).collect();
        let count = i64::try_from(actions.len())?;
        row(
            connection,
            "ZSHORTCUT",
            &[
                ("Z_PK", &shortcut.id),
                ("Z_ENT", &8),
                ("Z_OPT", &3),
                ("ZACTIONCOUNT", &count),
                ("ZTOMBSTONED", &0),
                ("ZACTIONS", &shortcut.id),
                ("ZCREATIONDATE", &shortcut.created.cocoa()),
                ("ZMODIFICATIONDATE", &shortcut.created.plus_seconds(3600).cocoa()),
                ("ZACTIONSDESCRIPTION", &"URL"),
                ("ZNAME", &shortcut.name),
                ("ZWORKFLOWID", &format!("5C070000-0000-4000-A000-{:012X}", shortcut.id)),
            ],
        )?;
        row(
            connection,
            "ZSHORTCUTACTIONS",
            &[
                ("Z_PK", &shortcut.id),
                ("Z_ENT", &9),
                ("Z_OPT", &3),
                ("ZSHORTCUT", &shortcut.id),
                ("ZDATA", &binary(&Value::Array(actions))?),
            ],
        )?;
    }
    let last = shortcuts.iter().map(|shortcut| shortcut.id).max().unwrap_or(0);
    core_data::bookkeeping(
        connection,
        "5C070001-0000-4000-A000-000000000001",
        &[(8, "Shortcut", last), (9, "ShortcutActions", last)],
    )
}

fn action(url: &str) -> Value {
    dict([
        ("WFWorkflowActionIdentifier", text("is.workflow.actions.url")),
        ("WFWorkflowActionParameters", dict([("WFURLActionURL", text(url))])),
    ])
}
