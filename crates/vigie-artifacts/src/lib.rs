//! Parsers. A [`Source`] in, typed records and problems out: synchronous, pure, and ignorant of what is bad.
//!
//! One artifact is one file here, one line in [`ARTIFACTS`], one folder in `fixtures/`, and its texts in
//! `vigie-text`. CONTRIBUTING.md walks through one.
//!
//! Every line, row or key ends in a record or in a problem; nothing is skipped in silence. A parser that panics
//! costs its source and becomes a problem of the case.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

pub mod android;
pub mod androidqf;
mod contract;
mod glance;
pub mod ios;
mod listed_path;
pub mod mail;
mod out;
mod plan;
mod plist_blob;
mod recorded;
pub mod sysdiagnose;
pub mod unix;
mod value;
pub mod windows;

mod der;
pub mod network;

pub use contract::{AnyArtifact, AnyRecord, Artifact, Sink, Spec};
pub use glance::{Glance, Passed, Values};
pub use listed_path::{ListedPath, PathKind};
pub use out::{Out, ParseError};
pub use plan::Plan;
pub use recorded::Recorded;
pub use value::{Key, Plain, texts};
pub use vigie_evidence::{Entry, EntryKind, Row, Scalar, Select, Source, Sqlite};
use vigie_model::ObservableKind;

