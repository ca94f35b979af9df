-- How old the oldest check of any cell can be.
alter table inventory.audit_progress
    add column pass_began_at timestamptz,
    add column checked_since timestamptz;
comment on column inventory.audit_progress.checked_since is
    'when the last whole pass began: every cell has been looked at since then';
