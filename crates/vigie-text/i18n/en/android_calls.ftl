# Calls and Bluetooth of an Android device.

artifact-android_bluetooth-name = Devices paired by Bluetooth
artifact-android_bluetooth-shows = Which devices are paired with the phone by Bluetooth, of what sort each says it is, and the last twenty times that Bluetooth was switched on or off, by which program and why. When a device was paired is not in it.
artifact-android_bluetooth-innocent = Headphones, cars, watches and keyboards are paired by their owners, and stay listed for years. Programs of the system switch Bluetooth on and off. A keyboard, a computer or a phone that the owner does not know is worth a question: a keyboard can type, and what is paired may be sent contacts and messages.

artifact-android_telecom-name = Calls and the applications that handle them
artifact-android_telecom-shows = Which applications can place or receive calls, and for up to a hundred calls since the last start when each began and ended, in which direction, through which application it went, and which other services were told of it. Numbers and names are not in it.
artifact-android_telecom-innocent = Messengers place calls of their own, and watches, cars and applications that recognise advertising calls are told of calls. Calls missing here prove nothing: the list begins with the last start, and is emptied when statistics are collected.

heuristic-android_call_role-name = Application from elsewhere that handles calls or messages
heuristic-android_call_role-sees = Applications that came neither with the system nor from a store and are the phone's own for calls or for messages, look at calls before they ring, may send outgoing calls to another number, or were told of a call that went through another application. They see whom the owner calls or writes to, and codes for signing in that come as messages.
heuristic-android_call_role-found = { $what ->
    [redirection] { $package } may send outgoing calls to another number
    [screening] { $package } looks at calls before they ring
    [calls] { $package } is the application for calls
    [messages] { $package } is the application for messages (SMS)
   *[told] { $component } was told of a call
 }. As to its origin: { android-origin }.
heuristic-android_call_role-innocent = Some people choose another application for calls or messages, block advertising calls, or record their own calls, and install what does this from a file. It matters when the owner did not choose it or does not know the application.
