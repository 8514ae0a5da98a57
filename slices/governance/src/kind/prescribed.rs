//! Rules that prescribe parameters of the platform: while one is in force its values hold before what anybody set, and
//! the pages of settings say which article does so (`prescription.rs`). Each is data: parameters, and the settings they
//! become. That every setting is there and takes every value is proven where all of them are known (`app/tests`).

use super::{
    Kind, Sanction, Works,
    case::{Case, Due},
    params::{Param, Params},
};
use crate::fact::FactKind;

/// A rule that prescribes parameters of the platform.
#[derive(Clone, Copy, Debug)]
pub struct Prescribed {
    code: &'static str,
    params: &'static [Param],
    /// By parameter the keys of the settings that take its value.
    sets: &'static [(&'static str, &'static [&'static str])],
    proofs: &'static [&'static str],
}

const TAKES_HOLD: &[&str] = &["every_parameter_of_a_prescribing_rule_becomes_a_setting"];

/// 定期更新密码 (ACC-7).
pub const PASSWORD_ROTATION: Prescribed = Prescribed {
    code: "password-rotation",
    params: &[Param::count("days", (7, 730), "governance-unit-days", "90")],
    sets: &[("days", &["accounts.password.rotation-days"])],
    proofs: TAKES_HOLD,
};

/// How many sessions one account may have at once (ACC-7, ACC-8).
pub const CONCURRENT_SESSIONS: Prescribed = Prescribed {
    code: "concurrent-sessions",
    params: &[
        Param::count("learners", (1, 20), "governance-unit-sessions", "2"),
        Param::count("staff", (1, 20), "governance-unit-sessions", "3"),
    ],
    sets: &[
        ("learners", &["accounts.sessions.learner", "accounts.sessions.parent"]),
        (
            "staff",
            &[
                "accounts.sessions.center",
                "accounts.sessions.manager",
                "accounts.sessions.contact",
                "accounts.sessions.supervisor",
                "accounts.sessions.reviewer",
                "accounts.sessions.teacher",
                "accounts.sessions.assistant",
                "accounts.sessions.homeroom",
                "accounts.sessions.finance",
                "accounts.sessions.service",
                "accounts.sessions.admin",
                "accounts.sessions.security",
                "accounts.sessions.audit",
            ],
        ),
    ],
    proofs: TAKES_HOLD,
};

/// Presence checks while a video or audio plays (LRN-2).
pub const PRESENCE_CHECK: Prescribed = Prescribed {
    code: "presence-check",
    params: &[Param::count("minutes", (1, 240), "governance-unit-minutes", "10")],
    sets: &[("minutes", &["learning.presence.minutes"])],
    proofs: TAKES_HOLD,
};

/// How long the trail and the log of sign-ins are kept; never below 180 days (GOV-9).
pub const RETENTION: Prescribed = Prescribed {
    code: "retention",
    params: &[
        Param::count("trail", (180, 36_500), "governance-unit-days", "1095"),
        Param::count("entries", (180, 3650), "governance-unit-days", "400"),
    ],
    sets: &[("trail", &["app.audit.keep-days"]), ("entries", &["accounts.sign-ins.keep-days"])],
    proofs: TAKES_HOLD,
};

/// 账号定期检查 (ACC-2).
pub const ACCOUNT_AUDIT: Prescribed = Prescribed {
    code: "account-audit",
    params: &[
        Param::count("days", (1, 366), "governance-unit-days", "90"),
        Param::count("unused", (7, 730), "governance-unit-days", "30"),
        Param::count("dormant", (7, 730), "governance-unit-days", "90"),
        Param::count("devices", (1, 50), "governance-unit-devices", "4"),
    ],
    sets: &[
        ("days", &["accounts.inspection.days"]),
        ("unused", &["accounts.inspection.unused-days"]),
        ("dormant", &["accounts.inspection.dormant-days"]),
        ("devices", &["accounts.inspection.devices"]),
    ],
    proofs: TAKES_HOLD,
};

