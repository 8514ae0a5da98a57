//! Taking a list along: Excel or CSV.

use xingtan_documents::Heading;
use xingtan_web::{
    Fault, Form, SignedIn,
    export::{File, headed},
};

/// Begins a file; `as=csv` gives CSV, everything else Excel. `title` is in words, headings are `PREFIX-KEY`.
///
/// # Errors
/// Where it cannot be written; the sentence says why.
pub fn table(who: &SignedIn, form: &Form, title: &str, prefix: &str, keys: &[&str]) -> Result<File, Fault> {
    let headings = keys.iter().map(|key| Heading::new(who.l.t(&format!("{prefix}-{key}")))).collect();
    headed(who, form.value("as"), title, headings)
}
