//! Sessions.
/// Sessions.
#[derive(Debug)]
pub struct Sessions;
