# Un dossier comme preuve : ce qui a été convenu, haché, signé, fait avec lui ; vérifié, et comparé à un autre.
help-check-examiner = Qui examine ; noté dans le dossier et dans son rapport
help-check-hash-all = Calculer aussi l'empreinte BLAKE3 de la pièce entière, de chacun de ses fichiers, lu ou non
todo-statement-unreadable = Donnez le texte lui-même, ou @ suivi du chemin d'un fichier de texte lisible (UTF-8).
report-examiner = Examiné par
report-evidence-whole = BLAKE3 de la pièce entière
report-verify-all = Cette commande vérifie aussi l'historique de garde et la signature, et que la pièce est celle qui a été examinée :
report-sources-patterns = Un chemin peut révéler ce qu'une personne a fait. Quand aucun constat ni aucun problème ne désigne un fichier, et que son chemin n'est pas le même sur tout appareil, le motif qui l'a fait trouver (avec *) remplace le chemin ; taille et empreinte sont celles du fichier.
help-check-sign = Signer le dossier avec cette clé (voir « vigie keys new »)
help-check-sign-password-file = Lire le mot de passe de la clé de signature dans ce fichier
help-check-sign-password-env = Lire le mot de passe de la clé de signature dans cette variable d'environnement
help-verify = Vérifier qu'un dossier est tel qu'il a été laissé, par qui il est signé, et que voici sa pièce (code de sortie 1 si quelque chose diffère)
help-verify-case = Un dossier d'examen
help-verify-public-key = La clé publique avec laquelle il doit être signé : la clé elle-même (RW…) ou son fichier
help-verify-evidence = Relire cette pièce et comparer l'empreinte de chaque fichier
help-verify-repeat = Examiner de nouveau la pièce et comparer constats, couverture, problèmes et tableaux octet par octet ; un second dossier est écrit parmi les fichiers temporaires (TMPDIR), puis retiré
help-verify-indicators = Pour --repeat : un lot, ou un répertoire de lots, avec lequel le dossier a été fait (peut être répété)
help-verify-yara = Les règles YARA que nomme le cas, pour --repeat
help-verify-threads = Fils d'exécution (0 : autant que la machine en a)
help-verify-device = Si plusieurs sauvegardes : seulement celle-ci
help-verify-json = Afficher toute la réponse en un seul objet JSON
help-verify-password-file = Lire dans ce fichier le mot de passe d'une sauvegarde chiffrée
help-verify-inner-password-file = Lire dans ce fichier le mot de passe d'une sauvegarde chiffrée qui se trouve dans la pièce
help-verify-password-env = Lire le mot de passe dans cette variable d'environnement
help-verify-key-file = Ouvrir une sauvegarde chiffrée avec la clé de ce fichier (64 chiffres hexadécimaux, en clair ou chiffrée par age)
help-verify-age-identity = Fichier d'identité qui ouvre un fichier de clé chiffré par age (répétable)
help-verify-allow-slow = Ouvrir une sauvegarde même si le calcul de sa clé est très long
help-sign = Signer un dossier qui ne l'est pas encore ; rien d'autre n'y change
help-sign-case = Un dossier d'examen
help-sign-key = Le fichier d'une clé secrète
help-sign-who = Qui signe ; noté dans l'historique de garde
help-sign-password-file = Lire le mot de passe de la clé dans ce fichier
help-sign-password-env = Lire le mot de passe de la clé dans cette variable d'environnement
help-keys = Créer et montrer les clés qui signent les dossiers, au format de minisign
help-keys-new = Créer une paire de clés : la secrète dans un fichier que vous seul pouvez lire, la publique à côté
help-keys-new-out = Fichier de la clé secrète, qui ne doit pas exister ; la clé publique prend le même nom suivi de .pub
help-keys-new-no-password = Ne pas fermer la clé secrète par un mot de passe
help-keys-new-password-file = Lire le mot de passe dans ce fichier
help-keys-new-password-env = Lire le mot de passe dans cette variable d'environnement
help-keys-show = Montrer l'identifiant et la clé publique, à partir de l'un ou l'autre fichier
help-keys-show-key = Le fichier d'une clé publique ou secrète
help-keys-show-password-file = Lire le mot de passe d'une clé secrète dans ce fichier
help-keys-show-password-env = Lire le mot de passe d'une clé secrète dans cette variable d'environnement
help-custody = Qui a fait quoi avec un dossier, et quand
help-custody-add = Noter ce qui a été fait d'un dossier : remis, copié, montré
help-custody-add-case = Un dossier d'examen
help-custody-add-what = Ce qui a été fait, dans vos mots
help-custody-add-who = Qui l'a fait
help-custody-show = Montrer chaque inscription (code de sortie 1 si l'une ne tient pas)
help-custody-show-case = Un dossier d'examen
help-custody-show-json = Afficher du JSON
help-timestamp = Faire attester la date d'un dossier par une autorité d'horodatage (RFC 3161), sans connexion d'ici
help-timestamp-request = Écrire dans le dossier une demande portant sur l'empreinte de MANIFEST
help-timestamp-request-case = Un dossier d'examen
help-timestamp-request-who = Qui demande ; noté dans l'historique de garde
help-timestamp-attach = Joindre la réponse d'une autorité, après avoir vérifié qu'elle porte sur ce dossier
help-timestamp-attach-case = Un dossier d'examen
help-timestamp-attach-response = La réponse (.tsr)
help-timestamp-attach-who = Qui la joint ; noté dans l'historique de garde

prompt-key-password = Mot de passe de la clé de signature :{" "}
prompt-new-key-password = Mot de passe de la nouvelle clé :{" "}
prompt-key-password-again = Encore une fois le même :{" "}
keys-written = Clé secrète : { $secret } (gardez-la pour vous, et une copie en lieu sûr). Clé publique : { $public } (donnez-la à qui doit vérifier vos dossiers).
case-signed = { $path } est signé avec la clé { $key }.
err-key-closed = La clé de signature est fermée par un mot de passe, et il n'y a pas de terminal pour le demander.
todo-key-closed = Donnez le mot de passe par une option qui nomme un fichier ou une variable (voir --help) ; --no-password crée une clé qui n'en a pas.
err-key-password = Le mot de passe n'ouvre pas la clé { $path }.
todo-key-password = Vérifiez le mot de passe ; il ne peut pas être retrouvé.
err-not-a-signing-key = { $path } ne contient pas de clé au format de minisign.
todo-not-a-signing-key = Créez-en une avec « vigie keys new --out FICHIER », ou donnez le fichier que minisign a écrit.
err-passwords-differ = Les deux mots de passe diffèrent.
todo-passwords-differ = Rien n'a été écrit ; recommencez.
err-already-there = { $path } existe déjà.
todo-already-there = Rien n'a été changé : une clé, une signature, une demande ou une réponse n'est jamais remplacée.
err-custody = Rien n'a été ajouté au dossier : { $detail }.
todo-custody = « vigie verify » montre ce qui diffère. Ce à quoi on ne peut se fier n'est ni signé ni continué.
err-timestamp = L'horodatage n'a pas été joint : { $detail }.
todo-timestamp = Donnez la réponse à la demande qui se trouve dans ce dossier (MANIFEST.tsq), telle que l'autorité l'a envoyée.
err-case-damaged = { $path } n'est pas ce qu'il devrait être : { $detail }
todo-case-damaged = « vigie verify » sur le dossier montre ce qui diffère.
err-no-sources = { $path } a été fait par une version antérieure et ne liste pas les fichiers lus.
todo-no-sources = Sa pièce peut être examinée de nouveau avec « vigie check ».
err-packs-missing = Le dossier a été fait avec des lots qui ne sont pas ici : { $packs }.
err-packs-unknown = Des lots sont ici avec lesquels le dossier n'a pas été fait : { $packs }.
todo-packs = Donnez exactement les lots du dossier avec --indicators, et prenez la version de vigie qui l'a fait : son lot intégré lui appartient.

custody-line = { $at } · { $who } · { $what }
custody-nobody = (nom non précisé)
custody-examined = pièce examinée (identifiant { $evidence })
custody-sealed = { $file } écrit, SHA-256 { $sha256 }
custody-signed = signé : { $file }, SHA-256 { $sha256 }
custody-timestamp-requested = horodatage demandé : { $file }, SHA-256 { $sha256 }
custody-timestamped = horodatage joint : { $file }, SHA-256 { $sha256 }
custody-noted = { $text }
custody-doubt = La ligne { $line } de { $file } ne tient pas : « vigie verify » dit pourquoi.
custody-added = La ligne { $line } a été ajoutée. Son empreinte est { $hash }.

timestamp-requested = La demande est { $path }. Envoyez-la à une autorité depuis n'importe quelle machine, par exemple :
timestamp-says = Un horodatage dit que MANIFEST existait à { $time }. Qui le dit : { $authority } (numéro { $serial }).
timestamp-unverified = Vérifié ici : il a été accordé et porte sur ce MANIFEST. Non vérifié ici : que l'autorité est bien celle qu'elle dit. Ses certificats le montrent, dans le répertoire du dossier, avec :

verify-whole = Chaque fichier est tel qu'il a été laissé : { $files ->
    [one] un fichier
   *[other] { $files } fichiers
 }, { $entries ->
    [one] une inscription
   *[other] { $entries } inscriptions
 } dans l'historique de garde.
