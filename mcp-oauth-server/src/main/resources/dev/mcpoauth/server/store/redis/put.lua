-- Adds a transaction unless its key is taken.
-- KEYS: 1 the transaction, 2 transactions by when they expire
-- ARGV: 1 attempt, 2 when it expires, 3 how much later Redis removes it by itself, 4 member of KEYS[2],
--       5... fields and values
-- Returns 'done' or 'taken'.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {redis.call('HGET', KEYS[1], 'by') == ARGV[1] and 'done' or 'taken'}
end
redis.call('HSET', KEYS[1], 'by', ARGV[1], unpack(ARGV, 5))
redis.call('PEXPIREAT', KEYS[1], ARGV[2] + ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[4])
return {'done'}
