//! A full disk: writes and uploads say so and leave nothing behind, reads go on, and room helps without a restart.

use crate::http::Client;
use crate::site::{PASSWORD, Site, open_account, root_unit};
use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};
use xingtan_clock::{Clock, Ids};
use xingtan_storage::{Policy, Store, StoreError};

/// A small file system in memory, for as long as the test runs.
struct Small {
    place: PathBuf,
    helper: Option<&'static str>,
}

impl Small {
    /// Mounts it; `None` where neither this user nor sudo may mount, which in CI is an error.
    fn mounted(place: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&place).unwrap();
        let options = format!("size={size},mode=0777");
        for helper in [None, Some("sudo")] {
            let mut command = command(helper, "mount");
            let mounted = command.args(["-t", "tmpfs", "-o", &options, "xingtan-test"]).arg(&place).output();
            if mounted.is_ok_and(|output| output.status.success()) {
                return Some(Small { place, helper });
            }
        }
        assert!(std::env::var_os("CI").is_none(), "neither this user nor sudo may mount a small file system");
        eprintln!("skipped: neither this user nor sudo may mount a small file system");
        None
    }

    /// Takes all room that is left.
    fn fill(&self) -> PathBuf {
        let path = self.place.join("filler");
        let mut file = File::create(&path).unwrap();
        for piece in [1 << 16, 1 << 12, 1] {
            let bytes = vec![7; piece];
            while file.write_all(&bytes).is_ok() {}
        }
        path
    }
}

fn command(helper: Option<&str>, program: &str) -> Command {
    match helper {
        None => Command::new(program),
        Some(helper) => {
            let mut command = Command::new(helper);
            command.args(["-n", program]);
            command
        }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let ended = command(self.helper, "umount").arg("--lazy").arg(&self.place).status();
        if !ended.is_ok_and(|status| status.success()) {
            eprintln!("a mounted file system stays behind: {}", self.place.display());
        }
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries: Vec<_> = fs::read_dir(folder).map(|entries| entries.flatten().collect()).unwrap_or_default();
    entries
        .into_iter()
        .flat_map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { vec![entry.path()] })
        .collect()
}

/// A list of people of some 200 KB.
fn list() -> Vec<u8> {
    let mut list = String::from("姓名,用户名,单位\n");
    for n in 0..5_000 {
        list.push_str(&format!("林一,p{n:04},Qinghe\n"));
    }
    list.into_bytes()
}

#[tokio::test]
async fn a_store_without_room_says_so_and_keeps_nothing_half() {
    let folder = tempfile::tempdir().unwrap();
    let Some(small) = Small::mounted(folder.path().join("small"), "6m") else { return };
    let store = Store::folder(small.place.join("files"), Ids::new(Clock::System)).unwrap();
    let kept = store.put(b"kept before", &Policy::any(1 << 30)).await.unwrap();
    for size in [8 << 20, 900 << 10] {
        let filler = (size < 1 << 20).then(|| small.fill());
        let refused = store.put(&vec![7; size], &Policy::any(1 << 30)).await;
        assert!(matches!(refused, Err(StoreError::Full)), "{size}: {refused:?}");
        assert_eq!(files(&small.place.join("files")).len(), 1, "{size}: only what was kept before is there");
        filler.map(fs::remove_file).transpose().unwrap();
    }
    store.put(&vec![7; 900 << 10], &Policy::any(1 << 30)).await.unwrap();
    assert_eq!(kept.size, 11);
}

#[test]
fn on_a_full_disk_writes_say_so_reads_go_on_and_room_is_all_it_takes() {
    let site = Site::sqlite();
    let Some(small) = Small::mounted(site.data.clone(), "12m") else { return };
    let token = site.set_up();
    let program = site.serve();
    let mut api = program.with_token(&token);
    let mut person = program.visitor();
    person.sign_in("gao", PASSWORD);
    let unit = root_unit(&mut api);
    assert_eq!(open_account(&mut api, &unit, "before").unwrap().status, 201);

    let filler = small.fill();
    // What room the log still has may take some writes; then there is none.
    let tries = (0..400).map(|n| open_account(&mut api, &unit, &format!("during-{n}")).unwrap());
    let refused = tries.inspect(|answer| assert!(matches!(answer.status, 201 | 507), "{}", answer.body));
    let refused = refused.filter(|answer| answer.status == 507).take(3).collect::<Vec<_>>();
    assert_eq!(refused.len(), 3);
    for answer in refused {
        assert!(answer.header("content-type").unwrap().starts_with("application/problem+json"));
        assert!(answer.json()["detail"].as_str().unwrap().contains("磁盘空间已满"), "{}", answer.body);
    }
    let add = |person: &mut Client, n: u32| {
        person.post_form("/positions", &[("name", &format!("岗位{n}"))]).unwrap()
    };
    let page = (0..400).map(|n| add(&mut person, n)).find(|page| page.status != 303).unwrap();
    assert_eq!(page.status, 507, "{}", page.body);
    assert!(page.body.contains("存储空间已满") && page.body.contains("请通知系统管理员"), "{}", page.body);
    let kept_before = files(&site.data.join("files")).len();
    let upload = person.post_file("/people/import", &[], "file", &list()).unwrap();
    assert_eq!(upload.status, 507, "{}", upload.body);
    assert_eq!(files(&site.data.join("files")).len(), kept_before, "nothing of the upload stays");
    for page in ["/people", "/positions", "/system", "/people/import"] {
        let answer = person.get(page).unwrap();
        assert_eq!(answer.status, 200, "{page}: {}", answer.body);
    }
    assert!(person.get("/people").unwrap().body.contains("before"));
    let sign_in = [("user", "gao"), ("password", PASSWORD)];
    let newcomer = program.visitor().post_form("/sign-in", &sign_in).unwrap();
    assert!(matches!(newcomer.status, 303 | 507), "{}", newcomer.body);

    fs::remove_file(filler).unwrap();
    let after = open_account(&mut api, &unit, "after").unwrap();
    assert_eq!(after.status, 201, "{}", after.body);
    assert_eq!(add(&mut person, 1000).status, 303);
    let upload = person.post_file("/people/import", &[], "file", &list()).unwrap();
    assert_eq!(upload.status, 303, "{}", upload.body);
    assert_eq!(program.visitor().get("/readyz").unwrap().status, 200);
    program.stop();
    // The doctor would rightly complain of the little room there is.
    assert_eq!(site.well(&["audit", "verify", "--json"])["sound"], true);
}
