//! One case after another.

use super::*;
use xingtan_conduct::case::act::Act;
use xingtan_governance::api::ACCOUNT_SHARED;

#[tokio::test]
async fn confirmed_sharing_is_for_the_regulation_and_an_appeal_that_wins_takes_it_back() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        let case = town.reported("account-sharing").await;
        assert_eq!((case.person_name.as_str(), case.state.as_str()), ("learner", "reported"));
        let one = format!("/cases/{}", case.id);
        // Whoever reported sees their report, and whoever is concerned nothing yet.
        house
            .get(&town.reporter, "/reports-of-content/new")
            .await
            .is(200)
            .has(&case.numbered())
            .lacks("conduct-");
        house.get(&town.learner, "/cases/own").await.is(200).lacks(&case.numbered());
        house.visit(&format!("/hearings/{}", case.code)).await.is(404);
        house.get(&town.reporter, &one).await.is(404);
        house.get(&town.centre, "/reports-of-content").await.is(200).has(&case.numbered()).lacks("conduct-");

        let case = town.heard(&case).await;
        house.get(&town.centre, &one).await.is(200).has("reporter").lacks("conduct-");
        let own = format!("/hearings/{}", case.code);
        house.visit(&own).await.is(200).has("把账号借给了同事").lacks("reporter").lacks("conduct-");
        house.get(&town.learner, "/cases/own").await.is(200).has(&case.numbered());

        // The investigator does not decide, and nobody before the person was heard.
        let confirm = [("outcome", "confirmed"), ("reason", "本人承认。")];
        house.post(&town.centre, &format!("{one}/decision"), &confirm).await.is(422).has("您是调查人");
        house.post(&town.second, &format!("{one}/decision"), &confirm).await.is(422).has("还没有陈述意见");
        house.post(&town.reporter, &format!("{one}/decision"), &confirm).await.is(403);
        let view = [("statement", "只借过一次。")];
        house.send(&format!("{own}/statement"), &view).await.is(303);
        house.send(&format!("{own}/statement"), &view).await.is(422);
        // The regulation says what follows: nothing else may be chosen.
        let article = town.article("4.2.1").await;
        let warn = [("outcome", "warning"), ("reason", "……"), ("article", article.as_str())];
        house.post(&town.second, &format!("{one}/decision"), &warn).await.is(422).has("现行制度已有规定");
        house.post(&town.second, &format!("{one}/decision"), &confirm).await.is(303);
        house.post(&town.second, &format!("{one}/decision"), &confirm).await.is(422);
        let told = town.case(case.id).await;
        assert_eq!((told.outcome.as_deref(), told.article.as_deref()), (Some("confirmed"), Some("4.2.1")));
        town.judged().await;
        let (state, until) = town.account().await;
        assert_eq!(state, State::Suspended);
        assert!(until.unwrap() - house.clock.now() <= Span::of_hours(168));

        // The suspended person appeals without signing in; somebody else decides.
        house.send(&format!("{own}/appeal"), &[("body", "不是我。")]).await.is(303);
        house.send(&format!("{own}/appeal"), &[("body", "不是我。")]).await.is(422);
        house.post(&town.third, &format!("{one}/closure"), &[]).await.is(422);
        let win = [("verdict", "overturned"), ("appeal_reason", "证据不足。")];
        house.post(&town.second, &format!("{one}/appeal"), &win).await.is(422).has("您作过决定");
        house.post(&town.centre, &format!("{one}/appeal"), &win).await.is(422).has("您是调查人");
        house.post(&town.third, &format!("{one}/appeal"), &win).await.is(303);
        town.judged().await;
        assert_eq!(town.account().await.0, State::Active);
        let gone = town.count("SELECT count(*) FROM governance_fact WHERE gone_at IS NOT NULL").await;
        assert_eq!((gone, ACCOUNT_SHARED.0), (1, "account-shared"));
        house.visit(&own).await.is(200).has("撤销").lacks("conduct-");
        house.post(&town.third, &format!("{one}/closure"), &[]).await.is(303);
        house.get(&town.centre, "/cases?state=closed").await.is(200).has(&case.numbered());
    }
}

