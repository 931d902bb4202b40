//! Numbers people are told (办件编号): place, day and a serial with a check figure, so that a slip of the pen is no other case.

use anye_base::Fault;
use anye_db::WriteTx;

use crate::store;

/// The next number of a place on a day: `210400202006010001` and its check figure.
pub(super) async fn next(tx: &mut WriteTx<'_>, place: &str, day: &str) -> Result<String, Fault> {
    let code: String = place.chars().take(6).collect();
    let prefix = format!("{code}{}", day.replace('-', ""));
    let serial = store::case::serial(tx, &prefix).await?;
    let whole = format!("{prefix}{serial:05}");
    let check = check(&whole);
    Ok(format!("{whole}{check}"))
}

/// ISO 7064 MOD 11,10 over the digits: one wrong digit and two swapped ones are told.
fn check(digits: &str) -> u32 {
    let product = digits.chars().filter_map(|digit| digit.to_digit(10)).fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_wrong_digit_gives_another_check_figure() {
        let whole = "2104022020060100017";
        let right = check(whole);
        for at in 0..whole.len() {
            for digit in '0'..='9' {
                let mut other: Vec<char> = whole.chars().collect();
                if other[at] != digit {
                    other[at] = digit;
                    assert_ne!(check(&other.iter().collect::<String>()), right);
                }
            }
        }
    }
}
