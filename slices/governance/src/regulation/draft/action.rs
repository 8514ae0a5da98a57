//! What the forms of a draft do.

use super::{
    super::{
        DRAFT,
        act::Act,
        action::{carry, refuse, seen},
        change::{self, Demand, Heading, Wording},
        notices::href,
        page::{HREF, shown_version},
        rules::Refusal,
    },
    article, control,
    page::{BODY, desk, shown_facts, shown_new},
};
use crate::{kind, pack};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::{Lang, Msg};
use xingtan_web::{App, Fault, Form, SignedIn, Text};

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// `POST /regulations`: begins a regulation, empty or from a pack.
pub async fn create(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let lang = form.choice::<Lang>("lang").unwrap_or_default();
    let pack = match form.value("pack") {
        "" => None,
        code => {
            let found = pack::ALL.into_iter().find(|it| *it == code);
            if found.is_none() {
                form.refuse("pack", Msg::new("web-form-choice"));
            }
            found
        }
    };
    // A pack has a heading of its own, which may be written over.
    let rule = if pack.is_some() { Text::optional(80) } else { Text::required(80) };
    let heading =
        Heading { title: form.text("title", rule), interpreted_by: form.text("interpreted_by", rule) };
    if !form.ok() {
        return shown_new(&who, form, WRONG);
    }
    let id = app.id();
    let unit = move |tx: &mut Tx<'_>, act: &Act| match pack {
        Some(code) => pack::load(tx, id, code, lang, &heading, act).map(|_| ()),
        None => change::begin(tx, id, &heading, lang, act).map(|_| ()),
    };
    match carry(&who, &form, super::super::page::href(id), unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-regulation-begun"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            shown_new(&who, form, status)
        }
    }
}

/// `POST /regulations/{id}/versions/{version}`: another heading or note of a draft.
pub async fn facts(
    State(_): State<App>,
    who: SignedIn,
    Path(at): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let desk = desk(&who, at).await?;
    let (seen, note) = (seen(&mut form), form.text("note", Text::optional(500).lines()));
    let heading = (!desk.is_known()).then(|| Heading {
        title: form.text("title", Text::required(80)),
        interpreted_by: form.text("interpreted_by", Text::required(80)),
    });
    if !form.ok() {
        return shown_facts(&who, &desk, form, WRONG);
    }
    let unit = move |tx: &mut Tx<'_>, act: &Act| change::facts(tx, at, seen, &note, heading.as_ref(), act);
    match carry(&who, &form, href(at.0, at.1), unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-draft-saved"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            shown_facts(&who, &desk, form, status)
        }
    }
}

fn wording(form: &mut Form) -> Wording {
    Wording {
        number: form.text("number", Text::required(20)),
        title: form.text("title", Text::required(80)),
        body: form.text("body", Text::required(BODY).lines()),
        by_hand: form.optional("by_hand", 120),
    }
}

/// `POST /regulations/{id}/versions/{version}/articles`.
pub async fn add_article(
    State(app): State<App>,
    who: SignedIn,
    Path(at): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    keep_article(&who, at, (app.id(), true), form).await
}

/// `POST /regulations/{id}/versions/{version}/articles/{article}`.
pub async fn save_article(
    State(_): State<App>,
    who: SignedIn,
    Path((id, version, own)): Path<(Uuid, Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    keep_article(&who, (id, version), (own, false), form).await
}

async fn keep_article(
    who: &SignedIn,
    at: (Uuid, Uuid),
    (own, new): (Uuid, bool),
    mut form: Form,
) -> Result<Response, Fault> {
    let desk = desk(who, at).await?;
    let shown_as = (!new).then_some(own);
    if let Some(own) = shown_as {
        article::article(&desk, own)?;
    }
    let (seen, wording) = (seen(&mut form), wording(&mut form));
    if !form.ok() {
        return article::shown(who, &desk, shown_as, form, WRONG);
    }
    let to = format!("{}#article-{own}", href(at.0, at.1));
    let unit =
        move |tx: &mut Tx<'_>, act: &Act| change::save_article(tx, at, seen, (own, new), &wording, act);
    match carry(who, &form, to, unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-draft-saved"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            article::shown(who, &desk, shown_as, form, status)
        }
    }
}

/// `POST /regulations/{id}/versions/{version}/articles/{article}/position`: one place up or down.
pub async fn move_article(
    State(_): State<App>,
    who: SignedIn,
    Path((id, version, own)): Path<(Uuid, Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let (at, seen, direction) = ((id, version), seen(&mut form), form.value("direction").to_owned());
    if !form.ok() || !["up", "down"].contains(&direction.as_str()) {
        return Err(Fault::Bad(Msg::new("web-fault-form")));
    }
    let to = format!("{}#article-{own}", href(id, version));
    let unit =
        move |tx: &mut Tx<'_>, act: &Act| change::move_article(tx, at, seen, own, direction == "up", act);
    match carry(&who, &form, to, unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-article-moved"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            shown_version(&who, at, form, status).await
        }
    }
}

