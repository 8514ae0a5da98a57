//! Pictures in a course's pages: shown to whom the pages are shown, and kept by nobody else.

use crate::{
    ask::{self, Answer, By},
    city::{City, World, sign_in},
};
use axum::body::Body;
use http::{Request, header};
use tower::ServiceExt as _;
use xingtan_clock::Uuid;
use xingtan_db::{Error, params};

/// A published course with a picture, its version, a lesson that shows the picture, and the picture.
async fn shown(world: &World) -> (Uuid, Uuid, Uuid, Uuid) {
    let read = world.running.app().db().read(|tx| {
        tx.one::<(Uuid, Uuid, Uuid, Uuid)>(
            "SELECT c.id, l.version_id, l.lesson_key, u.picture_id
             FROM catalog_course c
             JOIN catalog_lesson l ON l.version_id = c.published_version_id
             JOIN catalog_picture_use u ON u.used_by = l.id
             WHERE c.title = '学员上手课'
             ORDER BY l.place, u.picture_id
             LIMIT 1",
            &[],
        )
    });
    read.await.unwrap()
}

async fn again(world: &World, uri: &str, cookie: &str, tag: &str) -> Answer {
    let request = Request::get(uri)
        .header(header::HOST, "xingtan.test")
        .header(header::COOKIE, format!("xt_session={cookie}"))
        .header(header::IF_NONE_MATCH, tag)
        .body(Body::empty());
    let response = world.router.clone().oneshot(request.unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_shown_to_whom_its_page_is_shown() {
    let (_city, world) = City::build(None).await;
    let (course, version, lesson, picture) = shown(&world).await;
    let address = format!("/courses/{course}/pictures/{picture}");
    let get = async |user: &str, uri: &str| {
        let cookie = sign_in(&world, user).await;
        ask::get(&world.router, uri, By::Cookie(&cookie)).await
    };
    let page = get("learner", &format!("/courses/{course}/lessons/{lesson}")).await.text();
    let tag = page.split("<img ").find(|tag| tag.starts_with(&format!("src=\"{address}\""))).unwrap();
    let tag = tag.split('>').next().unwrap();
    for part in ["alt=\"", "width=\"", "height=\"", "loading=\"lazy\""] {
        assert!(tag.contains(part) && !tag.contains("alt=\"\""), "{tag}");
    }
    let seen = get("learner", &address).await;
    assert_eq!(seen.status, 200);
    assert_eq!(seen.header(header::CONTENT_TYPE), "image/webp");
    assert_eq!(seen.header(header::CACHE_CONTROL), "private, max-age=60, immutable");
    assert_eq!(seen.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(seen.body.starts_with(b"RIFF"));
    let cookie = sign_in(&world, "learner").await;
    let known = again(&world, &address, &cookie, seen.header(header::ETAG)).await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    for (user, status) in
        [("teacher", 200), ("reviewer", 200), ("center", 200), ("parent", 403), ("finance", 403)]
    {
        assert_eq!(get(user, &address).await.status, status, "{user}");
    }
    assert!(ask::get(&world.router, &address, By::Nobody).await.status.is_redirection());
    let unknown = format!("/courses/{course}/pictures/{version}");
    assert_eq!(get("learner", &unknown).await.status, 404);
    // What only another version shows is no learner's yet.
    let write = world.running.app().db().write(move |tx| {
        let sql = "DELETE FROM catalog_picture_use WHERE picture_id = $1 AND version_id = $2";
        tx.exec(sql, params![picture, version])?;
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    assert_eq!(get("learner", &address).await.status, 404);
    assert_eq!(get("teacher", &address).await.status, 200);
}
