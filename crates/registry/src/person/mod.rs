//! Persons (个人): registered once in the province, found by number, name, pinyin or phone, corrected with history, merged and parted again. A number of a card
//! or a phone is sealed; it must never leave this room in clear but through `reveal`, which wants a purpose and leaves a trace.

pub mod api;
mod check;
mod copy;
mod correct;
pub mod duplicates;
mod facts;
mod find;
pub mod import;
pub(crate) mod look;
pub mod model;
pub mod number;
mod numbers;
pub mod pages;
mod picker;
mod register;
pub mod rekey;
pub mod routes;
mod scope;
mod sealing;
mod shown;
mod store;
mod throttle;
mod timeline;

pub use check::Sound;
pub use copy::copy;
pub(crate) use correct::place_in;
pub use correct::{Correction, correct};
pub use facts::facts;
pub(crate) use find::in_tx;
pub use find::{
    Filter, by_id, by_ids, by_phone, find, find_by_number, find_with_numbers, number_like, numbers_of,
    open_by_number, open_with_numbers, search,
};
pub use look::{DAILY, Look, Revealed, Wanted, at_paper, looks, looks_of, opened, reveal};
pub use model::{Fact, Field, HeldNumber, NewNumber, NewPerson, Person, Purpose, Sex, State};
pub use numbers::{NumberChange, add_number};
pub use picker::{Near, Picker};
pub use register::{MoveIn, Registered, move_in, register, register_in};
pub(crate) use sealing::keys as keys_of;
pub use shown::{Shown, ShownNumber, masked};
pub use throttle::Throttle;
pub use timeline::{Entries, Entry, TimelinePart, timeline};
