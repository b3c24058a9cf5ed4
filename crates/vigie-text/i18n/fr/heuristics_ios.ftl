# Heuristiques sur iOS dans son ensemble : un nom, ce qu'elle voit, la phrase d'un constat, quand c'est anodin.
heuristic-program_elsewhere-name = Programme au nom d'Apple, à un autre endroit
heuristic-program_elsewhere-sees = Des programmes lancés sous le nom d'un programme d'Apple, depuis un dossier où ceux d'Apple ne se trouvent pas. Les logiciels espions prennent de tels noms pour passer inaperçus.
heuristic-program_elsewhere-found = Le programme { $path } a été exécuté (enregistrements : { $records }). Il porte le nom de { $name }, qui fait partie d'iOS et { $usual ->
    [yes] se lance depuis { $folder }.
   *[no] se lance depuis les dossiers du système.
 }
heuristic-program_elsewhere-innocent = Les téléphones débridés (jailbreak) et ceux des chercheurs contiennent des copies de programmes d'Apple. Sur tout autre téléphone, iOS refuse d'exécuter un programme à cet endroit : demandez l'avis d'un spécialiste avant de redémarrer ou d'effacer l'appareil.

heuristic-program_unexplained-name = Programme dans un dossier inhabituel
heuristic-program_unexplained-sees = Des programmes exécutés qui n'appartiennent ni au système ni à une application installée.
heuristic-program_unexplained-found = Le programme { $path } a été exécuté (enregistrements : { $records }). Il n'appartient ni au système ni à une application : { $place ->
    [scratch] le dossier est destiné à des bases de données ou à des fichiers temporaires.
    [app_data] le dossier contient les données d'une application, d'où rien ne doit s'exécuter.
   *[other] rien ne s'exécute depuis ce dossier sur un téléphone ordinaire.
 }
heuristic-program_unexplained-innocent = Les débridages, les outils de développement et les téléphones de recherche exécutent des programmes depuis de tels dossiers. Si rien de cela ne s'applique, le programme mérite un examen attentif : iOS ne le permet pas à une application ordinaire.

heuristic-staging_path-name = Dossier où iOS prépare des services
heuristic-staging_path-sees = Des programmes et des fichiers du dossier com.apple.xpc.roleaccountd.staging qui n'appartiennent pas au service préparant les mises à jour. Amnesty International et iVerify y ont trouvé des processus de Pegasus, le Citizen Lab un processus du logiciel espion de QuaDream.
heuristic-staging_path-found = { $how ->
    [ran] Le programme { $path } a été exécuté (enregistrements : { $records }). Seul le service qui prépare les mises à jour d'iOS est attendu dans ce dossier.
   *[lies] Le fichier { $path } se trouve dans le dossier où iOS prépare des services. Seul le service qui prépare les mises à jour y est attendu.
 }
heuristic-staging_path-innocent = iOS y copie ses propres services avant de les lancer, et une version d'iOS pourrait y placer un autre service que celui des mises à jour. Des outils de débridage (jailbreak) ont aussi utilisé ce dossier. Comparez le nom à ceux des rapports publiés et demandez l'avis d'un spécialiste.

heuristic-datausage_without_bundle-name = Trafic réseau de programmes que vigie ne connaît pas
heuristic-datausage_without_bundle-sees = Des processus qui ont utilisé le réseau, n'appartiennent à aucune application et dont le nom ne figure pas dans la liste des programmes d'Apple que vigie connaît ; et des applications qui l'ont utilisé sans figurer parmi celles qui sont installées. Un seul constat de chaque sorte par base de données.
heuristic-datausage_without_bundle-found = { $kind ->
    [removed] { $count ->
        [one] Une application a utilisé le réseau et ne figure pas parmi celles qui sont installées aujourd'hui : { $names }
       *[other] { $count } applications ont utilisé le réseau et ne figurent pas parmi celles qui sont installées aujourd'hui : { $names }
     }
   *[unknown] { $count ->
        [one] Un processus qui n'appartient à aucune application et ne figure pas dans la liste des programmes d'Apple que vigie connaît a utilisé le réseau : { $names }
       *[other] { $count } processus qui n'appartiennent à aucune application et ne figurent pas dans la liste des programmes d'Apple que vigie connaît ont utilisé le réseau : { $names }
     }
 }
