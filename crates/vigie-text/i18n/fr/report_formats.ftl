# La commande qui raconte un dossier d'examen.
help-report = Raconter un dossier d'examen : d'abord à la personne examinée, puis à l'analyste, puis la méthode et les versions
help-report-case = Un dossier d'examen ; il est d'abord vérifié, et reste tel quel
help-report-format = html (une page pour l'écran), pdf-ready (une page à imprimer : tout est ouvert, les feuilles sont numérotées), md (Markdown), json (un objet) ou csv (un tableau des constats)
help-report-out = Le fichier à écrire ; il ne doit pas exister. Sans cela, le rapport va sur la sortie standard
help-report-force = Remplacer un fichier qui est déjà là
report-written = Le rapport est { $path }.
report-case-differs = Ce dossier n'est pas tel qu'il a été laissé, et le rapport commence par ce qui diffère. vigie verify en dit plus. Ne vous fiez pas au rapport.
todo-report-exists = Choisissez un autre nom, ou remplacez le fichier avec --force. Rien n'a été écrit.
todo-report-no-file = Seul un fichier est remplacé. Choisissez un autre nom. Rien n'a été écrit.
todo-report-not-a-case = Donnez le répertoire que vigie check --case a écrit.
