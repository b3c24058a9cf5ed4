//! Apple's threat notifications among the messages: Apple tells a person that mercenary spyware was aimed at them.
//!
//! The rules are data (`data/threat_notifications.txt`), each with its source. A message counts when Apple's address
//! sent it, or when it begins with the words of a notification. News and chat about notifications do not begin so, or
//! carry a link to a page: Apple's own carry none but to Apple and to the helplines it names.

use std::sync::LazyLock;

use vigie_artifacts::ios::interaction_contacts::InteractionContact;
use vigie_artifacts::ios::sms::SmsMessage;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AppleThreatNotification;

/// The rules, compiled in.
const DATA: &str = include_str!("../../data/threat_notifications.txt");
/// How far from the start the words of a rule may stand, in characters.
const NEAR: usize = 300;
/// The longest word of alert before the colon (`ALERT:`), in characters.
const ALERT: usize = 16;
/// Hosts a notification may name: Apple, and the helplines its page names.
const HOSTS: [&str; 3] = ["apple.com", "accessnow.org", "consumerreports.org"];

#[derive(Debug, PartialEq, Eq)]
enum Form {
    Sender(String),
    Starts(String),
    Words(Vec<String>),
}

#[derive(Debug)]
struct Rule {
    language: &'static str,
    published: bool,
    form: Form,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| DATA.lines().filter_map(rule).collect());

fn rule(line: &'static str) -> Option<Rule> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let mut parts = line.split(" | ").map(str::trim);
    let (language, standing, form, pattern) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let form = match form {
        "sender" => Form::Sender(plain(pattern)),
        "starts" => Form::Starts(plain(pattern)),
        "words" => Form::Words(pattern.split(" & ").map(plain).collect()),
        _ => return None,
    };
    Some(Rule { language, published: standing == "published", form })
}

/// One form for what people and systems write differently: case, apostrophes, dashes, spaces, invisible marks.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => out.push('\''),
            '\u{2010}'..='\u{2015}' => out.push('-'),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether the text names a page that Apple would not send.
fn has_foreign_link(plain: &str) -> bool {
    plain.split("://").skip(1).any(|rest| {
        let host: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
        let host = host.trim_end_matches('.');
        !HOSTS
            .iter()
            .any(|known| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')))
    })
}

impl Rule {
    fn sent_by(&self, handle: &str) -> bool {
        matches!(&self.form, Form::Sender(address) if *address == handle)
    }

    fn says(&self, start: &str) -> bool {
        match &self.form {
            Form::Sender(_) => false,
            Form::Starts(words) => start.starts_with(words.as_str()),
            Form::Words(pieces) => {
                let Some((first, others)) = pieces.split_first() else {
                    return false;
                };
                let Some(mut rest) = start.strip_prefix(first.as_str()) else {
                    return false;
                };
                others.iter().all(|piece| {
                    let found = rest.split_once(piece.as_str());
                    rest = found.map_or(rest, |(_, behind)| behind);
                    found.is_some()
                })
            }
        }
    }
}

/// The rule a text meets, those with published words first.
fn told(text: &str) -> Option<&'static Rule> {
    let text = plain(text);
    if has_foreign_link(&text) {
        return None;
    }
    let near: String = text.chars().take(NEAR).collect();
    let behind_alert = near
        .split_once([':', '：'])
        .map(|(alert, rest)| (alert.trim_end(), rest.trim_start()))
        .filter(|(alert, _)| alert.chars().count() <= ALERT && !alert.contains(' '))
        .map(|(_, rest)| rest);
    let meets = |rule: &&Rule| rule.says(&near) || behind_alert.is_some_and(|rest| rule.says(rest));
    let published = RULES.iter().filter(|rule| rule.published);
    let translated = RULES.iter().filter(|rule| !rule.published);
    published.chain(translated).find(meets)
}

fn sender(handle: &str) -> bool {
    let handle = plain(handle);
    RULES.iter().any(|rule| rule.sent_by(&handle))
}

impl Heuristic for AppleThreatNotification {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "apple_threat_notification",
        version: 2,
        artifacts: &["ios_interaction_contacts", "ios_sms"],
        kinds: &[],
        meaning: Meaning::Notice,
        level: Level::High,
        source: "Apple, About Apple threat notifications (support.apple.com/102174); wordings and addresses with their sources in data/threat_notifications.txt",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        if let Some(contact) = seen.get::<InteractionContact>() {
            let received = contact.incoming_sender_count.unwrap_or(0) > 0 || contact.first_incoming_sender.is_some();
            if let Some(handle) = contact.identifier.as_deref()
                && received
                && sender(handle)
            {
                let args = [("basis", "trace"), ("sender", handle), ("language", "*")];
                out.add(seen.keep(), handle, &args);
            }
            return;
        }
        let Some(message) = seen.get::<SmsMessage>() else {
            return;
        };
        if message.from_me == Some(true) {
            return;
        }
        let handle = message.handle.as_deref().unwrap_or("unknown");
        if sender(handle) {
            let args = [("basis", "sender"), ("sender", handle), ("language", "*")];
            out.add(seen.keep(), message.shown().unwrap_or(handle), &args);
            return;
        }
        let Some((text, rule)) = message.shown().and_then(|text| Some((text, told(text)?))) else {
            return;
        };
        let basis = if rule.published { "published" } else { "translated" };
        let args = [("basis", basis), ("sender", handle), ("language", rule.language)];
        let level = if rule.published { Level::High } else { Level::Medium };
        out.add_at(level, seen.keep(), text, &args);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_a_rule() {
        let lines = DATA.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        for line in lines {
            let parts: Vec<_> = line.split(" | ").collect();
            assert_eq!(parts.len(), 5, "{line}");
            assert!(rule(line).is_some(), "{line}");
            assert!(matches!(parts[1].trim(), "published" | "translated"), "{line}");
            assert!(!parts[4].trim().is_empty(), "no source: {line}");
        }
    }

