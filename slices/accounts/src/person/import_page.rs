//! `/people/import`: the file, its options, the template (ACC-1).

use super::{
    IMPORT,
    import::{KIND, PeopleImport},
    import_plan::Options,
};
use crate::{
    organisation::page::options as unit_options,
    people::{export, saving::shown},
    position::store as position,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_auth::Role;
use xingtan_imports::{Asked, Run, label};
use xingtan_web::{App, Fault, Form, Page, SignedIn, Upload, download::download};

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

/// `POST /people/import`: reads the file, keeps it, and leads to its preview.
pub async fn upload(State(app): State<App>, who: SignedIn, upload: Upload) -> Result<Response, Fault> {
    who.must(IMPORT)?;
    let mut form = upload.form.clone();
    let Some(file) = upload.file("file").cloned() else {
        form.refuse("file", xingtan_i18n::Msg::new("accounts-import-no-file"));
        return show(&who, form).await;
    };
    let (importer, l) = (PeopleImport::new(&app), who.l.clone());
    let read = tokio::task::spawn_blocking(move || {
        xingtan_imports::read_upload(&importer, &file.bytes, &file.name, &l)
    });
    let uploaded = match read.await.map_err(|_| Fault::Broken)? {
        Ok(uploaded) => uploaded,
        Err(unusable) => {
            form.refuse("file", unusable.0);
            return show(&who, form).await;
        }
    };
    let options = Options {
        create_positions: form.ticked("create_positions"),
        transfer: form.ticked("transfer"),
        by_mail: form.ticked("by_mail"),
    };
    let asked = Asked {
        run: app.id(),
        person: who.actor.person,
        name: who.actor.name.clone(),
        node_path: who.actor.unit_path.clone(),
        options: serde_json::to_string(&options).unwrap_or_default(),
        now: who.now,
    };
    let to = format!("/imports/{}", asked.run);
    xingtan_imports::keep(app.db(), app.keys(), &KIND, uploaded, asked).await?;
    Ok(Redirect::to(&to).into_response())
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
