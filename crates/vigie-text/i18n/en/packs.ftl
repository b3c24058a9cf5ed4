# Packs from elsewhere: vigie indicators update, add, remove, diff, publish.

# Help.
help-check-no-installed = Leave out the packs that `vigie indicators update` installed
help-indicators-list-dir = Where installed packs lie (default: VIGIE_INDICATORS, else the data folder of the user)
help-indicators-show-dir = { help-indicators-list-dir }
help-indicators-update = Fetch packs from their origins, or from a mirror or folder; nothing else of vigie asks a server
help-indicators-update-origins = Only these origins (default: all; at first the public index of the MVT project)
help-indicators-update-from = Take everything from here instead: the address of a mirror, a folder (a USB stick), an index or a pack
help-indicators-update-key = The minisign key that must have signed what --from gives: a file, or the line itself
help-indicators-update-dry-run = Say what would change, and install nothing
help-indicators-update-allow-older = Take a list even if it is older than the one seen last
help-indicators-update-allow-http = Ask the mirror without encryption (this machine itself may always be asked so)
help-indicators-update-ca-file = Root certificates (PEM) of the mirror, instead of the usual ones
help-indicators-update-timeout = Give up on an answer after so many seconds
help-indicators-update-dir = { help-indicators-list-dir }
help-indicators-update-json = Print JSON
help-indicators-add = Add an origin that updates pull, or a pack made of a file
help-indicators-add-index = Add an index: in the format of the MVT project, or a list with hashes and a signature
help-indicators-add-index-place = Its address
help-indicators-add-index-key = The minisign key that must have signed the list: a file, or the line itself
help-indicators-add-index-name = A name for it (a list has one of its own)
help-indicators-add-index-allow-http = Ask it without encryption (this machine itself may always be asked so)
help-indicators-add-index-ca-file = Root certificates (PEM) of its server, instead of the usual ones
help-indicators-add-index-timeout = { help-indicators-update-timeout }
help-indicators-add-index-dir = { help-indicators-list-dir }
help-indicators-add-taxii = Add a collection of a TAXII 2.1 server
help-indicators-add-taxii-place = The address of the server, of an API root or of a collection
help-indicators-add-taxii-collection = Which collection, by identifier or title, when there are several
help-indicators-add-taxii-user = Whom to ask as; the password is asked for and never kept
help-indicators-add-taxii-password-env = The variable of the environment that holds the password, also for later updates
help-indicators-add-taxii-name = A name for it
help-indicators-add-taxii-allow-http = { help-indicators-add-index-allow-http }
help-indicators-add-taxii-ca-file = { help-indicators-add-index-ca-file }
help-indicators-add-taxii-timeout = { help-indicators-update-timeout }
help-indicators-add-taxii-dir = { help-indicators-list-dir }
help-indicators-add-misp = Add an event of MISP (JSON), or a feed (a folder with manifest.json)
help-indicators-add-misp-place = A file, a folder or an address; only an address is pulled again by updates
help-indicators-add-misp-name = A name for it
help-indicators-add-misp-allow-http = { help-indicators-add-index-allow-http }
help-indicators-add-misp-ca-file = { help-indicators-add-index-ca-file }
help-indicators-add-misp-timeout = { help-indicators-update-timeout }
help-indicators-add-misp-dir = { help-indicators-list-dir }
help-indicators-add-stix = Add a STIX bundle
help-indicators-add-stix-place = A file or an address; only an address is pulled again by updates
help-indicators-add-stix-key = The minisign key that must have signed it (in PLACE.minisig): a file, or the line itself
help-indicators-add-stix-name = A name for it
help-indicators-add-stix-allow-http = { help-indicators-add-index-allow-http }
help-indicators-add-stix-ca-file = { help-indicators-add-index-ca-file }
help-indicators-add-stix-timeout = { help-indicators-update-timeout }
help-indicators-add-stix-dir = { help-indicators-list-dir }
help-indicators-add-csv = Make a pack of a table
help-indicators-add-csv-file = The table: CSV, with commas, semicolons or tabs
help-indicators-add-csv-mapping = What each column holds: COLUMN=FIELD, separated by commas. A column is a name of the first line or a number; a field is a kind (domain, url, ip, hash, …), or value and kind, malware, source
help-indicators-add-csv-name = A name for the pack (default: that of the file)
help-indicators-add-csv-malware = The tool or campaign of all values
help-indicators-add-csv-source = Where they were published
help-indicators-add-csv-dir = { help-indicators-list-dir }
help-indicators-add-list = Make a pack of a list: one value per line; lines that begin with # are comments
help-indicators-add-list-file = The list: a text file
help-indicators-add-list-kind = What the values are: domain, url, ip, email, process, file-name, file-path, hash, app-id, …
help-indicators-add-list-name = { help-indicators-add-csv-name }
help-indicators-add-list-malware = { help-indicators-add-csv-malware }
help-indicators-add-list-source = { help-indicators-add-csv-source }
help-indicators-add-list-dir = { help-indicators-list-dir }
help-indicators-remove = Take an origin and its packs away, or one pack
help-indicators-remove-name = The name of an origin or of a pack
help-indicators-remove-dir = { help-indicators-list-dir }
help-indicators-diff = Say what differs between two packs, or two versions of one (exit code 1 if anything does)
help-indicators-diff-first = A file, an installed pack, or a version of it: NAME@previous, NAME@SHA-256
help-indicators-diff-second = The other one
help-indicators-diff-dir = { help-indicators-list-dir }
help-indicators-diff-json = Print JSON
help-indicators-publish = Make a folder of packs a list that others can update from, with hashes and a signature
help-indicators-publish-folder = A folder of STIX bundles; vigie-packs.toml is written into it
help-indicators-publish-name = The name of the list: its packs are installed under it
help-indicators-publish-sign = The secret key of minisign to sign the list with
help-indicators-publish-password-file = Read the password of the key from a file
help-indicators-publish-password-env = Read the password of the key from a variable of the environment

