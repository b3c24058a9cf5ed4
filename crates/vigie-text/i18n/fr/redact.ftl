# Ce qui est retiré d'un dossier avant de le transmettre.
redact-note-person = Expurgé (personne) : les noms, numéros, adresses, comptes, textes et chemins sont remplacés par des empreintes à clé (« redacted-… ») ; une même valeur a la même empreinte. Ce qui a été publié d'un indicateur, les dates et les nombres restent. De la chronologie ne restent que les moments des constats.
redact-note-indicators-only = Expurgé (indicateurs seuls) : quels indicateurs publiés ont été rencontrés, quel jour et ce que cela veut dire. Les constats d'heuristiques et ce qui a été examiné ou non sont laissés de côté : de ce qui manque ici, rien ne peut être déduit.
help-export-more = D'autres dossiers, pour --redact statistics : les appareils sont comptés sur l'ensemble
help-export-redact = Ce qu'il faut retirer : none (rien) ; person (noms, numéros, comptes, textes et chemins deviennent des empreintes à clé) ; indicators-only (quels indicateurs publiés ont été rencontrés, quel jour) ; statistics (nombres d'appareils sur plusieurs dossiers ; csv ou jsonl)
help-export-redact-key = La clé des empreintes, gardée dans ce fichier et créée s'il n'existe pas : avec la même clé, les exports ont les mêmes empreintes. Sans lui, la clé est aléatoire et oubliée. Ne la transmettez jamais
help-export-country = Avec --redact statistics : le pays de ces appareils, en deux lettres (ISO 3166-1)
redact-key-written = Une nouvelle clé a été écrite dans { $path }. Qui la possède peut essayer de retrouver ce que cachent les empreintes : gardez-la là où est le dossier.
redact-written = Écrit dans { $path }.
redact-statistics = Dossiers comptés : { $cases }. Ce que moins de { $fewest } appareils présentent est laissé de côté ({ $left_out ->
    [one] un nombre
   *[other] { $left_out } nombres
 }). Un tableau refait avec un dossier de plus parle de ce dossier : publiez à dates fixes.
redact-statistics-unnamed = { $count ->
    [one] { $count } dossier n'est pas dans ces nombres : sa pièce ne dit pas de quel appareil elle vient
   *[other] { $count } dossiers ne sont pas dans ces nombres : leur pièce ne dit pas de quel appareil elle vient
 }, et un appareil ne doit compter qu'une fois.
redact-statistics-empty = Rien n'a été rencontré assez souvent pour être dit : le tableau est vide. Cela ne veut pas dire que rien n'a été trouvé.
err-redact-counts = Plusieurs dossiers et --country ne servent qu'avec --redact statistics.
todo-redact-counts = Indiquez un seul dossier et aucun pays, ou choisissez --redact statistics.
err-redact-format = Des statistiques ne s'écrivent pas en { $format } : ce sont des nombres, pas des constats.
todo-redact-format = Choisissez --format csv ou --format jsonl.
err-redact-key = { $path } n'est pas une clé d'expurgation.
todo-redact-key = Un tel fichier contient 64 chiffres hexadécimaux. Indiquez-en un qui n'existe pas : il sera créé.
err-counts-only = { $path } contient des nombres sur plusieurs dossiers, pas un dossier.
todo-counts-only = Son tableau est statistics.csv.
err-redacted-evidence = { $path } est une copie expurgée : elle ne nomme pas les fichiers examinés.
todo-redacted-evidence = Comparez ce qui a été acquis avec le dossier dont la copie est tirée.
err-redacted-diff = { $path } est une copie expurgée : son contenu ne peut pas être comparé à un autre dossier.
todo-redacted-diff = Comparez les dossiers dont les copies sont tirées.
err-redacted-counts = { $path } est une copie expurgée : elle ne dit pas de quel appareil elle vient, et un appareil ne doit compter qu'une fois.
todo-redacted-counts = Comptez les dossiers dont les copies sont tirées.
err-redacted-report = { $path } ne contient que les indicateurs rencontrés : un rapport ne pourrait pas dire ce qui a été examiné ou non.
todo-redacted-report = Écrivez le rapport du dossier dont la copie est tirée, ou d'une copie au niveau « person ».
