-- Replaces payload and expiry of a client of an expected version.
-- KEYS: 1 the client, 2 client ids by expiry
-- ARGV: 1 attempt, 2 expected version, 3 when it will expire, 4 client id, 5 payload
-- Returns 1 if this attempt replaced them, else 0.
local row = redis.call('HMGET', KEYS[1], 'version', 'by')
if row[1] and row[2] == ARGV[1] then
  return {1}
end
if row[1] ~= ARGV[2] then
  return {0}
end
redis.call('HSET', KEYS[1], 'by', ARGV[1], 'expires', ARGV[3], 'payload', ARGV[5])
redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[4])
return {1}
