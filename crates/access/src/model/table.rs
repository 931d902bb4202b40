//! Which role gives which permission, and how far. What is not in this table is denied.

use serde::{Deserialize, Serialize};

use super::{Permission, Role};
use Permission as P;
use Reach::{Below, Everywhere, Line, Own, SelfOnly};

/// How far a right reaches from the place of its grant (权限范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// 仅本级: the place itself.
    Own,
    /// 本级及下级: the place and all below it.
    Below,
    /// 上级、本级及下级: the place, those it belongs to, and all below it. Never a sibling.
    Line,
    /// 全部: every place, and what belongs to no place.
    Everywhere,
    /// 仅本人: what belongs to the account itself.
    SelfOnly,
}

impl Reach {
    /// All of them.
    pub const ALL: [Self; 5] = [Own, Below, Line, Everywhere, SelfOnly];

    /// The word; its names are under `reach-<word>` in the catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Own => "own",
            Below => "below",
            Line => "line",
            Everywhere => "everywhere",
            SelfOnly => "self_only",
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    /// What it allows.
    pub permission: Permission,
    /// How far.
    pub reach: Reach,
}

const fn to(permission: Permission, reach: Reach) -> Right {
    Right { permission, reach }
}

/// Accounts without grants.
const SYSTEM_ADMIN: &[Right] = &[
    to(P::AccountsRead, Below),
    to(P::AccountsManage, Below),
    to(P::JobsRead, Everywhere),
    to(P::JobsManage, Everywhere),
    to(P::MetricsRead, Everywhere),
    to(P::PlacesRead, Everywhere),
    to(P::ProfileOwn, SelfOnly),
];

/// Grants without accounts. Sees the accounts, because it has to name them.
const SECURITY_ADMIN: &[Right] = &[
    to(P::AccountsRead, Below),
    to(P::GrantsRead, Below),
    to(P::GrantsManage, Below),
    to(P::AccessExplain, Below),
    to(P::PlacesRead, Everywhere),
    to(P::ProfileOwn, SelfOnly),
];

/// The logs and nothing else.
const AUDIT_ADMIN: &[Right] = &[
    to(P::AuditRead, Below),
    to(P::AuditExport, Below),
    to(P::PlacesRead, Everywhere),
    to(P::ProfileOwn, SelfOnly),
];

const POLICY_OFFICER: &[Right] = &[
    to(P::DocumentsRead, Line),
    to(P::DocumentsImport, Below),
    to(P::DocumentsCorrect, Below),
    to(P::DocumentsExport, Line),
    to(P::SearchUse, Line),
    to(P::PlacesRead, Everywhere),
    to(P::PlacesImport, Below),
    to(P::UnitsRead, Everywhere),
    to(P::PackRead, Everywhere),
    to(P::LawPropose, Below),
    to(P::LawApprove, Below),
    to(P::LawDecisionsRead, Below),
    to(P::EmployerRead, Below),
    to(P::EmployerEdit, Below),
    to(P::ReportRead, Below),
    to(P::ReportApprove, Below),
    to(P::ReportForce, Below),
    to(P::FiguresRead, Line),
    to(P::FiguresFreeze, Below),
    to(P::PanelManage, Below),
    to(P::JobsRead, SelfOnly),
    to(P::JobsManage, SelfOnly),
    to(P::ProfileOwn, SelfOnly),
    to(P::CasesRead, Below),
    to(P::BulletinDraft, Below),
    to(P::BulletinSign, Below),
];

/// A clerk confirms findings in documents of the own office only; those of higher offices are read.
const CLERK: &[Right] = &[
    to(P::DocumentsRead, Line),
    to(P::DocumentsCorrect, Own),
    to(P::DocumentsExport, Line),
    to(P::SearchUse, Line),
    to(P::EmployerRead, Below),
    to(P::EmployerEdit, Below),
    to(P::ReportSubmit, Below),
    to(P::ReportRead, Below),
    to(P::ReportApprove, Below),
    to(P::FiguresRead, Line),
    to(P::PlacesRead, Everywhere),
    to(P::UnitsRead, Everywhere),
    to(P::PackRead, Everywhere),
    to(P::LawDecide, Below),
    to(P::LawDecisionsRead, Below),
    to(P::JobsRead, SelfOnly),
    to(P::ProfileOwn, SelfOnly),
    to(P::CasesRead, Below),
    to(P::CasesWork, Below),
    to(P::PersonsRead, Below),
    to(P::PersonsEdit, Below),
    to(P::PersonsReveal, Below),
    to(P::RegistersRead, Below),
    to(P::RegistersWork, Below),
    to(P::ServiceApply, Below),
    to(P::ServiceWork, Below),
    to(P::FundsRead, Below),
    to(P::PaymentMake, Below),
];