verify-differs = { $count ->
    [one] Une chose n'est pas telle qu'elle a été laissée :
   *[other] { $count } choses ne sont pas telles qu'elles ont été laissées :
 }
verify-more = { $more ->
    [one] Et une autre (--json les a toutes).
   *[other] Et { $more } autres (--json les a toutes).
 }
verify-missing = { $file } : absent
verify-added = { $file } : ajouté ; rien dans le dossier n'en répond
verify-changed = { $file } : modifié
verify-changed-line = { $file } : modifié, pour la première fois à la ligne { $line }
verify-not-a-file = { $file } : un lien ou un périphérique, pas un fichier
verify-not-a-line = { $file }, ligne { $line } : modifiée ; ce n'est pas une ligne de manifeste
verify-not-an-entry = { $file }, ligne { $line } : modifiée ; ce n'est plus une inscription
verify-entry-changed = { $file }, ligne { $line } : modifiée depuis son écriture
verify-entry-does-not-follow = { $file }, ligne { $line } : ne suit pas la ligne précédente ; une ligne a été retirée, insérée ou déplacée
verify-entry-cut-off = { $file }, ligne { $line } : coupée
verify-not-sealed = { $file } : ne dit pas quel MANIFEST appartient au dossier
verify-signature-unreadable = { $file } : pas une signature ({ $detail })
verify-signature-does-not-fit = { $file } : la signature ne va pas avec MANIFEST et cette clé
verify-other-key = { $file } : faite avec une autre clé ({ $detail }) que celle de la vérification
verify-not-signed = { $file } : une clé a été donnée, et le dossier n'est pas signé
verify-not-the-signed-custody = { $file } : pas l'historique de garde qui a été signé ; la ligne { $line } de celui-ci n'y est pas
verify-timestamp-does-not-fit = { $file } : { $detail }
verify-manifest = SHA-256 de MANIFEST : { $sha256 }. Notée ailleurs, elle permet de reconnaître ce dossier.
verify-unsigned = Non signé : qui peut écrire dans ce répertoire peut changer ensemble le dossier et tout ce qui en répond.
verify-signed = Signé avec la clé { $id }, celle que vous avez donnée.
verify-signed-by-named = Signé avec la clé { $id }, que le dossier lui-même nomme : { $key }. À qui elle est, le dossier ne peut le dire. Comparez-la à celle que vous tenez du signataire (--public-key).
verify-signed-custody = La signature couvre aussi l'historique de garde jusqu'à la ligne { $line } sur { $entries }. Les lignes suivantes se tiennent, mais on ne peut voir si d'autres ont été coupées à la fin.
verify-signed-no-custody = La signature couvre MANIFEST, et rien de l'historique de garde.
verify-evidence-same = Pièce : { $files ->
    [one] le seul fichier lu a
   *[other] les { $files } fichiers lus ont tous
 } la taille et l'empreinte SHA-256 que le dossier indique.
