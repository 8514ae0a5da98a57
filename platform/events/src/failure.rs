//! Why a handler could not do its work.

use std::{error::Error, fmt};

/// A handler's failure: the text that the parked delivery shows. Any error turns into it by `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// A failure with these words.
    pub fn new(text: impl Into<String>) -> Self {
        Failure(text.into())
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// `Failure` itself is no `std::error::Error`, so that this covers every error of every slice.
impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(next) = cause {
            text.push_str(": ");
            text.push_str(&next.to_string());
            cause = next.source();
        }
        Failure(text)
    }
}
