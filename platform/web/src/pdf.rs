//! Documents as PDF for an answer.

use crate::Fault;
use xingtan_documents::pdf::{self, Sheet, Untypeset};

/// Sets a document in a child process; outside units of work, since it takes a second.
///
/// # Errors
/// Where fonts are missing, too many documents are being set, or this one is too large; the sentence says what to
/// do.
pub async fn typeset(sheet: impl Into<Sheet<'_>>) -> Result<Vec<u8>, Fault> {
    pdf::typeset(sheet).await.map_err(|error| {
        if matches!(error, Untypeset::Failed(_) | Untypeset::Fonts) {
            tracing::error!(%error, "no PDF was made");
        }
        Fault::Conflict(error.msg())
    })
}
