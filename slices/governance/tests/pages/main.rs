//! The pages of regulations through the router, on both engines: read, acknowledged, drafted, approved (GOV-1).

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod discarding;
mod house;
mod measures;
mod programs;
mod words;

use house::{House, Person, tables};
use xingtan_accounts::api::{Node, testkit};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::params;
use xingtan_governance::{
    pack,
    regulation::{
        act::Act,
        change::{self, Heading},
        store,
    },
};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

/// The academy pack as a draft of the centre, with the people who have to do with it.
struct Town {
    house: House,
    unit: Node,
    drafter: Person,
    approver: Person,
    learner: Person,
    id: Uuid,
    version: Uuid,
}

impl Town {
    async fn new(db: xingtan_db::Db) -> Town {
        let house = House::new(db).await;
        let (ids, now) = (house.ids.clone(), house.clock.now());
        let unit =
            house.app.db().write(move |tx| testkit::node(tx, &ids, now, "装配车间", None)).await.unwrap();
        let root = &[(Role::Centre, "/1/")];
        let (drafter, approver) = (house.person("center", root), house.person("second", root));
        let learner = house.person("learner", &[(Role::Learner, "/1/2/")]);
        let answer = house.get(&drafter, "/regulations/new").await.is(200).lacks("governance-");
        let key = answer.field("form_key");
        let fields = [("form_key", key.as_str()), ("pack", "academy"), ("lang", "zh-CN"), ("title", "")];
        let to = house.post(&drafter, "/regulations", &fields).await.to().to_owned();
        assert_eq!(
            house.post(&drafter, "/regulations", &fields).await.to(),
            to,
            "a second click makes nothing"
        );
        let id: Uuid = to.rsplit('/').next().unwrap().parse().unwrap();
        let versions = house.app.db().read(store::versions).await.unwrap();
        assert_eq!(versions.len(), 1);
        Town { house, unit, drafter, approver, learner, id, version: versions[0].id }
    }

    fn at(&self, rest: &str) -> String {
        format!("/regulations/{}/versions/{}{rest}", self.id, self.version)
    }

    async fn seen(&self) -> String {
        let version = self.version;
        let found = self.house.app.db().read(move |tx| store::version(tx, version)).await.unwrap();
        found.unwrap().version.to_string()
    }

    async fn article(&self, number: &str) -> Uuid {
        let (version, number) = (self.version, number.to_owned());
        let all = self.house.app.db().read(move |tx| store::articles(tx, version)).await.unwrap();
        all.into_iter().find(|it| it.number == number).unwrap().id
    }

