create table venues (name text primary key);
insert into venues (name) select distinct venue from concerts;
alter table concerts add column plays integer not null default 0;
update concerts set plays = id * 10;
-- sqlite:
create virtual table concert_words using fts5 (artist, venue, content='concerts', content_rowid='id');
insert into concert_words (concert_words) values ('rebuild');
create trigger concert_words_added after insert on concerts begin
  insert into concert_words (rowid, artist, venue) values (new.id, new.artist, new.venue);
end;
-- postgresql:
alter table concerts add column words tsvector
  generated always as (to_tsvector('simple', artist || ' ' || venue)) stored;
create index concerts_by_words on concerts using gin (words);
do $$ begin perform 1; end $$;
-- both:
create index recordings_by_concert on recordings (concert_id);
