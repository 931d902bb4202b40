//! Writing the index: one writer at a time; readers see a commit whole or not at all.
//!
//! Must never leave the index ahead of what the caller says it has stored: what is not committed is gone after a crash.

use tantivy::directory::error::LockError;
use tantivy::schema::TantivyDocument;
use tantivy::{IndexWriter, TantivyError, Term};

use crate::entry::{ALWAYS, ArticleEntry, day_number};
use crate::error::SearchError;
use crate::index::{Index, Payload};
use crate::number::numbers;

/// Memory for articles not yet written to disk.
const BUFFER_BYTES: usize = 64 << 20;

/// The one writer of an index.
pub struct Writer {
    index: Index,
    engine: IndexWriter,
}

impl Index {
    /// Becomes the writer; [`SearchError::WriterBusy`] while there is another, in this process or elsewhere.
    pub fn writer(&self) -> Result<Writer, SearchError> {
        // One thread: articles come in the thousands, and their order in the index stays the same on every machine.
        let engine = self.engine().writer_with_num_threads(1, BUFFER_BYTES).map_err(|fault| match fault {
            TantivyError::LockFailure(LockError::LockBusy, _) => SearchError::WriterBusy,
            other => other.into(),
        })?;
        Ok(Writer { index: self.clone(), engine })
    }
}

impl Writer {
    /// Adds an article. To change articles, remove their document first and put all of it again.
    pub fn put(&mut self, entry: &ArticleEntry) -> Result<(), SearchError> {
        let fields = self.index.fields();
        let key = entry.key();
        self.engine.delete_term(Term::from_field_text(fields.key, &key));
        let mut doc = TantivyDocument::new();
        doc.add_text(fields.key, &key);
        doc.add_text(fields.document_id, &entry.document_id);
        doc.add_text(fields.article_key, &entry.article_key);
        // One field for all of it: every word may be in another part, and a second field for ranking would double the work of a query.
        for text in entry.parts() {
            doc.add_text(fields.all, text);
        }
        for (_, number) in numbers(&entry.number) {
            doc.add_text(fields.number, number.whole());
            if !number.code.is_empty() {
                doc.add_text(fields.number, number.tail());
            }
        }
        let stored = [&entry.title, &entry.number, &entry.heading, &entry.text];
        fields.stored.into_iter().zip(stored).for_each(|(field, text)| doc.add_text(field, text));
        doc.add_text(fields.issuer, &entry.issuer);
        doc.add_text(fields.place, &entry.place);
        doc.add_text(fields.kind, &entry.kind);
        doc.add_i64(fields.year, entry.year.map_or(0, i64::from));
        let days =
            [(entry.issued_on, ALWAYS.0), (entry.in_force_from, ALWAYS.0), (entry.in_force_to, ALWAYS.1)];
        for (field, (date, unknown)) in fields.days.into_iter().zip(days) {
            doc.add_i64(field, date.map_or(unknown, day_number));
        }
        self.engine.add_document(doc)?;
        Ok(())
    }

    /// Removes all articles of a document, also those put since the last commit.
    pub fn remove_document(&mut self, document_id: &str) {
        self.engine.delete_term(Term::from_field_text(self.index.fields().document_id, document_id));
    }

    /// Writes everything to disk and shows it to readers. `last_seq` says up to where the database is now indexed; [`Index::last_seq`] gives it back.
    pub fn commit(&mut self, last_seq: u64) -> Result<(), SearchError> {
        let payload = serde_json::to_string(&Payload::new(last_seq)).map_err(std::io::Error::other)?;
        let mut prepared = self.engine.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.index.refresh()
    }

    /// Forgets what was put and removed since the last commit.
    pub fn rollback(&mut self) -> Result<(), SearchError> {
        self.engine.rollback()?;
        Ok(())
    }

    /// Lets the merging of small parts end, and gives the writer up. Dropping it instead is safe, but leaves the parts small.
    pub fn close(self) -> Result<(), SearchError> {
        self.engine.wait_merging_threads()?;
        self.index.refresh()
    }
}
