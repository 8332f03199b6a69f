-- Moves the instants of a client forward, never back.
-- KEYS: 1 the client, 2 client ids by expiry
-- ARGV: 1 when it was used, 2 when it expires, 3 client id
-- Returns 1 if there is such a client, else 0.
local row = redis.call('HMGET', KEYS[1], 'used', 'expires')
if not row[1] then
  return {0}
end
if tonumber(row[1]) < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'used', ARGV[1])
end
if tonumber(row[2]) < tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], 'expires', ARGV[2])
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
end
return {1}
