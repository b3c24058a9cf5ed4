# Le rapport. D'abord ce que toute la page partage, puis la partie de la personne, celle de l'analyste, la méthode.
report-title = Examen d'un appareil
report-skip = Aller au texte
report-nav = Parties de cette page
report-part-person = Pour la personne examinée
report-part-analyst = Pour l'analyste
report-part-methods = Méthode et versions
report-made = pièce faite le { $day }
report-examined = examinée le { $day }
report-made-with = Fait avec vigie { $version }, { $at }. Cette page ne charge rien depuis le réseau et n'envoie rien.
report-told-with = Rapport fait avec vigie { $version }, à partir du dossier d'examen.
report-private = Elle contient des informations privées. Ne la donnez qu'à des personnes de confiance.
report-day = { $day ->
    [1] 1er
   *[other] { $day }
 } { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
 } { $year }
report-day-unknown = Date inconnue
report-no-time = (sans date)
report-clipped = [… { $more ->
    [one] encore { $more } caractère
   *[other] encore { $more } caractères
 }]
report-version = version { $version }

# En bref. Une ou plusieurs de ces phrases, la plus grave d'abord.
report-short = En bref
report-short-acted = Des signes laissent penser qu'un outil d'intrusion s'est peut-être exécuté, ou a peut-être été enregistré, sur cet appareil. Ils sont sérieux, mais ce ne sont pas des preuves : une personne expérimentée doit regarder avant que quiconque puisse être sûr.
report-short-acted-weakly = Un signe faible laisse penser qu'un outil d'intrusion s'est peut-être exécuté, ou a peut-être été enregistré, sur cet appareil. Il peut très bien être innocent. Une personne expérimentée devrait regarder avant que quoi que ce soit ne change sur l'appareil.
report-short-warned = Il semble y avoir un avertissement adressé au propriétaire de cet appareil par Apple ou une autre entreprise. Prenez-le au sérieux, même si rien d'autre n'a été trouvé.
report-short-lured = Quelque chose est arrivé sur cet appareil qui peut avoir été un leurre, comme un lien appartenant à un outil d'intrusion. Qu'il soit arrivé ne veut pas dire qu'il a fonctionné.
report-short-tampered = Des traces ont peut-être été effacées ou modifiées sur cet appareil. Il y a à cela des raisons ordinaires ; une personne expérimentée devrait regarder.
report-short-leads = Seuls des signes faibles ont été trouvés. Ils ont très probablement des explications ordinaires. Ils sont donnés pour qu'une personne expérimentée puisse les regarder s'il y a une raison de s'inquiéter.
report-short-not-acted = Rien, dans ce qui a été examiné, ne montre qu'un outil d'intrusion s'est exécuté ou a été enregistré ici.
report-short-blind = Rien n'a pu être lu. Cet examen ne dit rien de l'appareil, ni en bien ni en mal.
report-short-unreadable = { $count ->
    [one] Une sorte de traces est là, mais n'a pas pu être lue. Elle peut contenir davantage.
   *[other] { $count } sortes de traces sont là, mais n'ont pas pu être lues. Elles peuvent contenir davantage.
 }

# Ce qui a été trouvé.
report-found = Ce qui a été trouvé
report-found-more = { $more ->
    [one] Un autre constat semblable est dans la partie de l'analyste.
   *[other] { $more } autres constats semblables sont dans la partie de l'analyste.
 }
