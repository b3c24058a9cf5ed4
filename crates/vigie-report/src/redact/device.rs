//! A device among millions of its kind: model and version stay where they are written as their makers write them.

use vigie_model::Device;

use super::RedactionKey;

const SYSTEMS: [&str; 8] = ["iOS", "iPadOS", "Android", "Linux", "macOS", "tvOS", "watchOS", "Windows"];

pub(super) fn device(of: &Device, key: &RedactionKey) -> Device {
    let keep_if = |label: &str, value: &Option<String>, is_harmless: bool| {
        value.as_ref().map(|value| if is_harmless { value.clone() } else { key.token(label, value) })
    };
    let is = |value: &Option<String>, test: fn(&str) -> bool| value.as_deref().is_some_and(test);
    let sold = of.product_type.as_deref().and_then(vigie_case::model_name);
    Device {
        name: keep_if("name", &of.name, false),
        model: keep_if("model", &of.model, sold.is_some() && sold == of.model.as_deref()),
        product_type: keep_if("model", &of.product_type, sold.is_some()),
        os: keep_if("system", &of.os, is(&of.os, |os| SYSTEMS.contains(&os))),
        os_version: keep_if("version", &of.os_version, is(&of.os_version, is_version)),
        os_build: keep_if("build", &of.os_build, is(&of.os_build, is_apple_build)),
        security_patch: keep_if("patch", &of.security_patch, is(&of.security_patch, is_date)),
        serial: keep_if("serial", &of.serial, false),
        udid: keep_if("udid", &of.udid, false),
    }
}

/// `17.5.1`
fn is_version(text: &str) -> bool {
    let mut parts = 0;
    text.split('.').all(|part| {
        parts += 1;
        parts <= 3 && (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// `21F90`, as Apple numbers its builds. Android's are free text.
fn is_apple_build(text: &str) -> bool {
    let train = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(train..).unwrap_or_default();
    let number = rest.get(1..).unwrap_or_default();
    let number = number.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(number);
    (1..=2).contains(&train)
        && rest.starts_with(|c: char| c.is_ascii_uppercase())
        && (1..=4).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// `2026-03-05`
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_makers_write_is_kept() {
        assert!(is_version("17") && is_version("17.5.1") && !is_version("17.5.1.2.3") && !is_version("2230000000"));
        assert!(!is_version("") && !is_version("17.") && !is_version("a.b"));
        assert!(
            is_apple_build("21F90") && is_apple_build("20A5312j") && !is_apple_build("Amina") && !is_apple_build("21")
        );
        assert!(!is_apple_build("TQ3A.230901.001") && !is_apple_build("21F") && !is_apple_build("21Fé"));
        assert!(is_date("2026-03-05") && !is_date("2026-3-5") && !is_date("22300000-0"));
        let key = RedactionKey::new([3; 32]);
        let odd = Device {
            model: Some("Amina".to_owned()),
            product_type: Some("iPhone14,5".to_owned()),
            ..Device::default()
        };
        let told = device(&odd, &key);
        assert_eq!(told.product_type.as_deref(), Some("iPhone14,5"));
        assert!(told.model.is_some_and(|model| model.starts_with("redacted-model-")), "not the name Apple gave it");
        assert_eq!(told.name, None, "what was not there is not made up");
    }
}
