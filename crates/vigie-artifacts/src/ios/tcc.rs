//! Which application asked for which permission (camera, microphone, contacts …) and what was answered.
//!
//! Format: SQLite database `TCC.db`, table `access` (and `expired`, for answers iOS withdrew). Other readers: MVT `TCC`,
//! iLEAPP, APOLLO.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct Tcc;

/// One permission of one application.
#[derive(Debug, Serialize)]
pub struct Permission {
    /// The permission (`kTCCServiceMicrophone`).
    pub service: Option<String>,
    /// Bundle id, or a path where `client_type` is 1.
    pub client: Option<String>,
    /// 0 bundle id, 1 path.
    pub client_type: Option<i64>,
    /// Since iOS 14: 0 denied, 1 unknown, 2 allowed, 3 limited.
    pub auth_value: Option<i64>,
    /// Why (2 the user was asked, 3 the user in settings, 4 the system, 6 a management profile …).
    pub auth_reason: Option<i64>,
    /// Before iOS 14: 0 denied, 1 allowed.
    pub allowed: Option<i64>,
    /// Before iOS 14: how often it was asked.
    pub prompt_count: Option<i64>,
    /// The application it may control, for the permissions that name one.
    pub indirect_object: Option<String>,
    /// Last change.
    pub last_modified: Option<Timestamp>,
    /// When iOS withdrew it.
    pub expired: Option<Timestamp>,
}

impl Permission {
    /// Whether the application may use it, as far as the row says.
    pub fn is_allowed(&self) -> Option<bool> {
        match (self.auth_value, self.allowed) {
            (Some(value), _) => Some(value >= 2),
            (None, Some(value)) => Some(value == 1),
            (None, None) => None,
        }
    }
}

impl Record for Permission {
    fn time(&self) -> Option<Timestamp> {
        self.expired.or(self.last_modified)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("modified", self.last_modified), ("expired", self.expired)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let clients = [self.client.as_deref(), self.indirect_object.as_deref()];
        for client in clients.into_iter().flatten() {
            // `UNUSED` stands where a permission controls no other application.
            if client.starts_with('/') {
                see(Observable::executable(client));
            } else if client != "UNUSED" {
                see(Observable::app_id(client));
                see(Observable::process(client));
            }
        }
    }

    fn summary(&self) -> String {
        let answer = match (self.auth_value, self.is_allowed()) {
            (Some(3), _) => "limited",
            (Some(1), _) | (None, None) => "unknown",
            (_, Some(true)) => "allowed",
            (_, _) => "denied",
        };
        format!(
            "permission {} for {}: {answer}",
            self.service.as_deref().unwrap_or("unknown"),
            self.client.as_deref().unwrap_or("unknown")
        )
    }
}

impl Artifact for Tcc {
    type Record = Permission;
    const SPEC: Spec = Spec {
        id: "ios_tcc",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/TCC/TCC.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/TCC/TCC.db"),
            (Layout::IosFilesystem, "private/var/root/Library/TCC/TCC.db"),
            (Layout::IosSysdiagnose, "logs/Accessibility/TCC.db"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Permission>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        for table in ["access", "expired"] {
            if table == "expired" && !database.has_table(table) {
                continue;
            }
            let select = Select::from(table).columns(&[
                "service",
                "client",
                "client_type",
                "auth_value",
                "auth_reason",
                "allowed",
                "prompt_count",
                "indirect_object_identifier",
                "last_modified",
                "expired_at",
            ]);
            out.rows(&database, &select, |row, out| {
                let permission = Permission {
                    service: row.text("service"),
                    client: row.text("client"),
                    client_type: row.int("client_type"),
                    auth_value: row.int("auth_value"),
                    auth_reason: row.int("auth_reason"),
                    allowed: row.int("allowed"),
                    prompt_count: row.int("prompt_count"),
                    indirect_object: row.text("indirect_object_identifier"),
                    last_modified: row.unix("last_modified"),
                    expired: row.unix("expired_at"),
                };
                out.record(row.place(), permission);
            });
        }
        Ok(())
    }
}