report-details = détails
report-person-execution = Un outil d'intrusion s'est peut-être exécuté
report-person-execution-not = D'autres programmes peuvent porter le même nom, et un programme inhabituel peut être inoffensif. Cela ne montre ni ce qui a été pris, ni par qui.
report-person-persistence = Quelque chose d'un outil connu est peut-être enregistré
report-person-persistence-not = Ce qui est enregistré ne s'est pas forcément exécuté, et des fichiers inoffensifs peuvent y ressembler.
report-person-tampering = Des traces ont peut-être été effacées
report-person-tampering-not = Cela ne montre pas que quelqu'un l'a fait exprès.
report-person-exposure = Un leurre est peut-être arrivé sur l'appareil
report-person-exposure-not = Cela ne montre pas non plus que quelqu'un l'a ouvert.
report-person-notice = Il semble y avoir un avertissement
report-person-notice-not = Les avertissements de ce genre sont en général fondés, mais certains messages ne font que les imiter.
report-person-weakness = Des réglages à connaître
report-person-weakness-not = Cela peut aider à décider comment le protéger.
report-innocent-general = Chacun de ces constats peut être innocent. Une liste publiée peut se tromper ; des programmes inoffensifs peuvent porter le même nom ; un lien peut avoir été envoyé pour mettre en garde, ou gardé par quelqu'un qui étudie ces choses.

# Ce que cela veut dire.
report-means = Ce que cela veut dire, et ce que cela ne veut pas dire
report-means-verdict = Un constat est une trace à regarder, pas un verdict.
report-means-lure = Recevoir un leurre et être espionné sont deux choses différentes. Un leurre montre que quelqu'un, ou une machine, l'a envoyé. Savoir s'il a fonctionné est une autre question, à laquelle d'autres traces répondent.
report-means-acted = Les signes qu'un outil s'est exécuté doivent être confirmés par un second regard, expérimenté, souvent avec d'autres données du même appareil.
report-means-who = Rien ici ne dit qui est derrière. Les noms d'outils sont ceux qu'emploient les personnes qui ont publié les traces.
report-means-fault = Être visé n'est pas votre faute. Ces outils sont faits pour n'avoir besoin d'aucune erreur de votre part.
report-means-more = Ce qui n'a pas été examiné peut contenir davantage, et les outils que personne n'a décrits ne peuvent pas être trouvés ainsi.

# Que faire maintenant.
report-todo = Que faire maintenant
report-todo-danger = Votre sécurité passe avant tout.
report-todo-danger-how = Si vous êtes en danger, laissez l'appareil et allez là où vous êtes en sécurité. Tout ce qui suit peut attendre.
report-todo-keep = Gardez l'appareil tel qu'il est.
report-todo-keep-how = Ne le réinitialisez pas, ne le restaurez pas, ne le mettez pas à jour ; n'effacez aucun message et aucune application : ce qui vous aiderait pourrait être perdu. Demandez à la ligne d'assistance avant de l'éteindre ou de le redémarrer.
report-todo-call = Demandez une aide expérimentée.
report-todo-call-how = Celles et ceux qui sont nommés plus bas aident gratuitement. Dites que vous avez ce rapport et le dossier qui l'accompagne.
report-todo-other-device = Parlez-en depuis un autre appareil.
report-todo-other-device-how = De préférence un appareil qui n'utilise pas les mêmes comptes, et pas dans la même pièce que celui-ci.
report-todo-warning = Vérifiez l'avertissement, mais pas par le message lui-même.
report-todo-warning-how = N'y suivez aucun lien. Un avertissement d'Apple s'affiche aussi quand vous vous connectez à account.apple.com, une adresse que vous tapez vous-même, sur un autre appareil.
report-todo-silent = Ne répondez pas à ce qui semble suspect, ne l'ouvrez pas, ne le transférez pas.
report-todo-silent-how = N'affrontez pas une personne que vous soupçonnez : cela peut vous mettre en danger et prévenir celles et ceux qui sont derrière.
report-todo-write-down = Notez ce dont vous vous souvenez.
report-todo-write-down-how = Quand des messages sont arrivés, ce que vous avez ouvert, ce qui a semblé étrange, qui d'autre a reçu la même chose. Sur papier, c'est très bien.
report-todo-worried = Si vous avez une raison de vous inquiéter, demandez de l'aide quand même.
report-todo-worried-how = Un avertissement d'une entreprise, un message étrange, des informations qui ont fuité : celles et ceux qui sont nommés plus bas prennent cela au sérieux, quoi que dise cette page. D'ici là, ne réinitialisez pas et ne mettez pas à jour l'appareil, et n'effacez rien.
report-todo-keep-evidence = Gardez ce qui a été examiné et ce rapport.
report-todo-keep-evidence-how = De nouvelles traces sont publiées sans cesse. Ce qui a été copié de l'appareil aujourd'hui pourra être examiné de nouveau et dire ce qu'une copie plus tardive ne dira plus.
report-todo-update = Si vous n'avez pas de raison de vous inquiéter, installez les mises à jour du système.
report-todo-update-how = Elles ferment les failles que les outils d'intrusion utilisent. Redémarrez l'appareil de temps en temps.
report-todo-lockdown = Si votre travail vous expose, pensez au mode Isolement.
report-todo-lockdown-how = C'est la protection d'Apple pour les personnes qui peuvent être visées, dans Réglages, Confidentialité et sécurité. Il coupe quelques commodités.
report-todo-advanced-protection = Si votre travail vous expose, pensez à la Protection Avancée.
report-todo-advanced-protection-how = C'est la protection d'Android pour les personnes qui peuvent être visées, à partir d'Android 16, dans les Paramètres, sous sécurité et confidentialité. Elle coupe quelques commodités.
report-todo-again = Faites examiner l'appareil de nouveau de temps en temps.
report-todo-again-how = Un examen montre un jour, pas ceux qui suivent.
report-todo-private = Gardez ce rapport pour vous.
report-todo-private-how = Il dit des choses sur vous et sur votre appareil. Ne l'envoyez pas depuis cet appareil ; ne le publiez pas.

