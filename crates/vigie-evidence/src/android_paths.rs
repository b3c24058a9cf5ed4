//! Where the files of an Android backup lay on the device.
//!
//! Source: AOSP, `android.app.backup.FullBackup` (the tokens) and `Context` (the folders). `apps/PACKAGE/TOKEN/…` is what
//! an app keeps, `shared/N/…` the shared storage. `_manifest`, `_meta`, the APK (`a`) and key-value data (`k`) are
//! written for the backup: the device has no file, or none of a path that can be known.

/// The token of a folder of an app, and the folder.
const FOLDERS: &[(&str, &str)] =
    &[("r", ""), ("f", "files/"), ("db", "databases/"), ("sp", "shared_prefs/"), ("nb", "no_backup/"), ("c", "cache/")];

/// The paths a file of a backup may have had on the device, without a slash before them, the usual one first: Android
/// shows most folders under two. Empty where none is known.
pub fn android_device_paths(path: &str) -> Vec<String> {
    if let Some(rest) = path.strip_prefix("shared/") {
        // Volume 0 is the storage built in; what number a card has on the device is not told.
        let rest = rest.strip_prefix("0/").filter(|rest| !rest.is_empty());
        return rest.map(|rest| under(&["storage/emulated/0/", "data/media/0/"], rest)).unwrap_or_default();
    }
    let mut parts = path.splitn(4, '/');
    let (Some("apps"), Some(package), Some(token), Some(rest)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Vec::new();
    };
    let folder = |token: &str| FOLDERS.iter().find(|(name, _)| *name == token).map(|(_, folder)| *folder);
    if rest.is_empty() {
        return Vec::new();
    }
    match (token, token.strip_prefix("d_").and_then(folder), folder(token)) {
        ("ef", ..) => {
            let rest = format!("Android/data/{package}/files/{rest}");
            under(&["storage/emulated/0/", "data/media/0/"], &rest)
        }
        ("obb", ..) => {
            let rest = format!("Android/obb/{package}/{rest}");
            under(&["storage/emulated/0/", "data/media/0/"], &rest)
        }
        (_, Some(folder), _) => under(&["data/user_de/0/"], &format!("{package}/{folder}{rest}")),
        (_, None, Some(folder)) => under(&["data/data/", "data/user/0/"], &format!("{package}/{folder}{rest}")),
        _ => Vec::new(),
    }
}

fn under(roots: &[&str], rest: &str) -> Vec<String> {
    roots.iter().map(|root| format!("{root}{rest}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_backup_have_device_paths() {
        let first = |path: &str| android_device_paths(path).into_iter().next();
        for (path, device) in [
            ("apps/com.example/db/a.db-wal", "data/data/com.example/databases/a.db-wal"),
            ("apps/com.example/f/x/y", "data/data/com.example/files/x/y"),
            ("apps/com.example/sp/p.xml", "data/data/com.example/shared_prefs/p.xml"),
            ("apps/com.example/r/app_webview/Cookies", "data/data/com.example/app_webview/Cookies"),
            ("apps/com.example/d_f/0_sms_backup", "data/user_de/0/com.example/files/0_sms_backup"),
            ("apps/com.example/ef/a", "storage/emulated/0/Android/data/com.example/files/a"),
            ("shared/0/Download/a.apk", "storage/emulated/0/Download/a.apk"),
        ] {
            assert_eq!(first(path).as_deref(), Some(device), "{path}");
        }
        for path in [
            "apps/com.example/_manifest",
            "apps/com.example/a/com.example-1.apk",
            "apps/com.example/k/com.example.data",
            "apps/com.example/db/",
            "apps/com.example/d_x/a",
            "shared/1/DCIM/a.jpg",
            "shared/0/",
            "shared/0",
            "",
            "apps",
        ] {
            assert_eq!(first(path), None, "{path}");
        }
    }
}
