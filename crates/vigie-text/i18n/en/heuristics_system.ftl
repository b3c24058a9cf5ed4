# Heuristics about the system: a name, what it sees, the sentence of a finding, when it is innocent.
heuristic-lockdown_mode-name = Lockdown Mode
heuristic-lockdown_mode-sees = Whether Lockdown Mode, Apple's protection for people at risk, is switched on.
heuristic-lockdown_mode-found = Lockdown Mode is { $state ->
    [on] switched on.
   *[off] switched off.
 }
heuristic-lockdown_mode-innocent = Most people do not use Lockdown Mode; its state says nothing about an attack. It is stated so that a person at risk can decide.
