# Heuristics about iOS as a whole: a name, what it sees, the sentence of a finding, when it is innocent.
heuristic-program_elsewhere-name = Program of Apple's name in another place
heuristic-program_elsewhere-sees = Programs that ran with the name of one of Apple's own, from a folder where Apple's do not lie. Implants are given such names so that nobody notices them.
heuristic-program_elsewhere-found = The program { $path } ran (records: { $records }). It has the name of { $name }, which belongs to iOS and { $usual ->
    [yes] runs from { $folder }.
   *[no] runs from the system's own folders.
 }
heuristic-program_elsewhere-innocent = Jailbroken phones and phones of researchers hold copies of Apple's programs. On any other phone iOS refuses to run a program from there, so ask a specialist to look at it before the phone is restarted or erased.

heuristic-program_unexplained-name = Program from an unusual folder
heuristic-program_unexplained-sees = Programs that ran from neither the system nor an installed application.
heuristic-program_unexplained-found = The program { $path } ran (records: { $records }). It belongs to neither the system nor an application: { $place ->
    [scratch] the folder is one for databases or temporary files.
    [app_data] the folder holds the data of an application, from which nothing may run.
   *[other] nothing runs from this folder on an ordinary phone.
 }
heuristic-program_unexplained-innocent = Jailbreaks, tools of developers and phones used for research run programs from such folders. If none of these applies, the program deserves a close look: iOS does not allow this to an ordinary application.

heuristic-staging_path-name = Folder in which iOS prepares services
heuristic-staging_path-sees = Programs and files in the folder com.apple.xpc.roleaccountd.staging that do not belong to the service that prepares updates. Amnesty International and iVerify found processes of Pegasus there, the Citizen Lab one of QuaDream's spyware.
heuristic-staging_path-found = { $how ->
    [ran] The program { $path } ran (records: { $records }). Only the service that prepares updates of iOS is expected in this folder.
   *[lies] The file { $path } lies in the folder in which iOS prepares services. Only the service that prepares updates is expected there.
 }
heuristic-staging_path-innocent = iOS copies services of its own there before it runs them, and a version of iOS could stage another one than the update service. Tools that jailbreak a phone have used the folder too. Compare the name with those in published reports, and ask a specialist.

heuristic-datausage_without_bundle-name = Network use by programs that vigie does not know
heuristic-datausage_without_bundle-sees = Processes that used the network, belong to no application, and have names that are not on vigie's list of Apple's programs; and applications that used it and are not among those installed. One statement of each for a database.
heuristic-datausage_without_bundle-found = { $kind ->
    [removed] { $count ->
        [one] An application used the network and is not among those installed now: { $names }
       *[other] { $count } applications used the network and are not among those installed now: { $names }
     }
   *[unknown] { $count ->
        [one] A process used the network that belongs to no application and is not on vigie's list of Apple's programs: { $names }
       *[other] { $count } processes used the network that belong to no application and are not on vigie's list of Apple's programs: { $names }
     }
 }
heuristic-datausage_without_bundle-innocent = People remove applications every day, and the list of those installed may lack some. The list of Apple's programs is not complete: Apple adds programs with every version, and most names told here belong to iOS. Look a name up before giving it any weight. It matters when the program is not known to anyone, or when it appears next to another finding of the same time.

heuristic-triangulation_window-name = Events as in Operation Triangulation
heuristic-triangulation_window-sees = Kinds of events that came together within five minutes when Operation Triangulation took over phones: an emptied attachment folder of Messages, certain settings, certain network traffic, certain uses of the position.
heuristic-triangulation_window-found = Within five minutes came together { $traces ->
    [folder] an attachment folder of Messages that was changed and holds nothing, and other events that were seen in Operation Triangulation: { $events }
   *[other] events that were seen in Operation Triangulation, though not the most telling of them, the emptied attachment folder: { $events }
 }
