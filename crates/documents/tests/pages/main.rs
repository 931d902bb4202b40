//! The pages of the library: cutting of texts, templates in both languages, addresses, and the routes over a real store.

mod cutting;
