//! One comparison of a pattern, ready to be filed: the value in canonical form, under the key the matcher will ask.

use regex::RegexBuilder;

use super::canon::host::{self, Host, Net};
use super::canon::refang::refang;
use super::canon::{path, url, value};
use super::kind::{IndicatorKind, Target, target};
use super::pattern::{Comparison, Literal, Op, Test};
use super::unusable::{Reason, Warning};

/// The drawers of the table: a key only meets keys of its own drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Drawer {
    /// A name and what lies below it.
    Domain,
    /// A public suffix: the name alone.
    DomainExact,
    Url,
    Email,
    Process,
    /// The first 15 or 16 bytes of a longer process name.
    ProcessCut,
    /// The last 15 bytes of a longer name of an Android application or of its process, in lower case.
    ProcessTail,
    CommandLine,
    FileName,
    /// A path and what lies below it.
    FilePath,
    /// A folder every device has: the path alone.
    FilePathExact,
    /// A path with `*` for the container of an app.
    FilePathWild,
    Hash,
    AppId,
    AppCertificate,
    Certificate,
    ProfileId,
    Property,
    Service,
    Mutex,
    RegistryKey,
    UserAccount,
    Custom,
}

impl Drawer {
    pub(crate) const COUNT: usize = Self::Custom as usize + 1;
}

/// How a comparison is decided.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// Equality with one of these keys.
    Keys(Vec<(Drawer, String)>),
    /// A path with wild components at these places.
    Wild(String, Vec<u16>),
    Net(Net),
    /// A regular expression, already known to compile.
    Regex(String),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Atom {
    pub(crate) kind: IndicatorKind,
    /// The value as published.
    pub(crate) shown: String,
    pub(crate) form: Form,
}

/// A comparison tree with its values ready.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Is(Box<Atom>),
    Not(Box<Atom>),
}

impl Tree {
    /// Whether the tree can only be true of a record that holds one of its values.
    pub(crate) fn is_anchored(&self) -> bool {
        match self {
            Self::All(all) => all.iter().any(Self::is_anchored),
            Self::Any(any) => any.iter().all(Self::is_anchored),
            Self::Is(_) => true,
            Self::Not(_) => false,
        }
    }
}

/// Makes the tree ready. A branch of an `OR` that cannot be used leaves a warning; the others are kept.
pub(crate) fn tree(comparison: &Comparison, warnings: &mut Vec<Warning>) -> Result<Tree, Reason> {
    match comparison {
        Comparison::And(all) => {
            let all: Result<Vec<_>, _> = all.iter().map(|c| tree(c, warnings)).collect();
            all.map(Tree::All)
        }
        Comparison::Or(any) => {
            let mut kept = Vec::new();
            let mut refused = Vec::new();
            for branch in any {
                match tree(branch, warnings) {
                    Ok(Tree::Any(more)) => kept.extend(more),
                    Ok(one) => kept.push(one),
                    Err(reason) => refused.push(reason),
                }
            }
            any_of(kept, refused, warnings)
        }
        Comparison::Test(test) => one(test, warnings),
    }
}

fn any_of(mut kept: Vec<Tree>, mut refused: Vec<Reason>, warnings: &mut Vec<Warning>) -> Result<Tree, Reason> {
    if kept.is_empty() {
        return Err(refused.pop().unwrap_or(Reason::NoPattern));
    }
    warnings.extend(refused.into_iter().map(Warning::Partly));
    Ok(if kept.len() == 1 { kept.remove(0) } else { Tree::Any(kept) })
}

fn one(test: &Test, warnings: &mut Vec<Warning>) -> Result<Tree, Reason> {
    let target = target(&test.path)?;
    if target == Target::Kind(IndicatorKind::Custom) {
        warnings.push(Warning::NeverMatches(test.path.to_string()));
    }
    let negated = test.negated ^ (test.op == Op::Ne);
    let mut kept = Vec::new();
    let mut refused = Vec::new();
    for Literal(text) in &test.values {
        let atom = match test.op {
            Op::Eq | Op::Ne | Op::In => equals(target, text, warnings),
            Op::IsSubset if matches!(target, Target::Host | Target::Kind(IndicatorKind::Ip)) => {
                equals(Target::Kind(IndicatorKind::Ip), text, warnings)
            }
            Op::Like => regex(target, text, &like(text)),
            Op::Matches => regex(target, text, text),
            Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::IsSubset | Op::IsSuperset | Op::Exists => Err(operator(test)),
        };
        match atom {
            Ok(atom) if negated => kept.push(Tree::Not(Box::new(atom))),
            Ok(atom) => kept.push(Tree::Is(Box::new(atom))),
            Err(reason) => refused.push(reason),
        }
    }
    if test.values.is_empty() {
        return Err(operator(test));
    }
    if !negated {
        return any_of(kept, refused, warnings);
    }
    // `NOT IN` with a value that cannot be read would say more than was published.
    match refused.pop() {
        Some(reason) => Err(reason),
        None if kept.len() == 1 => Ok(kept.remove(0)),
        None => Ok(Tree::All(kept)),
    }
}

