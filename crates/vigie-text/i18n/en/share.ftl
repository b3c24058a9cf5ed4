# A case in one encrypted file.
custody-redacted = redacted copy made ({ $level }) of the case whose MANIFEST has SHA-256 { $of }
custody-shared = put into an encrypted file for { $to } ({ $level }, TLP:{ $tlp }), SHA-256 { $sha256 }
help-share = Put a case, or what a level of redaction leaves of it, into one encrypted file for others; its custody records that
help-share-case = The folder of a case; it must be as it was left
help-share-more = More cases, for --redact statistics: devices are counted over all of them
help-share-to = The public key of a recipient (age1…; may be repeated). Only its owner can open the file
help-share-passphrase = Ask for a passphrase instead: whoever knows it can open the file. Tell it by another way than the file
help-share-passphrase-file = Read the passphrase from this file
help-share-passphrase-env = Read the passphrase from this variable of the environment
help-share-redact = What to take out. person, unless stated otherwise: whom the recipient must help needs more (none), everyone else needs less (indicators-only, statistics)
help-share-redact-key = The key of the hashes, kept in this file and made if it does not exist. Without it the key is random and forgotten. Never pass it on
help-share-country = With --redact statistics: the country of these devices, in two letters (ISO 3166-1)
help-share-tlp = How far it may be passed on (TLP 2.0): clear, green, amber, amber+strict or red
help-share-who = Who shares it; written into the file and into custody
help-share-sign = Sign it with the key in this file (see “vigie keys”)
help-share-sign-password-file = Read the password of the signing key from this file
help-share-sign-password-env = Read the password of the signing key from this variable of the environment
help-share-out = The file to write; it must not exist
help-open = Open a file made by “vigie share”: every byte is verified before the folder appears
help-open-file = An encrypted file
help-open-identity = An age identity file (may be repeated)
help-open-passphrase-file = Read the passphrase from this file
help-open-passphrase-env = Read the passphrase from this variable of the environment
help-open-public-key = The key it must be signed with, as a line (RW…) or file
help-open-out = The folder to make; it must not exist. The case is in its folder “case”
share-written = Written to { $path } ({ $level }, TLP:{ $tlp }). SHA-256: { $sha256 }
share-said-none = Nothing was taken out: whoever opens it reads everything the case holds. Share it so only with those who help the person, as the person agreed.
share-said-person = Names, numbers, addresses, accounts, texts and paths are keyed hashes; the times of findings are in it, and whoever sent a lure knows when.
share-said-indicators-only = It holds which published indicators were met, on which day, and what that means.
share-said-statistics = It holds counts of devices, and no case.
share-unsigned = It is not signed: the recipient cannot see that it comes from you (--sign).
prompt-share-passphrase = Passphrase of the file:{" "}
prompt-share-passphrase-again = The same again:{" "}
prompt-open-passphrase = Passphrase of the file:{" "}
err-share-differs = { $path } is not as it was left: { $file }.
todo-share-differs = Run “vigie verify” to see what differs. What cannot be believed is not passed on.
err-share-recipient = { $key } is not the public key of a recipient.
todo-share-recipient = It begins with age1 and is printed by age-keygen. Never give the secret key (AGE-SECRET-KEY-1…) to anyone.
err-share-passphrase = The passphrase has fewer than { $least } characters.
todo-share-passphrase = Whoever gets the file can try passphrases for years. Take several words drawn at random.
err-share-no-terminal = A passphrase is needed, and there is no terminal to ask for it.
todo-share-no-terminal = Give it with --passphrase-file or --passphrase-env, or name recipients with --to.
err-open-refused = { $path } was not opened: { $why ->
    [not-age] it is not a file encrypted with age
    [version] it is encrypted in a form that this version does not know
    [work] its passphrase asks for more work than any tool makes it
    [name] a file in it has a name that is not allowed: { $what }
    [not-plain] it holds something that is not a plain file as vigie writes it
    [many] it holds more than { $what } files
    [end] it does not end where its last file does
    [not-ours] { $what } is not a file of a shared case
    [large] { $what } is larger than such a file ever is
    [envelope] what it says of itself ({ $what }) cannot be read
    [form] its form ({ $what }) is not known to this version
    [missing] { $what } is missing
    [changed] { $what } was changed
    [added] { $what } was added
    [not-signed] it is not signed, or its signature was taken out
    [no-signer] it does not say who signed it
    [signature] its signature cannot be read
    [other-key] its signature was made with another key ({ $what })
    [does-not-fit] its signature does not fit: something was changed
    [case] the case in it is not as it was left ({ $what })
    [unreadable] the case in it cannot be read
   *[damaged] it is damaged or cut off
 }.
todo-open-refused = Nothing was unpacked. Ask the sender for the SHA-256 of the file, and for the file again.
err-open-passphrase = The file is closed with a passphrase, and there is no terminal to ask for it.
todo-open-passphrase = Give it with --passphrase-file or --passphrase-env.
err-open-identity = The file is closed for recipients.
todo-open-identity = Give your age identity file with --identity.
err-open-wrong-key = Neither key nor passphrase opens { $path }.
todo-open-wrong-key = Check which public key or passphrase it was made for. Nothing was unpacked.
open-done = Opened into { $path }: { $files ->
    [one] one file
   *[other] { $files } files
 }, each as it was sent. Shared { $at } by { $who }; taken out: { $level }; TLP:{ $tlp }.
open-tlp-clear = TLP:CLEAR: it may be passed on to anyone.
open-tlp-green = TLP:GREEN: it may be passed on within the community, not published.
open-tlp-amber = TLP:AMBER: only those in your organisation and its clients who need it may know it.
open-tlp-amber-strict = TLP:AMBER+STRICT: only those in your organisation who need it may know it.
open-tlp-red = TLP:RED: for you alone; do not pass it on.
open-signed = Signed with the key { $id }, the one you gave.
open-signed-by-named = Signed with the key { $id }, which the file itself names: { $key }. Compare it with one you have from the sender (--public-key).
open-unsigned = Not signed: anyone who knows your public key, or the passphrase, could have made it.
