//! Signs that need no indicator. Each says what it sees, on whose publication it rests, and when it is innocent.

pub mod android_accessibility_service;
pub mod android_accessibility_unnamed;
pub mod android_adb_keys;
pub mod android_adb_session;
pub mod android_apk_debug_certificate;
pub mod android_apk_hidden;
pub mod android_apk_obstructs;
mod android_apps;
pub mod android_ca_added;
pub mod android_call_role;
pub mod android_data_local_tmp;
pub mod android_debuggable;
pub mod android_device_admin;
pub mod android_downgrade;
pub mod android_forensic_traces;
pub mod android_hidden_icon;
pub mod android_idle_exempt;
pub mod android_input_service;
pub mod android_install_unknown;
pub mod android_lock_guessed;
pub mod android_notification_listener;
pub mod android_outdated;
pub mod android_package_gone;
mod android_permissions;
pub mod android_privileged_crash;
mod android_rights;
pub mod android_root_binary;
pub mod android_root_package;
pub mod android_screen_shared;
pub mod android_security_event;
pub mod android_selinux_permissive;
pub mod android_shell_use;
pub mod android_sideloaded_permissions;
pub mod android_trust_agent;
pub mod android_uninstalled;
pub mod android_unknown_installer;
pub mod android_updates_disabled;
pub mod android_usb_exploit;
pub mod android_verified_boot;
pub mod android_verifier_off;
pub mod android_vpn;
pub mod android_writable_system;
pub mod apple_threat_notification;
mod contract;
pub mod crash_near_message;
pub mod datausage_missing_pk;
pub mod datausage_missing_process;
pub mod datausage_without_bundle;
pub mod download_elsewhere;
pub mod endpoint_argument;
pub mod files_boot_note;
pub mod files_encrypted_content;
pub mod files_mass_encryption;
pub mod files_ransom_note;
pub mod idstatus_nul;
pub mod ios_forensic_traces;
pub mod ios_outdated;
pub mod lockdown_mode;
pub mod mail_answers_elsewhere;
pub mod mail_attachment_runs;
pub mod mail_known_name;
pub mod mail_link_disguised;
pub mod mail_lookalike;
pub mod mail_not_authentic;
pub mod mail_qr_link;
pub mod missing_rowids;
mod network;
pub mod network_alert;
pub mod network_beacon;
pub mod network_dns_tunnel;
pub mod network_free_name;
pub mod network_fresh_certificate;
pub mod network_hidden_names;
pub mod network_scan;
pub mod network_self_signed;
pub mod network_smb_exploit;
pub mod network_tls_port;
pub mod network_unnamed_server;
pub mod process_misplaced;
pub mod program_elsewhere;
pub mod program_unexplained;
pub mod quadream_calendar;
mod record_values;
pub mod safari_redirect;
pub mod shutdown_client_path;
pub mod shutdown_delays;
pub mod shutdown_log_short;
pub mod sideloaded_app;
mod sightings;
pub mod sms_attachment_var;
pub mod staging_path;
mod times;
pub mod triangulation_backupagent;
pub mod triangulation_window;
pub mod unexpected_profile;
pub mod windows_clearing_command;
mod windows_commands;
pub mod windows_defender_off;
pub mod windows_encoded_powershell;
pub mod windows_log_cleared;
pub mod windows_log_gap;
pub mod windows_logon_guessed;
pub mod windows_reboot_task;
pub mod windows_remote_command;
pub mod windows_remote_service;
pub mod windows_rundll_ordinal;
pub mod windows_service_unusual;
pub mod windows_timestomped;

pub use android_apps::Roster;
pub use contract::{AnyHeuristic, Asked, Found, Glance, Heuristic, HeuristicSpec, Kept, Seen, Watch, finding_id};
pub use record_values::{Kinds, RecordValues};

