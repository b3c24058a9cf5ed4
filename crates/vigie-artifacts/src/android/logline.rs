//! One line of `logcat -v threadtime`, with or without the user id that `-v uid` adds.

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

/// `08-14 21:22:26.684  1000  1867  1867 I am_uid_running: 1000`.
pub(crate) fn log_line(text: &str) -> Option<LogLine<'_>> {
    let text = text.trim_start();
    let mut words = Words { text, at: 0 };
    let stamp = if let Some(stamp) = usual_stamp(text) {
        words.at = stamp.len();
        stamp
    } else {
        let (date, time) = (words.next()?, words.next()?);
        if !date.starts_with(|c: char| c.is_ascii_digit()) || !time.contains(':') {
            return None;
        }
        text.get(..date.len().checked_add(time.len())?.checked_add(1)?)?
    };
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
    let rest = words.rest();
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let mut colons = memchr_iter(b':', rest.as_bytes());
    let (tag, message) = match colons.find(|at| rest.as_bytes().get(at.saturating_add(1)) == Some(&b' ')) {
        Some(at) => (rest.get(..at)?, rest.get(at.checked_add(2)?..)?),
        None => (rest.strip_suffix(':')?, ""),
    };
    Some(LogLine { stamp, user, process, level, written: rest, tag: tag.trim_end(), message })
}
