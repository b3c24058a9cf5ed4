# Heuristics about Android: a name, what it sees, the sentence of a finding, when it is innocent.

# Where a package came from, inside of the sentences below.
android-origin = { $origin ->
    [system] it came with the system
    [store] it came from an application store ({ $installer })
    [maker] a part of the system installed it ({ $installer })
    [app] another application installed it, not a store that vigie knows ({ $installer })
    [hand] it was installed from a file on the phone ({ $installer })
    [cable] it was installed from a computer (adb)
    [nobody] the phone does not say who installed it, as with an installation from a computer
    [preloaded] the phone does not say who installed it; its code lies in a folder that installations do not make, where some makers put applications that the owner may remove
   *[unknown] where it came from is not in what was examined
 }

heuristic-android_accessibility_service-name = Accessibility service that is switched on
heuristic-android_accessibility_service-sees = Accessibility services that are switched on and do not belong to the system. They can read the whole screen, also of messengers, and act for the owner; NoviSpy and many applications for spying on partners work in this way. Services that are only installed are not meant.
heuristic-android_accessibility_service-found = The accessibility service { $component } is switched on. Of its package, { $package }: { android-origin }.
heuristic-android_accessibility_service-innocent = Screen readers, password managers, applications that block advertising or automate tasks, and remote help need this right, and some of them are installed without a store. It matters when the owner did not switch the service on or does not know the application. Show it to a specialist before removing it: a person who watches the phone would notice.

heuristic-android_accessibility_unnamed-name = Accessibility services that are counted and not named
heuristic-android_accessibility_unnamed-sees = Phones that count more installed accessibility services than the evidence names. Such a service can read the screen and act for the owner once it is switched on.
heuristic-android_accessibility_unnamed-found = The phone counts { $count ->
    [one] one installed accessibility service
   *[other] { $count } installed accessibility services
 } (user { $user }); the evidence names { $named ->
    [0] none
    [one] one
   *[other] { $named }
 } of them. { $listed ->
    [yes] The phone's list of installed services should name all of them and does not.
   *[no] The phone lists only those that are switched on, so the evidence does not tell which the others are.
 }
heuristic-android_accessibility_unnamed-innocent = Every phone comes with several such services (a screen reader, a magnifier, switches), and most phones only say how many there are. A list that was cut off names fewer. A whole report names those that are switched on; the others do nothing until the owner allows them. The settings of the phone show all of them under Accessibility.

heuristic-android_adb_keys-name = Debugging from a computer
heuristic-android_adb_keys-sees = Computers that may debug the phone (adb), and whether debugging is switched on. Who has the unlocked phone in hand can allow a computer; in published cases spyware was installed in this way.
heuristic-android_adb_keys-found = { $what ->
    [key] A computer that calls itself { $comment } may debug the phone; its key has the fingerprint { $fingerprint }.
    [own] The computer with which this acquisition was made may debug the phone ({ $comment }; fingerprint of the key { $fingerprint }).
    [own_unnamed] The computer with which this acquisition was made may debug the phone (fingerprint of the key { $fingerprint }).
    [noted] The phone noted that a computer that calls itself { $comment } was allowed to debug it; the key has the fingerprint { $fingerprint }. It does not stand in a list of allowed computers that was examined.
    [noted_unnamed] The phone noted that a computer whose key has no name was allowed to debug it; the key has the fingerprint { $fingerprint }. It does not stand in a list of allowed computers that was examined.
    [unnamed] A computer whose key has no name may debug the phone; the key has the fingerprint { $fingerprint }.
    [unread] In the list of computers that may debug the phone stands a key that could not be understood.
    [network] Debugging over the network is switched on.
   *[cable] Debugging over a cable (USB) is switched on.
 }
heuristic-android_adb_keys-innocent = Whoever made this report from a computer had to switch debugging on and to allow that computer, so one key is expected. Developers have several. Ask the owner which computers these are, and whether somebody else had the phone.

heuristic-android_data_local_tmp-name = Files in the folder of the debugging shell
heuristic-android_data_local_tmp-sees = Programs and files under /data/local/tmp, a folder to which a computer on the cable can copy and from which it can run programs. Tools that take over or examine a phone are often put there. The program that AndroidQF itself puts there is left out.
heuristic-android_data_local_tmp-found = { $how ->
    [ran] The program { $path } ran from the folder of the debugging shell (records: { $records }).
   *[lies] The file { $path } in the folder of the debugging shell is named (records: { $records }).
 }
