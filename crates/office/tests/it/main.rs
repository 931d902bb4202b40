//! The pages and operations of every installation, in process: real routes with their guards, real stores.

#![allow(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod app;
mod audit;
mod home;
mod import;
mod jobs;
mod pages;
mod places;
mod store;
mod texts;
