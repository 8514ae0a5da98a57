//! PostgreSQL goes away and comes back: pages say so meanwhile, nobody is signed out, nothing has to be started again.

use crate::site::{PASSWORD, Site, open_account, root_unit};
use std::{
    io,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    os::unix::net::UnixStream,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use xingtan_db::Source;

/// A way to the server that can be cut.
struct Way {
    address: SocketAddr,
    cut: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Way {
    fn to(socket: String) -> Way {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (cut, open) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let way = Way { address, cut: cut.clone(), open: open.clone() };
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if cut.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(far) = UnixStream::connect(&socket) else { continue };
                open.lock().unwrap().push(near.try_clone().unwrap());
                let (mut from_near, mut to_near) = (near.try_clone().unwrap(), near);
                let (mut to_far, mut from_far) = (far.try_clone().unwrap(), far);
                std::thread::spawn(move || {
                    let _ended = io::copy(&mut from_near, &mut to_far);
                    let _ended = to_far.shutdown(Shutdown::Both);
                });
                std::thread::spawn(move || {
                    let _ended = io::copy(&mut from_far, &mut to_near);
                    let _ended = to_near.shutdown(Shutdown::Both);
                });
            }
        });
        way
    }

    fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        for stream in self.open.lock().unwrap().drain(..) {
            let _ended = stream.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.cut.store(false, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_postgresql_is_gone_pages_say_so_and_work_again_when_it_is_back() {
    let Some(mut site) = Site::postgres().await else { return };
    let Source::Postgres(address) = site.source() else { return };
    // The tests' own server listens on a socket; one that was given is not ours to cut off.
    let Some((folder, rest)) =
        address.strip_prefix("postgres://postgres@%2F").and_then(|it| it.split_once(':'))
    else {
        return;
    };
    let (port, database) = rest.split_once('/').unwrap();
    let way = Way::to(format!("/{}/.s.PGSQL.{port}", folder.replace("%2F", "/")));
    site.through = Some(format!("postgres://postgres@{}/{database}", way.address));
    let token = site.set_up();
    let program = site.serve();
    let mut api = program.with_token(&token);
    let unit = root_unit(&mut api);
    let mut person = program.visitor();
    person.sign_in("gao", PASSWORD);
    assert_eq!(person.get("/people").unwrap().status, 200);

    way.cut();
    for page in ["/people", "/"] {
        let began = Instant::now();
        let answer = person.get(page).unwrap();
        assert_eq!(answer.status, 503, "{page}: {}", answer.body);
        assert!(answer.header("retry-after").is_some());
        assert!(answer.body.contains("请稍等片刻"), "{}", answer.body);
        assert!(began.elapsed() < Duration::from_secs(20), "{page}: it does not wait for ever");
    }
    let refused = open_account(&mut api, &unit, "during").unwrap();
    assert!(refused.status >= 500, "nothing is acknowledged: {}", refused.body);
    assert_eq!(person.get("/readyz").unwrap().status, 503);
    assert_eq!(person.get("/healthz").unwrap().status, 200);

    way.mend();
    let until = Instant::now() + Duration::from_secs(20);
    while person.get("/readyz").unwrap().status != 200 {
        assert!(Instant::now() < until, "it does not find the server again");
        std::thread::sleep(Duration::from_millis(100));
    }
    let mut status = 0;
    for _ in 0..20 {
        status = person.get("/people").unwrap().status;
        if status == 200 {
            break;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    assert_eq!(status, 200, "the session is still good");
    let answer = open_account(&mut api, &unit, "during").unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
    program.stop();
    site.is_sound();
}
