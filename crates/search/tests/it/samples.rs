//! Small invented documents and the few lines every test needs.

use anye_search::{ArticleEntry, Index, Page, Query};

/// A document's article with a text and nothing else.
pub fn article(document: &str, key: &str, text: &str) -> ArticleEntry {
    ArticleEntry {
        document_id: document.into(),
        article_key: key.into(),
        text: text.into(),
        ..ArticleEntry::default()
    }
}

/// An index of these.
pub fn index_of(entries: &[ArticleEntry]) -> Index {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    entries.iter().for_each(|entry| writer.put(entry).unwrap());
    writer.commit(1).unwrap();
    index
}

/// An index with one text.
pub fn index_with(text: &str) -> Index {
    index_of(&[article("甲", "一", text)])
}

/// Whether a query finds the one text.
pub fn finds(text: &str, query: &str) -> bool {
    index_with(text).search(&Query::text(query)).unwrap().total == 1
}

/// The keys of a page's articles.
pub fn keys(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.article_key.as_str()).collect()
}