/// Every artifact, sorted by id.
pub static ARTIFACTS: &[&dyn AnyArtifact] = &[
    &android::accessibility::Accessibility,
    &android::accounts::Accounts,
    &android::files::accounts_db::AccountsDb,
    &android::activities::Activities,
    &android::adb_keys::AdbKeys,
    &android::files::adb_keys_file::AdbKeysFile,
    &android::alarms::Alarms,
    &android::apks::Apks,
    &android::files::app_usage::AppUsage,
    &android::appops::AppOps,
    &android::files::appops_xml::AppOpsXml,
    &android::battery_daily::BatteryDaily,
    &android::battery_history::BatteryHistory,
    &android::files::battery_levels::BatteryLevels,
    &android::battery_usage::BatteryUsage,
    &android::boot_history::BootHistory,
    &android::bugreport::Bugreport,
    &android::files::ca_certificates::CaCertificates,
    &android::files::calls::Calls,
    &android::files::chromium_downloads::ChromiumDownloads,
    &android::files::chromium_history::ChromiumHistory,
    &android::connectivity::Connectivity,
    &android::files::contacts::Contacts,
    &android::dbinfo::DbInfo,
    &android::files::device_policies_xml::DevicePoliciesXml,
    &android::device_policy::DevicePolicy,
    &android::domain_verification::DomainVerification,
    &android::files::downloads::Downloads,
    &android::dropbox::DropBox,
    &android::files::dropbox_files::DropBoxFiles,
    &android::event_log::EventLog,
    &android::files::filesystem::Filesystem,
    &android::files::firefox_history::FirefoxHistory,
    &android::getprop::GetProp,
    &android::install_sessions::InstallSessions,
    &android::intents::Intents,
    &android::intrusion_log::IntrusionLog,
    &android::jobs::Jobs,
    &android::kernel_log::KernelLog,
    &android::logcat::Logcat,
    &android::files::messages::Messages,
    &android::mounts::Mounts,
    &android::netstats::NetStats,
    &android::files::notification_history::NotificationHistory,
    &android::notifications::Notifications,
    &android::packages::Packages,
    &android::files::packages_list::PackagesList,
    &android::files::packages_xml::PackagesXml,
    &android::platform_compat::PlatformCompat,
    &android::processes::Processes,
    &android::procstats::ProcStats,
    &android::files::properties::Properties,
    &android::roles::Roles,
    &android::settings::Settings,
    &android::files::settings_xml::SettingsXml,
    &android::sockets::Sockets,
    &android::tombstones::Tombstones,
    &android::usagestats::UsageStats,
    &android::files::usagestats_files::UsageStatsFiles,
    &android::users::Users,
    &android::files::web_hosts::WebHosts,
    &android::files::wifi_networks::WifiNetworks,
    &androidqf::acquisition::Acquisition,
    &androidqf::anr::Anr,
    &androidqf::command_log::CommandLog,
    &androidqf::environment::Environment,
    &androidqf::files::Files,
    &androidqf::hashes::Hashes,
    &androidqf::log_files::LogFiles,
    &androidqf::log_lines::LogLines,
    &androidqf::magisk_modules::MagiskModules,
    &androidqf::package_users::PackageUsers,
    &androidqf::packages::Packages,
    &androidqf::processes::Processes,
    &androidqf::pulled_files::PulledFiles,
    &androidqf::root_binaries::RootBinaries,
    &androidqf::selinux::Selinux,
    &androidqf::services::Services,
    &ios::accounts::Accounts,
    &ios::aggregate_dictionary::AggregateDictionary,
    &ios::analytics::Analytics,
    &ios::analytics_os_versions::AnalyticsOsVersions,
    &ios::app_predictions::AppPredictions,
    &ios::application_state::ApplicationState,
    &ios::applications::Applications,
    &ios::backup_info::BackupInfo,
    &ios::battery_log::BatteryLog,
    &ios::biome::Biome,
    &ios::bluetooth_devices::BluetoothDevices,
    &ios::book_downloads::BookDownloads,
    &ios::brave_tabs::BraveTabs,
    &ios::cache_files::CacheFiles,
    &ios::calendar::Calendar,
    &ios::calls::Calls,
    &ios::chrome_favicons::ChromeFavicons,
    &ios::chrome_history::ChromeHistory,
    &ios::configuration_profiles::ConfigurationProfiles,
    &ios::contacts::Contacts,
    &ios::containermanager::ContainerManager,
    &ios::cookies::Cookies,
    &ios::crash_reports::CrashReports,
    &ios::datausage::DataUsage,
    &ios::dhcp_leases::DhcpLeases,
    &ios::duckduckgo::DuckDuckGo,
    &ios::filesystem::Filesystem,
    &ios::firefox_favicons::FirefoxFavicons,
    &ios::firefox_history::FirefoxHistory,
    &ios::fsevents::FsEvents,
    &ios::global_preferences::GlobalPreferences,
    &ios::idstatuscache::IdStatusCache,
    &ios::install_history::InstallHistory,
    &ios::interaction_contacts::InteractionContacts,
    &ios::interactions::Interactions,
    &unix::journal::Journal,
    &unix::logins::Logins,
    &unix::package_log::PackageLog,
    &unix::scheduled::Scheduled,
    &unix::launch_items::LaunchItems,
    &mail::attachments::Attachments,
    &mail::messages::Messages,
    &sysdiagnose::itunesstored_downloads::ItunesStoredDownloads,
    &ios::knowledgec::KnowledgeC,
    &ios::launchd::Launchd,
    &ios::locationd_clients::LocationdClients,
    &ios::lockdownd::Lockdownd,
    &sysdiagnose::logdata_statistics::LogdataStatistics,
    &ios::manifest::Manifest,
    &ios::marker_preferences::MarkerPreferences,
    &ios::mcstate::McState,
    &ios::mobile_installation::MobileInstallation,
    &ios::mobileactivation::MobileActivation,
    &sysdiagnose::mobilebackup::MobileBackup,
    &ios::netusage::NetUsage,
    &sysdiagnose::network_extension::NetworkExtension,
    &sysdiagnose::network_extension_apps::NetworkExtensionApps,
    &sysdiagnose::network_preferences::NetworkPreferences,
    &ios::notifications::Notifications,
    &ios::osanalytics_addaily::AdDaily,
    &ios::pair_records::PairRecords,
    &ios::powerlog::Powerlog,
    &ios::profile_events::ProfileEvents,
    &ios::provisioning_profiles::ProvisioningProfiles,
    &ios::restore_log::RestoreLog,
    &ios::safari_bookmarks::SafariBookmarks,
    &ios::safari_cloud_tabs::SafariCloudTabs,
    &ios::safari_downloads::SafariDownloads,
    &ios::safari_favicons::SafariFavicons,
    &ios::safari_history::SafariHistory,
    &ios::safari_tabs::SafariTabs,
    &ios::safari_tabs_db::SafariTabsDb,
    &ios::shortcuts::Shortcuts,
    &ios::shutdown_log::ShutdownLog,
    &ios::sms::Sms,
    &ios::sms_attachments::SmsAttachments,
    &ios::sms_deletions::SmsDeletions,
    &ios::store_user::StoreUser,
    &sysdiagnose::system_version::SystemVersion,
    &ios::tcc::Tcc,
    &ios::unified_logs::UnifiedLogs,
    &sysdiagnose::uuid_to_path::UuidToPath,
    &ios::version_history::VersionHistory,
    &ios::web_clips::WebClips,
    &ios::webkit_resource_load_statistics::WebkitResourceLoadStatistics,
    &ios::webkit_session_resource_log::WebkitSessionResourceLog,
    &ios::webkit_storage::WebkitStorage,
    &ios::whatsapp_chats::WhatsappChats,
    &ios::whatsapp_contacts::WhatsappContacts,
    &ios::whatsapp_lids::WhatsappLids,
    &ios::whatsapp_messages::WhatsappMessages,
    &ios::wifi_known_networks::WifiKnownNetworks,
    &network::certificates::Certificates,
    &network::leases::Leases,
    &network::lookups::Lookups,
    &network::firewall::Firewall,
    &network::flows::Flows,
    &network::har::Har,
    &network::requests::Requests,
    &network::resolver::Resolver,
    &network::sharing::SharingSessions,
    &network::suricata::Suricata,
    &network::handshakes::Handshakes,
    &network::zeek::Zeek,
    &sysdiagnose::account_devices::AccountDevices,
    &sysdiagnose::app_installation::AppInstallation,
    &sysdiagnose::brctl_containers::BrctlContainers,
    &sysdiagnose::brctl_dump::BrctlDump,
    &sysdiagnose::call_dumps::CallDumps,
    &sysdiagnose::crash_list::CrashList,
    &sysdiagnose::iousb::IoUsb,
    &sysdiagnose::jetsam_priority::JetsamPriority,
    &sysdiagnose::kbdebug::KeyboardDebug,
    &sysdiagnose::sysdiagnose_log::SysdiagnoseLog,
    &sysdiagnose::mounts::Mounts,
    &sysdiagnose::named_only::NamedOnly,
    &sysdiagnose::netstat::Netstat,
    &sysdiagnose::network_state::NetworkState,
    &sysdiagnose::olddsc::OldDsc,
    &sysdiagnose::ps::Ps,
    &sysdiagnose::ps_thread::PsThread,
    &sysdiagnose::recent_networks::RecentNetworks,
    &sysdiagnose::remotectl::Remotectl,
    &sysdiagnose::security::Security,
    &sysdiagnose::spindump::Spindump,
    &sysdiagnose::swcutil::Swcutil,
    &sysdiagnose::taskinfo::TaskInfo,
    &sysdiagnose::wifi_scan::WifiScan,
    &sysdiagnose::wifi_security::WifiSecurity,
    &unix::shell_history::ShellHistory,
    &unix::system_log::SystemLog,
    &windows::error_reports::ErrorReports,
    &windows::events::event_logs::EventLogs,
    &windows::events::bits::Bits,
    &windows::events::cleared::Cleared,
    &windows::events::defender::Defender,
    &windows::events::firewall::Firewall,
    &windows::events::logons::Logons,
    &windows::events::powershell::Powershell,
    &windows::events::processes::Processes,
    &windows::events::rdp::Rdp,
    &windows::events::services::Services,
    &windows::events::shares::Shares,
    &windows::events::sysmon::Sysmon,
    &windows::events::tasks::Tasks,
    &windows::events::wmi::Wmi,
    &windows::firewall_log::FirewallLog,
    &windows::hosts::Hosts,
    &windows::powershell_history::PowershellHistory,
    &windows::prefetch::Prefetch,
    &windows::setupapi::SetupApi,
    &windows::task_files::TaskFiles,
];

/// The artifact of an id.
pub fn artifact(id: &str) -> Option<&'static dyn AnyArtifact> {
    ARTIFACTS.iter().copied().find(|artifact| artifact.spec().id == id)
}

/// Which kinds of observables each artifact yields, as its fixtures show: `artifact<TAB>kinds`.
const KINDS: &str = include_str!("../data/kinds.tsv");

/// Whether records of an artifact hold observables of a kind.
pub fn yields(id: &str, kind: ObservableKind) -> bool {
    let mut lines = KINDS.lines().filter_map(|line| line.split_once('\t'));
    lines.any(|(artifact, kinds)| artifact == id && kinds.split(' ').any(|name| name == kind.name()))
}
