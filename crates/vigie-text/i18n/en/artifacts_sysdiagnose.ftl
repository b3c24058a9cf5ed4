# Artifacts of a sysdiagnose: a name, what it shows, when a match in it is innocent.
artifact-ios_logdata_statistics-name = Statistics of the system log
artifact-ios_logdata_statistics-shows = Which programs wrote most to the system log, noted each time a log file was full. It names programs that ran days or weeks ago, even when the log itself is gone.
artifact-ios_logdata_statistics-innocent = Programs of the system and common applications write a lot. A name alone can coincide; the folder it ran from matters more.

artifact-sysdiagnose_log-name = Description of the sysdiagnose
artifact-sysdiagnose_log-shows = When the sysdiagnose was taken, in which time zone and by which build of iOS.
artifact-sysdiagnose_log-innocent = This describes the archive. It says nothing of an attack.

artifact-sysdiagnose_ps-name = Running processes
artifact-sysdiagnose_ps-shows = Every process that ran when the sysdiagnose was taken: its program, user, parent, arguments and start.
artifact-sysdiagnose_ps-innocent = Hundreds of processes of the system run at any time, and short names can coincide. The folder a program ran from matters more than its name.

artifact-sysdiagnose_ps_thread-name = Running processes, with threads
artifact-sysdiagnose_ps_thread-shows = The same list of processes, made some moments apart, with the number of threads of each.
artifact-sysdiagnose_ps_thread-innocent = Short-lived processes appear in one list and not in the other. Names can coincide.

artifact-sysdiagnose_spindump-name = Samples of processes (spindump)
artifact-sysdiagnose_spindump-shows = Every process sampled over two seconds: program, user, parent, age, and the libraries it had loaded.
artifact-sysdiagnose_spindump-innocent = Applications load libraries of their own, and processes of the system may work for an application. Names can coincide.

artifact-sysdiagnose_taskinfo-name = Tasks of the kernel
artifact-sysdiagnose_taskinfo-shows = Every task the kernel knew when the sysdiagnose was taken, and how long it had run.
artifact-sysdiagnose_taskinfo-innocent = Only names are given here, cut when they are long, so that different programs may look the same.
