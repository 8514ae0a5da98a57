//! Uploads through the router, on both engines: how they go on, and everything that is refused.

mod house;

use axum::body::Body;
use futures_util::stream;
use house::{BYTES, House, V1, about, tables};
use std::{convert::Infallible, io, time::Duration};
use xingtan_auth::Role;
use xingtan_clock::Span;
use xingtan_i18n::Lang;
use xingtan_testkit::{databases, sqlite};
use xingtan_uploads::Space;

#[tokio::test]
async fn an_upload_goes_on_where_it_broke_off_and_a_form_takes_it_once() {
    for db in databases(&tables()).await {
        let folder = tempfile::tempdir().unwrap();
        let house = House::new(db.handle(), folder.path()).await;
        let teacher = house.teacher();
        let opened = house.create(&teacher, "课 一.mp4", "m1", 10).await.is(201);
        assert_eq!(opened.header("tus-resumable"), "1.0.0");
        assert_eq!(opened.header("upload-expires"), "Mon, 09 Mar 2026 01:00:00 GMT");
        let at = opened.header("location").to_owned();
        assert_eq!(house.head(&teacher, &at).await.is(200).offset(), 0);
        assert_eq!(house.patch(&teacher, &at, 0, "%PDF").await.is(204).offset(), 4);
        let head = house.head(&teacher, &at).await.is(200);
        assert_eq!((head.offset(), head.header("upload-length")), (4, "10"));
        assert_eq!(head.header("cache-control"), "no-store");
        assert_eq!(head.header("upload-metadata"), about("课 一.mp4", "lesson", "m1"));
        house.form(&teacher, &at).await.is(400).says("还没有传完");
        assert_eq!(house.patch(&teacher, &at, 4, "-1.7\n%").await.is(204).offset(), 10);
        assert_eq!(house.patch(&teacher, &at, 10, "").await.is(204).offset(), 10, "nothing is harmless");
        let kept = house.form(&teacher, &at).await.is(200);
        assert_eq!((&kept.body[..], kept.header("content-type")), (&b"%PDF-1.7\n%"[..], "application/pdf"));
        assert_eq!(house.on_disk(), 0, "its first name is gone");
        house.form(&teacher, &at).await.is(400).says("已经用掉");
        house.head(&teacher, &at).await.is(404);
    }
}

#[tokio::test]
async fn unfinished_uploads_are_found_again_by_their_mark() {
    for db in databases(&tables()).await {
        let folder = tempfile::tempdir().unwrap();
        let house = House::new(db.handle(), folder.path()).await;
        let (teacher, other) = (house.teacher(), house.teacher());
        let at = house.create(&teacher, "a.mp4", "m1", 3).await.is(201).header("location").to_owned();
        house.create(&teacher, "b.mp4", "m2", 3).await.is(201);
        house.patch(&teacher, &at, 0, "abc").await.is(204);
        let found = house.ask(&teacher, "GET", "/uploads?mark=m1", &[], Body::empty()).await.is(200).json();
        let id = at.trim_start_matches("/uploads/");
        let own = serde_json::json!([{
            "id": id, "href": at, "name": "a.mp4", "size": 3, "received": 3, "finished": true,
        }]);
        assert_eq!(found["uploads"], own);
        let all = house.ask(&teacher, "GET", "/uploads", &[], Body::empty()).await.is(200).json();
        assert_eq!(all["uploads"].as_array().unwrap().len(), 2);
        let others = house.ask(&other, "GET", "/uploads?mark=m1", &[], Body::empty()).await.is(200).json();
        assert_eq!(others["uploads"], serde_json::json!([]));
    }
}

#[tokio::test]
async fn what_is_somebody_elses_does_not_exist() {
    for db in databases(&tables()).await {
        let folder = tempfile::tempdir().unwrap();
        let house = House::new(db.handle(), folder.path()).await;
        let (teacher, other) = (house.teacher(), house.teacher());
        let at = house.open(&teacher, "a.mp4", 3).await;
        house.head(&other, &at).await.is(404);
        house.patch(&other, &at, 0, "abc").await.is(404).says("没有这个上传");
        house.ask(&other, "DELETE", &at, &[V1], Body::empty()).await.is(404);
        house.patch(&teacher, &at, 0, "abc").await.is(204);
        house.form(&other, &at).await.is(400);
        house.form(&teacher, &at).await.is(200);
    }
}

