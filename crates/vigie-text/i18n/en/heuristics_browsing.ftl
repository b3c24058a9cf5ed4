# Heuristics about browsing: a name, what it sees, the sentence of a finding, when it is innocent.
heuristic-safari_redirect-name = Fast redirect to another site
heuristic-safari_redirect-sees = An unencrypted page (http) in Safari that was redirected to a different site in less than a second, as in published cases of network injection.
heuristic-safari_redirect-found = Safari was redirected from { $from } to { $to } within { $millis } ms: { $from_url } led to { $to_url }
heuristic-safari_redirect-innocent = Most such redirects are ordinary: link shorteners, sites that changed their name, advertising, and the sign-in pages of public networks. It becomes a lead when the destination has no relation to the page that was asked for, or has a name and port that look made up.
