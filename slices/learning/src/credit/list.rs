//! Lists of bookings.

use super::store::Credit;
use xingtan_clock::Uuid;
use xingtan_web::{Keyed, Order, Select, Sort};

/// How lists of bookings are sorted.
pub const SORTS: &[Sort] = &[Sort { name: "at", column: "c.at" }];

impl Keyed for Credit {
    fn order(&self, _: &str) -> Order {
        self.at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All bookings, to be narrowed.
pub fn select() -> Select {
    Select::new(
        "c.id, c.person_id, c.unit_path, c.course_id, c.enrolment_id, c.credits, c.hours_seconds, c.required, c.source,
         c.at, c.reverses, c.reason",
        "learning_credit c",
        "c.id",
    )
}
