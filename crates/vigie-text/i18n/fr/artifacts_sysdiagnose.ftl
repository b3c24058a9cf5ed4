# Artefacts d'un sysdiagnose : nom, ce qu'il montre, quand une correspondance y est innocente.
artifact-ios_containermanager-name = Conteneurs des applications
artifact-ios_containermanager-shows = Les dossiers des applications, créés, déplacés et supprimés, dans le journal du programme qui les gère.
artifact-ios_containermanager-innocent = Chaque installation et chaque mise à jour d'une application y laisse des lignes.

artifact-ios_itunesstored_downloads-name = Téléchargements de l'iTunes Store
artifact-ios_itunesstored_downloads-shows = Ce que le programme de téléchargement du magasin est allé chercher : les adresses, et où il a placé les fichiers.
artifact-ios_itunesstored_downloads-innocent = La musique, les livres, les mises à jour et les applications achetés par le propriétaire s'y trouvent, depuis des adresses d'Apple.

artifact-ios_logdata_statistics-name = Statistiques du journal système
artifact-ios_logdata_statistics-shows = Les programmes qui écrivaient le plus dans le journal système, relevés chaque fois qu'un fichier du journal était plein. On y trouve des programmes exécutés il y a des jours ou des semaines, même quand le journal lui-même n'existe plus.
artifact-ios_logdata_statistics-innocent = Les programmes du système et les applications courantes écrivent beaucoup. Un nom seul peut coïncider ; le dossier d'où le programme s'exécutait compte davantage.

artifact-ios_mobilebackup-name = Sauvegardes
artifact-ios_mobilebackup-shows = Les sauvegardes faites par l'appareil et leur issue, ainsi que les applications dont elles contenaient des données.
artifact-ios_mobilebackup-innocent = Toute application qui a des données y figure. L'échec d'une sauvegarde tient le plus souvent au manque de place ou au réseau.

artifact-ios_network_extension-name = VPN et filtres réseau
artifact-ios_network_extension-shows = VPN, filtres de contenu, relais DNS et autres extensions réseau, avec l'application qui a installé chacun et les serveurs utilisés.
artifact-ios_network_extension-innocent = Des particuliers, des employeurs et des écoles utilisent des VPN et des filtres. Demandez au propriétaire s'il les connaît.

artifact-ios_network_extension_apps-name = Applications dans les règles réseau
artifact-ios_network_extension_apps-shows = Les applications que les règles réseau de l'appareil connaissent par leur nom.
artifact-ios_network_extension_apps-innocent = Les applications qui utilisent le réseau y figurent, et y restent quelque temps après leur suppression.

artifact-ios_network_preferences-name = Réglages réseau
artifact-ios_network_preferences-shows = Les services réseau de l'appareil, avec les serveurs de noms, mandataires et VPN réglés pour chacun.
artifact-ios_network_preferences-innocent = Des employeurs, des écoles et des applications de VPN règlent mandataires et serveurs de noms. Demandez au propriétaire s'il les connaît.

artifact-ios_system_version-name = Version du système
artifact-ios_system_version-shows = Version d'iOS, version interne, et s'il s'agit d'une bêta.
artifact-ios_system_version-innocent = Ceci décrit l'appareil. Une version ancienne est une faiblesse, pas une attaque.

artifact-ios_uuid_to_path-name = Programmes rencontrés par échantillonnage
artifact-ios_uuid_to_path-shows = Chemins des programmes et bibliothèques que le système a rencontrés en échantillonnant, conservés après la disparition des fichiers.
artifact-ios_uuid_to_path-innocent = Les programmes du système et toutes les applications exécutées y figurent. Le dossier compte davantage que le nom.

artifact-sysdiagnose_account_devices-name = Appareils du compte
artifact-sysdiagnose_account_devices-shows = Les autres appareils du compte Apple, et les adresses auxquelles les messages lui parviennent.
artifact-sysdiagnose_account_devices-innocent = D'anciens appareils du propriétaire restent longtemps dans le compte. Demandez s'il les connaît tous.

artifact-sysdiagnose_app_installation-name = Travaux de l'App Store
artifact-sysdiagnose_app_installation-shows = Ce que le programme de l'App Store a installé et mis à jour, et pour quel compte.
artifact-sysdiagnose_app_installation-innocent = Les applications du propriétaire et leurs mises à jour s'y trouvent.

