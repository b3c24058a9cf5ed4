# Journaux d'événements, prefetch, tâches et journaux texte de Windows : un nom, ce que montre l'artefact, quand c'est anodin.

artifact-windows_event_logs-name = Journaux d'événements
artifact-windows_event_logs-shows = Quels journaux d'événements de Windows sont présents, de quand à quand chacun remonte, et si des numéros d'enregistrements manquent au milieu.
artifact-windows_event_logs-innocent = Windows écrase les enregistrements les plus anciens quand un journal est plein ; un export ne contient que ce qui a été demandé.

artifact-windows_events_services-name = Services installés
artifact-windows_events_services-shows = Les services et pilotes qui ont été installés, ce qu'ils exécutent, sous quel compte et quand.
artifact-windows_events_services-innocent = Chaque installation d'un pilote, d'un antivirus ou d'un outil d'assistance à distance installe des services.

artifact-windows_events_processes-name = Processus démarrés
artifact-windows_events_processes-shows = Les programmes démarrés, par quel programme, sous quel compte et avec quelle ligne de commande, pour autant que l'audit ou Sysmon ait été activé.
artifact-windows_events_processes-innocent = Un nom seul dit peu : des programmes portent le même nom. Les outils d'un administrateur sont ceux d'un intrus.

artifact-windows_events_sysmon-name = Sysmon
artifact-windows_events_sysmon-shows = Ce que Sysmon, là où il est installé, a noté des fichiers, bibliothèques, pilotes, connexions, noms résolus, canaux nommés et du registre.
artifact-windows_events_sysmon-innocent = Un nom résolu montre un contact, pas une réussite. Des chercheurs et des filtres résolvent eux aussi les noms de logiciels malveillants.

artifact-windows_events_tasks-name = Tâches planifiées dans les journaux
artifact-windows_events_tasks-shows = Les tâches planifiées enregistrées, modifiées, supprimées ou exécutées, et ce qu'elles font.
artifact-windows_events_tasks-innocent = Les programmes de mise à jour des navigateurs, des pilotes et des suites bureautiques enregistrent et modifient sans cesse des tâches.

artifact-windows_events_cleared-name = Journaux d'événements effacés
artifact-windows_events_cleared-shows = Quels journaux d'événements ont été effacés, par qui et quand.
artifact-windows_events_cleared-innocent = Des administrateurs effacent des journaux quand ils installent un ordinateur ou cherchent une panne.

artifact-windows_events_logons-name = Ouvertures de session
artifact-windows_events_logons-shows = Qui a ouvert une session, qui n'y est pas parvenu, d'où, et qui a utilisé le nom d'un autre compte.
artifact-windows_events_logons-innocent = Services, tâches et dossiers partagés ouvrent sans cesse des sessions ; un mot de passe oublié échoue de nombreuses fois.

artifact-windows_events_shares-name = Dossiers partagés ouverts
artifact-windows_events_shares-shows = Les dossiers partagés, leurs fichiers et les canaux nommés ouverts depuis d'autres ordinateurs.
artifact-windows_events_shares-innocent = Sauvegardes, télédistribution de logiciels et administrateurs utilisent les partages d'administration.

artifact-windows_events_defender-name = Microsoft Defender
artifact-windows_events_defender-shows = Ce que Microsoft Defender a trouvé et fait, quand il a été désactivé et ce qu'on lui a dit d'ignorer.
artifact-windows_events_defender-innocent = Defender signale aussi des outils et des installateurs indésirables plutôt que dangereux ; ce qu'il a arrêté ne s'est pas exécuté.

artifact-windows_events_powershell-name = PowerShell
artifact-windows_events_powershell-shows = Les scripts et commandes que PowerShell a exécutés, et les lignes de commande avec lesquelles il a été démarré.
artifact-windows_events_powershell-innocent = Windows s'administre avec PowerShell ; Windows et de nombreux produits apportent leurs propres scripts.

artifact-windows_events_bits-name = Transferts en arrière-plan (BITS)
artifact-windows_events_bits-shows = Ce qui a été téléchargé ou envoyé en arrière-plan, d'où et pour qui.
artifact-windows_events_bits-innocent = Windows Update et les programmes de mise à jour des navigateurs utilisent BITS chaque jour.

artifact-windows_events_wmi-name = Activité de WMI
artifact-windows_events_wmi-shows = Ce qui a utilisé WMI, d'ici ou d'ailleurs, et les consommateurs liés durablement à des événements.
artifact-windows_events_wmi-innocent = Les outils de gestion et d'inventaire utilisent sans cesse WMI ; Windows lie lui-même un consommateur (SCM Event Log Consumer).

artifact-windows_events_rdp-name = Bureau à distance
artifact-windows_events_rdp-shows = Qui est entré par le bureau à distance, d'où, et quand les sessions ont commencé et fini.
artifact-windows_events_rdp-innocent = Le télétravail et l'assistance s'en servent. Une session dont l'adresse est LOCAL a eu lieu devant l'ordinateur même.

