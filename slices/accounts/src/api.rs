//! What other slices may ask of people and the organisation: the only public surface for them.
//!
//! All functions work in the caller's transaction. *Present* people are those who neither left nor have an account
//! that is frozen, closed or revoked. Lists of ids may be of any length; they cost one statement per 512.

pub use crate::{
    cohort::store::{Cohort, cohort, cohorts},
    grant::store::{GrantRow, grants_of, insert as add_grant, roles_of},
    imports::{
        ImportPart, Imports, Shown as ShownImport, Subject, Subjects,
        new::{NewImport, show as show_import, take as take_import, template as import_template},
        subjects,
    },
    organisation::{
        NodeKind,
        store::{
            NewNode, Node, add as add_node, children, node, node_by_code, node_by_path, nodes, root, subtree,
            trails, way,
        },
    },
    people::notices::recipients_of as recipients,
    person::{
        Deed, IMPORT_KIND, PeopleImport, Prepared,
        change::{Citing, NotDone, Reason, STATE_IDS, set_state, transfer, transfer_ids},
        check::user_name as checked_user_name,
        events::{
            COHORT_CHANGED, CohortChanged, Moved, NODE_MOVED, NodeMoved, Opened, PERSON_LEFT, PERSON_MOVED,
            PERSON_OPENED, PERSON_POSITION_CHANGED, PERSON_STATE_CHANGED, PositionChanged, ROLE_CHANGED,
            RoleChanged, StateChanged,
        },
        keys::NameKeys,
        many::{ManyLearner, open_learners},
        open::{Mobile, NewPerson, ids_needed, open as open_person},
        pauses::{Pause, pauses},
        rules::{Account, Act, State},
        store::{
            PEOPLE_SORTS, PeopleFilter, Person, account, born_on, count_people, names, people, people_chunk,
            people_list, person, person_by_user, seats_by_unit,
        },
        targets::{
            Held, Memberships, Targets, all_holders, contacts_of, held_where, holders, matches, matching,
            memberships, memberships_of,
        },
    },
    position::store::{Position, add as add_position, position, position_by_name, positions},
    real_name::{OWN as REAL_NAME, rules::State as RealNameState, store::state_of as real_name_state},
    session::{
        contest::{Contest, Contests},
        device::named as device_name,
        place::Places,
        used::{UsedSession, people_on_several_devices, sessions_used},
    },
    slip::{Credential, Delivery, Initial},
    waiting::{Seats, Waiting, seats, waiting},
};

#[cfg(any(test, feature = "testkit"))]
pub use crate::person::testkit;
