//! What can be wrong with a pack, each with its place in the files and what to do. Messages are for officials: plain, both languages, never a Rust term.

use std::fmt;

use crate::mark::Mark;

/// One thing that is wrong with a pack, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError {
    /// The file inside the pack, with `/` between folders.
    pub file: String,
    /// Line and column in it.
    pub mark: Mark,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong. Each case has a stable [`Problem::code`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The folder holds no `pack.toml`.
    NoManifest {
        /// The folder that was given.
        folder: String,
    },
    /// A file that the pack names is not there.
    MissingFile,
    /// A file could not be read.
    Unreadable {
        /// What the system says.
        detail: String,
    },
    /// A file is larger than a pack's file may be.
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// A file is not UTF-8.
    NotUtf8,
    /// A file does not follow its format.
    Syntax {
        /// What the reader of the format says.
        detail: String,
    },
    /// A value is not one of those allowed.
    BadValue {
        /// The value.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// The same id or number twice.
    Duplicate {
        /// The id.
        id: String,
    },
    /// A text is missing in Chinese or English.
    MissingTranslation {
        /// What it is the text of.
        of: String,
    },
    /// A unit id that `units.toml` does not know.
    UnknownUnit {
        /// The id as written.
        id: String,
    },
    /// An article's chapter is not listed.
    UnknownChapter {
        /// The chapter as written.
        chapter: String,
    },
    /// An article is missing from the index.
    ArticleGap {
        /// The number that is missing.
        missing: String,
    },
    /// A number of articles that the index does not have.
    ArticleCount {
        /// As stated.
        stated: u32,
        /// As indexed.
        indexed: u32,
    },
    /// A parent document without a number and title, or one that is itself.
    ParentUnknown {
        /// Its number or title.
        parent: String,
    },
    /// Two dates stand in the wrong order.
    DateOrder {
        /// The date that should be earlier.
        earlier: String,
        /// The date that should be later.
        later: String,
    },
    /// A requirement row belongs to a document or an article that is not indexed.
    RequirementAdrift {
        /// Its id.
        id: String,
    },
    /// A document without any clue to recognise it by.
    Unrecognisable,
}

impl PackError {
    pub(crate) fn new(file: &str, mark: Mark, problem: Problem) -> Self {
        Self { file: file.to_owned(), mark, problem }
    }

    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        let (what, then) = self.problem.zh();
        format!("{}:{}:{}:{what}。{then}。", self.file, self.mark.line, self.mark.column)
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, then) = self.problem.en();
        write!(to, "{}:{}:{}: {what}. {then}.", self.file, self.mark.line, self.mark.column)
    }
}

impl std::error::Error for PackError {}