# What became of packs.
packs-asking = Asking { $name }: { $place }
packs-new = { $name }: new, { $indicators ->
    [one] one indicator.
   *[other] { $indicators } indicators.
}
packs-changed = { $name }: changed. Added: { $added }, removed: { $removed }, told otherwise: { $changed }.
packs-unusable = { $count ->
    [one] One indicator in it cannot be searched for; `vigie check` tells which and why.
   *[other] { $count } indicators in it cannot be searched for; `vigie check` tells which and why.
}
packs-is-same = { $name }: the same.
packs-same = { $count ->
    [one] One pack is the same.
   *[other] { $count } packs are the same.
}
packs-not-listed = { $name }: no longer listed at its origin. It stays installed; `vigie indicators remove { $name }` takes it away.
packs-refused = { $name }: REFUSED. { $why } What was installed before is kept.
packs-dry-run = Nothing was installed (--dry-run).
packs-nothing-added = Nothing was added.
packs-left-out = { $count ->
    [one] One line or value was left out: it holds no value, is of no kind that is searched, or is not what its kind demands.
   *[other] { $count } lines or values were left out: they hold no value, are of no kind that is searched, or are not what their kind demands.
}
packs-left-out-line = line { $line }: { $value }
packs-note-unsigned = The list at { $place } was not verified: no key was given. Whoever can write there, or on the way, decides what is in it.
packs-note-odd-objects = Left out: { $count } objects without an identifier or a type.
packs-note-misp = Events: { $events }. Attributes taken: { $taken }. Left out: not meant for detection { $context }, deleted { $deleted }, not searched by vigie or not valid { $others }.
packs-note-misp-kinds = Not searched or not valid: { $kinds }.

# List, remove, diff, publish.
packs-origins = Updated from
packs-origin-pulled = { $kind }, last on { $at }: { $place }
packs-origin-never = { $kind }, never yet: { $place }
packs-installed = Installed on { $at } from { $origin }; not signed. Versions kept: { $versions }.
packs-installed-signed = Installed on { $at } from { $origin }; signature verified with { $key }. Versions kept: { $versions }.
packs-installed-made = Installed on { $at } from { $origin }; made of { $from }. Versions kept: { $versions }.
packs-removed = { $name } was removed.
packs-removed-origin = The origin { $name } was removed, and its packs: { $packs }.
packs-diff-counts = Added: { $added }. Removed: { $removed }. Told otherwise: { $changed }. The same: { $same }.
packs-published = List { $number } of { $packs } packs was written in { $folder }. It is not signed: nobody can verify where it comes from.
packs-published-signed = List { $number } of { $packs } packs was written in { $folder }, and signed. The number counts up; readers refuse a list that is older than the one they have seen.
prompt-packs-password = Password of the server:{" "}

