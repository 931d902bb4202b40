-- Decisions that were kept (决定), the rule books that decided them, and simulations (模拟) of rule books. Rows are never deleted.

-- A rule book by the SM3 of its sources: whatever decided or was simulated can be built again exactly.
create table law_book (
    id text not null primary key,
    -- SM3 of the content of the pack that it came from.
    version text not null,
    -- All law files and tables, as JSON.
    sources text not null,
    kept_at bigint not null
);

create table law_decision (
    id text not null primary key,
    place text not null,
    subject_kind text not null,
    subject_id text not null,
    rule text not null,
    rule_name text not null,
    on_day text not null,
    known_day text,
    outcome text not null,
    -- Null: no money is part of this decision.
    amount_fen bigint,
    book text not null references law_book (id),
    -- The published version, where the book was one.
    version_id text references law_version (id),
    -- As given, keys in order.
    facts text not null,
    answer text not null,
    lang text not null,
    made_by text not null,
    made_name text not null,
    made_at bigint not null,
    supersedes text references law_decision (id)
);

-- A decision is superseded by one other.
create unique index law_decision_supersedes on law_decision (supersedes);

create index law_decision_place on law_decision (place, id);

create index law_decision_subject on law_decision (subject_kind, subject_id, id);

create table law_simulation (
    id text not null primary key,
    from_book text not null references law_book (id),
    to_book text not null references law_book (id),
    -- What is tried, as JSON: made-up people with number and seed, or a folder of the server.
    people text not null,
    on_day text not null,
    job text not null,
    made_by text not null,
    made_name text not null,
    made_at bigint not null,
    -- Null until it is finished.
    finished_at bigint,
    result text
);

create index law_simulation_to on law_simulation (to_book, made_at);