impl Problem {
    /// Stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoManifest { .. } => "pack_no_manifest",
            Self::MissingFile => "pack_file_missing",
            Self::Unreadable { .. } => "pack_unreadable",
            Self::TooLarge { .. } => "pack_file_too_large",
            Self::NotUtf8 => "pack_not_utf8",
            Self::Syntax { .. } => "pack_syntax",
            Self::BadValue { .. } => "pack_bad_value",
            Self::Duplicate { .. } => "pack_duplicate_id",
            Self::MissingTranslation { .. } => "pack_missing_translation",
            Self::UnknownUnit { .. } => "pack_unknown_unit",
            Self::UnknownChapter { .. } => "pack_unknown_chapter",
            Self::ArticleGap { .. } => "pack_article_gap",
            Self::ArticleCount { .. } => "pack_article_count",
            Self::ParentUnknown { .. } => "pack_parent_unknown",
            Self::DateOrder { .. } => "pack_date_order",
            Self::RequirementAdrift { .. } => "pack_requirement_adrift",
            Self::Unrecognisable => "pack_unrecognisable",
        }
    }

    /// What is wrong, and what to do.
    fn en(&self) -> (String, String) {
        let (what, then) = match self {
            Self::NoManifest { folder } => {
                (format!("no pack.toml in {folder}"), "Name the folder that holds the pack's pack.toml")
            }
            Self::MissingFile => (
                "the file is named by the pack but not there".into(),
                "Add the file or take its name out of pack.toml",
            ),
            Self::Unreadable { detail } => {
                (format!("the file cannot be read: {detail}"), "Check that it exists and may be read")
            }
            Self::TooLarge { bytes } => {
                (format!("the file has {bytes} bytes"), "Keep files of a pack under 64 MiB")
            }
            Self::NotUtf8 => ("the file is not UTF-8 text".into(), "Save it as UTF-8"),
            Self::Syntax { detail } => (
                detail.replace('\n', " "),
                "Correct this line; the other files of the same kind show the form",
            ),
            Self::BadValue { value, allowed } => {
                (format!("\"{value}\" is not allowed here; allowed: {allowed}"), "Use one of these")
            }
            Self::Duplicate { id } => {
                (format!("\"{id}\" is used twice"), "Give each its own id, or remove one of them")
            }
            Self::MissingTranslation { of } => {
                (format!("{of} lacks its Chinese or its English text"), "Write both zh and en")
            }
            Self::UnknownUnit { id } => (
                format!("units.toml knows no unit \"{id}\""),
                "Correct the id, or add the unit to units.toml",
            ),
            Self::UnknownChapter { chapter } => (
                format!("no chapter \"{chapter}\" is listed"),
                "Add the [[chapter]], or correct the article's chapter",
            ),
            Self::ArticleGap { missing } => {
                (format!("the index lacks article {missing}"), "Add the [[article]] with this number")
            }
            Self::ArticleCount { stated, indexed } => (
                format!("{stated} articles are stated but {indexed} are indexed"),
                "Correct [recognise] articles, or complete the index",
            ),
            Self::ParentUnknown { parent } => (
                format!("the parent document \"{parent}\" is not known"),
                "State its number and title, and do not name the document itself",
            ),
            Self::DateOrder { earlier, later } => {
                (format!("{earlier} should not come after {later}"), "Correct one of the two dates")
            }
            Self::RequirementAdrift { id } => (
                format!("requirement {id} belongs to no indexed article"),
                "Correct its article, or add the article to the document's index",
            ),
            Self::Unrecognisable => (
                "nothing in [recognise] could identify this document".into(),
                "State numbers, or titles, or basis with articles and kind",
            ),
        };
        (what, then.to_owned())
    }

    /// 问题与办法。
    fn zh(&self) -> (String, String) {
        let (what, then) = match self {
            Self::NoManifest { folder } => {
                (format!("文件夹 {folder} 中没有 pack.toml"), "请指定含有 pack.toml 的文件夹")
            }
            Self::MissingFile => {
                ("pack.toml 列出了该文件,但文件不存在".into(), "请补上文件,或从 pack.toml 中删去")
            }
            Self::Unreadable { detail } => {
                (format!("文件无法读取:{detail}"), "请检查文件是否存在、是否有读取权限")
            }
            Self::TooLarge { bytes } => (format!("文件有 {bytes} 字节"), "单个文件不得超过 64 MiB"),
            Self::NotUtf8 => ("文件不是 UTF-8 文本".into(), "请另存为 UTF-8 编码"),
            Self::Syntax { detail } => {
                (format!("格式有误({})", detail.replace('\n', " ")), "请改正此行,可参照同类文件的写法")
            }
            Self::BadValue { value, allowed } => {
                (format!("此处不能写“{value}”,可用:{allowed}"), "请改用允许的写法")
            }
            Self::Duplicate { id } => (format!("“{id}”重复"), "请改用不同的编号,或删去其中一个"),
            Self::MissingTranslation { of } => (format!("{of} 缺少中文或英文"), "请同时填写 zh 和 en"),
            Self::UnknownUnit { id } => {
                (format!("units.toml 中没有单位“{id}”"), "请改正编号,或在 units.toml 中增加该单位")
            }
            Self::UnknownChapter { chapter } => {
                (format!("没有列出第“{chapter}”章"), "请增加 [[chapter]],或改正条文所属的章")
            }
            Self::ArticleGap { missing } => {
                (format!("条文索引缺第 {missing} 条"), "请增加该条的 [[article]]")
            }
            Self::ArticleCount { stated, indexed } => {
                (format!("写明 {stated} 条,索引有 {indexed} 条"), "请改正 [recognise] articles,或补全索引")
            }
            Self::ParentUnknown { parent } => {
                (format!("上位文件“{parent}”不明"), "请写明文号和标题,且不得写本文件自身")
            }
            Self::DateOrder { earlier, later } => {
                (format!("{earlier} 不应晚于 {later}"), "请改正其中一个日期")
            }
            Self::RequirementAdrift { id } => {
                (format!("需求 {id} 没有对应的条文"), "请改正所属条文,或在索引中增加该条")
            }
            Self::Unrecognisable => (
                "[recognise] 中没有可用来识别本文件的线索".into(),
                "请填写 numbers、titles,或 basis 加 articles 和 kind",
            ),
        };
        (what, then.to_owned())
    }
}