artifact-windows_events_firewall-name = Changements du pare-feu
artifact-windows_events_firewall-shows = Les règles et réglages du pare-feu de Windows ajoutés, modifiés ou supprimés.
artifact-windows_events_firewall-innocent = Presque tout programme qui écoute un réseau ajoute des règles lors de son installation.

artifact-windows_prefetch-name = Prefetch
artifact-windows_prefetch-shows = Quels programmes se sont exécutés, combien de fois, les dernières fois, et quels fichiers chacun a ouverts dans ses premières secondes.
artifact-windows_prefetch-innocent = Qu'un programme ait ouvert un fichier ne dit pas que ce fichier s'est exécuté. Les serveurs ne tiennent pas de prefetch.

artifact-windows_task_files-name = Tâches planifiées de Windows
artifact-windows_task_files-shows = Les tâches que connaît le planificateur : ce que chacune exécute, quand et sous quel compte.
artifact-windows_task_files-innocent = Windows apporte plus de cent tâches, et la plupart des programmes en ajoutent une pour leurs mises à jour.

artifact-windows_setupapi-name = Installations de périphériques
artifact-windows_setupapi-shows = Quels périphériques ont été branchés pour la première fois et quels pilotes ont été installés, à l'heure de l'ordinateur.
artifact-windows_setupapi-innocent = Chaque clé de stockage, imprimante ou téléphone laisse de telles entrées.

artifact-windows_firewall_log-name = Journal du pare-feu
artifact-windows_firewall_log-shows = Les paquets que le pare-feu de Windows a laissés passer ou rejetés, là où sa journalisation est activée.
artifact-windows_firewall_log-innocent = Un paquet rejeté n'est pas arrivé ; les adresses sont partagées et changent de mains.

artifact-windows_powershell_history-name = Historique de PowerShell
artifact-windows_powershell_history-shows = Ce que chaque compte a saisi dans PowerShell, sans les heures.
artifact-windows_powershell_history-innocent = Développeurs et administrateurs collent des commandes tirées de manuels, adresses comprises.

artifact-windows_hosts-name = Fichier hosts
artifact-windows_hosts-shows = Les noms que cet ordinateur ne résout pas par le réseau, et où ils mènent.
artifact-windows_hosts-innocent = Les listes qui bloquent la publicité et les logiciels malveillants y inscrivent les noms de mauvais serveurs pour qu'ils ne mènent nulle part ; ces noms-là ne sont pas comparés aux indicateurs.

artifact-windows_error_reports-name = Rapports d'erreurs
artifact-windows_error_reports-shows = Les programmes qui ont planté ou cessé de répondre, et les bibliothèques qu'ils avaient chargées.
artifact-windows_error_reports-innocent = Des programmes plantent tous les jours ; seuls le programme, l'endroit et le moment peuvent en faire une piste.

# Heuristiques : un nom, ce qu'elle voit, la phrase d'un constat, quand c'est anodin.

heuristic-windows_log_cleared-name = Journal d'événements effacé
heuristic-windows_log_cleared-sees = Des journaux d'événements qui ont été effacés. Windows note par qui. Des intrus effacent des journaux pour cacher ce qu'ils ont fait, et NotPetya en effaçait quatre avant de redémarrer l'ordinateur.
heuristic-windows_log_cleared-found = Le journal d'événements { $log } a été effacé par { $by } (enregistrements : { $records }).
heuristic-windows_log_cleared-innocent = Des administrateurs effacent des journaux quand ils installent un ordinateur, cherchent une panne ou font de la place, et certains outils de nettoyage aussi. Demandez qui travaillait à ce moment-là. Ce que le journal contenait avant n'y est plus : d'autres constats peuvent donc manquer.

heuristic-windows_log_gap-name = Enregistrements manquants dans un journal
heuristic-windows_log_gap-sees = Des numéros d'enregistrements qui manquent au milieu d'un journal par ailleurs intact. Windows numérote sans lacune ; on connaît des outils qui retirent des enregistrements un à un.
heuristic-windows_log_gap-found = Dans le journal d'événements { $log }, au moins { $missing } numéros d'enregistrements manquent ; la première lacune suit l'enregistrement { $after }, entre { $from } et { $to }.
heuristic-windows_log_gap-innocent = Un export fait avec un filtre ne contient que ce qui a été demandé et présente donc des lacunes. Une coupure de courant peut faire perdre des enregistrements pas encore écrits. Demandez comment le fichier a été produit et cherchez les mêmes moments dans d'autres journaux.

heuristic-windows_defender_off-name = Microsoft Defender désactivé ou restreint
heuristic-windows_defender_off-sees = La protection en temps réel ou un module d'analyse de Microsoft Defender désactivés, et des fichiers ou dossiers soustraits à sa vue. Des intrus font l'un et l'autre avant d'apporter leurs outils.
heuristic-windows_defender_off-found = { $what ->
    [protection_off] La protection en temps réel a été désactivée (enregistrements : { $records }).
    [scanning_off] Une partie de l'analyse a été désactivée (enregistrements : { $records }).
   *[excluded] On a dit à Microsoft Defender d'ignorer { $path } (enregistrements : { $records }).
 }
