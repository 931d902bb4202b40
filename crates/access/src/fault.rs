//! The shape that the failures of use cases share: an enum of a few cases, each with a stable code.

/// Writes an enum of failures with its codes, its way from the store's failures and its way to a [`anye_base::Fault`].
///
/// Each enum has two cases more: `Store` for the database and `Internal` for what is our own fault. With `denied` it also has
/// `Denied`, for callers who lack the right.
macro_rules! failures {
    (@with $(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),* })? => $kind:ident $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, thiserror::Error)]
        pub enum $name {
            $($(#[$case_doc])* #[error($code)] $case $({ $($(#[$field_doc])* $field: $type),* })?,)*
            /// The store failed.
            #[error(transparent)]
            Store(#[from] anye_db::DbError),
            /// Our own fault.
            #[error("internal: {0}")]
            Internal(String),
        }

        impl $name {
            /// The codes of its own cases.
            pub const CODES: &'static [&'static str] = &[$($code),*];
        }

        impl From<$name> for anye_base::Fault {
            fn from(error: $name) -> Self {
                match error {
                    $($name::$case $({ $($field),* })? => anye_base::Fault::new(anye_base::ErrorKind::$kind, $code)
                        $($(.arg(stringify!($field), $field))*)?,)*
                    $name::Store(error) => error.into(),
                    $name::Internal(cause) => anye_base::Fault::internal(cause),
                }
            }
        }

        impl From<crate::hashing::HashingFailed> for $name {
            fn from(failed: crate::hashing::HashingFailed) -> Self {
                Self::Internal(failed.0)
            }
        }
    };
    ($(#[$doc:meta])* $name:ident, denied { $($cases:tt)* }) => {
        $crate::fault::failures!(@with $(#[$doc])* $name {
            /// The caller lacks the right; why is in the audit log and on the page "why".
            Denied {
                /// What was asked for.
                permission: &'static str,
                /// Why not.
                reason: &'static str
            } => Denied "denied",
            $($cases)*
        });

        impl From<crate::caller::Refused> for $name {
            fn from(refused: crate::caller::Refused) -> Self {
                match refused {
                    crate::caller::Refused::Denied { permission, reason } => Self::Denied { permission, reason },
                    crate::caller::Refused::Store(error) => Self::Store(error),
                }
            }
        }
    };
    ($(#[$doc:meta])* $name:ident { $($cases:tt)* }) => {
        $crate::fault::failures!(@with $(#[$doc])* $name { $($cases)* });
    };
}
pub(crate) use failures;
