-- Layoff notices (裁员报告): what an employer said, every version of it, and what the rules said about it. Nothing is ever deleted.

create table layoff_notice (
    id text not null primary key,
    employer_id text not null,
    -- Where the employer stood when the notice was filed.
    place text not null,
    -- draft or filed.
    state text not null,
    -- What is being written: answers as JSON; empty where nothing waits.
    draft text not null,
    -- Content of the latest version, for lists.
    event text not null,
    persons bigint,
    carried_out_on text,
    event_at bigint,
    reported_at bigint,
    -- Tenths of a percent of the staff.
    share bigint,
    -- required, not_required or needs; empty for a draft.
    needed text not null,
    -- How many duties are broken.
    breaches bigint not null,
    -- The first notice of the wave this one belongs to; its own id where it is the first.
    wave text not null,
    case_id text,
    version bigint not null,
    created_at bigint not null,
    created_by text not null,
    created_name text not null,
    changed_at bigint not null,
    row_version bigint not null
);

create index layoff_notice_employer on layoff_notice (employer_id, carried_out_on);

create index layoff_notice_place on layoff_notice (place, state);

-- Immutable: a correction is another version.
create table layoff_notice_version (
    notice_id text not null references layoff_notice (id),
    version bigint not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    why text not null,
    -- What was answered, what the register said that day, what each rule said, as JSON.
    answers text not null,
    employer text not null,
    verdicts text not null,
    rule_book text not null,
    decided_on text not null,
    primary key (notice_id, version)
);

-- What a person found about two notices: duplicate, different or wave.
create table layoff_tie (
    one text not null references layoff_notice (id),
    other text not null references layoff_notice (id),
    kind text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    primary key (one, other)
);

-- A promise not to lay off, or to lay off few (不裁员或少裁员承诺).
create table layoff_pledge (
    id text not null primary key,
    employer_id text not null,
    place text not null,
    -- none or few.
    kind text not null,
    since text not null,
    until text not null,
    staff bigint not null,
    source text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null
);

create index layoff_pledge_employer on layoff_pledge (employer_id, since);
