//! The TOML form of `documents/*.toml` and its way into [`DocumentMeta`]. Must never decide whether what it read is sensible: that is the checks' work.

use serde::Deserialize;
use toml::Spanned;

use crate::document::{
    Absent, Article, Chapter, DocumentMeta, InForce, Issuer, Numbering, Recognise, RelatedDocument, Relation,
    UnitRef,
};
use crate::manifest::Bilingual;
use crate::mark::Mark;
use crate::number::canonical_number;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDocument {
    id: Spanned<String>,
    number: Option<String>,
    title: Bilingual,
    #[serde(default)]
    title_in_text: bool,
    issuer: RawIssuer,
    place: String,
    kind: String,
    issued_on: Option<String>,
    published_on: Option<String>,
    #[serde(default)]
    in_force: RawInForce,
    #[serde(default)]
    numbering: Numbering,
    #[serde(default)]
    absent: Vec<RawAbsent>,
    #[serde(default)]
    parent: Vec<Spanned<RawRelated>>,
    #[serde(default)]
    cited: Vec<Spanned<RawRelated>>,
    recognise: Option<RawRecognise>,
    #[serde(default)]
    chapter: Vec<Spanned<RawChapter>>,
    #[serde(default)]
    article: Vec<Spanned<RawArticle>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIssuer {
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
    unit: Option<Spanned<String>>,
    #[serde(default)]
    in_text: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawInForce {
    from: Option<String>,
    to: Option<String>,
    note: Option<Bilingual>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAbsent {
    what: String,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRelated {
    number: Option<String>,
    title: Option<String>,
    #[serde(default)]
    en: String,
    relation: Relation,
    #[serde(default)]
    articles: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawRecognise {
    #[serde(default)]
    numbers: Vec<String>,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    basis: Vec<String>,
    articles: Option<u32>,
    #[serde(default)]
    content: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChapter {
    number: String,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawArticle {
    number: String,
    #[serde(default)]
    chapter: String,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
    #[serde(default)]
    lead: Vec<Spanned<String>>,
    #[serde(default)]
    support: Vec<Spanned<String>>,
    #[serde(default)]
    responsible: Vec<Spanned<String>>,
}

/// What turning raw values into the model needs: the text for marks, the document's place for short unit ids, the single units that stand alone.
struct Context<'a> {
    text: &'a str,
    place: String,
    singles: &'a [String],
}

impl Context<'_> {
    fn mark<T>(&self, value: &Spanned<T>) -> Mark {
        Mark::at(self.text, value.span().start)
    }

    /// In a document's file `hrss` stands for `hrss@<the document's place>`.
    fn unit(&self, id: &Spanned<String>) -> UnitRef {
        let written = id.get_ref();
        let single = written.contains('@') || self.singles.iter().any(|single| single == written);
        let full = if single { written.clone() } else { format!("{written}@{}", self.place) };
        UnitRef { id: full, mark: self.mark(id) }
    }

    fn units(&self, ids: &[Spanned<String>]) -> Vec<UnitRef> {
        ids.iter().map(|id| self.unit(id)).collect()
    }

    fn related(&self, raw: Spanned<RawRelated>) -> RelatedDocument {
        let mark = self.mark(&raw);
        let raw = raw.into_inner();
        RelatedDocument {
            number: raw.number.map(canonical),
            title: raw.title,
            en: raw.en,
            relation: raw.relation,
            articles: raw.articles,
            mark,
        }
    }

    fn chapter(&self, raw: Spanned<RawChapter>) -> Chapter {
        let mark = self.mark(&raw);
        let raw = raw.into_inner();
        Chapter { number: raw.number, title: Bilingual { zh: raw.zh, en: raw.en }, mark }
    }

    fn article(&self, raw: Spanned<RawArticle>) -> Article {
        let mark = self.mark(&raw);
        let raw = raw.into_inner();
        Article {
            lead: self.units(&raw.lead),
            support: self.units(&raw.support),
            responsible: self.units(&raw.responsible),
            number: raw.number,
            chapter: raw.chapter,
            title: Bilingual { zh: raw.zh, en: raw.en },
            mark,
        }
    }
}

fn canonical(number: String) -> String {
    canonical_number(&number).unwrap_or(number)
}

impl RawDocument {
    pub(crate) fn into_meta(self, file: &str, text: &str, singles: &[String]) -> DocumentMeta {
        let context = Context { text, place: self.place.clone(), singles };
        let mark = context.mark(&self.id);
        let issuer_unit = self.issuer.unit.as_ref().map(|unit| context.unit(unit));
        let unsaid = self.recognise.is_none();
        let recognise = self.recognise.unwrap_or_default();
        let stated = recognise.articles;
        let mut meta = DocumentMeta {
            id: self.id.into_inner(),
            file: file.to_owned(),
            number: self.number.map(canonical),
            title: self.title,
            title_in_text: self.title_in_text,
            issuer: Issuer {
                name: Bilingual { zh: self.issuer.zh, en: self.issuer.en },
                unit: issuer_unit,
                in_text: self.issuer.in_text,
            },
            place: self.place,
            kind: self.kind,
            issued_on: self.issued_on,
            published_on: self.published_on,
            in_force: InForce { from: self.in_force.from, to: self.in_force.to, note: self.in_force.note },
            absent: self
                .absent
                .into_iter()
                .map(|raw| Absent { what: raw.what, note: Bilingual { zh: raw.zh, en: raw.en } })
                .collect(),
            parents: self.parent.into_iter().map(|raw| context.related(raw)).collect(),
            cited: self.cited.into_iter().map(|raw| context.related(raw)).collect(),
            numbering: self.numbering,
            chapters: self.chapter.into_iter().map(|raw| context.chapter(raw)).collect(),
            articles: self.article.into_iter().map(|raw| context.article(raw)).collect(),
            recognise: Recognise {
                numbers: recognise.numbers.into_iter().map(canonical).collect(),
                titles: recognise.titles,
                basis: recognise.basis.into_iter().map(canonical).collect(),
                articles: 0,
                content: recognise.content,
            },
            mark,
        };
        meta.recognise.articles =
            stated.unwrap_or_else(|| u32::try_from(meta.numbered().count()).unwrap_or(u32::MAX));
        // Where nothing is said, it is known by its number, or by its printed title.
        if unsaid {
            meta.recognise.numbers.extend(meta.number.clone());
            meta.recognise.titles.extend(meta.title_in_text.then(|| meta.title.zh.clone()));
        }
        meta
    }
}
