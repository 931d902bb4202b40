-- Hand-over between offices (转移接续): offered by the office that has somebody, taken or refused by the other. Until then everything stays where it is.
-- What 0020 says of sealed fields in applications holds no more: applications have none, registers keep theirs sealed in `entry.fields`.

create table handover (
    id text not null primary key,
    -- entry, person
    kind text not null,
    thing text not null,
    -- Name of whom it is about when it was offered.
    name text not null,
    from_place text not null,
    from_county text not null,
    to_place text not null,
    to_county text not null,
    reason text not null,
    -- offered, accepted, refused, withdrawn
    state text not null,
    offered_at bigint not null,
    offered_by text not null,
    offered_name text not null,
    answered_at bigint,
    answered_by text,
    answered_name text,
    note text not null,
    version bigint not null
);

create unique index handover_once on handover (kind, thing) where state = 'offered';
create index handover_from on handover (from_county, state, offered_at);
create index handover_to on handover (to_county, state, offered_at);

-- The entries that go along; an entry is offered once at a time.
create table handover_entry (
    handover_id text not null references handover (id),
    entry_id text not null references entry (id),
    register text not null,
    waits bigint not null,
    primary key (handover_id, entry_id)
);

create unique index handover_entry_once on handover_entry (entry_id) where waits = 1;

-- Objections to entries that are public (公示异议). While one that holds is open, the entry does not leave the list.
create table entry_objection (
    id text not null primary key,
    entry_id text not null references entry (id),
    name text not null,
    contact text not null,
    words text not null,
    -- 1: the publicity does not end before it is answered.
    holds bigint not null,
    at bigint not null,
    answer text,
    -- Whether it was right: 1 or 0.
    upheld bigint,
    answered_by text,
    answered_name text,
    answered_at bigint
);

create index entry_objection_entry on entry_objection (entry_id, at);
create index entry_objection_open on entry_objection (answered_at, holds, entry_id);