# Qui aide.
report-help = Qui aide
report-help-for = Pour les journalistes, les militants, les défenseurs des droits humains et d'autres personnes de la société civile, gratuitement :
report-help-access-now = Jour et nuit, en neuf langues.
report-help-amnesty = Examine les appareils des personnes qui peuvent être visées pour leur travail.
report-help-from = Écrivez ou appelez depuis un autre appareil que celui qui a été examiné.

# Ce qui les remplace pour une pièce qui n'est pas d'un seul appareil : messages, trafic d'un réseau, fichiers.
report-title-mailbox = Examen de messages
report-title-network = Examen du trafic d'un réseau
report-title-files = Examen de fichiers
report-short-acted-no-device = Ce qui a été examiné contient des signes qui laissent penser qu'un outil d'intrusion s'est peut-être exécuté, ou a peut-être été enregistré, sur un appareil. Ils sont sérieux, mais ce ne sont pas des preuves : une personne expérimentée doit regarder avant que quiconque puisse être sûr.
report-short-acted-weakly-no-device = Ce qui a été examiné contient un signe faible qui laisse penser qu'un outil d'intrusion s'est peut-être exécuté, ou a peut-être été enregistré, sur un appareil. Il peut très bien être innocent. Une personne expérimentée devrait regarder avant que quoi que ce soit ne change.
report-short-lured-mailbox = Quelque chose est arrivé dans cette boîte qui peut avoir été un leurre, comme un message fait pour tromper ou un lien appartenant à un outil d'intrusion. Qu'il soit arrivé ne veut pas dire qu'il a fonctionné.
report-short-lured-network = Par ce réseau, quelque chose a été demandé, atteint ou envoyé qui peut appartenir à une attaque, comme une adresse appartenant à un outil d'intrusion. Cela seul ne veut pas dire que quelque chose s'est exécuté sur un appareil.
report-short-lured-files = Parmi ces fichiers se trouve quelque chose qui peut appartenir à une attaque, comme un fichier publié comme étant d'un outil d'intrusion. Qu'il soit là ne veut pas dire qu'il a été ouvert, ni qu'il a fonctionné.
report-short-not-acted-no-device = Rien, dans ce qui a été examiné, ne montre qu'un outil d'intrusion s'est exécuté ou a été enregistré sur un appareil ; mais une pièce de ce genre peut rarement le montrer.
report-short-blind-no-device = Rien n'a pu être lu. Cet examen ne dit rien, ni en bien ni en mal.
screen-what-findings-mean-no-device = Un constat est une trace à regarder, pas un verdict : il peut être innocent (--details dit quand). Gardez en l'état ce qui a été examiné et n'effacez rien avant l'avis d'une personne expérimentée. Le reste peut contenir davantage.
screen-what-blind-means-no-device = La couverture et les problèmes disent pourquoi (--details). Copiez à nouveau la pièce, puis examinez-la.
screen-what-none-means-no-device = Aucune trace connue ne veut pas dire que personne n'a été visé. Cela veut dire qu'aucune des traces publiées que vigie connaît ne figure dans ce qui a été examiné, aussi loin que cela remonte. Les outils que personne n'a décrits et les traces effacées ne peuvent pas être trouvés ainsi.
meaning-execution-explained-network = Quelque chose, sur ce réseau, s'est comporté comme le font les outils d'une attaque.
meaning-execution-explained-files = Ces fichiers ont l'air d'être passés par un outil connu, ou par un outil semblable.
report-person-exposure-mailbox = Un leurre est peut-être arrivé dans la boîte
meaning-exposure-explained-mailbox = Un leurre, ou quelque chose qui pourrait en être un, est arrivé dans cette boîte. Cela seul ne montre pas qu'il a fonctionné.
report-person-exposure-network = Quelque chose qui appartient à une attaque a peut-être été atteint
meaning-exposure-explained-network = Par ce réseau, quelque chose d'un outil connu, ou qui pourrait servir à une attaque, a été demandé, atteint ou envoyé. Cela seul ne montre pas que quelque chose s'est exécuté sur un appareil.
report-person-exposure-not-network = Cela ne montre pas non plus que c'est le fait d'une personne : les aperçus de messages, les programmes et les protections demandent des adresses d'eux-mêmes.
report-person-exposure-files = Quelque chose qui appartient à une attaque est peut-être parmi les fichiers
meaning-exposure-explained-files = Quelque chose d'un outil connu, ou qui pourrait servir à une attaque, est parmi ces fichiers. Cela seul ne montre pas que cela a fonctionné.
report-person-weakness-network = À savoir sur cet enregistrement
meaning-weakness-explained-network = Ce que cet enregistrement ne peut pas montrer des appareils du réseau. Cela ne dit rien d'une attaque.
report-person-weakness-not-network = Cela peut aider à juger jusqu'où cet examen a pu voir.
report-means-lure-network = Demander une telle adresse et être espionné sont deux choses différentes. Savoir si quelque chose s'est exécuté sur un appareil est une autre question, à laquelle répondent des traces sur l'appareil lui-même.
report-means-lure-files = Avoir un tel fichier et être espionné sont deux choses différentes. Savoir s'il a jamais été ouvert est une autre question, à laquelle répondent des traces sur l'appareil d'où il vient.
report-todo-danger-how-no-device = Si vous êtes en danger, laissez vos appareils et allez là où vous êtes en sécurité. Tout ce qui suit peut attendre.
report-todo-keep-no-device = Gardez tout tel quel.
report-todo-keep-how-no-device = N'effacez rien de ce qui a été examiné, et ne réinitialisez, ne restaurez et ne mettez à jour aucun appareil d'où cela vient ou sur lequel cela a servi : ce qui vous aiderait pourrait être perdu. Demandez à la ligne d'assistance avant d'éteindre ou de redémarrer un tel appareil.
report-todo-other-device-no-device = Parlez-en par une autre voie.
report-todo-other-device-how-no-device = De préférence avec un appareil, un compte et un réseau qui n'ont rien à voir avec ce qui a été examiné.
report-todo-worried-how-no-device = Un avertissement d'une entreprise, un message étrange, des informations qui ont fuité : celles et ceux qui sont nommés plus bas prennent cela au sérieux, quoi que dise cette page. D'ici là, ne réinitialisez pas et ne mettez pas à jour vos appareils, et n'effacez rien.
report-todo-keep-evidence-how-no-device = De nouvelles traces sont publiées sans cesse. Ce qui a été copié aujourd'hui pourra être examiné de nouveau et dire ce qu'une copie plus tardive ne dira plus.
report-todo-update-no-device = Si vous n'avez pas de raison de vous inquiéter, installez les mises à jour de vos appareils.
report-todo-update-how-no-device = Elles ferment les failles que les outils d'intrusion utilisent.
report-todo-again-no-device = Si vous le pouvez, faites examiner les appareils eux-mêmes.
report-todo-again-how-no-device = Ce qui a été examiné ici peut rarement dire ce qui s'est exécuté sur un appareil.
report-todo-private-how-no-device = Il dit des choses sur vous et sur d'autres. Ne l'envoyez pas par une boîte, un réseau ou un appareil qui peuvent être surveillés ; ne le publiez pas.
report-help-from-no-device = N'écrivez et n'appelez par aucune boîte, aucun réseau ni aucun appareil qui puisse être surveillé.

