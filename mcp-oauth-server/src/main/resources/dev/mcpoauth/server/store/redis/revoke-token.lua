-- Revokes an active access or refresh token.
-- KEYS: 1 the token
-- ARGV: 1 attempt
-- Returns 1 if this attempt revoked it, else 0.
local row = redis.call('HMGET', KEYS[1], 'status', 'by')
if row[1] == 'A' then
  redis.call('HSET', KEYS[1], 'status', 'R', 'by', ARGV[1])
  return {1}
end
if row[1] == 'R' and row[2] == ARGV[1] then
  return {1}
end
return {0}
