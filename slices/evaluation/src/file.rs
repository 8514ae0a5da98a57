//! Taking a list along: Excel or CSV.

use xingtan_documents::Heading;
use xingtan_web::{
    Fault, Form, SignedIn,
    export::{File, headed},
};

/// Begins a file; `as=csv` gives CSV, everything else Excel. `title` is in words, headings are `evaluation-column-KEY`.
///
/// # Errors
/// Where it cannot be written; the sentence says why.
pub fn table(who: &SignedIn, form: &Form, title: &str, keys: &[&str]) -> Result<File, Fault> {
    let heading = |key: &&str| Heading::new(who.l.t(&format!("evaluation-column-{key}")));
    headed(who, form.value("as"), title, keys.iter().map(heading).collect())
}
