//! Why the system asks for the code and takes no fingerprint, face or trust agent in its place.
//!
//! Format: the bits of AOSP `LockPatternUtils.StrongAuthTracker`, as `dumpsys trust` (`strongAuthRequired=0x8`) and `dumpsys
//! lock_settings` (`primaryAuthFlags=8`) print them. A bit that has no name here is kept as a number.

/// Too many wrong codes were tried, or too many fingers or faces were refused (AOSP `LockSettingsService`,
/// `KeyguardUpdateMonitor`). It stays until the code is entered.
pub const AFTER_LOCKOUT: &str = "after_lockout";

const REASONS: &[(u32, &str)] = &[
    (0x1, "after_boot"),
    (0x2, "after_lock_by_policy"),
    (0x4, "after_user_request"),
    (0x8, AFTER_LOCKOUT),
    (0x10, "after_timeout"),
    (0x20, "after_lockdown"),
    (0x40, "for_unattended_update"),
    (0x80, "after_weak_biometrics_timeout"),
    (0x100, "after_trust_expired"),
    (0x200, "after_adaptive_request"),
];

/// The reasons of a number in hexadecimal.
pub(super) fn reasons(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let bits = u32::from_str_radix(text.strip_prefix("0x").unwrap_or(text), 16).ok()?;
    let set = (0..u32::BITS).filter_map(|place| 1_u32.checked_shl(place)).filter(|bit| bits & bit != 0);
    let name = |bit: u32| REASONS.iter().find(|(of, _)| *of == bit).map(|(_, name)| (*name).to_owned());
    Some(set.map(|bit| name(bit).unwrap_or_else(|| format!("{bit:#x}"))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_have_names() {
        assert_eq!(reasons("0x0").unwrap(), Vec::<String>::new());
        assert_eq!(reasons("9").unwrap(), ["after_boot", AFTER_LOCKOUT]);
        assert_eq!(reasons("0x880").unwrap(), ["after_weak_biometrics_timeout", "0x800"]);
        assert_eq!((reasons(""), reasons("0xg"), reasons("100000000")), (None, None, None));
    }
}
