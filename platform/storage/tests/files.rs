//! Files from upload to sweep, on both engines (CRS-4; DESIGN, rulings, "Files").
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::{fs, path::Path};
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, Error};
use xingtan_storage::{
    Bytes, Policy, Store, StoreError, Stored, Swept,
    file::{self, Claimer, FileRow},
    sweep,
};
use xingtan_testkit::databases;

const ANY: Policy<'_> = Policy::any(10 << 20);

struct House {
    folder: tempfile::TempDir,
    store: Store,
    clock: Clock,
    ids: Ids,
}

fn house() -> House {
    let clock = Clock::manual("2026-11-22T09:00:00Z".parse::<Timestamp>().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let ids = Ids::new(clock.clone());
    House { store: Store::folder(folder.path(), ids.clone()).unwrap(), folder, clock, ids }
}

impl House {
    async fn put(&self, bytes: &[u8]) -> Stored {
        self.store.put(bytes, &ANY).await.unwrap()
    }

    async fn keep(&self, db: &Db, bytes: &[u8], claimer: Option<Uuid>) -> FileRow {
        let (stored, now) = (self.put(bytes).await, self.clock.now());
        db.write::<_, Error>(move |tx| {
            let file = file::keep(tx, &stored, "讲义.pdf", None, now)?;
            if let Some(id) = claimer {
                file::claim(tx, file.id, Claimer { kind: "test-lesson", id }, now)?;
            }
            Ok(file)
        })
        .await
        .unwrap()
    }

    async fn sweep_all(&self, db: &Db) -> Swept {
        let mut all = Swept::default();
        for chunk in 0..=255 {
            let swept = sweep(db, &self.store, self.clock.now(), chunk).await.unwrap();
            all.files += swept.files;
            all.contents += swept.contents;
            all.rests += swept.rests;
        }
        all
    }

    /// The names of all regular files below the folder.
    fn on_disk(&self) -> Vec<String> {
        fn walk(folder: &Path, names: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => walk(&path, names),
                    false => names.push(path.file_name().unwrap().to_string_lossy().into_owned()),
                }
            }
        }
        let mut names = Vec::new();
        walk(self.folder.path(), &mut names);
        names
    }
}

async fn find(db: &Db, id: Uuid) -> Option<FileRow> {
    db.read::<_, Error>(move |tx| file::find(tx, id)).await.unwrap()
}

