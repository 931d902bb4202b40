//! The fields of the index. A change here, in the fold, the atoms or the dictionary must raise [`FORMAT`].
//!
//! Must never store what the hits do not show.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::tokens;

/// Raised whenever an index built before can no longer be searched rightly; such an index is built again.
pub const FORMAT: u32 = 1;

/// Handles of the fields.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The schema they belong to.
    pub schema: Schema,
    /// Document, position and article: unique, and the order of last resort.
    pub key: Field,
    /// To remove a whole document.
    pub document_id: Field,
    /// Names the article.
    pub article_key: Field,
    /// Title, number, heading (twice, so that it weighs more) and text as one.
    pub all: Field,
    /// Whole and shortened document numbers.
    pub number: Field,
    /// Stored originals: title, number, heading, text.
    pub stored: [Field; 4],
    /// 发文机关
    pub issuer: Field,
    /// 区划
    pub place: Field,
    /// 文种
    pub kind: Field,
    /// 年份
    pub year: Field,
    /// Day of issue, first and last day in force, as days.
    pub days: [Field; 3],
}

/// Names of the columns that lists are filtered and counted by.
pub mod column {
    /// 文种
    pub const KIND: &str = "kind";
    /// 发文机关
    pub const ISSUER: &str = "issuer";
    /// 区划
    pub const PLACE: &str = "place";
    /// 年份
    pub const YEAR: &str = "year";
    /// Unique key.
    pub const KEY: &str = "key";
    /// Day of issue.
    pub const ISSUED: &str = "issued";
    /// First day in force.
    pub const FROM: &str = "from";
    /// Last day in force.
    pub const TO: &str = "to";
}

impl Fields {
    /// The schema.
    pub fn new() -> Self {
        let mut build = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokens::NAME)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let exact = TextOptions::default().set_fast("raw");
        let key = build.add_text_field(column::KEY, STRING | FAST);
        let document_id = build.add_text_field("document_id", STRING | STORED);
        let article_key = build.add_text_field("article_key", STORED);
        let all = build.add_text_field("all", words);
        let number = build.add_text_field("number", STRING);
        let stored =
            ["s_title", "s_number", "s_heading", "s_text"].map(|name| build.add_text_field(name, STORED));
        let issuer = build.add_text_field(column::ISSUER, exact.clone());
        let place = build.add_text_field(column::PLACE, exact.clone());
        let kind = build.add_text_field(column::KIND, exact);
        let year = build.add_i64_field(column::YEAR, FAST);
        let days = [column::ISSUED, column::FROM, column::TO].map(|name| build.add_i64_field(name, FAST));
        let schema = build.build();
        Self { schema, key, document_id, article_key, all, number, stored, issuer, place, kind, year, days }
    }
}
