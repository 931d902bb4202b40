//! Reads the text of an official document (公文) as published into chapters, articles and findings.
//!
//! Pure: text in, document out. This crate must never know files, file formats, the database, the web or the clock.

mod addressees;
mod annex;
mod body;
mod classify;
mod compose;
mod damage;
mod dates;
mod entities;
mod furniture;
mod furniture_words;
mod gloss;
mod glued;
mod head;
mod heading;
mod identity;
mod letters;
mod lines;
mod marker;
mod metadata;
pub mod model;
mod number;
mod numeral;
mod organisation;
mod outline;
mod paragraph;
mod place;
mod read;
mod record;
mod spacing;
mod tail;
mod title;
mod traced;
mod traditional;
mod warnings;

pub use classify::classify_title;
pub use identity::document_id;
pub use lines::Role;
pub use model::*;
pub use number::normalise_number;
pub use place::{Gazetteer, NoGazetteer};
pub use read::{Inputs, Reading, read, read_lines};
pub use warnings::WARNING_CODES;
