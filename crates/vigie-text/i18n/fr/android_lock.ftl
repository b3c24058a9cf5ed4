# Le verrouillage d'un appareil Android : codes, agents de confiance, empreintes et visages.

artifact-android_biometrics-name = Empreintes digitales et visages
artifact-android_biometrics-shows = Combien d'empreintes et de visages sont enregistrés pour chaque utilisateur, combien de fois il y a eu acceptation, refus ou blocage depuis le dernier démarrage, et les derniers essais avec un visage et leurs heures. Aucune image ni aucun gabarit n'y figure.
artifact-android_biometrics-innocent = Doigts mouillés, poches, masques et lunettes provoquent chaque jour des refus et des blocages. Une empreinte ou un visage de plus que la personne ne s'en souvient mérite une question : on enregistre un second doigt, ou quelqu'un de confiance.

artifact-android_lock_settings-name = Verrouillage de chaque utilisateur
artifact-android_lock_settings-shows = Quelle sorte de code verrouille l'appareil, quand il a été changé pour la dernière fois, pourquoi il est demandé en ce moment, combien de codes faux ont été essayés depuis le bon (si la version les compte), si autre chose que le code peut ouvrir le verrou (un jeton, que les appareils gérés peuvent avoir), et les étapes par lesquelles une mise à jour a redémarré l'appareil sans le code. Le code lui-même n'y figure pas.
artifact-android_lock_settings-innocent = On se trompe en tapant, on oublie un nouveau code ou on le change ; les organisations qui gèrent un téléphone gardent un jeton pour pouvoir aider son utilisateur. Un code changé pendant que le téléphone n'était pas entre les mains de la personne, ou un jeton sur un téléphone que personne ne gère, mérite une question.

artifact-android_trust-name = Agents de confiance
artifact-android_trust-shows = Quels programmes peuvent laisser un utilisateur déverrouillé sans le code (Smart Lock et ses semblables), si chaque utilisateur était verrouillé au moment du rapport, et ce que ces programmes ont fait en dernier, avec les heures. Cinquante événements par utilisateur, depuis le dernier démarrage.
artifact-android_trust-innocent = L'agent de Google est sur presque tous les téléphones, et beaucoup de gens laissent une montre, un lieu ou une voiture garder leur téléphone ouvert. Un agent que la personne n'a pas choisi, ou une confiance accordée pendant que le téléphone n'était pas entre ses mains, mérite une question. Un message qui y figure est un texte choisi par le programme.

heuristic-android_lock_guessed-name = Essais de codes faux
heuristic-android_lock_guessed-sees = Si cinq codes faux ou plus ont été essayés depuis que le bon a été saisi pour la dernière fois. Quand la version ne les compte pas, si quelqu'un a dû attendre après trop d'essais, avec des codes, des doigts ou des visages. Les outils qui ouvrent les téléphones essaient des codes ; les gens aussi.
heuristic-android_lock_guessed-found = { $what ->
    [counted] Depuis que le bon code a été saisi pour la dernière fois pour l'utilisateur { $user } du téléphone, { $count } codes faux ont été essayés, le dernier à { $at }. Le même code répété en quelques minutes ne compte pas.
    [counted_before] Depuis que le bon code a été saisi pour la dernière fois pour l'utilisateur { $user } du téléphone, { $count } codes faux ont été essayés ; quand, ce n'est pas indiqué. Le même code répété en quelques minutes ne compte pas.
   *[waited] Pour l'utilisateur { $user } du téléphone, trop d'essais de déverrouillage ont échoué, avec des codes, des doigts ou des visages, et le bon code n'a pas été saisi ensuite jusqu'au rapport.
 }
heuristic-android_lock_guessed-innocent = Des enfants, des poches, des doigts mouillés, une personne qui se trompe ou a oublié un nouveau code en sont la cause ordinaire. Cela compte quand le téléphone n'était pas entre les mains de la personne : lors d'un contrôle, à une frontière, en réparation, ou chez quelqu'un qui vit avec elle. Demandez qui a essayé, et quand.

heuristic-android_trust_agent-name = Agent de confiance venu d'ailleurs
heuristic-android_trust_agent-sees = Des programmes qui peuvent laisser le téléphone déverrouillé sans le code (agents de confiance), qui sont activés et ne viennent ni du système ni d'une boutique. Le système n'accepte un tel programme qu'avec un droit que les applications ordinaires ne peuvent pas recevoir.
heuristic-android_trust_agent-found = { $component } figure comme agent de confiance activé. À propos de son paquet, { $package } : { android-origin }.
heuristic-android_trust_agent-innocent = Des systèmes compilés par des amateurs apportent leurs propres agents, des fabricants mettent à jour les leurs de façon inhabituelle, et les organisations qui gèrent des téléphones peuvent en installer un. Cela compte quand la personne ne connaît pas le programme : le téléphone peut être déverrouillé alors qu'il ne devrait pas l'être.
