//! Files that prove an entry of the register: attendance sheets as pictures or PDF. Whoever may read the entry may take
//! them; that one was added or taken is an entry of the trail.

pub(super) mod action;
pub mod change;
pub mod store;
#[cfg(test)]
mod tests;