#[tokio::test]
async fn every_wrong_request_is_refused_with_its_reason() {
    for db in databases(&tables()).await {
        let folder = tempfile::tempdir().unwrap();
        let house = House::new(db.handle(), folder.path()).await;
        let teacher = house.teacher();
        let about = about("a.mp4", "lesson", "");
        let open = async |headers: &[(&str, &str)]| {
            house.ask(&teacher, "POST", "/uploads", headers, Body::empty()).await
        };
        let meta = ("upload-metadata", about.as_str());
        let refused = open(&[("upload-length", "3"), meta]).await.is(412).says("tus 1.0.0");
        assert_eq!((refused.header("tus-version"), refused.header("tus-resumable")), ("1.0.0", "1.0.0"));
        for length in ["", "0", "-5", "1e9", "99999999999999999999"] {
            open(&[V1, ("upload-length", length), meta]).await.is(400).says("空文件");
        }
        open(&[V1, meta]).await.is(400);
        open(&[V1, ("upload-defer-length", "1"), meta]).await.is(400);
        let most = (4096u64 << 20) + 1;
        let large =
            open(&[V1, ("upload-length", &most.to_string()), meta]).await.is(413).says("最多 4,096 MB");
        assert_eq!(large.header("tus-max-size"), (4096u64 << 20).to_string());
        open(&[V1, ("upload-length", "3"), ("upload-metadata", "filename !")]).await.is(400).says("读不懂");
        open(&[V1, ("upload-length", "3")]).await.is(400).says("文件名");
        let other = house::about("a.mp4", "anything", "");
        open(&[V1, ("upload-length", "3"), ("upload-metadata", &other)]).await.is(400).says("用途");
        let learner = house.person(Role::Learner, Lang::En);
        house.create(&learner, "a.mp4", "", 3).await.is(403).says("You may not upload files");

        let at = house.open(&teacher, "a.mp4", 3).await;
        let patch = async |headers: &[(&str, &str)], body: &'static str| {
            house.ask(&teacher, "PATCH", &at, headers, body).await
        };
        let start = ("upload-offset", "0");
        patch(&[BYTES, start], "abc").await.is(412);
        patch(&[V1, start], "abc").await.is(415);
        patch(&[V1, ("content-type", "application/octet-stream"), start], "abc").await.is(415);
        patch(&[V1, BYTES], "abc").await.is(400);
        patch(&[V1, BYTES, ("upload-offset", "x")], "abc").await.is(400);
        let elsewhere = patch(&[V1, BYTES, ("upload-offset", "1")], "abc").await.is(409);
        assert_eq!(elsewhere.offset(), 0);
        patch(&[V1, BYTES, start, ("content-length", "4")], "abcd").await.is(413).says("没有收下");
        let unannounced = Body::from_stream(stream::iter([Ok::<_, Infallible>("ab"), Ok("cd")]));
        house.patch(&teacher, &at, 0, unannounced).await.is(413);
        assert_eq!(house.head(&teacher, &at).await.offset(), 0, "nothing of it was kept");
        house.ask(&teacher, "HEAD", &at, &[], Body::empty()).await.is(412);
        house.ask(&teacher, "DELETE", &at, &[], Body::empty()).await.is(412);
        house.ask(&teacher, "HEAD", "/uploads/x", &[V1], Body::empty()).await.is(404);
        house.ask(&teacher, "POST", &at, &[V1], Body::empty()).await.is(405);
        let foreign = [V1, BYTES, start, ("host", "x"), ("origin", "http://evil.example")];
        patch(&foreign, "abc").await.is(403);
        house.ask(&teacher, "DELETE", &at, &foreign, Body::empty()).await.is(403);
        let nobody = house::Person { id: teacher.id, cookie: String::new() };
        house.ask(&nobody, "POST", "/uploads", &[V1, ("accept", "application/json")], "").await.is(401);
        assert_eq!(house.patch(&teacher, &at, 0, "abc").await.is(204).offset(), 3);
    }
}

