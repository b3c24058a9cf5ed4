# Artifacts of a sysdiagnose: a name, what it shows, when a match in it is innocent.
artifact-ios_containermanager-name = Containers of applications
artifact-ios_containermanager-shows = Folders of applications as they were made, moved and removed, in the log of the program that keeps them.
artifact-ios_containermanager-innocent = Every installation and update of an application leaves lines here.

artifact-ios_itunesstored_downloads-name = Downloads of the iTunes Store
artifact-ios_itunesstored_downloads-shows = What the store's download program fetched: the addresses, and where it put the files.
artifact-ios_itunesstored_downloads-innocent = Music, books, updates and applications the owner bought are here, from addresses of Apple.

artifact-ios_logdata_statistics-name = Statistics of the system log
artifact-ios_logdata_statistics-shows = Which programs wrote most to the system log, noted each time a log file was full. It names programs that ran days or weeks ago, even when the log itself is gone.
artifact-ios_logdata_statistics-innocent = Programs of the system and common applications write a lot. A name alone can coincide; the folder it ran from matters more.

artifact-ios_mobilebackup-name = Backups
artifact-ios_mobilebackup-shows = Backups the device made and how they ended, and which applications had data in them.
artifact-ios_mobilebackup-innocent = Every application with data is listed. A failed backup is most often a matter of space or network.

artifact-ios_network_extension-name = VPNs and network filters
artifact-ios_network_extension-shows = VPNs, content filters, DNS proxies and other network extensions, with the application that set each up and the servers they use.
artifact-ios_network_extension-innocent = People, employers and schools use VPNs and filters. Ask the owner whether each is known.

artifact-ios_network_extension_apps-name = Applications in network rules
artifact-ios_network_extension_apps-shows = Applications the device's network rules know by name.
artifact-ios_network_extension_apps-innocent = Applications that use the network appear here, and stay for some time after they are removed.

artifact-ios_network_preferences-name = Network settings
artifact-ios_network_preferences-shows = Network services of the device with the name servers, proxies and VPNs set for each.
artifact-ios_network_preferences-innocent = Employers, schools and VPN applications set proxies and name servers. Ask the owner whether each is known.

artifact-ios_system_version-name = Version of the system
artifact-ios_system_version-shows = Version and build of iOS, and whether it is a beta.
artifact-ios_system_version-innocent = This describes the device. An old version is a weakness, not an attack.

artifact-ios_uuid_to_path-name = Programs met in samples
artifact-ios_uuid_to_path-shows = Paths of programs and libraries the system met while sampling, kept after the files are gone.
artifact-ios_uuid_to_path-innocent = Programs of the system and every application that ran are listed. The folder matters more than the name.

artifact-sysdiagnose_account_devices-name = Devices of the account
artifact-sysdiagnose_account_devices-shows = The other devices in the Apple account, and the addresses messages reach it at.
artifact-sysdiagnose_account_devices-innocent = Old devices of the owner stay in the account for a long time. Ask whether each is known.

artifact-sysdiagnose_app_installation-name = App Store jobs
artifact-sysdiagnose_app_installation-shows = What the App Store program installed and updated, and for which account.
artifact-sysdiagnose_app_installation-innocent = The owner's applications and their updates are here.

artifact-sysdiagnose_brctl_containers-name = iCloud Drive containers
artifact-sysdiagnose_brctl_containers-shows = The folders applications have in iCloud Drive, and which applications use each.
artifact-sysdiagnose_brctl_containers-innocent = Applications on any device of the account are listed, also removed ones.

artifact-sysdiagnose_brctl_dump-name = State of iCloud Drive
artifact-sysdiagnose_brctl_dump-shows = Libraries of applications in iCloud Drive, and versions of the system it ran under.
artifact-sysdiagnose_brctl_dump-innocent = Applications on any device of the account are listed, also removed ones.

artifact-sysdiagnose_crash_list-name = List of crash reports
artifact-sysdiagnose_crash_list-shows = The crash reports on the device when the sysdiagnose was taken, those about to be deleted among them.
artifact-sysdiagnose_crash_list-innocent = Applications and programs of the system crash now and then on every device.

artifact-sysdiagnose_iousb-name = USB devices
artifact-sysdiagnose_iousb-shows = Devices that were plugged into the phone when the sysdiagnose was taken.
artifact-sysdiagnose_iousb-innocent = Adapters, headphones, keyboards and chargers are USB devices too.

artifact-sysdiagnose_jetsam_priority-name = Processes of the memory manager
artifact-sysdiagnose_jetsam_priority-shows = The processes the memory manager knew, with their priority.
artifact-sysdiagnose_jetsam_priority-innocent = Only names are given, and short ones can coincide.

artifact-sysdiagnose_kbdebug-name = Applications at the keyboard
artifact-sysdiagnose_kbdebug-shows = Which applications used the keyboard in the last hours. What was typed is not in it.
artifact-sysdiagnose_kbdebug-innocent = The owner's applications use the keyboard.

artifact-sysdiagnose_log-name = Description of the sysdiagnose
artifact-sysdiagnose_log-shows = When the sysdiagnose was taken, in which time zone and by which build of iOS.
artifact-sysdiagnose_log-innocent = This describes the archive. It says nothing of an attack.

