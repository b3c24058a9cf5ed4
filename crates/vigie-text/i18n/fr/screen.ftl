# Le résumé au terminal.
screen-evidence = Pièce
screen-packs = Indicateurs
screen-packs-many = { $packs } lots, { $indicators } indicateurs
screen-findings = Constats
screen-none = Aucune trace connue n'a été trouvée dans ce qui a été examiné.
screen-no-time = (sans date)
screen-place = dans { $place }
screen-place-file = fichier entier
screen-place-offset = octet { $offset }
screen-place-line = ligne { $line }
screen-place-row = table { $table }, ligne { $rowid }
screen-place-row-wal = table { $table }, ligne { $rowid } (journal WAL seulement)
screen-place-top = premier niveau
screen-place-key = clé { $key }
screen-innocent = Innocent quand :
screen-like-it = { $more ->
    [one] Et encore un du même genre.
   *[other] Et { $more } autres du même genre.
 }
screen-like-it-until = { $more ->
    [one] Et encore un du même genre, le { $last }.
   *[other] Et { $more } autres du même genre, le dernier le { $last }.
 }
screen-also-in = Aussi dans : { $names }.
screen-left-out = Autres constats (voir --details) : { $counts }.
screen-made = faite le { $at }
screen-patch = correctif de sécurité du { $day }
screen-inside = et, à l'intérieur : { $kind } ({ $path })
screen-encrypted = chiffrée, lue sur place
screen-incomplete = Cette sauvegarde est incomplète : { $reasons }. Ce qui s'y trouve a été examiné.
screen-files = { $files ->
    [one] un fichier
   *[other] { $files } fichiers
 }
screen-coverage = Couverture
screen-coverage-counts = { $read } lus, { $absent } absents, { $unreadable } illisibles
screen-records = { $records ->
    [one] { $records } élément
   *[other] { $records } éléments
 }
screen-problems = { $problems ->
    [one] { $problems } problème
   *[other] { $problems } problèmes
 }
screen-problems-label = Problèmes
screen-span = du { $first } au { $last }
screen-unreadable = Illisibles : { $names }
screen-partly = Lus avec des problèmes : { $names }
screen-absent = Absents : { $names }
screen-not-applicable = Jamais dans une pièce de cette sorte, autres systèmes mis à part : { $names }
screen-more-names = { $more ->
    [one] et un autre
   *[other] et { $more } autres
 }
screen-no-case = aucun ; --case DIR conserve tout ceci, --details dit tout
screen-case = Dossier
screen-meaning = Sens
screen-help = Aide
screen-what-none-means = Aucune trace connue ne veut pas dire que l'appareil est sain. Cela veut dire qu'aucune des traces publiées que vigie connaît ne figure dans ce qui a été examiné, aussi loin que cela remonte. Les outils que personne n'a décrits et les traces effacées ne peuvent pas être trouvés ainsi.
screen-what-blind-means = La couverture et les problèmes disent pourquoi (--details). Copiez à nouveau la pièce, ou refaites-la sans rien changer d'autre sur l'appareil, puis examinez-la.
screen-what-findings-mean = Un constat est une trace à regarder, pas un verdict : il peut être innocent (--details dit quand). N'effacez ni ne mettez à jour l'appareil avant l'avis d'une personne expérimentée. Le reste peut contenir davantage.
screen-who-helps = Gratuite pour journalistes, militants et défenseurs des droits humains : Access Now (accessnow.org/help, help@accessnow.org, jour et nuit) et Amnesty (securitylab.amnesty.org/get-help).
kind-ios-backup = Sauvegarde iOS
kind-ios-filesystem = Système de fichiers iOS
kind-ios-sysdiagnose = Sysdiagnose iOS
kind-ios-crash-reports = Rapports de plantage iOS
kind-android-bugreport = Rapport de bug Android
kind-android-qf = Acquisition AndroidQF
kind-android-backup = Sauvegarde Android
kind-android-intrusion-logs = Journaux d'intrusion Android
kind-android-filesystem = Système de fichiers Android
kind-android-app = Application Android (APK)
kind-windows-triage = Ordinateur Windows : fichiers d'une collecte ou d'un volume
kind-linux-files = Ordinateur Linux : fichiers de celui-ci
kind-mac-files = Mac : fichiers de celui-ci
kind-network-capture = Réseau : captures et journaux
kind-mailbox = Messages et boîtes aux lettres
kind-files = Fichiers, de quelque origine que ce soit
kind-encrypted-archive = Archive chiffrée (age)
state-ready = Complète, d'après sa propre description.
state-encrypted = Chiffrée.
state-empty = Vide : rien n'a été sauvegardé. Personne ne l'a confirmée sur le téléphone, elle a été interrompue, ou aucune application ne le permet.
state-incomplete = Incomplète :

