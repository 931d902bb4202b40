//! Figures for operators in the Prometheus text format: rate, errors and duration by route, age of the queue, state of the audit log.
//!
//! Labels are route patterns and fixed words only: never an address, a name or anything a person typed.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// What a request is counted under.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RouteLabels {
    /// Method.
    pub method: String,
    /// Route pattern: `/documents/{id}`.
    pub route: String,
    /// First digit of the status: `2xx`.
    pub status: String,
}

/// What a duration is counted under.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct DurationLabels {
    /// Route pattern.
    pub route: String,
}

/// The figures.
pub struct Metrics {
    registry: Registry,
    requests: Family<RouteLabels, Counter>,
    durations: Family<DurationLabels, Histogram>,
    /// Waiting jobs.
    pub jobs_waiting: Gauge,
    /// Age of the oldest waiting job in seconds.
    pub jobs_oldest_seconds: Gauge,
    /// Number of the last audit record.
    pub audit_last: Gauge,
    /// Documents in the library.
    pub documents: Gauge<f64, AtomicU64>,
}

fn histogram() -> Histogram {
    Histogram::new([0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("anye");
        let requests = Family::default();
        let durations = Family::new_with_constructor(histogram as fn() -> Histogram);
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time to answer", durations.clone());
        let (jobs_waiting, jobs_oldest_seconds, audit_last, documents) =
            (Gauge::default(), Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("jobs_waiting", "Jobs waiting to run", jobs_waiting.clone());
        registry.register(
            "jobs_oldest_seconds",
            "Age of the oldest waiting job",
            jobs_oldest_seconds.clone(),
        );
        registry.register("audit_last", "Number of the last audit record", audit_last.clone());
        registry.register("documents", "Documents in the library", documents.clone());
        Self { registry, requests, durations, jobs_waiting, jobs_oldest_seconds, audit_last, documents }
    }
}

impl Metrics {
    /// Counts an answered request.
    pub fn answered(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let labels =
            RouteLabels { method: method.into(), route: route.into(), status: format!("{}xx", status / 100) };
        self.requests.get_or_create(&labels).inc();
        self.durations.get_or_create(&DurationLabels { route: route.into() }).observe(seconds);
    }

    /// The figures as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            text.clear();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_pattern() {
        let metrics = Metrics::default();
        metrics.answered("GET", "/documents/{id}", 200, 0.01);
        let text = metrics.text();
        assert!(
            text.contains(
                "anye_http_requests_total{method=\"GET\",route=\"/documents/{id}\",status=\"2xx\"} 1"
            ),
            "{text}"
        );
    }
}