#[tokio::test]
async fn a_file_is_put_kept_claimed_and_read_back_whole_and_in_part() {
    for db in databases(&[xingtan_storage::migrations()]).await {
        let house = house();
        let lesson = house.ids.next();
        let file = house.keep(&db, b"%PDF-1.7 content", Some(lesson)).await;
        assert_eq!(
            (file.media_type.as_str(), file.size, file.name.as_str()),
            ("application/pdf", 16, "讲义.pdf")
        );
        let found = find(&db, file.id).await.unwrap();
        assert_eq!(found, file);
        assert_eq!(house.store.read(&found, 100).await.unwrap(), Bytes::from_static(b"%PDF-1.7 content"));
        assert!(matches!(house.store.read(&found, 5).await, Err(StoreError::TooLarge { limit: 5 })));
        let part: Vec<Bytes> =
            house.store.open_range(&found, 5..8).await.unwrap().try_collect().await.unwrap();
        assert_eq!(part.concat(), b"1.7");
        assert!(house.store.is_intact(&found).await.unwrap());
        let (claims, files) = db
            .read::<_, Error>(move |tx| {
                Ok((
                    file::claims(tx, file.id)?,
                    file::claimed_by(tx, Claimer { kind: "test-lesson", id: lesson })?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(claims, [("test-lesson".to_owned(), lesson)]);
        assert_eq!(files, [found]);
    }
}

#[tokio::test]
async fn the_same_bytes_lie_on_the_disk_once_and_stay_as_long_as_one_file_has_them() {
    for db in databases(&[xingtan_storage::migrations()]).await {
        let house = house();
        let first = house.keep(&db, b"same", None).await;
        let second = house.keep(&db, b"same", Some(house.ids.next())).await;
        assert_ne!(first.id, second.id);
        assert_eq!(first.content_id, second.content_id);
        house.clock.turn(Span::of_hours(25));
        // The first file goes, and the bytes that came with the second.
        assert_eq!(house.sweep_all(&db).await, Swept { files: 1, contents: 1, rests: 0 });
        assert_eq!(house.on_disk(), [first.content_id.to_string()]);
        assert_eq!(house.store.read(&second, 100).await.unwrap(), "same");
        let all = db.read::<_, Error>(|tx| file::contents(tx, None, 10)).await.unwrap();
        assert_eq!(all, [(first.content_id, second.sha256, 4)]);
    }
}

#[tokio::test]
async fn what_nothing_claims_is_swept_after_a_day_and_what_is_claimed_never() {
    for db in databases(&[xingtan_storage::migrations()]).await {
        let house = house();
        let (lesson, now) = (house.ids.next(), house.clock.now());
        let claimed = house.keep(&db, b"claimed", Some(lesson)).await;
        let unclaimed = house.keep(&db, b"unclaimed", None).await;
        house.put(b"never kept").await;
        assert_eq!(house.sweep_all(&db).await, Swept::default());
        house.clock.turn(Span::of_hours(25));
        assert_eq!(house.sweep_all(&db).await, Swept { files: 1, contents: 2, rests: 0 });
        assert_eq!((find(&db, unclaimed.id).await, find(&db, claimed.id).await.is_some()), (None, true));

        let id = claimed.id;
        let by = Claimer { kind: "test-lesson", id: lesson };
        let later = house.clock.now();
        assert!(later > now);
        db.write::<_, Error>(move |tx| file::release(tx, id, by, later)).await.unwrap();
        assert_eq!(house.sweep_all(&db).await, Swept::default());
        house.clock.turn(Span::of_hours(25));
        assert_eq!(house.sweep_all(&db).await, Swept { files: 1, contents: 1, rests: 0 });
        assert!(house.on_disk().is_empty());
        let gone = db.write::<_, Error>(move |tx| file::claim(tx, id, by, later)).await;
        assert!(matches!(gone, Err(Error::ForeignKey(_))));
    }
}

#[tokio::test]
async fn a_claim_given_up_by_one_of_two_leaves_the_file() {
    for db in databases(&[xingtan_storage::migrations()]).await {
        let house = house();
        let (one, two) = (house.ids.next(), house.ids.next());
        let file = house.keep(&db, b"shared", Some(one)).await.id;
        let now = house.clock.now();
        let by = |id| Claimer { kind: "test-lesson", id };
        db.write::<_, Error>(move |tx| {
            file::claim(tx, file, by(two), now)?;
            file::claim(tx, file, by(two), now)?;
            file::release(tx, file, by(one), now)
        })
        .await
        .unwrap();
        house.clock.turn(Span::of_days(100));
        assert_eq!(house.sweep_all(&db).await, Swept::default());
    }
}

#[tokio::test]
async fn a_deleted_file_can_be_restored_for_thirty_days() {
    for db in databases(&[xingtan_storage::migrations()]).await {
        let house = house();
        let (lesson, person, now) = (house.ids.next(), house.ids.next(), house.clock.now());
        let id = house.keep(&db, b"bin", Some(lesson)).await.id;
        let deleted = move |at: Timestamp| db_delete(id, person, at);
        assert!(db.write::<_, Error>(deleted(now)).await.unwrap());
        assert_eq!(find(&db, id).await, None);
        house.clock.turn(Span::of_days(29));
        assert_eq!(house.sweep_all(&db).await, Swept::default());
        assert!(db.write::<_, Error>(move |tx| file::restore(tx, id)).await.unwrap());
        assert!(find(&db, id).await.is_some());
        assert!(db.write::<_, Error>(deleted(house.clock.now())).await.unwrap());
        house.clock.turn(Span::of_days(31));
        assert_eq!(house.sweep_all(&db).await, Swept { files: 1, contents: 1, rests: 0 });
    }
}

fn db_delete(
    id: Uuid,
    by: Uuid,
    at: Timestamp,
) -> impl Fn(&mut xingtan_db::Tx<'_>) -> Result<bool, Error> + Send + 'static {
    move |tx| file::delete(tx, id, by, at)
}

#[tokio::test]
async fn bytes_put_too_long_ago_cannot_be_kept() {
    for db in databases(&[xingtan_storage::migrations()]).await {
        let house = house();
        let stored = house.put(b"late").await;
        house.clock.turn(Span::of_hours(13));
        let now = house.clock.now();
        let kept = db.write(move |tx| file::keep(tx, &stored, "x", None, now)).await;
        assert_eq!(kept, Err(Error::NotFound));
    }
}

#[tokio::test]
async fn a_refused_or_broken_upload_leaves_nothing() {
    let house = house();
    let pictures = Policy { most: 3 << 20, accept: &["image/png"] };
    let pieces =
        |bytes: Vec<u8>| stream::iter(bytes.chunks(100_000).map(Bytes::copy_from_slice).collect::<Vec<_>>());
    let put =
        async |bytes: Vec<u8>| house.store.put_stream(pieces(bytes).map(Ok::<_, String>), &pictures).await;
    assert!(matches!(put(vec![b'x'; 4 << 20]).await, Err(StoreError::TooLarge { .. })));
    assert!(matches!(
        put(vec![b'x'; 2 << 20]).await,
        Err(StoreError::NotAccepted { media_type: "text/plain" })
    ));
    assert!(matches!(
        put(b"%PDF-".to_vec()).await,
        Err(StoreError::NotAccepted { media_type: "application/pdf" })
    ));
    assert!(matches!(put(Vec::new()).await, Err(StoreError::Empty)));
    let broken = pieces(vec![b'x'; 2 << 20]).map(Ok).chain(stream::iter([Err("reset")]));
    assert!(matches!(house.store.put_stream(broken, &ANY).await, Err(StoreError::BrokenOff(_))));
    // Unfinished uploads are removed in the background.
    for _ in 0..100 {
        if house.on_disk().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(house.on_disk().is_empty(), "{:?}", house.on_disk());
}

#[tokio::test]
async fn a_large_upload_in_pieces_has_the_hash_of_the_whole() {
    let house = house();
    let bytes: Vec<u8> = (0..7u32 << 20).map(|i| (i % 251) as u8).collect();
    let mut incoming = house.store.begin(&ANY);
    for piece in bytes.chunks(123_457) {
        incoming.write(piece).await.unwrap();
    }
    let large = incoming.finish().await.unwrap();
    let again = house.put(&bytes).await;
    assert_eq!((large.size, &large.sha256), (7 << 20, &again.sha256));
    let back: Vec<Bytes> = house.store.open_content(large.id).await.unwrap().try_collect().await.unwrap();
    assert!(back.concat() == bytes);
}

#[tokio::test]
async fn what_a_killed_process_left_is_removed_after_a_day() {
    for db in databases(&[xingtan_storage::migrations()]).await {
        let house = house();
        let stored = house.put(b"x").await;
        let folder = house.folder.path();
        let [.., inner, outer] = stored.id.as_bytes();
        let rest = folder.join(format!("{outer:02x}/{inner:02x}/{}#1", stored.id));
        fs::write(&rest, b"half").unwrap();
        assert_eq!(house.sweep_all(&db).await.rests, 0);
        house.clock.turn(Span::of_hours(25));
        assert_eq!(house.sweep_all(&db).await, Swept { files: 0, contents: 1, rests: 1 });
        assert!(!rest.exists());
    }
}

#[tokio::test]
async fn lost_and_damaged_bytes_are_noticed_and_can_be_put_back() {
    for db in databases(&[xingtan_storage::migrations()]).await {
        let house = house();
        let file = house.keep(&db, b"precious", None).await;
        let [.., inner, outer] = file.content_id.as_bytes();
        let path = house.folder.path().join(format!("{outer:02x}/{inner:02x}/{}", file.content_id));
        fs::write(&path, b"precioux").unwrap();
        assert!(!house.store.is_intact(&file).await.unwrap());
        fs::remove_file(&path).unwrap();
        assert!(matches!(house.store.open(&file).await, Err(StoreError::Missing)));
        let bytes = stream::iter([Ok(Bytes::from_static(b"precious"))]).boxed();
        house.store.restore_content(file.content_id, bytes).await.unwrap();
        assert!(house.store.is_intact(&file).await.unwrap());
    }
}

#[test]
fn a_full_disk_has_a_sentence_of_its_own() {
    let io = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let error = object_store::Error::Generic { store: "LocalFileSystem", source: Box::new(io) };
    let error = StoreError::from(error);
    assert!(matches!(error, StoreError::Full));
    let mut all = xingtan_i18n::texts();
    all.extend(xingtan_storage::texts());
    assert_eq!(xingtan_i18n::check(&all), Vec::<String>::new());
    let texts = xingtan_i18n::Texts::build(&all);
    let folder = Path::new("src");
    assert_eq!(xingtan_i18n::unknown_keys(&texts, folder).unwrap(), Vec::<String>::new());
    let l = texts.locale(xingtan_i18n::Lang::ZhCn, xingtan_i18n::Kind::Academy, Default::default());
    assert_eq!(l.msg(&error.msg()), "服务器的磁盘已满，文件没有保存。请联系系统管理员。");
}
