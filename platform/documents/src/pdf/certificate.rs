//! A certificate as a sheet of its own: words, picture, seal, code (LRN-11).

use serde::{Deserialize, Serialize};

/// What stands on a certificate. One page of A4; words that do not fit are set smaller, never cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Language of the words: `zh` or `en`.
    pub language: String,
    /// Whether the page stands upright.
    pub portrait: bool,
    /// The large heading.
    pub heading: String,
    /// The text; line breaks stay.
    pub body: String,
    /// The number with what stands before it, such as `编号：XT-2026-000001`.
    pub number: String,
    /// Who issues it.
    pub issuer: String,
    /// Who signs for the issuer; may be empty.
    pub signer: String,
    /// The day of issue in words, with a day of expiry below it if there is one.
    pub dates: Vec<String>,
    /// What leads to the check: a sentence, the code, the address; lines in that order.
    pub check: Vec<String>,
    /// The QR code of the check as SVG; empty: none.
    #[serde(default)]
    pub code: String,
    /// A picture for the whole page behind the words (PNG or JPEG, base64); empty: a drawn frame.
    #[serde(default)]
    pub picture: String,
    /// The seal (PNG or JPEG, base64); empty: none.
    #[serde(default)]
    pub seal: String,
    /// When it was made, in microseconds of UTC, for the file's own data.
    pub made_at: i64,
}