heuristic-android_data_local_tmp-innocent = Tools of developers, and the tools with which phones are examined or repaired, use this folder, and so may whoever made this report. On a phone that was never connected to such a computer, ask a specialist what the file is.

heuristic-android_debuggable-name = System made for developers
heuristic-android_debuggable-sees = A build of Android that is not the one sold to owners: any application can be debugged in it, or a program can become administrator (root).
heuristic-android_debuggable-found = The system says of itself that it is made for developers: { $values }
heuristic-android_debuggable-innocent = Emulators, phones of developers, and several free systems that owners install themselves say this. On a phone bought in a shop and never changed it is not expected.

heuristic-android_device_admin-name = Administrator of the device
heuristic-android_device_admin-sees = Administrators and owners of the device that do not belong to the system. They can lock or erase it and are harder to remove; applications for spying on partners make themselves administrators.
heuristic-android_device_admin-found = { $component } is an administrator or owner of the device. Of its package, { $package }: { android-origin }.
heuristic-android_device_admin-innocent = Phones of employers and schools have such an administrator, and so do applications that find or lock a lost phone, mail programs, and some launchers. It matters when nobody manages the phone and the owner does not know the application.

heuristic-android_downgrade-name = Application replaced by an older version
heuristic-android_downgrade-sees = Updates by which an application came back to an older version. Old versions have holes that are known, and examiners use some to read out an application's data.
heuristic-android_downgrade-found = { $package } went from version number { $from } to { $to }, which is older.{ $system ->
    [yes] {" "}It belongs to the system.
   *[no] {""}
 }
heuristic-android_downgrade-innocent = Who removes an application and installs an older file, leaves a test programme, or takes the updates of a system application away, goes back to an older version. It matters when nobody did this, above all for a messenger, and while the phone was in the hands of others.

heuristic-android_forensic_traces-name = Traces of an examination or of NoviSpy
heuristic-android_forensic_traces-sees = Names of packages, also as folders, that published reports found on phones that authorities had in their hands: one that Cellebrite's tool for reading out phones installs and removes again, those of the spyware NoviSpy, and those of BXAQ and MFSocket, with which, as newspapers reported, police in China read out phones at a border and in the street. Besides, a file in the folder of the debugging shell with the name of a program that Cellebrite's tool ran on a phone: falcon.
heuristic-android_forensic_traces-found = { $tool ->
    [program] A file has the name of a program that Cellebrite's tool for reading out phones was seen to run, { $package }, and lies in /data/local/tmp, to which such tools copy (records: { $records }).
    [novispy] The name of a package of the spyware NoviSpy was seen: { $package } (records: { $records }). { $installed ->
        [yes] It stands in the list of packages.
       *[no] It does not stand in the list of packages that was examined.
     }
    [bxaq] The name of the package of BXAQ (also called Feng Cai) was seen, an application that, as several newspapers found in 2019, border police in Xinjiang put on travellers' phones to read them out: { $package } (records: { $records }). { $installed ->
        [yes] It stands in the list of packages.
       *[no] It does not stand in the list of packages that was examined.
     }
    [mfsocket] The name of a package of MFSocket was seen, an application with which, as newspapers reported in 2019, police in China read out phones at checks: { $package } (records: { $records }). { $installed ->
        [yes] It stands in the list of packages.
       *[no] It does not stand in the list of packages that was examined.
     }
   *[cellebrite] The name of a package that Cellebrite's tool for reading out phones installs was seen: { $package } (records: { $records }). { $installed ->
        [yes] It stands in the list of packages.
       *[no] It does not stand in the list of packages that was examined.
     }
 }
heuristic-android_forensic_traces-innocent = A phone may have been examined lawfully, with the owner's consent, by an employer, or in a repair shop; the trace of the tool does not say who used it or why. A name can also be chosen by somebody else for another program: empty applications named like MFSocket are passed around, to keep the real one from being installed. Keep the phone as it is, note when it was out of the owner's hands, and ask a specialist or a lawyer.