/// 未成年人休息 (LRN-12).
pub const MINORS_REST: Prescribed = Prescribed {
    code: "minors-rest",
    params: &[
        Param::choice("whom", &["stated", "presumed"], "presumed"),
        Param::count("stretch", (10, 120), "governance-unit-minutes", "30"),
        Param::count("pause", (5, 60), "governance-unit-minutes", "10"),
        Param::count("closes", (16, 24), "governance-unit-o-clock", "21"),
        Param::count("opens", (4, 9), "governance-unit-o-clock", "6"),
    ],
    sets: &[
        ("whom", &["learning.minors"]),
        ("stretch", &["learning.minors.stretch"]),
        ("pause", &["learning.minors.pause"]),
        ("closes", &["learning.minors.closes"]),
        ("opens", &["learning.minors.opens"]),
    ],
    proofs: TAKES_HOLD,
};

/// 督促: reminders before deadlines, to those who are behind, and to their training contacts (LRN-5).
pub const REMINDER: Prescribed = Prescribed {
    code: "reminder",
    params: &[
        Param::count("before", (0, 30), "governance-unit-days", "3"),
        Param::count("every", (0, 30), "governance-unit-days", "7"),
        Param::choice("contact", &["told", "not-told"], "told"),
    ],
    sets: &[
        ("before", &["learning.remind.before"]),
        ("every", &["learning.remind.every"]),
        ("contact", &["learning.remind.contact"]),
    ],
    proofs: TAKES_HOLD,
};

/// 审核环节: by whom a course is reviewed before it is published, by which check lists, and within what time (CRS-6).
pub const REVIEW_STAGES: Prescribed = Prescribed {
    code: "review-stages",
    params: &[
        Param::choice("department", &["centre-alone", "department-first"], "department-first"),
        Param::choice("lists", &["lists-that-apply", "lists-all"], "lists-that-apply"),
        Param::count("department_hours", (1, 720), "governance-unit-hours", "72"),
        Param::count("review_hours", (1, 720), "governance-unit-hours", "120"),
        Param::count("publication_hours", (1, 720), "governance-unit-hours", "72"),
    ],
    sets: &[
        ("department", &["catalog.review.department"]),
        ("lists", &["catalog.review.lists"]),
        ("department_hours", &["catalog.review.department-hours"]),
        ("review_hours", &["catalog.review.hours"]),
        ("publication_hours", &["catalog.review.publication-hours"]),
    ],
    proofs: TAKES_HOLD,
};

impl Kind for Prescribed {
    fn code(&self) -> &'static str {
        self.code
    }
    fn params(&self) -> &'static [Param] {
        self.params
    }
    fn reads(&self) -> &'static [FactKind] {
        &[]
    }
    fn works(&self) -> Works {
        Works::Prescribes
    }
    fn prescribes(&self, params: &Params) -> Vec<(&'static str, String)> {
        let each = |(param, keys): &(&'static str, &'static [&'static str])| {
            let value = params.text(param).to_owned();
            keys.iter().map(move |key| (*key, value.clone())).collect::<Vec<_>>()
        };
        self.sets.iter().flat_map(each).collect()
    }
    fn sanction(&self, _params: &Params) -> Option<Sanction> {
        None
    }
    fn judge(&self, _params: &Params, _case: &Case<'_>) -> Vec<Due> {
        Vec::new()
    }
    fn proofs(&self) -> &'static [&'static str] {
        self.proofs
    }
}

#[cfg(test)]
mod tests {
    use super::{super::ALL, *};
    use std::collections::BTreeSet;

    #[test]
    fn every_parameter_of_a_prescribing_rule_becomes_a_setting() {
        let mut seen = BTreeSet::new();
        for kind in ALL.iter().filter(|it| it.works() == Works::Prescribes) {
            let params = Params::defaults(kind.params());
            let sets = kind.prescribes(&params);
            for (name, value) in params.all() {
                assert!(sets.iter().any(|(_, own)| own == value), "{} {name} sets nothing", kind.code());
            }
            for (key, _) in sets {
                assert!(seen.insert(key), "{key} is prescribed by two kinds");
            }
        }
        assert!(!seen.is_empty());
    }
}
