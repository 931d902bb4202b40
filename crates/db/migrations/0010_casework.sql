-- Cases (办件): what has to be done about something, in steps with deadlines and addressees. A case is never deleted.

create table case_file (
    id text not null primary key,
    -- What brings it about: signal, layoff, contradiction, incident …
    kind text not null,
    -- What it is about, such as employer and its id.
    subject_kind text not null,
    subject text not null,
    place text not null,
    title_zh text not null,
    title_en text not null,
    -- green, blue, yellow, orange or red; empty where the kind has no levels.
    level text not null,
    -- open or closed.
    state text not null,
    -- The same thing again does not open a second case while one is open.
    merge_key text not null,
    repeats bigint not null,
    opened_at bigint not null,
    due_at bigint not null,
    -- Who took it on, and when; nobody yet is null.
    owner text,
    owner_name text,
    acknowledged_at bigint,
    -- How far up it was escalated: the place that answers for it now.
    answers text not null,
    escalations bigint not null,
    next_escalation_at bigint,
    closed_at bigint,
    -- confirmed, false_alarm, duplicate or no_action, and the account in words.
    outcome text,
    outcome_note text,
    -- What the kind keeps of its own, as JSON: evidence, the rule, the figures.
    detail text not null,
    row_version bigint not null
);

create unique index case_file_open on case_file (kind, merge_key) where state = 'open';
create index case_file_place on case_file (place, state, due_at);
create index case_file_subject on case_file (subject_kind, subject);
create index case_file_escalation on case_file (next_escalation_at) where state = 'open';

create table case_step (
    case_id text not null references case_file (id),
    seq bigint not null,
    step text not null,
    name_zh text not null,
    name_en text not null,
    addressee text not null,
    due_at bigint not null,
    -- pending, done or skipped.
    state text not null,
    done_by text,
    done_name text,
    done_at bigint,
    -- The day on which it happened, where that is not the day of the entry.
    happened_on text,
    note text,
    primary key (case_id, seq)
);

-- Everything that happened to a case, in words a reader can follow: opened, repeated, acknowledged, step, level, note, escalated, closed.
create table case_event (
    case_id text not null references case_file (id),
    seq bigint not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    what text not null,
    -- Values for the sentence, as JSON.
    detail text not null,
    primary key (case_id, seq)
);

-- A change of level by hand waits for a second person.
create table case_level_wish (
    case_id text not null primary key references case_file (id),
    level text not null,
    reason text not null,
    by_id text not null,
    by_name text not null,
    at bigint not null
);

-- A case that brought another about, or belongs to it: wave, duplicate, cause, measure.
create table case_link (
    from_id text not null references case_file (id),
    to_id text not null references case_file (id),
    kind text not null,
    at bigint not null,
    by_name text not null,
    primary key (from_id, to_id, kind)
);
