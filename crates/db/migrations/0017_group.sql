-- Special working groups of cases (专门工作组): members, day, what they did, result. Nothing is ever deleted.

create table case_group (
    case_id text not null references case_file (id),
    seq bigint not null,
    name text not null,
    formed_on text not null,
    -- [{"name", "office", "part"}]
    members text not null,
    -- Null while it works.
    ended_on text,
    result text,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    primary key (case_id, seq)
);

create table case_group_act (
    case_id text not null,
    group_seq bigint not null,
    seq bigint not null,
    done_on text not null,
    what text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    primary key (case_id, group_seq, seq),
    foreign key (case_id, group_seq) references case_group (case_id, seq)
);
