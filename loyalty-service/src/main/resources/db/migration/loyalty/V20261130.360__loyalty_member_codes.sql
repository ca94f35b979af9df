create table loyalty.member_code_key (
    id          text        primary key,
    private_key bytea       not null,
    public_key  bytea       not null,
    created_at  timestamptz not null,
    ends_at     timestamptz not null,
    constraint member_code_key_ends_later check (ends_at > created_at)
);

comment on table loyalty.member_code_key is
    'Ed25519 keys by which members'' codes are signed and checked. The youngest signs; the others still check until they end';
comment on column loyalty.member_code_key.private_key is 'PKCS #8; never leaves the hub';
comment on column loyalty.member_code_key.public_key is 'X.509; tills have it';
