//! Made-up panels of employers with known truth, for tests and the benchmark. They must be the same on every run.

use anye_signals::close::Partition;
use anye_signals::detect::Draw;
use anye_signals::estimate::{Month, Status, Stratum};
use anye_signals::series::Period;

/// A loss that strikes a place and industry in one month.
#[derive(Clone, Copy)]
pub struct Shock {
    pub place: u32,
    pub industry: u16,
    pub month: usize,
    pub share: f64,
}

/// How a city is made.
#[derive(Clone, Copy)]
pub struct Making {
    pub seed: u64,
    pub first_place: u32,
    pub places: u32,
    pub industries: u16,
    pub units: usize,
    pub months: usize,
    pub silent: f64,
    pub shock: Option<Shock>,
}

/// The panel of one city, column by column.
pub struct City {
    pub frame: Vec<Stratum>,
    stratum: Vec<u32>,
    weight: Vec<f64>,
    base: Vec<Option<u32>>,
    current: Vec<Vec<Option<u32>>>,
    status: Vec<Vec<Status>>,
}

const SIZES: u8 = 3;
const MEAN: [f64; 3] = [30.0, 150.0, 700.0];

impl City {
    pub fn make(making: Making) -> Self {
        let mut draw = Draw::new(making.seed);
        let strata = making.places as usize * usize::from(making.industries) * usize::from(SIZES);
        let mut frame = Vec::with_capacity(strata);
        for place in 0..making.places {
            for industry in 0..making.industries {
                for size in 0..SIZES {
                    let place = making.first_place + place;
                    frame.push(Stratum { place, industry, size, employers: 0, headcount: 0.0 });
                }
            }
        }
        let mut city = Self {
            frame,
            stratum: Vec::new(),
            weight: Vec::new(),
            base: Vec::new(),
            current: vec![Vec::with_capacity(making.units); making.months],
            status: vec![Vec::with_capacity(making.units); making.months],
        };
        for unit in 0..making.units {
            city.add(&mut draw, unit % strata, making);
        }
        city
    }

    fn add(&mut self, draw: &mut Draw, at: usize, making: Making) {
        let stratum = self.frame[at];
        let weight = [12.0, 4.0, 1.0][usize::from(stratum.size)];
        let start = (MEAN[usize::from(stratum.size)] * (0.4 * draw.normal()).exp()).max(5.0);
        self.stratum.push(at as u32);
        self.weight.push(weight);
        self.base.push(Some(start.round() as u32));
        self.frame[at].employers += weight as u32;
        self.frame[at].headcount += weight * start;
        let (mut level, mut closed) = (start, false);
        let struck = |month| {
            making.shock.is_some_and(|shock| {
                shock.month == month && shock.place == stratum.place && shock.industry == stratum.industry
            })
        };
        for month in 0..making.months {
            let season = 1.0 + 0.02 * (month as f64 / 12.0 * std::f64::consts::TAU).sin();
            level *= (0.001 + 0.01 * draw.student(5.0)).exp();
            if struck(month) {
                level *= 1.0 - making.shock.map_or(0.0, |shock| shock.share);
            }
            closed |= draw.uniform() < 0.0005;
            let (status, count) = if closed {
                (Status::Closed, None)
            } else if draw.uniform() < making.silent {
                (Status::Silent, None)
            } else {
                (Status::Reported, Some((level * season).round().max(1.0) as u32))
            };
            self.status[month].push(status);
            self.current[month].push(count);
        }
    }

    pub fn partition(&self) -> Partition<'_> {
        let months = self
            .current
            .iter()
            .zip(&self.status)
            .map(|(current, status)| Month {
                stratum: &self.stratum,
                weight: &self.weight,
                base: &self.base,
                current,
                status,
            })
            .collect();
        Partition { frame: &self.frame, start: Period::month(2017, 6).expect("a month"), months }
    }
}
