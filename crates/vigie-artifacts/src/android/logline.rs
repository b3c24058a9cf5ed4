//! One line of `logcat -v threadtime`, with or without the user id that `-v uid` adds; and of `-v time`, as `dumpstate` asked for
//! it until Android 2.3.
//!
//! Format: AOSP `liblog`, `logprint.c`, `FORMAT_THREADTIME` and `FORMAT_TIME`.

use memchr::memchr_iter;

use super::lines::uid;

/// A line taken apart.
#[derive(Debug)]
pub(crate) struct LogLine<'l> {
    /// When, as written: `08-14 21:22:26.684`, or with the year before it.
    pub(crate) stamp: &'l str,
    user: Option<&'l str>,
    process: &'l str,
    pub(crate) level: char,
    /// The tag and the message as they stand there.
    pub(crate) written: &'l str,
    pub(crate) tag: &'l str,
    pub(crate) message: &'l str,
}

impl LogLine<'_> {
    /// The user id in the kernel of who wrote it.
    pub(crate) fn uid(&self) -> Option<i64> {
        match self.user? {
            "root" => Some(0),
            "system" => Some(1000),
            "radio" => Some(1001),
            "shell" => Some(2000),
            name => uid(name),
        }
    }

    /// The process id of who wrote it.
    pub(crate) fn pid(&self) -> Option<i64> {
        self.process.parse().ok()
    }
}

/// The words of a line, which spaces end.
struct Words<'l> {
    text: &'l str,
    /// Where the next one, or spaces before it, begin.
    at: usize,
}

impl<'l> Words<'l> {
    #[inline]
    fn next(&mut self) -> Option<&'l str> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        while *bytes.get(start)? == b' ' {
            start = start.saturating_add(1);
        }
        let mut end = start;
        while *bytes.get(end)? != b' ' {
            end = end.saturating_add(1);
        }
        self.at = end;
        self.text.get(start..end)
    }

    fn rest(&self) -> &'l str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

/// `08-14 21:22:26.684`, told at a glance.
#[inline]
fn usual_stamp(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let stamp: &[u8; 18] = bytes.first_chunk()?;
    let (date, time) = stamp.split_at(6);
    let has_space = |bytes: &[u8]| bytes.contains(&b' ');
    let fits = matches!(date, [b'0'..=b'9', rest @ .., b' '] if !has_space(rest))
        && matches!(time, [_, _, b':', ..])
        && !has_space(time)
        && bytes.get(stamp.len()) == Some(&b' ');
    text.get(..stamp.len()).filter(|_| fits)
}

/// A line of either form.
pub(crate) fn log_line(text: &str) -> Option<LogLine<'_>> {
    let text = text.trim_start();
    of_threads(text).or_else(|| of_processes(text))
}

/// The time at the beginning, and the words behind it.
#[inline]
fn stamped(text: &str) -> Option<(&str, Words<'_>)> {
    let mut words = Words { text, at: 0 };
    if let Some(stamp) = usual_stamp(text) {
        words.at = stamp.len();
        return Some((stamp, words));
    }
    let (date, time) = (words.next()?, words.next()?);
    if !date.starts_with(|c: char| c.is_ascii_digit()) || !time.contains(':') {
        return None;
    }
    Some((text.get(..date.len().checked_add(time.len())?.checked_add(1)?)?, words))
}

