//! What a pack promises, tried on the Liaoning pack and on spoilt copies of it.

mod folder;
mod liaoning;
mod own_words;
mod recognise;
mod spoilt;
mod units;
