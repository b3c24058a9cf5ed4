# Artifacts that list paths instead of reading files.

artifact-ios_filesystem-name = Paths of the file system
artifact-ios_filesystem-shows = Every path of the file system with its size, rights and times, and where links lead. Names of known tools count as names of processes only where a program can be put and run.
artifact-ios_filesystem-innocent = A file can have the name of another. In a copied folder, times are those that whoever copied it left.
