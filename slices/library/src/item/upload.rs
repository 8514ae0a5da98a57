//! Files that become items: several at once, sent with the form or uploaded before it piece by piece.

use super::{
    action::{folder_of, read_tags},
    change::{self, New},
    rules::has_macros,
};
use crate::{folder::page as folders, index, permissions::USE};
use askama::Template;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_media::office;
use xingtan_storage::{Policy, StoreError, Stored};
use xingtan_uploads::{Purpose, Ready, Uploads};
use xingtan_web::{App, Fault, Form, FormKey, Once, Page, SignedIn, Text, Upload, UploadedFile, html};

/// Uploads that become items.
pub const LIBRARY_UPLOAD: Purpose = Purpose::new("library", USE);

/// Most files of one upload.
const MOST_FILES: usize = 40;
/// Greatest size of a file sent with its form, in bytes.
pub(super) const MOST_SENT: u64 = 512 << 20;
/// Signs of a title.
pub const TITLE: usize = 120;
/// So much of a document is looked at for macros, in bytes.
const MOST_LOOKED: u64 = 64 << 20;

#[derive(Template)]
#[template(path = "upload.html")]
struct NewPage {
    page: Page,
    form: Form,
    folders: Vec<(String, String)>,
    most: u64,
    faults: Vec<(String, String)>,
}

/// `GET /library/new`.
pub async fn new(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must(USE)?;
    let form = Form::fresh(app.id()).with("folder", asked.value("folder")).with("watermark", "yes");
    Ok(show(&who, form, Vec::new()).await?.into_response())
}

async fn show(who: &SignedIn, form: Form, faults: Vec<(String, String)>) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let folders = who.app.db().read(move |tx| folders::choices(tx, &actor)).await?;
    html(&NewPage {
        page: Page::new(who, who.l.t("library-new")).crumb("/library", who.l.t("library-title")),
        form,
        folders,
        most: LIBRARY_UPLOAD.most(who.app.settings()),
        faults,
    })
}

/// A file in whichever way it came.
enum Brought {
    Sent(UploadedFile),
    Uploaded(Ready),
}

impl Brought {
    fn name(&self) -> &str {
        match self {
            Brought::Sent(file) => &file.name,
            Brought::Uploaded(ready) => &ready.name,
        }
    }

    async fn take(&self, app: &App) -> Result<(Stored, bool), StoreError> {
        let stored = match self {
            Brought::Sent(file) => {
                app.storage().put(&file.bytes, &Policy { most: MOST_SENT, accept: &[] }).await?
            }
            Brought::Uploaded(ready) => {
                let most = LIBRARY_UPLOAD.most(app.settings());
                ready.put(app.storage(), &Policy { most, accept: &[] }).await?.stored
            }
        };
        let media_type = stored.media.media_type;
        if office::ending(media_type, self.name()).is_none() && !media_type.contains("macroEnabled") {
            return Ok((stored, false));
        }
        let macros = match self {
            Brought::Sent(file) => looked(media_type, file.bytes.to_vec()).await,
            // What is larger is taken for one that has them: nobody is lulled.
            Brought::Uploaded(ready) => match ready.bytes(MOST_LOOKED).await {
                Ok(bytes) => looked(media_type, bytes).await,
                Err(_) => true,
            },
        };
        Ok((stored, macros))
    }
}

async fn looked(media_type: &'static str, bytes: Vec<u8>) -> bool {
    tokio::task::spawn_blocking(move || has_macros(media_type, &bytes)).await.unwrap_or(true)
}

/// The title of a file: its name without ending.
pub(super) fn title_of(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim();
    let stem = if stem.is_empty() { name } else { stem };
    stem.chars().filter(|sign| !sign.is_control()).take(TITLE).collect()
}

