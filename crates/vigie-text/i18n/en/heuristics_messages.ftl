# Heuristics about people and messages: a name, what it sees, the sentence of a finding, when it is innocent.
heuristic-apple_threat_notification-name = Threat notification from Apple
heuristic-apple_threat_notification-sees = Messages in which Apple warns the owner that mercenary spyware or state-sponsored attackers targeted them, recognised by Apple's sender address or by their first words.
heuristic-apple_threat_notification-found = { $basis ->
    [sender] A message came from { $sender }, the address from which Apple sends threat notifications.
    [trace] The phone remembers receiving something from { $sender }, the address from which Apple sends threat notifications. The message itself may have been deleted.
    [published] A message from { $sender } begins with the published words of an Apple threat notification (language: { $language }).
   *[translated] A message from { $sender } begins like an Apple threat notification. Its words were compared with a translation, not with Apple's own words in that language ({ $language }).
 }
heuristic-apple_threat_notification-innocent = A real notification says that Apple has high confidence that this person was targeted; it does not say that the attack worked. Others imitate these messages or pass them on. A real one never asks for a password or code, nor to open a link, a file or an app. To check, type account.apple.com into a browser and sign in: a real notification is shown at the top of the page.
heuristic-quadream_calendar-name = Calendar event as in QuaDream's attack
heuristic-quadream_calendar-sees = Calendar events with exactly the title "Meeting" and the note "Notes", as in the invisible invitations of the ENDOFDAYS attack on iOS 14.
heuristic-quadream_calendar-found = { $invited ->
    [yes] A calendar event with the title "Meeting" and the note "Notes" came by invitation (from or with: { $organizer }). Invitations with these words were used in a known attack.
   *[no] A calendar event has the title "Meeting" and the note "Notes". Invitations with these words were used in a known attack; this event names no one who invited ({ $organizer }).
 }
heuristic-quadream_calendar-innocent = Both words are common, and people or programs write such events every day. The known attack was in 2021 on iOS 14, with invitations dated in the past: look at when the event was created, at its date, and at who sent it.
heuristic-sms_attachment_var-name = Attachment in an unusual place
heuristic-sms_attachment_var-sees = Attachments that were received and are recorded under /var/tmp/ with a name ending in "-1", instead of in the folder of Messages.
heuristic-sms_attachment_var-found = An attachment from { $sender } is recorded at { $path }, outside the folder where Messages keeps attachments.
heuristic-sms_attachment_var-innocent = Messages itself may note a temporary place while a transfer is under way or when it is broken off. The pattern comes from another tool for examining phones; no report explains which attack leaves it. By itself it is only a reason to look at the message and its sender.
heuristic-missing_rowids-name = Gaps in the messages
heuristic-missing_rowids-sees = Row numbers that are missing between stored messages, or after the last one: messages that were stored and are gone.
heuristic-missing_rowids-found = Messages are missing from the database: { $missing } in { $gaps ->
    [1] one place
   *[other] { $gaps } places
 }. The largest gaps, with the times before and after: { $largest }.
heuristic-missing_rowids-innocent = Nearly everyone deletes messages or whole conversations, and the phone removes old ones by itself if it is set to keep messages for 30 days or a year. A damaged or only partly readable database shows gaps too. Gaps matter when the owner deleted nothing, or next to another finding of the same time.
