//! Entries from a file (导入), held until somebody says yes.

/// A file that waits.
pub struct HeldFile {
    /// Its register.
    pub register: String,
}
