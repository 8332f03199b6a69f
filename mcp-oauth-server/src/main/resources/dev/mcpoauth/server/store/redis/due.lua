-- What may be removed.
-- KEYS: sorted sets of one slot, by when their members may be removed
-- ARGV: 1 now, 2 the most members in all, 3 how many to pass over in each
-- Returns for each set its members that are due.
local left = tonumber(ARGV[2])
local found = {}
for i, key in ipairs(KEYS) do
  found[i] = left > 0 and redis.call('ZRANGE', key, '-inf', ARGV[1], 'BYSCORE', 'LIMIT', ARGV[3], left) or {}
  left = left - #found[i]
end
return found
