-- revision, state, attempt; answers nothing unless the session has the revision before, or this very attempt made this one
local found = redis.call('HMGET', KEYS[1], 'revision', 'attempt')
if not found[1] then return {} end
if found[1] == ARGV[1] and found[2] == ARGV[3] then return {1} end
if tonumber(found[1]) + 1 ~= tonumber(ARGV[1]) then return {} end
redis.call('HSET', KEYS[1], 'revision', ARGV[1], 'state', ARGV[2], 'attempt', ARGV[3])
return {1}
