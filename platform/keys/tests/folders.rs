//! Key folders as an operator meets them: first start, restart, loss, damage, backup.

use std::{fs, path::Path};
use xingtan_clock::Uuid;
use xingtan_keys::{Folders, KeyError, KeyRing, Place, WrongWrap, unwrap};

const PLACE: Place<'_> = Place { table: "t", column: "c", row: Uuid::nil() };

fn folders(root: &Path) -> Folders {
    Folders { main: root.join("data/keys"), second: Some(root.join("other/keys")) }
}

#[test]
fn the_first_start_makes_keys_that_only_the_owner_reads_and_the_next_opens_them() {
    let root = tempfile::tempdir().unwrap();
    let folders = Folders::one(root.path().join("keys"));
    assert!(matches!(KeyRing::open(&folders), Err(KeyError::Missing(_))));
    let first = KeyRing::create(&folders).unwrap();
    let sealed = first.seal(PLACE, b"secret");
    let again = KeyRing::create(&folders).unwrap();
    assert_eq!(again.fingerprint(), first.fingerprint());
    assert_eq!(**KeyRing::open(&folders).unwrap().unseal(PLACE, &sealed).unwrap(), *b"secret");
    #[cfg(unix)]
    for entry in fs::read_dir(&folders.main).unwrap() {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn keys_lost_in_one_folder_come_back_from_the_other() {
    let root = tempfile::tempdir().unwrap();
    let folders = folders(root.path());
    let print = KeyRing::create(&folders).unwrap().fingerprint();
    fs::remove_dir_all(&folders.main).unwrap();
    assert_eq!(KeyRing::open(&folders).unwrap().fingerprint(), print);
    assert_eq!(KeyRing::open(&Folders::one(&folders.main)).unwrap().fingerprint(), print);
}

#[test]
fn different_keys_in_two_folders_are_refused() {
    let root = tempfile::tempdir().unwrap();
    let folders = folders(root.path());
    KeyRing::create(&Folders::one(&folders.main)).unwrap();
    KeyRing::create(&Folders::one(folders.second.clone().unwrap())).unwrap();
    assert!(matches!(KeyRing::open(&folders), Err(KeyError::Contradiction(..))));
}

#[test]
#[cfg(unix)]
fn damaged_and_exposed_files_are_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = tempfile::tempdir().unwrap();
    let folders = Folders::one(root.path());
    KeyRing::create(&folders).unwrap();
    let file = root.path().join("server-0001.key");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o604)).unwrap();
    assert!(matches!(KeyRing::open(&folders), Err(KeyError::Exposed(p)) if p == file));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&file, "xingtan-key-1 server 1 c2hvcnQ\n").unwrap();
    let error = KeyRing::open(&folders).unwrap_err();
    assert!(matches!(&error, KeyError::Damaged(p) if *p == file));
    assert_eq!(error.msg().key(), "keys-damaged");
}

#[test]
fn a_rotation_by_one_node_reaches_the_others() {
    let root = tempfile::tempdir().unwrap();
    let folders = folders(root.path());
    let (one, two) = (KeyRing::create(&folders).unwrap(), KeyRing::open(&folders).unwrap());
    let old = two.seal(PLACE, b"old");
    assert_eq!(one.rotate_server_key().unwrap(), 2);
    let new = one.seal(PLACE, b"new");
    assert_eq!(**two.unseal(PLACE, &new).unwrap(), *b"new");
    assert_eq!(**one.unseal(PLACE, &old).unwrap(), *b"old");
    assert_eq!(one.fingerprint(), two.fingerprint());
}

#[test]
fn many_starts_at_once_end_with_one_ring() {
    let root = tempfile::tempdir().unwrap();
    let folders = folders(root.path());
    let prints: Vec<String> = std::thread::scope(|scope| {
        let starts: Vec<_> =
            (0..8).map(|_| scope.spawn(|| KeyRing::create(&folders).unwrap().fingerprint())).collect();
        starts.into_iter().map(|s| s.join().unwrap()).collect()
    });
    assert!(prints.iter().all(|print| *print == prints[0]), "{prints:?}");
}

#[test]
fn keys_in_a_backup_open_with_the_passphrase_only() {
    let root = tempfile::tempdir().unwrap();
    let ring = KeyRing::create(&Folders::one(root.path().join("old"))).unwrap();
    ring.rotate_server_key().unwrap();
    let sealed = ring.seal(PLACE, b"secret");
    let mut wrapped = ring.wrap("杏坛 apricot");
    assert_eq!(unwrap(&wrapped, "apricot").unwrap_err(), WrongWrap::WrongPassphrase);
    let restored = unwrap(&wrapped, "杏坛 apricot").unwrap();
    assert_eq!(format!("{restored:?}"), "WrappedKeys([(Server, 1), (Server, 2), (Audit, 1)])");
    let new = Folders::one(root.path().join("new"));
    assert_eq!(**restored.install(&new).unwrap().unseal(PLACE, &sealed).unwrap(), *b"secret");

    let elsewhere = Folders::one(root.path().join("elsewhere"));
    KeyRing::create(&elsewhere).unwrap();
    let clash = unwrap(&wrapped, "杏坛 apricot").unwrap().install(&elsewhere);
    assert!(matches!(clash, Err(KeyError::Contradiction(..))));

    // A file that asks for 4 TB of memory is refused before any is taken.
    wrapped[8..12].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(unwrap(&wrapped, "杏坛 apricot").unwrap_err(), WrongWrap::NotWrapped);
    assert_eq!(unwrap(b"PK", "x").unwrap_err(), WrongWrap::NotWrapped);
}

#[test]
fn nothing_secret_is_printed() {
    let ring = KeyRing::in_memory();
    let secret = hex::encode(ring.sub_key("x").expose());
    let shown = format!("{ring:?} {:?}", ring.sub_key("x"));
    assert_eq!(shown, "KeyRing { keys: [(Server, 1), (Audit, 1)], .. } Secret(…)");
    assert!(!shown.contains(&secret));
}

#[test]
fn the_texts_have_no_fault() {
    let mut all = xingtan_i18n::texts();
    all.extend(xingtan_keys::texts());
    assert_eq!(xingtan_i18n::check(&all), Vec::<String>::new());
    let texts = xingtan_i18n::Texts::build(&all);
    let missing = xingtan_i18n::unknown_keys(&texts, Path::new("src"));
    assert_eq!(missing.unwrap(), Vec::<String>::new());
}
