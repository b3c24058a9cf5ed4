# Artefacts du système de fichiers : un nom, ce qu'il montre, quand une correspondance est innocente.

artifact-ios_aggregate_dictionary-name = Compteurs quotidiens (aggregate dictionary)
artifact-ios_aggregate_dictionary-shows = Compteurs par jour qu'iOS tenait pour Apple jusqu'à la version 13, dont des programmes et des services.
artifact-ios_aggregate_dictionary-innocent = Un compteur dit qu'une chose s'est produite un jour donné, pas qu'il s'agissait d'une attaque. Des noms peuvent coïncider.

artifact-ios_analytics-name = Statistiques de sécurité
artifact-ios_analytics-shows = Événements que les services de trousseau et de confiance d'iOS comptent pour Apple, avec les programmes et les hôtes concernés.
artifact-ios_analytics-innocent = Un nom n'y est que compté. Les noms de processus et de types d'événements sont courts et peuvent coïncider.

artifact-ios_analytics_os_versions-name = Versions d'iOS dans les statistiques de sécurité
artifact-ios_analytics_os_versions-shows = Quelle version interne (build) d'iOS fonctionnait à quel moment, d'après les statistiques de sécurité.
artifact-ios_analytics_os_versions-innocent = Ces données disent quand l'appareil a été mis à jour. Elles ne disent rien d'une attaque.

artifact-ios_application_state-name = Applications connues de l'écran d'accueil
artifact-ios_application_state-shows = Chaque application que connaît l'écran d'accueil, les dossiers de son programme et de ses données, et quand elle a été supprimée.
artifact-ios_application_state-innocent = Une application peut porter le même nom qu'une autre, ou avoir été installée puis supprimée par le propriétaire.

artifact-ios_biome-name = Utilisation de l'appareil (Biome)
artifact-ios_biome-shows = Événements des flux de Biome : quelle application était au premier plan, a été installée, a notifié, a ouvert quelle page ou utilisé quelle autorisation ; quand l'écran a été verrouillé, l'appareil connecté, branché ou démarré.
artifact-ios_biome-innocent = Des événements d'autres appareils du même compte y figurent aussi et sont signalés comme tels. Les textes de flux dont la forme n'est pas publiée peuvent coïncider avec un nom.

artifact-ios_cache_files-name = Caches web des programmes
artifact-ios_cache_files-shows = Adresses que les applications et les services du système ont chargées, à quel moment, et vers où elles ont été redirigées.
artifact-ios_cache_files-innocent = Les applications chargent des publicités, des statistiques et des aperçus de liens que personne n'a ouverts. Un serveur partagé héberge aussi des pages inoffensives.

artifact-ios_cookies-name = Cookies
artifact-ios_cookies-shows = Sites qui ont déposé un cookie dans Safari ou dans une application, quand, et jusqu'à quand. La valeur des cookies n'est pas conservée.
artifact-ios_cookies-innocent = La publicité et les statistiques de pages ordinaires déposent la plupart des cookies. Un cookie montre qu'une page du site a été chargée, pas que quelqu'un a choisi de l'ouvrir.

artifact-ios_dhcp_leases-name = Adresses attribuées par des réseaux
artifact-ios_dhcp_leases-shows = Adresses que des réseaux ont attribuées à l'appareil, par quel routeur, et quand.
artifact-ios_dhcp_leases-innocent = Les adresses des réseaux domestiques et professionnels se répètent partout dans le monde.

artifact-ios_fsevents-name = Événements du système de fichiers
artifact-ios_fsevents-shows = Chemins créés, modifiés, renommés ou supprimés, y compris pour des fichiers disparus. Les événements ont un ordre, mais pas d'heure.
artifact-ios_fsevents-innocent = Les mises à jour et les applications créent et suppriment des fichiers en permanence. Un nom de fichier peut coïncider.

artifact-ios_install_history-name = Historique des mises à jour du système
artifact-ios_install_history-shows = Mises à jour d'iOS installées ou annulées, à l'heure de l'appareil, dont le fuseau n'est pas indiqué.
artifact-ios_install_history-innocent = Ces données disent quand l'appareil a été mis à jour. Elles ne disent rien d'une attaque.

artifact-ios_knowledgec-name = Utilisation de l'appareil (knowledgeC)
artifact-ios_knowledgec-shows = Quelle application était utilisée, a été installée ou a ouvert quelle page web, et quand.
artifact-ios_knowledgec-innocent = Des événements d'autres appareils du même compte peuvent y être synchronisés. Une adresse y a été ouverte, ce qui ne montre pas qu'une attaque a réussi.

artifact-ios_launchd-name = Services démarrés par le système
artifact-ios_launchd-shows = Services déclarés à launchd avec leurs programmes, et services activés ou désactivés contre leur déclaration.
artifact-ios_launchd-innocent = iOS désactive lui-même des services, et un débridage (jailbreak) installé par le propriétaire déclare les siens.

artifact-ios_lockdownd-name = Journal des connexions à des ordinateurs
artifact-ios_lockdownd-shows = Ce que des ordinateurs ont demandé à l'appareil par câble ou par le réseau, à l'heure de l'appareil, dont le fuseau n'est pas indiqué.
artifact-ios_lockdownd-innocent = Chaque synchronisation, sauvegarde, examen, ou connexion à un chargeur qui échange des données, laisse de telles lignes.

artifact-ios_marker_preferences-name = Préférences citées dans des rapports
artifact-ios_marker_preferences-shows = Ce que contiennent des fichiers de préférences que des rapports publiés disent laissés ou modifiés par des outils d'intrusion.
artifact-ios_marker_preferences-innocent = Le fichier com.apple.CrashReporter.plist est ordinaire sur l'iPhone d'un développeur ; ce qui compte est de savoir s'il empêche l'envoi des rapports de plantage.

