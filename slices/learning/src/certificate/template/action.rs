//! What the forms of templates do.

use super::{
    form,
    page::{self, HREF},
    store::{self, Template},
};
use crate::certificate::{
    WRITE, pdf,
    shown::names,
    store::{self as certificates, Certificate},
    template_claim,
};
use axum::{
    extract::{Path, State as Of},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderValue, StatusCode, header};
use xingtan_audit::Entry;
use xingtan_catalog::{
    Act,
    api::{self as catalog, CourseState},
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_storage::{Policy, StoreError, Stored, file};
use xingtan_web::{
    App, Fault, Form, FormKey, Once, SignedIn, Upload,
    brand::{self, Redrawn},
    download::disposition,
    typeset,
};

/// A picture fills a page of A4 at 150 dots an inch.
const PICTURE: (u32, u32) = (1754, 1754);
/// A seal is 36 mm wide.
const SEAL: (u32, u32) = (480, 480);

/// What the form says of one picture.
enum Given {
    /// It stays.
    Same,
    /// There is none any more.
    None,
    /// This one, drawn anew.
    New(Redrawn),
}

async fn given(upload: &Upload, form: &mut Form, field: &str, within: (u32, u32)) -> Result<Given, Fault> {
    if let Some(file) = upload.file(field) {
        let bytes = file.bytes.clone();
        let drawn = tokio::task::spawn_blocking(move || brand::redraw(&bytes, within));
        return Ok(match drawn.await.map_err(|_| Fault::Broken)? {
            Ok(drawn) => Given::New(drawn),
            Err(unfit) => {
                form.refuse(field, unfit.msg());
                Given::Same
            }
        });
    }
    let away = form.ticked(&format!("{field}_none"));
    Ok(if away { Given::None } else { Given::Same })
}

/// A picture whose bytes are stored.
enum Ready {
    Same,
    None,
    New(Stored, &'static str),
}

async fn store_one(app: &App, given: Given) -> Result<Ready, Fault> {
    let Given::New(drawn) = given else {
        return Ok(if matches!(given, Given::None) { Ready::None } else { Ready::Same });
    };
    let policy = Policy { most: 8 << 20, accept: &["image/png", "image/jpeg"] };
    let stored = app.storage().put(&drawn.bytes, &policy).await.map_err(|error| match error {
        StoreError::Full => Fault::Full,
        error => {
            tracing::error!(%error, "a picture of a certificate was not stored");
            Fault::Broken
        }
    })?;
    Ok(Ready::New(stored, if drawn.media_type == "image/png" { "png" } else { "jpg" }))
}

/// Puts a picture into the place of another.
fn exchange(
    tx: &mut Tx<'_>,
    act: &Act,
    template: Uuid,
    before: Option<Uuid>,
    ready: &Ready,
) -> xingtan_db::Result<Option<Uuid>> {
    let after = match ready {
        Ready::Same => return Ok(before),
        Ready::None => None,
        Ready::New(stored, ending) => {
            let name = format!("certificate.{ending}");
            let kept = file::keep(tx, stored, &name, Some(act.person), act.at)?;
            file::claim(tx, kept.id, template_claim(template), act.at)?;
            Some(kept.id)
        }
    };
    // What a certificate shows stays, whatever becomes of the template.
    if let Some(before) = before
        && !certificates::shows(tx, template, before)?
    {
        file::release(tx, before, template_claim(template), act.at)?;
    }
    Ok(after)
}

fn recorded(tx: &mut Tx<'_>, act: &Act, action: &'static str, it: &Template) -> xingtan_db::Result<()> {
    let entry = Entry::new(act.ids.next(), act.at, action, &act.who).on(
        "certificate-template",
        it.id,
        it.name.clone(),
    );
    xingtan_audit::record(tx, &entry)
}

/// `POST /certificates/templates`: a new one.
pub async fn create(Of(app): Of<App>, who: SignedIn, mut upload: Upload) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let mut form = std::mem::take(&mut upload.form);
    let id = app.id();
    let it = form::read(&mut form, &names(&app), id, who.now);
    let picture = given(&upload, &mut form, "picture", PICTURE).await?;
    let seal = given(&upload, &mut form, "seal", SEAL).await?;
    if !form.ok() {
        return page::shown_new(&who, form);
    }
    let (picture, seal) = (store_one(&app, picture).await?, store_one(&app, seal).await?);
    let (act, key, to) = (Act::of(&who), form.key(), format!("{HREF}/{id}"));
    let location = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), &location, act.at)?;
            if once == Once::First {
                let mut it = it.clone();
                it.picture_file = exchange(tx, &act, it.id, None, &picture)?;
                it.seal_file = exchange(tx, &act, it.id, None, &seal)?;
                store::add(tx, &it, act.person)?;
                recorded(tx, &act, "learning.certificate-template-made", &it)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(match once {
        Once::Before(to) => Redirect::to(&to).into_response(),
        Once::First => who.go(&to, "pine", &Msg::new("learning-template-saved")),
    })
}

