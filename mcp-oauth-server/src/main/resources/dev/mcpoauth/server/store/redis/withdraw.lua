-- Takes back a row that an attempt has just added.
-- KEYS: 1 the row
-- ARGV: 1 attempt
-- Returns how many rows were removed.
if redis.call('HGET', KEYS[1], 'by') == ARGV[1] then
  return {redis.call('DEL', KEYS[1])}
end
return {0}
