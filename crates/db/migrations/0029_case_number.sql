-- The last serial given to a case of a county on a day (办件编号): whoever takes the next waits until the one before is kept or gone, so that two clerks who send at once
-- both get a number.
create table service_serial (
    prefix text not null primary key,
    last bigint not null
);