#[tokio::test]
async fn a_proxy_that_lets_no_patch_through_is_gone_around() {
    let db = sqlite(&tables()).await;
    let folder = tempfile::tempdir().unwrap();
    let house = House::new(db.handle(), folder.path()).await;
    let teacher = house.teacher();
    let at = house.open(&teacher, "a.mp4", 3).await;
    let over = |method| ("x-http-method-override", method);
    let headers = [V1, BYTES, ("upload-offset", "0"), over("PATCH")];
    house.ask(&teacher, "POST", &at, &headers, "abc").await.is(204);
    assert_eq!(house.ask(&teacher, "POST", &at, &[V1, over("HEAD")], "").await.is(200).offset(), 3);
    house.ask(&teacher, "POST", &at, &[V1, over("DELETE")], "").await.is(204);
    house.head(&teacher, &at).await.is(404);
}

#[tokio::test]
async fn what_is_spoken_here_is_told_to_anybody() {
    let db = sqlite(&tables()).await;
    let folder = tempfile::tempdir().unwrap();
    let house = House::new(db.handle(), folder.path()).await;
    let nobody = house::Person { id: house.app.id(), cookie: String::new() };
    let told = house.ask(&nobody, "OPTIONS", "/uploads", &[], "").await.is(204);
    assert_eq!(told.header("tus-extension"), "creation,termination,expiration");
    assert_eq!((told.header("tus-version"), told.header("tus-max-size")), ("1.0.0", "4294967296"));
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_nothing() {
    for db in databases(&tables()).await {
        let folder = tempfile::tempdir().unwrap();
        let house = House::new(db.handle(), folder.path()).await;
        let teacher = house.teacher();
        let at = house.open(&teacher, "a.mp4", 3).await;
        house.patch(&teacher, &at, 0, "ab").await.is(204);
        house.ask(&teacher, "DELETE", &at, &[V1], Body::empty()).await.is(204);
        house.ask(&teacher, "DELETE", &at, &[V1], Body::empty()).await.is(404);
        house.patch(&teacher, &at, 2, "c").await.is(404);
        assert_eq!(house.on_disk(), 0);
    }
}

#[tokio::test]
async fn twenty_uploads_are_open_at_most_and_a_used_one_makes_room() {
    for db in databases(&tables()).await {
        let folder = tempfile::tempdir().unwrap();
        let house = House::new(db.handle(), folder.path()).await;
        let (teacher, other) = (house.teacher(), house.teacher());
        let mut last = String::new();
        for n in 0..20 {
            last = house.open(&teacher, &format!("{n}.mp4"), 3).await;
        }
        house.create(&teacher, "21.mp4", "", 3).await.is(429).says("20 个文件");
        house.create(&other, "a.mp4", "", 3).await.is(201);
        house.patch(&teacher, &last, 0, "abc").await.is(204);
        house.form(&teacher, &last).await.is(200);
        house.create(&teacher, "21.mp4", "", 3).await.is(201);
    }
}

#[tokio::test]
async fn a_disk_without_room_takes_nothing_new() {
    let db = sqlite(&tables()).await;
    let folder = tempfile::tempdir().unwrap();
    let room = |_: &std::path::Path| Ok(Space { free: 3000, total: 10_000 });
    let house = House::with(db.handle(), folder.path(), |uploads| uploads.with_room(room)).await;
    let (teacher, other) = (house.teacher(), house.teacher());
    house.create(&teacher, "a.mp4", "", 2001).await.is(507).says("磁盘空间不够");
    let at = house.open(&teacher, "a.mp4", 1500).await;
    house.create(&other, "b.mp4", "", 501).await.is(507);
    house.patch(&teacher, &at, 0, vec![b'x'; 1000]).await.is(204);
    house.create(&other, "b.mp4", "", 501).await.is(201);
}

#[tokio::test]
async fn a_week_without_a_byte_ends_an_upload_and_a_byte_prolongs_it() {
    for db in databases(&tables()).await {
        let folder = tempfile::tempdir().unwrap();
        let house = House::new(db.handle(), folder.path()).await;
        let teacher = house.teacher();
        let (idle, alive) = (house.open(&teacher, "a", 3).await, house.open(&teacher, "b", 3).await);
        house.patch(&teacher, &idle, 0, "a").await.is(204);
        house.clock.turn(Span::of_days(4));
        house.patch(&teacher, &alive, 0, "a").await.is(204);
        house.clock.turn(Span::of_days(4));
        house.head(&teacher, &idle).await.is(404);
        assert_eq!(house.head(&teacher, &alive).await.is(200).offset(), 1);
    }
}

#[tokio::test]
async fn after_a_restart_an_upload_goes_on() {
    for db in databases(&tables()).await {
        let folder = tempfile::tempdir().unwrap();
        let house = House::new(db.handle(), folder.path()).await;
        let teacher = house.teacher();
        let at = house.open(&teacher, "a.txt", 6).await;
        house.patch(&teacher, &at, 0, "abc").await.is(204);
        let again = House::new(db.handle(), folder.path()).await;
        again.knows(&house);
        drop(house);
        assert_eq!(again.head(&teacher, &at).await.is(200).offset(), 3);
        again.patch(&teacher, &at, 3, "def").await.is(204);
        assert_eq!(again.form(&teacher, &at).await.is(200).body, b"abcdef");
    }
}

#[tokio::test]
async fn a_sender_that_breaks_off_or_goes_silent_loses_nothing_that_came() {
    let db = sqlite(&tables()).await;
    let folder = tempfile::tempdir().unwrap();
    let short = Duration::from_millis(200);
    let house = House::with(db.handle(), folder.path(), |it| it.with_patience(short, short * 50)).await;
    let teacher = house.teacher();
    let at = house.open(&teacher, "a.txt", 9).await;
    let broken = stream::iter([Ok("ab"), Err(io::Error::from(io::ErrorKind::ConnectionReset))]);
    house.patch(&teacher, &at, 0, Body::from_stream(broken)).await.is(400).says("保留");
    assert_eq!(house.head(&teacher, &at).await.offset(), 2);
    // Trickles longer than the patience, and then says no more.
    let trickle = stream::unfold(0, move |n| async move {
        tokio::time::sleep(if n < 4 { short / 2 } else { short * 100 }).await;
        Some((Ok::<_, Infallible>("x"), n + 1))
    });
    house.patch(&teacher, &at, 2, Body::from_stream(trickle)).await.is(408).says("保留");
    assert_eq!(house.head(&teacher, &at).await.offset(), 6);
    house.patch(&teacher, &at, 6, "end").await.is(204);
    assert_eq!(house.form(&teacher, &at).await.is(200).body, b"abxxxxend");
}

#[tokio::test]
async fn a_lively_sender_is_left_alone_and_a_silent_one_gives_way() {
    let db = sqlite(&tables()).await;
    let folder = tempfile::tempdir().unwrap();
    let quiet = Duration::from_millis(300);
    let house = House::with(db.handle(), folder.path(), |it| it.with_patience(quiet * 100, quiet)).await;
    let teacher = house.teacher();
    let at = house.open(&teacher, "a.txt", 4).await;
    let first = stream::unfold(0, move |n| async move {
        if n > 0 {
            std::future::pending::<()>().await;
        }
        Some((Ok::<_, Infallible>("ab"), n + 1))
    });
    let sending = house.patch(&teacher, &at, 0, Body::from_stream(first));
    let second = async {
        tokio::time::sleep(quiet / 3).await;
        house.patch(&teacher, &at, 0, "abcd").await.is(423).says("另一个页面");
        tokio::time::sleep(quiet).await;
        assert_eq!(house.head(&teacher, &at).await.is(200).offset(), 2, "the silent one let go");
        house.patch(&teacher, &at, 2, "cd").await.is(204);
    };
    let (first, ()) = tokio::join!(sending, second);
    first.is(408);
    assert_eq!(house.form(&teacher, &at).await.is(200).body, b"abcd");
}