# vigie artifacts
artifacts-shows = Montre
artifacts-innocent = Innocent
artifacts-meaning = Dit
artifacts-paths = Chemins
artifacts-version = Version
artifacts-heuristics = Heuristiques

# vigie indicators
indicators-none = { $value } ne rencontre aucun indicateur. Cela ne dit pas que c'est inoffensif.
indicators-matched = rencontre
indicators-malware = appartient à
indicators-pack = lot
indicators-sources = sources
indicators-confidence = confiance
indicators-valid-until = valide jusqu'au
indicators-revoked = révoqué
indicators-revoked-explained = par celui qui l'a publié ; il n'est pas utilisé
indicators-by-malware = Par outil ou campagne
indicators-counts = { $indicators } indicateurs : { $usable } utilisables, { $unusable } inutilisables, { $revoked } révoqués
indicators-damaged = endommagé
indicators-unusable = inutilisable
indicators-warning = avertissement
indicators-sound = Rien à y redire.

# Erreurs : ce qui a échoué, et que faire.
err-not-found = { $path } n'existe pas.
todo-not-found = Vérifiez le chemin. Rien n'a été examiné.
err-unknown = Rien que vigie sache examiner n'a été trouvé dans { $path }.
todo-unknown = Donnez une sauvegarde d'iPhone (le dossier qui contient Manifest.db et Info.plist, ou un zip ou un tar de ce dossier), un système de fichiers iOS (private/var) ou un sysdiagnose, sous forme de dossier, de tar, tar.gz, tar.xz, tar.zst ou zip, des rapports de plantage (.ips), un rapport de bug Android (zip, dossier ou texte), une sauvegarde Android (.ab), une acquisition AndroidQF, un système de fichiers Android, des journaux d'intrusion, ou le dossier qui contient l'un d'eux. Les fichiers d'un ordinateur Windows, Linux ou Apple, les captures et journaux d'un réseau et les boîtes aux lettres se reconnaissent à leurs noms ; tout autre fichier peut être donné avec --as files.
err-encrypted = La sauvegarde dans { $path } est chiffrée.
todo-encrypted = Donnez son mot de passe avec --password-file, --password-env ou dans un terminal, ou sa clé avec --key-file. Rien n'a été examiné.
err-sealed = { $path } est chiffré avec age.
todo-sealed = Donnez avec --age-identity l'identité pour laquelle il a été chiffré : le fichier qui contient sa clé AGE-SECRET-KEY. Rien n'a été examiné.
err-sealed-by-passphrase = { $path } est chiffré avec une phrase de passe.
todo-sealed-by-passphrase = Donnez-la avec --password-file, --password-env ou dans un terminal. Rien n'a été examiné.
err-wrong-identity = Aucune des identités données n'ouvre { $path }.
todo-wrong-identity = Demandez à la personne qui a préparé AndroidQF, dont le fichier key.txt désigne pour qui il chiffre, l'identité qui va avec. Rien n'a été examiné.
err-wrong-passphrase = La phrase de passe n'ouvre pas { $path }.
todo-wrong-passphrase = C'est celle qui a été choisie quand l'archive a été chiffrée, pas le code du téléphone. Rien n'a été examiné.
err-sealed-too-well = La phrase de passe de { $path } demande 2^{ $work } tours de calcul, bien plus que n'en demandent les outils.
err-unreadable = { $path } ne peut pas être lu : { $detail }.
todo-unreadable = Vérifiez que vous avez le droit de le lire. Rien n'a été examiné.
err-damaged = { $path } est endommagé : { $detail }.
todo-damaged = Copiez-le de nouveau depuis l'endroit où il a été fait, ou faites-en un nouveau. Rien n'a été examiné.
err-empty-backup = { $path } est une sauvegarde Android sans aucun contenu.
todo-empty-backup = Le téléphone en écrit une quand personne ne confirme la sauvegarde à l'écran, quand elle est interrompue, ou quand aucune application ne le permet. Refaites-la et confirmez-la sur le téléphone. Rien n'a été examiné.
err-names-climb = Rien que vigie sache examiner n'a été trouvé dans { $path }. { $members ->
    [one] Un fichier y porte un nom qui remonte hors de son dossier (../…)
   *[other] { $members } fichiers y portent des noms qui remontent hors de leur dossier (../…)
 } : ces noms ne sont pas suivis, et ce qui se trouve dessous n'a pas été lu.