heuristic-datausage_without_bundle-innocent = On supprime des applications tous les jours, et la liste de celles qui sont installées peut en omettre. La liste des programmes d'Apple n'est pas complète : Apple ajoute des programmes à chaque version, et la plupart des noms cités ici font partie d'iOS. Renseignez-vous sur un nom avant de lui donner du poids. Il compte quand personne ne connaît le programme, ou quand il apparaît à côté d'un autre constat du même moment.

heuristic-triangulation_window-name = Événements comme dans l'opération Triangulation
heuristic-triangulation_window-sees = Des événements qui se produisaient ensemble, en cinq minutes, quand l'opération Triangulation prenait le contrôle de téléphones : un dossier de pièces jointes de Messages vidé, certains réglages, un certain trafic réseau, certains usages de la position.
heuristic-triangulation_window-found = En cinq minutes se sont produits ensemble { $traces ->
    [folder] la modification d'un dossier de pièces jointes de Messages qui ne contient rien et d'autres événements observés dans l'opération Triangulation : { $events }
   *[other] des événements observés dans l'opération Triangulation, mais sans le plus parlant, le dossier de pièces jointes vidé : { $events }
 }
heuristic-triangulation_window-innocent = Chacun de ces événements est ordinaire et ils peuvent coïncider par hasard : quelqu'un supprime un message avec une image pendant que le téléphone est actif. L'attaque a été observée entre 2019 et 2023 sur iOS avant 16.2. Un examen plus poussé se justifie quand le moment concorde et que la personne n'a alors supprimé aucun message.

heuristic-ios_forensic_traces-name = Traces d'un examen avec Cellebrite
heuristic-ios_forensic_traces-sees = Deux identifiants sous lesquels l'ordinateur de l'outil de Cellebrite se jumellerait avec les iPhone, dans les jumelages et dans le journal des connexions ; et, dans les rapports de plantage, un processus portant le nom du programme que l'outil aurait exécuté, mnm. L'un et l'autre d'après un article qui ne nomme pas sa source.
heuristic-ios_forensic_traces-found = { $what ->
    [program] Un processus porte le nom d'un programme que l'outil d'extraction de Cellebrite aurait exécuté : { $value } (enregistrements : { $records }).
   *[computer] Un ordinateur s'est présenté au téléphone avec un identifiant qui serait celui de l'outil d'extraction de Cellebrite : { $value } (enregistrements : { $records }).
 }
heuristic-ios_forensic_traces-innocent = Un téléphone a pu être examiné légalement, avec l'accord de la personne, par un employeur, dans un atelier de réparation ou par qui a fait cette acquisition ; la trace de l'outil ne dit ni qui l'a utilisé ni pourquoi, ni si quelque chose a été extrait. Le nom mnm est court et un autre programme peut le porter. Gardez le téléphone en l'état, notez quand il n'était pas aux mains de la personne et consultez un spécialiste ou un avocat.

heuristic-ios_outdated-name = Version d'iOS
heuristic-ios_outdated-sees = Si le téléphone utilisait la dernière version d'iOS comportant des correctifs de sécurité, pour autant que vigie le sache.
heuristic-ios_outdated-found = Le téléphone utilisait iOS { $version }. À la date du { $as_of }, { $state ->
    [behind] vigie connaît { $line } comme dernière version de la même branche et { $newest } comme dernière version de toutes.
    [last_of_line] vigie ne connaît pas de version plus récente de la même branche, mais { $newest } comme dernière version de toutes. Les modèles anciens ne peuvent pas l'installer.
   *[no_line] vigie ne connaît plus de version de sécurité de la même branche ; la dernière de toutes est { $newest }.
 }
heuristic-ios_outdated-innocent = Le constat porte sur le jour de l'acquisition, et la table de vigie s'arrête à la date indiquée : la personne a pu faire la mise à jour depuis, et des versions plus récentes peuvent exister. Une version ancienne ne dit rien d'une attaque ; elle signifie que des failles connues étaient ouvertes.

