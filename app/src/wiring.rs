//! What the slices bring, gathered in one place: addresses, tables, texts, permissions, menus, jobs, and who listens
//! to which event.

use crate::{config::Config, mail, pages};
use axum::{Extension, Router};
use std::{error::Error, sync::Arc};
use xingtan_accounts::api::{Contest, Contests, ImportPart, Imports};
use xingtan_assessment::api::QuizLessons;
use xingtan_auth::Permissions;
use xingtan_catalog::api::{Finder, Finders, LessonKinds, QUIZ};
use xingtan_clock::Ids;
use xingtan_db::Migrations;
use xingtan_events::Subscriptions;
use xingtan_governance::api::FactKind;
use xingtan_i18n::Resource;
use xingtan_jobs::{JobKind, Kinds, Schedule, Schedules};
use xingtan_learning::api::{
    CourseTeller, CourseTellers, DateTeller, DateTellers, TodayTeller, TodayTellers, Waiter, Waiters,
};
use xingtan_library::api::Users;
use xingtan_media::{Tools, Works};
use xingtan_notify::{Mailer, NoticeKinds};
use xingtan_settings::Settings;
#[cfg(test)]
use xingtan_settings::{Declared, Setting};
use xingtan_storage::Store;
use xingtan_uploads::{Purpose, Uploads};
use xingtan_web::{App, Identify, Places};

/// All addresses of slices and program.
pub fn routes() -> Router<App> {
    let kinds = lesson_kinds();
    Router::new()
        .merge(xingtan_manuals::routes())
        .merge(xingtan_uploads::routes())
        .merge(xingtan_accounts::routes())
        .merge(xingtan_governance::routes(FACTS))
        .merge(xingtan_library::routes())
        .merge(xingtan_catalog::routes(kinds.clone()))
        .merge(xingtan_assessment::routes(kinds.clone()))
        .merge(xingtan_learning::routes(kinds.clone()))
        .merge(xingtan_planning::routes(kinds.clone()))
        .merge(xingtan_evaluation::routes(kinds))
        .merge(xingtan_conduct::routes())
        .merge(xingtan_honours::routes())
        .merge(xingtan_insight::routes())
        .merge(pages::routes())
        .merge(crate::api::routes())
        .layer((
            Extension(Waiters(WAITERS)),
            Extension(TodayTellers(TELLERS)),
            Extension(FINDERS),
            Extension(CourseTellers(COURSE_TELLERS)),
            Extension(DateTellers(DATE_TELLERS)),
            Extension(Contests(CONTESTS)),
            Extension(Imports(IMPORTS)),
            Extension(xingtan_planning::OFFLINE),
            Extension(LIBRARY_USERS),
        ))
}

/// What is imported, besides people.
const IMPORTS: &[ImportPart] = &[xingtan_governance::words::import::PART, xingtan_planning::IMPORTS[0]];

/// Where somebody whose account was taken out of use contests that.
const CONTESTS: &[Contest] = &[xingtan_governance::api::contest];

/// What can be found by full text, and who tells where it leads.
pub const FINDERS: Finders = Finders(FOUND);
const FOUND: &[Finder] =
    &[xingtan_catalog::api::finder(xingtan_learning::api::entered), xingtan_catalog::api::ITEMS];

/// What the slices above learning tell the start pages.
const WAITERS: &[Waiter] =
    &[xingtan_planning::waiting, xingtan_conduct::waiting, xingtan_evaluation::waiting];

/// What uses items of the library.
pub const LIBRARY_USERS: Users = Users(&[xingtan_catalog::api::LESSON_USES]);

/// What the slices above learning say to learners on their start page.
const TELLERS: &[TodayTeller] = &[xingtan_honours::api::today];

/// What the slices above learning say of a course on its page.
const COURSE_TELLERS: &[CourseTeller] =
    &[xingtan_evaluation::api::rated_said, xingtan_evaluation::api::checked_said];

/// What the slices above learning know of people's dates.
const DATE_TELLERS: &[DateTeller] = &[xingtan_planning::dates, xingtan_evaluation::api::check_dates];