verify-evidence-other-id = Pièce : son identifiant n'est pas celui du dossier. C'est une autre pièce, ou elle a été modifiée.
verify-source-changed = { $path } : pas les octets qui ont été examinés
verify-source-missing = { $path } : absent de cette pièce avec les octets qui ont été examinés
verify-source-added = { $path } : dans cette pièce, et pas parmi les fichiers examinés
verify-other-parsers = Ces lecteurs ne sont pas dans la version du dossier, et peuvent lire d'autres fichiers : { $ids }.
verify-evidence-whole-same = Pièce entière : chaque fichier a l'empreinte BLAKE3 que le dossier indique.
verify-evidence-whole-differs = Pièce entière : son empreinte BLAKE3 n'est pas celle du dossier. Un fichier a été modifié, ajouté ou retiré, peut-être un que rien ne lit.
verify-repeat-same = Examiné de nouveau : constats, couverture, problèmes, sources et tableaux sont les mêmes, octet par octet.
verify-repeat-differs = Examiné de nouveau, tout n'est pas pareil :
verify-repeat-versions = Le dossier a été fait par vigie { $case }, voici la version { $this }. Règles qui ne sont pas les mêmes : { $rules }.

help-diff = Comparer deux dossiers d'un même appareil : constats, programmes, applications, profils nouveaux ou disparus (code de sortie 1 s'il y en a)
help-diff-first = Le dossier le plus ancien
help-diff-second = Le dossier le plus récent
help-diff-json = Afficher toute la réponse en un seul objet JSON
diff-times = Comparaison : une pièce { $first } et une pièce { $second }. + n'est que dans la seconde, - que dans la première.
diff-made = faite le { $at }
diff-made-unknown = faite à une date inconnue (examinée le { $at })
diff-order = Le second dossier est le plus ancien : nouveau et disparu sont à lire à l'envers.
diff-other-device = Ces dossiers concernent deux appareils : ce qui diffère n'est pas forcément un changement.
diff-device-unknown = Les pièces ne disent pas s'il s'agit d'un seul appareil.
diff-findings = Constats
diff-programs = Programmes
diff-applications = Applications
diff-profiles = Profils de configuration
diff-nothing = Rien de nouveau, rien de disparu.
diff-same = { $count ->
    [one] Un seul est dans les deux.
   *[other] { $count } sont dans les deux.
 }
diff-programs-not-kept = Seuls les programmes de répertoires où il ne devrait pas y en avoir sont comparés : un dossier fait avec --keep findings n'en contient pas d'autres (--keep timeline, si).
diff-not-kept = Impossible à dire : un dossier qui n'a pas été fait avec --keep all ne les contient pas.
diff-not-examined = Impossible à dire : { $artifact } : pas lu dans les deux examens.
diff-item-not-examined = L'autre examen n'a pas lu l'endroit où cela se trouve : pas forcément un changement.
diff-item-other-rules = L'autre examen a été fait avec d'autres indicateurs ou d'autres versions : pas forcément un changement.
