//! The permissions (权限): what a page or an operation asks for.

use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $word:literal),* $(,)?) => {
        /// Something that can be allowed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Permission { $($(#[$doc])* #[serde(rename = $word)] $name),* }

        impl Permission {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word stored and sent. Its names are under `permission-<word>` in the catalogues, with `-` for the dot.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

permissions! {
    /// 查看文件: read official documents.
    DocumentsRead "documents.read",
    /// 导入文件: read a document in.
    DocumentsImport "documents.import",
    /// 更正文件: confirm or correct what was found in a document.
    DocumentsCorrect "documents.correct",
    /// 导出文件: take measures and figures out as a file.
    DocumentsExport "documents.export",
    /// 检索: search.
    SearchUse "search.use",
    /// 查看行政区划.
    PlacesRead "places.read",
    /// 导入行政区划变更.
    PlacesImport "places.import",
    /// 查看责任单位.
    UnitsRead "units.read",
    /// 查看政策包.
    PackRead "pack.read",
    /// 提出规则版本: propose a rule book for publication.
    LawPropose "law.propose",
    /// 审核规则版本: publish or refuse what somebody else proposed.
    LawApprove "law.approve",
    /// 作出决定: decide a case by the law and keep the decision.
    LawDecide "law.decide",
    /// 查看决定: read decisions that were kept, and work them out again.
    LawDecisionsRead "law.decisions",
    /// 查看用人单位.
    EmployerRead "employers.read",
    /// 登记和更正用人单位.
    EmployerEdit "employers.edit",
    /// 填报: start, save and submit reports, import them.
    ReportSubmit "reports.submit",
    /// 查看报表.
    ReportRead "reports.read",
    /// 审核报表: approve, return.
    ReportApprove "reports.approve",
    /// 强制修改: change what is locked, by two people.
    ReportForce "reports.force",
    /// 查看统计数字.
    FiguresRead "figures.read",
    /// 定稿: lock a period, freeze its figures.
    FiguresFreeze "figures.freeze",
    /// 管理监测样本.
    PanelManage "panels.manage",
    /// 查看办件: read cases.
    CasesRead "cases.read",
    /// 办理办件: take on, do steps, close.
    CasesWork "cases.work",
    /// 复核办件: confirm what somebody else wants changed.
    CasesManage "cases.manage",
    /// 查看个人和家庭: find and read persons and households, numbers masked.
    PersonsRead "persons.read",
    /// 登记和更正个人和家庭.
    PersonsEdit "persons.edit",
    /// 查看完整号码: reveal a number with a purpose.
    PersonsReveal "persons.reveal",
    /// 合并重复人员: confirm what somebody else wants merged.
    PersonsMerge "persons.merge",
    /// 查看名册: read registers.
    RegistersRead "registers.read",
    /// 登记名册: enter, change and end entries of registers.
    RegistersWork "registers.work",
    /// 提出申请: apply for a programme.
    ServiceApply "service.apply",
    /// 受理经办: accept, examine and propose.
    ServiceWork "service.work",
    /// 复核决定: decide what somebody else examined.
    ServiceCheck "service.check",
    /// 查看资金: funds, budgets, ledger, batches.
    FundsRead "funds.read",
    /// 管理资金: budgets, appropriations, corrections.
    FundsManage "funds.manage",
    /// 编制拨付批次: make a payment batch.
    PaymentMake "payments.make",
    /// 复核拨付批次: check what somebody else made.
    PaymentCheck "payments.check",
    /// 支付: pay what two others made and checked.
    PaymentPay "payments.pay",
    /// 起草月报: draft the bulletin of a period.
    BulletinDraft "bulletin.draft",
    /// 签发月报: sign and publish what somebody else drafted.
    BulletinSign "bulletin.sign",
    /// 查看账号.
    AccountsRead "accounts.read",
    /// 管理账号: create, disable, unlock, reset.
    AccountsManage "accounts.manage",
    /// 查看授权.
    GrantsRead "grants.read",
    /// 管理授权: give and take roles.
    GrantsManage "grants.manage",
    /// 查看访问说明: who can see this, and why.
    AccessExplain "access.explain",
    /// 查看审计日志.
    AuditRead "audit.read",
    /// 导出审计日志.
    AuditExport "audit.export",
    /// 查看后台作业.
    JobsRead "jobs.read",
    /// 管理后台作业: cancel, try again.
    JobsManage "jobs.manage",
    /// 查看运行指标.
    MetricsRead "metrics.read",
    /// 本人账号: own password, second factor, sessions, tokens.
    ProfileOwn "profile.own",
}

impl Permission {
    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.word() == word)
    }

    /// Whether it opens business data. The three administrators hold none of these.
    pub fn is_business(self) -> bool {
        matches!(
            self,
            Self::DocumentsRead
                | Self::DocumentsImport
                | Self::DocumentsCorrect
                | Self::DocumentsExport
                | Self::SearchUse
                | Self::PlacesImport
                | Self::PackRead
                | Self::LawPropose
                | Self::LawApprove
                | Self::CasesRead
                | Self::CasesWork
                | Self::CasesManage
                | Self::BulletinDraft
                | Self::BulletinSign
                | Self::LawDecide
                | Self::LawDecisionsRead
                | Self::EmployerRead
                | Self::EmployerEdit
                | Self::ReportSubmit
                | Self::ReportRead
                | Self::ReportApprove
                | Self::ReportForce
                | Self::FiguresRead
                | Self::FiguresFreeze
                | Self::PanelManage
                | Self::PersonsRead
                | Self::PersonsEdit
                | Self::PersonsReveal
                | Self::PersonsMerge
                | Self::RegistersRead
                | Self::RegistersWork
                | Self::ServiceApply
                | Self::ServiceWork
                | Self::ServiceCheck
                | Self::FundsRead
                | Self::FundsManage
                | Self::PaymentMake
                | Self::PaymentCheck
                | Self::PaymentPay
        )
    }
}
