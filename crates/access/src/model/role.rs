//! The roles (角色): a closed list, because each is a promise about what its holder cannot do.

use serde::{Deserialize, Serialize};

/// What an account is there for, at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 系统管理员: accounts, jobs, health of the system. Gives no rights and reads no business data.
    SystemAdmin,
    /// 安全管理员: who holds which role. Makes no accounts and reads no business data.
    SecurityAdmin,
    /// 审计管理员: reads the logs and nothing else.
    AuditAdmin,
    /// 政策专员: reads documents in, corrects and publishes.
    PolicyOfficer,
    /// 经办人员: works on cases at a counter.
    Clerk,
    /// 复核人员: decides and checks what a clerk prepared, never what they prepared themselves.
    Reviewer,
    /// 财务人员: keeps funds and pays what two others made and checked.
    Cashier,
    /// 分析人员: reads and compares.
    Analyst,
    /// 领导: sees how far things are.
    Leader,
    /// 企业用户: an employer's own affairs.
    Employer,
    /// 求职者: a member of the public.
    Jobseeker,
}

/// What sort of role it is: the three sorts follow different rules at sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// One of the three administrators (三员).
    Administrator,
    /// Works for an office.
    Staff,
    /// An employer or a member of the public.
    Public,
}

impl Role {
    /// All of them, administrators first.
    pub const ALL: [Self; 11] = [
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::AuditAdmin,
        Self::PolicyOfficer,
        Self::Clerk,
        Self::Reviewer,
        Self::Cashier,
        Self::Analyst,
        Self::Leader,
        Self::Employer,
        Self::Jobseeker,
    ];

    /// The three administrators.
    pub const ADMINISTRATORS: [Self; 3] = [Self::SystemAdmin, Self::SecurityAdmin, Self::AuditAdmin];

    /// The word stored and sent; its names are under `role-<word>` in the catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::AuditAdmin => "audit_admin",
            Self::PolicyOfficer => "policy_officer",
            Self::Clerk => "clerk",
            Self::Reviewer => "reviewer",
            Self::Cashier => "cashier",
            Self::Analyst => "analyst",
            Self::Leader => "leader",
            Self::Employer => "employer",
            Self::Jobseeker => "jobseeker",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// What sort of role it is.
    pub fn family(self) -> Family {
        match self {
            Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin => Family::Administrator,
            Self::PolicyOfficer
            | Self::Clerk
            | Self::Reviewer
            | Self::Cashier
            | Self::Analyst
            | Self::Leader => Family::Staff,
            Self::Employer | Self::Jobseeker => Family::Public,
        }
    }

    /// Whether it is one of the three administrators.
    pub fn is_administrator(self) -> bool {
        self.family() == Family::Administrator
    }
}
