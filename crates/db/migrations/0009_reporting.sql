-- Reporting (报表): panels, reports, sums up the tree, frozen figures. Columns are TEXT and BIGINT only.

create table panel_selection (
    id text not null primary key,
    panel text not null,
    -- The day of the frame.
    day text not null,
    seed text not null,
    design text not null,
    allocation text not null,
    frame_size bigint not null,
    frame_digest text not null,
    drawn_at bigint not null,
    drawn_by text not null,
    drawn_name text not null
);

create index panel_selection_panel on panel_selection (panel, drawn_at);

-- Entry and exit: a member counts from `entered` until before `ended`. Rows are never deleted.
create table panel_member (
    id text not null primary key,
    panel text not null,
    subject text not null,
    place text not null,
    path text not null,
    stratum text not null,
    entered text not null,
    ended text,
    reason text not null,
    end_reason text not null,
    weight_num bigint not null,
    weight_den bigint not null,
    selection text not null,
    replaces text,
    tags text not null
);

create index panel_member_panel on panel_member (panel, ended, path);

create index panel_member_subject on panel_member (subject, panel);

-- One row a report: all its cells in one text. What it was before stands in report_history.
create table report (
    id text not null primary key,
    form text not null,
    form_version text not null,
    period text not null,
    reporter text not null,
    place text not null,
    -- Codes from the province down to the place, joined by "/", as of the period's last day.
    path text not null,
    -- draft, submitted, partly (approved by some levels), approved, returned
    state text not null,
    -- 0 draft or returned, 1 submitted, one more for each level that has approved it.
    step bigint not null,
    -- Whether the sums up the tree hold it: 0 no, 1 as submitted, 2 as submitted and as approved.
    counted bigint not null,
    -- ";industry=C;size=large;"
    dims text not null,
    -- Cells as JSON by id of the item; what counts in the sums.
    cells text not null,
    -- A draft laid over the cells; empty: none.
    draft text not null,
    -- Cells as they were when they were last approved; empty: never.
    approved_cells text not null,
    doubts text not null,
    warnings bigint not null,
    effect bigint not null,
    late bigint not null,
    forced bigint not null,
    source text not null,
    digest text not null,
    submitted_at bigint,
    submitted_by text not null,
    approved_at bigint,
    approved_by text not null,
    changed_at bigint not null,
    version bigint not null
);

create unique index report_of on report (form, period, reporter);

create index report_queue on report (form, period, path);

create index report_reporter on report (reporter, form, period);

-- A report's cells before each change.
create table report_history (
    report text not null,
    version bigint not null,
    state text not null,
    cells text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    why text not null,
    primary key (report, version)
);

-- What was done to a report: submit, approve, return, resubmit, force, comment …
create table report_act (
    report text not null,
    number bigint not null,
    act text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    note text not null,
    primary key (report, number)
);

create table report_return (
    id text not null primary key,
    report text not null references report (id),
    cell text not null,
    reason text not null,
    deadline text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    resolved_at bigint
);

create index report_return_report on report_return (report);

-- Comments and follow-up marks (备注、跟踪标记).
create table report_note (
    id text not null primary key,
    report text not null references report (id),
    cell text not null,
    -- comment or follow_up
    kind text not null,
    text text not null,
    due text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    closed_at bigint,
    closed_by text not null
);

create index report_note_report on report_note (report);

create index report_note_open on report_note (kind, closed_at, due);

-- Sums up the tree: form × period × place × dimension × class. Changed by differences in the transaction that changes a report.
create table rollup (
    form text not null,
    period text not null,
    place text not null,
    dim text not null,
    code text not null,
    class text not null,
    n bigint not null,
    -- {"item":[sum,number of reports that hold it]}
    cells text not null,
    as_of bigint not null,
    primary key (form, period, place, dim, code, class)
);

create table period_lock (
    form text not null,
    period text not null,
    reason text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    primary key (form, period)
);

-- A change of a locked report: one person asks, another does it.
create table forced_change (
    id text not null primary key,
    report text not null references report (id),
    seen_version bigint not null,
    cells text not null,
    reason text not null,
    asked_at bigint not null,
    asked_by text not null,
    asked_name text not null,
    -- asked, done, refused
    state text not null,
    decided_at bigint,
    decided_by text not null,
    decided_name text not null,
    answer text not null
);

create index forced_change_report on forced_change (report);

create table figure_freeze (
    form text not null,
    period text not null,
    -- flash, preliminary, final
    vintage text not null,
    content text not null,
    digest text not null,
    reports bigint not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    primary key (form, period, vintage)
);

create table saved_query (
    id text not null primary key,
    owner text not null,
    name text not null,
    shared bigint not null,
    query text not null,
    changed_at bigint not null,
    version bigint not null
);

create index saved_query_owner on saved_query (owner);

-- Bulk import: a batch by the digest of its content; chunks wait here until they are done.
create table report_batch (
    id text not null primary key,
    form text not null,
    account text not null,
    rows bigint not null,
    chunks bigint not null,
    done bigint not null,
    options text not null,
    -- staged, running, done, refused
    state text not null,
    counts text not null,
    created_at bigint not null,
    finished_at bigint
);

create table report_chunk (
    batch text not null,
    number bigint not null,
    rows text not null,
    findings text not null,
    primary key (batch, number)
);
