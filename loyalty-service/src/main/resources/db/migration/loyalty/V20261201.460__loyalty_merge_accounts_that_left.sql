alter table loyalty.merge_account
    add column parted_by uuid references loyalty.merge,
    add constraint merge_account_is_parted_by_another_merge check (parted_by <> merge);

comment on table loyalty.merge_account is
    'The accounts that came with the absorbed member, and leave with it again, unless they have left it before';
comment on column loyalty.merge_account.parted_by is
    'the merge that was undone and took the account away from the absorbed member: whatever joins it to the survivor after that, it is not this merge';

-- What was undone while a later merge was in force, and had come with it.
update loyalty.merge_account x
set parted_by = u.id
from loyalty.merge m, loyalty.merge_account y, loyalty.merge u
where m.id = x.merge and m.state = 'MERGED'
  and y.account = x.account and u.id = y.merge and u.id <> m.id and u.state = 'UNMERGED'
  and u.decided_at <= m.decided_at and u.undone_at >= m.decided_at;
