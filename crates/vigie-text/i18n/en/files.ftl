# Files as files, whatever system they are from.
artifact-files_hashes-name = Hashes of files
artifact-files_hashes-shows = MD5, SHA-1 and SHA-256 of files; of a computer with Windows, those of programs, scripts and the data files beside the system. Archives are hashed as they are, not looked into. With --yara, rules are applied to these files.
artifact-files_hashes-innocent = A match of a hash is the very file that was published. It shows that the file is there, not that it was run: researchers and protection programs keep such files.
artifact-files_listing-name = Names of all files
artifact-files_listing-shows = Every path of the collected files, with size and times. Nothing is read of their content here.
artifact-files_listing-innocent = A name proves little: another file can bear it. An empty file named perfc in the folder of Windows is what people created to keep NotPetya out.
heuristic-files_mass_encryption-name = Files renamed as ransomware does
heuristic-files_mass_encryption-sees = Many files that got the same further ending (`report.docx.wncry`): one that WannaCry is known for, or an unknown one behind the endings of documents in several folders.
heuristic-files_mass_encryption-found = { $count } files end in { $extension } behind their own ending, such as { $seen }.
heuristic-files_mass_encryption-innocent = Backup, synchronisation and encryption programs add an ending to many files, and some drawing programs use the same ones. Open one copy: if its content is there, nothing was encrypted.
heuristic-files_ransom_note-name = Names of ransom notes
heuristic-files_ransom_note-sees = Files with the name under which a known ransomware leaves its demand.
heuristic-files_ransom_note-found = A file is named { $seen }, as the notes of { $family } are (records: { $count }).
heuristic-files_ransom_note-innocent = Anyone can name a file so. Collections of researchers and tests of protection programs hold such files. Read it: a ransom note demands money for the files.
