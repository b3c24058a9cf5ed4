# Heuristiques sur Android : un nom, ce qu'elle voit, la phrase d'un constat, quand c'est anodin.

# D'où vient un paquet, à l'intérieur des phrases qui suivent.
android-origin = { $origin ->
    [system] il fait partie du système
    [store] il vient d'une boutique d'applications ({ $installer })
    [maker] une partie du système l'a installé ({ $installer })
    [app] une autre application l'a installé, qui n'est pas une boutique connue de vigie ({ $installer })
    [hand] il a été installé à partir d'un fichier présent sur le téléphone ({ $installer })
    [cable] il a été installé depuis un ordinateur (adb)
    [nobody] le téléphone ne dit pas qui l'a installé, comme lors d'une installation depuis un ordinateur
    [preloaded] le téléphone ne dit pas qui l'a installé ; son code se trouve dans un dossier que les installations ne créent pas, où certains fabricants placent des applications que la personne peut supprimer
   *[unknown] son origine ne figure pas dans ce qui a été examiné
 }

heuristic-android_accessibility_service-name = Service d'accessibilité activé
heuristic-android_accessibility_service-sees = Des services d'accessibilité activés qui ne font pas partie du système. Ils peuvent lire tout l'écran, messageries comprises, et agir à la place de la personne ; NoviSpy et beaucoup d'applications servant à espionner un partenaire fonctionnent ainsi. Les services seulement installés ne sont pas visés.
heuristic-android_accessibility_service-found = Le service d'accessibilité { $component } est activé. À propos de son paquet, { $package } : { android-origin }.
heuristic-android_accessibility_service-innocent = Les lecteurs d'écran, les gestionnaires de mots de passe, les applications qui bloquent la publicité ou automatisent des tâches et l'assistance à distance ont besoin de ce droit, et certaines s'installent sans boutique. Cela compte quand la personne n'a pas activé ce service ou ne connaît pas l'application. Montrez celle-ci à un spécialiste avant de la supprimer : quelqu'un qui surveille le téléphone s'en apercevrait.

heuristic-android_accessibility_unnamed-name = Services d'accessibilité comptés mais non nommés
heuristic-android_accessibility_unnamed-sees = Des téléphones qui comptent plus de services d'accessibilité installés que la pièce examinée n'en nomme. Un tel service peut lire l'écran et agir à la place de la personne une fois activé.
heuristic-android_accessibility_unnamed-found = Le téléphone compte { $count ->
    [one] un service d'accessibilité installé
   *[other] { $count } services d'accessibilité installés
 } (utilisateur { $user }) ; la pièce examinée { $named ->
    [0] n'en nomme aucun
    [one] en nomme un
   *[other] en nomme { $named }
 }. { $listed ->
    [yes] La liste des services installés que donne le téléphone devrait les nommer tous et ne le fait pas.
   *[no] Le téléphone n'énumère que ceux qui sont activés : la pièce ne dit pas quels sont les autres.
 }
