# Heuristiques sur la navigation : un nom, ce qu'elle voit, la phrase d'un constat, quand il est innocent.
heuristic-safari_redirect-name = Redirection rapide vers un autre site
heuristic-safari_redirect-sees = Une page non chiffrée (http) dans Safari, redirigée vers un autre site en moins d'une seconde, comme dans des cas publiés d'injection réseau.
heuristic-safari_redirect-found = Safari a été redirigé de { $from } vers { $to } en { $millis } ms : { $from_url } a mené à { $to_url }
heuristic-safari_redirect-innocent = La plupart de ces redirections sont ordinaires : raccourcisseurs de liens, sites qui ont changé de nom, publicité, pages de connexion des réseaux publics. Cela devient une piste quand la destination n'a aucun rapport avec la page demandée, ou porte un nom et un port qui semblent inventés.
