-- Money (资金): funds are content of the pack; here are their accounts, budgets, commitments, payment batches and bank files. Every amount is whole fen.

-- One account: fund × place × year × side. `balance` is the sum of its legs; debit is positive.
create table money_account (
    fund text not null,
    place text not null,
    year bigint not null,
    side text not null,
    balance bigint not null,
    primary key (fund, place, year, side)
);

-- The journal (日记账). A row is never changed or deleted; a mistake is reversed by another entry.
create table money_entry (
    id text not null primary key,
    at bigint not null,
    -- Chinese day that it counts for.
    on_day text not null,
    -- budget, adjust, income, carry, transfer, commit, release, send, settle, return, recover, collect, reverse
    kind text not null,
    reason text not null,
    ref_kind text not null,
    ref_id text not null,
    -- The entry it takes back: each is taken back once at most.
    reverses text,
    by_id text not null,
    by_name text not null
);

create unique index money_entry_reverses on money_entry (reverses);

create index money_entry_ref on money_entry (ref_kind, ref_id);

create table money_leg (
    entry_id text not null references money_entry (id),
    n bigint not null,
    fund text not null,
    place text not null,
    year bigint not null,
    side text not null,
    amount bigint not null,
    primary key (entry_id, n)
);

create index money_leg_account on money_leg (fund, place, year, side);

-- A budget and each change of it: wished by one person, confirmed by another.
create table money_budget (
    id text not null primary key,
    fund text not null,
    place text not null,
    year bigint not null,
    -- first or adjust
    kind text not null,
    amount bigint not null,
    reason text not null,
    -- wished, confirmed or refused
    state text not null,
    by_id text not null,
    by_name text not null,
    by_key text not null,
    at bigint not null,
    done_by text,
    done_name text,
    done_at bigint,
    entry_id text references money_entry (id),
    row_version bigint not null
);

create index money_budget_place on money_budget (place, year, fund);

-- Figures that rules about funds need, such as last year's general revenue. A later row takes the place of an earlier one.
create table money_figure (
    id text not null primary key,
    figure text not null,
    place text not null,
    year bigint not null,
    amount bigint not null,
    source text not null,
    by_id text not null,
    by_name text not null,
    at bigint not null
);

create index money_figure_place on money_figure (figure, place, year);

-- Where money for a payee goes. The account is sealed, with a keyed index to see that two payees share one; the row in use has no `ended`.
create table money_payee (
    id text not null primary key,
    payee_kind text not null,
    payee text not null,
    name text not null,
    bank text not null,
    account_sealed text not null,
    account_blind text not null,
    account_shown text not null,
    place text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    ended bigint
);

create unique index money_payee_now on money_payee (payee_kind, payee) where ended is null;

create index money_payee_account on money_payee (account_blind);

create table money_commitment (
    id text not null primary key,
    decision text not null,
    case_id text not null,
    payee_kind text not null,
    payee text not null,
    -- As shown on pages.
    payee_name text not null,
    benefit text not null,
    period text not null,
    fund text not null,
    place text not null,
    year bigint not null,
    amount bigint not null,
    due_on text not null,
    -- open, batched, paid or released
    state text not null,
    batch_id text,
    entry_id text not null references money_entry (id),
    at bigint not null,
    by_id text not null,
    by_name text not null
);

-- Person, benefit and period once, for as long as the commitment stands.
create unique index money_commitment_once on money_commitment (payee_kind, payee, benefit, period) where state <> 'released';

create index money_commitment_due on money_commitment (fund, year, state, due_on);

create index money_commitment_place on money_commitment (place, benefit, state);

create index money_commitment_batch on money_commitment (batch_id);

create index money_commitment_decision on money_commitment (decision);

-- Who bears how much of a commitment. The parts add up to it.
create table money_share (
    commitment_id text not null references money_commitment (id),
    place text not null,
    amount bigint not null,
    primary key (commitment_id, place)
);

