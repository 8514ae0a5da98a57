//! What addresses are about: one's own, within the near department, in the far unit, and of somebody of the same role.

use crate::{
    ask::{self, By},
    cases,
    city::{Asker, World, sign_in},
    kinds::KINDS,
    measures, passkeys, planning, regulations, secrets, sensitive,
};
use http::header;
use std::{collections::BTreeMap, sync::Arc};
use xingtan_accounts::api::{self as accounts, Node, Targets};
use xingtan_assessment::api::{self as assessment, At, Draft, QuestionKind, QuizLessons};
use xingtan_audit::Who;
use xingtan_catalog::{
    Act, Changed,
    api::{self as catalog, Added, Body, Facts, LessonKinds, NewCourse, NewLesson, NewPicture, QUIZ},
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Error, Tx, params};
use xingtan_learning::api::{self as learning, Assignment, CertificateHand, Template};
use xingtan_storage::Policy;

/// Ids by what they are of and where it lies: `("cohort", "near")`.
pub struct Objects(BTreeMap<(&'static str, &'static str), String>);

/// What nothing has as id.
const UNKNOWN: &str = "00000000-0000-7000-8000-000000000000";

const PLACES: [&str; 5] = ["own", "open", "near", "far", "peer"];

impl Objects {
    /// The address with ids filled in, for each place where there is such a thing for this asker.
    pub fn fill(&self, path: &str, asker: &Asker) -> Vec<(&'static str, String)> {
        if !path.contains('{') {
            return vec![("-", path.to_owned())];
        }
        let places = PLACES.into_iter().filter_map(|place| Some((place, self.filled(path, place, asker)?)));
        let filled: Vec<_> = places.collect();
        if filled.is_empty() { vec![("-", self.filled(path, "any", asker).unwrap())] } else { filled }
    }

    fn filled(&self, path: &str, place: &'static str, asker: &Asker) -> Option<String> {
        let mut filled = String::new();
        let mut placed = false;
        for step in path.split('/').skip(1) {
            filled.push('/');
            let Some(name) = step.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
                filled.push_str(step);
                continue;
            };
            let kinds = KINDS
                .iter()
                .chain(cases::KINDS)
                .filter(|(begin, own, _)| path.starts_with(begin) && *own == name);
            let kind = kinds.max_by_key(|(begin, ..)| begin.len());
            let (_, _, kind) = kind.unwrap_or_else(|| panic!("{path}: say in KINDS what {{{name}}} is of"));
            let kind = if *kind == "lesson" && asks_for_quiz(path) { "quiz" } else { kind };
            match self.id(kind, place, asker) {
                Some(id) => {
                    filled.push_str(&id);
                    placed = true;
                }
                None if place == "any" => {
                    filled.push_str(self.0.get(&(kind, "any")).map_or(UNKNOWN, String::as_str));
                }
                None => filled.push_str(self.0.get(&(kind, "any"))?),
            }
        }
        (placed || place == "any").then_some(filled)
    }

    /// The id of a thing at a place, as this asker sees it.
    pub fn id(&self, kind: &'static str, place: &'static str, asker: &Asker) -> Option<String> {
        let nobody = asker.person.is_nil();
        match (kind, place) {
            ("person", "own") => (!nobody).then(|| asker.person.to_string()),
            ("person", "peer") => (!nobody).then(|| asker.peer.to_string()),
            ("node", "own") => (!nobody).then(|| asker.unit.to_string()),
            ("session" | "token" | "notice" | "grant" | "enrolment" | "certificate" | "passkey", "own") => {
                self.of(kind, asker.person)
            }
            ("session" | "token" | "notice" | "grant" | "enrolment" | "certificate" | "passkey", "peer") => {
                self.of(kind, asker.peer)
            }
            _ => self.0.get(&(kind, place)).cloned(),
        }
    }

    fn of(&self, kind: &'static str, person: Uuid) -> Option<String> {
        let kind = match kind {
            "session" => "session-of",
            "token" => "token-of",
            "passkey" => "passkey-of",
            "grant" => "grant-of",
            "enrolment" => "enrolment-of",
            "certificate" => "certificate-of",
            _ => "notice-of",
        };
        let all = self.0.get(&(kind, "all"))?;
        let person = person.to_string();
        all.lines().find_map(|line| line.strip_prefix(&format!("{person} "))).map(str::to_owned)
    }

    /// An id that a form names, in the near department or the far unit.
    pub fn named(&self, kind: &'static str, place: &'static str) -> String {
        let found = self.0.get(&(kind, place)).or_else(|| self.0.get(&(kind, "any")));
        found.unwrap_or_else(|| panic!("nothing is a {kind} at {place}")).clone()
    }
}

