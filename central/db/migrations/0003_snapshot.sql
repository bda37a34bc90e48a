-- Events that stand for no record: a snapshot of a scope ends with them, in the order of the feed.
create index feed_acts on feed (scope, n)
    where kind like '%.conflict' or kind like 'change.%' or kind like 'conflict.%';
