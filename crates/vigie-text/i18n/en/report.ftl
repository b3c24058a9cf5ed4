# The report. First what the whole page shares, then the person's part, the analyst's part, methods.
report-title = Examination of a device
report-skip = Skip to the text
report-nav = Parts of this page
report-part-person = For the person examined
report-part-analyst = For the analyst
report-part-methods = Methods and versions
report-made = evidence made on { $day }
report-examined = examined on { $day }
report-made-with = Made with vigie { $version } at { $at }. This page loads nothing from the network and sends nothing.
report-told-with = Told with vigie { $version }, from the folder of the case.
report-private = It holds private information. Give it only to people you trust.
report-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $year }
report-day-unknown = Date not known
report-no-time = (no time)
report-clipped = [… { $more ->
    [one] 1 more character
   *[other] { $more } more characters
 }]
report-version = version { $version }

# In short. One or several of these sentences, gravest first.
report-short = In short
report-short-acted = Signs were found that an intrusion tool may have run, or been stored, on this device. They are serious, but they are not proof: someone experienced has to look before anyone can be sure.
report-short-acted-weakly = A weak sign was found that an intrusion tool may have run, or been stored, on this device. It may well be innocent. Someone experienced should look before anything on the device is changed.
report-short-warned = There seems to be a warning to the owner of this device, from Apple or another company. Take it seriously, even if nothing else was found.
report-short-lured = Something reached this device that may have been a lure, such as a link that belongs to an intrusion tool. That it arrived does not mean that it worked.
report-short-tampered = Traces on this device may have been removed or changed. There are ordinary reasons for that; someone experienced should look.
report-short-leads = Only weak signs were found. Most likely they have ordinary explanations. They are listed so that someone experienced can look at them if there is a reason to worry.
report-short-not-acted = Nothing was found, in what was examined, to show that an intrusion tool ran or was stored here.
report-short-blind = Nothing could be read. This examination says nothing about the device, neither good nor bad.
report-short-unreadable = { $count ->
    [one] One kind of trace is there but could not be read. It may hold more.
   *[other] { $count } kinds of traces are there but could not be read. They may hold more.
 }

# What was found.
report-found = What was found
report-found-more = { $more ->
    [one] One more like these is in the analyst’s part.
   *[other] { $more } more like these are in the analyst’s part.
 }
report-details = details
report-person-execution = An intrusion tool may have run
report-person-execution-not = Other programs can bear the same name, and an unusual program can be harmless. It does not show what was taken, or by whom.
report-person-persistence = Something of a known tool may be stored
report-person-persistence-not = Something stored need not ever have run, and harmless files can look alike.
report-person-tampering = Traces may have been removed
report-person-tampering-not = It does not show that somebody did this on purpose.
report-person-exposure = A lure may have reached the device
report-person-exposure-not = It does not show that anyone opened it either.
report-person-notice = There seems to be a warning
report-person-notice-not = Warnings of this kind are usually well founded, but some messages only imitate them.
report-person-weakness = Settings worth knowing
report-person-weakness-not = It may help in deciding how to protect it.
report-innocent-general = Each of these can be innocent. A published list can be wrong; a name can be shared by harmless programs; a link may have been sent to warn of it, or kept by someone who studies such things.

# What it means.
report-means = What this means, and what it does not
report-means-verdict = A finding is a trace to be looked at, not a verdict.
report-means-lure = Receiving a lure and being spied upon are two different things. A lure shows that someone, or a machine, sent it. Whether it worked is another question, and other traces answer it.
report-means-acted = Signs that a tool ran have to be confirmed by a second, experienced look, often with more data from the same device.
report-means-who = Nothing here says who is behind it. The names of tools are those used by the people who published the traces.
report-means-fault = Being targeted is not your fault. Such tools are made to need no mistake of yours.
report-means-more = What was not examined may hold more, and tools that nobody has described cannot be found this way.

