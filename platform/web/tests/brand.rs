//! Logo and accent from form to what pages wear, on both engines (OPS-6).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use xingtan_clock::{Clock, Ids, Uuid};
use xingtan_settings::{Institution, Settings, create_institution};
use xingtan_storage::{Policy, Store, Stored, file};
use xingtan_testkit::{TestDb, databases};
use xingtan_web::brand::{Brand, Colour, Logo, Piece, Seen, set_accent, set_logo};

struct House {
    db: TestDb,
    settings: Settings,
    store: Store,
    clock: Clock,
    ids: Ids,
    _folder: tempfile::TempDir,
}

async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for db in databases(&[xingtan_settings::migrations(), xingtan_storage::migrations()]).await {
        let clock = xingtan_testkit::clock();
        let (ids, now) = (Ids::new(clock.clone()), clock.now());
        db.write(move |tx| create_institution(tx, &Institution::default(), now)).await.unwrap();
        let settings = Settings::open(db.handle()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let store = Store::folder(folder.path(), ids.clone()).unwrap();
        houses.push(House { db, settings, store, clock, ids, _folder: folder });
    }
    houses
}

impl House {
    /// What a form shown now has seen.
    fn seen(&self) -> Seen {
        Seen { brand: Brand::of(&self.settings), by: Uuid::from_u128(7), now: self.clock.now() }
    }

    async fn paint(&self, seen: Seen, accent: Option<Colour>) -> bool {
        let id = self.ids.next();
        let kept = self.db.write(move |tx| set_accent(tx, id, &seen, accent)).await.unwrap();
        self.settings.refresh().await.unwrap();
        kept
    }

    /// A logo of one piece, and its file.
    async fn wear(&self, seen: Seen, bytes: &'static [u8]) -> (bool, Uuid) {
        let stored: Stored = self.store.put(bytes, &Policy::any(1000)).await.unwrap();
        let (id, file_id) = (self.ids.next(), stored.id);
        let kept = self.db.write(move |tx| {
            let row = file::keep(tx, &stored, "logo.png", None, seen.now)?;
            let pieces = vec![Piece { name: "logo".into(), file: row.id, hash: row.sha256[..16].into() }];
            set_logo(tx, id, &seen, Some(&Logo { width: 3, height: 1, pieces }))
        });
        let kept = kept.await.unwrap();
        self.settings.refresh().await.unwrap();
        (kept, file_id)
    }

    async fn claims(&self, file: Uuid) -> usize {
        self.db.read(move |tx| file::claims(tx, file)).await.unwrap().len()
    }
}

#[tokio::test]
async fn an_accent_is_taken_once_and_a_form_that_is_late_changes_nothing() {
    for house in houses().await {
        let (blue, plum) = (Colour::hex(0x274c8f), Colour::hex(0x8a3a6d));
        let late = house.seen();
        assert!(house.paint(house.seen(), Some(blue)).await);
        assert_eq!(Brand::of(&house.settings).sheet().unwrap(), "/brand/accent1-274c8f.css");
        assert!(!house.paint(late, Some(plum)).await, "{:?}", house.db);
        assert_eq!(Brand::of(&house.settings).accent, Some(blue));
        assert!(house.paint(house.seen(), None).await);
        assert_eq!(Brand::of(&house.settings), Brand::default());
    }
}

#[tokio::test]
async fn a_logo_holds_its_files_and_the_one_before_lets_go_of_them() {
    for house in houses().await {
        let late = house.seen();
        let (kept, first) = house.wear(house.seen(), b"\x89PNG first").await;
        assert!(kept && house.claims(first).await == 1, "{:?}", house.db);
        let logo = Brand::of(&house.settings).logo.unwrap();
        assert!(logo.is_wide() && logo.src().starts_with("/brand/logo-"));
        let (kept, _) = house.wear(late, b"\x89PNG late").await;
        assert!(!kept);
        assert_eq!(Brand::of(&house.settings).logo, Some(logo));
        let (kept, second) = house.wear(house.seen(), b"\x89PNG second").await;
        assert!(kept);
        assert_eq!((house.claims(first).await, house.claims(second).await), (0, 1));
        let (seen, id) = (house.seen(), house.ids.next());
        assert!(house.db.write(move |tx| set_logo(tx, id, &seen, None)).await.unwrap());
        house.settings.refresh().await.unwrap();
        assert_eq!((Brand::of(&house.settings).logo, house.claims(second).await), (None, 0));
    }
}
