# A case as evidence: what was agreed, hashed, signed, done with it; verified, and compared with another.
help-check-examiner = Who examines; recorded in the case and in its report
help-check-hash-all = Also hash the whole evidence with BLAKE3, every file of it, whether anything reads it or not
todo-statement-unreadable = Give the text itself, or @ and the path of a readable text file (UTF-8).
report-examiner = Examined by
report-evidence-whole = BLAKE3 of the whole evidence
report-verify-all = This command also checks custody and signature, and that the evidence is the one that was examined:
report-sources-patterns = Paths can tell what a person did. Where no finding and no problem points to a file, and its path is not the same on every device, the pattern by which it was found (with *) stands in place of the path; size and hash are those of the file.
help-check-sign = Sign the case with this key (see “vigie keys new”)
help-check-sign-password-file = Read the password of the signing key from this file
help-check-sign-password-env = Read the password of the signing key from this variable of the environment
help-verify = Check that a case is as it was left, by whom it is signed, and that this is its evidence (exit code 1 if anything differs)
help-verify-case = The folder of a case
help-verify-public-key = The public key it must be signed with: the key itself (RW…) or its file
help-verify-evidence = Read this evidence again and compare the hash of every file
help-verify-repeat = Examine the evidence again and compare findings, coverage, problems and tables byte for byte; a second case is written to the folder for temporary files (TMPDIR) and taken away
help-verify-indicators = For --repeat: a pack or folder of packs the case was made with (may be repeated)
help-verify-yara = The YARA rules that the case names, for --repeat
help-verify-threads = Threads (0: as many as the machine has)
help-verify-device = Where a folder holds several backups: only this one
help-verify-json = Print the whole answer as one JSON object
help-verify-password-file = Read the password of an encrypted backup from this file
help-verify-inner-password-file = Read the password of an encrypted backup that lies inside the evidence from this file
help-verify-password-env = Read the password from this variable of the environment
help-verify-key-file = Open an encrypted backup with the key in this file (64 hexadecimal digits, plain or age-encrypted)
help-verify-age-identity = Identity file that opens an age-encrypted key file (may be repeated)
help-verify-allow-slow = Open a backup even if deriving its key takes very long
help-sign = Sign a case that has no signature yet; nothing else of it changes
help-sign-case = The folder of a case
help-sign-key = The file of a secret key
help-sign-who = Who signs; recorded in custody
help-sign-password-file = Read the password of the key from this file
help-sign-password-env = Read the password of the key from this variable of the environment
help-keys = Make and show keys that sign cases, in the form of minisign
help-keys-new = Make a pair of keys: the secret one in a file that only you can read, the public one beside it
help-keys-new-out = File of the secret key, which must not exist; the public key goes into the same name with .pub
help-keys-new-no-password = Do not close the secret key with a password
help-keys-new-password-file = Read the password from this file
help-keys-new-password-env = Read the password from this variable of the environment
help-keys-show = Show identifier and public key, from either file
help-keys-show-key = The file of a public or a secret key
help-keys-show-password-file = Read the password of a secret key from this file
help-keys-show-password-env = Read the password of a secret key from this variable of the environment
help-custody = Who did what with a case, and when
help-custody-add = Write down what was done with a case: handed over, copied, shown
help-custody-add-case = The folder of a case
help-custody-add-what = What was done, in your words
help-custody-add-who = Who did it
help-custody-show = Show every entry (exit code 1 if one does not hold)
help-custody-show-case = The folder of a case
help-custody-show-json = Print JSON
help-timestamp = Have the time of a case attested by a time-stamping authority (RFC 3161), without a connection from here
help-timestamp-request = Write a request over the hash of MANIFEST into the case
help-timestamp-request-case = The folder of a case
help-timestamp-request-who = Who asks; recorded in custody
help-timestamp-attach = Attach the answer of an authority after checking that it is over this case
help-timestamp-attach-case = The folder of a case
help-timestamp-attach-response = The answer (.tsr)
help-timestamp-attach-who = Who attaches; recorded in custody

