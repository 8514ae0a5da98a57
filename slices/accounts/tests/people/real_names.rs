//! ACC-4: a person states name and document, another one verifies it, and nobody reads the number out of the database.

use crate::{
    place::{Place, person, places},
    town::Given,
};
use std::sync::Arc;
use xingtan_accounts::{
    Answer, Document, Statement, Verified, Verifier,
    api::{RealNameState, real_name_state},
    real_names_by,
};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_jobs::{Kinds, Schedules, Worker};

/// A number with its check sign.
fn card(place: &str, born: &str, rest: &str) -> String {
    let digits = format!("{place}{born}{rest}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    format!("{digits}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][sum as usize % 11])
}

fn form<'a>(name: &'a str, number: &'a str) -> [(&'static str, &'a str); 4] {
    [("document", "resident-card"), ("name", name), ("number", number), ("consent", "yes")]
}

async fn stands(place: &Place, person: Uuid) -> Option<RealNameState> {
    place.town.read(move |tx| real_name_state(tx, person)).await.unwrap()
}

/// Every sign that the database file holds, where it is a file.
async fn bytes(place: &Place) -> Option<Vec<u8>> {
    let found = place.town.read(|tx| tx.all::<(String,)>("SELECT file FROM pragma_database_list", &[])).await;
    let file = found.ok()?.into_iter().next()?.0;
    let mut all = std::fs::read(&file).unwrap();
    all.extend(std::fs::read(format!("{file}-wal")).unwrap_or_default());
    Some(all)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn a_real_name_is_stated_verified_by_somebody_else_and_kept_sealed() {
    for place in places().await {
        let (number, own) = (card("110105", "19900101", "001"), "/account/real-name");
        let mut wen = place.town.signed_in("wen.yian").await;
        wen.get("/account").await.is(200).has("/account/real-name");
        wen.get(own).await.is(200).has("怎样使用这些信息").has("人脸也不会是唯一的方式");
        // Nothing is kept without consent, without a right number, and what was typed stays.
        let without: Vec<_> =
            form("温以安", &number).into_iter().filter(|(name, _)| *name != "consent").collect();
        wen.post(own, &without).await.is(422).has("没有同意就不能保存").has("温以安");
        let mistyped = format!("{}{}", &number[..16], &card("110105", "19900102", "001")[16..]);
        wen.post(own, &form("温以安", &mistyped)).await.is(422).has("校验码");
        wen.post(own, &form("温以安", "")).await.is(422);
        wen.post(own, &form("12", &number)).await.is(422);
        wen.post(own, &[("document", "face"), ("consent", "yes")]).await.is(422);
        assert_eq!(stands(&place, place.wen).await, None);

        wen.post(own, &form("温以安", &format!(" {} ", number.to_lowercase()))).await.leads_to(own);
        wen.get(own).await.is(200).has("待核验").has("温**").has(&number[14..]).lacks(&number);
        assert_eq!(stands(&place, place.wen).await, Some(RealNameState::Pending));
        // The same again changes nothing.
        wen.post(own, &form("温以安", &number)).await.leads_to(own);
        let steps = "SELECT act, version FROM accounts_real_name_step ORDER BY version";
        assert_eq!(place.town.rows::<(String, i64)>(steps).await, [("stated".to_owned(), 1)]);

        // Who may see and who may decide.
        let one = format!("/real-names/{}", place.wen);
        let decision = format!("{one}/decision");
        let verify = [("verdict", "verify"), ("version", "1")];
        wen.get("/real-names").await.is(403);
        wen.get(&one).await.is(404);
        wen.post(&decision, &verify).await.is(403);
        let mut contact = place.town.signed_in("contact").await;
        contact.get("/real-names").await.is(200).has("温以安").lacks(&number);
        contact.get(&one).await.is(200).lacks("name=\"verdict\"").lacks("/reveal");
        contact.post(&decision, &verify).await.is(403);
        contact.get(&format!("{one}/reveal")).await.is(404);
        let mut cao = place.town.signed_in("cao.shan").await;
        cao.get("/real-names").await.is(403);

        let mut manager = place.town.signed_in("manager").await;
        manager.get("/real-names?state=pending").await.is(200).has("温以安").lacks(&number);
        manager.get("/real-names?as=csv").await.is(200).has("温以安").lacks(&number).lacks(&number[..3]);
        manager
            .get(&one)
            .await
            .is(200)
            .has("没有别的账号用同一个号码")
            .has("name=\"verdict\"")
            .lacks(&number);
        manager.post(&format!("{one}/reveal"), &[("reason", "")]).await.is(422).lacks(&number);
        let reason = [("reason", "对照原件")];
        manager.post(&format!("{one}/reveal"), &reason).await.is(200).has(&number).has("温以安");
        wen.get("/account/reads").await.is(200).has("对照原件").has("实名信息").has("周予安");

        manager.post(&decision, &[("verdict", "reject"), ("version", "1")]).await.is(422);
        manager.post(&decision, &[("verdict", "verify"), ("version", "7")]).await.is(422).has("打开页面之后");
        manager.post(&decision, &[("version", "1")]).await.is(422);
        manager.post(&decision, &verify).await.leads_to(&one);
        assert_eq!(stands(&place, place.wen).await, Some(RealNameState::Verified));
        manager.post(&decision, &verify).await.is(422);
        wen.get(own).await.is(200).has("已核验");
        // A change is verified anew; who had the page open before decides nothing.
        let other = card("110105", "19900101", "003");
        wen.post(own, &form("温以安", &other)).await.leads_to(own);
        assert_eq!(stands(&place, place.wen).await, Some(RealNameState::Pending));
        let no = [("verdict", "reject"), ("reason", "与原件不符"), ("version", "2")];
        manager.post(&decision, &no).await.is(422);
        let no = [("verdict", "reject"), ("reason", "与原件不符"), ("version", "3")];
        manager.post(&decision, &no).await.leads_to(&one);
        wen.get(own).await.is(200).has("未通过").has("与原件不符");
        let told = "SELECT kind FROM notify_notice WHERE kind LIKE 'accounts.real-name%'";
        let told = place.town.rows::<(String,)>(told).await;
        assert_eq!(told.len(), 2, "{told:?}");

        // Withdrawing erases; the history stays without the number, and what comes after has a version of its own.
        wen.post(&format!("{own}/withdraw"), &[]).await.leads_to(own);
        assert_eq!(stands(&place, place.wen).await, None);
        wen.get(own).await.is(200).has("本人撤回");
        manager.get(&one).await.is(404);
        wen.post(own, &form("温以安", &number)).await.leads_to(own);
        let acts: Vec<(String, i64)> = place.town.rows(steps).await;
        let acts: Vec<(&str, i64)> = acts.iter().map(|(act, version)| (act.as_str(), *version)).collect();
        assert_eq!(
            acts,
            [("stated", 1), ("verified", 2), ("stated", 3), ("rejected", 4), ("withdrawn", 5), ("stated", 6)]
        );
        place.town.jobs().await;
        assert_eq!(stands(&place, place.wen).await, Some(RealNameState::Pending), "by hand alone");

        if let Some(bytes) = bytes(&place).await {
            assert!(holds(&bytes, "wen.yian"), "the file was read");
            for number in [&number, &other, &mistyped] {
                assert!(!holds(&bytes, number) && !holds(&bytes, &number[6..]), "a number lies in the file");
            }
        }
        let trail = "SELECT e.action, COALESCE(p.detail, '') FROM audit_entry e
                     LEFT JOIN audit_payload p ON p.entry = e.id WHERE e.action LIKE 'accounts.%'";
        let trail = place.town.rows::<(String, String)>(trail).await;
        assert!(trail.iter().all(|(_, detail)| !detail.contains(&number[6..])), "{trail:?}");
        let count = |action: &str| trail.iter().filter(|(own, _)| own == action).count();
        assert_eq!(
            ["stated", "verified", "rejected", "withdrawn"]
                .map(|it| count(&format!("accounts.real-name-{it}"))),
            [3, 1, 1, 1]
        );
        assert_eq!(count("accounts.sensitive-read"), 1);
    }
}

#[tokio::test]
async fn what_is_found_is_shown_and_never_verified_among_many() {
    for place in places().await {
        let he = person(&place.town, "he.lanzhou", "贺兰舟", &place.lab, Role::Learner).await;
        let tang = person(&place.town, "tang.yining", "唐以宁", &place.lab, Role::Learner).await;
        let sql = "UPDATE accounts_person SET born_on = '1991-02-03' WHERE id = $1";
        place.town.run(sql, &[Given::Id(tang)]).await;
        let (first, second) = (card("110105", "19900101", "001"), card("310105", "19900101", "002"));
        let own = "/account/real-name";
        for (user, name, number) in [
            ("wen.yian", "温 以安", &first),
            ("cao.shan", "曹山", &first),
            ("he.lanzhou", "贺兰洲", &second),
            ("tang.yining", "唐以宁", &card("310105", "19910204", "002")),
            ("manager", "周予安", &card("310105", "19800204", "002")),
            ("contact", "罗亦可", &card("310105", "19810204", "002")),
        ] {
            place.town.signed_in(user).await.post(own, &form(name, number)).await.leads_to(own);
        }
        let mut manager = place.town.signed_in("manager").await;
        // The other account lies outside of the manager's subtree: that there is one is said, not whose it is.
        let wen = manager.get(&format!("/real-names/{}", place.wen)).await.is(200);
        wen.has("填写了同一个号码").has("您负责范围以外的一个账号").lacks("曹山");
        manager.get(&format!("/real-names/{he}")).await.is(200).has("姓名与账号的姓名不同");
        manager.get(&format!("/real-names/{tang}")).await.is(200).has("出生日期与账号登记的不同");
        manager.get(&format!("/real-names/{}", place.cao)).await.is(404);
        let unit = format!("/real-names?unit={}&state=pending", place.lab.id);
        manager.get(&unit).await.is(200).has("贺兰舟").has("号码重复").lacks("曹山");
        let own_page = format!("/real-names/{}", place.manager);
        manager.get(&own_page).await.is(200).has("由别人核验").lacks("name=\"verdict\"");
        let verify = [("verdict", "verify"), ("version", "1")];
        manager.post(&format!("{own_page}/decision"), &verify).await.is(403);

        let ids = [place.wen, he, tang, place.manager, place.contact].map(|id| format!("{id}.1"));
        let chosen: Vec<(&str, &str)> = ids.iter().map(|id| ("person", id.as_str())).collect();
        let answer = manager.post("/real-names/verification", &chosen).await;
        answer.leads_to("/real-names?state=pending");
        manager.get("/real-names?state=pending").await.is(200).has("已核验 1 人，4 人没有处理");
        assert_eq!(stands(&place, place.contact).await, Some(RealNameState::Verified));
        for id in [place.wen, he, tang, place.manager] {
            assert_eq!(stands(&place, id).await, Some(RealNameState::Pending));
        }
        // Whoever is out of reach does not exist, and then nobody of the choice is verified.
        let far = format!("{}.1", place.cao);
        manager.post("/real-names/verification", &[("person", far.as_str())]).await.is(404);
        for wrong in ["x", "x.1", "", "00000000-0000-7000-8000-000000000000", "\u{0}.1"] {
            let status = manager.post("/real-names/verification", &[("person", wrong)]).await.status.as_u16();
            assert!([303, 400, 404].contains(&status), "{wrong}: {status}");
        }
        // The centre sees both, and that the number is used twice.
        let mut center = place.town.signed_in("center").await;
        center.get(&format!("/real-names/{}", place.wen)).await.is(200).has("曹山");

        // An account that is closed takes name and number along.
        let close = [("do", "close"), ("reason", "重复"), ("basis", "none"), ("because", "本人申请")];
        center.post(&format!("/people/{}/state", place.cao), &close).await.is(303);
        assert_eq!(stands(&place, place.cao).await, None);
        manager.get(&format!("/real-names/{}", place.wen)).await.is(200).lacks("填写了同一个号码");
    }
}

/// Verifies whoever is called so, rejects another, and cannot tell of the rest.
struct Registry;

impl Verifier for Registry {
    fn verify<'a>(&'a self, it: &'a Statement<'a>) -> Answer<'a> {
        Box::pin(async move {
            assert_eq!((it.document, it.number.len()), (Document::Resident, 18));
            Ok(match it.name {
                "温以安" => Verified::Yes,
                "曹山" => Verified::No("查无此人".to_owned()),
                _ => Verified::ByHand,
            })
        })
    }
}

