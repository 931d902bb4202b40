//! The keys that seal numbers (密钥), for the parts that keep numbers of their own. It must never let a key out.

use std::path::Path;
use std::sync::Arc;

use anye_base::{Fault, World};
use anye_money::Vault;
use anye_registry::seal::{At, Keys, open_or_make};

/// The file in the data folder. It belongs into a safe of its own, not beside the backups of the database.
const FILE: &str = "seal-keys";

/// The keys of this installation, made at the first start.
pub fn keys(data: &Path, world: &World) -> Result<Arc<Keys>, String> {
    std::fs::create_dir_all(data).map_err(|cause| format!("{}: {cause}", data.display()))?;
    open_or_make(&data.join(FILE), world).map(Arc::new).map_err(|cause| cause.to_string())
}

/// Seals the accounts of payees: each opens in its own row only.
pub struct Accounts(pub Arc<Keys>);

fn place(row: &str) -> At<'_> {
    At::new("money_payee", row, "account_sealed")
}

impl Vault for Accounts {
    fn seal(&self, world: &World, row: &str, clear: &str) -> Result<String, Fault> {
        self.0.seal(world, place(row), clear).map_err(Fault::internal)
    }

    fn open(&self, row: &str, sealed: &str) -> Result<String, Fault> {
        self.0.open(place(row), sealed).map_err(Fault::internal)
    }

    fn blind(&self, clear: &str) -> String {
        self.0.blind("money_payee.account", clear)
    }
}
