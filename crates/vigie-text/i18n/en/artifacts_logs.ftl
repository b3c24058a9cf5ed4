# Artifacts about logs and reports: a name, what it shows, when a match in it is innocent.
artifact-ios_shutdown_log-name = Shutdown log
artifact-ios_shutdown_log-shows = When the device was shut down, and which programs had not ended yet while it waited.
artifact-ios_shutdown_log-innocent = Busy system services and ordinary applications also delay a shutdown. Versions of iOS 26 keep only the last shutdown.