todo-names-climb = Décompressez l'archive avec le programme qui l'a créée, à un endroit où elle ne peut pas nuire, réempaquetez ce qui doit être examiné sans qu'aucun nom ne commence par ../, et donnez le résultat. Rien n'a été examiné.
err-packed = { $path } contient une sauvegarde d'iPhone à l'intérieur d'un tar compressé.
todo-packed = Décompressez-le et donnez le dossier de la sauvegarde ; un zip ou un simple tar est lu tel quel. Rien n'a été examiné.
err-no-device = Aucune pièce ici n'appartient à { $device }. Il y a : { $known }.
todo-no-device = Donnez à --device un nom d'appareil, un numéro de série, un UDID ou le nom du dossier.
err-case-exists = { $path } existe déjà.
todo-case-exists = Choisissez un autre dossier, ou remplacez celui qui s'y trouve avec --force.
err-not-a-case = { $path } existe et n'est pas un dossier de vigie.
todo-not-a-case = Il ne sera pas remplacé, même avec --force. Choisissez un autre emplacement.
err-inside-evidence = { $path } se trouve à l'intérieur de la pièce examinée.
todo-inside-evidence = Une pièce n'est jamais modifiée. Choisissez un emplacement en dehors.
err-case-io = Le dossier ne peut pas être écrit : { $path } : { $detail }.
todo-case-io = Vérifiez l'espace libre et les droits sur l'emplacement. Aucun dossier incomplet n'a été laissé.
err-indicators = Les indicateurs de { $path } ne peuvent pas être chargés : { $detail }.
todo-indicators = Donnez un fichier STIX (.stix2, .json, .stix) ou un dossier qui en contient.
err-no-packs = { $path } ne contient aucun fichier d'indicateurs.
err-yara = Les règles YARA de { $path } sont inutilisables : { $detail }.
todo-no-packs = Donnez un fichier STIX (.stix2, .json, .stix) ou un dossier qui en contient.
todo-yara = Indiquez un fichier de règles, ou un dossier qui contient des fichiers .yar ou .yara.
err-no-artifact = Il n'y a pas d'artefact { $id }.
todo-no-artifact = `vigie artifacts` en donne la liste.
err-other = { $detail }.
todo-other = Cela ne devrait pas arriver. Si cela se reproduit, signalez-le, sans rien qui vienne de la pièce.

