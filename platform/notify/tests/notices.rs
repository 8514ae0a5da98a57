//! From a slice's notice to page and mail, on both engines, with mail servers of every temper.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod server;

use server::{Temper, server};
use std::time::{Duration, Instant};
use xingtan_clock::{Clock, Ids, Span, Uuid, Zone};
use xingtan_i18n::{Kind, Lang, Locale, Resource, Texts};
use xingtan_jobs::{Kinds, Options, Schedules, Worker};
use xingtan_notify::{
    MAIL, MailRow, MailState, Mailer, Notice, NoticeKind, NoticeKinds, Password, Preference, Recipient, Sent,
    Smtp, Tls, forget, mail, mails, mark_all_read, mark_read, notices, preference, purge, requeue, send,
    set_preference, unread,
};
use xingtan_settings::Settings;
use xingtan_testkit::TestDb;

const NEW_DEVICE: NoticeKind = NoticeKind::duty("test.new-device");
const ASSIGNED: NoticeKind = NoticeKind::optional("test.assigned");

fn texts() -> Texts {
    let mut all = xingtan_i18n::texts();
    all.extend(xingtan_notify::texts());
    for (lang, source) in [
        (
            Lang::ZhCn,
            "test-notice-new-device = { $device } 登录了您的账户
test-notice-new-device-text =
    时间：{ $at }

    若不是您本人，请立即修改密码。
test-notice-assigned = 新的必修课程：{ $course }",
        ),
        (
            Lang::En,
            "test-notice-new-device = { $device } signed in to your account
test-notice-new-device-text =
    At { $at }

    If it was not you, change your password at once.
test-notice-assigned = New required course: { $course }",
        ),
    ] {
        all.push(Resource { lang, kind: None, name: "test", source });
    }
    Texts::build(&all)
}

fn locale(lang: Lang) -> Locale {
    texts().locale(lang, Kind::Academy, Zone::default())
}

struct House {
    db: TestDb,
    clock: Clock,
    ids: Ids,
    person: Uuid,
}

async fn houses() -> Vec<House> {
    let tables = [xingtan_settings::migrations(), xingtan_jobs::migrations(), xingtan_notify::migrations()];
    let databases = xingtan_testkit::databases(&tables).await;
    databases
        .into_iter()
        .map(|db| {
            let clock = xingtan_testkit::clock();
            let ids = Ids::new(clock.clone());
            House { db, clock, person: ids.next(), ids }
        })
        .collect()
}

impl House {
    fn to(&self, mail: Option<&str>, lang: Lang) -> Recipient {
        Recipient { person: Some(self.person), name: "林书岚".into(), mail: mail.map(str::to_owned), lang }
    }

    async fn send(&self, notice: Notice) -> Sent {
        self.db.write(move |tx| send(tx, &notice)).await.unwrap()
    }

    async fn device(&self, mail: &str, lang: Lang) -> Uuid {
        let id = self.ids.next();
        let notice = Notice::new(id, NEW_DEVICE, self.to(Some(mail), lang), self.clock.now())
            .with("device", "Firefox <b>")
            .with("at", self.clock.now())
            .link("/me/sessions");
        assert_eq!(self.send(notice).await, Sent { page: true, mail: true });
        id
    }

    async fn mailer(&self, smtp: Option<Smtp>) -> Mailer {
        let settings = Settings::open(self.db.handle()).await.unwrap();
        let kinds = NoticeKinds::gather(&[&[NEW_DEVICE, ASSIGNED]]);
        Mailer::new(smtp, texts(), settings, kinds, "https://learn.example.cn")
    }

    async fn worker(&self, smtp: Option<Smtp>) -> Worker {
        let mailer = self.mailer(smtp).await;
        let mut kinds = Kinds::new();
        kinds.on(MAIL, move |run| {
            let mailer = mailer.clone();
            async move { mailer.run(run).await }
        });
        let mut schedules = Schedules::default();
        schedules.add(Mailer::schedule()).unwrap();
        let (db, clock, ids) = (self.db.handle(), self.clock.clone(), self.ids.clone());
        Worker::new(db, clock, ids, kinds, schedules, Options::default())
    }

