-- message, most bytes, milliseconds
local overhead = 100
local id = redis.call('XADD', KEYS[1], '*', 'm', ARGV[1])
local bytes = redis.call('INCRBY', KEYS[2], #ARGV[1] + overhead)
local oldest = tonumber(string.match(id, '^%d+')) - tonumber(ARGV[3])
while true do
  local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
  local old = tonumber(string.match(first[1], '^%d+')) < oldest
  if first[1] == id or not (old or bytes > tonumber(ARGV[2])) then break end
  redis.call('XDEL', KEYS[1], first[1])
  bytes = redis.call('DECRBY', KEYS[2], #first[2][2] + overhead)
end
redis.call('PEXPIRE', KEYS[1], 2 * ARGV[3])
redis.call('PEXPIRE', KEYS[2], 2 * ARGV[3])
return {1}
