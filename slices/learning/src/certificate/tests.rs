//! Certificates through the router, on both engines: made, issued, seen by whom, withdrawn, replaced, checked.

use super::{change, store, template::store as templates};
use crate::{
    assignment::change::tests::{School, nodes, tables},
    enrolment::store as enrolments,
    work::tests::{
        house::{House, Person},
        slice,
    },
};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

const TEMPLATE: [(&str, &str); 8] = [
    ("name", "结业"),
    ("language", "zh-CN"),
    ("layout", "landscape"),
    ("heading", "结业证书"),
    ("body", "{姓名}（{单位}）完成《{课程}》，计{学时}。\n特发此证。"),
    ("issuer", "远山学院"),
    ("prefix", "ys"),
    ("months", "12"),
];

/// One transparent and one grey point, large enough.
fn picture(transparent: bool) -> Vec<u8> {
    let (width, kind) = (64u32, if transparent { 4u8 } else { 0 });
    let row = if transparent { [0u8, 0].repeat(64) } else { vec![0x80; 64] };
    let raw: Vec<u8> = (0..width).flat_map(|_| std::iter::once(0).chain(row.iter().copied())).collect();
    // Stored blocks need no compressor.
    let mut stream = vec![0x78, 0x01];
    for (at, block) in raw.chunks(65_535).enumerate() {
        let last = u8::from((at + 1) * 65_535 >= raw.len());
        let len = block.len() as u16;
        stream.push(last);
        stream.extend(len.to_le_bytes());
        stream.extend((!len).to_le_bytes());
        stream.extend(block);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in &raw {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend((b << 16 | a).to_be_bytes());
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(width.to_be_bytes());
    head.extend([8, kind, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", head), (b"IDAT", stream), (b"IEND", Vec::new())] {
        png.extend((data.len() as u32).to_be_bytes());
        let from = png.len();
        png.extend(name);
        png.extend(data);
        png.extend(crc(&png[from..]).to_be_bytes());
    }
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    };
    !bytes.iter().fold(!0, step)
}

/// A template made through its form; its address.
async fn template(house: &House, by: &Person) -> String {
    let key = house.get(by, "/certificates/templates/new").await.is(200).lacks("learning-").field("form_key");
    let mut fields = TEMPLATE.to_vec();
    fields.push(("form_key", &key));
    let seal = picture(true);
    let files: [(&str, &str, &[u8]); 1] = [("seal", "章.png", &seal)];
    let made = house.upload(by, "/certificates/templates", &fields, &files).await.to().to_owned();
    let again = house.upload(by, "/certificates/templates", &fields, &files).await.to().to_owned();
    assert_eq!(made, again, "a second click makes no second one");
    made
}

async fn held(school: &School, person: Uuid) -> Vec<store::Certificate> {
    school.write(move |tx| store::of_person(tx, person)).await
}

#[tokio::test]
async fn a_course_that_brings_certificates_brings_each_learner_one() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let early = school.person("early", &a, &[Role::Learner]).await;
        let far = school.person("far", &b, &[Role::Learner]).await;
        let late = school.person("late", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        school.assign(nodes(&b), 30).await;
        school.complete(early, "one").await;
        school.complete(far, "far").await;
        assert!(held(&school, early).await.is_empty(), "the course brings none yet");

        let house = House::new(db.handle(), slice(&school)).await;
        let centre = house.person("centre", &[(Role::Centre, "/1/")]);
        let course = school.course.to_string();
        let at = template(&house, &centre).await;
        let brings = format!("{at}/courses");
        house.post(&centre, &brings, &[("course", "x")]).await.is(422).lacks("learning-");
        house.post(&centre, &brings, &[("course", &school.ids.next().to_string())]).await.is(422);
        let to = house.post(&centre, &brings, &[("course", &course)]).await.to().to_owned();
        assert_eq!(to, format!("/certificates/issue?course={course}"), "two have completed it before");
        house.get(&centre, &at).await.is(200).has("安全生产").has("pictures/seal").lacks("learning-");
        school.complete(late, "two").await;
        let own = held(&school, late).await;
        assert_eq!(own.len(), 1);
        let it = own[0].clone();
        assert_eq!(
            (it.number.as_str(), it.credits, it.hours_seconds, it.issued_by),
            ("YS-2026-000001", 150, 180, None)
        );
        // The event comes again: nothing more.
        let enrolment = it.enrolment_id;
        let ids = school.ids.clone();
        let now = school.clock.now();
        school
            .write(move |tx| {
                let hand = change::Hand { who: Who::program(), now, ids: &|| ids.next() };
                let template = templates::get(tx, it.template_id)?.unwrap();
                let enrolment = enrolments::get(tx, enrolment)?.unwrap();
                assert_eq!(change::issue(tx, &hand, &template, &enrolment, None)?, None);
                Ok(())
            })
            .await;

        // To those who came before: only within one's reach, and once.
        let centre_a = house.person("centre-a", &[(Role::Centre, &a.path)]);
        house.get(&centre_a, "/certificates/templates").await.is(403);
        let form = house.get(&centre_a, &format!("/certificates/issue?course={course}")).await.is(200);
        let template = at.rsplit('/').next().unwrap().to_owned();
        let key = form.lacks("learning-").field("form_key");
        let mut fields = vec![("form_key", key.as_str()), ("course", &course), ("template", &template)];
        house.post(&centre_a, "/certificates/issue", &fields).await.is(200).has("value=\"save\"");
        house.post(&centre_a, "/certificates/issue", &[("course", "x"), ("template", "")]).await.is(422);
        fields.push(("step", "save"));
        for _ in ["once", "a second click"] {
            house.post(&centre_a, "/certificates/issue", &fields).await.is(303);
        }
        school.clock.turn(Span::of_minutes(1));
        school.settle().await;
        assert_eq!(held(&school, early).await.len(), 1);
        assert!(held(&school, far).await.is_empty());
        house.post(&centre_a, "/certificates/issue", &fields[1..3]).await.is(422).lacks("learning-");
    }
}

#[tokio::test]
async fn a_certificate_is_seen_by_its_holder_and_those_above_withdrawn_and_replaced() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let learner = school.person("林小满", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        let house = House::new(db.handle(), slice(&school)).await;
        let centre = house.person("centre", &[(Role::Centre, "/1/")]);
        let at = template(&house, &centre).await;
        house
            .post(&centre, &format!("{at}/courses"), &[("course", &school.course.to_string())])
            .await
            .is(303);
        school.complete(learner, "one").await;
        let it = held(&school, learner).await.remove(0);
        let page = format!("/certificates/{}", it.id);

        let own = house.person_of(learner, "林小满", &[(Role::Learner, &a.path)], Lang::ZhCn);
        let english = house.person_of(learner, "林小满", &[(Role::Learner, &a.path)], Lang::En);
        let other = house.person("other", &[(Role::Learner, &a.path)]);
        let contact_a = house.person("contact-a", &[(Role::Contact, &a.path)]);
        let contact_b = house.person("contact-b", &[(Role::Contact, &b.path)]);
        for reader in [&own, &english, &contact_a, &centre] {
            let shown = house.get(reader, &page).await.is(200).has("林小满").has("结业证书").has(&it.number);
            shown.has("pictures/seal").lacks("learning-");
            house.get(reader, &format!("{page}/pictures/seal")).await.is(200);
            house.get(reader, &format!("{page}/pictures/picture")).await.is(404);
        }
        for reader in [&other, &contact_b] {
            for path in [
                page.clone(),
                format!("{page}/file"),
                format!("{page}/pictures/seal"),
                format!("{page}/revocation"),
            ] {
                house.get(reader, &path).await.is(404);
            }
            house.post(reader, &format!("{page}/revocation"), &[("reason", "x")]).await.is(404);
        }
        for reader in [&own, &contact_a] {
            house.get(reader, &format!("{page}/revocation")).await.is(403);
            house.post(reader, &format!("{page}/revocation"), &[("reason", "x")]).await.is(403);
            house.post(reader, &format!("{page}/replacement"), &[("reason", "x")]).await.is(403);
        }
        for reader in [&own, &english] {
            house.get(reader, "/certificates").await.is(200).has(&it.number).lacks("learning-");
        }
        house.get(&other, "/certificates").await.is(200).lacks(&it.number).lacks("learning-");
        house.get(&other, "/certificates/issued").await.is(403);
        house
            .get(&contact_a, "/certificates/issued?q=%E6%9E%97%E5%B0%8F%E6%BB%A1&state=valid")
            .await
            .is(200)
            .has(&it.number);
        house.get(&contact_a, "/certificates/issued?as=csv").await.is(200).has("林小满").has(&it.number);
        house.get(&contact_b, "/certificates/issued").await.is(200).lacks(&it.number).lacks("learning-");

        // Anybody checks it, however the code was typed.
        let check = format!("/verify/{}", it.code);
        let sloppy = format!("/verify/{}", super::rules::shown(&it.code).to_lowercase());
        for path in [&check, &sloppy] {
            house
                .get(&other, path)
                .await
                .is(200)
                .has("林小满")
                .has("安全生产")
                .has("pine")
                .lacks("learning-");
        }
        let to = house.get(&other, &format!("/verify?code={}", it.code)).await;
        assert_eq!(to.to(), check);
        house.get(&other, "/verify").await.is(200).lacks("learning-");
        house.get(&other, "/verify/0000-0000-0000-0000").await.is(404).lacks("learning-");
        for hostile in
            ["/verify/x", "/verify/%00", "/verify/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/verify?code=%27%22"]
        {
            house.get(&other, hostile).await.is(404).lacks("<script>alert").lacks("learning-");
        }

        // Withdrawn: with a reason, at once, once.
        let revocation = format!("{page}/revocation");
        house.get(&centre, &revocation).await.is(200).lacks("learning-");
        house.post(&centre, &revocation, &[("reason", " ")]).await.is(422).lacks("learning-");
        for _ in ["once", "twice is as good"] {
            house.post(&centre, &revocation, &[("reason", "姓名有误")]).await.is(303);
        }
        house.get(&other, &check).await.is(200).has("cinnabar").lacks("姓名有误");
        house.get(&own, &page).await.is(200).has("姓名有误").lacks(&format!("{page}/file"));
        assert_eq!(house.get(&own, &format!("{page}/file")).await.to(), page);
        school.settle().await;
        assert_eq!(held(&school, learner).await.len(), 1, "it does not come again by itself");

        // A new one in its place, once.
        let replacement = format!("{page}/replacement");
        let key = house.get(&centre, &replacement).await.is(200).lacks("learning-").field("form_key");
        let fields = [("form_key", key.as_str()), ("reason", "姓名已更正")];
        let new = house.post(&centre, &replacement, &fields).await.to().to_owned();
        house.post(&centre, &replacement, &fields).await.is(303);
        let mut all = held(&school, learner).await;
        assert_eq!(all.len(), 2);
        all.sort_by_key(|it| it.replaces.is_none());
        assert_eq!((format!("/certificates/{}", all[0].id), all[0].replaces), (new, Some(it.id)));
        assert_ne!((&all[0].code, &all[0].number), (&it.code, &it.number));
        house.post(&centre, &replacement, &[("reason", "再来一张")]).await.is(422).lacks("learning-");
        house.get(&own, &page).await.is(200).has(&all[0].number);

        // Its time ends.
        let end = all[0].expires_at.unwrap();
        house.clock.turn(Span::of_days(400));
        assert!(end < house.clock.now());
        house.get(&other, &format!("/verify/{}", all[0].code)).await.is(200).has("ochre");
    }
}

