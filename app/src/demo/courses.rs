//! Courses of a demo institution: written by the teacher, judged by the reviewer, published by the centre, all
//! through the same gate as everybody's.

use super::{
    Demo,
    films::{Film, Shelf},
    people::People,
    plan::{self, CoursePlan, LessonPlan},
};
use crate::wiring;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
};
use xingtan_assessment::api::{self as assessment, At, Draft, QuestionKind};
use xingtan_catalog::{
    Act, Changed,
    api::{
        self as catalog, Added, Body, Category, Course, Facts, LessonFile, LessonKinds, NewCourse, NewLesson,
        NewPicture, Sizes,
    },
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Error as DbError, Tx};
use xingtan_manuals::screens;
use xingtan_storage::Policy;

/// A course of the demo.
pub struct DemoCourse {
    /// Id.
    pub id: Uuid,
    /// Title.
    pub title: String,
    /// Codes of the roles whose role course it is.
    pub roles: Vec<String>,
    /// Whether all learners are assigned to it.
    pub required: bool,
    /// Whether it is published.
    pub published: bool,
}

/// Writes all courses; one that shows a film only where the shelf has it, and role courses with their role's films.
pub async fn fill(
    demo: &Demo<'_>,
    people: &People,
    shelf: &Shelf,
) -> Result<Vec<DemoCourse>, Box<dyn Error>> {
    let mut plans = plan::courses()?;
    plans.retain(|(_, course)| {
        course.lesson.iter().filter_map(|it| it.film.as_deref()).all(|name| shelf.film(name).is_some())
    });
    let category = Category {
        id: demo.ids.next(),
        parent_id: None,
        name: demo.plan.category.clone(),
        place: 0,
        version: 1,
    };
    let (id, key, at) =
        (category.id, xingtan_search::sort_key(&category.name), demo.now - Span::of_days(100));
    demo.running.app().db().write(move |tx| catalog::add_category(tx, &category, &key, at)).await?;
    let total = plans.len() as u64;
    let mut all = Vec::new();
    for (n, (folder, course)) in plans.into_iter().enumerate() {
        all.push(write(demo, (people, shelf), &folder, id, course).await?);
        (demo.progress)("courses", n as u64 + 1, total);
    }
    Ok(all)
}

async fn write(
    demo: &Demo<'_>,
    (people, shelf): (&People, &Shelf),
    folder: &str,
    category: Uuid,
    mut plan: CoursePlan,
) -> Result<DemoCourse, Box<dyn Error>> {
    let app = demo.running.app();
    let kinds = wiring::lesson_kinds();
    let mut lessons = films(&kinds, shelf, &mut plan)?;
    let (author, reviewer, publisher) = (
        act(demo, people, "teacher", 90)?,
        act(demo, people, "reviewer", 85)?,
        act(demo, people, "center", 80)?,
    );
    let new = NewCourse {
        facts: facts(&plan, category, &author),
        unit_id: people.root.id,
        unit_path: people.root.path.clone(),
    };
    let by = author.clone();
    let id = app.db().write(move |tx| catalog::create_course(tx, &new, &by)).await?;
    let pictures = take_pictures(demo, folder, &plan, id, &author).await?;
    for lesson in &plan.lesson {
        lessons.push(prepare(demo, (&kinds, shelf), folder, lesson, &pictures, &author).await?);
    }
    let mut above = None;
    for (lesson, depth) in lessons {
        let (kinds, by) = (kinds.clone(), author.clone());
        let parent = if depth == 0 { None } else { above };
        let key = app.db().write(move |tx| add(tx, &kinds, id, &lesson, parent, &by)).await?;
        if depth == 0 {
            above = Some(key);
        }
    }
    let state = plan.state.clone();
    app.db()
        .write(move |tx| {
            let course = |tx: &mut Tx<'_>| catalog::course(tx, id)?.ok_or(DbError::NotFound);
            if state == "draft" {
                return Ok::<_, DbError>(());
            }
            let begun = course(tx)?;
            catalog::submit(tx, &kinds, &begun, "", &author)?;
            if state != "in-review" {
                let submitted = course(tx)?;
                catalog::approve(tx, &submitted, &reviewer)?;
            }
            if state == "published" {
                let approved = course(tx)?;
                catalog::publish(tx, &kinds, &approved, &publisher)?;
            }
            Ok(())
        })
        .await?;
    let made = app.db().read(move |tx| catalog::course(tx, id)).await?.ok_or("a course was not kept")?;
    let published = made.published_version_id.is_some();
    if published != (plan.state == "published") {
        return Err(format!("demo data: {folder} did not become {}", plan.state).into());
    }
    Ok(DemoCourse { id, title: plan.title, roles: plan.role_course_of, required: plan.required, published })
}

