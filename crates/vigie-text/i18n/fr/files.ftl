# Les fichiers en tant que tels, quel que soit leur système.
artifact-files_hashes-name = Empreintes de fichiers
artifact-files_hashes-shows = MD5, SHA-1 et SHA-256 des fichiers ; pour un ordinateur sous Windows, ceux des programmes, des scripts et des fichiers de données à côté du système. Les archives sont prises telles quelles, sans être ouvertes. Avec --yara, les règles sont appliquées à ces fichiers.
artifact-files_hashes-innocent = Une empreinte qui correspond désigne exactement le fichier publié. Cela montre que le fichier est là, non qu'il a été exécuté : chercheurs et programmes de protection conservent de tels fichiers.
artifact-files_listing-name = Noms de tous les fichiers
artifact-files_listing-shows = Chaque chemin des fichiers recueillis, avec sa taille et ses dates. Leur contenu n'est pas lu ici.
artifact-files_listing-innocent = Un nom prouve peu : un autre fichier peut le porter. Un fichier vide nommé perfc dans le dossier de Windows est ce que l'on créait pour tenir NotPetya à l'écart.
heuristic-files_mass_encryption-name = Fichiers renommés comme le font les rançongiciels
heuristic-files_mass_encryption-sees = De nombreux fichiers ayant reçu la même terminaison supplémentaire (« rapport.docx.wncry ») : celle que l'on connaît de WannaCry, ou une inconnue derrière celles de documents dans plusieurs dossiers.
heuristic-files_mass_encryption-found = { $count } fichiers se terminent par { $extension } après leur propre terminaison, comme { $seen }.
heuristic-files_mass_encryption-innocent = Les programmes de sauvegarde, de synchronisation et de chiffrement ajoutent une terminaison à de nombreux fichiers, et certains programmes de dessin emploient les mêmes. Ouvrez une copie : si le contenu est là, rien n'a été chiffré.
heuristic-files_ransom_note-name = Noms de demandes de rançon
heuristic-files_ransom_note-sees = Des fichiers portant le nom sous lequel un rançongiciel connu laisse sa demande.
heuristic-files_ransom_note-found = Un fichier se nomme { $seen }, comme les demandes de { $family } (enregistrements : { $count }).
heuristic-files_ransom_note-innocent = N'importe qui peut nommer ainsi un fichier. Les collections de chercheurs et les essais de programmes de protection contiennent de tels fichiers. Lisez-le : une demande de rançon réclame de l'argent pour les fichiers.
