//! Places of passages, and which of what was found a page shows: pure.

/// Where in a lesson a passage stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The lesson as a whole.
    Whole,
    /// A page of a document, from 1.
    Page(u32),
    /// A moment of a film, in milliseconds.
    Moment(i64),
    /// A heading of a text, by its id.
    Heading(String),
}

impl Place {
    /// As the index keeps it; what it does not know is the whole.
    pub fn of(text: &str) -> Place {
        if let Some(page) = text.strip_prefix("page:").and_then(|it| it.parse().ok()) {
            return Place::Page(page);
        }
        if let Some(at) = text.strip_prefix("at:").and_then(|it| it.parse().ok()).filter(|at| *at >= 0) {
            return Place::Moment(at);
        }
        match text.strip_prefix('#') {
            Some(id) if !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)) => {
                Place::Heading(id.to_owned())
            }
            _ => Place::Whole,
        }
    }

    /// What an address of the lesson ends with to lead there.
    pub fn tail(&self) -> String {
        match self {
            Place::Whole => String::new(),
            Place::Page(page) => format!("#page={page}"),
            Place::Moment(at) => format!("?at={at}"),
            Place::Heading(id) => format!("#{id}"),
        }
    }
}

/// A moment as players write it: `1:01`, `1:02:03`.
pub fn clock(ms: i64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Things of a page.
pub const PAGE: usize = 20;

/// From where and to where a page goes, of `all` things; a page that is not there is the last one.
pub fn window(page: usize, all: usize) -> (usize, usize, usize) {
    let last = all.div_ceil(PAGE).max(1);
    let page = page.clamp(1, last);
    let from = (page - 1) * PAGE;
    (page, from, (from + PAGE).min(all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_place_leads_to_page_moment_and_heading() {
        assert_eq!(Place::of("page:12").tail(), "#page=12");
        assert_eq!(Place::of("at:61000").tail(), "?at=61000");
        assert_eq!(Place::of("#md-消防").tail(), "#md-消防");
        assert_eq!(Place::of("").tail(), "");
        assert_eq!((clock(61_000), clock(3_723_000)), ("1:01".to_owned(), "1:02:03".to_owned()));
    }

    proptest! {
        #[test]
        fn no_place_breaks_an_address(text in ".{0,40}") {
            let tail = Place::of(&text).tail();
            prop_assert!(!tail.contains(['"', '<', '>', ' ', '/', '\n']), "{}", tail);
        }

        #[test]
        fn pages_cover_everything_once(page in 0usize..60, all in 0usize..600) {
            let (page, from, to) = window(page, all);
            prop_assert!(page >= 1 && from <= to && to <= all && to - from <= PAGE);
            prop_assert_eq!(to == all, page == all.div_ceil(PAGE).max(1));
        }
    }
}
