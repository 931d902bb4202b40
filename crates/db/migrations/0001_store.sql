-- What every capability stands on: the schema's own version, idempotency keys, the audit chain.
-- Columns are TEXT and BIGINT only: times are milliseconds since 1970 UTC, days are ISO texts, yes and no are 1 and 0.

create table schema_version (
    version bigint primary key,
    name text not null,
    digest text not null
);

create table idempotency_key (
    actor text not null,
    key text not null,
    operation text not null,
    body_digest text not null,
    outcome text not null,
    created_at bigint not null,
    primary key (actor, key)
);

create table audit_record (
    seq bigint primary key,
    at bigint not null,
    actor_kind text not null,
    actor_id text not null,
    actor_name text not null,
    source text not null,
    trace text not null,
    action text not null,
    object_kind text not null,
    object_id text not null,
    place text not null,
    purpose text not null,
    outcome text not null,
    detail text not null,
    prev text not null,
    hash text not null
);

create index audit_record_object on audit_record (object_kind, object_id, seq);

create index audit_record_actor on audit_record (actor_id, seq);

create table audit_head (
    id bigint primary key,
    seq bigint not null,
    hash text not null
);

insert into audit_head (id, seq, hash) values (1, 0, '');
