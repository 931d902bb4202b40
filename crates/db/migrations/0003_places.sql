-- Places (行政区划): versions of places, parent links by tree, change events. Days are ISO texts; an empty valid_from means "not known since when",
-- so that it can stand in a key; valid_to is the first day that no longer holds.

create table place (
    code text not null,
    valid_from text not null,
    valid_to text,
    name text not null,
    level text not null,
    kind text not null,
    statistical_only bigint not null,
    civil_code text,
    english text,
    constraint place_pkey primary key (code, valid_from)
);

create table place_link (
    child text not null,
    tree text not null,
    valid_from text not null,
    valid_to text,
    parent text not null,
    constraint place_link_pkey primary key (child, tree, valid_from)
);

create index place_link_parent on place_link (parent, tree);

create table place_event (
    number bigint primary key,
    date text not null,
    "precision" text not null,
    kind text not null,
    tree text not null,
    code text not null,
    name text not null,
    new_code text not null,
    new_name text not null,
    parent text not null,
    new_parent text not null,
    source text not null,
    source_url text not null,
    note text not null
);

create index place_event_code on place_event (code);

create index place_event_new_code on place_event (new_code);

-- One row, counted up by each change: two imports at once stand in line here.
create table place_head (
    id bigint primary key,
    version bigint not null
);

insert into place_head (id, version) values (1, 0);
