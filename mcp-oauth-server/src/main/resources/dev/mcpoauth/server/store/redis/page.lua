-- Part of a list in the order of its members.
-- KEYS: 1 a sorted set whose scores are all 0
-- ARGV: 1 the member after which the part begins, 2 the most members
-- Returns the members.
return {redis.call('ZRANGE', KEYS[1], '(' .. ARGV[1], '+', 'BYLEX', 'LIMIT', 0, ARGV[2])}
