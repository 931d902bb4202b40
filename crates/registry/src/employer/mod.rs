//! Employers (用人单位): registered, corrected with history, found. It must never refuse an employer for a check digit.

mod code;
mod contact;
mod correct;
mod find;
mod model;
mod register;
mod store;

pub use code::{CodeDoubt, check, made_up as made_up_code};
pub use contact::{add as add_contact, employers_of, end as end_contact};
pub use correct::{Correction, correct};
pub use find::{Filter, as_of, by_code, by_codes, by_ids, by_key, facts, find, frame, history, list};
pub use model::{Employer, Fact, Field, NewEmployer};
pub use register::{Registered, register, register_many};
