-- Removes rows.
-- KEYS: rows of one slot
-- ARGV: none
-- Returns how many there were.
return {redis.call('UNLINK', unpack(KEYS))}
