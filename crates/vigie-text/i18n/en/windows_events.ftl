# Event logs, prefetch, tasks and text logs of Windows: a name, what an artifact shows, when a match in it is innocent.

artifact-windows_event_logs-name = Event logs
artifact-windows_event_logs-shows = Which event logs of Windows are there, from when to when each reaches, and whether numbers of records are missing in the middle.
artifact-windows_event_logs-innocent = Windows overwrites the oldest records when a log is full; an export holds only what was asked for.

artifact-windows_events_services-name = Services installed
artifact-windows_events_services-shows = Services and drivers that were installed, what they run, as whom, and when.
artifact-windows_events_services-innocent = Every installation of a driver, an antivirus program or a tool for remote help installs services.

artifact-windows_events_processes-name = Processes started
artifact-windows_events_processes-shows = Programs that were started, by which program, as whom and with which command line, as far as auditing or Sysmon was switched on.
artifact-windows_events_processes-innocent = A name alone says little: programs share names. An administrator's tools are the same as an intruder's.

artifact-windows_events_sysmon-name = Sysmon
artifact-windows_events_sysmon-shows = What Sysmon, where it is installed, noted of files, libraries, drivers, connections, names looked up, pipes and the registry.
artifact-windows_events_sysmon-innocent = A name that was looked up shows contact, not a success. Researchers and filters look up names of malware too.

artifact-windows_events_tasks-name = Scheduled tasks in event logs
artifact-windows_events_tasks-shows = Scheduled tasks that were registered, changed, deleted or run, and what they do.
artifact-windows_events_tasks-innocent = Updaters of browsers, drivers and office programs register and change tasks all the time.

artifact-windows_events_cleared-name = Event logs cleared
artifact-windows_events_cleared-shows = Which event logs were cleared, by whom and when.
artifact-windows_events_cleared-innocent = Administrators clear logs when they set a computer up or look for a fault.

artifact-windows_events_logons-name = Logons
artifact-windows_events_logons-shows = Who logged on, who failed to, from where, and who used the name of another account.
artifact-windows_events_logons-innocent = Services, tasks and shared folders log on all the time; a forgotten password fails many times.

artifact-windows_events_shares-name = Shared folders opened
artifact-windows_events_shares-shows = Shared folders, files in them and named pipes that were opened from other computers.
artifact-windows_events_shares-innocent = Backups, software distribution and administrators use the administrative shares.

artifact-windows_events_defender-name = Microsoft Defender
artifact-windows_events_defender-shows = What Microsoft Defender found and did, when it was switched off, and what it was told to leave out.
artifact-windows_events_defender-innocent = Defender also names tools and installers that are unwanted rather than dangerous; what it stopped did not run.

artifact-windows_events_powershell-name = PowerShell
artifact-windows_events_powershell-shows = Scripts and commands that PowerShell ran, and the command lines it was started with.
artifact-windows_events_powershell-innocent = Administration of Windows is done with PowerShell; Windows and many products bring scripts of their own.

artifact-windows_events_bits-name = Background transfers (BITS)
artifact-windows_events_bits-shows = What was fetched or sent in the background, from where, for whom.
artifact-windows_events_bits-innocent = Windows Update and updaters of browsers use BITS every day.

artifact-windows_events_wmi-name = WMI activity
artifact-windows_events_wmi-shows = What used WMI, from here or from elsewhere, and consumers that were bound to events for good.
artifact-windows_events_wmi-innocent = Management and inventory tools use WMI all the time; Windows binds a consumer of its own (SCM Event Log Consumer).

artifact-windows_events_rdp-name = Remote desktop
artifact-windows_events_rdp-shows = Who came in by remote desktop, from where, and when sessions began and ended.
artifact-windows_events_rdp-innocent = Remote work and support use it. A session with the address LOCAL was at the computer itself.

artifact-windows_events_firewall-name = Firewall changes
artifact-windows_events_firewall-shows = Rules and settings of the Windows firewall that were added, changed or deleted.
artifact-windows_events_firewall-innocent = Nearly every program that listens to a network adds rules when it is installed.

artifact-windows_prefetch-name = Prefetch
artifact-windows_prefetch-shows = Which programs ran, how often, the last times, and which files each opened in its first seconds.
artifact-windows_prefetch-innocent = That a program opened a file does not say the file ran. Servers keep no prefetch.

artifact-windows_task_files-name = Scheduled tasks
artifact-windows_task_files-shows = The tasks that the scheduler knows: what each runs, when, and as whom.
artifact-windows_task_files-innocent = Windows brings more than a hundred tasks, and most programs add one for their updates.

artifact-windows_setupapi-name = Device installations
artifact-windows_setupapi-shows = Which devices were connected for the first time and which drivers were installed, by the clock of the computer.
artifact-windows_setupapi-innocent = Every storage stick, printer and telephone leaves such entries.

artifact-windows_firewall_log-name = Firewall log
artifact-windows_firewall_log-shows = Packets that the Windows firewall let through or dropped, where its logging is switched on.
artifact-windows_firewall_log-innocent = A dropped packet did not arrive; addresses are shared and change hands.

artifact-windows_powershell_history-name = PowerShell history
artifact-windows_powershell_history-shows = What was typed into PowerShell by each account, without times.
artifact-windows_powershell_history-innocent = Developers and administrators paste commands from manuals, addresses included.

artifact-windows_hosts-name = Hosts file
artifact-windows_hosts-shows = Names that this computer does not look up, and where they lead.
artifact-windows_hosts-innocent = Lists that block advertising and malware put the names of bad servers there, so that they lead nowhere; such names are not compared with indicators.