fn operator(test: &Test) -> Reason {
    Reason::Operator { op: test.op.name(), path: test.path.to_string() }
}

/// A LIKE pattern as a regular expression: `%` for any text, `_` for one character.
fn like(text: &str) -> String {
    let mut out = String::from("(?s)^");
    let mut buf = [0; 4];
    for c in text.chars() {
        match c {
            '%' => out.push_str(".*"),
            '_' => out.push('.'),
            c => out.push_str(&regex::escape(c.encode_utf8(&mut buf))),
        }
    }
    out.push('$');
    out
}

/// What one expression may cost compiled. `regex` itself runs in linear time; this bounds the memory.
pub(crate) const REGEX_SIZE: usize = 1 << 20;

fn regex(to: Target, shown: &str, expression: &str) -> Result<Atom, Reason> {
    use IndicatorKind as K;
    let kind = match to {
        Target::Kind(kind) => kind,
        Target::Host => K::Domain,
    };
    if expression.len() > 64 << 10 {
        return Err(Reason::Limit("its regular expression is longer than 64 KiB"));
    }
    let fold = matches!(kind, K::Domain | K::Url | K::Email | K::Hash | K::AppId | K::RegistryKey | K::Service);
    let expression = if fold { format!("(?i){expression}") } else { expression.to_owned() };
    let built = RegexBuilder::new(&expression)
        .size_limit(REGEX_SIZE)
        .nest_limit(64)
        .build()
        .map_err(|e| Reason::Regex(super::unusable::cut(&e.to_string().replace('\n', " ")).to_owned()))?;
    if built.is_match("") {
        return Err(Reason::Everything(super::unusable::cut(shown).to_owned()));
    }
    Ok(Atom { kind, shown: shown.to_owned(), form: Form::Regex(expression) })
}

/// An equality, in the canonical form of its kind.
pub(crate) fn equals(to: Target, raw: &str, warnings: &mut Vec<Warning>) -> Result<Atom, Reason> {
    use IndicatorKind as K;
    if raw.trim().is_empty() {
        return Err(Reason::value(raw, "a value: it is empty"));
    }
    let (kind, form) = match to {
        Target::Host => match Net::parse(&refang(raw)) {
            Some(_) => address(raw, warnings)?,
            None => domain(raw, warnings)?,
        },
        Target::Kind(kind) => match kind {
            K::Domain => domain(raw, warnings)?,
            K::Url => link(raw, warnings)?,
            K::Ip => address(raw, warnings)?,
            K::Email => email(raw, warnings)?,
            K::Process => process(raw, warnings)?,
            K::FileName => file_name(raw, warnings)?,
            K::FilePath => file_path(raw, warnings)?,
            K::CommandLine => key(kind, Drawer::CommandLine, value::command_line(raw)),
            K::Hash => fingerprint(kind, Drawer::Hash, raw)?,
            K::AppCertificate => fingerprint(kind, Drawer::AppCertificate, raw)?,
            K::Certificate => {
                let hash = value::hash(raw).unwrap_or_else(|| value::lower(raw)).into_owned();
                key(kind, Drawer::Certificate, hash)
            }
            K::AppId => {
                let name = value::lower(raw).into_owned();
                let tail = tail(&name).map(|tail| (Drawer::ProcessTail, tail.to_owned()));
                let keys = tail.into_iter().chain([(Drawer::AppId, name)]).collect();
                (kind, Form::Keys(keys))
            }
            K::ProfileId => key(kind, Drawer::ProfileId, value::lower(raw).into_owned()),
            K::Property => key(kind, Drawer::Property, raw.trim().to_owned()),
            K::Service => key(kind, Drawer::Service, value::lower(raw).into_owned()),
            K::Mutex => key(kind, Drawer::Mutex, raw.trim().to_owned()),
            K::RegistryKey => key(kind, Drawer::RegistryKey, value::registry_key(raw)),
            K::UserAccount => key(kind, Drawer::UserAccount, value::account(raw)),
            K::Custom | K::Pattern => key(K::Custom, Drawer::Custom, raw.trim().to_owned()),
        },
    };
    Ok(Atom { kind, shown: raw.to_owned(), form })
}

