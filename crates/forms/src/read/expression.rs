//! An expression of a reporting file: compiled, and what is wrong with it told where it stands. It must never leave a wrong one in.

use anye_law::book::{KindId, Ty};

use super::table::{File, Text};
use crate::formula::{Code, Compiler, Wrong};

/// Compiles; nothing when something is wrong, which is told.
pub(super) fn compile(
    compiler: &mut Compiler,
    file: &File<'_>,
    subject: KindId,
    text: &Text<'_>,
    want: Option<Ty>,
) -> Option<Code> {
    match compiler.add(subject, text.value, want) {
        Ok(code) => Some(code),
        Err(wrong) => {
            for Wrong { code, at, zh, en, suggestion } in wrong {
                file.tell(text.inside(file, at.start), code, true, zh, en, suggestion);
            }
            None
        }
    }
}
