//! Settings, from the files in which the system keeps them.
//!
//! Format: `data/system/users/N/settings_{global,secure,system,config}.xml` (AOSP `SettingsState`), text or since Android
//! 12 binary: `<setting id= name= value= package= defaultValue=>`; a value that is not plain text is `valueBase64`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use vigie_model::{Layout, Meaning};

use super::super::abx::{Element, Event};
use super::super::settings::Setting;
use super::super::xml;
use super::user_of;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct SettingsXml;

fn value(element: &Element, name: &str) -> Option<String> {
    element.owned(name).filter(|value| value != "null").or_else(|| {
        let bytes = STANDARD.decode(element.text(&format!("{name}Base64"))?).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    })
}

impl Artifact for SettingsXml {
    type Record = Setting;
    const SPEC: Spec = Spec {
        id: "android_settings_xml",
        version: 1,
        paths: &[(Layout::AndroidFilesystem, "data/system/users/*/settings_{global,secure,system,config}.xml")],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Setting>) -> Result<(), ParseError> {
        let user = user_of(file.path());
        let name = file.file_name();
        let namespace = name.trim_start_matches("settings_").trim_end_matches(".xml").to_owned();
        xml::read(file, out, |at, event, out| {
            let Event::Start(element) = event else { return };
            let Some(name) = element.owned("name").filter(|_| element.name == "setting") else { return };
            let setting = Setting {
                namespace: namespace.clone(),
                user,
                name,
                package: element.owned("package"),
                value: value(element, "value"),
                default: value(element, "defaultValue"),
                changes: Vec::new(),
            };
            out.record(at, setting);
        })
    }
}
