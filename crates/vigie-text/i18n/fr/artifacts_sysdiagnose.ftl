# Artefacts d'un sysdiagnose : nom, ce qu'il montre, quand une correspondance y est innocente.
artifact-ios_logdata_statistics-name = Statistiques du journal système
artifact-ios_logdata_statistics-shows = Les programmes qui écrivaient le plus dans le journal système, relevés chaque fois qu'un fichier du journal était plein. On y trouve des programmes exécutés il y a des jours ou des semaines, même quand le journal lui-même n'existe plus.
artifact-ios_logdata_statistics-innocent = Les programmes du système et les applications courantes écrivent beaucoup. Un nom seul peut coïncider ; le dossier d'où le programme s'exécutait compte davantage.

artifact-sysdiagnose_log-name = Description du sysdiagnose
artifact-sysdiagnose_log-shows = Quand le sysdiagnose a été fait, dans quel fuseau horaire et par quelle version interne d'iOS.
artifact-sysdiagnose_log-innocent = Ceci décrit l'archive et ne dit rien d'une attaque.

artifact-sysdiagnose_ps-name = Processus en cours
artifact-sysdiagnose_ps-shows = Tous les processus qui s'exécutaient quand le sysdiagnose a été fait : programme, utilisateur, parent, arguments et heure de démarrage.
artifact-sysdiagnose_ps-innocent = Des centaines de processus du système s'exécutent à tout moment, et des noms courts peuvent coïncider. Le dossier d'où un programme s'exécute compte davantage que son nom.

artifact-sysdiagnose_ps_thread-name = Processus en cours, avec leurs fils d'exécution
artifact-sysdiagnose_ps_thread-shows = La même liste de processus, faite à quelques instants d'intervalle, avec le nombre de fils d'exécution de chacun.
artifact-sysdiagnose_ps_thread-innocent = Des processus éphémères figurent dans une liste et pas dans l'autre. Des noms peuvent coïncider.

artifact-sysdiagnose_spindump-name = Échantillons des processus (spindump)
artifact-sysdiagnose_spindump-shows = Tous les processus observés pendant deux secondes : programme, utilisateur, parent, âge et bibliothèques chargées.
artifact-sysdiagnose_spindump-innocent = Les applications chargent leurs propres bibliothèques, et des processus du système travaillent pour une application. Des noms peuvent coïncider.

artifact-sysdiagnose_taskinfo-name = Tâches du noyau
artifact-sysdiagnose_taskinfo-shows = Toutes les tâches connues du noyau quand le sysdiagnose a été fait, et depuis combien de temps chacune s'exécutait.
artifact-sysdiagnose_taskinfo-innocent = Seuls des noms figurent ici, coupés quand ils sont longs : des programmes différents peuvent donc se ressembler.
