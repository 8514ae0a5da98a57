//! Bodies read as forms are: one reading of a title, whoever sends it.

use crate::{Fault, Form};

/// The fields of a body as a form; what was not sent is left out.
pub fn fields<'a>(pairs: impl IntoIterator<Item = (&'a str, Option<String>)>) -> Form {
    Form::of_pairs(pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)))).as_sent()
}

/// Hundredths as forms write them: 150 is `1.50`. What is below nothing is no number of a form.
pub fn decimal(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Everything that is wrong with the fields, as one problem. `name` says how the body calls a field of the form.
///
/// # Errors
/// [`Fault::Invalid`] unless nothing is wrong.
pub fn sound(form: &Form, name: impl Fn(&str) -> String) -> Result<(), Fault> {
    if form.ok() {
        return Ok(());
    }
    Err(Fault::Invalid(form.errors().map(|(field, msg)| (name(field), msg.clone())).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;

    #[test]
    fn a_text_is_as_long_as_it_was_sent() {
        let mut form = fields([("title", Some("ab\u{3}c ".to_owned()))]);
        assert_eq!(form.text("title", Text::required(4)), "abc");
        assert!(!form.ok());
    }

    #[test]
    fn what_is_wrong_is_named_as_the_body_names_it() {
        let mut form =
            fields([("option-a", Some(String::new())), ("credits", Some(decimal(-150))), ("gone", None)]);
        form.text("option-a", Text::required(5));
        form.hundredths("credits", 0..=100);
        assert!(!form.has("gone"));
        let Err(Fault::Invalid(wrong)) = sound(&form, |name| name.replace("option-a", "options")) else {
            panic!("nothing is wrong with {form:?}")
        };
        assert_eq!(wrong.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["credits", "options"]);
    }
}
