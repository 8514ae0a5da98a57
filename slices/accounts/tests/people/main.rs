//! People and the organisation, on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod api;
mod city;
