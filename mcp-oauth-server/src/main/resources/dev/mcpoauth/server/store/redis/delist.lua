-- Removes members from lists.
-- KEYS: sorted sets of one slot
-- ARGV: for each, a member
-- Returns 'done'.
for i, key in ipairs(KEYS) do
  redis.call('ZREM', key, ARGV[i])
end
return {'done'}
