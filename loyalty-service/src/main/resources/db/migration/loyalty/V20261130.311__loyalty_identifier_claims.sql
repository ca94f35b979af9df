alter table loyalty.merge
    add column rule_version bigint constraint merge_rule_version references loyalty.identifier_rules (version),
    add column automatic boolean not null default false,
    add constraint merge_automatic_by_some_rules check (not automatic or (rule_version is not null and state <> 'REJECTED'));

comment on column loyalty.merge.rule_version is 'the rules in force when it was proposed; null before there were any';
comment on column loyalty.merge.automatic is 'decided by those rules, not by a person';

create index merge_open on loyalty.merge (proposed_at, id) where state = 'PROPOSED';

create table loyalty.identifier_claim (
    id           uuid primary key,
    identifier   uuid        not null references loyalty.identifier,
    claimant     uuid        not null references loyalty.member,
    proven_by    text        not null
        check (proven_by in ('SMS_CODE', 'MAIL_CODE', 'CARD_PIN', 'APP_TOKEN', 'SIGHTED', 'IMPORT', 'USE')),
    at           timestamptz not null,
    actor        text        not null,
    rule_version bigint      not null references loyalty.identifier_rules (version),
    decision     text        not null check (decision in ('MERGED', 'PROPOSED')),
    doubts       text[]      not null,
    merge        uuid        not null references loyalty.merge,
    constraint identifier_claim_merged_without_doubt check ((decision = 'MERGED') = (cardinality(doubts) = 0))
);

comment on table loyalty.identifier_claim is
    'An identifier that led to one member was proven by another. What came of it, by which rules, and why';
comment on column loyalty.identifier_claim.identifier is 'as it led to its holder then; its own proof is theirs';
comment on column loyalty.identifier_claim.claimant is 'the account of whoever proved it';
comment on column loyalty.identifier_claim.proven_by is 'how they did';
comment on column loyalty.identifier_claim.doubts is 'why it was left to a person; none when the rules decided';

create index identifier_claim_of_identifier on loyalty.identifier_claim (identifier);
create index identifier_claim_of_claimant on loyalty.identifier_claim (claimant);
create index identifier_claim_of_merge on loyalty.identifier_claim (merge);
create index identifier_claim_history on loyalty.identifier_claim (at, id);

create table loyalty.identifier_claim_evidence (
    claim      uuid not null references loyalty.identifier_claim,
    side       text not null check (side in ('CLAIMANT', 'HOLDER')),
    identifier uuid not null references loyalty.identifier,
    primary key (claim, identifier)
);

comment on table loyalty.identifier_claim_evidence is
    'What led to either of the two when it was decided, so that other rules can be tried on it later';

create trigger identifier_claim_append_only before update or delete on loyalty.identifier_claim
    for each row execute function loyalty.refuse_change();
create trigger identifier_claim_not_emptied before truncate on loyalty.identifier_claim
    for each statement execute function loyalty.refuse_change();
create trigger identifier_claim_evidence_append_only before update or delete on loyalty.identifier_claim_evidence
    for each row execute function loyalty.refuse_change();
create trigger identifier_claim_evidence_not_emptied before truncate on loyalty.identifier_claim_evidence
    for each statement execute function loyalty.refuse_change();
