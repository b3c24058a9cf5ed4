# The lock of an Android device: codes, trust agents, fingerprints and faces.

artifact-android_biometrics-name = Fingerprints and faces
artifact-android_biometrics-shows = How many fingerprints and faces are enrolled for each user, how often one was accepted, refused or locked out since the last start, and the last attempts with a face with their times. No image or template is in it.
artifact-android_biometrics-innocent = Wet fingers, pockets, masks and glasses bring about refusals and lockouts every day. One more fingerprint or face than the owner remembers is worth a question: people enrol a second finger, or somebody they trust.

artifact-android_lock_settings-name = Lock of each user
artifact-android_lock_settings-shows = What kind of code locks the device, when it was last changed, why it is asked for at the moment, how many wrong codes were tried since the right one (as far as the version counts them), whether something other than the code can open the lock (a token, which managed devices can have), and steps by which an update restarted the device without the code. The code itself is not in it.
artifact-android_lock_settings-innocent = Owners mistype, forget a new code or change it; organisations that manage a phone keep a token so that they can help its user. A change of the code at a time when the phone was out of its owner's hands, or a token on a phone that nobody manages, is worth a question.

artifact-android_trust-name = Trust agents
artifact-android_trust-shows = Which programs may keep a user unlocked without the code (Smart Lock and its like), whether each user was locked when the report was made, and what these programs did last, with times. Fifty events for each user, since the last start.
artifact-android_trust-innocent = Google's agent is on nearly every phone, and many people let a watch, a place or a car keep their phone open. An agent that the owner did not set up, or trust given while the phone was out of the owner's hands, is worth a question. A message in it is text that the program chose.

heuristic-android_lock_guessed-name = Wrong codes tried
heuristic-android_lock_guessed-sees = Whether five or more wrong codes of the lock were tried since the right one was last entered. Where the version does not count them, whether anybody was made to wait after too many attempts, with codes, fingers or faces. Tools with which phones are opened try codes; so do people.
heuristic-android_lock_guessed-found = { $what ->
    [counted] Since the right code was last entered for user { $user } of the phone, { $count } wrong codes were tried, the last of them at { $at }. The same code again within minutes does not count.
    [counted_before] Since the right code was last entered for user { $user } of the phone, { $count } wrong codes were tried; when is not told. The same code again within minutes does not count.
   *[waited] For user { $user } of the phone too many attempts to unlock failed, with codes, fingers or faces, and the right code was not entered after that until the report was made.
 }
heuristic-android_lock_guessed-innocent = Children, pockets, wet fingers, and owners who mistyped or forgot a new code bring this about. It matters when the phone was out of its owner's hands: at a check, at a border, in repair, or with somebody who lives with the owner. Ask who tried, and when.

heuristic-android_trust_agent-name = Trust agent from elsewhere
heuristic-android_trust_agent-sees = Programs that may keep the phone unlocked without the code (trust agents), are switched on, and came neither with the system nor from a store. The system takes such a program only with a right that ordinary applications cannot be given.
heuristic-android_trust_agent-found = { $component } is listed as a trust agent that is switched on. Of its package, { $package }: { android-origin }.
heuristic-android_trust_agent-innocent = Systems built by hobbyists bring agents of their own, makers update theirs in unusual ways, and organisations that manage phones may install one. It matters when the owner does not know the program: the phone may be unlocked when it should not be.
