//! Programmes from the pack, over a real store, through the routes.

mod faults;
mod killed;
mod walk;
mod world;
