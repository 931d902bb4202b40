//! Who does something, as the audit log names them. Rights are decided elsewhere: this only says who.

/// What sort of actor it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A signed-in person.
    Person,
    /// The program itself: jobs, migrations.
    System,
    /// Somebody at the command line of the server.
    Console,
    /// Nobody signed in.
    Anonymous,
}

impl ActorKind {
    /// The word in the audit log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::System => "system",
            Self::Console => "console",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Who acts, from where, in which request (操作人).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What sort.
    pub kind: ActorKind,
    /// Account id, or a fixed word for the other sorts.
    pub id: String,
    /// Name as shown to an auditor.
    pub name: String,
    /// Network address or terminal it came from.
    pub source: String,
    /// Trace id of the request or run.
    pub trace: String,
}

impl Actor {
    /// The id of the program itself.
    pub const SYSTEM: &'static str = "system";

    /// The program itself, for the named task.
    pub fn system(task: &str) -> Self {
        Self {
            kind: ActorKind::System,
            id: Self::SYSTEM.into(),
            name: task.into(),
            source: "local".into(),
            trace: String::new(),
        }
    }

    /// Somebody at the server's command line.
    pub fn console(user: &str) -> Self {
        Self {
            kind: ActorKind::Console,
            id: format!("console:{user}"),
            name: user.into(),
            source: "console".into(),
            trace: String::new(),
        }
    }

    /// Nobody signed in.
    pub fn anonymous(source: &str, trace: &str) -> Self {
        Self {
            kind: ActorKind::Anonymous,
            id: "anonymous".into(),
            name: String::new(),
            source: source.into(),
            trace: trace.into(),
        }
    }
}
