//! How logo and accent are changed: within the caller's unit, refused where somebody else was quicker.

use super::{ACCENT, Brand, Colour, LOGO, Logo};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_settings::Setting;
use xingtan_storage::file::{self, Claimer};

/// Everything of the one institution is claimed under one id.
const CLAIMER: Claimer<'static> = Claimer { kind: "web-brand", id: Uuid::from_u128(1) };

/// What the form had shown, so that no two changes cover each other.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What was in force then.
    pub brand: Brand,
    /// Who changes it.
    pub by: Uuid,
    /// When.
    pub now: Timestamp,
}

/// Takes another accent, or (none) the program's. False where somebody else has changed it since the form was shown;
/// nothing is kept then. `id` is for the history row. The caller writes the audit entry and calls
/// [`xingtan_settings::Settings::refresh`].
pub fn set_accent(tx: &mut Tx<'_>, id: Uuid, seen: &Seen, accent: Option<Colour>) -> Result<bool> {
    let text = |colour: Option<Colour>| colour.map_or_else(String::new, |colour| colour.to_string());
    put(tx, id, &ACCENT, seen, &text(seen.brand.accent), &text(accent))
}

/// Takes another logo, whose pieces are kept as files already, or (none) the program's mark. False, `id` and the
/// caller's part as with [`set_accent`].
pub fn set_logo(tx: &mut Tx<'_>, id: Uuid, seen: &Seen, logo: Option<&Logo>) -> Result<bool> {
    let json = |logo: Option<&Logo>| serde_json::to_string(&logo).unwrap_or_else(|_| "null".to_owned());
    if !put(tx, id, &LOGO, seen, &json(seen.brand.logo.as_ref()), &json(logo))? {
        return Ok(false);
    }
    for old in seen.brand.logo.iter().flat_map(|logo| &logo.pieces) {
        file::release(tx, old.file, CLAIMER, seen.now)?;
    }
    for new in logo.iter().flat_map(|logo| &logo.pieces) {
        file::claim(tx, new.file, CLAIMER, seen.now)?;
    }
    Ok(true)
}

fn put(tx: &mut Tx<'_>, id: Uuid, setting: &Setting, seen: &Seen, before: &str, after: &str) -> Result<bool> {
    // The check gives JSON its plain form, in which it is kept and compared.
    let plain = |text: &str| setting.check(text).unwrap_or_else(|_| text.to_owned());
    let (before, after) = (plain(before), plain(after));
    // Neither default differs by kind.
    let kind = xingtan_i18n::Kind::Academy;
    let set = xingtan_settings::set_seen(tx, id, setting, kind, &before, &after, Some(seen.by), seen.now)?;
    Ok(set.is_ok())
}
