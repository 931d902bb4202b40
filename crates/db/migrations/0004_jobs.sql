-- The queue of jobs (后台任务). A job is enqueued in the transaction that wants it, and its name makes a second one of the same impossible.

create table job (
    id text primary key,
    kind text not null,
    name text not null,
    title text not null,
    input text not null,
    account text not null,
    place text not null,
    state text not null,
    done bigint not null,
    total bigint not null,
    checkpoint text not null,
    result text not null,
    error text not null,
    attempts bigint not null,
    cancel_wanted bigint not null,
    created_at bigint not null,
    run_after bigint not null,
    lease_until bigint not null,
    started_at bigint,
    finished_at bigint,
    version bigint not null
);

create unique index job_kind_name on job (kind, name);

create index job_queue on job (state, run_after);

create index job_account on job (account, created_at);
