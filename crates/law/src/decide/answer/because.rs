//! Why a decision is not a grant: what excludes it, what is needed, what went wrong, each in one sentence. It must never leave the reader without a next step.

use super::super::engine::Fault;
use super::super::missing::Need;
use super::super::record::{Excluded, Record};
use super::build::Builder;
use super::shape::{ExcludedBy, NeedRef, Words};
use super::show;
use crate::book::{Book, GroupId, KindId};

impl Builder<'_, '_> {
    pub(super) fn excluded(&self, by: &Excluded) -> ExcludedBy {
        let mut said = ExcludedBy {
            by: "times",
            group: None,
            rule: None,
            date: None,
            pending: false,
            per: None,
            used: None,
            limit: None,
            text: String::new(),
            basis: Vec::new(),
        };
        match by {
            Excluded::Times { per: (kind, row), count, limit } => {
                let per = self.thing(*kind, *row);
                said.text = if self.chinese {
                    format!("{} {} 已享受 {count} 次,至多 {limit} 次", per.name, per.id)
                } else {
                    format!("{} {} has had it {count} times, at most {limit}", per.kind, per.id)
                };
                (said.used, said.limit) = (Some(count.to_string()), Some(limit.to_string()));
                said.per = Some(per);
            }
            Excluded::Cap { per: (kind, row), used, limit } => {
                let per = self.thing(*kind, *row);
                let limit = show::in_yuan(*limit, crate::book::Dim::MONEY).to_string();
                let used = show::yuan(*used);
                said.by = "cap";
                said.text = if self.chinese {
                    format!("{} {} 已用 {used} 元,上限 {limit} 元", per.name, per.id)
                } else {
                    format!("{} {} has used {used} yuan of {limit} yuan", per.kind, per.id)
                };
                (said.used, said.limit, said.per) = (Some(used), Some(limit), Some(per));
            }
            Excluded::Ledger { group, rule, date, pending } => {
                let other = self.rule(*rule);
                said.by = "ledger";
                self.group(&mut said, *group);
                said.text = match (self.chinese, pending) {
                    (true, false) => format!("与已于 {date} 享受的“{}”互斥", other.name),
                    (true, true) => format!("与已于 {date} 申请、尚未办结的“{}”互斥", other.name),
                    (false, false) => format!("excluded by {} granted on {date}", other.id),
                    (false, true) => {
                        format!("excluded by {} applied for on {date}, not yet decided", other.id)
                    }
                };
                (said.date, said.pending, said.rule) = (Some(*date), *pending, Some(other));
            }
            Excluded::Rule { group, rule } => {
                let other = self.rule(*rule);
                said.by = "rule";
                self.group(&mut said, *group);
                said.text = if self.chinese {
                    format!("与“{}”互斥,只能享受其一", other.name)
                } else {
                    format!("excluded by {}: only one of them", other.id)
                };
                said.rule = Some(other);
            }
        }
        said
    }

    fn group(&self, said: &mut ExcludedBy, group: GroupId) {
        let def = &self.book().exclusives[group.ix()];
        said.group = Some(def.name.clone());
        said.basis = self.cites(&def.basis);
    }

    pub(super) fn need(&self, need: Need) -> NeedRef {
        let book = self.book();
        let mut said = NeedRef {
            what: "field",
            kind: None,
            id: None,
            field: String::new(),
            name: String::new(),
            english: String::new(),
            parameter: false,
            help: String::new(),
            finding: false,
            text: String::new(),
        };
        match need {
            Need::Field { kind, row, field } => self.field(&mut said, kind, row, field),
            Need::Param(id) => {
                let param = &book.params[id.ix()];
                (said.what, said.parameter) = ("parameter", true);
                (said.field, said.name) = (param.id.clone(), param.name.clone());
                said.english.clone_from(&param.english);
                said.help = param.unset.clone().unwrap_or_else(|| param.note.clone());
                said.text = if self.chinese {
                    format!("参数.{}", param.name)
                } else {
                    format!("parameter.{}", param.id)
                };
            }
            Need::List(id) => {
                let list = &book.lists[id.ix()];
                self.named(&mut said, "list", [&list.id, &list.name, &list.english]);
                said.finding = true;
                said.help = (if self.chinese {
                    "清单未列尽,是否属于清单须由人认定"
                } else {
                    "the list is open: whether it belongs is for a person to find"
                })
                .to_owned();
            }
            Need::Ledger(rule) => {
                let def = book.rule(rule);
                self.named(&mut said, "ledger", [&def.id, &def.name, &def.english]);
                let help =
                    if self.chinese { "台账中没有该项记录" } else { "the ledger has no such grant" };
                help.clone_into(&mut said.help);
            }
            Need::Rule { rule, row } => {
                let def = book.rule(rule);
                self.named(&mut said, "rule", [&def.id, &def.name, &def.english]);
                let thing = self.thing(def.subject, row);
                said.help = if self.chinese {
                    format!("{} {} 不符合该项规定,故无此数值", thing.name, thing.id)
                } else {
                    format!(
                        "{} {} does not fulfil that rule, so there is no such value",
                        thing.kind, thing.id
                    )
                };
                (said.kind, said.id) = (Some(thing.kind), Some(thing.id));
            }
            Need::Choice(group) => {
                let def = &book.exclusives[group.ix()];
                self.named(&mut said, "choice", [&def.id, &def.name, &def.english]);
                said.help = members(book, group, self.chinese);
            }
        }
        said
    }

