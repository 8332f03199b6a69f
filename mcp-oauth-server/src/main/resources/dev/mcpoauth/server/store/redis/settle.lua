-- Removes what is due from a list, and with each member the key that belongs to it. What was renewed meanwhile stays.
-- Leaves a receipt for a client library that sends the script again.
-- KEYS: 1 a sorted set, by when its members may be removed, 2 the receipt of this attempt,
--       3... the key of each member (if members have keys)
-- ARGV: 1 now, 2 milliseconds that the receipt is kept, 3... the members
-- Returns how many members were removed.
local receipt = redis.call('GET', KEYS[2])
if receipt then
  return {tonumber(receipt)}
end
local removed = 0
for i = 3, #ARGV do
  local due = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if due and tonumber(due) <= tonumber(ARGV[1]) then
    if KEYS[i] then
      redis.call('UNLINK', KEYS[i])
    end
    removed = removed + redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
redis.call('SET', KEYS[2], removed, 'PX', ARGV[2])
return {removed}
