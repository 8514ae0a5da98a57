//! The part of accounts: people, organisation, roles, and what belongs to them.

mod door;
mod imports;
mod organisation;
mod people;
mod roles;
