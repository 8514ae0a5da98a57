//! Formula injection: a text that a spreadsheet program would take for a formula when it opens a CSV file.

/// Whether a CSV cell beginning like this may be read as a formula. Full-width signs count: Chinese editions of
/// spreadsheet programs take them for the plain ones.
fn is_dangerous(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text with an apostrophe before it where it would be read as a formula, or would look as if guarded already.
pub(crate) fn put(text: &str) -> std::borrow::Cow<'_, str> {
    if is_dangerous(text) || is_guarded(text) { format!("'{text}").into() } else { text.into() }
}

/// Takes away the apostrophe that [`put`] put there, so that an exported file can be imported.
pub(crate) fn lift(text: &str) -> &str {
    if is_guarded(text) { &text[1..] } else { text }
}

fn is_guarded(text: &str) -> bool {
    let inner = text.trim_start_matches('\'');
    inner.len() < text.len() && is_dangerous(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_goes_out_as_a_formula_and_every_text_comes_back(text in "['=+\\-@\t\r\n＝a1 ]{0,6}|.*") {
            let guarded = put(&text);
            prop_assert!(!is_dangerous(&guarded));
            prop_assert_eq!(lift(&guarded), &text);
        }
    }
}
