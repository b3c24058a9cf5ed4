//! Property lists that daemons keep: network use, global settings, address look-ups, location clients.
//! Source: iLEAPP, MVT, plaso's test data.

use anyhow::Result;
use plist::{Dictionary, Value};

use crate::property_list::{binary, dict, text};
use crate::time::Moment;

/// Where a property list lies in a backup: domain and path.
pub type Place = (&'static str, &'static str);

/// Network use per process, as sent to Apple daily.
pub const AD_DAILY: Place = ("HomeDomain", "Library/Preferences/com.apple.osanalytics.addaily.plist");
/// Settings shared by all applications.
pub const GLOBAL: Place = ("HomeDomain", "Library/Preferences/.GlobalPreferences.plist");
/// Addresses whose Apple identity was looked up. Empty since iOS 14.7.
pub const ID_STATUS_CACHE: Place = ("HomeDomain", "Library/Preferences/com.apple.identityservices.idstatuscache.plist");
/// Clients of the location daemon.
pub const LOCATION_CLIENTS: Place = ("RootDomain", "Library/Caches/locationd/clients.plist");

/// Network use of one process: received and sent over Wi-Fi, then over the mobile network.
#[derive(Debug, Clone)]
pub struct NetworkUse {
    /// Process, for applications `name/bundle`.
    pub process: String,
    /// Since when it was counted.
    pub since: Moment,
    /// The four counters.
    pub bytes: [f64; 4],
}

/// `com.apple.osanalytics.addaily.plist`.
pub fn ad_daily(uses: &[NetworkUse]) -> Result<Vec<u8>> {
    let mut baseline = Dictionary::new();
    for usage in uses {
        let mut row = vec![Value::Date(usage.since.plist())];
        row.extend(usage.bytes.iter().map(|&bytes| Value::Real(bytes)));
        baseline.insert(usage.process.clone(), Value::Array(row));
    }
    binary(&dict([("netUsageBaseline", Value::Dictionary(baseline))]))
}

/// `.GlobalPreferences.plist`. Lockdown mode has a key only once it was touched.
pub fn global(lockdown_mode: Option<bool>) -> Result<Vec<u8>> {
    let mut settings = dict([
        ("AppleLanguages", Value::Array(vec![text("fr-FR"), text("en-US")])),
        ("AppleLocale", text("fr_FR")),
        ("ApplePasscodeKeyboards", Value::Array(vec![text("fr_FR@sw=AZERTY-French;hw=Automatic")])),
        ("AKLastEmailListRequestDateKey", Value::Date(Moment::utc(2024, 6, 1, 8, 0, 0).plist())),
    ]);
    if let (Some(enabled), Some(fields)) = (lockdown_mode, settings.as_dictionary_mut()) {
        fields.insert("LDMGlobalEnabled".to_owned(), enabled.into());
    }
    binary(&settings)
}

/// One look-up: service, user (`tel:` or `mailto:`), when, and whether Apple knows the address.
#[derive(Debug, Clone)]
pub struct LookUp {
    /// Such as `com.apple.madrid` for iMessage.
    pub service: &'static str,
    /// The address.
    pub user: String,
    /// When.
    pub date: Moment,
    /// 1 known, 2 unknown.
    pub status: i64,
}

/// `com.apple.identityservices.idstatuscache.plist`.
pub fn id_status_cache(look_ups: &[LookUp]) -> Result<Vec<u8>> {
    let mut services = Dictionary::new();
    services.insert("CacheVersion".to_owned(), 1.into());
    for look_up in look_ups {
        if !services.contains_key(look_up.service) {
            let none = Value::Dictionary(Dictionary::new());
            services.insert(look_up.service.to_owned(), none);
        }
        let state = dict([("IDStatus", look_up.status.into()), ("LookupDate", look_up.date.cocoa().into())]);
        let users = services.get_mut(look_up.service);
        if let Some(users) = users.and_then(Value::as_dictionary_mut) {
            users.insert(look_up.user.clone(), state);
        }
    }
    binary(&Value::Dictionary(services))
}

/// A client of the location daemon.
#[derive(Debug, Clone)]
pub struct LocationClient {
    /// Bundle identifier, or the path of a system bundle.
    pub bundle: String,
    /// Path of the executable.
    pub executable: String,
    /// 2 while in use, 4 always.
    pub authorization: i64,
    /// Last use.
    pub stopped: Moment,
}

/// `clients.plist` of locationd.
pub fn location_clients(clients: &[LocationClient]) -> Result<Vec<u8>> {
    let mut all = Dictionary::new();
    for client in clients {
        let is_path = client.bundle.starts_with('/');
        let key = if is_path { "BundlePath" } else { "BundleId" };
        let entry = dict([
            ("Authorization", client.authorization.into()),
            (key, text(&client.bundle)),
            ("ConsumptionPeriodBegin", client.stopped.plus_seconds(-600).cocoa().into()),
            ("Executable", text(&client.executable)),
            ("LocationTimeStopped", client.stopped.cocoa().into()),
            ("ReceivingLocationInformationTimeStopped", client.stopped.cocoa().into()),
            ("Registered", text(&client.executable)),
            ("SupportedAuthorizationMask", 7.into()),
            ("Whitelisted", false.into()),
        ]);
        let name = if is_path { format!("p{}:", client.bundle) } else { format!("i{}:", client.bundle) };
        all.insert(name, entry);
    }
    binary(&Value::Dictionary(all))
}
