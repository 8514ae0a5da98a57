//! Quizzes written by programs, on both engines: the page's rules, and no right answer for whoever studies.

use super::{
    authoring::{Authors, field},
    place::places,
};
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_auth::Role;

/// A question of one choice.
pub(super) fn single(text: &str) -> Value {
    json!({
        "kind": "single", "text": text, "options": [{ "id": "a", "text": "断电" }, { "id": "b", "text": "开门" }],
        "right": ["a"], "points": 200, "explanation": "先断电才安全",
    })
}

#[tokio::test]
async fn a_quiz_is_written_and_its_answers_stay_with_its_authors() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (at, _) = people.draft(&place).await;
        let by = people.teacher.as_str();
        let lesson = people
            .done(&place, by, &format!("{at}/lessons"), json!({ "kind": "quiz", "title": "小测" }))
            .await;
        let quiz = format!("{at}/lessons/{}/quiz", lesson["key"].as_str().unwrap());
        let questions = format!("{quiz}/questions");
        let (status, there, first) = people.send(&place, by, &questions, single("先做什么？")).await;
        assert_eq!(
            (status, &first["right"], &first["points"]),
            (StatusCode::CREATED, &json!(["a"]), &json!(200))
        );
        let several = json!({
            "kind": "multiple", "text": "哪些要断？", "right": ["a", "c"],
            "options": [{ "id": "a", "text": "电" }, { "id": "b", "text": "灯" }, { "id": "c", "text": "气" }],
        });
        let several = people.done(&place, by, &questions, several).await;
        let truth = json!({ "kind": "true-false", "text": "可以带电检修。", "right": ["false"] });
        let truth = people.done(&place, by, &questions, truth).await;
        assert_eq!((&truth["points"], &several["right"]), (&json!(100), &json!(["a", "c"])));
        let read = place.get(&people.reviewer, &there).await.1;
        assert_eq!(read["questions"].as_array().unwrap().len(), 3, "{read}");

        let own = format!("{questions}/{}", truth["id"].as_str().unwrap());
        let changed =
            json!({ "version": 1, "kind": "true-false", "text": "可以带电检修吗？", "right": ["false"] });
        assert_eq!(people.done(&place, by, &own, changed.clone()).await["version"], 2);
        assert_eq!(people.send(&place, by, &own, changed).await.0, StatusCode::CONFLICT, "it is stale");
        people.done(&place, by, &format!("{own}/place"), json!({ "position": 0 })).await;
        assert_eq!(place.get(by, &there).await.1["questions"][0]["id"], truth["id"]);
        people.done(&place, by, &format!("{own}/deletion"), json!({})).await;
        assert_eq!(
            people.send(&place, by, &format!("{own}/deletion"), json!({})).await.0,
            StatusCode::NOT_FOUND
        );

        let rules =
            json!({ "version": 1, "pass_percent": 80, "attempts": 2, "minutes": 15, "shuffle": false });
        let saved = people.done(&place, by, &quiz, rules.clone()).await;
        assert_eq!(
            (&saved["pass_percent"], &saved["minutes"], &saved["review"]),
            (&json!(80), &json!(15), &json!("passed"))
        );
        assert_eq!(people.send(&place, by, &quiz, rules).await.0, StatusCode::CONFLICT, "it is stale");
        let unbound = people.done(&place, by, &quiz, json!({ "version": 2, "minutes": 0 })).await;
        assert_eq!((&unbound["minutes"], &unbound["attempts"]), (&Value::Null, &json!(2)));

        let once = place.post(by, &questions, "q", &single("又一题")).await;
        assert_eq!(place.post(by, &questions, "q", &single("又一题")).await, once);
        assert_eq!(place.get(by, &there).await.1["questions"].as_array().unwrap().len(), 3);

        let colleague = place.person("colleague", &place.north, Role::Teacher, &["all"]).await.1;
        let south = place.person("south", &place.south, Role::Centre, &["all"]).await.1;
        let narrow = place.person("narrow", &place.north, Role::Centre, &["people"]).await.1;
        for (who, expected) in [
            (&people.learner, StatusCode::FORBIDDEN),
            (&narrow, StatusCode::FORBIDDEN),
            (&colleague, StatusCode::NOT_FOUND),
            (&south, StatusCode::NOT_FOUND),
        ] {
            assert_eq!(place.get(who, &there).await.0, expected);
            for (path, body) in [
                (quiz.clone(), json!({ "version": 3, "attempts": 9 })),
                (questions.clone(), single("夹带")),
                (format!("{questions}/{}", first["id"].as_str().unwrap()), single("夹带")),
                (format!("{questions}/{}/place", first["id"].as_str().unwrap()), json!({ "position": 0 })),
                (format!("{questions}/{}/deletion", first["id"].as_str().unwrap()), json!({})),
            ] {
                let mut body = body;
                if path.ends_with(first["id"].as_str().unwrap()) {
                    body["version"] = json!(1);
                }
                assert_eq!(people.send(&place, who, &path, body).await.0, expected, "{path}");
            }
        }
        people.done(&place, by, &format!("{at}/submission"), json!({})).await;
        let late = people.send(&place, by, &questions, single("夹带")).await;
        assert_eq!(late.0, StatusCode::CONFLICT, "what was submitted is changed by nobody");
        assert_eq!(
            place.post(by, &questions, "q", &single("又一题")).await,
            once,
            "and is answered as before"
        );
    }
}

