//! Whether evidence that is examined together is of one device: what lies beside each other in a folder is one case, and may be
//! of two persons.

use vigie_model::{Device, EvidenceInfo, Place, Problem, ProblemCode};

use crate::told::EvidenceInside;

/// Devices that are named, and pieces of evidence of each.
const NAMED: usize = 8;
/// What stands where a device has no number, or does not tell it.
const NO_SERIAL: [&str; 3] = ["", "unknown", "0123456789ABCDEF"];

/// A problem that names the devices, when they are several for certain.
pub(crate) fn several(whole: &EvidenceInfo, inside: &[EvidenceInside]) -> Option<Problem> {
    let of_whole = ("", &whole.device);
    let pieces = std::iter::once(of_whole).chain(inside.iter().map(|one| (one.path.as_str(), &one.evidence.device)));
    let mut devices: Vec<Vec<(&str, &Device)>> = Vec::new();
    for piece in pieces.filter(|(_, device)| device.serial.is_some() || device.model.is_some()) {
        match devices.iter_mut().find(|of_one| of_one.iter().all(|(_, other)| !are_different(piece.1, other))) {
            Some(of_one) => of_one.push(piece),
            None => devices.push(vec![piece]),
        }
    }
    if devices.len() < 2 {
        return None;
    }
    let mut named: Vec<String> = devices.iter().take(NAMED).map(|of_one| name(of_one)).collect();
    if devices.len() > NAMED {
        named.push(format!("{} more", devices.len() - NAMED));
    }
    let detail = format!(
        "evidence of {} devices was examined together: {}. Give what is of one device by itself, so that traces of one are not \
         compared with those of another",
        devices.len(),
        named.join("; ")
    );
    Some(Problem { code: ProblemCode::SeveralDevices, artifact: None, source: None, place: Place::File, detail })
}

/// A device, and where its evidence lies.
fn name(of_one: &[(&str, &Device)]) -> String {
    let model = of_one.iter().find_map(|(_, device)| device.model.as_deref()).unwrap_or("a device without a model");
    let mut places: Vec<&str> = of_one
        .iter()
        .take(NAMED)
        .map(|(path, _)| if path.is_empty() { "the evidence itself" } else { *path })
        .collect();
    if of_one.len() > NAMED {
        places.push("…");
    }
    format!("{model} ({})", places.join(", "))
}

/// Whether two pieces of evidence say that they are of different devices. A number decides where both have one. Models decide where
/// what the system was built for is not the same: one may be written without its maker, and files of a system may name what
/// its maker builds for all its phones.
fn are_different(one: &Device, other: &Device) -> bool {
    // Some logs of makers show a part of it.
    let is_whole = |serial: &String| !NO_SERIAL.contains(&serial.as_str()) && !serial.contains('*');
    let serial = |device: &Device| device.serial.clone().filter(is_whole).map(|serial| serial.to_lowercase());
    if let (Some(one), Some(other)) = (serial(one), serial(other)) {
        return one != other;
    }
    // `google/shiba/shiba`, or the last of these alone.
    let built_for = |device: &Device| {
        device.product_type.as_deref().and_then(|name| name.rsplit('/').next()).map(str::to_lowercase)
    };
    if built_for(one).is_some_and(|name| Some(name) == built_for(other)) {
        return false;
    }
    let model = |device: &Device| device.model.as_deref().map(str::to_lowercase);
    match (model(one), model(other)) {
        (Some(one), Some(other)) => !one.ends_with(&other) && !other.ends_with(&one),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(model: Option<&str>, serial: Option<&str>) -> Device {
        Device { model: model.map(str::to_owned), serial: serial.map(str::to_owned), ..Device::default() }
    }

    #[test]
    fn a_number_decides_then_the_model() {
        let different = |one: (Option<&str>, Option<&str>), other: (Option<&str>, Option<&str>)| {
            are_different(&device(one.0, one.1), &device(other.0, other.1))
        };
        assert!(different((Some("Pixel 8"), Some("1")), (Some("Pixel 8"), Some("2"))));
        assert!(!different((Some("Pixel 8"), Some("1")), (Some("Google Pixel 8"), Some("1"))));
        assert!(!different((Some("Google Pixel 8"), Some("unknown")), (Some("pixel 8"), Some("1"))));
        assert!(different((Some("Pixel 8"), None), (Some("SM-S911B"), Some("1"))));
        assert!(!different((None, Some("1")), (Some("SM-S911B"), None)));
        assert!(!different((Some("SM-S911B"), Some("R3C*****")), (Some("SM-S911B"), Some("R3C0000X1"))));
    }

    #[test]
    fn what_a_system_was_built_for_is_more_than_what_its_files_call_the_model() {
        let of = |model: &str, product_type: &str| Device {
            product_type: Some(product_type.to_owned()),
            ..device(Some(model), None)
        };
        let reported = of("Xiaomi 2211133G", "Xiaomi/fuxi_global/fuxi");
        assert!(!are_different(&of("missi system image for arm64", "Xiaomi/fuxi_global/fuxi"), &reported));
        assert!(!are_different(&of("missi system image for arm64", "fuxi"), &reported));
        assert!(are_different(&of("Google Pixel 8", "google/shiba/shiba"), &reported));
    }
}
