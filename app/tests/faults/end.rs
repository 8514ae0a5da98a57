//! Told to stop under load: what is under way is answered, and the end comes in time.

use crate::{
    load::Load,
    site::{Site, open_account, root_unit},
};
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_under_load_it_answers_what_is_under_way_and_ends() {
    for site in Site::both().await {
        let token = site.set_up();
        let program = site.serve();
        let mut client = program.with_token(&token);
        let unit = root_unit(&mut client);
        // A command seals what it writes, and keeps the sealer's lease for ten seconds.
        std::thread::sleep(Duration::from_secs(11));
        let load = Load::start(&client, program.address, &unit, 6, "end");
        while load.written() < 60 {
            std::thread::sleep(Duration::from_millis(5));
        }
        let began = Instant::now();
        program.tell_to_stop();
        let status = program.ended_within(Duration::from_secs(20));
        let took = began.elapsed();
        assert!(status.success(), "{}: {status}", site.engine());
        let told = load.told();
        assert!(told.strange.is_empty(), "{}: {:?}", site.engine(), told.strange);
        // Nothing is left for the next start to do.
        let verified = site.well(&["audit", "verify", "--json"]);
        assert_eq!(verified["report"]["unsealed"], 0, "{}", site.engine());
        let program = site.serve();
        let mut client = program.with_token(&token);
        for (user, id) in &told.acknowledged {
            let answer = client.get(&format!("/api/v1/people/{id}")).unwrap();
            assert_eq!(answer.json()["user_name"], *user);
        }
        // A connection that was just being closed: browsers and programs ask again, and it was not done before.
        for user in &told.unanswered {
            assert_eq!(open_account(&mut client, &unit, user).unwrap().status, 201);
        }
        program.stop();
        println!(
            "{}: ended after {took:.1?}, {} answered, {} on connections that were just being closed",
            site.engine(),
            told.acknowledged.len(),
            told.unanswered.len()
        );
    }
}
