# Artefacts sur les personnes et les messages : un nom, ce qu'il montre, quand une correspondance est innocente.
artifact-ios_calls-name = Journal des appels
artifact-ios_calls-shows = Qui a appelé ou a été appelé, quand, combien de temps et par quelle application.
artifact-ios_calls-innocent = Un appel montre un contact, pas une attaque : les numéros changent de mains et chacun peut être appelé par n'importe qui.
