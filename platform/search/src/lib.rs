//! Full text that knows Chinese words (CRS-2), and keys by which names are sorted and found.
//!
//! Texts are cut into words in the program by one cutter (jieba in search mode) and kept as tokens in FTS5 or a
//! tsvector, with the passage itself beside them. Cutting happens outside the unit ([`Passage::all`]); inside it are
//! [`add`], [`take_out`], [`find`]. The engines say which passages have the words; which of them answers best is judged
//! by one pure function ([`rank`]), so that both answer alike.
//!
//! **Invariants.** Tokens hold letters and digits only, so no input can become an operator of either engine's query
//! language. What somebody may not see is excluded by the statement, so that neither counts nor suggestions tell of it.
//! The index holds nothing that its owners cannot make anew; synonyms are kept by people. The dictionary (33 MB, 140 ms)
//! is loaded at its first use. This is one of the three places where the dialects of SQL may differ.

mod cut;
mod document;
mod names;
mod query;
pub mod rank;
mod store;
pub mod synonyms;

pub use cut::{tokens, warm};
pub use document::{MOST_PASSAGES, Passage, Piece, Thing, language};
pub use names::{NameKeys, name_keys, sort_key};
pub use query::{Query, Typed, key};
pub use store::{
    Answer, Ask, Circle, Found, Hit, Reach, Standing, add, clear, find, having, hide, is_empty, meant,
    set_readers, show, stand, take_out, titles,
};

/// The tables of this crate. The index is made anew from what it describes, so backups leave it out.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("search", "0001_documents" per engine, "0002_passages" per engine, "0003_synonyms")
        .derived(&["search_passage", "search_words", "search_reader", "search_hidden", "search_word"])
}
