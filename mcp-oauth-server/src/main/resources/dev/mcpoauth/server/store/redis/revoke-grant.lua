-- Ends a grant, and with it everything that looks at it.
-- KEYS: 1 the grant
-- ARGV: 1 attempt, 2 why, 3 when
-- Returns 1 if this attempt ended it, else 0.
local row = redis.call('HMGET', KEYS[1], 'status', 'by')
if row[1] == 'A' then
  redis.call('HSET', KEYS[1], 'status', 'R', 'by', ARGV[1], 'reason', ARGV[2], 'revoked', ARGV[3])
  redis.call('HINCRBY', KEYS[1], 'version', 1)
  return {1}
end
if row[1] == 'R' and row[2] == ARGV[1] then
  return {1}
end
return {0}