prompt-key-password = Password of the signing key:{" "}
prompt-new-key-password = Password for the new key:{" "}
prompt-key-password-again = The same again:{" "}
keys-written = Secret key: { $secret } (keep it to yourself, and a copy in a safe place). Public key: { $public } (give it to whoever is to verify your cases).
case-signed = { $path } is signed with the key { $key }.
err-key-closed = The signing key is closed with a password, and there is no terminal to ask for it.
todo-key-closed = Give the password with an option that names a file or a variable (see --help); a key without one is made with --no-password.
err-key-password = The password does not open the key { $path }.
todo-key-password = Check the password; it cannot be recovered.
err-not-a-signing-key = { $path } does not hold a key in the form of minisign.
todo-not-a-signing-key = Make one with “vigie keys new --out FILE”, or give the file that minisign wrote.
err-passwords-differ = The two passwords differ.
todo-passwords-differ = Nothing was written; try again.
err-already-there = { $path } is already there.
todo-already-there = Nothing was changed: a key, a signature, a request or an answer is never replaced.
err-custody = Nothing was added to the case: { $detail }.
todo-custody = Run “vigie verify” to see what differs. What cannot be believed is neither signed nor continued.
err-timestamp = The timestamp was not attached: { $detail }.
todo-timestamp = Give the answer to the request that lies in this case (MANIFEST.tsq), as the authority sent it.
err-case-damaged = { $path } is not what it should be: { $detail }
todo-case-damaged = Run “vigie verify” on the case to see what differs.
err-no-sources = { $path } was made by an earlier version and does not list the files it read.
todo-no-sources = Its evidence can be examined again with “vigie check”.
err-packs-missing = The case was made with packs that are not here: { $packs }.
err-packs-unknown = Packs are here that the case was not made with: { $packs }.
todo-packs = Give exactly the packs of the case with --indicators, and use the version of vigie that made it: its built-in pack belongs to it.

custody-line = { $at } · { $who } · { $what }
custody-nobody = (name not stated)
custody-examined = evidence examined (identifier { $evidence })
custody-sealed = { $file } written, SHA-256 { $sha256 }
custody-signed = signed: { $file }, SHA-256 { $sha256 }
custody-timestamp-requested = timestamp requested: { $file }, SHA-256 { $sha256 }
custody-timestamped = timestamp attached: { $file }, SHA-256 { $sha256 }
custody-noted = { $text }
custody-doubt = Line { $line } of { $file } does not hold: “vigie verify” says why.
custody-added = Line { $line } was added. Its hash is { $hash }.

timestamp-requested = The request is { $path }. Send it to an authority from any machine, for example:
timestamp-says = A timestamp says that MANIFEST existed at { $time }. Who says so: { $authority } (number { $serial }).
timestamp-unverified = Checked here: it was granted, and it is over this MANIFEST. Not checked here: that the authority is who it says. Its certificates show it, in the folder of the case, with:

verify-whole = Every file is as it was left: { $files ->
    [one] one file
   *[other] { $files } files
 }, custody of { $entries ->
    [one] one entry
   *[other] { $entries } entries
 }.
verify-differs = { $count ->
    [one] One thing is not as it was left:
   *[other] { $count } things are not as they were left:
 }
verify-more = { $more ->
    [one] And one more (--json has all).
   *[other] And { $more } more (--json has all).
 }
