//! What the forms of folders do.

use super::{change, page};
use crate::permissions::MANAGE;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, save_in_turn};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};
use xingtan_words::screen_names;

/// Signs of a name.
const NAME: usize = 60;

/// `POST /library/folders`.
pub async fn add(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(MANAGE)?;
    screen_names(&who, &mut form, &[("name", "")]).await?;
    let name = form.text("name", Text::required(NAME));
    let parent = form.optional_id("parent");
    if form.ok() {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::add(tx, id, &name, parent, &actor, &deed).map(drop);
        let told = Msg::new("library-folder-made");
        let done = save_in_turn(&who, &mut form, change::TURN, page::HERE, told, unit).await?;
        if let Some(answer) = done {
            return Ok(answer);
        }
    }
    page::show_list(&who, form).await
}

/// `POST /library/folders/ID`.
pub async fn save(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(MANAGE)?;
    screen_names(&who, &mut form, &[("name", "")]).await?;
    let name = form.text("name", Text::required(NAME));
    let parent = form.optional_id("parent");
    let version = form.int("version", 1..=i64::MAX);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::save(tx, (id, version), &name, parent, &actor, &deed);
        let told = Msg::new("library-saved");
        let done = save_in_turn(&who, &mut form, change::TURN, page::HERE, told, unit).await?;
        if let Some(answer) = done {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}

/// `POST /library/folders/ID/deletion`.
pub async fn remove(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(MANAGE)?;
    let version = form.int("version", 1..=i64::MAX);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::remove(tx, (id, version), &actor, &deed);
        let told = Msg::new("library-folder-removed");
        let done = save_in_turn(&who, &mut form, change::TURN, page::HERE, told, unit).await?;
        if let Some(answer) = done {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}