artifact-sysdiagnose_mounts-name = Mounted file systems
artifact-sysdiagnose_mounts-shows = Disks and disk images that were mounted, and whether they could be written to.
artifact-sysdiagnose_mounts-innocent = Development tools and updates of the system mount images for a while.

artifact-sysdiagnose_netstat-name = Open connections
artifact-sysdiagnose_netstat-shows = Network connections at the moment of the sysdiagnose, with the process of each where the list says so.
artifact-sysdiagnose_netstat-innocent = An address can serve many sites, and an indicator may be older than its present owner.

artifact-sysdiagnose_network_state-name = State of the network
artifact-sysdiagnose_network_state-shows = Name servers, proxies, routes and hosts the device knew when the sysdiagnose was taken.
artifact-sysdiagnose_network_state-innocent = The local network hands out name servers and proxies; what is found says more of the network than of the device.

artifact-sysdiagnose_olddsc-name = Libraries of older caches
artifact-sysdiagnose_olddsc-shows = System libraries of another version that processes still used.
artifact-sysdiagnose_olddsc-innocent = After an update or a rapid security response, older libraries stay in use until the next restart.

artifact-sysdiagnose_ps-name = Running processes
artifact-sysdiagnose_ps-shows = Every process that ran when the sysdiagnose was taken: its program, user, parent, arguments and start.
artifact-sysdiagnose_ps-innocent = Hundreds of processes of the system run at any time, and short names can coincide. The folder a program ran from matters more than its name.

artifact-sysdiagnose_ps_thread-name = Running processes, with threads
artifact-sysdiagnose_ps_thread-shows = The same list of processes, made some moments apart, with the number of threads of each.
artifact-sysdiagnose_ps_thread-innocent = Short-lived processes appear in one list and not in the other. Names can coincide.

artifact-sysdiagnose_remotectl-name = Trusted computers
artifact-sysdiagnose_remotectl-shows = The device and the computers it was connected to, with the services each offered.
artifact-sysdiagnose_remotectl-innocent = The computer used to collect the sysdiagnose, or the owner's own, is expected here.

artifact-sysdiagnose_security-name = Keychain and trust
artifact-sysdiagnose_security-shows = Items of the keychain that name devices and services, without their secrets, and failures when the system checked certificates.
artifact-sysdiagnose_security-innocent = Captive portals, company proxies and old servers cause failures of trust every day.

artifact-sysdiagnose_spindump-name = Samples of processes (spindump)
artifact-sysdiagnose_spindump-shows = Every process sampled over two seconds: program, user, parent, age, and the libraries it had loaded.
artifact-sysdiagnose_spindump-innocent = Applications load libraries of their own, and processes of the system may work for an application. Names can coincide.

artifact-sysdiagnose_swcutil-name = Domains of applications
artifact-sysdiagnose_swcutil-shows = Which web domains the applications claim as theirs, and when each was last checked.
artifact-sysdiagnose_swcutil-innocent = Applications list their own domains; being listed does not mean that a page was visited.

artifact-sysdiagnose_taskinfo-name = Tasks of the kernel
artifact-sysdiagnose_taskinfo-shows = Every task the kernel knew when the sysdiagnose was taken, and how long it had run.
artifact-sysdiagnose_taskinfo-innocent = Only names are given here, cut when they are long, so that different programs may look the same.

artifact-sysdiagnose_wifi_scan-name = Wi-Fi in reach
artifact-sysdiagnose_wifi_scan-shows = Wi-Fi networks in reach when the sysdiagnose was taken.
artifact-sysdiagnose_wifi_scan-innocent = Being in reach does not mean that the device joined a network.

artifact-sysdiagnose_wifi_security-name = Wi-Fi passwords, by name
artifact-sysdiagnose_wifi_security-shows = Wi-Fi networks whose password is in the keychain, and since when. The passwords are not in it.
artifact-sysdiagnose_wifi_security-innocent = Networks of the owner's other devices come with the account.

artifact-ios_battery_log-name = Battery log
artifact-ios_battery_log-shows = When the battery was measured, so when the device was on, and when its clock was set.
artifact-ios_battery_log-innocent = Every device measures its battery. Clocks are set by the network and after the battery was empty.

artifact-sysdiagnose_call_dumps-name = Settings of FaceTime calls
artifact-sysdiagnose_call_dumps-shows = What the call service wrote of the settings of each FaceTime call.
artifact-sysdiagnose_call_dumps-innocent = Every FaceTime call leaves such a file for some time.

artifact-sysdiagnose_named_only-name = Files named and not read
artifact-sysdiagnose_named_only-shows = Files of the sysdiagnose whose form nobody has published: traces of hangs, stack samples, metrics. They are named, not examined.
artifact-sysdiagnose_named_only-innocent = Every sysdiagnose holds such files. Their names say nothing of an attack.

artifact-sysdiagnose_recent_networks-name = Recent Wi-Fi networks
artifact-sysdiagnose_recent_networks-shows = Wi-Fi networks the device was in lately.
artifact-sysdiagnose_recent_networks-innocent = The networks of home, work and journeys are here. Only texts are looked at; what the keys mean is not published.

report-counted-not_parsed = { $count ->
    [one] one file named, not read
   *[other] { $count } files named, not read
 }
