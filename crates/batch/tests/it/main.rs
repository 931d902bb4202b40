//! The whole population against one by one.

mod agree;
mod pack;
