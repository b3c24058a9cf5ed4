//! What a triage tool collects of a computer with Windows, with the traces that WannaCry or NotPetya leaves, or none.
//!
//! Made from what was published of their behaviour (US-CERT TA17-132A and TA17-181A, Microsoft's analyses of May and June
//! 2017), never from a sample: files with the names of the malware hold a sentence, so no hash of it is met.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::hive::Hive;
use super::mft::{FileRecord, Stream, Volume};
use crate::archive::Zip;
use crate::evtx;
use crate::network::stories::KILL_SWITCH;
use crate::random::Random;
use crate::time::Moment;

/// Whose traces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traces {
    /// Nobody's.
    None,
    /// WannaCry's, May 2017.
    WannaCry,
    /// Nobody's; but somebody looked up the name that stopped WannaCry, as people who read about it do.
    KillSwitch,
    /// NotPetya's, June 2017.
    NotPetya,
}

impl std::str::FromStr for Traces {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text {
            "none" => Self::None,
            "wannacry" => Self::WannaCry,
            "killswitch" => Self::KillSwitch,
            "notpetya" => Self::NotPetya,
            _ => bail!("`{text}` is none of none, wannacry, killswitch, notpetya"),
        })
    }
}

const SYSTEM: &str = r"hive SYSTEM
[Select] 2017-05-02T06:00:00Z
Current = dword 1
[ControlSet001\Services\Dnscache] 2016-11-20T09:15:00Z
ImagePath = expand %SystemRoot%\system32\svchost.exe -k NetworkService
ObjectName = sz NT AUTHORITY\NetworkService
Start = dword 2
Type = dword 32
[ControlSet001\Services\Dnscache\Parameters]
ServiceDll = expand %SystemRoot%\System32\dnsrslvr.dll
[ControlSet001\Services\disk]
ImagePath = expand system32\drivers\disk.sys
Start = dword 0
Type = dword 1
[ControlSet001\Enum\USBSTOR\Disk&Ven_Example&Prod_Stick&Rev_1.00\0123456789ABCDEF&0] 2017-04-03T12:00:00Z
FriendlyName = sz Example Stick USB Device
";
const WANNACRY_SYSTEM: &str = r"[ControlSet001\Services\mssecsvc2.0] 2017-05-12T08:24:03Z
DisplayName = sz Microsoft Security Center (2.0) Service
ImagePath = expand C:\WINDOWS\mssecsvc.exe -m security
ObjectName = sz LocalSystem
Start = dword 2
Type = dword 16
";
const SOFTWARE: &str = r#"hive SOFTWARE
[Microsoft\Windows\CurrentVersion\Run] 2017-03-01T07:00:00Z
Updater = sz "C:\Program Files\Example\updater.exe" /background
[Microsoft\Windows NT\CurrentVersion\Winlogon]
Shell = sz explorer.exe
Userinit = sz C:\Windows\system32\userinit.exe,
[Example\Editor]
"#;
const WANNACRY_SOFTWARE: &str = r#"[WanaCrypt0r] 2017-05-12T08:24:30Z
wd = sz C:\ProgramData\qeriuwjhrf001
[Microsoft\Windows\CurrentVersion\Run] 2017-05-12T08:24:31Z
qeriuwjhrf001 = sz "C:\ProgramData\qeriuwjhrf001\tasksche.exe"
"#;
const USER: &str = r"hive ntuser.dat
[Software\Example\Editor] 2017-03-01T07:05:00Z
[Software\Microsoft\Windows\CurrentVersion\Explorer\TypedPaths]
url1 = sz C:\Users\example\Documents
";
const AMCACHE: &str = r"hive Amcache.hve
[Root\InventoryApplicationFile\editor.exe|0a1b2c3d4e5f6071] 2017-03-01T07:05:00Z
FileId = sz 00000123456789abcdef0123456789abcdef01234567
LowerCaseLongPath = sz c:\program files\example\editor.exe
Name = sz editor.exe
Publisher = sz example
";

/// An event of a started process (4688), with its command line.
fn process(time: i64, program: &str, command: &str, parent: &str) -> String {
    let event = serde_json::json!({
        "channel": "Security", "provider": "Microsoft-Windows-Security-Auditing", "id": 4688, "time": time,
        "computer": "PC-07.example.org",
        "data": {
            "SubjectUserSid": "S-1-5-18", "SubjectUserName": "PC-07$", "SubjectDomainName": "EXAMPLE", "SubjectLogonId": "0x3e7",
            "NewProcessId": "0x9c4", "NewProcessName": program, "TokenElevationType": "%%1936", "ProcessId": "0x2d8",
            "CommandLine": command, "TargetUserSid": "S-1-0-0", "TargetUserName": "-", "TargetDomainName": "-",
            "TargetLogonId": "0x0", "ParentProcessName": parent,
        },
    });
    format!("{event}\n")
}

