//! What a document mentions, from its citations and from the pack. Pure.

use std::collections::HashSet;

use anye_findings::{Citation, CitationRole};
use anye_pack::DocumentMeta;

use crate::keys::finding_key;
use crate::model::{Relation, Role, Sort};
use crate::prepare::PreparedText;

/// All mentions: those of the text in its order, then those that the pack knows.
pub fn relations(
    id: &str,
    own_number: Option<&str>,
    texts: &[PreparedText],
    known: Option<&DocumentMeta>,
) -> Vec<Relation> {
    let mut all = Vec::new();
    for text in texts {
        for (index, citation) in text.body.findings.citations.iter().enumerate() {
            let names_itself = citation.number.is_some() && citation.number.as_deref() == own_number;
            if !names_itself {
                all.push(of_citation(id, &text.key, &finding_key(Sort::Citation, index), citation));
            }
        }
    }
    let keys: HashSet<&str> = texts.iter().map(|text| text.key.as_str()).collect();
    let parents = known.iter().flat_map(|meta| &meta.parents);
    let cited = known.iter().flat_map(|meta| &meta.cited);
    for related in parents.chain(cited) {
        let articles = related.articles.iter().map(String::as_str).filter(|key| keys.contains(key));
        let articles: Vec<&str> = articles.collect();
        let articles = if articles.is_empty() { vec![crate::keys::PREAMBLE] } else { articles };
        for article in articles {
            all.push(Relation {
                from_document: id.to_owned(),
                article_key: article.to_owned(),
                finding_key: String::new(),
                source: "pack".to_owned(),
                role: of_pack(related.relation),
                to_document: None,
                number: related.number.clone(),
                title: related.title.clone(),
                text: related.en.clone(),
            });
        }
    }
    all
}

/// The mention that a citation makes.
pub fn of_citation(id: &str, article: &str, finding: &str, citation: &Citation) -> Relation {
    let role = match citation.role {
        CitationRole::Implements => Role::Implements,
        CitationRole::Amends => Role::Amends,
        CitationRole::Repeals => Role::Repeals,
        CitationRole::Cites => Role::Cites,
    };
    Relation {
        from_document: id.to_owned(),
        article_key: article.to_owned(),
        finding_key: finding.to_owned(),
        source: "text".to_owned(),
        role,
        to_document: None,
        number: citation.number.clone(),
        title: citation.title.clone(),
        text: citation.text.clone(),
    }
}

fn of_pack(relation: anye_pack::Relation) -> Role {
    match relation {
        anye_pack::Relation::BasedOn => Role::BasedOn,
        anye_pack::Relation::Implements => Role::Implements,
        anye_pack::Relation::Cites => Role::Cites,
        anye_pack::Relation::Continues => Role::Continues,
        anye_pack::Relation::Reports => Role::Reports,
        anye_pack::Relation::Announces => Role::Announces,
    }
}
