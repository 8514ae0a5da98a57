//! The words of a certificate: `{姓名}` and its like are filled with facts.
//!
//! No template language: words are written by people who manage training, and a language that can loop and multiply
//! would let a slip cost the server its memory. A name between braces is all there is.

use xingtan_i18n::Locale;

/// A place to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The holder's name.
    Name,
    /// The holder's unit.
    Unit,
    /// The holder's staff number, else the user name.
    StaffNumber,
    /// The course's title.
    Course,
    /// The day of completion.
    CompletedOn,
    /// Training hours.
    Hours,
    /// Credits.
    Credits,
    /// The certificate's number.
    Number,
    /// The day of issue.
    IssuedOn,
    /// The last day on which it holds.
    ValidUntil,
}

/// All places with the Fluent keys of their names.
pub const PLACES: [(Place, &str); 10] = [
    (Place::Name, "learning-place-name"),
    (Place::Unit, "learning-place-unit"),
    (Place::StaffNumber, "learning-place-staff-number"),
    (Place::Course, "learning-place-course"),
    (Place::CompletedOn, "learning-place-completed-on"),
    (Place::Hours, "learning-place-hours"),
    (Place::Credits, "learning-place-credits"),
    (Place::Number, "learning-place-number"),
    (Place::IssuedOn, "learning-place-issued-on"),
    (Place::ValidUntil, "learning-place-valid-until"),
];

/// The names of all places in the language of a page.
pub fn names(l: &Locale) -> Vec<String> {
    PLACES.iter().map(|(_, key)| format!("{{{}}}", l.t(key))).collect()
}

/// What places are called, in every language: a template of one is read by people of the other.
#[derive(Clone, Debug)]
pub struct Names(Vec<(Place, String)>);

impl Names {
    /// The names in the languages of some locales.
    pub fn of(locales: &[Locale]) -> Names {
        let named = |l: &Locale| PLACES.map(|(place, key)| (place, l.t(key).to_lowercase()));
        Names(locales.iter().flat_map(named).collect())
    }

    fn place(&self, name: &str) -> Option<Place> {
        let name = name.trim().to_lowercase();
        self.0.iter().find(|(_, own)| *own == name).map(|(place, _)| *place)
    }

    /// The names between braces that no place has, as they stand.
    pub fn unknown(&self, text: &str) -> Vec<String> {
        let unknown = |piece| match piece {
            Piece::Named(name) if self.place(name).is_none() => Some(format!("{{{name}}}")),
            _ => None,
        };
        pieces(text).into_iter().filter_map(unknown).collect()
    }

    /// Fills a text. What is not known stays as it stands; what is filled in is never read again.
    pub fn fill(&self, text: &str, fact: impl Fn(Place) -> String) -> String {
        let piece = |piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Named(name) => self.place(name).map_or_else(|| format!("{{{name}}}"), &fact),
        };
        pieces(text).into_iter().map(piece).collect()
    }
}

/// A piece of a text.
enum Piece<'a> {
    Text(&'a str),
    /// What stands between braces.
    Named(&'a str),
}

/// The pieces of a text. A brace without its fellow is a sign like any other.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        match after.split_once('}').filter(|(name, _)| !name.contains(['{', '\n'])) {
            Some((name, after)) => {
                pieces.push(Piece::Text(before));
                pieces.push(Piece::Named(name));
                rest = after;
            }
            None => {
                pieces.push(Piece::Text(&rest[..=before.len()]));
                rest = after;
            }
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known() -> Names {
        let texts = xingtan_i18n::Texts::build(&crate::texts());
        let l = |lang| texts.locale(lang, xingtan_i18n::Kind::Academy, xingtan_clock::Zone::default());
        Names::of(&[l(xingtan_i18n::Lang::ZhCn), l(xingtan_i18n::Lang::En)])
    }

    fn filled(text: &str) -> String {
        known().fill(text, |place| format!("<{place:?}>"))
    }

    proptest! {
        #[test]
        fn a_text_without_places_stays_as_it_is(text in "[^{}]{0,40}") {
            prop_assert_eq!(filled(&text), text.clone());
            prop_assert!(known().unknown(&text).is_empty());
        }

        #[test]
        fn no_text_is_too_odd_to_be_filled_and_only_known_places_go(text in "[{}姓名a \n]{0,30}") {
            let with_nothing = known().fill(&text, |_| String::new());
            prop_assert!(with_nothing.len() <= text.len());
            if !text.contains("姓名") {
                prop_assert_eq!(with_nothing, text);
            }
        }

        #[test]
        fn what_is_filled_in_is_never_read_again(name in "[{}a-z姓名]{0,12}") {
            prop_assert_eq!(known().fill("{name}|{姓名}", |_| name.clone()), format!("{name}|{name}"));
        }
    }

    #[test]
    fn both_languages_name_the_same_places() {
        assert_eq!(filled("{姓名}（{ 单位 }）"), "<Name>（<Unit>）");
        assert_eq!(filled("{name} of {UNIT}"), "<Name> of <Unit>");
        assert_eq!(known().0.len(), 2 * PLACES.len());
        for (place, name) in known().0 {
            assert_eq!(
                filled(&format!("{{{name}}}")),
                format!("<{place:?}>"),
                "{name} is the name of one place"
            );
        }
    }

    #[test]
    fn what_nobody_knows_is_named() {
        assert_eq!(known().unknown("{姓名} {salary} {} {{unit}"), ["{salary}", "{}"]);
        assert_eq!(filled("{salary} { 100 { {name}"), "{salary} { 100 { <Name>");
    }
}
