//! Reading series and events: bytes of any usual encoding to checked figures. Nothing is guessed: what does not fit is refused with its place.

use std::io::Read as _;
use std::path::Path;

use anye_signals::backtest::{Event, read_events};
use anye_signals::series::{Fault, Frequency, Problem, Series, read_csv};
use encoding_rs::{Encoding, GB18030, UTF_8};

use super::super::Failure;

/// A file may hold this much.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// A file with everything that is wrong in it.
pub struct Refused {
    /// Its name.
    pub file: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// What could be read, or why not.
type Checked<T> = Result<T, Refused>;

/// Named series and their one frequency.
type All = (Vec<(String, Series)>, Frequency);

/// The series of a file and their one frequency.
pub fn series(path: &Path, asked: Option<Frequency>) -> Result<Checked<All>, Failure> {
    let text = text(path)?;
    let refused = |problems| Refused { file: path.display().to_string(), problems };
    let all = match read_csv(&text, asked) {
        Ok(all) => all,
        Err(problems) => return Ok(Err(refused(problems))),
    };
    let Some(frequency) = all.first().map(|(_, series)| series.frequency) else {
        return Err(Failure::new(format!("{}: no series", path.display())));
    };
    let mixed = |(name, series): &&(String, Series)| {
        (series.frequency != frequency).then(|| Problem {
            fault: Fault::MixedFrequency,
            row: 0,
            column: 0,
            field: "series".to_owned(),
            found: name.clone(),
        })
    };
    let problems: Vec<Problem> = all.iter().filter_map(|one| mixed(&one)).collect();
    Ok(if problems.is_empty() { Ok((all, frequency)) } else { Err(refused(problems)) })
}

/// The events of a file.
pub fn events(path: &Path, frequency: Frequency, series: &[&str]) -> Result<Checked<Vec<Event>>, Failure> {
    let text = text(path)?;
    let refused = |problems| Refused { file: path.display().to_string(), problems };
    Ok(read_events(&text, frequency, Some(series)).map_err(refused))
}

fn text(path: &Path) -> Result<String, Failure> {
    let fault = |cause: std::io::Error| Failure::new(format!("{}: {cause}", path.display()));
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(fault)?;
    } else {
        let file = std::fs::File::open(path).map_err(fault)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(fault)?;
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Failure::new(format!("{}: more than 256 MiB; split the file", path.display())));
    }
    decode(&bytes).map_err(|why| Failure::new(format!("{}: {why}", path.display())))
}

/// By the mark, else UTF-8, else GB 18030 (which holds GBK and GB 2312).
fn decode(bytes: &[u8]) -> Result<String, String> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err("this is a workbook; save the sheet as CSV (UTF-8)".to_owned());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(format!("not a text file (byte {at} is nil)"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(fault) => strict(GB18030, bytes).map_err(|_| {
            format!(
                "neither UTF-8 (byte {} does not fit) nor GBK text; save the file as UTF-8",
                fault.valid_up_to()
            )
        }),
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let name = if encoding == UTF_8 { "UTF-8" } else { encoding.name() };
    text.map(std::borrow::Cow::into_owned).ok_or_else(|| format!("not {name} text; save the file as UTF-8"))
}
