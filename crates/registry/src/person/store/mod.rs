//! Rows of persons, numbers, facts, looks and pairs. A fact is only ever marked as superseded; no row of a person is deleted or moved.

mod fact;
mod file;
mod insert;
mod look;
mod number;
mod pair;
pub mod part;
mod read;

pub use fact::{facts, insert_facts, page_of_phones, reseal as reseal_fact, supersede};
pub use file::{File, add as add_file, by_digest, by_job, of_account, step as step_file};
pub use insert::{Written, insert_many};
pub use look::{count as count_looks, insert as insert_look, page as page_of_looks};
pub use number::{
    by_blinds, by_id as number_by_id, insert as insert_number, of_person, of_persons,
    page as page_of_numbers, reseal, set_state, there,
};
pub use pair::{
    add as add_pair, by_id as pair_by_id, of as pairs_of, page as page_of_pairs, put as put_pair,
};
pub use read::{
    by_id, by_ids, by_phones, each_key, each_phone, holder, page_of_sealed, page_within, reseal_phone,
    same_day, set, set_merged,
};