/// Decides and checks; prepares nothing, so that nobody checks their own work.
const REVIEWER: &[Right] = &[
    to(P::DocumentsRead, Line),
    to(P::DocumentsExport, Line),
    to(P::SearchUse, Line),
    to(P::EmployerRead, Below),
    to(P::ReportRead, Below),
    to(P::FiguresRead, Line),
    to(P::PlacesRead, Everywhere),
    to(P::UnitsRead, Everywhere),
    to(P::PackRead, Everywhere),
    to(P::LawDecisionsRead, Below),
    to(P::JobsRead, SelfOnly),
    to(P::ProfileOwn, SelfOnly),
    to(P::CasesRead, Below),
    to(P::CasesWork, Below),
    to(P::CasesManage, Below),
    to(P::PersonsRead, Below),
    to(P::PersonsReveal, Below),
    to(P::PersonsMerge, Below),
    to(P::RegistersRead, Below),
    to(P::ServiceCheck, Below),
    to(P::FundsRead, Below),
    to(P::PaymentCheck, Below),
];

/// Keeps the funds and pays; makes no batch and checks none.
const CASHIER: &[Right] = &[
    to(P::DocumentsRead, Line),
    to(P::SearchUse, Line),
    to(P::PlacesRead, Everywhere),
    to(P::UnitsRead, Everywhere),
    to(P::PackRead, Everywhere),
    to(P::LawDecisionsRead, Below),
    to(P::JobsRead, SelfOnly),
    to(P::ProfileOwn, SelfOnly),
    to(P::CasesRead, Below),
    to(P::CasesWork, Below),
    to(P::FundsRead, Below),
    to(P::FundsManage, Below),
    to(P::PaymentPay, Below),
];

const ANALYST: &[Right] = &[
    to(P::EmployerRead, Below),
    to(P::ReportRead, Below),
    to(P::FiguresRead, Line),
    to(P::DocumentsRead, Line),
    to(P::DocumentsExport, Line),
    to(P::SearchUse, Line),
    to(P::PlacesRead, Everywhere),
    to(P::UnitsRead, Everywhere),
    to(P::PackRead, Everywhere),
    to(P::JobsRead, SelfOnly),
    to(P::ProfileOwn, SelfOnly),
    to(P::CasesRead, Below),
    to(P::CasesWork, Below),
    to(P::CasesManage, Below),
    to(P::BulletinDraft, Below),
    to(P::BulletinSign, Below),
    to(P::RegistersRead, Below),
    to(P::FundsRead, Below),
];

const LEADER: &[Right] = ANALYST;

/// An employer reports for itself, through the accounts that the office linked to it.
const EMPLOYER: &[Right] = &[
    to(P::DocumentsRead, Line),
    to(P::SearchUse, Line),
    to(P::PlacesRead, Everywhere),
    to(P::UnitsRead, Everywhere),
    to(P::ReportSubmit, SelfOnly),
    to(P::ReportRead, SelfOnly),
    to(P::ServiceApply, SelfOnly),
    to(P::ProfileOwn, SelfOnly),
];

/// A jobseeker applies for themselves.
const JOBSEEKER: &[Right] = &[
    to(P::DocumentsRead, Line),
    to(P::SearchUse, Line),
    to(P::PlacesRead, Everywhere),
    to(P::UnitsRead, Everywhere),
    to(P::ServiceApply, SelfOnly),
    to(P::ProfileOwn, SelfOnly),
];

/// What a role gives.
pub fn rights_of(role: Role) -> &'static [Right] {
    match role {
        Role::SystemAdmin => SYSTEM_ADMIN,
        Role::SecurityAdmin => SECURITY_ADMIN,
        Role::AuditAdmin => AUDIT_ADMIN,
        Role::PolicyOfficer => POLICY_OFFICER,
        Role::Clerk => CLERK,
        Role::Reviewer => REVIEWER,
        Role::Cashier => CASHIER,
        Role::Analyst => ANALYST,
        Role::Leader => LEADER,
        Role::Employer => EMPLOYER,
        Role::Jobseeker => JOBSEEKER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_hold_no_business_right_and_do_not_share_their_own() {
        for role in Role::ADMINISTRATORS {
            assert!(rights_of(role).iter().all(|right| !right.permission.is_business()), "{role:?}");
        }
        let holders = |permission| {
            Role::ALL
                .into_iter()
                .filter(move |role| rights_of(*role).iter().any(|right| right.permission == permission))
        };
        assert_eq!(holders(P::AccountsManage).collect::<Vec<_>>(), [Role::SystemAdmin]);
        assert_eq!(holders(P::GrantsManage).collect::<Vec<_>>(), [Role::SecurityAdmin]);
        assert_eq!(holders(P::AuditRead).collect::<Vec<_>>(), [Role::AuditAdmin]);
    }

    #[test]
    fn a_role_gives_a_permission_once_and_each_permission_has_a_holder() {
        for role in Role::ALL {
            for permission in P::ALL {
                assert!(rights_of(role).iter().filter(|right| right.permission == *permission).count() <= 1);
            }
        }
        for permission in P::ALL {
            assert!(
                Role::ALL
                    .into_iter()
                    .any(|role| rights_of(role).iter().any(|right| right.permission == *permission))
            );
        }
    }
}
