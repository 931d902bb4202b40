//! Files made for the tests: Word documents, PDFs, and the bad-input corpus. Must not hold official texts.

use std::io::Write;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A ZIP with these entries.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub const TYPES: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// A Word document of these parts; `body` is what stands inside `w:body`.
pub struct Docx<'x> {
    pub body: &'x str,
    pub numbering: &'x str,
    pub styles: &'x str,
}

impl Docx<'_> {
    pub fn bytes(&self) -> Vec<u8> {
        let document = document(self.body);
        let numbering =
            format!(r#"<?xml version="1.0"?><w:numbering xmlns:w="{WORD}">{}</w:numbering>"#, self.numbering);
        let styles = format!(r#"<?xml version="1.0"?><w:styles xmlns:w="{WORD}">{}</w:styles>"#, self.styles);
        zip(&[
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELS),
            ("word/document.xml", document.as_bytes()),
            ("word/numbering.xml", numbering.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
        ])
    }
}

fn document(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>"#
    )
}

/// A Word document with a body alone.
pub fn docx(body: &str) -> Vec<u8> {
    Docx { body, numbering: "", styles: "" }.bytes()
}

/// A Word document whose document part is these bytes.
pub fn docx_raw(document: &[u8]) -> Vec<u8> {
    zip(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", document)])
}

/// One paragraph of a Word document.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A PDF of these objects (the first is object 1), with a right cross-reference table.
pub fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let xref = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let size = objects.len() + 1;
    out.extend_from_slice(
        format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{xref}\n%%EOF\n").as_bytes(),
    );
    out
}

/// A stream object.
pub fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

/// A PDF of one page with this content and this font dictionary (object 5), and objects from 6 on.
pub fn pdf_page(content: &[u8], font: &str, more: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
            .to_vec(),
        stream("", content),
        font.as_bytes().to_vec(),
    ];
    objects.extend_from_slice(more);
    pdf(&objects, trailer)
}

/// Deflates as PDF streams are.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes without a pattern, the same on every machine.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// An old Office container that names one stream.
fn container(stream: &str) -> Vec<u8> {
    let mut out = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    out.resize(1024, 0);
    out.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    out.resize(2048, 0);
    out
}

/// Replaces one name by another of the same length, as no honest ZIP writer would.
fn rename(mut zip: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in 0..zip.len().saturating_sub(from.len()) {
        if zip[at..].starts_with(from.as_bytes()) {
            zip[at..at + from.len()].copy_from_slice(to.as_bytes());
        }
    }
    zip
}

