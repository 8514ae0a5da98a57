//! What is sealed by itself after illegal content was confirmed: the job, carried out by a worker (GOV-3).

use super::*;
use xingtan_jobs::{Kinds, Options, Schedules, Worker};

impl Town {
    /// Carries out what is due, as the program's worker does.
    async fn work(&self) {
        let mut kinds = Kinds::new();
        xingtan_conduct::jobs(&self.house.app, &mut kinds);
        let (db, clock, ids) =
            (self.house.app.db().clone(), self.house.clock.clone(), self.house.ids.clone());
        let schedules = Schedules::new(Default::default);
        Worker::new(db, clock, ids, kinds, schedules, Options::default()).drain().await.unwrap();
    }
}

#[tokio::test]
async fn confirmed_illegal_content_is_sealed_by_the_job_once() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        let case = town.reported("illegal-content").await;
        let one = format!("/cases/{}", case.id);
        house.post(&town.centre, &format!("{one}/investigation"), &[]).await.is(303);
        let add = [("file_note", "截图")];
        house.upload(&town.centre, &format!("{one}/evidence"), &add, ("a.txt", b"bad")).await.is(303);
        let confirm = [("outcome", "confirmed"), ("reason", "违法。")];
        house.post(&town.second, &format!("{one}/decision"), &confirm).await.is(303);
        let packages = || house.app.db().read(move |tx| store::packages(tx, case.id));
        assert!(packages().await.unwrap().is_empty(), "the job has not run");
        town.work().await;
        town.work().await;
        let found = packages().await.unwrap();
        assert_eq!((found.len(), found[0].items, found[0].made_name.as_str()), (1, 1, ""));
        let got = house.get(&town.audit, &format!("{one}/packages/{}", found[0].id)).await.is(200);
        assert_eq!(xingtan_keys::hash_of(&got.bytes), found[0].sha256);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(got.bytes)).unwrap();
        let mut kept = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_name("evidence/001-a.txt").unwrap(), &mut kept).unwrap();
        assert_eq!(kept, b"bad");
        let ended = "SELECT count(*) FROM jobs_job WHERE kind = 'conduct.seal' AND state = 'done'";
        assert_eq!(town.count(ended).await, 1);
        let sealed = "SELECT count(*) FROM audit_entry WHERE action = 'conduct.sealed'";
        assert_eq!(town.count(sealed).await, 1, "its hash stands in the trail");
        house.get(&town.third, &one).await.is(200).has(&found[0].sha256).lacks("conduct-");
    }
}