    /// Submitted by the drafter and approved by another person, and the day has come.
    async fn in_force(&self) {
        let fields = [("version", self.seen().await), ("from", "2026-04-01".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.house.post(&self.drafter, &self.at("/submission"), &fields).await.is(303);
        let seen = self.seen().await;
        let fields = [("version", seen.as_str()), ("verdict", "approve")];
        self.house.post(&self.approver, &self.at("/decision"), &fields).await.is(303);
        self.house.clock.turn(Span::of_days(40));
    }
}

#[tokio::test]
async fn what_one_drafts_another_approves_and_everybody_reads() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let (house, one) = (&town.house, format!("/regulations/{}", town.id));
        // A draft is nobody's but theirs who draft and approve.
        house.get(&town.learner, "/regulations").await.is(200).lacks("网络学院");
        house.get(&town.learner, &one).await.is(404);
        house.get(&town.learner, &town.at("")).await.is(404);
        assert_eq!(house.get(&town.drafter, &one).await.to(), town.at(""));

        // Yesterday, nothing, and what is no day.
        for from in ["2026-03-02", "2026-03-01", "", "x"] {
            let seen = town.seen().await;
            let fields = [("version", seen.as_str()), ("from", from)];
            house.post(&town.drafter, &town.at("/submission"), &fields).await.is(422).lacks("governance-");
        }
        let seen = town.seen().await;
        let fields = [("version", seen.as_str()), ("from", "2026-04-01")];
        house.post(&town.learner, &town.at("/submission"), &fields).await.is(403);
        house.post(&town.drafter, &town.at("/submission"), &fields).await.is(303);
        house.get(&town.drafter, &town.at("/facts")).await.is(404);
        house.get(&town.drafter, &town.at("")).await.is(200).has("另一个人批准");

        // Not by whom it was drafted, not without a reason, not twice.
        let seen = town.seen().await;
        let approve = [("version", seen.as_str()), ("verdict", "approve")];
        house.post(&town.drafter, &town.at("/decision"), &approve).await.is(422);
        house.post(&town.learner, &town.at("/decision"), &approve).await.is(403);
        let back = [("version", seen.as_str()), ("verdict", "return"), ("reason", " ")];
        house.post(&town.approver, &town.at("/decision"), &back).await.is(422);
        let back = [("version", seen.as_str()), ("verdict", "return"), ("reason", "第 7 条太严。")];
        house.post(&town.approver, &town.at("/decision"), &back).await.is(303);
        house.post(&town.approver, &town.at("/decision"), &approve).await.is(422);
        house.get(&town.drafter, &town.at("")).await.is(200).has("第 7 条太严。");

        town.in_force().await;
        house.get(&town.learner, "/regulations").await.is(200).has("网络学院学习管理办法").has("未确认");
        let page = house.get(&town.learner, &one).await.is(200).lacks("governance-").lacks("/decision");
        let page = page.has("每月至少完成 2 门必修课").has("审计监察中心").lacks("/draft\"");
        let (key, read) = (page.field("form_key"), page.field("read"));
        let fields = [("form_key", key.as_str()), ("read", read.as_str())];
        for _ in ["once", "a second click"] {
            assert_eq!(house.post(&town.learner, &format!("{one}/acknowledgement"), &fields).await.to(), one);
        }
        house.get(&town.learner, &one).await.is(200).has("已确认");
        house.get(&town.approver, &one).await.is(200).has("1 人");
        let version = town.version;
        let receipts = house.app.db().read(move |tx| store::receipts(tx, version)).await.unwrap();
        assert_eq!(receipts, 1);
        for hostile in ["", "x", "00000000-0000-7000-8000-000000000000"] {
            let answer =
                house.post(&town.learner, &format!("{one}/acknowledgement"), &[("read", hostile)]).await;
            assert!([400, 404].contains(&answer.status.as_u16()), "{}", answer.status);
        }
    }
}

