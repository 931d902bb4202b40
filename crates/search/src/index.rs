//! The index that readers hold: a search is one pass over a fixed state, while a writer goes on.
//!
//! Must never write; and never mixes two states in one list.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tantivy::schema::{TantivyDocument, Value as _};
use tantivy::{DocAddress, IndexReader, ReloadPolicy, Searcher};

use crate::collect::{Collect, Found, Ranked, score_of};
use crate::cursor::{After, hash};
use crate::error::{QueryFault, SearchError};
use crate::parse::{Parsed, parse};
use crate::plan::plan;
use crate::query::{Hit, Order, Page, Part, Query};
use crate::schema::Fields;
use crate::snippet::snippets;
use crate::state::State;
use crate::tokens::{self, Terms};

/// States kept for people who are paging through a list while articles are published.
const KEPT_STATES: usize = 4;
/// Decompressed blocks of stored text kept per segment.
const STORE_CACHE: usize = 8;

/// The index. Cheap to clone; all clones see the same state.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    engine: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    // The newest in front.
    states: Mutex<VecDeque<Arc<State>>>,
    // Held while a state is opened, so that an older one never comes in front of a newer; searching goes on meanwhile.
    refreshing: Mutex<()>,
}

/// What a commit leaves beside the articles.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Payload {
    last_seq: u64,
    // The engine keeps the payload in a file without a checksum.
    check: u64,
}

impl Payload {
    pub(crate) fn new(last_seq: u64) -> Self {
        Self { last_seq, check: hash(&last_seq.to_le_bytes()) }
    }

    /// Reads a payload; `None` where it is not as it was written.
    pub(crate) fn read(text: &str) -> Option<u64> {
        let payload: Self = serde_json::from_str(text).ok()?;
        (payload.check == hash(&payload.last_seq.to_le_bytes())).then_some(payload.last_seq)
    }
}

impl Index {
    /// An index in memory, for tests and small tasks.
    pub fn in_memory() -> Result<Self, SearchError> {
        let fields = Fields::new();
        Self::from_engine(tantivy::Index::create_in_ram(fields.schema.clone()), fields)
    }

    pub(crate) fn from_engine(engine: tantivy::Index, fields: Fields) -> Result<Self, SearchError> {
        engine.tokenizers().register(tokens::NAME, Terms);
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORE_CACHE)
            .try_into()?;
        let states = Mutex::new(VecDeque::from([Arc::new(State::open(reader.searcher())?)]));
        Ok(Self { inner: Arc::new(Inner { engine, fields, reader, states, refreshing: Mutex::default() }) })
    }

    /// Searches.
    pub fn search(&self, query: &Query) -> Result<Page, SearchError> {
        let parsed = parse(&query.text)?;
        let after = After::decode(query)?;
        let newest = query.order == Order::Newest || parsed.wanted.is_empty();
        let state = self.state(after.as_ref().filter(|_| !newest).map(|after| after.state))?;
        let limit = query.limit.rows() as usize;
        let columns = &state.columns;
        let collect = Collect { query, columns, newest, after: after.as_ref(), keep: limit + 1 };
        let Found { total, mut best, tallies } =
            state.searcher.search(&*plan(&parsed, &self.inner.fields), &collect)??;
        let more = best.len() > limit;
        best.truncate(limit);
        let last = best.last().filter(|_| more);
        let next =
            last.map(|hit| After { state: state.name, rank: hit.rank, key: hit.key.clone() }.encode(query));
        let hits = best.iter().map(|ranked| self.hit(&state.searcher, &parsed, ranked, newest));
        let hits = hits.collect::<Result<Vec<_>, _>>()?;
        Ok(Page { hits, total, next, facets: tallies.finish(), ignored: parsed.ignored })
    }

    /// The sequence number of the last commit: everything of the database up to it is in the index. `None` where nothing was ever committed.
    pub fn last_seq(&self) -> Result<Option<u64>, SearchError> {
        let payload = self.inner.engine.load_metas()?.payload;
        Ok(payload
            .and_then(|text| serde_json::from_str::<Payload>(&text).ok())
            .map(|payload| payload.last_seq))
    }

    /// How many articles there are.
    pub fn articles(&self) -> u64 {
        self.states().front().map_or(0, |state| state.searcher.num_docs())
    }

    /// Sees what was committed since; done by every commit through this index or a clone, needed only after another process wrote.
    pub fn refresh(&self) -> Result<(), SearchError> {
        let _one_at_a_time = self.inner.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        self.inner.reader.reload()?;
        let state = State::open(self.inner.reader.searcher())?;
        let mut states = self.states();
        if states.front().is_none_or(|newest| newest.name != state.name) {
            states.push_front(Arc::new(state));
            states.truncate(KEPT_STATES + 1);
        }
        Ok(())
    }

    /// Whether every part holds as many articles as the list of parts says; else the words for the log.
    pub(crate) fn check(&self) -> Result<(), String> {
        let words = |fault: tantivy::TantivyError| fault.to_string();
        let metas = self.inner.engine.load_metas().map_err(words)?;
        if metas.payload.as_deref().is_some_and(|text| Payload::read(text).is_none()) {
            return Err("the sequence number is not as it was written".to_owned());
        }
        let state = self.state(None).map_err(|fault| fault.to_string())?;
        let parts = state.searcher.segment_readers().iter().zip(&state.columns);
        for (meta, (reader, columns)) in metas.segments.iter().zip(parts) {
            let alive = reader.alive_bitset().map_or(reader.max_doc(), |alive| alive.num_alive_docs() as u32);
            if columns.articles() != meta.max_doc() || alive != meta.num_docs() {
                return Err(format!("part {} does not hold what the list says", meta.id().uuid_string()));
            }
        }
        Ok(())
    }

    pub(crate) fn engine(&self) -> &tantivy::Index {
        &self.inner.engine
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.inner.fields
    }

    /// The state to search: the newest, or for a later page of a ranked list the one its first page was made from.
    fn state(&self, named: Option<u64>) -> Result<Arc<State>, SearchError> {
        let states = self.states();
        let found = match named {
            Some(name) => states.iter().find(|state| state.name == name),
            None => states.front(),
        };
        found.cloned().ok_or_else(|| QueryFault::CursorExpired.into())
    }

    fn states(&self) -> MutexGuard<'_, VecDeque<Arc<State>>> {
        self.inner.states.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hit(
        &self,
        searcher: &Searcher,
        parsed: &Parsed,
        hit: &Ranked,
        newest: bool,
    ) -> Result<Hit, SearchError> {
        let doc: TantivyDocument =
            searcher.doc(DocAddress::new(hit.address.segment_ord, hit.address.doc_id))?;
        let fields = &self.inner.fields;
        let text = |field| doc.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let [title, number, heading, body] = fields.stored.map(text);
        Ok(Hit {
            document_id: text(fields.document_id).to_owned(),
            article_key: text(fields.article_key).to_owned(),
            score: if newest { 0.0 } else { score_of(hit.rank) },
            snippets: snippets(
                parsed,
                [(Part::Title, title), (Part::Number, number), (Part::Heading, heading), (Part::Text, body)],
            ),
        })
    }
}
