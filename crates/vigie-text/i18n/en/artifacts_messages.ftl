# Artifacts about people and messages: a name, what it shows, when a match in it is innocent.
artifact-ios_calls-name = Call history
artifact-ios_calls-shows = Who called or was called, when, for how long, and through which application.
artifact-ios_calls-innocent = A call shows contact, not an attack: numbers change hands, and anyone can be called by anyone.