/// `POST /certificates/templates/{id}`: other words or pictures. Certificates that were issued stay as they are.
pub async fn save(
    Of(app): Of<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut upload: Upload,
) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let mut form = std::mem::take(&mut upload.form);
    let seen = form.int("version", 1..=i64::MAX);
    let wanted = form::read(&mut form, &names(&app), id, who.now);
    let picture = given(&upload, &mut form, "picture", PICTURE).await?;
    let seal = given(&upload, &mut form, "seal", SEAL).await?;
    if !form.ok() {
        return page::show(&who, id, Some(form)).await;
    }
    let (picture, seal) = (store_one(&app, picture).await?, store_one(&app, seal).await?);
    let act = Act::of(&who);
    let saved = app
        .db()
        .write(move |tx| {
            let before = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            if before.version != seen {
                return Ok(false);
            }
            let mut it = wanted.clone();
            it.picture_file = exchange(tx, &act, id, before.picture_file, &picture)?;
            it.seal_file = exchange(tx, &act, id, before.seal_file, &seal)?;
            let saved = store::save(tx, &it, seen)?;
            recorded(tx, &act, "learning.certificate-template-changed", &it)?;
            Ok::<_, Fault>(saved)
        })
        .await?;
    if !saved {
        form.refuse("", Msg::new("web-fault-stale"));
        return page::show(&who, id, Some(form)).await;
    }
    Ok(who.go(&format!("{HREF}/{id}"), "pine", &Msg::new("learning-template-saved")))
}

/// `POST /certificates/templates/preview`: the sheet as it would be, as a PDF; nothing is saved.
pub async fn preview(Of(app): Of<App>, who: SignedIn, mut upload: Upload) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let mut form = std::mem::take(&mut upload.form);
    let of = form.optional_id("of");
    if form.value("name").trim().is_empty() {
        form.forget(&["name"]);
        form = form.with("name", "-");
    }
    let it = form::read(&mut form, &names(&app), of.unwrap_or_default(), who.now);
    let pictures = [
        given(&upload, &mut form, "picture", PICTURE).await?,
        given(&upload, &mut form, "seal", SEAL).await?,
    ];
    if !form.ok() {
        let faults: Vec<String> = form.errors().map(|(_, msg)| who.l.msg(msg)).collect();
        return Err(Fault::Conflict(Msg::new("learning-template-no-preview").with("why", faults.join(" "))));
    }
    let stored = app
        .db()
        .read(move |tx| match of {
            Some(id) => store::get(tx, id),
            None => Ok(None),
        })
        .await?;
    let before = stored.map_or([None, None], |it| [it.picture_file, it.seal_file]);
    let rows = app
        .db()
        .read(move |tx| {
            let find = |tx: &mut Tx<'_>, id: Option<Uuid>| id.map_or(Ok(None), |id| file::find(tx, id));
            Ok::<_, Fault>([find(tx, before[0])?, find(tx, before[1])?])
        })
        .await?;
    let kept = [0, 1].map(|at| rows[at].as_ref().filter(|_| matches!(pictures[at], Given::Same)));
    let sample = sample(&who, &it);
    let check = pdf::check_page(&app, &who.origin, &sample.code);
    let mut sheet = pdf::sheet(&app, &sample, check.as_deref(), kept).await?;
    let [picture, seal] = pictures;
    if let Given::New(drawn) = picture {
        sheet.picture = drawn.base64();
    }
    if let Given::New(drawn) = seal {
        sheet.seal = drawn.base64();
    }
    let bytes = typeset(&sheet).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition("preview.pdf", true)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

