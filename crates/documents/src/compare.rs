//! Comparing two documents article by article (文件比对): articles are paired by likeness, not only by number, so that an inserted article
//! does not make all that follow look changed.

use anye_access::Caller;
use anye_base::Fault;
use serde::Serialize;
use utoipa::ToSchema;

use crate::library::Library;
use crate::model::Record;
use crate::view::ArticleView;
use crate::{pairing, show};

/// What became of an article. Names are under `compare-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[schema(as = documents::compare::Change)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// 相同
    Same,
    /// 有改动
    Changed,
    /// 移动: stands elsewhere in the order, changed or not.
    Moved,
    /// 新增
    Added,
    /// 删除
    Removed,
}

/// One side of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = documents::Side)]
pub struct Side {
    /// Key of the article.
    pub key: String,
    /// The numeral as printed.
    pub number: String,
    /// The heading.
    pub heading: String,
    /// The text.
    pub text: String,
}

/// A piece of text that is in both, or only left, or only right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = documents::compare::Piece)]
pub struct Piece {
    /// In which.
    pub kind: PieceKind,
    /// The characters.
    pub text: String,
}

/// In which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// In both.
    Same,
    /// Only left.
    Removed,
    /// Only right.
    Added,
}

/// Two articles that belong together, or one that stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = documents::Pair)]
pub struct Pair {
    /// What became of it.
    pub change: Change,
    /// It stands in the same order but has another number.
    pub renumbered: bool,
    /// Left.
    pub left: Option<Side>,
    /// Right.
    pub right: Option<Side>,
    /// The text of both, cut into pieces; empty where nothing changed.
    pub pieces: Vec<Piece>,
}

/// Two documents side by side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Comparison {
    /// Left.
    pub left: Record,
    /// Right.
    pub right: Record,
    /// The articles, in the order of the right document, removed ones where they stood.
    pub pairs: Vec<Pair>,
}

impl Comparison {
    /// How many articles changed in this way.
    pub fn count(&self, change: Change) -> usize {
        self.pairs.iter().filter(|pair| pair.change == change).count()
    }
}

/// Compares two documents that the caller may read.
pub async fn compare(
    library: &Library,
    caller: &Caller<'_>,
    left: &str,
    right: &str,
) -> Result<Comparison, Fault> {
    let (left, right) = (show::show(library, caller, left).await?, show::show(library, caller, right).await?);
    let work = move || {
        let sides = |articles: &[ArticleView]| articles.iter().map(side).collect::<Vec<_>>();
        let pairs = pairs(&sides(&left.articles), &sides(&right.articles));
        Comparison { left: left.record, right: right.record, pairs }
    };
    tokio::task::spawn_blocking(work).await.map_err(Fault::internal)
}

fn side(article: &ArticleView) -> Side {
    Side {
        key: article.key.clone(),
        number: article.number.clone(),
        heading: article.heading.clone(),
        text: article.text.clone(),
    }
}

/// The articles of both, paired. Pure.
pub fn pairs(left: &[Side], right: &[Side]) -> Vec<Pair> {
    let partners = pairing::partners(left, right);
    let in_order = pairing::in_order(&partners);
    let mut pairs = Vec::with_capacity(left.len().max(right.len()));
    let mut shown = vec![false; left.len()];
    let taken: Vec<bool> = (0..left.len()).map(|at| partners.contains(&Some(at))).collect();
    for (at, article) in right.iter().enumerate() {
        // Articles that were removed stand before the first that follows them in the left document.
        if let Some(partner) = partners[at].filter(|_| in_order[at]) {
            for gone in (0..partner).filter(|gone| !taken[*gone]) {
                if !std::mem::replace(&mut shown[gone], true) {
                    pairs.push(alone(Change::Removed, Some(&left[gone]), None));
                }
            }
        }
        pairs.push(match partners[at] {
            None => alone(Change::Added, None, Some(article)),
            Some(partner) => together(&left[partner], article, in_order[at]),
        });
    }
    let rest = (0..left.len()).filter(|at| !taken[*at] && !shown[*at]);
    pairs.extend(rest.map(|at| alone(Change::Removed, Some(&left[at]), None)));
    pairs
}

fn alone(change: Change, left: Option<&Side>, right: Option<&Side>) -> Pair {
    Pair { change, renumbered: false, left: left.cloned(), right: right.cloned(), pieces: Vec::new() }
}

fn together(left: &Side, right: &Side, in_order: bool) -> Pair {
    let same = left.text == right.text;
    let change = match (in_order, same) {
        (false, _) => Change::Moved,
        (true, true) => Change::Same,
        (true, false) => Change::Changed,
    };
    let pieces = if same { Vec::new() } else { pairing::pieces(&left.text, &right.text) };
    let renumbered = in_order && left.key != right.key;
    Pair { change, renumbered, left: Some(left.clone()), right: Some(right.clone()), pieces }
}
