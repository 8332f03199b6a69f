-- Counts that a spent code or refresh token was answered again. Remembers the last sixteen
-- that were counted.
-- KEYS: 1 the code or token, 2 its grant, 3 the refresh token that came of it (if one did)
-- ARGV: 1 attempt, 2 now
-- Returns 'done', or 'beaten' if it may not be answered again any more.
local row = redis.call('HMGET', KEYS[1], 'status', 'replays', 'max', 'until', 'counted')
local counted = row[5] or ''
if string.find(counted, ARGV[1], 1, true) then
  return {'done'}
end
local now = tonumber(ARGV[2])
if row[1] ~= 'S' or tonumber(row[2]) >= tonumber(row[3]) or tonumber(row[4]) < now then
  return {'beaten'}
end
local grant = redis.call('HMGET', KEYS[2], 'status', 'expires')
if grant[1] ~= 'A' or tonumber(grant[2]) <= now then
  return {'beaten'}
end
if KEYS[3] and redis.call('HGET', KEYS[3], 'status') ~= 'A' then
  return {'beaten'}
end
redis.call('HINCRBY', KEYS[1], 'replays', 1)
redis.call('HSET', KEYS[1], 'counted', string.sub(counted .. ARGV[1], -256))
return {'done'}