#[tokio::test]
async fn what_is_no_question_is_named_by_its_field() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (at, page) = people.draft(&place).await;
        let by = people.teacher.as_str();
        let lesson = people
            .done(&place, by, &format!("{at}/lessons"), json!({ "kind": "quiz", "title": "小测" }))
            .await;
        let quiz = format!("{at}/lessons/{}/quiz", lesson["key"].as_str().unwrap());
        let with = |name: &str, value: Value| {
            let mut question = single("题");
            question[name] = value;
            question
        };
        let option = |id: &str, text: &str| json!({ "id": id, "text": text });
        for (body, expected) in [
            (with("text", json!(" ")), (422, "text")),
            (with("text", json!("长".repeat(10_001))), (422, "text")),
            (with("points", json!(0)), (422, "points")),
            (with("points", json!(-5)), (422, "points")),
            (with("options", json!([option("a", "甲")])), (422, "options")),
            (with("options", json!([option("a", "甲"), option("b", "甲")])), (422, "options")),
            (with("options", json!([option("a", "甲"), option("a", "乙")])), (422, "options")),
            (with("options", json!([option("a", "甲"), option("z", "乙")])), (422, "options")),
            (with("options", json!([option("b", "甲"), option("c", "乙")])), (422, "right")),
            (with("options", json!([option("a", "甲"), option("b", &"长".repeat(1001))])), (422, "options")),
            (with("right", json!([])), (422, "right")),
            (with("right", json!(["a", "b"])), (422, "right")),
            (with("right", json!(["true"])), (422, "right")),
            (with("kind", json!("true-false")), (422, "options")),
            (with("kind", json!("essay")), (400, "")),
            (with("right", json!("a")), (400, "")),
            (with("hint", json!("x")), (400, "")),
            (with("version", json!(1)), (422, "version")),
        ] {
            let refused = people.send(&place, by, &format!("{quiz}/questions"), body.clone()).await;
            assert_eq!(field(&refused), expected, "{body}");
        }
        for (body, expected) in [
            (json!({ "version": 1, "pass_percent": 0 }), (422, "pass_percent")),
            (json!({ "version": 1, "attempts": 100 }), (422, "attempts")),
            (json!({ "version": 1, "minutes": 601 }), (422, "minutes")),
            (json!({ "version": 1, "review": "submitted" }), (422, "review")),
            (json!({ "version": 1, "review": "always" }), (400, "")),
            (json!({ "pass_percent": 50 }), (400, "")),
        ] {
            let refused = people.send(&place, by, &quiz, body.clone()).await;
            assert_eq!(field(&refused), expected, "{body}");
        }
        let none =
            people.send(&place, by, &format!("{at}/lessons/{page}/quiz/questions"), single("题")).await;
        assert_eq!(none.0, StatusCode::NOT_FOUND, "a page has no quiz");
    }
}
