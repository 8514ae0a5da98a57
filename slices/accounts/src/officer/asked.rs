//! What may be asked to be done to one of the three administrators.

use crate::person::{
    change::{self, Citing, MobileEdit},
    open::Mobile,
    rules::Act,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use xingtan_clock::{Timestamp, Uuid};

/// An act, as it is kept until it is agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Asked {
    /// A new first password, of which two people get a half each.
    Reset,
    /// Other facts of the person.
    Edit {
        /// The name shown.
        name: String,
        /// The position.
        position: Option<Uuid>,
        /// 工号.
        staff_number: Option<String>,
        /// The mailbox.
        mail: Option<String>,
        /// What becomes of the mobile number.
        mobile: MobileAsked,
    },
    /// Another state of the account.
    State {
        /// Code of the act.
        code: String,
        /// Until when, for a suspension.
        until: Option<Timestamp>,
        /// The article it rests on.
        citing: Citing,
    },
    /// The end of a lock.
    Unlock,
    /// Another unit.
    Move {
        /// The unit.
        unit: Uuid,
        /// The position there.
        position: Option<Uuid>,
    },
    /// The end of a lost second factor.
    SecondFactor,
    /// One of the three roles.
    Give {
        /// Code of the role.
        role: String,
        /// The node.
        node: Uuid,
    },
    /// The end of one of the three roles.
    End {
        /// Code of the role.
        role: String,
        /// The grant.
        grant: Uuid,
    },
}

/// A mobile number that was asked for: sealed for its row, in base64, and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum MobileAsked {
    /// It stays.
    Keep,
    /// It is taken away.
    Remove,
    /// Another one.
    Set {
        /// The sealed number.
        sealed: String,
        /// As shown.
        masked: String,
    },
}

impl From<&change::Edit> for Asked {
    fn from(edit: &change::Edit) -> Self {
        Asked::Edit {
            name: edit.name.clone(),
            position: edit.position,
            staff_number: edit.staff_number.clone(),
            mail: edit.mail.clone(),
            mobile: match &edit.mobile {
                MobileEdit::Keep => MobileAsked::Keep,
                MobileEdit::Remove => MobileAsked::Remove,
                MobileEdit::Set(mobile) => MobileAsked::Set {
                    sealed: BASE64_STANDARD.encode(&mobile.sealed),
                    masked: mobile.masked.clone(),
                },
            },
        }
    }
}

impl MobileAsked {
    /// What an edit does with it; a text that cannot be read changes nothing.
    pub fn edit(&self) -> MobileEdit {
        match self {
            MobileAsked::Keep => MobileEdit::Keep,
            MobileAsked::Remove => MobileEdit::Remove,
            MobileAsked::Set { sealed, masked } => match BASE64_STANDARD.decode(sealed) {
                Ok(sealed) => MobileEdit::Set(Mobile { sealed, masked: masked.clone() }),
                Err(_) => MobileEdit::Keep,
            },
        }
    }
}

impl Asked {
    /// The word kept beside it, which also names it: `accounts-officer-act-` and the word.
    pub const fn code(&self) -> &'static str {
        match self {
            Asked::Reset => "reset",
            Asked::Edit { .. } => "edit",
            Asked::State { .. } => "state",
            Asked::Unlock => "unlock",
            Asked::Move { .. } => "move",
            Asked::SecondFactor => "second-factor",
            Asked::Give { .. } => "give",
            Asked::End { .. } => "end",
        }
    }
}

/// The act of a code, as it was asked for.
pub fn act_of(code: &str, until: Option<Timestamp>) -> Option<Act> {
    match code {
        "suspend" => until.map(Act::Suspend),
        "freeze" => Some(Act::Freeze),
        "leave" => Some(Act::Leave),
        "restore" => Some(Act::Restore),
        "revoke" => Some(Act::Revoke),
        "close" => Some(Act::Close),
        _ => None,
    }
}
