//! Where one feature shows in another: the library on the home page and on a unit's page. Neither knows the other; this does.

use std::future::Future;
use std::pin::Pin;

use anye_access::Permission;
use anye_base::{ErrorKind, Fault, Limit};
use anye_db::audit::Filter as AuditFilter;
use anye_documents::Library;
use anye_documents::calling::Asking;
use anye_documents::keys::in_address;
use anye_documents::list::{Filter, list};
use anye_documents::model::Record;
use anye_office::home::Step;
use anye_office::{FirstHour, HomeEntry, HomeGroup, HomeSource, UnitUse, UnitUses};
use anye_policy::{LawLibrary, LibraryArticle, LibraryDocument};
use anye_web::{Core, Visitor};

type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// Documents on the home page.
pub struct LibraryAtHome(pub Library);

/// Entries of a group on the home page.
const FEW: u32 = 6;

impl HomeSource for LibraryAtHome {
    fn groups<'a>(&'a self, core: &'a Core, visitor: &'a Visitor) -> Later<'a, Vec<HomeGroup>> {
        Box::pin(async move {
            if !visitor.may_at_all(Permission::DocumentsRead) {
                return Ok(Vec::new());
            }
            let doubtful = Filter { doubtful: true, ..Filter::default() };
            let mut groups = Vec::new();
            if visitor.may_at_all(Permission::DocumentsCorrect) {
                let records = self.find(core, visitor, &doubtful).await?;
                groups.extend(group(visitor, "home-doubtful", "/documents?doubtful=1", &records, true));
            }
            let newest = self.find(core, visitor, &Filter::default()).await?;
            groups.extend(group(visitor, "home-newest", "/documents", &newest, false));
            Ok(groups)
        })
    }

    fn first_hour<'a>(&'a self, core: &'a Core, visitor: &'a Visitor) -> Later<'a, Option<FirstHour>> {
        Box::pin(async move {
            if !visitor.may_at_all(Permission::DocumentsImport) {
                return Ok(None);
            }
            let newest = self.find(core, visitor, &Filter::default()).await?;
            let first = newest.first().map(|record| format!("/documents/{}", in_address(&record.id)));
            let first = first.unwrap_or_else(|| "/documents".to_owned());
            let step = |href: &str, done| Step { href: href.to_owned(), done };
            Ok(Some(FirstHour {
                import: step("/documents/import", did(core, visitor, "documents.import").await?),
                correct: step(
                    &first,
                    did(core, visitor, "documents.correct").await?
                        || did(core, visitor, "documents.confirm").await?,
                ),
                search: step("/search", did(core, visitor, "documents.search").await?),
                follow: step(&first, did(core, visitor, "documents.follow").await?),
            }))
        })
    }
}

impl LibraryAtHome {
    async fn find(&self, core: &Core, visitor: &Visitor, filter: &Filter) -> Result<Vec<Record>, Fault> {
        let asking = Asking::new(core, visitor);
        let limit = Limit::new(FEW).unwrap_or_default();
        Ok(list(&self.0, &asking.caller(None), filter, None, limit).await?.items)
    }
}

/// Whether the visitor did something, by the audit log.
async fn did(core: &Core, visitor: &Visitor, action: &str) -> Result<bool, Fault> {
    let filter = AuditFilter {
        actor_id: Some(visitor.actor.id.clone()),
        action: Some(action.to_owned()),
        outcome: Some("done".to_owned()),
        ..AuditFilter::default()
    };
    let one = Limit::new(1).unwrap_or_default();
    Ok(!anye_db::audit::list(&mut &core.db, &filter, None, one).await?.items.is_empty())
}

fn group(visitor: &Visitor, key: &str, all: &str, records: &[Record], waiting: bool) -> Option<HomeGroup> {
    let entry = |record: &Record| HomeEntry {
        title: if record.title.is_empty() { record.id.clone() } else { record.title.clone() },
        hint: record.number.clone().or_else(|| record.issuer.clone()).unwrap_or_default(),
        href: format!("/documents/{}", in_address(&record.id)),
        count: waiting.then(|| record.doubts.unsigned_abs()),
        by: record.issued_on.map(|day| day.to_string()).unwrap_or_default(),
        late: false,
    };
    (!records.is_empty()).then(|| HomeGroup {
        title: visitor.texts.t(key),
        entries: records.iter().map(entry).collect(),
        all: Some((visitor.texts.t("home-all-documents"), all.to_owned())),
    })
}

/// Articles on a unit's page.
pub struct LibraryOfUnits(pub Library);

impl UnitUses for LibraryOfUnits {
    fn uses<'a>(
        &'a self,
        core: &'a Core,
        visitor: &'a Visitor,
        unit: &'a str,
        most: usize,
    ) -> Later<'a, (Vec<UnitUse>, usize)> {
        Box::pin(async move {
            if !visitor.may_at_all(Permission::DocumentsRead) {
                return Ok((Vec::new(), 0));
            }
            let asking = Asking::new(core, visitor);
            let found = anye_documents::unit_index::articles(&self.0, &asking.caller(None), unit).await?;
            let all = found.len();
            let uses = found.into_iter().take(most).map(|article| UnitUse {
                title: format!("{} · {} {}", article.title, article.article_key, article.heading),
                role: visitor.texts.t(&format!("role-{}", article.role)),
                href: format!("/documents/{}#a{}", in_address(&article.document_id), article.article_key),
                day: None,
            });
            Ok((uses.collect(), all))
        })
    }
}

/// Official texts on the desk of the law.
pub struct LibraryOfLaw(pub Library);

impl LawLibrary for LibraryOfLaw {
    fn document<'a>(
        &'a self,
        core: &'a Core,
        visitor: &'a Visitor,
        id: &'a str,
    ) -> Later<'a, Option<LibraryDocument>> {
        Box::pin(async move {
            let asking = Asking::new(core, visitor);
            let found = match anye_documents::show::show(&self.0, &asking.caller(None), id).await {
                Ok(found) if found.record.withdrawn.is_none() => found,
                Ok(_) => return Ok(None),
                // Not imported, or not for this reader: the desk shows the pack's own index.
                Err(fault) if matches!(fault.kind, ErrorKind::NotFound | ErrorKind::Denied) => {
                    return Ok(None);
                }
                Err(fault) => return Err(fault),
            };
            let href = format!("/documents/{}", in_address(&found.record.id));
            let article = |article: &anye_documents::view::ArticleView| LibraryArticle {
                key: article.key.clone(),
                number: if article.number.is_empty() { article.key.clone() } else { article.number.clone() },
                heading: article.heading.clone(),
                paragraphs: article.text.lines().map(|line| line.trim().to_owned()).collect(),
                href: format!("{href}#a{}", article.key),
            };
            let articles = found.texts().map(article).collect();
            Ok(Some(LibraryDocument { title: found.record.title.clone(), href, articles }))
        })
    }
}
