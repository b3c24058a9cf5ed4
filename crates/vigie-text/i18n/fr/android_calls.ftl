# Les appels et le Bluetooth d'un appareil Android.

artifact-android_bluetooth-name = Appareils associés par Bluetooth
artifact-android_bluetooth-shows = Quels appareils sont associés au téléphone par Bluetooth, de quelle sorte chacun se dit, et les vingt dernières fois où le Bluetooth a été activé ou désactivé, par quel programme et pourquoi. La date d'association d'un appareil n'y figure pas.
artifact-android_bluetooth-innocent = Écouteurs, voitures, montres et claviers sont associés par leurs propriétaires et restent listés pendant des années. Des programmes du système activent et désactivent le Bluetooth. Un clavier, un ordinateur ou un téléphone que la personne ne connaît pas mérite une question : un clavier peut saisir du texte, et ce qui est associé peut recevoir contacts et messages.

artifact-android_telecom-name = Appels et applications qui les traitent
artifact-android_telecom-shows = Quelles applications peuvent passer ou recevoir des appels et, pour une centaine d'appels au plus depuis le dernier démarrage, quand chacun a commencé et fini, dans quel sens, par quelle application il est passé et quels autres services en ont été informés. Ni numéros ni noms n'y figurent.
artifact-android_telecom-innocent = Les messageries passent leurs propres appels ; les montres, les voitures et les applications qui reconnaissent le démarchage sont informées des appels. Des appels absents ici ne prouvent rien : la liste commence au dernier démarrage et se vide quand des statistiques sont collectées.

heuristic-android_call_role-name = Application venue d'ailleurs qui traite les appels ou les messages
heuristic-android_call_role-sees = Des applications qui ne viennent ni du système ni d'une boutique et qui sont celles du téléphone pour les appels ou les messages, examinent les appels avant la sonnerie, peuvent envoyer les appels sortants vers un autre numéro, ou ont été informées d'un appel passé par une autre application. Elles voient qui la personne appelle ou à qui elle écrit, et les codes de connexion reçus par message.
heuristic-android_call_role-found = { $what ->
    [redirection] { $package } peut envoyer les appels sortants vers un autre numéro
    [screening] { $package } examine les appels avant la sonnerie
    [calls] { $package } est l'application des appels
    [messages] { $package } est l'application des messages (SMS)
   *[told] { $component } a été informé d'un appel
 }. Quant à son origine : { android-origin }.
heuristic-android_call_role-innocent = Certaines personnes choisissent une autre application pour les appels ou les messages, bloquent le démarchage ou enregistrent leurs propres appels, et installent pour cela une application depuis un fichier. Cela compte quand la personne ne l'a pas choisie ou ne connaît pas l'application.