/// A name that a program looked up, as Sysmon notes it (22).
fn lookup(time: i64, program: &str, name: &str) -> String {
    let event = serde_json::json!({
        "channel": "Microsoft-Windows-Sysmon/Operational", "provider": "Microsoft-Windows-Sysmon", "id": 22, "time": time,
        "computer": "PC-07.example.org", "user": "S-1-5-18",
        "data": {
            "UtcTime": "-", "ProcessId": "2048", "Image": program, "QueryName": name, "QueryStatus": "0",
            "QueryResults": "::ffff:192.0.2.80;",
        },
    });
    format!("{event}\n")
}

/// The table of all files: those that were collected, and those that were not.
fn table(traces: Traces, collected: &[String]) -> Result<Vec<u8>> {
    let mut volume = Volume::new(Moment::utc(2016, 11, 20, 9, 0, 0));
    let plain = |size| FileRecord { size: Some(size), ..FileRecord::default() };
    let (may, june) = (Moment::utc(2017, 5, 12, 8, 24, 3), Moment::utc(2017, 6, 27, 10, 32, 0));
    let before = Moment::utc(2017, 3, 1, 7, 0, 0);
    volume.add("Program Files/Example/editor.exe", before, plain(901_120));
    let mark = "[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://www.example.org/editor\r\nHostUrl=https://dl.example.org/editor-setup.exe\r\n";
    let stream = Stream { name: "Zone.Identifier".to_owned(), content: Some(mark.to_owned()), size: 0 };
    volume.add(
        "Users/example/Downloads/editor-setup.exe",
        before,
        FileRecord { streams: vec![stream], ..plain(2_097_152) },
    );
    let at = match traces {
        Traces::None | Traces::KillSwitch => before,
        Traces::WannaCry => may,
        Traces::NotPetya => june,
    };
    for path in collected {
        volume.add(path, if path.starts_with("Windows/System32") { before } else { at }, plain(256));
    }
    let gone = |size| FileRecord { deleted: true, ..plain(size) };
    match traces {
        Traces::None | Traces::KillSwitch => {}
        Traces::WannaCry => {
            volume.add("Windows/tasksche.exe", may.plus_seconds(1), plain(3_514_368));
            volume.add("ProgramData/qeriuwjhrf001/tasksche.exe", may.plus_seconds(6), plain(3_514_368));
            volume.add("Users/example/Documents/report-25.docx.WNCRYT", may.plus_seconds(60), gone(256));
        }
        Traces::NotPetya => {
            volume.add("Windows/perfc", june.plus_seconds(1), gone(0));
        }
    }
    volume.bytes()
}

/// An event of an installed service (7045).
fn service(time: i64, name: &str, path: &str) -> String {
    let event = serde_json::json!({
        "channel": "System", "provider": "Service Control Manager", "id": 7045, "time": time,
        "computer": "PC-07.example.org", "user": "S-1-5-18",
        "data": {
            "ServiceName": name, "ImagePath": path, "ServiceType": "user mode service", "StartType": "auto start",
            "AccountName": "LocalSystem",
        },
    });
    format!("{event}\n")
}

/// 2017-05-12 08:24 and 2017-06-27 10:32, UTC.
const MAY: i64 = 1_494_577_440;
const JUNE: i64 = 1_498_559_520;

/// The files as a zip.
///
/// # Errors
/// Never: the texts above are understood.
pub fn zip(traces: Traces, seed: u64) -> Result<Vec<u8>> {
    let files = files(traces, seed)?;
    Ok(files.iter().fold(Zip::new(), |zip, (path, bytes)| zip.file(path, bytes)).finish())
}

