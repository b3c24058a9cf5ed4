# Un dossier dans un seul fichier chiffré.
custody-redacted = copie expurgée ({ $level }) du dossier dont MANIFEST a le SHA-256 { $of }
custody-shared = mis dans un fichier chiffré pour { $to } ({ $level }, TLP:{ $tlp }), SHA-256 { $sha256 }
help-share = Mettre un dossier, ou ce qu'en laisse un niveau d'expurgation, dans un seul fichier chiffré pour d'autres ; sa chaîne de conservation le consigne
help-share-case = Le répertoire d'un dossier ; il doit être tel qu'il a été laissé
help-share-more = D'autres dossiers, pour --redact statistics : les appareils sont comptés sur l'ensemble
help-share-to = La clé publique d'un destinataire (age1… ; répétable). Seul son propriétaire peut ouvrir le fichier
help-share-passphrase = Demander plutôt une phrase secrète : qui la connaît peut ouvrir le fichier. Dites-la par une autre voie que le fichier
help-share-passphrase-file = Lire la phrase secrète dans ce fichier
help-share-passphrase-env = Lire la phrase secrète dans cette variable d'environnement
help-share-redact = Ce qu'il faut retirer. person, sauf indication contraire : le destinataire qui doit aider la personne a besoin de plus (none), tout autre de moins (indicators-only, statistics)
help-share-redact-key = La clé des empreintes, gardée dans ce fichier et créée s'il n'existe pas. Sans lui, la clé est aléatoire et oubliée. Ne la transmettez jamais
help-share-country = Avec --redact statistics : le pays de ces appareils, en deux lettres (ISO 3166-1)
help-share-tlp = Jusqu'où il peut être transmis (TLP 2.0) : clear, green, amber, amber+strict ou red
help-share-who = Qui le partage ; inscrit dans le fichier et dans la chaîne de conservation
help-share-sign = Le signer avec la clé de ce fichier (voir « vigie keys »)
help-share-sign-password-file = Lire le mot de passe de la clé de signature dans ce fichier
help-share-sign-password-env = Lire le mot de passe de la clé de signature dans cette variable d'environnement
help-share-out = Le fichier à écrire ; il ne doit pas exister
help-open = Ouvrir un fichier fait par « vigie share » : chaque octet est vérifié avant que le répertoire n'apparaisse
help-open-file = Un fichier chiffré
help-open-identity = Un fichier d'identité age (répétable)
help-open-passphrase-file = Lire la phrase secrète dans ce fichier
help-open-passphrase-env = Lire la phrase secrète dans cette variable d'environnement
help-open-public-key = La clé avec laquelle il doit être signé, en une ligne (RW…) ou dans un fichier
help-open-out = Le répertoire à créer ; il ne doit pas exister. Le dossier est dans son répertoire « case »
share-written = Écrit dans { $path } ({ $level }, TLP:{ $tlp }). SHA-256 : { $sha256 }
share-said-none = Rien n'a été retiré : qui l'ouvre lit tout ce que contient le dossier. Ne le partagez ainsi qu'avec ceux qui aident la personne, comme elle l'a accepté.
share-said-person = Noms, numéros, adresses, comptes, textes et chemins sont des empreintes à clé ; les dates des constats y sont, et qui a envoyé un leurre sait quand.
share-said-indicators-only = Il dit quels indicateurs publiés ont été rencontrés, quel jour et ce que cela veut dire.
share-said-statistics = Il contient des nombres d'appareils, et aucun dossier.
share-unsigned = Il n'est pas signé : le destinataire ne peut pas voir qu'il vient de vous (--sign).
prompt-share-passphrase = Phrase secrète du fichier :{" "}
prompt-share-passphrase-again = La même encore une fois :{" "}
prompt-open-passphrase = Phrase secrète du fichier :{" "}
err-share-differs = { $path } n'est pas tel qu'il a été laissé : { $file }.
todo-share-differs = Lancez « vigie verify » pour voir ce qui diffère. Ce qui n'est pas fiable n'est pas transmis.
err-share-recipient = { $key } n'est pas la clé publique d'un destinataire.
todo-share-recipient = Elle commence par age1 et age-keygen l'affiche. Ne donnez jamais la clé secrète (AGE-SECRET-KEY-1…) à quiconque.
err-share-passphrase = La phrase secrète a moins de { $least } caractères.
todo-share-passphrase = Qui obtient le fichier peut essayer des phrases pendant des années. Prenez plusieurs mots tirés au hasard.
err-share-no-terminal = Il faut une phrase secrète, et il n'y a pas de terminal pour la demander.
todo-share-no-terminal = Donnez-la avec --passphrase-file ou --passphrase-env, ou nommez des destinataires avec --to.
err-open-refused = { $path } n'a pas été ouvert : { $why ->
    [not-age] ce n'est pas un fichier chiffré avec age
    [version] il est chiffré sous une forme que cette version ne connaît pas
    [work] sa phrase secrète demande plus de calcul qu'aucun outil n'en demande
    [name] un fichier y porte un nom qui n'est pas permis : { $what }
    [not-plain] il contient autre chose que de simples fichiers tels que vigie les écrit
    [many] il contient plus de { $what } fichiers
    [end] il ne finit pas là où finit son dernier fichier
    [not-ours] { $what } n'est pas un fichier d'un dossier partagé
    [large] { $what } est plus grand qu'un tel fichier ne l'est jamais
    [envelope] ce qu'il dit de lui-même ({ $what }) ne peut pas être lu
    [form] sa forme ({ $what }) n'est pas connue de cette version
    [missing] { $what } manque
    [changed] { $what } a été modifié
    [added] { $what } a été ajouté
    [not-signed] il n'est pas signé, ou sa signature a été retirée
    [no-signer] il ne dit pas qui l'a signé
    [signature] sa signature ne peut pas être lue
    [other-key] sa signature a été faite avec une autre clé ({ $what })
    [does-not-fit] sa signature ne correspond pas : quelque chose a été modifié
    [case] le dossier qu'il contient n'est pas tel qu'il a été laissé ({ $what })
    [unreadable] le dossier qu'il contient ne peut pas être lu
   *[damaged] il est endommagé ou coupé
 }.