type Filed = (IndicatorKind, Form);

fn key(kind: IndicatorKind, drawer: Drawer, key: String) -> Filed {
    (kind, Form::Keys(vec![(drawer, key)]))
}

fn fingerprint(kind: IndicatorKind, drawer: Drawer, raw: &str) -> Result<Filed, Reason> {
    match value::hash(raw) {
        Some(hash) => Ok(key(kind, drawer, hash.into_owned())),
        None => Err(Reason::value(raw, "a hash of 32, 40, 64 or 128 hexadecimal digits, or a TLSH")),
    }
}

/// The value without defanging; a warning when there was some.
fn meant<'r>(raw: &'r str, warnings: &mut Vec<Warning>) -> std::borrow::Cow<'r, str> {
    // A bracketed IPv6 address is not defanged.
    let text = if host::ip(raw).is_some() { raw.into() } else { refang(raw) };
    if matches!(text, std::borrow::Cow::Owned(_)) {
        warnings.push(Warning::Defanged);
    }
    text
}

fn domain(raw: &str, warnings: &mut Vec<Warning>) -> Result<Filed, Reason> {
    let text = meant(raw, warnings);
    let text = text.trim();
    if text.contains("://") || text.trim_end_matches('/').contains('/') {
        warnings.push(Warning::OtherKind("URL"));
        return link(text, warnings);
    }
    let text = text.trim_end_matches('/');
    let bare = text.strip_prefix("*.").unwrap_or(text);
    let mut buf = String::new();
    match host::host(bare, &mut buf) {
        Some(Host::Ip(_)) => {
            warnings.push(Warning::OtherKind("address"));
            address(bare, warnings)
        }
        Some(Host::Name(name)) => {
            if bare.len() != text.len() {
                warnings.push(Warning::Wildcard);
            }
            if bare.contains(':') {
                warnings.push(Warning::Port);
            }
            let suffix = host::is_public_suffix(name);
            if suffix {
                warnings.push(Warning::PublicSuffix);
            }
            let drawer = if suffix { Drawer::DomainExact } else { Drawer::Domain };
            Ok(key(IndicatorKind::Domain, drawer, buf))
        }
        None => Err(Reason::value(raw, "a host name")),
    }
}

fn address(raw: &str, warnings: &mut Vec<Warning>) -> Result<Filed, Reason> {
    let text = meant(raw, warnings);
    let net = Net::parse(&text).ok_or_else(|| Reason::value(raw, "an IP address or a network in CIDR form"))?;
    if net.len == 0 {
        return Err(Reason::Everything(raw.to_owned()));
    }
    let alone = text.split('/').next().and_then(host::ip);
    if alone.is_some_and(host::is_local) {
        warnings.push(Warning::LocalAddress);
    }
    if alone.is_some_and(|ip| ip.is_ipv4()) && text.contains(':') && !text.contains("::") {
        warnings.push(Warning::Port);
    }
    Ok((IndicatorKind::Ip, Form::Net(net)))
}

fn link(raw: &str, warnings: &mut Vec<Warning>) -> Result<Filed, Reason> {
    let text = meant(raw, warnings);
    let read = url::read(&text).ok_or_else(|| Reason::value(raw, "a URL"))?;
    if !read.had_scheme && read.url.path() == "/" && read.url.query().is_none() && !text.contains('/') {
        warnings.push(Warning::OtherKind("host name"));
        return domain(&text, warnings);
    }
    let canonical = url::canonical(&read.url, true).into_owned();
    let mut keys = Vec::with_capacity(2);
    if !read.had_scheme
        && let Some(rest) = canonical.strip_prefix("http://")
    {
        keys.push((Drawer::Url, format!("https://{rest}")));
    }
    keys.push((Drawer::Url, canonical));
    Ok((IndicatorKind::Url, Form::Keys(keys)))
}

fn email(raw: &str, warnings: &mut Vec<Warning>) -> Result<Filed, Reason> {
    let text = meant(raw, warnings);
    match value::email(&text) {
        Some(email) => Ok(key(IndicatorKind::Email, Drawer::Email, email)),
        None => Err(Reason::value(raw, "an e-mail address")),
    }
}

