//! Packages for which a compatibility switch of the system was set. The list outlives the package.
//!
//! Format: `dumpsys platform_compat` (AOSP `CompatChange.toString`): `ChangeId(168419799; name=DOWNSCALED; …;
//! packageOverrides={a.b=true}; rawOverrides={a.b=true, c.d=false}; …)`; in `rawOverrides` stand packages that are not
//! installed, too. Other readers: MVT `DumpsysPlatformCompat` (one of the switches).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{between, is_package};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct PlatformCompat;

/// One switch of one package.
#[derive(Debug, Serialize)]
pub struct CompatOverride {
    /// The number of the switch.
    pub change_id: String,
    /// Its name.
    pub name: Option<String>,
    /// The package.
    pub package: String,
    /// How it is set.
    pub value: String,
    /// It holds now; otherwise it is only remembered, as for a package that is not installed.
    pub effective: bool,
}

impl Record for CompatOverride {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        let name = self.name.as_deref().unwrap_or(&self.change_id);
        format!("switch {name} of {} is {}", self.package, self.value)
    }
}

/// The packages of a list and their values.
fn overrides<'l>(line: &'l str, list: &str) -> Vec<(&'l str, &'l str)> {
    let inside = between(line, list, "}").unwrap_or_default();
    inside.split(", ").filter_map(|entry| entry.split_once('=')).filter(|(name, _)| is_package(name)).collect()
}

impl Artifact for PlatformCompat {
    type Record = CompatOverride;
    const SPEC: Spec =
        Spec { id: "android_platform_compat", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, CompatOverride>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("platform_compat")], out, |section, _, out| {
            for line in section.lines() {
                let text = line.trimmed();
                let Some(inside) = text.strip_prefix("ChangeId(") else { continue };
                let Some((change_id, rest)) = inside.split_once(';') else {
                    if !inside.ends_with(')') {
                        not_understood(&line, out);
                    }
                    continue;
                };
                let now = overrides(rest, "packageOverrides={");
                let mut all = overrides(rest, "rawOverrides={");
                all.extend(
                    now.iter()
                        .filter(|(package, _)| !all.iter().any(|(of, _)| of == package))
                        .copied()
                        .collect::<Vec<_>>(),
                );
                for (package, value) in all {
                    let switch = CompatOverride {
                        change_id: change_id.to_owned(),
                        name: between(rest, "name=", ";").map(str::to_owned),
                        package: package.to_owned(),
                        value: value.to_owned(),
                        effective: now.iter().any(|(of, _)| *of == package),
                    };
                    out.record(line.at.clone(), switch);
                }
            }
        })
    }
}
