//! An alarm with its reason (预警及原因), in both languages. It must always say the figure, the limit and the chance.

use serde::Serialize;

use crate::detect::{Detector, Reading, critical};
use crate::series::Frequency;
use crate::trigger::Trigger;

/// What raised it; the code is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// One period far from expectation.
    Score,
    /// A small shift that lasts.
    Cusum,
    /// A move spread over several periods.
    Scan,
    /// The mean has moved.
    Change,
    /// Three months against the best of the year before.
    Trigger,
}

/// Direction of the move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Up.
    Up,
    /// Down.
    Down,
}

/// One alarm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alarm {
    /// What raised it.
    pub cause: Cause,
    /// Which way the series moved; absent for the trigger of a series of which the bad direction is not given.
    pub direction: Option<Way>,
    /// The figure of the detector.
    pub strength: f64,
    /// The figure from which it speaks.
    pub threshold: f64,
    /// Alarms per 100 series a year by chance at this strength; absent for the trigger, whose threshold is given.
    pub chance_rate: Option<f64>,
    /// The reason in English.
    pub reason: String,
    /// The reason in Chinese.
    pub reason_zh: String,
}

impl Alarm {
    /// The detectors of a reading that are rarer than `rate` alarms per 100 series a year; the rarest first.
    pub fn of(reading: &Reading, rate: f64, frequency: Frequency) -> Vec<Self> {
        let mut alarms: Vec<Self> = Detector::ALL
            .into_iter()
            .zip(reading.strength)
            .zip(reading.alone)
            .filter(|(_, alone)| *alone <= rate)
            .map(|((detector, strength), alone)| {
                let threshold = critical(detector, reading.tails, rate / reading.yearly);
                Self::detected(detector, reading, (strength, threshold, alone), frequency)
            })
            .collect();
        alarms.sort_by(|a, b| a.chance_rate.partial_cmp(&b.chance_rate).unwrap_or(std::cmp::Ordering::Equal));
        alarms
    }

    fn detected(
        detector: Detector,
        reading: &Reading,
        (strength, threshold, alone): (f64, f64, f64),
        frequency: Frequency,
    ) -> Self {
        let (way, zh) = if reading.upward { ("above", "高于") } else { ("below", "低于") };
        let (move_en, move_zh) = if reading.upward { ("rise", "上升") } else { ("fall", "下降") };
        let (unit, unit_zh) = match frequency {
            Frequency::Month => ("months", "个月"),
            Frequency::Quarter => ("quarters", "个季度"),
        };
        let window = reading.window;
        let (cause, en, zh) = match detector {
            Detector::Score => (
                Cause::Score,
                format!("{strength:.1} usual spreads {way} expectation"),
                format!("{zh}预期 {strength:.1} 个常规离差"),
            ),
            Detector::Cusum => (
                Cause::Cusum,
                format!("a small {move_en} that lasts: cumulative sum {strength:.1}"),
                format!("持续小幅{move_zh}：累积和 {strength:.1}"),
            ),
            Detector::Scan => (
                Cause::Scan,
                format!("a {move_en} spread over {window} {unit}: scan {strength:.1}"),
                format!("{window} {unit_zh}内累计{move_zh}：扫描值 {strength:.1}"),
            ),
            Detector::Change => (
                Cause::Change,
                format!("a lasting {move_en} of the mean lately: log odds {strength:.1}"),
                format!("近期均值{move_zh}（变点）：对数优势 {strength:.1}"),
            ),
        };
        Self {
            cause,
            direction: Some(if reading.upward { Way::Up } else { Way::Down }),
            strength,
            threshold,
            chance_rate: Some(alone),
            reason: format!("{en} (limit {threshold:.1}; by chance {alone:.2} alarms per 100 series a year)"),
            reason_zh: format!("{zh}（界限 {threshold:.1}；偶然误报约每百序列每年 {alone:.2} 次）"),
        }
    }

    /// A trigger that is on.
    pub fn triggered(trigger: &Trigger, threshold: f64, direction: Option<Way>) -> Option<Self> {
        let value = trigger.value.filter(|_| trigger.on)?;
        Some(Self {
            cause: Cause::Trigger,
            direction,
            strength: value,
            threshold,
            chance_rate: None,
            reason: format!(
                "mean of the last quarter is {value:.3} worse than its best in the year before (limit {threshold})"
            ),
            reason_zh: format!("近一季均值比此前一年最好水平差 {value:.3}（界限 {threshold}）"),
        })
    }
}