    async fn mail(&self, id: Uuid) -> MailRow {
        self.db.read(move |tx| mail(tx, id)).await.unwrap().unwrap()
    }
}

fn smtp(port: u16) -> Smtp {
    Smtp {
        host: "127.0.0.1".into(),
        port,
        tls: Tls::None,
        login: None,
        from: "noreply@learn.example.cn".into(),
        time_out: Duration::from_millis(400),
    }
}

#[tokio::test]
async fn a_notice_stands_on_the_page_in_the_readers_language() {
    for house in houses().await {
        house.device("lin@example.cn", Lang::ZhCn).await;
        let person = house.person;
        let rows = house.db.read(move |tx| notices(tx, person, false, None, 10)).await.unwrap();
        assert_eq!(rows[0].title(&locale(Lang::ZhCn)), "Firefox <b> 登录了您的账户", "{:?}", house.db);
        assert_eq!(rows[0].title(&locale(Lang::En)), "Firefox <b> signed in to your account");
        let text = rows[0].paragraphs(&locale(Lang::ZhCn));
        assert_eq!(text, ["时间：2026 年 3 月 2 日 09:00", "若不是您本人，请立即修改密码。"]);
        assert_eq!((rows[0].duty, rows[0].link.as_deref()), (true, Some("/me/sessions")));
    }
}

#[tokio::test]
async fn notices_are_counted_paged_and_read() {
    for house in houses().await {
        let person = house.person;
        for n in 0..5 {
            let notice =
                Notice::new(house.ids.next(), ASSIGNED, house.to(None, Lang::ZhCn), house.clock.now())
                    .with("course", n);
            assert_eq!(house.send(notice).await, Sent { page: true, mail: false }, "no address, no mail");
            house.clock.turn(Span::of_seconds(1));
        }
        let count = || async { house.db.read(move |tx| unread(tx, person)).await.unwrap() };
        assert_eq!(count().await, 5, "{:?}", house.db);
        let page = |after| house.db.read(move |tx| notices(tx, person, true, after, 3));
        let first = page(None).await.unwrap();
        let second = page(first.last().map(|row| row.position())).await.unwrap();
        assert_eq!((first.len(), second.len()), (3, 2), "{:?}", house.db);
        assert!(first[2].at > second[0].at);

        let (id, now) = (first[0].id, house.clock.now());
        let read = |who: Uuid| house.db.write(move |tx| mark_read(tx, who, id, now));
        assert_eq!(read(Uuid::nil()).await.unwrap(), None, "{:?}: another person's", house.db);
        assert_eq!(read(person).await.unwrap(), Some(None));
        assert_eq!(count().await, 4, "{:?}", house.db);
        let until = second[0].at;
        let all = house.db.write(move |tx| mark_all_read(tx, person, until, now)).await.unwrap();
        assert_eq!((all, count().await), (2, 2), "{:?}: what came later stays unread", house.db);
        house.db.write(move |tx| forget(tx, person)).await.unwrap();
        assert_eq!(count().await, 0);
    }
}

#[tokio::test]
async fn optional_kinds_go_where_the_person_chose_and_duties_always() {
    for house in houses().await {
        let person = house.person;
        let none = Preference { page: false, mail: false };
        let set = |kind: NoticeKind| house.db.write(move |tx| set_preference(tx, person, &kind, none));
        assert!(set(ASSIGNED).await.unwrap());
        assert!(!set(NEW_DEVICE).await.unwrap(), "{:?}: nobody chooses of duties", house.db);
        let of = |kind: NoticeKind| house.db.read(move |tx| preference(tx, person, &kind));
        assert_eq!(of(ASSIGNED).await.unwrap(), none);
        assert_eq!(of(NEW_DEVICE).await.unwrap(), Preference { page: true, mail: true });
        let to = house.to(Some("lin@example.cn"), Lang::ZhCn);
        let notice = Notice::new(house.ids.next(), ASSIGNED, to, house.clock.now()).with("course", "x");
        assert_eq!(house.send(notice).await, Sent { page: false, mail: false }, "{:?}", house.db);
        house.device("lin@example.cn", Lang::ZhCn).await;
    }
}

