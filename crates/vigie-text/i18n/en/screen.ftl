# The summary on the terminal.
screen-evidence = Evidence
screen-packs = Indicators
screen-packs-many = { $packs } packs, { $indicators } indicators
screen-findings = Findings
screen-none = No known trace was found in what was examined.
screen-no-time = (no time)
screen-place = in { $place }
screen-place-file = file
screen-place-offset = offset { $offset }
screen-place-line = line { $line }
screen-place-row = { $table } row { $rowid }
screen-place-row-wal = { $table } row { $rowid } (WAL only)
screen-place-top = top level
screen-place-key = key { $key }
screen-innocent = Innocent when:
screen-like-it = { $more ->
    [one] And one more like it.
   *[other] And { $more } more like it.
 }
screen-like-it-until = { $more ->
    [one] And one more like it, of { $last }.
   *[other] And { $more } more like it, the last of { $last }.
 }
screen-also-in = Also in: { $names }.
screen-left-out = Further findings (see --details): { $counts }.
screen-made = made { $at }
screen-patch = security patch of { $day }
screen-inside = and inside it: { $kind } ({ $path })
screen-encrypted = encrypted, read in place
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
screen-span = records from { $first } to { $last }
screen-unreadable = Unreadable: { $names }
screen-partly = Read with problems: { $names }
screen-absent = Absent: { $names }
screen-not-applicable = Never in evidence of this kind, other systems left out: { $names }
screen-more-names = { $more ->
    [one] and one more
   *[other] and { $more } more
 }
screen-no-case = none; --case DIR keeps all this, --details tells all of it
screen-case = Case
screen-meaning = Meaning
screen-help = Help
screen-what-none-means = No known trace does not mean that the device is clean. It means that none of the published traces that vigie knows stands in what was examined, as far as that reaches back. Tools that nobody has described, and traces that were removed, cannot be found this way.
screen-what-blind-means = Coverage and problems say why (--details). Copy the evidence again, or make it again without changing anything else on the device, and examine that.
screen-what-findings-mean = A finding is a trace to be looked at, not a verdict: it can be innocent (--details says when). Do not change, reset or update the device before someone experienced has looked. What was not examined may hold more.
screen-who-helps = Free for journalists, activists and human rights defenders: Access Now Helpline (accessnow.org/help, help@accessnow.org, day and night) and Amnesty Security Lab (securitylab.amnesty.org/get-help).
kind-ios-backup = iOS backup
kind-ios-filesystem = iOS file system
kind-ios-sysdiagnose = iOS sysdiagnose
kind-ios-crash-reports = iOS crash reports
kind-android-bugreport = Android bug report
kind-android-qf = AndroidQF acquisition
kind-android-backup = Android backup
kind-android-intrusion-logs = Android intrusion logs
kind-android-filesystem = Android file system
kind-android-app = Android app (APK)
kind-windows-triage = Windows computer: files of a triage or a volume
kind-linux-files = Linux computer: files of it
kind-mac-files = Mac: files of it
kind-network-capture = Network: captures and logs
kind-mailbox = Messages and mailboxes
kind-files = Files, of whatever origin
kind-encrypted-archive = Encrypted archive (age)
state-ready = Complete, as far as its own description says.
state-encrypted = Encrypted.
state-empty = Empty: nothing was backed up. Nobody confirmed it on the phone, it was broken off, or no app allows it.
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
todo-unknown = Give an iPhone backup (the folder that holds Manifest.db and Info.plist, or a zip or tar of it), an iOS file system (private/var) or a sysdiagnose, each as a folder, tar, tar.gz, tar.xz, tar.zst or zip, crash reports (.ips), an Android bug report (zip, folder or text), an Android backup (.ab), an AndroidQF acquisition, an Android file system, intrusion logs, or the folder above any of these. Files of a Windows, Linux or Apple computer, captures and logs of a network, and mailboxes are told by their names; any other files can be given with --as files.
err-encrypted = The backup in { $path } is encrypted.
todo-encrypted = Give its password with --password-file, --password-env or on a terminal, or its key with --key-file. Nothing was examined.
err-sealed = { $path } is encrypted with age.
todo-sealed = Give the identity it was encrypted for with --age-identity: the file that holds its AGE-SECRET-KEY. Nothing was examined.
err-sealed-by-passphrase = { $path } is encrypted with a passphrase.
todo-sealed-by-passphrase = Give it with --password-file, --password-env or on a terminal. Nothing was examined.
err-wrong-identity = None of the identities given opens { $path }.
todo-wrong-identity = Ask whoever prepared AndroidQF, whose key.txt named for whom it encrypts, for the identity that belongs to it. Nothing was examined.
err-wrong-passphrase = The passphrase does not open { $path }.
todo-wrong-passphrase = It is the one chosen when the archive was encrypted, not the passcode of the phone. Nothing was examined.
err-sealed-too-well = The passphrase of { $path } asks for 2^{ $work } rounds of work, far more than tools ask for.
err-unreadable = { $path } cannot be read: { $detail }.
todo-unreadable = Check that you may read it. Nothing was examined.
err-damaged = { $path } is damaged: { $detail }.
todo-damaged = Copy it again from where it was made, or make a new one. Nothing was examined.
err-empty-backup = { $path } is an Android backup without any content.
todo-empty-backup = The phone writes one when nobody confirms the backup on its screen, when it is broken off, or when no app allows it. Make it again and confirm it on the phone. Nothing was examined.
err-names-climb = Nothing that vigie can examine was found in { $path }. { $members ->
    [one] One file in it has a name that leads upwards, out of its folder (../…)
   *[other] { $members } files in it have names that lead upwards, out of their folder (../…)
 }: such names are not followed, and what stands under them was not read.
