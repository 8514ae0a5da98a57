//! The page from which files are uploaded, and the template.

use super::{OfflineImport, PART};
use crate::offline::{KEEP, rules::Kind};
use axum::{extract::State, response::Response};
use xingtan_accounts::api::{self as accounts, NewImport};
use xingtan_web::{App, Fault, Form, SignedIn, Upload};

const NEW: NewImport =
    NewImport { part: PART, above: ("/offline-trainings", "planning-offline-title"), options: &[] };

/// `GET /offline-trainings/import`.
pub async fn page(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    accounts::show_import(NEW, &who, Form::fresh(app.id())).await
}

/// `POST /offline-trainings/import`: reads the file, keeps it, and leads to its preview.
pub async fn upload(State(_): State<App>, who: SignedIn, upload: Upload) -> Result<Response, Fault> {
    accounts::take_import::<OfflineImport>(NEW, &who, upload, |_| "{}".to_owned()).await
}

/// `GET /offline-trainings/import/template`: the workbook to fill in, with the kinds and units to choose from.
pub async fn template(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(KEEP)?;
    let scope = who.actor.scope(KEEP);
    let units = app.db().read(move |tx| crate::units(tx, &scope)).await?;
    let l = who.l.clone();
    let choices = move |key: &str| -> Vec<String> {
        match key {
            "kind" => Kind::ALL.iter().map(|kind| l.t(&kind.key())).collect(),
            "unit" => units.iter().map(|(_, name)| name.clone()).collect(),
            _ => Vec::new(),
        }
    };
    accounts::import_template(PART, &who, choices).await
}