artifact-ios_mcstate-name = État de la gestion de l'appareil
artifact-ios_mcstate-shows = Si l'appareil est supervisé et par qui, quel serveur le gère, et quels profils sont listés, y compris cachés.
artifact-ios_mcstate-innocent = Les employeurs et les écoles gèrent des appareils. Demandez au propriétaire avant de conclure.

artifact-ios_mobile_installation-name = Journal d'installation
artifact-ios_mobile_installation-shows = Installations, mises à jour et suppressions d'applications et redémarrages de l'appareil, à l'heure de l'appareil, dont le fuseau n'est pas indiqué.
artifact-ios_mobile_installation-innocent = Le propriétaire et l'App Store causent la plupart de ces lignes. Une application peut porter le même nom qu'une autre.

artifact-ios_mobileactivation-name = Journal d'activation
artifact-ios_mobileactivation-shows = Démarrages, activations et mises à niveau du système, à l'heure de l'appareil, dont le fuseau n'est pas indiqué.
artifact-ios_mobileactivation-innocent = Chaque redémarrage et chaque mise à jour écrit de telles lignes.

artifact-ios_notifications-name = Notifications
artifact-ios_notifications-shows = Notifications que des applications ont affichées ou devaient afficher, avec leur heure et leur texte.
artifact-ios_notifications-innocent = Applications et annonceurs envoient des notifications avec des liens que personne n'a demandés. Une notification montre qu'un message est arrivé, pas qu'il a été ouvert.

artifact-ios_pair_records-name = Ordinateurs jumelés
artifact-ios_pair_records-shows = Ordinateurs auxquels l'appareil fait confiance, par leurs identifiants et certificats. Les clés ne sont pas conservées.
artifact-ios_pair_records-innocent = L'ordinateur du propriétaire, d'un réparateur ou de la personne qui a fait cette acquisition en fait partie.

artifact-ios_powerlog-name = Journal d'énergie
artifact-ios_powerlog-shows = Programmes qui ont fonctionné ou utilisé le réseau, l'appareil photo ou la position, applications installées, et quand, d'après la comptabilité de la batterie.
artifact-ios_powerlog-innocent = Les processus du système y figurent en permanence, et des noms courts peuvent coïncider.

artifact-ios_safari_downloads-name = Téléchargements de Safari
artifact-ios_safari_downloads-shows = Fichiers téléchargés par Safari : d'où, vers où, et quand.
artifact-ios_safari_downloads-innocent = On télécharge sans cesse des fichiers depuis des serveurs partagés. Un fichier téléchargé n'a pas forcément été ouvert.

artifact-ios_version_history-name = Versions d'iOS
artifact-ios_version_history-shows = Quelle version d'iOS fonctionnait à quel moment, d'après l'en-tête des journaux d'analyse d'Apple.
artifact-ios_version_history-innocent = Ces données disent quand l'appareil a été mis à jour. Elles ne disent rien d'une attaque.

artifact-ios_web_clips-name = Pages web sur l'écran d'accueil
artifact-ios_web_clips-shows = Pages web que le propriétaire ou un profil de configuration a placées sur l'écran d'accueil.
artifact-ios_web_clips-innocent = Propriétaires et employeurs placent des pages sur l'écran d'accueil comme raccourcis.

artifact-ios_app_predictions-name = Utilisations d'applications (prédictions)
artifact-ios_app_predictions-shows = Lancements d'applications à partir desquels iOS prédit le suivant, avec leurs dates. Les lieux sont laissés de côté.
artifact-ios_app_predictions-innocent = Les applications du propriétaire s'y trouvent. Un lancement dit qu'une application a été ouverte, pas par qui.

artifact-ios_bluetooth_devices-name = Appareils Bluetooth
artifact-ios_bluetooth_devices-shows = Appareils jumelés en Bluetooth, et appareils qui étaient seulement à portée.
artifact-ios_bluetooth_devices-innocent = Casques, voitures, montres et appareils de passants y figurent. Un nom est celui que l'appareil se donne.

artifact-ios_book_downloads-name = Téléchargements de livres
artifact-ios_book_downloads-shows = Ce que le service des livres est allé chercher : les adresses, et où il devait placer les fichiers.
artifact-ios_book_downloads-innocent = Les livres et livres audio achetés ou ouverts par le propriétaire s'y trouvent, depuis des adresses d'Apple.

artifact-ios_provisioning_profiles-name = Signataires d'applications
artifact-ios_provisioning_profiles-shows = Applications accompagnées d'un profil d'approvisionnement : qui les a signées, pour tous les appareils ou pour ceux d'une liste, et jusqu'à quand.
artifact-ios_provisioning_profiles-innocent = Développeurs, testeurs et entreprises signent leurs propres applications. Les outils avec lesquels on installe soi-même des applications le font aussi.

artifact-ios_restore_log-name = Mises à jour tentées
artifact-ios_restore_log-shows = Mises à jour du système signalées par le service de mise à jour, de quelle version interne vers quelle autre.
artifact-ios_restore_log-innocent = Tout appareil est mis à jour. Une ligne dit qu'une mise à jour a été tentée, pas qu'elle a réussi.

artifact-ios_store_user-name = Applications du compte App Store
artifact-ios_store_user-shows = Ce que le compte de l'App Store a installé, supprimé et acheté un jour, avec les dates.
artifact-ios_store_user-innocent = Le compte peut servir sur plusieurs appareils et à une famille ; une application achetée n'a pas forcément été sur cet appareil.
