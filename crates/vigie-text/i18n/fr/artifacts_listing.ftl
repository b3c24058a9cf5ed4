# Artifacts that list paths instead of reading files.

artifact-ios_filesystem-name = Chemins du système de fichiers
artifact-ios_filesystem-shows = Chaque chemin du système de fichiers avec sa taille, ses droits et ses dates, et la cible des liens. Un nom d'outil connu ne compte comme nom de processus que là où un programme peut être déposé et exécuté.
artifact-ios_filesystem-innocent = Un fichier peut porter le nom d'un autre. Dans un dossier copié, les dates sont celles que la copie a laissées.
