//! The figures of a year against numbers added up by hand, on both engines.

use super::store::{Figures, figures};
use crate::{
    period::Period,
    ranking::tests::{House, tables},
};
use std::collections::BTreeMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::params;

impl House {
    /// A commendation published on a day, or only nominated.
    async fn commended(&self, person: Uuid, day: &str, state: &'static str) {
        let (id, at) = (self.ids.next(), self.at(day));
        self.write(move |tx| {
            tx.exec(
                "INSERT INTO honours_commendation (id, kind, label, unit_path, title, reason, article, state, nominated_at,
                        nominated_by, nominated_name, decided_at, answer, version)
                 VALUES ($1, 'person', 'x', '/1/', 'x', 'x', '', $2, $3, $1, 'x', $3, '', 1)",
                params![id, state, at],
            )?;
            tx.exec(
                "INSERT INTO honours_commended (commendation_id, person_id, name, place) VALUES ($1, $2, 'x', 0)",
                params![id, person],
            )
        })
        .await;
    }

    async fn figures(&self, people: Vec<Uuid>, year: &str) -> Vec<Figures> {
        let (zone, now, year) = (self.zone.clone(), self.clock.now(), year.parse::<Period>().unwrap());
        self.write(move |tx| {
            let mut found = accounts::people(tx, &people)?;
            found.sort_by(|a, b| a.name.cmp(&b.name));
            figures(tx, found, year, &zone, now)
        })
        .await
    }
}

#[tokio::test]
async fn the_figures_of_a_year_are_those_added_up_by_hand() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, "3").await;
        // In 2026 bookings of 300 and 150 hundredths and of ten minutes each; the one of 2025 is another year's.
        let bookings = &[("2025-12-31", 900), ("2026-01-05", 300), ("2026-03-31", 150)];
        let (a, b) = (house.learner("a", bookings).await, house.learner("b", &[]).await);
        house.missed(a, "2026-02", "standing").await;
        house.missed(a, "2026-03", "overturned").await;
        house.commended(a, "2026-02-01", "published").await;
        house.commended(a, "2026-02-02", "nominated").await;
        house.commended(a, "2025-02-01", "published").await;
        house.night(usize::MAX).await;

        let found = house.figures(vec![a, b], "2026").await;
        let own = &found[0];
        assert_eq!((own.person.id, own.unit.is_empty()), (a, false));
        assert_eq!((own.credits, own.hours_seconds), (450, 1_200));
        // January to March are over; April is running.
        assert_eq!((own.months_judged, own.months_missed.as_slice()), (3, &["2026-02".to_owned()][..]));
        assert_eq!(own.commendations, 1);
        assert_eq!(own.measures, BTreeMap::from([("warning".to_owned(), 1)]));
        let ranks: Vec<_> = own.ranks.iter().map(|(period, rank)| (period.to_string(), *rank)).collect();
        assert_eq!(ranks, [("2026-01".to_owned(), 1), ("2026-03".to_owned(), 1)]);
        let nothing = &found[1];
        assert_eq!((nothing.credits, nothing.months_judged, nothing.commendations), (0, 3, 0));
        assert!(nothing.ranks.is_empty() && nothing.measures.is_empty() && nothing.months_missed.is_empty());
        let before = house.figures(vec![a], "2025").await;
        assert_eq!((before[0].credits, before[0].months_judged, before[0].commendations), (900, 0, 1));
    }
}
