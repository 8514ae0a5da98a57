//! The error of a unit that a rule refused: nothing of it is kept, and the page tells why beside the field.

use xingtan_web::Fault;

/// Why a unit is undone.
pub(crate) enum Undo<R> {
    /// It cannot be answered.
    Fault(Fault),
    /// A rule refused.
    Refused(R),
}

impl<R> From<Fault> for Undo<R> {
    fn from(fault: Fault) -> Self {
        Undo::Fault(fault)
    }
}

impl<R> From<xingtan_db::Error> for Undo<R> {
    fn from(error: xingtan_db::Error) -> Self {
        Undo::Fault(error.into())
    }
}
