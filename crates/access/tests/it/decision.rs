//! The decision, tried on all roles and on random trees of places.

use anye_access::{
    Grant, Grants, Permission, PlaceScope, Reach, Reason, Role, Target, decide, exclusive, may_at_all,
    rights_of,
};
use proptest::prelude::*;

use crate::town::{ByDigits, CITY, COUNTY, PROVINCE, SIBLING};

fn one(role: Role, place: &str) -> Grants {
    Grants::new("me", vec![Grant { id: "g".into(), role, place: place.into() }])
}

fn allowed(grants: &Grants, permission: Permission, target: Target<'_>) -> bool {
    decide(grants, permission, target, &ByDigits).allowed
}

#[test]
fn each_reach_covers_what_its_name_says() {
    for role in Role::ALL {
        for right in rights_of(role) {
            let grants = one(role, CITY);
            let covers = [CITY, PROVINCE, COUNTY, SIBLING]
                .map(|place| allowed(&grants, right.permission, Target::place(place)));
            let expected = match right.reach {
                Reach::Own => [true, false, false, false],
                Reach::Below => [true, false, true, false],
                Reach::Line => [true, true, true, false],
                Reach::Everywhere => [true; 4],
                Reach::SelfOnly => [false; 4],
            };
            assert_eq!(covers, expected, "{role:?} {right:?}");
            assert_eq!(allowed(&grants, right.permission, Target::SYSTEM), right.reach == Reach::Everywhere);
            if right.reach == Reach::SelfOnly {
                assert!(allowed(&grants, right.permission, Target::account("me")));
                assert!(!allowed(&grants, right.permission, Target::account("you")));
            }
        }
    }
}

#[test]
fn what_is_in_no_table_is_denied_and_says_why() {
    let reason = |grants: &Grants, permission, place| {
        decide(grants, permission, Target::place(place), &ByDigits).because
    };
    assert_eq!(reason(&Grants::none(), Permission::DocumentsRead, CITY), Reason::NoGrants);
    assert_eq!(reason(&one(Role::Clerk, CITY), Permission::AccountsManage, CITY), Reason::NoRight);
    assert!(matches!(
        reason(&one(Role::Clerk, CITY), Permission::DocumentsRead, SIBLING),
        Reason::OutOfReach { .. }
    ));
    assert!(matches!(
        reason(&one(Role::Clerk, CITY), Permission::DocumentsRead, CITY),
        Reason::Granted { .. }
    ));
    let limited = one(Role::Clerk, CITY).limited_to(vec![Permission::SearchUse]);
    assert_eq!(reason(&limited, Permission::DocumentsRead, CITY), Reason::TokenLimit);
    assert!(may_at_all(&limited, Permission::SearchUse) && !may_at_all(&limited, Permission::DocumentsRead));
}

#[test]
fn an_account_with_roles_that_exclude_each_other_has_no_rights_at_all() {
    for first in Role::ALL {
        for second in Role::ALL {
            let held = [first, second].map(|role| Grant { id: "g".into(), role, place: CITY.into() });
            let grants = Grants::new("me", held.to_vec());
            let any = Permission::ALL.iter().any(|permission| {
                allowed(&grants, *permission, Target { place: Some(CITY), account: Some("me") })
                    || may_at_all(&grants, *permission)
            });
            assert_eq!(any, !exclusive(first, second), "{first:?} {second:?}");
        }
    }
}

/// A random tree: each place names its parent among those before it.
#[derive(Debug, Clone)]
struct Tree(Vec<usize>);

impl Tree {
    fn code(at: usize) -> String {
        format!("{at:06}")
    }

    fn line(&self, mut at: usize) -> Vec<usize> {
        let mut line = vec![at];
        while at > 0 {
            at = self.0[at] % at;
            line.push(at);
        }
        line
    }
}

impl PlaceScope for Tree {
    fn is_within(&self, code: &str, ancestor: &str) -> bool {
        let (Ok(code), Ok(ancestor)) = (code.parse::<usize>(), ancestor.parse::<usize>()) else {
            return false;
        };
        code < self.0.len() && self.line(code).contains(&ancestor)
    }
}

proptest! {
    #[test]
    fn nobody_reaches_a_place_beside_their_line_unless_everywhere(
        parents in proptest::collection::vec(0_usize..64, 2..40),
        here in 0_usize..40, there in 0_usize..40, role in 0_usize..9, permission in 0_usize..20,
    ) {
        let tree = Tree(parents);
        let (here, there) = (here % tree.0.len(), there % tree.0.len());
        let (role, permission) = (Role::ALL[role], Permission::ALL[permission % Permission::ALL.len()]);
        let grants = one(role, &Tree::code(here));
        let code = Tree::code(there);
        let decision = decide(&grants, permission, Target { place: Some(&code), account: Some("you") }, &tree);
        let beside = !tree.line(here).contains(&there) && !tree.line(there).contains(&here);
        let everywhere = rights_of(role).iter().any(|right| right.permission == permission && right.reach == Reach::Everywhere);
        if beside || everywhere {
            prop_assert_eq!(decision.allowed, everywhere);
        }
        // Nobody but the bearer of a right to read upwards sees anything above the own place.
        let above = here != there && tree.line(here).contains(&there);
        let line = rights_of(role).iter().any(|right| right.permission == permission && right.reach == Reach::Line);
        if above {
            prop_assert_eq!(decision.allowed, everywhere || line);
        }
        prop_assert_eq!(decision.allowed, matches!(decision.because, Reason::Granted { .. }));
    }
}