# What to do now.
report-todo = What to do now
report-todo-danger = Your safety comes first.
report-todo-danger-how = If you are in danger, leave the device behind and go where you are safe. Everything below can wait.
report-todo-keep = Keep the device as it is.
report-todo-keep-how = Do not reset, restore or update it, and delete no message and no app: what would help you may be lost. Ask the helpline before you switch it off or restart it.
report-todo-call = Ask for experienced help.
report-todo-call-how = Those named below help for free. Tell them that you have this report and the folder it came in.
report-todo-other-device = Talk about it from another device.
report-todo-other-device-how = Best is one that does not use the same accounts, and not in the same room as this one.
report-todo-warning = Check the warning, but not through the message itself.
report-todo-warning-how = Follow no link in it. A warning by Apple is also shown when you sign in to account.apple.com, an address you type yourself, on another device.
report-todo-silent = Do not answer, open or forward what looks suspicious.
report-todo-silent-how = Do not confront anyone you suspect: that can put you at risk and warn those behind it.
report-todo-write-down = Write down what you remember.
report-todo-write-down-how = When messages came, what you opened, what seemed strange, who else received the same. On paper is fine.
report-todo-worried = If you have a reason to worry, ask for help all the same.
report-todo-worried-how = A warning from a company, a strange message, information that leaked: those named below take it seriously, whatever this page says. Until then, do not reset or update the device, and delete nothing.
report-todo-keep-evidence = Keep what was examined and this report.
report-todo-keep-evidence-how = New traces are published all the time. What was copied from the device today can be examined again later, and tell what a later copy cannot.
report-todo-update = If you have no reason to worry, install the updates of the system.
report-todo-update-how = They close the holes that intrusion tools use. Restart the device from time to time.
report-todo-lockdown = If your work puts you at risk, consider Lockdown Mode.
report-todo-lockdown-how = It is Apple’s protection for people who may be targeted, under Settings, Privacy & Security. It switches off some conveniences.
report-todo-advanced-protection = If your work puts you at risk, consider Advanced Protection.
report-todo-advanced-protection-how = It is Android’s protection for people who may be targeted, on Android 16 and later, in the Settings under security and privacy. It switches off some conveniences.
report-todo-again = Have the device examined again from time to time.
report-todo-again-how = An examination shows one day, not those that follow.
report-todo-private = Keep this report private.
report-todo-private-how = It says things about you and your device. Do not send it through this device; do not post it.

# Who helps.
report-help = Who helps
report-help-for = For journalists, activists, human rights defenders and others in civil society, free of charge:
report-help-access-now = Day and night, in nine languages.
report-help-amnesty = Examines the devices of people who may be targeted for their work.
report-help-from = Write or call from another device than the one examined.

# What stands instead for evidence that is not of one device: messages, traffic of a network, files.
report-title-mailbox = Examination of messages
report-title-network = Examination of network traffic
report-title-files = Examination of files
report-short-acted-no-device = What was examined holds signs that an intrusion tool may have run, or been stored, on a device. They are serious, but they are not proof: someone experienced has to look before anyone can be sure.
report-short-acted-weakly-no-device = What was examined holds a weak sign that an intrusion tool may have run, or been stored, on a device. It may well be innocent. Someone experienced should look before anything is changed.
report-short-lured-mailbox = Something reached this mailbox that may have been a lure, such as a message made to deceive or a link that belongs to an intrusion tool. That it arrived does not mean that it worked.
report-short-lured-network = Over this network, something was asked for, reached or sent that may belong to an attack, such as an address that belongs to an intrusion tool. That alone does not mean that anything ran on a device.
report-short-lured-files = Among these files is something that may belong to an attack, such as a file that was published as one of an intrusion tool. That it is there does not mean that it was opened, or that it worked.
report-short-not-acted-no-device = Nothing was found, in what was examined, to show that an intrusion tool ran or was stored on a device; but evidence of this kind can seldom show that.
report-short-blind-no-device = Nothing could be read. This examination says nothing, neither good nor bad.
screen-what-findings-mean-no-device = A finding is a trace to be looked at, not a verdict: it can be innocent (--details says when). Keep what was examined as it is, and delete nothing before someone experienced has looked. What was not examined may hold more.
screen-what-blind-means-no-device = Coverage and problems say why (--details). Copy the evidence again, and examine that.
screen-what-none-means-no-device = No known trace does not mean that nobody was attacked. It means that none of the published traces that vigie knows stands in what was examined, as far as that reaches back. Tools that nobody has described, and traces that were removed, cannot be found this way.
meaning-execution-explained-network = Something on this network behaved as tools of an attack do.
meaning-execution-explained-files = These files look as if a known tool, or one like it, had worked on them.
report-person-exposure-mailbox = A lure may have reached the mailbox
meaning-exposure-explained-mailbox = A lure, or something that could be one, reached this mailbox. That alone does not show that it worked.
report-person-exposure-network = Something that belongs to an attack may have been reached
meaning-exposure-explained-network = Over this network, something of a known tool, or something that could serve an attack, was asked for, reached or sent. That alone does not show that anything ran on a device.
report-person-exposure-not-network = Nor does it show that a person did it: previews of messages, programs and protection ask for addresses by themselves.
report-person-exposure-files = Something that belongs to an attack may be among the files
meaning-exposure-explained-files = Something of a known tool, or something that could serve an attack, is among these files. That alone does not show that it worked.
report-person-weakness-network = Worth knowing about this recording
meaning-weakness-explained-network = What this recording cannot show of the devices on the network. This says nothing about an attack.
report-person-weakness-not-network = It may help in judging how far this examination could look.
report-means-lure-network = Asking for such an address and being spied upon are two different things. Whether anything ran on a device is another question, and traces on the device itself answer it.
report-means-lure-files = Having such a file and being spied upon are two different things. Whether it was ever opened is another question, and traces on the device it comes from answer it.
report-todo-danger-how-no-device = If you are in danger, leave your devices behind and go where you are safe. Everything below can wait.
report-todo-keep-no-device = Keep everything as it is.
report-todo-keep-how-no-device = Delete nothing of what was examined, and do not reset, restore or update a device that it comes from or was used on: what would help you may be lost. Ask the helpline before you switch such a device off or restart it.
report-todo-other-device-no-device = Talk about it by another way.
report-todo-other-device-how-no-device = Best is a device, an account and a network that have nothing to do with what was examined.
report-todo-worried-how-no-device = A warning from a company, a strange message, information that leaked: those named below take it seriously, whatever this page says. Until then, do not reset or update your devices, and delete nothing.
report-todo-keep-evidence-how-no-device = New traces are published all the time. What was copied today can be examined again later, and tell what a later copy cannot.
report-todo-update-no-device = If you have no reason to worry, install the updates of your devices.
report-todo-update-how-no-device = They close the holes that intrusion tools use.
report-todo-again-no-device = If you can, have the devices themselves examined.
report-todo-again-how-no-device = What was examined here can seldom tell what ran on a device.
report-todo-private-how-no-device = It says things about you and others. Do not send it through a mailbox, a network or a device that may be watched; do not post it.
report-help-from-no-device = Write or call through no mailbox, network or device that may be watched.