/// The small files of the bad-input corpus, by name.
pub fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let notice = super::file("samples/notice.txt");
    let text = String::from_utf8(notice.clone()).unwrap();
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    let good = docx(&p("临江市社区便民岗位管理办法"));
    let mut all = vec![
        ("empty.txt", vec![]),
        ("spaces.txt", " \t\r\n\u{3000}\u{3000}\n".into()),
        ("mark-only.txt", b"\xef\xbb\xbf \n".to_vec()),
        ("picture-named.docx", [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &noise(64)].concat()),
        ("noise.bin", noise(600)),
        ("latin1.txt", b"Le r\xe9sum\xe9 du caf\xe9 est arriv\xe9 \xe0 temps.\n".to_vec()),
        (
            "big5.txt",
            encoding_rs::BIG5
                .encode("社區便民職位管理辦法由縣級以上主管部門負責解釋，自公布之日起施行。")
                .0
                .into_owned(),
        ),
        ("cut-utf8.txt", notice[..notice.len() - 2].to_vec()),
        ("mixed.txt", [&notice[..96], &gb[64..200]].concat()),
        ("half-utf16.txt", b"\xff\xfe\x2d\x4e\x00\xd8\x41\x00".to_vec()),
        ("utf16-without-mark.txt", "第一条 a\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("old.doc", container("WordDocument")),
        ("old-sheet-named.docx", container("Workbook")),
        ("locked.docx", container("EncryptedPackage")),
        ("letter.rtf", b"{\\rtf1\\ansi letter}".to_vec()),
        ("page.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x".to_vec()),
        ("data.xml", b"<?xml version=\"1.0\"?><data><row/></data>".to_vec()),
        ("program.txt", b"\x7fELF\x02\x01\x01\0".to_vec()),
        ("sheet-named.docx", zip(&[("[Content_Types].xml", TYPES), ("xl/workbook.xml", b"<w/>")])),
        ("plain.zip", zip(&[("readme.txt", b"hello")])),
        ("form.ofd", zip(&[("OFD.xml", b"<ofd/>")])),
        (
            "letter.odt",
            zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<o/>")]),
        ),
        ("cut.docx", good[..good.len() / 2].to_vec()),
        ("bad-xml.docx", docx_raw(b"<w:document xmlns:w=\"x\"><w:body></w:p></w:body>")),
        ("cut-xml.docx", docx_raw(&document(&p("完")).as_bytes()[..190])),
        ("bomb-inflation.docx", docx_raw(document(&" ".repeat(16 << 20)).as_bytes())),
        ("bomb-entities.docx", docx_raw(billion_laughs().as_bytes())),
        ("bomb-depth.docx", docx_raw(document(&"<w:sdt>".repeat(20_000)).as_bytes())),
        (
            "slip.docx",
            zip(&[
                ("[Content_Types].xml", TYPES),
                ("../../../etc/cron.d/x", b"x"),
                ("word/document.xml", b"<x/>"),
            ]),
        ),
        ("picture-and-zip.docx", [&b"GIF89a"[..], &good].concat()),
    ];
    let twice = zip(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", b"<a/>"),
        ("word/documenu.xml", b"<b/>"),
    ]);
    all.push(("twice.docx", rename(twice, "word/documenu.xml", "word/document.xml")));
    let mut broken = good.clone();
    let at = broken.windows(17).position(|window| window == b"word/document.xml").unwrap() + 40;
    broken[at..at + 60].fill(0xff);
    all.push(("broken.docx", broken));
    all.extend(pdfs());
    all
}

fn billion_laughs() -> String {
    let mut dtd = String::from("<!DOCTYPE w [<!ENTITY a0 \"ha\">");
    for level in 1..12 {
        let reference = format!("&a{};", level - 1).repeat(10);
        dtd.push_str(&format!("<!ENTITY a{level} \"{reference}\">"));
    }
    document(&p("&a11;")).replacen("<w:document", &format!("{dtd}]><w:document"), 1)
}

fn pdfs() -> Vec<(&'static str, Vec<u8>)> {
    let latin = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let text = b"BT /F 12 Tf 72 700 Td (Hello) Tj ET";
    let locked = "/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<0102030405060708091011121314151617181920212223242526272829303132>/U<0102030405060708091011121314151617181920212223242526272829303132>>>";
    let whole = pdf_page(text, latin, &[], "");
    let bomb = deflate(&deflate(&vec![b' '; 400 << 20]));
    let page = |contents: Vec<u8>| {
        pdf(
            &[
                b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_vec(),
                contents,
            ],
            "",
        )
    };
    let deep = [&b"BT "[..], &b"[".repeat(300_000), b" TJ ET"].concat();
    vec![
        ("locked.pdf", pdf_page(text, latin, &[], locked)),
        ("scan.pdf", pdf_page(b"0 0 595 842 re f", latin, &[], "")),
        ("cut.pdf", whole[..120].to_vec()),
        ("header-only.pdf", b"%PDF-1.7\n".to_vec()),
        ("bomb.pdf", page(stream("/Filter[/FlateDecode/FlateDecode]", &bomb))),
        ("deep.pdf", page(stream("/Filter/FlateDecode", &deflate(&deep)))),
        (
            "symbols.pdf",
            pdf_page(
                b"BT /F 12 Tf 72 700 Td <0102030405060708> Tj ET",
                "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>",
                &[],
                "",
            ),
        ),
    ]
}

/// Writes the committed corpus again: `cargo test -p anye-reading --test it write_corpus -- --ignored`.
#[test]
#[ignore = "writes into the source tree"]
fn write_corpus() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    for (name, bytes) in corpus() {
        assert!(bytes.len() < 100_000, "{name} is {} bytes: make it at test time", bytes.len());
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}
