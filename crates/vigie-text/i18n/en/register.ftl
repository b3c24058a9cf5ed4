# The register: its commands, its answers, its part of the report.
help-register = Ask the register: who made and sold a tool, who owns whom, what was decided, which commitments it touches
help-as-of = Answer as of this day (2024-03-05), or the end of a month or year (2024-03, 2024); default: today
help-json = Print the whole answer as JSON, in both languages
help-sources = Show the sources below every line
help-data = Read the register from the data files in this folder instead of those built in
help-register-show = Everything said about an organisation, product, incident, instrument, provision, party or state
help-register-show-name = An id, a name, another or a former name; kind/id where several share it
help-register-timeline = The same, in order of time
help-register-timeline-name = An id, a name, another or a former name; kind/id where several share it
help-register-owners = Owners and holdings of an organisation, over time
help-register-owners-name = An organisation
help-register-owners-format = text; dot for Graphviz; svg for a drawing that stands on its own
help-register-owners-steps = How many steps away to look
help-register-listed = Listings of an organisation, of the companies of its group and of its owners, with their ends
help-register-listed-name = An organisation
help-register-listed-steps = How many steps to look towards owners
help-register-product = A tool: makers, sellers, listings, incidents, and the provisions that speak about such tools
help-register-product-name = A product, or the malware name of an indicator
help-register-incidents = Incidents, all or some
help-register-incidents-product = With this tool
help-register-incidents-state = In this state, or ascribed to it or one of its bodies
help-register-incidents-kind = commercial-intrusion, commercial-service, commercial-component, state-attributed, unattributed or other
help-register-incidents-year = Of this year, or reported in it
help-register-instrument = A law, list, declaration or code: what it says, who supports it on the day, how many
help-register-instrument-name = An instrument
help-register-compare = Who supports one instrument and not another, as far as names are known
help-register-compare-first = An instrument
help-register-compare-second = Another instrument
help-register-contradictions = Where statements disagree, and what is denied
help-register-contradictions-name = Around this; everywhere where nothing is named
help-register-since = What was said, began or was reported since a day
help-register-since-date = A year, month or day
help-register-screen = Compare names with those of the register: other spellings, scripts, former names, owners (exit code 1 if any match)
help-register-screen-what = A name, an LEI or company number, or a file with one of them per line
help-register-screen-column = The file is a table (CSV with a head): screen this column, carry the others along
help-register-screen-threshold = Tell matches from this score on
help-register-screen-steps = How many steps to look towards owners
help-register-screen-most = The most matches to tell for one name
help-register-stats = The register in numbers
help-register-export = Write the register, as of the day, in a form that other programs read
help-register-export-format = ftm (FollowTheMoney), stix (STIX 2.1), csv, graphml or parquet
help-register-export-out = The file to write; it must not exist
register-exported = Written to { $path }, as of { $day }: { $bytes } bytes
err-register-write = { $path } cannot be written: { $detail }
todo-register-write = Name a file that does not exist, in a folder that can be written.
err-register = the register cannot be used: { $detail }
todo-register = Check the data files named with --register, or leave it out.
err-register-several = “{ $name }” fits several: { $candidates }
todo-register-several = Name one of them as kind/id, such as product/predator.
err-register-near = the register knows no “{ $name }”; near it: { $candidates }
err-register-nothing = the register knows no “{ $name }”, and nothing near it
todo-register-nothing = Try another spelling, or `vigie register screen`, which takes longer names apart.
err-register-kind = there is no kind of incident “{ $kind }”; there are { $known }
todo-register-kind = Use one of these kinds.
register-as-of = as of { $day }
register-by = Says { $by }; not dated.
register-by-on = Says { $by }, { $on }.
register-weak = (Weak source.)
register-weak-mark = weak
register-ended = (Ended.)
register-later = (After the day asked for.)
register-perhaps = (The source is not precise enough to say for that day.)
register-undated = (Not dated.)
register-said-later = (Said later; whether it held on that day is not known.)
register-pair = { $one }: { $two }
register-no-date = not dated
register-read = compared with its source on { $day }
register-not-read = not compared with its source
register-at-least = At least { $numbers }.
register-about = About { $numbers }.
register-exactly = { $numbers }.
register-beside-denial = But it is denied:
register-beside-delisting = But removed:
register-beside-contradiction = Another statement disagrees:
register-none = Nothing.
register-fact-names = Also
register-fact-countries = Countries
register-fact-layers = Market
register-fact-operating = Business
register-fact-note = Note
register-fact-identifier = Number
register-fact-date = Date
register-fact-issuers = Issued by
register-fact-binding = Binds
register-standing = a standing text or list
register-section-life = Names, founding, end
register-section-owners = Owners, holdings, groups
register-section-products = Products
register-section-listings = Listings
register-section-courts = Courts and prosecutors
register-section-supply = Supply and deployment
register-section-incidents = Incidents, attributions, responses
register-section-commitments = Commitments
register-section-statements = Denials and own statements
register-section-member-listings = Listings of companies of this group
register-section-named-in = Incidents it is named in
register-later-count = { $count ->
    [one] One statement comes after that day and is left out.
   *[other] { $count } statements come after that day and are left out.
}
register-since = New since { $date }
register-owners-above = Owners, groups and predecessors
register-owners-below = Holdings, members and successors
register-owners-steps = { $count ->
    [one] one step away
   *[other] { $count } steps away
}
register-owners-unnamed = Owners who are not named here
register-not-listed = No listing is known to the register. That is no statement that there is none.
register-lists-change = Lists change. Before acting, ask the authority that keeps the list.
register-relation-itself = itself
register-relation-member = a company of its group
register-relation-above = { $count ->
    [one] owner, group or predecessor
   *[other] owner, group or predecessor, { $count } steps away
}
register-in-force = on a list on that day
register-not-in-force = itself on no list on that day
register-no-listing-in-force = no listing in force is known
register-no-maker = No maker is named by a source here.
register-tool-makers = Made by, as said
register-tool-sellers = Sold by, as said
register-tool-provisions = Provisions that speak about such tools
register-tool-provisions-said = Our reading of what they are about; no finding that anybody broke them.
register-incident-tools = Tools: { $list }.
register-incident-targets = Targets: { $list }.
register-incident-countries = Places: { $list }.
register-by-then = by { $date }
register-known = known { $date }
register-incidents-count = { $count ->
    [one] One incident
   *[other] { $count } incidents
}
register-provisions = What it says, in our words
register-counts = Numbers given
register-supporters = Supporters that are named
register-supporters-named = { $count ->
    [one] One state is named here. Names may be missing: see the numbers given.
   *[other] { $count } states are named here. Names may be missing: see the numbers given.
}
register-others = Not among the supporters, absent or expected, on the date given
register-participants = Took part, which is not support
register-entries = Listed, and removed
register-steps = Steps
register-remarks = Rulings, appeals, assessments
register-compare-only = Named as supporters of { $one }, not of { $other }
register-compare-both = Named as supporters of both
register-compare-declined = Said not to have supported the other
register-compare-caveat = Only named supporters can be compared. That a state is not named for an instrument is no proof that it does not support it.
register-contradictions-count = { $count ->
    [one] One statement that another denies or contradicts
   *[other] { $count } statements that others deny or contradict
}
register-stats = The register in numbers
register-stats-organisations = organisations
register-stats-products = products
register-stats-incidents = incidents
register-stats-instruments = instruments
register-stats-provisions = provisions
register-stats-states = states and territories
register-stats-parties = other parties
register-stats-claims = claims
register-stats-sources = sources
register-stats-statuses = Claims by status
register-stats-weak = on weak sources alone
register-stats-contradicted = denied or contradicted
register-stats-source-kinds = Sources by kind
register-stats-comparison = Compared with their sources by the project
register-stats-read = sources whose text was compared
register-stats-not-read = sources that were not
register-stats-compared = claims with a source that was compared
register-stats-carried-over = claims without
register-screen-title = { $names } screened, { $matched } with matches
register-screen-name = Near its name “{ $name }”.
register-screen-alias = Near another name of it, “{ $name }”.
register-screen-former = Near a former name of it, “{ $name }”.
register-screen-identifier = Its number: { $name }.
register-screen-identical = Word for word the same.
register-screen-pairs = Words: { $pairs }.
register-screen-unpaired = Without a partner: { $words }.
register-screen-transliterated = Compared in Latin letters without accents.
register-screen-above = Above it: { $list }
register-screen-unreadable = Not screened, because they are not UTF-8 or no whole row of the table: { $count }, in lines { $lines }
register-screen-nameless = Not screened, because the column is empty there: { $count }, in lines { $lines }
err-screen-table = the table { $path } cannot be screened: { $detail }
todo-screen-table = Name a column of its head with --column, as it is written there.
register-screen-caveat = A likeness of names is a lead, not an identity. No match is no clearance: the register knows a small part of the market.

# --- in the report of a case
report-context = What is known about these tools
report-context-not = The names below come from published indicators that were met on this device. They say which tool an indicator is published for. They do not say who used it here, nor that anybody named below knew of it: what stands below was published about the tools in general.
report-context-day = As of { $day }, the day of the examination. Each statement bears its status word, who makes it and where; a denial or a delisting stands beside it.
report-context-unknown = The register knows no tool by these names: { $names }.
report-context-trouble = This part could not be made: { $detail }
report-context-kind = Kind
report-context-names = Names in the indicators
report-context-ambiguous = The name is shared by
report-context-listings = On lists of public authorities on that day, and what stands near
report-context-incidents = Comparable incidents, as published
report-context-incidents-all = { $count ->
    [one] One incident with this tool is in the register.
   *[other] { $count } incidents with this tool are in the register; the latest are:
}
report-context-supporters = States named as supporters: { $names }.
report-context-counted = Supporting states as counted on { $on }: { $number }.
report-context-counted-least = Supporting states as counted on { $on }: at least { $number }.
report-context-bodies = Bodies that take such reports
report-context-bodies-said = Nothing is sent to them by vigie. Whether and what to report is the decision of the person concerned.
