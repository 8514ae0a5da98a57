//! A file of people sent by a program.

use crate::{
    grant,
    imports::json::ImportJson,
    json::{fits, invalid},
    person::{
        EDIT, IMPORT, MOVE, OPEN,
        import::KIND,
        import_page::{asked, options, read_file},
        import_plan::Options,
    },
    position,
};
use axum::{extract::State, response::Response};
use utoipa::ToSchema;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_imports::Run;
use xingtan_web::{
    App, Fault, SignedIn,
    json::{Answer, Caller, PostFiles},
};

/// A file of people.
#[derive(ToSchema)]
#[expect(dead_code, reason = "what a form with files holds is described, and read field by field")]
pub struct ImportPeopleJson {
    /// Excel or CSV with a header; the page `/people/import` has a template.
    #[schema(value_type = String, format = Binary)]
    file: String,
    /// `true`: positions that do not exist yet are made; takes `positions.manage`.
    create_positions: Option<bool>,
    /// `true`: people who belong to another unit are moved; takes `people.move`.
    transfer: Option<bool>,
    /// `true`: first passwords go by mail to whoever has a mailbox.
    by_mail: Option<bool>,
}

/// The fields of the form.
const FIELDS: [&str; 3] = ["create_positions", "transfer", "by_mail"];

/// What a file of people does by itself: a token names all of it.
///
/// # Errors
/// [`Fault::Forbidden`].
pub fn may(who: &SignedIn) -> Result<(), Fault> {
    [IMPORT, OPEN, EDIT].into_iter().try_for_each(|it| who.must(it))
}

/// What this file does besides.
///
/// # Errors
/// [`Fault::Forbidden`].
pub fn may_run(who: &SignedIn, run: &Run) -> Result<(), Fault> {
    let options: Options = serde_json::from_str(&run.options).unwrap_or_default();
    may_besides(who, &options, run.columns().iter().any(|key| key == "roles"))
}

fn may_besides(who: &SignedIn, options: &Options, roles: bool) -> Result<(), Fault> {
    if options.transfer {
        who.must(MOVE)?;
    }
    if options.create_positions {
        who.must_whole(position::MANAGE)?;
    }
    if roles {
        who.must(grant::GIVE)?;
    }
    Ok(())
}

/// Send a file of people
///
/// It is read and looked over, and waits for its start. With `Idempotency-Key` the same file is taken once.
#[utoipa::path(
    post, path = "/api/v1/imports/people", tag = "imports", operation_id = "import_people",
    request_body(content = ImportPeopleJson, content_type = "multipart/form-data"),
    security(("token" = ["people.import", "people.open", "people.edit"])),
    responses((status = 201, description = "It waits for its start.", body = ImportJson,
               headers(("location" = String, description = "Where the import is to be found."))))
)]
pub async fn upload(
    State(app): State<App>,
    caller: Caller,
    PostFiles { upload, repeat }: PostFiles,
) -> Result<Response, Fault> {
    may(&caller)?;
    let mut form = upload.form;
    let odd: Vec<String> = form.names().filter(|it| !FIELDS.contains(it)).map(str::to_owned).collect();
    for name in odd {
        form.refuse(&name, Msg::new("accounts-api-not-here"));
    }
    let mut files = upload.files.into_iter();
    let file = files.next().filter(|file| file.field == "file");
    if file.is_none() || files.next().is_some() {
        form.refuse("file", Msg::new("accounts-import-no-file"));
    }
    fits(&form, &[])?;
    let options = options(&form);
    may_besides(&caller, &options, false)?;
    let Some(file) = file else { return Err(Fault::Broken) };
    let uploaded = read_file(&caller, file).await?.map_err(|unusable| invalid("file", unusable.0))?;
    may_besides(&caller, &options, uploaded.columns.contains(&"roles"))?;
    let asked = asked(&caller, app.id(), &options);
    let id = asked.run;
    // Rows are kept in several units; only the last one, which happens once for a key, lets anybody see them.
    xingtan_imports::hold(app.db(), app.keys(), &KIND, uploaded, asked).await?;
    let signed = caller.clone();
    let unit = move |tx: &mut Tx<'_>| {
        xingtan_imports::received(tx, id)?;
        Ok(Answer::made(format!("/api/v1/imports/{id}"), ImportJson::read(tx, &signed, id)?))
    };
    repeat.once(&caller, None, unit).await
}