/// A small picture, whole by its structure.
pub fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0".to_vec();
    bytes.extend(b"\0\0\0\0\0\0\0\x01IDATx\0\0\0\0\0\0\0\0IEND\0\0\0\0");
    bytes
}

fn asks_for_quiz(path: &str) -> bool {
    ["/quiz", "/attempts", "/answers"].iter().any(|part| path.contains(part))
}

/// Makes everything.
pub async fn make(world: &World, near: &Node, far: &Node) -> Objects {
    let mut all = Objects(BTreeMap::new());
    let put = |all: &mut Objects, kind, place, id: String| {
        all.0.insert((kind, place), id);
    };
    put(&mut all, "node", "near", near.id.to_string());
    put(&mut all, "node", "far", far.id.to_string());
    put(&mut all, "format", "any", "xlsx".to_owned());
    put(&mut all, "which", "any", "seal".to_owned());
    put(&mut all, "role", "any", "teacher".to_owned());
    put(&mut all, "date", "any", "2026-10-01".to_owned());
    put(&mut all, "year", "any", "2026".to_owned());
    // Of lessons that hold a medium; who may see one is asked in the slices' own tests, which have ffmpeg make it.
    put(&mut all, "medium", "any", "master.m3u8".to_owned());
    put(&mut all, "track", "any", UNKNOWN.to_owned());
    // Of a lesson that was written twice: `slices/catalog/tests/authoring.rs`.
    put(&mut all, "revision", "any", UNKNOWN.to_owned());
    put(&mut all, "asset", "any", "nothing.css".to_owned());
    put(&mut all, "manual", "any", "learner".to_owned());
    let screen = xingtan_manuals::screens::screens().values().next().unwrap();
    put(&mut all, "screen", "any", screen.file.to_owned());
    put(&mut all, "backup", "any", "xingtan-20260101T000000Z.xtb".to_owned());
    put(&mut all, "reset", "any", format!("xt_{}", "A".repeat(43)));
    let far_path = far.path.clone();
    for (place, node, author) in
        [("near", near, "near-teacher".to_owned()), ("far", far, secrets::user("teacher"))]
    {
        courses(world, &mut all, place, node, &author).await;
        assignment(world, &mut all, place, node).await;
        forms(world, &mut all, place, node).await;
    }
    certificates(world, &mut all).await;
    for (kind, place, id) in [regulations::make(world).await, cases::make(world).await].concat() {
        put(&mut all, kind, place, id);
    }
    for (kind, place, id) in planning::make(world).await {
        put(&mut all, kind, place, id);
    }
    for (kind, place, id) in sensitive::make(world).await {
        put(&mut all, kind, place, id);
    }
    passkeys::make(world).await;
    for (kind, place, id) in measures::make(world).await {
        put(&mut all, kind, place, id);
    }
    findings(world, &mut all).await;
    real_names(world, &mut all).await;
    find(world, &mut all, far_path).await;
    all
}

/// What an inspection of accounts found about somebody near and somebody far.
async fn findings(world: &World, all: &mut Objects) {
    let app = world.running.app();
    let (now, ids) = (app.clock().now(), app.ids().clone());
    let write = app.db().write(move |tx| {
        let mut found = Vec::new();
        for (place, user) in [("near", "learner2".to_owned()), ("far", secrets::user("learner"))] {
            let person = accounts::person_by_user(tx, &user)?.ok_or(Error::NotFound)?;
            let id = ids.next();
            tx.exec(
                "INSERT INTO accounts_finding (id, person_id, kind, figure, roles, state, found_at, seen_at, version)
                 VALUES ($1, $2, 'unused', 40, '', 'open', $3, $3, 1)",
                params![id, person.id, now],
            )?;
            found.push(("finding", place, id.to_string()));
        }
        Ok::<_, Error>(found)
    });
    for (kind, place, id) in write.await.unwrap() {
        all.0.insert((kind, place), id);
    }
}

