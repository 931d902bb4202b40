//! The columns of a sheet of persons, found by what their heads say and never by their place.

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Id, the field of the API.
    pub id: &'static str,
    /// 中文
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
    /// Other heads that are understood.
    pub also: &'static [&'static str],
    /// Must be filled in.
    pub required: bool,
}

/// All of them, in the order of the template.
pub const COLUMNS: [Column; 11] = [
    Column { id: "name", zh: "姓名", en: "Name", also: &["名字", "人员姓名"], required: true },
    Column {
        id: "number",
        zh: "证件号码",
        en: "Number",
        also: &["身份证号", "身份证号码", "公民身份号码", "证件号", "ID number"],
        required: false,
    },
    Column { id: "kind", zh: "证件类型", en: "Kind of card", also: &["证件种类"], required: false },
    Column {
        id: "issuer", zh: "护照签发国", en: "Passport country", also: &["国家"], required: false
    },
    Column { id: "sex", zh: "性别", en: "Sex", also: &[], required: false },
    Column {
        id: "birth_date",
        zh: "出生日期",
        en: "Birth date",
        also: &["出生年月日", "生日"],
        required: false,
    },
    Column {
        id: "place",
        zh: "居住地",
        en: "Place",
        also: &["居住地代码", "常住地", "所在地", "县区"],
        required: true,
    },
    Column {
        id: "residence_place",
        zh: "户籍地",
        en: "Household registration",
        also: &["户籍地代码", "户口所在地"],
        required: false,
    },
    Column {
        id: "residence_type",
        zh: "户籍类型",
        en: "Kind of registration",
        also: &["户口性质", "城乡"],
        required: false,
    },
    Column {
        id: "phone",
        zh: "手机号",
        en: "Phone",
        also: &["手机", "电话", "联系电话", "手机号码"],
        required: false,
    },
    Column { id: "evidence", zh: "材料", en: "Paper", also: &["备注", "证明材料"], required: false },
];

/// A head as it is compared.
#[must_use]
pub fn plain(text: &str) -> String {
    let open = text.split(['(', '（']).next().unwrap_or(text);
    open.chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '*' | '＊' | ':' | '：' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The column that a head names.
#[must_use]
pub fn named(head: &str) -> Option<usize> {
    let head = plain(head);
    if head.is_empty() {
        return None;
    }
    COLUMNS.iter().position(|column| {
        [column.id, column.zh, column.en].iter().chain(column.also).any(|name| plain(name) == head)
    })
}

/// The letters of a column, from 1.
#[must_use]
pub fn letters(column: u16) -> String {
    let mut left = u32::from(column);
    let mut text = Vec::new();
    while left > 0 {
        left -= 1;
        text.push(b'A' + u8::try_from(left % 26).unwrap_or(0));
        left /= 26;
    }
    text.reverse();
    String::from_utf8(text).unwrap_or_default()
}
