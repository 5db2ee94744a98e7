-- One performance of one artist.
create table concerts (
  id integer primary key,
  artist text not null,
  venue text not null  -- as the taper wrote it; "Barton Hall", mostly
);
create table recordings (
  identifier varchar(100) primary key,
  concert_id integer not null references concerts (id) on delete cascade
);
insert into concerts (id, artist, venue) values
  (1, 'Grateful Dead', 'Barton Hall'), (2, 'Phish', 'McNichols Arena; Denver: CO');
insert into recordings (identifier, concert_id) values ('gd1977-05-08.sbd.hicks', 1);
