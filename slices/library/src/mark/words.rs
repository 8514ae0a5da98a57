//! What a mark says: who looks, and four signs by which two people of one name are told apart.

use std::fmt;
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// Signs of a name that a mark shows.
const MOST: usize = 40;

/// The words of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// A name with the last four signs of a number.
    pub fn new(name: &str, number: &str) -> Words {
        let clean = |text: &str| -> Vec<char> { text.chars().filter(|sign| !sign.is_control()).collect() };
        let (name, number) = (clean(name.trim()), clean(number.trim()));
        let last = &number[number.len().saturating_sub(4)..];
        let name: String = name.into_iter().take(MOST).collect();
        let last: String = last.iter().collect();
        Words(format!("{name} {last}").trim().to_owned())
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The words for somebody signed in: name and the last four signs of the staff number; of the user name where there is
/// no staff number. Accounts keep no readable phone number.
///
/// # Errors
/// Those of the database.
pub fn of_person(tx: &mut Tx<'_>, actor: &Actor) -> Result<Words> {
    let staff = accounts::person(tx, actor.person)?.and_then(|person| person.staff_number);
    let number = staff.filter(|number| !number.trim().is_empty());
    Ok(Words::new(&actor.name, number.as_deref().unwrap_or(&actor.user_name)))
}

/// The words for a partner: their name and the last four signs of the link.
pub fn of_partner(partner: &str, link: Uuid) -> Words {
    Words::new(partner, &link.simple().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_says_the_name_and_the_last_four_signs() {
        let check = |name, number, expected: &str| {
            assert_eq!(Words::new(name, number).to_string(), expected);
        };
        check("林书岚", "A00123456", "林书岚 3456");
        check("Zoë", "07", "Zoë 07");
        check("林\u{0}书\n岚", "", "林书岚");
        assert_eq!(Words::new(&"长".repeat(500), "12345").to_string().chars().count(), MOST + 5);
    }
}
