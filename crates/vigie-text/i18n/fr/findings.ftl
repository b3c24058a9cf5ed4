level-info = info
level-low = faible
level-medium = moyen
level-high = élevé
level-critical = critique
