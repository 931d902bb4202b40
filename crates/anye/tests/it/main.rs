//! The program as a whole: in process, the real router on a real store; and the real binary, with the law of a pack.

mod house;
mod json_schema;
mod law;
mod law_packs;
mod law_population;
mod lsp;
mod matrix;
mod program;
mod scene;
mod signals;
mod words;
