//! One record against every indicator. The cost depends on the record alone: each value is looked up in hash tables,
//! as often as it has labels or components.

use std::net::IpAddr;

use vigie_model::{Meaning, Observable, ObservableKind};

use super::atom::Drawer;
use super::canon::host::{self, Host};
use super::canon::refang::refang;
use super::canon::{path, url, value};
use super::compound::Partial;
use super::hit::{Found, Hit, How};
use super::kind::IndicatorKind;
use super::matcher::Matcher;
use super::memo::Memo;
use super::store::Goal;
use super::text;

/// Where a value comes from.
#[derive(Clone, Copy)]
struct From<'v> {
    seen: &'v str,
    kind: ObservableKind,
    meaning: Option<Meaning>,
    /// The strongest match still possible.
    cap: How,
}

impl<'v> From<'v> {
    fn capped(self, cap: How) -> Self {
        Self { cap: self.cap.max(cap), ..self }
    }

    fn seen(self, seen: &'v str) -> Self {
        Self { seen, ..self }
    }
}

/// The search of one record: [`RecordScan::see`] each observable, then [`RecordScan::finish`].
pub struct RecordScan<'m> {
    matcher: &'m Matcher,
    hits: Vec<Hit<'m>>,
    parts: Vec<(u32, String, ObservableKind, Option<Meaning>)>,
    present: u64,
    with_revoked: bool,
    on_android: bool,
    limited: bool,
    nested_left: usize,
    /// How often a value met something.
    meetings: u64,
    memo: Memo,
    name: String,
    path: String,
    wild: String,
}

/// How the memo knows a word of a text; the other sorts are the kinds of observables.
const WORD_OF_TEXT: u8 = u8::MAX;
/// How it knows the host of a plain link.
const HOST_OF_LINK: u8 = u8::MAX - 1;

/// Above this, hits are merged on the way: a text may repeat one link a million times.
const MERGE_AT: usize = 1024;

/// How many bytes of links inside links are looked at in one record: each costs more than its length, and a hostile
/// message may hold nothing else.
const MAX_NESTED_BYTES: usize = 4 << 20;

impl<'m> RecordScan<'m> {
    pub(crate) fn new(matcher: &'m Matcher) -> Self {
        Self {
            matcher,
            hits: Vec::new(),
            parts: Vec::new(),
            present: 0,
            with_revoked: false,
            on_android: false,
            limited: false,
            nested_left: MAX_NESTED_BYTES,
            meetings: 0,
            memo: Memo::default(),
            name: String::new(),
            path: String::new(),
            wild: String::new(),
        }
    }

    /// For records of an Android device, whose runtime keeps the last characters of an application's name where others
    /// keep the first.
    #[must_use]
    pub fn on_android(mut self, is_android: bool) -> Self {
        self.on_android = is_android;
        self
    }

    /// For `indicators show`: withdrawn indicators are met too.
    pub(crate) fn with_revoked(mut self) -> Self {
        self.with_revoked = true;
        self
    }

    /// Searches one value.
    pub fn see(&mut self, observable: &Observable<'_>) {
        let (kind, value) = (observable.kind(), observable.value());
        // The words of a text are what comes again; to look up an application costs no more than to remember it.
        if matches!(kind, ObservableKind::Text | ObservableKind::AppId) {
            self.search(observable);
        } else {
            self.once(kind as u8, value, |scan| scan.search(observable));
        }
    }

    /// Searches a value, unless it is known to meet nothing.
    fn once(&mut self, of: u8, value: &str, search: impl FnOnce(&mut Self)) {
        if let Some(present) = self.memo.known(of, value) {
            self.present |= present;
            return;
        }
        let (present, met_nothing) = self.aside(search);
        if met_nothing {
            self.memo.keep(of, value, present);
        }
    }

