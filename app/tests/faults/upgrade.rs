//! Folders that earlier versions have made: opened, brought up to date and served by this one.

use crate::site::Site;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// The kept folders.
pub fn kept() -> Vec<PathBuf> {
    let all = std::fs::read_dir("tests/fixtures").unwrap().flatten().map(|entry| entry.path());
    all.filter(|path| path.to_string_lossy().ends_with(".tar.xz")).collect()
}

/// Unpacks one as the data of a site.
pub fn unpack(site: &Site, archive: &Path) {
    let mut unpack = Command::new("tar");
    let unpacked = unpack.arg("-xJf").arg(archive).arg("-C").arg(site.folder.path()).status().unwrap();
    assert!(unpacked.success(), "tar and xz are needed to unpack {}", archive.display());
}

#[test]
fn folders_of_earlier_versions_are_brought_up_to_date_and_served() {
    assert!(!kept().is_empty());
    for archive in kept() {
        let site = Site::sqlite();
        unpack(&site, &archive);
        let program = site.serve();
        // The tables as they were are kept, for the way back.
        let copies: Vec<PathBuf> = std::fs::read_dir(site.folder.path().join("data/snapshots"))
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        assert_eq!(copies.len(), 1, "{copies:?}");
        assert!(std::fs::metadata(&copies[0]).unwrap().len() > 100_000);
        for (user, pages) in [
            ("admin", ["/people", "/system", "/notifications"]),
            ("center", ["/courses", "/people", "/notifications"]),
            ("learner", ["/", "/account", "/notifications"]),
        ] {
            let mut person = program.visitor();
            person.sign_in(user, "xingtan-demo");
            for page in pages {
                let mut answer = person.get(page).unwrap();
                if let Some(to) = answer.header("location").map(str::to_owned) {
                    answer = person.get(&to).unwrap();
                }
                assert_eq!(answer.status, 200, "{}: {user}: {page}: {}", archive.display(), answer.body);
            }
        }
        program.stop();
        site.is_sound();
        // Also as the last version but with what this one has written since.
        site.serve().stop();
        assert_eq!(
            std::fs::read_dir(site.folder.path().join("data/snapshots")).unwrap().count(),
            1,
            "no more of them"
        );
    }
}