create table money_batch (
    id text not null primary key,
    place text not null,
    year bigint not null,
    seq bigint not null,
    fund text not null,
    bank text not null,
    title text not null,
    -- made, checked, approved, sent, settled, rejected
    state text not null,
    n_lines bigint not null,
    total bigint not null,
    -- SM3 of the canonical batch.
    digest text not null,
    -- How many must approve before it is paid.
    needs bigint not null,
    file_digest text,
    sent_at bigint,
    settled_at bigint,
    send_entry text references money_entry (id),
    at bigint not null,
    row_version bigint not null
);

create unique index money_batch_number on money_batch (place, year, seq);

create index money_batch_state on money_batch (state, place);

-- Who did what with a batch. The same person stands in it once: maker, checkers and payer differ, by the key of the person and not by the account.
create table money_hand (
    batch_id text not null references money_batch (id),
    person_key text not null,
    -- make, check or pay
    act text not null,
    account text not null,
    name text not null,
    digest text not null,
    at bigint not null,
    primary key (batch_id, person_key)
);

-- What happened to a batch, in order.
create table money_event (
    batch_id text not null references money_batch (id),
    seq bigint not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    what text not null,
    detail text not null,
    primary key (batch_id, seq)
);

create table money_line (
    batch_id text not null references money_batch (id),
    n bigint not null,
    commitment_id text not null references money_commitment (id),
    payee_kind text not null,
    payee text not null,
    payee_name text not null,
    benefit text not null,
    period text not null,
    amount bigint not null,
    -- The account as shown, and its keyed index: a change of account after approval is seen.
    account_id text not null references money_payee (id),
    account text not null,
    account_blind text not null,
    -- prepared, withdrawn, sent, paid, failed, unknown or returned
    state text not null,
    bank_ref text,
    note text,
    settled_on text,
    primary key (batch_id, n)
);

-- A person gets a benefit for a period once, for ever; what failed, came back or was taken out may be paid again.
create unique index money_line_once on money_line (payee_kind, payee, benefit, period)
where state in ('prepared', 'sent', 'unknown', 'paid');

create index money_line_commitment on money_line (commitment_id);

create index money_line_payee on money_line (payee_kind, payee);

-- A result file of a bank, taken in whole or not at all.
create table money_result (
    id text not null primary key,
    batch_id text not null references money_batch (id),
    file_name text not null,
    digest text not null,
    n_lines bigint not null,
    total bigint not null,
    entry_id text references money_entry (id),
    at bigint not null,
    by_id text not null,
    by_name text not null
);

create unique index money_result_file on money_result (batch_id, digest);

create table money_outcome (
    result_id text not null references money_result (id),
    batch_id text not null,
    n bigint not null,
    state text not null,
    bank_ref text not null,
    note text not null,
    settled_on text not null,
    primary key (result_id, n)
);

create index money_outcome_line on money_outcome (batch_id, n);

-- What was paid and should not have been (多付追回).
create table money_recovery (
    id text not null primary key,
    batch_id text not null,
    n bigint not null,
    place text not null,
    fund text not null,
    year bigint not null,
    amount bigint not null,
    collected bigint not null,
    reason text not null,
    case_id text not null,
    -- open or collected
    state text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null,
    row_version bigint not null,
    foreign key (batch_id, n) references money_line (batch_id, n)
);

create index money_recovery_line on money_recovery (batch_id, n);

-- Something that a rule of the pack says is not as it should be, from the day it was seen until it ended.
create table money_alarm (
    id text not null primary key,
    rule text not null,
    fund text not null,
    place text not null,
    year bigint not null,
    figure text not null,
    bound text not null,
    case_id text not null,
    since bigint not null,
    ended bigint
);

create unique index money_alarm_open on money_alarm (rule, fund, place, year) where ended is null;

-- Payments that no rule of the pack permits, and tries to commit beyond what is permitted.
create table money_refusal (
    id text not null primary key,
    fund text not null,
    place text not null,
    benefit text not null,
    payee_kind text not null,
    payee text not null,
    period text not null,
    amount bigint not null,
    decision text not null,
    -- use, budget
    why text not null,
    at bigint not null,
    by_name text not null
);