/// The files, by path.
///
/// # Errors
/// Never: the texts above are understood.
pub fn files(traces: Traces, seed: u64) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut put = |path: &str, bytes: Vec<u8>| {
        files.insert(format!("C/{path}"), bytes);
    };
    let (mut system, mut software) = (SYSTEM.to_owned(), SOFTWARE.to_owned());
    let (mut security_log, mut system_log) = (
        process(
            MAY - 900,
            r"C:\Program Files\Example\editor.exe",
            r#""C:\Program Files\Example\editor.exe""#,
            r"C:\Windows\explorer.exe",
        ),
        service(MAY - 86_400, "ExampleUpdate", r"C:\Program Files\Example\updater.exe /service"),
    );
    let mut sysmon_log = lookup(MAY - 600, r"C:\Program Files\Example\editor.exe", "updates.example.org");
    let mut random = Random::new(seed);
    match traces {
        Traces::None => {}
        Traces::KillSwitch => {
            sysmon_log.push_str(&lookup(MAY + 86_400, r"C:\Program Files\Example\browser.exe", KILL_SWITCH));
        }
        Traces::WannaCry => {
            system.push_str(WANNACRY_SYSTEM);
            software.push_str(WANNACRY_SOFTWARE);
            system_log.push_str(&service(MAY + 3, "mssecsvc2.0", r"C:\WINDOWS\mssecsvc.exe -m security"));
            security_log.push_str(&process(
                MAY + 4,
                r"C:\WINDOWS\mssecsvc.exe",
                r"C:\WINDOWS\mssecsvc.exe -m security",
                r"C:\Windows\System32\services.exe",
            ));
            security_log.push_str(&process(
                MAY + 9,
                r"C:\ProgramData\qeriuwjhrf001\tasksche.exe",
                r"C:\WINDOWS\tasksche.exe /i",
                r"C:\WINDOWS\mssecsvc.exe",
            ));
            sysmon_log.push_str(&lookup(MAY + 5, r"C:\WINDOWS\mssecsvc.exe", KILL_SWITCH));
            for number in 1..=24 {
                let mut bytes = b"WANACRY!".to_vec();
                bytes.extend((0..248).map(|_| random.bits().to_le_bytes()[0]));
                put(&format!("Users/example/Documents/report-{number:02}.docx.WNCRY"), bytes);
            }
            let note = b"A text in the place of the demand for money.\r\n".to_vec();
            put("Users/example/Documents/@Please_Read_Me@.txt", note.clone());
            put("Users/example/Desktop/@Please_Read_Me@.txt", note);
            put("Windows/mssecsvc.exe", b"A sentence in the place of the program.\r\n".to_vec());
        }
        Traces::NotPetya => {
            let rundll = r"C:\Windows\System32\rundll32.exe";
            let cmd = r"C:\Windows\System32\cmd.exe";
            for (seconds, program, command) in [
                (0, rundll, r#"C:\Windows\System32\rundll32.exe "C:\Windows\perfc.dat",#1 30"#),
                (
                    20,
                    cmd,
                    r#"cmd.exe /c schtasks /RU "SYSTEM" /Create /SC once /TN "" /TR "C:\Windows\system32\shutdown.exe /r /f" /ST 13:35"#,
                ),
                (
                    45,
                    r"C:\Windows\System32\wbem\WMIC.exe",
                    r#"C:\Windows\System32\wbem\wmic.exe /node:"192.0.2.7" /user:"EXAMPLE\admin" /password:"x" process call create "C:\Windows\System32\rundll32.exe \"C:\Windows\perfc.dat\" #1""#,
                ),
                (
                    61,
                    r"C:\Windows\dllhost.dat",
                    r#"C:\Windows\dllhost.dat \\192.0.2.7 -accepteula -s -d C:\Windows\System32\rundll32.exe "C:\Windows\perfc.dat",#1 60"#,
                ),
                (
                    3600,
                    cmd,
                    r"cmd.exe /c wevtutil cl Setup & wevtutil cl System & wevtutil cl Security & wevtutil cl Application & fsutil usn deletejournal /D C:",
                ),
            ] {
                security_log.push_str(&process(JUNE + seconds, program, command, rundll));
            }
            system_log.push_str(&service(JUNE + 90, "PSEXESVC", r"%SystemRoot%\PSEXESVC.exe"));
            put("Windows/perfc.dat", b"A sentence in the place of the library.\r\n".to_vec());
            put("Windows/dllhost.dat", b"A sentence in the place of PsExec.\r\n".to_vec());
        }
    }
    put("Windows/System32/config/SYSTEM", Hive::from_text(&system)?.bytes());
    put("Windows/System32/config/SOFTWARE", Hive::from_text(&software)?.bytes());
    put("Windows/System32/winevt/Logs/Security.evtx", evtx::from_json_lines(&security_log)?);
    let sysmon = "Windows/System32/winevt/Logs/Microsoft-Windows-Sysmon%4Operational.evtx";
    put(sysmon, evtx::from_json_lines(&sysmon_log)?);
    put("Windows/System32/winevt/Logs/System.evtx", evtx::from_json_lines(&system_log)?);
    put("Windows/appcompat/Programs/Amcache.hve", Hive::from_text(AMCACHE)?.bytes());
    put("Users/example/NTUSER.DAT", Hive::from_text(USER)?.bytes());
    let collected: Vec<String> = files.keys().filter_map(|path| path.strip_prefix("C/")).map(str::to_owned).collect();
    files.insert("C/$MFT".to_owned(), table(traces, &collected)?);
    Ok(files)
}
