# What is taken out of a case before it is passed on.
redact-note-person = Redacted (person): names, numbers, addresses, accounts, texts and paths are replaced by keyed hashes (“redacted-…”); the same value has the same hash. What was published of an indicator, times and counts are left. Of the timeline only moments of findings are left.
redact-note-indicators-only = Redacted (indicators only): which published indicators were met, on which day, and what that means. Findings of heuristics, and what was and was not examined, are left out: nothing follows from what is not here.
help-export-more = More cases, for --redact statistics: devices are counted over all of them
help-export-redact = What to take out: none; person (names, numbers, accounts, texts and paths become keyed hashes); indicators-only (which published indicators were met, on which day); statistics (counts of devices over several cases; csv or jsonl)
help-export-redact-key = The key of the hashes, kept in this file and made if it does not exist: exports with the same key have the same hashes. Without it the key is random and forgotten. Never pass it on
help-export-country = With --redact statistics: the country of these devices, in two letters (ISO 3166-1)
redact-key-written = A new key was written to { $path }. Whoever has it can try out what stands behind the hashes: keep it where the case is.
redact-written = Written to { $path }.
redact-statistics = Cases counted: { $cases }. What fewer than { $fewest } devices have is left out ({ $left_out ->
    [one] one count
   *[other] { $left_out } counts
 }). A table made again with one case more tells of that case: publish at fixed times.
redact-statistics-unnamed = { $count ->
    [one] One case is not in these counts: its evidence does not say which device it is of
   *[other] { $count } cases are not in these counts: their evidence does not say which device it is of
 }, and a device must count once.
redact-statistics-empty = Nothing was met often enough to be told: the table is empty. That does not mean that nothing was found.
err-redact-counts = Several cases and --country are for --redact statistics alone.
todo-redact-counts = Name one case and no country, or choose --redact statistics.
err-redact-format = Statistics cannot be written as { $format }: they are counts, not findings.
todo-redact-format = Choose --format csv or --format jsonl.
err-redact-key = { $path } is not a key of redaction.
todo-redact-key = Such a file holds 64 hexadecimal digits. Name one that does not exist, and it is made.
err-counts-only = { $path } holds counts over several cases, not a case.
todo-counts-only = Its table is statistics.csv.
err-redacted-evidence = { $path } is a redacted copy: it does not name the files that were examined.
todo-redacted-evidence = Compare the evidence with the case that the copy was made of.
err-redacted-diff = { $path } is a redacted copy: what it holds cannot be compared with another case.
todo-redacted-diff = Compare the cases that the copies were made of.
err-redacted-counts = { $path } is a redacted copy: it does not say which device it is of, and a device must count once.
todo-redacted-counts = Count the cases that the copies were made of.
err-redacted-report = { $path } holds only which indicators were met: a report could not say what was and was not examined.
todo-redacted-report = Write the report of the case that the copy was made of, or of a copy at level “person”.
