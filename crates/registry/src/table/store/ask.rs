//! A table as one statement: the entries with their keys, then added up, all in the store.

use anye_base::Date;
use anye_db::{DbError, Query, Read, Row, sql};
use anye_programmes::{Count, CountOver, Key, Measured, Only, Register};

use super::expr::{Words, day_number, quoted};
use super::places::{Map, keys};

/// Rows of a table at most.
pub const MOST: usize = 20_000;
/// Counties in a list that an index is asked for one by one; with more the register is walked once.
const FEW: usize = 3;
/// Turns of an entry's course that are looked through.
const STEPS: usize = 64;

/// What is asked, worked out.
pub struct Plan<'a> {
    /// The register.
    pub register: &'a Register,
    /// The table.
    pub table: &'a Count,
    /// As of.
    pub on: Date,
    /// First day of a period.
    pub from: Option<Date>,
    /// Last day of a period.
    pub to: Option<Date>,
    /// As far as was known then, in milliseconds.
    pub known_at: Option<i64>,
    /// Where.
    pub counties: &'a [String],
    /// Divisions and what they belong to.
    pub maps: Vec<(Key, Map)>,
}

/// A row as the store adds it up.
#[derive(Debug, Clone, Default)]
pub struct Raw {
    /// Keys.
    pub keys: Vec<String>,
    /// Entries.
    pub n: i64,
    /// Different subjects, where they are asked for.
    pub subjects: i64,
    /// The sum of the table's field.
    pub amount: i64,
    /// How many are in the states that the share is of.
    pub shared: i64,
    /// For each column a sum and over how many.
    pub pairs: Vec<(Option<i64>, i64)>,
}

