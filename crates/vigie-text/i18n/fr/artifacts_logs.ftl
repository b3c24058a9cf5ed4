# Artefacts sur les journaux et les rapports : un nom, ce qu'il montre, quand une correspondance est innocente.
artifact-ios_shutdown_log-name = Journal des extinctions
artifact-ios_shutdown_log-shows = Quand l'appareil a été éteint, et quels programmes n'étaient pas encore terminés pendant qu'il attendait.
artifact-ios_shutdown_log-innocent = Des services du système très occupés et des applications ordinaires retardent aussi une extinction. Des versions d'iOS 26 ne gardent que la dernière.
