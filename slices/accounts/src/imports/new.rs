//! The page from which files of an import are uploaded, with the template: one for all imports.

use super::{ImportPart, Shown, foretell_soon};
use crate::people::saving::shown;
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use xingtan_clock::Uuid;
use xingtan_i18n::{Locale, Msg};
use xingtan_imports::{Asked, Find, Importer, Run, Unusable, Uploaded, label};
use xingtan_web::{Fault, Form, Page, SignedIn, Upload, UploadedFile, download::download, export};

/// What the page of an import shows beside its columns. Its texts are `PREFIX-page`, `PREFIX-line`,
/// `PREFIX-template-name`, and of an option `PREFIX-OPTION` and `PREFIX-OPTION-hint`, with hyphens.
#[derive(Clone, Copy, Debug)]
pub struct NewImport {
    /// The import.
    pub part: ImportPart,
    /// The list above, and the key of its title.
    pub above: (&'static str, &'static str),
    /// What may be ticked.
    pub options: &'static [&'static str],
}

/// A column as the page explains it.
#[derive(Clone, Debug)]
struct Column {
    label: String,
    hint: String,
    required: bool,
}

#[derive(Template)]
#[template(path = "imports/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    home: &'static str,
    above: &'static str,
    line: String,
    options: Vec<(&'static str, String, String)>,
    columns: Vec<Column>,
    runs: Vec<(Run, String)>,
}

/// The page, with what was typed.
///
/// # Errors
/// [`Fault::Forbidden`] for whoever may not upload such files, and those of the database.
pub async fn show(new: NewImport, who: &SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(new.part.permission)?;
    let (person, kind, l) = (who.actor.person, new.part.kind, &who.l);
    let read = who.app.db().read(move |tx| {
        xingtan_imports::find(tx, &Find { person, kind: kind.name, ..Find::default() }, None, 5)
    });
    let runs = read.await?;
    let text = |key: &str| l.t(&format!("{}-{key}", kind.prefix));
    let column = |column: &xingtan_imports::ImportColumn| Column {
        label: label(kind, column.key, l),
        hint: text(&format!("column-{}-hint", column.key)),
        required: column.required,
    };
    let option = |name: &&'static str| {
        let key = name.replace('_', "-");
        (*name, text(&key), text(&format!("{key}-hint")))
    };
    let view = NewPage {
        page: Page::new(who, text("page")).crumb(new.above.0, l.t(new.above.1)),
        home: kind.home,
        above: new.above.0,
        line: text("line"),
        options: new.options.iter().map(option).collect(),
        columns: kind.columns.iter().map(column).collect(),
        runs: runs.into_iter().map(|run| (run.clone(), l.t(&run.state().key()))).collect(),
        form: form.clone(),
    };
    shown(&form, &view)
}

/// Reads a file and looks it over, for page and API; takes a second for 50,000 rows.
///
/// # Errors
/// [`Fault::Broken`] where the reading itself broke off.
pub async fn read_file<I: Importer>(
    importer: I,
    l: &Locale,
    file: UploadedFile,
) -> Result<Result<Uploaded, Unusable>, Fault> {
    let l = l.clone();
    let read = tokio::task::spawn_blocking(move || {
        xingtan_imports::read_upload(&importer, &file.bytes, &file.name, &l)
    });
    read.await.map_err(|_| Fault::Broken)
}

/// What is noted of a run beside its file; `options` as JSON.
pub fn asked(who: &SignedIn, run: Uuid, options: String) -> Asked {
    Asked {
        run,
        person: who.actor.person,
        name: who.actor.name.clone(),
        node_path: who.actor.unit_path.clone(),
        options,
        now: who.now,
    }
}

/// Reads an uploaded file, keeps it, and leads to its preview; `options` are what the form tells the import, as JSON.
///
/// # Errors
/// As [`show`].
pub async fn take<I: Shown>(
    new: NewImport,
    who: &SignedIn,
    upload: Upload,
    options: impl FnOnce(&Form) -> String,
) -> Result<Response, Fault> {
    who.must(new.part.permission)?;
    let (app, mut form) = (&who.app, upload.form.clone());
    let Some(file) = upload.file("file").cloned() else {
        form.refuse("file", Msg::new("accounts-import-no-file"));
        return show(new, who, form).await;
    };
    let uploaded = match read_file(I::of(app), &who.l, file).await? {
        Ok(uploaded) => uploaded,
        Err(unusable) => {
            form.refuse("file", unusable.0);
            return show(new, who, form).await;
        }
    };
    let asked = asked(who, app.id(), options(&form));
    let id = asked.run;
    xingtan_imports::keep(app.db(), app.keys(), new.part.kind, uploaded, asked).await?;
    foretell_soon(app, new.part, id, who.now).await?;
    Ok(Redirect::to(&format!("/imports/{id}")).into_response())
}

/// The workbook to fill in, with the values to choose from for a column.
///
/// # Errors
/// [`Fault::Forbidden`] as [`show`], and where it cannot be put together.
pub async fn template(
    part: ImportPart,
    who: &SignedIn,
    choices: impl Fn(&str) -> Vec<String> + Send + 'static,
) -> Result<Response, Fault> {
    who.must(part.permission)?;
    let (kind, l, now) = (part.kind, who.l.clone(), who.now);
    let made = tokio::task::spawn_blocking(move || xingtan_imports::template(kind, choices, now, &l));
    let bytes = made.await.map_err(|_| Fault::Broken)?.map_err(export::fault)?;
    let name = format!("{}.xlsx", who.l.t(&format!("{}-template-name", kind.prefix)));
    Ok(download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}