/// Every heuristic, sorted by id.
pub static HEURISTICS: &[&dyn AnyHeuristic] = &[
    &android_accessibility_service::AndroidAccessibilityService,
    &android_accessibility_unnamed::AndroidAccessibilityUnnamed,
    &android_adb_keys::AndroidAdbKeys,
    &android_adb_session::AndroidAdbSession,
    &android_apk_debug_certificate::AndroidApkDebugCertificate,
    &android_apk_hidden::AndroidApkHidden,
    &android_apk_obstructs::AndroidApkObstructs,
    &android_ca_added::AndroidCaAdded,
    &android_call_role::AndroidCallRole,
    &android_data_local_tmp::AndroidDataLocalTmp,
    &android_debuggable::AndroidDebuggable,
    &android_device_admin::AndroidDeviceAdmin,
    &android_downgrade::AndroidDowngrade,
    &android_forensic_traces::AndroidForensicTraces,
    &android_hidden_icon::AndroidHiddenIcon,
    &android_idle_exempt::AndroidIdleExempt,
    &android_input_service::AndroidInputService,
    &android_install_unknown::AndroidInstallUnknown,
    &android_lock_guessed::AndroidLockGuessed,
    &android_notification_listener::AndroidNotificationListener,
    &android_outdated::AndroidOutdated,
    &android_package_gone::AndroidPackageGone,
    &android_privileged_crash::AndroidPrivilegedCrash,
    &android_root_binary::AndroidRootBinary,
    &android_root_package::AndroidRootPackage,
    &android_screen_shared::AndroidScreenShared,
    &android_security_event::AndroidSecurityEvent,
    &android_selinux_permissive::AndroidSelinuxPermissive,
    &android_shell_use::AndroidShellUse,
    &android_sideloaded_permissions::AndroidSideloadedPermissions,
    &android_trust_agent::AndroidTrustAgent,
    &android_uninstalled::AndroidUninstalled,
    &android_unknown_installer::AndroidUnknownInstaller,
    &android_updates_disabled::AndroidUpdatesDisabled,
    &android_usb_exploit::AndroidUsbExploit,
    &android_verified_boot::AndroidVerifiedBoot,
    &android_verifier_off::AndroidVerifierOff,
    &android_vpn::AndroidVpn,
    &android_writable_system::AndroidWritableSystem,
    &apple_threat_notification::AppleThreatNotification,
    &crash_near_message::CrashNearMessage,
    &datausage_missing_pk::DatausageMissingPk,
    &datausage_missing_process::DatausageMissingProcess,
    &datausage_without_bundle::DatausageWithoutBundle,
    &download_elsewhere::DownloadElsewhere,
    &endpoint_argument::EndpointArgument,
    &files_boot_note::FilesBootNote,
    &files_encrypted_content::FilesEncryptedContent,
    &files_mass_encryption::FilesMassEncryption,
    &files_ransom_note::FilesRansomNote,
    &idstatus_nul::IdstatusNul,
    &ios_forensic_traces::IosForensicTraces,
    &ios_outdated::IosOutdated,
    &lockdown_mode::LockdownMode,
    &mail_answers_elsewhere::MailAnswersElsewhere,
    &mail_attachment_runs::MailAttachmentRuns,
    &mail_known_name::MailKnownName,
    &mail_link_disguised::MailLinkDisguised,
    &mail_lookalike::MailLookalike,
    &mail_not_authentic::MailNotAuthentic,
    &mail_qr_link::MailQrLink,
    &missing_rowids::MissingRowids,
    &network_alert::NetworkAlert,
    &network_beacon::NetworkBeacon,
    &network_dns_tunnel::NetworkDnsTunnel,
    &network_free_name::NetworkFreeName,
    &network_fresh_certificate::NetworkFreshCertificate,
    &network_hidden_names::NetworkHiddenNames,
    &network_scan::NetworkScan,
    &network_self_signed::NetworkSelfSigned,
    &network_smb_exploit::NetworkSmbExploit,
    &network_tls_port::NetworkTlsPort,
    &network_unnamed_server::NetworkUnnamedServer,
    &process_misplaced::ProcessMisplaced,
    &program_elsewhere::ProgramElsewhere,
    &program_unexplained::ProgramUnexplained,
    &quadream_calendar::QuadreamCalendar,
    &safari_redirect::SafariRedirect,
    &shutdown_client_path::ShutdownClientPath,
    &shutdown_delays::ShutdownDelays,
    &shutdown_log_short::ShutdownLogShort,
    &sideloaded_app::SideloadedApp,
    &sms_attachment_var::SmsAttachmentVar,
    &staging_path::StagingPath,
    &triangulation_backupagent::TriangulationBackupagent,
    &triangulation_window::TriangulationWindow,
    &unexpected_profile::UnexpectedProfile,
    &windows_clearing_command::WindowsClearingCommand,
    &windows_defender_off::WindowsDefenderOff,
    &windows_encoded_powershell::WindowsEncodedPowershell,
    &windows_log_cleared::WindowsLogCleared,
    &windows_log_gap::WindowsLogGap,
    &windows_logon_guessed::WindowsLogonGuessed,
    &windows_reboot_task::WindowsRebootTask,
    &windows_remote_command::WindowsRemoteCommand,
    &windows_remote_service::WindowsRemoteService,
    &windows_rundll_ordinal::WindowsRundllOrdinal,
    &windows_service_unusual::WindowsServiceUnusual,
    &windows_timestomped::WindowsTimestomped,
];
