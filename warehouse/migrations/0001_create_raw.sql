create table raw.loads (
    load_id varchar not null,
    run_id varchar not null,
    source varchar not null,
    table_name varchar not null,
    file varchar not null,
    file_hash varchar not null,
    bytes bigint not null,
    disposition varchar not null,
    contract_hash varchar not null,
    read bigint not null,
    loaded bigint not null,
    quarantined bigint not null,
    is_active boolean not null,
    fencing_token bigint not null,
    started_at timestamp not null,
    loaded_at timestamp not null,
    removed_at timestamp
);

create table raw.quarantine (
    source varchar not null,
    table_name varchar not null,
    load_id varchar not null,
    run_id varchar not null,
    file varchar not null,
    line bigint not null,
    column_name varchar,
    reason varchar not null,
    message varchar not null,
    original varchar not null,
    quarantined_at timestamp not null
);