# How far the examination could look.
report-reach = How far this examination could look
report-reach-counts = Kinds of traces that vigie can read: { $all }. Read here: { $read }; not there: { $absent }; there, but unreadable: { $unreadable }{ $never ->
    [0] .
   *[other] ; never in evidence of this kind: { $never }.
 }
report-reach-span = The oldest entry read is of { $first }, the newest of { $last }; each kind of trace reaches back differently.
report-reach-unreadable = Could not be read: { $names }.
report-reach-ios-backup = A backup holds only a part of what is on the device. Much of what intrusion tools leave in the system is never in a backup.
report-reach-ios-filesystem = A copy of the file system holds more than a backup, but traces fade: the system itself removes old ones.
report-reach-ios-sysdiagnose = A sysdiagnose is what the system says of itself: what ran, what crashed, what was logged in the last hours and days. It holds neither messages nor browsing, so it cannot show how a link arrived.
report-reach-ios-crash-reports = Crash reports tell of programs that ended badly. A tool that never crashed leaves none, and the device deletes old ones.
report-reach-android-bugreport = A bug report is what Android says of itself: what is installed, what may do what, what ran and was logged in the last hours and days. It holds neither messages nor browsing, so it cannot show how a link arrived.
report-reach-android-qf = AndroidQF asks the running system what is installed, what runs and how it is set, and copies logs, apps and a bug report. It does not read what apps keep for themselves: messages are only there if a backup was made with it, and a tool that hides well from the running system can hide from it.
report-reach-android-backup = An Android backup holds only what apps allow to be backed up, often no more than text messages. Most of what is on the device, and nearly all that intrusion tools leave, is never in it.
report-reach-android-intrusion-logs = Intrusion logs tell of connections, names looked up and events of security from the day they were switched on, for as long as they are kept. Nothing before that day, and no content of messages, is in them.
report-reach-android-filesystem = A copy of the file system holds more than a backup or a bug report, but traces fade: the system itself removes old ones.
report-reach-android-app = The file of an app says who signed it and what it may ask for. It does not say whether it was ever installed or ran, and nothing of the rest of the device.
report-reach-windows-triage = What a triage tool copied is a choice of the traces that Windows keeps, and Windows keeps them for a while only: old entries of its logs make room for new ones. What was in memory alone is not in it.
report-reach-linux-files = Copied files show what was written to disk and not removed since. Logs rotate, histories of shells hold what their user did not leave out, and what was in memory alone is not in them.
report-reach-mac-files = Copied files show what was written to disk and not removed since. Logs rotate, histories of shells hold what their user did not leave out, and what was in memory alone is not in them.
report-reach-network-capture = A capture or a log shows what went over that network while it was recorded: with whom, seldom what. What used another network, or was encrypted, cannot be seen in it.
report-reach-mailbox = Messages show what was sent to this mailbox and is still in it. Whether a link was opened or an attachment started, they do not say; deleted messages are not there.
report-reach-files = Files were compared by name, path and hash, and with rules if any were given. They say nothing of the computer or phone they come from, nor whether any of them was ever opened.
report-reach-inside = Examined with it, because they lay inside: { $names }.