/// Somebody of the demo at work, so many days ago.
pub fn act(demo: &Demo<'_>, people: &People, user: &str, days_ago: i64) -> Result<Act, Box<dyn Error>> {
    let (id, name) = people.named.get(user).ok_or_else(|| format!("demo data: nobody is {user}"))?.clone();
    Ok(Act::for_person(id, name, demo.now - Span::of_days(days_ago), demo.ids.clone()))
}

fn facts(plan: &CoursePlan, category: Uuid, author: &Act) -> Facts {
    Facts {
        title: plan.title.clone(),
        summary: plan.summary.clone(),
        level: plan.level.clone(),
        category_id: Some(category),
        lecturer_id: Some(author.person),
        lecturer_name: author.name.clone(),
        credits: (plan.credits * 100.0).round() as i64,
        in_order: false,
        introduction: Body::of(plan.introduction.clone()),
        objectives: Body::of(plan.objectives.clone()),
        syllabus: Body::of(plan.syllabus.clone()),
        criteria: Body::of(plan.criteria.clone()),
    }
}

/// The pictures of a course: addresses by name of the screen, and how large they are.
#[derive(Default)]
struct Pictures {
    addresses: BTreeMap<String, String>,
    sizes: Sizes,
}

/// Takes the screens that the lessons of a course show.
async fn take_pictures(
    demo: &Demo<'_>,
    folder: &str,
    plan: &CoursePlan,
    course: Uuid,
    author: &Act,
) -> Result<Pictures, Box<dyn Error>> {
    let mut names = BTreeSet::new();
    for file in plan.lesson.iter().filter_map(|lesson| lesson.file.as_ref()) {
        let text = plan::text(&format!("{folder}/{file}"))?;
        names.extend(screens::named(&text).into_iter().map(str::to_owned));
    }
    if names.is_empty() {
        return Ok(Pictures::default());
    }
    let app = demo.running.app();
    let mut new = Vec::new();
    for name in names {
        let screen =
            screens::screens().get(name.as_str()).ok_or_else(|| format!("demo data: no screen {name}"))?;
        let bytes =
            plan::screen(screen.file).ok_or_else(|| format!("demo data: {} is missing", screen.file))?;
        let shape =
            catalog::look_at_picture(&bytes).map_err(|reason| format!("demo data: {name}: {reason:?}"))?;
        if (shape.width, shape.height) != (screen.width, screen.height) {
            return Err(format!("demo data: {name} is {} × {}", shape.width, shape.height).into());
        }
        let stored = app.storage().put(&bytes, &Policy { most: 1 << 20, accept: &["image/webp"] }).await?;
        let picture = NewPicture { stored, shape, name: format!("{name}.webp"), description: name.clone() };
        new.push((name, picture));
    }
    let by = author.clone();
    let unit = app.db().write(move |tx| {
        let it = catalog::course(tx, course)?.ok_or(DbError::NotFound)?;
        let mut addresses = BTreeMap::new();
        for (name, picture) in &new {
            let Added::As(id) = catalog::add_picture(tx, &it, picture, &by)? else {
                return Err(DbError::NotFound);
            };
            addresses.insert(name.clone(), catalog::picture_href(course, id));
        }
        Ok(Pictures { addresses, sizes: catalog::picture_sizes(tx, course)? })
    });
    Ok(unit.await?)
}

/// A lesson made ready outside units: texts rendered, file kept.
#[derive(Clone)]
struct Ready {
    lesson: NewLesson,
    questions: Vec<Draft>,
}

