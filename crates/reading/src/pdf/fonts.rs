//! What the codes in a PDF string mean: which characters, and how wide. Font programs are not looked at.
//!
//! In order: the font's own ToUnicode table; for Chinese fonts without one, the character collection behind a
//! predefined encoding (GBK-EUC-H, UniGB-UCS2-H…); for others, their encoding and glyph names.

use super::glyph_names;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream, String as Bytes};
use std::collections::HashMap;
use std::rc::Rc;

/// More widths than any font has characters are an attack on memory.
const WIDTHS: usize = 70_000;

/// The fonts of a file, each read once.
#[derive(Default)]
pub(crate) struct Fonts {
    read: HashMap<ObjectIdentifier, Option<Rc<Font>>>,
}

impl Fonts {
    /// The font of a dictionary; none if it cannot be made sense of.
    pub(crate) fn of(&mut self, dict: &Dict<'_>) -> Option<Rc<Font>> {
        let Some(id) = dict.obj_id() else { return Font::read(dict).map(Rc::new) };
        self.read.entry(id).or_insert_with(|| Font::read(dict).map(Rc::new)).clone()
    }
}

/// One font.
pub(crate) struct Font {
    to_unicode: Option<CMap>,
    codes: Codes,
}

enum Codes {
    /// One byte a code.
    Simple { characters: Vec<Option<char>>, widths: Vec<f32>, default_width: f32 },
    /// Codes of one to four bytes, which stand for the glyphs of a collection (CIDs).
    Composite {
        encoding: Box<CMap>,
        collection: Option<Box<CMap>>,
        widths: HashMap<u32, f32>,
        default_width: f32,
    },
}

/// One code of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) value: u32,
    pub(crate) length: usize,
}

impl Font {
    fn read(dict: &Dict<'_>) -> Option<Self> {
        let to_unicode = dict
            .get::<Stream<'_>>(b"ToUnicode")
            .and_then(|stream| stream.decoded_data().ok())
            .and_then(|data| CMap::parse(&data, load_embedded));
        let subtype = dict.get::<Name<'_>>(b"Subtype")?;
        let codes = if subtype.as_ref() == b"Type0" { composite(dict)? } else { simple(dict) };
        Some(Self { to_unicode, codes })
    }

    /// The next code of a string.
    pub(crate) fn code(&self, bytes: &[u8]) -> Code {
        let first = Code { value: bytes.first().copied().unwrap_or(0).into(), length: 1 };
        let Codes::Composite { encoding, .. } = &self.codes else { return first };
        let mut value = 0u32;
        for (at, byte) in bytes.iter().take(4).enumerate() {
            value = value << 8 | u32::from(*byte);
            if encoding.lookup_cid_code(value, at as u8 + 1).is_some() {
                return Code { value, length: at + 1 };
            }
        }
        first
    }

    /// The characters a code shows; none if the file does not say.
    pub(crate) fn characters(&self, code: Code) -> Option<String> {
        let own = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code.value));
        let text = match own {
            Some(text) => written(text),
            None => match &self.codes {
                Codes::Simple { characters, .. } => {
                    characters.get(code.value as usize).copied().flatten().map(String::from)
                }
                Codes::Composite { encoding, collection, .. } => {
                    let cid = encoding.lookup_cid_code(code.value, code.length as u8)?;
                    collection.as_ref()?.lookup_bf_string(cid).and_then(written)
                }
            },
        };
        text.filter(|text| !text.is_empty() && !text.contains(['\0', '\u{fffd}']))
    }

    /// The width of a code in thousandths of the font size.
    pub(crate) fn width(&self, code: Code) -> f32 {
        match &self.codes {
            Codes::Simple { widths, default_width, .. } => widths
                .get(code.value as usize)
                .copied()
                .filter(|width| *width != 0.0)
                .unwrap_or(*default_width),
            Codes::Composite { encoding, widths, default_width, .. } => {
                let cid = encoding.lookup_cid_code(code.value, code.length as u8).unwrap_or(0);
                widths.get(&cid).copied().unwrap_or(*default_width)
            }
        }
    }
}

fn written(text: BfString) -> Option<String> {
    Some(match text {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    })
}

fn named(name: &[u8]) -> Option<CMap> {
    match CMapName::from_bytes(name) {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        other => CMap::parse(load_embedded(other)?, load_embedded),
    }
}

