# Artifacts about the system: a name, what it shows, when a match in it is innocent.
artifact-ios_global_preferences-name = Device preferences
artifact-ios_global_preferences-shows = Languages, region and other device-wide settings, among them whether Lockdown Mode is on.
artifact-ios_global_preferences-innocent = A setting says how the device was set up, not that someone attacked it.
