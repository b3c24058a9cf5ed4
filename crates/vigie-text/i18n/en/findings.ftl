level-info = info
level-low = low
level-medium = medium
level-high = high
level-critical = critical
