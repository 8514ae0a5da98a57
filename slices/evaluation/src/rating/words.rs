//! What may stand in a comment.

/// What is found of a text that others will read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// It may stand.
    Fits,
    /// It says nothing: signs without a word.
    SaysNothing,
}

/// Judges the text of a comment, an answer or a remark before it is kept. Every such text of this slice passes here and
/// nowhere else: further filters belong into this function. An empty text is no comment and fits.
pub fn judge(text: &str) -> Judged {
    if text.is_empty() || text.chars().any(char::is_alphanumeric) {
        Judged::Fits
    } else {
        Judged::SaysNothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_says_something() {
        for (text, expected) in [
            ("", Judged::Fits),
            ("讲得很清楚", Judged::Fits),
            ("5", Judged::Fits),
            ("……！！", Judged::SaysNothing),
            ("👍👍", Judged::SaysNothing),
        ] {
            assert_eq!(judge(text), expected, "{text}");
        }
    }
}