#[tokio::test]
async fn a_parameter_is_changed_in_the_next_version_and_the_difference_is_told() {
    for db in databases(&tables()).await {
        let mut town = Town::new(db.handle()).await;
        town.in_force().await;
        let one = format!("/regulations/{}", town.id);
        let to = town.house.post(&town.drafter, &format!("{one}/draft"), &[]).await.to().to_owned();
        let again = town.house.post(&town.drafter, &format!("{one}/draft"), &[]).await.to().to_owned();
        assert_eq!(again, to, "one draft at a time");
        let before = town.version;
        town.version = to.rsplit('/').next().unwrap().parse().unwrap();
        let (house, version) = (&town.house, town.version);
        let keys = move |tx: &mut xingtan_db::Tx<'_>| {
            let key = |it: store::Control| it.control_key;
            let mut all: Vec<Vec<Uuid>> = Vec::new();
            for version in [before, version] {
                let mut own: Vec<Uuid> = store::controls(tx, version)?.into_iter().map(key).collect();
                own.sort();
                all.push(own);
            }
            Ok::<_, xingtan_db::Error>(all)
        };
        let all = house.app.db().read(keys).await.unwrap();
        assert_eq!(all[0], all[1], "controls keep their keys");
        house.get(&town.drafter, &to).await.is(200).has("没有改动").lacks("governance-");

        let article = town.article("7.1.3").await;
        let controls = house.app.db().read(move |tx| store::controls(tx, version)).await.unwrap();
        let control = controls.iter().find(|it| it.kind == "missed-tasks").unwrap().id;
        let form = town.at(&format!("/articles/{article}/controls/{control}"));
        let page = house.get(&town.drafter, &form).await.is(200).lacks("governance-").has("第 3 次");
        let seen = page.field("version");
        let scope = town.unit.id.to_string();
        let fields = |misses: &'static str, seen: &'static str| [("version", seen), ("param-misses", misses)];
        for misses in ["0", "-1", "x", "99999999999999999999", "<script>"] {
            let answer = house.post(&town.drafter, &form, &fields(misses, "1")).await.is(422);
            answer.lacks("<script>\"").lacks("governance-");
        }
        let say = [("version", seen.as_str()), ("param-misses", "2"), ("step", "say")];
        house.post(&town.drafter, &form, &say).await.is(200).has("第 2 次");
        let save = [
            ("version", seen.as_str()),
            ("param-misses", "2"),
            ("scope", scope.as_str()),
            ("role", "learner"),
        ];
        house.post(&town.learner, &form, &save).await.is(403);
        house.post(&town.drafter, &form, &save).await.is(303);
        // Somebody who opened the form before is told.
        house.post(&town.drafter, &form, &save).await.is(409).has("别人改动");
        let desk = house.get(&town.drafter, &to).await.is(200).lacks("governance-");
        desk.has("由 3 次 改为 2 次").has("适用范围有改动").has("装配车间");

        // What others may not see, and what is not there.
        house.get(&town.learner, &form).await.is(403);
        let far = house.person("far", &[(Role::Centre, "/1/2/")]);
        house.get(&far, &form).await.is(403);
        house.get(&far, &to).await.is(404);
        house.get(&town.drafter, &town.at("/articles/00000000-0000-7000-8000-000000000000")).await.is(404);
        // What governs goes on as it was.
        house.get(&town.learner, &one).await.is(200).has("第 3 次").lacks("第 2 次");
        let title = format!("{to}/facts");
        house.get(&town.drafter, &title).await.is(200).lacks("name=\"title\"");
    }
}

