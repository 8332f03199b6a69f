-- Adds members to lists.
-- KEYS: sorted sets of one slot
-- ARGV: for each, score and member
-- Returns 'done'.
for i, key in ipairs(KEYS) do
  redis.call('ZADD', key, ARGV[2 * i - 1], ARGV[2 * i])
end
return {'done'}
