//! What the sweep removes, on both engines.

use super::*;
use crate::store::{UploadRow, add, used};
use xingtan_testkit::databases;

#[tokio::test]
async fn what_is_over_goes_and_what_waits_stays() {
    for db in databases(&[crate::migrations()]).await {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::open(folder.path(), &[]).unwrap();
        let now = Timestamp::from_seconds(1_800_000_000);
        let row = |id: u128, days: i64| UploadRow {
            id: Uuid::from_u128(id),
            person_id: Uuid::from_u128(9),
            purpose: "lesson".to_owned(),
            name: "a.mp4".to_owned(),
            size: 9,
            mark: String::new(),
            created_at: now - Span::of_days(days),
            moved_at: now - Span::of_days(days),
        };
        let (old, alive, just_used, long_used) = (row(1, 8), row(2, 6), row(3, 1), row(4, 4));
        let rows = [old, alive.clone(), just_used.clone(), long_used.clone()];
        let write = db.write(move |tx| {
            rows.iter().try_for_each(|row| add(tx, row))?;
            used(tx, just_used.id, just_used.person_id, now)?;
            used(tx, long_used.id, long_used.person_id, now - Span::of_days(3))
        });
        assert!(write.await.unwrap());
        // The fifth belongs to none.
        for id in 1..=5 {
            std::fs::write(uploads.folder().place(Uuid::from_u128(id)), "abc").unwrap();
        }
        assert_eq!(sweep(&db, &uploads, now).await.unwrap(), (2, 4));
        assert_eq!(uploads.folder().ids().unwrap(), [alive.id]);
        assert_eq!(sweep(&db, &uploads, now).await.unwrap(), (0, 0));
        let again = db.write(move |tx| used(tx, alive.id, alive.person_id, now));
        assert!(again.await.unwrap());
        let twice = db.write(move |tx| used(tx, Uuid::from_u128(3), Uuid::from_u128(9), now));
        assert!(!twice.await.unwrap(), "a used upload is used once");
    }
}
