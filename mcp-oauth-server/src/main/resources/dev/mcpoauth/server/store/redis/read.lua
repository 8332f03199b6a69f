-- Rows as they are.
-- KEYS: rows of one slot
-- ARGV: none
-- Returns for each row its fields and values in turn; nothing for one that is not there.
local rows = {}
for i, key in ipairs(KEYS) do
  rows[i] = redis.call('HGETALL', key)
end
return rows
