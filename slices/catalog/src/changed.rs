//! What becomes of a change to a draft.

/// The outcomes of a change to a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed<T> {
    /// It was made.
    Done(T),
    /// Somebody else changed the same meanwhile; nothing was overwritten.
    Stale,
    /// What was to be changed was submitted or published: nobody changes it (CRS-6).
    Frozen,
    /// There is no such thing any more.
    Gone,
}

impl<T> Changed<T> {
    /// Whether it was made.
    pub fn is_done(&self) -> bool {
        matches!(self, Changed::Done(_))
    }

    /// What came of it, if it was made.
    pub fn done(self) -> Option<T> {
        match self {
            Changed::Done(it) => Some(it),
            _ => None,
        }
    }
}