# Jusqu'où l'examen a pu voir.
report-reach = Jusqu'où cet examen a pu voir
report-reach-counts = Sortes de traces que vigie sait lire : { $all }. Lues ici : { $read } ; absentes : { $absent } ; présentes, mais illisibles : { $unreadable }{ $never ->
    [0] .
   *[other] {" "}; jamais dans une pièce de ce genre : { $never }.
 }
report-reach-span = L'élément le plus ancien qui a été lu date du { $first }, le plus récent du { $last } ; chaque sorte de traces remonte plus ou moins loin.
report-reach-unreadable = N'ont pas pu être lus : { $names }.
report-reach-ios-backup = Une sauvegarde ne contient qu'une partie de ce qui est sur l'appareil. Une bonne part de ce que les outils d'intrusion laissent dans le système n'est jamais dans une sauvegarde.
report-reach-ios-filesystem = Une copie du système de fichiers contient plus qu'une sauvegarde, mais les traces s'effacent : le système lui-même supprime les plus anciennes.
report-reach-ios-sysdiagnose = Un sysdiagnose est ce que le système dit de lui-même : ce qui s'exécutait, ce qui a planté, ce qui a été journalisé ces dernières heures et ces derniers jours. Il ne contient ni messages ni navigation : il ne peut donc pas montrer comment un lien est arrivé.
report-reach-ios-crash-reports = Les rapports de plantage parlent des programmes qui se sont mal terminés. Un outil qui n'a jamais planté n'en laisse aucun, et l'appareil supprime les anciens.
report-reach-android-bugreport = Un rapport de bug est ce qu'Android dit de lui-même : ce qui est installé, ce qui a quels droits, ce qui s'est exécuté et a été consigné ces dernières heures et ces derniers jours. Il ne contient ni messages ni navigation, il ne peut donc pas montrer comment un lien est arrivé.
report-reach-android-qf = AndroidQF demande au système en marche ce qui est installé, ce qui s'exécute et comment il est réglé, et copie des journaux, des applications et un rapport de bug. Il ne lit pas ce que les applications gardent pour elles : les messages n'y sont que si une sauvegarde a été faite en même temps, et un outil qui se cache bien du système en marche peut aussi lui échapper.
report-reach-android-backup = Une sauvegarde Android ne contient que ce que les applications laissent sauvegarder, souvent rien de plus que les SMS. L'essentiel de ce qui est sur l'appareil, et presque tout ce que laissent les outils d'intrusion, n'y est jamais.
report-reach-android-intrusion-logs = Les journaux d'intrusion parlent des connexions, des noms demandés et des événements de sécurité à partir du jour où ils ont été activés, aussi longtemps qu'ils sont gardés. Ils ne contiennent rien d'avant ce jour et aucun contenu de message.
report-reach-android-filesystem = Une copie du système de fichiers contient plus qu'une sauvegarde ou un rapport de bug, mais les traces s'effacent : le système lui-même supprime les plus anciennes.
report-reach-android-app = Le fichier d'une application dit qui l'a signée et ce qu'elle peut demander. Il ne dit pas si elle a été installée ou exécutée, ni rien du reste de l'appareil.
report-reach-windows-triage = Ce qu'un outil de collecte a copié est un choix parmi les traces que garde Windows, et Windows ne les garde qu'un temps : les anciennes lignes de ses journaux cèdent la place aux nouvelles. Ce qui n'était qu'en mémoire n'y est pas.
report-reach-linux-files = Des fichiers copiés montrent ce qui a été écrit sur le disque et n'en a pas été retiré depuis. Les journaux tournent, les historiques des interpréteurs contiennent ce que leur utilisateur n'a pas omis, et ce qui n'était qu'en mémoire n'y est pas.
report-reach-mac-files = Des fichiers copiés montrent ce qui a été écrit sur le disque et n'en a pas été retiré depuis. Les journaux tournent, les historiques des interpréteurs contiennent ce que leur utilisateur n'a pas omis, et ce qui n'était qu'en mémoire n'y est pas.
report-reach-network-capture = Une capture ou un journal montre ce qui est passé sur ce réseau pendant l'enregistrement : avec qui, rarement quoi. Ce qui est passé par un autre réseau, ou était chiffré, ne s'y voit pas.
report-reach-mailbox = Des messages montrent ce qui a été envoyé à cette boîte et s'y trouve encore. Ils ne disent pas si un lien a été ouvert ni si une pièce jointe a été lancée ; les messages supprimés n'y sont pas.
report-reach-files = Les fichiers ont été comparés par leur nom, leur chemin et leur empreinte, et avec des règles si on en a donné. Ils ne disent rien de l'ordinateur ou du téléphone d'où ils viennent, ni si l'un d'eux a jamais été ouvert.
report-reach-inside = Examinés avec elle, parce qu'ils s'y trouvaient : { $names }.

