//! A list of objects in one cell, as programs print it: `[{'Amount': '2500', 'Frequency': 'Monthly'}]` of Python, which
//! pandas writes, or the same in JSON.

/// The members of one object, with their texts.
pub(super) type Members<'text> = Vec<(&'text str, &'text str)>;

/// The objects of the list; `None` if the text is anything else, or an object holds another list or object.
pub(super) fn objects(text: &str) -> Option<Vec<Members<'_>>> {
    let mut rest = text.trim().strip_prefix('[')?.trim_start();
    let mut objects = Vec::new();
    loop {
        if let Some(end) = rest.strip_prefix(']') {
            return end.trim().is_empty().then_some(objects);
        }
        let (members, after) = object(rest)?;
        objects.push(members);
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None => after.starts_with(']').then_some(after)?,
        };
    }
}

/// The first object of the text, and what stands behind it.
fn object(text: &str) -> Option<(Members<'_>, &str)> {
    let mut rest = text.strip_prefix('{')?.trim_start();
    let mut members = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix('}') {
            return Some((members, after));
        }
        let (name, after) = quoted(rest)?;
        let (value, after) = value(after.trim_start().strip_prefix(':')?.trim_start())?;
        members.push((name, value));
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None => after.starts_with('}').then_some(after)?,
        };
    }
}

/// A text in quotes without an escape, and what stands behind it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (inner, after) = text[1..].split_once(quote)?;
    (!inner.contains('\\')).then_some((inner, after))
}

/// A text in quotes, a number, or a word; those for nothing are blank.
fn value(text: &str) -> Option<(&str, &str)> {
    if text.starts_with(['\'', '"']) {
        return quoted(text);
    }
    let end = text.find([',', '}'])?;
    let (word, after) = text.split_at(end);
    let word = word.trim_end();
    let is_word =
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let is_nothing = matches!(word, "None" | "null" | "nan" | "NaN");
    is_word.then_some((if is_nothing { "" } else { word }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_python_and_json_have_their_members() {
        let expected = vec![
            vec![("Amount", "2500"), ("Frequency", "Monthly"), ("Url", "")],
            vec![("Amount", "7.5")],
        ];
        for text in [
            "[{'Amount': '2500', 'Frequency': 'Monthly', 'Url': None}, {'Amount': 7.5}]",
            r#"[{"Amount":"2500","Frequency":"Monthly","Url":null},{"Amount":7.5}]"#,
        ] {
            assert_eq!(objects(text), Some(expected.clone()), "{text}");
        }
        assert_eq!(objects("[]"), Some(vec![]));
    }

    #[test]
    fn anything_else_is_no_list_of_objects() {
        for text in [
            "",
            "[",
            "2500",
            "['a']",
            "[{'a': 1}",
            "[{'a': [1]}]",
            "[{'a': {'b': 1}}]",
            "[{'a': 'it\\'s'}]",
            "[{'a' 1}]",
            "[{'a': 1} {'b': 2}]",
            "[{'a': 1}] and more",
        ] {
            assert_eq!(objects(text), None, "{text}");
        }
    }
}
