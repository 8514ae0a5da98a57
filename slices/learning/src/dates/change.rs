//! Making and ending feeds, and what their addresses are.

use super::store;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_keys::KeyRing;

/// For what the server signs.
const PURPOSE: &str = "learning.dates-feed";

/// The path of a feed, with its secret end. That is not kept anywhere.
pub fn href(keys: &KeyRing, feed: Uuid) -> String {
    format!("/calendar/{}.{}.ics", feed.simple(), keys.hmac(PURPOSE, feed.as_bytes()))
}

/// The feed that the end of an address names; none where the server did not make it.
pub fn read(keys: &KeyRing, file: &str) -> Option<Uuid> {
    let (id, code) = file.strip_suffix(".ics")?.split_once('.')?;
    let id: Uuid = id.parse().ok()?;
    let code = code.parse().ok()?;
    keys.is_hmac(PURPOSE, id.as_bytes(), &code).then_some(id)
}

/// Makes a feed of one's own dates; the one before ends.
///
/// # Errors
/// Those of the database.
pub fn make(tx: &mut Tx<'_>, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let renewed = store::end(tx, deed.person, deed.now)?;
    store::add(tx, id, deed.person, deed.now)?;
    let action = if renewed { "dates.feed-renewed" } else { "dates.feed-made" };
    Ok(xingtan_audit::record(tx, &deed.entry(action, ("dates-feed", id, "")))?)
}

/// Ends one's own feed.
///
/// # Errors
/// [`Stop::Field`] where there is none.
pub fn end(tx: &mut Tx<'_>, deed: &Deed) -> Result<(), Stop> {
    let Some(feed) = store::of(tx, deed.person)? else {
        return Err(Stop::Field("", Msg::new("learning-feed-none")));
    };
    store::end(tx, deed.person, deed.now)?;
    Ok(xingtan_audit::record(tx, &deed.entry("dates.feed-ended", ("dates-feed", feed.id, "")))?)
}
