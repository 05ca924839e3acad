//! Years as Taiwan counts them, from the first of the Republic: `民國115年3月31日` is in 2026.

/// The year before the first.
const BEFORE_FIRST: u32 = 1911;

/// The date with the year of our calendar; `None` if it has no year of three digits, which no other calendar of deals has.
pub(super) fn in_our_years(text: &str) -> Option<String> {
    let bare = ["中華民國", "民國", "民国"].iter().find_map(|name| text.strip_prefix(name));
    let text = bare.unwrap_or(text).trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).filter(|end| *end == 3)?;
    let (year, day) = text.split_at(end);
    let separator = day.chars().next().filter(|c| ['年', '/', '.', '-'].contains(c))?;
    let mut parts = day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let is_date = (0..2).all(|_| parts.next().is_some_and(|part| part.len() <= 2));
    let year = BEFORE_FIRST + year.parse::<u32>().ok()?;
    // A point between year and month would say that the day comes first.
    let day = if separator == '.' { day.replacen('.', "-", 2) } else { day.to_owned() };
    is_date.then(|| format!("{year}{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_the_republic_are_years_of_our_calendar() {
        for (written, ours) in [
            ("民國115年3月31日", "2026年3月31日"),
            ("中華民國 115年3月31日", "2026年3月31日"),
            ("115年3月31日", "2026年3月31日"),
            ("115/03/31", "2026/03/31"),
            ("115.3.31", "2026-3-31"),
            ("民國115-03-31", "2026-03-31"),
        ] {
            assert_eq!(in_our_years(written).as_deref(), Some(ours), "{written}");
        }
        for written in
            ["2026年3月31日", "15/03/26", "115.50", "115", "115/03", "115/2026/03", "1150/3/31", ""]
        {
            assert_eq!(in_our_years(written), None, "{written}");
        }
    }
}