/// What the slices above governance tell of: what no slice tells, no article is enforced by.
pub const FACTS: &[FactKind] = {
    const ALL: [FactKind; LEARNT + TOLD] = {
        let mut all = [xingtan_governance::api::REOPENED; LEARNT + TOLD];
        let mut at = 0;
        while at < LEARNT + TOLD {
            all[at] = if at < LEARNT {
                xingtan_learning::api::FACTS[at]
            } else {
                xingtan_conduct::FACTS[at - LEARNT]
            };
            at += 1;
        }
        all
    };
    &ALL
};
const LEARNT: usize = xingtan_learning::api::FACTS.len();
const TOLD: usize = xingtan_conduct::FACTS.len();

/// The kinds of lessons of this program.
pub fn lesson_kinds() -> LessonKinds {
    LessonKinds::standard().with(QUIZ, Arc::new(QuizLessons))
}

/// All tables, owners in the order of their layers: foreign keys point downward.
pub fn migrations() -> Vec<Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_calendar::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_imports::migrations(),
        xingtan_search::migrations(),
        xingtan_signing::migrations(),
        xingtan_web::migrations(),
        xingtan_media::migrations(),
        xingtan_uploads::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
        xingtan_governance::migrations(),
        xingtan_library::migrations(),
        xingtan_catalog::migrations(),
        xingtan_assessment::migrations(),
        xingtan_learning::migrations(),
        xingtan_planning::migrations(),
        xingtan_conduct::migrations(),
        xingtan_evaluation::migrations(),
        xingtan_honours::migrations(),
        xingtan_insight::migrations(),
    ]
}

/// All texts.
pub fn texts() -> Vec<Resource> {
    [
        xingtan_i18n::texts(),
        xingtan_keys::texts(),
        xingtan_settings::texts(),
        xingtan_calendar::texts(),
        xingtan_audit::texts(),
        xingtan_jobs::texts(),
        xingtan_notify::texts(),
        xingtan_approvals::texts(),
        xingtan_storage::texts(),
        xingtan_documents::texts(),
        xingtan_signing::texts(),
        xingtan_imports::texts(),
        xingtan_web::texts(),
        xingtan_media::texts(),
        xingtan_words::texts(),
        xingtan_uploads::texts(),
        xingtan_manuals::texts(),
        xingtan_accounts::texts(),
        xingtan_governance::texts(),
        xingtan_library::texts(),
        xingtan_catalog::texts(),
        xingtan_assessment::texts(),
        xingtan_learning::texts(),
        xingtan_planning::texts(),
        xingtan_conduct::texts(),
        xingtan_evaluation::texts(),
        xingtan_honours::texts(),
        xingtan_insight::texts(),
        pages::texts(),
    ]
    .concat()
}

/// Role × action.
pub fn permissions() -> Permissions {
    Permissions::gather(&[
        &xingtan_accounts::permissions(),
        &xingtan_governance::permissions(),
        xingtan_library::permissions(),
        xingtan_catalog::permissions(),
        xingtan_assessment::permissions(),
        xingtan_learning::permissions(),
        &xingtan_planning::permissions(),
        &xingtan_conduct::permissions(),
        xingtan_evaluation::PERMISSIONS,
        xingtan_honours::PERMISSIONS,
        xingtan_insight::PERMISSIONS,
        pages::PERMISSIONS,
    ])
}

/// The parameters that people or the regulation set by number or choice.
#[cfg(test)]
fn declared() -> Declared {
    let accounts: Vec<Setting> = xingtan_accounts::settings().into_iter().copied().collect();
    let own: Vec<Setting> = pages::parameters::all().copied().collect();
    Declared::gather(&[&accounts, &own], &[])
}

