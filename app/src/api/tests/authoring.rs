//! Courses written, judged and published by programs, on both engines: what page and API share holds for both.

use super::place::{Place, places};
use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use xingtan_auth::Role;
use xingtan_clock::Uuid;

const UNKNOWN: &str = "00000000-0000-7000-8000-000000000000";

/// A PDF as small as one can be.
pub(super) const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";

/// People of one place who write, judge and publish.
pub(super) struct Authors {
    pub teacher: String,
    pub reviewer: String,
    pub centre: String,
    pub learner: String,
    /// The training centre of the whole institution.
    pub head: String,
    keys: std::cell::Cell<u32>,
}

impl Authors {
    pub async fn of(place: &Place) -> Self {
        let person = async |name, role| place.person(name, &place.north, role, &["all"]).await.1;
        Authors {
            teacher: person("teacher", Role::Teacher).await,
            reviewer: person("reviewer", Role::Reviewer).await,
            centre: person("centre", Role::Centre).await,
            learner: person("learner", Role::Learner).await,
            head: place.person("head", &place.root, Role::Centre, &["all"]).await.1,
            keys: std::cell::Cell::new(0),
        }
    }

    /// Sends a post with a key of its own.
    pub async fn send(
        &self,
        place: &Place,
        by: &str,
        path: &str,
        body: Value,
    ) -> (StatusCode, String, Value) {
        self.keys.set(self.keys.get() + 1);
        place.post(by, path, &format!("k-{}", self.keys.get()), &body).await
    }

