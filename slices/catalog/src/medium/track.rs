//! Subtitles of a lesson's medium: added, replaced, written and removed by its author (LRN-1, ACC-14).

use super::{page::Medium, rules};
use crate::{
    Act, Changed, access,
    confirm::{self, Question},
    course::{
        action::{desk_href, done},
        edit::Desk,
        page::frozen,
        store::Course,
    },
    kinds::LessonKinds,
    lesson::{
        action::lesson_href,
        change::{draft_lesson, touch_lesson},
        page::{filled, open_lesson, refused},
        store::{Body, Lesson},
    },
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_media::track::{self, MOST_BYTES, Track};
use xingtan_web::{App, Fault, Form, FormKey, Once, Page, SignedIn, Text, Upload, html};

/// The languages in which subtitles are offered (BCP 47), with the Fluent keys of their own names.
pub(super) const LANGUAGES: [(&str, &str); 8] = [
    ("zh-Hans", "catalog-language-zh-hans"),
    ("zh-Hant", "catalog-language-zh-hant"),
    ("en", "catalog-language-en"),
    ("ja", "catalog-language-ja"),
    ("ko", "catalog-language-ko"),
    ("ru", "catalog-language-ru"),
    ("fr", "catalog-language-fr"),
    ("es", "catalog-language-es"),
];

/// The languages as choices of a form.
pub(crate) fn languages(l: &Locale) -> Vec<(String, String)> {
    LANGUAGES.iter().map(|(lang, key)| ((*lang).to_owned(), l.t(key))).collect()
}

/// `POST /courses/{course}/edit/lessons/{lesson}/tracks`: takes a file with subtitles, in place of those in the same
/// language.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    upload: Upload,
) -> Result<Response, Fault> {
    let (desk, at, body) = open_lesson(&app, &who, course, key).await?;
    desk.medium.as_ref().ok_or(Fault::NotFound)?;
    let given = upload.file("track");
    let language = LANGUAGES.into_iter().find(|(lang, _)| *lang == upload.form.value("lang"));
    let read = match given {
        None => Err(Msg::new("catalog-fault-no-track")),
        Some(file) => {
            track::decode(&file.bytes).and_then(|text| track::read(&text)).map_err(track::Wrong::msg)
        }
    };
    let (cues, (lang, label)) = match (read, language) {
        (Ok(cues), Some(language)) => (cues, language),
        (read, language) => {
            let mut form = with_typed(&app, &who, &desk, at, &body, &upload.form);
            if let Err(reason) = read {
                form.refuse("track", reason);
            }
            if language.is_none() {
                form.refuse("lang", Msg::new("web-form-choice"));
            }
            return refused(&who, &kinds, &desk, at, form).await;
        }
    };
    let (id, vtt, label) = (app.id(), track::write(&cues), who.l.t(label));
    let once = within(&app, &who, upload.form.key(), (course, key), move |tx, it, lesson, act| {
        let file_id = lesson.file_id.ok_or(Fault::NotFound)?;
        track::keep(tx, id, file_id, (lang, &label), &vtt, act.at)?;
        note(tx, it, lesson, act, "catalog.track-kept", &label)
    });
    Ok(done(&who, once.await?, &lesson_href(course, key), "catalog-track-kept"))
}

/// The form of the lesson as it is kept, with what was chosen for its subtitles.
fn with_typed(app: &App, who: &SignedIn, desk: &Desk, at: usize, body: &Body, typed: &Form) -> Form {
    filled(app, who, &desk.lessons[at].lesson, body).with("lang", typed.value("lang"))
}

