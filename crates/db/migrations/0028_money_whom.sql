-- Whom money is for (受益对象): the person hired, where an employer is paid for having hired. Whom, benefit and period are one payment for ever, whoever is paid.

alter table money_commitment add column whom_kind text not null default '';
alter table money_commitment add column whom text not null default '';

-- Until now it was for who was paid.
update money_commitment set whom_kind = payee_kind, whom = payee;

drop index money_commitment_once;

create unique index money_commitment_once on money_commitment (whom, benefit, period, whom_kind) where state <> 'released';

alter table money_line add column whom_kind text not null default '';
alter table money_line add column whom text not null default '';

update money_line set whom_kind = payee_kind, whom = payee;

drop index money_line_once;

create unique index money_line_once on money_line (whom, benefit, period, whom_kind)
where state in ('prepared', 'sent', 'unknown', 'paid');