    /// The same, which has to succeed.
    pub async fn done(&self, place: &Place, by: &str, path: &str, body: Value) -> Value {
        let (status, _, answer) = self.send(place, by, path, body).await;
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    /// A category of courses, which is there once.
    pub async fn category(&self, place: &Place) -> Value {
        let all = place.get(&self.head, "/api/v1/categories").await.1;
        match all["items"].get(0) {
            Some(category) => category["id"].clone(),
            None => {
                let made = json!({ "name": "安全" });
                self.done(place, &self.head, "/api/v1/categories", made).await["id"].clone()
            }
        }
    }

    /// A draft with all its facts and one page; its address and the lesson's key.
    pub async fn draft(&self, place: &Place) -> (String, String) {
        self.draft_named(place, "安全生产").await
    }

    /// The same, called otherwise.
    pub async fn draft_named(&self, place: &Place, title: &str) -> (String, String) {
        let category = self.category(place).await;
        let begun = json!({ "title": title, "category": category, "outline": true });
        let course = self.done(place, &self.teacher, "/api/v1/courses", begun).await;
        let at = format!("/api/v1/courses/{}", course["id"].as_str().unwrap());
        let facts = json!({
            "version": course["draft"]["version"], "summary": "每年一次", "level": "basic", "credits": 150,
            "introduction": "介绍", "objectives": "目标", "syllabus": "大纲", "criteria": "标准",
        });
        self.done(place, &self.teacher, &format!("{at}/facts"), facts).await;
        let page =
            json!({ "kind": "page", "title": "断电", "minutes": 20, "text": "# 断电\n\n先断电，再检修。" });
        let lesson = self.done(place, &self.teacher, &format!("{at}/lessons"), page).await;
        (at, lesson["key"].as_str().unwrap().to_owned())
    }

    /// Submits, approves and publishes the draft of a course.
    pub async fn publish(&self, place: &Place, at: &str) {
        self.done(place, &self.teacher, &format!("{at}/submission"), json!({ "message": "请审核" })).await;
        let review = self.review(place).await;
        let checks = place.get(&self.reviewer, &review).await.1["checks_needed"].clone();
        let verdict = json!({ "verdict": "approve", "checks": checks });
        self.done(place, &self.reviewer, &format!("{review}/decision"), verdict).await;
        self.done(place, &self.centre, &format!("{at}/publication"), json!({})).await;
    }

    /// The open submission that is due first.
    pub async fn review(&self, place: &Place) -> String {
        let (status, open) = place.get(&self.reviewer, "/api/v1/reviews?state=open").await;
        assert_eq!(status, StatusCode::OK, "{open}");
        format!("/api/v1/reviews/{}", open["items"][0]["id"].as_str().unwrap())
    }
}

/// Sends a form with a file.
pub(super) async fn upload(
    place: &Place,
    token: &str,
    path: &str,
    (key, boundary): (&str, &str),
    fields: &[(&str, &str)],
    files: &[(&str, &str, &[u8])],
) -> (StatusCode, Value) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head =
            format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(head.as_bytes());
    }
    for (field, name, bytes) in files {
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").as_bytes());
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
        .header("idempotency-key", key)
        .body(Body::from(body));
    let response = place.router.clone().oneshot(request.unwrap()).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// The status and the field that is wrong.
pub(super) fn field((status, _, problem): &(StatusCode, String, Value)) -> (u16, &str) {
    assert_eq!(problem["status"], status.as_u16(), "{problem}");
    (status.as_u16(), problem["errors"][0]["field"].as_str().unwrap_or(""))
}

#[tokio::test]
async fn a_course_goes_from_its_first_line_to_its_learners() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (at, lesson) = people.draft(&place).await;
        let desk = place.get(&people.teacher, &format!("{at}/desk")).await.1;
        assert_eq!(
            (&desk["missing"], &desk["may_write"], &desk["may_publish"]),
            (&json!([]), &json!(true), &json!(false))
        );
        let version = format!("{at}/versions/{}", desk["version_on_desk"].as_str().unwrap());
        let (_, text) = place.get(&people.reviewer, &format!("{version}/lessons/{lesson}")).await;
        assert_eq!(text["text"], "# 断电\n\n先断电，再检修。");
        assert_eq!(
            place.get(&people.learner, &at).await.0,
            StatusCode::NOT_FOUND,
            "a draft is no course yet"
        );

        people.publish(&place, &at).await;
        let (status, published) = place.get(&people.learner, &at).await;
        assert_eq!(
            (status, &published["credits"], &published["minutes"]),
            (StatusCode::OK, &json!(150), &json!(20))
        );
        let edited = people
            .send(&place, &people.teacher, &format!("{at}/facts"), json!({ "version": 9, "title": "x" }))
            .await;
        assert_eq!(edited.0, StatusCode::CONFLICT, "what was published is frozen: {}", edited.2);

        let (status, there, begun) =
            people.send(&place, &people.teacher, &format!("{at}/versions"), json!({})).await;
        assert_eq!(
            (status, &begun["draft"]["number"], &begun["state"]),
            (StatusCode::CREATED, &json!(2), &json!("published"))
        );
        let copy = place.get(&people.teacher, &there).await.1;
        assert_eq!((&copy["tree"][0]["key"], &copy["credits"]), (&json!(lesson), &json!(150)));
        assert_eq!(place.get(&people.centre, &format!("{at}/versions")).await.1["total"], 2);
        people.done(&place, &people.teacher, &format!("{at}/versions/deletion"), json!({})).await;
        assert_eq!(place.get(&people.teacher, &there).await.0, StatusCode::NOT_FOUND);

        let withdrawn = people
            .done(&place, &people.centre, &format!("{at}/withdrawal"), json!({ "reason": "内容过时" }))
            .await;
        assert_eq!(
            (&withdrawn["state"], &withdrawn["withdrawn_reason"]),
            (&json!("withdrawn"), &json!("内容过时"))
        );
        assert_eq!(place.get(&people.learner, &at).await.0, StatusCode::NOT_FOUND);
        people.done(&place, &people.centre, &format!("{at}/reinstatement"), json!({})).await;
        assert_eq!(place.get(&people.learner, &at).await.0, StatusCode::OK);
        let gone = people.send(&place, &people.teacher, &format!("{at}/deletion"), json!({})).await;
        assert_eq!(gone.0, StatusCode::CONFLICT, "what was published is not deleted");
        let (_, trail) = place
            .get(
                &place.person("audit", &place.root, Role::Audit, &["all"]).await.1,
                "/api/v1/audit/entries?action=catalog.&limit=200",
            )
            .await;
        for action in [
            "course-created",
            "facts-saved",
            "lesson-added",
            "course-submitted",
            "course-approved",
            "course-published",
            "version-begun",
            "version-discarded",
            "course-withdrawn",
            "course-reinstated",
        ] {
            let action = format!("catalog.{action}");
            let times = trail["items"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|it| it["action"] == action.as_str())
                .count();
            assert_eq!(times, 1, "{action}");
        }
    }
}