#[tokio::test]
async fn a_mail_goes_out_in_both_forms_and_in_the_recipients_language() {
    for house in houses().await {
        let server = server(Temper::Friendly).await;
        let id = house.device("lin@example.cn", Lang::En).await;
        house.worker(Some(smtp(server.port))).await.drain().await.unwrap();
        let row = house.mail(id).await;
        assert_eq!((row.state(), row.error.as_deref()), (MailState::Sent, None), "{:?}: {row:?}", house.db);
        let taken = server.taken();
        assert_eq!(taken.len(), 1, "{:?}", house.db);
        let text = &taken[0];
        for part in [
            "Subject: Firefox <b> signed in to your account",
            "Content-Type: text/plain",
            "Content-Type: text/html",
            "https://learn.example.cn/me/sessions",
            "Auto-Submitted: auto-generated",
            &format!("Message-ID: <{id}@learn.example.cn>"),
            "Date: Mon, 02 Mar 2026 01:00:00 +0000",
            "If it was not you, change your password at once.",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        let html = text.split("text/html").nth(1).unwrap();
        assert!(html.contains("Firefox &lt;b&gt;"), "values are escaped in HTML: {html}");
    }
}

#[tokio::test]
async fn without_a_mail_server_mails_are_kept_and_can_be_sent_later() {
    for house in houses().await {
        let id = house.device("lin@example.cn", Lang::ZhCn).await;
        house.worker(None).await.drain().await.unwrap();
        let row = house.mail(id).await;
        assert_eq!(row.state(), MailState::Kept, "{:?}", house.db);
        let letter = house.mailer(None).await.write(&row).unwrap();
        assert_eq!(letter.subject, "Firefox <b> 登录了您的账户");
        assert!(letter.text.contains("林书岚，您好：") && letter.text.contains("/me/sessions"));
        let server = server(Temper::Friendly).await;
        let (now, job) = (house.clock.now(), house.ids.next());
        assert!(house.db.write(move |tx| requeue(tx, id, job, now)).await.unwrap());
        house.clock.turn(Span::of_minutes(1));
        house.worker(Some(smtp(server.port))).await.drain().await.unwrap();
        house.clock.turn(Span::of_minutes(1));
        house.worker(Some(smtp(server.port))).await.drain().await.unwrap();
        assert_eq!(house.mail(id).await.state(), MailState::Sent, "{:?}", house.db);
        assert_eq!(server.taken().len(), 1);
    }
}

#[tokio::test]
async fn a_mail_server_that_hangs_holds_nothing_up_and_loses_nothing() {
    for house in houses().await {
        let hanging = server(Temper::Hangs).await;
        let mut ids = Vec::new();
        for n in 0..12 {
            ids.push(house.device(&format!("p{n}@example.cn"), Lang::ZhCn).await);
        }
        let worker = house.worker(Some(smtp(hanging.port))).await;
        let begun = Instant::now();
        worker.drain().await.unwrap();
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}: {:?}", house.db, begun.elapsed());
        let rows = house.db.read(|tx| mails(tx, Some(MailState::Queued), None, 20)).await.unwrap();
        let tried: Vec<&MailRow> = rows.iter().filter(|row| row.attempts == 1).collect();
        assert_eq!((rows.len(), tried.len()), (12, 4), "{:?}: the rest is not even tried", house.db);
        assert!(tried[0].error.as_deref().unwrap_or_default().contains("no answer"), "{:?}", tried[0]);

        let friendly = server(Temper::Friendly).await;
        house.clock.turn(Span::of_minutes(2));
        // One run of the schedule orders the job, which then sends all.
        house.worker(Some(smtp(friendly.port))).await.drain().await.unwrap();
        for id in ids {
            assert_eq!(house.mail(id).await.state(), MailState::Sent, "{:?}", house.db);
        }
        assert_eq!(friendly.taken().len(), 12, "{:?}: each once", house.db);
    }
}

