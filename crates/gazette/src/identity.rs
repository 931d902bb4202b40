//! The identifier of a document: from its number, else from its content.
//!
//! Must never change for the same text: links and the library depend on it.

use sm3::{Digest, Sm3};

/// `辽政办发-2016-75` from the number, `doc-` with twelve hexadecimal digits from the content otherwise.
pub fn document_id(number: Option<&str>, source: &str) -> String {
    if let Some(number) = number {
        let parts: Vec<String> = number
            .split(|char: char| !char.is_alphanumeric())
            .map(|part| part.trim_end_matches('号').to_owned())
            .filter(|part| !part.is_empty())
            .collect();
        if !parts.is_empty() {
            return parts.join("-");
        }
    }
    // Spaces and line breaks differ from copy to copy of the same page.
    let bare: String = source.chars().filter(|char| !char.is_whitespace()).collect();
    let digest = Sm3::digest(bare.as_bytes());
    let hex: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("doc-{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_stable() {
        assert_eq!(document_id(Some("辽政办发〔2016〕75号"), ""), "辽政办发-2016-75");
        assert_eq!(document_id(Some("某省人民政府令第35号"), ""), "某省人民政府令第35");
        assert_eq!(document_id(None, "甲 乙\n"), document_id(None, "甲乙"));
        assert_ne!(document_id(None, "甲乙"), document_id(None, "甲丙"));
        assert_eq!(document_id(None, "").len(), 16);
    }
}
