# Artifacts about the system: a name, what it shows, when a match in it is innocent.
artifact-ios_global_preferences-name = Device preferences
artifact-ios_global_preferences-shows = Languages, region and other device-wide settings, among them whether Lockdown Mode is on.
artifact-ios_global_preferences-innocent = A setting says how the device was set up, not that someone attacked it.

artifact-ios_accounts-name = Accounts (iOS)
artifact-ios_accounts-shows = Accounts set up on the device (Apple ID, mail, calendars, social services), with their dates and the program that set them up.
artifact-ios_accounts-innocent = Most accounts were set up by the owner; system programs also keep accounts of their own that nobody sees.

artifact-ios_applications-name = Installed applications
artifact-ios_applications-shows = Applications on the device: name, seller, the program that installed each, the account and time of purchase.
artifact-ios_applications-innocent = An application may share its name with another one, or may have been installed by the owner for a good reason.

artifact-ios_backup_info-name = Backup description
artifact-ios_backup_info-shows = What the backup says of itself: the device, its numbers, its iOS version, when the backup was made and how it ended.
artifact-ios_backup_info-innocent = This describes the device and the backup. It says nothing of an attack.

artifact-ios_configuration_profiles-name = Configuration profiles
artifact-ios_configuration_profiles-shows = Profiles installed on the device and what they set up: management, VPN, certificates, mail, web links; who signed them and when they were installed.
artifact-ios_configuration_profiles-innocent = Employers, schools, mobile operators and VPN services install profiles. Ask the owner before drawing a conclusion.

artifact-ios_datausage-name = Mobile data by process
artifact-ios_datausage-shows = Processes that used the network, with their first and last use and the amount of data, as the telephony part of iOS counts them.
artifact-ios_datausage-innocent = System processes use the network all the time, and short process names can coincide.

artifact-ios_idstatuscache-name = Addresses looked up at Apple
artifact-ios_idstatuscache-shows = Addresses and numbers the device asked Apple about before a message or call, with service and time. Empty since iOS 14.7.
artifact-ios_idstatuscache-innocent = The device also looks up addresses of contacts and of anyone who wrote first. A lookup shows contact, not that an attack worked.

artifact-ios_locationd_clients-name = Programs using location
artifact-ios_locationd_clients-shows = Programs that asked for the position of the device, where they lie, and when they last received it.
artifact-ios_locationd_clients-innocent = Many applications and system services ask for the position in ordinary use.

artifact-ios_manifest-name = Files of the backup
artifact-ios_manifest-shows = Every file of the backup with its path, size, owner and times, and names of sites in the folders where applications keep web content.
artifact-ios_manifest-innocent = A file name can coincide. Web content is also stored for pages that were only embedded in another page.

artifact-ios_netusage-name = Network use by process
artifact-ios_netusage-shows = Processes that used the network, with their first and last use and the amount of data, as the network part of iOS counts them. Names are cut at 16 characters.
artifact-ios_netusage-innocent = System processes use the network all the time, and short or cut process names can coincide.

artifact-ios_osanalytics_addaily-name = Daily network totals
artifact-ios_osanalytics_addaily-shows = Network use by process, as counted once a day for Apple's analytics.
artifact-ios_osanalytics_addaily-innocent = System processes use the network all the time, and short process names can coincide.

artifact-ios_profile_events-name = Profile events
artifact-ios_profile_events-shows = When configuration profiles were installed or removed and by which process, also for profiles that are gone; which process changed managed settings.
artifact-ios_profile_events-innocent = iOS itself, its updates and device management of an employer cause such events.

artifact-ios_tcc-name = Permissions
artifact-ios_tcc-shows = Which application asked for the camera, microphone, contacts or other protected data, what was answered, and when that last changed.
artifact-ios_tcc-innocent = An application that has a permission did not necessarily use it. The owner grants most permissions.

artifact-ios_wifi_known_networks-name = Known Wi-Fi networks
artifact-ios_wifi_known_networks-shows = Wi-Fi networks the device knows, when it joined them, and pages they opened on joining.
artifact-ios_wifi_known_networks-innocent = Known networks are where the owner has been. A shared or synchronised network may never have been used.
