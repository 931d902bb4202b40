//! Charts as SVG drawn by the server (图表): they read without script, print, and gain hover, zoom and toggle with it. Must never be the only carrier of a
//! figure: who draws one puts the table behind it.

mod bars;
mod line;
mod scale;
mod tiles;

pub use bars::{Bar, bars};
pub use line::{Line, LineChart, Values, line};
pub use tiles::{Tile, tiles};

/// Text for an attribute or an element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A figure with so many digits behind the point, thousands apart.
fn figure(value: f64, digits: usize) -> String {
    let plain = format!("{:.digits$}", value.abs());
    let (whole, rest) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let sign = if value < 0.0 && plain.bytes().any(|byte| matches!(byte, b'1'..=b'9')) { "−" } else { "" };
    match rest {
        Some(rest) => format!("{sign}{out}.{rest}"),
        None => format!("{sign}{out}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_set_as_in_a_yearbook() {
        assert_eq!(figure(1_969_000.0, 0), "1,969,000");
        assert_eq!(figure(-0.004, 2), "0.00");
        assert_eq!(figure(-12.345, 1), "−12.3");
        assert_eq!(figure(999.0, 0), "999");
    }
}
