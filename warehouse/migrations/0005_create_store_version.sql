-- Which data folder the file belongs to, and which version of the product and its engine last wrote it. One row.
create table raw.store_version (
    folder_id varchar not null,
    app_version varchar not null,
    engine varchar not null,
    stamped_at timestamp not null
);
