-- sequence, data, most bytes, milliseconds
local sequence = tonumber(ARGV[1])
local at = redis.call('HMGET', KEYS[2], 'dropped', 'last', 'bytes')
local dropped, last, bytes = tonumber(at[1] or 0), tonumber(at[2] or 0), tonumber(at[3] or 0)
if sequence <= last then return {1} end -- sent twice
if sequence ~= last + 1 then
  redis.call('DEL', KEYS[1])
  dropped, bytes = sequence - 1, 0
end
redis.call('RPUSH', KEYS[1], ARGV[2])
bytes = bytes + #ARGV[2]
while bytes > tonumber(ARGV[3]) do
  bytes = bytes - #redis.call('LPOP', KEYS[1])
  dropped = dropped + 1
end
redis.call('HSET', KEYS[2], 'dropped', dropped, 'last', sequence, 'bytes', bytes)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return {1}