    fn field(&self, said: &mut NeedRef, kind: KindId, row: Option<u32>, field: u16) {
        let def = self.book().kind(kind);
        let field = &def.fields[usize::from(field)];
        said.kind = Some(def.id.clone());
        said.id = row.and_then(|row| self.session.things().id(kind, row).map(str::to_owned));
        (said.field, said.name) = (field.id.clone(), field.name.clone());
        (said.help, said.finding) = (field.help.clone(), field.finding);
        said.english = field.id.replace('_', " ");
        let id = said.id.as_deref().map_or_else(String::new, |id| format!(" {id}"));
        said.text = if self.chinese {
            format!("{}{id}.{}", def.name, field.name)
        } else {
            format!("{}{id}.{}", def.id, field.id)
        };
    }

    fn named(&self, said: &mut NeedRef, what: &'static str, [id, name, english]: [&String; 3]) {
        said.what = what;
        (said.field, said.name, said.english) = (id.clone(), name.clone(), english.clone());
        said.text = match (what, self.chinese) {
            ("choice", true) => format!("选择.{name}"),
            ("list", true) => format!("清单.{name}"),
            ("ledger", true) => format!("台账.{name}"),
            (_, true) => name.clone(),
            (_, false) => format!("{what}.{id}"),
        };
    }

    pub(super) fn error(&self, record: &Record) -> Option<Words> {
        if record.fund_refused {
            let fund = record.fund.clone().unwrap_or_default();
            let funds: Vec<_> =
                self.book().rule(record.rule).funds.iter().map(|(name, _)| name.as_str()).collect();
            let funds = funds.join("、");
            return Some(Words {
                code: "fund_not_permitted",
                zh: format!("不得从“{fund}”列支;可用:{funds}"),
                en: format!("“{fund}” may not pay for this; permitted: {funds}"),
            });
        }
        let (code, zh, en) = match record.fault? {
            Fault::Overflow(_) => {
                ("overflow", "数值超出可计算范围,请核对事实", "a number is too large; check the facts")
            }
            Fault::Fraction(_) => (
                "fraction",
                "得出不足一分(或不足整月)的数,规定未写明如何取整",
                "a fraction of a fen (or of a month), and the rule names no rounding",
            ),
            Fault::Negative(_) => (
                "negative",
                "得出负的金额或月数,请核对事实",
                "an amount or number of months below zero; check the facts",
            ),
            Fault::Depth(_) => ("depth", "规定互相引用过深", "rules are nested too deeply"),
            Fault::Conflict(rule, _, a, b) => {
                let exceptions = &self.book().rule(rule).exceptions;
                let text = |at: u16| {
                    exceptions.get(usize::from(at)).map_or_else(String::new, |exception| {
                        let cites: Vec<_> =
                            exception.basis.iter().map(|cite| show::cite(cite, self.chinese)).collect();
                        format!("{} {}", super::clause::source(self.book(), exception.span), cites.join(","))
                            .trim()
                            .to_owned()
                    })
                };
                return Some(Words {
                    code: "conflict",
                    zh: format!("两条例外同时成立而结果不同:{};{}", text(a), text(b)),
                    en: format!("two exceptions hold and disagree: {}; {}", text(a), text(b)),
                });
            }
        };
        Some(Words { code, zh: zh.to_owned(), en: en.to_owned() })
    }
}

/// The members of a group, for the applicant to choose from.
fn members(book: &Book, group: GroupId, chinese: bool) -> String {
    let names: Vec<_> = book.exclusives[group.ix()]
        .members
        .iter()
        .map(|(rule, _)| {
            let rule = book.rule(*rule);
            if chinese { rule.name.as_str() } else { rule.id.as_str() }
        })
        .collect();
    if chinese {
        format!("只能享受其一,请申请人选择:{}", names.join("、"))
    } else {
        format!("only one of them; the applicant chooses: {}", names.join(", "))
    }
}