verify-missing = { $file }: missing
verify-added = { $file }: added; nothing in the case vouches for it
verify-changed = { $file }: changed
verify-changed-line = { $file }: changed, the first time in line { $line }
verify-not-a-file = { $file }: a link or device, not a file
verify-not-a-line = { $file }, line { $line }: changed; it is not a line of a manifest
verify-not-an-entry = { $file }, line { $line }: changed; it is not an entry any more
verify-entry-changed = { $file }, line { $line }: changed since it was written
verify-entry-does-not-follow = { $file }, line { $line }: does not follow the line before; a line was taken out, put in or moved
verify-entry-cut-off = { $file }, line { $line }: cut off
verify-not-sealed = { $file }: does not say which MANIFEST belongs to the case
verify-signature-unreadable = { $file }: not a signature ({ $detail })
verify-signature-does-not-fit = { $file }: the signature does not fit MANIFEST and this key
verify-other-key = { $file }: made with another key ({ $detail }) than the one to verify with
verify-not-signed = { $file }: a key was given, and the case is not signed
verify-not-the-signed-custody = { $file }: not the custody that was signed; line { $line } of the signed one is not in it
verify-timestamp-does-not-fit = { $file }: { $detail }
verify-manifest = SHA-256 of MANIFEST: { $sha256 }. Written down elsewhere, it lets this case be known again.
verify-unsigned = Not signed: whoever can write to this folder can change the case and everything that vouches for it together.
verify-signed = Signed with the key { $id }, the one you gave.
verify-signed-by-named = Signed with the key { $id }, which the case itself names: { $key }. Whose key that is, the case cannot say. Compare it with one you have from the signer (--public-key).
verify-signed-custody = The signature also covers custody up to line { $line } of { $entries }. Later lines hold together, but whether more were cut off at the end cannot be seen.
verify-signed-no-custody = The signature covers MANIFEST, and nothing of custody.
verify-evidence-same = Evidence: { $files ->
    [one] the one file read has
   *[other] all { $files } files read have
 } the size and SHA-256 that the case states.
verify-evidence-other-id = Evidence: its identifier is not the one of the case. This is other evidence, or it was changed.
verify-source-changed = { $path }: not the bytes that were examined
verify-source-missing = { $path }: not in this evidence with the bytes that were examined
verify-source-added = { $path }: in this evidence, and not among the files that were examined
verify-other-parsers = These parsers are of other versions than those of the case, and may read other files: { $ids }.
verify-evidence-whole-same = Evidence as a whole: every file has the BLAKE3 that the case states.
verify-evidence-whole-differs = Evidence as a whole: its BLAKE3 is not the one of the case. A file was changed, added or taken away, perhaps one that nothing reads.
verify-repeat-same = Examined again: findings, coverage, problems, sources and tables are the same, byte for byte.
verify-repeat-differs = Examined again, and not all is the same:
verify-repeat-versions = The case was made by vigie { $case }, this is { $this }. Rules that are not the same: { $rules }.

help-diff = Compare two cases of one device: new and gone findings, programs, applications, profiles (exit code 1 if anything is)
help-diff-first = The earlier case
help-diff-second = The later case
help-diff-json = Print the whole answer as one JSON object
diff-times = Compared: evidence { $first } with evidence { $second }. + stands only in the second, - only in the first.
diff-made = made { $at }
diff-made-unknown = made at an unknown time (examined { $at })
diff-order = The second case is the earlier one: new and gone are the other way round.
diff-other-device = These cases are of two devices: what differs need not be a change.
diff-device-unknown = The evidence does not say whether this is one device.
diff-findings = Findings
diff-programs = Programs
diff-applications = Applications
diff-profiles = Configuration profiles
diff-nothing = Nothing is new, and nothing gone.
diff-same = { $count ->
    [one] One is in both.
   *[other] { $count } are in both.
 }
diff-programs-not-kept = Only programs in folders where none belong are compared: a case made with --keep findings holds no others (--keep timeline does).
diff-not-kept = Cannot be told: a case that was not made with --keep all does not hold them.
diff-not-examined = Cannot be told: { $artifact }: not read in both examinations.
diff-item-not-examined = The other examination did not read where this stands: not necessarily a change.
diff-item-other-rules = The other examination was made with other indicators or versions: not necessarily a change.