# What went wrong.
packs-err-not-there = There is nothing at { $place }.
packs-err-elsewhere = { $place } lies elsewhere; only what --from names was asked.
packs-err-path = { $place } is not a path below its index.
packs-err-io = { $place } cannot be read or written: { $detail }.
packs-err-limit = { $place } is larger than what vigie reads (limit: { $limit }).
packs-err-index = The index { $place } cannot be used: { $detail }.
packs-err-damaged = { $place } is not a sound pack: { $detail }.
packs-err-hash = { $place } is not what its list promises: SHA-256 { $found } instead of { $stated }.
packs-err-signature = The signature of { $place } is bad: { $detail }.
packs-err-unsigned = { $place } is not signed, and its key is known.
packs-err-downgrade = { $place } was signed with { $key }, and this is not.
packs-err-older = The list is older (number { $found }) than the one seen last (number { $last }).
packs-err-taxii = The TAXII server cannot be used: { $place }: { $detail }.
packs-err-collections = It is not clear which collection is meant. There is: { $known }.
packs-err-table = The table cannot be read: line { $place }: { $detail }.
packs-err-busy = Another vigie is writing to { $place }.
packs-err-store = What is installed is not as it was installed: { $place }: { $detail }.
packs-err-unknown = There is no origin, pack or version { $place }.
packs-err-not-asked = It was not asked for: the three before it could not be fetched.
packs-err-address = { $place } is not an address.
packs-err-credentials = { $place } was given with a user or a password in it, and was not asked: an address is written down.
packs-err-not-https = { $place } is not HTTPS; anything else is asked on this machine only, or with --allow-http.
packs-err-redirects = { $place } leads from one address to the next and never ends.
packs-err-timed-out = { $place } did not answer in time.
packs-err-not-allowed = { $place } does not let this user in ({ $status }).
packs-err-status = { $place } answers with an error ({ $status }).
packs-err-proxy = The proxy in { $place } cannot be used: { $detail }. No server was asked past it.
packs-err-roots = The root certificates cannot be used: { $detail }.
packs-err-connection = { $place } cannot be reached, cannot be trusted, or broke off: { $detail }.
err-packs-nowhere = There is no folder for installed packs: neither HOME nor VIGIE_INDICATORS is set.
todo-packs-nowhere = Give one with --dir.
err-packs-no-origin = No origin is left to update from.
todo-packs-no-origin = Add one with `vigie indicators add`, or give --from.
err-packs-password = { $name } wants a password.
todo-packs-password = Add the origin with --password-env, or update on a terminal.
err-packs-name = The name { $name } is taken.
todo-packs-name = Give another with --name, or remove what has it. Nothing was changed.
err-packs-no-address = { $place } is not an address.
todo-packs-no-address = --allow-http and --ca-file are for servers.
err-packs-folder = { $place } is a file or folder of this machine.
todo-packs-folder = Use `vigie indicators update --from` for it. Nothing was changed.
todo-packs-fetch = Check the address, the network and the proxy (HTTPS_PROXY, ALL_PROXY, NO_PROXY), or use a mirror or folder with --from. What was installed before is kept.
todo-packs-not-trusted = Somebody may have changed it, on its server or on the way. Ask its publisher through another channel. What was installed before is kept.
todo-packs-collections = Choose one with --collection.
todo-packs-busy = Wait until it is done.
todo-packs-store = Do not use it: `vigie indicators update` or `remove` mends a pack; if it is installed.json, delete that file, then add and update again. `vigie check --no-installed` does without.
todo-packs-unknown = `vigie indicators list` tells what there is.
todo-packs-nothing-changed = Nothing was changed.
