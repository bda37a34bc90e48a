-- Events that stand for no record: a snapshot of a scope ends with them, in the order of the feed.
create index feed_acts on feed (scope, n)
    where kind like '%.conflict' or kind like 'change.%' or kind like 'conflict.%';

-- What was sent in an older form than the record has.
alter table change_receipt add column body text;
