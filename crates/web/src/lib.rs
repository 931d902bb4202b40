//! The web kit: routes with their guards, pages with their frame, errors in words, and the protection around all of it.
//!
//! This crate must never know a feature: no word about documents, benefits or cases. It may know places and accounts, because every
//! request has them.

pub mod access;
pub mod answer;
pub mod asking;
pub mod assets;
pub mod chart;
pub mod choices;
pub mod core;
pub mod csrf;
pub mod extract;
pub mod figure;
pub mod frame;
pub mod guard;
pub mod held;
pub mod i18n;
pub mod identify;
pub mod metrics;
pub mod nav;
pub mod pages;
pub mod palette;
pub mod problem;
pub mod routes;
pub mod suppress;
pub mod system;

pub use access::Visitor;
pub use answer::answer;
pub use asking::Asking;
pub use core::{Core, Settings, place_said};
pub use frame::{Frame, page};
pub use i18n::{Catalogue, Texts};
pub use nav::{Area, NavEntry};
pub use problem::{Failed, Problem};
pub use routes::{Built, Guard, Route, Routes};
