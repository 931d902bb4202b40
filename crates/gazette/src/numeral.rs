//! Chinese numerals (一, 四十四, 一百零三) to values and back.
//!
//! Must never guess: what is not a whole numeral has no value.

/// The value of a digit: 〇 … 九, with 两 and the financial zero.
fn digit(char: char) -> Option<u32> {
    Some(match char {
        '〇' | '零' | '○' | 'Ｏ' | '0' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Whether a character can stand in a numeral.
pub(crate) fn is_numeral(char: char) -> bool {
    digit(char).is_some_and(|_| char != '0') || matches!(char, '十' | '百' | '千' | '廿' | '卅')
}

/// The value of a numeral below ten thousand, or of digits said one by one (二〇一六).
pub(crate) fn value(chars: &[char]) -> Option<u32> {
    if chars.is_empty() || chars.len() > 9 {
        return None;
    }
    if chars.iter().all(|&char| digit(char).is_some()) {
        return chars.iter().try_fold(0_u32, |total, &char| total.checked_mul(10)?.checked_add(digit(char)?));
    }
    let (mut total, mut pending) = (0_u32, None);
    for &char in chars {
        let scale = match char {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '廿' => {
                total += 20;
                continue;
            }
            '卅' => {
                total += 30;
                continue;
            }
            _ => {
                pending = Some(digit(char)?);
                continue;
            }
        };
        total += scale * pending.take().unwrap_or(1);
    }
    Some(total + pending.unwrap_or(0))
}

/// The numeral of a value from 1 to 999, as articles are numbered.
pub(crate) fn numeral(value: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let at = |value: u32| DIGITS[(value % 10) as usize];
    match value {
        0..10 => at(value).to_string(),
        10..20 => format!("十{}", if value == 10 { String::new() } else { at(value).to_string() }),
        20..100 => {
            format!(
                "{}十{}",
                at(value / 10),
                if value.is_multiple_of(10) { String::new() } else { at(value).to_string() }
            )
        }
        100..1000 => match value % 100 {
            0 => format!("{}百", at(value / 100)),
            rest @ 1..10 => format!("{}百零{}", at(value / 100), at(rest)),
            rest @ 10..20 => format!("{}百一{}", at(value / 100), numeral(rest)),
            rest => format!("{}百{}", at(value / 100), numeral(rest)),
        },
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_have_their_values() {
        for (text, expect) in [
            ("一", Some(1)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("四十四", Some(44)),
            ("一百零三", Some(103)),
            ("一百一十", Some(110)),
            ("廿三", Some(23)),
            ("二〇一六", Some(2016)),
            ("", None),
            ("一条", None),
        ] {
            assert_eq!(value(&text.chars().collect::<Vec<_>>()), expect, "{text}");
        }
    }

    #[test]
    fn every_value_comes_back_from_its_numeral() {
        for number in 1..1000 {
            assert_eq!(value(&numeral(number).chars().collect::<Vec<_>>()), Some(number));
        }
    }
}
