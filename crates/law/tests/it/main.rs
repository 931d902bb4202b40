//! Tests of the law language.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod check;
mod check_any;
mod check_between;
mod check_codes;
mod check_damaged;
mod check_formula;
mod check_pack;
mod decide;
mod decide_answer;
mod decide_facts;
mod decide_force;
mod decide_mutated;
mod decide_nodes;
mod decide_stages;
mod explain;
mod syntax;
mod syntax_any;
mod syntax_errors;
mod syntax_format;
mod syntax_tree;
mod syntax_units;