heuristic-endpoint_argument-name = Adresse de serveur dans une ligne de commande
heuristic-endpoint_argument-sees = Des programmes lancés avec l'adresse d'un serveur parmi leurs arguments, en clair ou cachée en base64 ou en hexadécimal. Une charge de Predator s'exécutait avec un tel lien, en clair, sur un iPhone examiné par le Citizen Lab ; qu'un lien caché pèse davantage est une règle propre à vigie.
heuristic-endpoint_argument-found = Un programme a été lancé avec l'adresse d'un serveur, { $form ->
    [encoded] cachée dans un autre codage
   *[clear] écrite en clair
 } : { $address }. La ligne de commande était : { $line }
heuristic-endpoint_argument-innocent = Des outils de développement reçoivent ainsi des adresses, de même que certains programmes quand le téléphone est testé ou géré. Sur un téléphone que seule sa propriétaire ou son propriétaire utilise, c'est inhabituel.

heuristic-process_misplaced-name = Processus qui n'est pas à sa place
heuristic-process_misplaced-sees = Des processus d'applications exécutés en tant qu'administrateur (root), un second programme à côté de celui d'une application, des programmes lancés par une application. iOS ne permet rien de cela.
heuristic-process_misplaced-found = { $kind ->
    [root] Le programme { $path } se trouve dans une application et a été exécuté en tant que root. Les applications s'exécutent sous l'utilisateur mobile.
    [second] Le programme { $path } a été exécuté à côté de celui de l'application, { $other }. Une application n'a qu'un programme à elle.
   *[child] Le programme { $path } a été lancé par une application (processus { $other }). Les applications ne peuvent pas lancer de programmes.
 }
heuristic-process_misplaced-innocent = Les téléphones débridés et ceux sur lesquels on développe et teste des applications montrent de tels processus. Sinon, quelque chose a franchi les limites qu'iOS impose aux applications : demandez l'avis d'un spécialiste avant de redémarrer le téléphone.

heuristic-shutdown_client_path-name = Un programme d'un dossier inhabituel a retardé un arrêt
heuristic-shutdown_client_path-sees = Des programmes encore présents pendant l'arrêt du téléphone et exécutés depuis un dossier où aucun programme n'a sa place. Kaspersky a trouvé Pegasus et Reign sous /private/var/db/ et Predator sous /private/var/tmp/. Les applications se trouvent aussi sous /private/var et ne sont pas visées.
heuristic-shutdown_client_path-found = Pendant son arrêt, le téléphone a attendu le programme { $path } (lignes du journal : { $lines }). { $place ->
    [published] Des logiciels espions connus s'exécutaient depuis le même dossier.
   *[other] Rien ne s'exécute depuis cet endroit sur un téléphone ordinaire.
 }
heuristic-shutdown_client_path-innocent = Quand une mise à jour se prépare, iOS exécute son propre service depuis un dossier situé sous /private/var/db/ ; vigie le connaît et l'écarte, mais une version d'iOS pourrait faire de même avec un autre service. Les téléphones débridés exécutent des programmes depuis d'autres dossiers. Conservez le sysdiagnose et demandez l'avis d'un spécialiste.

heuristic-shutdown_delays-name = Arrêts qui ont attendu à répétition
heuristic-shutdown_delays-sees = Des arrêts pendant lesquels le téléphone a noté trois fois ou plus que des programmes étaient encore présents. Un seul constat par journal.
heuristic-shutdown_delays-found = Un arrêt a attendu { $notices } fois des programmes encore présents. Sur les arrêts de ce journal ({ $shutdowns }), { $delayed } ont attendu trois fois ou plus.
heuristic-shutdown_delays-innocent = Quelques attentes sont ordinaires, et des programmes lents d'iOS ou un téléphone plein en causent beaucoup. Ce qui compte, ce sont les programmes attendus : regardez leurs chemins dans le même journal.

