//! People and the organisation, on both engines: what other slices read, and what administrators do through the pages.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops where it stands")]

mod api;
mod city;
mod history;
mod imports;
mod officers;
mod openings;
mod organisation;
mod people;
mod place;
mod real_names;
mod rights;
mod roles;
mod texts;
#[path = "../door/town.rs"]
#[expect(dead_code, reason = "the town of the door offers more than these stories need")]
mod town;
