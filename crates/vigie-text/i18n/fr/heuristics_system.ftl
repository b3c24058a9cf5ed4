# Heuristiques sur le système : un nom, ce qu'elle voit, la phrase d'un constat, quand il est innocent.
heuristic-lockdown_mode-name = Mode Isolement
heuristic-lockdown_mode-sees = Si le mode Isolement, la protection d'Apple pour les personnes exposées, est activé.
heuristic-lockdown_mode-found = Le mode Isolement est { $state ->
    [on] activé.
   *[off] désactivé.
 }
heuristic-lockdown_mode-innocent = La plupart des gens n'utilisent pas le mode Isolement ; son état ne dit rien d'une attaque. Il est indiqué pour qu'une personne exposée puisse décider.
