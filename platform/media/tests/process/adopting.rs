//! A medium that was processed before is taken in with what was made of it.

use crate::house::{house, migrations};
use xingtan_db::Error;
use xingtan_media::{Kind, READY, Sheet, State};
use xingtan_storage::{Policy, Stored, file};
use xingtan_testkit::databases;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_made_before_is_taken_in_without_ffmpeg_and_plays() {
    for db in databases(&migrations()).await {
        let mut house = house();
        let film = house.inputs.film("640x360", 2);
        let first = house.processed(&db, "film.mp4", &film, Kind::Video).await;
        let renditions = house.renditions(&db, first.id).await;
        let sheet = Sheet::of(&first, &renditions).unwrap();
        let mut bytes = Vec::new();
        for id in renditions.iter().map(|it| it.file_id).chain(first.poster_file_id) {
            let row = db.read(move |tx| file::find(tx, id)).await.unwrap().unwrap();
            bytes.push(house.works.store.read(&row, 1 << 30).await.unwrap());
        }

        house.ffmpeg("exit 1");
        let again = house.keep(&db, "again.mp4", &film).await;
        let mut stored: Vec<Stored> = Vec::new();
        for one in &bytes {
            stored.push(house.works.store.put(one, &Policy::any(1 << 30)).await.unwrap());
        }
        let poster = stored.pop();
        let (ids, now) = (house.ids.clone(), house.clock.now());
        let (given, files) = (sheet.clone(), stored.clone());
        let item = db
            .write(move |tx| xingtan_media::adopt(tx, again, (&given, &files, poster.as_ref()), &ids, now))
            .await
            .unwrap();
        assert_eq!((item.state(), item.duration_ms), (State::Ready, first.duration_ms), "{db:?}");
        assert_eq!(Sheet::of(&item, &house.renditions(&db, item.id).await), Some(sheet.clone()));
        house.played(&db, &house.renditions(&db, item.id).await[0]).await;
        assert_eq!(house.told(&db, READY, again).await, 1);
        // Ordered afterwards, it is what was taken in.
        assert_eq!(house.order(&db, again, Kind::Video).await.id, item.id);

        // A playlist that names bytes which are not there is refused.
        let other = house.keep(&db, "other.mp4", &film).await;
        let short = vec![house.works.store.put(b"short", &Policy::any(10)).await.unwrap(); stored.len()];
        let (ids, wrong) = (house.ids.clone(), sheet);
        let refused =
            db.write(move |tx| xingtan_media::adopt(tx, other, (&wrong, &short, None), &ids, now)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{db:?}");
    }
}

#[test]
fn the_recipe_names_every_size() {
    let recipe = xingtan_media::recipe();
    for name in ["360p.mp4", "480p.mp4", "720p.mp4", "1080p.mp4", "poster.jpg"] {
        assert!(recipe.contains(name), "{name}");
    }
}