/// `POST /regulations/{id}/versions/{version}/articles/{article}/deletion`.
pub async fn remove_article(
    State(_): State<App>,
    who: SignedIn,
    Path((id, version, own)): Path<(Uuid, Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let (at, seen) = ((id, version), seen(&mut form));
    if !form.ok() {
        let desk = desk(&who, at).await?;
        return article::shown_deletion(&who, &desk, own, form, WRONG);
    }
    let unit = move |tx: &mut Tx<'_>, act: &Act| change::remove_article(tx, at, seen, own, act);
    match carry(&who, &form, href(id, version), unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-article-removed"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            let desk = desk(&who, at).await?;
            article::shown_deletion(&who, &desk, own, form, status)
        }
    }
}

/// `POST /regulations/{id}/versions/{version}/articles/{article}/controls`.
pub async fn add_control(
    State(app): State<App>,
    who: SignedIn,
    Path((id, version, own)): Path<(Uuid, Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    keep_control(&who, (id, version), own, (app.id(), true), form).await
}

/// `POST /regulations/{id}/versions/{version}/articles/{article}/controls/{control}`.
pub async fn save_control(
    State(_): State<App>,
    who: SignedIn,
    Path((id, version, own, control)): Path<(Uuid, Uuid, Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    keep_control(&who, (id, version), own, (control, false), form).await
}

async fn keep_control(
    who: &SignedIn,
    at: (Uuid, Uuid),
    own: Uuid,
    (id, new): (Uuid, bool),
    mut form: Form,
) -> Result<Response, Fault> {
    let desk = desk(who, at).await?;
    article::article(&desk, own)?;
    let shown_as = (own, (!new).then_some(id));
    let code = match shown_as.1 {
        Some(id) => control::control(&desk, own, id)?.kind.clone(),
        None => form.value("kind").to_owned(),
    };
    let Some(kind) = kind::of(&code) else { return Err(Fault::Bad(Msg::new("web-fault-form"))) };
    // The form that comes back is that of the kind, whatever was sent beside it.
    if form.value("kind") != code {
        form.forget(&["kind"]);
        form = form.with("kind", &code);
    }
    let (seen, scope) = (seen(&mut form), form.optional_id("scope"));
    let role = if form.value("role").is_empty() { None } else { form.choice::<Role>("role") };
    let params = match control::params(kind, &form) {
        Ok(params) => Some(params),
        Err(wrong) => {
            wrong.into_iter().for_each(|(name, msg)| form.refuse(&control::field(name), msg));
            None
        }
    };
    let (Some(params), true) = (params, form.ok()) else {
        return control::shown(who, &desk, shown_as, form, WRONG).await;
    };
    // Only the sentence is asked for.
    if form.value("step") == "say" {
        return control::shown(who, &desk, shown_as, form, StatusCode::OK).await;
    }
    let demand = Demand { kind: code, params, scope, role: role.map(|role| role.code().to_owned()) };
    let to = format!("{}#article-{own}", href(at.0, at.1));
    let unit =
        move |tx: &mut Tx<'_>, act: &Act| change::save_control(tx, at, seen, own, (id, new), &demand, act);
    match carry(who, &form, to, unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-draft-saved"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            control::shown(who, &desk, shown_as, form, status).await
        }
    }
}

/// `POST /regulations/{id}/versions/{version}/articles/{article}/controls/{control}/deletion`.
pub async fn remove_control(
    State(_): State<App>,
    who: SignedIn,
    Path((id, version, own, control)): Path<(Uuid, Uuid, Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let (at, seen, both) = ((id, version), seen(&mut form), (own, control));
    if !form.ok() {
        let desk = desk(&who, at).await?;
        return control::shown_deletion(&who, &desk, both, form, WRONG);
    }
    let to = format!("{}#article-{own}", href(id, version));
    let unit = move |tx: &mut Tx<'_>, act: &Act| change::remove_control(tx, at, seen, both, act);
    match carry(&who, &form, to, unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-control-removed"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            let desk = desk(&who, at).await?;
            control::shown_deletion(&who, &desk, both, form, status)
        }
    }
}

/// `POST /regulations/{id}/versions/{version}/deletion`: throws the draft away.
pub async fn discard(
    State(_): State<App>,
    who: SignedIn,
    Path(at): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let seen = seen(&mut form);
    if !form.ok() {
        let desk = desk(&who, at).await?;
        return article::shown_discarding(&who, &desk, form, WRONG);
    }
    // The regulation may go with its only version: the list is there in any case.
    let unit = move |tx: &mut Tx<'_>, act: &Act| change::discard(tx, at, Some(seen), act);
    match carry(&who, &form, HREF.to_owned(), unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-discarded"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            shown_version(&who, at, form, status).await
        }
    }
}

/// `POST /regulations/{id}/versions/{version}/submission`: it waits for approval, to govern from a day.
pub async fn submit(
    State(_): State<App>,
    who: SignedIn,
    Path(at): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let (seen, day) = (seen(&mut form), form.date("from"));
    if day.is_none() {
        form.refuse("from", Msg::new("web-form-required"));
    }
    // The page of what is no draft any more has no field beside which something could be said.
    if matches!(desk(&who, at).await, Err(Fault::NotFound)) {
        form.refuse("", Msg::new(Refusal::NotDraft.key()));
    }
    let (Some(day), true) = (day, form.ok()) else {
        return shown_version(&who, at, form, WRONG).await;
    };
    let from = who.l.zone().start_of(day);
    let unit = move |tx: &mut Tx<'_>, act: &Act| change::submit(tx, at, seen, from, act);
    match carry(&who, &form, href(at.0, at.1), unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-version-submitted"))),
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            shown_version(&who, at, form, status).await
        }
    }
}
