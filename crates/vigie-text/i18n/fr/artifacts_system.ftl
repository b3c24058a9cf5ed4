# Artefacts sur le système : un nom, ce qu'il montre, quand une correspondance est innocente.
artifact-ios_global_preferences-name = Préférences de l'appareil
artifact-ios_global_preferences-shows = Langues, région et autres réglages généraux, dont l'activation du mode Isolement.
artifact-ios_global_preferences-innocent = Un réglage dit comment l'appareil est configuré, pas que quelqu'un l'a attaqué.
