//! Partitions sent to the cluster in waves, and their results put in their place. It must never count a partition as done that has no mark here.

use std::path::Path;
use std::sync::Arc;

use ballista_core::execution_plans::execute_physical_plan;
use ballista_core::extension::SessionConfigExt;
use datafusion::error::DataFusionError;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_proto::protobuf::PhysicalPlanNode;
use futures_util::StreamExt;

use crate::codec::Codec;
use crate::piece::{Joiner, Layout};
use crate::plan::{Decide, names};
use crate::tell;
use crate::work::Task;

/// Jobs that may fail one after another before the run is given up: a machine that goes down takes one with it, wrong data fail every time.
const FAILURES: usize = 3;

/// A run on the cluster.
pub struct Job<'j> {
    /// Where the scheduler is.
    pub scheduler: &'j str,
    /// What is asked for.
    pub task: Arc<Task>,
    /// Folder of the results.
    pub out: &'j Path,
    /// Where they lie in it.
    pub layout: Layout,
    /// Kinds of files.
    pub kinds: Vec<&'j str>,
    /// Partitions in one wave.
    pub wave: usize,
}

impl Job<'_> {
    /// Until nothing is left, as `left` counts it.
    pub async fn run(&self, left: &(dyn Fn() -> Result<Vec<String>, String> + Sync)) -> Result<(), String> {
        let mut names = left()?;
        let (all, mut failures) = (names.len(), 0);
        while !names.is_empty() {
            let wave: Vec<&str> = names.iter().take(self.wave.max(1)).map(String::as_str).collect();
            let outcome = self.send(&wave).await.map_err(|error| error.to_string());
            let before = names.len();
            names = left()?;
            tell(&format!("{}/{all}", all - names.len()));
            match outcome {
                Ok(()) if names.len() < before => failures = 0,
                Ok(()) => return Err("the cluster finished without doing anything".to_owned()),
                Err(error) if failures + 1 == FAILURES => return Err(error),
                Err(error) => {
                    failures += 1;
                    tell(&format!("{error}; trying again"));
                }
            }
        }
        Ok(())
    }

    async fn send(&self, partitions: &[&str]) -> Result<(), DataFusionError> {
        let config = SessionConfig::new_with_ballista().with_ballista_job_name("anye");
        let session = SessionContext::new_with_config(config.clone()).session_id();
        let plan = Decide::new(Arc::clone(&self.task), names(partitions)?, None);
        let mut stream = execute_physical_plan::<PhysicalPlanNode>(
            format!("http://{}", self.scheduler),
            &config.ballista_config(),
            Arc::new(plan),
            &Codec::default(),
            session,
            config,
        )
        .await?;
        let kinds = self.kinds.iter().copied();
        let mut joiner = Joiner::new(self.out, self.layout, kinds, partitions.iter().copied());
        while let Some(batch) = stream.next().await {
            joiner.take(&batch?)?;
        }
        Ok(())
    }
}
