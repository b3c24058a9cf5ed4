# The help of the command line. Ids follow the commands.
help-heading-usage = Usage:
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-help = Show this help
help-version = Show the version
help-lang = Language of everything a person reads (default: that of the system)
help-no-color = No colours
help-exit-codes =
    Exit codes:
      0  examined; nothing at or above --fail-level
      1  findings at or above --fail-level
      2  could not examine, or wrong usage
      3  nothing at or above --fail-level, but parts could not be read
help = Looks for traces of known intrusion tools on the phones of people at risk, with their consent.
    It never writes to the evidence, never contacts an address found in it, and never says “clean”.
help-check = Examine evidence: findings, coverage, and a case that others can verify
help-check-evidence = An iPhone backup folder, a folder holding several, or a folder with an iOS file system (private/var)
help-check-indicators = A STIX pack or a folder of packs, added to the built-in one (may be repeated)
help-check-case = Write the case into this folder, which must not exist
help-check-keep = What the case keeps: only records that findings point to; also the times of all records; or every record
help-check-fail-level = Exit with 1 from this level on: info, low, medium, high, critical
help-check-threads = Threads (0: as many as the machine has)
help-check-consent = What the owner of the device agreed to, as text or as @FILE; recorded in the case and in its report
help-check-device = Where a folder holds several backups: examine only this one (name, serial number, UDID or folder)
help-check-details = Tell everything on the screen: every finding with its place and when it is innocent, the coverage of every artifact, every problem
help-check-json = Print the whole answer as one JSON object
help-check-quiet = Print nothing but errors
help-check-force = Replace a case that is already in the folder
help-artifacts = List what vigie reads, or tell one artifact: its paths, what it shows, when it is innocent
help-artifacts-id = Id of an artifact
help-artifacts-json = Print JSON
help-indicators = Look at indicators: which are loaded, what a value would meet, what is wrong in a pack
help-indicators-list = List the packs and how many indicators they hold, by kind and by tool
help-indicators-list-indicators = A STIX pack or a folder of packs, added to the built-in one
help-indicators-list-json = Print JSON
help-indicators-show = Show every indicator that a value would meet
help-indicators-show-value = A host, URL, address, process, path, hash, application id, …
help-indicators-show-indicators = A STIX pack or a folder of packs, added to the built-in one
help-indicators-show-json = Print JSON
help-indicators-lint = Say what in a pack cannot be used, and what deserves a second look (exit code 1 if anything cannot be used)
help-indicators-lint-path = A STIX file, or a folder of them
help-indicators-lint-json = Print JSON
help-evidence = Look at evidence without examining it
help-evidence-identify = Say what lies at a path
help-evidence-identify-evidence = A folder
help-evidence-identify-json = Print JSON
help-evidence-list = List the files of the evidence, each with the artifacts that read it
help-evidence-list-evidence = A folder
help-evidence-list-wanted = Only files that an artifact reads
help-evidence-list-device = Where a folder holds several backups: only this one
help-completions = Print the completions of a shell
help-completions-shell = Name of the shell
help-man = Print the manual page

help-evidence-key = Derive the key of an encrypted backup and store it for later runs
help-evidence-key-evidence = An encrypted backup
help-evidence-key-out = File to write: 64 hexadecimal digits, readable by you alone; must not exist
help-evidence-key-device = Where a folder holds several backups: only this one
help-evidence-extract = Write plain copies of files, with their original names and a list of hashes
help-evidence-extract-evidence = A backup, or a folder with an iOS file system
help-evidence-extract-out = Folder to write into: new, empty, or begun by an earlier run
help-evidence-extract-artifact = Files that this artifact reads (may be repeated; default: those of all artifacts)
help-evidence-extract-path = Files whose path matches, such as “HomeDomain/Library/SMS/**” (may be repeated)
help-evidence-extract-all = Every file
help-evidence-extract-device = Where a folder holds several backups: only this one
help-check-password-file = Read the password of an encrypted backup from this file
help-check-password-env = Read the password from this variable of the environment
help-check-key-file = Open an encrypted backup with the key in this file (64 hexadecimal digits, plain or age-encrypted)
help-check-age-identity = Identity file that opens an age-encrypted key file (may be repeated)
help-check-allow-slow = Open a backup even if deriving its key takes very long
help-evidence-list-password-file = Read the password of an encrypted backup from this file
help-evidence-list-password-env = Read the password from this variable of the environment
help-evidence-list-key-file = Open an encrypted backup with the key in this file (64 hexadecimal digits, plain or age-encrypted)
help-evidence-list-age-identity = Identity file that opens an age-encrypted key file (may be repeated)
help-evidence-list-allow-slow = Open a backup even if deriving its key takes very long
help-evidence-key-password-file = Read the password of an encrypted backup from this file
help-evidence-key-password-env = Read the password from this variable of the environment
help-evidence-key-key-file = Open an encrypted backup with the key in this file (64 hexadecimal digits, plain or age-encrypted)
help-evidence-key-age-identity = Identity file that opens an age-encrypted key file (may be repeated)
help-evidence-key-allow-slow = Open a backup even if deriving its key takes very long
help-evidence-extract-password-file = Read the password of an encrypted backup from this file
help-evidence-extract-password-env = Read the password from this variable of the environment
help-evidence-extract-key-file = Open an encrypted backup with the key in this file (64 hexadecimal digits, plain or age-encrypted)
help-evidence-extract-age-identity = Identity file that opens an age-encrypted key file (may be repeated)
help-evidence-extract-allow-slow = Open a backup even if deriving its key takes very long
