//! Charts as SVG drawn by the server (图表): they read without script, print, and gain hover, zoom and toggle with it. Must never be the only carrier of a
//! figure: who draws one puts the table behind it.

mod areas;
mod bars;
mod ground;
mod line;
mod scale;
mod tiles;

pub use bars::{Bar, bars};
pub use ground::{Ground, Spot};
pub use line::{Line, LineChart, Values, line};
pub use tiles::{Tile, tiles};

use crate::figure::grouped;

/// Text for an attribute or an element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// On a phone the drawing keeps a size that can be read, and is moved by hand.
fn pane(title: &str, drawn: &str) -> String {
    if drawn.is_empty() {
        return String::new();
    }
    format!(r#"<div class="pan" tabindex="0" role="region" aria-label="{}">{drawn}</div>"#, escape(title))
}

/// A figure with so many digits behind the point, thousands apart; what rounds to nothing has no sign.
fn figure(value: f64, digits: usize) -> String {
    let plain = format!("{value:.digits$}");
    let nothing = !plain.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    grouped(if nothing { plain.trim_start_matches('-') } else { &plain })
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
