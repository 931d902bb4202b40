//! The two parts that stay: the scheduler, which hands out partitions, and executors, which ask for them. Neither keeps anything of the population.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::start_server;
use clap::Args;

use crate::codec::Codec;
use crate::work::Bench;

/// Arguments of `scheduler`.
#[derive(Args)]
pub struct Scheduler {
    /// Where executors and clients find it.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:50050")]
    listen: SocketAddr,
    /// An executor that has not asked for so many seconds is given up and its partitions are handed out again.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    patience: u64,
}

/// Arguments of `executor`.
#[derive(Args)]
pub struct Executor {
    /// The scheduler.
    #[arg(long, value_name = "HOST:PORT")]
    scheduler: String,
    /// Where clients fetch decisions.
    #[arg(long, value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Name under which clients reach this machine; as the scheduler sees it when left out.
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Folder of its own for decisions until they are fetched.
    #[arg(long, value_name = "DIR")]
    work_dir: PathBuf,
    /// Partitions at once; as many as there are cores when left out.
    #[arg(long)]
    slots: Option<usize>,
}

/// Runs the scheduler until it is stopped.
pub async fn scheduler(arguments: &Scheduler) -> Result<(), String> {
    let patience = arguments.patience.max(2);
    let config = SchedulerConfig {
        bind_host: arguments.listen.ip().to_string(),
        bind_port: arguments.listen.port(),
        // Executors ask for work, so one that is gone gets none, and no port of theirs need be open to the scheduler.
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        task_distribution: TaskDistributionPolicy::RoundRobin,
        executor_timeout_seconds: patience,
        expire_dead_executor_interval_seconds: (patience / 4).max(1),
        no_executors_grace_period_seconds: patience.max(60),
        finished_job_data_clean_up_interval_seconds: 1800,
        override_physical_codec: Some(Arc::new(Codec::default())),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(|error| error.to_string())?;
    start_server(cluster, arguments.listen, Arc::new(config)).await.map_err(|error| error.to_string())
}

/// Runs an executor until it is stopped.
pub async fn executor(arguments: &Executor) -> Result<(), String> {
    let (host, port) = host_port(&arguments.scheduler)?;
    let work_dir = arguments.work_dir.to_str().ok_or("the work folder's name must be UTF-8")?.to_owned();
    std::fs::create_dir_all(&work_dir).map_err(|error| format!("{work_dir}: {error}"))?;
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let bench = Bench::new(arguments.work_dir.join("deciding"));
    let config = ExecutorProcessConfig {
        bind_host: arguments.listen.ip().to_string(),
        port: arguments.listen.port(),
        external_host: arguments.host.clone(),
        scheduler_host: host,
        scheduler_port: port,
        scheduler_connect_timeout_seconds: 30,
        vcores: arguments.slots.unwrap_or_else(cores).max(1),
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        work_dir: Some(work_dir),
        // A partition's memory is its own; nothing here sorts or joins.
        memory_pool_size: Some(0),
        override_physical_codec: Some(Arc::new(Codec::executing(bench))),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await.map_err(|error| error.to_string())
}

fn host_port(text: &str) -> Result<(String, u16), String> {
    text.rsplit_once(':')
        .and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)))
        .filter(|(host, _)| !host.is_empty())
        .ok_or_else(|| format!("'{text}' is no address such as 127.0.0.1:50050"))
}