#[tokio::test]
async fn a_reviewer_returns_a_course_with_reasons_and_its_author_takes_one_back() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (at, lesson) = people.draft(&place).await;
        people.done(&place, &people.teacher, &format!("{at}/submission"), json!({})).await;
        let review = people.review(&place).await;
        let decision = format!("{review}/decision");
        let unchecked = people
            .send(
                &place,
                &people.reviewer,
                &decision,
                json!({ "verdict": "approve", "checks": ["direction"] }),
            )
            .await;
        assert_eq!(field(&unchecked), (422, "checks"));
        let unknown = people
            .send(&place, &people.reviewer, &decision, json!({ "verdict": "approve", "checks": ["x"] }))
            .await;
        assert_eq!(field(&unknown), (422, "checks"));
        let silent = people.send(&place, &people.reviewer, &decision, json!({ "verdict": "return" })).await;
        assert_eq!(field(&silent), (422, "reason"));
        let nowhere = people
            .send(
                &place,
                &people.reviewer,
                &format!("{review}/remarks"),
                json!({ "text": "x", "lesson": UNKNOWN }),
            )
            .await;
        assert_eq!(field(&nowhere), (422, "lesson"));
        people
            .done(
                &place,
                &people.reviewer,
                &format!("{review}/remarks"),
                json!({ "text": "图不清楚", "lesson": lesson }),
            )
            .await;
        people
            .done(&place, &people.reviewer, &decision, json!({ "verdict": "return", "reason": "请补充图示" }))
            .await;
        let again = people
            .send(&place, &people.reviewer, &decision, json!({ "verdict": "return", "reason": "再来" }))
            .await;
        assert_eq!(again.0, StatusCode::CONFLICT, "it is decided once");
        let desk = place.get(&people.teacher, &format!("{at}/desk")).await.1;
        assert_eq!(
            (&desk["returned_because"], &desk["draft"]["returned"]),
            (&json!("请补充图示"), &json!(true))
        );
        assert_eq!(place.get(&people.reviewer, &review).await.1["remarks"][0]["text"], "图不清楚");

        people.done(&place, &people.teacher, &format!("{at}/submission"), json!({})).await;
        let early = people.send(&place, &people.centre, &format!("{at}/publication"), json!({})).await;
        assert_eq!(early.0, StatusCode::CONFLICT, "nobody publishes around the gate");
        people.done(&place, &people.teacher, &format!("{at}/recall"), json!({})).await;
        let back = people.send(&place, &people.teacher, &format!("{at}/recall"), json!({})).await;
        assert_eq!(back.0, StatusCode::CONFLICT);
        people.done(&place, &people.teacher, &format!("{at}/deletion"), json!({})).await;
        assert_eq!(place.get(&people.teacher, "/api/v1/desk?state=bin").await.1["total"], 1);
        people.done(&place, &people.teacher, &format!("{at}/restoration"), json!({})).await;
        assert_eq!(place.get(&people.teacher, "/api/v1/desk?state=draft&mine=true").await.1["total"], 1);
    }
}