    #[test]
    fn notifications_are_told_from_talk_about_them() {
        let published = |text: &str| told(text).map(|rule| rule.published);
        for text in [
            "ALERT: State-sponsored attackers may be targeting your iPhone. Apple believes …",
            "ALERT:\u{a0}Apple detected a targeted mercenary spyware attack against your iPhone",
            "Apple ha rilevato un attacco spyware mercenario mirato contro il tuo iPhone. […]",
            "AVVISO: Apple ha rilevato un attacco spyware mercenario mirato contro il tuo iPhone",
            "Apple detected that you are being targeted by a mercenary spyware attack … See https://support.apple.com/102174.",
        ] {
            assert_eq!(published(text), Some(true), "{text}");
        }
        for text in [
            "ALERTE : Apple a détecté une attaque ciblée de logiciel espion mercenaire contre votre iPhone",
            "ALERTE\u{a0}: Apple a détecté que vous êtes la cible d’une attaque de logiciel espion mercenaire qui tente de compromettre à distance l’iPhone associé",
            "ALERTA: Atacantes patrocinados por el Estado pueden estar apuntando a su iPhone",
            "Apple hat festgestellt, dass Sie Ziel eines Spyware-Angriffes durch Söldner sind, die versuchen, das … iPhone",
            "Achtung, staatlich finanzierte Hacker könnten es auf Ihr iPhone abgesehen haben.",
            "Apple detectó que usted está siendo objetivo de un ataque de software espía mercenario que intenta …",
            "A Apple detetou um ataque dirigido com spyware mercenário contra o seu iPhone.",
            "A Apple detetou que estás a ser alvo de um ataque de spyware que tenta comprometer remotamente o iPhone …",
            "Apple heeft gedetecteerd dat u het doelwit bent van een spywareaanval die de iPhone op afstand probeert …",
            "Apple, Apple Kimliğinizle ilişkili iPhone’unuzu uzaktan tehlikeye atmaya çalışan bir paralı casus yazılım saldırısı tarafından hedef alındığınızı tespit etti",
            "अलर्ट: राज्य प्रायोजित अटैकर आपके फोन के साथ ऑनलाइन माध्यम से छेड़छाड़ कर सकते हैं",
            "Appleは、お客様のApple ID …に関連付けられたiPhoneを遠隔から侵害しようとする、傭兵スパイウェア攻撃の標的となっていることを検出しました",
            "귀하의 Apple ID와 연결된 아이폰이 원격으로 손상시키려는 스파이웨어 공격의 표적이 되고 있음을 감지했습니다",
            "VARNING: Apple har upptäckt en riktad attack med spionprogram mot din iPhone",
            "ADVARSEL: Apple har registreret et målrettet angreb med spyware mod din iPhone",
            "Apple on havainnut kohdistetun vakoiluohjelmahyökkäyksen iPhoneesi",
            "Apple mendeteksi serangan spyware bayaran yang menargetkan iPhone Anda",
            "Apple откри насочена атака с наемнически шпионски софтуер срещу вашия iPhone",
            "Apple đã phát hiện bạn đang là mục tiêu của một cuộc tấn công bằng phần mềm gián điệp đánh thuê, … iPhone",
        ] {
            assert_eq!(published(text), Some(false), "{text}");
        }
        for text in [
            "Apple warns iPhone users in 92 countries of mercenary spyware attacks",
            "Did you see? Apple detected a targeted mercenary spyware attack against your iPhone, it says",
            "“ALERT: Apple detected a targeted mercenary spyware attack against your iPhone”, that is what she got",
            "ALERT: Apple detected a targeted mercenary spyware attack against your iPhone https://apple.com.example/verify",
            "Apple alerte des journalistes touchés par un logiciel espion sur leur iPhone https://news.example/1",
            "Apple hat iPhone-Nutzer in 92 Ländern vor Söldner-Spyware gewarnt, auch iPhone 15",
            "Apple ha detectado ataques de software mercenario contra usuarios de iPhone en 98 países",
            "Apple, paralı asker casus yazılım saldırılarına karşı iPhone kullanıcılarını uyardı",
            "Apple 警告 98 个国家的 iPhone 用户:雇佣间谍软件攻击",
            "Apple phát hiện phần mềm gián điệp trên iPhone tại 98 quốc gia",
            "A Apple detetou ataques de spyware contra utilizadores de iPhone em 92 países",
            "Apple heeft iPhone-gebruikers in 92 landen gewaarschuwd voor een spywareaanval",
            "Apple har upptäckt spionprogram hos iPhone-användare i 92 länder",
            "Apple har advaret brugere af iPhone i 92 lande om spyware",
            "Apple mendeteksi serangan spyware terhadap pengguna iPhone di 92 negara",
            "애플, 98개국 iPhone 사용자들에게 스파이웨어 공격 경고",
            "I like apples",
            "",
        ] {
            assert_eq!(published(text), None, "{text}");
        }
    }
}
