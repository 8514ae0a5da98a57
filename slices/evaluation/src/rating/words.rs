//! What may stand in a comment.

use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_words::{Judgement, in_force, refusal};

/// What is found of a text that others will read.
#[derive(Clone, Debug, PartialEq)]
pub enum Judged {
    /// It may stand, in these words: those that the lists mask are masked (CRS-7).
    Fits(String),
    /// It says nothing: signs without a word.
    SaysNothing,
    /// The lists block or hold what it says. Everybody reads a comment at once, so it is refused.
    Refused(Msg),
}

/// Judges the text of a comment, an answer or a remark before it is kept. Every such text of this slice passes here and
/// nowhere else; pages ask the lists before, too, so that what was found is noted. An empty text is no comment and fits.
///
/// # Errors
/// Those of the database.
pub fn judge(tx: &mut Tx<'_>, text: &str) -> Result<Judged> {
    if says_nothing(text) {
        return Ok(Judged::SaysNothing);
    }
    let judged = in_force(tx)?.judge(text);
    Ok(match (&judged, judged.heaviest()) {
        (Judgement::Masked { text, .. }, _) => Judged::Fits(text.clone()),
        (Judgement::Held { .. } | Judgement::Blocked { .. }, Some(found)) => {
            Judged::Refused(refusal(found, text))
        }
        _ => Judged::Fits(text.to_owned()),
    })
}

fn says_nothing(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_says_something() {
        for (text, nothing) in
            [("", false), ("讲得很清楚", false), ("5", false), ("……！！", true), ("👍👍", true)]
        {
            assert_eq!(says_nothing(text), nothing, "{text}");
        }
    }
}
