//! Years as Japanese offices count them: `令和8年3月31日`, `R8.3.31`.

/// The names and letters of the eras since 2000, and the year before their first.
const ERAS: [(&str, u32); 5] =
    [("令和", 2018), ("㋿", 2018), ("平成", 1988), ("R", 2018), ("H", 1988)];

/// The date with the year of our calendar; `None` if it names no era.
pub(super) fn in_our_years(text: &str) -> Option<String> {
    let (rest, before_first) =
        ERAS.iter().find_map(|(era, year)| Some((text.strip_prefix(era)?.trim_start(), *year)))?;
    let rest = rest.strip_prefix('元').map_or_else(|| rest.to_owned(), |rest| format!("1{rest}"));
    let end = rest.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=2).contains(end))?;
    let (year, day) = rest.split_at(end);
    // `H1 2026` is half a year.
    let is_date = day.starts_with(['年', '.', '/', '-'])
        && day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count() >= 2;
    let year = before_first + year.parse::<u32>().ok()?;
    // A point between year and month would say that the day comes first.
    let day = day.replacen(['.', '/'], "-", 2);
    is_date.then(|| format!("{year}{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_an_era_are_years_of_our_calendar() {
        for (written, ours) in [
            ("令和8年3月31日", "2026年3月31日"),
            ("令和元年5月1日", "2019年5月1日"),
            ("R8.3.31", "2026-3-31"),
            ("R8/03/31", "2026-03-31"),
            ("H31.4.30", "2019-4-30"),
        ] {
            assert_eq!(in_our_years(written).as_deref(), Some(ours), "{written}");
        }
        for written in
            ["2026年3月31日", "H1 2026", "R", "R8", "Rs.500", "R8.3", "H1/2026", "R123.4.5"]
        {
            assert_eq!(in_our_years(written), None, "{written}");
        }
    }
}