#[tokio::test]
async fn the_tree_is_written_and_a_stale_count_changes_nothing() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (at, page) = people.draft(&place).await;
        let by = people.teacher.as_str();
        let lessons = format!("{at}/lessons");
        let section =
            people.done(&place, by, &lessons, json!({ "kind": "section", "title": "第一章" })).await;
        assert_eq!(
            (&section["required"], &section["minutes"], &section["number"]),
            (&json!(false), &json!(0), &json!("2"))
        );
        let below = json!({ "kind": "page", "title": "复电", "parent": section["key"], "required": false });
        let below = people.done(&place, by, &lessons, below).await;
        assert_eq!(
            (&below["number"], &below["minutes"], &below["required"]),
            (&json!("2.1"), &json!(10), &json!(false))
        );

        let own = format!("{lessons}/{page}");
        let renamed = people.done(&place, by, &own, json!({ "version": 1, "title": "先断电" })).await;
        assert_eq!(
            (&renamed["title"], &renamed["minutes"], &renamed["version"]),
            (&json!("先断电"), &json!(20), &json!(2))
        );
        let stale = people.send(&place, by, &own, json!({ "version": 1, "title": "旧" })).await;
        assert_eq!(stale.0, StatusCode::CONFLICT, "{}", stale.2);

        let desk = place.get(by, &format!("{at}/desk")).await.1;
        let count = desk["draft"]["version"].as_i64().unwrap();
        let place_it =
            |version: i64, parent: &Value| json!({ "version": version, "parent": parent, "position": 0 });
        let stale =
            people.send(&place, by, &format!("{own}/place"), place_it(count - 1, &section["key"])).await;
        assert_eq!(stale.0, StatusCode::CONFLICT);
        let moved = people.done(&place, by, &format!("{own}/place"), place_it(count, &section["key"])).await;
        assert_eq!((&moved["number"], &moved["parent"]), (&json!("1.1"), &section["key"]));
        let into_itself = format!("{lessons}/{}/place", section["key"].as_str().unwrap());
        let refused = people.send(&place, by, &into_itself, place_it(count + 1, &json!(page))).await;
        assert_eq!(refused.0, StatusCode::CONFLICT, "a lesson cannot stand below itself");
        let gone = format!("{lessons}/{}/deletion", section["key"].as_str().unwrap());
        assert_eq!(people.done(&place, by, &gone, json!({})).await["removed"], 3);
        assert_eq!(people.send(&place, by, &gone, json!({})).await.0, StatusCode::NOT_FOUND);

        let files = format!("{at}/files");
        let pdf = [("file", "规程.pdf", PDF)];
        let (status, first) = upload(&place, by, &files, ("f-1", "aa"), &[("title", "规程")], &pdf).await;
        assert_eq!(
            (status, &first["kind"], &first["file"]["name"]),
            (StatusCode::CREATED, &json!("pdf"), &json!("规程.pdf"))
        );
        let again = upload(&place, by, &files, ("f-1", "bb"), &[("title", "规程")], &pdf).await;
        assert_eq!(again, (status, first.clone()), "with another boundary it is the same post");
        let other = upload(&place, by, &files, ("f-1", "aa"), &[("title", "别的")], &pdf).await;
        assert_eq!(other.0, StatusCode::CONFLICT, "the key was used for another post");
        let (status, problem) =
            upload(&place, by, &files, ("f-2", "aa"), &[], &[("file", "假.pdf", b"no")]).await;
        assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("file")));
        let (status, problem) = upload(&place, by, &files, ("f-3", "aa"), &[], &[]).await;
        assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("file")));
        let (status, problem) = upload(&place, by, &files, ("f-4", "aa"), &[("titel", "x")], &pdf).await;
        assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("titel")));
        let file = format!("{lessons}/{}/file", first["key"].as_str().unwrap());
        let (status, replaced) =
            upload(&place, by, &file, ("f-5", "aa"), &[("version", "1")], &[("file", "新.pdf", PDF)]).await;
        assert_eq!((status, &replaced["file"]["name"]), (StatusCode::OK, &json!("新.pdf")));
        let stale = upload(&place, by, &file, ("f-6", "aa"), &[("version", "1")], &pdf).await;
        assert_eq!(stale.0, StatusCode::CONFLICT);
        let (status, page) =
            upload(&place, by, &files, ("f-7", "aa"), &[], &[("file", "一.md", "# 标题\n\n正文".as_bytes())])
                .await;
        assert_eq!(
            (status, &page["kind"], &page["title"]),
            (StatusCode::CREATED, &json!("page"), &json!("标题"))
        );
    }
}

