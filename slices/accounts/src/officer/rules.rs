//! Who has to agree before anything is done to one of the three administrators (三员分立, ACC-10): pure.

use xingtan_auth::Role;
use xingtan_clock::Uuid;

/// Somebody who holds one of the three roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Who.
    pub person: Uuid,
    /// Which of the three.
    pub role: Role,
    /// Whether the account is in use, so that its owner can agree to anything.
    pub active: bool,
}

/// By which way an act on one of the three is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Another of the three is asked.
    Ask,
    /// At once: the first to hold a vacant office, while nobody is there who could agree.
    AtOnce,
    /// Not at all: nobody is there who could agree.
    Nobody,
    /// Not by this person, who is none of the three.
    NotYours,
}

/// The office of a person.
pub fn office(officers: &[Officer], person: Uuid) -> Option<Role> {
    officers.iter().find(|officer| officer.person == person).map(|officer| officer.role)
}

/// Who may agree to what `asker` wants done to `concerned`: holders of another of the three roles whom it does not
/// concern. Two with the same office do not answer for one another.
pub fn deciders(officers: &[Officer], asker: Uuid, concerned: Uuid) -> Vec<Uuid> {
    let Some(own) = office(officers, asker) else { return Vec::new() };
    let others = officers.iter().filter(|officer| {
        officer.active && officer.role != own && officer.person != asker && officer.person != concerned
    });
    others.map(|officer| officer.person).collect()
}

/// How an act comes about. `fills`: the office that it gives, where it gives one.
pub fn way(officers: &[Officer], asker: Uuid, concerned: Uuid, fills: Option<Role>) -> Way {
    if office(officers, asker).is_none() {
        return Way::NotYours;
    }
    if !deciders(officers, asker, concerned).is_empty() {
        return Way::Ask;
    }
    let vacant = |role: Role| !officers.iter().any(|officer| officer.role == role);
    let filled = office(officers, concerned).is_some();
    if !filled && fills.is_some_and(vacant) { Way::AtOnce } else { Way::Nobody }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const THREE: [Role; 3] = [Role::Admin, Role::Security, Role::Audit];

    fn person(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    /// Each person has one office at most, as the exclusion of the three roles has it.
    fn officers() -> impl Strategy<Value = Vec<Officer>> {
        let one = prop::option::of((prop::sample::select(THREE.to_vec()), any::<bool>()));
        prop::collection::vec(one, 0..6).prop_map(|all| {
            let of = |(n, it): (usize, Option<(Role, bool)>)| {
                it.map(|(role, active)| Officer { person: person(n as u128), role, active })
            };
            all.into_iter().enumerate().filter_map(of).collect()
        })
    }

    proptest! {
        #[test]
        fn who_agrees_is_neither_who_asks_nor_whom_it_concerns_and_has_another_office(
            officers in officers(), asker in 0u128..7, concerned in 0u128..7,
        ) {
            let (asker, concerned) = (person(asker), person(concerned));
            for decider in deciders(&officers, asker, concerned) {
                prop_assert!(decider != asker && decider != concerned);
                prop_assert!(office(&officers, asker).is_some());
                prop_assert_ne!(office(&officers, decider), office(&officers, asker));
            }
        }

        /// One of the three alone never touches the account of another: what concerns somebody who holds an office
        /// needs consent or does not happen.
        #[test]
        fn nobody_touches_an_officer_alone(
            officers in officers(), asker in 0u128..7, concerned in 0u128..7,
            fills in prop::option::of(prop::sample::select(THREE.to_vec())),
        ) {
            let way = way(&officers, person(asker), person(concerned), fills);
            if office(&officers, person(concerned)).is_some() {
                prop_assert_ne!(way, Way::AtOnce);
            }
        }

        /// What is done at once fills a vacant office while nobody could agree.
        #[test]
        fn only_a_vacant_office_is_filled_at_once(
            officers in officers(), asker in 0u128..7, concerned in 0u128..7,
            fills in prop::option::of(prop::sample::select(THREE.to_vec())),
        ) {
            if way(&officers, person(asker), person(concerned), fills) == Way::AtOnce {
                let role = fills.unwrap();
                prop_assert!(officers.iter().all(|officer| officer.role != role));
                prop_assert!(deciders(&officers, person(asker), person(concerned)).is_empty());
            }
        }

        #[test]
        fn who_is_none_of_the_three_asks_for_nothing(officers in officers(), concerned in 0u128..7) {
            prop_assert_eq!(way(&officers, person(9), person(concerned), Some(Role::Audit)), Way::NotYours);
        }
    }

    #[test]
    fn with_one_of_each_the_third_agrees_and_a_first_administrator_fills_the_offices() {
        let of = |n, role| Officer { person: person(n), role, active: true };
        let three = [of(1, Role::Admin), of(2, Role::Security), of(3, Role::Audit)];
        assert_eq!(deciders(&three, person(1), person(3)), [person(2)]);
        assert_eq!(deciders(&three, person(3), person(2)), [person(1)]);
        let alone = &three[..1];
        assert_eq!(way(alone, person(1), person(5), Some(Role::Security)), Way::AtOnce);
        assert_eq!(
            way(alone, person(1), person(5), Some(Role::Admin)),
            Way::Nobody,
            "an equal needs consent"
        );
        let two = &three[..2];
        assert_eq!(way(two, person(1), person(5), Some(Role::Audit)), Way::Ask);
        assert_eq!(way(two, person(1), person(2), None), Way::Nobody);
    }
}
