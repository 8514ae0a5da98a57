//! Moving lessons: by the tree that is dragged or steered by keys, and by one step without scripts.

use super::{action::lesson_href, deed, page::open_lesson, rules::Placed, store::Lesson};
use crate::{
    Act,
    course::{action::desk_href, rules::MOST_LESSONS},
};
use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, header};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn};

/// `POST /courses/{course}/edit/order`: a lesson was dragged, or moved by keys. Answers the tree's new version.
pub async fn order(
    State(app): State<App>,
    who: SignedIn,
    Path(course): Path<Uuid>,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, Fault> {
    let (item, parent) = (form.id("item"), form.optional_id("parent"));
    let position = form.int("position", 0..=MOST_LESSONS as i64);
    let seen = form.int("version", 1..=i64::MAX);
    let (true, Some(item)) = (form.ok(), item) else { return Err(Fault::Bad(Msg::new("web-fault-form"))) };
    let count = move_to(&app, &who, course, item, (parent, position as usize), Some(seen)).await?;
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("json") {
        return Ok(Json(serde_json::json!({ "version": count })).into_response());
    }
    Ok(Redirect::to(&desk_href(course)).into_response())
}

async fn move_to(
    app: &App,
    who: &SignedIn,
    course: Uuid,
    key: Uuid,
    to: (Option<Uuid>, usize),
    seen: Option<i64>,
) -> Result<i64, Fault> {
    let act = Act::of(who);
    app.db().write(move |tx| deed::move_to(tx, course, key, to, seen, &act)).await
}

/// `POST /courses/{course}/edit/lessons/{lesson}/move`: by one step, without scripts.
pub async fn step(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let back = lesson_href(course, key);
    match seat_after(&desk.lessons, at, form.value("direction")) {
        Some(to) => {
            move_to(&app, &who, course, key, to, None).await?;
            Ok(who.go(&back, "pine", &Msg::new("catalog-moved")))
        }
        None => Ok(who.go(&back, "ochre", &Msg::new("catalog-not-moved"))),
    }
}

/// The seat one step further: before or after a sibling, below the one before, or behind what one stood below.
fn seat_after(all: &[Placed<Lesson>], at: usize, direction: &str) -> Option<(Option<Uuid>, usize)> {
    let own = &all[at];
    let parent_at = all[..at].iter().rposition(|it| it.depth + 1 == own.depth);
    let parent = parent_at.map(|at| all[at].lesson.lesson_key);
    let children = |parent_at: Option<usize>| -> Vec<usize> {
        let (from, depth) = parent_at.map_or((0, 0), |at| (at + 1, all[at].depth + 1));
        let inside = all[from..].iter().enumerate().take_while(|(_, it)| it.depth >= depth);
        inside.filter(|(_, it)| it.depth == depth).map(|(i, _)| from + i).collect()
    };
    let siblings = children(parent_at);
    let place = siblings.iter().position(|it| *it == at)?;
    match direction {
        "up" => Some((parent, place.checked_sub(1)?)),
        "down" => (place + 1 < siblings.len()).then_some((parent, place + 1)),
        "in" => {
            let above = siblings[place.checked_sub(1)?];
            Some((Some(all[above].lesson.lesson_key), children(Some(above)).len()))
        }
        "out" => {
            let parent_at = parent_at?;
            let grand_at = all[..parent_at].iter().rposition(|it| it.depth + 1 == all[parent_at].depth);
            let place = children(grand_at).iter().position(|it| *it == parent_at)?;
            Some((grand_at.map(|at| all[at].lesson.lesson_key), place + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::rules::{self, Move, move_to};
    use proptest::prelude::*;
    use xingtan_clock::Timestamp;

    fn id(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    fn lesson(n: u8, parent: Option<u8>, place: i64) -> Lesson {
        let at = Timestamp::from_seconds(0);
        Lesson {
            id: id(n),
            version_id: id(0),
            lesson_key: id(n),
            parent_key: parent.map(id),
            place,
            kind: "page".into(),
            title: String::new(),
            minutes: 0,
            required: true,
            file_id: None,
            file_name: None,
            file_size: None,
            duration_ms: None,
            quiz_id: None,
            updated_at: at,
            updated_by: id(0),
            version: 1,
        }
    }

    fn numbers(all: &[Lesson]) -> Vec<(u8, String)> {
        rules::tree(all.to_vec())
            .into_iter()
            .map(|it| (it.lesson.lesson_key.as_bytes()[0], it.number))
            .collect()
    }

    fn step(all: &mut [Lesson], n: u8, direction: &str) -> bool {
        let placed = rules::tree(all.to_vec());
        let at = placed.iter().position(|it| it.lesson.lesson_key == id(n)).unwrap();
        let Some((parent, place)) = seat_after(&placed, at, direction) else { return false };
        let Move::To(seats) = move_to(all.to_vec(), id(n), parent, place) else { return false };
        for seat in seats {
            for it in all.iter_mut().filter(|it| it.lesson_key == seat.key) {
                (it.parent_key, it.place) = (seat.parent, seat.place);
            }
        }
        true
    }

    #[test]
    fn each_step_leads_where_its_word_says() {
        let mut all = vec![lesson(1, None, 0), lesson(2, None, 1), lesson(3, None, 2)];
        assert!(step(&mut all, 3, "up"));
        assert_eq!(numbers(&all), [(1, "1".into()), (3, "2".into()), (2, "3".into())]);
        assert!(step(&mut all, 3, "in"));
        assert_eq!(numbers(&all), [(1, "1".into()), (3, "1.1".into()), (2, "2".into())]);
        assert!(step(&mut all, 3, "out"));
        assert_eq!(numbers(&all), [(1, "1".into()), (3, "2".into()), (2, "3".into())]);
        assert!(!step(&mut all, 1, "up") && !step(&mut all, 1, "out") && !step(&mut all, 1, "in"));
    }

    proptest! {
        #[test]
        fn out_undoes_in(parents in proptest::collection::vec(proptest::option::of(0usize..6), 1..7), n in 0u8..7) {
            // Each stands below an earlier one: a true tree.
            let mut all: Vec<Lesson> = parents.iter().enumerate()
                .map(|(i, parent)| lesson(i as u8, parent.filter(|p| *p < i).map(|p| p as u8), i as i64)).collect();
            prop_assume!((n as usize) < all.len());
            let before = numbers(&all);
            if step(&mut all, n, "in") {
                prop_assert!(step(&mut all, n, "out"));
                prop_assert_eq!(numbers(&all), before);
            }
        }
    }
}
