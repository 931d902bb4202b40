//! A statement with its values, and reading rows with it. Placeholders are `$1, $2 …` on both databases.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use crate::{DbError, Row};

/// A value to bind. Columns are only TEXT and BIGINT: both databases agree on those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Val {
    /// A number, a time in milliseconds, a yes or no as 1 or 0.
    Int(Option<i64>),
    /// A text, an ISO day, a JSON value.
    Text(Option<String>),
}

impl From<i64> for Val {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}
impl From<u32> for Val {
    fn from(value: u32) -> Self {
        Self::Int(Some(i64::from(value)))
    }
}
impl From<bool> for Val {
    fn from(value: bool) -> Self {
        Self::Int(Some(i64::from(value)))
    }
}
impl From<&str> for Val {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}
impl From<String> for Val {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}
impl From<&String> for Val {
    fn from(value: &String) -> Self {
        Self::Text(Some(value.clone()))
    }
}
impl From<Option<i64>> for Val {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}
impl From<Option<String>> for Val {
    fn from(value: Option<String>) -> Self {
        Self::Text(value)
    }
}
impl From<Option<&str>> for Val {
    fn from(value: Option<&str>) -> Self {
        Self::Text(value.map(str::to_owned))
    }
}
impl From<&serde_json::Value> for Val {
    fn from(value: &serde_json::Value) -> Self {
        Self::Text(Some(value.to_string()))
    }
}
impl From<anye_base::Date> for Val {
    fn from(value: anye_base::Date) -> Self {
        Self::Text(Some(value.to_string()))
    }
}
impl From<Option<anye_base::Date>> for Val {
    fn from(value: Option<anye_base::Date>) -> Self {
        Self::Text(value.map(|day| day.to_string()))
    }
}

/// A statement and its values.
#[derive(Debug, Clone)]
pub struct Query {
    pub(crate) text: Cow<'static, str>,
    pub(crate) values: Vec<Val>,
}

/// Begins a statement. Values never go into the text: they are bound.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Query {
    Query { text: text.into(), values: Vec::new() }
}

impl Query {
    /// Binds the next value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Val>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The placeholder that the next bound value will have: `$3`. For statements built up filter by filter.
    pub fn next_placeholder(&self) -> String {
        format!("${}", self.values.len() + 1)
    }

    /// Adds to the text.
    #[must_use]
    pub fn push(mut self, text: &str) -> Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// Adds `text` with `{}` replaced by the placeholder of `value`, and binds it.
    #[must_use]
    pub fn push_bind(self, text: &str, value: impl Into<Val>) -> Self {
        let placeholder = self.next_placeholder();
        self.push(&text.replace("{}", &placeholder)).bind(value)
    }

    /// Adds `text` with `{}` replaced by a list of placeholders, and binds them all. An empty list becomes `null`, which matches nothing.
    #[must_use]
    pub fn push_list(mut self, text: &str, values: impl IntoIterator<Item = impl Into<Val>>) -> Self {
        let mut list = Vec::new();
        for value in values {
            list.push(self.next_placeholder());
            self.values.push(value.into());
        }
        let list = if list.is_empty() { "null".to_owned() } else { list.join(", ") };
        self.push(&text.replace("{}", &list))
    }

    /// The same for SQLite, which looks a named parameter up among all before it: a long statement would cost by the square of its length. Where `$1, $2 …`
    /// stand in their order, once each, they become `?`; any other statement stays as it is.
    pub(crate) fn positional(mut self) -> Self {
        if let Some(text) = in_order(&self.text, self.values.len()) {
            self.text = Cow::Owned(text);
        }
        self
    }
}

fn in_order(text: &str, values: usize) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut seen) = (text, 0_usize);
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at);
        let digits = after[1..].bytes().take_while(u8::is_ascii_digit).count();
        seen += 1;
        // A quoted dollar sign, a parameter used twice, a text of the caller's: left alone.
        if after[1..=digits].parse() != Ok(seen) {
            return None;
        }
        out.push_str(before);
        out.push('?');
        rest = &after[1 + digits..];
    }
    out.push_str(rest);
    (seen > 0 && seen == values && !text.contains(['\'', '?'])).then_some(out)
}

macro_rules! bound {
    ($query:expr) => {{
        let query = $query;
        let mut bound = sqlx::query(sqlx::AssertSqlSafe(query.text.into_owned()));
        for value in query.values {
            bound = match value {
                $crate::Val::Int(value) => bound.bind(value),
                $crate::Val::Text(value) => bound.bind(value),
            };
        }
        bound
    }};
}
pub(crate) use bound;

/// What is known some time later. Everything that touches a driver is boxed here: a future is compiled where it is awaited, so without this each feature
/// would carry its own copy of both drivers.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Something rows can be read from: the database, or a transaction that is writing.
pub trait Read: Send {
    /// All rows.
    fn all(&mut self, query: Query) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send;

    /// The first row, where there is one.
    fn optional(&mut self, query: Query) -> impl Future<Output = Result<Option<Row>, DbError>> + Send {
        async { Ok(self.all(query).await?.into_iter().next()) }
    }

    /// The first row, which must be there.
    fn one(&mut self, query: Query) -> impl Future<Output = Result<Row, DbError>> + Send {
        async {
            self.optional(query)
                .await?
                .ok_or_else(|| DbError::Other("a row that must be there is missing".into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_in_their_order_lose_their_numbers_and_others_keep_them() {
        let text = |query: Query| query.positional().text.into_owned();
        assert_eq!(
            text(
                sql("insert into t values ($1, $2), ($3, $4)")
                    .bind(1_i64)
                    .bind(2_i64)
                    .bind(3_i64)
                    .bind(4_i64)
            ),
            "insert into t values (?, ?), (?, ?)"
        );
        assert_eq!(text(sql("select $2, $1").bind(1_i64).bind(2_i64)), "select $2, $1");
        assert_eq!(text(sql("where a = $1 or b = $1").bind(1_i64)), "where a = $1 or b = $1");
        assert_eq!(text(sql("where a = '$1' and b = $1").bind(1_i64)), "where a = '$1' and b = $1");
        assert_eq!(text(sql("select 1")), "select 1");
        let many: Vec<String> = (1..=12).map(|n| format!("${n}")).collect();
        let query = (1..=12_i64).fold(sql(many.join(",")), |query, n| query.bind(n));
        assert_eq!(text(query), ["?"; 12].join(","));
    }
}
