//! Links for partners: guessed, used up, revoked, replayed.

use crate::{City, House, house::tables, pdf, shared, uploaded};
use xingtan_testkit::databases;

#[tokio::test]
async fn a_link_opens_so_often_as_it_may_and_never_after_it_was_revoked() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let with = [("watermark", "yes"), ("download", "yes")];
        let item = uploaded(&house, &city.teacher, "手册.pdf", &pdf(1), &with).await;
        shared(&house, &city.teacher, &item, "authors").await;
        let links = format!("{item}/links");
        house.get(&city.teacher, &links).await.is(403);
        let fields = [("partner", "市消防协会"), ("days", "3"), ("openings", "2")];
        house.post(&city.centre, &links, &fields).await.is(303);
        let page = house.get(&city.centre, &links).await.has("市消防协会");
        let at = page.body.find("/shared/").unwrap();
        let link = page.body[at..].split('<').next().unwrap().to_owned();
        let revoke =
            page.body[page.body.find(&format!("{links}/")).unwrap()..].split('"').next().unwrap().to_owned();

        for _ in 0..3 {
            house.visit(&link).await.is(200).has("市消防协会");
        }
        let opening = house.send(&link, &[]).await.to().to_owned();
        house.visit(&opening).await.is(200).has("手册").lacks("/download");
        house.visit(&format!("{opening}/download")).await.is(404);
        let file = house.visit(&format!("{opening}/file")).await.is(200);
        assert!(file.bytes.starts_with(b"%PDF-"));
        assert_eq!(file.headers["cache-control"], "private, no-store");
        house.send(&link, &[]).await.is(303);
        house.send(&link, &[]).await.is(410).has("已用完");
        house.visit(&link).await.is(410);
        house.visit(&opening).await.is(200);

        let mut guessed = link.clone();
        let last = guessed.pop().unwrap();
        guessed.push(if last == 'A' { 'B' } else { 'A' });
        house.visit(&guessed).await.is(404);
        house.visit("/shared/x").await.is(404);
        let foreign = format!("{link}/{}", house.ids.next());
        house.visit(&foreign).await.is(404);

        house.get(&city.teacher, &format!("{item}/openings")).await.is(200).has("市消防协会");
        house.post(&city.centre, &revoke, &[]).await.is(303);
        for address in [link.clone(), opening.clone(), format!("{opening}/file")] {
            house.visit(&address).await.is(410);
        }
        house.send(&link, &[]).await.is(410);
    }
}
