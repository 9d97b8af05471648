-- How far a source that is read by cursor, not file by file, had come with a load.
alter table raw.loads add column cursor varchar;
