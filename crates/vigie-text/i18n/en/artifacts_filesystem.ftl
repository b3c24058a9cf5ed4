# Artifacts of the file system: a name, what it shows, when a match in it is innocent.

artifact-ios_aggregate_dictionary-name = Daily counts (aggregate dictionary)
artifact-ios_aggregate_dictionary-shows = Counts by day that iOS up to 13 kept for Apple, among them programs and services.
artifact-ios_aggregate_dictionary-innocent = A count says that something happened on a day, not that it was an attack. Names can coincide.

artifact-ios_analytics-name = Security analytics
artifact-ios_analytics-shows = Events that the keychain and trust services of iOS count for Apple, with the programs and hosts they dealt with.
artifact-ios_analytics-innocent = A name here was only counted. Names of processes and of kinds of events are short and can coincide.

artifact-ios_analytics_os_versions-name = Builds of iOS in security analytics
artifact-ios_analytics_os_versions-shows = Which build of iOS ran when, as the security analytics name it.
artifact-ios_analytics_os_versions-innocent = This tells when the device was updated. It says nothing of an attack.

artifact-ios_application_state-name = Applications known to the home screen
artifact-ios_application_state-shows = Every application the home screen knows, the folders of its program and its data, and when it was removed.
artifact-ios_application_state-innocent = An application may share its name with another one, or may have been installed and removed by the owner.

artifact-ios_biome-name = Use of the device (Biome)
artifact-ios_biome-shows = Events in the streams of Biome: which application was in front, was installed, notified, opened which page or used which permission; when the screen was locked, the device connected, plugged in or started.
artifact-ios_biome-innocent = Events of other devices with the same account stand here too, and are marked. Texts in streams without a published form can coincide with a name.

artifact-ios_cache_files-name = Web caches of programs
artifact-ios_cache_files-shows = Addresses that applications and system services fetched, when, and where they were redirected to.
artifact-ios_cache_files-innocent = Applications fetch advertising, statistics and previews of links that nobody opened. A shared server also serves harmless pages.

artifact-ios_cookies-name = Cookies
artifact-ios_cookies-shows = Sites that set a cookie in Safari or in an application, when, and until when. The values of cookies are not kept.
artifact-ios_cookies-innocent = Advertising and statistics on ordinary pages set most cookies. A cookie shows that a page of the site was loaded, not that anyone chose to open it.

artifact-ios_dhcp_leases-name = Addresses given by networks
artifact-ios_dhcp_leases-shows = Addresses that networks gave the device, from which router, and when.
artifact-ios_dhcp_leases-innocent = Addresses of home and office networks repeat everywhere in the world.

artifact-ios_fsevents-name = Events of the file system
artifact-ios_fsevents-shows = Paths that were created, changed, renamed or removed, also for files that are gone. Events have an order but no time.
artifact-ios_fsevents-innocent = Updates and applications create and remove files all the time. A file name can coincide.

artifact-ios_install_history-name = History of system updates
artifact-ios_install_history-shows = Updates of iOS that were installed or rolled back, with the time of the device, whose zone is not stated.
artifact-ios_install_history-innocent = This tells when the device was updated. It says nothing of an attack.

artifact-ios_knowledgec-name = Use of the device (knowledgeC)
artifact-ios_knowledgec-shows = Which application was in use, was installed or opened which web page, and when.
artifact-ios_knowledgec-innocent = Events of other devices with the same account may be synchronised into it. An address here was opened, which does not show that an attack worked.

artifact-ios_launchd-name = Services started by the system
artifact-ios_launchd-shows = Services declared to launchd with their programs, and services that were switched on or off against their declaration.
artifact-ios_launchd-innocent = iOS itself switches services off, and jailbreaks that the owner installed declare their own.

artifact-ios_lockdownd-name = Log of connections to computers
artifact-ios_lockdownd-shows = What computers asked of the device over the cable or the network, at the time of the device, whose zone is not stated.
artifact-ios_lockdownd-innocent = Every synchronisation, backup, charger with data and forensic examination leaves such lines.

artifact-ios_marker_preferences-name = Preferences named in reports
artifact-ios_marker_preferences-shows = What stands in preference files that published reports name as left or changed by intrusion tools.
artifact-ios_marker_preferences-innocent = The file com.apple.CrashReporter.plist is ordinary on the iPhone of a developer; what matters is whether it stops crash reports.