heuristic-shutdown_log_short-name = Journal des arrêts qui commence tard
heuristic-shutdown_log_short-sees = Des redémarrages notés par le journal d'installation, antérieurs au premier arrêt du journal des arrêts, ou alors que ce journal est présent et vide. iVerify décrit que Pegasus le vidait à partir de 2022. Il en faut trois, ce qui est un choix propre à vigie.
heuristic-shutdown_log_short-found = Le journal d'installation note { $count } redémarrages, le premier le { $since }, pour lesquels le journal des arrêts ne contient rien : { $state ->
    [begins] son premier arrêt date du { $begins }.
   *[empty] il est présent et ne contient aucun arrêt.
 } { $version ->
    [overwrites] Ce téléphone utilisait iOS 26 ou une version ultérieure, qui réécrit le journal à chaque démarrage.
    [appends] Ce téléphone utilisait une version antérieure à iOS 26, qui conserve les arrêts précédents.
   *[unknown] La version d'iOS n'est pas connue ici ; à partir d'iOS 26, le journal est réécrit à chaque démarrage.
 }
heuristic-shutdown_log_short-innocent = Sur iOS 26 et au-delà, le journal fonctionne ainsi. Sur les versions antérieures, les redémarrages forcés et les batteries vides ne laissent aucun arrêt, et les anciens journaux peuvent manquer dans ce qui a été acquis. Un journal vidé ne devient une piste qu'avec autre chose.

heuristic-crash_near_message-name = Plantages des services qui ouvrent les messages
heuristic-crash_near_message-sees = Des plantages des services qui ouvrent les messages, les images et les pages : plusieurs à la suite, des deux sortes ensemble, ou un seul peu après l'arrivée d'un message. Des attaques sans clic ont laissé de tels plantages. Leur nombre et leur proximité sont un choix propre à vigie.
heuristic-crash_near_message-found = { $kind ->
    [row] Des services qui ouvrent les messages ont planté plusieurs fois en quelques minutes : { $names } ({ $count } plantages).
    [chain] Des services qui ouvrent les messages et d'autres qui ouvrent les médias ont planté à quelques minutes d'intervalle : { $names } ({ $count } plantages).
   *[one] Un service qui ouvre les messages ou les médias a planté : { $names }.
 } { $message ->
    [yes] Un message était arrivé dans les deux minutes précédentes.
   *[no] Aucun message de ce moment ne figure dans ce qui a été examiné.
 }
heuristic-crash_near_message-innocent = Ces services plantent aussi sur des téléphones sains : à cause d'une image endommagée, d'un manque de mémoire, après une mise à jour. Seules les heures ont été comparées ; elles ne montrent pas que le message a causé le plantage. Une suite de plantages mérite d'être montrée à un spécialiste avec les rapports eux-mêmes.

# Jusqu'où les journaux du système peuvent témoigner.
screen-reach = Portée des journaux : { $names }

# La table des programmes.
programs-title = Programmes vus
programs-explained = Tous les programmes que nomme une source, réunis par chemin et par nom. Figurent ici ceux que ni le système ni une application n'expliquent ; la liste des programmes d'Apple n'est pas complète, un nom seul dit donc peu.
programs-counts = { $total } vus ; { $system } du système, { $application } d'applications, { $apple_name } portant un nom d'Apple, { $installed } portant l'identifiant d'une application installée, { $beside_id } cités avec l'identifiant d'une application, { $name_only } connus par leur seul nom, { $misplaced } dans un dossier inhabituel.
programs-none = Aucun programme n'a été vu dans un dossier inhabituel. Les noms que rien n'explique sont énumérés quand le dossier garde davantage d'enregistrements.
programs-more = { $more ->
    [one] Un autre figure dans la table des programmes du dossier.
   *[other] { $more } autres figurent dans la table des programmes du dossier.
 }
programs-table = Programmes que rien n'explique
programs-col-program = Programme
programs-col-why = Ce qu'on en sait
programs-col-sources = Vu dans
programs-col-first = Premier
programs-col-last = Dernier
programs-why-misplaced = dans un dossier inhabituel
programs-why-name_only = nom seul
