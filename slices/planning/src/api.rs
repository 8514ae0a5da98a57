//! What the program and the slices above may use of planning: its commands, each within the caller's unit of work.

pub use crate::{
    hours::share::change::{Wish as ShareWish, ask as ask_share, decide as decide_share},
    month::Month,
    need::change::{Wish as NeedWish, accept as accept_need, forward as forward_need, state as state_need},
    offline::store::by_unit as offline_hours,
    offline::{
        change::{Told as OfflineTraining, keep as keep_offline},
        import::{KIND as OFFLINE_IMPORT, OfflineImport},
        proof::change::add as prove_offline,
        rules::Kind as OfflineKind,
        store::latest_of as offline_of,
    },
    selection::change::{
        Opening as RoundOpening, choose as choose_electives, decide as decide_choice,
        offer as offer_elective, open as open_round,
    },
    selection::store::{Choice, electives, of_round as choices_of_round},
};
