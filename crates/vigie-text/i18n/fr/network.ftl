# Captures et journaux d'un réseau. Artefacts : nom, ce qu'il montre, quand une correspondance y est innocente.
artifact-network_certificates-name = Certificats de serveurs
artifact-network_certificates-shows = Les certificats que des serveurs ont envoyés en clair, comme ils le font jusqu'à TLS 1.2 : qui ils nomment, qui les a émis, pour combien de temps, et leurs empreintes. À partir de TLS 1.3, les certificats sont chiffrés et ne se voient pas.
artifact-network_certificates-innocent = Les hébergeurs mettent beaucoup de noms dans un même certificat : un nom qui s'y trouve n'est pas forcément celui qui a été visité.

artifact-network_dhcp-name = Appareils qui ont demandé une adresse
artifact-network_dhcp-shows = Le nom que se donnent les appareils du réseau en demandant une adresse, ce qui permet de les distinguer dans le reste de la capture.
artifact-network_dhcp-innocent = Tout appareil qui rejoint un réseau demande une adresse. Le nom est celui que son propriétaire ou son fabricant lui a donné.

artifact-network_dns-name = Noms recherchés
artifact-network_dns-shows = Les noms que des appareils ont demandés à un serveur de noms, avec les adresses reçues. Les recherches par TLS ou HTTPS sont chiffrées et ne se voient pas ici.
artifact-network_dns-innocent = Une recherche montre que quelque chose a demandé ce nom, pas que quelque chose s'est exécuté. Les aperçus de messages, les filtres de courrier, les logiciels de sécurité et les personnes qui lisent le récit d'une attaque et en essaient les noms en font autant.

artifact-network_firewall-name = Journal d'un pare-feu (CSV)
artifact-network_firewall-shows = Les connexions qu'un pare-feu ou un routeur a notées, dans un tableau avec un en-tête.
artifact-network_firewall-innocent = Les serveurs d'un hébergeur servent à beaucoup de clients, et une adresse a pu appartenir à quelqu'un d'autre quand l'indicateur a été publié. Une ligne peut aussi concerner une connexion refusée.

artifact-network_flows-name = Connexions
artifact-network_flows-shows = Qui a parlé à qui dans une capture : adresses, ports, paquets et octets.
artifact-network_flows-innocent = Les serveurs d'un hébergeur servent à beaucoup de clients, et une adresse a pu appartenir à quelqu'un d'autre quand l'indicateur a été publié. Les connexions restées sans réponse y figurent aussi, et celles qui venaient de l'extérieur.

artifact-network_har-name = Enregistrement d'un navigateur (HAR)
artifact-network_har-shows = Les pages et éléments de pages qu'un navigateur a chargés pendant que ses outils de développement enregistraient.
artifact-network_har-innocent = Quelqu'un a fait cet enregistrement exprès. On y trouve un lien suspect dès lors que quelqu'un l'a examiné.

artifact-network_http-name = Requêtes en clair
artifact-network_http-shows = Les requêtes HTTP qui n'étaient pas chiffrées : l'adresse, et le nom que se donne le programme qui l'a demandée.
artifact-network_http-innocent = Les aperçus de messages, les logiciels de sécurité et les personnes qui étudient une attaque demandent aussi de telles adresses.

artifact-network_resolver-name = Journal d'un serveur de noms
artifact-network_resolver-shows = Les noms que des appareils ont demandés, tels que dnsmasq, Pi-hole, Unbound ou BIND les ont notés.
artifact-network_resolver-innocent = Une recherche montre que quelque chose a demandé ce nom, pas que quelque chose s'est exécuté. Les aperçus de messages, les filtres de courrier, les logiciels de sécurité et les personnes qui lisent le récit d'une attaque et en essaient les noms en font autant. Quand le journal dit qu'un nom a été bloqué, rien n'y a été mené.

artifact-network_smb-name = Partage de fichiers
artifact-network_smb-shows = Les sessions de partage de fichiers (SMB) d'une capture : version, partages, et si elles avaient la forme des exploits dont WannaCry et NotPetya se sont servis.
artifact-network_smb-innocent = Les ordinateurs d'un bureau partagent des fichiers toute la journée.

artifact-network_suricata-name = Suricata
artifact-network_suricata-shows = Les recherches de noms, négociations TLS, requêtes, connexions, fichiers et alertes que le détecteur Suricata a notés.
artifact-network_suricata-innocent = Un nom ou une adresse montre que quelque chose l'a demandé, pas que quelque chose s'est exécuté. Les aperçus de messages, les logiciels de sécurité et les personnes qui étudient une attaque en font autant.

