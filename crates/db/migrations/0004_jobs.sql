-- to come
select 1;