heuristic-android_accessibility_unnamed-innocent = Tout téléphone est livré avec plusieurs de ces services (lecteur d'écran, loupe, contacteurs), et la plupart disent seulement combien il y en a. Une liste coupée en nomme moins. Un rapport entier nomme ceux qui sont activés ; les autres ne font rien tant que la personne ne les autorise pas. Les réglages du téléphone les montrent tous sous « Accessibilité ».

heuristic-android_adb_keys-name = Débogage depuis un ordinateur
heuristic-android_adb_keys-sees = Les ordinateurs autorisés à déboguer le téléphone (adb), et si le débogage est activé. Quiconque tient le téléphone déverrouillé peut autoriser un ordinateur ; dans des cas publiés, un logiciel espion a été installé ainsi.
heuristic-android_adb_keys-found = { $what ->
    [key] Un ordinateur qui se nomme { $comment } est autorisé à déboguer le téléphone ; sa clé a pour empreinte { $fingerprint }.
    [own] L'ordinateur avec lequel cette acquisition a été faite est autorisé à déboguer le téléphone ({ $comment } ; empreinte de la clé { $fingerprint }).
    [own_unnamed] L'ordinateur avec lequel cette acquisition a été faite est autorisé à déboguer le téléphone (empreinte de la clé { $fingerprint }).
    [noted] Le téléphone a noté qu'un ordinateur qui se nomme { $comment } a été autorisé à le déboguer ; sa clé a pour empreinte { $fingerprint }. Elle ne figure dans aucune liste d'ordinateurs autorisés qui ait été examinée.
    [noted_unnamed] Le téléphone a noté qu'un ordinateur dont la clé ne porte pas de nom a été autorisé à le déboguer ; sa clé a pour empreinte { $fingerprint }. Elle ne figure dans aucune liste d'ordinateurs autorisés qui ait été examinée.
    [unnamed] Un ordinateur dont la clé ne porte pas de nom est autorisé à déboguer le téléphone ; sa clé a pour empreinte { $fingerprint }.
    [unread] Dans la liste des ordinateurs autorisés à déboguer le téléphone figure une clé qui n'a pas pu être comprise.
    [network] Le débogage par le réseau est activé.
   *[cable] Le débogage par câble (USB) est activé.
 }
heuristic-android_adb_keys-innocent = Pour produire ce rapport depuis un ordinateur, il a fallu activer le débogage et autoriser cet ordinateur : une clé est donc attendue. Les développeurs en ont plusieurs. Demandez à la personne quels sont ces ordinateurs et si quelqu'un d'autre a eu le téléphone.

heuristic-android_data_local_tmp-name = Fichiers dans le dossier de l'interpréteur de débogage
heuristic-android_data_local_tmp-sees = Des programmes et des fichiers sous /data/local/tmp, dossier dans lequel un ordinateur relié par câble peut copier et exécuter des programmes. Les outils qui prennent le contrôle d'un téléphone ou qui l'examinent y sont souvent placés. Le programme qu'AndroidQF y place lui-même n'est pas compté.
heuristic-android_data_local_tmp-found = { $how ->
    [ran] Le programme { $path } a été exécuté depuis le dossier de l'interpréteur de débogage (enregistrements : { $records }).
   *[lies] Le fichier { $path }, dans le dossier de l'interpréteur de débogage, est mentionné (enregistrements : { $records }).
 }
heuristic-android_data_local_tmp-innocent = Les outils des développeurs et ceux qui servent à examiner ou à réparer des téléphones utilisent ce dossier, peut-être aussi celui qui a produit ce rapport. Si le téléphone n'a jamais été relié à un tel ordinateur, demandez à un spécialiste ce qu'est ce fichier.

heuristic-android_debuggable-name = Système destiné aux développeurs
heuristic-android_debuggable-sees = Une version d'Android qui n'est pas celle que l'on vend : toute application peut y être déboguée, ou un programme peut devenir administrateur (root).
heuristic-android_debuggable-found = Le système se dit lui-même destiné aux développeurs : { $values }
heuristic-android_debuggable-innocent = Les émulateurs, les téléphones de développeurs et plusieurs systèmes libres que l'on installe soi-même le disent. Sur un téléphone acheté dans le commerce et jamais modifié, ce n'est pas attendu.

heuristic-android_device_admin-name = Administrateur de l'appareil
heuristic-android_device_admin-sees = Des administrateurs et des propriétaires de l'appareil qui ne font pas partie du système. Ils peuvent le verrouiller ou l'effacer et sont plus difficiles à supprimer ; des applications servant à espionner un partenaire se font administrateurs.
heuristic-android_device_admin-found = { $component } est administrateur ou propriétaire de l'appareil. À propos de son paquet, { $package } : { android-origin }.
heuristic-android_device_admin-innocent = Les téléphones d'employeurs et d'écoles ont un tel administrateur, de même que les applications qui retrouvent ou verrouillent un téléphone perdu, des logiciels de courrier et certains lanceurs. Cela compte quand personne ne gère le téléphone et que la personne ne connaît pas l'application.

heuristic-android_downgrade-name = Application remplacée par une version plus ancienne
heuristic-android_downgrade-sees = Des mises à jour par lesquelles une application est revenue à une version plus ancienne. Les anciennes versions ont des failles connues, et certains examinateurs s'en servent pour extraire les données d'une application.
heuristic-android_downgrade-found = { $package } est passé du numéro de version { $from } à { $to }, plus ancien.{ $system ->
    [yes] {" "}Il fait partie du système.
   *[no] {""}
 }
heuristic-android_downgrade-innocent = Supprimer une application puis installer un fichier plus ancien, quitter un programme de test ou retirer les mises à jour d'une application du système ramène à une version plus ancienne. Cela compte quand personne ne l'a fait, surtout pour une messagerie, et pendant que le téléphone était aux mains d'autrui.

heuristic-android_forensic_traces-name = Traces d'un examen ou de NoviSpy
heuristic-android_forensic_traces-sees = Des noms de paquets, y compris comme dossiers, que des rapports publiés ont trouvés sur des téléphones passés aux mains d'autorités : celui que l'outil d'extraction de Cellebrite installe puis retire, ceux du logiciel espion NoviSpy, et ceux de BXAQ et de MFSocket, avec lesquels, selon des journaux, la police lit des téléphones en Chine, à une frontière et dans la rue. De plus, dans le dossier de l'interpréteur de débogage, un fichier portant le nom d'un programme que l'outil de Cellebrite a exécuté sur un téléphone : falcon.
heuristic-android_forensic_traces-found = { $tool ->
    [program] Un fichier porte le nom d'un programme que l'outil d'extraction de Cellebrite a exécuté sur un autre téléphone, { $package }, et se trouve dans /data/local/tmp, où de tels outils déposent leurs fichiers (enregistrements : { $records }).
    [novispy] Le nom d'un paquet du logiciel espion NoviSpy a été vu : { $package } (enregistrements : { $records }). { $installed ->
        [yes] Il figure dans la liste des paquets.
       *[no] Il ne figure pas dans la liste des paquets qui a été examinée.
     }
    [bxaq] Le nom du paquet de BXAQ (aussi appelée Feng Cai) a été vu, une application que, selon des journaux en 2019, la police des frontières du Xinjiang met sur les téléphones de voyageurs pour les lire : { $package } (enregistrements : { $records }). { $installed ->
        [yes] Il figure dans la liste des paquets.
       *[no] Il ne figure pas dans la liste des paquets qui a été examinée.
     }
    [mfsocket] Le nom d'un paquet de MFSocket a été vu, une application avec laquelle, selon des journaux en 2019, la police lit des téléphones en Chine lors de contrôles : { $package } (enregistrements : { $records }). { $installed ->
        [yes] Il figure dans la liste des paquets.
       *[no] Il ne figure pas dans la liste des paquets qui a été examinée.
     }
   *[cellebrite] Le nom d'un paquet qu'installe l'outil d'extraction de Cellebrite a été vu : { $package } (enregistrements : { $records }). { $installed ->
        [yes] Il figure dans la liste des paquets.
       *[no] Il ne figure pas dans la liste des paquets qui a été examinée.
     }
 }
