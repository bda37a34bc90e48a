-- A wall board is a device of its own that reads the queue and writes nothing but who switched it on.
alter table desk add column device text not null default 'desk';
alter table desk_wish add column device text not null default 'desk';
alter table enrolment add column device text not null default 'desk';