/// What somebody near and somebody far stated of their names and documents.
async fn real_names(world: &World, all: &mut Objects) {
    for (place, user, number) in
        [("near", "learner2".to_owned(), "E10000001"), ("far", secrets::user("learner"), "E10000002")]
    {
        let fields =
            [("document", "passport"), ("name", "证件上的名字"), ("number", number), ("consent", "yes")];
        let fields: Vec<(String, String)> =
            fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let by = sign_in(world, &user).await;
        let answer = ask::post(&world.router, "/account/real-name", By::Cookie(&by), &fields).await;
        assert!(answer.status.is_redirection(), "{user}: {} {}", answer.status, answer.text());
        let person = world.running.app().db().read(move |tx| accounts::person_by_user(tx, &user)).await;
        all.0.insert(("real-name", place), person.unwrap().unwrap().id.to_string());
    }
}

/// Certificates of somebody near and somebody far, and a template.
async fn certificates(world: &World, all: &mut Objects) {
    let app = world.running.app();
    let (now, ids) = (app.clock().now(), app.ids().clone());
    let write = app.db().write(move |tx| {
        let template = Template {
            id: ids.next(),
            name: "结业".to_owned(),
            language: "zh-CN".to_owned(),
            portrait: false,
            heading: "结业证书".to_owned(),
            body: "{姓名}完成《{课程}》。".to_owned(),
            issuer: "远山学院".to_owned(),
            signer: String::new(),
            prefix: "GATE".to_owned(),
            months: 12,
            picture_file: None,
            seal_file: None,
            updated_at: now,
            version: 1,
        };
        learning::add_template(tx, &template, Uuid::nil())?;
        let mut found = vec![("template", "any", template.id.to_string())];
        for (place, user) in [("near", "learner2".to_owned()), ("far", secrets::user("learner"))] {
            let person = accounts::person_by_user(tx, &user)?.ok_or(Error::NotFound)?;
            let course = "SELECT id, published_version_id FROM catalog_course
                WHERE state = 'published'
                    AND id NOT IN (SELECT course_id FROM learning_enrolment WHERE person_id = $1)
                ORDER BY title_key, id LIMIT 1";
            let (course, version): (Uuid, Uuid) = tx.one(course, params![person.id])?;
            let enrolment = ids.next();
            tx.exec(
                "INSERT INTO learning_enrolment (id, course_id, person_id, unit_path, name_key, source, required,
                        opens_at, enrolled_at, version_id, lessons_total, lessons_done, study_seconds, completed_at)
                 VALUES ($1, $2, $3, $4, $5, 'chosen', $6, $7, $7, $8, 1, 1, 60, $7)",
                params![enrolment, course, person.id, person.unit_path, person.name_key, false, now, version],
            )?;
            let enrolment = learning::enrolment(tx, enrolment)?.ok_or(Error::NotFound)?;
            let hand = CertificateHand { who: Who::program(), now, ids: &|| ids.next() };
            let issued = learning::issue_certificate(tx, &hand, &template, &enrolment, None)?;
            let issued = issued.ok_or(Error::NotFound)?;
            found.push(("certificate", place, issued.id.to_string()));
            if place == "near" {
                found.push(("code", "any", issued.code));
            }
        }
        Ok::<_, Error>(found)
    });
    for (kind, place, id) in write.await.unwrap() {
        all.0.insert((kind, place), id);
    }
}

/// A draft with a page and a quiz, and another course under review.
async fn courses(world: &World, all: &mut Objects, place: &'static str, node: &Node, author: &str) {
    let app = world.running.app();
    let kinds = LessonKinds::standard().with(QUIZ, Arc::new(QuizLessons));
    let (node, user, ids, now) = (node.clone(), author.to_owned(), app.ids().clone(), app.clock().now());
    let title = if place == "far" { secrets::name("课程") } else { "本部课程".to_owned() };
    let stored = app.storage().put(&png(), &Policy::any(1 << 20)).await.unwrap();
    let shape = catalog::look_at_picture(&png()).unwrap();
    let new = NewPicture { stored, shape, name: title.clone(), description: title.clone() };
    let write = app.db().write(move |tx| {
        let person = accounts::person_by_user(tx, &user)?.ok_or(Error::NotFound)?;
        let act = Act::for_person(person.id, person.name.clone(), now, ids.clone());
        let (draft, page, quiz, question) = course(tx, &kinds, &node, &format!("{title}一"), &act)?;
        let begun = catalog::course(tx, draft)?.ok_or(Error::NotFound)?;
        let Added::As(picture) = catalog::add_picture(tx, &begun, &new, &act)? else {
            return Err(Error::NotFound);
        };
        let (judged, ..) = course(tx, &kinds, &node, &format!("{title}二"), &act)?;
        let begun = catalog::course(tx, judged)?.ok_or(Error::NotFound)?;
        catalog::submit(tx, &kinds, &begun, "", &act)?;
        let version = begun.draft_version_id.ok_or(Error::NotFound)?;
        let review = "SELECT id FROM catalog_review WHERE course_id = $1";
        let (review,): (Uuid,) = tx.one(review, params![judged])?;
        let rating = ids.next();
        tx.exec(
            "INSERT INTO evaluation_rating (id, course_id, version_id, enrolment_id, person_id, person_name, content,
                    teaching, usefulness, stars, comment, rated_at, month_at, changed_at, version)
             VALUES ($1, $2, $3, $1, $4, $5, 4, 4, 4, 400, $5, $6, $6, $6, 1)",
            params![rating, draft, version, ids.next(), title, now],
        )?;
        Ok::<_, Error>([draft, page, quiz, question, version, review, person.id, picture, rating])
    });
    let found = write.await.unwrap();
    let kinds = ["course", "lesson", "quiz", "question", "version", "review", "author", "picture", "rating"];
    for (kind, id) in kinds.into_iter().zip(found) {
        all.0.insert((kind, place), id.to_string());
    }
}

