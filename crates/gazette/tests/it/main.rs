//! Reads whole documents: the five official ones, where they are at hand, and documents of our own of the same kinds.

mod seeds;