artifact-network_tls-name = Négociations TLS
artifact-network_tls-shows = L'hôte de chaque connexion chiffrée, par TCP ou QUIC, et l'empreinte du programme qui l'a établie (JA4). La suite de l'échange est chiffrée.
artifact-network_tls-innocent = Une négociation montre que quelque chose s'est connecté à l'hôte, pas ce qui a été dit ni si quelque chose s'est exécuté. Les aperçus de messages et les logiciels de sécurité se connectent aussi.

artifact-network_zeek-name = Zeek
artifact-network_zeek-shows = Les connexions, recherches de noms, négociations TLS, certificats, requêtes et fichiers que le moniteur Zeek a notés.
artifact-network_zeek-innocent = Un nom ou une adresse montre que quelque chose l'a demandé, pas que quelque chose s'est exécuté. Les aperçus de messages, les logiciels de sécurité et les personnes qui étudient une attaque en font autant.

# Heuristiques : un nom, ce qu'elle voit, la phrase d'un constat, quand il est innocent.
heuristic-network_alert-name = Alerte d'un détecteur
heuristic-network_alert-sees = Les règles de Suricata, ou les avis de Zeek, qui se sont déclenchés, avec le poids que leurs auteurs leur ont donné.
heuristic-network_alert-found = Une règle du détecteur s'est déclenchée : { $rule }.
heuristic-network_alert-innocent = De telles règles se déclenchent chaque jour sur du trafic ordinaire : mises à jour, services en ligne, pages d'essai. Ce que la règle cherche et ce que l'appareil faisait à ce moment sont décisifs.

heuristic-network_beacon-name = Requêtes à intervalle fixe
heuristic-network_beacon-sees = La même requête en clair, encore et encore, à intervalles presque égaux. Les programmes qui demandent des ordres à un serveur se comportent ainsi. Au moins six requêtes, espacées de cinq secondes ou plus.
heuristic-network_beacon-found = { $url } a été demandé { $count } fois, toutes les { $seconds } secondes environ.
heuristic-network_beacon-innocent = Les programmes de météo, de courrier et d'horloge, les imprimantes, les caméras et les tests de présence d'internet font aussi des requêtes à intervalle fixe. Le programme en cause est décisif.

heuristic-network_dns_tunnel-name = Noms très longs sous un même domaine
heuristic-network_dns_tunnel-sees = Au moins dix noms différents sous un même domaine, très longs ou contenant des caractères inhabituels. De tels noms peuvent transporter des données.
heuristic-network_dns_tunnel-found = { $count } noms très longs et différents sous { $domain } ont été recherchés.
heuristic-network_dns_tunnel-innocent = Des logiciels de sécurité, des filtres de courrier, des réseaux de diffusion et des serveurs de licences mettent aussi de longs codes dans des noms. L'exploitant du domaine est décisif.

heuristic-network_free_name-name = Nom que chacun peut obtenir aussitôt
heuristic-network_free_name-sees = Des noms chez un fournisseur de noms dynamiques ou de tunnels vers un ordinateur domestique, ou dont la terminaison a été donnée gratuitement pendant des années. Des attaquants s'en servent parce qu'ils ne coûtent rien et ne désignent personne.
heuristic-network_free_name-found = { $kind ->
    [tunnel] { $host } est un nom d'un service qui mène à un ordinateur situé n'importe où.
    [ending] { $host } a une terminaison qui a été donnée gratuitement.
   *[dynamic] { $host } est un nom d'un fournisseur de noms dynamiques.
 }
heuristic-network_free_name-innocent = Des particuliers joignent ainsi leurs caméras, leur stockage et leurs jeux à la maison, et des développeurs montrent leur travail par de tels tunnels. Demandez si ce nom est connu.

heuristic-network_fresh_certificate-name = Certificat de quelques jours
heuristic-network_fresh_certificate-sees = Un serveur dont le certificat gratuit a été émis au plus trois jours avant la rencontre. Les serveurs d'une attaque sont souvent mis en place peu avant celle-ci.
heuristic-network_fresh_certificate-found = Le certificat de { $host } a été émis au plus trois jours avant la rencontre.
heuristic-network_fresh_certificate-innocent = Une grande partie des sites ont des certificats gratuits et les renouvellent toutes les quelques semaines. Cela seul ne dit rien et ne pèse qu'avec d'autres signes.