# La partie de l'analyste.
report-summary = Résumé
report-utc = Toutes les dates sont en UTC et aussi précises que leur source. Les valeurs sont telles quelles ; les caractères invisibles sont écrits \u{"{"}…{"}"}. Les adresses ne sont jamais des liens ici : ne les ouvrez pas.
report-number-findings = constats
report-number-records = éléments lus
report-number-sources = sources
report-number-read = artefacts lus
report-number-absent = absents
report-number-unreadable = illisibles
report-number-problems = problèmes
report-matrix = Constats par sens et niveau
report-chart-findings = Quand les constats ont eu lieu
report-chart-no-time = { $count ->
    [one] Un constat n'a pas de date et n'est pas dans ce graphique.
   *[other] { $count } constats n'ont pas de date et ne sont pas dans ce graphique.
 }
report-chart-outside = { $count ->
    [one] Un constat est daté d'avant 2007 ou d'après l'examen et n'est pas dans ce graphique.
   *[other] { $count } constats sont datés d'avant 2007 ou d'après l'examen et ne sont pas dans ce graphique.
 }
report-chart-coverage = Du premier au dernier élément lu, par artefact
report-chart-coverage-outside = { $count ->
    [one] Une extrémité se trouve avant 2007 ou après l'examen ; sa barre est coupée au bord.
   *[other] { $count } extrémités se trouvent avant 2007 ou après l'examen ; leurs barres sont coupées au bord.
 }
