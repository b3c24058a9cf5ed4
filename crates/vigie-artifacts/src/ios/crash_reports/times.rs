//! Times of reports: local time with its offset (`2024-01-25 19:25:25.7990 -0500`).

use vigie_model::Timestamp;

/// The moment in UTC; `None` when the text is no such time or lacks its offset.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let mut parts = text.split_whitespace();
    let (date, time) = (parts.next()?, parts.next()?);
    let offset = match parts.next() {
        Some(offset) => offset.to_owned(),
        None if time.ends_with('Z') => String::new(),
        None => return None,
    };
    let offset = match offset.split_at_checked(3) {
        Some((hours, minutes)) if minutes.len() == 2 => format!("{hours}:{minutes}"),
        _ => offset,
    };
    parts.next().is_none().then(|| Timestamp::parse_rfc3339(&format!("{date}T{time}{offset}"))).flatten()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn local_times_become_utc() {
        let told = |text: &str| parse(text).map(|at| at.to_string());
        assert_eq!(told("2024-01-25 19:25:25.7990 -0500").as_deref(), Some("2024-01-26T00:25:25.799Z"));
        assert_eq!(told("2022-07-10 01:18:15.51 +0800").as_deref(), Some("2022-07-09T17:18:15.510Z"));
        assert_eq!(told("2022-01-13 14:04:21 +0000").as_deref(), Some("2022-01-13T14:04:21Z"));
        assert_eq!(told("2025-08-28 04:36:25Z").as_deref(), Some("2025-08-28T04:36:25Z"));
        for wrong in
            ["2022-01-13 14:04:21", "yesterday", "", "2022-13-45 14:04:21 +0000", "2022-01-13 14:04:21 +0000 x"]
        {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }
}