# Pièces chiffrées.
prompt-password = Mot de passe de la sauvegarde :{" "}
prompt-wrong = Ce mot de passe n'ouvre pas la sauvegarde.
prompt-inner-password = Mot de passe de la sauvegarde qu'elle contient (backup.ab), ou rien pour continuer sans elle :{" "}
prompt-inner-given-up = La sauvegarde qu'elle contient reste fermée ; tout le reste est examiné.
prompt-age-passphrase = Phrase de passe du fichier de clé :{" "}
prompt-archive-passphrase = Phrase de passe de l'archive :{" "}
prompt-wrong-passphrase = Cette phrase de passe n'ouvre pas l'archive.
err-no-prompt = Il n'y a pas de terminal où demander : { $detail }.
todo-no-prompt = Donnez le mot de passe avec --password-file ou --password-env, ou un fichier de clé qui ne demande pas de phrase secrète. Rien n'a été examiné.
err-not-encrypted = La sauvegarde dans { $path } n'est pas chiffrée.
todo-not-encrypted = Elle n'a pas besoin de clé.
err-wrong-password = Le mot de passe ou la clé n'ouvre pas la sauvegarde dans { $path }.
todo-wrong-password = C'est le mot de passe choisi pour les sauvegardes chiffrées dans le Finder ou iTunes, ou saisi sur le téléphone Android au moment de la sauvegarde, pas ce qui déverrouille l'écran. Rien n'a été examiné.
err-too-slow = La sauvegarde demande { $rounds } tours pour calculer sa clé, bien plus que n'en demande aucun téléphone.
todo-too-slow = Elle est peut-être endommagée, ou faite pour vous faire perdre du temps. Avec --allow-slow, elle est ouverte quand même.
err-keybag = Les clés de la sauvegarde ne peuvent pas être lues : { $detail }.
err-secret-not-text = { $path } n'est pas du texte.
todo-secret-not-text = Les mots de passe et les clés sont lus en UTF-8. Rien n'a été examiné.
todo-secret-unreadable = Vérifiez le chemin et que vous avez le droit de le lire. Rien n'a été examiné.
err-age = Le fichier de clé { $path } ne peut pas être ouvert : { $detail }.
todo-age = Donnez avec --age-identity l'identité pour laquelle il a été chiffré.
err-identity = Le fichier d'identité { $path } ne peut pas servir : { $detail }.
todo-identity = Il contient des lignes qui commencent par AGE-SECRET-KEY-1, comme les écrit age-keygen. Rien n'a été examiné.
err-not-a-key = { $path } ne contient pas de clé.
todo-not-a-key = Une clé est faite de 64 chiffres hexadécimaux, en clair ou dans un fichier age. `vigie evidence key` en écrit une.
err-no-variable = L'environnement n'a pas de variable { $name }, ou elle n'est pas en UTF-8.
todo-no-variable = Définissez-la, ou utilisez --password-file. Rien n'a été examiné.
err-key-io = La clé ne peut pas être écrite dans { $path } : { $detail }.
todo-key-io = Choisissez un nouveau fichier dans un dossier où vous pouvez écrire. Un fichier existant n'est jamais remplacé.
key-written = La clé est dans { $path }. Qui la possède peut lire cette sauvegarde : gardez-la à part, et supprimez-la quand elle ne sert plus.
err-several = Il y a plusieurs sauvegardes ici : { $known }.
err-extract-exists = { $path } n'est pas vide et n'a pas été commencé par vigie.
todo-extract-exists = Choisissez un dossier nouveau ou vide.
err-extract-nothing = Rien dans la pièce ne correspond à ce qui est demandé.
todo-extract-nothing = `vigie evidence list` montre les chemins de la pièce. Rien n'a été écrit.
todo-extract-inside-evidence = Une pièce n'est jamais modifiée. Choisissez un emplacement en dehors d'elle.
err-extract-io = Les copies ne peuvent pas être écrites : { $path } : { $detail }.
todo-extract-io = Vérifiez l'espace libre et les droits sur l'emplacement. Ce qui a été écrit reste ; une seconde exécution reprend là.
err-glob = { $glob } n'est pas un motif de chemins : { $detail }.
todo-glob = `*` remplace une partie d'un nom, `**` des dossiers quelconques : « HomeDomain/Library/SMS/** ».
extract-done = { $written } écrits ({ $bytes } octets), { $kept } gardés d'avant, { $failed } échoués, { $noted } avec remarques.

# docs/
docs-title = Artefacts
docs-made-by = Fait à partir des registres par `VIGIE_WRITE_DOCS=1 cargo test -p vigie --test registry` ; un test compare.
