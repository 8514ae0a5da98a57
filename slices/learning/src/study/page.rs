//! The pages on which one studies: a course, a lesson.

use super::{
    care::{self, Heed},
    change::Studied,
    hours::Closed,
    opening::Opening,
    rules::{self, Standing},
    said::{Asks, CourseSaid, CourseTellers},
    store::{self, WatchedRow},
    taken,
    watched::Ranges,
};
use crate::{
    certificate,
    enrolment::{
        access::studying_in,
        real_name::{self, Wanting},
        store::Enrolment,
    },
    note,
    quiz::{self, QuizView},
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_catalog::{
    Act,
    api::{self as catalog, Body, Completion, Course, Lesson, LessonKinds, Version},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_i18n::{Locale, Msg};
use xingtan_library::api as library;
use xingtan_media::{
    chapter::{Chapter, clock},
    serve::{self, MASTER, Medium, POSTER},
};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// One line of the tree of lessons.
pub(crate) struct Line {
    pub href: String,
    pub number: String,
    pub title: String,
    pub depth: usize,
    pub is_heading: bool,
    pub icon: &'static str,
    pub tone: &'static str,
    pub state: String,
    pub minutes: i64,
    pub current: bool,
}

/// One line of "what still counts".
pub(crate) struct Reason {
    pub title: String,
    pub href: String,
    pub text: String,
}

#[derive(Template)]
#[template(path = "study/course.html")]
struct CoursePage {
    page: Page,
    form: Form,
    course: Course,
    version: Version,
    lines: Vec<Line>,
    enrolment: Option<Enrolment>,
    opens_later: bool,
    /// The real name is wanting (ACC-4).
    wanting: Option<Wanting>,
    percent: i64,
    done: i64,
    total: i64,
    next: Option<String>,
    reasons: Vec<Reason>,
    may_follow: bool,
    /// The learner's certificate, or whether completing the course brings one.
    certificate: Option<Uuid>,
    brings_certificate: bool,
    take: String,
    /// Who answers for the course (CRS-6).
    responsible: Vec<(String, String)>,
    may_take_down: bool,
    /// What slices above say of it.
    said: Vec<CourseSaid>,
}

/// `GET /courses/{course}`: the facts before enrolment; with one, the tree with true states and what still counts.
pub async fn course(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    above: Option<Extension<CourseTellers>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let (actor, above) = (who.actor.clone(), above.map(|it| it.0).unwrap_or_default());
    let (known, now, l) = (kinds.clone(), who.now, who.l.clone());
    let (found, responsible, said) = app
        .db()
        .read(move |tx| {
            let course = catalog::course(tx, id)?.ok_or(Fault::NotFound)?;
            if course.taken_down_at.is_some() {
                return Err(Fault::Forbidden(Msg::new("learning-taken-down")));
            }
            let responsible = catalog::responsible(tx, &course)?;
            let said = above.said(tx, &Asks { actor: &actor, course: &course, now, l: &l })?;
            let enrolment =
                crate::enrolment::store::of(tx, actor.person, id)?.filter(|it| it.withdrawn_at.is_none());
            let may_follow = !crate::progress::visible(tx, &actor, id)?.is_empty();
            let wanting = match &enrolment {
                Some(it) if it.completed_at.is_some() => None,
                it => {
                    let since = it.as_ref().map(|it| it.enrolled_at);
                    real_name::wanting(tx, (actor.person, &actor.unit_path), id, since, now)?
                }
            };
            let found = match enrolment {
                Some(enrolment) => {
                    let version = catalog::version(tx, enrolment.version_id)?.ok_or(Fault::NotFound)?;
                    let certificate = certificate::of(tx, id, Some(&enrolment))?;
                    let studied = Studied::read(tx, &known, enrolment)?;
                    (course, version, Some(studied), Vec::new(), may_follow, certificate, wanting)
                }
                None => {
                    let tree = catalog::published_tree(tx, id)?.ok_or(Fault::NotFound)?;
                    let certificate = certificate::of(tx, id, None)?;
                    (tree.course, tree.version, None, tree.lessons, may_follow, certificate, wanting)
                }
            };
            Ok::<_, Fault>((found, responsible, said))
        })
        .await?;
    let (course, version, studied, lessons, may_follow, (certificate, brings_certificate), wanting) = found;
    let l = &who.l;
    let progress = studied.as_ref().map(Studied::progress).unwrap_or_default();
    let lines = match &studied {
        Some(studied) => lines(l, &kinds, studied, None),
        None => lessons
            .iter()
            .map(|placed| bare_line(&kinds, &placed.lesson, &placed.number, placed.depth))
            .collect(),
    };
    let reasons = studied.as_ref().map_or_else(Vec::new, |studied| reasons(l, studied));
    let take = studied.as_ref().map(taken::of_course).unwrap_or_default();
    let next = studied.as_ref().and_then(next_lesson).map(|key| lesson_href(id, key));
    let enrolment = studied.map(|studied| studied.enrolment);
    let back = if enrolment.is_some() {
        ("/enrolments", "learning-enrolments")
    } else {
        ("/catalog", "learning-catalog")
    };
    let may_take_down = who.actor.may_at(catalog::COURSES_TAKE_DOWN, &course.unit_path);
    html(&CoursePage {
        page: Page::new(&who, course.title.clone()).crumb(back.0, l.t(back.1)),
        form: Form::fresh(app.id()),
        wanting,
        opens_later: enrolment.as_ref().is_some_and(|it| it.opens_at > who.now),
        percent: enrolment.as_ref().map_or(0, Enrolment::percent),
        done: progress.done,
        total: progress.total,
        course,
        version,
        lines,
        enrolment,
        next,
        reasons,
        may_follow,
        certificate,
        brings_certificate,
        take,
        responsible: responsible.lines(l),
        may_take_down,
        said,
    })
}

#[derive(Template)]
#[template(path = "study/lesson.html")]
struct LessonPage {
    page: Page,
    course: Course,
    lesson: Lesson,
    number: String,
    body: Body,
    lines: Vec<Line>,
    percent: i64,
    standing: String,
    standing_tone: &'static str,
    rule: String,
    token: Option<String>,
    token_href: String,
    presence_href: String,
    keep: String,
    file_href: String,
    file_size: String,
    is_pdf: bool,
    is_download: bool,
    is_done: bool,
    is_heading: bool,
    is_played: bool,
    take: String,
    film: Option<Film>,
    /// Who looks, where what came from the library demands it; empty where not.
    mark: String,
    /// Tone and words of a rest that is suggested, or that has to be.
    rest: Option<(&'static str, String)>,
    rests: bool,
    /// A learning window is closed (LRN-3).
    closed: bool,
    /// What holds for a minor, in words.
    rest_rule: Option<String>,
    quiz: Option<QuizView>,
    notes: Vec<note::page::Line>,
    f: Form,
    previous: (String, String),
    next: (String, String),
    complete: Option<Timestamp>,
}

/// What the player of a video or audio is given.
pub(super) struct Film {
    pub src: String,
    pub poster: String,
    pub audio: bool,
    pub duration: i64,
    pub position: i64,
    pub watched: String,
    pub frontier: String,
    pub tracks: Vec<(String, String, String)>,
    /// Chapters, ascending.
    pub chapters: Vec<Chapter>,
}

impl Film {
    /// The player of a lesson whose medium can be played; it begins at `asked`, or where the learner stopped.
    fn of(
        base: &str,
        medium: &Medium,
        lesson: &Lesson,
        (watched, in_order): (WatchedRow, bool),
        asked: &str,
    ) -> Film {
        Film::at(&format!("{base}/media"), MASTER, medium, lesson, (watched, in_order), asked)
    }

    /// The same, with its parts below `base` and its playlist under this name.
    pub fn at(
        base: &str,
        playlist: &str,
        medium: &Medium,
        lesson: &Lesson,
        (watched, in_order): (WatchedRow, bool),
        asked: &str,
    ) -> Film {
        let duration = lesson.duration_ms.or(medium.item.duration_ms).unwrap_or_default();
        // Ranges of a medium of another length say nothing about this one.
        let watched = if watched.watched_of_ms == duration { watched } else { WatchedRow::default() };
        let stopped = if watched.position_ms + NEAR_THE_END < duration { watched.position_ms } else { 0 };
        let ranges = Ranges::from_json(&watched.watched);
        Film {
            frontier: if in_order { ranges.frontier().to_string() } else { String::new() },
            src: format!("{base}/{playlist}"),
            poster: medium.item.poster_file_id.map(|_| format!("{base}/{POSTER}")).unwrap_or_default(),
            audio: !medium.item.has_video,
            position: asked.parse().ok().unwrap_or(stopped).clamp(0, duration),
            watched: ranges.to_json(),
            tracks: medium
                .tracks
                .iter()
                .map(|it| (format!("{base}/{}.vtt", it.id), it.lang.clone(), it.label.clone()))
                .collect(),
            chapters: medium.chapters.iter().filter(|it| it.at_ms < duration).cloned().collect(),
            duration,
        }
    }

    /// The moment of a chapter, as players write it.
    pub fn moment(&self, chapter: &Chapter) -> String {
        clock(chapter.at_ms)
    }
}

/// Whoever stopped so near to the end begins anew, in milliseconds.
const NEAR_THE_END: i64 = 3_000;

/// `GET /courses/{course}/lessons/{lesson}`. It writes nothing: where attention counts, the page carries an
/// [`Opening`], by which the first report begins the learning session.
pub async fn lesson(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course_id, key)): Path<(Uuid, Uuid)>,
    asked: Form,
) -> Result<Response, Fault> {
    let (known, act) = (kinds.clone(), Act::of(&who));
    let heed = Heed::of(&app);
    let holds = heed.clone();
    let opening =
        Opening { id: app.id(), person: act.person, course: course_id, lesson: key, at: act.at, taken: None };
    let (course, studied, at, body, mut quiz, notes, (played, mark), (advice, guarded, closed)) = app
        .db()
        .read(move |tx| {
            let (enrolment, course) = studying_in(tx, act.person, course_id, act.at)?;
            let studied = Studied::read(tx, &known, enrolment)?;
            let at = studied.position(key).ok_or(Fault::NotFound)?;
            let guarded = heed.guards(tx, &act.actor, act.at)?;
            let (advice, _) = heed.advice(tx, act.person, guarded, act.at)?;
            let closed = heed.closed(tx, &act.actor, act.at)?;
            let body = catalog::lesson_body(tx, studied.enrolment.version_id, key)?;
            let quiz = match studied.facts[at].completion {
                Completion::Passed => quiz::view(tx, &studied, at, &act)?,
                _ => None,
            };
            let noted = studied.rows.get(&key).is_some_and(|row| row.notes > 0);
            let notes = if noted { note::store::of_lesson(tx, act.person, key)? } else { Vec::new() };
            let played = match (studied.facts[at].completion, studied.lessons[at].lesson.file_id) {
                (Completion::Watched, Some(file)) => {
                    let watched = store::watched(tx, studied.enrolment.id, key)?.unwrap_or_default();
                    let in_order = studied.facts[at].viewed.is_none()
                        && catalog::in_order(tx, studied.enrolment.version_id)?;
                    serve::medium(tx, file)?.map(|medium| (medium, (watched, in_order)))
                }
                _ => None,
            };
            let file = studied.lessons[at].lesson.file_id.filter(|_| played.is_some());
            let mark = file.map(|file| library::demanded(tx, file, &act.actor)).transpose()?.flatten();
            let played = (played, mark);
            Ok::<_, Fault>((course, studied, at, body, quiz, notes, played, (advice, guarded, closed)))
        })
        .await?;
    if let Some(quiz) = &mut quiz {
        quiz.asks = asked.value("hand-in") == "ask" && !quiz.unanswered().is_empty();
    }
    let completion = studied.facts[at].completion;
    let counts = matches!(completion, Completion::Read | Completion::Paged | Completion::Watched);
    let l = &who.l;
    let rests = advice.stops_until().is_some() || closed.as_ref().is_some_and(Closed::blocks);
    let told = closed.as_ref().map(|closed| ("ochre", closed.words(l, who.now)));
    let placed = &studied.lessons[at];
    let (standing, standing_tone) = standing_words(l, rules::standing(&studied.facts[at]));
    let neighbour = |step: isize| neighbour(course_id, &studied, at, step);
    html(&LessonPage {
        page: Page::new(&who, placed.lesson.title.clone())
            .crumb("/enrolments", l.t("learning-enrolments"))
            .crumb(format!("/courses/{course_id}"), course.title.clone()),
        lines: lines(l, &kinds, &studied, Some(key)),
        percent: studied.progress().percent(),
        rule: l.msg(&rule_words(&studied, at)),
        standing,
        standing_tone,
        // Somebody in the middle of a quiz is left in peace.
        rest: told
            .or_else(|| care::words(l, advice, who.now))
            .filter(|_| quiz.as_ref().is_none_or(|quiz| rests && quiz.open.is_none())),
        rests,
        closed: closed.is_some(),
        rest_rule: holds.care(guarded).limits.map(|limits| care::rule(l, &limits)),
        token: (counts && !rests).then(|| opening.token(app.keys())),
        token_href: format!("{}/attention", lesson_href(course_id, key)),
        presence_href: format!("{}/presence", lesson_href(course_id, key)),
        keep: format!("{}-{key}", studied.enrolment.id),
        file_href: format!("{}/file", lesson_href(course_id, key)),
        file_size: placed.lesson.file_size.map(|size| l.bytes(size)).unwrap_or_default(),
        is_pdf: studied.facts[at].completion == Completion::Paged,
        is_download: studied.facts[at].completion == Completion::Taken,
        is_done: rules::standing(&studied.facts[at]) == Standing::Done,
        is_heading: completion == Completion::Nothing,
        is_played: completion == Completion::Watched,
        take: match completion {
            _ if rests => String::new(),
            Completion::Watched if played.is_none() => String::new(),
            _ if taken::can_be(completion) => taken::list(&[lesson_href(course_id, key)]),
            _ => String::new(),
        },
        film: played.filter(|_| !rests).map(|(medium, watched)| {
            let base = lesson_href(course_id, key);
            Film::of(&base, &medium, &placed.lesson, watched, asked.value("at"))
        }),
        mark: mark.map(|words| words.to_string()).unwrap_or_default(),
        previous: neighbour(-1),
        next: neighbour(1),
        complete: studied.enrolment.completed_at,
        number: placed.number.clone(),
        lesson: placed.lesson.clone(),
        notes: notes.into_iter().map(note::page::Line::of).collect(),
        f: Form::fresh(app.id()),
        course,
        body,
        quiz,
    })
}

/// The address of a lesson.
pub(crate) fn lesson_href(course: Uuid, lesson: Uuid) -> String {
    format!("/courses/{course}/lessons/{lesson}")
}

/// The lesson to go on with: where the learner was last if it is not done, else the first that is not done, else the
/// first.
pub(crate) fn next_lesson(studied: &Studied) -> Option<Uuid> {
    let missing = studied.progress().missing;
    let last = studied.enrolment.last_lesson_key;
    let open = |key: Uuid| missing.iter().any(|(i, _)| studied.facts[*i].key == key);
    let first =
        studied.facts.iter().find(|facts| facts.completion != Completion::Nothing).map(|facts| facts.key);
    last.filter(|key| open(*key)).or_else(|| missing.first().map(|(i, _)| studied.facts[*i].key)).or(first)
}

fn bare_line(kinds: &LessonKinds, lesson: &Lesson, number: &str, depth: usize) -> Line {
    let kind = kinds.get(&lesson.kind);
    Line {
        href: String::new(),
        number: number.to_owned(),
        title: lesson.title.clone(),
        depth,
        is_heading: kind.is_none_or(|kind| kind.completion == Completion::Nothing),
        icon: kind.map_or("book", |kind| kind.icon),
        tone: "",
        state: String::new(),
        minutes: lesson.minutes,
        current: false,
    }
}

fn lines(l: &Locale, kinds: &LessonKinds, studied: &Studied, current: Option<Uuid>) -> Vec<Line> {
    let course = studied.enrolment.course_id;
    let states = ["learning-line-done", "learning-line-begun", "learning-line-open"].map(|key| l.t(key));
    studied
        .lessons
        .iter()
        .zip(&studied.facts)
        .map(|(placed, facts)| {
            let mut line = bare_line(kinds, &placed.lesson, &placed.number, placed.depth);
            let begun = studied.rows.contains_key(&facts.key);
            (line.icon, line.tone, line.state) = match rules::standing(facts) {
                Standing::Heading => (line.icon, "", String::new()),
                Standing::Done => ("done", "pine", states[0].clone()),
                _ if begun => ("half", "apricot", states[1].clone()),
                _ => ("open", "", states[2].clone()),
            };
            line.href = lesson_href(course, facts.key);
            line.current = current == Some(facts.key);
            line
        })
        .collect()
}

/// What is missing, line by line, each leading to its lesson.
pub(crate) fn reasons(l: &Locale, studied: &Studied) -> Vec<Reason> {
    let missing = studied.progress().missing;
    missing
        .into_iter()
        .map(|(i, standing)| Reason {
            title: studied.lessons[i].lesson.title.clone(),
            href: lesson_href(studied.enrolment.course_id, studied.facts[i].key),
            text: standing_words(l, standing).0,
        })
        .collect()
}

/// Where a lesson stands, in words, with its tone.
pub(crate) fn standing_words(l: &Locale, standing: Standing) -> (String, &'static str) {
    match standing {
        Standing::Heading => (String::new(), ""),
        Standing::Done => (l.t("learning-standing-done"), "pine"),
        Standing::Attention { given, needed } => {
            let (given, needed) = (l.span(given.seconds()), l.span(needed.seconds()));
            (l.t2("learning-standing-attention", "given", given, "needed", needed), "ochre")
        }
        Standing::Watching { watched, of } => {
            let (watched, of) = (l.span(watched.seconds()), l.span(of.seconds()));
            (l.t2("learning-standing-watching", "watched", watched, "of", of), "ochre")
        }
        Standing::NotTaken => (l.t("learning-standing-not-taken"), "ochre"),
        Standing::NotPassed => (l.t("learning-standing-not-passed"), "ochre"),
    }
}

fn rule_words(studied: &Studied, at: usize) -> Msg {
    let facts = &studied.facts[at];
    match facts.completion {
        Completion::Nothing => Msg::new("learning-rule-nothing"),
        Completion::Read | Completion::Paged => {
            let needed = rules::needed(facts.minutes).seconds();
            Msg::new("learning-rule-attention").with("minutes", needed / 60).with("seconds", needed % 60)
        }
        Completion::Watched => Msg::new("learning-rule-watched"),
        Completion::Taken => Msg::new("learning-rule-taken"),
        Completion::Passed => Msg::new("learning-rule-passed"),
    }
}

/// Address and title of the lesson before or after, headings left out; empty at the ends.
fn neighbour(course: Uuid, studied: &Studied, at: usize, step: isize) -> (String, String) {
    let mut at = at;
    while let Some(next) = at.checked_add_signed(step).filter(|next| *next < studied.lessons.len()) {
        at = next;
        if studied.facts[at].completion != Completion::Nothing {
            let lesson = &studied.lessons[at].lesson;
            return (lesson_href(course, lesson.lesson_key), lesson.title.clone());
        }
    }
    Default::default()
}