heuristic-android_hidden_icon-name = Application without an icon
heuristic-android_hidden_icon-sees = Applications that do not belong to the system, show no icon among the applications, and were given permissions that reach private life. Applications for spying hide in this way.
heuristic-android_hidden_icon-found = { $package } has no icon{ $how ->
    [switched_off] {" "}any more (its entry was switched off)
   *[none] {""}
 } and was given: { $permissions }. As to its origin: { android-origin }.
heuristic-android_hidden_icon-innocent = Keyboards, widgets, extensions of other applications, applications for watches and agents of an employer have no icon. It matters when the owner cannot say what the application is for.

heuristic-android_idle_exempt-name = Application that may run on while the phone sleeps
heuristic-android_idle_exempt-sees = Applications that came neither with the system nor from a store and were exempted from battery saving by hand. What is to watch a phone without a gap needs this.
heuristic-android_idle_exempt-found = { $package } is exempt from battery saving. As to its origin: { android-origin }.
heuristic-android_idle_exempt-innocent = Messengers, alarm clocks, health applications and tools installed from a file ask for the same, so that they can do their work. It matters when the owner does not know the application or did not allow this.

heuristic-android_input_service-name = Keyboard, filling-in of forms or assistant
heuristic-android_input_service-sees = Keyboards that are switched on, the service that fills in forms, and the assistant, unless they are known to come with the system. A keyboard sees everything that is typed, passwords too; the other two see what stands on the screen. One that was made for spying can record it.
heuristic-android_input_service-found = { $component } is { $what ->
    [autofill] the service that fills in forms and passwords
    [assistant] the assistant, which is shown what stands on the screen
   *[keyboard] a keyboard that is switched on
 }. Of its package, { $package }: { android-origin }.
heuristic-android_input_service-innocent = Many people choose another keyboard, for their language or to their taste, and password managers fill in forms; some are installed without a store. It matters when the owner did not choose it or does not know the application. Until that is clear, passwords are better not typed on this phone.

heuristic-android_install_unknown-name = Application that may install others
heuristic-android_install_unknown-sees = Applications that do not belong to the system and were allowed to install applications from files (“install unknown apps”).
heuristic-android_install_unknown-found = { $package } was allowed to install other applications. As to its origin: { android-origin }.
heuristic-android_install_unknown-innocent = Free application stores, browsers, messengers and file managers ask for it when a file is opened, and many owners agreed once. It tells a way by which something could have come onto the phone, not that anything did.

heuristic-android_notification_listener-name = Service that reads notifications
heuristic-android_notification_listener-sees = Services that do not belong to the system and may read all notifications, and with them the beginning of messages and codes for signing in.
heuristic-android_notification_listener-found = { $component } may read all notifications. Of its package, { $package }: { android-origin }.
heuristic-android_notification_listener-innocent = Applications for watches, cars and music, launchers, and applications that filter notifications need this right. It matters when the owner does not know the application.

heuristic-android_outdated-name = Age of the security updates
heuristic-android_outdated-sees = Whether the security patch level was older than six months on the day the report was made.
heuristic-android_outdated-found = On { $made } the phone had the security patch level { $patch }, { $months ->
    [one] { $months } month
   *[other] { $months } months
 } old.
heuristic-android_outdated-innocent = Many makers send updates late or end them after a few years. An old patch level says nothing about an attack; it means that known holes were open.

heuristic-android_package_gone-name = Application that left traces and is not installed
heuristic-android_package_gone-sees = Packages that left traces of installation or use but are not in the list of packages, and of whose removal nothing was noted. A tool that is installed, used and removed again leaves this. Besides, traffic of the user id of an application that no package in the list has.
heuristic-android_package_gone-found = { $what ->
    [user] Something with the user id { $package } sent or received data, and no package in the list has this id (records: { $records }): { $artifacts }.
   *[package] { $package } is not in the list of packages and left traces (records: { $records }): { $artifacts }. { $private ->
        [yes] It used camera, microphone, position, contacts or messages.
       *[no] None shows use of camera, microphone, position, contacts or messages.
     }
 }
heuristic-android_package_gone-innocent = People remove applications every day, and statistics keep their names for months. Applications of another user of the phone, instant applications, and parts of the system that an update took away look the same, and so does everything when the list of packages is incomplete. It matters when the owner never had such an application.

