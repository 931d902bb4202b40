//! How things fail, without a transport: a closed set of kinds, a stable code, the values the message needs.
//!
//! Words live in the message catalogues under `error-<code>`; HTTP status is decided once, in the web crate. A use case has an
//! enum of its own and turns it into a [`Fault`].

use std::fmt;

/// The kinds of failure that callers treat differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// What was sent cannot be used; the fields say why.
    Invalid,
    /// Nobody is signed in.
    Unauthenticated,
    /// Signed in, but not allowed. Also the answer for what must not be known to exist.
    Denied,
    /// There is no such thing.
    NotFound,
    /// It clashes with what is there.
    Conflict,
    /// Somebody else changed it meanwhile (`If-Match` does not hold).
    Stale,
    /// The request must say which version it changes, or carry an idempotency key.
    PreconditionMissing,
    /// Too large.
    TooLarge,
    /// Too many requests; try again later.
    TooMany,
    /// Something needed is out of reach for now: disk full, database away.
    Unavailable,
    /// Our own fault.
    Internal,
}

/// What is wrong with one field or cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// JSON pointer or form field name.
    pub field: String,
    /// Stable code.
    pub code: &'static str,
    /// Values for the message.
    pub args: Vec<(&'static str, String)>,
    /// Row in a sheet, from 1.
    pub row: Option<u64>,
    /// Column name in a sheet.
    pub column: Option<String>,
}

impl FieldFault {
    /// A fault of one form field.
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, args: Vec::new(), row: None, column: None }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// A failure on its way to a person or a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What sort.
    pub kind: ErrorKind,
    /// Stable code, the key of its words (`error-<code>` in the catalogues).
    pub code: &'static str,
    /// Values for the message.
    pub args: Vec<(&'static str, String)>,
    /// What is wrong field by field.
    pub fields: Vec<FieldFault>,
    /// What the log keeps and nobody else sees.
    pub log: Option<String>,
}

impl Fault {
    /// A failure with its stable code.
    pub fn new(kind: ErrorKind, code: &'static str) -> Self {
        Self { kind, code, args: Vec::new(), fields: Vec::new(), log: None }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds a field fault.
    #[must_use]
    pub fn field(mut self, fault: FieldFault) -> Self {
        self.fields.push(fault);
        self
    }

    /// Adds what only the log may keep.
    #[must_use]
    pub fn log(mut self, cause: impl fmt::Display) -> Self {
        self.log = Some(cause.to_string());
        self
    }

    /// Our own fault, with the cause for the log.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Internal, "internal").log(cause)
    }

    /// There is no such thing.
    pub fn not_found(what: &'static str) -> Self {
        Self::new(ErrorKind::NotFound, "not_found").arg("what", what)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.code)?;
        for (name, value) in &self.args {
            write!(to, " {name}={value}")?;
        }
        if let Some(log) = &self.log {
            write!(to, " ({log})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}
