//! Which application may use camera, microphone, contacts...: `HomeDomain` `Library/TCC/TCC.db`.
//! Source of the schema: iOS 13 and 17 databases, APOLLO, MVT.

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/TCC/TCC.db";

const COMMON: &str = "
CREATE TABLE admin (key TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL);
CREATE TABLE policies (id INTEGER NOT NULL PRIMARY KEY, bundle_id TEXT NOT NULL, uuid TEXT NOT NULL, display TEXT NOT NULL, UNIQUE (bundle_id, uuid));
CREATE TABLE active_policy (client TEXT NOT NULL, client_type INTEGER NOT NULL, policy_id INTEGER NOT NULL, PRIMARY KEY (client, client_type), FOREIGN KEY (policy_id) REFERENCES policies(id) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE access_overrides (service TEXT NOT NULL PRIMARY KEY);
CREATE INDEX active_policy_id ON active_policy(policy_id);
";
const ACCESS: &str = "
CREATE TABLE access (service TEXT NOT NULL, client TEXT NOT NULL, client_type INTEGER NOT NULL, auth_value INTEGER NOT NULL, auth_reason INTEGER NOT NULL, auth_version INTEGER NOT NULL, csreq BLOB, policy_id INTEGER, indirect_object_identifier_type INTEGER, indirect_object_identifier TEXT NOT NULL DEFAULT 'UNUSED', indirect_object_code_identity BLOB, flags INTEGER, last_modified INTEGER NOT NULL DEFAULT (CAST(strftime('%s','now') AS INTEGER)), pid INTEGER, pid_version INTEGER, boot_uuid TEXT NOT NULL DEFAULT 'UNUSED', last_reminded INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (service, client, client_type, indirect_object_identifier), FOREIGN KEY (policy_id) REFERENCES policies(id) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE expired (service TEXT NOT NULL, client TEXT NOT NULL, client_type INTEGER NOT NULL, csreq BLOB, last_modified INTEGER NOT NULL, expired_at INTEGER NOT NULL DEFAULT (CAST(strftime('%s','now') AS INTEGER)), PRIMARY KEY (service, client, client_type));
";
const ACCESS_BEFORE_14: &str = "
CREATE TABLE access (service TEXT NOT NULL, client TEXT NOT NULL, client_type INTEGER NOT NULL, allowed INTEGER NOT NULL, prompt_count INTEGER NOT NULL, csreq BLOB, policy_id INTEGER, indirect_object_identifier_type INTEGER, indirect_object_identifier TEXT, indirect_object_code_identity BLOB, flags INTEGER, last_modified INTEGER NOT NULL DEFAULT (CAST(strftime('%s','now') AS INTEGER)), PRIMARY KEY (service, client, client_type, indirect_object_identifier), FOREIGN KEY (policy_id) REFERENCES policies(id) ON DELETE CASCADE ON UPDATE CASCADE);
";

/// A decision of the owner.
#[derive(Debug, Clone)]
pub struct Access {
    /// Such as `kTCCServiceCamera`.
    pub service: String,
    /// Bundle identifier, or a path.
    pub client: String,
    /// 0 denied, 2 allowed, 3 limited.
    pub auth_value: i64,
    /// When it was taken.
    pub modified: Moment,
}

/// Makes the tables of iOS 14 and later, and writes the decisions.
pub fn create(connection: &Connection, rows: &[Access]) -> Result<()> {
    connection.execute_batch(COMMON)?;
    connection.execute_batch(ACCESS)?;
    row(connection, "admin", &[("key", &"version"), ("value", &23)])?;
    for access in rows {
        row(
            connection,
            "access",
            &[
                ("service", &access.service),
                ("client", &access.client),
                ("client_type", &i64::from(access.client.starts_with('/'))),
                ("auth_value", &access.auth_value),
                ("auth_reason", &2),
                ("auth_version", &1),
                ("flags", &0),
                ("last_modified", &access.modified.unix()),
            ],
        )?;
    }
    Ok(())
}

/// Makes the tables of iOS 13 and earlier, where a decision is only allowed or not.
pub fn create_before_14(connection: &Connection, rows: &[Access]) -> Result<()> {
    connection.execute_batch(COMMON)?;
    connection.execute_batch(ACCESS_BEFORE_14)?;
    row(connection, "admin", &[("key", &"version"), ("value", &15)])?;
    for access in rows {
        row(
            connection,
            "access",
            &[
                ("service", &access.service),
                ("client", &access.client),
                ("client_type", &i64::from(access.client.starts_with('/'))),
                ("allowed", &(access.auth_value != 0)),
                ("prompt_count", &1),
                ("flags", &0),
                ("last_modified", &access.modified.unix()),
            ],
        )?;
    }
    Ok(())
}