fn composite(dict: &Dict<'_>) -> Option<Codes> {
    let encoding = match dict.get::<Object<'_>>(b"Encoding")? {
        Object::Name(name) => named(name.as_ref())?,
        Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded)?,
        _ => return None,
    };
    let descendant = dict.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let by_encoding = encoding.metadata().character_collection.clone().map(|collection| collection.family);
    let family =
        by_encoding.filter(|family| family.ucs2_cmap().is_some()).or_else(|| system_info(&descendant));
    let collection = family
        .and_then(|family| family.ucs2_cmap())
        .and_then(load_embedded)
        .and_then(|data| CMap::parse(data, load_embedded))
        .map(Box::new);
    let widths = descendant.get::<Array<'_>>(b"W").map(|array| composite_widths(&array)).unwrap_or_default();
    let default_width = descendant.get::<f32>(b"DW").unwrap_or(1000.0);
    Some(Codes::Composite { encoding: Box::new(encoding), collection, widths, default_width })
}

fn system_info(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let registry = info.get::<Bytes<'_>>(b"Registry")?;
    let ordering = info.get::<Bytes<'_>>(b"Ordering")?;
    Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
}

/// `W` holds `first [w w w]` and `first last w`, mixed.
fn composite_widths(array: &Array<'_>) -> HashMap<u32, f32> {
    let mut widths = HashMap::new();
    let mut items = array.iter::<Object<'_>>();
    let cid = |number: Number| u32::try_from(number.as_i64()).ok();
    while let Some(Object::Number(first)) = items.next() {
        let Some(first) = cid(first) else { break };
        match items.next() {
            Some(Object::Array(each)) => {
                for (at, width) in each.iter::<f32>().enumerate().take(WIDTHS) {
                    widths.insert(first.saturating_add(at as u32), width);
                }
            }
            Some(Object::Number(last)) => {
                let (Some(last), Some(Object::Number(width))) = (cid(last), items.next()) else { break };
                for at in (first..=last).take(WIDTHS) {
                    widths.insert(at, width.as_f32());
                }
            }
            _ => break,
        }
        if widths.len() > WIDTHS {
            break;
        }
    }
    widths
}

fn simple(dict: &Dict<'_>) -> Codes {
    let encoding = dict.get::<Object<'_>>(b"Encoding");
    let descriptor = dict.get::<Dict<'_>>(b"FontDescriptor").unwrap_or_default();
    let (base, differences) = match encoding {
        Some(Object::Name(name)) => (Some(name), None),
        Some(Object::Dict(dict)) => {
            (dict.get::<Name<'_>>(b"BaseEncoding"), dict.get::<Array<'_>>(b"Differences"))
        }
        _ => (None, None),
    };
    // A symbolic font without an encoding has its own: any guess would be wrong characters.
    let symbolic = descriptor.get::<u32>(b"Flags").unwrap_or(0) & 4 != 0;
    let embedded =
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.contains_key(key));
    let unknown = base.is_none() && symbolic && (embedded || differences.is_some());
    let table = match base.as_ref().map(|name| name.as_ref()) {
        Some(b"MacRomanEncoding") => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    };
    let mut characters: Vec<Option<char>> = (0..=255u8)
        .map(|byte| {
            let decoded = table
                .decode_without_bom_handling_and_without_replacement(&[byte])
                .and_then(|text| text.chars().next());
            decoded.filter(|c| !unknown && !c.is_control())
        })
        .collect();
    let mut at = 0usize;
    for item in differences.iter().flat_map(|array| array.iter::<Object<'_>>()) {
        match item {
            Object::Number(number) => at = usize::try_from(number.as_i64()).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(place) = characters.get_mut(at) {
                    *place = glyph_names::character(&name);
                }
                at = at.saturating_add(1);
            }
            _ => {}
        }
    }
    let first = dict.get::<u32>(b"FirstChar").unwrap_or(0).min(255) as usize;
    let mut widths = vec![0.0; 256];
    let given = dict.get::<Array<'_>>(b"Widths");
    for (place, width) in
        widths.iter_mut().skip(first).zip(given.iter().flat_map(|array| array.iter::<f32>()))
    {
        *place = width;
    }
    // A font drawn by hand (Type 3) has units of its own.
    let unit = dict.get::<[f32; 6]>(b"FontMatrix").map_or(1.0, |matrix| matrix[0].abs() * 1000.0);
    widths.iter_mut().for_each(|width| *width *= unit);
    let default_width = descriptor.get::<f32>(b"MissingWidth").filter(|width| *width > 0.0).unwrap_or(500.0);
    Codes::Simple { characters, widths, default_width }
}
