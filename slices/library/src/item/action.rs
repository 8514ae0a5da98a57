//! What the forms of items do.

use super::{
    change::{self, Declared, Edit},
    page,
    rules::{self, Audience, Basis, Tags},
    upload::TITLE,
};
use crate::{index, permissions::USE, users::Users};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::{Uuid, Zone};
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};
use xingtan_words::{Place, screen_open_texts};

/// Reads tags; what is wrong with them stands beside the field.
pub(super) fn read_tags(form: &mut Form) -> Vec<String> {
    let typed = form.text("tags", Text::optional(600).lines());
    match rules::tags(&typed) {
        Ok(tags) => tags,
        Err(wrong) => {
            let msg = match wrong {
                Tags::TooMany => Msg::new("library-tags-many").with("most", rules::MOST_TAGS),
                Tags::TooLong => Msg::new("library-tags-long").with("most", rules::LONGEST_TAG),
            };
            form.refuse("tags", msg);
            Vec::new()
        }
    }
}

/// Reads the folder; none is the top.
pub(super) fn folder_of(form: &mut Form) -> Option<Uuid> {
    form.optional_id("folder")
}

/// Reads what is written about an item.
pub(super) fn read_edit(form: &mut Form, id: Uuid, file: &str) -> Edit {
    let title = form.text("title", Text::required(TITLE));
    let description = form.text("description", Text::optional(2000).lines());
    let tags = read_tags(form);
    Edit {
        cut: index::words(id, (&title, &description), &tags, file),
        title,
        description,
        tags,
        folder: folder_of(form),
        download: form.ticked("download"),
        watermark: form.ticked("watermark"),
    }
}

/// Reads a declaration.
pub(super) fn read_declaration(form: &mut Form, zone: &Zone) -> Option<Declared> {
    let basis = form.choice::<Basis>("basis");
    let licensed = basis == Some(Basis::Licensed);
    let rule = |needed: bool, most| if needed { Text::required(most) } else { Text::optional(most) };
    let source = form.text("source", rule(basis != Some(Basis::Own), 300));
    let holder = form.text("holder", rule(licensed, 120));
    let licence = form.text("licence", rule(licensed, 200));
    let ends_at = form.date("valid_until").map(|day| zone.end_of(day));
    if !form.ticked("true") {
        form.refuse("true", Msg::new("library-declaration-true"));
    }
    form.ok().then_some(Declared { basis: basis?, source, holder, licence, ends_at })
}

fn version(form: &mut Form) -> i64 {
    form.int("version", 1..=i64::MAX)
}

/// `POST /library/ID/edit`.
pub async fn edit(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let it = app.db().read(move |tx| change::kept(tx, id, &actor)).await?;
    screen_open_texts(&who, &mut form, Place::Name, &["title", "description", "tags"]).await?;
    let seen = version(&mut form);
    let asked = read_edit(&mut form, id, &it.file_name);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut xingtan_db::Tx<'_>| change::edit(tx, (id, seen), &asked, &actor, &deed);
        if let Some(answer) = save(&who, &mut form, &it.href(), Msg::new("library-saved"), unit).await? {
            return Ok(answer);
        }
    }
    page::show_edit(&who, id, form).await
}

/// `POST /library/ID/declaration`.
pub async fn declare(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let seen = version(&mut form);
    let zone = app.institution().zone.clone();
    if let Some(asked) = read_declaration(&mut form, &zone) {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut xingtan_db::Tx<'_>| change::declare(tx, (id, seen), &asked, &actor, &deed);
        let to = format!("/library/{id}");
        if let Some(answer) = save(&who, &mut form, &to, Msg::new("library-was-declared"), unit).await? {
            return Ok(answer);
        }
    }
    page::show_edit(&who, id, form).await
}

/// `POST /library/ID/sharing`.
pub async fn share(
    State(_): State<App>,
    who: SignedIn,
    Extension(users): Extension<Users>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let seen = version(&mut form);
    let audience = form.choice::<Audience>("audience");
    if let (Some(audience), true) = (audience, form.ok()) {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut xingtan_db::Tx<'_>| change::share(tx, (id, seen), audience, &actor, &deed);
        let to = format!("/library/{id}");
        if let Some(answer) = save(&who, &mut form, &to, Msg::new("library-was-shared"), unit).await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, users, form).await
}

/// `POST /library/ID/withdrawal`.
pub async fn withdraw(
    State(_): State<App>,
    who: SignedIn,
    Extension(users): Extension<Users>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let seen = version(&mut form);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut xingtan_db::Tx<'_>| change::withdraw(tx, (id, seen), &actor, &deed);
        let to = format!("/library/{id}");
        if let Some(answer) = save(&who, &mut form, &to, Msg::new("library-was-withdrawn"), unit).await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, users, form).await
}

/// `POST /library/ID/deletion`.
pub async fn delete(
    State(_): State<App>,
    who: SignedIn,
    Extension(users): Extension<Users>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let seen = version(&mut form);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut xingtan_db::Tx<'_>| change::delete(tx, (id, seen), users, &actor, &deed);
        let told = Msg::new("library-was-deleted");
        if let Some(answer) = save(&who, &mut form, "/library", told, unit).await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, users, form).await
}

/// `POST /library/many`: moves the chosen items, or adds tags to them.
pub async fn many(State(_): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(USE)?;
    let ids = form.ids("item");
    let moves = form.value("does") == "move";
    let tags = if moves { Vec::new() } else { read_tags(&mut form) };
    let folder = if moves { Some(folder_of(&mut form)) } else { None };
    if ids.is_empty() || ids.len() > 200 {
        form.refuse("", Msg::new("library-many-none"));
    } else if !moves && tags.is_empty() {
        form.refuse("", Msg::new("library-many-no-tags"));
    }
    if let Some((_, wrong)) = form.errors().next() {
        return Ok(who.go("/library", "cinnabar", wrong));
    }
    let (actor, deed) = (who.actor.clone(), Deed::of(&who));
    let unit =
        move |tx: &mut xingtan_db::Tx<'_>| change::many(tx, &ids, folder, &tags, &actor, &deed).map(drop);
    match save(&who, &mut form, "/library", Msg::new("library-many-done"), unit).await? {
        Some(answer) => Ok(answer),
        None => Ok(match form.errors().next() {
            Some((_, wrong)) => who.go("/library", "cinnabar", wrong),
            None => Redirect::to("/library").into_response(),
        }),
    }
}
