# Messages et boîtes aux lettres : artefacts, puis heuristiques.
artifact-mail_messages-name = Messages d'une boîte aux lettres
artifact-mail_messages-shows = Les messages d'une boîte (des fichiers d'Outlook, aussi les rendez-vous, pas le carnet d'adresses) : expéditeur, destination des réponses, ce que le serveur de réception a constaté, serveurs traversés, liens et leur destination derrière les filtres qui les ont réécrits, y compris ceux qui ne figurent que comme codes QR dans des images (PNG, JPEG, GIF).
artifact-mail_messages-innocent = Un message montre ce qui a été envoyé à cette boîte, non que quelqu'un l'ait lu ou ait suivi un lien. Les expéditeurs s'imitent, et des lettres d'information, des chercheurs et des collègues transmettent des liens et adresses d'attaquants en guise d'avertissement.
artifact-mail_attachments-name = Pièces jointes du courrier
artifact-mail_attachments-shows = Ce qui était joint aux messages : noms, tailles et empreintes, fichiers d'un zip, macros, liens de documents et de pages, codes QR dans leurs images, pages qui fabriquent un fichier. Avec --yara, des règles sont appliquées à chacune et aux fichiers d'un zip.
artifact-mail_attachments-innocent = Une pièce jointe arrivée n'a pas forcément été ouverte. Des chercheurs et des collègues s'envoient des échantillons et des documents sur des attaques.

heuristic-mail_lookalike-name = Nom fait pour ressembler au vôtre
heuristic-mail_lookalike-sees = Les expéditeurs de messages, et les liens des messages et de leurs pièces jointes, dont le nom ressemble à un nom donné avec --protect : lettres d'apparence semblable, une ou deux lettres de différence, autres mots accolés, autre terminaison, ou votre nom placé devant un autre. Sans --protect, elle ne voit rien.
heuristic-mail_lookalike-found = { $place ->
    [sender] Un expéditeur utilise
    [attachment] Une pièce jointe mène à
   *[link] Un message mène à
 } { $host }, qui ressemble à { $protected } : { $likeness ->
    [letters] des lettres d'apparence semblable
    [before] votre nom est placé devant un autre
    [ending] le même nom avec une autre terminaison
    [words] votre nom accolé à d'autres mots
   *[slip] une ou deux lettres diffèrent
 }. Messages : { $count }.
heuristic-mail_lookalike-innocent = Votre organisation ou un partenaire a pu enregistrer ce nom, et des organisations sans rapport ont des noms proches, surtout courts ou faits de mots courants. Qui détient le nom, et depuis quand, en dit plus.
heuristic-mail_answers_elsewhere-name = Réponses dirigées ailleurs
heuristic-mail_answers_elsewhere-sees = Les messages, hors listes de diffusion, dont les réponses vont à une adresse d'une autre organisation que celle qu'ils nomment comme auteur.
heuristic-mail_answers_elsewhere-found = Le message se dit de { $from }, mais les réponses vont à { $to }.
heuristic-mail_answers_elsewhere-innocent = Les services qui écrivent au nom d'autrui, les outils de tickets, les journalistes qui ont une seconde adresse et le personnel qui écrit d'une adresse privée font cela tous les jours.
heuristic-mail_not_authentic-name = Ne vient pas du domaine qu'il nomme
heuristic-mail_not_authentic-sees = Les messages dont le serveur de réception a noté qu'ils échouent à la vérification du domaine nommé comme expéditeur (DMARC), ou aux deux vérifications dont elle est faite (SPF et DKIM). Seule la note du haut est retenue ; si ce serveur est digne de confiance, c'est à vous de le dire.
heuristic-mail_not_authentic-found = Le serveur { $server } a constaté que le message de { $from } ne vient pas de ce domaine (DMARC { $dmarc }, SPF { $spf }, DKIM { $dkim }).
heuristic-mail_not_authentic-innocent = Les messages transférés et les listes de diffusion échouent à ces vérifications, de même que les organisations qui les ont mal réglées.
heuristic-mail_link_disguised-name = Lien qui affiche une autre adresse
heuristic-mail_link_disguised-sees = Les liens de messages dont le texte visible est une adresse d'une organisation alors qu'ils mènent à une autre.
heuristic-mail_link_disguised-found = Un lien d'un message de { $from } affiche { $shown } et mène à { $host }.
heuristic-mail_link_disguised-innocent = Les lettres d'information comptent les clics par l'adresse d'un prestataire, et des filtres de courrier réécrivent les liens ; pour ceux que vigie connaît, elle retient la destination.
heuristic-mail_attachment_runs-name = Pièce jointe exécutable
heuristic-mail_attachment_runs-sees = Les pièces jointes qui sont, ou apportent dans un zip, un programme, un script, un raccourci ou une image de disque ; les documents à macros ; les pages qui fabriquent un fichier par script.
heuristic-mail_attachment_runs-found = { $what ->
    [smuggling] La page { $file }, jointe à un message de { $from }, fabrique un fichier par script et le remet à qui la lit.
    [program] Un message de { $from } apporte un programme : { $file }.
    [script] Un message de { $from } apporte un script : { $file }.
    [shortcut] Un message de { $from } apporte un raccourci, qui peut lancer une commande ou ouvrir un autre endroit : { $file }.
    [image] Un message de { $from } apporte une image de disque : { $file }.
   *[macros] Un message de { $from } apporte un document à macros : { $file }.
 }{ $locked ->
    [yes] {" "}L'archive est verrouillée par un mot de passe.
   *[no] {""}
 }
heuristic-mail_attachment_runs-innocent = Des collègues s'envoient des programmes et des scripts, et bien des bureaux travaillent avec des macros. Des pages qui fabriquent un fichier servent aussi à certains services de courrier chiffré. Demandez si le message était attendu ; n'ouvrez pas la pièce jointe pour le savoir.
heuristic-mail_qr_link-name = Lien présent seulement en image
heuristic-mail_qr_link-sees = Les messages qui ne portent un lien que sous forme de code QR dans une image, alors que ni leur texte ni un autre lien ne nomme cette organisation ; les documents joints dont les images montrent un code QR contenant un lien.
heuristic-mail_qr_link-found = { $place ->
    [document] Le document { $document }, joint à un message de { $from }, montre un code QR qui mène à { $host } ({ $picture }).
   *[message] Un message de { $from } ne porte un lien vers { $host } que sous forme de code QR ({ $picture }).
 }
heuristic-mail_qr_link-innocent = Billets, badges, factures, bordereaux de colis, cartes de visite et Wi-Fi d'invités s'envoient tous les jours en code QR, et des lettres d'information en montrent à qui lit sur un écran. Ce qui compte est de savoir si le message était attendu et qui détient le nom auquel mène le code ; ne le scannez pas pour le savoir.
heuristic-mail_known_name-name = Nom connu, nouvelle adresse
heuristic-mail_known_name-sees = Un nom complet qui a écrit au moins deux fois depuis une organisation et apparaît plus tard avec une adresse d'une autre. Ne sont connus que les messages présents dans la boîte.
heuristic-mail_known_name-found = Quelqu'un qui écrivait depuis { $known } apparaît plus tard sous le même nom avec { $address }.
heuristic-mail_known_name-innocent = On change d'employeur, on a plusieurs adresses, et des homonymes existent.

err-protect = { $name } n'est pas un nom qui puisse être protégé.
todo-protect = Donnez un nom d'hôte avec sa terminaison, comme example.org.
help-check-protect = Un nom à vous (example.org) auquel des expéditeurs et des liens de boîtes aux lettres pourraient vouloir ressembler (répétable)