heuristic-triangulation_window-innocent = Each of these events is ordinary, and they can fall together by chance: somebody deletes a message with a picture while the phone is busy. The attack was seen between 2019 and 2023 on iOS before 16.2. It deserves a closer look when the time fits and the owner deleted no message then.

heuristic-ios_forensic_traces-name = Traces of an examination with Cellebrite
heuristic-ios_forensic_traces-sees = Two ids under which the computer of Cellebrite's tool is said to pair with iPhones, in records of pairings and in the log of connections; and a process with the name of the program that the tool is said to have run, mnm, in reports of crashes. Both as an article retells them that does not name its source.
heuristic-ios_forensic_traces-found = { $what ->
    [program] A process has the name of a program that Cellebrite's tool for reading out phones is said to have run: { $value } (records: { $records }).
   *[computer] A computer showed itself to the phone with an id that is said to be that of Cellebrite's tool for reading out phones: { $value } (records: { $records }).
 }
heuristic-ios_forensic_traces-innocent = A phone may have been examined lawfully, with the owner's consent, by an employer, in a repair shop, or by whoever made this acquisition; the trace of the tool does not say who used it or why, nor whether anything was read out. The name mnm is short, and another program may have it. Keep the phone as it is, note when it was out of the owner's hands, and ask a specialist or a lawyer.

heuristic-ios_outdated-name = Version of iOS
heuristic-ios_outdated-sees = Whether the phone ran the newest release of iOS with security content, as far as vigie knows.
heuristic-ios_outdated-found = The phone ran iOS { $version }. As of { $as_of }, vigie knows { $state ->
    [behind] { $line } as the newest release of the same line, and { $newest } as the newest of all.
    [last_of_line] no newer release of the same line, but { $newest } as the newest of all. Older models cannot be updated to it.
   *[no_line] no security release of the same line any more; the newest of all is { $newest }.
 }
heuristic-ios_outdated-innocent = The statement is about the day of the acquisition, and vigie's table ends on the day it names: the owner may have updated since, and newer releases may exist. An older version says nothing about an attack; it means that known holes were open.

heuristic-endpoint_argument-name = Server address on a command line
heuristic-endpoint_argument-sees = Programs that were started with the address of a server among their arguments, in clear or hidden in base64 or hexadecimal. A payload of Predator ran with such a link, in clear, on an iPhone that the Citizen Lab examined; that a hidden one weighs more is vigie's own rule.
heuristic-endpoint_argument-found = A program was started with the address of a server, { $form ->
    [encoded] hidden in another encoding
   *[clear] written in clear
 }: { $address }. The command line was: { $line }
heuristic-endpoint_argument-innocent = Tools of developers are given addresses in this way, and so are some programs while the phone is tested or managed. On a phone that is used by nobody but its owner it is unusual.

heuristic-process_misplaced-name = Process that does not fit its place
heuristic-process_misplaced-sees = Processes of applications that run as the administrator (root), second programs beside an application's own, and programs that an application started. iOS allows none of these.
heuristic-process_misplaced-found = { $kind ->
    [root] The program { $path } lies in an application and ran as root. Applications run as the user mobile.
    [second] The program { $path } ran beside the application's own program, { $other }. An application has one program of its own.
   *[child] The program { $path } was started by an application (process { $other }). Applications cannot start programs.
 }
heuristic-process_misplaced-innocent = Jailbroken phones, and phones on which applications are developed and tested, show such processes. Otherwise something got past the limits that iOS sets to applications: ask a specialist before the phone is restarted.

heuristic-shutdown_client_path-name = Program from an unusual folder held up a shutdown
heuristic-shutdown_client_path-sees = Programs that were still there while the phone shut down, and that ran from a folder where no programs belong. Kaspersky found Pegasus and Reign under /private/var/db/ and Predator under /private/var/tmp/. Applications also lie below /private/var and are not meant.
heuristic-shutdown_client_path-found = While the phone shut down, it waited for the program { $path } (lines in the log: { $lines }). { $place ->
    [published] Known spyware ran from the same folder.
   *[other] Nothing runs from there on an ordinary phone.
 }
