# Artefacts sur le système : un nom, ce qu'il montre, quand une correspondance est innocente.
artifact-ios_global_preferences-name = Préférences de l'appareil
artifact-ios_global_preferences-shows = Langues, région et autres réglages généraux, dont l'activation du mode Isolement.
artifact-ios_global_preferences-innocent = Un réglage dit comment l'appareil est configuré, pas que quelqu'un l'a attaqué.

artifact-ios_accounts-name = Comptes (iOS)
artifact-ios_accounts-shows = Comptes configurés sur l'appareil (identifiant Apple, courriel, calendriers, réseaux sociaux), avec leurs dates et le programme qui les a configurés.
artifact-ios_accounts-innocent = La plupart des comptes ont été configurés par le propriétaire ; des programmes du système tiennent aussi des comptes que personne ne voit.

artifact-ios_applications-name = Applications installées
artifact-ios_applications-shows = Applications de l'appareil : nom, vendeur, programme qui les a installées, compte et date d'achat.
artifact-ios_applications-innocent = Une application peut porter le même nom qu'une autre, ou avoir été installée par le propriétaire pour une bonne raison.

artifact-ios_backup_info-name = Description de la sauvegarde
artifact-ios_backup_info-shows = Ce que la sauvegarde dit d'elle-même : l'appareil, ses numéros, sa version d'iOS, quand elle a été faite et comment elle s'est terminée.
artifact-ios_backup_info-innocent = Ces données décrivent l'appareil et la sauvegarde. Elles ne disent rien d'une attaque.

artifact-ios_configuration_profiles-name = Profils de configuration
artifact-ios_configuration_profiles-shows = Profils installés sur l'appareil et ce qu'ils configurent : gestion à distance, VPN, certificats, courriel, liens web ; qui les a signés et quand ils ont été installés.
artifact-ios_configuration_profiles-innocent = Employeurs, écoles, opérateurs mobiles et services VPN installent des profils. Demandez au propriétaire avant de conclure.

artifact-ios_datausage-name = Données mobiles par processus
artifact-ios_datausage-shows = Processus qui ont utilisé le réseau, avec leur première et leur dernière utilisation et la quantité de données, tels que la partie téléphonie d'iOS les compte.
artifact-ios_datausage-innocent = Les processus du système utilisent le réseau en permanence, et des noms courts peuvent coïncider.

artifact-ios_idstatuscache-name = Adresses demandées à Apple
artifact-ios_idstatuscache-shows = Adresses et numéros au sujet desquels l'appareil a interrogé Apple avant un message ou un appel, avec le service et l'heure. Vide depuis iOS 14.7.
artifact-ios_idstatuscache-innocent = L'appareil demande aussi les adresses des contacts et de quiconque a écrit en premier. Une demande montre un contact, pas qu'une attaque a réussi.

artifact-ios_locationd_clients-name = Programmes utilisant la position
artifact-ios_locationd_clients-shows = Programmes qui ont demandé la position de l'appareil, où ils se trouvent et quand ils l'ont reçue pour la dernière fois.
artifact-ios_locationd_clients-innocent = Beaucoup d'applications et de services du système demandent la position en usage ordinaire.

artifact-ios_manifest-name = Fichiers de la sauvegarde
artifact-ios_manifest-shows = Chaque fichier de la sauvegarde avec son chemin, sa taille, son propriétaire et ses dates, et les noms de sites dans les dossiers où les applications gardent du contenu web.
artifact-ios_manifest-innocent = Un nom de fichier peut coïncider. Du contenu web est aussi gardé pour des pages seulement incluses dans une autre page.

artifact-ios_netusage-name = Utilisation du réseau par processus
artifact-ios_netusage-shows = Processus qui ont utilisé le réseau, avec leur première et leur dernière utilisation et la quantité de données, tels que la partie réseau d'iOS les compte. Les noms sont coupés à 16 caractères.
artifact-ios_netusage-innocent = Les processus du système utilisent le réseau en permanence, et des noms courts ou coupés peuvent coïncider.

artifact-ios_osanalytics_addaily-name = Totaux quotidiens du réseau
artifact-ios_osanalytics_addaily-shows = Utilisation du réseau par processus, comptée une fois par jour pour les statistiques d'Apple.
artifact-ios_osanalytics_addaily-innocent = Les processus du système utilisent le réseau en permanence, et des noms courts peuvent coïncider.

artifact-ios_profile_events-name = Événements de profils
artifact-ios_profile_events-shows = Quand des profils de configuration ont été installés ou retirés et par quel processus, même pour des profils disparus ; quel processus a changé des réglages gérés.
artifact-ios_profile_events-innocent = iOS lui-même, ses mises à jour et la gestion des appareils par un employeur causent de tels événements.

artifact-ios_tcc-name = Autorisations
artifact-ios_tcc-shows = Quelle application a demandé l'appareil photo, le micro, les contacts ou d'autres données protégées, ce qui a été répondu et quand cela a changé en dernier.
artifact-ios_tcc-innocent = Une application qui a une autorisation ne l'a pas forcément utilisée. Le propriétaire accorde la plupart des autorisations.

artifact-ios_wifi_known_networks-name = Réseaux Wi-Fi connus
artifact-ios_wifi_known_networks-shows = Réseaux Wi-Fi que l'appareil connaît, quand il les a rejoints et les pages qu'ils ont ouvertes à la connexion.
artifact-ios_wifi_known_networks-innocent = Les réseaux connus disent où le propriétaire est passé. Un réseau partagé ou synchronisé peut n'avoir jamais servi.