/// Menus.
pub fn places() -> Places {
    Places::gather(&[
        xingtan_manuals::places(),
        &xingtan_accounts::places(),
        &xingtan_governance::places(),
        xingtan_library::PLACES,
        xingtan_catalog::places(),
        xingtan_assessment::places(),
        xingtan_learning::places(),
        &xingtan_planning::places(),
        &xingtan_conduct::places(),
        xingtan_evaluation::PLACES,
        xingtan_honours::PLACES,
        xingtan_insight::PLACES,
        pages::PLACES,
    ])
}

/// Sessions and tokens.
pub fn identify(permissions: Arc<Permissions>, settings: Settings) -> Arc<dyn Identify> {
    let sessions = Arc::new(xingtan_accounts::Sessions::new(permissions, settings.clone()));
    Arc::new(xingtan_learning::api::Trained::new(sessions, settings))
}

/// Files in the data folder, looked at by the virus scanner where there is one.
pub fn storage(config: &Config, ids: Ids) -> Result<Store, Box<dyn Error>> {
    let scanner = config.clamd.as_deref().map(str::parse).transpose()?;
    Ok(Store::folder(config.data.join("files"), ids)?.scanned_by(scanner))
}

/// What uploads are for, each with who may begin one.
pub const PURPOSES: &[Purpose] = &[xingtan_catalog::api::LESSON_UPLOAD, xingtan_library::api::LIBRARY_UPLOAD];

/// Files on their way in, beside those that are kept: on one disk, so that none is copied.
pub fn uploads(config: &Config) -> Result<Uploads, Box<dyn Error>> {
    Ok(Uploads::open(config.data.join("uploads"), PURPOSES)?)
}

/// All kinds of notices.
pub fn notices() -> NoticeKinds {
    NoticeKinds::gather(&[
        &xingtan_accounts::notices(),
        &xingtan_governance::notices(),
        xingtan_library::NOTICES,
        xingtan_catalog::notices(),
        xingtan_learning::notices(),
        &xingtan_planning::notices(),
        &xingtan_conduct::notices(),
        &xingtan_evaluation::notices(),
        &xingtan_honours::notices(),
        xingtan_insight::NOTICES,
        pages::NOTICES,
    ])
}

/// All kinds of jobs with those who carry them out.
pub fn jobs(app: &App, uploads: &Uploads, config: &Config) -> Result<Kinds, Box<dyn Error>> {
    let mut kinds = Kinds::new();
    let base = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    let smtp =
        config.smtp.as_deref().map(|url| mail::server(url, config.mail_from.as_deref())).transpose()?;
    let mailer = Mailer::new(smtp, app.texts().clone(), app.settings().clone(), notices(), base);
    kinds.on(xingtan_notify::MAIL, move |run| {
        let mailer = mailer.clone();
        async move { mailer.run(run).await }
    });
    kinds.on(xingtan_approvals::OVERDUE, xingtan_approvals::escalate);
    xingtan_media::sweeping(&mut kinds);
    xingtan_uploads::jobs(app, uploads, &mut kinds);
    xingtan_accounts::jobs(app, &mut kinds);
    xingtan_governance::jobs(app, &mut kinds);
    xingtan_library::jobs(app, &mut kinds, LIBRARY_USERS);
    xingtan_catalog::jobs(app, &mut kinds, lesson_kinds());
    xingtan_assessment::jobs(app, &mut kinds);
    xingtan_learning::jobs(app, &mut kinds, lesson_kinds());
    xingtan_planning::jobs(app, &mut kinds);
    xingtan_conduct::jobs(app, &mut kinds);
    xingtan_evaluation::jobs(app, &mut kinds);
    xingtan_honours::jobs(app, &mut kinds);
    xingtan_insight::jobs(app, &mut kinds);
    pages::jobs(app, config, &mut kinds);
    Ok(kinds)
}

/// The job that processes video and audio, for a worker of its own: an hour of it must not hold up mails.
pub fn media_jobs(app: &App, config: &Config) -> Kinds {
    let mut kinds = Kinds::new();
    xingtan_media::jobs(&mut kinds, Works { store: app.storage().clone(), tools: tools(config) });
    kinds
}