artifact-windows_error_reports-name = Error reports
artifact-windows_error_reports-shows = Programs that crashed or hung, and the libraries they had loaded.
artifact-windows_error_reports-innocent = Programs crash every day; only the program, the place and the time can make it a lead.

# Heuristics: a name, what it sees, the sentence of a finding, when it is innocent.

heuristic-windows_log_cleared-name = Event log cleared
heuristic-windows_log_cleared-sees = Event logs that were cleared. Windows notes who did it. Intruders clear logs to hide what they did, and NotPetya cleared four of them before it restarted a computer.
heuristic-windows_log_cleared-found = The event log { $log } was cleared by { $by } (records: { $records }).
heuristic-windows_log_cleared-innocent = Administrators clear logs when they set up a computer, look for a fault or make room, and some clean-up tools do it. Ask who was at work then. What stood in the log before is gone from it, so other findings may be missing.

heuristic-windows_log_gap-name = Records missing in an event log
heuristic-windows_log_gap-sees = Numbers of records that are missing in the middle of an event log that is otherwise whole. Windows numbers records without a gap; tools are known that take single records out.
heuristic-windows_log_gap-found = In the event log { $log }, at least { $missing } numbers of records are missing; the first gap comes after record { $after }, between { $from } and { $to }.
heuristic-windows_log_gap-innocent = An export that was made with a filter holds only what was asked for, and so has gaps. A power failure may lose records that were not yet written. Ask how the file was made, and look for the same times in other logs.

heuristic-windows_defender_off-name = Microsoft Defender switched off or limited
heuristic-windows_defender_off-sees = Protection in real time or a scanner of Microsoft Defender that was switched off, and files or folders that were taken out of its sight. Intruders do both before they bring their tools.
heuristic-windows_defender_off-found = { $what ->
    [protection_off] Protection in real time was switched off (records: { $records }).
    [scanning_off] A part of the scanner was switched off (records: { $records }).
   *[excluded] Microsoft Defender was told to leave out { $path } (records: { $records }).
 }
heuristic-windows_defender_off-innocent = Another antivirus program switches Defender off when it is installed, and an administrator or the person may have done it. Developers and makers of databases ask for such exceptions. It counts when nobody did it, or shortly before other findings.

heuristic-windows_service_unusual-name = Unusual service installed
heuristic-windows_service_unusual-sees = Services that run a program which runs what it is told (a command interpreter, a script host, `rundll32`), a program on a network share, in a folder that ordinary users may write to or directly in the folder of Windows, and PsExec. Tools that run commands on other computers install such services, and WannaCry did.
heuristic-windows_service_unusual-found = { $why ->
    [psexec] PsExec, a tool of Microsoft's to run commands from another computer, installed its service { $name }: { $command } (records: { $records }).
    [shell] The service { $name } was installed to run a program that runs what it is told (a command interpreter, a script host or a loader of libraries): { $command } (records: { $records }).
    [share] The service { $name } was installed to run a program on a network share: { $command } (records: { $records }).
    [open] The service { $name } was installed to run a program from a folder that ordinary users may write to: { $command } (records: { $records }).
   *[root] The service { $name } was installed to run a program directly in the folder of Windows: { $command } (records: { $records }).
 }
heuristic-windows_service_unusual-innocent = Administrators use PsExec and its kin, software distribution and backup programs work in the same way, and some installers and drivers run a service from a temporary folder for a moment. Ask who maintains the computer, and whether it was at work at that time.

heuristic-windows_encoded_powershell-name = Encoded PowerShell
heuristic-windows_encoded_powershell-sees = PowerShell that was given its commands in base64, which keeps them from being read at a glance. What stands in it is told; that it fetches or unpacks code weighs more.
heuristic-windows_encoded_powershell-found = { $does ->
    [fetches] PowerShell was given an encoded script that fetches, unpacks or runs further code: { $script } (records: { $records }).
   *[other] PowerShell was given an encoded script: { $script } (records: { $records }).
 }
heuristic-windows_encoded_powershell-innocent = Tools for management, deployment and monitoring encode their scripts too, because that avoids trouble with quotation marks. Read what stands in the script, and ask whoever maintains the computer whether they know it.

heuristic-windows_logon_guessed-name = Logon after many failures
heuristic-windows_logon_guessed-sees = Ten or more logons that failed within an hour, and then one from the same computer that succeeded, over the network or by remote desktop: a password may have been guessed.
heuristic-windows_logon_guessed-found = After { $failures } failed logons from { $from } within an hour (different accounts: { $accounts }), a logon of { $account } from there succeeded.
heuristic-windows_logon_guessed-innocent = A program or telephone that still has an old password fails over and over, and the person who then types the new one comes from the same computer. An address outside the own network, or many different accounts, speak against that.

heuristic-windows_remote_service-name = Service installed from another computer
heuristic-windows_remote_service-sees = A service that was installed right after another computer opened the pipe of the service manager or the account that installed it logged on over the network. PsExec, tools of intruders and worms work like this, and so does software distribution.
heuristic-windows_remote_service-found = { $how ->
    [pipe] The service { $name } was installed within a minute after { $account } had opened the service manager from { $from }.
   *[logon] The service { $name } was installed within ten seconds after { $account } had logged on over the network from { $from }.
 }
heuristic-windows_remote_service-innocent = Administrators, software distribution, backup and antivirus consoles install services from their own computer. Ask whose computer the address is. On a busy server it may be chance that both happened so close together.
