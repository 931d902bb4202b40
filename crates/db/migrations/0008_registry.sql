-- The register of employers (用人单位名录). Current values stand in `employer`; every fact with its days and its source in `employer_fact`.

create table employer (
    id text not null primary key,
    -- 统一社会信用代码 as given; a wrong check digit is a doubt, never a reason to refuse.
    code text not null,
    name text not null,
    place text not null,
    -- GB/T 4754: letter of the section, or letter and digits.
    industry text not null,
    ownership text not null,
    size text not null,
    -- 规模以上
    above_scale bigint not null,
    labour_intensive bigint not null,
    hard_hit bigint not null,
    staff bigint,
    -- active, suspended, closed, cancelled
    state text not null,
    created_at bigint not null,
    version bigint not null
);

create unique index employer_code on employer (code);

create index employer_place on employer (place, id);

create index employer_name on employer (name, id);

-- Valid time: valid_from is the first day, valid_to the first day that no longer holds. Record time: recorded_at and superseded_at.
-- Rows are never deleted and only superseded_at is ever set.
create table employer_fact (
    id text not null primary key,
    employer_id text not null references employer (id),
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

create index employer_fact_employer on employer_fact (employer_id, field, valid_from);

-- Accounts that may report for an employer (企业填报人).
create table employer_contact (
    employer_id text not null references employer (id),
    account text not null,
    since bigint not null,
    ended bigint,
    primary key (employer_id, account)
);

create index employer_contact_account on employer_contact (account);