fn course(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    node: &Node,
    title: &str,
    act: &Act,
) -> Result<(Uuid, Uuid, Uuid, Uuid), Error> {
    let (category,): (Uuid,) = tx.one("SELECT id FROM catalog_category LIMIT 1", &[])?;
    let text = || Body::of(title.to_owned());
    let facts = Facts {
        title: title.to_owned(),
        summary: title.to_owned(),
        level: "beginner".to_owned(),
        category_id: Some(category),
        lecturer_id: Some(act.person),
        lecturer_name: act.name.clone(),
        credits: 100,
        in_order: false,
        introduction: text(),
        objectives: text(),
        syllabus: text(),
        criteria: text(),
    };
    let new = NewCourse { facts, unit_id: node.id, unit_path: node.path.clone() };
    let id = catalog::create_course(tx, &new, act)?;
    let mut keys = Vec::new();
    for kind in ["page", "quiz"] {
        let begun = catalog::course(tx, id)?.ok_or(Error::NotFound)?;
        let mut lesson = NewLesson::of(kinds.get(kind).ok_or(Error::NotFound)?, title);
        lesson.body = text();
        let Changed::Done(key) = catalog::add_lesson(tx, kinds, &begun, &lesson, act)? else {
            return Err(Error::NotFound);
        };
        keys.push(key);
    }
    let begun = catalog::course(tx, id)?.ok_or(Error::NotFound)?;
    let Changed::Done(lesson) = catalog::draft_lesson(tx, &begun, keys[1])? else {
        return Err(Error::NotFound);
    };
    let quiz = lesson.quiz_id.ok_or(Error::NotFound)?;
    let draft = Draft::of(QuestionKind::Single, title, &[("a", title), ("b", "x")], &["a"], 100, title);
    assessment::add_question(tx, At { course: &begun, lesson: &lesson, quiz }, &draft, act)?;
    let question = "SELECT id FROM assessment_question WHERE quiz_id = $1";
    let (question,): (Uuid,) = tx.one(question, params![quiz])?;
    Ok((id, keys[0], keys[1], question))
}

async fn assignment(world: &World, all: &mut Objects, place: &'static str, node: &Node) {
    let app = world.running.app();
    let (id, job, now, ids) = (app.id(), app.id(), app.clock().now(), app.ids().clone());
    let (node, by) =
        (node.clone(), if place == "far" { secrets::user("manager") } else { "manager".to_owned() });
    let note = if place == "far" { secrets::name("说明") } else { "请按时完成".to_owned() };
    let write = app.db().write(move |tx| {
        let person = accounts::person_by_user(tx, &by)?.ok_or(Error::NotFound)?;
        let published =
            "SELECT id, title FROM catalog_course WHERE state = 'published' ORDER BY title_key, id LIMIT 1";
        let (course_id, title): (Uuid, String) = tx.one(published, &[])?;
        let it = Assignment {
            id,
            course_id,
            title,
            node_path: node.path.clone(),
            opens_at: now,
            due_at: now + Span::of_days(30),
            note: note.clone(),
            created_by: person.id,
            created_at: now,
            ended_at: None,
            version: 1,
        };
        let targets = Targets { nodes: vec![node.id], ..Targets::default() };
        let act = Act::for_person(person.id, person.name, now, ids.clone());
        learning::create_assignment(tx, &it, &targets, job, &act)
    });
    write.await.unwrap();
    all.0.insert(("assignment", place), id.to_string());
}

