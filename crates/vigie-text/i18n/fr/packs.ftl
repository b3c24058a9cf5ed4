# Lots venus d'ailleurs : vigie indicators update, add, remove, diff, publish.

# Aide.
help-check-no-installed = Laisser de côté les lots installés par `vigie indicators update`
help-indicators-list-dir = Où sont les lots installés (par défaut : VIGIE_INDICATORS, sinon le dossier de données de l'utilisateur)
help-indicators-show-dir = { help-indicators-list-dir }
help-indicators-update = Chercher les lots à leur origine, ou sur un miroir ou dans un dossier ; rien d'autre dans vigie n'interroge de serveur
help-indicators-update-origins = Seulement ces origines (par défaut : toutes ; au début, l'index public du projet MVT)
help-indicators-update-from = Prendre tout ici à la place : l'adresse d'un miroir, un dossier (une clé USB), un index ou un lot
help-indicators-update-key = La clé minisign qui doit avoir signé ce que donne --from : un fichier, ou la ligne elle-même
help-indicators-update-dry-run = Dire ce qui changerait, sans rien installer
help-indicators-update-allow-older = Accepter une liste même plus ancienne que la dernière vue
help-indicators-update-allow-http = Interroger le miroir sans chiffrement (cette machine elle-même peut toujours l'être)
help-indicators-update-ca-file = Certificats racine (PEM) du miroir, à la place des habituels
help-indicators-update-timeout = Renoncer à une réponse après ce nombre de secondes
help-indicators-update-dir = { help-indicators-list-dir }
help-indicators-update-json = Écrire du JSON
help-indicators-add = Ajouter une origine que les mises à jour interrogent, ou un lot fait d'un fichier
help-indicators-add-index = Ajouter un index : au format du projet MVT, ou une liste avec empreintes et signature
help-indicators-add-index-place = Son adresse
help-indicators-add-index-key = La clé minisign qui doit avoir signé la liste : un fichier, ou la ligne elle-même
help-indicators-add-index-name = Un nom pour lui (une liste a le sien)
help-indicators-add-index-allow-http = L'interroger sans chiffrement (cette machine elle-même peut toujours l'être)
help-indicators-add-index-ca-file = Certificats racine (PEM) de son serveur, à la place des habituels
help-indicators-add-index-timeout = { help-indicators-update-timeout }
help-indicators-add-index-dir = { help-indicators-list-dir }
help-indicators-add-taxii = Ajouter une collection d'un serveur TAXII 2.1
help-indicators-add-taxii-place = L'adresse du serveur, d'une racine d'API ou d'une collection
help-indicators-add-taxii-collection = Quelle collection, par identifiant ou titre, s'il y en a plusieurs
help-indicators-add-taxii-user = Au nom de qui demander ; le mot de passe est demandé et jamais gardé
help-indicators-add-taxii-password-env = La variable d'environnement qui contient le mot de passe, aussi pour les mises à jour suivantes
help-indicators-add-taxii-name = Un nom pour elle
help-indicators-add-taxii-allow-http = { help-indicators-add-index-allow-http }
help-indicators-add-taxii-ca-file = { help-indicators-add-index-ca-file }
help-indicators-add-taxii-timeout = { help-indicators-update-timeout }
help-indicators-add-taxii-dir = { help-indicators-list-dir }
help-indicators-add-misp = Ajouter un événement de MISP (JSON), ou un flux (un dossier avec manifest.json)
help-indicators-add-misp-place = Un fichier, un dossier ou une adresse ; seule une adresse est interrogée de nouveau par les mises à jour
help-indicators-add-misp-name = Un nom pour lui
help-indicators-add-misp-allow-http = { help-indicators-add-index-allow-http }
help-indicators-add-misp-ca-file = { help-indicators-add-index-ca-file }
help-indicators-add-misp-timeout = { help-indicators-update-timeout }
help-indicators-add-misp-dir = { help-indicators-list-dir }
help-indicators-add-stix = Ajouter un paquet STIX
help-indicators-add-stix-place = Un fichier ou une adresse ; seule une adresse est interrogée de nouveau par les mises à jour
help-indicators-add-stix-key = La clé minisign qui doit l'avoir signé (dans PLACE.minisig) : un fichier, ou la ligne elle-même
help-indicators-add-stix-name = Un nom pour lui
help-indicators-add-stix-allow-http = { help-indicators-add-index-allow-http }
help-indicators-add-stix-ca-file = { help-indicators-add-index-ca-file }
help-indicators-add-stix-timeout = { help-indicators-update-timeout }
help-indicators-add-stix-dir = { help-indicators-list-dir }
help-indicators-add-csv = Faire un lot d'un tableau
help-indicators-add-csv-file = Le tableau : du CSV, avec virgules, points-virgules ou tabulations
help-indicators-add-csv-mapping = Ce que contient chaque colonne : COLONNE=CHAMP, séparés par des virgules. Une colonne est un nom de la première ligne ou un numéro ; un champ est un genre (domain, url, ip, hash…), ou value et kind, malware, source
help-indicators-add-csv-name = Un nom pour le lot (par défaut : celui du fichier)
help-indicators-add-csv-malware = L'outil ou la campagne de toutes les valeurs
help-indicators-add-csv-source = Où elles ont été publiées
help-indicators-add-csv-dir = { help-indicators-list-dir }
help-indicators-add-list = Faire un lot d'une liste : une valeur par ligne ; les lignes qui commencent par # sont des commentaires
help-indicators-add-list-file = La liste : un fichier texte
help-indicators-add-list-kind = Ce que sont les valeurs : domain, url, ip, email, process, file-name, file-path, hash, app-id…
help-indicators-add-list-name = { help-indicators-add-csv-name }
help-indicators-add-list-malware = { help-indicators-add-csv-malware }
help-indicators-add-list-source = { help-indicators-add-csv-source }
help-indicators-add-list-dir = { help-indicators-list-dir }
help-indicators-remove = Retirer une origine et ses lots, ou un seul lot
help-indicators-remove-name = Le nom d'une origine ou d'un lot
help-indicators-remove-dir = { help-indicators-list-dir }
help-indicators-diff = Dire ce qui diffère entre deux lots, ou deux versions d'un lot (code 1 si quelque chose diffère)
help-indicators-diff-first = Un fichier, un lot installé, ou une version de celui-ci : NOM@previous, NOM@SHA-256
help-indicators-diff-second = L'autre lot
help-indicators-diff-dir = { help-indicators-list-dir }
help-indicators-diff-json = Écrire du JSON
help-indicators-publish = Faire d'un dossier de lots une liste d'où d'autres se mettent à jour, avec empreintes et signature
help-indicators-publish-folder = Un dossier de paquets STIX ; vigie-packs.toml y est écrit
help-indicators-publish-name = Le nom de la liste : ses lots sont installés sous ce nom
help-indicators-publish-sign = La clé secrète minisign avec laquelle signer la liste
help-indicators-publish-password-file = Lire le mot de passe de la clé dans un fichier
help-indicators-publish-password-env = Lire le mot de passe de la clé dans une variable d'environnement

# Ce que sont devenus les lots.
packs-asking = Demande à { $name } : { $place }
packs-new = { $name } : nouveau, { $indicators ->
    [one] un indicateur.
   *[other] { $indicators } indicateurs.
}
packs-changed = { $name } : changé. Ajoutés : { $added }, retirés : { $removed }, décrits autrement : { $changed }.
packs-unusable = { $count ->
    [one] Un de ses indicateurs ne peut pas être cherché ; `vigie check` dit lequel et pourquoi.
   *[other] { $count } de ses indicateurs ne peuvent pas être cherchés ; `vigie check` dit lesquels et pourquoi.
}
packs-is-same = { $name } : identique.
packs-same = { $count ->
    [one] Un lot est identique.
   *[other] { $count } lots sont identiques.
}
packs-not-listed = { $name } : n'est plus dans la liste de son origine. Il reste installé ; `vigie indicators remove { $name }` le retire.
packs-refused = { $name } : REFUSÉ. { $why } Ce qui était installé auparavant est conservé.
packs-dry-run = Rien n'a été installé (--dry-run).
packs-nothing-added = Rien n'a été ajouté.
packs-left-out = { $count ->
    [one] Une ligne ou valeur a été laissée de côté : elle est sans valeur, n'est d'aucun genre qui soit cherché, ou n'est pas ce que son genre exige.
   *[other] { $count } lignes ou valeurs ont été laissées de côté : elles sont sans valeur, ne sont d'aucun genre qui soit cherché, ou ne sont pas ce que leur genre exige.
}
packs-left-out-line = ligne { $line } : { $value }
packs-note-unsigned = La liste de { $place } n'a pas été vérifiée : aucune clé n'a été donnée. Quiconque peut écrire là, ou en chemin, décide de ce qu'elle contient.
packs-note-odd-objects = Laissés de côté : { $count } objets sans identifiant ou sans type.
packs-note-misp = Événements : { $events }. Attributs pris : { $taken }. Laissés de côté : non destinés à la détection { $context }, supprimés { $deleted }, non cherchés par vigie ou non valides { $others }.
packs-note-misp-kinds = Non cherchés ou non valides : { $kinds }.

# Liste, retrait, comparaison, publication.
packs-origins = Mis à jour depuis
packs-origin-pulled = { $kind }, la dernière fois le { $at } : { $place }
packs-origin-never = { $kind }, jamais encore : { $place }
packs-installed = Installé le { $at } depuis { $origin } ; non signé. Versions gardées : { $versions }.
packs-installed-signed = Installé le { $at } depuis { $origin } ; signature vérifiée avec { $key }. Versions gardées : { $versions }.
packs-installed-made = Installé le { $at } depuis { $origin } ; fait de { $from }. Versions gardées : { $versions }.
packs-removed = { $name } a été retiré.
packs-removed-origin = L'origine { $name } a été retirée, et ses lots : { $packs }.
packs-diff-counts = Ajoutés : { $added }. Retirés : { $removed }. Décrits autrement : { $changed }. Identiques : { $same }.
packs-published = La liste { $number } de { $packs } lots a été écrite dans { $folder }. Elle n'est pas signée : personne ne peut vérifier d'où elle vient.
packs-published-signed = La liste { $number } de { $packs } lots a été écrite dans { $folder }, et signée. Le numéro augmente ; les lecteurs refusent une liste plus ancienne que celle qu'ils ont vue.
prompt-packs-password = Mot de passe du serveur :{" "}

# Ce qui n'a pas marché.
packs-err-not-there = Il n'y a rien à { $place }.
packs-err-elsewhere = { $place } est ailleurs ; seul ce que désigne --from a été interrogé.
packs-err-path = { $place } n'est pas un chemin sous son index.
packs-err-io = { $place } ne peut pas être lu ou écrit : { $detail }.
packs-err-limit = { $place } dépasse ce que vigie lit (limite : { $limit }).
packs-err-index = L'index { $place } est inutilisable : { $detail }.
packs-err-damaged = { $place } n'est pas un lot sain : { $detail }.
packs-err-hash = { $place } n'est pas ce que sa liste promet : SHA-256 { $found } au lieu de { $stated }.
packs-err-signature = La signature de { $place } est mauvaise : { $detail }.
packs-err-unsigned = { $place } n'est pas signé, alors que sa clé est connue.
packs-err-downgrade = { $place } était signé avec { $key }, et ceci ne l'est pas.
packs-err-older = La liste est plus ancienne (numéro { $found }) que la dernière vue (numéro { $last }).
packs-err-taxii = Le serveur TAXII est inutilisable : { $place } : { $detail }.
packs-err-collections = On ne sait pas de quelle collection il s'agit. Il y a : { $known }.
packs-err-table = Le tableau ne peut pas être lu : ligne { $place } : { $detail }.
packs-err-busy = Un autre vigie écrit dans { $place }.
packs-err-store = Ce qui est installé n'est plus tel qu'il a été installé : { $place } : { $detail }.
packs-err-unknown = Il n'y a ni origine, ni lot, ni version { $place }.
packs-err-not-asked = Il n'a pas été demandé : les trois précédents n'ont pas pu être obtenus.
packs-err-address = { $place } n'est pas une adresse.
packs-err-credentials = { $place } a été donné avec un utilisateur ou un mot de passe, et n'a pas été interrogé : une adresse est consignée.
packs-err-not-https = { $place } n'est pas en HTTPS ; rien d'autre n'est interrogé, sauf cette machine elle-même, ou avec --allow-http.
packs-err-redirects = { $place } mène d'une adresse à l'autre sans fin.
packs-err-timed-out = { $place } n'a pas répondu à temps.
packs-err-not-allowed = { $place } ne laisse pas entrer cet utilisateur ({ $status }).
packs-err-status = { $place } répond par une erreur ({ $status }).
packs-err-proxy = Le mandataire donné par { $place } est inutilisable : { $detail }. Aucun serveur n'a été interrogé sans lui.
packs-err-roots = Les certificats racine sont inutilisables : { $detail }.
packs-err-connection = { $place } est injoignable, n'est pas digne de confiance ou s'est interrompu : { $detail }.
err-packs-nowhere = Il n'y a pas de dossier pour les lots installés : ni HOME ni VIGIE_INDICATORS n'est défini.
todo-packs-nowhere = Donnez-en un avec --dir.
err-packs-no-origin = Il ne reste aucune origine à interroger.
todo-packs-no-origin = Ajoutez-en une avec `vigie indicators add`, ou donnez --from.
err-packs-password = { $name } veut un mot de passe.
todo-packs-password = Ajoutez l'origine avec --password-env, ou mettez à jour depuis un terminal.
err-packs-name = Le nom { $name } est pris.
todo-packs-name = Donnez-en un autre avec --name, ou retirez ce qui le porte. Rien n'a été changé.
err-packs-no-address = { $place } n'est pas une adresse.
todo-packs-no-address = --allow-http et --ca-file sont pour les serveurs.
err-packs-folder = { $place } est un fichier ou un dossier de cette machine.
todo-packs-folder = Prenez pour cela `vigie indicators update --from`. Rien n'a été changé.
todo-packs-fetch = Vérifiez l'adresse, le réseau et le mandataire (HTTPS_PROXY, ALL_PROXY, NO_PROXY), ou prenez un miroir ou un dossier avec --from. Ce qui était installé auparavant est conservé.
todo-packs-not-trusted = Quelqu'un l'a peut-être changé, sur son serveur ou en chemin. Demandez à qui le publie, par une autre voie. Ce qui était installé auparavant est conservé.
todo-packs-collections = Choisissez-en une avec --collection.
todo-packs-busy = Attendez qu'il ait fini.
todo-packs-store = Ne l'utilisez pas : `vigie indicators update` ou `remove` remédie à un lot ; si c'est installed.json, supprimez ce fichier, puis ajoutez et mettez à jour de nouveau. `vigie check --no-installed` s'en passe.
todo-packs-unknown = `vigie indicators list` dit ce qu'il y a.
todo-packs-nothing-changed = Rien n'a été changé.