#[tokio::test]
async fn a_mail_that_waits_for_its_next_attempt_can_be_sent_at_once() {
    for house in houses().await {
        let id = house.device("lin@example.cn", Lang::ZhCn).await;
        let (now, job) = (house.clock.now(), house.ids.next());
        let again = house.db.write(move |tx| requeue(tx, id, job, now)).await.unwrap();
        assert!(!again, "{:?}: it is on its way, and would go out twice", house.db);
        let away = server::closed_port().await;
        house.worker(Some(smtp(away))).await.drain().await.unwrap();
        let row = house.mail(id).await;
        assert!(row.next_at > now && row.may_requeue(), "{:?}: {row:?}", house.db);
        let job = house.ids.next();
        assert!(house.db.write(move |tx| requeue(tx, id, job, now)).await.unwrap());
        let server = server(Temper::Friendly).await;
        house.worker(Some(smtp(server.port))).await.drain().await.unwrap();
        assert_eq!(house.mail(id).await.state(), MailState::Sent, "{:?}", house.db);
        assert_eq!(server.taken().len(), 1, "{:?}", house.db);
    }
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_asked_again_until_the_mail_is_given_up() {
    let house = houses().await.remove(0);
    let port = server::closed_port().await;
    let id = house.device("lin@example.cn", Lang::ZhCn).await;
    let worker = house.worker(Some(smtp(port))).await;
    for _ in 0..9 {
        worker.drain().await.unwrap();
        house.clock.turn(Span::of_days(1));
    }
    let row = house.mail(id).await;
    assert_eq!((row.state(), row.attempts), (MailState::Failed, 8), "{row:?}");
    let (now, job) = (house.clock.now(), house.ids.next());
    assert!(house.db.write(move |tx| requeue(tx, id, job, now)).await.unwrap());
    assert_eq!(house.mail(id).await.attempts, 0);
}

#[tokio::test]
async fn what_the_server_says_of_one_mail_does_not_stop_the_others() {
    for house in houses().await {
        // This one refuses addresses that begin with `no` for good, and those that begin with `later` for now.
        let server = server(Temper::Choosy).await;
        let never = house.device("nobody@example.cn", Lang::ZhCn).await;
        let later = house.device("later@example.cn", Lang::ZhCn).await;
        let broken = house.device("not an address", Lang::ZhCn).await;
        let fine = house.device("fine@example.cn", Lang::ZhCn).await;
        house.worker(Some(smtp(server.port))).await.drain().await.unwrap();
        let said = |row: &MailRow| row.error.clone().unwrap_or_default();
        let (never, later) = (house.mail(never).await, house.mail(later).await);
        assert_eq!(never.state(), MailState::Failed, "{:?}: {never:?}", house.db);
        assert!(said(&never).contains("550"), "{}", said(&never));
        assert_eq!(later.state(), MailState::Queued, "{:?}: {later:?}", house.db);
        assert_eq!(house.mail(broken).await.state(), MailState::Failed, "{:?}", house.db);
        assert_eq!(house.mail(fine).await.state(), MailState::Sent, "{:?}", house.db);
        let rows = house.db.read(|tx| mails(tx, Some(MailState::Failed), None, 10)).await.unwrap();
        assert_eq!(rows.len(), 2, "{:?}", house.db);
        house.clock.turn(Span::of_days(90));
        let now = house.clock.now();
        assert_eq!(house.db.write(move |tx| purge(tx, now, 10)).await.unwrap(), 3, "{:?}", house.db);
    }
}

#[test]
fn a_password_is_not_shown() {
    let smtp = Smtp { login: Some(("robot".into(), Password::new("geheim"))), ..smtp(25) };
    let shown = format!("{smtp:?}");
    assert!(shown.contains("robot") && !shown.contains("geheim"), "{shown}");
}

#[test]
fn the_texts_are_complete() {
    let mut all = xingtan_i18n::texts();
    all.extend(xingtan_notify::texts());
    assert_eq!(xingtan_i18n::check(&all), Vec::<String>::new());
    let folder = std::path::Path::new("src");
    let unknown = xingtan_i18n::unknown_keys(&Texts::build(&all), folder).unwrap();
    assert_eq!(unknown, Vec::<String>::new());
}
