//! What AndroidQF writes of the phone.
//!
//! Form: the Go code of AndroidQF (github.com/mvt-project/androidqf), version 1.8.

use std::fmt::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::bugreport::services;
use super::{HELPER, PLANTED, STORE, Scale, apps, properties};

fn hash(of: &str) -> String {
    hex::encode(Sha256::digest(of))
}

fn pretty(value: &Value) -> Vec<u8> {
    serde_json::to_vec_pretty(value).unwrap_or_default()
}

/// Every file of the folder, by its name.
pub fn files(scale: &Scale) -> Vec<(String, Vec<u8>)> {
    let apps = apps(scale);
    let packages: Vec<Value> = apps
        .iter()
        .map(|app| {
            let path = match app.installer {
                Some(_) => format!("/data/app/~~Zm9v==/{}-YmFy==/base.apk", app.id),
                None => format!("/system/priv-app/{0}/{0}.apk", app.id),
            };
            json!({ "name": app.id, "files": [{ "path": path, "local_name": "", "md5": "", "sha1": "", "sha256": hash(&app.id),
                "sha512": "", "error": "", "verified_certificate": false, "certificate": { "Md5": "", "Sha1": "",
                "Sha256": hash(if app.installer == Some(STORE) { "a shop" } else { &app.id }),
                "ValidFrom": "2020-01-01T00:00:00Z", "ValidTo": "2050-01-01T00:00:00Z", "Issuer": "", "Subject": "",
                "SignatureAlgorithm": "SHA256-RSA", "SerialNumber": null }, "certificate_error": "",
                "trusted_certificate": false }],
                "installer": app.installer.unwrap_or("null"), "uid": app.uid, "disabled": false,
                "system": app.installer.is_none(), "third_party": app.installer.is_some() })
        })
        .collect();
    let process = |pid: u64, uid: u64, name: &str, path: &str| {
        json!({ "pid": pid, "uid": uid, "ppid": 700, "pgroup": 0, "psid": 0, "filename": format!("({name})"), "priority": 20,
            "state": "S", "user_time": 1, "kernel_time": 2, "path": path, "context": "u:r:untrusted_app:s0",
            "previous_context": "", "command_line": [name], "env": null, "cwd": "/" })
    };
    let mut processes = vec![process(1, 0, "init", "/system/bin/init")];
    for (n, app) in (0..scale.lines.max(apps.len() as u64)).zip(apps.iter().cycle()) {
        processes.push(process(2000 + n, app.uid, &app.id, "/system/bin/app_process64"));
    }
    let file = |path: &str, mode: &str, user: u64, at: u64| {
        json!({ "path": path, "size": 4096, "mode": mode, "user_id": user, "user_name": "", "group_id": user, "group_name": "",
            "changed_time": at, "modified_time": at, "access_time": at, "error": "", "context": "", "sha1": "",
            "sha256": hash(path), "sha512": "", "md5": "" })
    };
    let mut listed: Vec<Value> = (0..scale.lines)
        .map(|n| file(&format!("/sdcard/DCIM/Camera/IMG_{n:05}.jpg"), "-rw-rw----", 10_120, 1_715_000_000 + n))
        .collect();
    let mut accessibility = "com.google.android.marvin.talkback/.TalkBackService".to_owned();
    if scale.traces {
        processes.push(process(1999, 2000, "run", PLANTED));
        listed.push(file(PLANTED, "-rwxr-xr-x", 2000, 1_715_300_000));
        let _ = write!(accessibility, ":{HELPER}/.Watcher");
    }
    let mut dumpsys = String::new();
    for (name, body) in services(scale, &apps) {
        let _ = write!(
            dumpsys,
            "-------------------------------------------------------------------------------\nDUMP OF SERVICE {name}:\n{body}\
             --------- 0.012s was the duration of dumpsys {name}, ending at: 2024-05-12 18:30:05\n"
        );
    }
    let acquisition = json!({ "uuid": "0f3c1a52-0d5e-4c6b-9f0a-6a2f6f1d7e11", "androidqf_version": "v1.8.0",
        "storage_path": "/media/case/0f3c1a52-0d5e-4c6b-9f0a-6a2f6f1d7e11", "started": "2024-05-12T16:28:11Z",
        "completed": "2024-05-12T16:51:02Z", "collector": { "ExePath": "/data/local/tmp/collector", "Installed": false,
        "Adb": null, "Architecture": "arm64-v8a" }, "tmp_dir": "/data/local/tmp/", "sdcard": "/sdcard/", "cpu": "arm64-v8a" });
    let mut files: Vec<(&str, Vec<u8>)> = vec![
        ("dumpsys.txt", dumpsys.into_bytes()),
        ("env.txt", b"ANDROID_ROOT=/system\nTERM=xterm\n".to_vec()),
        ("files.json", pretty(&listed.into())),
        ("getprop.txt", properties().into_bytes()),
        (
            "mounts.json",
            pretty(&json!([
                "/dev/block/dm-5 on / type ext4 (ro,seclabel,relatime)",
                "/dev/block/dm-9 on /data type f2fs (rw,nosuid,nodev)"
            ])),
        ),
        ("packages.json", pretty(&packages.into())),
        ("processes.json", pretty(&processes.into())),
        ("root_binaries.json", pretty(&json!([]))),
        ("selinux.txt", b"Enforcing\n".to_vec()),
        ("services.txt", b"Found 1 services:\n0\tphone: [com.android.internal.telephony.ITelephony]\n".to_vec()),
        ("settings_global.txt", b"adb_enabled=1\npackage_verifier_user_consent=1\n".to_vec()),
        ("settings_secure.txt", format!("enabled_accessibility_services={accessibility}\n").into_bytes()),
        ("settings_system.txt", b"screen_off_timeout=30000\n".to_vec()),
    ];
    let sums: Vec<String> =
        files.iter().map(|(name, bytes)| format!("{name},{}\n", hex::encode(Sha256::digest(bytes)))).collect();
    files.push(("acquisition.json", pretty(&acquisition)));
    files.push(("command.log", b"2024-05-12T18:28:11+02:00 [INFO] Started new acquisition\n2024-05-12T18:51:02+02:00 [INFO] Acquisition completed.\n".to_vec()));
    files.push(("hashes.csv", sums.concat().into_bytes()));
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}
