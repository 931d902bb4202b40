//! The parts put back into the unit of the series. Nothing must get lost here: parts and input agree at every period that has a value.

use super::columns::Reason;
use super::{Adjusted, Analysis, Note, Outlier, OutlierKind};
use crate::series::{Series, usable};

/// A series that could not be taken apart.
pub(super) fn untouched(series: &Series, note: Note) -> Adjusted {
    let adjusted: Vec<Option<f64>> =
        series.values.iter().map(|value| value.filter(|&number| usable(number))).collect();
    let constant = note == Note::Constant;
    let nil = |value: f64| adjusted.iter().map(|known| known.filter(|_| constant).map(|_| value)).collect();
    let trend = adjusted.iter().map(|known| known.filter(|_| constant)).collect();
    Adjusted {
        trend,
        seasonal: nil(0.0),
        irregular: nil(0.0),
        outliers: Vec::new(),
        holiday: vec![0.0; series.len()],
        multiplicative: false,
        notes: vec![note],
        adjusted,
    }
}

/// The whole answer.
pub(super) fn assemble(series: &Series, analysis: &Analysis) -> Adjusted {
    let Analysis { prepared, prelude, parts, .. } = analysis;
    let length = prepared.filled.len();
    let holiday = prelude.effect(length, Reason::is_holiday);
    let shifts = prelude.effect(length, |reason| matches!(reason, Reason::Outlier(_, OutlierKind::Ls)));
    let passing = prelude
        .effect(length, |reason| matches!(reason, Reason::Outlier(_, OutlierKind::Ao | OutlierKind::Tc)));
    let multiplicative = prepared.multiplicative;
    let own = |value: f64| if multiplicative { value.exp() } else { value * prepared.unit };
    let nothing = if multiplicative { 1.0 } else { 0.0 };
    let mut answer = Adjusted {
        adjusted: vec![None; series.len()],
        trend: vec![None; series.len()],
        seasonal: vec![None; series.len()],
        irregular: vec![None; series.len()],
        outliers: outliers(series, analysis, &own),
        holiday: vec![nothing; series.len()],
        multiplicative,
        notes: Vec::new(),
    };
    for at in 0..length {
        let place = prepared.offset + at;
        let season = parts.seasonal[at];
        answer.trend[place] = Some(own(parts.trend[at] + shifts[at]));
        answer.seasonal[place] = Some(own(season));
        answer.holiday[place] = own(holiday[at]);
        if let Some(value) = series.values[place].filter(|&number| usable(number)) {
            let (season, holiday) = (own(season), own(holiday[at]));
            answer.adjusted[place] =
                Some(if multiplicative { value / (season * holiday) } else { value - season - holiday });
            answer.irregular[place] = Some(own(parts.rest[at] + passing[at]));
        }
    }
    answer.notes = notes(analysis);
    answer
}

fn outliers(series: &Series, analysis: &Analysis, own: &impl Fn(f64) -> f64) -> Vec<Outlier> {
    let prelude = &analysis.prelude;
    let mut found: Vec<Outlier> = (prelude.columns.iter().zip(&prelude.coefficients).zip(&prelude.t))
        .filter_map(|((column, &coefficient), &t)| {
            let (at, kind) = column.reason.outlier()?;
            Some(Outlier {
                at: series.period(analysis.prepared.offset + at),
                kind,
                size: own(coefficient),
                t,
            })
        })
        .collect();
    found.sort_by_key(|outlier| (outlier.at, outlier.kind));
    found
}

fn notes(analysis: &Analysis) -> Vec<Note> {
    let has =
        |wanted: &dyn Fn(Reason) -> bool| analysis.prelude.columns.iter().any(|column| wanted(column.reason));
    let all = [
        (!analysis.prepared.gaps.is_empty(), Note::GapsFilled),
        (!analysis.parts.is_seasonal, Note::NotSeasonal),
        (has(&|reason| reason.outlier().is_some()), Note::Outliers),
        (has(&|reason| matches!(reason, Reason::SpringFestival(_))), Note::SpringFestival),
        (has(&|reason| reason == Reason::TradingDays), Note::TradingDays),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note).collect()
}
