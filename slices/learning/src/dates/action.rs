//! What the forms of feeds do.

use super::{change, page};
use axum::{extract::State, response::Response};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn};

/// `POST /dates/feed`: an address, in the place of the one before.
pub async fn make(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let (id, deed) = (app.id(), Deed::of(&who));
    let unit = move |tx: &mut Tx<'_>| change::make(tx, id, &deed);
    match save(&who, &mut form, page::FEED, Msg::new("learning-feed-was-made"), unit).await? {
        Some(answer) => Ok(answer),
        None => page::show_feed(&who, form).await,
    }
}

/// `POST /dates/feed/end`: whoever has the address reads nothing more.
pub async fn end(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let deed = Deed::of(&who);
    let unit = move |tx: &mut Tx<'_>| change::end(tx, &deed);
    match save(&who, &mut form, page::FEED, Msg::new("learning-feed-was-ended"), unit).await? {
        Some(answer) => Ok(answer),
        None => page::show_feed(&who, form).await,
    }
}
