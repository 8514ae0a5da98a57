//! The PDF of a certificate: set and signed when it is first asked for, and the same file ever after.

use super::{
    page::{keep_file, readable},
    rules::{self, State},
    shown::Shown,
    store::Certificate,
};
use axum::{
    extract::{Path, State as Of},
    response::{IntoResponse as _, Redirect, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::HeaderMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_documents::pdf;
use xingtan_storage::{Policy, StoreError, file::FileRow};
use xingtan_web::{App, Fault, SignedIn, download, typeset};

/// The largest picture that is read back.
const MOST: u64 = 8 << 20;

/// The page on which anybody checks a certificate; none where the program knows no address that it could sign.
pub fn check_page(app: &App, of_request: &str, code: &str) -> Option<String> {
    let origin = rules::check_origin(app.config().public_url.as_deref(), of_request)?;
    Some(format!("{origin}/verify/{code}"))
}

/// The bytes of a picture in base64; empty where there is none.
async fn picture(app: &App, file: Option<&FileRow>) -> Result<String, Fault> {
    let Some(file) = file else { return Ok(String::new()) };
    let bytes = app.storage().read(file, MOST).await.map_err(|error| {
        tracing::error!(%error, "a picture of a certificate cannot be read");
        Fault::Broken
    })?;
    Ok(BASE64_STANDARD.encode(bytes))
}

/// The sheet of a certificate. `files`: picture and seal.
///
/// # Errors
/// Where a picture cannot be read.
pub async fn sheet(
    app: &App,
    it: &Certificate,
    check: Option<&str>,
    files: [Option<&FileRow>; 2],
) -> Result<pdf::Certificate, Fault> {
    let shown = Shown::of(app, it);
    let mut lines = shown.check.to_vec();
    // What is read from paper has no sign that a code does not need.
    lines.extend(check.and_then(|url| url.rsplit_once('/')).map(|(page, _)| page.to_owned()));
    let code = check.and_then(|url| xingtan_documents::qr_svg(url, &shown.number).ok()).unwrap_or_default();
    Ok(pdf::Certificate {
        language: if shown.lang == "en" { "en".to_owned() } else { "zh".to_owned() },
        portrait: shown.portrait,
        heading: shown.heading,
        body: shown.body,
        number: shown.number,
        issuer: shown.issuer,
        signer: shown.signer,
        dates: shown.dates,
        check: lines,
        code,
        picture: picture(app, files[0]).await?,
        seal: picture(app, files[1]).await?,
        made_at: it.issued_at.micros(),
    })
}

/// `GET /certificates/{id}/file`: the signed PDF of one that was not withdrawn.
pub async fn file(
    Of(app): Of<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let (it, files) = app
        .db()
        .read(move |tx| {
            let it = readable(tx, &actor, id)?.it;
            let find = |tx: &mut xingtan_db::Tx<'_>, file: Option<Uuid>| match file {
                Some(file) => xingtan_storage::file::find(tx, file),
                None => Ok(None),
            };
            let files = [find(tx, it.pdf_file)?, find(tx, it.picture_file)?, find(tx, it.seal_file)?];
            Ok::<_, Fault>((it, files))
        })
        .await?;
    if it.state(&who.now) == State::Revoked {
        return Ok(Redirect::to(&format!("/certificates/{id}")).into_response());
    }
    let [kept, picture, seal] = files;
    if let Some(kept) = kept {
        return download::kept(&app, &kept, &["application/pdf"], &headers).await;
    }
    let check = check_page(&app, &who.origin, &it.code);
    let sheet = sheet(&app, &it, check.as_deref(), [picture.as_ref(), seal.as_ref()]).await?;
    let bytes = signed(&app, &it, typeset(&sheet).await?, who.now).await?;
    let name = format!("{}.pdf", it.number);
    // Without the configured address the file leads where this request came from, or nowhere; it is made again.
    if app.config().public_url.is_some() {
        keep(&app, &it, &bytes, who.now).await?;
    }
    Ok(download::download(&name, "application/pdf", bytes))
}

/// Signs a certificate's PDF in the name of the institution.
async fn signed(app: &App, it: &Certificate, pdf: Vec<u8>, now: Timestamp) -> Result<Vec<u8>, Fault> {
    let name = app.settings().institution().name.clone();
    let signer = xingtan_signing::ensure(app.db(), app.keys(), app.ids(), app.clock(), &name).await.map_err(
        |error| {
            tracing::error!(%error, "there is no signer");
            Fault::Conflict(error.msg())
        },
    )?;
    let l = app.locale(super::shown::lang(it));
    let reason = l.t1("learning-certificate-no", "number", &it.number);
    let issuer = it.issuer.clone();
    let sign = move || xingtan_signing::sign_pdf(&pdf, &signer, &reason, &issuer, now);
    tokio::task::spawn_blocking(sign).await.map_err(|_| Fault::Broken)?.map_err(|error| {
        tracing::error!(%error, "a certificate was not signed");
        Fault::Conflict(error.msg())
    })
}

async fn keep(app: &App, it: &Certificate, bytes: &[u8], now: Timestamp) -> Result<(), Fault> {
    let policy = Policy { most: 64 << 20, accept: &["application/pdf"] };
    let stored = app.storage().put(bytes, &policy).await.map_err(|error| match error {
        StoreError::Full => Fault::Full,
        error => {
            tracing::error!(%error, "a certificate was not stored");
            Fault::Broken
        }
    })?;
    let it = it.clone();
    app.db().write(move |tx| keep_file(tx, &it, &stored, now)).await?;
    Ok(())
}
