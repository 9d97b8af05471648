create schema raw.history;

-- What cannot be rebuilt: how each deal stood at the end of a day. One row per day and deal that was open then, or had
-- changed its stage or outcome since the day before that is known.
create table raw.history.deals_by_day (
    day date not null,
    source varchar not null,
    deal_id varchar not null,
    stage_id varchar,
    outcome varchar not null,
    probability double,
    amount decimal(18, 6),
    currency varchar,
    company_id varchar,
    contact_id varchar,
    owner_id varchar,
    opened_on date,
    expected_close_on date,
    closed_on date,
    forecast_category varchar
);

-- Moves that follow from two days of the above, of deals whose source tells none itself.
create table raw.history.deal_stage_events (
    deal_stage_event_id varchar not null,
    source varchar not null,
    deal_id varchar not null,
    from_stage_id varchar,
    to_stage_id varchar,
    amount decimal(18, 6),
    currency varchar,
    changed_on date not null
);
