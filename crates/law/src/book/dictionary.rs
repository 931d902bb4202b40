//! The data dictionary (数据字典): documents, kinds, fields, reverse collections, enums. It must never hold a value of anybody.

use super::{Cite, KindId, Ty};
use crate::day::Day;
use crate::span::Span;

/// A document named by 文件.
#[derive(Debug, Clone)]
pub struct DocumentDef {
    /// Its id.
    pub id: String,
    /// Place of its rules.
    pub place: String,
    /// Parents.
    pub parents: Vec<String>,
    /// 知悉.
    pub known: Option<Day>,
}

/// A kind of thing.
#[derive(Debug, Clone, Default)]
pub struct Kind {
    /// Chinese name.
    pub name: String,
    /// ASCII id, the key in facts.
    pub id: String,
    /// 英文.
    pub english: String,
    /// 说明.
    pub note: String,
    /// Fields and relations.
    pub fields: Vec<Field>,
    /// Reverse collections.
    pub reverses: Vec<Reverse>,
    /// Where it was first declared.
    pub span: Span,
}

/// A field or relation.
#[derive(Debug, Clone)]
pub struct Field {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// Type; `Thing` for a relation.
    pub ty: Ty,
    /// 人工认定.
    pub finding: bool,
    /// 依据.
    pub basis: Vec<Cite>,
    /// Help.
    pub help: String,
    /// Declared where.
    pub span: Span,
    /// Declared by which document's file (path of the source).
    pub reverse: Option<(KindId, u16)>,
}

/// A reverse collection: all things of `kind` whose `field` leads here.
#[derive(Debug, Clone)]
pub struct Reverse {
    /// Its name.
    pub name: String,
    /// Kind of the elements.
    pub kind: KindId,
    /// Their relation field.
    pub field: u16,
}

/// An enum.
#[derive(Debug, Clone)]
pub struct EnumDef {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// Members: Chinese name and ASCII id (the same when none was given).
    pub members: Vec<(String, String)>,
    /// Where.
    pub span: Span,
}

impl Kind {
    /// A field by Chinese name or id.
    #[must_use]
    pub fn find_field(&self, name: &str) -> Option<u16> {
        self.fields
            .iter()
            .position(|field| field.name == name || field.id == name)
            .and_then(|ix| u16::try_from(ix).ok())
    }

    /// A reverse collection by name.
    #[must_use]
    pub fn find_reverse(&self, name: &str) -> Option<u16> {
        self.reverses.iter().position(|reverse| reverse.name == name).and_then(|ix| u16::try_from(ix).ok())
    }
}