heuristic-android_privileged_crash-name = Crash of an important program
heuristic-android_privileged_crash-sees = Crashes of programs that run as administrator (root), as the system or as the debugging shell, and of programs that open media and messages. An attack that fails can leave one.
heuristic-android_privileged_crash-found = { $process } crashed ({ $count ->
    [one] once
   *[other] { $count } times
 }). { $kind ->
    [root] It ran as administrator (root).
    [system] It ran as the system.
    [shell] It ran as the debugging shell.
   *[opener] It opens media or messages that others send.
 }
heuristic-android_privileged_crash-innocent = Such crashes happen on healthy phones: faulty drivers, little memory, damaged pictures and videos, an update. A single crash says little. A row of them, or one at the time of an unexpected message or while the phone was out of the owner's hands, is worth showing to a specialist together with the report itself.

heuristic-android_root_binary-name = Program for rooting
heuristic-android_root_binary-sees = Programs with which a phone is rooted or that only a rooted phone has (su, Magisk and the like), where they lie on the phone or ran. Logs are not looked at, because ordinary applications look for these paths.
heuristic-android_root_binary-found = { $path } is on the phone or ran there. It belongs to the programs with which phones are rooted, or that a rooted phone has.
heuristic-android_root_binary-innocent = Many owners root their phones on purpose, and phones of developers, emulators and some free systems have su; some makers ship busybox. It matters when the owner did not do it: then somebody else had control of the phone. A rooted phone is also easier to attack.

heuristic-android_root_package-name = Application for rooting
heuristic-android_root_package-sees = Packages that root a phone, need a rooted one, or hide that it is one, by a list the Mobile Verification Toolkit publishes.
heuristic-android_root_package-found = { $package } is installed or was. It belongs to the applications with which phones are rooted or which need a rooted phone.
heuristic-android_root_package-innocent = Many owners root their phones on purpose. It matters when the owner did not: then somebody else had control of the phone. A rooted phone is also easier to attack.

heuristic-android_screen_shared-name = Screen recorded or shown elsewhere
heuristic-android_screen_shared-sees = An application that came neither with the system nor from a store and had the screen while the report was made: it recorded it or showed it elsewhere.
heuristic-android_screen_shared-found = { $package } recorded the screen, or showed it elsewhere, while the report was made. As to its origin: { android-origin }.
heuristic-android_screen_shared-innocent = Recorders of the screen, tools for help at a distance and for testing are installed from a file too, and Android asks the owner before it gives them the screen. It matters when the owner did not start this, or when somebody talked the owner into it.

heuristic-android_selinux_permissive-name = Protection between programs is off
heuristic-android_selinux_permissive-sees = Whether SELinux, which keeps programs apart from each other and from the system, only reports instead of stopping them.
heuristic-android_selinux_permissive-found = { $how ->
    [now] When the phone was acquired, SELinux was permissive or off: it stopped nothing.
    [started] The phone was started with SELinux in the permissive mode: it reports and stops nothing.
   *[switched] While the phone ran, SELinux was switched from enforcing to permissive: it reports and stops nothing.
 }
heuristic-android_selinux_permissive-innocent = Emulators, phones of developers and some systems that owners install themselves run in this mode. On a phone bought in a shop it is not expected, and a switch while it ran needs control of the system.

heuristic-android_shell_use-name = Camera, microphone or private data used by the debugging shell
heuristic-android_shell_use-sees = Uses of camera, microphone, position, contacts, calls, messages or calendar by the debugging shell, through which a computer that may debug the phone works. Who gave the commands is not noted.
heuristic-android_shell_use-found = The debugging shell, through which a computer works on the phone, used { $what ->
    [camera] the camera
    [microphone] the microphone
    [position] the position of the phone
    [contacts] the contacts
    [calls] the list of calls
    [messages] the messages
   *[calendar] the calendar
 } (records: { $records }).
heuristic-android_shell_use-innocent = Programs that show the phone on a computer (such as scrcpy) use camera and microphone in this way; applications that borrow the rights of the shell (such as Shizuku) can too; tools that copy messages or contacts, examiners and developers read these data; commands that list networks use the position. It matters when nobody had connected the phone to such a computer at that time.