heuristic-android_forensic_traces-innocent = Un téléphone a pu être examiné légalement, avec l'accord de la personne, par un employeur ou dans un atelier de réparation ; la trace de l'outil ne dit ni qui l'a utilisé ni pourquoi. Quelqu'un peut aussi avoir choisi ce nom pour un autre programme : des applications vides nommées comme MFSocket circulent, pour empêcher l'installation de la vraie. Gardez le téléphone en l'état, notez quand il n'était pas aux mains de la personne et consultez un spécialiste ou un avocat.

heuristic-android_hidden_icon-name = Application sans icône
heuristic-android_hidden_icon-sees = Des applications qui ne font pas partie du système, n'ont pas d'icône parmi les applications et ont reçu des autorisations touchant à la vie privée. Les applications d'espionnage se cachent ainsi.
heuristic-android_hidden_icon-found = { $package } n'a { $how ->
    [switched_off] plus d'icône (son entrée a été désactivée)
   *[none] pas d'icône
 } et a reçu : { $permissions }. Quant à son origine : { android-origin }.
heuristic-android_hidden_icon-innocent = Les claviers, les widgets, les extensions d'autres applications, les applications pour montres et les agents d'un employeur n'ont pas d'icône. Cela compte quand la personne ne peut pas dire à quoi sert l'application.

heuristic-android_idle_exempt-name = Application qui peut continuer à fonctionner quand le téléphone est en veille
heuristic-android_idle_exempt-sees = Des applications qui ne viennent ni du système ni d'une boutique et ont été exemptées à la main de l'économie de batterie. Ce qui doit surveiller un téléphone sans interruption en a besoin.
heuristic-android_idle_exempt-found = { $package } est exempté de l'économie de batterie. Quant à son origine : { android-origin }.
heuristic-android_idle_exempt-innocent = Des messageries, des réveils, des applications de santé et des outils installés depuis un fichier le demandent aussi pour pouvoir fonctionner. Cela compte quand la personne ne connaît pas l'application ou n'a pas accordé cela.

heuristic-android_input_service-name = Clavier, remplissage de formulaires ou assistant
heuristic-android_input_service-sees = Les claviers activés, le service qui remplit les formulaires et l'assistant, sauf ceux dont on sait qu'ils viennent avec le système. Un clavier voit tout ce qui est saisi, mots de passe compris ; les deux autres voient ce qui s'affiche à l'écran. Un clavier fait pour espionner peut l'enregistrer.
heuristic-android_input_service-found = { $component } est { $what ->
    [autofill] le service qui remplit les formulaires et les mots de passe
    [assistant] l'assistant, à qui est montré ce qui s'affiche à l'écran
   *[keyboard] un clavier activé
 }. À propos de son paquet, { $package } : { android-origin }.
heuristic-android_input_service-innocent = Beaucoup de gens choisissent un autre clavier, pour leur langue ou par goût, et les gestionnaires de mots de passe remplissent les formulaires ; certains s'installent sans boutique. Cela compte quand la personne ne l'a pas choisi ou ne connaît pas l'application. Tant que ce n'est pas éclairci, mieux vaut ne pas saisir de mots de passe sur ce téléphone.

heuristic-android_install_unknown-name = Application autorisée à en installer d'autres
heuristic-android_install_unknown-sees = Des applications qui ne font pas partie du système et ont été autorisées à installer des applications à partir de fichiers (« installer des applis inconnues »).
heuristic-android_install_unknown-found = { $package } a été autorisé à installer d'autres applications. Quant à son origine : { android-origin }.
heuristic-android_install_unknown-innocent = Les boutiques libres, les navigateurs, les messageries et les gestionnaires de fichiers le demandent à l'ouverture d'un fichier, et beaucoup ont accepté un jour. Cela montre par où quelque chose a pu arriver sur le téléphone, non que quelque chose y est arrivé.

heuristic-android_notification_listener-name = Service qui lit les notifications
heuristic-android_notification_listener-sees = Des services qui ne font pas partie du système et peuvent lire toutes les notifications, donc le début des messages et les codes de connexion.
heuristic-android_notification_listener-found = { $component } peut lire toutes les notifications. À propos de son paquet, { $package } : { android-origin }.
heuristic-android_notification_listener-innocent = Les applications pour montres, voitures et musique, les lanceurs et les applications qui trient les notifications ont besoin de ce droit. Cela compte quand la personne ne connaît pas l'application.

