//! A film that a program uploads, makes a lesson of, and gives subtitles, on both engines.

use super::{
    authoring::{Authors, upload},
    place::{Place, places},
};
use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use xingtan_auth::Role;

/// What a film begins with.
const FILM: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08free";
const UPLOADS: &str = "/api/v1/uploads";

/// Speaks tus, as a program does.
async fn tus(
    place: &Place,
    token: &str,
    (method, path): (&str, &str),
    headers: &[(&str, String)],
    bytes: &[u8],
) -> (StatusCode, String) {
    let mut request = Request::builder().method(method).uri(path).header("tus-resumable", "1.0.0");
    request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let response = place.router.clone().oneshot(request.body(Body::from(bytes.to_vec())).unwrap()).await;
    let response = response.unwrap();
    let location = response.headers().get(header::LOCATION).map(|it| it.to_str().unwrap().to_owned());
    (response.status(), location.unwrap_or_default())
}

/// Opens an upload of the film for a lesson.
async fn open(place: &Place, token: &str) -> (StatusCode, String) {
    let about = "filename ZmlsbS5tcDQ=,purpose bGVzc29u,mark bQ==".to_owned();
    let headers = [("upload-length", FILM.len().to_string()), ("upload-metadata", about)];
    tus(place, token, ("POST", "/uploads"), &headers, b"").await
}

/// Sends some of it.
async fn send(place: &Place, token: &str, at: &str, part: std::ops::Range<usize>) -> StatusCode {
    let kind = "application/offset+octet-stream".to_owned();
    let headers = [("upload-offset", part.start.to_string()), ("content-type", kind)];
    tus(place, token, ("PATCH", at), &headers, &FILM[part]).await.0
}

async fn waiting(place: &Place, token: &str) -> Value {
    let (status, found) = place.get(token, UPLOADS).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found
}