/// A certificate that nobody holds, to show what a template looks like.
fn sample(who: &SignedIn, it: &Template) -> Certificate {
    let nil = Uuid::nil();
    let l = who.app.locale(it.language.parse().unwrap_or(who.l.lang()));
    Certificate {
        id: nil,
        code: crate::certificate::rules::code([0; 10]),
        number: crate::certificate::rules::number(&it.prefix, i64::from(l.zone().date(who.now).year()), 0),
        enrolment_id: nil,
        person_id: nil,
        person_name: l.t("learning-template-sample-name"),
        person_number: "0001".to_owned(),
        unit_name: l.t("learning-template-sample-unit"),
        course_id: nil,
        course_title: l.t("learning-template-sample-course"),
        credits: 150,
        hours_seconds: 5_400,
        completed_at: who.now,
        template_id: it.id,
        language: it.language.clone(),
        portrait: it.portrait,
        heading: it.heading.clone(),
        body: it.body.clone(),
        issuer: it.issuer.clone(),
        signer: it.signer.clone(),
        picture_file: None,
        seal_file: None,
        issued_at: who.now,
        issued_by: None,
        expires_at: crate::certificate::rules::expires(who.now, it.months, l.zone()),
        replaces: None,
        revoked_at: None,
        revoked_by: None,
        revoked_reason: None,
        pdf_file: None,
    }
}

/// `POST /certificates/templates/{id}/deletion`: puts it away. Certificates of it stay.
pub async fn remove(Of(app): Of<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let act = Act::of(&who);
    app.db()
        .write(move |tx| {
            let Some(it) = store::get(tx, id)? else { return Ok(()) };
            store::remove(tx, id, act.at)?;
            recorded(tx, &act, "learning.certificate-template-removed", &it)?;
            Ok::<_, Fault>(())
        })
        .await?;
    Ok(who.go(HREF, "pine", &Msg::new("learning-template-removed")))
}

/// `POST /certificates/templates/{id}/courses`: lets a course bring certificates of it.
pub async fn bring(
    Of(app): Of<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let course = form.id("course").unwrap_or_default();
    let act = Act::of(&who);
    let waiting = app
        .db()
        .write(move |tx| {
            let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            let found = catalog::course(tx, course)?.filter(|it| it.state == CourseState::Published);
            let Some(found) = found else { return Ok(None) };
            store::bring(tx, course, id, act.person, act.at)?;
            let entry = Entry::new(act.ids.next(), act.at, "learning.certificate-course-set", &act.who)
                .on("course", course, found.title)
                .detail(&serde_json::json!({ "template": it.name }));
            xingtan_audit::record(tx, &entry)?;
            let whole = xingtan_auth::Scope::of(vec!["/".to_owned()]);
            Ok::<_, Fault>(Some(certificates::count_without(tx, course, &whole)?))
        })
        .await?;
    match waiting {
        None => {
            let mut form = form;
            form.refuse("course", Msg::new("web-form-choice"));
            page::show(&who, id, Some(form)).await
        }
        Some(0) => Ok(who.go(&format!("{HREF}/{id}"), "pine", &Msg::new("learning-template-brings"))),
        Some(count) => {
            let to = format!("/certificates/issue?course={course}");
            Ok(who.go(&to, "pine", &Msg::new("learning-template-brings-late").with("count", count)))
        }
    }
}

/// `POST /certificates/templates/{id}/courses/{course}/removal`: lets it bring none any more.
pub async fn bring_no_more(
    Of(app): Of<App>,
    who: SignedIn,
    Path((id, course)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let act = Act::of(&who);
    app.db()
        .write(move |tx| {
            let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            if store::bring_no_more(tx, course, id)? {
                let title = catalog::course(tx, course)?.map(|it| it.title).unwrap_or_default();
                let entry = Entry::new(act.ids.next(), act.at, "learning.certificate-course-unset", &act.who)
                    .on("course", course, title)
                    .detail(&serde_json::json!({ "template": it.name }));
                xingtan_audit::record(tx, &entry)?;
            }
            Ok::<_, Fault>(())
        })
        .await?;
    Ok(who.go(&format!("{HREF}/{id}"), "pine", &Msg::new("learning-template-brings-no-more")))
}