#[tokio::test]
async fn what_is_decided_by_hand_is_carried_out_ends_by_itself_and_is_changed_by_an_appeal() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        let case = town.heard(&town.reported("cheating").await).await;
        let (one, own) = (format!("/cases/{}", case.id), format!("/hearings/{}", case.code));
        house.clock.turn(Span::of_days(4));
        let article = town.article("4.2.1").await;
        let fields = |outcome, days| {
            [("outcome", outcome), ("days", days), ("reason", "抄袭。"), ("article", article.as_str())]
        };
        house.post(&town.second, &format!("{one}/decision"), &fields("confirmed", "")).await.is(422);
        for wrong in ["", "0", "366", "x"] {
            house.post(&town.second, &format!("{one}/decision"), &fields("suspension", wrong)).await.is(422);
        }
        house
            .post(&town.second, &format!("{one}/decision"), &fields("restriction", "3"))
            .await
            .is(422)
            .has("由谁执行");
        house.post(&town.second, &format!("{one}/decision"), &fields("suspension", "30")).await.is(303);
        assert_eq!(town.account().await.0, State::Suspended);
        let held = town.count("SELECT count(*) FROM accounts_state_change WHERE article = '4.2.1'").await;
        assert_eq!(held, 1, "the article is cited");

        house.send(&format!("{own}/appeal"), &[("body", "太重。")]).await.is(303);
        let change = [
            ("verdict", "changed"),
            ("outcome", "suspension"),
            ("days", "7"),
            ("article", article.as_str()),
            ("appeal_reason", "初犯。"),
        ];
        house.post(&town.third, &format!("{one}/appeal"), &change).await.is(303);
        let (state, until) = town.account().await;
        assert_eq!(state, State::Suspended);
        assert!(until.unwrap() - house.clock.now() <= Span::of_days(7));
        assert_eq!(town.case(case.id).await.ends_at, until);
        house.clock.turn(Span::of_days(8));
        assert_eq!(town.account().await.0, State::Active, "it has ended by itself");
    }
}

#[tokio::test]
async fn illegal_content_takes_effect_at_once_is_sealed_and_referred_by_itself() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        let case = town.reported("illegal-content").await;
        let one = format!("/cases/{}", case.id);
        let add = [("file_note", "截图")];
        house.upload(&town.centre, &format!("{one}/evidence"), &add, ("a.txt", b"bad")).await.is(422);
        house.post(&town.centre, &format!("{one}/investigation"), &[]).await.is(303);
        house.upload(&town.centre, &format!("{one}/evidence"), &add, ("a.txt", b"bad")).await.is(303);
        house.upload(&town.second, &format!("{one}/evidence"), &add, ("a.txt", b"bad")).await.is(422);
        let hash = xingtan_keys::hash_of(b"bad");
        house.get(&town.second, &one).await.is(200).has(&hash).has("截图").lacks("conduct-");
        let confirm = [("outcome", "confirmed"), ("reason", "违法。")];
        house.post(&town.second, &format!("{one}/decision"), &confirm).await.is(303);
        town.judged().await;
        assert_eq!(town.account().await.0, State::Revoked);
        assert_eq!(town.count("SELECT count(*) FROM jobs_job WHERE kind = 'conduct.seal'").await, 1);
        house.get(&town.audit, "/referrals").await.is(200).has(&case.numbered()).lacks("conduct-");
        let id = town.house.app.db().read(|tx| tx.one::<(Uuid,)>("SELECT id FROM conduct_referral", &[]));
        let referral = format!("/referrals/{}", id.await.unwrap().0);
        house.post(&town.centre, &referral, &[("verdict", "accept")]).await.is(403);
        house.post(&town.audit, &referral, &[("verdict", "return")]).await.is(422);
        house.post(&town.audit, &referral, &[("verdict", "accept")]).await.is(303);
        house.post(&town.audit, &referral, &[("verdict", "accept")]).await.is(422);

        // A package holds the case, the evidence and the hash of each; its own stands in the trail.
        house.post(&town.third, &format!("{one}/packages"), &[]).await.is(303);
        let packages = town.house.app.db().read(move |tx| store::packages(tx, case.id)).await.unwrap();
        let package = packages.last().unwrap();
        let got = house.get(&town.audit, &format!("{one}/packages/{}", package.id)).await.is(200);
        assert_eq!(xingtan_keys::hash_of(&got.bytes), package.sha256);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(got.bytes)).unwrap();
        let mut manifest = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("manifest.json").unwrap(), &mut manifest).unwrap();
        assert!(manifest.contains(&hash) && manifest.contains("case.json"), "{manifest}");
        assert!(zip.by_name("evidence/001-a.txt").is_ok());
        let taken =
            town.count("SELECT count(*) FROM audit_entry WHERE action = 'conduct.package-taken'").await;
        assert_eq!(taken, 1);
        house.get(&town.learner, &format!("{one}/packages/{}", package.id)).await.is(404);
    }
}

