# Heuristics about the system: a name, what it sees, the sentence of a finding, when it is innocent.
heuristic-lockdown_mode-name = Lockdown Mode
heuristic-lockdown_mode-sees = Whether Lockdown Mode, Apple's protection for people at risk, is switched on.
heuristic-lockdown_mode-found = Lockdown Mode is { $state ->
    [on] switched on.
   *[off] switched off.
 }
heuristic-lockdown_mode-innocent = Most people do not use Lockdown Mode; its state says nothing about an attack. It is stated so that a person at risk can decide.

heuristic-datausage_missing_pk-name = Gaps in the list of processes
heuristic-datausage_missing_pk-sees = Numbers missing in the list of processes that used the network. One statement for each database.
heuristic-datausage_missing_pk-found = Numbers missing in the list of processes: { $count } ({ $ranges }).
heuristic-datausage_missing_pk-innocent = iOS removes processes from this list, those of deleted applications for one. Gaps are found on most devices and are no sign of an attack by themselves; a damaged database also has them.

heuristic-datausage_missing_process-name = Traffic of a process that was removed
heuristic-datausage_missing_process-sees = Network traffic whose process is no longer in the list of processes. Amnesty International described in 2021 that Pegasus removed its processes in this way.
heuristic-datausage_missing_process-found = { $kind ->
    [one] Traffic remains of process number { $process } (rows: { $rows }), but the process itself is gone from the list.
   *[many] Traffic remains of { $rows } processes that are gone from the list, which is more than are still in it.
 }
heuristic-datausage_missing_process-innocent = A damaged, repaired or partly copied database can look like this, and so can one restored by a program other than iOS. The trace shows a removal, not who removed what.

heuristic-idstatus_nul-name = Address with zero bytes
heuristic-idstatus_nul-sees = An address with invisible zero bytes in it, which the device asked Apple about. Addresses used to deliver Pegasus were found in this form.
heuristic-idstatus_nul-found = The device looked up the address { $user }, which holds zero bytes, for the service { $service }.
heuristic-idstatus_nul-innocent = A program that writes addresses wrongly could cause this, and so could damage to the file. The trace shows that something reached the device, not that it worked.

heuristic-sideloaded_app-name = Application from another source
heuristic-sideloaded_app-sees = Applications that were not installed by the App Store, TestFlight or device management, applications whose metadata does not name them, and applications that a company or a developer signed instead of the App Store. The spyware Hermit came as an application that a company had signed for its own staff.
heuristic-sideloaded_app-found = { $kind ->
    [no_id] The metadata of the application { $app } does not state its bundle id.
    [company] The application { $app } was signed by { $source } for every device, as companies do for their own staff. The App Store did not check it.
    [developer] The application { $app } was signed by { $source } for development, on devices of a list.
    [listed] The application { $app } was signed by { $source } for devices of a list.
   *[source] The application { $app } was installed by { $source }.
 }
heuristic-sideloaded_app-innocent = Developers, testers, companies and, in some countries, other app stores install applications in this way. Ask the owner whether the application is known.

heuristic-triangulation_backupagent-name = Process BackupAgent
heuristic-triangulation_backupagent-sees = Network use by a process named BackupAgent, the trace Kaspersky published for Operation Triangulation. Today's program BackupAgent2 is not meant.
heuristic-triangulation_backupagent-found = The process { $process } used the network.
heuristic-triangulation_backupagent-innocent = Very old versions of iOS had a program of that name, and data carried over from such a device could still name it. On other devices the process is not expected.

heuristic-unexpected_profile-name = Configuration profile
heuristic-unexpected_profile-sees = A configuration profile is installed, and what it can do.
heuristic-unexpected_profile-found = The profile { $name } ({ $profile }) is installed. { $power ->
    [management] It lets someone else manage the device.
    [traffic] It can direct or filter the device's network traffic.
    [certificate] It adds a certificate, which can make the device trust other servers.
    [notifications] It sets which notifications are shown, and can hide them.
   *[other] It changes settings of the device.
 } Kinds of payload: { $types }
heuristic-unexpected_profile-innocent = Phones of employers and schools, mobile operators, VPN services and test programs use profiles. It matters only if the owner does not know it.

heuristic-download_elsewhere-name = Download that goes elsewhere
heuristic-download_elsewhere-sees = Downloads of the iTunes Store and of books that were to be written outside of the media folder, or that came from an address which is not Apple's. Crafted rows of this kind make iOS write files of somebody's choice on a device that is unlocked and connected.
heuristic-download_elsewhere-found = { $kind ->
    [published] A download was to be written to { $path }, as in a published way out of a sandbox. It came from { $host }.
    [both] A download from { $host }, which is not Apple's, was to be written to { $path }, outside of the media folder.
    [path] A download from { $host } was to be written to { $path }, outside of the media folder.
   *[host] A download came from { $host }, which is not Apple's.
 }
heuristic-download_elsewhere-innocent = Owners use tools built on this weakness to change settings that iOS hides; podcasts, and books opened from a page, may come from any address. Ask whether the phone was ever connected to such a tool. On a phone nobody tinkered with, a path outside of the media folder is unusual.