/// The jobs that turn office documents into PDF and read the words of PDF, for a worker of their own: they take much
/// memory and must not wait for a film.
pub fn office_jobs(app: &App, config: &Config) -> Kinds {
    let mut kinds = Kinds::new();
    let works = Works { store: app.storage().clone(), tools: tools(config) };
    xingtan_media::office::jobs(&mut kinds, works.clone());
    xingtan_catalog::reading(&mut kinds, works);
    kinds
}

/// The programs that process video, audio and office documents.
pub fn tools(config: &Config) -> Tools {
    let system = Tools::of_system(config.data.join("media-work"));
    let threads = if config.media_threads == 0 { system.threads } else { config.media_threads };
    Tools {
        ffmpeg: config.ffmpeg.clone(),
        ffprobe: config.ffprobe.clone(),
        soffice: config.soffice.clone(),
        pdftotext: config.pdftotext.clone(),
        threads,
        ..system
    }
}

/// Who makes the index of words anew from what they own, each by a job.
pub const SEARCH: &[JobKind] = &[xingtan_catalog::REINDEX, xingtan_library::REINDEX];

/// What the clock orders.
pub fn schedules(app: &App) -> Result<Schedules, Box<dyn Error>> {
    let settings = app.settings().clone();
    let mut schedules = Schedules::new(move || settings.institution().zone.clone());
    let lists: [&[Schedule]; 14] = [
        &[Mailer::schedule(), xingtan_approvals::overdue_schedule()],
        xingtan_media::SCHEDULES,
        xingtan_uploads::SCHEDULES,
        &xingtan_accounts::schedules(),
        xingtan_governance::schedules(),
        xingtan_library::SCHEDULES,
        xingtan_catalog::schedules(),
        xingtan_assessment::schedules(),
        xingtan_learning::schedules(),
        xingtan_conduct::schedules(),
        xingtan_evaluation::SCHEDULES,
        xingtan_honours::SCHEDULES,
        xingtan_insight::SCHEDULES,
        pages::SCHEDULES,
    ];
    for schedule in lists.into_iter().flatten() {
        schedules.add(*schedule)?;
    }
    Ok(schedules)
}

/// Who listens to which event.
pub fn subscriptions() -> Subscriptions {
    let mut all = Subscriptions::new();
    xingtan_learning::subscriptions(&mut all, &lesson_kinds());
    xingtan_planning::subscriptions(&mut all);
    xingtan_evaluation::subscriptions(&mut all);
    all.on(xingtan_media::READY, "catalog.medium-length", |tx, event, moment| {
        let ready: xingtan_media::Ready = event.read()?;
        Ok(xingtan_catalog::api::medium_ready(tx, event.subject, ready.duration_ms, moment.at)?)
    });
    all.on(xingtan_approvals::events::OVERDUE, "catalog.review-overdue", |tx, event, moment| {
        let told: xingtan_approvals::events::Told = event.read()?;
        Ok(xingtan_catalog::api::review_overdue(tx, &told, || moment.id(), moment.at)?)
    });
    all.on(xingtan_media::office::READY, "catalog.office-shown", |tx, event, moment| {
        let ready: xingtan_media::office::Ready = event.read()?;
        Ok(xingtan_catalog::api::office_ready(tx, event.subject, ready.pdf, moment.at)?)
    });
    all.on(xingtan_media::office::READY, "library.office-shown", |tx, event, moment| {
        let ready: xingtan_media::office::Ready = event.read()?;
        Ok(xingtan_library::api::office_ready(tx, event.subject, ready.pdf, moment.at)?)
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_governance::api::{KINDS, prescribable};

    #[test]
    fn what_a_regulation_may_prescribe_the_platform_can_be_set_to() {
        let declared = declared();
        assert_eq!(declared.faults(), Vec::<String>::new());
        for (key, value) in KINDS.iter().flat_map(|kind| prescribable(*kind)) {
            let setting = declared.setting(key).unwrap_or_else(|| panic!("nothing is set by {key}"));
            assert_eq!(setting.check(&value).as_deref(), Ok(value.as_str()), "{key}");
        }
    }
}
