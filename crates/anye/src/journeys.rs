//! What to click first in a demo (演示路线): a few steps for each role on the home page. It must never show outside a demo, nor a page that is not there.

use anye_access::Role;
use anye_base::Fault;
use anye_office::{HomeEntry, HomeGroup, HomeSource};
use anye_web::{Core, Visitor};

use std::future::Future;
use std::pin::Pin;

type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// The steps of the visitor's roles.
pub struct Journeys;

/// Word of a step, its page, and the entry of the rail that asks for the same right.
type Step = (&'static str, &'static str, &'static str);

const EMPLOYER: &[Step] = &[("mine", "/reports", "/reports"), ("notice", "/layoffs/new", "/layoffs")];
const CLERK: &[Step] = &[
    ("counter", "/persons", "/persons"),
    ("tasks", "/tasks", "/tasks"),
    ("missing", "/reporting/missing?form=enterprise-monthly&period=2020-05", "/layoffs"),
    ("queue", "/reporting/queue?form=enterprise-monthly&period=2020-05", "/layoffs"),
    ("compare", "/cases?kind=contradiction", "/cases"),
    ("cases", "/cases", "/cases"),
];
const ANALYST: &[Step] = &[
    ("cockpit", "/cockpit", "/cockpit"),
    ("figures", "/figures", "/figures"),
    ("panel", "/reporting/panels/enterprises", "/reporting"),
];
const OFFICER: &[Step] = &[
    ("queue", "/reporting/queue?form=enterprise-monthly&period=2020-05", "/layoffs"),
    ("cases", "/cases", "/cases"),
    ("bulletin", "/bulletins", "/bulletins"),
];
const JOBSEEKER: &[Step] = &[("service", "/service", "/service"), ("my", "/my", "/my")];
const LEADER: &[Step] = &[
    ("cockpit", "/cockpit", "/cockpit"),
    ("cases", "/cases", "/cases"),
    ("bulletin", "/bulletins", "/bulletins"),
];

const REVIEWER: &[Step] = &[("check", "/money/batches", "/money/batches"), ("cases", "/cases", "/cases")];
const CASHIER: &[Step] = &[
    ("budgets", "/money/budgets", "/money"),
    ("pay", "/money/batches", "/money/batches"),
    ("ledger", "/money/ledger", "/money"),
];

fn steps(role: Role) -> &'static [Step] {
    match role {
        Role::Employer => EMPLOYER,
        Role::Clerk => CLERK,
        Role::Analyst => ANALYST,
        Role::PolicyOfficer => OFFICER,
        Role::Leader => LEADER,
        Role::Reviewer => REVIEWER,
        Role::Cashier => CASHIER,
        Role::Jobseeker => JOBSEEKER,
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => &[],
    }
}

impl HomeSource for Journeys {
    fn groups<'a>(&'a self, core: &'a Core, visitor: &'a Visitor) -> Later<'a, Vec<HomeGroup>> {
        Box::pin(async move {
            let role = visitor.grants.held().first().map(|grant| grant.role);
            let (true, Some(role)) = (core.settings.demo, role) else { return Ok(Vec::new()) };
            // What has no entry on the visitor's rail is not for them, or not in this program.
            let there = |step: &&Step| {
                let entry = core.nav().iter().find(|entry| entry.href == step.2);
                entry.is_some_and(|entry| entry.permission.is_none_or(|needed| visitor.may_at_all(needed)))
            };
            let entry = |(word, href, _): &Step| HomeEntry {
                title: visitor.texts.t(&format!("journey-{word}")),
                hint: visitor.texts.t(&format!("journey-{word}-text")),
                href: (*href).to_owned(),
                count: None,
                by: String::new(),
                late: false,
            };
            let entries: Vec<HomeEntry> = steps(role).iter().filter(there).map(entry).collect();
            let title = visitor.texts.t("journey-title");
            Ok(if entries.is_empty() { Vec::new() } else { vec![HomeGroup { title, entries, all: None }] })
        })
    }
}
