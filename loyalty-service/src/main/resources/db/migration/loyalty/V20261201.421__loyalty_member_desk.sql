alter table loyalty.till_lookup
    drop constraint till_lookup_asked_by_check,
    add constraint till_lookup_asked_by_check check (asked_by in (
        'CARD', 'PHONE', 'PHONE_LAST4_AND_KANA', 'MEMBER_CODE', 'NAME_AND_BIRTHDAY', 'RECEIPT', 'SCAN', 'CHOICE',
        'CONTACT', 'MEMBER_ID', 'EXPORT'));

comment on column loyalty.till_lookup.asked_by is
    'the way to ask; SCAN for what a scanner read and nobody knew, CHOICE for one of a pick list, CONTACT when phone and mail of an opened member were shown in clear, MEMBER_ID when somebody at the members'' desk opened them from a list, EXPORT when all that is kept of them was taken out there';

alter table loyalty.erasure
    add column told_at timestamptz,
    add column told_again integer not null default 0,
    add constraint erasure_told_again_some_time check ((told_at is null) = (told_again = 0)),
    add constraint erasure_told_again_later check (told_at > erased_at);

comment on column loyalty.erasure.told_at is
    'when those who have not answered were told again; null while that was never needed';