#[tokio::test]
async fn the_form_of_a_template_refuses_what_no_certificate_can_say() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let house = House::new(db.handle(), slice(&school)).await;
        let centre = house.person("centre", &[(Role::Centre, "/1/")]);
        let long = "长".repeat(1_501);
        for (field, value) in [
            ("name", " "),
            ("language", "fr"),
            ("layout", "round"),
            ("heading", ""),
            ("body", "{工资}"),
            ("body", long.as_str()),
            ("prefix", "1X"),
            ("prefix", "ÄÖ"),
            ("months", "-1"),
            ("months", "601"),
            ("months", "abc"),
            ("issuer", "\u{200b}"),
        ] {
            let fields: Vec<(&str, &str)> = TEMPLATE
                .iter()
                .map(|(name, own)| (*name, if *name == field { value } else { *own }))
                .collect();
            let answer = house.upload(&centre, "/certificates/templates", &fields, &[]).await;
            answer.is(422).has("aria-invalid").lacks("learning-");
        }
        let hostile: [(&str, &[u8]); 3] = [
            ("x.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("x.png", b"\x89PNG\r\n\x1a\nbroken"),
            ("x.png", b""),
        ];
        for (name, bytes) in hostile {
            let answer = house
                .upload(&centre, "/certificates/templates", &TEMPLATE, &[("picture", name, bytes)])
                .await;
            answer.is(422).has("aria-invalid").lacks("learning-");
        }

        // Saved over nobody's change; a picture comes and goes.
        let at = template(&house, &centre).await;
        let version = house.get(&centre, &at).await.is(200).field("version");
        let mut fields = TEMPLATE.to_vec();
        fields.push(("version", version.as_str()));
        let opaque = picture(false);
        let file: [(&str, &str, &[u8]); 1] = [("picture", "背景.png", &opaque)];
        house.upload(&centre, &at, &fields, &file).await.is(303);
        house.upload(&centre, &at, &fields, &file).await.is(422).has("结业").lacks("learning-");
        house.get(&centre, &format!("{at}/pictures/picture")).await.is(200);
        let mut fields = TEMPLATE.to_vec();
        fields.extend([("version", "2"), ("picture_none", "yes")]);
        house.upload(&centre, &at, &fields, &[]).await.is(303);
        house.get(&centre, &format!("{at}/pictures/picture")).await.is(404);
        house.get(&centre, &format!("{at}/pictures/seal")).await.is(200);
        house
            .get(&centre, "/certificates/templates?q=%E7%BB%93%E4%B8%9A")
            .await
            .is(200)
            .has(&at)
            .lacks("learning-");

        let deletion = format!("{at}/deletion");
        house.get(&centre, &deletion).await.is(200).lacks("learning-");
        for _ in ["once", "twice is as good"] {
            house.post(&centre, &deletion, &[]).await.is(303);
        }
        house.get(&centre, &at).await.is(404);
        let manager = house.person("manager", &[(Role::Manager, "/1/")]);
        house.get(&manager, "/certificates/templates/new").await.is(403);
        house.get(&manager, "/certificates/issue").await.is(403);
        house.get(&manager, "/certificates/issued").await.is(200);
    }
}
