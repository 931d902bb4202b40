-- Warnings (失业预警): month closes, their figures and lights, warnings with their cases, plans of places, what was reported upwards.

-- A close of a form's period. Figures are seen only through the run that is current; one that was cut off is never seen.
create table signal_run (
    id text not null primary key,
    form text not null,
    period text not null,
    -- 1 the first close, one more for each that followed because reports or rules had changed.
    number bigint not null,
    -- running, done
    state text not null,
    current bigint not null,
    -- SM3 of the reports and rules that went in: the same again changes nothing.
    digest text not null,
    rules text not null,
    reports bigint not null,
    as_of bigint not null,
    began_at bigint not null,
    finished_at bigint,
    by_id text not null,
    by_name text not null,
    result text not null
);

create unique index signal_run_number on signal_run (form, period, number);

create index signal_run_current on signal_run (form, current, period);

create table signal_value (
    run text not null,
    place text not null,
    -- Letter of the section; empty: all.
    industry text not null,
    -- An indicator of the pack, or an estimate (est.…).
    indicator text not null,
    -- The light's id; empty: none is asked for.
    rule text not null,
    form text not null,
    period text not null,
    -- Decimal text; empty: none, and `missing` says why.
    value text not null,
    missing text not null,
    se text not null,
    adjusted text not null,
    trend text not null,
    -- [{"period","mean","low","high"}]
    forecast text not null,
    -- With inertia; empty: no light.
    light text not null,
    -- Of this period alone.
    light_now text not null,
    -- Lights of the latest periods alone, the oldest first.
    recent text not null,
    -- The threshold that was crossed.
    threshold text not null,
    reporters bigint not null,
    -- What it is made of.
    detail text not null,
    primary key (run, place, industry, indicator, rule)
);

create index signal_value_series on signal_value (place, indicator, industry, form, period);

-- Employers that stand out in a close: posts lost, or silent.
create table signal_firm (
    run text not null,
    -- lost, silent
    kind text not null,
    employer text not null,
    path text not null,
    industry text not null,
    before_count bigint not null,
    now_count bigint,
    silent_months bigint not null,
    -- Chance of so much silence given its own record, in millionths.
    chance bigint not null,
    primary key (run, kind, employer)
);

-- A warning: a light at or above a level that the pack answers with a plan. It is open as long as its case is.
create table warning (
    id text not null primary key,
    form text not null,
    place text not null,
    industry text not null,
    rule text not null,
    indicator text not null,
    level text not null,
    value text not null,
    threshold text not null,
    -- Period that raised it, and the last one that still showed it.
    period text not null,
    last_period text not null,
    run text not null,
    plan text not null,
    -- The emergency plan of the place in use when it was raised; empty: none was valid.
    plan_of_place text not null,
    case_id text not null,
    raised_at bigint not null
);

create index warning_key on warning (place, rule, industry, form);

create index warning_case on warning (case_id);

-- Emergency plans of places (应急预案). A version is never changed; a newer one takes its place.
create table plan_of_place (
    id text not null primary key,
    place text not null,
    version text not null,
    title text not null,
    triggers text not null,
    tasks text not null,
    persons text not null,
    valid_from text not null,
    valid_to text,
    review_on text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null
);

create index plan_of_place_place on plan_of_place (place, valid_from);

-- Judgement sessions (会商研判).
create table judgement (
    id text not null primary key,
    case_id text not null,
    held_on text not null,
    parties text not null,
    figures text not null,
    opinions text not null,
    conclusion text not null,
    measures text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null
);

create index judgement_case on judgement (case_id);

-- Abnormal changes reported upwards (异常动态上报): one row a warning and recipient.
create table upward (
    warning text not null references warning (id),
    recipient text not null,
    sent_at bigint,
    sent_by text not null,
    received_at bigint,
    received_by text not null,
    note text not null,
    primary key (warning, recipient)
);

create index upward_open on upward (sent_at, received_at);