# The analyst's part.
report-summary = Summary
report-utc = All times are in UTC and as precise as their source. Values are verbatim; characters that cannot be seen are written as \u{"{"}…{"}"}. Addresses are never links here: do not open them.
report-number-findings = findings
report-number-records = records read
report-number-sources = sources
report-number-read = artifacts read
report-number-absent = absent
report-number-unreadable = unreadable
report-number-problems = problems
report-matrix = Findings by meaning and level
report-chart-findings = When the findings happened
report-chart-no-time = { $count ->
    [one] One finding has no time and is not in this chart.
   *[other] { $count } findings have no time and are not in this chart.
 }
report-chart-outside = { $count ->
    [one] One finding has a time before 2007 or after the examination and is not in this chart.
   *[other] { $count } findings have a time before 2007 or after the examination and are not in this chart.
 }
report-chart-coverage = From the first to the last entry read, by artifact
report-chart-coverage-outside = { $count ->
    [one] One end lies before 2007 or after the examination; its bar is cut at the edge.
   *[other] { $count } ends lie before 2007 or after the examination; their bars are cut at the edge.
 }
report-filter = Filter
report-filter-all = all
report-filter-from = from { $level }
report-findings = Findings
report-findings-table = All findings on this page, gravest first
report-findings-rest = This page lists the first { $shown } of { $all } findings, gravest first. All of them are in findings.jsonl, in the folder of the case.
report-record = Record

# Columns.
report-col-number = No.
report-col-level = Level
report-col-time = Time
report-col-meaning = Meaning
report-col-artifact = Artifact
report-col-heuristic = Heuristic
report-col-seen = Seen
report-col-state = State
report-col-records = Records
report-counted-repeated = { $count ->
    [one] one more, the same in several files, passed over
   *[other] { $count } more, the same in several files, passed over
 }
report-counted-report = { $count ->
    [one] one report
   *[other] { $count } reports
 }
report-counted-shutdown = { $count ->
    [one] one shutdown
   *[other] { $count } shutdowns
 }
report-col-problems = Problems
report-col-first = First
report-col-last = Last
report-col-sources = Sources
report-col-code = Code
report-col-problem = Problem
report-col-place = Place
report-col-detail = Detail
report-col-pack = Pack
report-col-origin = Origin
report-col-indicators = Indicators
report-col-usable = Usable
report-col-unusable = Unusable
report-col-revoked = Revoked
report-col-sha256 = SHA-256
report-col-id = Id
report-col-version = Version
report-col-says = What it shows

# Facts of a finding.
report-fact-seen = Seen
report-fact-artifact = Artifact
report-fact-source = Source
report-fact-place = Place
report-fact-indicator = Indicator
report-fact-matched = Matched
report-fact-malware = Belongs to
report-fact-pack = Pack
report-fact-sources = Published in
report-fact-confidence = Confidence
report-fact-of-100 = { $confidence } of 100
report-fact-valid-until = Valid until
report-fact-not-stated = not stated
report-fact-heuristic = Heuristic
report-fact-sees = It sees
report-fact-rests-on = It rests on
report-place-file = the whole file
report-place-offset = byte { $offset }
report-place-line = line { $line }, byte { $offset }
report-place-row = table { $table }, row { $rowid }
report-place-row-wal = table { $table }, row { $rowid }, found only in the write-ahead log
report-place-key = key { $key }
report-matched-exact = the same value
report-matched-cidr = an address in the published range
report-matched-subdomain = a name below the published one
report-matched-path-below = a path below the published one
report-matched-pattern = fits the published pattern
report-matched-truncated = a name cut off, beginning like the published one
report-matched-truncated-tail = end of a name that Android cut off
report-matched-nested = inside another link
report-matched-process-name-as-file = a file named like the published process
report-matched-email-domain = only the domain of an e-mail address
report-matched-part-of-pattern = one part of the published pattern
report-matched-yara = it meets the YARA rule

