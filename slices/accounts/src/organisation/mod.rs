//! The organisation: a tree of any depth (ACC-10).

mod kind;
pub mod store;

pub use kind::{NodeKind, UnknownNodeKind};
