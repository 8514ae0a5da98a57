//! A large demo, made small: what lists and pages read agrees with what it is counted from, on both engines.

use super::over;
use crate::demo::{self, Size};
use std::collections::BTreeSet;
use xingtan_accounts::api::NameKeys;
use xingtan_db::{Db, Error, Tx, params};
use xingtan_i18n::Kind;

const LEARNERS: u64 = 2_000;
const RECORDS: u64 = 40_000;

/// What a statement counts.
async fn count(db: &Db, sql: &'static str) -> i64 {
    db.read(move |tx| Ok::<_, Error>(tx.one::<(i64,)>(sql, params![])?.0)).await.unwrap()
}

/// Enrolments of learners whose past was made in bulk.
const BULK: &str = "SELECT count(*) FROM accounts_person p
    JOIN learning_enrolment e ON e.person_id = p.id
    JOIN learning_lesson s ON s.enrolment_id = e.id
    WHERE p.user_key > 'u000100' AND p.user_key < 'u1'";

/// Enrolments that say something else than their lessons: counts, study time, last moment, completion.
const COUNTED_WRONGLY: &str = "SELECT count(*) FROM (
        SELECT e.lessons_done, e.lessons_total, e.study_seconds, e.last_at, e.completed_at,
               (SELECT count(*) FROM learning_lesson s
                JOIN catalog_lesson c ON c.version_id = e.version_id AND c.lesson_key = s.lesson_key
                WHERE s.enrolment_id = e.id AND c.required
                  AND CASE c.kind WHEN 'quiz' THEN s.passed_at ELSE s.viewed_at END IS NOT NULL) AS done,
               (SELECT count(*) FROM catalog_lesson c
                WHERE c.version_id = e.version_id AND c.required AND c.kind <> 'section') AS total,
               (SELECT CAST(COALESCE(sum(s.study_seconds), 0) AS bigint) FROM learning_lesson s
                WHERE s.enrolment_id = e.id) AS studied,
               (SELECT max(s.last_at) FROM learning_lesson s WHERE s.enrolment_id = e.id) AS latest
        FROM learning_enrolment e JOIN accounts_person p ON p.id = e.person_id
        WHERE p.user_key > 'u000100' AND p.user_key < 'u1') x
    WHERE x.done <> x.lessons_done OR x.total <> x.lessons_total OR x.studied <> x.study_seconds
       OR COALESCE(x.last_at <> x.latest, x.last_at IS NOT NULL OR x.latest IS NOT NULL)
       OR (x.completed_at IS NOT NULL) <> (x.done = x.total)
       OR x.completed_at <> x.latest";

/// Completions without exactly one booking of the course's credits and hours, and bookings without completion.
const BOOKED_WRONGLY: &str = "SELECT count(*) FROM (
        SELECT e.completed_at,
               (SELECT count(*) FROM learning_credit b
                WHERE b.enrolment_id = e.id AND b.reverses IS NULL) AS bookings,
               (SELECT count(*) FROM learning_credit b JOIN catalog_course c ON c.id = e.course_id
                WHERE b.enrolment_id = e.id AND b.reverses IS NULL AND b.person_id = e.person_id AND b.course_id = e.course_id
                  AND b.unit_path = e.unit_path AND b.credits = c.credits AND b.hours_seconds = c.minutes * 60
                  AND b.required = e.required AND b.at = e.completed_at) AS sound
        FROM learning_enrolment e) x
    WHERE x.bookings <> x.sound OR x.bookings <> CASE WHEN x.completed_at IS NULL THEN 0 ELSE 1 END";

/// Enrolments whose person's unit or name is another one, or that begin before they may.
const PLACED_WRONGLY: &str = "SELECT count(*) FROM learning_enrolment e
    JOIN accounts_person p ON p.id = e.person_id
    JOIN accounts_node n ON n.id = p.unit_id
    WHERE e.unit_path <> p.unit_path OR p.unit_path <> n.path OR e.name_key <> p.name_key
       OR (e.required AND NOT EXISTS (SELECT 1 FROM learning_reach r
           WHERE r.assignment_id = e.assignment_id AND r.person_id = e.person_id))
       OR EXISTS (SELECT 1 FROM learning_lesson s WHERE s.enrolment_id = e.id AND s.first_at < e.opens_at)";

/// Passed lessons without the attempt that passed them, and sessions that say more than their lesson.
const UNPROVED: &str = "SELECT count(*) FROM learning_lesson s
    JOIN learning_enrolment e ON e.id = s.enrolment_id
    WHERE (s.passed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assessment_attempt a
            WHERE a.context_id = e.id AND a.person_id = e.person_id AND a.passed AND a.score = s.score))
       OR EXISTS (SELECT 1 FROM learning_attention a
            WHERE a.enrolment_id = e.id AND a.lesson_key = s.lesson_key AND a.seconds > s.study_seconds)";

