//! One line of `logcat -v threadtime`, with or without the user id that `-v uid` adds.

use super::DeviceTime;
use super::clock::Clock;
use super::lines::uid;

/// A line taken apart.
#[derive(Debug)]
pub(crate) struct LogLine<'l> {
    pub(crate) at: Option<DeviceTime>,
    pub(crate) uid: Option<i64>,
    pub(crate) pid: Option<i64>,
    pub(crate) level: char,
    pub(crate) tag: &'l str,
    pub(crate) message: &'l str,
}

/// The next word and the rest.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(' ')?;
    Some((text.get(..end)?, text.get(end..)?))
}

/// `08-14 21:22:26.684  1000  1867  1867 I am_uid_running: 1000`.
pub(crate) fn log_line<'l>(text: &'l str, clock: &Clock) -> Option<LogLine<'l>> {
    let (date, rest) = word(text)?;
    let (time, mut rest) = word(rest)?;
    let stamp = text.get(..date.len().checked_add(time.len())?.checked_add(1)?)?;
    let at = if date.len() > 5 { clock.local(stamp) } else { clock.local_without_year(stamp) };
    if !date.starts_with(|c: char| c.is_ascii_digit()) || !time.contains(':') {
        return None;
    }
    let mut numbers: [Option<&str>; 3] = [None; 3];
    let mut count = 0_usize;
    let level = loop {
        let (next, more) = word(rest)?;
        rest = more;
        let mut chars = next.chars();
        if count >= 2
            && let (Some(level @ ('V' | 'D' | 'I' | 'W' | 'E' | 'F' | 'S' | 'A')), None) = (chars.next(), chars.next())
        {
            break level;
        }
        *numbers.get_mut(count)? = Some(next);
        count = count.checked_add(1)?;
    };
    let [first, second, _] = numbers;
    let (who, pid) = if count == 3 { (first, second) } else { (None, first) };
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let (tag, message) = rest.split_once(": ").or_else(|| Some((rest.strip_suffix(':')?, "")))?;
    let named = |name: &str| match name {
        "root" => Some(0),
        "system" => Some(1000),
        "radio" => Some(1001),
        "shell" => Some(2000),
        name => uid(name),
    };
    Some(LogLine { at, uid: who.and_then(named), pid: pid?.parse().ok(), level, tag: tag.trim_end(), message })
}
