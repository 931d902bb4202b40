-- Persons (个人). Numbers of cards and phones are sealed (SM4-GCM) and found through keyed indices (HMAC-SM3); no column holds one in clear.
-- What stands now is in `person`; what was believed before, and since when, in `person_fact`.

-- Which keys have ever sealed something here. A key that opens its own check text is the right one; one that is missing stops the start.
create table seal_key (
    purpose text not null,
    kid text not null,
    check_text text not null,
    created_at bigint not null,
    primary key (purpose, kid)
);

create table person (
    id text not null primary key,
    -- As people have it; `name_key` is the form that is compared, `initials` the first letters of its pinyin.
    name text not null,
    name_key text not null,
    initials text not null,
    -- male, female or nothing
    sex text not null,
    birth_date text,
    -- Where they live: a county or lower, with the county's six digits beside it.
    place text not null,
    county text not null,
    -- 户籍地, 户籍类型; empty where not known
    residence_place text not null,
    residence_type text not null,
    phone_sealed text not null,
    phone_blind text,
    -- active, merged
    state text not null,
    merged_into text,
    -- Of the first registration: since when it holds, where it comes from.
    since text not null,
    source text not null,
    evidence text not null,
    created_at bigint not null,
    created_by text not null,
    created_name text not null,
    version bigint not null
);

create index person_name on person (county, name_key, id);

create index person_initials on person (county, initials, id);

create index person_same on person (name_key, birth_date);

create index person_phone on person (phone_blind);

-- A person may have several: an old one of 15 digits, one that was changed, a card of another sort.
create table person_number (
    id text not null primary key,
    person_id text not null references person (id),
    kind text not null,
    -- Country of a passport; empty otherwise.
    issuer text not null,
    sealed text not null,
    blind text not null,
    -- current, former, wrong
    state text not null,
    -- Empty, or the row's own id where the number turned out to be somebody else's and is free again.
    slot text not null,
    -- 1: the check digit does not follow and paper was seen.
    doubtful bigint not null,
    evidence text not null,
    recorded_at bigint not null,
    recorded_by text not null
);

create unique index person_number_blind on person_number (blind, kind, issuer, slot);

create index person_number_person on person_number (person_id);

-- Valid time: valid_from is the first day, valid_to the first day that no longer holds. Record time: recorded_at and superseded_at.
-- Rows are never deleted and only superseded_at is ever set. The value of a phone is sealed.
create table person_fact (
    id text not null primary key,
    person_id text not null references person (id),
    field text not null,
    value text not null,
    valid_from text not null,
    valid_to text,
    recorded_at bigint not null,
    recorded_by text not null,
    recorded_name text not null,
    superseded_at bigint,
    source text not null,
    evidence text not null
);

create index person_fact_person on person_fact (person_id, field, valid_from);

-- Who looked: at the page, at a number. The person may ask for it.
create table person_look (
    id text not null primary key,
    person_id text not null,
    -- page, number, phone, birth, copy
    what text not null,
    account text not null,
    account_name text not null,
    day text not null,
    at bigint not null,
    purpose text not null,
    note text not null
);

create index person_look_person on person_look (person_id, at);

create index person_look_account on person_look (account, day, what);

-- Two records that may be one person, and what became of it: open, proposed, merged, distinct, undone.
create table person_pair (
    id text not null primary key,
    one_id text not null references person (id),
    other_id text not null references person (id),
    -- 0 to 100
    score bigint not null,
    reasons text not null,
    state text not null,
    -- The one that stays, once proposed.
    keep_id text,
    found_at bigint not null,
    proposed_at bigint,
    proposed_by text,
    proposed_name text,
    proposed_note text not null,
    decided_at bigint,
    decided_by text,
    decided_name text,
    decided_note text not null,
    version bigint not null
);

create unique index person_pair_both on person_pair (one_id, other_id);

create index person_pair_other on person_pair (other_id);

create index person_pair_state on person_pair (state, score, id);

-- Files of persons that were taken in: the same contents again change nothing.
create table person_import (
    id text not null primary key,
    digest text not null,
    name text not null,
    rows_read bigint not null,
    created bigint not null,
    unchanged bigint not null,
    refused bigint not null,
    -- running, done
    state text not null,
    done_rows bigint not null,
    started_at bigint not null,
    finished_at bigint,
    account text not null
);

create unique index person_import_digest on person_import (digest);
