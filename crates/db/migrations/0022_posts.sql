-- Rounds in which scarce places are given to candidates in the order that the law sets (排序安置). Nothing is deleted.

create table post_round (
    id text not null primary key,
    -- Which allocation of the pack.
    allocation text not null,
    title text not null,
    place text not null,
    county text not null,
    -- collecting, ranked, confirmed or closed.
    state text not null,
    -- Digest of the seed of the lots, shown from the beginning; the seed itself is shown once lots are drawn.
    seed_digest text not null,
    seed text not null,
    -- Day as of which it was ranked, rule and version of the rule book.
    ranked_on text,
    rule text not null,
    rule_version text,
    opened_by text not null,
    opened_name text not null,
    opened_at bigint not null,
    ranked_by text,
    ranked_name text,
    ranked_at bigint,
    confirmed_by text,
    confirmed_name text,
    confirmed_at bigint,
    row_version bigint not null
);

create index post_round_county on post_round (county, opened_at);

-- The places of a round: open entries of the register that the allocation names.
create table post_place (
    round_id text not null references post_round (id),
    seq bigint not null,
    entry_id text not null,
    title text not null,
    employer text not null,
    primary key (round_id, seq)
);

create table post_candidate (
    round_id text not null references post_round (id),
    person text not null,
    name text not null,
    -- Register by whose entry they came in; empty where somebody added them.
    came_by text not null,
    -- Places they wish for, as numbers in their order, with commas; empty: any.
    wishes text not null,
    lot bigint,
    -- granted, refused, needs … as the law's decisions say it.
    outcome text,
    rank bigint,
    -- Clauses and sentence in both languages, as JSON.
    reasons text,
    -- candidate, not_eligible, waiting, offered, accepted, declined
    state text not null,
    offered bigint,
    answered_at bigint,
    answered_name text,
    note text not null,
    primary key (round_id, person)
);

create unique index post_candidate_offer on post_candidate (round_id, offered) where state in ('offered', 'accepted');
