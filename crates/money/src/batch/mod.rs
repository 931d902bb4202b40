//! Payment batches (拨付批次): one person makes, another checks, a third pays; a bank says what became of each line. Nobody stands in a batch twice.

mod anomaly;
mod canonical;
mod check;
mod confirmed;
mod file;
mod make;
mod model;
mod pay;
mod permit;
mod returned;
mod settle;
mod show;
pub(crate) mod store;
mod withdraw;

pub use anomaly::Anomaly;
pub use canonical::digest;
pub use check::{check, reject};
pub use confirmed::{Confirmed, was_done};
pub use file::{Kind, bank_file};
pub use make::{MakeInput, Preview, make, preview};
pub use model::{Batch, Hand, Happened, Line};
pub use pay::pay;
pub use permit::{ALONE, Permit, answer_file, ask_file, permits};
pub use returned::returned;
pub use settle::{Settled, settle};
pub use show::{Filter, Lines, Whole, lines, list, must_see, show};
pub use withdraw::withdraw;