artifact-sysdiagnose_brctl_containers-name = Conteneurs iCloud Drive
artifact-sysdiagnose_brctl_containers-shows = Les dossiers que des applications ont dans iCloud Drive, et quelles applications utilisent chacun.
artifact-sysdiagnose_brctl_containers-innocent = Les applications de tous les appareils du compte y figurent, même supprimées.

artifact-sysdiagnose_brctl_dump-name = État d'iCloud Drive
artifact-sysdiagnose_brctl_dump-shows = Bibliothèques d'applications dans iCloud Drive, et versions du système sous lesquelles il a fonctionné.
artifact-sysdiagnose_brctl_dump-innocent = Les applications de tous les appareils du compte y figurent, même supprimées.

artifact-sysdiagnose_crash_list-name = Liste des rapports de plantage
artifact-sysdiagnose_crash_list-shows = Les rapports de plantage présents sur l'appareil quand le sysdiagnose a été fait, y compris ceux qui allaient être effacés.
artifact-sysdiagnose_crash_list-innocent = Des applications et des programmes du système plantent de temps en temps sur tout appareil.

artifact-sysdiagnose_iousb-name = Périphériques USB
artifact-sysdiagnose_iousb-shows = Les périphériques branchés au téléphone quand le sysdiagnose a été fait.
artifact-sysdiagnose_iousb-innocent = Adaptateurs, casques, claviers et chargeurs sont aussi des périphériques USB.

artifact-sysdiagnose_jetsam_priority-name = Processus du gestionnaire de mémoire
artifact-sysdiagnose_jetsam_priority-shows = Les processus que le gestionnaire de mémoire connaissait, avec leur priorité.
artifact-sysdiagnose_jetsam_priority-innocent = Seuls des noms figurent ici, et des noms courts peuvent coïncider.

artifact-sysdiagnose_kbdebug-name = Applications au clavier
artifact-sysdiagnose_kbdebug-shows = Les applications qui ont utilisé le clavier ces dernières heures. Ce qui a été saisi n'y figure pas.
artifact-sysdiagnose_kbdebug-innocent = Les applications du propriétaire utilisent le clavier.

artifact-sysdiagnose_log-name = Description du sysdiagnose
artifact-sysdiagnose_log-shows = Quand le sysdiagnose a été fait, dans quel fuseau horaire et par quelle version interne d'iOS.
artifact-sysdiagnose_log-innocent = Ceci décrit l'archive et ne dit rien d'une attaque.

artifact-sysdiagnose_mounts-name = Systèmes de fichiers montés
artifact-sysdiagnose_mounts-shows = Les disques et images disque montés, et s'il était possible d'y écrire.
artifact-sysdiagnose_mounts-innocent = Les outils de développement et les mises à jour du système montent des images pendant un temps.

artifact-sysdiagnose_netstat-name = Connexions ouvertes
artifact-sysdiagnose_netstat-shows = Les connexions réseau au moment du sysdiagnose, avec le processus de chacune quand la liste le dit.
artifact-sysdiagnose_netstat-innocent = Une adresse peut servir de nombreux sites, et un indicateur peut dater d'avant son détenteur actuel.

artifact-sysdiagnose_network_state-name = État du réseau
artifact-sysdiagnose_network_state-shows = Serveurs de noms, mandataires, routes et hôtes que l'appareil connaissait quand le sysdiagnose a été fait.
artifact-sysdiagnose_network_state-innocent = C'est le réseau local qui distribue serveurs de noms et mandataires ; ce qu'on y trouve en dit plus sur le réseau que sur l'appareil.

artifact-sysdiagnose_olddsc-name = Bibliothèques d'anciens caches
artifact-sysdiagnose_olddsc-shows = Des bibliothèques du système d'une autre version, encore utilisées par des processus.
artifact-sysdiagnose_olddsc-innocent = Après une mise à jour ou un correctif rapide, d'anciennes bibliothèques restent en usage jusqu'au redémarrage suivant.

artifact-sysdiagnose_ps-name = Processus en cours
artifact-sysdiagnose_ps-shows = Tous les processus qui s'exécutaient quand le sysdiagnose a été fait : programme, utilisateur, parent, arguments et heure de démarrage.
artifact-sysdiagnose_ps-innocent = Des centaines de processus du système s'exécutent à tout moment, et des noms courts peuvent coïncider. Le dossier d'où un programme s'exécute compte davantage que son nom.

artifact-sysdiagnose_ps_thread-name = Processus en cours, avec leurs fils d'exécution
artifact-sysdiagnose_ps_thread-shows = La même liste de processus, faite à quelques instants d'intervalle, avec le nombre de fils d'exécution de chacun.
artifact-sysdiagnose_ps_thread-innocent = Des processus éphémères figurent dans une liste et pas dans l'autre. Des noms peuvent coïncider.

