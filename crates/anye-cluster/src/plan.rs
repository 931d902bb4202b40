//! The step of a plan that decides or closes: names of partitions in, pieces of their results out. It must never split or join partitions: caps of groups hold within one.

use std::fmt;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, ReplaceChildrenOptions};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, Partitioning, PlanProperties,
};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::piece::{pieces, schema};
use crate::work::{Bench, Task};

/// Does what is asked for about the partitions that its input names.
#[derive(Debug)]
pub struct Decide {
    /// What is asked for.
    pub task: Arc<Task>,
    input: Arc<dyn ExecutionPlan>,
    bench: Option<Arc<Bench>>,
    properties: Arc<PlanProperties>,
}

impl Decide {
    /// Over these names; without a bench it can be handed on, not executed.
    pub fn new(task: Arc<Task>, input: Arc<dyn ExecutionPlan>, bench: Option<Arc<Bench>>) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema()),
            Partitioning::UnknownPartitioning(input.output_partitioning().partition_count()),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Self { task, input, bench, properties: Arc::new(properties) }
    }
}

/// The names as a source that the scheduler can hand out one by one: a partition of the plan for each.
pub fn names(partitions: &[&str]) -> Result<Arc<dyn ExecutionPlan>> {
    let schema = Arc::new(Schema::new(vec![Field::new("partition", DataType::Utf8, false)]));
    let mut batches = Vec::new();
    for name in partitions {
        let column: ArrayRef = Arc::new(StringArray::from(vec![*name]));
        batches.push(vec![RecordBatch::try_new(Arc::clone(&schema), vec![column])?]);
    }
    Ok(MemorySourceConfig::try_new_exec(&batches, schema, None)?)
}

fn names_in(batch: &RecordBatch) -> Result<Vec<String>> {
    let column = batch.columns().first().and_then(|column| column.as_any().downcast_ref::<StringArray>());
    let column =
        column.ok_or_else(|| DataFusionError::Internal("names of partitions are needed".to_owned()))?;
    Ok(column.iter().flatten().map(str::to_owned).collect())
}

impl DisplayAs for Decide {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decide: {}", self.task)
    }
}

impl ExecutionPlan for Decide {
    fn name(&self) -> &'static str {
        "Decide"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let [input] = <[_; 1]>::try_from(children)
            .map_err(|_| DataFusionError::Internal("Decide has one input".to_owned()))?;
        Ok(Arc::new(Self::new(Arc::clone(&self.task), input, self.bench.clone())))
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        use datafusion::physical_plan::execution_plan::ChildrenPropertiesMode::Recompute;
        self.replace_children(children, ReplaceChildrenOptions::new(Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let bench = self
            .bench
            .clone()
            .ok_or_else(|| DataFusionError::Internal("decisions are made on executors only".to_owned()))?;
        let task = Arc::clone(&self.task);
        let stream = self
            .input
            .execute(partition, context)?
            .map(|batch| batch.and_then(|batch| names_in(&batch)))
            .map_ok(|names| stream::iter(names.into_iter().map(Ok)))
            .try_flatten()
            .and_then(move |name| {
                let (bench, task) = (Arc::clone(&bench), Arc::clone(&task));
                async move {
                    let decided = tokio::task::spawn_blocking(move || bench.work(&task, &name)).await;
                    decided
                        .map_err(|error| DataFusionError::Execution(error.to_string()))?
                        .map_err(DataFusionError::Execution)
                }
            })
            .map_ok(|decided| stream::iter(pieces(decided)))
            .try_flatten();
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema(), stream)))
    }
}
