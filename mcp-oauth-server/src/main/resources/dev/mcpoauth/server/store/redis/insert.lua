-- Adds a row unless its key is taken.
-- KEYS: 1 the row, 2 its grant (not for a grant itself)
-- ARGV: 1 attempt, 2 when the row may be removed, 3 how much later Redis removes it by itself, 4... fields and values
-- Returns 'done' or 'taken', and when the row may be removed, which is not after the end of its grant.
local removal = tonumber(ARGV[2])
local grant_end = KEYS[2] and tonumber(redis.call('HGET', KEYS[2], 'expires') or nil)
if grant_end and grant_end < removal then
  removal = grant_end
end
local outcome = 'done'
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], 'by', ARGV[1], unpack(ARGV, 4))
  redis.call('PEXPIREAT', KEYS[1], removal + ARGV[3])
elseif redis.call('HGET', KEYS[1], 'by') ~= ARGV[1] then
  outcome = 'taken'
end
return {outcome, string.format('%.0f', removal)}
