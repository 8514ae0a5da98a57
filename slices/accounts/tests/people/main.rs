//! People and the organisation, on both engines.

mod api;
mod city;