    /// The same for all values that stand in a text, with a memo of the caller's own. `see` hands them to [`RecordScan::see`]
    /// and answers whether nobody else needs them.
    pub fn once_of(&mut self, memo: &mut Memo, of: u8, text: &str, see: impl FnOnce(&mut Self) -> bool) {
        if let Some(present) = memo.known(of, text) {
            self.present |= present;
            return;
        }
        let mut is_needed = false;
        let (present, met_nothing) = self.aside(|scan| is_needed = !see(scan));
        if met_nothing && !is_needed {
            memo.keep(of, text, present);
        }
    }

    /// Searches, and answers which kinds of indicators were looked for, and whether nothing was met.
    fn aside(&mut self, search: impl FnOnce(&mut Self)) -> (u64, bool) {
        let before = (self.meetings, self.nested_left);
        let others = std::mem::take(&mut self.present);
        search(self);
        let present = self.present;
        self.present |= others;
        // What was looked at within a budget, or not at all behind its end, may look otherwise in another record.
        (present, !self.limited && before == (self.meetings, self.nested_left))
    }

    fn search(&mut self, observable: &Observable<'_>) {
        let raw = observable.value();
        let from = From { seen: raw, kind: observable.kind(), meaning: observable.own_meaning(), cap: How::Exact };
        match observable.kind() {
            ObservableKind::Domain => self.domain(raw, from),
            ObservableKind::Url => self.url(raw, from),
            ObservableKind::Ip => match host::ip(&refang_host(raw)) {
                Some(ip) => self.ip(ip, raw, from),
                None => self.domain(raw, from),
            },
            ObservableKind::Email => self.email(raw, from),
            ObservableKind::Process => self.process(raw, from),
            ObservableKind::Executable => {
                self.path(raw, from);
                self.file_name(raw, from);
                let base = value::base_name(raw);
                self.look(IndicatorKind::Process, Drawer::Process, &base, How::Exact, from);
                self.express(IndicatorKind::Process, path::base_name(raw), &base, from);
            }
            ObservableKind::CommandLine => self.command_line(raw, from),
            ObservableKind::FileName => {
                self.file_name(raw, from);
                self.process_as_file(raw, from);
            }
            ObservableKind::StoredPath => {
                self.path(raw, from);
                self.file_name(raw, from);
            }
            ObservableKind::FilePath => {
                self.path(raw, from);
                self.file_name(raw, from);
                self.process_as_file(raw, from);
            }
            ObservableKind::Hash => self.fingerprint(IndicatorKind::Hash, Drawer::Hash, raw, from),
            ObservableKind::AppId => {
                self.plain(IndicatorKind::AppId, Drawer::AppId, raw, &value::lower(raw), from);
                let name = value::name(raw);
                self.look(IndicatorKind::Process, Drawer::Process, &name, How::Exact, from);
            }
            ObservableKind::AppCertificate => {
                self.fingerprint(IndicatorKind::AppCertificate, Drawer::AppCertificate, raw, from);
            }
            ObservableKind::Certificate => {
                self.fingerprint(IndicatorKind::Certificate, Drawer::Certificate, raw, from);
            }
            ObservableKind::ProfileId => {
                self.plain(IndicatorKind::ProfileId, Drawer::ProfileId, raw, &value::lower(raw), from);
            }
            ObservableKind::Property => {
                self.plain(IndicatorKind::Property, Drawer::Property, raw, raw.trim(), from);
            }
            ObservableKind::Service => {
                self.plain(IndicatorKind::Service, Drawer::Service, raw, &value::lower(raw), from);
            }
            ObservableKind::Mutex => {
                self.plain(IndicatorKind::Mutex, Drawer::Mutex, raw, raw.trim(), from);
            }
            ObservableKind::RegistryKey => {
                let key = value::registry_key(raw);
                self.plain(IndicatorKind::RegistryKey, Drawer::RegistryKey, raw, &key, from);
            }
            ObservableKind::UserAccount => {
                let account = value::account(raw);
                self.plain(IndicatorKind::UserAccount, Drawer::UserAccount, raw, &account, from);
                if raw.contains('@') {
                    self.email(raw, from);
                }
            }
            ObservableKind::Text => self.text(raw, from),
            // A kind added later meets nothing until it is given a line here.
            _ => {}
        }
    }

