-- What models were fitted, what they foretold and which segments customers were in: it cannot be rebuilt.
-- One row per fit, whether it came into use or not; `evidence` and `parameters` are JSON.
create table raw.history.fits (
    version varchar not null,
    model varchar not null,
    kind varchar not null,
    fitted_at timestamp not null,
    -- The analysis date that it was made for.
    fitted_for date not null,
    refit_reason varchar not null,
    is_used boolean not null,
    trained_from date,
    trained_to date,
    rows bigint not null,
    status varchar not null,
    evidence varchar not null,
    parameters varchar not null
);

-- One row per day a forecast was made, series, grain and bucket.
create table raw.history.forecasts_made (
    made_on date not null,
    series varchar not null,
    series_value varchar,
    grain varchar not null,
    bucket date not null,
    step integer not null,
    mean double not null,
    lower80 double not null,
    upper80 double not null,
    lower95 double not null,
    upper95 double not null,
    baseline double not null,
    model varchar not null,
    interval varchar not null
);

-- One row per customer and day from which they were in another segment than before; null for one without any, or gone.
create table raw.history.segment_members (
    customer_id varchar not null,
    segment varchar,
    from_on date not null
);