/// What is made by forms, as people make it.
async fn forms(world: &World, all: &mut Objects, place: &'static str, node: &Node) {
    let far = place == "far";
    let manager = if far { secrets::user("manager") } else { "manager".to_owned() };
    let (manager, centre) = (sign_in(world, &manager).await, sign_in(world, "center").await);
    let word = |text: &str| if far { secrets::name(text) } else { text.to_owned() };
    let code = |text: &str| if far { secrets::user(text) } else { text.to_owned() };
    let unit = node.id.to_string();
    let send = async |by: &str, path: &str, fields: &[(&str, String)]| {
        let fields: Vec<(String, String)> =
            fields.iter().map(|(a, b)| ((*a).to_owned(), b.clone())).collect();
        let answer = ask::post(&world.router, path, By::Cookie(by), &fields).await;
        let to = answer.header(header::LOCATION).to_owned();
        assert!(answer.status.is_redirection(), "{path} at {place}: {} {}", answer.status, answer.text());
        to.rsplit('/').next().unwrap().to_owned()
    };
    let fields = [("name", word("班级")), ("kind", "fixed".into()), ("node", unit.clone())];
    all.0.insert(("cohort", place), send(&centre, "/cohorts", &fields).await);
    let fields = [
        ("name", word("新人")),
        ("user_name", code("asked")),
        ("unit", unit.clone()),
        ("reason", word("缺人")),
    ];
    all.0.insert(("opening", place), send(&manager, "/people/openings", &fields).await);
    let fields = [
        ("name", word("纸条")),
        ("user_name", code("slip")),
        ("unit", unit.clone()),
        ("delivery", "slip".into()),
        ("roles", "learner".into()),
    ];
    all.0.insert(("slips", place), send(&centre, "/people", &fields).await);
    let fields = [
        ("user", if far { secrets::user("learner") } else { "learner".to_owned() }),
        ("name", word("来信")),
        ("contact", word("分机")),
        ("message", word("进不去")),
    ];
    send("", "/sign-in/ticket", &fields).await;
    let csv = format!("姓名,用户名,单位\n{},{},{}\n", word("导入"), code("import"), word("车队"));
    let file = (&*code("people.csv"), csv.as_bytes());
    let answer = ask::upload(&world.router, "/people/import", By::Cookie(&manager), &[], file).await;
    let run = answer.header(header::LOCATION).rsplit('/').next().unwrap().to_owned();
    assert!(answer.status.is_redirection(), "import: {} {}", answer.status, answer.text());
    all.0.insert(("import", place), run);
    if !far {
        let fields =
            [("name", "教务会".into()), ("kind", "quality".into()), ("term_from", "2026-01-01".into())];
        all.0.insert(("body", "any"), send(&centre, "/bodies", &fields).await);
    }
}

