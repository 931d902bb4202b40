//! The name that was probably meant. It must never be offered when it differs much.

/// The name that differs least, when it is near enough.
#[must_use]
pub fn nearest<'a>(name: &str, all: impl IntoIterator<Item = &'a str>) -> Option<String> {
    all.into_iter()
        .filter(|other| !other.is_empty())
        .map(|other| (distance(name, other), other))
        .min()
        .filter(|(far, other)| *far <= 1 + other.chars().count() / 4)
        .map(|(_, other)| other.to_owned())
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_only() {
        assert_eq!(nearest("end_staf", ["start_staff", "end_staff"]).as_deref(), Some("end_staff"));
        assert_eq!(nearest("期未人数", ["期初人数", "期末人数"]).as_deref(), Some("期初人数"));
        assert_eq!(nearest("wages", ["end_staff"]), None);
    }
}
