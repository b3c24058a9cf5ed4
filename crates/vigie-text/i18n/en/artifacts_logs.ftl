# Artifacts about logs and reports: a name, what it shows, when a match in it is innocent.
artifact-ios_shutdown_log-name = Shutdown log
artifact-ios_shutdown_log-shows = When the device was shut down, and which programs had not ended yet while it waited.
artifact-ios_shutdown_log-innocent = Busy system services and ordinary applications also delay a shutdown. Versions of iOS 26 keep only the last shutdown.
artifact-ios_crash_reports-name = Crash and analytics reports
artifact-ios_crash_reports-shows = Programs that crashed, hung or used too much, with their path, parent and loaded code; processes listed when memory ran short or the kernel panicked; programs, bundles and links named in analytics.
artifact-ios_crash_reports-innocent = Programs crash for many reasons, and most lists name every process that was running. Short or cut process names can coincide.