#[tokio::test]
async fn who_may_not_on_the_page_may_not_here() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (at, lesson) = people.draft(&place).await;
        let desk = format!("{at}/desk");
        let version =
            place.get(&people.teacher, &desk).await.1["version_on_desk"].as_str().unwrap().to_owned();
        let reads = [
            desk.clone(),
            format!("{at}/versions"),
            format!("{at}/versions/{version}"),
            format!("{at}/versions/{version}/lessons/{lesson}"),
        ];
        let elsewhere = |role| (role, &place.south);
        let mut outside = Vec::new();
        for (n, (role, unit)) in
            [Role::Teacher, Role::Centre, Role::Reviewer].map(elsewhere).into_iter().enumerate()
        {
            outside.push(place.person(&format!("south{n}"), unit, role, &["all"]).await.1);
        }
        let colleague = place.person("colleague", &place.north, Role::Teacher, &["all"]).await.1;
        for by in outside.iter().chain([&colleague]) {
            for path in &reads {
                assert_eq!(place.get(by, path).await.0, StatusCode::NOT_FOUND, "{path}");
            }
            assert_eq!(place.get(by, "/api/v1/desk").await.1["total"], 0);
        }
        for path in reads.iter().chain([&"/api/v1/desk".to_owned(), &"/api/v1/reviews".to_owned()]) {
            assert_eq!(place.get(&people.learner, path).await.0, StatusCode::FORBIDDEN, "{path}");
        }
        // The reviewer reads what waits in the subtree and changes nothing of it.
        assert_eq!(place.get(&people.reviewer, &desk).await.0, StatusCode::OK);
        people.done(&place, &people.teacher, &format!("{at}/submission"), json!({})).await;
        let review = people.review(&place).await;
        let narrow = place.person("narrow", &place.north, Role::Centre, &["people", "courses.read"]).await.1;
        let writes = [
            (format!("{at}/facts"), json!({ "version": 1, "title": "夹带" })),
            (format!("{at}/lessons"), json!({ "kind": "page", "title": "夹带" })),
            (format!("{at}/lessons/{lesson}"), json!({ "version": 1, "title": "夹带" })),
            (format!("{at}/lessons/{lesson}/place"), json!({ "version": 1, "position": 0 })),
            (format!("{at}/lessons/{lesson}/deletion"), json!({})),
            (format!("{at}/submission"), json!({})),
            (format!("{at}/recall"), json!({})),
            (format!("{at}/versions"), json!({})),
            (format!("{at}/versions/deletion"), json!({})),
            (format!("{at}/deletion"), json!({})),
            (format!("{at}/publication"), json!({})),
            (format!("{at}/return"), json!({ "reason": "x" })),
            (format!("{at}/withdrawal"), json!({ "reason": "x" })),
            (format!("{at}/reinstatement"), json!({})),
        ];
        for (path, body) in &writes {
            for by in [&people.learner, &people.reviewer, &narrow] {
                let refused = people.send(&place, by, path, body.clone()).await;
                assert_eq!(refused.0, StatusCode::FORBIDDEN, "{path} {}", refused.2);
            }
            for by in &outside[..2] {
                let refused = people.send(&place, by, path, body.clone()).await.0;
                assert!(
                    [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&refused),
                    "{path} {refused}"
                );
            }
        }
        let judged = json!({ "verdict": "return", "reason": "x" });
        for (by, expected) in [
            (&people.teacher, StatusCode::FORBIDDEN),
            (&people.centre, StatusCode::FORBIDDEN),
            (&narrow, StatusCode::FORBIDDEN),
            (&outside[2], StatusCode::NOT_FOUND),
        ] {
            let refused = people.send(&place, by, &format!("{review}/decision"), judged.clone()).await;
            assert_eq!(refused.0, expected, "{}", refused.2);
        }
        assert_eq!(place.get(&outside[2], &review).await.0, StatusCode::NOT_FOUND);
        let own = json!({ "name": "私设" });
        for by in [&people.teacher, &people.centre] {
            let refused = people.send(&place, by, "/api/v1/categories", own.clone()).await.0;
            assert_eq!(refused, StatusCode::FORBIDDEN, "categories belong to the whole institution");
        }
        assert_eq!(
            people.send(&place, &narrow, "/api/v1/courses", json!({ "title": "x" })).await.0,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            place.get(&people.teacher, &desk).await.1["draft"]["state"],
            "in-review",
            "nothing was changed"
        );
    }
}