heuristic-shutdown_client_path-innocent = While an update is prepared, iOS runs its own service from a folder under /private/var/db/; vigie knows it and leaves it out, but a version of iOS could do the same with another one. Jailbroken phones run programs from other folders. Keep the sysdiagnose and ask a specialist.

heuristic-shutdown_delays-name = Shutdowns that waited repeatedly
heuristic-shutdown_delays-sees = Shutdowns during which the phone noted three times or more that programs were still there. One statement for each log.
heuristic-shutdown_delays-found = A shutdown waited { $notices } times for programs that were still there. Of { $shutdowns } shutdowns in this log, { $delayed } waited three times or more.
heuristic-shutdown_delays-innocent = A few waits are ordinary, and slow programs of iOS or a full phone cause many. What matters is which programs were waited for: look at their paths in the same log.

heuristic-shutdown_log_short-name = Shutdown log that begins late
heuristic-shutdown_log_short-sees = Restarts that the installer's log notes, from before the first shutdown in the shutdown log, or where that log is there and empty. iVerify describes that Pegasus emptied it from 2022 on. Three restarts are asked for, which is vigie's own choice.
heuristic-shutdown_log_short-found = The installer's log notes { $count } restarts, the first on { $since }, for which the shutdown log has nothing: { $state ->
    [begins] its first shutdown is of { $begins }.
   *[empty] it is there and holds no shutdown.
 } { $version ->
    [overwrites] This phone ran iOS 26 or later, which writes the log anew at every start.
    [appends] This phone ran a version before iOS 26, which keeps earlier shutdowns.
   *[unknown] The version of iOS is not known here; from iOS 26 on the log is written anew at every start.
 }
heuristic-shutdown_log_short-innocent = On iOS 26 and later this is how the log works. On earlier versions, forced restarts and empty batteries leave no shutdown, and the older logs may not be part of what was acquired. An emptied log becomes a lead only together with something else.

heuristic-crash_near_message-name = Crashes of the services that open messages
heuristic-crash_near_message-sees = Crashes of the services that open messages, pictures and pages: several in a row, of both kinds together, or one soon after a message came. Attacks that need no click have left such crashes. How many and how close together is vigie's own choice.
heuristic-crash_near_message-found = { $kind ->
    [row] Services that open messages crashed several times within minutes: { $names } ({ $count } crashes).
    [chain] Services that open messages and services that open media crashed within minutes of each other: { $names } ({ $count } crashes).
   *[one] A service that opens messages or media crashed: { $names }.
 } { $message ->
    [yes] A message had come within the two minutes before.
   *[no] No message of that time is in what was examined.
 }
heuristic-crash_near_message-innocent = These services crash on healthy phones too: on a damaged picture, when memory is short, after an update. Only the times were compared; they do not show that the message caused the crash. A row of crashes is worth showing to a specialist together with the reports themselves.

# How far logs of the system can speak.
screen-reach = Logs reach: { $names }

# The table of programs.
programs-title = Programs seen
programs-explained = Every program that any source names, joined by path and name. Here stand those that neither the system nor an application explains; the list of Apple's programs is not complete, so a name alone says little.
programs-counts = { $total } seen; { $system } of the system, { $application } of applications, { $apple_name } with a name of Apple's, { $installed } with the id of an installed application, { $beside_id } named beside the id of an application, { $name_only } with a name only, { $misplaced } in an unusual folder.
programs-none = No program in an unusual folder was seen. Names that nothing explains are listed when more of the records is kept.
programs-more = { $more ->
    [one] One more is in the case's table of programs.
   *[other] { $more } more are in the case's table of programs.
 }
programs-table = Programs that nothing explains
programs-col-program = Program
programs-col-why = What is known
programs-col-sources = Seen in
programs-col-first = First
programs-col-last = Last
programs-why-misplaced = in an unusual folder
programs-why-name_only = name only
