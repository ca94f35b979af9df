-- A person has said of missing sequence numbers why they will not come: they do not count as missing any more.
create table pos.given_up_number (
  location     text        not null,
  business_day date        not null,
  workstation  text        not null,
  source       text        not null,
  first_number bigint      not null,
  last_number  bigint      not null,
  reason       text        not null check (char_length(reason) between 1 and 200),
  given_up_by  text        not null,
  given_up_at  timestamptz not null,
  primary key (location, business_day, workstation, source, first_number),
  check (first_number <= last_number)
);
comment on table pos.given_up_number is 'what comes after all is recorded as ever, and its number is no hole any more';
