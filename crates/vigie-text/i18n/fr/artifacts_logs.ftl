# Artefacts sur les journaux et les rapports : un nom, ce qu'il montre, quand une correspondance est innocente.
artifact-ios_shutdown_log-name = Journal des extinctions
artifact-ios_shutdown_log-shows = Quand l'appareil a été éteint, et quels programmes n'étaient pas encore terminés pendant qu'il attendait.
artifact-ios_shutdown_log-innocent = Des services du système très occupés et des applications ordinaires retardent aussi une extinction. Des versions d'iOS 26 ne gardent que la dernière.
artifact-ios_crash_reports-name = Rapports de plantage et d'analyse
artifact-ios_crash_reports-shows = Programmes qui ont planté, se sont bloqués ou ont trop consommé, avec leur chemin, leur parent et le code chargé ; processus énumérés quand la mémoire manquait ou que le noyau a paniqué ; programmes, paquets et liens nommés dans les données d'analyse.
artifact-ios_crash_reports-innocent = Les programmes plantent pour bien des raisons, et la plupart des listes nomment tous les processus en cours. Des noms courts ou coupés peuvent coïncider.
artifact-ios_unified_logs-name = Journal unifié
artifact-ios_unified_logs-shows = Quels programmes ont écrit dans le journal du système, d'où, quand et combien de fois, et les liens, hôtes, adresses électroniques, processus et chemins hors du système que nomment leurs messages. Les entrées ne sont pas gardées entières ; un chemin qui contient une espace est lu jusqu'à elle.
artifact-ios_unified_logs-innocent = Le journal nomme tout ce que l'appareil a rencontré, y compris des adresses seulement résolues ou bloquées. Des noms de processus courts peuvent coïncider.
