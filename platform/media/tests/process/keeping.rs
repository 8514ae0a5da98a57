//! Media live as long as their file.

use crate::house::{house, migrations};
use xingtan_clock::Span;
use xingtan_db::Error;
use xingtan_media::Kind;
use xingtan_storage::file::{self, Claimer};
use xingtan_testkit::databases;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn media_whose_file_was_swept_are_forgotten_with_all_their_files() {
    for db in databases(&migrations()).await {
        let house = house();
        let film = house.inputs.film("160x120", 1);
        let item = house.processed(&db, "film.mp4", &film, Kind::Video).await;
        let files = house.renditions(&db, item.id).await.iter().map(|it| it.file_id).collect::<Vec<_>>();
        let nothing = xingtan_media::sweep(&db, &house.ids, house.clock.now()).await.unwrap();
        assert_eq!(nothing, xingtan_media::Swept::default());

        let (source, lesson, now) = (item.file_id, house.lesson, house.clock.now());
        let by = Claimer { kind: "test-lesson", id: lesson };
        db.write(move |tx| file::release(tx, source, by, now)).await.unwrap();
        for _ in 0..2 {
            house.clock.turn(Span::of_hours(25));
            xingtan_storage::sweep(&db, &house.works.store, house.clock.now(), 0).await.unwrap();
            xingtan_media::sweep(&db, &house.ids, house.clock.now()).await.unwrap();
        }
        let left = db
            .read::<_, Error>(move |tx| {
                let mut left = 0;
                for id in files.iter().chain(&item.poster_file_id) {
                    left += usize::from(file::find(tx, *id)?.is_some());
                }
                Ok((left, xingtan_media::of_file(tx, source)?))
            })
            .await
            .unwrap();
        assert_eq!(left, (0, None), "{db:?}");
    }
}
