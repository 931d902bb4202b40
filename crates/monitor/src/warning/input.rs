//! The panel of one city as columns (月结的输入): members, their weights and strata, headcounts month by month. It must never take silence for closure or zero.

use std::collections::BTreeMap;

use anye_base::Date;
use anye_db::{Backend, Db, DbError, Query, Read, sql};
use anye_signals::estimate::{Month, Status, Stratum};
use anye_signals::series::Period;

use super::setting::Panel;

/// What is known of the panel in one city.
#[derive(Debug, Clone, Default)]
pub struct City {
    /// Codes from the province down to the city.
    pub path: String,
    /// Frame: county × industry × size.
    pub frame: Vec<Stratum>,
    /// Members, in the order of the columns.
    pub units: Vec<Unit>,
    /// Columns of each month.
    pub months: Vec<Columns>,
}

/// A member.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// Employer.
    pub id: String,
    /// Codes from the province down to the county.
    pub path: String,
    /// Letter of its section.
    pub industry: String,
    spans: Vec<(String, Option<String>)>,
}

/// One month.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    stratum: Vec<u32>,
    weight: Vec<f64>,
    base: Vec<Option<u32>>,
    /// Headcounts as reported.
    pub current: Vec<Option<u32>>,
    /// What became of each.
    pub status: Vec<Status>,
}

impl Columns {
    /// As the estimator takes them.
    pub fn month(&self) -> Month<'_> {
        Month {
            stratum: &self.stratum,
            weight: &self.weight,
            base: &self.base,
            current: &self.current,
            status: &self.status,
        }
    }
}

/// Letter of a section as a number; 0: not known.
pub fn industry_number(letter: &str) -> u16 {
    letter.bytes().next().filter(u8::is_ascii_uppercase).map_or(0, |byte| u16::from(byte - b'A') + 1)
}

/// The letter again.
pub fn industry_letter(number: u16) -> String {
    u8::try_from(number)
        .ok()
        .filter(|at| (1..=26).contains(at))
        .map_or_else(String::new, |at| char::from(b'A' + at - 1).to_string())
}

/// A code as a number.
pub fn place_number(code: &str) -> u32 {
    code.get(..6).unwrap_or(code).parse().unwrap_or(0)
}

