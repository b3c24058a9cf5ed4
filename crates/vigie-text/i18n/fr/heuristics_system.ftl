# Heuristiques sur le système : un nom, ce qu'elle voit, la phrase d'un constat, quand il est innocent.
heuristic-lockdown_mode-name = Mode Isolement
heuristic-lockdown_mode-sees = Si le mode Isolement, la protection d'Apple pour les personnes exposées, est activé.
heuristic-lockdown_mode-found = Le mode Isolement est { $state ->
    [on] activé.
   *[off] désactivé.
 }
heuristic-lockdown_mode-innocent = La plupart des gens n'utilisent pas le mode Isolement ; son état ne dit rien d'une attaque. Il est indiqué pour qu'une personne exposée puisse décider.

heuristic-datausage_missing_pk-name = Lacunes dans la liste des processus
heuristic-datausage_missing_pk-sees = Numéros manquants dans la liste des processus qui ont utilisé le réseau. Un constat par base de données.
heuristic-datausage_missing_pk-found = Numéros manquants dans la liste des processus : { $count } ({ $ranges }).
heuristic-datausage_missing_pk-innocent = iOS retire des processus de cette liste, par exemple ceux des applications supprimées. On trouve des lacunes sur la plupart des appareils et elles ne sont pas en soi le signe d'une attaque ; une base endommagée en a aussi.

heuristic-datausage_missing_process-name = Trafic d'un processus retiré
heuristic-datausage_missing_process-sees = Du trafic réseau dont le processus n'est plus dans la liste des processus. Amnesty International a décrit en 2021 que Pegasus retirait ainsi ses processus.
heuristic-datausage_missing_process-found = { $kind ->
    [one] Il reste du trafic du processus numéro { $process } (lignes : { $rows }), mais le processus lui-même a disparu de la liste.
   *[many] Il reste du trafic de { $rows } processus disparus de la liste, soit plus qu'il n'y en reste.
 }
heuristic-datausage_missing_process-innocent = Une base endommagée, réparée ou copiée en partie peut présenter cet aspect, de même qu'une base restaurée par un autre programme qu'iOS. La trace montre un retrait, pas qui a retiré quoi.

heuristic-idstatus_nul-name = Adresse avec des octets nuls
heuristic-idstatus_nul-sees = Une adresse contenant des octets nuls invisibles, au sujet de laquelle l'appareil a interrogé Apple. Des adresses utilisées pour livrer Pegasus ont été trouvées sous cette forme.
heuristic-idstatus_nul-found = L'appareil a demandé l'adresse { $user }, qui contient des octets nuls, pour le service { $service }.
heuristic-idstatus_nul-innocent = Un programme qui écrit mal les adresses pourrait en être la cause, ou un fichier endommagé. La trace montre que quelque chose a atteint l'appareil, pas que cela a réussi.

heuristic-sideloaded_app-name = Application d'une autre provenance
heuristic-sideloaded_app-sees = Applications qui n'ont pas été installées par l'App Store, TestFlight ou la gestion des appareils, applications dont les métadonnées ne disent pas laquelle c'est, et applications signées par une entreprise ou un développeur au lieu de l'App Store. Le logiciel espion Hermit était une application signée par une entreprise pour son propre personnel.
heuristic-sideloaded_app-found = { $kind ->
    [no_id] Les métadonnées de l'application { $app } n'indiquent pas son identifiant.
    [company] L'application { $app } a été signée par { $source } pour tous les appareils, comme le font les entreprises pour leur personnel. L'App Store ne l'a pas vérifiée.
    [developer] L'application { $app } a été signée par { $source } pour le développement, sur les appareils d'une liste.
    [listed] L'application { $app } a été signée par { $source } pour les appareils d'une liste.
   *[source] L'application { $app } a été installée par { $source }.
 }
heuristic-sideloaded_app-innocent = Développeurs, testeurs, entreprises et, dans certains pays, d'autres magasins installent des applications de cette façon. Demandez au propriétaire s'il connaît l'application.

heuristic-triangulation_backupagent-name = Processus BackupAgent
heuristic-triangulation_backupagent-sees = Utilisation du réseau par un processus nommé BackupAgent, la trace publiée par Kaspersky pour l'opération Triangulation. Le programme actuel BackupAgent2 n'est pas visé.
heuristic-triangulation_backupagent-found = Le processus { $process } a utilisé le réseau.
heuristic-triangulation_backupagent-innocent = De très anciennes versions d'iOS avaient un programme de ce nom, et des données reprises d'un tel appareil pourraient encore le nommer. Sur d'autres appareils, ce processus n'est pas attendu.

heuristic-unexpected_profile-name = Profil de configuration
heuristic-unexpected_profile-sees = Un profil de configuration est installé, et ce qu'il permet.
heuristic-unexpected_profile-found = Le profil { $name } ({ $profile }) est installé. { $power ->
    [management] Il permet à quelqu'un d'autre de gérer l'appareil.
    [traffic] Il peut diriger ou filtrer le trafic réseau de l'appareil.
    [certificate] Il ajoute un certificat, ce qui peut amener l'appareil à faire confiance à d'autres serveurs.
    [notifications] Il règle quelles notifications sont affichées et peut en cacher.
   *[other] Il change des réglages de l'appareil.
 } Types de contenu : { $types }
heuristic-unexpected_profile-innocent = Les téléphones d'employeurs et d'écoles, les opérateurs mobiles, les services VPN et les programmes d'essai utilisent des profils. Cela ne compte que si le propriétaire ne le connaît pas.

heuristic-download_elsewhere-name = Téléchargement détourné
heuristic-download_elsewhere-sees = Des téléchargements de l'iTunes Store et de livres qui devaient être écrits hors du dossier des médias, ou venus d'une adresse qui n'est pas celle d'Apple. Des lignes ainsi forgées font écrire à iOS des fichiers au choix de quelqu'un, sur un appareil déverrouillé et branché.
heuristic-download_elsewhere-found = { $kind ->
    [published] Un téléchargement devait être écrit dans { $path }, comme dans une évasion de bac à sable publiée. Il venait de { $host }.
    [both] Un téléchargement venu de { $host }, qui n'est pas une adresse d'Apple, devait être écrit dans { $path }, hors du dossier des médias.
    [path] Un téléchargement venu de { $host } devait être écrit dans { $path }, hors du dossier des médias.
   *[host] Un téléchargement est venu de { $host }, qui n'est pas une adresse d'Apple.
 }
heuristic-download_elsewhere-innocent = Des propriétaires utilisent des outils fondés sur cette faiblesse pour modifier des réglages qu'iOS cache ; les podcasts, et les livres ouverts depuis une page, peuvent venir de n'importe quelle adresse. Demandez si le téléphone a un jour été branché à un tel outil. Sur un téléphone que personne n'a bricolé, un chemin hors du dossier des médias est inhabituel.