/// The films of a role course, which come before its pages; its outline and what completes it tell of them.
fn films(
    kinds: &LessonKinds,
    shelf: &Shelf,
    plan: &mut CoursePlan,
) -> Result<Vec<(Ready, usize)>, Box<dyn Error>> {
    let Some((said, films)) = shelf.of_roles(&plan.role_course_of) else { return Ok(Vec::new()) };
    plan.syllabus.insert_str(0, &said.syllabus);
    plan.criteria.push_str(&said.criteria);
    let section = kinds.get("section").ok_or("demo data: kind section")?;
    let head = NewLesson::of(section, said.section.clone());
    let mut lessons = vec![(Ready { lesson: head, questions: Vec::new() }, 0)];
    for film in films {
        let lesson = NewLesson::of(kinds.get("video").ok_or("demo data: kind video")?, film.title.clone());
        lessons.push((Ready { lesson: shows(lesson, film), questions: Vec::new() }, 1));
    }
    Ok(lessons)
}

fn shows(lesson: NewLesson, film: &Film) -> NewLesson {
    NewLesson { minutes: film.minutes, file: Some(film.file.clone()), ..lesson }
}

async fn prepare(
    demo: &Demo<'_>,
    (kinds, shelf): (&LessonKinds, &Shelf),
    folder: &str,
    plan: &LessonPlan,
    pictures: &Pictures,
    author: &Act,
) -> Result<(Ready, usize), Box<dyn Error>> {
    let kind = kinds.get(&plan.kind).ok_or_else(|| format!("demo data: kind {}", plan.kind))?;
    let mut lesson = NewLesson::of(kind, plan.title.clone());
    lesson.minutes = plan.minutes.unwrap_or(kind.minutes);
    if let Some(file) = &plan.file {
        let text = plan::text(&format!("{folder}/{file}"))?;
        let text = screens::addressed(&text, |name, _| pictures.addresses.get(name).cloned());
        lesson.body = Body::with_pictures(text, &pictures.sizes);
    }
    if let Some(film) = plan.film.as_ref().and_then(|name| shelf.film(name)) {
        lesson = shows(lesson, film);
    }
    if let Some(file) = &plan.attach {
        let bytes = plan::bytes(&format!("{folder}/{file}"))?;
        lesson.file = Some(keep(demo, file, bytes, author).await?);
    }
    let mut questions = Vec::new();
    for question in &plan.question {
        let kind =
            QuestionKind::from_code(&question.kind).ok_or_else(|| format!("demo data: {}", question.kind))?;
        let letters = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let options: Vec<(&str, &str)> =
            letters.into_iter().zip(question.options.iter().map(String::as_str)).collect();
        let right: Vec<&str> = question.answer.iter().map(String::as_str).collect();
        questions.push(Draft::of(kind, &question.body, &options, &right, 100, &question.explanation));
    }
    Ok((Ready { lesson, questions }, plan.depth))
}

async fn keep(
    demo: &Demo<'_>,
    name: &str,
    bytes: Vec<u8>,
    author: &Act,
) -> Result<LessonFile, Box<dyn Error>> {
    let app = demo.running.app();
    let stored = app.storage().put(&bytes, &Policy::any(64 << 20)).await?;
    let (by, at, own) = (author.person, demo.now, name.to_owned());
    let row = app.db().write(move |tx| xingtan_storage::file::keep(tx, &stored, &own, Some(by), at)).await?;
    Ok(LessonFile { id: row.id, name: row.name, size: row.size })
}

fn add(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    ready: &Ready,
    parent: Option<Uuid>,
    by: &Act,
) -> Result<Uuid, DbError> {
    let course: Course = catalog::course(tx, course)?.ok_or(DbError::NotFound)?;
    let new = NewLesson { parent, ..ready.lesson.clone() };
    let Changed::Done(key) = catalog::add_lesson(tx, kinds, &course, &new, by)? else {
        return Err(DbError::NotFound);
    };
    if !ready.questions.is_empty() {
        let Changed::Done(lesson) = catalog::draft_lesson(tx, &course, key)? else {
            return Err(DbError::NotFound);
        };
        let quiz = lesson.quiz_id.ok_or(DbError::NotFound)?;
        for draft in &ready.questions {
            assessment::add_question(tx, At { course: &course, lesson: &lesson, quiz }, draft, by)?;
        }
    }
    Ok(key)
}