report-filter = Filtrer
report-filter-all = tous
report-filter-from = à partir de { $level }
report-findings = Constats
report-findings-table = Tous les constats de cette page, les plus graves d'abord
report-findings-rest = Cette page donne les { $shown } premiers constats sur { $all }, les plus graves d'abord. Tous sont dans findings.jsonl, dans le dossier d'examen.
report-record = Élément

# Colonnes.
report-col-number = N°
report-col-level = Niveau
report-col-time = Date
report-col-meaning = Sens
report-col-artifact = Artefact
report-col-heuristic = Heuristique
report-col-seen = Vu
report-col-state = État
report-col-records = Éléments
report-counted-repeated = { $count ->
    [one] un autre, le même dans plusieurs fichiers, non répété
   *[other] { $count } autres, les mêmes dans plusieurs fichiers, non répétés
 }
report-counted-report = { $count ->
    [one] un rapport
   *[other] { $count } rapports
 }
report-counted-shutdown = { $count ->
    [one] une extinction
   *[other] { $count } extinctions
 }
report-col-problems = Problèmes
report-col-first = Premier
report-col-last = Dernier
report-col-sources = Sources
report-col-code = Code
report-col-problem = Problème
report-col-place = Endroit
report-col-detail = Détail
report-col-pack = Lot
report-col-origin = Origine
report-col-indicators = Indicateurs
report-col-usable = Utilisables
report-col-unusable = Inutilisables
report-col-revoked = Révoqués
report-col-sha256 = SHA-256
report-col-id = Identifiant
report-col-version = Version
report-col-says = Ce qu'il montre

