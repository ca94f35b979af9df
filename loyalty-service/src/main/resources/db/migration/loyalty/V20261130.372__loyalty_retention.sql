-- Look-ups are kept for as long as somebody may ask who looked, and then no longer. However long a retailer wants that to
-- be: what is younger than this cannot be made to disappear.
create function loyalty.refuse_to_lose_a_young_look_up() returns trigger language plpgsql as $$
begin
    if old.at < now() - interval '90 days' then
        return old;
    end if;
    raise exception 'delete on loyalty.till_lookup is refused: rows are only ever added, and kept for 90 days at least'
        using errcode = 'restrict_violation';
end $$;

drop trigger till_lookup_append_only on loyalty.till_lookup;
create trigger till_lookup_append_only before update on loyalty.till_lookup
    for each row execute function loyalty.refuse_change_but_forgetting('asked', 'reason');
create trigger till_lookup_kept_for_a_while before delete on loyalty.till_lookup
    for each row execute function loyalty.refuse_to_lose_a_young_look_up();

create index till_lookup_at on loyalty.till_lookup (at);
