//! Opening the store for a command.

use anye_base::Actor;
use anye_db::{Db, Options, migrate};

use super::{Context, Failure};

impl Context {
    /// Opens the store that is there already, with the schema of this program.
    pub async fn open(&self) -> Result<Db, Failure> {
        if let Options::SqliteFile(path) = &self.config.database
            && !path.exists()
        {
            let folder = self.config.data.display();
            return Err(Failure::new(format!(
                "there is no store in {folder}: run `anye init`, or name another folder with --data"
            )));
        }
        let db = self.open_raw().await?;
        let plan = migrate::plan(&db).await.map_err(Failure::new)?;
        if !plan.steps.is_empty() {
            let message = format!(
                "the store has schema {}, this program wants {}: run `anye migrate` first",
                plan.from, plan.to
            );
            return Err(Failure::new(message));
        }
        Ok(db)
    }

    /// Opens the store whatever its schema, and makes its folder.
    pub async fn open_raw(&self) -> Result<Db, Failure> {
        if let Options::SqliteFile(path) = &self.config.database
            && let Some(folder) = path.parent()
        {
            std::fs::create_dir_all(folder)
                .map_err(|cause| Failure::new(format!("{}: {cause}", folder.display())))?;
        }
        Db::open(&self.config.database)
            .await
            .map_err(|cause| Failure::new(format!("{}: {cause}", self.config.database_shown())))
    }
}

/// Who sits at the command line, as the audit log names them.
pub fn operator() -> Actor {
    let user =
        std::env::var("SUDO_USER").or_else(|_| std::env::var("USER")).unwrap_or_else(|_| "unknown".into());
    Actor::console(&user)
}
