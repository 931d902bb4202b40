//! Reading figures: one, many, those of the places below, those of the codes of a dimension.

use anye_db::{DbError, Query, Read, Row, sql};
use anye_forms::{Form, Totals};

use super::{ALL, Class, Layout, Sums};

/// A figure: the sums of a form at a place in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Period.
    pub period: String,
    /// Place.
    pub place: String,
    /// Dimension; "all": everything together.
    pub dim: String,
    /// Code within the dimension.
    pub code: String,
    /// Sums.
    pub sums: Sums,
    /// When it last changed, in milliseconds.
    pub as_of: i64,
}

impl Figure {
    /// Sums by column of the form, as indicators ask for them.
    #[must_use]
    pub fn totals(&self, form: &Form, layout: &Layout) -> Totals {
        let mut sums = vec![None; form.items.len()];
        for (column, (sum, held)) in layout.columns.iter().zip(&self.sums.cells) {
            sums[*column] = (*held > 0).then_some(*sum);
        }
        Totals { reports: self.sums.n, sums }
    }
}

fn select(layout: &Layout, class: Class) -> Query {
    sql("select period, place, dim, code, n, cells, as_of from rollup where form = $1 and class = $2")
        .bind(&layout.form)
        .bind(class.word())
}

fn read(layout: &Layout, row: &Row) -> Result<Figure, DbError> {
    Ok(Figure {
        period: row.text("period")?,
        place: row.text("place")?,
        dim: row.text("dim")?,
        code: row.text("code")?,
        sums: Sums::from_json(layout, row.int("n")?, &row.text("cells")?)?,
        as_of: row.int("as_of")?,
    })
}

async fn all(from: &mut impl Read, layout: &Layout, query: Query) -> Result<Vec<Figure>, DbError> {
    let rows = from.all(query.push(" and n <> 0 order by period, place, dim, code")).await?;
    rows.iter().map(|row| read(layout, row)).collect()
}

/// The figure of everything at a place in a period; `None`: no report is counted there.
pub async fn figure(
    from: &mut impl Read,
    layout: &Layout,
    class: Class,
    period: &str,
    place: &str,
) -> Result<Option<Figure>, DbError> {
    let periods = [period.to_owned()];
    let places = [place.to_owned()];
    Ok(figures(from, layout, class, &periods, &places, ALL).await?.pop())
}

/// The figures of places in periods, by the codes of a dimension.
pub async fn figures(
    from: &mut impl Read,
    layout: &Layout,
    class: Class,
    periods: &[String],
    places: &[String],
    dim: &str,
) -> Result<Vec<Figure>, DbError> {
    let query = select(layout, class)
        .push_list(" and period in ({})", periods.iter())
        .push_list(" and place in ({})", places.iter())
        .push_bind(" and dim = {}", dim);
    all(from, layout, query).await
}

/// The figures of the places below, everything together.
pub async fn children(
    from: &mut impl Read,
    layout: &Layout,
    class: Class,
    period: &str,
    places: &[String],
) -> Result<Vec<Figure>, DbError> {
    figures(from, layout, class, &[period.to_owned()], places, ALL).await
}

/// The figures of one place by the codes of a dimension.
pub async fn split(
    from: &mut impl Read,
    layout: &Layout,
    class: Class,
    period: &str,
    place: &str,
    dim: &str,
) -> Result<Vec<Figure>, DbError> {
    figures(from, layout, class, &[period.to_owned()], &[place.to_owned()], dim).await
}