heuristic-android_outdated-name = Ancienneté des mises à jour de sécurité
heuristic-android_outdated-sees = Si le niveau des correctifs de sécurité avait plus de six mois le jour où le rapport a été produit.
heuristic-android_outdated-found = Le { $made }, le téléphone avait le niveau de correctifs de sécurité { $patch }, vieux de { $months ->
    [one] { $months } mois
   *[other] { $months } mois
 }.
heuristic-android_outdated-innocent = Beaucoup de fabricants livrent les mises à jour tard ou y mettent fin après quelques années. Un niveau ancien ne dit rien d'une attaque ; il signifie que des failles connues étaient ouvertes.

heuristic-android_package_gone-name = Application qui a laissé des traces et n'est pas installée
heuristic-android_package_gone-sees = Des paquets qui ont laissé des traces d'installation ou d'utilisation mais ne figurent pas dans la liste des paquets, et dont aucune suppression n'a été notée. Un outil installé, utilisé puis retiré laisse de telles traces. De plus, le trafic de l'identifiant d'utilisateur d'une application qu'aucun paquet de la liste ne porte.
heuristic-android_package_gone-found = { $what ->
    [user] Quelque chose portant l'identifiant d'utilisateur { $package } a envoyé ou reçu des données, et aucun paquet de la liste n'a cet identifiant (enregistrements : { $records }) : { $artifacts }.
   *[package] { $package } ne figure pas dans la liste des paquets et a laissé des traces (enregistrements : { $records }) : { $artifacts }. { $private ->
        [yes] Il a utilisé la caméra, le micro, la position, les contacts ou les messages.
       *[no] Aucune ne montre un usage de la caméra, du micro, de la position, des contacts ou des messages.
     }
 }
heuristic-android_package_gone-innocent = On supprime des applications tous les jours, et les statistiques gardent leur nom pendant des mois. Les applications d'un autre utilisateur du téléphone, les applications instantanées et les parties du système qu'une mise à jour a retirées se présentent de la même façon, et tout le reste aussi quand la liste des paquets est incomplète. Cela compte quand la personne n'a jamais eu une telle application.

heuristic-android_privileged_crash-name = Plantage d'un programme important
heuristic-android_privileged_crash-sees = Des plantages de programmes exécutés en tant qu'administrateur (root), système ou interpréteur de débogage, et de programmes qui ouvrent médias et messages. Une attaque qui échoue peut en laisser un.
heuristic-android_privileged_crash-found = { $process } a planté ({ $count ->
    [one] une fois
   *[other] { $count } fois
 }). { $kind ->
    [root] Il était exécuté en tant qu'administrateur (root).
    [system] Il était exécuté en tant que système.
    [shell] Il était exécuté par l'interpréteur de débogage.
   *[opener] Il ouvre des médias ou des messages envoyés par d'autres.
 }
heuristic-android_privileged_crash-innocent = De tels plantages arrivent sur des téléphones sains : pilotes défectueux, mémoire insuffisante, images et vidéos abîmées, mise à jour. Un seul plantage dit peu. Une série, ou un plantage au moment d'un message inattendu ou pendant que le téléphone n'était pas aux mains de la personne, mérite d'être montré à un spécialiste avec le rapport lui-même.

heuristic-android_root_binary-name = Programme de débridage
heuristic-android_root_binary-sees = Des programmes avec lesquels on débride un téléphone, ou que seul un téléphone débridé possède (su, Magisk et semblables), là où ils se trouvent ou se sont exécutés. Les journaux ne sont pas regardés, car des applications ordinaires cherchent ces chemins.
heuristic-android_root_binary-found = { $path } se trouve sur le téléphone ou s'y est exécuté. Il fait partie des programmes avec lesquels on débride des téléphones, ou que possède un téléphone débridé.
heuristic-android_root_binary-innocent = Beaucoup débrident volontairement leur téléphone, et les téléphones de développeurs, les émulateurs et certains systèmes libres ont su ; certains fabricants livrent busybox. Cela compte quand la personne ne l'a pas fait : quelqu'un d'autre a alors eu le contrôle du téléphone. Un téléphone débridé est aussi plus facile à attaquer.

heuristic-android_root_package-name = Application de débridage
heuristic-android_root_package-sees = Des paquets qui débrident un téléphone (root), exigent un téléphone débridé ou cachent qu'il l'est, d'après une liste publiée par Mobile Verification Toolkit.
heuristic-android_root_package-found = { $package } est installé ou l'a été. Il fait partie des applications avec lesquelles on débride des téléphones, ou qui exigent un téléphone débridé.
heuristic-android_root_package-innocent = Beaucoup débrident volontairement leur téléphone. Cela compte quand la personne ne l'a pas fait : quelqu'un d'autre a alors eu le contrôle du téléphone. Un téléphone débridé est aussi plus facile à attaquer.