heuristic-network_hidden_names-name = Recherches chiffrées, VPN ou Tor
heuristic-network_hidden_names-sees = Des recherches de noms par TLS ou HTTPS, des VPN et des noms de Tor. La capture montre alors moins de ce qu'ont fait les appareils.
heuristic-network_hidden_names-found = { $kind ->
    [vpn] Une connexion semblable à celle d'un VPN a été établie vers { $server } : ce qui y est passé ne se voit pas dans cette capture.
    [tor] Le nom { $server }, du réseau Tor, a été demandé.
   *[dns] Des noms ont pu être recherchés de façon chiffrée auprès de { $server } : ils ne se voient pas dans cette capture.
 }
heuristic-network_hidden_names-innocent = C'est une protection, recommandée aux personnes exposées. Navigateurs et téléphones activent d'eux-mêmes les recherches chiffrées. Ce constat est fait parce que la capture montre alors moins de choses. Les appels des téléphones par Wi-Fi passent par les ports de certains VPN.

heuristic-network_scan-name = De nombreux appareils sollicités sur un même port
heuristic-network_scan-sees = Un appareil du réseau local qui a tenté d'en joindre vingt autres ou davantage sur un port par lequel des vers et des intrus se propagent : partage de fichiers, bureau à distance, accès distants. Le constat pèse moins, sauf si l'on sait que la plupart n'ont pas répondu.
heuristic-network_scan-found = { $client } a tenté de joindre { $count } autres appareils sur le port { $port }.
heuristic-network_scan-innocent = Les programmes d'inventaire et de sauvegarde, les outils de recherche de failles et les administrateurs le font exprès. Demandez qui exploite cet appareil.

heuristic-network_self_signed-name = Serveur qui se porte garant de lui-même
heuristic-network_self_signed-sees = Des serveurs sur internet dont le certificat n'a été signé par personne d'autre qu'eux-mêmes. Un programme qui apporte le certificat de son serveur n'a besoin d'aucune autorité, et des serveurs de commande ont souvent employé de tels certificats.
heuristic-network_self_signed-found = Le serveur { $server } a envoyé un certificat qui se porte garant de lui-même ({ $subject }).
heuristic-network_self_signed-innocent = Des routeurs, des serveurs de stockage domestiques, des serveurs d'entreprise et certains programmes de messagerie et de jeu ont de tels certificats. Le programme qui s'est connecté est décisif.

heuristic-network_smb_exploit-name = Forme d'EternalBlue ou de DoublePulsar
heuristic-network_smb_exploit-sees = Du partage de fichiers sous une forme que les programmes ordinaires n'emploient pas et qui a été publiée au sujet des exploits de WannaCry et de NotPetya (MS17-010). Ce qui venait d'internet pèse moins, sauf si la porte dérobée a répondu.
heuristic-network_smb_exploit-found = { $sign ->
    [double_pulsar_answered] { $client } a appelé la porte dérobée DoublePulsar sur { $server }, et quelque chose a répondu comme le fait cette porte dérobée.
    [transact_continued_as_transaction2] { $client } a envoyé à { $server } des messages de partage de fichiers ayant la forme de l'exploit EternalBlue. Ils ne montrent pas si l'exploit a réussi.
    [transaction2_session_setup] { $client } a envoyé à { $server } l'appel par lequel on cherche la porte dérobée DoublePulsar. Aucune réponse de celle-ci n'a été vue.
   *[patch_missing] { $client } a testé { $server }, dont la réponse est celle d'un Windows sans la mise à jour MS17-010.
 }
heuristic-network_smb_exploit-innocent = Les outils de recherche de failles et les tests d'intrusion envoient exprès les mêmes messages. Demandez si un tel test était en cours.

heuristic-network_tls_port-name = Chiffrement sur un port inhabituel
heuristic-network_tls_port-sees = Des connexions chiffrées vers un serveur sur internet, sur un port où aucun service usuel n'écoute.
heuristic-network_tls_port-found = Une connexion chiffrée a été établie vers { $server }, un port où aucun service usuel n'écoute.
heuristic-network_tls_port-innocent = Des jeux, des appels vidéo, des caméras, du stockage domestique et des programmes d'entreprise choisissent leurs propres ports. Le programme qui s'est connecté est décisif.

heuristic-network_unnamed_server-name = Serveurs sans recherche de nom
heuristic-network_unnamed_server-sees = Des serveurs sur internet qui ont été joints sans qu'une recherche dans la capture ait donné leur adresse. Les connexions en IPv6 sont laissées de côté. Un constat par capture.
heuristic-network_unnamed_server-found = Serveurs joints vers lesquels aucune recherche de cette capture ne menait : { $count } ({ $servers }).
heuristic-network_unnamed_server-innocent = L'appareil garde en mémoire les noms recherchés avant le début de la capture, les recherches chiffrées ne se voient pas, et les messageries et les appels échangent eux-mêmes des adresses. La plupart des captures montrent de tels serveurs.