#[tokio::test]
async fn a_verifier_of_the_programs_choice_is_asked_and_leaves_the_rest_to_people() {
    for place in places().await {
        let own = "/account/real-name";
        for (user, name, rest) in
            [("wen.yian", "温以安", "001"), ("cao.shan", "曹山", "002"), ("contact", "罗亦可", "003")]
        {
            let number = card("110105", "19900101", rest);
            place.town.signed_in(user).await.post(own, &form(name, &number)).await.leads_to(own);
        }
        let (app, town) = (&place.town.app, &place.town);
        let mut kinds = Kinds::new();
        xingtan_accounts::jobs(app, &mut kinds);
        real_names_by(app, &mut kinds, Arc::new(Registry));
        let options = xingtan_jobs::Options::default();
        let (clock, ids) = (town.clock.clone(), town.ids.clone());
        let worker = Worker::new(app.db().clone(), clock, ids, kinds, Schedules::default(), options);
        worker.drain().await.unwrap();
        let stood = [place.wen, place.cao, place.contact].map(|id| stands(&place, id));
        let [wen, cao, contact] = stood;
        assert_eq!(wen.await, Some(RealNameState::Verified));
        assert_eq!(cao.await, Some(RealNameState::Rejected));
        assert_eq!(contact.await, Some(RealNameState::Pending));
        let mut browser = town.signed_in("cao.shan").await;
        browser.get(own).await.is(200).has("查无此人").has("系统");
    }
}