fn process(raw: &str, warnings: &mut Vec<Warning>) -> Result<Filed, Reason> {
    if raw.contains('/') || path::is_windows(raw.trim()) {
        warnings.push(Warning::OtherKind("path"));
        return file_path(raw, warnings);
    }
    let name = value::name(raw).into_owned();
    let mut keys = Vec::with_capacity(4);
    // Linux keeps 15 bytes of a process name, Apple systems 16.
    for cut in [15, 16] {
        if name.len() > cut && name.is_char_boundary(cut) {
            keys.push((Drawer::ProcessCut, name[..cut].to_owned()));
        }
    }
    if let Some(tail) = tail(&name) {
        keys.push((Drawer::ProcessTail, tail.to_lowercase()));
    }
    keys.push((Drawer::Process, name));
    Ok((IndicatorKind::Process, Form::Keys(keys)))
}

/// What Android's runtime leaves of a name: the last 15 bytes of one that has a dot and no `@` (ART, `SetThreadName`).
fn tail(name: &str) -> Option<&str> {
    let from = name.len().checked_sub(15).filter(|from| *from > 0)?;
    name.get(from..).filter(|_| name.contains('.') && !name.contains('@'))
}

fn file_name(raw: &str, warnings: &mut Vec<Warning>) -> Result<Filed, Reason> {
    if raw.contains('/') || path::is_windows(raw.trim()) {
        warnings.push(Warning::OtherKind("path"));
        return file_path(raw, warnings);
    }
    Ok(key(IndicatorKind::FileName, Drawer::FileName, value::name(raw).into_owned()))
}

/// Folders every device has. An indicator of one would otherwise flag all that lies below it.
const EVERYWHERE: &[&str] = &[
    "/applications",
    "/bin",
    "/c:",
    "/c:/program files",
    "/c:/users",
    "/c:/windows",
    "/c:/windows/system32",
    "/data",
    "/data/app",
    "/data/data",
    "/data/local",
    "/data/local/tmp",
    "/data/user",
    "/data/user/0",
    "/library",
    "/private",
    "/private/etc",
    "/private/tmp",
    "/private/var",
    "/private/var/containers",
    "/private/var/containers/bundle",
    "/private/var/containers/bundle/application",
    "/private/var/db",
    "/private/var/mobile",
    "/private/var/mobile/containers",
    "/private/var/mobile/containers/data",
    "/private/var/mobile/containers/data/application",
    "/private/var/mobile/library",
    "/private/var/mobile/media",
    "/private/var/root",
    "/private/var/tmp",
    "/sdcard",
    "/storage",
    "/storage/emulated",
    "/storage/emulated/0",
    "/system",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/libexec",
    "/vendor",
];

fn file_path(raw: &str, warnings: &mut Vec<Warning>) -> Result<Filed, Reason> {
    let text = raw.trim();
    if !text.contains(['/', '\\']) {
        warnings.push(Warning::OtherKind("file name"));
        return file_name(raw, warnings);
    }
    let mut canonical = String::new();
    if !path::path(text, &mut canonical) {
        return Err(Reason::Everything(raw.to_owned()));
    }
    let wild: Vec<u16> = canonical
        .split('/')
        .skip(1)
        .enumerate()
        .filter(|(_, component)| path::is_uuid(component))
        .filter_map(|(at, _)| u16::try_from(at).ok())
        .collect();
    if !wild.is_empty() {
        let mut starred = String::new();
        path::with_wild(&canonical, &wild, &mut starred);
        return Ok((IndicatorKind::FilePath, Form::Wild(starred, wild)));
    }
    let everywhere = EVERYWHERE.binary_search(&canonical.to_lowercase().as_str()).is_ok();
    if everywhere {
        warnings.push(Warning::CommonFolder);
    }
    let drawer = if everywhere { Drawer::FilePathExact } else { Drawer::FilePath };
    Ok(key(IndicatorKind::FilePath, drawer, canonical))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_folders_are_sorted_for_the_search() {
        assert!(EVERYWHERE.is_sorted());
    }

    #[test]
    fn like_is_anchored_and_escaped() {
        let re = regex::Regex::new(&like("a.%_b")).unwrap();
        assert!(re.is_match("a.xyzb") && !re.is_match("abxyzb") && !re.is_match("a.b") && !re.is_match("xa.zzb"));
    }
}