heuristic-android_sideloaded_permissions-name = Application from outside the stores with many permissions
heuristic-android_sideloaded_permissions-sees = Applications that came neither with the system nor from a known store and were given permissions of at least three of these groups: messages, calls, contacts, position, microphone, camera, calendar, phone, files. With five groups or more, messages or calls among them, the finding stands higher.
heuristic-android_sideloaded_permissions-found = { $package } was given permissions of { $groups } groups: { $permissions }. As to its origin: { android-origin }.
heuristic-android_sideloaded_permissions-innocent = Messengers that are offered as a file, applications of an employer, of developers, and of stores that vigie does not know look the same, and so do some applications the maker put on the phone. It matters when the owner did not install it, or does not know what it is for.

heuristic-android_uninstalled-name = Application that was removed
heuristic-android_uninstalled-sees = Removals of applications that the battery statistics, the intrusion log or Samsung's log of packages noted; more attention goes to those that a computer asked for. One statement for each application.
heuristic-android_uninstalled-found = { $state ->
    [updates] The updates of { $package }, which belongs to the system, were removed, or it was removed for one user of the phone; it is installed now.
    [off] { $package }, which belongs to the system, was removed for whoever uses the phone; its file stays there.
    [back] { $package } was removed, perhaps for one user of the phone only; it is installed now.
   *[gone] { $package } was removed.
 }{ $by ->
    [shell] {" "}A computer on the cable asked for it, or a program with the rights of a computer's shell.
   *[other] {""}
 }
heuristic-android_uninstalled-innocent = People remove applications every day. It matters when the owner did not do it, or never had such an application. Many people rid their phone of what the maker put on it with a computer.

heuristic-android_unknown_installer-name = Application from outside the stores
heuristic-android_unknown_installer-sees = Applications that are installed and came neither with the system nor from a known store: from a file, from a computer, by another application, or without anybody being named. Those that may reach much of private life are told separately, and not here again.
heuristic-android_unknown_installer-found = { $package } is installed. As to its origin: { android-origin }.
heuristic-android_unknown_installer-innocent = Messengers and other applications that are offered as a file, those of an employer or of developers, those from stores that vigie does not know, and those a maker put on the phone look the same. It matters when the owner did not install it, or does not know what it is for.

heuristic-android_updates_disabled-name = Updates or supervision switched off
heuristic-android_updates_disabled-sees = Parts of the system that fetch updates or watch over it, by lists the Mobile Verification Toolkit publishes, that are switched off.
heuristic-android_updates_disabled-found = { $package } is switched off. { $what ->
    [google] Google's services depend on it, updates of parts of the system and the check of applications among them.
    [security] It is one of the maker's parts that watch over the system.
   *[updates] It fetches the updates of the system.
 }
heuristic-android_updates_disabled-innocent = Some owners switch such parts off to be rid of reminders, to save data, or to do without Google. It matters when the owner did not: then the phone stays without the repairs of known holes.

heuristic-android_usb_exploit-name = Devices that a tool for unlocking phones pretends to be
heuristic-android_usb_exploit-sees = Three USB devices as which Cellebrite's tool presented itself to a locked phone in a published case of 2024, to exploit faults in the drivers for them (CVE-2024-53104, CVE-2024-53197, CVE-2024-50302): a camera, a sound card and a touch pad. They are told by their numbers, in the phone's list of USB devices and in its logs.
heuristic-android_usb_exploit-found = { $count ->
    [one] A USB device of a kind that a tool for unlocking phones is known to imitate was plugged into the phone: { $devices } (first { $at }).
   *[other] { $count } USB devices of the kinds that a tool for unlocking phones is known to imitate were plugged into the phone: { $devices } (first { $at }).
 } This does not say whether the phone was opened with it.
heuristic-android_usb_exploit-innocent = These are real devices: an old sound card, the camera of one small notebook, a touch pad. Somebody may have plugged one into the phone; two or three of them at one phone are hard to explain so, unless a researcher tests this very attack. Authorities may also have examined the phone lawfully. Security updates of 2025 close the faults. Note when the phone was out of the owner's hands, keep it as it is, and ask a specialist or a lawyer.

