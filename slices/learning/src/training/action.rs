//! Saying which role has which course, and taking a course anew.

use super::{
    GATED, MANAGE, MOST_MONTHS, TRAINING, Training, all, change,
    page::{self, HREF, role},
    rules::stands,
    store,
};
use crate::{enrolment::store as enrolments, study::change::Studied};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api as accounts;
use xingtan_audit::Entry;
use xingtan_auth::Role;
use xingtan_catalog::{
    Act,
    api::{self as catalog, CourseState, LessonKinds},
};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn};

/// `POST /role-training/{role}`: another course for the role, or none.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(code): Path<String>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let role = role(&code)?;
    let course = form.optional_id("course");
    let months = form.int("months", 0..=MOST_MONTHS);
    let gates = form.ticked("gates");
    if gates && !GATED.contains(&role) {
        form.refuse("gates", Msg::new("learning-training-no-gate"));
    }
    if gates && course.is_none() {
        form.refuse("course", Msg::new("learning-training-gate-course"));
    }
    let seen = form.value("seen").to_owned();
    if form.ok() && seen != app.settings().text(&TRAINING) {
        form.refuse("", Msg::new("web-fault-stale"));
    }
    if !form.ok() {
        return page::shown(&who, role, form).await;
    }
    let mut list = all(app.settings());
    list.retain(|it| it.role != role.code());
    let own = course.map(|course| Training { role: role.code().to_owned(), course, gates, months });
    list.extend(own.clone());
    let value = serde_json::to_string(&list).map_err(|_| Fault::Broken)?;
    let (act, id, kind) = (Act::of(&who), app.id(), app.institution().kind);
    let (brought, act_then) = (own.clone(), act.clone());
    let done = app
        .db()
        .write(move |tx| {
            if let Some(own) = &own {
                let found = catalog::course(tx, own.course)?;
                if found.is_none_or(|it| it.state != CourseState::Published) {
                    return Ok(Err(("course", Msg::new("web-form-choice"))));
                }
            }
            let set =
                xingtan_settings::set_seen(tx, id, &TRAINING, kind, &seen, &value, Some(act.person), act.at)?;
            if set.is_err() {
                return Ok(Err(("", Msg::new("web-fault-stale"))));
            }
            let entry = Entry::new(act.ids.next(), act.at, "learning.training-set", &act.who)
                .on("institution", None, "")
                .detail(&serde_json::json!({ "role": role.code(), "training": own }));
            xingtan_audit::record(tx, &entry)?;
            Ok::<_, Fault>(Ok(()))
        })
        .await?;
    app.settings().refresh().await?;
    if let (Ok(()), Some(own)) = (&done, brought) {
        bring_all(&app, kinds, own, role, act_then).await?;
    }
    app.ring();
    match done {
        Ok(()) => Ok(who.go(HREF, "pine", &Msg::new("learning-training-saved"))),
        Err((field, msg)) => {
            form.refuse(field, msg);
            page::shown(&who, role, form).await
        }
    }
}

/// Holders of a role who are brought into its course in one unit of work.
const AT_ONCE: usize = 20;

/// Brings all holders of a role into its course, some in each unit. Whoever is missed because this is broken off finds
/// the course by the notice on the start page.
async fn bring_all(
    app: &App,
    kinds: LessonKinds,
    training: Training,
    role: Role,
    act: Act,
) -> Result<(), Fault> {
    let holders = app.db().read(move |tx| accounts::all_holders(tx, role)).await?;
    for some in holders.chunks(AT_ONCE) {
        let (kinds, training, some, act) = (kinds.clone(), training.clone(), some.to_vec(), act.clone());
        app.db()
            .write(move |tx| change::bring(tx, &kinds, &training, &some, &|| act.ids.next(), act.at))
            .await?;
    }
    Ok(())
}

/// `POST /courses/{course}/renewal`: takes the course of one of one's roles anew, when its time is over or near.
pub async fn renew(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(course): Path<Uuid>,
) -> Result<Response, Fault> {
    let trainings: Vec<Training> = all(app.settings()).into_iter().filter(|it| it.course == course).collect();
    if trainings.is_empty() {
        return Err(Fault::NotFound);
    }
    let (act, zone, why) = (Act::of(&who), who.l.zone().clone(), who.l.t("learning-training-renewal"));
    app.db()
        .write(move |tx| {
            let passed = store::passed(tx, act.person, &[course])?.get(&course).copied();
            let roles = accounts::roles_of(tx, &[act.person])?.remove(&act.person).unwrap_or_default();
            let holds = |it: &&Training| roles.iter().any(|role| role.code() == it.role);
            let mut own = trainings.iter().filter(holds);
            let may = own.any(|it| stands(passed, it.months, &zone, act.at).may_renew());
            let enrolment = enrolments::of(tx, act.person, course)?.filter(|it| it.withdrawn_at.is_none());
            let Some(enrolment) = enrolment.filter(|it| may && it.completed_at.is_some()) else {
                return Ok(());
            };
            let studied = Studied::read(tx, &kinds, enrolment)?;
            Ok::<_, Fault>(change::renew(tx, &studied, &why, &act)?)
        })
        .await?;
    Ok(who.go(&format!("/courses/{course}"), "pine", &Msg::new("learning-training-renewed")))
}
