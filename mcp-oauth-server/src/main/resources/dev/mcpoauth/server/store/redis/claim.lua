-- Makes a row findable by its hash, and its end by purge. An entry never changes where it leads.
-- KEYS: 1 the entry of the hash, 2 rows of this kind by when they may be removed
-- ARGV: 1 kind and grant id, 2 when the row may be removed, 3 how much later Redis removes the entry by itself,
--       4 member of KEYS[2]
-- Returns 'done', or 'taken' if the hash leads somewhere else.
local there = redis.call('GET', KEYS[1])
if there and there ~= ARGV[1] then
  return {'taken'}
end
redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[2] + ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[4])
return {'done'}