artifact-ios_mcstate-name = State of device management
artifact-ios_mcstate-shows = Whether the device is supervised and by whom, which server manages it, and which profiles are listed, also hidden ones.
artifact-ios_mcstate-innocent = Employers and schools manage devices. Ask the owner before drawing a conclusion.

artifact-ios_mobile_installation-name = Installation log
artifact-ios_mobile_installation-shows = Installations, updates and removals of applications and restarts of the device, at the time of the device, whose zone is not stated.
artifact-ios_mobile_installation-innocent = The owner and the App Store cause most of these lines. An application may share its name with another one.

artifact-ios_mobileactivation-name = Activation log
artifact-ios_mobileactivation-shows = Starts, activations and upgrades of the system, at the time of the device, whose zone is not stated.
artifact-ios_mobileactivation-innocent = Every restart and update writes such lines.

artifact-ios_notifications-name = Notifications
artifact-ios_notifications-shows = Notifications that applications showed or meant to show, with their time and what they said.
artifact-ios_notifications-innocent = Applications and advertisers send notifications with links that nobody asked for. A notification shows that a message arrived, not that it was opened.

artifact-ios_pair_records-name = Paired computers
artifact-ios_pair_records-shows = Computers the device trusts, by their ids and certificates. Keys are not kept.
artifact-ios_pair_records-innocent = The computer of the owner, of a repair shop or of whoever made this acquisition is among them.

artifact-ios_powerlog-name = Power log
artifact-ios_powerlog-shows = Programs that ran or used the network, the camera or the position, applications that were installed, and when, as the battery accounting writes it.
artifact-ios_powerlog-innocent = System processes stand here all the time, and short process names can coincide.

artifact-ios_safari_downloads-name = Safari downloads
artifact-ios_safari_downloads-shows = Files that Safari downloaded: from where, to where, and when.
artifact-ios_safari_downloads-innocent = People download files from shared servers all the time. A download was not necessarily opened.

artifact-ios_version_history-name = Versions of iOS
artifact-ios_version_history-shows = Which version of iOS ran when, from the heads of Apple's analytics journals.
artifact-ios_version_history-innocent = This tells when the device was updated. It says nothing of an attack.

artifact-ios_web_clips-name = Web pages on the home screen
artifact-ios_web_clips-shows = Web pages that the owner or a configuration profile put on the home screen.
artifact-ios_web_clips-innocent = Owners and employers put pages on the home screen as shortcuts.

artifact-ios_app_predictions-name = Uses of applications (predictions)
artifact-ios_app_predictions-shows = Launches of applications from which iOS predicts the next one, with their times. Places are left out.
artifact-ios_app_predictions-innocent = The owner's applications are here. A launch says that an application was opened, not by whom.

artifact-ios_bluetooth_devices-name = Bluetooth devices
artifact-ios_bluetooth_devices-shows = Devices that were paired over Bluetooth, and devices that were only in reach.
artifact-ios_bluetooth_devices-innocent = Headsets, cars, watches and the devices of passers-by are here. A name is what a device calls itself.

artifact-ios_book_downloads-name = Downloads of books
artifact-ios_book_downloads-shows = What the books service fetched: the addresses, and where it was to put the files.
artifact-ios_book_downloads-innocent = Books and audiobooks the owner bought or opened are here, from addresses of Apple.

artifact-ios_provisioning_profiles-name = Signers of applications
artifact-ios_provisioning_profiles-shows = Applications that bring a provisioning profile: who signed them, for every device or for listed ones, and until when.
artifact-ios_provisioning_profiles-innocent = Developers, testers and companies sign their own applications. Tools with which owners install applications themselves do it too.

artifact-ios_restore_log-name = Updates that were tried
artifact-ios_restore_log-shows = Updates of the system that the update service reported, from which build to which.
artifact-ios_restore_log-innocent = Every device is updated. A line says that an update was tried, not that it ended well.

artifact-ios_store_user-name = Applications of the store account
artifact-ios_store_user-shows = What the App Store account installed, deleted and ever bought, with the times.
artifact-ios_store_user-innocent = The account may be used on several devices and by a family; an application bought need never have been on this device.
