-- Adds a client unless its fingerprint or its id is taken, or there are too many.
-- KEYS: 1 the fingerprint, 2 the client, 3 all client ids, 4 client ids by expiry
-- ARGV: 1 attempt, 2 client id, 3 when it was created, 4 when it expires, 5 the most clients that have not expired,
--       6... fields and values
-- Returns 'created'; 'existing' and the id of that client; or 'full'.
if redis.call('HGET', KEYS[2], 'by') == ARGV[1] then
  return {'created'}
end
local holder = redis.call('GET', KEYS[1])
if holder then
  return {'existing', holder}
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  return {'existing', ARGV[2]}
end
if redis.call('ZCOUNT', KEYS[4], '(' .. ARGV[3], '+inf') >= tonumber(ARGV[5]) then
  return {'full'}
end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('HSET', KEYS[2], 'by', ARGV[1], unpack(ARGV, 6))
redis.call('ZADD', KEYS[3], 0, ARGV[2])
redis.call('ZADD', KEYS[4], ARGV[4], ARGV[2])
return {'created'}
