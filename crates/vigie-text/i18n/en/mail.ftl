# Messages and mailboxes: artifacts, then heuristics.
artifact-mail_messages-name = Messages of a mailbox
artifact-mail_messages-shows = Messages of a mailbox (of Outlook's stores also appointments, not persons of the address book): sender, where answers go, what the receiving server found, the servers on the way, links and where they lead behind filters that rewrote them, also those that stand only as QR codes in pictures (PNG, JPEG, GIF).
artifact-mail_messages-innocent = A message shows what was sent to this mailbox, not that anybody read it or followed a link. Senders can be forged, and newsletters, researchers and colleagues pass on links and addresses of attackers as warnings.
artifact-mail_attachments-name = Attachments of mail
artifact-mail_attachments-shows = What was attached to messages: names, sizes and hashes, the files of a zip, macros, links of documents and pages, QR codes in their pictures, pages that build a file. With --yara, rules are applied to each of them and to the files of a zip.
artifact-mail_attachments-innocent = An attachment that arrived was not necessarily opened. Researchers and colleagues send samples and documents about attacks to each other.

heuristic-mail_lookalike-name = Name made to resemble yours
heuristic-mail_lookalike-sees = Senders of messages, and links in them and in what is attached, whose name resembles one given with --protect: letters that look alike, one or two letters off, other words joined with it, another ending, or your name put before another. Without --protect it sees nothing.
heuristic-mail_lookalike-found = { $place ->
    [sender] A sender uses
    [attachment] An attachment links to
   *[link] A message links to
 } { $host }, which resembles { $protected }: { $likeness ->
    [letters] letters that look alike
    [before] your name stands before another one
    [ending] the same name with another ending
    [words] your name joined with other words
   *[slip] one or two letters differ
 }. Messages: { $count }.
heuristic-mail_lookalike-innocent = Your own organisation or a partner may have registered the name, and unrelated organisations have similar names, above all short ones and those of common words. Who holds the name, and since when, tells more.
heuristic-mail_answers_elsewhere-name = Answers go elsewhere
heuristic-mail_answers_elsewhere-sees = Messages, other than those of mailing lists, whose answers go to an address of another organisation than the one they name as writer.
heuristic-mail_answers_elsewhere-found = The message says it is from { $from }, but answers to it go to { $to }.
heuristic-mail_answers_elsewhere-innocent = Services that send on behalf of others, ticket systems, journalists who use a second address and staff who write from a private one do this every day.
heuristic-mail_not_authentic-name = Not from the domain it names
heuristic-mail_not_authentic-sees = Messages of which the receiving server noted that they failed the check of the domain they name as sender (DMARC), or both checks it is made of (SPF and DKIM). Only the topmost note is taken; whether that server can be trusted is for you to say.
heuristic-mail_not_authentic-found = The server { $server } found that the message from { $from } does not come from that domain (DMARC { $dmarc }, SPF { $spf }, DKIM { $dkim }).
heuristic-mail_not_authentic-innocent = Forwarded messages and mailing lists fail these checks, and so do organisations that set them up wrongly.
heuristic-mail_link_disguised-name = Link that shows another address
heuristic-mail_link_disguised-sees = Links in messages whose visible text is an address of one organisation while they lead to another.
heuristic-mail_link_disguised-found = A link in a message from { $from } shows { $shown } and leads to { $host }.
heuristic-mail_link_disguised-innocent = Newsletters count clicks through addresses of a service, and filters of mail rewrite links; of those that vigie knows, it takes the target.
heuristic-mail_attachment_runs-name = Attachment that can run
heuristic-mail_attachment_runs-sees = Attachments that are, or bring in a zip, a program, a script, a shortcut or an image of a disk; documents with macros; pages that build a file by script.
heuristic-mail_attachment_runs-found = { $what ->
    [smuggling] The page { $file }, attached to a message from { $from }, builds a file by script and hands it to its reader.
    [program] A message from { $from } brings a program: { $file }.
    [script] A message from { $from } brings a script: { $file }.
    [shortcut] A message from { $from } brings a shortcut, which can run a command or open another place: { $file }.
    [image] A message from { $from } brings an image of a disk: { $file }.
   *[macros] A message from { $from } brings a document with macros: { $file }.
 }{ $locked ->
    [yes] {" "}The archive is locked with a password.
   *[no] {""}
 }
heuristic-mail_attachment_runs-innocent = Colleagues send programs and scripts to each other, and many offices work with macros. Pages that build a file are also made by some services for encrypted mail. Ask whether the message was expected; do not open the attachment to find out.
heuristic-mail_qr_link-name = Link only as a picture
heuristic-mail_qr_link-sees = Messages that carry a link only as a QR code in a picture, while neither their text nor another link names that organisation; documents attached to messages whose pictures show a QR code with a link.
heuristic-mail_qr_link-found = { $place ->
    [document] The document { $document }, attached to a message from { $from }, shows a QR code that leads to { $host } ({ $picture }).
   *[message] A message from { $from } carries a link to { $host } only as a QR code ({ $picture }).
 }
heuristic-mail_qr_link-innocent = Tickets, badges, invoices, parcel slips, business cards and guest Wi-Fi are sent as QR codes every day, and newsletters show them for readers at a screen. What matters is whether the message was expected and who holds the name the code leads to; do not scan it to find out.
heuristic-mail_known_name-name = Known name, new address
heuristic-mail_known_name-sees = A full name that wrote at least twice from one organisation and later appears with an address of another. Only messages that the mailbox holds are known.
heuristic-mail_known_name-found = Somebody who wrote before from { $known } later appears under the same name as { $address }.
heuristic-mail_known_name-innocent = People change employers, have several addresses, and share names with others.

err-protect = { $name } is not a name that could be protected.
todo-protect = Give a host name with its ending, such as example.org.
help-check-protect = A name of your own (example.org) that senders and links in mailboxes may be made to resemble (repeatable)
