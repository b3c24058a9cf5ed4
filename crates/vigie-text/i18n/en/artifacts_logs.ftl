# Artifacts about logs and reports: a name, what it shows, when a match in it is innocent.
artifact-ios_shutdown_log-name = Shutdown log
artifact-ios_shutdown_log-shows = When the device was shut down, and which programs had not ended yet while it waited.
artifact-ios_shutdown_log-innocent = Busy system services and ordinary applications also delay a shutdown. Versions of iOS 26 keep only the last shutdown.
artifact-ios_crash_reports-name = Crash and analytics reports
artifact-ios_crash_reports-shows = Programs that crashed, hung or used too much, with their path, parent and loaded code; processes listed when memory ran short or the kernel panicked; programs, bundles and links named in analytics.
artifact-ios_crash_reports-innocent = Programs crash for many reasons, and most lists name every process that was running. Short or cut process names can coincide.
artifact-ios_unified_logs-name = Unified log
artifact-ios_unified_logs-shows = Which programs wrote to the system's log, from where, when and how often, and the links, hosts, e-mail addresses, processes and paths outside the system that their messages name. Entries are not kept whole; a path with a space is read up to it.
artifact-ios_unified_logs-innocent = The log names everything the device met, also addresses that were only looked up or blocked. Short process names can coincide.
