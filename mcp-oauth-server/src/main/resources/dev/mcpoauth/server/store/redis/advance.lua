-- Replaces payload and expiry of a transaction that has an expected version and has not expired.
-- KEYS: 1 the transaction, 2 transactions by when they expire
-- ARGV: 1 attempt, 2 expected version, 3 now, 4 when it will expire, 5 how much later Redis removes it by itself,
--       6 member of KEYS[2], 7 payload
-- Returns 1 if this attempt replaced them, else 0.
local row = redis.call('HMGET', KEYS[1], 'version', 'expires', 'by')
if row[1] and row[3] == ARGV[1] then
  return {1}
end
if row[1] ~= ARGV[2] or tonumber(row[2]) <= tonumber(ARGV[3]) then
  return {0}
end
redis.call('HSET', KEYS[1], 'by', ARGV[1], 'expires', ARGV[4], 'payload', ARGV[7])
redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('PEXPIREAT', KEYS[1], ARGV[4] + ARGV[5])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[6])
return {1}
