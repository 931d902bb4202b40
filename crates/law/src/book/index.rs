//! Indices into the lists of a rule book, one type for each list. They must never be mixed up, and never outlive their book.

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident: $inner:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(pub $inner);
        impl $name {
            /// As an index into its list.
            #[must_use]
            pub const fn ix(self) -> usize { self.0 as usize }
        }
    )*};
}

index! {
    /// A kind of thing (对象).
    KindId: u16;
    /// An enum (枚举).
    EnumId: u16;
    /// A parameter (参数).
    ParamId: u16;
    /// A list (清单).
    ListId: u16;
    /// A rule (待遇, 认定, 测算, 排序).
    RuleId: u16;
    /// An exclusion group (互斥).
    GroupId: u16;
    /// A document (文件).
    DocId: u16;
    /// A node of the expressions.
    NodeId: u32;
}
