//! What the flags of a permission in `access.abx` say: whether it is granted, and how that came to be.
//!
//! Format: since Android 15 each user has `data/misc_de/N/apexdata/com.android.permission/access.abx`, always binary (AOSP
//! `AccessPersistence`, `AppIdPermissionPersistence`): in `<app-id-permissions>` and `<app-id id=>` a `<permission name= flags=>`,
//! whose flags (`PermissionFlags`) also say whether it is granted (`isPermissionGranted`). What was allowed “only this time”
//! is never written as granted. No time is kept. Other readers: ALEAPP (`permissionStore`).

use super::super::abx::Element;
use super::super::packages::Permission;

const INSTALL_GRANTED: i64 = 1 << 0;
const INSTALL_REVOKED: i64 = 1 << 1;
const PROTECTION_GRANTED: i64 = 1 << 2;
const RUNTIME_GRANTED: i64 = 1 << 4;
const LEGACY_GRANTED: i64 = 1 << 10;
const IMPLICIT_GRANTED: i64 = 1 << 11;
const RESTRICTION_REVOKED: i64 = 1 << 18;

/// Flags by bit, named as the other files and `dumpsys package` name them where they have the same.
const FLAGS: &[(i64, &str)] = &[
    (INSTALL_GRANTED, "INSTALL_GRANTED"),
    (INSTALL_REVOKED, "INSTALL_REVOKED"),
    (PROTECTION_GRANTED, "PROTECTION_GRANTED"),
    (1 << 3, "GRANTED_BY_ROLE"),
    (1 << 5, "USER_SET"),
    (1 << 6, "USER_FIXED"),
    (1 << 7, "POLICY_FIXED"),
    (1 << 8, "SYSTEM_FIXED"),
    (1 << 9, "GRANTED_BY_DEFAULT"),
    (LEGACY_GRANTED, "LEGACY_GRANTED"),
    (IMPLICIT_GRANTED, "IMPLICIT_GRANTED"),
    (RESTRICTION_REVOKED, "RESTRICTION_REVOKED"),
    (1 << 20, "REVOKED_COMPAT"),
    (1 << 21, "ONE_TIME"),
    (1 << 22, "AUTO_REVOKED"),
];

/// Whether the system takes a permission with these flags as granted: the first that applies decides.
fn is_granted(flags: i64) -> bool {
    let has = |bit: i64| flags & bit != 0;
    if has(INSTALL_GRANTED) {
        return true;
    }
    if has(INSTALL_REVOKED) {
        return false;
    }
    if has(PROTECTION_GRANTED) || has(LEGACY_GRANTED) || has(IMPLICIT_GRANTED) {
        return true;
    }
    !has(RESTRICTION_REVOKED) && has(RUNTIME_GRANTED)
}

/// One permission; `None` for an element without its name. Without its flags it is not known to be granted.
pub(super) fn permission(element: &Element) -> Option<Permission> {
    let flags = element.integer("flags");
    let names = FLAGS.iter().filter(|(bit, _)| flags.is_some_and(|flags| flags & bit != 0));
    Some(Permission {
        name: element.owned("name")?,
        granted: flags.map(is_granted),
        flags: names.map(|(_, name)| (*name).to_owned()).collect(),
    })
}

/// Whether it was given at the installation, by what the package is, and not decided while it runs.
pub(super) fn is_of_installation(permission: &Permission) -> bool {
    let of_installation = ["INSTALL_GRANTED", "INSTALL_REVOKED", "PROTECTION_GRANTED"];
    permission.flags.iter().any(|flag| of_installation.contains(&flag.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_flag_that_applies_decides() {
        for (flags, granted) in [
            (0, false),
            (RUNTIME_GRANTED, true),
            (RUNTIME_GRANTED | RESTRICTION_REVOKED, false),
            (RUNTIME_GRANTED | INSTALL_REVOKED, false),
            (INSTALL_GRANTED | INSTALL_REVOKED, true),
            (PROTECTION_GRANTED, true),
            (LEGACY_GRANTED | RESTRICTION_REVOKED, true),
            (IMPLICIT_GRANTED, true),
            // Allowed only once: written without the grant.
            (1 << 21 | 1 << 5, false),
        ] {
            assert_eq!(is_granted(flags), granted, "{flags:#x}");
        }
    }
}
