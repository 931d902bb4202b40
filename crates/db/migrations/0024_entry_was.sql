-- What entries of registers were before they were changed (条目旧版): a table of figures can be asked for as far as was known at a time.
-- Rows are written with the change that replaces them and never touched again; what was changed before this table came is known as it stood then.
create table entry_was (
    id text not null references entry (id),
    version bigint not null,
    register text not null,
    subject_kind text not null,
    subject text not null,
    subject_name text not null,
    place text not null,
    county text not null,
    state text not null,
    is_open bigint not null,
    pending bigint not null,
    from_day text not null,
    to_day text,
    fields text not null,
    course text not null,
    reason text not null,
    -- When the entry was first recorded.
    recorded_at bigint not null,
    -- Until when it was believed so.
    until_at bigint not null,
    primary key (id, version)
);

create index entry_was_register on entry_was (register, until_at);
