-- Replaces the sealed properties of an active grant of an expected version.
-- KEYS: 1 the grant
-- ARGV: 1 attempt, 2 expected version, 3 sealed properties
-- Returns 1 if this attempt replaced them, else 0.
local row = redis.call('HMGET', KEYS[1], 'status', 'version', 'by')
if row[3] == ARGV[1] then
  return {1}
end
if row[1] ~= 'A' or row[2] ~= ARGV[2] then
  return {0}
end
redis.call('HSET', KEYS[1], 'by', ARGV[1], 'props', ARGV[3])
redis.call('HINCRBY', KEYS[1], 'version', 1)
return {1}
