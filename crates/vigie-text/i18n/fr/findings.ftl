# Niveaux et sens.
level-info = info
level-low = faible
level-medium = moyen
level-high = élevé
level-critical = critique
meaning-execution-name = Exécution
meaning-execution-explained = Quelque chose s'est exécuté sur cet appareil qui porte le nom ou la marque d'un outil connu, qui n'a pas sa place là où il s'est exécuté, ou qui s'est comporté de façon inhabituelle.
meaning-persistence-name = Persistance
meaning-persistence-explained = Quelque chose qui porte le nom ou la marque d'un outil connu, ou qui pourrait servir d'outil de ce genre, est, ou était, enregistré sur cet appareil.
meaning-tampering-name = Altération
meaning-tampering-explained = Des traces semblent effacées ou modifiées. Les gens et le système lui-même suppriment aussi des choses.
meaning-exposure-name = Exposition
meaning-exposure-explained = Un leurre, ou quelque chose qui pourrait en être un, est arrivé sur cet appareil. Cela seul ne montre pas qu'il a fonctionné.
meaning-notice-name = Avertissement
meaning-notice-explained = Un fournisseur semble avoir averti le propriétaire.
meaning-weakness-name = Réglages
meaning-weakness-explained = La façon dont l'appareil est configuré. Cela ne dit rien d'une attaque.

# Ce qui a rencontré un indicateur. $artifact est le nom de l'artefact, $seen la valeur sur l'appareil, $indicator la
# valeur publiée, $malware à qui elle appartient selon ceux qui l'ont publiée, $how la façon dont ils se rencontrent.
finding-link = { $artifact } : { $seen }. { $how ->
    [subdomain] Ce nom est un sous-domaine de { $indicator }, publié
    [cidr] Cette adresse se trouve dans { $indicator }, publié
    [nested] Ce lien contient { $indicator }, publié
    [email-domain] Le domaine de cette adresse électronique est { $indicator }, publié
    [pattern] Elle correspond au motif { $indicator }, publié
   *[exact] Cette adresse a été publiée
 } comme indicateur de { $malware }.
finding-process = { $artifact } : un processus nommé { $seen }. { $how ->
    [truncated] Le nom est tronqué ; { $indicator }, qui commence de même, a été publié
    [truncated-tail] Android n'a gardé que la fin du nom ; { $indicator }, qui se termine de même, a été publié
    [pattern] Il correspond au motif { $indicator }, publié
   *[exact] Ce nom a été publié
 } comme indicateur de { $malware }.
finding-process-as-file = { $artifact } : un fichier nommé comme le processus { $indicator }, publié comme indicateur de { $malware } : { $seen }.
finding-file = { $artifact } : { $seen }. { $how ->
    [path-below] Ce fichier se trouve dans { $indicator }, publié
    [pattern] Il correspond au motif { $indicator }, publié
   *[exact] Ce nom ou ce chemin de fichier a été publié
 } comme indicateur de { $malware }.
finding-hash = { $artifact } : un fichier dont l'empreinte { $seen } a été publiée comme indicateur de { $malware }.
finding-app = { $artifact } : l'application ou le certificat { $seen } a été publié comme indicateur de { $malware }.
finding-account = { $artifact } : le compte ou l'adresse { $seen } a été publié comme indicateur de { $malware }.
finding-profile = { $artifact } : le profil de configuration { $seen } a été publié comme indicateur de { $malware }.
finding-other = { $artifact } : { $seen } correspond à { $indicator }, publié comme indicateur de { $malware }.
finding-yara = { $artifact } : le fichier { $seen } répond à la règle YARA { $rule } de { $file }.
innocent-yara = Une règle décrit ce que son auteur a vu dans quelques échantillons ; les fichiers des programmes de protection, les rapports sur une attaque et les recueils de règles contiennent les mêmes chaînes. Une correspondance montre que le fichier est là, non qu'il a été ouvert ou exécuté.

# Quand une correspondance faible est innocente.
innocent-truncated = Les systèmes tronquent les longs noms de processus ; un autre programme dont le nom commence de même a ici la même apparence.
innocent-truncated-tail = Android ne garde que les 15 derniers caractères du nom d'une application ; une autre application dont le nom se termine de même a ici la même apparence.
innocent-process-as-file = Un fichier n'est pas un processus qui s'est exécuté, et beaucoup de programmes portent des noms courts. Regardez où se trouve le fichier.
innocent-email-domain = Seul le domaine a été publié, pas cette adresse ; d'autres personnes peuvent utiliser le même domaine.
innocent-common-name = D'autres logiciels ordinaires portent aussi ce nom ; gatekeeperd, par exemple, fait partie d'Android. Le nom seul dit peu de chose : regardez où se trouve le programme et à qui il appartient.
innocent-nested = L'adresse publiée se trouve dans un autre lien, comme dans les liens vers des archives, des traductions, des rapports ou des avertissements à son sujet.

# What stands in a sentence for a value that the evidence does not tell.
value-not-told = (non indiqué)