heuristic-android_screen_shared-name = Écran enregistré ou affiché ailleurs
heuristic-android_screen_shared-sees = Une application qui ne vient ni du système ni d'une boutique et disposait de l'écran pendant la création du rapport : elle l'enregistrait ou l'affichait ailleurs.
heuristic-android_screen_shared-found = { $package } enregistrait l'écran, ou l'affichait ailleurs, pendant la création du rapport. Quant à son origine : { android-origin }.
heuristic-android_screen_shared-innocent = Des enregistreurs d'écran, des outils d'assistance à distance et de test sont aussi installés depuis un fichier, et Android demande à la personne avant de leur donner l'écran. Cela compte quand elle n'a pas lancé cela, ou quand quelqu'un l'y a poussée.

heuristic-android_selinux_permissive-name = La protection entre programmes est levée
heuristic-android_selinux_permissive-sees = Si SELinux, qui sépare les programmes les uns des autres et du système, ne fait que signaler au lieu d'empêcher.
heuristic-android_selinux_permissive-found = { $how ->
    [now] Lors de l'acquisition, SELinux était permissif ou levé : il n'empêchait rien.
    [started] Le téléphone a démarré avec SELinux en mode permissif : il signale et n'empêche rien.
   *[switched] Pendant que le téléphone fonctionnait, SELinux est passé du mode strict au mode permissif : il signale et n'empêche rien.
 }
heuristic-android_selinux_permissive-innocent = Les émulateurs, les téléphones de développeurs et certains systèmes que l'on installe soi-même fonctionnent dans ce mode. Sur un téléphone acheté dans le commerce, ce n'est pas attendu, et un changement en cours de fonctionnement exige le contrôle du système.

heuristic-android_shell_use-name = Caméra, micro ou données privées utilisés par l'interpréteur de débogage
heuristic-android_shell_use-sees = L'usage de la caméra, du micro, de la position, des contacts, des appels, des messages ou de l'agenda par l'interpréteur de débogage, par lequel agit un ordinateur autorisé à déboguer le téléphone. Rien ne dit qui a donné les commandes.
heuristic-android_shell_use-found = L'interpréteur de débogage, par lequel un ordinateur agit sur le téléphone, a utilisé { $what ->
    [camera] la caméra
    [microphone] le micro
    [position] la position du téléphone
    [contacts] les contacts
    [calls] la liste des appels
    [messages] les messages
   *[calendar] l'agenda
 } (enregistrements : { $records }).
heuristic-android_shell_use-innocent = Les programmes qui affichent le téléphone sur un ordinateur (scrcpy, par exemple) utilisent ainsi la caméra et le micro ; des applications qui empruntent les droits de cet interpréteur (Shizuku, par exemple) le peuvent aussi ; les outils qui copient messages ou contacts, les examinateurs et les développeurs lisent ces données ; les commandes qui listent les réseaux utilisent la position. Cela compte quand personne n'avait relié le téléphone à un tel ordinateur à ce moment-là.

heuristic-android_sideloaded_permissions-name = Application hors boutique avec beaucoup d'autorisations
heuristic-android_sideloaded_permissions-sees = Des applications qui ne viennent ni du système ni d'une boutique connue et ont reçu des autorisations d'au moins trois de ces groupes : messages, appels, contacts, position, micro, caméra, agenda, téléphone, fichiers. À partir de cinq groupes, dont messages ou appels, le constat est plus élevé.
heuristic-android_sideloaded_permissions-found = { $package } a reçu des autorisations de { $groups } groupes : { $permissions }. Quant à son origine : { android-origin }.
heuristic-android_sideloaded_permissions-innocent = Les messageries proposées sous forme de fichier, les applications d'un employeur, de développeurs ou de boutiques que vigie ne connaît pas se présentent ainsi, de même que certaines applications placées par le fabricant. Cela compte quand la personne ne l'a pas installée ou ne sait pas à quoi elle sert.

heuristic-android_uninstalled-name = Application supprimée
heuristic-android_uninstalled-sees = Les suppressions d'applications notées par les statistiques de la batterie, le journal d'intrusion ou le journal Samsung des paquets ; celles qu'un ordinateur a demandées comptent davantage. Un seul constat par application.
heuristic-android_uninstalled-found = { $state ->
    [updates] Les mises à jour de { $package }, qui fait partie du système, ont été retirées, ou { $package } a été supprimé pour un seul utilisateur du téléphone ; il est installé à présent.
    [off] { $package }, qui fait partie du système, a été supprimé pour qui utilise le téléphone ; son fichier y reste.
    [back] { $package } a été supprimé, peut-être pour un seul utilisateur du téléphone ; il est installé à présent.
   *[gone] { $package } a été supprimé.
 }{ $by ->
    [shell] {" "}Un ordinateur relié par câble l'a demandé, ou un programme ayant les droits de l'invite de commande d'un ordinateur.
   *[other] {""}
 }
heuristic-android_uninstalled-innocent = On supprime des applications tous les jours. Cela compte quand la personne ne l'a pas fait ou n'a jamais eu une telle application. Beaucoup de gens débarrassent leur téléphone, à l'aide d'un ordinateur, de ce que le fabricant y a mis.