# Les faits d'un constat.
report-fact-seen = Vu
report-fact-artifact = Artefact
report-fact-source = Source
report-fact-place = Endroit
report-fact-indicator = Indicateur
report-fact-matched = Correspondance
report-fact-malware = Appartient à
report-fact-pack = Lot
report-fact-sources = Publié dans
report-fact-confidence = Confiance
report-fact-of-100 = { $confidence } sur 100
report-fact-valid-until = Valide jusqu'au
report-fact-not-stated = non précisé
report-fact-heuristic = Heuristique
report-fact-sees = Elle voit
report-fact-rests-on = Elle repose sur
report-place-file = le fichier entier
report-place-offset = octet { $offset }
report-place-line = ligne { $line }, octet { $offset }
report-place-row = table { $table }, ligne { $rowid }
report-place-row-wal = table { $table }, ligne { $rowid }, trouvée seulement dans le journal d'écriture anticipée
report-place-key = clé { $key }
report-matched-exact = la même valeur
report-matched-cidr = une adresse dans la plage publiée
report-matched-subdomain = un sous-domaine de celui qui est publié
report-matched-path-below = un chemin sous celui qui est publié
report-matched-pattern = conforme au motif publié
report-matched-truncated = un nom tronqué, qui commence comme celui qui est publié
report-matched-truncated-tail = fin d'un nom tronqué par Android
report-matched-nested = à l'intérieur d'un autre lien
report-matched-process-name-as-file = un fichier nommé comme le processus publié
report-matched-email-domain = seulement le domaine d'une adresse électronique
report-matched-part-of-pattern = une partie du motif publié
report-matched-yara = répond à la règle YARA

# Couverture et problèmes.
report-coverage = Couverture
report-coverage-explained = Ce qui a été examiné et ce qui ne l'a pas été. « Rien trouvé » ne vaut que pour ce qui a été lu, et seulement de son premier à son dernier élément.
report-coverage-table = Tous les artefacts, avec leurs sources et les empreintes de celles-ci
report-coverage-states = Lu : au moins une source a été lue. Illisible : des sources sont là, aucune n'a pu être lue. Absent : cette pièce pourrait le contenir et ne le contient pas. Sans objet : une pièce de ce genre ne le contient jamais. Les genres de traces d'autres systèmes sont laissés de côté ; coverage.json les contient.
report-state-read = lu
report-state-unreadable = illisible
report-state-absent = absent
report-state-not-applicable = sans objet
report-stored-as = enregistré sous { $path }
report-no-hash = aucune : le fichier n'a pas pu être lu
report-bytes = { $bytes ->
    [one] { $bytes } octet
   *[other] { $bytes } octets
 }
report-sources-rest = { $more ->
    [one] Une autre source est dans sources.jsonl.
   *[other] { $more } autres sources sont dans sources.jsonl.
 }
report-problems = Problèmes
report-problems-none = Aucun problème n'a été rencontré.
report-problems-explained = Ce qui n'a pas pu être lu, ou pas entièrement. N'importe quoi peut s'y trouver.
report-problems-table = Problèmes, par code
report-problems-rest = Cette page donne les { $shown } premiers problèmes sur { $all }. Tous sont dans problems.jsonl, dans le dossier d'examen.