impl Plan<'_> {
    fn words(&self) -> Words<'_> {
        let source = if self.known_at.is_some() { "seen" } else { "entry" };
        Words { register: self.register, source, as_of: self.table.over == CountOver::Open, maps: &self.maps }
    }

    fn linked(&self) -> bool {
        self.table.measures.iter().any(|one| matches!(one.what, Measured::SumIn(..) | Measured::CountIn(_)))
    }

    fn distinct(&self) -> bool {
        self.table.subjects
            || self.linked()
            || self.table.measures.iter().any(|one| one.what == Measured::Subjects)
    }

    /// What stands before the statement: what was asked, steps of a course, older versions, places.
    fn with(&self) -> Query {
        let query = sql("with asked(on_day, known_at) as (select ")
            .push_bind("cast({} as text)", self.on)
            .push_bind(", cast({} as bigint))", self.known_at.unwrap_or(i64::MAX));
        let steps: Vec<String> = (0..STEPS).map(|n| format!("({n})")).collect();
        let mut query = query.push(&format!(", steps(n) as (values {})", steps.join(", ")));
        if let Some(known_at) = self.known_at {
            query = seen(query, self.registers(), known_at);
        }
        for (at, (_, map)) in self.maps.iter().enumerate() {
            // A column without a type would be walked row by row for each entry: with one, SQLite makes an index of its own.
            let first = "values (cast('' as text), cast('' as text))";
            query = query.push(&format!(", map_{at}(code, up) as ({first}"));
            // A code that belongs to itself is taken as it stands.
            for (code, up) in map.iter().filter(|(code, up)| code != up) {
                query = query.push_list(", ({})", [code, up]);
            }
            query = query.push(")");
        }
        query.push(" ")
    }

    /// The registers that are read.
    fn registers(&self) -> Vec<String> {
        let mut all = vec![self.register.id.clone()];
        for key in keys(self.table) {
            match key {
                Key::In(id) | Key::Many(id) | Key::Through(_, id, _) => all.push(id),
                _ => {}
            }
        }
        for one in &self.table.measures {
            if let Measured::SumIn(id, _) | Measured::CountIn(id) = &one.what {
                all.push(id.clone());
            }
        }
        all
    }

    /// The entries with their keys and what is measured of each. Without keys nothing is made several of.
    fn inner(&self, query: Query, keyed: bool) -> Query {
        let words = self.words();
        let mut picked = vec!["e.id as id".to_owned(), "e.subject as subject".to_owned()];
        let mut joined = String::new();
        let mut wanted = String::new();
        if keyed {
            for (at, key) in self.table.by.iter().enumerate() {
                let text = match words.several(key) {
                    Some((field, codes)) => {
                        let codes = codes.into_iter().chain([""]);
                        let all: Vec<String> =
                            codes.map(|code| format!("select {} as code", quoted(code))).collect();
                        let field = words.field(field);
                        joined.push_str(&format!(" cross join ({}) w_{at}", all.join(" union all ")));
                        wanted.push_str(&format!(
                            " and (case when w_{at}.code = '' then coalesce({field}, '[]') = '[]' else {field} like '%\"' || w_{at}.code || '\"%' end)"
                        ));
                        format!("w_{at}.code")
                    }
                    None => words.key(key),
                };
                picked.push(format!("{text} as k_{at}"));
            }
        }
        picked.extend(self.measured(&words));
        for (at, (key, _)) in self.maps.iter().enumerate() {
            joined.push_str(&format!(" left join map_{at} on map_{at}.code = {}", words.placed(key)));
        }
        let text = format!(
            "select {} from asked a cross join {} e{joined} where e.pending = 0 and e.state <> 'refused'{wanted}",
            picked.join(", "),
            words.source
        );
        self.narrowed(query.push(&text), &words)
    }

    /// What each column needs of an entry.
    fn measured(&self, words: &Words<'_>) -> Vec<String> {
        let mut out = Vec::new();
        if let Some(at) = self.table.sum {
            out.push(format!("{} as amount", words.number(at)));
        }
        if !self.table.share.is_empty() {
            let states: Vec<String> = self.table.share.iter().map(|one| quoted(one)).collect();
            out.push(format!(
                "case when {} in ({}) then 1 else 0 end as shared",
                words.state(),
                states.join(", ")
            ));
        }
        for (at, one) in self.table.measures.iter().enumerate() {
            match &one.what {
                Measured::Sum(field, less) | Measured::Mean(field, less) => {
                    let less = less.map(|less| format!(" - {}", words.number(less))).unwrap_or_default();
                    out.push(format!("({}{less}) as v_{at}", words.number(*field)));
                }
                Measured::Having(all) | Measured::Share(all) => {
                    out.push(format!("case when {} then 1 else 0 end as v_{at}", all_of(words, all)));
                }
                Measured::Days(from, to) | Measured::LongestDays(from, to) => {
                    out.push(format!("{} as a_{at}, {} as b_{at}", words.moment(from), words.moment(to)));
                }
                Measured::SumIn(register, field) => out.push(format!(
                    "(select cast(sum(cast(json(l.fields) ->> {} as bigint)) as bigint) {}) as v_{at}",
                    quoted(field),
                    words.linked(register)
                )),
                Measured::CountIn(register) => {
                    out.push(format!("(select count(*) {}) as v_{at}", words.linked(register)));
                }
                Measured::Subjects | Measured::Less(..) => {}
            }
        }
        out
    }

    fn narrowed(&self, mut query: Query, words: &Words<'_>) -> Query {
        query = query.push_bind(" and e.register = {}", &self.register.id);
        // With many counties an index by county would jump about: the register is walked in its own order.
        let county = if self.counties.len() > FEW { "(e.county || '')" } else { "e.county" };
        query = query.push_list(&format!(" and {county} in ({{}})"), self.counties.iter());
        let began = |mut query: Query, plan: &Self| {
            if let Some(from) = plan.from {
                query = query.push_bind(" and e.from_day >= {}", from);
            }
            if let Some(to) = plan.to {
                query = query.push_bind(" and e.from_day <= {}", to);
            }
            query
        };
        query = match self.table.over {
            CountOver::Open => {
                let query = query.push(" and e.from_day <= a.on_day and (e.to_day is null or e.to_day >= a.on_day)");
                if self.may_close_between() { query.push(&format!(" and {} in ({})", words.state(), self.open_states())) } else { query }
            }
            CountOver::Entered => began(query, self),
            CountOver::Ended => {
                let mut query = query.push(" and e.is_open = 0 and e.to_day is not null");
                if let Some(from) = self.from {
                    query = query.push_bind(" and e.to_day >= {}", from);
                }
                if let Some(to) = self.to {
                    query = query.push_bind(" and e.to_day <= {}", to);
                }
                query
            }
            CountOver::All => began(query.push(" and e.from_day <= a.on_day"), self),
            CountOver::Latest => query.push(&format!(
                " and e.from_day <= a.on_day and not exists (select 1 {} and (l.from_day > e.from_day or (l.from_day = e.from_day and l.id > e.id)))",
                words.linked(&self.register.id)
            )),
        };
        if !self.table.only.is_empty() {
            query = query.push(&format!(" and {}", all_of(words, &self.table.only)));
        }
        query
    }

    /// Whether an entry may have been closed on a day between its first and its last: only where something leads back from a closed state.
    fn may_close_between(&self) -> bool {
        let register = self.register;
        register.period
            && register
                .moves
                .iter()
                .any(|act| register.is_open(&act.to) && act.from.iter().any(|from| !register.is_open(from)))
    }

    fn open_states(&self) -> String {
        let open = self.register.states.iter().filter(|one| one.open);
        open.map(|one| quoted(&one.id)).collect::<Vec<_>>().join(", ")
    }

    fn key_names(&self, keyed: bool) -> Vec<String> {
        (0..if keyed { self.table.by.len() } else { 0 }).map(|at| format!("k_{at}")).collect()
    }

    /// The whole statement.
    fn statement(&self, keyed: bool) -> Query {
        let keys = self.key_names(keyed);
        let mut picked = keys.clone();
        picked.push("count(*) as n".to_owned());
        if self.distinct() {
            picked.push("count(distinct subject) as subjects".to_owned());
        }
        if self.table.sum.is_some() {
            picked.push("cast(sum(amount) as bigint) as amount".to_owned());
        }
        let having = |column: &str| {
            if self.table.subjects {
                format!("count(distinct case when {column} = 1 then subject end)")
            } else {
                format!("cast(sum({column}) as bigint)")
            }
        };
        if !self.table.share.is_empty() {
            picked.push(format!("{} as shared", having("shared")));
        }
        for (at, one) in self.table.measures.iter().enumerate() {
            let (sum, many) = match &one.what {
                Measured::Subjects | Measured::Less(..) => continue,
                Measured::Sum(..) | Measured::Mean(..) => {
                    (format!("cast(sum(v_{at}) as bigint)"), format!("count(v_{at})"))
                }
                Measured::Having(_) | Measured::Share(_) => {
                    (having(&format!("v_{at}")), "count(*)".to_owned())
                }
                Measured::Days(..) | Measured::LongestDays(..) => {
                    let days =
                        format!("({} - {})", day_number(&format!("b_{at}")), day_number(&format!("a_{at}")));
                    let how = if matches!(one.what, Measured::Days(..)) { "sum" } else { "max" };
                    (format!("cast({how}({days}) as bigint)"), format!("count({days})"))
                }
                Measured::SumIn(..) | Measured::CountIn(_) => (
                    format!("cast(sum(case when turn = 1 then v_{at} end) as bigint)"),
                    format!("count(case when turn = 1 then v_{at} end)"),
                ),
            };
            picked.push(format!("{sum} as s_{at}, {many} as c_{at}"));
        }
        let query = self.with().push(&format!("select {} from (", picked.join(", ")));
        let query = if self.linked() {
            let within: Vec<&str> = keys.iter().map(String::as_str).chain(["subject"]).collect();
            let turn = format!(
                "select y.*, row_number() over (partition by {} order by id) as turn from (",
                within.join(", ")
            );
            self.inner(query.push(&turn), keyed).push(") y")
        } else {
            self.inner(query, keyed)
        };
        let query = query.push(") x");
        if keys.is_empty() {
            return query;
        }
        let by = keys.join(", ");
        query.push(&format!(" group by {by} order by {by} limit {}", MOST + 1))
    }

    fn raw(&self, row: &Row, keyed: bool) -> Result<Raw, DbError> {
        let keys: Result<Vec<String>, DbError> =
            self.key_names(keyed).iter().map(|name| Ok(row.opt_text(name)?.unwrap_or_default())).collect();
        let number = |column: &str, there: bool| {
            Ok::<i64, DbError>(if there { row.opt_int(column)?.unwrap_or_default() } else { 0 })
        };
        let pair = |(at, one): (usize, &anye_programmes::Measure)| match one.what {
            Measured::Subjects | Measured::Less(..) => Ok((None, 0)),
            _ => Ok((row.opt_int(&format!("s_{at}"))?, row.int(&format!("c_{at}"))?)),
        };
        let pairs: Result<Vec<_>, DbError> = self.table.measures.iter().enumerate().map(pair).collect();
        Ok(Raw {
            keys: keys?,
            n: row.int("n")?,
            subjects: number("subjects", self.distinct())?,
            amount: number("amount", self.table.sum.is_some())?,
            shared: number("shared", !self.table.share.is_empty())?,
            pairs: pairs?,
        })
    }

    /// The rows by their keys; one more than there may be where there are too many.
    pub async fn rows(&self, from: &mut impl Read) -> Result<Vec<Raw>, DbError> {
        let rows = from.all(self.statement(true)).await?;
        rows.iter().map(|row| self.raw(row, true)).collect()
    }

    /// Over all entries, each once.
    pub async fn total(&self, from: &mut impl Read) -> Result<Raw, DbError> {
        let row = from.one(self.statement(false)).await?;
        self.raw(&row, false)
    }

    /// Ids of the entries that make a row.
    pub async fn behind(
        &self,
        from: &mut impl Read,
        keys: &[String],
        most: usize,
    ) -> Result<Vec<String>, DbError> {
        let query = self.with().push("select x.id as id from (");
        let mut query = self.inner(query, true).push(") x where 1 = 1");
        for (at, key) in keys.iter().enumerate().take(self.table.by.len()) {
            query = query.push_bind(&format!(" and x.k_{at} = {{}}"), key);
        }
        let query = query.push_bind(" order by x.id limit {}", i64::try_from(most).unwrap_or(i64::MAX));
        from.all(query).await?.iter().map(|row| row.text("id")).collect()
    }
}

fn all_of(words: &Words<'_>, all: &[Only]) -> String {
    let each: Vec<String> = all.iter().map(|one| words.meets(one)).collect();
    if each.is_empty() { "1 = 1".to_owned() } else { each.join(" and ") }
}

/// Entries of these registers as they were believed at a time.
fn seen(query: Query, registers: Vec<String>, at: i64) -> Query {
    const COLUMNS: &str = "id, register, subject_kind, subject, subject_name, place, county, state, is_open, pending, from_day, to_day, fields, course, reason";
    query
        .push(&format!(", seen as (select {COLUMNS} from entry o where"))
        .push_list(" o.register in ({})", registers.iter())
        .push_bind(" and o.recorded_at <= {}", at)
        .push_bind(" and not exists (select 1 from entry_was w where w.id = o.id and w.until_at > {})", at)
        .push(&format!(" union all select {COLUMNS} from entry_was v where"))
        .push_list(" v.register in ({})", registers.iter())
        .push_bind(" and v.recorded_at <= {}", at)
        .push_bind(" and v.until_at > {}", at)
        .push_bind(
            " and not exists (select 1 from entry_was w where w.id = v.id and w.version < v.version and w.until_at > {}))",
            at,
        )
}