heuristic-android_unknown_installer-name = Application hors boutique
heuristic-android_unknown_installer-sees = Des applications installées qui ne viennent ni du système ni d'une boutique connue : d'un fichier, d'un ordinateur, d'une autre application, ou sans que personne soit nommé. Celles qui touchent beaucoup à la vie privée sont signalées à part, et pas ici une seconde fois.
heuristic-android_unknown_installer-found = { $package } est installé. Quant à son origine : { android-origin }.
heuristic-android_unknown_installer-innocent = Les messageries et autres applications proposées sous forme de fichier, celles d'un employeur ou de développeurs, celles de boutiques que vigie ne connaît pas et celles placées par le fabricant se présentent ainsi. Cela compte quand la personne ne l'a pas installée ou ne sait pas à quoi elle sert.

heuristic-android_updates_disabled-name = Mises à jour ou surveillance désactivées
heuristic-android_updates_disabled-sees = Des parties du système qui cherchent les mises à jour ou veillent sur lui, d'après des listes publiées par Mobile Verification Toolkit, et qui sont désactivées.
heuristic-android_updates_disabled-found = { $package } est désactivé. { $what ->
    [google] Les services de Google en dépendent, dont les mises à jour de parties du système et le contrôle des applications.
    [security] C'est l'une des parties par lesquelles le fabricant veille sur le système.
   *[updates] Il va chercher les mises à jour du système.
 }
heuristic-android_updates_disabled-innocent = Certaines personnes désactivent ces parties pour ne plus voir de rappels, économiser des données ou se passer de Google. Cela compte quand la personne ne l'a pas fait : le téléphone reste alors sans les corrections de failles connues.

heuristic-android_usb_exploit-name = Périphériques qu'imite un outil de déverrouillage
heuristic-android_usb_exploit-sees = Trois périphériques USB pour lesquels l'outil de Cellebrite s'est fait passer devant un téléphone verrouillé, dans un cas publié de 2024, afin d'exploiter des failles de leurs pilotes (CVE-2024-53104, CVE-2024-53197, CVE-2024-50302) : une caméra, une carte son et un pavé tactile. Ils sont reconnus à leurs numéros, dans la liste des périphériques USB du téléphone et dans ses journaux.
heuristic-android_usb_exploit-found = { $count ->
    [one] Un périphérique USB qu'un outil de déverrouillage est connu pour imiter a été branché sur le téléphone : { $devices } (première fois : { $at }).
   *[other] { $count } périphériques USB qu'un outil de déverrouillage est connu pour imiter ont été branchés sur le téléphone : { $devices } (première fois : { $at }).
 } Cela ne dit pas si le téléphone a été ouvert ainsi.
heuristic-android_usb_exploit-innocent = Ces périphériques existent réellement : une ancienne carte son, la caméra d'un petit ordinateur portable, un pavé tactile. Quelqu'un a pu en brancher un ; deux ou trois sur un même téléphone s'expliquent mal ainsi, sauf si un chercheur essaie précisément cette attaque. Des autorités ont aussi pu examiner le téléphone légalement. Les mises à jour de sécurité de 2025 corrigent ces failles. Notez quand le téléphone n'était pas aux mains de la personne, gardez-le en l'état et consultez un spécialiste ou un avocat.

heuristic-android_verified_boot-name = Vérification du système au démarrage
heuristic-android_verified_boot-sees = Ce que le chargeur d'amorçage a dit du système qu'il a démarré : s'il est verrouillé, et si le système est celui que son fabricant a signé.
heuristic-android_verified_boot-found = { $kind ->
    [failed] La vérification du système au démarrage a échoué : { $values }
    [custom] Le système a été vérifié avec une clé qui ne vient pas du fabricant du téléphone : { $values }
    [verity] La vérification des partitions du système pendant leur lecture est désactivée ou a rencontré des dommages : { $values }
    [warranty] À un moment donné, le téléphone a démarré avec un autre logiciel que celui de son fabricant (la marque reste) : { $values }
   *[unlocked] Le chargeur d'amorçage est déverrouillé ; le système n'est donc pas vérifié au démarrage : { $values }
 }
heuristic-android_verified_boot-innocent = Les émulateurs, les téléphones de développeurs et ceux dont le propriétaire a installé un autre système le disent ; certains systèmes libres se reverrouillent avec leur propre clé. Sur un téléphone que personne n'a modifié volontairement, cela signifie que quelqu'un a pu modifier le système : demandez l'avis d'un spécialiste.

