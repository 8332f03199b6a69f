-- sequence; answers the list of what follows, or nothing where that is not known
local at = redis.call('HMGET', KEYS[2], 'dropped', 'last')
if not at[1] then return {} end
local from = tonumber(ARGV[1]) - tonumber(at[1])
if from < 0 then return {} end
local events = redis.call('LRANGE', KEYS[1], from, -1)
if #events < tonumber(at[2]) - tonumber(ARGV[1]) then return {} end
return {events}
