//! The law of a pack (法规): `law/*.law`, scenarios `law/*.case`, tables `law/data/*.csv`, compiled and held against the pack's own documents and requirement
//! rows. It must never decide anything.

use anye_law::check::{Known, Library, check};
use anye_law::compile::{Compiled, Table, compile};
use anye_law::span::SourceFile;

use crate::load::Pack;

impl Pack {
    /// The law's source files and tables, in the order of their names.
    #[must_use]
    pub fn law_sources(&self) -> (Vec<SourceFile>, Vec<Table>) {
        let (mut sources, mut tables) = (Vec::new(), Vec::new());
        for (path, bytes) in self.files() {
            let Some(inner) = path.strip_prefix("law/") else { continue };
            let text = String::from_utf8_lossy(bytes).into_owned();
            if inner.ends_with(".csv") {
                tables.push(Table { path: inner.to_owned(), text });
            } else if inner.ends_with(".law") || inner.ends_with(".case") {
                sources.push(SourceFile { path: path.clone(), text });
            }
        }
        (sources, tables)
    }

    /// The compiled law with everything found in it; the rule book carries the pack's version.
    #[must_use]
    pub fn law(&self) -> Compiled {
        self.checked(self.law_unchecked())
    }

    /// A compiled law, its own or an older one, with everything the checks find when it is held against this pack's documents and requirement rows.
    #[must_use]
    pub fn checked(&self, mut compiled: Compiled) -> Compiled {
        let articles = |document: &str, article: &str| match self.document(document) {
            None => Known::DocumentUnknown,
            Some(_) if article.is_empty() => Known::Yes,
            Some(meta) if meta.articles.iter().any(|it| it.number == article) => Known::Yes,
            Some(_) => Known::ArticleUnknown,
        };
        let requirement = |id: &str| self.knows_requirement(id);
        let library = Library { articles: &articles, requirement: &requirement };
        compiled.diagnostics.extend(check(&compiled.book, &compiled.scenarios, Some(&library)));
        compiled.diagnostics.sort_by_key(|found| (found.span, found.code));
        compiled
    }

    /// The compiled law without the checks that publication needs: for a server that starts with what was checked before.
    #[must_use]
    pub fn law_unchecked(&self) -> Compiled {
        let (sources, tables) = self.law_sources();
        let mut compiled = compile(sources, &tables);
        self.version().clone_into(&mut compiled.book.version);
        compiled
    }
}
