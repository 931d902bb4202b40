//! Serving: listens, answers, runs the jobs beside, and ends in order when told to.

use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cli::Failure;

/// How long running requests may take to end after the signal.
const GRACE_SECONDS: u64 = 20;

/// Opens the port first, so that a port in use is said before anything else starts.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|cause| {
        Failure::new(format!(
            "{address} cannot be listened on ({cause}): choose another with --listen or ANYE_LISTEN"
        ))
    })
}

/// Answers until a signal comes, then lets what runs end.
pub async fn serve(listener: TcpListener, router: Router, stop: watch::Sender<bool>) -> Result<(), Failure> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut told = stop.subscribe();
    let graceful = async move {
        signal().await;
        tracing::info!("stopping: no new requests, the running ones end first");
        // Nobody left to tell is no failure: the jobs have ended already.
        let _ = stop.send(true);
    };
    let server = axum::serve(listener, service).with_graceful_shutdown(graceful).into_future();
    let server = std::pin::pin!(server);
    tokio::select! {
        ended = server => ended.map_err(Failure::new),
        () = async {
            let _ = told.wait_for(|stopping| *stopping).await;
            tokio::time::sleep(std::time::Duration::from_secs(GRACE_SECONDS)).await;
        } => Ok(()),
    }
}

/// Waits for the wish to stop: Ctrl-C, or the service manager's SIGTERM.
async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// Starts the log: one line an event, JSON where configured, without personal data.
pub fn start_log(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ANYE_LOG")
        .unwrap_or_else(|_| "warn,anye=info,anye_web=info".into());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if json { builder.json().try_init() } else { builder.with_target(false).try_init() };
    // A second start in one process (tests) keeps the first log.
    drop(started);
}