# Méthode et versions.
report-methods-how = vigie a lu la pièce sans la modifier, a comparé chaque valeur lue aux indicateurs publiés et a appliqué les heuristiques données plus bas. Il n'a contacté aucune adresse. Chaque constat nomme son endroit, pour qu'une autre personne puisse y regarder avec d'autres outils.
report-evidence = Pièce
report-evidence-kind = Genre
report-evidence-id = Identifiant (SHA-256)
report-evidence-id-of = L'identifiant est l'empreinte de
report-evidence-files = Fichiers
report-evidence-made = Faite
report-evidence-device = Appareil
report-evidence-patch = Niveau des correctifs de sécurité
report-evidence-name = Nom de l'appareil
report-evidence-serial = Numéro de série
report-evidence-udid = UDID
report-examination = Examen
report-examined-at = Examinée
report-tool = Version et format
report-keep = Le dossier garde
report-keep-findings = seulement les éléments que les constats désignent
report-keep-timeline = les éléments que les constats désignent, et les dates de tous les autres sans ce que les gens ont écrit
report-keep-all = tous les éléments, entiers
report-consent = Accord
report-consent-none = non précisé
report-packs = Indicateurs
report-packs-explained = Un indicateur inutilisable est un problème de ce dossier ; celui que son auteur a révoqué n'est pas utilisé.
report-packs-table = Les lots utilisés
report-packs-embedded = intégré
report-artifacts = Artefacts
report-artifacts-table = Les analyseurs et leurs versions
report-heuristics = Heuristiques
report-heuristics-table = Les heuristiques et leurs versions
report-levels = Niveaux et sens
report-level-critical = une trace publiée d'un outil connu qui a agi sur l'appareil
report-level-high = un signe fort
report-level-medium = mérite le regard d'un analyste
report-level-low = une piste qui a probablement une explication innocente
report-level-info = du contexte, attendu sur des appareils ordinaires
report-repeat = Refaire et vérifier
report-repeat-how = Avec la même version de vigie, les mêmes lots et la même pièce, cette commande donne les mêmes constats, à la date de l'examen près :
report-repeat-evidence = PIÈCE
report-repeat-case = DOSSIER
report-repeat-packs = LOTS
report-repeat-rules = RÈGLES
report-repeat-name = NOM
report-verify = Dans le dossier de l'examen, cette commande vérifie qu'aucun fichier n'a changé depuis qu'il a été écrit :
report-verify-self = Qui peut changer les fichiers peut aussi changer MANIFEST : notez sa propre empreinte SHA-256, ou faites-le signer.

# Un dossier qui n'est pas tel qu'il a été laissé, et un qui l'est.
report-differs = Ce dossier n'est pas tel qu'il a été laissé
report-differs-means = Depuis l'examen, quelque chose a été modifié, ajouté ou retiré dans ce dossier. Ce que dit ce rapport n'est peut-être pas ce qui a été trouvé : ne vous y fiez pas. Demandez l'original à qui vous a remis le dossier, et comparez le SHA-256 de son MANIFEST.
report-differs-more = { $more ->
    [one] Et encore { $more } ; vigie verify la nomme.
   *[other] Et encore { $more } ; vigie verify les nomme toutes.
 }
report-checked = Le dossier, au moment de ce rapport
report-as-written = { $count ->
    [one] { $count } constat est donné dans les mots du dossier, et dans sa langue : cette version de vigie n'a pas une telle phrase.
   *[other] { $count } constats sont donnés dans les mots du dossier, et dans sa langue : cette version de vigie n'a pas de telles phrases.
 }

# Ce qu'une page imprimée dit à la place d'un tableau à parcourir.
report-paper-see = (nº { $number })
report-paper-versions = Identifiant et version de chacun ; vigie artifacts dit ce que chacun lit et montre.
report-paper-absent = { $count ->
    [one] Cette pièce pourrait en contenir encore { $count }, et ne le contient pas :
   *[other] Cette pièce pourrait en contenir encore { $count }, et ne les contient pas :
 }
report-paper-never = { $count ->
    [one] Une pièce de cette sorte n'en contient jamais { $count } :
   *[other] Une pièce de cette sorte n'en contient jamais { $count } :
 }
report-paper-sources = Fichiers lus, avec leurs empreintes
