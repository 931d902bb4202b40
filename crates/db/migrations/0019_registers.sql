-- Facts (事实), things (对象), and entries of registers (名册). What a rule of the law reads is what stands in `fact`.

-- Households, providers, contracts and whatever else the law's dictionary knows that has no table of its own; and, for every thing with facts, the row whose
-- number two writers take turns on.
create table thing (
    -- Kind of the dictionary, such as households.
    kind text not null,
    id text not null,
    name text not null,
    -- Where it is; empty where it has no place of its own.
    place text not null,
    county text not null,
    -- active, ended; empty for a row that only holds the number of another table's thing.
    state text not null,
    created_at bigint not null,
    created_by text not null,
    version bigint not null,
    primary key (kind, id)
);

create index thing_place on thing (kind, county, name, id);

-- Valid time: valid_from is the first day, valid_to the first day that no longer holds. Record time: recorded_at and superseded_at.
-- Rows are never deleted and only superseded_at is ever set.
create table fact (
    id text not null primary key,
    kind text not null,
    thing text not null,
    field text not null,
    -- JSON, as the law's facts files write it.
    value text not null,
    -- The id of the other thing, where the field is a relation.
    target text,
    valid_from text not null,
    valid_to text,
    recorded_at bigint not null,
    recorded_by text not null,
    recorded_name text not null,
    superseded_at bigint,
    source text not null,
    evidence text not null
);

create index fact_thing on fact (kind, thing, field, valid_from);
create index fact_target on fact (target, kind, field) where target is not null;
create index fact_recorded on fact (recorded_at);
create index fact_superseded on fact (superseded_at) where superseded_at is not null;

create table entry (
    id text not null primary key,
    register text not null,
    subject_kind text not null,
    subject text not null,
    -- As it stood when it was entered; search and lists read it.
    subject_name text not null,
    place text not null,
    county text not null,
    state text not null,
    -- 1: its facts hold, its duties run, uniqueness looks at it.
    is_open bigint not null,
    -- 1: a second person has not confirmed it yet.
    pending bigint not null,
    -- First and last day, both included.
    from_day text not null,
    to_day text,
    -- Field → value, as JSON; sealed ones as sealed text.
    fields text not null,
    -- The days on which it came into its states, as JSON.
    course text not null,
    -- counter, portal, import, programme, office
    channel text not null,
    source text not null,
    evidence text not null,
    -- Why it ended or changed last.
    reason text not null,
    -- Number of its certificate, and what a forger does not know.
    number text,
    check_code text,
    -- What a second person has to confirm, as JSON; null: nothing.
    wish text,
    -- The answer of the rule that recognised it, as JSON; null: none.
    answer text,
    -- First and last day it is made public; null: not.
    public_from text,
    public_to text,
    recorded_at bigint not null,
    recorded_by text not null,
    recorded_name text not null,
    confirmed_by text,
    confirmed_name text,
    version bigint not null
);

create index entry_list on entry (register, county, from_day, id);
create index entry_all on entry (register, from_day, id);
create index entry_next on entry (register, id);
create index entry_subject on entry (subject_kind, subject, register);
create unique index entry_number on entry (number);
create index entry_public on entry (register, public_to) where public_to is not null;

-- Everything that happened to an entry: opened, proposed, confirmed, refused, moved, ended, corrected, transferred, wished.
create table entry_event (
    entry_id text not null references entry (id),
    seq bigint not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    what text not null,
    day text not null,
    -- Before and after, reasons, words: as JSON.
    detail text not null,
    primary key (entry_id, seq)
);

create index entry_event_at on entry_event (at);

-- What may be there only once or so many times: one row for each rule of the register and each entry.
create table entry_key (
    -- Written before the entry: who holds the turn decides whether it may be there.
    entry_id text not null,
    register text not null,
    -- u0, u1 … for what is unique, l0, l1 … for what is limited.
    rule text not null,
    key_text text not null,
    from_day text not null,
    to_day text,
    is_open bigint not null,
    primary key (entry_id, rule)
);

create index entry_key_same on entry_key (register, rule, key_text);

-- Whoever enters, changes or ends takes turns on these rows; `held` never passes the limit.
create table entry_guard (
    register text not null,
    rule text not null,
    key_text text not null,
    held bigint not null,
    turns bigint not null,
    primary key (register, rule, key_text)
);

-- Quotas (控制数、指标) by place and period, proposed by one person and put in force by another.
create table entry_quota (
    id text not null primary key,
    register text not null,
    quota text not null,
    place text not null,
    -- A year, a month, or empty for always.
    period text not null,
    most bigint not null,
    basis text not null,
    -- proposed, in_force, replaced, refused
    state text not null,
    proposed_by text not null,
    proposed_name text not null,
    proposed_at bigint not null,
    decided_by text,
    decided_name text,
    decided_at bigint
);

create unique index entry_quota_force on entry_quota (register, quota, place, period) where state = 'in_force';
create index entry_quota_register on entry_quota (register, place);

-- What has to be done about an open entry, by when.
create table entry_duty (
    id text not null primary key,
    entry_id text not null references entry (id),
    register text not null,
    duty text not null,
    -- 2020-06 and the like where it comes again and again; empty where once.
    period text not null,
    subject_kind text not null,
    subject text not null,
    -- Whose office has to do it.
    place text not null,
    county text not null,
    -- First day on which it can be done.
    starts text not null,
    warn_at bigint not null,
    due_at bigint not null,
    -- waiting, soon, overdue, done, dropped
    state text not null,
    -- done after it was due: 1.
    late bigint not null,
    done_at bigint,
    done_name text,
    -- The entry that fulfilled it.
    done_entry text,
    note text not null,
    -- The case that came of it.
    case_id text
);

create unique index entry_duty_once on entry_duty (entry_id, duty, period);
create index entry_duty_clock on entry_duty (state, warn_at);
create index entry_duty_due on entry_duty (state, due_at);
create index entry_duty_list on entry_duty (county, state, due_at);
create index entry_duty_subject on entry_duty (subject_kind, subject, state);

-- Files of entries that were taken in: the same contents again change nothing.
create table entry_import (
    id text not null primary key,
    register text not null,
    digest text not null,
    name text not null,
    rows_read bigint not null,
    taken bigint not null,
    refused bigint not null,
    done_rows bigint not null,
    -- running, done
    state text not null,
    at bigint not null,
    account text not null
);

create unique index entry_import_digest on entry_import (register, digest);
