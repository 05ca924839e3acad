//! Times of day behind a date.

/// Whether what follows a date is a time of day, or nothing.
pub(super) fn is_time(rest: &str) -> bool {
    // JavaScript prints the name of the zone in parentheses.
    let rest = rest.split('(').next().unwrap_or_default();
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | 'T'));
    let rest = LEADS.iter().find_map(|lead| rest.strip_prefix(lead)).map_or(rest, str::trim_start);
    if rest.is_empty() {
        return true;
    }
    // French clocks: 14h05, 14 h 05.
    let french = rest.replacen(" h ", ":", 1).replacen('h', ":", 1);
    let rest = if rest.starts_with(|c: char| c.is_ascii_digit()) { french.as_str() } else { rest };
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'));
    let (clock, zone) = rest.split_at(end.unwrap_or(rest.len()));
    // Danish and Italian clocks: 09.24.
    let separator = if clock.contains(':') { ':' } else { '.' };
    let mut parts = clock.split(separator);
    let mut next_below = |limit: u8| {
        parts
            .next()
            .and_then(|part| part.split('.').next()?.parse().ok())
            .is_some_and(|n| limit > n)
    };
    let is_clock = next_below(25) && next_below(60);
    let mut zone = zone.split_whitespace();
    // `AM`, `a. m.`, `Z`, `UTC`, `+00:00`, `PM GMT+1`.
    let is_zone = zone.by_ref().take(2).all(|word| {
        word.len() <= 9 && word.chars().all(|c| c.is_ascii_alphanumeric() || "+-:.".contains(c))
    });
    is_clock && is_zone && zone.next().is_none()
}

/// What some languages put before the time.
const LEADS: [&str; 19] = [
    "at ",
    "à ",
    "um ",
    "kl. ",
    "kl ",
    "klo ",
    "om ",
    "alle ore ",
    "alle ",
    "a las ",
    "às ",
    "o ",
    "в ",
    "上午",
    "下午",
    "午前",
    "午後",
    "오전",
    "오후",
];

/// The second of the day that a text of date and time shows; `None` if it shows no time.
pub(super) fn second_of_day(text: &str) -> Option<u32> {
    let (before, after) = text.split_once(':')?;
    let hour_at = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let hour: u32 = before[hour_at..].parse().ok()?;
    let (minute, rest) = two_digits(after)?;
    let (second, rest) = rest.strip_prefix(':').and_then(two_digits).unwrap_or((0, rest));
    let half = rest.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let hour = match (half.starts_with('a'), half.starts_with('p'), hour) {
        (true, _, 12) => 0,
        (_, true, 1..=11) => hour + 12,
        _ => hour,
    };
    (hour < 24 && minute < 60).then_some((hour * 60 + minute) * 60 + second)
}

/// Whether a text of date and time states how far its zone is from UTC, and is of another: `T23:30:00-05:00`. Its day is
/// then the one that people saw.
pub(super) fn has_own_zone(text: &str) -> bool {
    let text = text.trim_end();
    let Some((before, offset)) =
        text.rfind(['+', '-']).map(|sign| (&text[..sign], &text[sign + 1..]))
    else {
        return false;
    };
    let digits = offset.replace(':', "");
    before.contains(':') && digits.len() == 4 && digits.parse::<u32>().is_ok_and(|zone| zone > 0)
}

fn two_digits(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_other_than_utc_is_stated_behind_the_time() {
        for text in ["2026-11-15T23:30:00-05:00", "2026-11-15 23:30:00.000+0900"] {
            assert!(has_own_zone(text), "{text}");
        }
        for text in ["2026-11-15T23:30:00Z", "2026-11-15T23:30:00+00:00", "15-11-2026", "10:15", ""]
        {
            assert!(!has_own_zone(text), "{text}");
        }
    }

    #[test]
    fn times_are_known_with_and_without_zone() {
        for rest in [
            "",
            " 09:24",
            "T01:44:30.000+0000",
            " 15:15:00.000000 UTC",
            ", 9:05 AM",
            " 9:05\u{202f}PM",
            " um 09:05",
            " klo 9.05",
            " a las 9:05",
            " 09.24",
            " 14h05",
            " 14 h 05",
            " 09:05:00 GMT+0100 (Central European Standard Time)",
        ] {
            assert!(is_time(rest), "{rest}");
        }
        for rest in [" or later", " 25:99", "/1", " 9:05 AM or so later"] {
            assert!(!is_time(rest), "{rest}");
        }
    }

    #[test]
    fn the_second_is_that_of_the_clock_as_printed() {
        for (text, second) in [
            ("2026-01-31T22:00:00.000Z", Some(22 * 3_600)),
            ("1/31/2026 7:30", Some(7 * 3_600 + 1_800)),
            ("1/31/2026, 12:00:00 AM", Some(0)),
            ("1/31/2026 10:00 p. m.", Some(22 * 3_600)),
            ("2026-01-31 23:59:59", Some(86_399)),
            ("2026-01-31", None),
            ("a:b", None),
        ] {
            assert_eq!(second_of_day(text), second, "{text}");
        }
    }
}
