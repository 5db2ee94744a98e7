-- The table is built again under a new name, which must not take its recordings along.
create table concerts_rebuilt (
  id integer primary key,
  artist text not null,
  venue text not null references venues (name),
  plays bigint not null
);
insert into concerts_rebuilt (id, artist, venue, plays) select id, artist, venue, plays from concerts;
-- sqlite:
drop table concert_words;
drop table concerts;
alter table concerts_rebuilt rename to concerts;
-- postgresql:
alter table recordings drop constraint recordings_concert_id_fkey;
drop table concerts;
alter table concerts_rebuilt rename to concerts;
alter table recordings add foreign key (concert_id) references concerts (id) on delete cascade;