/// `12-31 23:00:00.123 D/su      (  200): message`, perhaps with the user id before the process (`(root:  200)`).
fn of_processes(text: &str) -> Option<LogLine<'_>> {
    let (stamp, words) = stamped(text)?;
    let rest = words.rest().trim_start_matches(' ');
    let [level @ (b'V' | b'D' | b'I' | b'W' | b'E' | b'F' | b'S' | b'A'), b'/', ..] = rest.as_bytes() else {
        return None;
    };
    let written = rest.get(2..)?;
    // A tag may have brackets too.
    memchr_iter(b'(', written.as_bytes()).find_map(|at| {
        let inside = written.get(at.checked_add(1)?..)?;
        let is_of_owner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b':' | b'_');
        let (owner, message) = inside.split_at_checked(inside.bytes().position(|byte| !is_of_owner(byte))?)?;
        let message = message.strip_prefix("):")?;
        let (user, process) = match owner.rsplit_once(':') {
            Some((user, process)) => (Some(user.trim()), process.trim()),
            None => (None, owner.trim()),
        };
        let is_number = !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(LogLine {
            stamp,
            user,
            process,
            level: char::from(*level),
            written,
            tag: written.get(..at)?.trim_end(),
            message: message.strip_prefix(' ').unwrap_or(message),
        })
    })
}

/// `08-14 21:22:26.684  1000  1867  1867 I am_uid_running: 1000`.
fn of_threads(text: &str) -> Option<LogLine<'_>> {
    let (stamp, mut words) = stamped(text)?;
    let mut numbers: [Option<&str>; 3] = [None; 3];
    let mut count = 0_usize;
    let level = loop {
        let next = words.next()?;
        if count >= 2
            && let [level @ (b'V' | b'D' | b'I' | b'W' | b'E' | b'F' | b'S' | b'A')] = next.as_bytes()
        {
            break char::from(*level);
        }
        *numbers.get_mut(count)? = Some(next);
        count = count.checked_add(1)?;
    };
    let [first, second, _] = numbers;
    let (user, process) = if count == 3 { (first, second?) } else { (None, first?) };
    // `D/su`: what looks like a level is the message of the other form.
    if first?.as_bytes().get(1) == Some(&b'/') {
        return None;
    }
    let rest = words.rest();
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let mut colons = memchr_iter(b':', rest.as_bytes());
    let (tag, message) = match colons.find(|at| rest.as_bytes().get(at.saturating_add(1)) == Some(&b' ')) {
        Some(at) => (rest.get(..at)?, rest.get(at.checked_add(2)?..)?),
        None => (rest.strip_suffix(':')?, ""),
    };
    Some(LogLine { stamp, user, process, level, written: rest, tag: tag.trim_end(), message })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// User, process, level, tag and message.
    fn parts(text: &str) -> Option<String> {
        let log = log_line(text)?;
        assert!(text.trim_start().starts_with(log.stamp));
        Some(format!("{:?} {:?} {} {:?} {:?}", log.uid(), log.pid(), log.level, log.tag, log.message))
    }

    #[test]
    fn lines_with_threads_and_without() {
        let stamp = "12-31 23:00:00.123";
        for (line, expected) in [
            (" 1000  1867  1870 I am_kill: [1]", r#"Some(1000) Some(1867) I "am_kill" "[1]""#),
            (" 1867  1870 E Tag (x): y: z", r#"None Some(1867) E "Tag (x)" "y: z""#),
            (" I/ActivityManager(  100): Start proc a.b", r#"None Some(100) I "ActivityManager" "Start proc a.b""#),
            // The message begins like the level of the other form.
            (" D/su      (  200): I am: x", r#"None Some(200) D "su" "I am: x""#),
            (" D/su      (10200): E b: x", r#"None Some(10200) D "su" "E b: x""#),
            (" W/A (b) (c)( 7): ", r#"None Some(7) W "A (b) (c)" """#),
            (" V/t( root:   12): m (3): n", r#"Some(0) Some(12) V "t" "m (3): n""#),
        ] {
            assert_eq!(parts(&format!("{stamp}{line}")).as_deref(), Some(expected), "{line}");
        }
        for line in
            ["", " D/su", " D/su(x): y", " D/su( 1) y", " X/su( 1): y", " D/su( ): y", " Dsu( 1): y", " 1 2 x y: z"]
        {
            assert_eq!(parts(&format!("{stamp}{line}")), None, "{line}");
        }
    }
}
