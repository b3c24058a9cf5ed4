# L'aide de la ligne de commande. Les identifiants suivent les commandes.
help-heading-usage = Usage :
help-heading-commands = Commandes
help-heading-arguments = Arguments
help-heading-options = Options
help-help = Afficher cette aide
help-version = Afficher la version
help-lang = Langue de tout ce qu'une personne lit (par défaut, celle du système)
help-no-color = Sans couleurs
help-exit-codes =
    Codes de sortie :
      0  examiné ; rien au niveau de --fail-level ou au-dessus
      1  constats au niveau de --fail-level ou au-dessus
      2  examen impossible, ou mauvais usage
      3  rien au niveau de --fail-level ou au-dessus, mais des parties n'ont pas pu être lues
help = Cherche les traces d'outils d'intrusion connus sur les téléphones de personnes exposées, avec leur accord.
    N'écrit jamais dans la pièce examinée, ne contacte jamais une adresse qui s'y trouve et ne dit jamais « sain ».
help-check = Examiner une pièce : constats, couverture, et un dossier que d'autres peuvent vérifier
help-check-evidence = Le dossier d'une sauvegarde d'iPhone, un dossier qui en contient plusieurs, ou un système de fichiers iOS (private/var)
help-check-indicators = Un lot STIX ou un dossier de lots, ajouté à celui qui est intégré (répétable)
help-check-case = Écrire le dossier d'examen à cet endroit, qui ne doit pas exister
help-check-keep = Ce que le dossier garde : seulement ce que les constats désignent ; aussi les dates de tout ; ou tout
help-check-fail-level = Sortir avec 1 à partir de ce niveau : info, low, medium, high, critical
help-check-threads = Fils d'exécution (0 : autant que la machine en a)
help-check-consent = Ce à quoi le propriétaire de l'appareil a consenti, en texte ou par @FICHIER ; noté dans le dossier et dans son rapport
help-check-device = Si plusieurs sauvegardes : n'examiner que celle-ci (nom, numéro de série, UDID ou dossier)
help-check-details = Tout dire à l'écran : chaque constat avec sa place et quand il est innocent, la couverture de chaque artefact, chaque problème
help-check-json = Écrire toute la réponse en un objet JSON
help-check-quiet = N'écrire que les erreurs
help-check-force = Remplacer un dossier d'examen déjà présent
help-artifacts = Dire ce que vigie lit, ou décrire un artefact : chemins, ce qu'il montre, quand il est innocent
help-artifacts-id = Identifiant d'un artefact
help-artifacts-json = Écrire du JSON
help-indicators = Regarder les indicateurs : lesquels sont chargés, ce qu'une valeur rencontrerait, ce qui cloche dans un lot
help-indicators-list = Donner les lots et leurs indicateurs, par genre et par outil
help-indicators-list-indicators = Un lot STIX ou un dossier de lots, ajouté à celui qui est intégré
help-indicators-list-json = Écrire du JSON
help-indicators-show = Montrer chaque indicateur qu'une valeur rencontrerait
help-indicators-show-value = Un hôte, une URL, une adresse, un processus, un chemin, une empreinte, un identifiant d'application…
help-indicators-show-indicators = Un lot STIX ou un dossier de lots, ajouté à celui qui est intégré
help-indicators-show-json = Écrire du JSON
help-indicators-lint = Dire ce qui est inutilisable dans un lot et ce qui mérite un second regard (code 1 si quelque chose est inutilisable)
help-indicators-lint-path = Un fichier STIX, ou un dossier qui en contient
help-indicators-lint-json = Écrire du JSON
help-evidence = Regarder une pièce sans l'examiner
help-evidence-identify = Dire ce qui se trouve à un endroit
help-evidence-identify-evidence = Un dossier
help-evidence-identify-json = Écrire du JSON
help-evidence-list = Donner les fichiers de la pièce, chacun avec les artefacts qui le lisent
help-evidence-list-evidence = Un dossier
help-evidence-list-wanted = Seulement les fichiers qu'un artefact lit
help-evidence-list-device = Si plusieurs sauvegardes : seulement celle-ci
help-completions = Écrire les complétions d'un interpréteur de commandes
help-completions-shell = Le nom de l'interpréteur
help-man = Écrire la page de manuel

help-evidence-key = Calculer la clé d'une sauvegarde chiffrée et la garder pour plus tard
help-evidence-key-evidence = Une sauvegarde chiffrée
help-evidence-key-out = Fichier à écrire : 64 chiffres hexadécimaux, lisibles par vous seul ; ne doit pas exister
help-evidence-key-device = Si plusieurs sauvegardes : seulement celle-ci
help-evidence-extract = Écrire des copies en clair de fichiers, avec leurs noms d'origine et une liste d'empreintes
help-evidence-extract-evidence = Une sauvegarde, ou un dossier contenant un système de fichiers iOS
help-evidence-extract-out = Dossier où écrire : nouveau, vide, ou commencé auparavant
help-evidence-extract-artifact = Les fichiers que lit cet artefact (répétable ; par défaut, ceux de tous)
help-evidence-extract-path = Les fichiers dont le chemin correspond, comme « HomeDomain/Library/SMS/** » (répétable)
help-evidence-extract-all = Tous les fichiers
help-evidence-extract-device = Si plusieurs sauvegardes : seulement celle-ci
help-check-password-file = Lire dans ce fichier le mot de passe d'une sauvegarde chiffrée
help-check-password-env = Lire le mot de passe dans cette variable d'environnement
help-check-key-file = Ouvrir une sauvegarde chiffrée avec la clé de ce fichier (64 chiffres hexadécimaux, en clair ou chiffrée par age)
help-check-age-identity = Fichier d'identité qui ouvre un fichier de clé chiffré par age (répétable)
help-check-allow-slow = Ouvrir une sauvegarde même si le calcul de sa clé est très long
help-evidence-list-password-file = Lire dans ce fichier le mot de passe d'une sauvegarde chiffrée
help-evidence-list-password-env = Lire le mot de passe dans cette variable d'environnement
help-evidence-list-key-file = Ouvrir une sauvegarde chiffrée avec la clé de ce fichier (64 chiffres hexadécimaux, en clair ou chiffrée par age)
help-evidence-list-age-identity = Fichier d'identité qui ouvre un fichier de clé chiffré par age (répétable)
help-evidence-list-allow-slow = Ouvrir une sauvegarde même si le calcul de sa clé est très long
help-evidence-key-password-file = Lire dans ce fichier le mot de passe d'une sauvegarde chiffrée
help-evidence-key-password-env = Lire le mot de passe dans cette variable d'environnement
help-evidence-key-key-file = Ouvrir une sauvegarde chiffrée avec la clé de ce fichier (64 chiffres hexadécimaux, en clair ou chiffrée par age)
help-evidence-key-age-identity = Fichier d'identité qui ouvre un fichier de clé chiffré par age (répétable)
help-evidence-key-allow-slow = Ouvrir une sauvegarde même si le calcul de sa clé est très long
help-evidence-extract-password-file = Lire dans ce fichier le mot de passe d'une sauvegarde chiffrée
help-evidence-extract-password-env = Lire le mot de passe dans cette variable d'environnement
help-evidence-extract-key-file = Ouvrir une sauvegarde chiffrée avec la clé de ce fichier (64 chiffres hexadécimaux, en clair ou chiffrée par age)
help-evidence-extract-age-identity = Fichier d'identité qui ouvre un fichier de clé chiffré par age (répétable)
help-evidence-extract-allow-slow = Ouvrir une sauvegarde même si le calcul de sa clé est très long
