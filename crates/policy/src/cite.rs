//! Citations as a reader sees them: the document's own title or number and the article, with a link where the reader may open it.

use anye_access::Permission;
use anye_law::book::Cite;
use anye_law::decide::answer::show;
use anye_web::Visitor;

use crate::Policy;

/// A citation on a page.
pub struct Cited {
    /// Document and article in words.
    pub text: String,
    /// Where the article's page is, for those who may read it.
    pub href: Option<String>,
}

/// A document's title in the reader's language, or its id.
pub fn title(policy: &Policy, visitor: &Visitor, id: &str) -> String {
    policy
        .pack
        .document(id)
        .map_or_else(|| id.to_owned(), |meta| visitor.lang().pick(&meta.title.zh, &meta.title.en).to_owned())
}

/// A short name of a document: its number where it has one.
pub fn short(policy: &Policy, visitor: &Visitor, id: &str) -> String {
    let number = policy.pack.document(id).and_then(|meta| meta.number.clone());
    number.unwrap_or_else(|| title(policy, visitor, id))
}

/// Where the article stands in the pack.
pub fn href(policy: &Policy, visitor: &Visitor, document: &str, article: Option<&str>) -> Option<String> {
    let there = policy.pack.document(document).is_some() && visitor.may_at_all(Permission::PackRead);
    there.then(|| match article {
        Some(article) => format!("/pack/{document}#a{}", article.replace('.', "-")),
        None => format!("/pack/{document}"),
    })
}

/// Citations for a page.
pub fn cited(policy: &Policy, visitor: &Visitor, cites: &[Cite]) -> Vec<Cited> {
    let chinese = visitor.lang() == anye_base::Lang::Zh;
    let one = |cite: &Cite| {
        let whole = show::cite(cite, chinese);
        let after = whole.strip_prefix(cite.document.as_str()).unwrap_or(&whole).trim();
        let name = short(policy, visitor, &cite.document);
        Cited {
            text: if after.is_empty() { name } else { format!("{name} {after}") },
            href: href(policy, visitor, &cite.document, cite.article.as_deref()),
        }
    };
    cites.iter().map(one).collect()
}