todo-open-refused = Rien n'a été extrait. Demandez à l'expéditeur le SHA-256 du fichier, et de nouveau le fichier.
err-open-passphrase = Le fichier est fermé par une phrase secrète, et il n'y a pas de terminal pour la demander.
todo-open-passphrase = Donnez-la avec --passphrase-file ou --passphrase-env.
err-open-identity = Le fichier est fermé pour des destinataires.
todo-open-identity = Donnez votre fichier d'identité age avec --identity.
err-open-wrong-key = Ni clé ni phrase secrète n'ouvre { $path }.
todo-open-wrong-key = Vérifiez pour quelle clé publique ou phrase il a été fait. Rien n'a été extrait.
open-done = Ouvert dans { $path } : { $files ->
    [one] un fichier, tel qu'il a été envoyé
   *[other] { $files } fichiers, chacun tel qu'il a été envoyé
 }. Partagé le { $at } par { $who } ; retiré : { $level } ; TLP:{ $tlp }.
open-tlp-clear = TLP:CLEAR : il peut être transmis à tous.
open-tlp-green = TLP:GREEN : il peut être transmis au sein de la communauté, pas publié.
open-tlp-amber = TLP:AMBER : seuls peuvent le connaître ceux de votre organisation et de ses clients qui en ont besoin.
open-tlp-amber-strict = TLP:AMBER+STRICT : seuls peuvent le connaître ceux de votre organisation qui en ont besoin.
open-tlp-red = TLP:RED : pour vous seul ; ne le transmettez pas.
open-signed = Signé avec la clé { $id }, celle que vous avez donnée.
open-signed-by-named = Signé avec la clé { $id }, que le fichier lui-même nomme : { $key }. Comparez-la à celle que vous tenez de l'expéditeur (--public-key).
open-unsigned = Non signé : quiconque connaît votre clé publique, ou la phrase secrète, a pu le faire.