/// What is there already.
async fn find(world: &World, all: &mut Objects, far: String) {
    let read = world.running.app().db().read(move |tx| {
        let mut found: Vec<(&'static str, &'static str, String)> = Vec::new();
        let mut one = |tx: &mut Tx<'_>, kind, place, sql: &'static str, of: &str| {
            let of = [xingtan_db::Param::Text(of)];
            let id: Option<(Uuid,)> = tx.opt(sql, if sql.contains("$1") { &of } else { &[] })?;
            // What the demo has none of is asked for by an id that nothing has.
            found.push((kind, place, id.map_or(Uuid::nil(), |(id,)| id).to_string()));
            Ok::<_, Error>(())
        };
        let person = "SELECT id FROM accounts_person WHERE user_key = $1";
        one(tx, "person", "near", person, "learner2")?;
        one(tx, "person", "far", person, &secrets::user("learner"))?;
        let grant = "SELECT g.id FROM accounts_grant g JOIN accounts_person p ON p.id = g.person_id WHERE p.user_key = $1";
        one(tx, "grant", "near", grant, "learner2")?;
        one(tx, "grant", "far", grant, &secrets::user("learner"))?;
        let ticket = "SELECT id FROM accounts_ticket WHERE user_name = $1";
        one(tx, "ticket", "near", ticket, "learner")?;
        one(tx, "ticket", "far", ticket, &secrets::user("learner"))?;
        let entry = "SELECT id FROM audit_entry WHERE node_path = $1 ORDER BY at, id LIMIT 1";
        one(tx, "entry", "far", entry, &far)?;
        let entry = "SELECT e.id FROM audit_entry e JOIN accounts_person p ON p.id = e.subject
            WHERE p.user_key = $1 ORDER BY e.at, e.id LIMIT 1";
        one(tx, "entry", "near", entry, "learner2")?;
        one(tx, "position", "any", "SELECT id FROM accounts_position ORDER BY name_key LIMIT 1", "")?;
        one(tx, "category", "any", "SELECT id FROM catalog_category LIMIT 1", "")?;
        one(tx, "synonyms", "any", "SELECT id FROM search_synonyms ORDER BY shown_key, id LIMIT 1", "")?;
        one(tx, "job", "any", "SELECT id FROM jobs_job ORDER BY created_at, id LIMIT 1", "")?;
        one(tx, "mail", "any", "SELECT id FROM notify_mail ORDER BY at, id LIMIT 1", "")?;
        let open = "SELECT c.id FROM catalog_course c JOIN catalog_lesson l ON l.version_id = c.published_version_id
            WHERE c.state = 'published' AND l.kind = 'quiz' ORDER BY c.title_key, c.id LIMIT 1";
        one(tx, "open-course", "any", open, "")?;
        one(tx, "course", "open", open, "")?;
        let enrolment = "SELECT e.id FROM learning_enrolment e JOIN accounts_person p ON p.id = e.person_id
            WHERE p.user_key = $1 ORDER BY e.enrolled_at, e.id LIMIT 1";
        one(tx, "enrolment", "near", enrolment, "learner2")?;
        one(tx, "enrolment", "far", enrolment, &secrets::user("learner"))?;
        one(tx, "attempt", "any", "SELECT id FROM assessment_attempt ORDER BY started_at, id LIMIT 1", "")?;
        let (course,): (Uuid,) = tx.one(open, &[])?;
        let inside = "FROM catalog_course c JOIN catalog_lesson l ON l.version_id = c.published_version_id
            WHERE c.id = $1";
        let lesson = format!("SELECT l.lesson_key {inside} AND l.kind = 'page' ORDER BY l.place LIMIT 1");
        let lesson: (Uuid,) = tx.one(&lesson, params![course])?;
        let quiz = format!("SELECT l.lesson_key {inside} AND l.kind = 'quiz' ORDER BY l.place LIMIT 1");
        let quiz: (Uuid,) = tx.one(&quiz, params![course])?;
        let version: (Uuid,) = tx.one(&format!("SELECT l.version_id {inside} LIMIT 1"), params![course])?;
        let picture = "SELECT picture_id FROM catalog_picture_use WHERE version_id = $1 ORDER BY picture_id LIMIT 1";
        let picture: (Uuid,) = tx.one(picture, params![version.0])?;
        for (kind, id) in [("lesson", lesson.0), ("quiz", quiz.0), ("version", version.0), ("picture", picture.0)] {
            found.push((kind, "open", id.to_string()));
        }
        let question: (Uuid,) = tx.one("SELECT id FROM assessment_question ORDER BY id LIMIT 1", &[])?;
        found.push(("question", "any", question.0.to_string()));
        let author: (Uuid,) = tx.one("SELECT author_id FROM catalog_course ORDER BY created_at, id LIMIT 1", &[])?;
        // Which course one was enrolled in first is chance: asked for is a lesson that none has.
        found.push(("open-quiz", "any", UNKNOWN.to_owned()));
        found.push(("author", "any", author.0.to_string()));
        for (kind, sql) in [
            ("session-of", "SELECT person_id, id FROM accounts_session WHERE ended_at IS NULL ORDER BY started_at, id"),
            ("passkey-of", "SELECT person_id, id FROM accounts_passkey ORDER BY id"),
            ("token-of", "SELECT person_id, id FROM accounts_token ORDER BY created_at, id"),
            ("grant-of", "SELECT person_id, id FROM accounts_grant ORDER BY granted_at, id"),
            ("notice-of", "SELECT person, id FROM notify_notice ORDER BY at, id"),
            ("enrolment-of", "SELECT person_id, id FROM learning_enrolment ORDER BY enrolled_at, id"),
            ("certificate-of", "SELECT person_id, id FROM learning_certificate ORDER BY issued_at, id"),
        ] {
            let rows: Vec<(Uuid, Uuid)> = tx.all(sql, &[])?;
            let lines: Vec<String> = rows.into_iter().map(|(person, id)| format!("{person} {id}")).collect();
            found.push((kind, "all", lines.join("\n")));
        }
        Ok::<_, Error>(found)
    });
    for (kind, place, id) in read.await.unwrap() {
        all.0.insert((kind, place), id);
    }
}