#[tokio::test]
async fn input_that_does_not_fit_is_named_by_its_field() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (at, lesson) = people.draft(&place).await;
        let (by, centre, head) = (people.teacher.as_str(), people.centre.as_str(), people.head.as_str());
        let long = "长".repeat(121);
        let huge = "长".repeat(200_001);
        let (facts, lessons, own) =
            (format!("{at}/facts"), format!("{at}/lessons"), format!("{at}/lessons/{lesson}"));
        for (path, body, expected) in [
            ("/api/v1/courses", json!({ "title": " " }), (422, "title")),
            ("/api/v1/courses", json!({ "title": long }), (422, "title")),
            ("/api/v1/courses", json!({ "title": "\u{0}\u{7}" }), (422, "title")),
            ("/api/v1/courses", json!({ "title": "x", "category": UNKNOWN }), (422, "category")),
            ("/api/v1/courses", json!({ "title": "x", "unit": UNKNOWN }), (400, "")),
            ("/api/v1/courses", json!({ "title": 7 }), (400, "")),
            (&facts, json!({ "version": 0 }), (400, "")),
            (&facts, json!({ "version": 3, "level": "expert" }), (400, "")),
            (&facts, json!({ "version": 3, "credits": -1 }), (422, "credits")),
            (&facts, json!({ "version": 3, "credits": 10_001 }), (422, "credits")),
            (&facts, json!({ "version": 3, "credits": i64::MIN }), (422, "credits")),
            (&facts, json!({ "version": 3, "summary": "长".repeat(201) }), (422, "summary")),
            (&facts, json!({ "version": 3, "syllabus": huge }), (422, "syllabus")),
            (&facts, json!({ "version": 3, "category": UNKNOWN }), (422, "category")),
            (&lessons, json!({ "kind": "game", "title": "x" }), (422, "kind")),
            (&lessons, json!({ "kind": "page", "title": "" }), (422, "title")),
            (&lessons, json!({ "kind": "page", "title": "x", "minutes": 6001 }), (422, "minutes")),
            (&lessons, json!({ "kind": "page", "title": "x", "parent": UNKNOWN }), (422, "parent")),
            (&own, json!({ "version": 1, "minutes": -1 }), (422, "minutes")),
            (&own, json!({ "version": 1, "file": "x" }), (400, "")),
            (&format!("{own}/place"), json!({ "version": 3, "position": 2001 }), (422, "position")),
            (&format!("{at}/submission"), json!({ "message": "长".repeat(501) }), (422, "message")),
            (&format!("{at}/submission"), json!({ "message": "x".repeat(3 << 20) }), (413, "")),
        ] {
            let refused = people.send(&place, by, path, body).await;
            assert_eq!(field(&refused), expected, "{path}");
        }
        let empty = people.send(&place, centre, &format!("{at}/withdrawal"), json!({ "reason": " " })).await;
        assert_eq!(field(&empty), (422, "reason"));
        let text = "# <script>alert(1)</script>\n\n[x](javascript:alert(1))";
        people.done(&place, by, &own, json!({ "version": 1, "text": text })).await;
        let twice = people.send(&place, head, "/api/v1/categories", json!({ "name": "安全" })).await;
        assert_eq!(field(&twice), (422, "name"));
        let nowhere =
            people.send(&place, head, "/api/v1/categories", json!({ "name": "x", "parent": UNKNOWN })).await;
        assert_eq!(field(&nowhere), (422, "parent"));
        let all = place.get(&people.learner, "/api/v1/categories").await.1;
        let category = all["items"][0].clone();
        let there = format!("/api/v1/categories/{}", category["id"].as_str().unwrap());
        let renamed = json!({ "version": category["version"], "name": "安全与健康" });
        assert_eq!(people.done(&place, head, &there, renamed.clone()).await["name"], "安全与健康");
        assert_eq!(people.send(&place, head, &there, renamed).await.0, StatusCode::CONFLICT, "it is stale");
        let itself = json!({ "version": 2, "name": "x", "parent": category["id"] });
        assert_eq!(field(&people.send(&place, head, &there, itself).await), (422, "parent"));
        let lost = people
            .send(
                &place,
                head,
                &format!("/api/v1/categories/{}", Uuid::nil()),
                json!({ "version": 1, "name": "x" }),
            )
            .await;
        assert_eq!(lost.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_course_is_begun_once_for_a_key() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let body = json!({ "title": "一次" });
        let first = place.post(&people.teacher, "/api/v1/courses", "same", &body).await;
        assert_eq!(first.0, StatusCode::CREATED);
        assert_eq!(place.post(&people.teacher, "/api/v1/courses", "same", &body).await, first);
        assert_eq!(place.get(&people.teacher, "/api/v1/desk").await.1["total"], 1);
        let (at, _) = people.draft(&place).await;
        let submission = format!("{at}/submission");
        let first = place.post(&people.teacher, &submission, "sub", &json!({})).await;
        assert_eq!(first.0, StatusCode::OK, "{}", first.2);
        assert_eq!(
            place.post(&people.teacher, &submission, "sub", &json!({})).await,
            first,
            "it is answered alike"
        );
        let mut found = 0;
        let mut next = Some("/api/v1/desk?limit=1".to_owned());
        while let Some(path) = next {
            let page = place.get(&people.teacher, &path).await.1;
            found += page["items"].as_array().unwrap().len();
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(found, 2);
    }
}
