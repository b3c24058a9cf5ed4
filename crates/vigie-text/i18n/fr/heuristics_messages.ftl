# Heuristiques sur les personnes et les messages : un nom, ce qu'elle voit, la phrase d'un constat, quand il est innocent.
heuristic-apple_threat_notification-name = Notification de menace d'Apple
heuristic-apple_threat_notification-sees = Les messages dans lesquels Apple avertit la personne qu'un logiciel espion mercenaire ou des attaquants soutenus par un État l'ont visée, reconnus à l'adresse d'Apple ou à leurs premiers mots.
heuristic-apple_threat_notification-found = { $basis ->
    [sender] Un message vient de { $sender }, l'adresse d'où Apple envoie ses notifications de menace.
    [trace] Le téléphone se souvient d'avoir reçu quelque chose de { $sender }, l'adresse d'où Apple envoie ses notifications de menace. Le message lui-même a pu être supprimé.
    [published] Un message de { $sender } commence par les mots publiés d'une notification de menace d'Apple (langue : { $language }).
   *[translated] Un message de { $sender } commence comme une notification de menace d'Apple. Ses mots ont été comparés à une traduction, pas aux mots d'Apple dans cette langue ({ $language }).
 }
heuristic-apple_threat_notification-innocent = Une vraie notification dit qu'Apple a de fortes raisons de croire que cette personne a été visée ; elle ne dit pas que l'attaque a réussi. D'autres imitent ces messages ou les transmettent. Une vraie ne demande jamais de mot de passe ni de code, ni d'ouvrir un lien, un fichier ou une application. Pour vérifier, tapez account.apple.com dans un navigateur et connectez-vous : une vraie notification s'affiche en haut de la page.
heuristic-quadream_calendar-name = Événement de calendrier comme dans l'attaque de QuaDream
heuristic-quadream_calendar-sees = Les événements de calendrier qui ont exactement le titre « Meeting » et la note « Notes », comme les invitations invisibles de l'attaque ENDOFDAYS contre iOS 14.
heuristic-quadream_calendar-found = { $invited ->
    [yes] Un événement de calendrier au titre « Meeting » et à la note « Notes » est arrivé par invitation (de ou avec : { $organizer }). Des invitations avec ces mots ont servi dans une attaque connue.
   *[no] Un événement de calendrier a le titre « Meeting » et la note « Notes ». Des invitations avec ces mots ont servi dans une attaque connue ; cet événement ne nomme personne qui ait invité ({ $organizer }).
 }
heuristic-quadream_calendar-innocent = Les deux mots sont courants, et des personnes ou des programmes écrivent chaque jour de tels événements. L'attaque connue date de 2021, sur iOS 14, avec des invitations datées du passé : regardez quand l'événement a été créé, sa date, et qui l'a envoyé.
heuristic-sms_attachment_var-name = Pièce jointe à un endroit inhabituel
heuristic-sms_attachment_var-sees = Les pièces jointes reçues qui sont notées sous /var/tmp/ avec un nom finissant par « -1 », au lieu du dossier de Messages.
heuristic-sms_attachment_var-found = Une pièce jointe de { $sender } est notée à { $path }, hors du dossier où Messages garde les pièces jointes.
heuristic-sms_attachment_var-innocent = Messages peut noter lui-même un endroit provisoire pendant un transfert ou quand il est interrompu. Le motif vient d'un autre outil d'examen des téléphones ; aucun rapport n'explique quelle attaque le laisse. À lui seul, il n'est qu'une raison de regarder le message et son expéditeur.
heuristic-missing_rowids-name = Trous dans les messages
heuristic-missing_rowids-sees = Les numéros de ligne qui manquent entre les messages enregistrés, ou après le dernier : des messages qui ont été enregistrés et ne sont plus là.
heuristic-missing_rowids-found = Des messages manquent dans la base de données : { $missing } à { $gaps ->
    [1] un endroit
   *[other] { $gaps } endroits
 }. Les plus grands trous, avec les moments d'avant et d'après : { $largest }.
heuristic-missing_rowids-innocent = Presque tout le monde supprime des messages ou des conversations entières, et le téléphone retire lui-même les anciens s'il est réglé pour les garder 30 jours ou un an. Une base endommagée ou lisible en partie montre aussi des trous. Ils comptent si la personne n'a rien supprimé, ou à côté d'un autre constat du même moment.