/// `POST /library`: each file becomes a draft.
pub async fn files(
    State(app): State<App>,
    who: SignedIn,
    Extension(uploads): Extension<Uploads>,
    upload: Upload,
) -> Result<Response, Fault> {
    who.must(USE)?;
    let mut form = upload.form;
    let mut named: Vec<Uuid> = form.ids("upload");
    named.dedup();
    let tags = read_tags(&mut form);
    let folder = folder_of(&mut form);
    let description = form.text("description", Text::optional(2000).lines());
    let (download, watermark) = (form.ticked("download"), form.ticked("watermark"));
    let (key, person) = (form.key(), who.actor.person);
    if let Some(there) = app.db().read(move |tx| FormKey::before(key, tx, Some(person))).await? {
        return Ok(Redirect::to(&there).into_response());
    }
    match upload.files.len() + named.len() {
        0 => form.refuse("files", Msg::new("library-no-files")),
        count if count > MOST_FILES => {
            form.refuse("files", Msg::new("library-many-files").with("most", MOST_FILES));
        }
        _ => {}
    }
    if let (Some(id), true) = (folder, form.ok()) {
        let actor = who.actor.clone();
        let there = app.db().read(move |tx| folders::takes(tx, id, &actor)).await?;
        if !there {
            form.refuse("folder", Msg::new("library-folder-not-there"));
        }
    }
    let (mut brought, mut faults) = (Vec::new(), Vec::new());
    if form.ok() {
        for id in named {
            match uploads.ready(&app, &who, id, LIBRARY_UPLOAD.key).await {
                Ok(ready) => brought.push(Brought::Uploaded(ready)),
                Err(reason) => form.refuse("upload", reason),
            }
        }
        brought.extend(upload.files.into_iter().map(Brought::Sent));
    }
    let (mut all, mut used, mut spoilt) = (Vec::new(), Vec::new(), Vec::new());
    for it in brought.iter().filter(|_| form.ok()) {
        let id = app.id();
        match it.take(&app).await {
            Ok((stored, macros)) => {
                if let Brought::Uploaded(ready) = it {
                    used.push(ready.id);
                }
                let title = title_of(it.name());
                let about = (title.as_str(), description.as_str());
                all.push(New {
                    id,
                    cut: index::words(id, about, &tags, it.name()),
                    title,
                    description: description.clone(),
                    tags: tags.clone(),
                    folder,
                    download,
                    watermark,
                    stored,
                    name: it.name().to_owned(),
                    macros,
                });
            }
            Err(error) => {
                if let (Brought::Uploaded(ready), true) = (it, error.is_for_good()) {
                    spoilt.push(ready.id);
                }
                faults.push((it.name().to_owned(), who.l.msg(&error.msg())));
            }
        }
    }
    if !form.ok() || all.is_empty() {
        uploads.give_up(&app, &who, spoilt).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&who, form, faults).await?).into_response());
    }
    let to = match all.as_slice() {
        [one] => format!("/library/{}", one.id),
        _ => "/library?owner=mine&sort=-changed".to_owned(),
    };
    let count = all.len();
    let (there, actor, deed, gone) = (to.clone(), who.actor.clone(), Deed::of(&who), used.clone());
    let unit = move |tx: &mut xingtan_db::Tx<'_>| {
        let once = FormKey::enter(key, tx, Some(actor.person), &there, deed.now)?;
        if once == Once::First {
            for new in &all {
                change::upload(tx, new, &actor, &deed)?;
            }
            for id in &gone {
                if !xingtan_uploads::used(tx, *id, actor.person, deed.now)? {
                    return Err(Stop::Fault(Fault::Conflict(Msg::new("uploads-take-used"))));
                }
            }
        }
        Ok(once)
    };
    let once = app.db().write(unit).await.map_err(Fault::from)?;
    app.ring();
    uploads.forget(used).await;
    uploads.give_up(&app, &who, spoilt).await?;
    if !faults.is_empty() {
        let fresh = Form::fresh(app.id()).in_language(&who.l);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&who, fresh, faults).await?).into_response());
    }
    Ok(match once {
        Once::First => who.go(&to, "pine", &Msg::new("library-uploaded").with("count", count)),
        Once::Before(there) => Redirect::to(&there).into_response(),
    })
}
