-- Programme cases and tasks (业务办理、待办): applications, decisions, publicity, certificates, offers without applying; pauses, delegation, batches.
-- Rows are never deleted; a draft that was sent stays as it was sent.

-- The permission that the next step asks for; empty: whoever works on cases.
alter table case_file add column needs text not null default '';
-- Since when the clock stands still; null: it runs.
alter table case_file add column paused_at bigint;
-- How often it was sent back.
alter table case_file add column returned bigint not null default 0;
-- The address of a page of its own; empty: the general page of cases.
alter table case_file add column page text not null default '';

create index case_file_due on case_file (state, due_at);

create table case_pause (
    case_id text not null references case_file (id),
    seq bigint not null,
    why text not null,
    from_at bigint not null,
    to_at bigint,
    by_id text not null,
    by_name text not null,
    primary key (case_id, seq)
);

-- While somebody is away another sees their tasks; what the other does is done in the other's own name.
create table case_delegation (
    id text not null primary key,
    from_id text not null,
    from_name text not null,
    to_id text not null,
    to_name text not null,
    from_day text not null,
    to_day text not null,
    reason text not null,
    made_at bigint not null,
    ended_at bigint
);

create index case_delegation_to on case_delegation (to_id, to_day);

create table task_view (
    id text not null primary key,
    account text not null,
    name text not null,
    query text not null,
    made_at bigint not null
);

create unique index task_view_name on task_view (account, name);

-- Acts on many cases at once: seen before they happen, taken back within a while.
create table task_batch (
    id text not null primary key,
    act text not null,
    by_id text not null,
    by_name text not null,
    made_at bigint not null,
    -- Until then it can be taken back.
    until_at bigint not null,
    -- done, undone, waiting
    state text not null,
    -- Case, its number after the act and what it was before, as JSON.
    items text not null,
    result text not null
);

create index task_batch_by on task_batch (by_id, made_at);

create table service_application (
    id text not null primary key,
    -- What was asked for, as JSON: ids of programmes.
    programmes text not null,
    matter text not null,
    place text not null,
    subject_kind text not null,
    subject text not null,
    -- itself, counter, employer or office
    channel text not null,
    -- Who applies, where they have an account.
    account text not null,
    -- Key to value as typed; sealed fields hold their sealed text.
    answers text not null,
    -- Ids of things that come into being with it: kind to id, as JSON.
    things text not null,
    -- draft, sent, withdrawn
    state text not null,
    made_by text not null,
    made_name text not null,
    made_at bigint not null,
    changed_at bigint not null,
    sent_at bigint,
    row_version bigint not null
);

create index service_application_account on service_application (account, state, made_at);
create index service_application_subject on service_application (subject_kind, subject);

create table service_case (
    case_id text not null primary key references case_file (id),
    application text not null references service_application (id),
    number text not null,
    programme text not null,
    place text not null,
    -- working, asked, second, public, held, granted, refused, rejected, withdrawn
    state text not null,
    -- Granted or refused as decided, before it is final: 1, 0 or null.
    granted bigint,
    -- What somebody proposes against the law's answer, waiting for a second person, as JSON.
    proposal text,
    -- What was asked for, as JSON.
    asked text not null,
    why text not null,
    -- The case that this one appeals against.
    appeals text,
    promised_at bigint,
    ended_at bigint,
    made_at bigint not null,
    row_version bigint not null
);

create unique index service_case_number on service_case (number);
create index service_case_application on service_case (application);
create index service_case_programme on service_case (programme, place, state);

-- One row a rule: decided anew, the newest counts.
create table service_decision (
    case_id text not null references service_case (case_id),
    seq bigint not null,
    rule text not null,
    -- Empty where no rule of the law decides.
    decision text not null,
    by_law text not null,
    granted bigint not null,
    amount_fen bigint,
    reason text not null,
    by_id text not null,
    by_name text not null,
    second_id text,
    second_name text,
    made_at bigint not null,
    primary key (case_id, seq)
);

create index service_decision_decision on service_decision (decision);

create table service_publicity (
    case_id text not null primary key references service_case (case_id),
    -- What everybody may see, masked, as JSON.
    shown text not null,
    from_day text not null,
    to_day text not null,
    -- public, held, ended, stopped
    state text not null,
    ended_at bigint
);

create index service_publicity_state on service_publicity (state, to_day);

create table service_objection (
    id text not null primary key,
    case_id text not null references service_case (case_id),
    name text not null,
    contact text not null,
    words text not null,
    at bigint not null,
    answer text,
    -- Whether it was right: 1 or 0.
    upheld bigint,
    answered_by text,
    answered_name text,
    answered_at bigint
);

create index service_objection_case on service_objection (case_id);

create table service_effect (
    case_id text not null references service_case (case_id),
    seq bigint not null,
    -- pay, register, end, fact, certificate, message
    kind text not null,
    -- What came of it, by its id where it is kept.
    made text not null,
    detail text not null,
    at bigint not null,
    primary key (case_id, seq)
);

create table service_certificate (
    number text not null primary key,
    -- Keyed into the address of the verify page.
    code text not null,
    case_id text not null references service_case (case_id),
    programme text not null,
    certificate text not null,
    title_zh text not null,
    title_en text not null,
    text_zh text not null,
    text_en text not null,
    -- What the verify page shows of who it is for.
    holder text not null,
    issued_at bigint not null,
    void_at bigint
);

create table service_message (
    id text not null primary key,
    account text not null,
    case_id text not null,
    zh text not null,
    en text not null,
    at bigint not null,
    read_at bigint
);

create index service_message_account on service_message (account, at);

-- Found entitled without having applied.
create table service_candidate (
    id text not null primary key,
    run text not null,
    programme text not null,
    rule text not null,
    subject_kind text not null,
    subject text not null,
    place text not null,
    amount_fen bigint,
    -- Reasons, as JSON.
    reasons text not null,
    found_at bigint not null,
    lapses_on text not null,
    -- offered, confirmed, declined, wrong, lapsed
    state text not null,
    answered_at bigint,
    answered_by text,
    answered_name text,
    why text,
    application text
);

create unique index service_candidate_one on service_candidate (programme, subject) where state = 'offered';
create index service_candidate_state on service_candidate (state, programme, place);

create table service_run (
    id text not null primary key,
    on_day text not null,
    started_at bigint not null,
    ended_at bigint,
    subjects bigint not null,
    found bigint not null,
    fresh bigint not null
);

-- Decisions that a fact changed afterwards would have come out otherwise.
create table service_affected (
    decision text not null,
    case_id text not null,
    before_outcome text not null,
    after_outcome text not null,
    before_fen bigint,
    after_fen bigint,
    seen_at bigint not null,
    primary key (decision, after_outcome, seen_at)
);

-- Attempts to see how far a case is without signing in, for slowing them down.
create table service_ask (
    source text not null,
    stretch bigint not null,
    tries bigint not null,
    primary key (source, stretch)
);

-- For whom an account may apply through the portal: linked at a counter, where the card was seen.
create table service_account (
    account text not null,
    subject_kind text not null,
    subject text not null,
    made_by text not null,
    made_name text not null,
    made_at bigint not null,
    ended_at bigint,
    primary key (account, subject_kind, subject)
);
