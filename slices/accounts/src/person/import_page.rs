//! `/people/import`: the file, its options, the template (ACC-1).

use super::{
    IMPORT,
    import::{KIND, PeopleImport},
    import_plan::Options,
};
use crate::{
    organisation::page::options as unit_options, people::saving::shown, position::store as position,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_imports::{Asked, Run, Unusable, Uploaded, label};
use xingtan_web::{App, Fault, Form, Page, SignedIn, Upload, UploadedFile, download::download, export};

/// A column as the page explains it.
#[derive(Clone, Debug)]
pub struct Column {
    /// The header.
    pub label: String,
    /// What to write.
    pub hint: String,
    /// Whether the file must have it.
    pub required: bool,
}

#[derive(Template)]
#[template(path = "person/import.html")]
struct ImportPage {
    page: Page,
    form: Form,
    columns: Vec<Column>,
    runs: Vec<(Run, String)>,
}

/// `GET /people/import`.
pub async fn page(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(IMPORT)?;
    show(&who, Form::fresh(app.id())).await
}

async fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    let runs = who.app.db().read(move |tx| xingtan_imports::runs(tx, person, &[], None, 5)).await?;
    let column = |column: &xingtan_imports::ImportColumn| Column {
        label: label(&KIND, column.key, &who.l),
        hint: who.l.t(&format!("{}-column-{}-hint", KIND.prefix, column.key)),
        required: column.required,
    };
    let view = ImportPage {
        page: Page::new(who, who.l.t("accounts-import-page"))
            .crumb("/people", who.l.t("accounts-people-title")),
        columns: KIND.columns.iter().map(column).collect(),
        runs: runs.into_iter().map(|run| (run.clone(), who.l.t(&run.state().key()))).collect(),
        form: form.clone(),
    };
    shown(&form, &view)
}

/// Reads a file and looks it over, for page and API; takes a second for 50,000 rows.
///
/// # Errors
/// [`Fault::Broken`] where the reading itself broke off.
pub async fn read_file(who: &SignedIn, file: UploadedFile) -> Result<Result<Uploaded, Unusable>, Fault> {
    let (importer, l) = (PeopleImport::new(&who.app), who.l.clone());
    let read = tokio::task::spawn_blocking(move || {
        xingtan_imports::read_upload(&importer, &file.bytes, &file.name, &l)
    });
    read.await.map_err(|_| Fault::Broken)
}

/// What a form tells the import.
pub fn options(form: &Form) -> Options {
    Options {
        create_positions: form.ticked("create_positions"),
        transfer: form.ticked("transfer"),
        by_mail: form.ticked("by_mail"),
    }
}

/// What is noted of a run beside its file.
pub fn asked(who: &SignedIn, run: Uuid, options: &Options) -> Asked {
    Asked {
        run,
        person: who.actor.person,
        name: who.actor.name.clone(),
        node_path: who.actor.unit_path.clone(),
        options: serde_json::to_string(options).unwrap_or_default(),
        now: who.now,
    }
}

/// `POST /people/import`: reads the file, keeps it, and leads to its preview.
pub async fn upload(State(app): State<App>, who: SignedIn, upload: Upload) -> Result<Response, Fault> {
    who.must(IMPORT)?;
    let mut form = upload.form.clone();
    let Some(file) = upload.file("file").cloned() else {
        form.refuse("file", xingtan_i18n::Msg::new("accounts-import-no-file"));
        return show(&who, form).await;
    };
    let uploaded = match read_file(&who, file).await? {
        Ok(uploaded) => uploaded,
        Err(unusable) => {
            form.refuse("file", unusable.0);
            return show(&who, form).await;
        }
    };
    let asked = asked(&who, app.id(), &options(&form));
    let id = asked.run;
    xingtan_imports::keep(app.db(), app.keys(), &KIND, uploaded, asked).await?;
    crate::imports::foretell_soon(&app, id, who.now).await?;
    Ok(Redirect::to(&format!("/imports/{id}")).into_response())
}

/// `GET /people/import/template`: the workbook to fill in, with the units and positions to choose from.
pub async fn template(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(IMPORT)?;
    let scope = who.actor.scope(IMPORT);
    let read = app.db().read(move |tx| Ok::<_, Fault>((unit_options(tx, &scope)?, position::positions(tx)?)));
    let (units, positions) = read.await?;
    let (l, now) = (who.l.clone(), who.now);
    let made = tokio::task::spawn_blocking(move || {
        let choices = |key: &str| -> Vec<String> {
            match key {
                "unit" => units.iter().map(|(_, _, name)| name.clone()).collect(),
                "position" => positions.iter().map(|position| position.name.clone()).collect(),
                "roles" => Role::ALL.iter().map(|role| l.t(&role.key())).collect(),
                _ => Vec::new(),
            }
        };
        xingtan_imports::template(&KIND, choices, now, &l)
    });
    let bytes = made.await.map_err(|_| Fault::Broken)?.map_err(export::fault)?;
    let name = format!("{}.xlsx", who.l.t("accounts-import-template-name"));
    Ok(download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}
