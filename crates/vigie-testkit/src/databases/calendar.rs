//! Calendar: `HomeDomain` `Library/Calendar/Calendar.sqlitedb`. Also reminders of older systems.
//! Source of the schema: iOS 16 and 17 databases as read by iLEAPP and MVT.

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/Calendar/Calendar.sqlitedb";

const SCHEMA: &str = "
CREATE TABLE _SqliteDatabaseProperties (key TEXT, value TEXT, UNIQUE(key));
CREATE TABLE Store (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, default_alarm_offset INTEGER, type INTEGER, constraint_path TEXT, disabled INTEGER, external_id TEXT, persistent_id TEXT UNIQUE, flags INTEGER, creator_bundle_id TEXT, creator_code_signing_identity TEXT, only_creator_can_modify INTEGER, external_mod_tag TEXT, preferred_event_private_value INTEGER, strictest_event_private_value INTEGER, owner_name TEXT, delegated_account_owner_store_id TEXT, snooze_alarms_requires_detached INTEGER);
CREATE TABLE Calendar (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, store_id INTEGER, title TEXT, flags INTEGER, color TEXT, symbolic_color_name TEXT, color_is_display INTEGER, type TEXT, supported_entity_types INTEGER, external_id TEXT, external_mod_tag TEXT, external_id_tag TEXT, external_rep BLOB, display_order INTEGER, UUID TEXT, shared_owner_name TEXT, shared_owner_address TEXT, sharing_status INTEGER, sharing_invitation_response INTEGER, published_URL TEXT, is_published INTEGER, invitation_status INTEGER, sync_token TEXT, self_identity_id INTEGER, self_identity_email TEXT, owner_identity_id INTEGER, owner_identity_email TEXT, notes TEXT, bulk_requests TEXT, subcal_account_id TEXT, push_key TEXT, digest BLOB, refresh_date REAL, subscription_id TEXT, last_sync_start REAL, last_sync_end REAL, subcal_url TEXT, error_id INTEGER, max_attendees INTEGER, UNIQUE (UUID, store_id));
CREATE TABLE CalendarItem (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, summary TEXT, location_id INTEGER, description TEXT, start_date REAL, start_tz TEXT, end_date REAL, end_tz TEXT, all_day INTEGER, calendar_id INTEGER, orig_item_id INTEGER, orig_date REAL, organizer_id INTEGER, self_attendee_id INTEGER, status INTEGER, invitation_status INTEGER, availability INTEGER, privacy_level INTEGER, url TEXT, last_modified REAL, sequence_num INTEGER, birthday_id INTEGER, modified_properties INTEGER, external_tracking_status INTEGER, external_id TEXT, external_mod_tag TEXT, unique_identifier TEXT, external_schedule_id TEXT, external_rep BLOB, response_comment TEXT, hidden INTEGER, has_recurrences INTEGER, has_attendees INTEGER, UUID TEXT, entity_type INTEGER, priority INTEGER, due_date REAL, due_tz TEXT, due_all_day INTEGER, completion_date REAL, creation_date REAL, conference TEXT, display_order INTEGER, created_by_id INTEGER, modified_by_id INTEGER, shared_item_created_date REAL, shared_item_created_tz TEXT, shared_item_modified_date REAL, shared_item_modified_tz TEXT, invitation_changed_properties INTEGER, default_alarm_removed INTEGER, phantom_master INTEGER, participation_status_modified_date REAL, calendar_scale TEXT, travel_time INTEGER, travel_advisory_behavior INTEGER, start_location_id INTEGER, suggested_event_info_id INTEGER, location_prediction_state INTEGER, proposed_start_date REAL, fired_ttl INTEGER, action TEXT, structured_data BLOB, can_forward INTEGER, app_link BLOB, conference_url TEXT, conference_url_detected TEXT);
CREATE TABLE Participant (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, entity_type INTEGER, type INTEGER, status INTEGER, pending_status INTEGER, role INTEGER, identity_id INTEGER, owner_id INTEGER, external_rep BLOB, UUID TEXT, email TEXT, is_self INTEGER, schedule_agent INTEGER, schedule_force_send INTEGER, flags INTEGER, comment TEXT, last_modified REAL, phone_number TEXT, proposed_start_date REAL, invited_by TEXT);
CREATE TABLE Identity (display_name TEXT, address TEXT, first_name TEXT, last_name TEXT, UNIQUE (display_name, address, first_name, last_name));
CREATE TABLE Location (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, address TEXT, latitude REAL, longitude REAL, address_book_id TEXT, radius REAL, routing TEXT, item_owner_id INTEGER, alarm_owner_id INTEGER, map_item_location BLOB, type INTEGER);
CREATE INDEX CalendarItemCalendarIdIndex ON CalendarItem(calendar_id);
CREATE INDEX ParticipantOwnerIdIndex ON Participant(owner_id);
";

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Row.
    pub id: i64,
    /// Title.
    pub summary: String,
    /// Notes.
    pub description: Option<String>,
    /// Begin.
    pub start: Moment,
    /// Length.
    pub minutes: i64,
    /// Link.
    pub url: Option<String>,
    /// E-mail address of who invited.
    pub organizer: Option<String>,
}

/// Makes the tables and writes the events, in one calendar.
pub fn create(connection: &Connection, events: &[Event]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    row(
        connection,
        "Store",
        &[
            ("ROWID", &1),
            ("name", &"Default"),
            ("type", &0),
            ("persistent_id", &"CA1E0001-0000-4000-A000-000000000001"),
        ],
    )?;
    row(
        connection,
        "Calendar",
        &[("ROWID", &1), ("store_id", &1), ("title", &"Home"), ("UUID", &"CA1E0002-0000-4000-A000-000000000001")],
    )?;
    for event in events {
        let end = event.start.plus_seconds(event.minutes * 60).cocoa();
        let created = event.start.plus_seconds(-86_400 * 3).cocoa();
        let uuid = format!("CA1E0003-0000-4000-A000-{:012X}", event.id);
        row(
            connection,
            "CalendarItem",
            &[
                ("ROWID", &event.id),
                ("summary", &event.summary),
                ("description", &event.description),
                ("start_date", &event.start.cocoa()),
                ("start_tz", &"Europe/Paris"),
                ("end_date", &end),
                ("end_tz", &"Europe/Paris"),
                ("all_day", &0),
                ("calendar_id", &1),
                ("organizer_id", &event.organizer.as_ref().map_or(0, |_| event.id)),
                ("url", &event.url),
                ("last_modified", &created),
                ("unique_identifier", &uuid),
                ("hidden", &0),
                ("has_attendees", &event.organizer.is_some()),
                ("UUID", &uuid),
                ("entity_type", &2),
                ("creation_date", &created),
            ],
        )?;
        if let Some(organizer) = &event.organizer {
            row(
                connection,
                "Participant",
                &[
                    ("ROWID", &event.id),
                    ("entity_type", &8),
                    ("status", &1),
                    ("owner_id", &event.id),
                    ("UUID", &format!("CA1E0004-0000-4000-A000-{:012X}", event.id)),
                    ("email", organizer),
                    ("last_modified", &created),
                ],
            )?;
        }
    }
    Ok(())
}