/// A change of a lesson's subtitles in one unit: once → right → draft → change.
pub(super) async fn within(
    app: &App,
    who: &SignedIn,
    form_key: Option<FormKey>,
    (course, key): (Uuid, Uuid),
    change: impl Fn(&mut Tx<'_>, &Course, &Lesson, &Act) -> Result<(), Fault> + Send + 'static,
) -> Result<Once, Fault> {
    let (act, there) = (Act::of(who), lesson_href(course, key));
    app.db()
        .write(move |tx| {
            let it = access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                let lesson = played(tx, &it, key)?;
                change(tx, &it, &lesson, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await
}

/// A lesson of a course's draft that is played.
fn played(tx: &mut Tx<'_>, it: &Course, key: Uuid) -> Result<Lesson, Fault> {
    match draft_lesson(tx, it, key)? {
        Changed::Done(lesson) if rules::played_as(&lesson.kind).is_some() => Ok(lesson),
        Changed::Done(_) | Changed::Gone => Err(Fault::NotFound),
        Changed::Frozen | Changed::Stale => Err(frozen()),
    }
}

/// The same of a course that the actor may write.
pub(super) fn of_draft(
    tx: &mut Tx<'_>,
    act: &Act,
    (course, key): (Uuid, Uuid),
) -> Result<(Course, Lesson), Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    let lesson = played(tx, &it, key)?;
    Ok((it, lesson))
}

/// What follows every change: who wrote, what is found, the trail.
pub(super) fn note(
    tx: &mut Tx<'_>,
    course: &Course,
    lesson: &Lesson,
    act: &Act,
    action: &'static str,
    label: &str,
) -> Result<(), Fault> {
    touch_lesson(tx, course, lesson, act)?;
    if let Some(file_id) = lesson.file_id {
        // Subtitles belong to the film: the version in force says them as well.
        crate::index::forget_with_file(tx, file_id)?;
    }
    let told = format!("{} {label}", lesson.title).trim_end().to_owned();
    let entry =
        act.entry(action).on("course", course.id, &course.title).within(&course.unit_path).detail(&told);
    Ok(record(tx, &entry)?)
}

/// Subtitles of the lesson on the desk.
fn of_desk(medium: Option<&Medium>, id: Uuid) -> Result<&Track, Fault> {
    medium.and_then(|it| it.tracks.iter().find(|track| track.id == id)).ok_or(Fault::NotFound)
}

#[derive(Template)]
#[template(path = "medium/track.html")]
struct TrackPage {
    page: Page,
    f: Form,
    action: String,
    back: String,
    theirs: Option<String>,
}

fn show(
    who: &SignedIn,
    desk: &Desk,
    at: usize,
    track: &Track,
    f: Form,
    theirs: Option<String>,
) -> Result<Response, Fault> {
    let lesson = &desk.lessons[at].lesson;
    let back = lesson_href(desk.course.id, lesson.lesson_key);
    html(&TrackPage {
        page: Page::new(who, who.l.t1("catalog-track-title", "language", &track.label))
            .crumb(desk_href(desk.course.id), desk.version.title.clone())
            .crumb(back.clone(), lesson.title.clone()),
        action: format!("{back}/tracks/{}", track.id),
        back,
        f,
        theirs,
    })
}

/// `GET /courses/{course}/edit/lessons/{lesson}/tracks/{track}`: the subtitles as text.
pub async fn page(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let track = of_desk(desk.medium.as_ref(), id)?;
    let form =
        Form::fresh(app.id()).in_language(&who.l).with("version", track.version).with("vtt", &track.vtt);
    show(&who, &desk, at, track, form, None)
}

/// `POST /courses/{course}/edit/lessons/{lesson}/tracks/{track}`.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let track = of_desk(desk.medium.as_ref(), id)?;
    let (text, seen) =
        (form.text("vtt", Text::required(MOST_BYTES).lines()), form.int("version", 1..=i64::MAX));
    let cues = match track::read(&text) {
        Ok(cues) => cues,
        Err(wrong) => {
            form.refuse("vtt", wrong.msg());
            Vec::new()
        }
    };
    if !form.ok() {
        return Ok(
            (StatusCode::UNPROCESSABLE_ENTITY, show(&who, &desk, at, track, form, None)?).into_response()
        );
    }
    let (vtt, label) = (track::write(&cues), track.label.clone());
    let saved = within(&app, &who, form.key(), (course, key), move |tx, it, lesson, act| {
        let own =
            track::get(tx, id)?.filter(|own| Some(own.file_id) == lesson.file_id).ok_or(Fault::NotFound)?;
        if own.vtt == vtt {
            return Ok(());
        }
        if !track::edit(tx, id, seen, &vtt, act.at)? {
            return Err(Fault::Conflict(Msg::new("web-fault-stale")));
        }
        note(tx, it, lesson, act, "catalog.track-kept", &label)
    });
    match saved.await {
        Ok(once) => Ok(done(&who, once, &lesson_href(course, key), "catalog-track-kept")),
        Err(fault) if crate::course::edit::is_stale(&fault) => {
            // Theirs beside what was typed, which is saved over it when sent again.
            let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
            let now = of_desk(desk.medium.as_ref(), id)?;
            let pairs = [
                ("form_key".to_owned(), Form::fresh(app.id()).key_text()),
                ("version".to_owned(), now.version.to_string()),
                ("vtt".to_owned(), text),
            ];
            let mut form = Form::of_pairs(pairs).in_language(&who.l);
            form.refuse("", Msg::new("web-fault-stale"));
            let page = show(&who, &desk, at, now, form, Some(now.vtt.clone()))?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(fault) => Err(fault),
    }
}

/// `GET /courses/{course}/edit/lessons/{lesson}/tracks/{track}/deletion`.
pub async fn ask_removal(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let track = of_desk(desk.medium.as_ref(), id)?;
    let (l, back) = (&who.l, lesson_href(course, key));
    let page = Page::new(&who, l.t("catalog-track-remove"))
        .crumb(desk_href(course), desk.version.title.clone())
        .crumb(back.clone(), desk.lessons[at].lesson.title.clone());
    let question = Question {
        text: l.t1("catalog-track-remove-text", "language", &track.label),
        action: format!("{back}/tracks/{id}/deletion"),
        label: l.t("catalog-track-remove"),
        reason: None,
        back,
        danger: true,
    };
    confirm::ask(page, Form::fresh(app.id()).in_language(l), question)
}

/// `POST /courses/{course}/edit/lessons/{lesson}/tracks/{track}/deletion`.
pub async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let removed = within(&app, &who, form.key(), (course, key), move |tx, it, lesson, act| {
        let own =
            track::get(tx, id)?.filter(|own| Some(own.file_id) == lesson.file_id).ok_or(Fault::NotFound)?;
        track::remove(tx, id)?;
        note(tx, it, lesson, act, "catalog.track-removed", &own.label)
    });
    Ok(done(&who, removed.await?, &lesson_href(course, key), "catalog-track-removed"))
}