/// The cities (paths of at most two codes) that have members.
pub async fn cities(from: &mut impl Read, panel: &str) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct path from panel_member where panel = $1").bind(panel)).await?;
    let mut found = Vec::new();
    for row in &rows {
        let path = row.text("path")?;
        found.push(path.split('/').take(2).collect::<Vec<_>>().join("/"));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn under(query: Query, column: &str, path: &str) -> Query {
    query
        .push_bind(&format!(" and ({column} = {{}}"), path)
        .push_bind(&format!(" or ({column} > {{}}"), format!("{path}/"))
        .push_bind(&format!(" and {column} < {{}}))"), format!("{path}0"))
}

struct Raw {
    unit: Unit,
    county: u32,
    size: String,
    weight: f64,
}

/// Reads a city's panel and its reports of `periods`; the last days of the months tell who was a member.
pub async fn read(
    db: &Db,
    form: &str,
    panel: &str,
    setting: &Panel,
    path: &str,
    periods: &[(Period, Date)],
) -> Result<City, DbError> {
    let raw = members(db, panel, path).await?;
    let mut strata = frame(db, &raw).await?;
    let sizes: Vec<String> = {
        let known = strata.keys().map(|key| key.2.clone());
        let mut all: Vec<String> = raw.iter().map(|one| one.size.clone()).chain(known).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let size_number = |size: &str| {
        sizes.iter().position(|one| *one == size).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
    };
    for one in &raw {
        let key = (one.county, industry_number(&one.unit.industry), one.size.clone());
        strata.entry(key).or_insert((0, 0.0));
    }
    let keys: Vec<(u32, u16, String)> = strata.keys().cloned().collect();
    let mut frame: Vec<Stratum> = strata
        .iter()
        .map(|((place, industry, size), (employers, headcount))| Stratum {
            place: *place,
            industry: *industry,
            size: size_number(size),
            employers: *employers,
            headcount: *headcount,
        })
        .collect();
    let stratum_of = |one: &Raw| {
        let key = (one.county, industry_number(&one.unit.industry), one.size.clone());
        keys.binary_search(&key).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
    };
    let stratum: Vec<u32> = raw.iter().map(stratum_of).collect();
    let weight: Vec<f64> = raw.iter().map(|one| one.weight.max(1.0)).collect();
    let reports = reports(db, form, panel, setting, path, periods).await?;
    let months = columns(&raw, &stratum, &weight, &reports, periods);
    fill_frame(&mut frame, &months, &stratum, &weight);
    Ok(City { path: path.to_owned(), frame, units: raw.into_iter().map(|one| one.unit).collect(), months })
}

async fn members(db: &Db, panel: &str, path: &str) -> Result<Vec<Raw>, DbError> {
    let mut from = db;
    let query =
        sql("select m.subject, m.path, m.entered, m.ended, m.weight_num, m.weight_den, e.industry, e.size \
         from panel_member m join employer e on e.id = m.subject where m.panel = $1")
        .bind(panel);
    let rows = from.all(under(query, "m.path", path).push(" order by m.subject, m.entered")).await?;
    let mut found: Vec<Raw> = Vec::new();
    for row in &rows {
        let (id, path) = (row.text("subject")?, row.text("path")?);
        let span = (row.text("entered")?, row.opt_text("ended")?);
        let weight = row.int("weight_num")? as f64 / row.int("weight_den")?.max(1) as f64;
        match found.last_mut().filter(|last| last.unit.id == id) {
            Some(last) => {
                last.unit.spans.push(span);
                last.weight = weight;
            }
            None => {
                let codes: Vec<&str> = path.split('/').filter(|code| code.len() <= 6).collect();
                let county = codes.last().map_or(0, |code| place_number(code));
                let industry = row.text("industry")?.get(..1).unwrap_or_default().to_owned();
                let unit = Unit { id, path: codes.join("/"), industry, spans: vec![span] };
                found.push(Raw { unit, county, size: row.text("size")?, weight });
            }
        }
    }
    Ok(found)
}

type Strata = BTreeMap<(u32, u16, String), (u32, f64)>;

/// Employers and staff of the register by stratum, in the counties that have members. Those that were struck off never count.
async fn frame(db: &Db, raw: &[Raw]) -> Result<Strata, DbError> {
    let mut from = db;
    let mut counties: Vec<String> = raw.iter().map(|one| format!("{:06}", one.county)).collect();
    counties.sort();
    counties.dedup();
    let mut strata = Strata::new();
    for some in counties.chunks(200) {
        let query = sql(
            "select substr(place, 1, 6) as county, substr(industry, 1, 1) as letter, size, count(*) as n, \
             cast(coalesce(sum(staff), 0) as bigint) as staff from employer where state <> 'cancelled'",
        )
        .push_list(" and substr(place, 1, 6) in ({})", some.iter());
        for row in &from.all(query.push(" group by 1, 2, 3")).await? {
            let key = (
                place_number(&row.text("county")?),
                industry_number(&row.text("letter")?),
                row.text("size")?,
            );
            let employers = u32::try_from(row.int("n")?).unwrap_or(u32::MAX);
            strata.insert(key, (employers, row.int("staff")? as f64));
        }
    }
    Ok(strata)
}

/// What a report says: base, headcount, whether closed.
type Said = (Option<u32>, Option<u32>, bool);

async fn reports(
    db: &Db,
    form: &str,
    panel: &str,
    setting: &Panel,
    path: &str,
    periods: &[(Period, Date)],
) -> Result<BTreeMap<(String, String), Said>, DbError> {
    let mut from = db;
    let Some(((first, _), (last, _))) = periods.first().zip(periods.last()) else {
        return Ok(BTreeMap::new());
    };
    let (item, number) = match db.backend() {
        Backend::Postgres => ("((r.cells::json) ->> {})", "cast(((r.cells::json) ->> {}) as bigint)"),
        Backend::Sqlite => ("json_extract(r.cells, {})", "json_extract(r.cells, {})"),
    };
    let key = |id: &str| match db.backend() {
        Backend::Postgres => id.to_owned(),
        Backend::Sqlite => format!("$.\"{id}\""),
    };
    let closed = setting.closed.as_ref();
    let query = sql("select r.period, r.reporter")
        .push_bind(&format!(", {number} as base"), key(&setting.base))
        .push_bind(&format!(", {number} as now"), key(&setting.headcount))
        .push_bind(&format!(", {item} as state"), key(closed.map_or("", |one| one.item.as_str())))
        .push_bind(" from report r where r.form = {}", form)
        .push_bind(" and r.period >= {}", first.to_string())
        .push_bind(" and r.period <= {}", last.to_string())
        .push_bind(
            " and r.counted > 0 and r.reporter in (select m.subject from panel_member m where m.panel = {}",
            panel,
        );
    let rows = from.all(under(query, "m.path", path).push(")")).await?;
    let count = |value: Option<i64>| value.and_then(|number| u32::try_from(number).ok());
    let mut found = BTreeMap::new();
    for row in &rows {
        let shut = closed
            .is_some_and(|one| row.opt_text("state").ok().flatten().as_deref() == Some(one.code.as_str()));
        let said = (count(row.opt_int("base")?), count(row.opt_int("now")?), shut);
        found.insert((row.text("reporter")?, row.text("period")?), said);
    }
    Ok(found)
}

fn columns(
    raw: &[Raw],
    stratum: &[u32],
    weight: &[f64],
    reports: &BTreeMap<(String, String), Said>,
    periods: &[(Period, Date)],
) -> Vec<Columns> {
    let mut base: Vec<Option<u32>> = vec![None; raw.len()];
    let mut closed = vec![false; raw.len()];
    let mut months = Vec::with_capacity(periods.len());
    for (period, day) in periods {
        let (period, day) = (period.to_string(), day.to_string());
        let mut month = Columns { stratum: stratum.to_vec(), weight: weight.to_vec(), ..Columns::default() };
        for (at, one) in raw.iter().enumerate() {
            let member = one
                .unit
                .spans
                .iter()
                .any(|(from, to)| *from <= day && to.as_ref().is_none_or(|to| *to > day));
            let said = reports.get(&(one.unit.id.clone(), period.clone())).copied();
            let (status, current) = match said {
                _ if !member => (Status::Outside, None),
                Some((_, Some(now), shut)) => {
                    closed[at] = shut && now == 0;
                    if closed[at] { (Status::Closed, Some(0)) } else { (Status::Reported, Some(now)) }
                }
                _ if closed[at] => (Status::Closed, None),
                _ => (Status::Silent, None),
            };
            if let Some((Some(known), ..)) = said {
                base[at] = Some(known);
            }
            month.status.push(status);
            month.current.push(current);
        }
        month.base.clone_from(&base);
        months.push(month);
    }
    months
}

/// Where the register knows no staff of a stratum, its reporters at the base date stand for it by their weights.
fn fill_frame(frame: &mut [Stratum], months: &[Columns], stratum: &[u32], weight: &[f64]) {
    let Some(first) = months.first() else { return };
    let mut sums = vec![(0.0, 0.0); frame.len()];
    for ((at, weight), base) in stratum.iter().zip(weight).zip(&first.base) {
        if let (Some(sum), Some(base)) = (sums.get_mut(*at as usize), base) {
            sum.0 += weight * f64::from(*base);
            sum.1 += weight;
        }
    }
    for (one, (people, employers)) in frame.iter_mut().zip(sums) {
        if one.headcount <= 0.0 {
            one.headcount = people;
        }
        if one.employers == 0 {
            one.employers = employers as u32;
        }
    }
}