    /// For `indicators show`: values of types no record carries.
    pub(crate) fn see_custom(&mut self, raw: &str) {
        let from = From { seen: raw, kind: ObservableKind::Text, meaning: None, cap: How::Exact };
        self.plain(IndicatorKind::Custom, Drawer::Custom, raw, raw.trim(), from);
    }

    /// What the record met. The scan is empty again afterwards.
    pub fn finish(&mut self) -> Found<'m> {
        let mut found = Found::default();
        if !self.parts.is_empty() {
            self.decide(&mut found.partials);
        }
        found.limited = std::mem::take(&mut self.limited);
        self.nested_left = MAX_NESTED_BYTES;
        self.present = 0;
        if !self.hits.is_empty() {
            self.merge();
            found.hits = std::mem::take(&mut self.hits);
        }
        found
    }

    /// For `indicators show`: every compound pattern of which a value is a part.
    pub(crate) fn finish_with_parts(mut self) -> Vec<Hit<'m>> {
        for (part, seen, kind, meaning) in std::mem::take(&mut self.parts) {
            let Some(compound) = self.compound(part) else {
                continue;
            };
            self.hits.push(Hit {
                indicator: self.matcher.indicator(self.matcher.compounds[compound as usize].row),
                how: How::PartOfPattern,
                seen,
                kind,
                meaning,
            });
        }
        self.merge();
        self.hits
    }

    fn compound(&self, part: u32) -> Option<u32> {
        self.matcher.parts.get(part as usize).copied()
    }

    /// Decides the compound patterns of which the record met a part.
    fn decide(&mut self, partials: &mut Vec<Partial>) {
        let mut parts = std::mem::take(&mut self.parts);
        parts.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        parts.dedup_by(|a, b| a.0 == b.0);
        let numbers: Vec<u32> = parts.iter().map(|p| p.0).collect();
        // The parts of one pattern are numbered in a row, so they stand together.
        let owners = &self.matcher.parts;
        for mine in parts.chunk_by(|a, b| owners.get(a.0 as usize) == owners.get(b.0 as usize)) {
            let Some(first) = mine.first() else { continue };
            let Some(number) = self.compound(first.0) else {
                continue;
            };
            let Some(compound) = self.matcher.compounds.get(number as usize) else {
                continue;
            };
            let indicator = self.matcher.indicator(compound.row);
            if indicator.is_revoked() {
                continue;
            }
            let seen = mine.iter().map(|p| p.1.as_str()).collect::<Vec<_>>().join(", ");
            for (leaf, expression) in compound.leaves.iter().enumerate() {
                if !expression.holds(&numbers, self.present) {
                    continue;
                }
                match (&compound.plan, u32::try_from(leaf)) {
                    (Some(_), Ok(leaf)) => partials.push(Partial { compound: number, leaf, seen: seen.clone() }),
                    _ => self.hits.push(Hit {
                        indicator,
                        how: How::Pattern,
                        seen: seen.clone(),
                        kind: first.2,
                        meaning: first.3,
                    }),
                }
            }
        }
    }

    fn merge(&mut self) {
        self.hits.sort_by(|a, b| {
            let key = |h: &Hit<'_>| (h.indicator.number(), h.how);
            key(a).cmp(&key(b))
        });
        self.hits.dedup_by(|later, kept| later.indicator.number() == kept.indicator.number());
    }

    fn met(&mut self, goal: Goal, how: How, from: From<'_>) {
        let how = how.max(from.cap);
        self.meetings += 1;
        match goal {
            Goal::Row(row) => {
                let indicator = self.matcher.indicator(row);
                if indicator.is_revoked() && !self.with_revoked {
                    return;
                }
                if self.hits.len() >= MERGE_AT && self.hits.len().is_power_of_two() {
                    self.merge();
                }
                self.hits.push(Hit {
                    indicator,
                    how,
                    seen: from.seen.to_owned(),
                    kind: from.kind,
                    meaning: from.meaning,
                });
            }
            // A part says nothing alone, so a weak match of it would say less than nothing.
            Goal::Part(part) if how < How::ProcessNameAsFile => {
                if self.parts.len() >= MERGE_AT && self.parts.len().is_power_of_two() {
                    self.parts.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
                    self.parts.dedup_by(|a, b| a.0 == b.0);
                }
                self.parts.push((part, from.seen.to_owned(), from.kind, from.meaning));
            }
            Goal::Part(_) => {}
        }
    }

    fn look(&mut self, kind: IndicatorKind, drawer: Drawer, key: &str, how: How, from: From<'_>) {
        self.present |= 1 << kind as u32;
        let matcher = self.matcher;
        matcher.store.find(drawer, key, &mut |goal| self.met(goal, how, from));
    }

    /// The regular expressions of a kind, on the value as seen and in canonical form.
    fn express(&mut self, kind: IndicatorKind, raw: &str, canonical: &str, from: From<'_>) {
        let matcher = self.matcher;
        for expressions in matcher.expressions.get(kind as usize).into_iter().flatten() {
            for text in [raw, canonical].iter().take(if raw == canonical { 1 } else { 2 }) {
                for at in &expressions.set.matches(text) {
                    self.met(expressions.goals[at], How::Pattern, from);
                }
            }
        }
    }

    fn plain(&mut self, kind: IndicatorKind, drawer: Drawer, raw: &str, canonical: &str, from: From<'_>) {
        self.look(kind, drawer, canonical, How::Exact, from);
        self.express(kind, raw, canonical, from);
    }

    fn fingerprint(&mut self, kind: IndicatorKind, drawer: Drawer, raw: &str, from: From<'_>) {
        let canonical = value::hash(raw).unwrap_or_else(|| value::lower(raw));
        self.plain(kind, drawer, raw, &canonical, from);
    }

    fn domain(&mut self, raw: &str, from: From<'_>) {
        if raw.contains(['/', '?', '#', '@']) {
            return self.url(raw, from);
        }
        let text = refang_host(raw);
        let mut name = std::mem::take(&mut self.name);
        match host::host(&text, &mut name) {
            Some(Host::Name(name)) => self.host(name, raw, from),
            Some(Host::Ip(ip)) => self.ip(ip, raw, from),
            None => self.express(IndicatorKind::Domain, raw, raw, from),
        }
        self.name = name;
    }

    /// A canonical name, and every name above it.
    fn host(&mut self, name: &str, raw: &str, from: From<'_>) {
        let kind = IndicatorKind::Domain;
        self.look(kind, Drawer::Domain, name, How::Exact, from);
        self.look(kind, Drawer::DomainExact, name, How::Exact, from);
        for (dot, _) in name.match_indices('.') {
            self.look(kind, Drawer::Domain, &name[dot + 1..], How::Subdomain, from);
        }
        self.express(kind, raw, name, from);
    }

    fn ip(&mut self, ip: IpAddr, raw: &str, from: From<'_>) {
        self.present |= 1 << IndicatorKind::Ip as u32;
        let matcher = self.matcher;
        for (net, goal) in matcher.store.find_ip(ip) {
            self.met(goal, if net.is_single() { How::Exact } else { How::Cidr }, from);
        }
        if matcher.expressions.get(IndicatorKind::Ip as usize).is_some_and(|e| !e.is_empty()) {
            self.express(IndicatorKind::Ip, raw, &ip.to_string(), from);
        }
    }

    /// A URL, and what is inside it.
    fn url(&mut self, raw: &str, from: From<'_>) {
        let text = if raw.contains("://") && !raw.contains("[.") { raw.trim().into() } else { refang(raw.trim()) };
        self.link(&text, from);
        for inside in url::nested(&text) {
            let Some(left) = self.nested_left.checked_sub(inside.len()) else {
                self.limited = true;
                return;
            };
            self.nested_left = left;
            let from = from.seen(&inside).capped(How::Nested);
            self.link(&inside, from);
        }
    }

    fn link(&mut self, raw: &str, from: From<'_>) {
        let Some(read) = url::read(raw) else {
            // What no browser would open may still name a host.
            let rest = raw.split_once("://").map_or(raw, |(_, rest)| rest);
            let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            self.express(IndicatorKind::Url, raw, raw, from);
            if !host.is_empty() && host.len() < 1024 {
                self.domain_only(host, from);
            }
            return;
        };
        if read.url.scheme() == "mailto" {
            return self.email(raw, from);
        }
        let canonical = url::canonical(&read.url, true);
        self.link_keys(&canonical, read.had_scheme, from);
        if self.matcher.store.has(Drawer::Url) {
            if read.url.fragment().is_some() {
                self.link_keys(&url::canonical(&read.url, false), read.had_scheme, from);
            }
            let bare = raw.trim_end_matches(url::TRAILING);
            if bare.len() != raw.len()
                && let Some(bare) = url::read(bare)
            {
                self.link_keys(&url::canonical(&bare.url, true), bare.had_scheme, from);
            }
        }
        self.express(IndicatorKind::Url, raw, &canonical, from);
        match read.url.host() {
            Some(::url::Host::Ipv4(ip)) => self.ip(IpAddr::V4(ip), raw, from),
            Some(::url::Host::Ipv6(ip)) => match ip.to_ipv4_mapped() {
                Some(v4) => self.ip(IpAddr::V4(v4), raw, from),
                None => self.ip(IpAddr::V6(ip), raw, from),
            },
            Some(::url::Host::Domain(name)) => self.domain_only(name, from),
            // `view-source:http://…`
            None => {
                if let Some((_, rest)) = raw.split_once(':')
                    && rest.starts_with("http")
                    && rest.contains("://")
                {
                    self.link(rest, from);
                }
            }
        }
    }

    fn link_keys(&mut self, canonical: &str, had_scheme: bool, from: From<'_>) {
        self.look(IndicatorKind::Url, Drawer::Url, canonical, How::Exact, from);
        if !had_scheme
            && self.matcher.store.has(Drawer::Url)
            && let Some(rest) = canonical.strip_prefix("http://")
        {
            self.look(IndicatorKind::Url, Drawer::Url, &format!("https://{rest}"), How::Exact, from);
        }
    }

    fn domain_only(&mut self, raw: &str, from: From<'_>) {
        let mut name = std::mem::take(&mut self.name);
        match host::host(raw, &mut name) {
            Some(Host::Name(name)) => self.host(name, raw, from),
            Some(Host::Ip(ip)) => self.ip(ip, raw, from),
            None => {}
        }
        self.name = name;
    }

    fn email(&mut self, raw: &str, from: From<'_>) {
        let Some(email) = value::email(&refang(raw)) else {
            return self.express(IndicatorKind::Email, raw, raw, from);
        };
        self.plain(IndicatorKind::Email, Drawer::Email, raw, &email, from);
        if let Some((_, host)) = email.rsplit_once('@') {
            self.domain_only(host, from.capped(How::EmailDomain));
        }
    }

    fn process(&mut self, raw: &str, from: From<'_>) {
        let kind = IndicatorKind::Process;
        let base = value::base_name(raw);
        self.look(kind, Drawer::Process, &base, How::Exact, from);
        if matches!(base.len(), 15 | 16) {
            self.look(kind, Drawer::ProcessCut, &base, How::Truncated, from);
        }
        if self.on_android && base.len() == 15 {
            self.look(kind, Drawer::ProcessTail, &value::lower(&base), How::TruncatedTail, from);
        }
        self.express(kind, raw, &base, from);
        if raw.trim_start().starts_with('/') || path::is_windows(raw.trim()) {
            self.path(raw, from);
        }
    }

    fn process_as_file(&mut self, raw: &str, from: From<'_>) {
        let base = value::base_name(raw);
        self.look(IndicatorKind::Process, Drawer::Process, &base, How::Exact, from.capped(How::ProcessNameAsFile));
    }

    fn file_name(&mut self, raw: &str, from: From<'_>) {
        let base = value::base_name(raw);
        self.plain(IndicatorKind::FileName, Drawer::FileName, path::base_name(raw), &base, from);
    }

    /// A path, and every folder above it.
    fn path(&mut self, raw: &str, from: From<'_>) {
        let kind = IndicatorKind::FilePath;
        let mut canonical = std::mem::take(&mut self.path);
        if path::path(raw, &mut canonical) {
            self.look(kind, Drawer::FilePathExact, &canonical, How::Exact, from);
            self.path_and_above(Drawer::FilePath, &canonical, from);
            let matcher = self.matcher;
            let mut wild = std::mem::take(&mut self.wild);
            for mask in &matcher.store.masks {
                if path::with_wild(&canonical, mask, &mut wild) {
                    self.path_and_above(Drawer::FilePathWild, &wild, from);
                }
            }
            self.wild = wild;
            self.express(kind, raw, &canonical, from);
        }
        self.path = canonical;
    }

    fn path_and_above(&mut self, drawer: Drawer, canonical: &str, from: From<'_>) {
        self.look(IndicatorKind::FilePath, drawer, canonical, How::Exact, from);
        if self.matcher.store.has(drawer) {
            for (slash, _) in canonical.match_indices('/').skip(1) {
                self.look(IndicatorKind::FilePath, drawer, &canonical[..slash], How::PathBelow, from);
            }
        }
    }

    fn command_line(&mut self, raw: &str, from: From<'_>) {
        let canonical = value::command_line(raw);
        self.plain(IndicatorKind::CommandLine, Drawer::CommandLine, raw, &canonical, from);
        let mut first = true;
        for word in words(raw) {
            let is_path = word.contains('/') && !word.contains("://") || path::is_windows(word);
            if is_path {
                self.path(word, from);
            }
            if first || is_path {
                self.file_name(word, from);
            }
            if first {
                let base = value::base_name(word);
                self.look(IndicatorKind::Process, Drawer::Process, &base, How::Exact, from);
            }
            if let Some(ip) = host::ip(word) {
                self.ip(ip, word, from);
            }
            first = false;
        }
        self.text(raw, from);
    }

    fn text(&mut self, raw: &str, from: From<'_>) {
        if text::has_nothing(raw) {
            return;
        }
        text::words(raw, &mut |word| {
            if text::holds_nothing(word) {
                return;
            }
            if let Some(host) = self.host_alone(word) {
                return self.once(HOST_OF_LINK, host, |scan| {
                    scan.present |= 1 << IndicatorKind::Url as u32;
                    scan.host(host, host, from.seen(word));
                });
            }
            self.once(WORD_OF_TEXT, word, |scan| {
                text::find(word, &mut |found| match found {
                    text::Found::Link(link) => scan.url(link, from.seen(link)),
                    text::Found::Email(email) => scan.email(email, from.seen(email)),
                });
            });
        });
    }

    /// The host of a word that is a link, where nothing else of it can be met.
    fn host_alone<'w>(&self, word: &'w str) -> Option<&'w str> {
        let host = text::plain_host(word)?;
        let none = |kind: IndicatorKind| self.matcher.expressions.get(kind as usize).is_none_or(Vec::is_empty);
        let alone = none(IndicatorKind::Url) && none(IndicatorKind::Domain) && !self.matcher.store.may_link_to(host);
        alone.then_some(host)
    }
}

/// Host names are rarely defanged, and most bytes of evidence are host names: look before copying.
fn refang_host(raw: &str) -> std::borrow::Cow<'_, str> {
    if raw.contains(['(', '{']) || raw.contains('[') && !raw.starts_with('[') { refang(raw) } else { raw.into() }
}

/// The words of a command line; quotes keep white space together.
fn words(raw: &str) -> impl Iterator<Item = &str> {
    let mut rest = raw.trim_start();
    std::iter::from_fn(move || {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (word, after) = match quote {
            Some(quote) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        if word.is_empty() && after.is_empty() {
            return None;
        }
        rest = after.trim_start();
        Some(word)
    })
}