artifact-sysdiagnose_remotectl-name = Ordinateurs de confiance
artifact-sysdiagnose_remotectl-shows = L'appareil et les ordinateurs auxquels il était relié, avec les services que chacun proposait.
artifact-sysdiagnose_remotectl-innocent = L'ordinateur qui a servi à recueillir le sysdiagnose, ou celui du propriétaire, est attendu ici.

artifact-sysdiagnose_security-name = Trousseau et confiance
artifact-sysdiagnose_security-shows = Des éléments du trousseau qui nomment des appareils et des services, sans leurs secrets, et les échecs de vérification des certificats par le système.
artifact-sysdiagnose_security-innocent = Les portails captifs, les mandataires d'entreprise et les vieux serveurs causent chaque jour des échecs de confiance.

artifact-sysdiagnose_spindump-name = Échantillons des processus (spindump)
artifact-sysdiagnose_spindump-shows = Tous les processus observés pendant deux secondes : programme, utilisateur, parent, âge et bibliothèques chargées.
artifact-sysdiagnose_spindump-innocent = Les applications chargent leurs propres bibliothèques, et des processus du système travaillent pour une application. Des noms peuvent coïncider.

artifact-sysdiagnose_swcutil-name = Domaines des applications
artifact-sysdiagnose_swcutil-shows = Les domaines web que les applications déclarent comme leurs, et quand chacun a été vérifié en dernier.
artifact-sysdiagnose_swcutil-innocent = Les applications déclarent leurs propres domaines ; y figurer ne signifie pas qu'une page a été visitée.

artifact-sysdiagnose_taskinfo-name = Tâches du noyau
artifact-sysdiagnose_taskinfo-shows = Toutes les tâches connues du noyau quand le sysdiagnose a été fait, et depuis combien de temps chacune s'exécutait.
artifact-sysdiagnose_taskinfo-innocent = Seuls des noms figurent ici, coupés quand ils sont longs : des programmes différents peuvent donc se ressembler.

artifact-sysdiagnose_wifi_scan-name = Wi-Fi à portée
artifact-sysdiagnose_wifi_scan-shows = Les réseaux Wi-Fi à portée quand le sysdiagnose a été fait.
artifact-sysdiagnose_wifi_scan-innocent = Être à portée ne signifie pas que l'appareil a rejoint un réseau.

artifact-sysdiagnose_wifi_security-name = Mots de passe Wi-Fi, par nom
artifact-sysdiagnose_wifi_security-shows = Les réseaux Wi-Fi dont le mot de passe est dans le trousseau, et depuis quand. Les mots de passe n'y figurent pas.
artifact-sysdiagnose_wifi_security-innocent = Les réseaux des autres appareils du propriétaire arrivent avec le compte.

artifact-ios_battery_log-name = Journal de la batterie
artifact-ios_battery_log-shows = Quand la batterie a été mesurée, donc quand l'appareil était allumé, et quand son horloge a été réglée.
artifact-ios_battery_log-innocent = Tout appareil mesure sa batterie. L'horloge est réglée par le réseau et après une batterie vide.

artifact-sysdiagnose_call_dumps-name = Réglages d'appels FaceTime
artifact-sysdiagnose_call_dumps-shows = Ce que le service d'appels a écrit des réglages de chaque appel FaceTime.
artifact-sysdiagnose_call_dumps-innocent = Tout appel FaceTime laisse un tel fichier quelque temps.

artifact-sysdiagnose_named_only-name = Fichiers nommés, non lus
artifact-sysdiagnose_named_only-shows = Fichiers du sysdiagnose dont personne n'a publié la forme : traces de blocages, échantillons de piles, mesures. Ils sont nommés, pas examinés.
artifact-sysdiagnose_named_only-innocent = Tout sysdiagnose contient de tels fichiers. Leur nom ne dit rien d'une attaque.

artifact-sysdiagnose_recent_networks-name = Réseaux Wi-Fi récents
artifact-sysdiagnose_recent_networks-shows = Réseaux Wi-Fi dans lesquels l'appareil se trouvait récemment.
artifact-sysdiagnose_recent_networks-innocent = Les réseaux du domicile, du travail et des voyages s'y trouvent. Seuls les textes sont regardés ; le sens des clés n'est pas publié.

report-counted-not_parsed = { $count ->
    [one] un fichier nommé, non lu
   *[other] { $count } fichiers nommés, non lus
 }
