//! Full text that knows Chinese words (CRS-2), and keys by which names are sorted and found.
//!
//! Texts are cut into words in the program by one cutter (jieba in search mode) and kept as tokens in FTS5 or a
//! tsvector, in the transaction of what they describe. Cutting happens outside the unit ([`Document::new`],
//! [`Query::parse`]); inside it are only [`index`], [`remove`] and [`find`].
//!
//! **Invariants.** Tokens hold letters and digits only, so no input can become an operator of either engine's query
//! language. The index holds nothing that its owners cannot make anew. The dictionary (33 MB, 140 ms) is loaded at
//! its first use. This is one of the three places where the dialects of SQL may differ.

mod cut;
mod document;
mod names;
mod query;
mod store;

pub use cut::{tokens, warm};
pub use document::Document;
pub use names::{NameKeys, name_keys, sort_key};
pub use query::Query;
pub use store::{Hit, clear, find, index, is_empty, remove};

/// The tables of this crate. They are made anew from what they describe, so backups leave them out.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("search", "0001_documents" per engine)
        .derived(&["search_document", "search_words"])
}