#[tokio::test]
async fn a_program_uploads_a_film_makes_a_lesson_of_it_and_gives_it_subtitles() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (course, page) = people.draft(&place).await;
        let by = people.teacher.as_str();
        let narrow = place.person("narrow", &place.north, Role::Teacher, &["people.read"]).await.1;
        for token in [&people.learner, &narrow] {
            assert_eq!(open(&place, token).await.0, StatusCode::FORBIDDEN);
        }
        let (status, at) = open(&place, by).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(send(&place, by, &at, 0..10).await, StatusCode::NO_CONTENT);
        assert_eq!(send(&place, &people.centre, &at, 10..12).await, StatusCode::NOT_FOUND, "not theirs");
        let found = waiting(&place, by).await;
        let one = &found["items"][0];
        assert_eq!((&found["total"], &one["href"], &one["received"]), (&json!(1), &json!(at), &json!(10)));
        assert_eq!((&one["finished"], &one["purpose"]), (&json!(false), &json!("lesson")));
        let id = one["id"].as_str().unwrap().to_owned();
        assert_eq!(place.get(&people.centre, &format!("{UPLOADS}/{id}")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(waiting(&place, &narrow).await["total"], 0);

        let files = format!("{course}/files");
        let fields = [("upload", id.as_str()), ("title", "第一讲")];
        let (status, problem) = upload(&place, by, &files, ("u-1", "aa"), &fields, &[]).await;
        assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("upload")), "half of it");
        assert_eq!(send(&place, by, &at, 10..FILM.len()).await, StatusCode::NO_CONTENT);
        assert_eq!(place.get(by, &format!("{UPLOADS}/{id}")).await.1["finished"], true);
        let (status, made) = upload(&place, by, &files, ("u-1", "aa"), &fields, &[]).await;
        assert_eq!((status, &made["kind"]), (StatusCode::CREATED, &json!("video")), "{made}");
        let again = upload(&place, by, &files, ("u-1", "bb"), &fields, &[]).await;
        assert_eq!(again, (status, made.clone()), "it is the same post, though its upload is used");
        let (status, problem) = upload(&place, by, &files, ("u-2", "aa"), &fields, &[]).await;
        assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("upload")), "used before");
        assert_eq!(waiting(&place, by).await["total"], 0);

        // Subtitles: SRT comes in, clean WebVTT is kept.
        let lesson = format!("{course}/lessons/{}", made["key"].as_str().unwrap());
        let tracks = format!("{lesson}/tracks");
        let text = |words: &str| format!("1\n00:00:01,000 --> 00:00:02,000\n{words}\n");
        let track = |words: &str, version: Option<i64>| match version {
            Some(version) => json!({ "lang": "en", "text": text(words), "version": version }),
            None => json!({ "lang": "en", "text": text(words) }),
        };
        assert_eq!(place.wrong(by, "POST", &tracks, &json!({ "lang": "xx", "text": "x" })).await, ["lang"]);
        let bad = json!({ "lang": "en", "text": "1\n00:00:01,000 --> x\nx\n" });
        assert_eq!(place.wrong(by, "POST", &tracks, &bad).await, ["text"]);
        let kept = people.done(&place, by, &tracks, track("Hello", None)).await;
        assert!(kept["vtt"].as_str().unwrap().starts_with("WEBVTT"), "{kept}");
        assert_eq!(people.send(&place, by, &tracks, track("Other", None)).await.0, StatusCode::CONFLICT);
        let kept = people.done(&place, by, &tracks, track("Good day", Some(1))).await;
        assert_eq!((&kept["version"], &kept["label"]), (&json!(2), &json!("English")));
        assert_eq!(people.send(&place, by, &tracks, track("x", Some(1))).await.0, StatusCode::CONFLICT);
        let listed = place.get(by, &tracks).await.1;
        assert_eq!((&listed["total"], &listed["items"][0]), (&json!(1), &kept));
        let gone = format!("{tracks}/{}/deletion", kept["id"].as_str().unwrap());
        for token in [&people.reviewer, &people.learner, &narrow] {
            assert_eq!(place.get(token, &tracks).await.0, StatusCode::FORBIDDEN);
            assert_eq!(
                people.send(&place, token, &tracks, track("x", Some(2))).await.0,
                StatusCode::FORBIDDEN
            );
            assert_eq!(people.send(&place, token, &gone, json!({})).await.0, StatusCode::FORBIDDEN);
        }
        assert_eq!(place.get(by, &format!("{course}/lessons/{page}/tracks")).await.0, StatusCode::NOT_FOUND);
        people.done(&place, by, &gone, json!({})).await;
        assert_eq!(people.send(&place, by, &gone, json!({})).await.0, StatusCode::NOT_FOUND);
        assert_eq!(place.get(by, &tracks).await.1["total"], 0);

        // How long it plays is not known yet.
        let chapters = format!("{lesson}/chapters");
        assert_eq!(place.get(by, &chapters).await.1["version"], 0);
        let lines = json!({ "version": 0, "text": "0:00 Beginning" });
        assert_eq!(people.send(&place, by, &chapters, lines.clone()).await.0, StatusCode::CONFLICT);
        let write = place.running.app().db().write(|tx| {
            let sql = "UPDATE media_item SET state = 'ready', duration_ms = 90000";
            tx.exec(sql, &[])
        });
        assert_eq!(write.await.unwrap(), 1);
        let late = json!({ "version": 0, "text": "2:00 End" });
        assert_eq!(place.wrong(by, "POST", &chapters, &late).await, ["text"]);
        let kept = people.done(&place, by, &chapters, lines.clone()).await;
        assert_eq!((&kept["version"], &kept["chapters"][0]["title"]), (&json!(1), &json!("Beginning")));
        let stale = json!({ "version": 0, "text": "0:00 Other" });
        assert_eq!(people.send(&place, by, &chapters, stale).await.0, StatusCode::CONFLICT);
    }
}
