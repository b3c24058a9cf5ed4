//! Events and reminders of the calendar, with who invited and who was invited.
//!
//! Format: SQLite `Calendar.sqlitedb`, tables `CalendarItem`, `Participant`, `Identity`, `Location`, `Calendar`; other
//! readers: iLEAPP `calendarAll`, MVT `Calendar`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Scalar, Select, Source, Spec, Sqlite};

/// See the module.
pub struct Calendar;

/// One event.
#[derive(Debug, Serialize)]
pub struct CalendarEvent {
    /// Title.
    pub summary: Option<String>,
    /// Notes.
    pub description: Option<String>,
    /// When it begins.
    pub start: Option<Timestamp>,
    /// When it ends.
    pub end: Option<Timestamp>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// Address.
    pub url: Option<String>,
    /// Place.
    pub location: Option<String>,
    /// Name of its calendar.
    pub calendar: Option<String>,
    /// Whether it takes whole days.
    pub all_day: Option<bool>,
    /// Whether it is hidden.
    pub hidden: Option<bool>,
    /// Row of the participant who invited.
    pub organizer_id: Option<i64>,
    /// Unique id.
    pub uuid: Option<String>,
    /// Unique id in the exchange format.
    pub unique_identifier: Option<String>,
    /// Who invited and who was invited.
    pub participants: Vec<Participant>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

/// A person of an event.
#[derive(Debug, Clone, Serialize)]
pub struct Participant {
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Address of the identity, often `mailto:…`.
    pub address: Option<String>,
    /// Name of the identity.
    pub name: Option<String>,
    /// Comment with the answer.
    pub comment: Option<String>,
    /// When the row was last changed.
    pub modified: Option<Timestamp>,
    /// Whether this person invited.
    pub organizer: bool,
}

impl Record for CalendarEvent {
    fn time(&self) -> Option<Timestamp> {
        self.start
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in
            [("start", self.start), ("end", self.end), ("created", self.created), ("modified", self.modified)]
        {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
        for at in self.participants.iter().filter_map(|who| who.modified) {
            see(Moment { what: "participant_modified", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in [&self.summary, &self.description, &self.location].into_iter().flatten() {
            see(Observable::text(text));
        }
        if let Some(url) = &self.url {
            see(Observable::url(url));
        }
        for who in &self.participants {
            if let Some(email) = &who.email {
                see(Observable::email(email));
            }
            if let Some(phone) = &who.phone {
                see(Observable::user_account(phone));
            }
            if let Some(address) = &who.address
                && who.email.as_deref().is_none_or(|email| !address.ends_with(email))
            {
                match address.strip_prefix("mailto:") {
                    Some(_) => see(Observable::email(address)),
                    None if address.contains('@') => see(Observable::email(address)),
                    None => see(Observable::text(address)),
                }
            }
            if let Some(comment) = &who.comment {
                see(Observable::text(comment));
            }
        }
        // Addresses of conferences and of the server stand in columns that differ between versions.
        for value in self.other.values() {
            if let Scalar::Text(text) = value
                && (text.contains("://") || text.contains('@'))
            {
                see(Observable::text(text));
            }
        }
    }

    fn summary(&self) -> String {
        format!("{}: {}", self.summary_without_content(), self.summary.as_deref().unwrap_or("without a title"))
    }

    fn summary_without_content(&self) -> String {
        let organizer = self.participants.iter().find(|who| who.organizer);
        match organizer {
            Some(who) => format!(
                "calendar event by {}, {} participants",
                who.email.as_deref().or(who.address.as_deref()).or(who.phone.as_deref()).unwrap_or("unknown"),
                self.participants.len()
            ),
            None => format!("calendar event, {} participants", self.participants.len()),
        }
    }
}

/// Participants by their own row and by their event.
#[derive(Default)]
struct People {
    by_row: BTreeMap<i64, Participant>,
    of_event: BTreeMap<i64, Vec<i64>>,
}

impl People {
    fn read(database: &Sqlite, out: &mut Out<'_, CalendarEvent>) -> Self {
        let mut people = Self::default();
        if !database.has_table("Participant") {
            return people;
        }
        let select = Select::from("Participant")
            .columns(&["owner_id", "email", "phone_number", "comment", "last_modified"])
            .join("Identity", "ROWID", "Participant.identity_id", &["address", "display_name"]);
        out.rows(database, &select, |row, _| {
            if let Some(event) = row.int("owner_id") {
                people.of_event.entry(event).or_default().push(row.rowid());
            }
            let who = Participant {
                email: row.text("email"),
                phone: row.text("phone_number"),
                comment: row.text("comment"),
                modified: row.cocoa("last_modified"),
                address: row.text("Identity.address"),
                name: row.text("Identity.display_name"),
                organizer: false,
            };
            people.by_row.insert(row.rowid(), who);
        });
        people
    }

    fn of(&self, event: i64, organizer: Option<i64>) -> Vec<Participant> {
        let mut rows = self.of_event.get(&event).cloned().unwrap_or_default();
        rows.extend(organizer.filter(|row| *row > 0));
        rows.sort_unstable();
        rows.dedup();
        let people = rows.into_iter().filter_map(|row| {
            let mut who = self.by_row.get(&row)?.clone();
            who.organizer = organizer == Some(row);
            Some(who)
        });
        people.collect()
    }
}

impl Artifact for Calendar {
    type Record = CalendarEvent;
    const SPEC: Spec = Spec {
        id: "ios_calendar",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/Calendar/Calendar.sqlitedb"),
            // Where the calendar lives in a shared container, as on a Mac.
            (Layout::IosBackup, "AppDomainGroup-group.com.apple.calendar/Calendar.sqlitedb"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Calendar/Calendar.sqlitedb"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/Calendar.sqlitedb"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CalendarEvent>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let people = People::read(&database, out);
        let select = Select::from("CalendarItem")
            .columns(&[
                "summary",
                "description",
                "start_date",
                "end_date",
                "creation_date",
                "last_modified",
                "url",
                "all_day",
                "hidden",
                "organizer_id",
                "UUID",
                "unique_identifier",
            ])
            .join("Location", "ROWID", "CalendarItem.location_id", &["title"])
            .join("Calendar", "ROWID", "CalendarItem.calendar_id", &["title"])
            .with_rest();
        out.rows(&database, &select, |row, out| {
            let mut event = CalendarEvent {
                summary: row.text("summary"),
                description: row.text("description"),
                start: row.cocoa("start_date"),
                end: row.cocoa("end_date"),
                created: row.cocoa("creation_date"),
                modified: row.cocoa("last_modified"),
                url: row.text("url").filter(|url| !url.is_empty()),
                all_day: row.bool("all_day"),
                hidden: row.bool("hidden"),
                organizer_id: row.int("organizer_id"),
                uuid: row.text("UUID"),
                unique_identifier: row.text("unique_identifier"),
                location: row.text("Location.title"),
                calendar: row.text("Calendar.title"),
                participants: Vec::new(),
                other: row.rest(),
            };
            event.participants = people.of(row.rowid(), event.organizer_id);
            out.record(row.place(), event);
        });
        Ok(())
    }
}