#[tokio::test]
async fn articles_and_rules_are_added_moved_and_taken_away() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        let article = |number: &'static str, body: &'static str| {
            [("number", number), ("title", "附则"), ("body", body)]
        };
        for (number, body) in
            [("", "x"), ("9", ""), ("7.1.3", "x"), ("一二三四五六七八九十一二三四五六七八九十一", "x")]
        {
            let seen = town.seen().await;
            let fields = [article(number, body).as_slice(), &[("version", seen.as_str())]].concat();
            house.post(&town.drafter, &town.at("/articles"), &fields).await.is(422).lacks("governance-");
        }
        let seen = town.seen().await;
        let fields = [
            article("9", "<script>alert(1)</script>\n\n- 一\n- 二").as_slice(),
            &[("version", seen.as_str())],
        ]
        .concat();
        house.post(&town.drafter, &town.at("/articles"), &fields).await.is(303);
        house.get(&town.drafter, &town.at("")).await.is(200).lacks("<script>alert").has("<li>二");
        let nine = town.article("9").await;

        // The same rule for the same people once more, or for some of them; then one that is not bound yet.
        let kinds = town.at(&format!("/articles/{nine}/controls/new"));
        house.get(&town.drafter, &kinds).await.is(200).lacks("governance-").has("kind=missed-tasks");
        house.get(&town.drafter, &format!("{kinds}?kind=missed-tasks")).await.is(200).lacks("governance-");
        let controls = town.at(&format!("/articles/{nine}/controls"));
        let seen = town.seen().await;
        let rule = [("version", seen.as_str()), ("kind", "missed-tasks")];
        house.post(&town.drafter, &controls, &rule).await.is(422).has("绑定了两次");
        house.post(&town.drafter, &controls, &[("version", seen.as_str()), ("kind", "x")]).await.is(400);
        // A span that never applies.
        let never = [
            ("version", seen.as_str()),
            ("kind", "cumulative-months"),
            ("role", "teacher"),
            ("param-within", "1"),
        ];
        house.post(&town.drafter, &controls, &never).await.is(422).has("永远达不到");
        let some = [rule.as_slice(), &[("role", "teacher")]].concat();
        house.post(&town.drafter, &controls, &some).await.is(422).has("绑定了两次");
        let rule = [("version", seen.as_str()), ("kind", "probation"), ("role", "teacher")];
        house.post(&town.drafter, &controls, &rule).await.is(303);

        let seen = town.seen().await;
        let up = [("version", seen.as_str()), ("direction", "up")];
        house.post(&town.drafter, &town.at(&format!("/articles/{nine}/position")), &up).await.is(303);
        let version = town.version;
        let all = house.app.db().read(move |tx| store::articles(tx, version)).await.unwrap();
        assert_eq!(all[all.len() - 2].number, "9");

        let gone = town.at(&format!("/articles/{nine}/deletion"));
        let page = house.get(&town.drafter, &gone).await.is(200).lacks("governance-").has("3 个月为试用期");
        let seen = page.field("version");
        house.post(&town.drafter, &gone, &[("version", "1")]).await.is(409);
        house.post(&town.learner, &gone, &[("version", seen.as_str())]).await.is(403);
        house.post(&town.drafter, &gone, &[("version", seen.as_str())]).await.is(303);
        house.get(&town.drafter, &gone).await.is(404);
        let trail: Vec<String> = house
            .app
            .db()
            .read(|tx| {
                tx.all(
                    "SELECT action FROM audit_entry WHERE action LIKE 'governance.%' ORDER BY at, id",
                    params![],
                )
            })
            .await
            .unwrap();
        assert_eq!(
            trail,
            [
                "governance.regulation-begun",
                "governance.article-saved",
                "governance.control-saved",
                "governance.article-moved",
                "governance.article-removed",
            ]
        );
    }
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let (house, article) = (&town.house, town.article("7.1.3").await);
        let english = house.person_speaking("en", &[(Role::Centre, "/1/")], Lang::En);
        let mut pages = vec!["/regulations".to_owned(), "/regulations/new".to_owned()];
        pages.extend(["", "/facts", "/articles/new"].map(|it| town.at(it)));
        pages.push(town.at(&format!("/articles/{article}")));
        pages.push(town.at(&format!("/articles/{article}/deletion")));
        pages.push(town.at("/deletion"));
        pages.push(town.at(&format!("/articles/{article}/controls/new")));
        for kind in xingtan_governance::kind::ALL {
            pages.push(town.at(&format!("/articles/{article}/controls/new?kind={}", kind.code())));
        }
        for page in &pages {
            for who in [&town.drafter, &english] {
                house.get(who, page).await.is(200).lacks("governance-");
            }
        }
        // A pack in English is in force, and reads so.
        let (act, id) = (
            Act::for_person(town.drafter.id, "center", house.clock.now(), house.ids.clone()),
            house.ids.next(),
        );
        let empty = Heading { title: String::new(), interpreted_by: String::new() };
        let write = house.app.db().write(move |tx| {
            let version = pack::load(tx, id, pack::ACADEMY, Lang::En, &empty, &act)
                .map_err(xingtan_web::Fault::from)?;
            let later = act.at + Span::of_days(1);
            change::submit(tx, (id, version.id), 1, later, &act).map_err(xingtan_web::Fault::from)?;
            store::approve(tx, version.id, act.at, None, act.at)?;
            Ok::<_, xingtan_web::Fault>(())
        });
        write.await.unwrap();
        let page = house.get(&english, &format!("/regulations/{id}")).await.is(200).lacks("governance-");
        page.has("At least 2 required courses").has("I have read this");
        house.get(&english, "/regulations").await.is(200).has("Learning regulation of the company academy");
        let preview =
            house.post(&english, "/regulations/preview", &[("text", "**x**<script>1</script>")]).await;
        preview.is(200).has("<strong>x</strong>").lacks("<script>");
        house.post(&town.learner, "/regulations/preview", &[("text", "x")]).await.is(403);
    }
}