heuristic-android_verified_boot-name = Check of the system at the start
heuristic-android_verified_boot-sees = What the boot loader said of the system it started: whether it is locked, and whether the system is the one its maker signed.
heuristic-android_verified_boot-found = { $kind ->
    [failed] The check of the system at the start failed: { $values }
    [custom] The system was checked against a key that does not come from the maker of the phone: { $values }
    [verity] The check of the system partitions while they are read is off or met damage: { $values }
    [warranty] At some time the phone was started with other software than its maker's (the mark stays): { $values }
   *[unlocked] The boot loader is unlocked, so the system is not checked at the start: { $values }
 }
heuristic-android_verified_boot-innocent = Emulators, phones of developers, and phones whose owners installed another system say this; some free systems are locked again with a key of their own. On a phone that nobody changed on purpose, it means that somebody could have changed the system: ask a specialist.

heuristic-android_verifier_off-name = Check of applications is off
heuristic-android_verifier_off-sees = Settings by which the check for harmful applications (Play Protect) is switched off.
verifier-is-off = The check for harmful applications (Play Protect) is switched off or was not agreed to: { $setting } = { $value }
verifier-of-unclear-meaning = A setting of the check for harmful applications (Play Protect) has a value that another tool, MVT, takes for switched off; no documentation of it was found: { $setting } = { $value }
heuristic-android_verifier_off-found = { $setting ->
    [adb_install_need_confirm] Applications that a computer installs need no confirmation on the phone: { $setting } = { $value }
    [package_verifier_state] { verifier-of-unclear-meaning }
    [upload_apk_enable] Applications that nobody knows yet are not sent in to be checked: { $setting } = { $value }
    [verifier_verify_adb_installs] Applications that a computer installs are not checked: { $setting } = { $value }
   *[other] { $value ->
        [0] { $setting ->
            [package_verifier_user_consent] { verifier-of-unclear-meaning }
           *[other] { verifier-is-off }
         }
       *[other] { verifier-is-off }
     }
 }
heuristic-android_verifier_off-innocent = Some owners and developers switch it off, and phones without Google's services do not have it. Instructions for spying on partners ask for it as their first step: ask the owner whether they did it.

heuristic-android_vpn-name = Application that holds a VPN
heuristic-android_vpn-sees = Applications that hold or may hold a virtual private network (VPN), unless they are known to come with the system or from a store. All that the phone sends and receives goes through such an application.
heuristic-android_vpn-found = { $package } holds a virtual private network, or was given the right to. As to its origin: { android-origin }.
heuristic-android_vpn-innocent = People use a VPN to protect themselves or to get around blocks, often one that stores do not offer in their country; blockers of advertising and the networks of employers work in the same way. It matters when the owner did not set it up or does not know the application.

heuristic-android_writable_system-name = System that can be written to
heuristic-android_writable_system-sees = Partitions of the system that can be written to, and what can be written to and is laid over the system. On an ordinary phone the system is read-only.
heuristic-android_writable_system-found = { $what ->
    [partition] The partition of the system at { $path } can be written to.
    [data] Something that is stored with the data of the phone, and can be written to, is laid over { $path } of the system.
   *[folder] Something that can be written to is laid over the folder { $path } of the system.
 }
heuristic-android_writable_system-innocent = Rooted phones, phones of developers and some emulators have this. On a phone that nobody rooted on purpose, it shows that somebody had control of the system: ask a specialist before it is restarted.

