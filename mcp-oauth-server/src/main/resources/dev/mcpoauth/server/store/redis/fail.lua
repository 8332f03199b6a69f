-- Counts a failed attempt at an issued code. Remembers the last sixteen that were counted.
-- KEYS: 1 the code
-- ARGV: 1 attempt, 2 now
-- Returns the failures so far; 0 if there is no such code, or it was redeemed or has expired.
local row = redis.call('HMGET', KEYS[1], 'status', 'expires', 'failures', 'counted')
if row[1] ~= 'I' or tonumber(row[2]) <= tonumber(ARGV[2]) then
  return {0}
end
local counted = row[4] or ''
if string.find(counted, ARGV[1], 1, true) then
  return {tonumber(row[3])}
end
redis.call('HSET', KEYS[1], 'counted', string.sub(counted .. ARGV[1], -256))
return {redis.call('HINCRBY', KEYS[1], 'failures', 1)}
