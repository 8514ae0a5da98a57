//! The part of accounts: people, organisation, roles, and what belongs to them.

mod organisation;
mod people;
mod roles;
