//! Names as strangers may read them (姓名脱敏): one rule for pages, files, public lists and what is stored of a payee.

/// The first character, and of names of three and more the last; stars between, at most six. A single character is a star. What is covered already stays as it is.
#[must_use]
pub fn masked_name(name: &str) -> String {
    let letters: Vec<char> = name.trim().chars().collect();
    match &letters[..] {
        [] => String::new(),
        [_] => "*".to_owned(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len().min(6))),
    }
}

#[cfg(test)]
mod tests {
    use super::masked_name;

    #[test]
    fn a_covered_name_keeps_its_ends_only() {
        let names = ["", "王", "王芳", "王小明", " 欧阳娜娜 ", "阿卜杜拉·艾山"];
        assert_eq!(names.map(masked_name), ["", "*", "王*", "王*明", "欧**娜", "阿*****山"]);
    }

    #[test]
    fn covering_twice_changes_nothing() {
        for name in ["王", "王芳", "王小明", "买买提·吐尔逊·阿卜杜拉"] {
            let once = masked_name(name);
            assert_eq!(masked_name(&once), once);
        }
    }
}
