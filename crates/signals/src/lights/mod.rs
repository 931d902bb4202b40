//! Composite index and lights (综合指数与预警灯). The scale is that of emergencies: green, blue, yellow, orange, red, and **red is worst**
//! (红色最严重); it must never be shown as the business-cycle scale, where blue is too cold.

mod composite;
mod light;
mod standard;
mod weights;

pub use composite::{Composite, Contribution, composite};
pub use light::{Light, RateLights, Steps, settle};
pub use standard::{Direction, Indicator, standardise};
pub use weights::{Weights, weights};