#[tokio::test]
async fn whoever_stands_aside_or_is_objected_to_does_not_act_administrators_neither() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        let case = town.heard(&town.reported("harassment").await).await;
        let (one, own) = (format!("/cases/{}", case.id), format!("/hearings/{}", case.code));
        house.send(&format!("{own}/objection"), &[("objection", "有私怨。")]).await.is(303);
        house.send(&format!("{own}/objection"), &[("objection", "有私怨。")]).await.is(422);
        let note = [("note", "……")];
        house.post(&town.centre, &format!("{one}/notes"), &note).await.is(422);
        house.post(&town.centre, &format!("{one}/investigation"), &[]).await.is(422).has("您已回避");
        house.post(&town.second, &format!("{one}/recusal"), &[("recusal", "是亲属。")]).await.is(303);
        house.post(&town.second, &format!("{one}/investigation"), &[]).await.is(422).has("您已回避");
        house.post(&town.third, &format!("{one}/investigation"), &[]).await.is(303);
        house.post(&town.third, &format!("{one}/notes"), &note).await.is(303);

        // An administrator's own case is hidden from them, whatever they may.
        let fields = [("kind", "insult"), ("words", "当众辱骂。"), ("user", "center")];
        house.post(&town.reporter, "/reports-of-content", &fields).await.is(303);
        let about = town.last().await;
        house.get(&town.centre, &format!("/cases/{}", about.id)).await.is(404);
        house.get(&town.centre, "/reports-of-content").await.is(200).lacks(&about.numbered());
        house.post(&town.centre, &format!("/cases/{}/investigation", about.id), &[]).await.is(404);
        house.post(&town.second, &format!("/cases/{}/investigation", about.id), &[]).await.is(303);
        // Whoever reports themselves is told so; a name that nobody has is kept as it was written.
        let oneself = [("kind", "other"), ("words", "……"), ("user", "reporter")];
        house.post(&town.reporter, "/reports-of-content", &oneself).await.is(422);
        let nobody = [("kind", "other"), ("words", "……"), ("user", "zhangsan"), ("about", "https://x.cn")];
        house.post(&town.reporter, "/reports-of-content", &nobody).await.is(422).has("本系统内的地址");
        house.post(&town.reporter, "/reports-of-content", &nobody[..3]).await.is(303);
        assert_eq!((town.last().await.person_id, town.last().await.person_name.as_str()), (None, "zhangsan"));
    }
}

impl Town {
    /// What waits for the third of the centre, in the order of the start page.
    async fn waits(&self) -> Vec<i64> {
        let (now, ids) = (self.house.clock.now(), self.house.ids.clone());
        let act = Act::for_person(self.third.id, "third", now, ids, (Lang::ZhCn, Zone::default()));
        let read = self.house.app.db().read(move |tx| xingtan_conduct::waiting(tx, &act.actor()));
        read.await.unwrap().iter().map(|it| it.count).collect()
    }
}

#[tokio::test]
async fn start_pages_count_what_the_lists_show() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        assert_eq!(town.waits().await, [0, 0, 0]);
        let case = town.reported("cheating").await;
        assert_eq!(town.waits().await, [1, 0, 0]);
        let case = town.heard(&case).await;
        assert_eq!(town.waits().await, [0, 1, 0]);
        let (one, own) = (format!("/cases/{}", case.id), format!("/hearings/{}", case.code));
        house.send(&format!("{own}/statement"), &[("statement", "没有。")]).await.is(303);
        let article = town.article("4.2.1").await;
        let warn = [("outcome", "warning"), ("reason", "属实。"), ("article", article.as_str())];
        house.post(&town.second, &format!("{one}/decision"), &warn).await.is(303);
        assert_eq!(town.waits().await, [0, 0, 0]);
        house.get(&town.third, "/cases?state=appealed").await.is(200).lacks(&case.numbered());
        house.send(&format!("{own}/appeal"), &[("body", "不是我。")]).await.is(303);
        assert_eq!(town.waits().await, [0, 0, 1]);
        house.get(&town.third, "/cases?state=appealed").await.is(200).has(&case.numbered()).lacks("conduct-");
    }
}