heuristic-android_adb_session-name = Commands from a computer
heuristic-android_adb_session-sees = What a computer did on the phone over the debugging bridge (adb), as the intrusion log noted it. Commands that install software, give rights to it or change settings are told one by one, everything else by kind. What falls into the time in which AndroidQF examined the phone is told as one, unless it is one of these commands.
heuristic-android_adb_session-found = { $what ->
    [androidqf] While AndroidQF examined the phone ({ $from } to { $to } by the computer's clock), a computer ran commands and copied files, as such an examination does (records: { $records }).
    [command] A computer ran this command on the phone: { $command } (records: { $records }).
    [command_meanwhile] A computer ran this command while AndroidQF examined the phone, which runs no such command itself: { $command } (records: { $records }).
    [adb_shell_interactive] A computer opened a command line on the phone (records: { $records }).
    [adb_sync_recv_file] A computer copied files from the phone (records: { $records }).
    [adb_sync_send_file] A computer copied files to the phone (records: { $records }).
   *[other] A computer ran other commands on the phone (records: { $records }).
 }
heuristic-android_adb_session-innocent = An examination of the phone leaves exactly such entries: AndroidQF and other tools run many commands, and copy a helper program to the phone. Developers and repair shops leave them too. Compare the times with those of the examination, and ask who had the unlocked phone. Five minutes before and after an examination with AndroidQF count with it, because the clocks of computer and phone differ.

heuristic-android_apk_debug_certificate-name = Package signed for tests
heuristic-android_apk_debug_certificate-sees = Package files and applications of a backup signed with the certificate that Android's tools make by themselves while a program is being developed. No large store takes such files: whoever installed it had the file or a computer.
heuristic-android_apk_debug_certificate-found = The package { $package } is signed with a test certificate (“Android Debug”).
heuristic-android_apk_debug_certificate-innocent = Developers, students, testers of an application and users of free software built by hobbyists have such packages. It matters when the owner does not know the application.

heuristic-android_apk_hidden-name = Package file made to watch and to stay out of sight
heuristic-android_apk_hidden-sees = Package files that did not come with the system or from a store, that have no entry in the list of applications, that are made for one of the rights accessibility, device administration or reading notifications, and that ask for at least three kinds of private data. The file says what a package is made for, not what the owner granted.
heuristic-android_apk_hidden-found = { $how ->
    [switched_off] The entry of the package { $package } in the list of applications was switched off.
   *[none] The package { $package } has no entry in the list of applications.
 } It is made for { $rights ->
    [accessibility] accessibility
    [device-admin] device administration
    [notification-listener] reading notifications
    [accessibility_device-admin] accessibility and device administration
    [accessibility_notification-listener] accessibility and reading notifications
    [device-admin_notification-listener] device administration and reading notifications
    [accessibility_device-admin_notification-listener] accessibility, device administration and reading notifications
   *[other] { $rights }
 }; it asks for { $permissions }. Of this package: { android-origin }.
heuristic-android_apk_hidden-innocent = Parts of a maker's own software, extensions of other applications, and management by an employer can look like this when the phone does not say where they came from. Show it to a specialist before removing it: a person who watches the phone would notice.

heuristic-android_apk_obstructs-name = Package file that keeps examiners out
heuristic-android_apk_obstructs-sees = Package files with false statements about themselves that Android ignores and that other tools stumble over: impossible ways of compression, a false mark of encryption, names that stand twice, a manifest with foreign parts. Malware is built so to escape examination.
heuristic-android_apk_obstructs-found = The file of the package { $package } is built so that common tools cannot read it ({ $tricks }).
heuristic-android_apk_obstructs-innocent = Some legitimate applications are packed against copying with the same tricks, and careless tools write a name twice. vigie reads the file as Android does; have a specialist look at the application itself.

heuristic-android_ca_added-name = Certificate authority added
heuristic-android_ca_added-sees = Certificate authorities that somebody added to those of the system, in the files of the phone or in the intrusion log. Whoever holds the key of such an authority and sits on the path of the traffic can read what applications that trust it send.
heuristic-android_ca_added-found = { $how ->
    [logged] The intrusion log notes that a certificate authority was installed: { $subject }.
   *[there] A certificate authority was added to the phone: { $subject }.
 }
heuristic-android_ca_added-innocent = Employers, schools, programs that filter advertising or viruses, and developers add an authority. Since Android 7 most applications do not trust added authorities; browsers do. It matters when the owner does not know of it.

heuristic-android_security_event-name = A protection failed or was taken away
heuristic-android_security_event-sees = Entries of the intrusion log that say that the integrity of a key was violated, the logging itself was stopped, a test of cryptography or a wipe failed, or a certificate was refused.
heuristic-android_security_event-found = { $what ->
    [key_integrity_violation] The integrity of a key was violated (records: { $records }).
    [logging_stopped] The logging was stopped (records: { $records }).
    [crypto_self_test_completed] A test of the phone's cryptography failed (records: { $records }).
    [wipe_failure] A wipe of the phone or of a user failed (records: { $records }).
   *[cert_validation_failure] The certificate of a server was refused (records: { $records }).
 }
heuristic-android_security_event-innocent = A violated key can be a fault of the phone's storage. The logging also stops when the owner switches it off. Certificates are refused every day: sign-in pages of public networks, wrong clocks, expired sites.
