//! Prepared statements of one connection: bounded, the ones unused for longest go first.

use crate::{Result, Sql};
use std::collections::HashMap;

/// Texts written in the source. About as many as a busy part of the program uses; a statement is a few kilobytes.
const STATIC_ROOM: usize = 400;
/// Texts built at run time, of which there may be any number.
const BUILT_ROOM: usize = 64;

/// Statements by address of a static text, and by content of a built one.
pub(crate) struct Statements<S> {
    fixed: HashMap<(usize, usize), Held<S>>,
    built: HashMap<String, Held<S>>,
    uses: u64,
}

struct Held<S> {
    statement: S,
    used: u64,
}

impl<S> Statements<S> {
    pub(crate) fn new() -> Self {
        Statements { fixed: HashMap::new(), built: HashMap::new(), uses: 0 }
    }

    /// The statement of a text, prepared now if it is not held.
    pub(crate) fn get(&mut self, sql: Sql<'_>, prepare: impl FnOnce(&str) -> Result<S>) -> Result<&mut S> {
        self.uses += 1;
        let used = self.uses;
        let held = match sql {
            Sql::Static(text) => {
                // Static texts are never freed, so an address with a length names one text for ever.
                let key = (text.as_ptr() as usize, text.len());
                if !self.fixed.contains_key(&key) {
                    make_room(&mut self.fixed, STATIC_ROOM);
                    self.fixed.insert(key, Held { statement: prepare(text)?, used });
                }
                self.fixed.get_mut(&key)
            }
            Sql::Built(text) => {
                if !self.built.contains_key(text) {
                    make_room(&mut self.built, BUILT_ROOM);
                    self.built.insert(text.to_owned(), Held { statement: prepare(text)?, used });
                }
                self.built.get_mut(text)
            }
        };
        let held = held.ok_or(crate::Error::Closed)?;
        held.used = used;
        Ok(&mut held.statement)
    }

    /// Forgets all statements: the tables under them have changed.
    pub(crate) fn clear(&mut self) {
        self.fixed.clear();
        self.built.clear();
    }
}

/// Where the room is used up, drops the half unused for longest, so that this is rare.
fn make_room<K: std::hash::Hash + Eq, S>(held: &mut HashMap<K, Held<S>>, room: usize) {
    if held.len() < room {
        return;
    }
    let mut uses: Vec<u64> = held.values().map(|h| h.used).collect();
    let (_, middle, _) = uses.select_nth_unstable(room / 2);
    let middle = *middle;
    held.retain(|_, h| h.used > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_texts_are_bounded_and_the_ones_in_use_stay() {
        let mut held = Statements::new();
        let mut prepared = 0;
        for n in 0..1000 {
            let text = format!("SELECT {n}");
            held.get(Sql::from(&text), |_| Ok(n)).unwrap();
            let often = "SELECT 'often'".to_owned();
            held.get(Sql::from(&often), |_| {
                prepared += 1;
                Ok(-1)
            })
            .unwrap();
        }
        assert!(held.built.len() <= BUILT_ROOM);
        assert_eq!(prepared, 1);
    }
}
