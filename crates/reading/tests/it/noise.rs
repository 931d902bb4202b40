//! Random bytes, and good files with bytes changed: reading gives an answer, whatever they hold.

use crate::{file, make, reader};
use anye_reading::{Limits, read};
use proptest::prelude::*;

/// Starts that lead the sniffer into each parser.
fn starts() -> impl Strategy<Value = &'static [u8]> {
    prop::sample::select(vec![&b""[..], b"<html>", b"<table>", b"PK\x03\x04", b"\xff\xfe", b"{", b"<?xml?>"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(start in starts(), rest in prop::collection::vec(any::<u8>(), 0..800)) {
        let _ = read(&[start, &rest].concat(), "x", &Limits::default());
    }

    #[test]
    fn random_characters_never_panic(start in starts(), rest in "\\PC{0,200}") {
        let _ = read(&[start, rest.as_bytes()].concat(), "x", &Limits::default());
    }

    #[test]
    fn changed_pages_never_panic(at in 0usize..600, with in "[<>/a-z\"= &;#0-9]{0,12}") {
        let mut page = String::from(include_str!("../samples/notice.html"));
        let at = page.char_indices().map(|(at, _)| at).take_while(|place| *place <= at).last().unwrap_or(0);
        page.insert_str(at, &with);
        let _ = read(page.as_bytes(), "x", &Limits::default());
    }

    #[test]
    fn changed_documents_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = make::docx(&make::p("第一条"));
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes, "x", &Limits::default());
    }
}

proptest! {
    // Each case is a process.
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn changed_pdfs_are_answered(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..60)) {
        let mut bytes = file("samples/type3.pdf");
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        // Any answer will do; the reader itself must not break.
        let result = reader(Limits::default()).read_blocking(&bytes, "x");
        prop_assert!(!matches!(result, Err(anye_reading::ReadError::NoReader)), "{result:?}");
    }
}
