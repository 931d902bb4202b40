//! What a new password must be (口令策略).
//!
//! Two policies, because two standards disagree: `asvs5` asks for length and no composition, `mlps3` (等保三级) for composition and
//! regular change as well. Both ask for 15 characters and refuse common and easily guessed ones. `mlps3` waives ASVS 6.2.5 (no
//! composition rules) and 6.2.10 (no forced change).

use std::str::FromStr;

/// Which standard the office follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PasswordPolicy {
    /// GB/T 22239 level 3.
    #[default]
    Mlps3,
    /// OWASP ASVS 5.0.
    Asvs5,
}

impl FromStr for PasswordPolicy {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "mlps3" => Ok(Self::Mlps3),
            "asvs5" => Ok(Self::Asvs5),
            other => Err(format!("password policy {other:?}: use mlps3 or asvs5")),
        }
    }
}

/// What is wrong with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than 15 characters.
    TooShort,
    /// More than 128 characters.
    TooLong,
    /// It holds the login, the name or the staff number.
    Personal,
    /// It is on a list of common passwords, or is easily built from them.
    Common,
    /// Fewer than three of: small letters, capitals, digits, other signs (`mlps3`).
    OneSided,
    /// It is the one that is being replaced.
    Same,
}

impl Weakness {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::TooShort, Self::TooLong, Self::Personal, Self::Common, Self::OneSided, Self::Same];

    /// The stable code; its words are under `error-<code>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::Personal => "password_personal",
            Self::Common => "password_common",
            Self::OneSided => "password_one_sided",
            Self::Same => "password_same",
        }
    }
}

impl std::fmt::Display for Weakness {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(self.code())
    }
}

const SHORTEST: usize = 15;
const LONGEST: usize = 128;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Guesses, as a power of ten, below which a password counts as common: years offline against the hash we store.
const GUESSES_LOG10: f64 = 10.0;

/// Words that Chinese lists of leaked passwords are built from and that the English lists of the estimator lack.
const LOCAL: &[&str] = &[
    "woaini",
    "woaiwojia",
    "wo1314",
    "5201314",
    "520520",
    "1314520",
    "aini",
    "baobei",
    "laopo",
    "laogong",
    "mima",
    "mimamima",
    "admin888",
    "qwe123456",
    "a123456789",
    "zhongguo",
    "liaoning",
    "shenyang",
    "dalian",
    "fushun",
    "anshan",
    "benxi",
    "dandong",
    "jinzhou",
    "yingkou",
    "fuxin",
    "liaoyang",
    "panjin",
    "tieling",
    "chaoyang",
    "huludao",
    "beijing",
    "renshe",
    "rensheju",
    "jiuye",
    "shebao",
    "anye",
    "guanliyuan",
    "xitong",
    "anquan",
    "shenji",
    "zhengfu",
    "caonima",
    "tianxia",
    "asdf1234",
    "1q2w3e4r",
    "qwertyuiop",
    "passw0rd",
    "huawei",
    "taobao",
    "zhang",
    "wang",
    "chen",
    "yang",
    "zhao",
    "huang",
];

impl PasswordPolicy {
    /// Checks a new password. `about` are the login, the name and the staff number of its owner.
    pub fn check(self, password: &str, about: &[&str]) -> Result<(), Weakness> {
        let length = password.chars().count();
        if length < SHORTEST {
            return Err(Weakness::TooShort);
        }
        if length > LONGEST {
            return Err(Weakness::TooLong);
        }
        let lower = password.to_lowercase();
        if about.iter().any(|word| word.chars().count() >= 3 && lower.contains(&word.to_lowercase())) {
            return Err(Weakness::Personal);
        }
        let known: Vec<&str> = LOCAL.iter().chain(about).copied().collect();
        if zxcvbn::zxcvbn(password, &known).guesses_log10() < GUESSES_LOG10 {
            return Err(Weakness::Common);
        }
        if self == Self::Mlps3 && kinds(password) < 3 { Err(Weakness::OneSided) } else { Ok(()) }
    }

    /// Whether a password set then must be changed now.
    pub fn aged(self, set_at: i64, now: i64) -> bool {
        self == Self::Mlps3 && now - set_at > 90 * DAY_MS
    }
}

fn kinds(password: &str) -> usize {
    let small = password.chars().any(char::is_lowercase);
    let capital = password.chars().any(char::is_uppercase);
    let digit = password.chars().any(char::is_numeric);
    let other = password.chars().any(|sign| !sign.is_alphanumeric() || !sign.is_ascii());
    [small, capital, digit, other].into_iter().filter(|there| *there).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_policies_differ_only_in_composition_and_age() {
        let check = |policy: PasswordPolicy, password: &str| {
            policy.check(password, &["wangfang", "王芳", "A-1027"]).err()
        };
        for (password, asvs5, mlps3) in [
            ("kurz", Some(Weakness::TooShort), Some(Weakness::TooShort)),
            ("passwordpassword", Some(Weakness::Common), Some(Weakness::Common)),
            ("woaini5201314520", Some(Weakness::Common), Some(Weakness::Common)),
            ("123456789012345678", Some(Weakness::Common), Some(Weakness::Common)),
            ("qwertyuiopasdfghjkl", Some(Weakness::Common), Some(Weakness::Common)),
            ("tundra-WANGFANG-lamp7", Some(Weakness::Personal), Some(Weakness::Personal)),
            ("lantern orbit gravel tuesday", None, Some(Weakness::OneSided)),
            ("Lantern orbit gravel 7", None, None),
        ] {
            assert_eq!(check(PasswordPolicy::Asvs5, password), asvs5, "{password}");
            assert_eq!(check(PasswordPolicy::Mlps3, password), mlps3, "{password}");
        }
        assert_eq!(check(PasswordPolicy::Asvs5, &"ab1-".repeat(33)), Some(Weakness::TooLong));
        assert!(PasswordPolicy::Mlps3.aged(0, 91 * DAY_MS));
        assert!(!PasswordPolicy::Asvs5.aged(0, 9_100 * DAY_MS));
    }
}
