//! The deciding step as bytes between client, scheduler and executors; everything else is left to Ballista's own codec. It must never carry a path to write.

use std::sync::Arc;

use ballista_core::serde::BallistaPhysicalExtensionCodec;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::TaskContext;
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};

use crate::plan::Decide;
use crate::work::Bench;

/// What our own bytes begin with: no message of Ballista's can.
const OURS: &[u8] = b"\0anye-decide-2\0";

/// Codec of all three parts.
#[derive(Debug, Default)]
pub struct Codec {
    ballista: BallistaPhysicalExtensionCodec,
    bench: Option<Arc<Bench>>,
}

impl Codec {
    /// An executor's: what it reads can be executed.
    pub fn executing(bench: Bench) -> Self {
        Self { bench: Some(Arc::new(bench)), ..Self::default() }
    }
}

impl PhysicalExtensionCodec for Codec {
    fn try_decode(
        &self,
        buf: &[u8],
        inputs: &[Arc<dyn ExecutionPlan>],
        ctx: &TaskContext,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let Some(ours) = buf.strip_prefix(OURS) else {
            return self.ballista.try_decode(buf, inputs, ctx, converter);
        };
        let task = serde_json::from_slice(ours).map_err(|error| DataFusionError::External(error.into()))?;
        let [input] = inputs else {
            return Err(DataFusionError::Internal("Decide has one input".to_owned()));
        };
        Ok(Arc::new(Decide::new(Arc::new(task), Arc::clone(input), self.bench.clone())))
    }

    fn try_encode(
        &self,
        node: Arc<dyn ExecutionPlan>,
        buf: &mut Vec<u8>,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<()> {
        let Some(ours) = node.downcast_ref::<Decide>() else {
            return self.ballista.try_encode(node, buf, converter);
        };
        buf.extend_from_slice(OURS);
        serde_json::to_writer(buf, &*ours.task).map_err(|error| DataFusionError::External(error.into()))
    }
}
