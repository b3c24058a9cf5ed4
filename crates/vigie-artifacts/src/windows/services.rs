//! Services and drivers, from the hive of the system: what Windows starts by itself, and how.
//!
//! Every control set is read: the older ones keep what was removed since. Format: [`super::hive`]; values as documented
//! in Microsoft's "HKLM\SYSTEM\CurrentControlSet\Services Registry Tree". Other readers: RegRipper `services`, RECmd.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::hive::{Hive, Key, LOGS, Walk};
use super::paths;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Services;

/// One service or driver.
#[derive(Debug, Serialize)]
pub struct ServiceKey {
    /// Its name.
    pub name: String,
    /// The key it stands in.
    pub key: String,
    /// When the key was last written: mostly when it was made, but any change of a value counts.
    pub written: Option<Timestamp>,
    /// What people read.
    pub display_name: Option<String>,
    /// What is started.
    pub image_path: Option<String>,
    /// The library that a host of services loads for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// What is started when it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_command: Option<String>,
    /// When it is started: 0 to 4 for boot, system, automatic, manual, disabled.
    pub start: Option<u64>,
    /// What it is: 1 and 2 drivers, 16 and 32 programs.
    #[serde(rename = "type")]
    pub kind: Option<u64>,
    /// The account it runs as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl Record for ServiceKey {
    fn time(&self) -> Option<Timestamp> {
        self.written
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.written {
            see(Moment { what: "key_written", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::service(&self.name));
        see(Observable::registry_key(&self.key));
        for command in [&self.image_path, &self.failure_command].into_iter().flatten() {
            see(Observable::executable(paths::full(paths::program(command))));
            see(Observable::command_line(command));
        }
        if let Some(library) = &self.library {
            see(Observable::executable(paths::full(library)));
        }
    }

    fn summary(&self) -> String {
        let what = self.image_path.as_deref().or(self.library.as_deref()).unwrap_or("no program");
        format!("service {}: {what}", self.name)
    }
}

fn record(key: &Key<'_>, walk: &mut Walk) -> Option<ServiceKey> {
    let values = key.values(walk);
    let (image_path, kind) = (values.text("ImagePath"), values.number("Type"));
    let library = match values.text("ServiceDll") {
        None => key.under("Parameters", walk).and_then(|below| below.values(walk).text("ServiceDll")),
        own => own,
    };
    // Other keys here only hold settings of programs.
    if image_path.is_none() && kind.is_none() && library.is_none() {
        return None;
    }
    Some(ServiceKey {
        name: key.name().to_owned(),
        key: format!("HKLM\\SYSTEM\\{}", key.path()),
        written: key.written,
        display_name: values.text("DisplayName"),
        image_path,
        library,
        failure_command: values.text("FailureCommand"),
        start: values.number("Start"),
        kind,
        account: values.text("ObjectName"),
    })
}

impl Artifact for Services {
    type Record = ServiceKey;
    const SPEC: Spec = Spec {
        id: "windows_services",
        version: 2,
        paths: &[(Layout::Windows, "**/SYSTEM")],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, ServiceKey>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        for set in hive.control_sets(&mut walk) {
            let Some(services) = set.under("Services", &mut walk) else { continue };
            for key in services.children(&mut walk) {
                if let Some(service) = record(&key, &mut walk) {
                    out.record(key.place(), service);
                }
            }
        }
        walk.tell(out);
        Ok(())
    }
}
