# The command that tells a case to people.
help-report = Tell a case to people: first the person examined, then the analyst, then methods and versions
help-report-case = The folder of a case; it is verified first, and stays as it is
help-report-format = html (a page for a screen), pdf-ready (a page to be printed: everything open, sheets numbered), md (Markdown), json (one object) or csv (findings as a table)
help-report-out = The file to write; it must not exist. Without it the report goes to standard output
help-report-force = Replace a file that is already there
report-written = The report is { $path }.
report-case-differs = This case is not as it was left, and the report begins with what differs. vigie verify tells more. Do not rely on the report.
todo-report-exists = Choose another name, or replace the file with --force. Nothing was written.
todo-report-no-file = Only a file is replaced. Choose another name. Nothing was written.
todo-report-not-a-case = Give the folder that vigie check --case wrote.
