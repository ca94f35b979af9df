-- Whoever told a count may say that it was told in error, also before the count itself is heard of: it never counts.
alter table inventory.stock_count drop constraint stock_count_state_check;
alter table inventory.stock_count add constraint stock_count_state_check
    check (state in ('RECORDED', 'HELD', 'DROPPED', 'UNDONE', 'WITHDRAWN'));
alter table inventory.stock_count drop constraint stock_count_check;
alter table inventory.stock_count add constraint stock_count_held_check
    check (state in ('RECORDED', 'WITHDRAWN') or held_change is not null);
comment on table inventory.stock_count is 'append-only but for the state of those that were held or withdrawn';

create or replace function inventory.refuse_to_rewrite_a_count() returns trigger language plpgsql as $$
begin
    if old.state = 'HELD' and new.state in ('RECORDED', 'DROPPED', 'WITHDRAWN')
        or old.state = 'RECORDED' and new.state = 'WITHDRAWN'
        or old.state = 'RECORDED' and old.held_change is not null and new.state = 'UNDONE' then
        old.state := new.state;
        if old = new then
            return new;
        end if;
    end if;
    raise exception 'inventory.stock_count is append-only: count again instead' using errcode = 'restrict_violation';
end $$;
