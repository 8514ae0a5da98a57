//! Typesetting in a child process that ends: descriptions of documents in, PDF out (DESIGN, "Memory and start").
//!
//! This crate alone brings the typesetter, so that nothing else is compiled again because of it; only the program
//! needs it, for its hidden command. What may stand in a document, and how the child is called, lies in
//! `xingtan_documents::pdf`.
//!
//! **Invariants.** Texts are data and never markup. The child reads fonts, standard input and nothing else; it has
//! a limit of memory and computing time, writes no file, opens no socket and leaves no core file behind.

mod child;
mod fonts;
mod set;

pub use child::child;
pub use fonts::Fonts;
pub use set::{Unset, read, set};
