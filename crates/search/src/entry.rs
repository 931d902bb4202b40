//! One article as the caller hands it over. Must never hold anything that the database does not hold too.

use anye_base::Date;

/// One article (条) of an official document, with what lists are filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArticleEntry {
    /// The document it belongs to.
    pub document_id: String,
    /// Names the article within its document; unique there.
    pub article_key: String,
    /// Its place in the order of the document, from 0.
    pub position: u32,
    /// The document's title (标题).
    pub title: String,
    /// The document's number (文号), as printed: 辽政发〔2020〕9号. Empty where it has none.
    pub number: String,
    /// The article's heading (条标). Empty where it has none.
    pub heading: String,
    /// The article's text, as stored; marks count characters of it.
    pub text: String,
    /// Who issued the document (发文机关). Empty where unknown.
    pub issuer: String,
    /// Code of the place (区划代码) it was issued for. Empty where unknown.
    pub place: String,
    /// Year of the document.
    pub year: Option<i16>,
    /// Sort of document (文种).
    pub kind: String,
    /// Day of issue (成文日期).
    pub issued_on: Option<Date>,
    /// First day in force; unknown counts as always.
    pub in_force_from: Option<Date>,
    /// Last day in force; unknown counts as open.
    pub in_force_to: Option<Date>,
}

/// What stands for no first and no last day.
pub(crate) const ALWAYS: (i64, i64) = (i64::MIN / 4, i64::MAX / 4);

/// A day as a number that grows by one from day to day.
pub(crate) fn day_number(date: Date) -> i64 {
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    // Only order and equality matter, so months of 31 days do.
    (year * 12 + month) * 31 + day
}

impl ArticleEntry {
    /// What is searched, part by part. The heading counts twice: an article is about what its heading says.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &str> {
        let parts = [&self.title, &self.number, &self.heading, &self.heading, &self.text];
        parts.into_iter().map(String::as_str).filter(|part| !part.is_empty())
    }

    /// The unique key: document, place in the document, article; sorting by it lists a document's articles in their order.
    pub(crate) fn key(&self) -> String {
        format!("{}\u{1f}{:08x}\u{1f}{}", self.document_id, self.position, self.article_key)
    }
}