heuristic-windows_defender_off-innocent = Un autre antivirus désactive Defender lors de son installation, et un administrateur ou la personne elle-même a pu le faire. Développeurs et éditeurs de bases de données demandent de telles exceptions. Cela compte quand personne ne l'a fait, ou peu avant d'autres constats.

heuristic-windows_service_unusual-name = Service inhabituel installé
heuristic-windows_service_unusual-sees = Des services qui exécutent un programme faisant ce qu'on lui dit (interpréteur de commandes, hôte de scripts, « rundll32 »), un programme situé sur un partage réseau, dans un dossier où un utilisateur ordinaire peut écrire ou directement dans le dossier de Windows, et PsExec. Les outils qui exécutent des commandes sur d'autres ordinateurs installent de tels services, et WannaCry l'a fait.
heuristic-windows_service_unusual-found = { $why ->
    [psexec] PsExec, outil de Microsoft servant à exécuter des commandes depuis un autre ordinateur, a installé son service { $name } : { $command } (enregistrements : { $records }).
    [shell] Le service { $name } a été installé pour exécuter un programme qui fait ce qu'on lui dit (interpréteur de commandes, hôte de scripts ou chargeur de bibliothèques) : { $command } (enregistrements : { $records }).
    [share] Le service { $name } a été installé pour exécuter un programme situé sur un partage réseau : { $command } (enregistrements : { $records }).
    [open] Le service { $name } a été installé pour exécuter un programme depuis un dossier où un utilisateur ordinaire peut écrire : { $command } (enregistrements : { $records }).
   *[root] Le service { $name } a été installé pour exécuter un programme situé directement dans le dossier de Windows : { $command } (enregistrements : { $records }).
 }
heuristic-windows_service_unusual-innocent = Des administrateurs utilisent PsExec et ses semblables, la télédistribution et les sauvegardes procèdent de même, et certains installateurs et pilotes exécutent un instant un service depuis un dossier temporaire. Demandez qui entretient l'ordinateur et si cette personne y travaillait alors.

heuristic-windows_encoded_powershell-name = PowerShell encodé
heuristic-windows_encoded_powershell-sees = PowerShell ayant reçu ses commandes en base64, ce qui empêche de les lire d'un coup d'œil. Ce qu'elles contiennent est rapporté ; qu'elles téléchargent ou déballent du code pèse davantage.
heuristic-windows_encoded_powershell-found = { $does ->
    [fetches] PowerShell a reçu un script encodé qui télécharge, déballe ou exécute d'autre code : { $script } (enregistrements : { $records }).
   *[other] PowerShell a reçu un script encodé : { $script } (enregistrements : { $records }).
 }
heuristic-windows_encoded_powershell-innocent = Les outils de gestion, de déploiement et de surveillance encodent aussi leurs scripts, car cela évite des ennuis de guillemets. Lisez ce que contient le script et demandez à qui entretient l'ordinateur s'il le connaît.

heuristic-windows_logon_guessed-name = Session ouverte après de nombreux échecs
heuristic-windows_logon_guessed-sees = Au moins dix ouvertures de session échouées en une heure, puis une réussie depuis le même ordinateur, par le réseau ou le bureau à distance : un mot de passe a pu être deviné.
heuristic-windows_logon_guessed-found = Après { $failures } ouvertures de session échouées depuis { $from } en une heure (comptes différents : { $accounts }), une ouverture de session de { $account } depuis la même origine a réussi.
heuristic-windows_logon_guessed-innocent = Un programme ou un téléphone qui garde un ancien mot de passe échoue sans cesse, et la personne qui saisit ensuite le nouveau vient du même ordinateur. Une adresse extérieure au réseau ou de nombreux comptes différents parlent contre cette explication.

heuristic-windows_remote_service-name = Service installé depuis un autre ordinateur
heuristic-windows_remote_service-sees = Un service installé juste après qu'un autre ordinateur a ouvert le canal du gestionnaire de services ou que le compte qui l'a installé a ouvert une session par le réseau. PsExec, des outils d'intrus et des vers procèdent ainsi, tout comme la télédistribution de logiciels.
heuristic-windows_remote_service-found = { $how ->
    [pipe] Le service { $name } a été installé moins d'une minute après que { $account } a ouvert le gestionnaire de services depuis { $from }.
   *[logon] Le service { $name } a été installé moins de dix secondes après que { $account } a ouvert une session par le réseau depuis { $from }.
 }
heuristic-windows_remote_service-innocent = Des administrateurs, la télédistribution, les consoles de sauvegarde et d'antivirus installent des services depuis leur propre ordinateur. Demandez à qui appartient l'adresse. Sur un serveur très sollicité, une telle proximité peut être un hasard.
