//! What the forms of links do.

use super::{change, page, store::Link};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};
use xingtan_words::screen_names;

/// The longest time of a link, in days.
pub(crate) const MOST_DAYS: i64 = 365;
/// The most openings of a link.
pub(crate) const MOST_OPENINGS: i64 = 10_000;

/// Reads a link.
pub(crate) fn read(form: &mut Form, id: Uuid, item: Uuid, who: &SignedIn) -> Link {
    let partner = form.text("partner", Text::required(60));
    let days = form.int("days", 1..=MOST_DAYS);
    let most_openings = form.int("openings", 1..=MOST_OPENINGS);
    Link {
        id,
        item_id: item,
        partner,
        download: form.ticked("download"),
        ends_at: who.now + Span::of_days(days),
        most_openings,
        openings: 0,
        created_name: who.actor.name.clone(),
        created_at: who.now,
        revoked_at: None,
        revoked_name: None,
    }
}

/// `POST /library/ID/links`.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    screen_names(&who, &mut form, &[("partner", "")]).await?;
    let link = read(&mut form, app.id(), id, &who);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::add(tx, &link, &actor, &deed);
        let to = format!("/library/{id}/links");
        if let Some(answer) = save(&who, &mut form, &to, Msg::new("library-link-made"), unit).await? {
            return Ok(answer);
        }
    }
    page::show(&who, id, form).await
}

/// `POST /library/ID/links/LINK/revocation`.
pub async fn revoke(
    State(_): State<App>,
    who: SignedIn,
    Path((id, link)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (actor, deed) = (who.actor.clone(), Deed::of(&who));
    let unit = move |tx: &mut Tx<'_>| change::revoke(tx, (id, link), &actor, &deed);
    let to = format!("/library/{id}/links");
    match save(&who, &mut form, &to, Msg::new("library-link-revoked"), unit).await? {
        Some(answer) => Ok(answer),
        None => page::show(&who, id, form).await,
    }
}