todo-names-climb = Unpack the archive with the program that made it, in a place where it can do no harm, pack what you want examined anew so that no name begins with ../, and give that. Nothing was examined.
err-packed = { $path } holds an iPhone backup inside a compressed tar.
todo-packed = Unpack it and give the folder of the backup; a zip or a plain tar is read as it is. Nothing was examined.
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
err-yara = The YARA rules in { $path } cannot be used: { $detail }.
todo-no-packs = Give a STIX file (.stix2, .json, .stix) or a folder of them.
todo-yara = Give a file of rules, or a folder that holds .yar or .yara files.
err-no-artifact = There is no artifact { $id }.
todo-no-artifact = `vigie artifacts` lists them.
err-other = { $detail }.
todo-other = This should not happen. If it does so again, please report it, without anything from the evidence.

# Encrypted evidence.
prompt-password = Password of the backup:{" "}
prompt-wrong = That password does not open the backup.
prompt-inner-password = Password of the backup in it (backup.ab), or nothing to go on without it:{" "}
prompt-inner-given-up = The backup in it stays closed; everything else is examined.
prompt-age-passphrase = Passphrase of the key file:{" "}
prompt-archive-passphrase = Passphrase of the archive:{" "}
prompt-wrong-passphrase = That passphrase does not open the archive.
err-no-prompt = There is no terminal to ask on: { $detail }.
todo-no-prompt = Give the password with --password-file or --password-env, or a key file that needs no passphrase. Nothing was examined.
err-not-encrypted = The backup in { $path } is not encrypted.
todo-not-encrypted = It needs no key.
err-wrong-password = The password or key does not open the backup in { $path }.
todo-wrong-password = It is the password chosen for encrypted backups in Finder or iTunes, or typed on the Android phone when the backup was made, not what unlocks the screen. Nothing was examined.
err-too-slow = The backup asks for { $rounds } rounds to derive its key, far more than any phone asks for.
todo-too-slow = It may be damaged, or made to waste your time. With --allow-slow it is opened all the same.
err-keybag = The keys of the backup cannot be read: { $detail }.
err-secret-not-text = { $path } is not text.
todo-secret-not-text = Passwords and keys are read as UTF-8. Nothing was examined.
todo-secret-unreadable = Check the path and that you may read it. Nothing was examined.
err-age = The key file { $path } cannot be opened: { $detail }.
todo-age = Give the identity it was encrypted to with --age-identity.
err-identity = The identity file { $path } cannot be used: { $detail }.
todo-identity = It holds lines that begin with AGE-SECRET-KEY-1, as age-keygen writes them. Nothing was examined.
err-not-a-key = { $path } does not hold a key.
todo-not-a-key = A key is 64 hexadecimal digits, plain or in an age file. `vigie evidence key` writes one.
err-no-variable = The environment has no variable { $name }, or it is not UTF-8.
todo-no-variable = Set it, or use --password-file. Nothing was examined.
err-key-io = The key cannot be written to { $path }: { $detail }.
todo-key-io = Choose a new file in a folder you may write to. An existing file is never replaced.
key-written = The key is in { $path }. Whoever has it can read this backup: keep it apart from the evidence, and delete it when it is no longer needed.
err-several = There are several backups here: { $known }.
err-extract-exists = { $path } is not empty and was not begun by vigie.
todo-extract-exists = Choose a new or empty folder.
err-extract-nothing = Nothing in the evidence fits what was asked for.
todo-extract-nothing = `vigie evidence list` shows the paths of the evidence. Nothing was written.
todo-extract-inside-evidence = Evidence is never changed. Choose a folder outside of it.
err-extract-io = The copies cannot be written: { $path }: { $detail }.
todo-extract-io = Check the free space and the permissions of the folder. What was written stays; a second run goes on from there.
err-glob = { $glob } is not a pattern of paths: { $detail }.
todo-glob = `*` stands for a part of a name, `**` for any folders: “HomeDomain/Library/SMS/**”.
extract-done = { $written } written ({ $bytes } bytes), { $kept } kept from an earlier run, { $failed } failed, { $noted } with remarks.

# docs/
docs-title = Artifacts
docs-made-by = Made from the registries by `VIGIE_WRITE_DOCS=1 cargo test -p vigie --test registry`; a test compares.
