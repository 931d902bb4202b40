//! Pages of persons: search first, keyboard first. A number stands on no page and in no address; between two steps of a form it travels sealed.

mod list;
mod new;
mod pair;
mod said;
mod show;

pub use list::{find, list};
pub use new::{enter, new};
pub use pair::{pair, pair_act, pairs, pairs_search};
pub use said::{Choice, file, is_shown, problems, with_status};
pub use show::{add_number, copy, correct, looks, reveal, show};