heuristic-android_verifier_off-name = La vérification des applications est désactivée
heuristic-android_verifier_off-sees = Des réglages par lesquels la recherche d'applications dangereuses (Play Protect) est désactivée.
verifier-is-off = La recherche d'applications dangereuses (Play Protect) est désactivée ou n'a pas été acceptée : { $setting } = { $value }
verifier-of-unclear-meaning = Un réglage de la recherche d'applications dangereuses (Play Protect) a une valeur qu'un autre outil, MVT, tient pour une désactivation ; aucune documentation n'en a été trouvée : { $setting } = { $value }
heuristic-android_verifier_off-found = { $setting ->
    [adb_install_need_confirm] Les applications qu'un ordinateur installe ne demandent aucune confirmation sur le téléphone : { $setting } = { $value }
    [package_verifier_state] { verifier-of-unclear-meaning }
    [upload_apk_enable] Les applications encore inconnues ne sont pas envoyées pour être vérifiées : { $setting } = { $value }
    [verifier_verify_adb_installs] Les applications installées depuis un ordinateur ne sont pas vérifiées : { $setting } = { $value }
   *[other] { $value ->
        [0] { $setting ->
            [package_verifier_user_consent] { verifier-of-unclear-meaning }
           *[other] { verifier-is-off }
         }
       *[other] { verifier-is-off }
     }
 }
heuristic-android_verifier_off-innocent = Certaines personnes et des développeurs la désactivent, et les téléphones sans les services de Google ne l'ont pas. Les modes d'emploi pour espionner un partenaire le demandent en premier : demandez à la personne si elle l'a fait.

heuristic-android_vpn-name = Application qui fait fonctionner un VPN
heuristic-android_vpn-sees = Des applications qui font ou peuvent faire fonctionner un réseau privé virtuel (VPN), sauf celles dont on sait qu'elles viennent du système ou d'une boutique. Tout ce que le téléphone envoie et reçoit passe par une telle application.
heuristic-android_vpn-found = { $package } fait fonctionner un réseau privé virtuel (VPN), ou en a reçu le droit. Quant à son origine : { android-origin }.
heuristic-android_vpn-innocent = On utilise un VPN pour se protéger ou contourner des blocages, souvent un VPN que les boutiques ne proposent pas dans le pays ; les bloqueurs de publicité et les réseaux d'employeurs fonctionnent de même. Cela compte quand la personne ne l'a pas mis en place ou ne connaît pas l'application.

heuristic-android_writable_system-name = Système modifiable
heuristic-android_writable_system-sees = Des partitions du système sur lesquelles on peut écrire, et ce qui est modifiable et posé par-dessus le système. Sur un téléphone ordinaire, le système est en lecture seule.
heuristic-android_writable_system-found = { $what ->
    [partition] On peut écrire sur la partition du système { $path }.
    [data] Quelque chose de modifiable, enregistré avec les données du téléphone, est posé par-dessus { $path } du système.
   *[folder] Quelque chose de modifiable est posé par-dessus le dossier { $path } du système.
 }
heuristic-android_writable_system-innocent = Les téléphones débridés, ceux de développeurs et certains émulateurs présentent cela. Sur un téléphone que personne n'a débridé volontairement, cela montre que quelqu'un a eu le contrôle du système : demandez l'avis d'un spécialiste avant de le redémarrer.

heuristic-android_adb_session-name = Commandes venues d'un ordinateur
heuristic-android_adb_session-sees = Ce qu'un ordinateur a fait sur le téléphone par le pont de débogage (adb), d'après le journal d'intrusion. Les commandes qui installent un logiciel, lui donnent des droits ou changent des réglages sont rapportées une à une, le reste par catégorie. Ce qui tombe pendant l'examen du téléphone par AndroidQF est rapporté en une fois, sauf ces commandes.
heuristic-android_adb_session-found = { $what ->
    [androidqf] Pendant l'examen du téléphone par AndroidQF (de { $from } à { $to } à l'horloge de l'ordinateur), un ordinateur a exécuté des commandes et copié des fichiers, comme le fait un tel examen (enregistrements : { $records }).
    [command] Un ordinateur a exécuté cette commande sur le téléphone : { $command } (enregistrements : { $records }).
    [command_meanwhile] Un ordinateur a exécuté cette commande pendant l'examen du téléphone par AndroidQF, qui n'en exécute pas lui-même : { $command } (enregistrements : { $records }).
    [adb_shell_interactive] Un ordinateur a ouvert une ligne de commande sur le téléphone (enregistrements : { $records }).
    [adb_sync_recv_file] Un ordinateur a copié des fichiers depuis le téléphone (enregistrements : { $records }).
    [adb_sync_send_file] Un ordinateur a copié des fichiers vers le téléphone (enregistrements : { $records }).
   *[other] Un ordinateur a exécuté d'autres commandes sur le téléphone (enregistrements : { $records }).
 }
heuristic-android_adb_session-innocent = Un examen du téléphone laisse exactement ces entrées : AndroidQF et d'autres outils exécutent de nombreuses commandes et copient un programme auxiliaire sur le téléphone. Développeurs et réparateurs en laissent aussi. Comparez les heures avec celles de l'examen et demandez qui a eu le téléphone déverrouillé. Cinq minutes avant et après un examen avec AndroidQF lui sont comptées, car les horloges de l'ordinateur et du téléphone diffèrent.

