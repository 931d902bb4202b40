//! The program as a whole, in process: the real router on a real store.

mod house;
mod matrix;
mod words;