#[tokio::test]
async fn what_a_large_demo_says_of_itself_agrees_with_its_records() {
    let mut made: Vec<BTreeSet<(String, String, String, i64)>> = Vec::new();
    for db in xingtan_testkit::databases(&[]).await {
        let (_folder, running, _router) = over(Some(super::place::address(&db))).await;
        let size = Size { learners: LEARNERS, records: Some(RECORDS) };
        demo::fill_sized(&running, Kind::Academy, size, (7, None), &|_, _, _| {}).await.unwrap();
        let db = running.app().db();
        assert_eq!(count(db, BULK).await, RECORDS as i64);
        for (what, sql) in [
            ("counted", COUNTED_WRONGLY),
            ("booked", BOOKED_WRONGLY),
            ("placed", PLACED_WRONGLY),
            ("unproved", UNPROVED),
        ] {
            assert_eq!(count(db, sql).await, 0, "{what}");
        }
        let generated =
            "SELECT count(*) FROM accounts_person WHERE user_key >= 'u000001' AND user_key < 'u1'";
        assert_eq!(count(db, generated).await, LEARNERS as i64);
        assert!(count(db, "SELECT count(*) FROM learning_credit").await > 1_000);
        keys_are_right(db).await;
        quietly(db).await;
        figures_add_up(db).await;
        made.push(digest(db).await);
    }
    assert!(made.windows(2).all(|two| two[0] == two[1]), "the same seed makes the same people and progress");
}

async fn keys_are_right(db: &Db) {
    let read = |tx: &mut Tx<'_>| {
        tx.all::<(String, String, Option<String>, String, String)>(
            "SELECT name, user_name, staff_number, name_key, search_keys FROM accounts_person",
            params![],
        )
    };
    for (name, user, staff, sort, search) in db.read(read).await.unwrap() {
        assert_eq!(NameKeys::of(&name, &user, staff.as_deref()), NameKeys { sort, search }, "{name}");
    }
}

/// One entry tells of the bulk; nobody of it has an entry, an event or a notice.
async fn quietly(db: &Db) {
    let filled = "SELECT count(*) FROM audit_entry WHERE action = 'app.demo-filled'";
    assert_eq!(count(db, filled).await, 1);
    let of_bulk = "SELECT (SELECT count(*) FROM audit_entry a JOIN accounts_person p ON p.id = a.subject
             WHERE p.user_key > 'u000100' AND p.user_key < 'u1')
         + (SELECT count(*) FROM notify_notice a JOIN accounts_person p ON p.id = a.person
             WHERE p.user_key > 'u000100' AND p.user_key < 'u1')";
    assert_eq!(count(db, of_bulk).await, 0);
}

/// What the page of a department sums up, unit by unit, is what its people's lessons and bookings sum up to.
async fn figures_add_up(db: &Db) {
    let wrong = "SELECT count(*) FROM (
            SELECT n.path, (SELECT count(e.completed_at) FROM learning_enrolment e
                            WHERE e.unit_path = n.path AND e.required AND e.due_at IS NOT NULL
                              AND e.withdrawn_at IS NULL) AS done,
                   (SELECT count(*) FROM learning_credit b WHERE b.unit_path = n.path AND b.required) AS booked,
                   (SELECT count(DISTINCT e.person_id) FROM learning_enrolment e
                    WHERE e.unit_path = n.path AND e.required) AS people,
                   (SELECT count(*) FROM accounts_person p WHERE p.unit_id = n.id) AS members
            FROM accounts_node n WHERE n.code LIKE 'LB-%') x
        WHERE x.done <> x.booked OR x.people <> x.members OR x.members = 0";
    assert_eq!(count(db, wrong).await, 0);
    assert_eq!(count(db, "SELECT count(*) FROM accounts_node WHERE code LIKE 'LB-%'").await, 2);
}

async fn digest(db: &Db) -> BTreeSet<(String, String, String, i64)> {
    let read = |tx: &mut Tx<'_>| {
        tx.all::<(String, String, String, i64)>(
            "SELECT p.user_name, p.name, c.title,
                    e.lessons_done * 1000 + (SELECT count(*) FROM learning_lesson s WHERE s.enrolment_id = e.id)
             FROM accounts_person p
             JOIN learning_enrolment e ON e.person_id = p.id
             JOIN catalog_course c ON c.id = e.course_id
             WHERE p.user_key > 'u000100' AND p.user_key < 'u1'",
            params![],
        )
    };
    db.read(read).await.unwrap().into_iter().collect()
}
