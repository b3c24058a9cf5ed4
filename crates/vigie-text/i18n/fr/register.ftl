# Le registre : ses commandes, ses réponses, sa partie du rapport.
help-register = Interroger le registre : qui a fait et vendu un outil, qui possède qui, ce qui a été décidé, quels engagements sont touchés
help-as-of = Répondre à cette date (2024-03-05), ou à la fin d'un mois ou d'une année (2024-03, 2024) ; par défaut : aujourd'hui
help-json = Écrire toute la réponse en JSON, dans les deux langues
help-sources = Montrer les sources sous chaque ligne
help-data = Lire le registre dans les fichiers de ce dossier plutôt que celui du programme
help-register-show = Tout ce qui est dit d'une organisation, d'un produit, d'un incident, d'un instrument, d'une disposition, d'une partie ou d'un État
help-register-show-name = Un identifiant, un nom, un autre nom ou un ancien nom ; genre/identifiant si plusieurs le portent
help-register-timeline = La même chose, dans l'ordre du temps
help-register-timeline-name = Un identifiant, un nom, un autre nom ou un ancien nom ; genre/identifiant si plusieurs le portent
help-register-owners = Propriétaires et participations d'une organisation, au fil du temps
help-register-owners-name = Une organisation
help-register-owners-format = text ; dot pour Graphviz ; svg pour un dessin qui se suffit à lui-même
help-register-owners-steps = Jusqu'à combien de pas chercher
help-register-listed = Inscriptions d'une organisation, des sociétés de son groupe et de ses propriétaires, avec leur fin
help-register-listed-name = Une organisation
help-register-listed-steps = Combien de pas remonter vers les propriétaires
help-register-product = Un outil : fabricants, vendeurs, inscriptions, incidents, et dispositions qui parlent de tels outils
help-register-product-name = Un produit, ou le nom de logiciel d'un indicateur
help-register-incidents = Les incidents, tous ou certains
help-register-incidents-product = Avec cet outil
help-register-incidents-state = Dans cet État, ou attribués à lui ou à l'un de ses organes
help-register-incidents-kind = commercial-intrusion, commercial-service, commercial-component, state-attributed, unattributed ou other
help-register-incidents-year = De cette année, ou rapportés cette année-là
help-register-instrument = Une loi, une liste, une déclaration ou un code : ce qu'il dit, qui le soutient à cette date, combien
help-register-instrument-name = Un instrument
help-register-compare = Qui soutient un instrument et pas un autre, pour autant que les noms soient connus
help-register-compare-first = Un instrument
help-register-compare-second = Un autre instrument
help-register-contradictions = Où les affirmations divergent, et ce qui est nié
help-register-contradictions-name = Autour de ceci ; partout si rien n'est nommé
help-register-since = Ce qui a été dit, a commencé ou a été rapporté depuis une date
help-register-since-date = Une année, un mois ou un jour
help-register-screen = Comparer des noms à ceux du registre : autres graphies, écritures, anciens noms, propriétaires (code de sortie 1 s'il y a correspondance)
help-register-screen-what = Un nom, un LEI ou un numéro de société, ou un fichier qui en contient un par ligne
help-register-screen-column = Le fichier est un tableau (CSV avec en-tête) : comparer cette colonne, reporter les autres
help-register-screen-threshold = Donner les correspondances à partir de ce score
help-register-screen-steps = Combien de pas remonter vers les propriétaires
help-register-screen-most = Le plus de correspondances à donner pour un nom
help-register-stats = Le registre en chiffres
help-register-export = Écrire le registre, à cette date, sous une forme que d'autres programmes lisent
help-register-export-format = ftm (FollowTheMoney), stix (STIX 2.1), csv, graphml ou parquet
help-register-export-out = Le fichier à écrire ; il ne doit pas exister
register-exported = Écrit dans { $path }, au { $day } : { $bytes } octets
err-register-write = { $path } ne peut pas être écrit : { $detail }
todo-register-write = Nommez un fichier qui n'existe pas, dans un dossier où l'on peut écrire.
err-register = le registre est inutilisable : { $detail }
todo-register = Vérifiez les fichiers nommés avec --register, ou ôtez cette option.
err-register-several = « { $name } » désigne plusieurs choses : { $candidates }
todo-register-several = Nommez-en une par genre/identifiant, comme product/predator.
err-register-near = le registre ne connaît pas « { $name } » ; dans le voisinage : { $candidates }
err-register-nothing = le registre ne connaît pas « { $name } », ni rien d'approchant
todo-register-nothing = Essayez une autre graphie, ou `vigie register screen`, qui décompose les noms plus longs.
err-register-kind = il n'y a pas de genre d'incident « { $kind } » ; il y a { $known }
todo-register-kind = Employez l'un de ces genres.
register-as-of = au { $day }
register-by = Selon { $by } ; non daté.
register-by-on = Selon { $by }, { $on }.
register-weak = (Source faible.)
register-weak-mark = faible
register-ended = (Terminé.)
register-later = (Après la date demandée.)
register-perhaps = (La source n'est pas assez précise pour le dire à cette date.)
register-undated = (Non daté.)
register-said-later = (Dit plus tard ; on ignore s'il en était ainsi à cette date.)
register-pair = { $one } : { $two }
register-no-date = non daté
register-read = comparé à sa source le { $day }
register-not-read = non comparé à sa source
register-at-least = Au moins { $numbers }.
register-about = Environ { $numbers }.
register-exactly = { $numbers }.
register-beside-denial = Mais c'est nié :
register-beside-delisting = Mais radié :
register-beside-contradiction = Une autre affirmation diverge :
register-none = Rien.
register-fact-names = Aussi
register-fact-countries = Pays
register-fact-layers = Marché
register-fact-operating = Activité
register-fact-identifier = Numéro
register-fact-note = Note
register-fact-date = Date
register-fact-issuers = Émis par
register-fact-binding = Lie
register-standing = texte ou liste permanente
register-section-life = Noms, fondation, fin
register-section-owners = Propriétaires, participations, groupes
register-section-products = Produits
register-section-listings = Inscriptions
register-section-courts = Tribunaux et parquets
register-section-supply = Fourniture et déploiement
register-section-incidents = Incidents, attributions, réactions
register-section-commitments = Engagements
register-section-statements = Démentis et déclarations
register-section-member-listings = Inscriptions de sociétés de ce groupe
register-section-named-in = Incidents où le nom figure
register-later-count = { $count ->
    [one] Une affirmation est postérieure à cette date et n'est pas donnée.
   *[other] { $count } affirmations sont postérieures à cette date et ne sont pas données.
}
register-since = Nouveau depuis { $date }
register-owners-above = Propriétaires, groupes et prédécesseurs
register-owners-below = Participations, membres et successeurs
register-owners-steps = { $count ->
    [one] à un pas
   *[other] à { $count } pas
}
register-owners-unnamed = Propriétaires qui ne sont pas nommés ici
register-not-listed = Le registre ne connaît aucune inscription. Cela ne veut pas dire qu'il n'y en a pas.
register-lists-change = Les listes changent. Avant d'agir, interrogez l'autorité qui tient la liste.
register-relation-itself = elle-même
register-relation-member = société de son groupe
register-relation-above = { $count ->
    [one] propriétaire, groupe ou prédécesseur
   *[other] propriétaire, groupe ou prédécesseur, à { $count } pas
}
register-in-force = sur une liste à cette date
register-not-in-force = sur aucune liste elle-même à cette date
register-no-listing-in-force = aucune inscription en vigueur connue
register-no-maker = Aucune source ici ne nomme de fabricant.
register-tool-makers = Fabriqué par, selon les sources
register-tool-sellers = Vendu par, selon les sources
register-tool-provisions = Dispositions qui parlent de tels outils
register-tool-provisions-said = C'est notre lecture de leur objet ; non le constat que quiconque les a enfreintes.
register-incident-tools = Outils : { $list }.
register-incident-targets = Cibles : { $list }.
register-incident-countries = Lieux : { $list }.
register-by-then = au plus tard { $date }
register-known = connu { $date }
register-incidents-count = { $count ->
    [one] { $count } incident
   *[other] { $count } incidents
}
register-provisions = Ce qu'il dit, dans nos mots
register-counts = Nombres donnés
register-supporters = Soutiens nommés
register-supporters-named = { $count ->
    [one] { $count } État est nommé ici. Des noms peuvent manquer : voir les nombres donnés.
   *[other] { $count } États sont nommés ici. Des noms peuvent manquer : voir les nombres donnés.
}
register-others = Absents des soutiens ou de la conférence, ou annoncés, à la date indiquée
register-participants = Ont pris part, ce qui ne vaut pas soutien
register-entries = Inscrits, et radiés
register-steps = Étapes
register-remarks = Décisions, recours, appréciations
register-compare-only = Nommés comme soutiens : { $one } ; non : { $other }
register-compare-both = Nommés comme soutiens des deux
register-compare-declined = Dits absents des soutiens de l'autre
register-compare-caveat = Seuls les soutiens nommés se comparent. Qu'un État ne soit pas nommé pour un instrument ne prouve pas qu'il ne le soutient pas.
register-contradictions-count = { $count ->
    [one] { $count } affirmation niée ou contredite par une autre
   *[other] { $count } affirmations niées ou contredites par d'autres
}
register-stats = Le registre en chiffres
register-stats-organisations = organisations
register-stats-products = produits
register-stats-incidents = incidents
register-stats-instruments = instruments
register-stats-provisions = dispositions
register-stats-states = États et territoires
register-stats-parties = autres parties
register-stats-claims = affirmations
register-stats-sources = sources
register-stats-statuses = Affirmations par statut
register-stats-weak = sur des sources faibles seulement
register-stats-contradicted = niées ou contredites
register-stats-source-kinds = Sources par genre
register-stats-comparison = Comparaison avec les sources, par le projet
register-stats-read = sources dont le texte a été comparé
register-stats-not-read = sources qui ne l'ont pas été
register-stats-compared = affirmations ayant une source comparée
register-stats-carried-over = affirmations qui n'en ont pas
register-screen-title = { $names } noms comparés, { $matched } avec correspondance
register-screen-name = Proche de son nom « { $name } ».
register-screen-alias = Proche d'un autre de ses noms, « { $name } ».
register-screen-former = Proche d'un de ses anciens noms, « { $name } ».
register-screen-identifier = Son numéro : { $name }.
register-screen-identical = Identique mot pour mot.
register-screen-pairs = Mots : { $pairs }.
register-screen-unpaired = Sans correspondant : { $words }.
register-screen-transliterated = Comparé en lettres latines sans accents.
register-screen-above = Au-dessus : { $list }
register-screen-unreadable = Non comparées, car elles ne sont pas en UTF-8 ou ne forment pas une ligne entière du tableau : { $count }, lignes { $lines }
register-screen-nameless = Non comparées, car la colonne y est vide : { $count }, lignes { $lines }
err-screen-table = le tableau { $path } ne peut pas être comparé : { $detail }
todo-screen-table = Donner avec --column une colonne de son en-tête, telle qu'elle y est écrite.
register-screen-caveat = Une ressemblance de noms est une piste, non une identité. L'absence de correspondance ne blanchit personne : le registre ne connaît qu'une petite part du marché.

# --- dans le rapport d'un dossier
report-context = Ce que l'on sait de ces outils
report-context-not = Les noms ci-dessous viennent d'indicateurs publiés qui ont été rencontrés sur cet appareil. Ils disent pour quel outil un indicateur est publié. Ils ne disent pas qui l'a utilisé ici, ni que quiconque cité ci-dessous en avait connaissance : ce qui suit a été publié sur les outils en général.
report-context-day = Au { $day }, jour de l'examen. Chaque affirmation porte son statut, qui la fait et où ; un démenti ou une radiation figure à côté.
report-context-unknown = Le registre ne connaît aucun outil sous ces noms : { $names }.
report-context-trouble = Cette partie n'a pas pu être faite : { $detail }
report-context-kind = Genre
report-context-names = Noms dans les indicateurs
report-context-ambiguous = Nom partagé par
report-context-listings = Sur des listes d'autorités publiques ce jour-là, et ce qui s'y rattache
report-context-incidents = Incidents comparables, tels que publiés
report-context-incidents-all = { $count ->
    [one] { $count } incident avec cet outil figure au registre.
   *[other] { $count } incidents avec cet outil figurent au registre ; les plus récents :
}
report-context-supporters = États nommés comme soutiens : { $names }.
report-context-counted = États comptés comme soutiens au { $on } : { $number }.
report-context-counted-least = États comptés comme soutiens au { $on } : au moins { $number }.
report-context-bodies = Organismes qui reçoivent de tels signalements
report-context-bodies-said = vigie ne leur envoie rien. Signaler ou non, et quoi, est la décision de la personne concernée.
