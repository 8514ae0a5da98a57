//! What making, opening and revoking partner links change, and what their addresses are.

use super::{
    rules::{self, Open},
    store::{self, Link},
};
use crate::{
    item::{
        change::{note, seen},
        rules::State,
        store::{self as items, Item, Opening},
    },
    permissions::MANAGE,
};
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_keys::KeyRing;
use xingtan_web::Fault;

/// For what the server signs.
const PURPOSE: &str = "library.link";

/// The secret end of a link's address: its id and the server's code over it. It is not kept anywhere.
pub fn token(keys: &KeyRing, link: Uuid) -> String {
    format!("{}.{}", link.simple(), keys.hmac(PURPOSE, link.as_bytes()))
}

/// The link that a token names; none where the server did not make it.
pub fn read(keys: &KeyRing, token: &str) -> Option<Uuid> {
    let (id, code) = token.split_once('.')?;
    let id: Uuid = id.parse().ok()?;
    let code = code.parse().ok()?;
    keys.is_hmac(PURPOSE, id.as_bytes(), &code).then_some(id)
}

/// Makes a link to a shared item.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Forbidden`] for others; [`Stop::Field`] where the item is not shared.
pub fn add(tx: &mut Tx<'_>, link: &Link, actor: &Actor, deed: &Deed) -> Result<(), Stop> {
    let it = managed(tx, link.item_id, actor)?;
    if it.state() != State::Shared {
        return Err(Stop::Field("", Msg::new("library-link-not-shared")));
    }
    if link.download && !it.download {
        return Err(Stop::Field("download", Msg::new("library-link-no-download")));
    }
    store::add(tx, link, actor.person)?;
    note(tx, "library.link-made", &it, &link.partner, deed)
}

/// An item whose links somebody keeps.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Forbidden`].
pub fn managed(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Item, Fault> {
    let it = seen(tx, id, actor)?;
    if actor.may_at(MANAGE, &it.unit_path) { Ok(it) } else { Err(Fault::forbidden()) }
}

/// Revokes a link: what was opened by it ends at once.
///
/// # Errors
/// As for [`add`]; [`Stop::Field`] where it was revoked before.
pub fn revoke(tx: &mut Tx<'_>, (item, id): (Uuid, Uuid), actor: &Actor, deed: &Deed) -> Result<(), Stop> {
    let it = managed(tx, item, actor)?;
    let link = store::get(tx, id)?.filter(|link| link.item_id == item).ok_or(Fault::NotFound)?;
    if !store::revoke(tx, id, &actor.name, deed.now)? {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    }
    note(tx, "library.link-revoked", &it, &link.partner, deed)
}

/// What somebody who comes by a link may see; `going`: by an opening that was begun.
///
/// # Errors
/// [`Fault::NotFound`] for an unknown link, [`Fault::Gone`] with the reason for one that does not open.
pub fn look(tx: &mut Tx<'_>, id: Uuid, going: bool, now: Timestamp) -> Result<(Link, Item), Fault> {
    let link = store::get(tx, id)?.ok_or(Fault::NotFound)?;
    let item = items::get(tx, link.item_id)?.ok_or(Fault::Gone(Msg::new("library-link-over")))?;
    let gone = |key| Err(Fault::Gone(Msg::new(key)));
    match rules::open(link.facts(item.state() == State::Shared), going, now) {
        Open::Opens => Ok((link, item)),
        Open::UsedUp => gone("library-link-used-up"),
        Open::Revoked | Open::Ended | Open::NotShared => gone("library-link-over"),
    }
}

/// Opens a link once more: the opening under which its files are given for a while.
///
/// # Errors
/// As for [`look`].
pub fn open(tx: &mut Tx<'_>, id: Uuid, opening: Uuid, now: Timestamp) -> Result<(), Fault> {
    let (link, item) = look(tx, id, false, now)?;
    if !store::open(tx, id)? {
        return Err(Fault::Gone(Msg::new("library-link-used-up")));
    }
    logged(tx, opening, "partner-preview", &link, &item, now)
}

/// Notes what a partner did.
///
/// # Errors
/// Those of the database.
pub fn logged(
    tx: &mut Tx<'_>,
    id: Uuid,
    what: &'static str,
    link: &Link,
    item: &Item,
    now: Timestamp,
) -> Result<(), Fault> {
    let it = Opening {
        id,
        item_id: item.id,
        what: what.to_owned(),
        person_id: None,
        link_id: Some(link.id),
        name: link.partner.clone(),
        at: now,
    };
    items::opened(tx, &it)?;
    match what {
        "partner-download" => items::taken(tx, item.id)?,
        _ => items::looked(tx, item.id)?,
    }
    Ok(())
}
