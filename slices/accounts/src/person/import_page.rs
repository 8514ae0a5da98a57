//! `/people/import`: the file, its options, the template (ACC-1).

use super::{IMPORT, IMPORT_PART, import::PeopleImport, import_plan::Options};
use crate::{
    imports::new::{self, NewImport},
    organisation::page::options as unit_options,
    position::store as position,
};
use axum::{extract::State, response::Response};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_imports::{Asked, Unusable, Uploaded};
use xingtan_web::{App, Fault, Form, SignedIn, Upload, UploadedFile};

/// The page.
const NEW: NewImport = NewImport {
    part: IMPORT_PART,
    above: ("/people", "accounts-people-title"),
    options: &["create_positions", "transfer", "by_mail"],
};

/// `GET /people/import`.
pub async fn page(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    new::show(NEW, &who, Form::fresh(app.id())).await
}

/// Reads a file and looks it over, for the API.
///
/// # Errors
/// [`Fault::Broken`] where the reading itself broke off.
pub async fn read_file(who: &SignedIn, file: UploadedFile) -> Result<Result<Uploaded, Unusable>, Fault> {
    new::read_file(PeopleImport::new(&who.app), &who.l, file).await
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
    new::asked(who, run, serde_json::to_string(options).unwrap_or_default())
}

/// `POST /people/import`: reads the file, keeps it, and leads to its preview.
pub async fn upload(State(_): State<App>, who: SignedIn, upload: Upload) -> Result<Response, Fault> {
    let told = |form: &Form| serde_json::to_string(&options(form)).unwrap_or_default();
    new::take::<PeopleImport>(NEW, &who, upload, told).await
}

/// `GET /people/import/template`: the workbook to fill in, with the units and positions to choose from.
pub async fn template(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(IMPORT)?;
    let scope = who.actor.scope(IMPORT);
    let read = app.db().read(move |tx| Ok::<_, Fault>((unit_options(tx, &scope)?, position::positions(tx)?)));
    let (units, positions) = read.await?;
    let l = who.l.clone();
    let choices = move |key: &str| -> Vec<String> {
        match key {
            "unit" => units.iter().map(|(_, _, name)| name.clone()).collect(),
            "position" => positions.iter().map(|position| position.name.clone()).collect(),
            "roles" => Role::ALL.iter().map(|role| l.t(&role.key())).collect(),
            _ => Vec::new(),
        }
    };
    new::template(IMPORT_PART, &who, choices).await
}
