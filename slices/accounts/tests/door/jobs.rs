//! What the clock does.

use crate::town::{Given, Town};
use xingtan_clock::Span;

#[tokio::test]
async fn a_suspension_that_has_ended_is_written_down_once() {
    for town in Town::all().await {
        town.jobs().await;
        let until = town.now() + Span::of_days(1);
        town.run(
            "UPDATE accounts_person SET state = 'suspended', state_until = $2 WHERE id = $1",
            &[Given::Id(town.people["lin"]), Given::Time(until)],
        )
        .await;
        town.turn(Span::of_hours(23));
        town.jobs().await;
        let state = "SELECT state FROM accounts_person WHERE user_key = 'lin'";
        assert_eq!(town.rows::<String>(state).await, ["suspended"]);
        town.turn(Span::of_hours(2));
        town.jobs().await;
        town.turn(Span::of_hours(1));
        town.jobs().await;
        assert_eq!(town.rows::<String>(state).await, ["active"]);
        let changes: Vec<(String, String, String)> =
            town.rows("SELECT state_before, state_after, reason FROM accounts_state_change").await;
        let one = ("suspended".to_owned(), "active".to_owned(), "暂停期满，自动恢复".to_owned());
        assert_eq!(changes, [one]);
        let events: Vec<String> =
            town.rows("SELECT kind FROM events_event WHERE kind = 'accounts.person-state-changed'").await;
        assert_eq!(events.len(), 1);
    }
}

#[tokio::test]
async fn sessions_end_and_old_tries_are_forgotten() {
    for town in Town::all().await {
        town.jobs().await;
        town.signed_in("lin").await;
        town.turn(Span::of_hours(3));
        town.jobs().await;
        let ended: Vec<Option<String>> = town.rows("SELECT end_reason FROM accounts_session").await;
        assert_eq!(ended, [Some("idle".to_owned())]);
        town.turn(Span::of_days(399));
        town.jobs().await;
        assert_eq!(town.outcomes().await, ["done"], "kept for 400 days");
        town.turn(Span::of_days(3));
        town.jobs().await;
        assert!(town.outcomes().await.is_empty());
        assert!(town.rows::<i64>("SELECT count(*) FROM accounts_session").await == [0]);
    }
}

#[tokio::test]
async fn people_are_reminded_seven_days_and_one_day_before_their_password_is_due() {
    for town in Town::all().await {
        town.jobs().await;
        for _ in 0..181 {
            town.turn(Span::of_days(1));
            town.jobs().await;
        }
        let mails: Vec<(String, i64)> =
            town.rows("SELECT kind, count(*) FROM notify_mail GROUP BY kind ORDER BY kind").await;
        assert_eq!(mails, [("accounts.password-due".to_owned(), 2)], "lin alone has a mailbox");
        let due = "SELECT count(*) FROM notify_notice WHERE kind = 'accounts.password-due'";
        let notices: Vec<i64> = town.rows(due).await;
        assert_eq!(notices, [12], "six people, twice");
    }
}
