# The summary on the terminal.
screen-evidence = Evidence
screen-packs = Indicators
screen-packs-many = { $packs } packs, { $indicators } indicators
screen-findings = Findings
screen-none = No known trace was found in what was examined.
screen-no-time = (no time)
screen-place = in { $place }
screen-innocent = Innocent when:
screen-more-findings = { $more ->
    [one] and one more, listed with --json and in the case
   *[other] and { $more } more, listed with --json and in the case
 }
screen-made = made { $at }
screen-incomplete = This backup is incomplete: { $reasons }. What is there was examined.
screen-files = { $files ->
    [one] one file
   *[other] { $files } files
 }
screen-coverage = Coverage
screen-coverage-counts = { $read } read, { $absent } absent, { $unreadable } unreadable
screen-records = { $records ->
    [one] 1 record
   *[other] { $records } records
 }
screen-problems = { $problems ->
    [one] 1 problem
   *[other] { $problems } problems
 }
screen-problems-label = Problems
screen-unreadable = Unreadable: { $names }
screen-absent = Absent: { $names }
screen-case = Case
screen-meaning = Meaning
screen-help = Help
screen-what-none-means = No known trace does not mean that the device is clean. It means that none of the published traces that vigie knows stands in what was examined, as far as that reaches back. Tools that nobody has described, and traces that were removed, cannot be found this way.
screen-what-findings-mean = A finding is a trace to be looked at, not a verdict. Exposure shows that a lure arrived, not that it worked; a name can be shared by harmless things. Do not change, reset or update the device before someone experienced has looked. What was not examined may hold more.
screen-who-helps = Journalists, activists and human rights defenders get free help from the Access Now Digital Security Helpline (accessnow.org/help, help@accessnow.org, day and night, in nine languages) and from the Amnesty International Security Lab (securitylab.amnesty.org/get-help).
kind-ios-backup = iOS backup
kind-ios-filesystem = iOS file system
state-ready = Complete, as far as its own description says.
state-encrypted = Encrypted.
state-incomplete = Incomplete:

# vigie artifacts
artifacts-shows = Shows
artifacts-innocent = Innocent
artifacts-meaning = A match says
artifacts-paths = Paths
artifacts-version = Version
artifacts-heuristics = Heuristics

# vigie indicators
indicators-none = No indicator is met by { $value }. That says nothing about whether it is harmless.
indicators-matched = matched
indicators-malware = belongs to
indicators-pack = pack
indicators-sources = sources
indicators-confidence = confidence
indicators-valid-until = valid until
indicators-revoked = revoked
indicators-revoked-explained = by its publisher; it is not used
indicators-by-malware = By tool or campaign
indicators-counts = { $indicators } indicators: { $usable } usable, { $unusable } not usable, { $revoked } revoked
indicators-damaged = damaged
indicators-unusable = not usable
indicators-warning = warning
indicators-sound = Nothing to say against it.

# Errors: what failed, and what to do.
err-not-found = { $path } does not exist.
todo-not-found = Check the path. Nothing was examined.
err-unknown = Nothing that vigie can examine was found in { $path }.
todo-unknown = Give the folder of an iPhone backup (it holds Manifest.db and Info.plist), the folder above it, or a folder that holds private/var.
err-encrypted = The backup in { $path } is encrypted.
todo-encrypted = This version cannot open encrypted backups. Nothing was examined.
err-unreadable = { $path } cannot be read: { $detail }.
todo-unreadable = Check that you may read it. Nothing was examined.
err-damaged = { $path } is damaged: { $detail }.
todo-damaged = Copy the backup again from the computer that made it, or make a new one. Nothing was examined.
err-no-device = No evidence here belongs to { $device }. There is: { $known }.
todo-no-device = Give --device a device name, a serial number, a UDID or the name of the folder.
err-case-exists = { $path } already exists.
todo-case-exists = Choose another folder for the case, or replace the case in it with --force.
err-not-a-case = { $path } exists and is not a vigie case.
todo-not-a-case = It will not be replaced, not even with --force. Choose another folder for the case.
err-inside-evidence = { $path } lies inside the evidence.
todo-inside-evidence = Evidence is never changed. Choose a folder outside of it for the case.
err-case-io = The case cannot be written: { $path }: { $detail }.
todo-case-io = Check the free space and the permissions of the folder. No case was left behind.
err-indicators = The indicators in { $path } cannot be loaded: { $detail }.
todo-indicators = Give a STIX file (.stix2, .json, .stix) or a folder of them.
err-no-packs = { $path } holds no file of indicators.
todo-no-packs = Give a STIX file (.stix2, .json, .stix) or a folder of them.
err-no-artifact = There is no artifact { $id }.
todo-no-artifact = `vigie artifacts` lists them.
err-other = { $detail }.
todo-other = This should not happen. If it does so again, please report it, without anything from the evidence.