heuristic-android_apk_debug_certificate-name = Paquet signé pour des essais
heuristic-android_apk_debug_certificate-sees = Des fichiers de paquets et des applications d'une sauvegarde signés avec le certificat que les outils d'Android créent d'eux-mêmes pendant le développement d'un programme. Aucune grande boutique ne les accepte : quiconque l'a installé avait le fichier ou un ordinateur.
heuristic-android_apk_debug_certificate-found = Le paquet { $package } est signé avec un certificat d'essai (« Android Debug »).
heuristic-android_apk_debug_certificate-innocent = Développeurs, étudiants, testeurs d'une application et utilisateurs de logiciels libres compilés par des amateurs ont de tels paquets. Cela compte quand la personne ne connaît pas l'application.

heuristic-android_apk_hidden-name = Fichier de paquet fait pour surveiller sans être vu
heuristic-android_apk_hidden-sees = Des fichiers de paquets qui ne viennent ni du système ni d'une boutique, n'ont pas d'entrée dans la liste des applications, sont faits pour l'un des droits d'accessibilité, d'administration de l'appareil ou de lecture des notifications, et demandent au moins trois sortes de données privées. Le fichier dit à quoi un paquet est destiné, pas ce que la personne a accordé.
heuristic-android_apk_hidden-found = { $how ->
    [switched_off] L'entrée du paquet { $package } dans la liste des applications a été désactivée.
   *[none] Le paquet { $package } n'a pas d'entrée dans la liste des applications.
 } Il est fait pour { $rights ->
    [accessibility] l'accessibilité
    [device-admin] l'administration de l'appareil
    [notification-listener] la lecture des notifications
    [accessibility_device-admin] l'accessibilité et l'administration de l'appareil
    [accessibility_notification-listener] l'accessibilité et la lecture des notifications
    [device-admin_notification-listener] l'administration de l'appareil et la lecture des notifications
    [accessibility_device-admin_notification-listener] l'accessibilité, l'administration de l'appareil et la lecture des notifications
   *[other] { $rights }
 } ; il demande { $permissions }. À propos de ce paquet : { android-origin }.
heuristic-android_apk_hidden-innocent = Des éléments d'un fabricant, des extensions d'autres applications et la gestion par un employeur peuvent ressembler à cela quand le téléphone ne dit pas d'où ils viennent. Montrez-le à un spécialiste avant de le supprimer : quelqu'un qui surveille le téléphone s'en apercevrait.

heuristic-android_apk_obstructs-name = Fichier de paquet qui tient les examinateurs à l'écart
heuristic-android_apk_obstructs-sees = Des fichiers de paquets portant sur eux-mêmes de fausses indications qu'Android ignore et sur lesquelles d'autres outils trébuchent : modes de compression impossibles, fausse marque de chiffrement, noms en double, manifeste garni d'éléments étrangers. Des logiciels malveillants sont construits ainsi pour échapper à l'examen.
heuristic-android_apk_obstructs-found = Le fichier du paquet { $package } est construit de sorte que les outils courants ne puissent pas le lire ({ $tricks }).
heuristic-android_apk_obstructs-innocent = Quelques applications légitimes sont protégées contre la copie par les mêmes procédés, et des outils négligents écrivent un nom deux fois. vigie lit le fichier comme Android ; faites examiner l'application elle-même par un spécialiste.

heuristic-android_ca_added-name = Autorité de certification ajoutée
heuristic-android_ca_added-sees = Des autorités de certification que quelqu'un a ajoutées à celles du système, dans les fichiers du téléphone ou dans le journal d'intrusion. Qui détient la clé d'une telle autorité et se trouve sur le chemin du trafic peut lire ce qu'envoient les applications qui lui font confiance.
heuristic-android_ca_added-found = { $how ->
    [logged] Le journal d'intrusion note l'installation d'une autorité de certification : { $subject }.
   *[there] Une autorité de certification a été ajoutée au téléphone : { $subject }.
 }
heuristic-android_ca_added-innocent = Employeurs, écoles, programmes qui filtrent la publicité ou les virus et développeurs ajoutent une autorité. Depuis Android 7, la plupart des applications ne font pas confiance aux autorités ajoutées ; les navigateurs, si. Cela compte quand la personne n'en sait rien.

heuristic-android_security_event-name = Une protection a failli ou a été retirée
heuristic-android_security_event-sees = Des entrées du journal d'intrusion selon lesquelles l'intégrité d'une clé a été violée, la journalisation elle-même a été arrêtée, un test de cryptographie ou un effacement a échoué, ou un certificat a été refusé.
heuristic-android_security_event-found = { $what ->
    [key_integrity_violation] L'intégrité d'une clé a été violée (enregistrements : { $records }).
    [logging_stopped] La journalisation a été arrêtée (enregistrements : { $records }).
    [crypto_self_test_completed] Un test de la cryptographie du téléphone a échoué (enregistrements : { $records }).
    [wipe_failure] Un effacement du téléphone ou d'un utilisateur a échoué (enregistrements : { $records }).
   *[cert_validation_failure] Le certificat d'un serveur a été refusé (enregistrements : { $records }).
 }
heuristic-android_security_event-innocent = Une clé altérée peut venir d'un défaut de stockage du téléphone. La journalisation s'arrête aussi quand la personne la désactive. Des certificats sont refusés chaque jour : pages de connexion des réseaux publics, horloges fausses, sites périmés.
