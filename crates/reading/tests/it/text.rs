//! Plain text: encodings and line ends.

use anye_reading::{Format, Limits, Note, ReadError, read};

fn check(bytes: &[u8], encoding: &str, text: &str) {
    let reading = read(bytes, "x", &Limits::default()).unwrap();
    assert_eq!(
        (reading.format, reading.encoding, reading.text.as_str()),
        (Format::Text, Some(encoding), text)
    );
}

#[test]
fn encodings_are_told_and_named() {
    let text = "姓名：王𠮷、䶮某\n";
    check(text.as_bytes(), "UTF-8", text);
    check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8", text);
    check(&encoding_rs::GB18030.encode(text).0, "gb18030", text);
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&[b"\xff\xfe", little.as_slice()].concat(), "UTF-16LE", text);
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check(&[b"\xfe\xff", big.as_slice()].concat(), "UTF-16BE", text);
    check(b"plain ASCII\n", "UTF-8", "plain ASCII\n");
}

#[test]
fn line_ends_become_one_kind() {
    check("一\r\n二\r三\u{2028}四\u{0c}五".as_bytes(), "UTF-8", "一\n二\n三\n四\n五\n");
}

#[test]
fn stray_controls_are_dropped_and_told() {
    let text = format!("第一条\u{8}　{}", "内容".repeat(50));
    let reading = read(text.as_bytes(), "x", &Limits::default()).unwrap();
    assert_eq!(reading.notes, vec![Note::ControlsDropped { count: 1 }]);
    assert!(!reading.text.contains('\u{8}'));
}

#[test]
fn every_character_of_gb18030_round_trips() {
    // The whole of Unicode's assigned Chinese planes, 200 characters at a time among everyday ones.
    let all: Vec<char> = ('\u{3400}'..='\u{9fff}').chain('\u{20000}'..='\u{323af}').collect();
    for some in all.chunks(20_000) {
        let text: String = some.iter().flat_map(|c| ['的', '一', '是', '了', *c]).chain(['\n']).collect();
        check(&encoding_rs::GB18030.encode(&text).0, "gb18030", &text);
    }
}

#[test]
fn an_error_names_the_place() {
    let bytes = [&b"abc\n"[..], "工资".as_bytes(), b"\xff\xff"].concat();
    assert_eq!(read(&bytes, "x", &Limits::default()), Err(ReadError::WrongEncoding { at_byte: 10 }));
}