# Coverage and problems.
report-coverage = Coverage
report-coverage-explained = What was and was not examined. “Nothing found” holds only for what was read, and only from its first to its last entry.
report-coverage-table = Every artifact, with its sources and their hashes
report-coverage-states = Read: at least one source was read. Unreadable: sources are there, none could be read. Absent: this evidence could hold it, and does not. Not applicable: evidence of this kind never holds it. Kinds of traces of other systems are left out; coverage.json has them.
report-state-read = read
report-state-unreadable = unreadable
report-state-absent = absent
report-state-not-applicable = not applicable
report-stored-as = stored as { $path }
report-no-hash = none: the file could not be read
report-bytes = { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
 }
report-sources-rest = { $more ->
    [one] One more source is in sources.jsonl.
   *[other] { $more } more sources are in sources.jsonl.
 }
report-problems = Problems
report-problems-none = No problem was met.
report-problems-explained = What could not be read, or not wholly. Anything may stand there.
report-problems-table = Problems, by code
report-problems-rest = This page lists the first { $shown } of { $all } problems. All of them are in problems.jsonl, in the folder of the case.

# Methods and versions.
report-methods-how = vigie read the evidence without changing it, compared every value it read with published indicators, and applied the heuristics listed below. It contacted no address. Each finding names its place, so that another examiner with other tools can look there.
report-evidence = Evidence
report-evidence-kind = Kind
report-evidence-id = Id (SHA-256)
report-evidence-id-of = The id is the hash of
report-evidence-files = Files
report-evidence-made = Made
report-evidence-device = Device
report-evidence-patch = Security patch level
report-evidence-name = Name of the device
report-evidence-serial = Serial number
report-evidence-udid = UDID
report-examination = Examination
report-examined-at = Examined
report-tool = Version and format
report-keep = The case keeps
report-keep-findings = only the records that findings point to
report-keep-timeline = the records that findings point to, and the times of all others without what people wrote
report-keep-all = every record, whole
report-consent = Consent
report-consent-none = not stated
report-packs = Indicators
report-packs-explained = An indicator that cannot be used is a problem of this case; one revoked by its publisher is not used.
report-packs-table = The packs used
report-packs-embedded = built in
report-artifacts = Artifacts
report-artifacts-table = Parsers and their versions
report-heuristics = Heuristics
report-heuristics-table = Heuristics and their versions
report-levels = Levels and meanings
report-level-critical = a published trace of a known tool that acted on the device
report-level-high = a strong sign
report-level-medium = deserves an analyst’s look
report-level-low = a lead with a likely innocent explanation
report-level-info = context, expected on ordinary devices
report-repeat = Repeat and verify
report-repeat-how = With the same version of vigie, the same packs and the same evidence, this command gives the same findings, the time of the examination aside:
report-repeat-evidence = EVIDENCE
report-repeat-case = CASE
report-repeat-packs = PACKS
report-repeat-rules = RULES
report-repeat-name = NAME
report-verify = In the folder of the case, this command checks that no file has changed since the case was written:
report-verify-self = Whoever can change the files can change the MANIFEST too: write down its own SHA-256, or have it signed.

# A case that is not as it was left, and one that is.
report-differs = This case is not as it was left
report-differs-means = Since the examination, something in the folder of this case was changed, added or taken away. What this report says may not be what was found: do not rely on it. Ask whoever gave you the case for the original, and compare the SHA-256 of its MANIFEST.
report-differs-more = { $more ->
    [one] And one more; vigie verify names it.
   *[other] And { $more } more; vigie verify names them all.
 }
report-checked = The case, when this report was made
report-as-written = { $count ->
    [one] One finding stands in the words of the case, in its language: this version of vigie has no such sentence.
   *[other] { $count } findings stand in the words of the case, in its language: this version of vigie has no such sentences.
 }

# What a page for paper says instead of a table to click through.
report-paper-see = (No. { $number })
report-paper-versions = Id and version of each; vigie artifacts tells what each reads and shows.
report-paper-absent = { $count ->
    [one] This evidence could hold one more, and does not:
   *[other] This evidence could hold { $count } more, and does not:
 }
report-paper-never = { $count ->
    [one] Evidence of this kind never holds one of them:
   *[other] Evidence of this kind never holds { $count } of them:
 }
report-paper-sources = Files that were read, with their hashes
