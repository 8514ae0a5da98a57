//! The wizard's answers, read step by step from one form: pure.

use crate::person::check;
use xingtan_auth::{Role, password::Policy};
use xingtan_clock::Zone;
use xingtan_i18n::{Kind, Msg};
use xingtan_web::{Form, Text};

/// Where the wizard is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Kind, name, zone.
    Institution,
    /// Who leads the centre, who watches security, who reads the trail.
    Others,
    /// One's own account, with a password.
    Own,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Step; 3] = [Step::Institution, Step::Others, Step::Own];

    /// The word in the form.
    pub const fn code(self) -> &'static str {
        match self {
            Step::Institution => "institution",
            Step::Others => "others",
            Step::Own => "own",
        }
    }

    /// The step of a word; the first where it is none.
    pub fn of(code: &str) -> Step {
        Step::ALL.into_iter().find(|step| step.code() == code).unwrap_or(Step::Institution)
    }

    /// The next step.
    pub fn next(self) -> Option<Step> {
        match self {
            Step::Institution => Some(Step::Others),
            Step::Others => Some(Step::Own),
            Step::Own => None,
        }
    }
}

/// The institution of the first step.
#[derive(Clone, Debug)]
pub struct Answers {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: Zone,
    /// Those besides the administrator.
    pub others: Vec<Other>,
    /// The administrator's user name.
    pub user_name: String,
    /// The administrator's name.
    pub own_name: String,
}

/// An account besides the administrator's, opened with a generated password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Its role.
    pub role: Role,
    /// Its user name.
    pub user_name: String,
    /// Its name.
    pub name: String,
}

/// Those whom the second step asks for: the field's prefix and the role. The centre is needed, since it opens all other
/// accounts; the other administrators may follow later.
pub const OTHERS: [(&str, Role); 3] =
    [("center", Role::Centre), ("security", Role::Security), ("audit", Role::Audit)];

/// Reads the fields of all steps up to and including `step` and says beside them what is wrong.
pub fn read(form: &mut Form, step: Step) -> Answers {
    let kind = form.choice::<Kind>("kind").unwrap_or(Kind::Academy);
    let name = form.text("name", Text::required(80));
    let zone = zone(form);
    let others = if step >= Step::Others { others(form) } else { Vec::new() };
    let (mut user, mut own) = (String::new(), String::new());
    if step == Step::Own {
        user = user_name(form, "user");
        own = form.text("own_name", Text::required(40));
        if !form.ticked("agree") {
            form.refuse("agree", Msg::new("accounts-consents-tick"));
        }
        if others.iter().any(|other| other.user_name.eq_ignore_ascii_case(&user)) {
            form.refuse("user", Msg::new("accounts-setup-user-twice"));
        }
    }
    Answers { kind, name, zone, others, user_name: user, own_name: own }
}

/// The step to which to go back: the first with something wrong.
pub fn faulty(form: &Form, step: Step) -> Step {
    let of = |field: &str| match field {
        "kind" | "name" | "zone" | "code" => Step::Institution,
        _ if OTHERS.iter().any(|(prefix, _)| field.starts_with(prefix)) => Step::Others,
        _ => Step::Own,
    };
    form.errors().map(|(field, _)| of(field)).min().unwrap_or(step)
}

fn zone(form: &mut Form) -> Zone {
    let typed = form.text("zone", Text::required(60));
    match Zone::named(&typed) {
        Ok(zone) => zone,
        Err(_) => {
            form.refuse("zone", Msg::new("accounts-setup-zone-unknown"));
            Zone::default()
        }
    }
}

fn others(form: &mut Form) -> Vec<Other> {
    let mut others: Vec<Other> = Vec::new();
    for (prefix, role) in OTHERS {
        let (user_field, name_field) = (format!("{prefix}_user"), format!("{prefix}_name"));
        let empty = form.value(&user_field).trim().is_empty() && form.value(&name_field).trim().is_empty();
        if empty && role != Role::Centre {
            continue;
        }
        let user_name = user_name(form, &user_field);
        let name = form.text(&name_field, Text::required(40));
        if others.iter().any(|other| other.user_name.eq_ignore_ascii_case(&user_name)) {
            form.refuse(&user_field, Msg::new("accounts-setup-user-twice"));
        }
        others.push(Other { role, user_name, name });
    }
    others
}

/// A user name, by the one rule for user names.
fn user_name(form: &mut Form, field: &str) -> String {
    let typed = form.text(field, Text::required(check::USER));
    if typed.is_empty() {
        return typed;
    }
    check::user_name(&typed).unwrap_or_else(|wrong| {
        form.refuse(field, wrong);
        typed
    })
}

/// Words that the administrator's password must not hold.
pub fn about(answers: &Answers) -> [&str; 3] {
    [&answers.user_name, &answers.own_name, &answers.name]
}

/// Before there are settings, the shipped policy holds.
pub fn policy() -> Policy {
    Policy::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::of_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    const FIRST: [(&str, &str); 3] = [("kind", "academy"), ("name", "Qinghe"), ("zone", "Asia/Shanghai")];

    #[test]
    fn the_security_and_audit_administrators_may_be_left_out_but_the_centre_may_not() {
        let mut form = form(&[FIRST[0], FIRST[1], FIRST[2], ("security_name", " ")]);
        read(&mut form, Step::Others);
        let wrong: Vec<&str> = form.errors().map(|(field, _)| field).collect();
        assert_eq!(wrong, ["center_name", "center_user"]);
        assert_eq!(faulty(&form, Step::Own), Step::Others);
    }

    #[test]
    fn one_user_name_is_not_given_twice() {
        let mut form = form(&[
            FIRST[0],
            FIRST[1],
            FIRST[2],
            ("center_user", "zhou"),
            ("center_name", "Zhou"),
            ("audit_user", "ZHOU"),
            ("audit_name", "Ji"),
            ("user", "zhou"),
            ("own_name", "Gao"),
            ("agree", "yes"),
        ]);
        read(&mut form, Step::Own);
        let wrong: Vec<&str> = form.errors().map(|(field, _)| field).collect();
        assert_eq!(wrong, ["audit_user", "user"]);
    }

    #[test]
    fn a_zone_that_does_not_exist_leads_back_to_the_first_step() {
        let mut form = form(&[
            FIRST[0],
            FIRST[1],
            ("zone", "Mars/Olympus"),
            ("center_user", "a b"),
            ("center_name", "Z"),
        ]);
        read(&mut form, Step::Others);
        assert_eq!(faulty(&form, Step::Others), Step::Institution);
    }

    #[test]
    fn user_names_follow_the_one_rule() {
        let read_one = |name: &str| {
            let mut form = form(&[("user", name)]);
            user_name(&mut form, "user");
            form.ok()
        };
        for name in ["zhou.yuan", "u000001", "a-b_c", "z2", "a@b"] {
            assert!(read_one(name), "{name}");
        }
        for name in ["", "z", ".ab", "a b", "周予安", "a/b"] {
            assert!(!read_one(name), "{name}");
        }
    }
}
